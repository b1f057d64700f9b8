"""The example office: items in many states, made by the real verbs, and nothing left lying about."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.paths import DataFolder
from desktop.rules.roles import End
from desktop.rules.states import BatchState, ItemState
from desktop.services import batch_views, catalogue, example, ledger, sessions
from desktop.services.coverage import coverage
from desktop.services.first_run import EXAMPLE_PASSWORD
from desktop.services.upkeep import audit_lines, verify_audit
from desktop.trust.kdf import CHEAP_KDF


def test_the_example_shows_every_state_of_an_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    aside = tmp_path / "aside"
    aside.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(aside))
    folder = DataFolder(tmp_path / "desk")
    login, password = example.found_example(folder, CHEAP_KDF)
    assert not list(aside.iterdir())
    desk = sessions.sign_in(folder, login, password, kdf=CHEAP_KDF)
    try:
        assert desk.agency.example
        assert desk.agency.end is End.OFFICE
        counts = ledger.state_counts(desk)
        assert sum(counts.values()) >= 12
        wanted = {
            ItemState.DRAFT,
            ItemState.IN_REVIEW,
            ItemState.RETURNED,
            ItemState.TO_SUBMIT,
            ItemState.AWAITING_RECEIPT,
            ItemState.TO_PUBLISH,
            ItemState.PUBLISHED,
            ItemState.WITHHELD,
            ItemState.STOPPED,
        }
        assert wanted <= {state for state, count in counts.items() if count}
        assert {one.state for one in batch_views.batches(desk)} == {
            BatchState.PARTLY_RETURNED,
            BatchState.AWAITING_RECEIPT,
        }
        assert verify_audit(desk).ok
        (issue,) = catalogue.versions(desk)
        covered = coverage(desk, issue)
        assert issue.rows == 20
        assert (sum(one.published for one in covered.rows), covered.outside) == (covered.published, 0)
        assert sum(one.last is not None for one in covered.rows) == counts[ItemState.PUBLISHED]
        assert sum(one.under_way for one in covered.rows) >= 5
        moments = [one.seq for one in audit_lines(desk)]
        assert moments == sorted(moments, reverse=True)
    finally:
        desk.close()
    with pytest.raises(UserError) as refused:
        example.found_example(folder, CHEAP_KDF)
    assert refused.value.code == "E-FOUNDED"


def test_everybody_of_the_example_can_sign_in(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "desk")
    told: list[tuple[int, int]] = []
    example.found_example(folder, CHEAP_KDF, progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] == len(told)
    for one in example.EXAMPLE_OFFICE.people:
        desk = sessions.sign_in(folder, one.login, EXAMPLE_PASSWORD, kdf=CHEAP_KDF)
        assert desk.person.name == one.name
        desk.close()
