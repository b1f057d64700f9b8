"""Eight boxes for the eight groups of a fingerprint, as they stand on the stamped sheet; a whole one can be pasted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.views.components.field_parts import InputFrame, MessageLine
from desktop.views.components.fields import bare_line_edit
from desktop.views.components.text import Text

GROUPS, LENGTH = 8, 4
_DIGITS = frozenset("0123456789ABCDEF")


class FingerprintField(QWidget):
    """`changed()` follows every edit; `value()` is the eight groups parted by blanks, as far as they were typed."""

    changed = Signal()

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes = tuple(bare_line_edit() for _ in range(GROUPS))
        self._message = MessageLine()
        row = QHBoxLayout()
        row.setSpacing(6)
        for number, box in enumerate(self.boxes, 1):
            box.setAccessibleName(f"{label} 第 {number} 组")
            box.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin)
            box.textEdited.connect(self._typed)
            box.installEventFilter(self)
            row.addWidget(InputFrame(box), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Text(label, "label", "text2"))
        column.addLayout(row)
        column.addWidget(self._message)
        self.setFocusProxy(self.boxes[0])
        self._tell()

    def value(self) -> str:
        """What was typed."""
        return " ".join(box.text() for box in self.boxes).strip()

    def complete(self) -> bool:
        """Whether all eight groups are full."""
        return all(len(box.text()) == LENGTH for box in self.boxes)

    def clear(self) -> None:
        """Empty every box."""
        for box in self.boxes:
            box.clear()
        self._tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Backspace in an empty box goes back to the one before; what is pasted replaces what stands there."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched in self.boxes:
            at = self.boxes.index(watched)
            if event.matches(QKeySequence.StandardKey.Paste):
                self._take(at, QGuiApplication.clipboard().text())
                return True
            if event.key() == Qt.Key.Key_Backspace and at and not self.boxes[at].text():
                self.boxes[at - 1].setFocus()
                return True
        return super().eventFilter(watched, event)

    def _typed(self, words: str) -> None:
        box = self.sender()
        if isinstance(box, QLineEdit):
            self._take(self.boxes.index(box), words)

    def _take(self, at: int, words: str) -> None:
        self._spread(at, [one for one in words.upper() if one in _DIGITS])
        strange = {one for one in words.upper() if not one.isspace() and one not in _DIGITS and one != "-"}
        self._tell(f"指纹里没有“{'、'.join(sorted(strange))}”，只有数字和字母 A 到 F" if strange else "")
        self.changed.emit()

    def _spread(self, at: int, digits: list[str]) -> None:
        """Fill the box and, when more was pasted or typed than it holds, those after it; go where typing goes on."""
        self.boxes[at].setText("".join(digits[:LENGTH]))
        rest = digits[LENGTH:]
        if rest and at + 1 < GROUPS:
            self._spread(at + 1, rest)
        elif len(digits) >= LENGTH and at + 1 < GROUPS:
            self.boxes[at + 1].setFocus()
            self.boxes[at + 1].selectAll()

    def _tell(self, words: str = "") -> None:
        full = sum(len(box.text()) == LENGTH for box in self.boxes)
        if words:
            self._message.show_message(words, "error")
        elif self.complete():
            self._message.show_message("8 组已录全，与指纹单再核对一遍", "ok")
        else:
            self._message.show_message(f"照盖章的指纹单录入，可以整段粘贴；已录 {full} 组，共 8 组", "info")
