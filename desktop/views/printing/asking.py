"""What is asked before a summary or a spot check is made: month, office, number of items, seed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from desktop.rules.periods import Month
from desktop.rules.roles import End
from desktop.services import papers
from desktop.services.desk import Desk
from desktop.services.papers.spot_check import LONGEST_SEED, MOST_ITEMS
from desktop.views.components.buttons import Button
from desktop.views.components.choice_fields import ChoiceField
from desktop.views.components.dialogs import Dialog
from desktop.views.components.fields import TextField
from desktop.views.jobs import CancelCheck, Progress
from desktop.views.printing.preview import Paper, PrintPreview
from desktop.views.workbench import Workbench

MONTHS = 12
ALL = ""

Offices = Sequence[tuple[str, str]]
"""Offices to choose from: key and name."""


class MonthDialog(Dialog):
    """Which month is summed up, and at the centre of which office."""

    def __init__(self, parent: QWidget, desk: Desk, offices: Offices) -> None:
        super().__init__(
            parent,
            "保密审查月汇总表",
            "按保密审查员签字的日期汇总；没有审查事项的月份生成零报告。",
            commit="预览",
            icon="calendar-days",
        )
        months = [Month.of(desk.today())]
        while len(months) < MONTHS:
            months.append(months[-1].previous())
        self.month: ChoiceField[Month] = ChoiceField("月份", [(one, one.label) for one in months], months[0])
        self.office = _office_field(offices)
        self.add(self.month)
        if offices:
            self.add(self.office)


class SpotCheckDialog(Dialog):
    """How many items are drawn, and by which seed."""

    def __init__(self, parent: QWidget, offices: Offices) -> None:
        super().__init__(
            parent,
            "抽查已审查的信息",
            "随机抽取，把每件的审查表、版本、签字、文件和回执装订成一个 PDF。件数和种子记入审计记录。",
            commit="抽取并预览",
            icon="list-checks",
        )
        self.count = TextField("抽查件数", "5", required=True, info=f"1 到 {MOST_ITEMS} 件", latin=True)
        self.seed = TextField("种子", "", info="留空时由程序随机产生；填写以前的种子可以复算", latin=True)
        self.office = _office_field(offices)
        self.add(self.count)
        self.add(self.seed)
        if offices:
            self.add(self.office)

    def number(self) -> int:
        """The number of items; 0 when something else was typed."""
        words = self.count.value().strip()
        return int(words) if words.isascii() and words.isdigit() else 0

    def check(self) -> bool:
        """A number that can be drawn, and a seed that fits on the paper."""
        countable = 1 <= self.number() <= MOST_ITEMS
        short = len(self.seed.value().strip()) <= LONGEST_SEED
        if not countable:
            self.count.set_message(f"填写 1 到 {MOST_ITEMS} 的整数", "error")
        if not short:
            self.seed.set_message(f"种子不超过 {LONGEST_SEED} 个字符", "error")
        return countable and short


class SummaryButton(Button):
    """The verb 汇总与抽查 with its menu, for the header of the ledger."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__("汇总与抽查", icon="table-2")
        self._bench = bench
        self.clicked.connect(self._open_menu)

    def summarise(self) -> None:
        """Ask for the month and preview its summary."""
        desk = self._bench.desk
        dialog = MonthDialog(self.window(), desk, offices_of(desk))
        month = dialog.month.value() if dialog.exec() else None
        if month is None:
            return
        office = dialog.office.value() or ALL
        paper = Paper(
            "保密审查月汇总表",
            f"保密审查月汇总表 {month.year}-{month.number:02d}.pdf",
            lambda _progress, _cancelled: papers.monthly_summary_pdf(desk, month, office),
        )
        PrintPreview(self.window(), self._bench, paper, month.label).exec()

    def spot_check(self) -> None:
        """Ask how many, draw them, preview the bundle."""
        desk = self._bench.desk
        dialog = SpotCheckDialog(self.window(), offices_of(desk))
        if not dialog.exec():
            return
        number, seed, office = dialog.number(), dialog.seed.value(), dialog.office.value() or ALL

        def make(progress: Progress, cancelled: CancelCheck) -> bytes:
            return papers.spot_check(desk, number, seed, office, progress, cancelled).pdf

        name = f"保密审查抽查卷 {desk.today().isoformat()}.pdf"
        PrintPreview(self.window(), self._bench, Paper("保密审查抽查卷", name, make)).exec()

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("保密审查月汇总表").triggered.connect(self.summarise)
        menu.addAction("抽查已审查的信息").triggered.connect(self.spot_check)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))


def offices_of(desk: Desk) -> Offices:
    """The offices to choose from: none at an office, which has only itself."""
    return papers.office_choices(desk) if desk.agency.end is End.CENTRE else ()


def _office_field(offices: Offices) -> ChoiceField[str]:
    return ChoiceField("处室", [(ALL, "全部处室"), *offices], ALL)
