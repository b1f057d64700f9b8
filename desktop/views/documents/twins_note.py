"""Tells that an item seems to be registered already, with the way to the other one."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.labels import word
from desktop.services.twins import Twin, twins
from desktop.views.components.buttons import Link
from desktop.views.components.card import Card
from desktop.views.components.text import Note, Text, show_if
from desktop.views.workbench import Workbench


class TwinsNote(QWidget):
    """`look_for(uuid)` looks in the background; hidden while there is none. A link opens the other one in the ledger."""

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._uuid = ""
        self.found: tuple[Twin, ...] = ()
        self.links: list[Link] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._card: Card | None = None
        self.hide()

    def look_for(self, uuid: str) -> None:
        """Look for what an item seems to repeat; what was told of another item goes at once."""
        if uuid != self._uuid:
            self._uuid = uuid
            self._show(())
        desk = self._bench.desk
        self._bench.read(self, lambda: twins(desk, uuid), lambda found: self._came(uuid, found))

    def _came(self, uuid: str, found: tuple[Twin, ...]) -> None:
        if uuid == self._uuid and found != self.found:
            self._show(found)

    def _show(self, found: tuple[Twin, ...]) -> None:
        self.found = found
        if self._card is not None:
            self._column.removeWidget(self._card)
            self._card.hide()
            self._card.deleteLater()
        self.links = []
        self._card = Card(padding=14, spacing=6)
        self._card.set_tone("warn")
        head = "可能已经登记过，重复的作废" if len(found) < 2 else f"可能与 {len(found)} 件重复，重复的作废"
        self._card.add(Note(head, "copy", "warntext"))
        for one in found:
            self._card.add(self._row(one))
        self._column.addWidget(self._card)
        show_if(self, bool(found))

    def _row(self, one: Twin) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(26, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(Text(one.why, "label", "text2"))
        row.addWidget(Text(f"{one.number}　{one.title}", "body", elide=True), 1)
        row.addWidget(Text(word(one.state), "caption", "text2"))
        link = Link("打开", name=f"打开 {one.number}")
        link.setProperty("uuid", one.uuid)
        link.clicked.connect(self._pressed)
        self.links.append(link)
        row.addWidget(link)
        return holder

    def _pressed(self) -> None:
        self._bench.open("ledger", str(self.sender().property("uuid")))
