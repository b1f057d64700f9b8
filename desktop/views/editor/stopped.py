"""What a document with a classification mark comes to: the stop, what to do, and the neutral stub."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.components.buttons import Button
from desktop.views.components.card import Card
from desktop.views.components.facts import Facts, LinkLine, NumberedSteps
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import Icon, Text

STEPS = (
    ("停止在这台电脑上处理该文件", "不要复制、转发、打印或拍照，也不要自行删除。"),
    ("当面交给保密审查员", "按本单位保密规定移交，由保密审查员核定。"),
    ("保留一条中性记录", "只含编号、处室和日期，用于说明件数，不含任何内容。"),
)


@dataclass(frozen=True, slots=True)
class Stop:
    """A stopped registration: its stub, and where the mark stood when it was found just now.

    `into` is the draft that the document was to be attached to, empty when it was to be an item of its own.
    """

    uuid: str
    number: str
    office: str
    day: str
    facts: tuple[tuple[str, str], ...] = ()
    into: str = ""


class StoppedPage(QWidget):
    """`closed()` goes back; `releasing()` starts the release of a false hit."""

    closed = Signal()
    releasing = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.close_button = Button("")
        self.release_line = LinkLine("", [])

    def show_stop(self, stop: Stop, *, may_release: bool = True) -> None:
        """Show a stop; `may_release` offers the release of a false hit."""
        while self._column.count():
            old = self._column.takeAt(0).widget()
            if old is not None:
                old.deleteLater()
        page = ScrollColumn(width=680)
        page.column.insertStretch(0, 1)
        page.add(self._card(stop, may_release))
        self._column.addWidget(page)
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _card(self, stop: Stop, may_release: bool) -> Card:
        card = Card(padding=32, spacing=16)
        card.add(self._head(bool(stop.facts)))
        if stop.facts:
            box = Card(padding=16)
            box.set_ground("sunken")
            box.add(Facts(stop.facts))
            card.add(box)
        card.add(Text("接下来", "section"))
        card.add(NumberedSteps(STEPS))
        card.add(_stub((stop.number, stop.office, stop.day, "按保密规定另行处理")))
        self.release_line = LinkLine(
            "认为不是密级标志（例如引用法条）？由保密审查员对照纸质原件确认后解除。",
            ["办理解除"] if may_release else [],
        )
        self.release_line.pressed.connect(self._release)
        card.add(self.release_line)
        self.close_button = Button("记录已保留，返回登记" if stop.into else "记录已保留，关闭", "primary")
        self.close_button.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.close_button)
        card.body.addLayout(row)
        return card

    @staticmethod
    def _head(just_now: bool) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(Icon("octagon-x", 22, "badtext", ground="bad", side=48))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text("发现密级标志，登记已停止" if just_now else "这件已停止登记", "page"))
        words.addWidget(Text("本机没有这份文件，标题、正文和附件都没有记录。", "body", "text2"))
        row.addLayout(words, 1)
        return holder

    def _release(self, _words: str) -> None:
        self.releasing.emit()


def _stub(cells: Sequence[str]) -> Card:
    card = Card(padding=14, horizontal=True, spacing=24)
    for number, words in enumerate(cells):
        card.add(Text(words, "label" if number == 0 else "small", "text" if number == 0 else "text2"))
    card.body.addStretch(1)
    return card
