"""The page of batches: ready, not ready with its reason, unwritten, waiting."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.errors import UserError
from desktop.models import Batch
from desktop.rules.periods import Rhythm
from desktop.rules.states import BatchState, ItemState
from desktop.services import batch_views, batches, reviews
from desktop.services.receipt_limits import Waiting
from desktop.services.reporting import Reporting, set_reporting
from desktop.services.sending import sending
from tests.services.ends import DOCUMENT, Ends, found_ends, register, review_at_office, send


def test_the_proposed_period_follows_the_rhythm(tmp_path: Path) -> None:
    ends = found_ends(tmp_path)
    with ends.at("lin") as desk:
        assert sending(desk).period == "2026年11月下"
        set_reporting(desk, Reporting(Rhythm.QUARTER, 5))
        page = sending(desk)
        assert (page.period, page.period_end) == ("2026年第4季度", date(2026, 12, 31))
        set_reporting(desk, Reporting(Rhythm.MONTH, 5))
        assert sending(desk).period == "2026年11月"


def test_what_is_ready_and_what_is_not(tmp_path: Path) -> None:
    ends = found_ends(tmp_path)
    paths = []
    for number in range(3):
        paths.append(tmp_path / f"{number}.txt")
        paths[-1].write_text(DOCUMENT.replace("47号", f"4{number}号"), encoding="utf-8")
    with ends.at("lin") as desk:
        first, second, third = (register(desk, path) for path in paths)
    review_at_office(ends, first)
    with ends.at("lin") as desk:
        reviews.submit(desk, second, "已核对。")
        page = sending(desk)
        assert [one.uuid for one in page.ready] == [first]
        why = {one.uuid: (one.state, one.why) for one in page.not_ready}
        assert why == {
            second: (ItemState.IN_REVIEW, "等处室负责人签字"),
            third: (ItemState.DRAFT, "还没有提交审查"),
        }
        assert (page.period, page.period_end, page.days_left) == ("2026年11月下", date(2026, 11, 30), 6)
        assert page.unwritten is None
        batch = batches.assemble(desk, [first], page.period)
        page = sending(desk)
        assert page.ready == ()
        assert page.unwritten is not None
        assert page.unwritten.id == batch
        batches.write(desk, batch, ends.stick)
        page = sending(desk)
        assert page.unwritten is None
        assert page.batches[0].state is BatchState.AWAITING_RECEIPT
        assert page.waited == {batch: Waiting(0, 10)}
        assert page.late == ()


def _nil(ends: Ends, period: str) -> None:
    with ends.at("lin") as desk:
        batches.write(desk, batches.assemble(desk, [], period), ends.stick)


def _refused_nil(ends: Ends, period: str) -> UserError:
    with ends.at("lin") as desk:
        with pytest.raises(UserError) as told:
            batches.assemble(desk, [], period)
        assert batch_views.unfinished(desk) is None
    assert told.value.code == "E-NIL"
    return told.value


def test_the_ended_periods_without_a_batch_are_owed_the_newest_first_then_the_present_one(tmp_path: Path) -> None:
    ends = found_ends(tmp_path)
    with ends.at("lin") as desk:
        assert sending(desk).owed == ("2026年11月下",), "nothing is owed for what was before the office was set up"
    ends.clock.moment = datetime(2026, 12, 18, 1, 0, tzinfo=UTC)
    with ends.at("lin") as desk:
        assert sending(desk).owed == ("2026年12月上", "2026年11月下", "2026年12月下")
    _nil(ends, "2026年12月")
    with ends.at("lin") as desk:
        assert sending(desk).owed == ("2026年11月下",), "a batch for the whole month reports on both halves"
    _nil(ends, "2026年11月下")
    with ends.at("lin") as desk:
        assert sending(desk).owed == ()


def test_a_period_is_not_reported_nil_twice_nor_beside_what_was_sent_for_it(tmp_path: Path) -> None:
    ends = found_ends(tmp_path)
    path = tmp_path / "一.txt"
    path.write_text(DOCUMENT, encoding="utf-8")
    with ends.at("lin") as desk:
        uuid = register(desk, path)
    review_at_office(ends, uuid)
    _nil(ends, "2026年11月上")
    told = _refused_nil(ends, " 2026年11月上半月 ")
    assert "已经报过零报告，编为2026年第001批" in told.message
    send(ends, uuid)
    for within in ("2026年11月下", "2026年11月", "2026年第4季度"):
        assert "已经报送2026年第002批" in _refused_nil(ends, within).message
    with ends.at("lin") as desk, desk.store.transaction() as session:
        for one in session.scalars(select(Batch)):
            one.state = BatchState.REJECTED.value
    _nil(ends, "2026年11月下")


def test_no_nil_return_is_filed_for_a_period_that_lies_ahead(tmp_path: Path) -> None:
    ends = found_ends(tmp_path)
    assert _refused_nil(ends, "2026年12月上").message == "2026年12月上还没有开始，不能报零报告"
    _nil(ends, "2026年11月")


@pytest.mark.parametrize("period", ["  ", "2026年\u202e11月下", "期" * 41])
def test_a_period_that_no_page_can_show_makes_no_batch(tmp_path: Path, period: str) -> None:
    with found_ends(tmp_path).at("lin") as desk:
        with pytest.raises(UserError) as told:
            batches.assemble(desk, [], period)
        assert (told.value.code, batch_views.unfinished(desk)) == ("E-PERIOD", None)


def test_a_nil_return_waits_for_its_receipt_too(tmp_path: Path) -> None:
    ends = found_ends(tmp_path)
    send(ends)
    with ends.at("lin") as desk:
        page = sending(desk)
    assert [one.item_count for one in page.batches] == [0]
    assert list(page.waited.values()) == [Waiting(0, 10)]
