"""A page of tabs: one for each thing that the person signed in may see or keep."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.rules.roles import End, Permission
from desktop.views.components.page_header import PageHeader
from desktop.views.components.tabs import Tabs
from desktop.views.look import tokens
from desktop.views.workbench import Workbench

BOTH_ENDS = (End.OFFICE, End.CENTRE)


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab: who may see it (any of the permissions) at which ends, and the pane that is made when it is first opened."""

    key: str
    words: str
    permissions: tuple[Permission, ...]
    ends: tuple[End, ...]
    pane: Callable[[Workbench], QWidget]


class TabbedScreen(QWidget):
    """Tabs by permission and end; a pane is made when its tab is first opened."""

    def __init__(self, bench: Workbench, title: str, tabs: Sequence[Tab]) -> None:
        super().__init__()
        self.bench = bench
        desk = bench.desk
        self._tabs = [one for one in tabs if desk.agency.end in one.ends and any(desk.may(p) for p in one.permissions)]
        self._panes: dict[str, QWidget] = {}
        self._stack = QStackedWidget()
        self.tabs = Tabs([(one.key, one.words, None) for one in self._tabs], name=title)
        self.tabs.changed.connect(self._show)
        line = QHBoxLayout()
        line.setContentsMargins(tokens.PAGE_MARGIN, 0, tokens.PAGE_MARGIN, 0)
        line.addWidget(self.tabs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(PageHeader(title, desk.agency.name))
        column.addLayout(line)
        column.addWidget(self._stack, 1)
        self._show(self.tabs.current())

    @property
    def pane(self) -> QWidget:
        """The pane shown."""
        return self._stack.currentWidget()

    def show_record(self, key: str) -> None:
        """Show the tab named `key`; an empty key keeps the tab that is open."""
        if key in [one.key for one in self._tabs]:
            self.tabs.set_current(key)
            self._show(key)

    def may_leave(self) -> bool:
        """Nothing here is half done: every form is a dialog."""
        return True

    def _show(self, key: str) -> None:
        if key not in self._panes:
            tab = next(one for one in self._tabs if one.key == key)
            self._panes[key] = tab.pane(self.bench)
            self._stack.addWidget(self._panes[key])
        self._stack.setCurrentWidget(self._panes[key])
