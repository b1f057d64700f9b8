"""The page 系统管理: one tab for each thing that the person signed in may keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.rules.roles import End, Permission
from desktop.views.administration.about_pane import AboutPane
from desktop.views.administration.accounts_pane import AccountsPane
from desktop.views.administration.audit_pane import AuditPane
from desktop.views.administration.backup_pane import BackupPane
from desktop.views.administration.offices_pane import OfficesPane
from desktop.views.administration.own_key_pane import OwnKeyPane
from desktop.views.components.page_header import PageHeader
from desktop.views.components.tabs import Tabs
from desktop.views.look import tokens
from desktop.views.workbench import Workbench


@dataclass(frozen=True, slots=True)
class _Tab:
    key: str
    words: str
    permissions: tuple[Permission, ...]
    ends: tuple[End, ...]
    pane: Callable[[Workbench], QWidget]


_P, _BOTH = Permission, (End.OFFICE, End.CENTRE)
_TABS = (
    _Tab("accounts", "账号", (_P.ACCOUNTS, _P.SECURITY, _P.AUDIT), _BOTH, AccountsPane),
    _Tab("offices", "处室与公钥", (_P.ENROL, _P.ACCOUNTS), (End.CENTRE,), OfficesPane),
    _Tab("key", "本端公钥", (_P.ENROL, _P.ACCOUNTS), _BOTH, OwnKeyPane),
    _Tab("backup", "备份", (_P.BACKUP,), _BOTH, BackupPane),
    _Tab("audit", "审计", (_P.AUDIT, _P.BACKUP), _BOTH, AuditPane),
    _Tab("about", "关于", tuple(Permission), _BOTH, AboutPane),
)


class AdministrationScreen(QWidget):
    """Tabs by permission; a pane is made when its tab is first opened."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.bench = bench
        desk = bench.desk
        self._tabs = [one for one in _TABS if desk.agency.end in one.ends and any(desk.may(p) for p in one.permissions)]
        self._panes: dict[str, QWidget] = {}
        self._stack = QStackedWidget()
        self.tabs = Tabs([(one.key, one.words, None) for one in self._tabs], name="系统管理")
        self.tabs.changed.connect(self._show)
        line = QHBoxLayout()
        line.setContentsMargins(tokens.PAGE_MARGIN, 0, tokens.PAGE_MARGIN, 0)
        line.addWidget(self.tabs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(PageHeader("系统管理", desk.agency.name))
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
