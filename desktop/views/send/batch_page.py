"""One batch: its items as they were sent, what became of them, and the verbs on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.labels import FIELDS, word
from desktop.rules.states import BatchState, ItemState
from desktop.services.batch_views import BatchLine, BatchView, batch_items, batches, withdrawn_numbers
from desktop.services.clock import civil_time
from desktop.services.desk import Desk
from desktop.services.item_detail import detail
from desktop.services.receipt_limits import Waiting
from desktop.services.sending import Sending
from desktop.views.components.buttons import Button
from desktop.views.components.card import Card
from desktop.views.components.empty import EmptyState
from desktop.views.components.files import MOST_LINES, FileLine, FileList, listed_words
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.page_header import PageHeader
from desktop.views.components.text import Note, show_if
from desktop.views.look import tokens
from desktop.views.send.batch_list import waited_words
from desktop.views.send.contents import content_words
from desktop.views.table_models import ChipCell, Column, Row
from desktop.views.transfers import digest_groups

WITHDRAWN_NAMED = 8
"""So many withdrawn numbers are named above the table; the hand-over list has them all."""

LOST = "办公室没有这一批：以前收到过，现在没有了。重新写出，交给办公室再接收一次；批次号和内容不变，信息在本处室的状态不变。"

_COLUMNS = (
    Column("number", "编号", 96, "number"),
    Column("title", "标题", 300, "title"),
    Column("document_number", "文号", 168),
    Column("files", "文件", 64, "count"),
    Column("state", "现在", 120),
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A batch with its items, why the first of those that came back did, and the numbers of those that it withdraws."""

    batch: BatchView
    lines: tuple[BatchLine, ...]
    reasons: dict[str, str]
    waited: Waiting | None = None
    withdrawn: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class News:
    """What a receipt just said of a batch; an alarm when the clerk has something to do."""

    batch_id: str
    words: str
    alarm: bool = False


def read_batch(desk: Desk, batch_id: str, page: Sending | None) -> Opened | None:
    """Read a batch for this page, which the page of batches lists if that was read; None for one that is not here."""
    batch = next((one for one in (page.batches if page else batches(desk)) if one.id == batch_id), None)
    if batch is None:
        return None
    lines = batch_items(desk, batch_id)
    returned = [one.uuid for one in lines if one.state is ItemState.RETURNED][:MOST_LINES]
    reasons = {uuid: _reason(desk, uuid) for uuid in returned}
    waited = page.waited.get(batch_id) if page else None
    return Opened(batch, lines, reasons, waited, withdrawn_numbers(desk, batch_id))


def _reason(desk: Desk, uuid: str) -> str:
    one = detail(desk, uuid)
    fields = "、".join(FIELDS.get(name, name) for name in one.returned_fields)
    return f"{one.returned_reason}（{fields}）" if fields else one.returned_reason


class BatchPage(QWidget):
    """`left()` follows the arrow; `writing()`, `reading()`, `taking_back()` the verbs;
    `returned_opened(uuid)`, `item_opened(uuid)`."""

    left = Signal()
    writing = Signal()
    reading = Signal()
    taking_back = Signal()
    returned_opened = Signal(str)
    item_opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.batch: BatchView | None = None
        self.header = PageHeader("批次", path="报送")
        self.read = Button("读取回执", icon="mail-check")
        self.take_back = Button("收回这一批", "warning", icon="undo-2")
        self.write = Button("再写一次", icon="usb")
        self.header.add_verb(self.read)
        self.header.add_verb(self.take_back)
        self.header.add_verb(self.write)
        self._note = Note("", "info", "text2", wrap=True)
        self.withdrawn = Note("", "undo-2", "text2", wrap=True)
        self._returned = Card("退回补正")
        self._returned.set_tone("bad")
        self._list = FileList()
        self._list.setAccessibleName("退回补正的信息")
        self._returned.add(self._list)
        self.table = LedgerTable(_COLUMNS, name="批次里的信息", checks=False, footer=False)
        self.table.set_empty(EmptyState("这一批没有信息", "零报告只报期间；撤回的和不予公开的只带条目。", icon="check"))
        above = QVBoxLayout()
        above.setContentsMargins(tokens.PAGE_MARGIN, 0, tokens.PAGE_MARGIN, 14)
        above.setSpacing(12)
        above.addWidget(self._note)
        above.addWidget(self.withdrawn)
        above.addWidget(self._returned)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(above)
        row = QHBoxLayout()
        row.addWidget(self.table)
        column.addLayout(row, 1)
        self.header.back.connect(self.left)
        self.read.clicked.connect(self.reading)
        self.take_back.clicked.connect(self.taking_back)
        self.write.clicked.connect(self.writing)
        self.table.opened.connect(self._open)
        self._list.opened.connect(self.returned_opened)

    def show_batch(self, opened: Opened, news: News | None = None) -> None:
        """Show a batch, with what a receipt just said of it."""
        self.batch = opened.batch
        batch = opened.batch
        self.header.set_title(
            batch.paper_number, f"{batch.period}，{content_words(batch)}，{civil_time(batch.created_at)} 组包"
        )
        self.header.set_chip(word(batch.state), "bad" if opened.waited is not None and opened.waited.red else "")
        self.write.set_words(_verb(opened))
        refusable = batch.under_old_key and batch.state is BatchState.AWAITING_RECEIPT
        show_if(self.take_back, refusable or batch.state is BatchState.ASSEMBLED)
        show_if(self.write, batch.state is not BatchState.TAKEN_BACK)
        words, icon, color = _says(batch)
        if opened.waited is not None and opened.waited.lost:
            words, icon, color = LOST, "triangle-alert", "badtext"
        elif opened.waited is not None and opened.waited.late:
            words, icon, color = f"{waited_words(opened.waited)}。{words}", "clock", "badtext"
        if news is not None:
            words, icon, color = news.words, "mail-check", "badtext" if news.alarm else "oktext"
        self._note.set_note(words, icon, color)
        named = "、".join(opened.withdrawn[:WITHDRAWN_NAMED])
        more = f" 等 {len(opened.withdrawn):,} 件" if len(opened.withdrawn) > WITHDRAWN_NAMED else ""
        self.withdrawn.set_note(f"撤回：{named}{more}", "undo-2", "text2")
        show_if(self.withdrawn, bool(opened.withdrawn))
        show_if(self._returned, bool(opened.reasons))
        returned = sum(one.state is ItemState.RETURNED for one in opened.lines)
        self._returned.set_fact(f"{listed_words(returned)}，点开改好，重新送审后编入下一批")
        self._list.set_files(_lines(opened))
        self.table.set_rows([_row(one) for one in opened.lines])

    def _open(self, key: object) -> None:
        self.item_opened.emit(str(key))


def _verb(opened: Opened) -> str:
    if opened.waited is not None and opened.waited.lost:
        return "重新写出"
    return "写到 U 盘" if opened.batch.state is BatchState.ASSEMBLED else "再写一次"


def _says(batch: BatchView) -> tuple[str, str, str]:
    if batch.state is BatchState.ASSEMBLED:
        return (
            "这一批还没有写出。写到 U 盘后才能组新的一批；附件损坏等原因怎么也写不出来的，收回后另组一批。",
            "triangle-alert",
            "warntext",
        )
    if batch.state is BatchState.AWAITING_RECEIPT and batch.under_old_key:
        return (
            "这一批是用换下的公钥签的，还没有读入办公室的回执。办公室按“公钥已停用”拒收的，收回后另组一批；"
            "没有拒收的不用收回，再写一次即可。",
            "hourglass",
            "warntext",
        )
    if batch.state is BatchState.AWAITING_RECEIPT:
        return (
            "还没有读入办公室的回执。U 盘丢了可以再写一次，批次号和内容不变，办公室重复接收也不会登记两次。",
            "hourglass",
            "warntext",
        )
    if batch.state is BatchState.TAKEN_BACK:
        return (
            "这一批已收回，里面的信息随别的批次报送。批次号不再使用，请办公室在“待两人决定”里豁免。",
            "undo-2",
            "text2",
        )
    if batch.state is BatchState.REJECTED:
        return "办公室没有接收这一批。按回执上的说明改好，重新审查后编入下一批。", "octagon-x", "badtext"
    return f"内容摘要 {digest_groups(batch.manifest_hash)}", "circle-check", "text2"


def _lines(opened: Opened) -> Sequence[FileLine]:
    return [
        FileLine(one.uuid, one.content.title, opened.reasons[one.uuid], "退回补正", "bad")
        for one in opened.lines
        if one.uuid in opened.reasons
    ]


def _row(one: BatchLine) -> Row:
    withheld = one.state is ItemState.WITHHELD
    files = "" if withheld else str(len(one.content.attachments))
    number = one.form_number.rpartition("〕")[2]
    return Row(one.uuid, (number, one.content.title, one.content.document_number, files, ChipCell(word(one.state))))
