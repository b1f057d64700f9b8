"""The rows of a list whose signatures do not verify: told in red after the list is shown, which does not wait for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.services.verdicts import Verdicts
from desktop.views.table_models import ChipCell
from desktop.views.workbench import Workbench

REST_MS = 150
"""How long a list stays before its rows are verified: whoever leafs on is not held up."""

FORGED = ChipCell("签字无效", "bad", "circle-alert")


class Forged(QObject):
    """`look_at(uuids)` what a list just showed; `found(uuids)` tells whose verdict differs from the one that was shown."""

    found = Signal(object)

    def __init__(self, bench: Workbench, owner: QWidget) -> None:
        super().__init__(owner)
        self._bench, self._owner = bench, owner
        self._verdicts = Verdicts(bench.desk)
        self._invalid: set[str] = set()
        self._wanted: dict[str, None] = {}
        self._seen: set[str] = set()
        self._busy = False
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._look)

    def __contains__(self, uuid: object) -> bool:
        return uuid in self._invalid

    def begin(self) -> None:
        """The list was read anew: what was verified may have been changed."""
        self._seen.clear()

    def look_at(self, uuids: Iterable[str]) -> None:
        """Verify these, once until the next `begin`, off the GUI thread and when the list has stayed a moment."""
        new = [uuid for uuid in uuids if uuid not in self._seen]
        self._seen.update(new)
        self._wanted.update(dict.fromkeys(new))
        if new and not self._busy:
            self._soon.start(REST_MS)

    def _look(self) -> None:
        if self._busy or not self._wanted:
            return
        asked = tuple(self._wanted)
        self._wanted.clear()
        self._busy = True
        self._bench.run(
            self._owner,
            lambda _progress, _cancelled: self._verdicts.invalid(asked),
            partial(self._came, asked),
            on_error=self._failed,
        )

    def _came(self, asked: Sequence[str], invalid: frozenset[str]) -> None:
        changed = [uuid for uuid in asked if (uuid in invalid) != (uuid in self._invalid)]
        self._invalid.symmetric_difference_update(changed)
        self._busy = False
        if changed:
            self.found.emit(changed)
        if self._wanted:
            self._soon.start(REST_MS)

    def _failed(self, _problem: object) -> None:
        """A list that cannot be verified says nothing of it; whoever opens an item hears why."""
        self._busy = False
