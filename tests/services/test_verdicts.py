"""Which listed items bear an invalid sign-off, remembered until what is stored changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services import verdicts
from desktop.services.verdicts import Verdicts
from tests.services.ends import Ends, register, review_at_office
from tests.services.statements import statements
from tests.services.tampering import retitle, rewrite_sign_off


def test_a_changed_statement_content_or_malformed_record_is_found_among_sound_ones(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuids = [register(desk, document) for _ in range(5)]
    for uuid in uuids[:4]:
        review_at_office(ends, uuid)
    with ends.at("lin") as desk:
        seen = Verdicts(desk)
        assert seen.invalid(uuids) == frozenset()
        rewrite_sign_off(desk, uuids[1])
        assert seen.invalid(uuids) == {uuids[1]}
        retitle(desk, uuids[2])
        assert seen.invalid(uuids) == {uuids[1], uuids[2]}
        rewrite_sign_off(desk, uuids[3], opinion="没有这种意见")
        assert seen.invalid(uuids) == set(uuids[1:4])
        rewrite_sign_off(desk, uuids[1], text="")
        assert Verdicts(desk).invalid(uuids) == seen.invalid(uuids)


def test_what_was_verified_is_not_verified_again_while_it_is_remembered(
    ends: Ends, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)

    def asked() -> int:
        with statements() as made:
            assert seen.invalid([uuid]) == frozenset()
        return len(made)

    with ends.at("lin") as desk:
        seen = Verdicts(desk)
        first = asked()
        assert asked() < first
        monkeypatch.setattr(verdicts, "_REMEMBERED", 0)
        assert asked() == first
