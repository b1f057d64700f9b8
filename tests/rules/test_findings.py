"""When a finding counts as resolved, and what is still open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desktop.errors import UserError
from desktop.rules.findings import (
    BEFORE_TAKING_IN,
    REASON_LIMIT,
    Raised,
    Resolution,
    Settled,
    Severity,
    fault_of,
    kept_with,
    open_words,
    unresolved,
    with_resolution,
    without_resolution,
)
from desktop.rules.items import ItemContent
from desktop.rules.plain import from_plain, to_plain

PHONE = Raised("a" * 64, "personal.mobile", "正文第 3 行", 2, Severity.MUST)
DRAFT = Raised("a" * 64, "word.送审稿", "正文第 1 行", 1, Severity.CHECK)
MARK = Raised("a" * 64, "classification.mark", "正文第 1 行", 1, Severity.BLOCK)
MADE = Resolution(
    PHONE.sm3, PHONE.rule, PHONE.place, 2, Settled.FALSE_ALARM, "对外公布的办公电话", "林倩", date(2026, 11, 20)
)


def test_a_resolution_settles_its_own_finding_only() -> None:
    assert unresolved([PHONE], [MADE]) == ()
    for other in (
        replace(PHONE, sm3="b" * 64),
        replace(PHONE, rule="personal.bank-card"),
        replace(PHONE, place="正文第 4 行"),
        replace(PHONE, count=3),
    ):
        assert unresolved([other], [MADE]) == (other,)


def test_what_is_kept_needs_a_reason_and_a_name() -> None:
    for verdict in (Settled.FALSE_ALARM, Settled.CONSENT, Settled.OTHER):
        assert fault_of(replace(MADE, verdict=verdict, reason=" 　"))
    assert not fault_of(replace(MADE, verdict=Settled.MASKED, reason=""))
    assert fault_of(replace(MADE, by=""))
    assert fault_of(replace(MADE, reason="长" * (REASON_LIMIT + 1)))
    assert unresolved([PHONE], [replace(MADE, reason="")]) == (PHONE,)


def test_hints_are_resolved_before_review_but_the_centre_insists_on_the_grave_ones() -> None:
    assert unresolved([PHONE, DRAFT, MARK], [MADE]) == (DRAFT,)
    assert unresolved([PHONE, DRAFT, MARK], [], BEFORE_TAKING_IN) == (PHONE,)
    assert open_words([PHONE, DRAFT, PHONE]) == "2 项必须处理、1 项请核对"
    assert open_words([]) == ""


def test_a_second_decision_takes_the_place_of_the_first() -> None:
    again = replace(MADE, verdict=Settled.CONSENT, count=5)
    assert with_resolution((MADE,), again) == (again,)
    assert without_resolution((again,), MADE.sm3, MADE.rule, MADE.place) == ()
    assert kept_with((MADE,), {"b" * 64}) == ()


def test_content_of_an_older_program_is_read_and_a_broken_resolution_is_not() -> None:
    old = to_plain(ItemContent(title="公告"))
    del old["resolutions"]
    assert from_plain(ItemContent, old).resolutions == ()
    new = to_plain(ItemContent(title="公告", resolutions=(MADE,)))
    assert from_plain(ItemContent, new).resolutions == (MADE,)
    for name, value in (("verdict", "allowed"), ("count", True), ("count", "2"), ("on", "2026-11-2"), ("extra", 1)):
        bad = {**new, "resolutions": [{**new["resolutions"][0], name: value}]}
        with pytest.raises(UserError):
            from_plain(ItemContent, bad)
