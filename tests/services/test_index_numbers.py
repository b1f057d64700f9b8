"""The pattern of index numbers: kept at the centre, drawn from at the last signature, never changing what was drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.rules.numbers import NATIONAL_PATTERN
from desktop.services import index_numbers, item_detail, upkeep
from tests.services.ends import Ends
from tests.views.exchange import approved, sent, taken_in, world


def numbers(ends: Ends, *uuids: str) -> list[str]:
    with ends.at("wang") as desk:
        return [item_detail.detail(desk, uuid).index_number for uuid in uuids]


def test_a_new_pattern_draws_the_next_number_and_leaves_the_drawn_ones(tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    first, second = uuids[:2]
    taken_in(ends, sent(ends, first, second))
    approved(ends, first)
    with ends.at("he") as desk:
        assert index_numbers.index_pattern(desk) == NATIONAL_PATTERN
        assert index_numbers.drawn_numbers(desk) == 1
        assert index_numbers.set_index_pattern(desk, " {org9}-{yyyy}-{office}-{seq} ") == "{org9}-{yyyy}-{office}-{seq}"
        assert index_numbers.sample_number(desk, "{yyyy}-{seq4}") == "2026-0001"
    with ends.at("su") as desk:
        assert upkeep.audit_lines(desk, None, 5)[1].action == "set_index_pattern"
    approved(ends, second)
    assert numbers(ends, first, second) == ["014236727/2026-00001", "014236727-2026-LSGZ-1"]


def test_a_number_that_another_pattern_had_drawn_is_passed_over(tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    first, second = uuids[:2]
    with ends.at("wei") as desk:
        index_numbers.set_index_pattern(desk, "{yyyy}-{seq4}-08")
    taken_in(ends, sent(ends, first, second))
    approved(ends, first)
    with ends.at("wang") as desk:
        # Another series (it varies by the genre, and a notice is 08) that writes the very same number.
        index_numbers.set_index_pattern(desk, "{yyyy}-{seq4}-{genre2}")
    approved(ends, second)
    assert numbers(ends, first, second) == ["2026-0001-08", "2026-0002-08"]


def test_a_bad_pattern_and_the_wrong_hands_are_refused(tmp_path: Path) -> None:
    ends, _uuids = world(tmp_path)
    with ends.at("he") as desk, pytest.raises(UserError, match="流水号"):
        index_numbers.set_index_pattern(desk, "{org9}/{yyyy}")
    with ends.at("he") as desk, pytest.raises(UserError, match="年份"):
        index_numbers.sample_number(desk, "{seq}")
    for login in ("lin", "li", "chen"):
        with ends.at(login) as desk, pytest.raises(UserError) as refused:
            index_numbers.set_index_pattern(desk, "{yyyy}-{seq}")
        assert refused.value.code == "E-PERMISSION"
    with ends.at("he") as desk:
        assert index_numbers.index_pattern(desk) == NATIONAL_PATTERN
