"""The ledger's page: the list, the pane of the current item, and what is done with the chosen ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.rules.periods import Month
from desktop.rules.roles import Permission
from desktop.rules.states import ItemState
from desktop.services import ledger
from desktop.services.item_detail import ItemDetail, detail
from desktop.services.ledger import LedgerFilter
from desktop.services.taking_in import TakenFile, is_folder
from desktop.views.components.buttons import Button
from desktop.views.components.floating import BulkBar
from desktop.views.components.page_header import PageHeader
from desktop.views.components.progress import ProgressLine
from desktop.views.components.text import show_if
from desktop.views.editor.drop import DropTarget, dropped_files
from desktop.views.ledger.groups import ALL, group_of
from desktop.views.ledger.listing import Listing
from desktop.views.ledger.many import ManyVerbs
from desktop.views.ledger.offers import Offer
from desktop.views.ledger.pane import ItemPane
from desktop.views.ledger.registering import Registration
from desktop.views.ledger.taken import TakenPage
from desktop.views.ledger.verbs import LedgerVerbs
from desktop.views.look import tokens
from desktop.views.look.theme import follow_theme, theme
from desktop.views.next_steps import next_step
from desktop.views.printing.asking import SummaryButton
from desktop.views.table_models import Key
from desktop.views.workbench import Workbench

PANE_PAUSE_MS = 60
"""Moving through the rows with an arrow key held down reads no item before it rests."""


LIST_LEAST, LIST_WIDE = 540, 720
"""Widths of the list at 100 %: below the first the pane lies over it, below the second it has fewer columns."""


class LedgerScreen(DropTarget):
    """All items. `show_record`: `find:words`, `state:draft`, `due:2026-11-24`, `late:`, `published:2026-11`, a uuid."""

    takes_folders = True

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.bench = bench
        self._desk = bench.desk
        self._turn = 0
        self.header = PageHeader("信息登记")
        self.listing = Listing(bench)
        self.table = self.listing.table
        self.pane = ItemPane(bench)
        self.exporting = ProgressLine("正在导出", leaves="取消后不留文件")
        self.registering = ProgressLine("正在登记", unit="个文件", leaves="取消后，已经登记的草稿保留")
        self.verbs = LedgerVerbs(self, bench, self.exporting)
        self.taken = TakenPage(bench)
        self.registration = Registration(self, bench, self.registering, self._show_taken)
        self._rest = QTimer(self, singleShot=True, interval=PANE_PAUSE_MS)
        self._rest.timeout.connect(self._read_current)
        self._lay_out()
        self._connect()
        self.setAcceptDrops(self._desk.may(Permission.REGISTER))
        follow_theme(self)
        self.listing.reload()

    def show_record(self, key: str) -> None:
        """Show what `key` names; an empty key leaves the page as it is."""
        if key and not self.taken.holds(key):
            self._close_taken()
        kind, _, value = key.partition(":")
        if kind == "find":
            self.listing.show_only(ALL, LedgerFilter(text=value.strip()))
        elif kind == "state":
            self.listing.show_only(group_of(self._desk.agency.end, ItemState(value)).key, LedgerFilter())
        elif kind == "due":
            day = date.fromisoformat(value)
            self.listing.show_only(ALL, LedgerFilter(due_from=day, due_to=day))
        elif kind == "late":
            self.listing.show_only(ALL, LedgerFilter(late_on=self._desk.today()))
        elif kind == "published":
            year, number = value.split("-")
            month = Month(int(year), int(number))
            self.listing.show_only(ALL, LedgerFilter(published_from=month.first_day, published_to=month.last_day))
        elif key:
            self.bench.read(self, lambda: ledger.key_of(self._desk, key), self._found)

    def may_leave(self) -> bool:
        """Nothing here waits to be saved."""
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Say what a drop does."""
        super().dragEnterEvent(event)
        files = dropped_files(event.mimeData(), self.takes_folders)
        if files:
            kind = "文件夹里的文件" if all(map(is_folder, files)) else "文件"
            self.header.set_fact(f"松开鼠标，登记这 {len(files)} 个{kind}")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The files went elsewhere."""
        super().dragLeaveEvent(event)
        self.header.set_fact("")

    def dropEvent(self, event: QDropEvent) -> None:
        """The files are taken."""
        super().dropEvent(event)
        self.header.set_fact("")

    def _lay_out(self) -> None:
        self.export_button = Button("导出", icon="download")
        self.summary_button = SummaryButton(self.bench)
        self.print_button = Button("打印审查表", icon="printer")
        self.new_button = Button("登记信息", "primary", icon="plus", hint="Ctrl+N")
        self.many = ManyVerbs(self, self.bench, self.table)
        if self.many.allowed:
            self.header.add_verb(self.many.import_button)
        self.header.add_verb(self.export_button)
        self.header.add_verb(self.summary_button)
        self.header.add_verb(self.print_button)
        if self._desk.may(Permission.REGISTER):
            self.header.add_verb(self.new_button)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        for line in (self.exporting, self.registering, self.many.line):
            line.setContentsMargins(tokens.PAGE_MARGIN, 0, tokens.PAGE_MARGIN, tokens.S12)
            column.addWidget(line)
        column.addWidget(self.listing, 1)
        self.bulk = BulkBar(left)
        self.bulk.lift = tokens.FOOTER_HEIGHT + tokens.S16
        self.bulk_print = self.bulk.add_verb(Button("打印审查表", "soft", icon="printer"))
        self.bulk_export = self.bulk.add_verb(Button("导出选中", "ghost", icon="download"))
        if self.many.allowed:
            self.bulk.add_verb(self.many.edit_button)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.pages = QStackedWidget()
        self.pages.addWidget(left)
        self.pages.addWidget(self.taken)
        self._row.addWidget(self.pages)
        self.pane.setParent(self)
        self.pane.hide()
        self._chosen_changed(0)

    def _connect(self) -> None:
        self.new_button.clicked.connect(self._register)
        self.export_button.clicked.connect(self._export_all)
        self.print_button.clicked.connect(self._print_chosen)
        self.bulk_print.clicked.connect(self._print_chosen)
        self.bulk_export.clicked.connect(self._export_chosen)
        self.bulk.cleared.connect(self.table.view.clearSelection)
        self.listing.loaded.connect(self._loaded)
        self.table.selection_changed.connect(self._chosen_changed)
        self.table.current_changed.connect(self._current_changed)
        self.table.opened.connect(self._open)
        self.table.previewed.connect(self._current_changed)
        self.table.menu_requested.connect(self._fill_menu)
        self.pane.closed.connect(self._close_pane)
        self.pane.wanted.connect(self._perform)
        self.pane.opening.connect(self._open_document)
        self.pane.saving.connect(self._save_document)
        self.dropped.connect(self._dropped)
        self.taken.closed.connect(self._close_taken)
        self.taken.again.connect(self._register_even)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self._paste)
        self.bench.follow(self, "item", self.listing.reload)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.listing.filters.search.focus_and_select)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the pane at the right."""
        super().resizeEvent(event)
        self._place_pane()

    def restyle(self) -> None:
        """The widths of list and pane follow the size of the type."""
        self._place_pane()

    def minimumSizeHint(self) -> QSize:
        """The list's alone: the pane asks for no room, for where there is none beside the list it lies over it."""
        return self.pages.minimumSizeHint()

    def _place_pane(self) -> None:
        """Beside the list where there is room for both, else over its right part."""
        shown, width = not self.pane.isHidden(), self.pane.width()
        show_if(self.print_button, not shown)  # the pane has that verb, and the title needs the room
        left = self.width() - width if shown else self.width()
        needed = max(one.minimumSizeHint().width() for one in (self.header, self.listing))
        beside = left >= max(theme().px(LIST_LEAST), needed)
        self._row.setContentsMargins(0, 0, width if shown and beside else 0, 0)
        self.listing.set_narrow(beside and left < theme().px(LIST_WIDE))
        self.pane.setGeometry(self.width() - width, 0, width, self.height())
        self.pane.raise_()

    # The current item.

    def _current_changed(self, key: Key | None) -> None:
        self._turn += 1
        if key is None:
            self._rest.stop()
            self._show_pane(False)
        else:
            self._rest.start()

    def _read_current(self) -> None:
        key = self.table.current_key()
        record = None if key is None else self.listing.record(key)
        if record is not None:
            turn, uuid = self._turn, record.uuid
            self.bench.read(self, lambda: detail(self._desk, uuid), lambda item: self._show_item(item, turn))

    def _show_item(self, item: ItemDetail, turn: int) -> None:
        if turn == self._turn:
            self.pane.show_item(item)
            self._show_pane(True)

    def _show_pane(self, wanted: bool) -> None:
        self.pane.setVisible(wanted and self.pages.currentWidget() is not self.taken)
        self._place_pane()

    def _close_pane(self) -> None:
        self._show_pane(False)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, key: Key) -> None:
        """Double click or Enter: the page where the item is worked on, or its pane when it is another's turn."""
        record = self.listing.record(key)
        if record is None:
            return
        step = next_step(self._desk, record.state)
        if step.page in ("editor", "review"):
            self.bench.open(step.page, record.uuid)
        else:
            self._current_changed(key)

    def _found(self, key: int | None) -> None:
        if key is None:
            self.bench.show_error(self, UserError("没有找到这条信息", "可能已经删除或改了编号，在列表里查找"))
        else:
            self.listing.go_to(key)

    def _perform(self, offer: Offer) -> None:
        if self.pane.item is not None:
            self.verbs.perform(offer, self.pane.item)

    def _open_document(self, sm3: str) -> None:
        if self.pane.item is not None:
            self.verbs.preview(self.pane.item, sm3)

    def _save_document(self, sm3: str) -> None:
        if self.pane.item is not None:
            self.verbs.save_document(self.pane.item, sm3)

    # The chosen items.

    def _loaded(self, count: int) -> None:
        if count:
            self.export_button.unblock()
        else:
            self.export_button.block("没有可导出的信息")

    def _chosen_changed(self, count: int) -> None:
        self.bulk.set_count(count)
        if count:
            self.print_button.unblock()
        else:
            self.print_button.block("先选中要打印的信息")

    def _fill_menu(self, key: Key, menu: QMenu) -> None:
        menu.addAction("打开").triggered.connect(lambda: self._open(key))
        if self.table.selected_keys():
            menu.addAction("打印审查表").triggered.connect(self._print_chosen)
            menu.addAction("导出选中").triggered.connect(self._export_chosen)
        self.many.fill_menu(menu)

    def _register(self) -> None:
        self.bench.open("editor", "new")

    def _dropped(self, files: list[Path]) -> None:
        self._close_taken()
        self.registration.start(files)

    def _paste(self) -> None:
        """Register files that were copied in the file manager; anything else is taken for rows copied in Excel."""
        if not self._desk.may(Permission.REGISTER):
            return
        files = dropped_files(QGuiApplication.clipboard().mimeData(), self.takes_folders)
        if files:
            self._dropped(files)
        else:
            self.many.paste()

    def _show_taken(self, told: Sequence[TakenFile]) -> None:
        """Fill the page, then turn to it: each in its own turn of the event loop, so that neither is felt."""
        self.taken.show_told(told)
        QTimer.singleShot(0, self._turn_to_taken)

    def _turn_to_taken(self) -> None:
        self._show_pane(False)
        self.pages.setCurrentWidget(self.taken)
        self.taken.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_taken(self) -> None:
        self.pages.setCurrentIndex(0)

    def _register_even(self, files: list[Path]) -> None:
        self.registration.start(files, even_twins=True)

    def _export_all(self) -> None:
        self.verbs.export(self.listing.shown_keys())

    def _export_chosen(self) -> None:
        self.verbs.export(self.listing.chosen_keys())

    def _print_chosen(self) -> None:
        self.verbs.print_forms(self.listing.chosen_keys())
