"""The register of referrals: its clock follows the calendar as it is known today."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from desktop.rules.items import Answer
from desktop.services import home, referrals
from tests.services.ends import Ends, register


def test_the_clock_of_a_referral_is_told_anew_when_the_year_is_announced(ends: Ends, document: Path) -> None:
    ends.clock.moment = datetime(2026, 12, 28, 1, 0, tzinfo=UTC)
    answers = tuple(Answer.UNSURE if n in (4, 12) else Answer.NO for n in range(16))
    with ends.at("lin") as desk:
        uuid = register(desk, document, answers=answers)
        referrals.refer(desk, uuid, 4, "省保密局", date(2026, 12, 28))
        referrals.refer(desk, uuid, 12, "省财政厅", date(2026, 12, 1))
        first, estimated = referrals.register(desk)
        assert first.question == 12
        assert first.is_late(desk.today())
        assert home.home(desk).answers_late == 1
        days_off = {date(2027, 1, 1) + timedelta(days=n) for n in range(10)}
        desk.calendar = desk.calendar.with_year(2027, days_off, ())
        _first, announced = referrals.register(desk)
        assert announced.due_on == referrals.due_on(desk, date(2026, 12, 28)) > estimated.due_on
