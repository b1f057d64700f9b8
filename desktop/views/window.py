"""The main window of a signed-in desk: navigation at the left, the chosen page at the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop.labels import PRODUCT, word
from desktop.rules.roles import End, Permission
from desktop.rules.states import ItemState
from desktop.services.home import overdue_count
from desktop.services.ledger import state_counts
from desktop.services.receipt_limits import late_batches
from desktop.views.banners import DAMAGED, EXAMPLE, READ_ONLY, Banner
from desktop.views.components.floating import Toast
from desktop.views.components.navigation import Navigation, NavPage
from desktop.views.help import show_help
from desktop.views.own_password import change_password
from desktop.views.preferences import edit_preferences
from desktop.views.workbench import Workbench


class Screen(Protocol):
    """A page: a widget that can be asked to show a record and whether it may be left."""

    def show_record(self, key: str) -> None:
        """Show the record named `key`; an empty key shows the page as such."""

    def may_leave(self) -> bool:
        """Save what must not be lost; False keeps the page (and the window) open."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the program: who sees it at which end, and where its screen is.

    Screens are named, not imported: each costs start-up time and is loaded when it is first opened.
    """

    key: str
    words: str
    icon: str
    permissions: tuple[Permission, ...]
    ends: tuple[End, ...]
    module: str
    screen: str
    group: int
    waiting: tuple[ItemState, ...] = ()


AT_THE_BOTTOM = 2
"""The group of pages that stands at the bottom of the navigation."""

_P, _BOTH = Permission, (End.OFFICE, End.CENTRE)

PAGES: tuple[Page, ...] = (
    Page("home", "待办", "inbox", (_P.READ,), _BOTH, "home", "HomeScreen", 0),
    Page("ledger", "信息登记", "notebook-pen", (_P.READ,), _BOTH, "ledger.screen", "LedgerScreen", 1),
    Page(
        "review",
        "保密审查",
        "shield-check",
        (_P.SIGN, _P.RECORD_INK),
        _BOTH,
        "review.screen",
        "ReviewScreen",
        1,
        (ItemState.IN_REVIEW, ItemState.PENDING),
    ),
    Page("send", "报送", "send", (_P.EXPORT,), (End.OFFICE,), "send.screen", "SendScreen", 1, (ItemState.TO_SUBMIT,)),
    Page("receive", "接收", "package-open", (_P.IMPORT,), (End.CENTRE,), "receive.screen", "ReceiveScreen", 1),
    Page(
        "publish",
        "发布",
        "megaphone",
        (_P.PUBLISH, _P.IMPORT),
        (End.CENTRE,),
        "publish.screen",
        "PublishScreen",
        1,
        (ItemState.TO_PUBLISH,),
    ),
    Page(
        "deliver",
        "送交归档",
        "archive",
        (_P.DELIVER,),
        (End.CENTRE,),
        "deliver.screen",
        "DeliverScreen",
        1,
        (ItemState.PUBLISHED,),
    ),
    Page("registers", "公开目录", "list-tree", (_P.READ,), _BOTH, "registers.screen", "RegistersScreen", 1),
    Page(
        "administration",
        "系统管理",
        "settings",
        (_P.ACCOUNTS, _P.BACKUP, _P.SECURITY, _P.ENROL, _P.AUDIT),
        _BOTH,
        "administration.screen",
        "AdministrationScreen",
        AT_THE_BOTTOM,
    ),
)
EDITOR = Page("editor", "登记", "notebook-pen", (_P.READ,), _BOTH, "editor.screen", "EditorScreen", -1)
IMPORTING = Page(
    "importing", "导入台账", "upload", (_P.REGISTER,), _BOTH, "ledger.importing.screen", "ImportScreen", -1
)
INNER = {one.key: one for one in (EDITOR, IMPORTING)}
"""Pages that are reached from 信息登记 and stand in no navigation."""


class MainWindow(QMainWindow):
    """The workbench's window. Pages are made when they are first opened."""

    signed_out = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.bench = bench
        desk = bench.desk
        self.setWindowTitle(f"{PRODUCT} · {desk.agency.name}")
        self._screens: dict[str, QWidget] = {}
        self._stack = QStackedWidget()
        self.navigation = Navigation()
        self.navigation.set_unit(self._unit(), word(desk.agency.end))
        self.navigation.set_user(desk.person.name, word(desk.person.roles[0]))
        self.pages = tuple(one for one in PAGES if self._may_see(one))
        self.navigation.set_pages(self._groups())
        self.navigation.opened.connect(self._open_page)
        self.navigation.search.setVisible(self._sees("ledger"))
        self.navigation.searched.connect(self._search)
        self.navigation.locked.connect(self.sign_out)
        self.navigation.user_menu.connect(self._fill_user_menu)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        if desk.agency.example:
            right.addWidget(Banner(EXAMPLE))
        if desk.store.read_only:
            right.addWidget(Banner(DAMAGED if desk.store.damaged else READ_ONLY))
        right.addWidget(self._stack, 1)
        row.addLayout(right, 1)
        self.setCentralWidget(middle)
        self.toast = Toast(middle)
        bench.telling.connect(self.toast.tell)
        bench.undoable.connect(self.toast.tell)
        bench.opening.connect(self.open)
        bench.changes.changed.connect(lambda _change: self.refresh_counts())
        QShortcut(QKeySequence("F1"), self).activated.connect(self._help)
        if self._may_register():
            QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(lambda: self.open("editor", "new"))
        self.open(self.pages[0].key, "")
        self.refresh_counts()

    def open(self, key: str, record: str = "") -> None:
        """Show a page, and a record on it when one is named; the page shown before may save or refuse to be left."""
        current = self._stack.currentWidget()
        if current is not None and not cast(Screen, current).may_leave():
            return
        screen = self._screen(key)
        self._stack.setCurrentWidget(screen)
        screen.setFocus()
        self.navigation.set_current("ledger" if key in INNER else key)
        cast(Screen, screen).show_record(record)

    @property
    def current(self) -> QWidget:
        """The page shown now."""
        return self._stack.currentWidget()

    def refresh_counts(self) -> None:
        """Bring the counts of the navigation up to date."""
        desk = self.bench.desk
        if not desk.may(Permission.READ):
            return
        self.bench.read(self, lambda: (state_counts(desk), overdue_count(desk), late_batches(desk)), self._show_counts)

    def sign_out(self) -> None:
        """End the session and go back to sign-in, unless an open page has unsaved work that cannot be saved."""
        if cast(Screen, self._stack.currentWidget()).may_leave():
            self.signed_out.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing saves what is open; the session ends in `app`."""
        if cast(Screen, self._stack.currentWidget()).may_leave():
            event.accept()
        else:
            event.ignore()

    def _unit(self) -> str:
        agency = self.bench.desk.agency
        return agency.name if agency.end is End.CENTRE else agency.office_name

    def _may_see(self, page: Page) -> bool:
        desk = self.bench.desk
        return desk.agency.end in page.ends and any(desk.may(one) for one in page.permissions)

    def _sees(self, key: str) -> bool:
        return any(page.key == key for page in self.pages)

    def _may_register(self) -> bool:
        return self.bench.desk.may(Permission.REGISTER)

    def _groups(self) -> list[list[NavPage]]:
        numbers = sorted({page.group for page in self.pages})
        groups = [[NavPage(one.key, one.words, one.icon) for one in self.pages if one.group == n] for n in numbers]
        return groups if numbers[-1] == AT_THE_BOTTOM else [*groups, []]

    def _screen(self, key: str) -> QWidget:
        if key not in self._screens:
            page = INNER.get(key) or next(one for one in self.pages if one.key == key)
            make = cast(
                Callable[[Workbench], QWidget], getattr(import_module(f"desktop.views.{page.module}"), page.screen)
            )
            self._screens[key] = make(self.bench)
            self._stack.addWidget(self._screens[key])
        return self._screens[key]

    def _open_page(self, page: str, _view: str) -> None:
        self.open(page, "")

    def _search(self, words: str) -> None:
        if self._sees("ledger"):
            self.open("ledger", f"find:{words}")

    def _show_counts(self, counted: tuple[dict[ItemState, int], int, int]) -> None:
        counts, overdue, unreceipted = counted
        for page in self.pages:
            if page.waiting:
                late = unreceipted if page.key == "send" else 0
                self.navigation.set_count(page.key, sum(counts.get(state, 0) for state in page.waiting), late)
        if self._sees("home"):
            self.navigation.set_count("home", 0, overdue)

    def _fill_user_menu(self, menu: QMenu) -> None:
        menu.addAction("显示设置").triggered.connect(lambda: edit_preferences(self))
        menu.addAction("修改口令").triggered.connect(lambda: change_password(self, self.bench))
        menu.addAction("帮助").triggered.connect(self._help)
        menu.addSeparator()
        menu.addAction("退出登录").triggered.connect(self.sign_out)

    def _help(self) -> None:
        show_help(self, next((key for key, one in self._screens.items() if one is self._stack.currentWidget()), ""))
