"""What an office takes back by a batch: its row among the items, and the pane that says what is to be done."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.labels import word
from desktop.rules.numbers import short_number
from desktop.rules.states import ItemState
from desktop.services.inspected import WithdrawalPreview
from desktop.views.components.chips import Chip
from desktop.views.components.facts import Facts
from desktop.views.components.text import Note, Text, show_if
from desktop.views.receive.side_pane import SidePane
from desktop.views.table_models import ChipCell, NoteCell, Row

WITHDRAWN = "撤回"
_DELIVERED = (ItemState.DELIVERED, ItemState.CLOSED)


def withdrawn_row(key: str, one: WithdrawalPreview) -> Row:
    """A withdrawal among the items of a batch."""
    title = one.title or one.notice.form_number
    return Row(key, (ChipCell(WITHDRAWN, "bad", "ban"), title, "", "", NoteCell(WITHDRAWN, "bad", "ban")))


def what_follows(state: ItemState | None) -> str:
    """What taking in the withdrawal does, and what a person has to do besides."""
    if state is None:
        return "这条信息还没有到。到了也按撤回登记，不再办理。"
    if state is ItemState.WITHDRAWN:
        return "办公室已经撤回，接收后没有变化。"
    if state in _DELIVERED:
        return "已经送交档案馆、图书馆，须办理撤换。接收后列在“发布”的“待撤下”，撤下后登记。"
    if state is ItemState.PUBLISHED:
        return "已经公开。接收后列在“发布”的“待撤下”，撤下后登记。"
    return "接收后登记为已撤回，不再办理。"


class WithdrawnPane(SidePane):
    """`show_notice(preview)`."""

    def __init__(self) -> None:
        super().__init__()
        self._number = Text("", "small", "text2")
        self._title = Text("", "item", wrap=True, selectable=True)
        self._facts = Facts()
        self.note = Note("", "triangle-alert", "warntext", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 0)
        column.setSpacing(12)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(Chip(WITHDRAWN, "bad", "ban"))
        top.addWidget(self._number, 1)
        column.addLayout(top)
        for part in (self._title, self._facts, self.note):
            column.addWidget(part)
        column.addStretch(1)

    def show_notice(self, one: WithdrawalPreview) -> None:
        """Show what is taken back, why, and what follows."""
        notice = one.notice
        self._number.set_words(f"{notice.form_number}，撤回的是第 {notice.rev} 版")
        self._title.set_words(one.title or short_number(notice.form_number))
        self._facts.set_facts(
            [
                ("理由", notice.reason),
                ("撤回日期", notice.date),
                ("本机状态", word(one.state) if one.state else "还没有到"),
            ]
        )
        serious = one.state is ItemState.PUBLISHED or one.state in _DELIVERED
        self.note.set_note(
            what_follows(one.state), "triangle-alert" if serious else "info", "warntext" if serious else "text2"
        )
        show_if(self.note, True)
