"""What is recorded once an item is out: day, channel, address or carrier, and what proves it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.labels import choices
from desktop.rules.items import Channel, ItemContent
from desktop.rules.validation import published_address_problem
from desktop.services.publication import Published
from desktop.views.components.choice_fields import ChoiceField
from desktop.views.components.date_field import DateField
from desktop.views.components.fields import TextField


class PublicationForm(QWidget):
    """`published()` is the record, or None with the fields telling why; `changed()` follows the user.

    What was begun for one item is kept while another is looked at.
    """

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._uuid = ""
        self._begun: dict[str, tuple[Channel | None, str, str]] = {}
        self._signed_on: date | None = None
        self.day = DateField("公开日期", today, required=True)
        options = [(Channel(value), words) for value, words in choices(Channel)]
        self.channel: ChoiceField[Channel] = ChoiceField("公开渠道", options, Channel.WEBSITE, required=True)
        self.address = TextField(
            "网址或载体", required=True, info="网页写整个网址，纸媒写载体名称和期号", placeholder="https://", latin=True
        )
        self.evidence = TextField("佐证", info="网页截图、报样等存放在哪里", limit=200)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.day, 0, 0)
        grid.addWidget(self.channel, 0, 1)
        grid.addWidget(self.address, 1, 0, 1, 2)
        grid.addWidget(self.evidence, 2, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for field in (self.day, self.channel, self.address, self.evidence):
            field.changed.connect(self.changed)
        self.address.committed.connect(self._check_address)
        self.day.committed.connect(self._check_day)

    def start(self, uuid: str, content: ItemContent) -> None:
        """Go over to an item; the day stays, for a morning's items go out together."""
        if self.address.value() or self.evidence.value():
            self._begun[self._uuid] = (self.channel.value(), self.address.value(), self.evidence.value())
        fresh = (content.channels[0] if content.channels else Channel.WEBSITE, "", "")
        channel, address, evidence = self._begun.pop(uuid, fresh)
        self._uuid, self._signed_on = uuid, content.signed_on
        self.channel.set_value(channel)
        self.address.set_value(address)
        self.evidence.set_value(evidence)
        self.address.set_message("")
        self.day.set_message("")

    def missing(self) -> str:
        """Why the item cannot be recorded yet; empty when nothing is missing."""
        if self.day.value() is None:
            return "填写公开日期"
        if self.channel.value() is None:
            return "选择公开渠道"
        return "" if self.address.value() else "填写网址或载体"

    def done(self, uuid: str) -> None:
        """Drop what was written for an item that is recorded; another one may be shown by now."""
        self._begun.pop(uuid, None)
        if uuid == self._uuid:
            self.address.set_value("")
            self.evidence.set_value("")

    def published(self) -> Published | None:
        """The record, or None after the fields have told what is wrong."""
        day, channel = self.day.value(), self.channel.value()
        sound = [self._check_day(), self._check_address()]
        if not all(sound) or day is None or channel is None:
            return None
        return Published(day, channel, self.address.value(), self.evidence.value())

    def _check_day(self) -> bool:
        day = self.day.value()
        if day is None:
            if not self.day.unreadable():
                self.day.set_message("填写公开日期", "error")
            return False
        if day > self._today:
            self.day.set_message(f"晚于今天，请改为 {self._today:%m-%d} 或以前", "error")
            return False
        if self._signed_on and day < self._signed_on:
            self.day.set_message(f"早于成文日期，请改为 {self._signed_on:%m-%d} 或以后", "error")
            return False
        self.day.set_message("")
        return True

    def _check_address(self) -> bool:
        problem = published_address_problem(self.address.value())
        self.address.set_message(problem or "", "error")
        return problem is None
