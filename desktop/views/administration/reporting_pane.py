"""How often the offices hand in, how long a batch is still in time, and at an office how long it may wait for its receipt."""

from __future__ import annotations

from desktop.labels import word
from desktop.rules.periods import Rhythm
from desktop.rules.reporting import due_day, period_of
from desktop.rules.roles import End
from desktop.services import reporting
from desktop.services.reporting import MOST_GRACE_DAYS, Reporting
from desktop.views.administration.receipt_days_card import ReceiptDaysCard
from desktop.views.components.buttons import Button, ReasonedButton
from desktop.views.components.card import Card
from desktop.views.components.checks import OptionGroup, OptionRow
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.facts import Facts
from desktop.views.components.fields import TextField
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import Note
from desktop.views.look.theme import theme
from desktop.views.workbench import Workbench

_FACTS = {
    Rhythm.HALF_MONTH: "每月 15 日和月末各一期",
    Rhythm.MONTH: "每月一期",
    Rhythm.QUARTER: "每季度一期",
}
_WHERE = {
    End.OFFICE: "报送时按这个周期写期间，与办公室的规定一致。",
    End.CENTRE: "按这个周期统计各处室的报送情况；各处室端也要改成同样的周期。以前的批次照样统计。",
}


class ReportingPane(ScrollColumn):
    """The rhythm and the days of grace; at an office also the limit for receipts."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.column.setContentsMargins(0, 14, 0, 0)
        self.bench = bench
        self._now: Reporting | None = None
        self.error = ErrorPanel()
        self._facts = Facts([])
        self.rhythm = OptionGroup(
            [OptionRow(one.value, word(one), _FACTS[one]) for one in Rhythm], Rhythm.HALF_MONTH.value, name="报送周期"
        )
        self.grace = TextField("宽限的工作日", required=True, latin=True, limit=2)
        self.grace.setMaximumWidth(theme().px(320))
        self.save = Button("改用这个周期", "primary")
        card = Card("报送周期", padding=20, spacing=12)
        for part in (
            Note(_WHERE[bench.desk.agency.end], "info", "text2", role="body", wrap=True),
            self._facts,
            self.rhythm,
            self.grace,
        ):
            card.add(part)
        card.head.add_right(ReasonedButton(self.save))
        for each in (self.error, card):
            self.add(each)
        self.receipt_days: ReceiptDaysCard | None = None
        if bench.desk.agency.end is End.OFFICE:
            self.receipt_days = ReceiptDaysCard(bench)
            self.add(self.receipt_days)
        self.rhythm.chosen.connect(self._judge)
        self.grace.changed.connect(self._judge)
        self.save.clicked.connect(self._save)
        self.reload()

    def reload(self) -> None:
        """Read the settings again."""
        self.bench.read(self, lambda: reporting.reporting(self.bench.desk), self._show)

    def _show(self, now: Reporting) -> None:
        self._now = now
        self.rhythm.set_value(now.rhythm.value)
        self.grace.set_value(str(now.grace_days))
        desk = self.bench.desk
        period = period_of(now.rhythm, desk.today())
        due = due_day(desk.calendar, period, now.grace_days).date
        self._facts.set_facts(
            [
                ("现在", f"{word(now.rhythm)}，宽限 {now.grace_days} 个工作日"),
                ("本期", f"{period.label}，{due:%Y-%m-%d} 及以前送到不算迟报"),
            ]
        )
        self._judge()

    def _typed(self) -> Reporting | None:
        words = self.grace.value()
        if not (words.isascii() and words.isdigit() and int(words) <= MOST_GRACE_DAYS):
            return None
        return Reporting(Rhythm(self.rhythm.value()), int(words))

    def _judge(self) -> None:
        typed = self._typed()
        if typed is None:
            self.grace.set_message(f"填 0 到 {MOST_GRACE_DAYS}", "error")
            self.save.block(f"宽限的工作日填 0 到 {MOST_GRACE_DAYS}")
            return
        self.grace.set_message("期满后几个工作日内送到不算迟报", "info")
        if typed == self._now:
            self.save.block("与现在的设置相同")
        else:
            self.save.unblock()

    def _save(self) -> None:
        typed, desk = self._typed(), self.bench.desk
        if typed is None:
            return
        self.error.clear()
        self.bench.run(
            self,
            lambda _progress, _cancelled: reporting.set_reporting(desk, typed),
            lambda _nothing: self._saved(),
            on_error=self.error.show_error,
        )

    def _saved(self) -> None:
        self.bench.tell("报送周期已更改", "以后的期间按新的周期统计")
        self.bench.announce("batch")
        self.reload()
