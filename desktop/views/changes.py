"""Announces what a finished verb changed, so that open screens reload themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True, slots=True)
class Change:
    """Records of one kind (item, batch, request, catalogue, account ...) that changed; no ids means all of the kind."""

    kind: str
    ids: tuple[str, ...] = ()

    def touches(self, kind: str, key: object = None) -> bool:
        """Whether records of `kind` - or the one named `key` - may have changed."""
        return self.kind == kind and (key is None or not self.ids or str(key) in self.ids)


class Changes(QObject):
    """One for the whole window. Screens connect `changed`; whoever finished a verb calls `announce`."""

    changed = Signal(object)

    def announce(self, kind: str, ids: Iterable[object] = ()) -> None:
        """Tell every open screen that these records changed. Call it in the GUI thread."""
        self.changed.emit(Change(kind, tuple(str(each) for each in ids)))
