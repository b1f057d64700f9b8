"""报送情况 on paper and as a spreadsheet, and the reminders to those who owe (催报单)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from desktop.formats.ledger import write_ledger
from desktop.formats.xlsx import Value
from desktop.labels import batch_name, word
from desktop.printing.submissions import MatrixSheet, OwedLine, ReminderSheet, reminder_slips, submission_table
from desktop.rules.reporting import OWING, Cell, Submission
from desktop.services.desk import Desk
from desktop.services.matrix import MOST_GAPS, OfficeLine, OwedPeriod, PeriodColumn, Reminder, SubmissionMatrix

HEADERS = ("处室", "代号", "期间", "截止日期", "情况", "件数", "迟报（工作日）", "缺少的批次", "待回执", "期间按日期")


def cell_words(one: Cell) -> str:
    """How an office stands in a period, in a word or two: 6 件, 零报告, 逾期 3 日."""
    if one.standing is Submission.SENT and one.items:
        return f"{one.items} 件"
    if one.standing is Submission.LATE:
        return f"逾期 {one.days_late} 日"
    return "—" if one.standing is Submission.FREE else word(one.standing)


def cell_marks(one: Cell) -> tuple[str, ...]:
    """What else there is to say of it: 迟报 2 日, 缺第 3 批, 待回执, 期间按日期."""
    marks = []
    if one.days_late and one.standing is not Submission.LATE:
        marks.append(f"迟报 {one.days_late} 日")
    if one.gaps:
        marks.append(f"缺第 {'、'.join(map(str, one.gaps[:3]))}{' 等' if len(one.gaps) > 3 else ''} 批")
    if one.receipts_due:
        marks.append("待回执")
    if one.guessed:
        marks.append("期间按日期")
    return tuple(marks)


def due_words(column: PeriodColumn) -> str:
    """The last day of a period's batch; 暂估 when the holidays of its year are not known yet."""
    return f"{column.due.date:%Y-%m-%d}{'（暂估）' if column.due.provisional else ''}"


def totals_of(found: SubmissionMatrix) -> tuple[tuple[str, int], ...]:
    """How many cells were sent, nil, owed and late."""
    kinds = (Submission.SENT, Submission.NIL, Submission.OWED, Submission.LATE)
    return tuple((word(one), found.count(one)) for one in kinds)


def matrix_pdf(desk: Desk, found: SubmissionMatrix) -> bytes:
    """The table as a PDF, landscape."""
    return submission_table(
        MatrixSheet(
            unit=desk.agency.name,
            rhythm=word(found.settings.rhythm),
            made_on=desk.today(),
            periods=tuple((one.period.label, f"截止 {due_words(one)[5:]}") for one in found.columns),
            rows=tuple((_office_words(line), tuple(_on_paper(one) for one in line.cells)) for line in found.lines),
            totals=totals_of(found),
            maker=desk.person.name,
        )
    )


def export_matrix(desk: Desk, found: SubmissionMatrix, target: Path) -> int:
    """The table as a spreadsheet, a row for each office and period; returns how many rows there are."""
    count = write_ledger(target, HEADERS, _rows(found), "报送情况")
    with desk.verb("export_matrix", "agency", {"rows": count}):
        return count


def reminders_pdf(desk: Desk, found: Sequence[Reminder]) -> bytes:
    """The reminders in one PDF, each on its own page."""
    return reminder_slips(
        [
            ReminderSheet(one.office_name, desk.agency.name, desk.today(), desk.person.name, _owed_lines(one))
            for one in found
        ]
    )


def _office_words(line: OfficeLine) -> str:
    return line.name if line.active else f"{line.name}（已停用）"


def _on_paper(one: Cell) -> str:
    return "\n".join((cell_words(one), *cell_marks(one)))


def _rows(found: SubmissionMatrix) -> Iterator[tuple[Value, ...]]:
    for line in found.lines:
        for column, one in zip(found.columns, line.cells, strict=True):
            yield (
                line.name,
                line.code,
                column.period.label,
                column.due.date,
                word(one.standing),
                one.items if one.batches else None,
                one.days_late or None,
                "、".join(map(str, one.gaps)),
                one.receipts_due or None,
                "是" if one.guessed else "",
            )


def _owed_lines(one: Reminder) -> tuple[OwedLine, ...]:
    periods = [OwedLine(each.column.period.label, due_words(each.column), _owed_words(each)) for each in one.owed]
    gaps = [OwedLine(f"{batch_name(gap.epoch, gap.seq)}，{gap.near}", "", "没有收到") for gap in one.gaps[:MOST_GAPS]]
    if len(one.gaps) > MOST_GAPS:
        gaps.append(OwedLine(f"另有 {len(one.gaps) - MOST_GAPS} 批", "", "没有收到"))
    return (*periods, *gaps)


def _owed_words(each: OwedPeriod) -> str:
    if each.standing in OWING and each.days_late:
        return f"逾期 {each.days_late} 个工作日"
    return word(each.standing)
