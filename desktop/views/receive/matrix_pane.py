"""报送情况: offices by periods, on paper, as a sheet, and the reminders to those who owe."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.labels import word
from desktop.rules.reporting import OWING, Cell, Period, Submission, period_of
from desktop.services import matrix, papers
from desktop.services.matrix import OfficeLine, PeriodColumn, SubmissionMatrix
from desktop.views.components.buttons import Button, IconButton
from desktop.views.components.card import Card
from desktop.views.components.choice_fields import ChoiceField
from desktop.views.components.empty import EmptyState
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.matrix import Matrix, MatrixCell
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import Note, Text, show_if
from desktop.views.components.tiles import Totals
from desktop.views.look import tokens
from desktop.views.look.theme import theme
from desktop.views.transfers import save_paper
from desktop.views.workbench import Workbench

_TONES = {
    Submission.SENT: "ok",
    Submission.NIL: "mute",
    Submission.OWED: "warn",
    Submission.LATE: "bad",
}
ALL = ""
XLSX_PATTERN = "Excel 表格 (*.xlsx)"


class MatrixPane(QWidget):
    """`batches_wanted(words, ids)` follows a cell: the batches of an office and period."""

    batches_wanted = Signal(str, object)

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.bench = bench
        self.found: SubmissionMatrix | None = None
        self._last: Period | None = None
        self.error = ErrorPanel()
        self.facts = Text("", "small", "text2", wrap=True)
        self.totals = Totals()
        self.table = Matrix()
        self.told = Note("", "info", "text2", wrap=True)
        self.earlier = IconButton("chevron-left", "更早的期间")
        self.later = IconButton("chevron-right", "更晚的期间")
        self.office = ChoiceField[str]("", [(ALL, "全部欠报的处室")], ALL, message=False)
        self.office.control.setAccessibleName("催报哪个处室")
        self.remind = Button("催报单", icon="bell")
        self.export = Button("导出表格", icon="download")
        self.paper = Button("打印报送情况", "primary", icon="printer")
        self.empty = EmptyState(
            "还没有登记公钥的处室",
            "在系统管理里登记处室和公钥指纹，之后按期列出报送情况。",
            icon="table-2",
            tone="accent",
        )
        self._card = Card("各处室报送情况", padding=20, spacing=12)
        self._lay_out()
        for button, verb in (
            (self.earlier, self._earlier),
            (self.later, self._later),
            (self.remind, self._remind),
            (self.export, self._export),
            (self.paper, self._print),
        ):
            button.clicked.connect(verb)
        self.table.pressed.connect(self._pressed)

    def _lay_out(self) -> None:
        self._card.head.add_right(self.earlier)
        self._card.head.add_right(self.later)
        for part in (self.facts, self.table):
            self._card.add(part)
        line = QHBoxLayout()
        line.addWidget(self.totals)
        line.addStretch(1)
        self._card.body.addLayout(line)
        self._card.add(self.told)
        column = ScrollColumn(top=14)
        for widget in (self.error, self.empty, self._card):
            column.add(widget)
        verbs = QHBoxLayout()
        verbs.setContentsMargins(tokens.PAGE_MARGIN, 10, tokens.PAGE_MARGIN, 14)
        verbs.setSpacing(8)
        self.office.setFixedWidth(theme().px(230))
        verbs.addStretch(1)
        verbs.addWidget(self.office)
        for button in (self.remind, self.export, self.paper):
            verbs.addWidget(button)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(column, 1)
        page.addLayout(verbs)

    def reload(self) -> None:
        """Read the table anew, up to the period that is shown."""
        self.bench.read(self, partial(matrix.matrix, self.bench.desk, self._last), self._show)

    def _show(self, found: SubmissionMatrix) -> None:
        self.found = found
        self.error.clear()
        grace = found.settings.grace_days
        due = "当天" if not grace else f"后 {grace} 个工作日内"
        self.facts.set_words(f"报送周期：{word(found.settings.rhythm)}，期满{due}送到不算迟报。点一格看那一期的批次。")
        counts = zip(papers.totals_of(found), _TONES.values(), strict=True)
        self.totals.set_totals([(words, count, tone) for (words, count), tone in counts])
        self.table.set_table(
            [_head(one) for one in found.columns],
            [(_office(line), [_shown(one) for one in line.cells]) for line in found.lines],
        )
        listed = bool(found.lines)
        show_if(self.empty, not listed)
        show_if(self._card, listed)
        self.told.set_note("、".join(_odd(found)) or "没有迟报、缺批和待写的回执", "info")
        self._judge(found)

    def _judge(self, found: SubmissionMatrix) -> None:
        present = period_of(found.settings.rhythm, found.today)
        if found.columns[-1].period.last_day >= present.last_day:
            self.later.block("已经是本期")
        else:
            self.later.unblock()
        owing = [line for line in found.lines if _owes(line)]
        chosen = self.office.value()
        self.office.set_options([(ALL, "全部欠报的处室"), *((line.id, line.name) for line in found.lines)])
        self.office.set_value(chosen if chosen in [line.id for line in found.lines] else ALL)
        for button in (self.remind, self.export, self.paper):
            if found.lines:
                button.unblock()
            else:
                button.block("还没有登记公钥的处室")
        self.remind.setToolTip(f"本页有 {len(owing)} 个处室欠报" if owing else "")

    def _earlier(self) -> None:
        if self.found is not None:
            self._last = self.found.columns[0].period
            self.reload()

    def _later(self) -> None:
        if self.found is not None:
            found = self.found
            last = found.columns[-1].period
            for _step in range(len(found.columns) - 1):
                last = last.next()
            present = period_of(found.settings.rhythm, found.today)
            self._last = None if last.last_day >= present.last_day else last
            self.reload()

    def _pressed(self, row: int, column: int) -> None:
        if self.found is None:
            return
        line, period = self.found.lines[row], self.found.columns[column].period
        one = line.cells[column]
        if one.batches:
            self.batches_wanted.emit(f"{line.name} {period.label}", one.batches)
        else:
            self.told.set_note(_nothing_words(line, self.found.columns[column], one), "info")

    def _print(self) -> None:
        found, desk = self.found, self.bench.desk
        if found is not None:
            name = f"报送情况_{found.columns[-1].period.label}.pdf"
            save_paper(self.bench, self, name, lambda: papers.matrix_pdf(desk, found))

    def _export(self) -> None:
        found, desk = self.found, self.bench.desk
        if found is None:
            return
        target = self.bench.ask_target(
            self, "导出报送情况", f"报送情况_{found.columns[-1].period.label}.xlsx", XLSX_PATTERN
        )
        if target is not None:
            self.bench.run(
                self,
                lambda _progress, _cancelled: papers.export_matrix(desk, found, target),
                lambda rows: self.bench.tell("报送情况已导出", f"{rows} 行，{target.name}"),
                on_error=self.error.show_error,
            )

    def _remind(self) -> None:
        """What is owed is asked first, so that nobody is asked for a place for nothing."""
        desk, office = self.bench.desk, self.office.value() or ""
        self.bench.run(
            self,
            lambda _progress, _cancelled: matrix.reminders(desk, office),
            self._write_reminders,
            on_error=self._refused,
        )

    def _write_reminders(self, found: tuple[matrix.Reminder, ...]) -> None:
        whom = found[0].office_name if len(found) == 1 else f"{len(found)}个处室"
        desk = self.bench.desk
        save_paper(self.bench, self, f"催报单_{whom}_{desk.today()}.pdf", lambda: papers.reminders_pdf(desk, found))

    def _refused(self, problem: UserError) -> None:
        self.error.show_error(problem)


def _head(column: PeriodColumn) -> str:
    year = f"{column.period.first_day.year}年"
    return column.period.label.removeprefix(year) if column.period.first_day.month > 1 else column.period.label


def _office(line: OfficeLine) -> str:
    return line.name if line.active else f"{line.name}（已停用）"


def _shown(one: Cell) -> MatrixCell:
    """Words and tone; a mark of what is odd beside them."""
    marks = papers.cell_marks(one)
    words = papers.cell_words(one)
    tone = "warn" if marks and one.standing in (Submission.SENT, Submission.NIL) else _TONES.get(one.standing, "")
    return MatrixCell(f"{words} · {marks[0]}" if marks else words, tone)


def _odd(found: SubmissionMatrix) -> Sequence[str]:
    cells = [one for line in found.lines for one in line.cells]
    counts = (
        ("迟报", sum(one.days_late > 0 and one.standing not in OWING for one in cells)),
        ("缺批", sum(bool(one.gaps) for one in cells)),
        ("待写回执", sum(one.receipts_due for one in cells)),
        ("期间认不出、按组批日期归入", sum(one.guessed for one in cells)),
    )
    return [f"{words} {count}" for words, count in counts if count]


def _owes(line: OfficeLine) -> bool:
    return any(one.standing in OWING for one in line.cells)


def _nothing_words(line: OfficeLine, column: PeriodColumn, one: Cell) -> str:
    where = f"{line.name} {column.period.label}"
    if one.standing is Submission.FREE:
        return f"{where}：那时还没有登记公钥，不需报送" if line.active else f"{where}：处室已停用，不需报送"
    if one.standing is Submission.LATE:
        return f"{where}：没有收到，截止日期 {papers.due_words(column)}，逾期 {one.days_late} 个工作日"
    return f"{where}：还没有收到，截止日期 {papers.due_words(column)}"
