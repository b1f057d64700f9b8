"""Index numbers: the variants in use, what a pattern must have, and that no two numbers are ever alike."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.rules.index_numbers import (
    FIELDS,
    PRESETS,
    Occasion,
    checked_pattern,
    index_number,
    read_index_number,
    sample,
    series,
)
from desktop.rules.items import THEMES, Genre
from desktop.rules.numbers import NATIONAL_PATTERN

DAY = date(2026, 11, 9)
AGENCY = "014236727"


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        (NATIONAL_PATTERN, "014236727/2026-00008"),
        ("{org9}-{yyyy}-{seq}", "014236727-2026-8"),
        ("{org9}{theme2}-{yyyy}-{seq5}", "01423672716-2026-00008"),
        ("53000015{genre2}{theme2}{yyyy}{seq5}", "530000150816202600008"),
        ("330200-15-{theme2}-{genre2}-{yyyy}{mm}{dd}-{seq4}", "330200-15-16-08-20261109-0008"),
        ("司{yy}-{office}-{seq}", "司26-LSGZ-8"),
    ],
)
def test_the_patterns_in_use_are_drawn_and_read(pattern: str, number: str) -> None:
    assert checked_pattern(f" {pattern}\n") == pattern
    assert sample(pattern, AGENCY, "lsgz", DAY, 8) == number
    read = read_index_number(pattern, number)
    assert read is not None
    assert next(int(value) for name, value in read.items() if name.startswith("seq")) == 8
    assert read_index_number(pattern, f"{number}x") is None


def test_every_preset_and_every_field_can_be_used() -> None:
    for _name, pattern in PRESETS:
        assert read_index_number(checked_pattern(pattern), sample(pattern, AGENCY, "BGS", DAY))
    assert len(sample(PRESETS[3][1], AGENCY, "BGS", DAY)) == 21
    for field in set(FIELDS) - {"yyyy", "yy"}:
        rest = "" if field.startswith("seq") else "-{seq5}"
        assert checked_pattern(f"{{yyyy}}-{{{field}}}{rest}")


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("", "流水号"),
        ("{org9}/{yyyy}", "流水号"),
        ("{org9}/{seq5}", "年份"),
        ("{yyyy}-{yy}-{seq}", "年份只用一个"),
        ("{yyyy}-{seq}-{seq5}", "只有一个"),
        ("{yyyy}-{mm}-{mm}-{seq}", "只用一次"),
        ("{yyyy}-{area6}-{seq}", "area6"),
        ("{yyyy-{seq}", "没有“{yyyy-{seq}”|花括号"),
        ("{yyyy}-{seq}}", "花括号"),
        ("{yyyy}-{}-{seq}", "没有"),
        ("{yyyy} {seq}", "固定部分"),
        ("{yyyy}-\u202e{seq}", "固定部分"),
        ("{yyyy}{seq}", "隔开"),
        ("{yyyy}-{seq}1", "隔开"),
        ("{yyyy}-{office}{seq5}", "隔开"),
        ("甲{office}-{yyyy}-{seq5}", "隔开"),
        ("{yyyy}-" + "9" * 60 + "-{seq5}", "60"),
    ],
)
def test_a_pattern_that_cannot_keep_numbers_apart_is_refused(pattern: str, why: str) -> None:
    with pytest.raises(UserError, match=why) as refused:
        checked_pattern(pattern)
    assert refused.value.code == "E-PATTERN"


def test_a_serial_that_outgrew_its_places_is_told_and_never_cut() -> None:
    with pytest.raises(UserError, match="用完"):
        index_number(NATIONAL_PATTERN, Occasion(AGENCY, "BGS", DAY), 100_000)
    assert index_number("{yyyy}-{seq}", Occasion(AGENCY, "BGS", DAY), 100_000) == "2026-100000"


def test_a_series_follows_what_the_pattern_tells_apart() -> None:
    occasion = Occasion(AGENCY, "LSGZ", DAY, THEMES[15], Genre.NOTICE)
    assert series(NATIONAL_PATTERN, occasion) == series("{org9}-{yyyy}-{seq}", occasion) == "index:2026"
    assert series("{yyyy}{mm}{dd}-{theme2}-{office}-{seq}", occasion) == "index:2026:mm=11:dd=09:office=LSGZ:theme2=16"
    unknown = Occasion(AGENCY, "LSGZ", DAY, "没有这一类", None)
    assert series("{yyyy}-{theme2}{genre2}-{seq}", unknown) == "index:2026:theme2=22:genre2=16"


OCCASIONS = st.builds(
    Occasion,
    st.just(AGENCY),
    st.text("ABCXYZ0189", min_size=1, max_size=12),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(THEMES),
    st.none() | st.sampled_from(list(Genre)),
)


@st.composite
def patterns(draw: st.DrawFn) -> str:
    """A year, a serial and some of the other fields in any order, with anything between them."""
    others = draw(st.sets(st.sampled_from(["org9", "mm", "dd", "office", "theme2", "genre2"])))
    serial = draw(st.sampled_from(["seq", "seq3", "seq4", "seq5", "seq6"]))
    fields = draw(st.permutations([*sorted(others), draw(st.sampled_from(["yyyy", "yy"])), serial]))
    gaps = st.sampled_from(["-", "/", "〔A7〕", ".2.", ""])
    return "".join(f"{{{name}}}{draw(gaps)}" for name in fields)


@given(patterns(), OCCASIONS, OCCASIONS, st.integers(1, 999), st.integers(1, 999))
def test_two_numbers_are_alike_only_of_one_series_and_one_serial(
    pattern: str, first: Occasion, second: Occasion, one: int, other: int
) -> None:
    try:
        checked_pattern(pattern)
    except UserError:
        assume(False)
    drawn = index_number(pattern, first, one)
    read = read_index_number(pattern, drawn)
    assert read is not None
    assert next(int(value) for name, value in read.items() if name.startswith("seq")) == one
    if drawn == index_number(pattern, second, other):
        assert one == other
        same_century = first.day.year % 100 == second.day.year % 100
        assert series(pattern, first).split(":")[2:] == series(pattern, second).split(":")[2:]
        assert same_century


@given(st.sampled_from([pattern for _name, pattern in PRESETS]), OCCASIONS, st.sets(st.integers(1, 9999), min_size=2))
def test_within_a_series_every_serial_has_its_own_number(pattern: str, occasion: Occasion, serials: set[int]) -> None:
    assert len({index_number(pattern, occasion, one) for one in serials}) == len(serials)
