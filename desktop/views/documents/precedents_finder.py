"""Looks for precedents in the background and shows them when they are asked for."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.services.precedents import Precedents, precedents
from desktop.views.documents.precedents_dialog import PrecedentsDialog
from desktop.views.workbench import Workbench

REST_MS = 300
"""How long an item stays on the screen before its precedents are looked for: leafing through a queue asks for none."""


class PrecedentsFinder(QObject):
    """`look_for(uuid, title)` asks; `found(Precedents)` answers; `show_found()` opens the dialog, and the item chosen there."""

    found = Signal(object)

    def __init__(self, owner: QWidget, bench: Workbench) -> None:
        super().__init__(owner)
        self._owner, self._bench = owner, bench
        self._uuid = self._title = ""
        self.now = Precedents()
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._look)

    def look_for(self, uuid: str, title: str) -> None:
        """Look for the precedents of an item once it has stayed a moment; those of another item go at once."""
        if uuid != self._uuid:
            self._came(uuid, Precedents())
        self._title = title
        self._rest.start()

    def _look(self) -> None:
        desk, uuid = self._bench.desk, self._uuid
        self._bench.read(self._owner, lambda: precedents(desk, uuid), lambda came: self._asked_came(uuid, came))

    def show_found(self) -> None:
        """Show what was found; an item that is opened there opens in the ledger."""
        dialog = PrecedentsDialog(self._owner, self._title, self.now)
        if dialog.exec() and dialog.chosen:
            self._bench.open("ledger", dialog.chosen)

    def _asked_came(self, uuid: str, came: Precedents) -> None:
        if uuid == self._uuid:
            self._came(uuid, came)

    def _came(self, uuid: str, came: Precedents) -> None:
        self._uuid, self.now = uuid, came
        self.found.emit(came)
