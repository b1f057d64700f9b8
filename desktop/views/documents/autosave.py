"""Saves an open draft by itself: every five seconds, when a field is left, and at once when the page is left."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.rules.items import ItemContent
from desktop.services.clock import civil_time
from desktop.views.documents.open_draft import OpenDraft
from desktop.views.workbench import Workbench

EVERY_MS = 5_000


class Autosave(QObject):
    """`follow(draft, content)` begins, `rest()` ends; `saved(time)` and `failed(UserError)` tell what came of it."""

    saved = Signal(str)
    failed = Signal(object)

    def __init__(self, owner: QWidget, bench: Workbench) -> None:
        super().__init__(owner)
        self._owner, self._bench = owner, bench
        self._draft: OpenDraft | None = None
        self._content: Callable[[], ItemContent] = ItemContent
        self._refused = False
        self._beat = QTimer(self)
        self._beat.setInterval(EVERY_MS)
        self._beat.timeout.connect(self.save)

    def follow(self, draft: OpenDraft, content: Callable[[], ItemContent]) -> None:
        """Begin to save what `content` gives."""
        self._draft, self._content, self._refused = draft, content, False
        self._beat.start()

    def rest(self) -> bool:
        """Stop saving, for instance when the page is left; says whether there was anything to watch."""
        self._beat.stop()
        watched = self._draft is not None
        self._draft = None
        return watched

    def unsaved(self) -> bool:
        """Whether something was written that the store does not hold."""
        return self._draft is not None and self._draft.differs(self._content())

    def save(self) -> None:
        """Save in the background, unless nothing changed or the store refused before."""
        if self._draft is None or self._refused or not self.unsaved():
            return
        draft, content, ticket = self._draft, self._content(), self._draft.ticket()
        self._bench.run(
            self._owner,
            lambda _progress, _cancelled: draft.save(content, ticket),
            partial(self._done, draft),
            on_error=partial(self._bad, draft),
        )

    def save_now(self) -> None:
        """Save before this returns; raises UserError when the store refuses."""
        if self._draft is not None and self.unsaved():
            self._draft.save(self._content(), self._draft.ticket())

    # What comes back for a draft that was left meanwhile is told of no other one: whoever left it has saved it.

    def _done(self, draft: OpenDraft, _nothing: None) -> None:
        if draft is self._draft:
            self.saved.emit(civil_time(self._bench.desk.now())[-5:])

    def _bad(self, draft: OpenDraft, problem: UserError) -> None:
        if draft is self._draft:
            self._refused = problem.code == "E-STALE"
            self.failed.emit(problem)
