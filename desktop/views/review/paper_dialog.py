"""Checking a printed review form: the digest is typed or scanned, the answer tells whose paper it is."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.errors import UserError
from desktop.services.paper_check import PaperFound, PaperStanding, check_paper, state_words, told
from desktop.views.components.buttons import Link
from desktop.views.components.card import Card
from desktop.views.components.dialogs import Dialog
from desktop.views.components.fields import TextField
from desktop.views.components.progress import ProgressLine
from desktop.views.components.text import Note, Text, show_if
from desktop.views.workbench import Workbench

LOOKS = {
    PaperStanding.PRESENT: ("circle-check", "oktext"),
    PaperStanding.OTHER_STAGE: ("triangle-alert", "warntext"),
    PaperStanding.BEING_CHANGED: ("triangle-alert", "warntext"),
    PaperStanding.OLDER: ("octagon-x", "badtext"),
    PaperStanding.ENDED: ("octagon-x", "badtext"),
    PaperStanding.DISPUTED: ("triangle-alert", "warntext"),
    PaperStanding.SET_ASIDE: ("octagon-x", "badtext"),
    PaperStanding.INVALID: ("octagon-x", "badtext"),
}
_UNKNOWN = ("circle-alert", "badtext")


class PaperDialog(Dialog):
    """One field, where a scanner types and Enter looks up; `chosen` names the item to open after `exec()`."""

    def __init__(self, parent: QWidget, bench: Workbench) -> None:
        super().__init__(
            parent,
            "核对纸质审查表",
            "扫审查表下端的二维码，或者照纸面输入内容摘要的前 4 组",
            commit="核对",
            cancel="关闭",
            icon="qr-code",
            width=640,
        )
        self._bench = bench
        self.chosen = ""
        self._asked = self._uuid = ""
        self.field = TextField("内容摘要", placeholder="例如 3F0A 91C2 77BE 05D4", latin=True)
        self.field.edit.returnPressed.connect(self.look_up)
        self.line = ProgressLine("正在核对", unit="个版本")
        self.answer = Card(padding=16, spacing=6)
        self.answer.set_ground("sunken")
        self.verdict = Note("", "circle-check", "text", role="strong", wrap=True)
        self.item = Text("", "body", wrap=True)
        self.words = Text("", "small", "text2", wrap=True)
        self.link = Link("打开这条信息")
        self.link.clicked.connect(self._open)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.link)
        row.addStretch(1)
        for widget in (self.verdict, self.item, self.words, foot):
            self.answer.add(widget)
        for shown in (self.field, self.line, self.answer):
            self.add(shown)
        self.answer.hide()
        self.field.control.setFocus()

    def check(self) -> bool:
        """Look up and stay open."""
        self.look_up()
        return False

    def look_up(self) -> None:
        """Tell whose paper has the digest in the field; what was told of another paper goes at once."""
        typed, desk = self.field.value(), self._bench.desk
        self._asked = typed
        self.answer.hide()
        self.error.clear()
        self.commit.block("正在核对")
        self._bench.run(
            self,
            lambda progress, cancelled: check_paper(desk, typed, progress, cancelled),
            partial(self._show, typed),
            on_error=self._refused,
            line=self.line,
            on_cancel=self._ready,
        )

    def _ready(self) -> None:
        self.commit.unblock()
        self.field.control.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.edit.selectAll()

    def _show(self, typed: str, found: PaperFound | None) -> None:
        if typed != self._asked:  # the next paper was scanned meanwhile
            return
        icon, color = LOOKS[found.standing] if found else _UNKNOWN
        fact, words = told(found)
        self.verdict.set_note(fact, icon, color)
        self.item.set_words(f"{found.form_number}　{found.title}" if found else "")
        self.words.set_words(f"{words}{state_words(found)}。" if found else words)
        self._uuid = found.uuid if found else ""
        show_if(self.item, found is not None)
        show_if(self.link, found is not None)
        self.answer.show()
        self._ready()
        self.fit()

    def _refused(self, problem: UserError) -> None:
        self.answer.hide()
        self.error.show_error(problem)
        self._ready()
        self.fit()

    def _open(self) -> None:
        self.chosen = self._uuid
        self.accept()
