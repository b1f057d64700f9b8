"""报送情况 on real stores: sent, nil, owed, late, gaps, receipts, periods that cannot be read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from desktop.errors import UserError
from desktop.models import ReceivedBatch
from desktop.rules.periods import HalfMonth, Rhythm
from desktop.rules.reporting import Submission
from desktop.rules.states import ReceivedOutcome
from desktop.services import batches, enrolment, imports, inspection, matrix, matters, papers, receipts, undoing
from desktop.services.matrix import OfficeLine
from desktop.services.papers.submissions import HEADERS
from desktop.services.reporting import Reporting, reporting, set_reporting
from tests.printing.reading import page_texts
from tests.services.ends import DOCUMENT, PASSWORD, Ends, register, review_at_office


def _send(ends: Ends, period: str, *uuids: str) -> Path:
    with ends.at("lin") as desk:
        return batches.write(desk, batches.assemble(desk, uuids, period), ends.stick).path


def _take(ends: Ends, package: Path) -> int:
    with ends.at("wang") as desk:
        return imports.import_batch(desk, inspection.inspect(desk, package), {}).id


def _line(ends: Ends, count: int = 3) -> OfficeLine:
    with ends.at("wang") as desk:
        (line,) = matrix.matrix(desk, count=count).lines
    return line


def test_sent_nil_owed_and_late(ends: Ends, tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(DOCUMENT, encoding="utf-8")
    with ends.at("lin") as desk:
        uuid = register(desk, path)
    review_at_office(ends, uuid)
    assert [one.standing for one in _line(ends).cells] == [Submission.FREE, Submission.FREE, Submission.NOT_DUE]
    sent = _take(ends, _send(ends, "2026年11月下", uuid))
    now = _line(ends).cells[-1]
    assert (now.standing, now.items, now.batches, now.receipts_due) == (Submission.SENT, 1, (sent,), 1)
    with ends.at("wang") as desk:
        receipts.issue_receipt(desk, sent, ends.stick)
    assert _line(ends).cells[-1].receipts_due == 0
    ends.clock.moment = datetime(2026, 12, 18, 1, 0, tzinfo=UTC)
    assert [one.standing for one in _line(ends).cells] == [Submission.SENT, Submission.OWED, Submission.NOT_DUE]
    ends.clock.moment = datetime(2026, 12, 24, 1, 0, tzinfo=UTC)
    owed = _line(ends).cells[1]
    assert (owed.standing, owed.days_late) == (Submission.LATE, 2)
    _take(ends, _send(ends, "2026年12月上"))
    nil = _line(ends).cells[1]
    assert (nil.standing, nil.days_late, nil.items) == (Submission.NIL, 2, 0)


def test_a_gap_is_told_until_the_batch_comes_and_is_a_reason_to_remind(ends: Ends) -> None:
    first, second = _send(ends, "2026年11月下"), _send(ends, "2026年11月下（补）")
    _take(ends, second)
    cell = _line(ends).cells[-1]
    assert (cell.gaps, cell.guessed) == ((1,), True)
    with ends.at("wang") as desk:
        (reminder,) = matrix.reminders(desk)
        assert (reminder.owed, [one.seq for one in reminder.gaps]) == ((), [1])
        text = page_texts(papers.reminders_pdf(desk, [reminder]))[0]
        assert "第1批，在2026年第002批之前" in "".join(text.split())
    _take(ends, first)
    assert _line(ends).cells[-1].gaps == ()
    with ends.at("wang") as desk, pytest.raises(UserError) as nothing:
        matrix.reminders(desk)
    assert nothing.value.code == "E-NOTHING-OWED"


def test_a_gap_before_a_refused_batch_is_told_with_the_numbers_that_the_office_knows(ends: Ends) -> None:
    sent = [_send(ends, "2026年11月下"), *(_send(ends, f"2026年11月下（补{n}）") for n in range(3))]
    _take(ends, sent[0])
    refused, last = _take(ends, sent[2]), _take(ends, sent[3])
    with ends.at("wang") as desk:
        with desk.store.transaction() as session:  # as if its content had not passed
            session.get_one(ReceivedBatch, refused).outcome = ReceivedOutcome.REJECTED.value
        (line,) = matrix.matrix(desk).lines
        (reminder,) = matrix.reminders(desk)
        (matter,) = matters.matters(desk)
    assert line.cells[-1].gaps == (2,)
    assert [one.near for one in reminder.gaps] == ["在2026年第001批之后、2026年第003批之前"]
    assert reminder.gaps[0].near in matter.fact
    with ends.at("wang") as desk:
        with desk.store.transaction() as session:
            session.get_one(ReceivedBatch, last).outcome = ReceivedOutcome.REJECTED.value
        assert matrix.matrix(desk).lines[0].cells[-1].gaps == (2,)  # nothing came in after it: told beside the last one


def test_an_import_that_was_undone_makes_no_office_late(ends: Ends) -> None:
    package = _send(ends, "2026年11月下")
    taken = _take(ends, package)
    ends.clock.moment = datetime(2026, 12, 24, 1, 0, tzinfo=UTC)
    with ends.at("wang") as desk:
        undoing.undo_import(desk, taken, "插错了 U 盘")
    _take(ends, package)
    assert _line(ends).cells[0].days_late == 0


def test_an_unreadable_period_falls_to_the_day_the_batch_was_made(ends: Ends) -> None:
    package = _send(ends, "年底前补报")
    ends.clock.moment = datetime(2026, 12, 20, 1, 0, tzinfo=UTC)
    _take(ends, package)
    made, _, came = _line(ends).cells
    assert (made.standing, made.guessed, made.days_late > 0) == (Submission.NIL, True, True)
    assert came.standing is Submission.NOT_DUE


def test_a_refused_batch_is_not_a_report(ends: Ends) -> None:
    package = _send(ends, "2026年11月下")
    package.write_bytes(package.read_bytes()[:-100])
    with ends.at("wang") as desk, pytest.raises(UserError):
        inspection.inspect(desk, package)
    assert _line(ends).cells[-1].standing is Submission.NOT_DUE


def test_offices_without_a_key_or_no_longer_active_owe_nothing(ends: Ends) -> None:
    ends.clock.moment = datetime(2027, 3, 1, 1, 0, tzinfo=UTC)
    with ends.at("wang") as desk:
        enrolment.add_office(desk, "GZC", "公证处")
        assert [one.code for one in matrix.matrix(desk).lines] == ["LSGZ"]
        assert len(matrix.reminders(desk)[0].owed) == 7
        office = next(one for one in enrolment.offices(desk) if one.code == "LSGZ")
        enrolment.set_office_active(desk, office.id, False, "并入公证处")
        assert {one.standing for one in matrix.matrix(desk).lines[0].cells} == {Submission.FREE}
        with pytest.raises(UserError):
            matrix.reminders(desk)


def test_another_rhythm_counts_what_was_sent_before(ends: Ends) -> None:
    _take(ends, _send(ends, "2026年11月下"))
    with ends.at("he") as desk:
        set_reporting(desk, Reporting(Rhythm.QUARTER, 3))
        assert reporting(desk) == Reporting(Rhythm.QUARTER, 3)
        for wrong in (-1, 61):
            with pytest.raises(UserError) as told:
                set_reporting(desk, Reporting(Rhythm.MONTH, wrong))
            assert told.value.code == "E-FIELD"
    with ends.at("wang") as desk:
        found = matrix.matrix(desk, count=2)
        assert [one.period.label for one in found.columns] == ["2026年第3季度", "2026年第4季度"]
        assert found.lines[0].cells[-1].standing is Submission.NIL
    for login in ("su", "sun"):
        with ends.at(login) as desk, pytest.raises(UserError) as told:
            set_reporting(desk, Reporting(Rhythm.MONTH, 5))
        assert told.value.code == "E-PERMISSION"


def test_the_office_end_has_no_matrix(ends: Ends) -> None:
    with ends.at("lin") as desk, pytest.raises(UserError) as told:
        matrix.matrix(desk)
    assert told.value.code == "E-END"


def test_on_paper_and_as_a_sheet(ends: Ends, tmp_path: Path) -> None:
    _take(ends, _send(ends, "2026年11月下"))
    ends.clock.moment = datetime(2026, 12, 30, 1, 0, tzinfo=UTC)
    with ends.at("wang") as desk:
        office = enrolment.add_office(desk, "GZC", "公证处")
        enrolment.propose_key(desk, office, "A1" * 16)
        enrolment.confirm_key(desk, office, "A1" * 16, "wei", PASSWORD)
        found = matrix.matrix(desk, HalfMonth(2026, 12, True), 3)
        text = page_texts(papers.matrix_pdf(desk, found))[0]
        for words in ("政府信息报送情况表", "律师工作处", "公证处", "零报告", "逾期", "2026年12月上", "第1页共1页"):
            assert words in text
        target = tmp_path / "报送情况.xlsx"
        assert papers.export_matrix(desk, found, target) == 6
        slips = page_texts(papers.reminders_pdf(desk, matrix.reminders(desk)))
    rows = list(openpyxl.load_workbook(target)["报送情况"].iter_rows(values_only=True))
    assert rows[0] == HEADERS
    assert [row[4] for row in rows[1:]] == ["不需报送", "不需报送", "未到期", "零报告", "逾期", "未到期"]
    assert rows[4][2] == "2026年11月下"
    assert str(rows[4][3]).startswith("2026-12-07")
    assert len(slips) == 1
    assert "律师工作处" in slips[0]
