"""Progress of long work: n of total, a bar, the time left, and what 取消 leaves behind."""

from __future__ import annotations

import time

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.views.components.buttons import Button, Link
from desktop.views.components.text import Text, show_if
from desktop.views.look import paint
from desktop.views.look.theme import follow_theme, theme


class Bar(QProgressBar):
    """A thin bar; `tone` is a bar token such as bar, okbar, warnbar, badbar."""

    def __init__(self, tone: str = "bar", height: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone, self._thick = tone, height
        self.setTextVisible(False)
        self.setRange(0, 100)
        follow_theme(self)

    def set_tone(self, tone: str) -> None:
        """Another bar token."""
        self._tone = tone
        self.update()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(theme().px(self._thick))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Track and filled part."""
        painter = paint.begin(self)
        radius = self.height() / 2
        paint.box(painter, self.rect(), radius, theme().color("mute"))
        if self.maximum() <= 0 or self.value() <= 0:
            return
        part = min(1.0, self.value() / self.maximum())
        width = max(self.height(), self.width() * part)
        paint.box(painter, QRectF(0, 0, width, self.height()), radius, theme().color(self._tone))


def time_left(seconds: float) -> str:
    """`还需约 1 分 20 秒`."""
    whole = max(1, round(seconds))
    if whole >= 3600:
        return f"还需约 {whole // 3600} 小时 {whole % 3600 // 60} 分"
    if whole >= 60:
        return f"还需约 {whole // 60} 分 {whole % 60 // 10 * 10} 秒"
    return f"还需约 {whole} 秒"


class ProgressLine(QWidget):
    """`ProgressLine("正在核对", unit="件", leaves="取消后 U 盘上不留半成品")`; hidden until `begin`.

    `cancel_pressed` follows 取消; without `cancellable` there is none. Without a unit the percentage alone is told: the
    parts of such work are not all of one kind.
    """

    cancel_pressed = Signal()

    def __init__(
        self,
        verb: str,
        *,
        unit: str = "件",
        leaves: str = "",
        after: str = "",
        cancellable: bool = True,
        boxed_cancel: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._verb, self._unit, self._after = verb, unit, after
        self._began = 0.0
        self.words = Text(verb, "medium")
        self.percent = Text("", "label", "accent")
        self.bar = Bar()
        self.bar.setAccessibleName(verb)
        self.left = Text("", "caption", "text2", elide=True)
        self.leaves = Text(leaves, "caption", "text2")
        show_if(self.leaves, bool(leaves))
        self.cancel = Button("取消") if boxed_cancel else Link("取消")
        self.cancel.setAccessibleName(f"取消{verb}")
        show_if(self.cancel, cancellable)
        self.cancel.clicked.connect(self._cancel)
        self._lay_out()
        self.hide()

    def begin(self) -> None:
        """Show the line and start counting the time."""
        self._began = time.monotonic()
        self.cancel.setEnabled(True)
        self.bar.setValue(0)
        self.words.set_words(self._verb)
        self.percent.set_words("")
        self.left.set_words("正在计算时间")
        self.show()

    def set_progress(self, done: int, total: int, seconds_left: float | None = None) -> None:
        """Show `done` of `total`; the time left is estimated unless given."""
        if total <= 0:
            return
        if self._unit:
            self.words.set_words(f"{self._verb}第 {min(done, total):,} {self._unit}，共 {total:,} {self._unit}")
        self.percent.set_words(f"{done * 100 // total}%")
        self.bar.setMaximum(total)
        self.bar.setValue(done)
        if seconds_left is None and self._began and done:
            seconds_left = (time.monotonic() - self._began) * (total - done) / done
        if seconds_left is not None:
            self.left.set_words("，".join(part for part in (time_left(seconds_left), self._after) if part))

    def end(self) -> None:
        """Hide the line."""
        self._began = 0.0
        self.hide()

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.left.set_words("正在停下，请稍候")
        self.cancel_pressed.emit()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.words)
        top.addStretch(1)
        top.addWidget(self.percent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self.bar)
        bottom = QHBoxLayout()
        facts = QVBoxLayout()
        facts.setSpacing(2)
        facts.addWidget(self.left)
        facts.addWidget(self.leaves)
        bottom.addLayout(facts, 1)
        bottom.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(bottom)
