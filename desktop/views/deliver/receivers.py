"""A receiver's card, and the dialogs that record what was handed over and who signed for it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.services.deliveries import DeliveryView, ReceiverView
from desktop.views.components.buttons import Button
from desktop.views.components.card import Card
from desktop.views.components.chips import Chip
from desktop.views.components.date_field import DateField
from desktop.views.components.dialogs import Dialog
from desktop.views.components.fields import TextField
from desktop.views.components.rows import FactLine
from desktop.views.transfers import short_day


class ReceiverCard(Card):
    """One receiver: handed over, signed for; `hand_over_wanted(receiver)`, `receipt_wanted(receiver)`."""

    hand_over_wanted = Signal(str)
    receipt_wanted = Signal(str)

    def __init__(self, receiver: str, delivery: DeliveryView | None, today: date) -> None:
        super().__init__(receiver, spacing=2)
        self.receiver = receiver
        one = _of(receiver, delivery)
        handed, signed = (one.handed_over_on, one.received_on) if one else (None, None)
        self.chip = Chip(*_state(delivery is not None, handed, signed))
        self.head.add_right(self.chip)
        given = f"{short_day(handed, today)}，{one.handed_over_by}" if one and handed else "未到"
        taken = f"{short_day(signed, today)}，{one.received_by}" if one and signed else "未到"
        self.add(_line("交接", given, handed is not None))
        self.add(_line("回执", taken, signed is not None))
        self.verb: Button | None = None
        if delivery is not None and signed is None:
            self._add_verb("登记签收" if handed else "登记交接", handed is not None)

    def _add_verb(self, words: str, handed: bool) -> None:
        self.set_tone("accent")
        self.verb = Button(
            words, icon="mail-check" if handed else "stamp", small=True, name=f"{words}：{self.receiver}"
        )
        self.verb.clicked.connect(self._want_receipt if handed else self._want_hand_over)
        row = QHBoxLayout()
        row.addWidget(self.verb)
        row.addStretch(1)
        self.body.addSpacing(6)
        self.body.addLayout(row)

    def _want_hand_over(self) -> None:
        self.hand_over_wanted.emit(self.receiver)

    def _want_receipt(self) -> None:
        self.receipt_wanted.emit(self.receiver)


class DayDialog(Dialog):
    """Asks for a day between two days."""

    def __init__(
        self, parent: QWidget, title: str, record: str, label: str, today: date, earliest: date | None = None
    ) -> None:
        super().__init__(parent, title, record, commit=title, icon="stamp", width=440)
        self._today, self._earliest = today, earliest
        self.day = DateField(label, today, required=True)
        self.add(self.day)
        self.day.control.setFocus()

    def chosen(self) -> date:
        """The day, after `exec()`."""
        day = self.day.value()
        return day if day is not None else self._today

    def check(self) -> bool:
        """Tell what is wrong with the day."""
        day = self.day.value()
        if day is None:
            self.day.set_message("填写日期，写成 2026-11-18 这样", "error")
        elif day > self._today:
            self.day.set_message(f"晚于今天，请改为 {self._today:%m-%d} 或以前", "error")
        elif self._earliest and day < self._earliest:
            self.day.set_message(f"早于交接日期，请改为 {self._earliest:%m-%d} 或以后", "error")
        else:
            return True
        return False


class ReceiptDialog(DayDialog):
    """Asks for the day and the name of who signed."""

    def __init__(self, parent: QWidget, record: str, today: date, earliest: date | None) -> None:
        super().__init__(parent, "登记签收", record, "签收日期", today, earliest)
        self.name = TextField("接收人", required=True, info="交接文据上签收的人", limit=40)
        self.add(self.name)
        self.name.changed.connect(self._judge)
        self._judge()
        self.name.control.setFocus()

    def _judge(self) -> None:
        if self.name.value():
            self.commit.unblock()
        else:
            self.commit.block("填写接收人后可以登记")


def _of(receiver: str, delivery: DeliveryView | None) -> ReceiverView | None:
    return next((one for one in delivery.receivers if one.receiver == receiver), None) if delivery else None


def _state(written: bool, handed: date | None, signed: date | None) -> tuple[str, str, str | None]:
    if signed:
        return "已回执", "", None
    if handed:
        return "已交接", "", None
    return ("待交接", "warn", "hourglass") if written else ("未到", "mute", "")


def _line(name: str, words: str, done: bool) -> FactLine:
    return FactLine(name, words, icon="check" if done else "circle", tone="ok" if done else "mute", name_width=44)
