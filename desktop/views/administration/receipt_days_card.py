"""How many working days a batch may wait for its receipt: what holds, what it means, changing it."""

from __future__ import annotations

from desktop.services import receipt_limits
from desktop.services.receipt_limits import MOST_DAYS
from desktop.views.components.buttons import Button, ReasonedButton
from desktop.views.components.card import Card
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.fields import TextField
from desktop.views.components.text import Note
from desktop.views.look.theme import theme
from desktop.views.workbench import Workbench

MEANING = (
    "报送批次从组包的第二天起，按工作日计算；调休的工作日算在内，节假日和周末不算。"
    "满期还没有读入回执的，待办、报送页和左侧导航标红，可以把同一批再写一次。"
)

ALSO = "对已经写出、还没有回执的批次同样有效"


class ReceiptDaysCard(Card):
    """The limit in a field, what it means above and below it."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__("回执期限", padding=20, spacing=10)
        self.bench = bench
        self._days = 0
        self.error = ErrorPanel()
        self.days = TextField("等回执的工作日", required=True, latin=True, limit=3, info=ALSO)
        self.days.setMaximumWidth(theme().px(320))
        self.save = Button("改用这个期限", "primary")
        for part in (self.error, Note(MEANING, "info", "text2", role="body", wrap=True), self.days):
            self.add(part)
        self.head.add_right(ReasonedButton(self.save))
        self.days.changed.connect(self._judge)
        self.save.clicked.connect(self._change)
        self.reload()

    def reload(self) -> None:
        """Read the limit again."""
        self.bench.read(self, lambda: receipt_limits.receipt_days(self.bench.desk), self._show)

    def _show(self, days: int) -> None:
        self._days = days
        self.days.set_value(str(days))
        self._judge()

    def _typed(self) -> int:
        text = self.days.value()
        return int(text) if text.isascii() and text.isdigit() else 0

    def _judge(self) -> None:
        days = self._typed()
        if not 1 <= days <= MOST_DAYS:
            self.save.block(f"填写 1 到 {MOST_DAYS}")
        elif days == self._days:
            self.save.block("与现用期限相同")
        else:
            self.save.unblock()

    def _change(self) -> None:
        days, desk = self._typed(), self.bench.desk
        self.error.clear()
        self.bench.run(
            self,
            lambda _progress, _cancelled: receipt_limits.set_receipt_days(desk, days),
            self._changed,
            on_error=self.error.show_error,
        )

    def _changed(self, days: int) -> None:
        self.bench.tell("回执期限已更改", f"{days} 个工作日")
        self.bench.announce("batch")
        self.reload()
