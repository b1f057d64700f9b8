"""A package that was refused, told in place: the code, what happened, that nothing was changed, and the ways on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal

from desktop.errors import UserError
from desktop.services.refused_files import what_to_do_with_it
from desktop.views.components.buttons import Button
from desktop.views.components.card import Card
from desktop.views.components.chips import Chip
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.text import show_if

UNTOUCHED = "本机没有登记任何内容，U 盘上的文件没有改动。"


class Refusal(Card):
    """Hidden until `tell`; `other_wanted()`, `keys_wanted()` (only where enrolment may mend it), `closed()`."""

    other_wanted = Signal()
    keys_wanted = Signal()
    closed = Signal()

    def __init__(self, may_enrol: bool) -> None:
        super().__init__("没有接收", " ")
        self._may_enrol = may_enrol
        self.set_tone("bad")
        self.code = Chip("", "bad", "circle-alert")
        self.head.add_right(self.code)
        self.keys = Button("去系统管理登记公钥", "primary", icon="key-round", small=True)
        self.other = Button("换一份文件", small=True)
        self.close_ = Button("关闭", small=True)
        self.panel = ErrorPanel(verbs=[self.keys, self.other, self.close_])
        self.add(self.panel)
        self.keys.clicked.connect(self.keys_wanted)
        self.other.clicked.connect(self.other_wanted)
        self.close_.clicked.connect(self._close)
        self.hide()

    def tell(self, path: Path, problem: UserError) -> None:
        """Say why the file at `path` was refused."""
        self.set_fact(path.name)
        self.code.set_word(problem.code or "不能读取", "bad", "circle-alert")
        hint = f"{problem.hint.rstrip('。')}。" if problem.hint else ""
        self.panel.tell(problem.message.rstrip("。"), f"{hint}{UNTOUCHED}{what_to_do_with_it(problem)}")
        show_if(self.keys, problem.code in ("E-KEY", "E-REVOKED") and self._may_enrol)
        self.show()

    def clear(self) -> None:
        """Hide it."""
        self.hide()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
