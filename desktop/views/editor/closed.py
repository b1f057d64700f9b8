"""Why an item cannot be edited now, and the way on."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.labels import word
from desktop.rules.states import ItemState
from desktop.services import amending, items
from desktop.services.item_detail import ItemDetail
from desktop.views.amending import ask_correction, is_correction, may_revise
from desktop.views.components.buttons import Button
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.components.empty import EmptyState
from desktop.views.workbench import Workbench

_REASON = 120
"""Characters of a reason that are shown."""


class ClosedPage(QWidget):
    """`revised()` follows the item's being opened for correction."""

    revised = Signal()

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._item: ItemDetail | None = None
        self._column = QVBoxLayout(self)
        self.revise_button = Button("")

    def show_refusal(self) -> None:
        """Say that this account registers nothing."""
        self._put(EmptyState("当前账号不能登记信息", "由信息公开管理员登录后登记。", icon="lock", tone="mute"))

    def show_item(self, item: ItemDetail) -> None:
        """Say in which state an item is and what can be done with it."""
        self._item = item
        verbs: list[Button] = []
        if item.state in (ItemState.IN_REVIEW, ItemState.PENDING):
            review = Button("去审查", icon="shield-check")
            review.clicked.connect(self._open_review)
            verbs.append(review)
        sentence, hint = f"这条信息现在是“{word(item.state)}”，不能直接改", "在信息登记里查看内容和经过。"
        desk = self._bench.desk
        if may_revise(desk, item) and is_correction(desk, item):
            self.revise_button = Button("更正", "primary", icon="pencil-line")
            self.revise_button.clicked.connect(self._correct)
            verbs.append(self.revise_button)
            hint = f"已报送给办公室。更正后重新审查，随下一批报送；在此以前第 {item.sent_rev} 版继续有效。"
        elif may_revise(desk, item):
            standing = len(item.statements)
            self.revise_button = Button("作废签字并修改" if standing else "开始修改", "primary", icon="pencil-line")
            self.revise_button.clicked.connect(self._revise)
            verbs.append(self.revise_button)
            hint = f"修改后，{standing} 个签字将作废，要重新送审。" if standing else "改好后重新提交审查。"
        returned = item.state is ItemState.RETURNED
        if returned:
            sentence = "这条信息已退回补正"
        if item.returned_reason:
            hint = f"理由：{_shortened(item.returned_reason)}。{hint}"
        icon, tone = ("corner-up-left", "bad") if returned else ("lock", "mute")
        self._put(EmptyState(sentence, hint, verbs, icon=icon, tone=tone))

    def _put(self, empty: EmptyState) -> None:
        while self._column.count():
            old = self._column.takeAt(0).widget()
            if old is not None:
                old.deleteLater()
        self._column.addWidget(empty)

    def _open_review(self) -> None:
        if self._item is not None:
            self._bench.open("review", self._item.uuid)

    def _correct(self) -> None:
        item, desk = self._item, self._bench.desk
        assert item is not None
        reason = ask_correction(self, item)
        if reason:
            work = partial(amending.correct, desk, item.uuid, reason)
            self._bench.read(self, work, lambda _nothing: self._done(item.uuid))

    def _revise(self) -> None:
        item = self._item
        assert item is not None
        if item.statements:
            dialog = ConfirmDialog(
                self,
                "作废签字并修改",
                item.content.title,
                "作废签字并修改",
                consequence=f"{len(item.statements)} 个签字将作废，仍可以查到。改好后重新提交审查。",
                icon="pencil-line",
                tone="warn",
            )
            if not dialog.exec():
                return
        desk = self._bench.desk
        self._bench.read(self, lambda: items.revise(desk, item.uuid), lambda _nothing: self._done(item.uuid))

    def _done(self, uuid: str) -> None:
        self._bench.announce("item", uuid)
        self.revised.emit()


def _shortened(reason: str) -> str:
    """The beginning of a long reason; the ledger has it whole."""
    words = reason.rstrip("。")
    return words if len(words) <= _REASON else f"{words[:_REASON]}……（全文在信息登记里）"
