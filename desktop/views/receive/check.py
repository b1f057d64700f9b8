"""A batch that was checked where it lies: the report, its items, and a decision on each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.services.imports import Decision
from desktop.services.inspected import Inspection, ItemPreview, WithdrawalPreview
from desktop.views.components.bottom_bar import BottomBar
from desktop.views.components.buttons import Button
from desktop.views.components.card import Card
from desktop.views.components.dialogs import ReasonDialog
from desktop.views.components.empty import EmptyState
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.page_header import PageHeader
from desktop.views.components.tabs import Tabs
from desktop.views.components.text import Note, show_if
from desktop.views.components.tiles import FactStrip, Totals
from desktop.views.look import tokens
from desktop.views.receive.decisions import NOVELTY_WORDS, Answer, Decisions
from desktop.views.receive.item_pane import ItemPane
from desktop.views.receive.report import held_words, report_strip, series_words
from desktop.views.receive.withdrawn import WITHDRAWN, WithdrawnPane, withdrawn_row
from desktop.views.table_models import Cell, ChipCell, Column, Key, MenuCell, NoteCell, Row

_COLUMNS = (
    Column("kind", "类别", 84),
    Column("title", "标题", 260, "title"),
    Column("files", "文件", 52, spare=True),
    Column("signed", "审查签字", 108, spare=True),
    Column("do", "处理", 116),
)
_TABS = ("全部", "新增", "变更", "冲突", "重复", WITHDRAWN)
_MENU: dict[Answer, Cell] = {
    Answer.ACCEPT: MenuCell("接受", "ok", "check"),
    Answer.RETURN: MenuCell("退回", "bad", "corner-up-left"),
    Answer.HOLD: NoteCell("两人决定", "warn", "users"),
    Answer.SKIP: NoteCell("跳过", "", "minus"),
}


class CheckPage(QWidget):
    """`left()` follows the arrow; `wanted()` follows 接收: read `inspection` and `decisions`.

    `notices` stand below the header and show themselves when they have something to tell.
    """

    left = Signal()
    wanted = Signal()

    def __init__(self, notices: Sequence[QWidget]) -> None:
        super().__init__()
        self.inspection: Inspection | None = None
        self.decisions = Decisions(())
        self._items: dict[str, ItemPreview] = {}
        self._withdrawn: dict[str, WithdrawalPreview] = {}
        self.header = PageHeader("报送包", path="接收", chip="待处理")
        self._report = Card(padding=16)
        self._strip: FactStrip | None = None
        self.series = Note("", "triangle-alert", "warntext", wrap=True)
        self._report.add(self.series)
        self.tabs = Tabs([(key, key, 0) for key in _TABS], name="类别")
        self.table = LedgerTable(_COLUMNS, self._rows, name="批次里的信息", checks=False, footer=False)
        self.table.set_empty(EmptyState("这一批是零报告", "没有信息，接收后登记这一期已报。"))
        self.pane = ItemPane()
        self.withdrawn_pane = WithdrawnPane()
        self.withdrawn_pane.hide()
        self.totals = Totals()
        self.refuse = Button("退回整批", "warning", icon="corner-up-left")
        self.commit = Button("接收", "primary", key="Ctrl+Return")
        self._lay_out(notices)
        self._connect()

    def _lay_out(self, notices: Sequence[QWidget]) -> None:
        bar = BottomBar()
        bar.add_left(self.totals)
        bar.add_verb(self.refuse)
        bar.add_verb(self.commit)
        above = QVBoxLayout()
        above.setContentsMargins(tokens.PAGE_MARGIN, 0, tokens.PAGE_MARGIN, 12)
        above.setSpacing(12)
        for notice in notices:
            above.addWidget(notice)
        above.addWidget(self._report)
        holder = QHBoxLayout()
        holder.setContentsMargins(tokens.PAGE_MARGIN, 0, 0, 0)
        holder.addWidget(self.tabs)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(holder)
        left.addWidget(self.table, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(left, 1)
        middle.addWidget(self.pane)
        middle.addWidget(self.withdrawn_pane)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(above)
        column.addLayout(middle, 1)
        column.addWidget(bar)

    def _connect(self) -> None:
        self.header.back.connect(self.left)
        self.tabs.changed.connect(self._show_tab)
        self.table.current_changed.connect(self._show_item)
        self.table.cell_clicked.connect(self._open_menu)
        self.pane.decided.connect(self._decided)
        self.refuse.clicked.connect(self._return_all)
        self.commit.clicked.connect(self.wanted)
        for key, value in (("1", "accept"), ("2", "return")):
            shortcut = QShortcut(QKeySequence(key), self.table.view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect({"accept": self._accept_current, "return": self._return_current}[value])

    def show_inspection(self, found: Inspection) -> None:
        """Show another batch that was checked."""
        self.inspection = found
        self.decisions = Decisions(found.items)
        self._items = {one.uuid: one for one in found.items}
        self._withdrawn = {f"{WITHDRAWN}:{one.notice.uuid}": one for one in found.withdrawals}
        header = found.header
        self.header.set_title(f"{found.office_name} {header.paper_number}", f"{header.period}，{held_words(found)}")
        self.header.set_chip("已接收" if found.duplicate else "待处理")
        if self._strip is not None:
            self._report.body.removeWidget(self._strip)
            self._strip.hide()
            self._strip.deleteLater()
        self._strip = report_strip(found)
        self._report.body.insertWidget(0, self._strip)
        self.series.set_note(series_words(found), "triangle-alert", "warntext")
        show_if(self.series, bool(series_words(found)))
        for tab in _TABS:
            self.tabs.set_count(tab, len(self._keys_in(tab)))
        self.tabs.set_current("全部")
        self._show_tab("全部")
        show_if(self.pane, bool(found.items))
        show_if(self.withdrawn_pane, not found.items and bool(found.withdrawals))
        show_if(self.refuse, bool(found.items) and not found.duplicate)
        self.commit.set_words("重新生成回执" if found.duplicate else "接收")
        self.judge()
        if found.items:
            first = next((u for u in self._items if self.decisions.answer(u) is Answer.HOLD), found.items[0].uuid)
            self.table.select([first])
        elif self._withdrawn:
            self.table.select([next(iter(self._withdrawn))])
        self.table.setFocus()

    def _keys_in(self, tab: str) -> list[str]:
        items = [one.uuid for one in self._items.values() if tab in ("全部", NOVELTY_WORDS[one.novelty])]
        return items + (list(self._withdrawn) if tab in ("全部", WITHDRAWN) else [])

    def _show_tab(self, tab: str) -> None:
        self.table.set_keys(self._keys_in(tab))

    def _rows(self, keys: Sequence[Key]) -> Sequence[Row]:
        return [self._any_row(str(key)) for key in keys]

    def _any_row(self, key: str) -> Row:
        if key in self._withdrawn:
            return withdrawn_row(key, self._withdrawn[key])
        return self._row(self._items[key])

    def _row(self, one: ItemPreview) -> Row:
        files = len(one.content.attachments)
        valid = sum(sign.valid for sign in one.sign_offs)
        signed: Cell = (
            NoteCell(_why_incomplete(one), "bad", "triangle-alert")
            if one.incomplete
            else f"{valid} / {len(one.sign_offs)} 有效"
        )
        kind = ChipCell(NOVELTY_WORDS[one.novelty])
        cell = _MENU[self.decisions.answer(one.uuid)]
        return Row(one.uuid, (kind, one.content.title, f"{files} / {files}", signed, cell))

    def _show_item(self, key: object) -> None:
        if key is None:
            return
        taken_back = self._withdrawn.get(str(key))
        show_if(self.pane, taken_back is None)
        show_if(self.withdrawn_pane, taken_back is not None)
        if taken_back is not None:
            self.withdrawn_pane.show_notice(taken_back)
        else:
            self.pane.show_item(self._items[str(key)], self.decisions)

    def _open_menu(self, key: object, _column: str, at: QPoint) -> None:
        if not self._is_free(key):
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        accept = menu.addAction("接受来件")
        accept.setEnabled(not self.decisions.may_accept(str(key)))
        accept.triggered.connect(self._accept_current)
        menu.addAction("退回补正").triggered.connect(self._return_current)
        menu.popup(at)

    def _accept_current(self) -> None:
        key = self.table.current_key()
        if self._is_free(key) and not self.decisions.may_accept(str(key)):
            self._decided(str(key), Decision())
            self._show_item(key)

    def _return_current(self) -> None:
        key = self.table.current_key()
        if not self._is_free(key):
            return
        made = self.decisions.decision(str(key))
        self._decided(str(key), Decision(False) if made.accept else made)
        self._show_item(key)
        self.pane.reason.setFocus()

    def _is_free(self, key: object) -> bool:
        return str(key) in self._items and self.decisions.is_free(str(key))

    def _decided(self, uuid: str, decision: Decision) -> None:
        self.decisions.decide(uuid, decision)
        self._refresh([uuid])

    def _return_all(self) -> None:
        if self.inspection is None:
            return
        asked = ReasonDialog(
            self.window(),
            "退回整批",
            f"{self.inspection.office_name} {self.inspection.header.paper_number}",
            "全部退回",
            label="退回理由",
            info="随回执告诉处室，每一件都写这条理由",
            consequence="这一批照样登记，其中每一件都标为退回补正。",
            icon="corner-up-left",
        )
        if asked.exec():
            self.decisions.return_all(asked.reason_words())
            self._refresh(list(self._items))
            self._show_item(self.table.current_key())

    def _refresh(self, uuids: list[str]) -> None:
        self.table.refresh(uuids)
        self.judge()

    def judge(self) -> None:
        """Count what was decided, and say what is still missing before the batch can be taken in."""
        counts = self.decisions.counts()
        self.totals.set_totals(
            [
                ("接受", counts[Answer.ACCEPT], "ok"),
                ("退回", counts[Answer.RETURN], "bad" if counts[Answer.RETURN] else ""),
                ("跳过重复", counts[Answer.SKIP], ""),
                ("两人决定", counts[Answer.HOLD], "warn" if counts[Answer.HOLD] else ""),
                (WITHDRAWN, len(self._withdrawn), "warn" if self._withdrawn else ""),
            ]
        )
        missing = self.decisions.missing()
        if missing and not (self.inspection and self.inspection.duplicate):
            self.commit.block(missing)
        else:
            self.commit.unblock()


def _why_incomplete(one: ItemPreview) -> str:
    if one.number_taken:
        return "编号重复"
    return "检查未处理" if one.incomplete.startswith("内容检查") else "审查未完"
