"""The empty state: a small drawing, one sentence, the verb, one way out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.components.buttons import Button, Link
from desktop.views.components.text import Text
from desktop.views.look import icons, paint
from desktop.views.look.theme import follow_theme, theme

DETAIL_WIDTH = 720
"""How wide the detail grows: some fifty characters, which the eye still follows and our own longest sentence takes."""


class _Drawing(QWidget):
    """Two sheets of paper and a disc with an icon."""

    def __init__(self, icon: str, tone: str) -> None:
        super().__init__()
        self._icon, self._tone = icon, tone
        follow_theme(self)

    def restyle(self) -> None:
        """Take the size from the theme."""
        self.setFixedSize(theme().px(100), theme().px(116))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Back sheet, front sheet with three lines, disc."""
        painter = paint.begin(self)
        px, color = theme().px, theme().color
        paint.box(painter, QRectF(px(16), px(1), px(76), px(96)), px(6), color("surface"), color("line2"))
        sheet = QRectF(px(4), px(11), px(76), px(96))
        paint.box(painter, sheet, px(6), color("surface"), color("line2"))
        for number, width in enumerate((44, 52, 36)):
            line = QRectF(sheet.left() + px(12), sheet.top() + px(22 + 16 * number), px(width), px(5))
            paint.box(painter, line, 2.5, color("mute"))
        ground, ink, _bar = theme().tone(self._tone)
        center = QPointF(px(80), px(95))
        paint.disc(painter, center, px(19), color("canvas"))
        paint.disc(painter, center, px(17), ground)
        side = px(18)
        icons.draw(painter, self._icon, center.x() - side / 2, center.y() - side / 2, side, ink)


class EmptyState(QWidget):
    """`EmptyState("这一期没有要报送的信息", "没有信息也要报送，点一次零报告即可。", verbs=[Button(...)])`.

    `out` is a grey fact with a link behind it: `("有 2 件草稿还没有提交审查", "去看看")` -> `way_out()`.
    """

    way_out = Signal()

    def __init__(
        self,
        sentence: str,
        detail: str = "",
        verbs: Sequence[Button] = (),
        out: tuple[str, str] = ("", ""),
        *,
        icon: str = "check",
        tone: str = "ok",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(sentence)
        middle = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setSpacing(6)
        column.addStretch(2)
        column.addWidget(_Drawing(icon, tone), 0, middle)
        column.addSpacing(14)
        column.addWidget(Text(sentence, "page"), 0, middle)
        if detail:
            words = Text(detail, "body", "text2", wrap=True)
            words.setAlignment(middle)
            words.setMaximumWidth(theme().px(DETAIL_WIDTH))
            lines = QHBoxLayout()
            lines.addStretch(1)
            lines.addWidget(words, 1000)  # all that the widest line may take
            lines.addStretch(1)
            column.addLayout(lines)
        if verbs:
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addStretch(1)
            for verb in verbs:
                row.addWidget(verb)
            row.addStretch(1)
            column.addSpacing(8)
            column.addLayout(row)
        if out[0]:
            column.addSpacing(8)
            column.addLayout(self._way_out(*out))
        column.addStretch(3)

    def _way_out(self, words: str, link: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch(1)
        row.addWidget(Text(words, "small", "text2"))
        button = Link(link, name=f"{words}，{link}")
        button.clicked.connect(self.way_out)
        row.addWidget(button)
        row.addStretch(1)
        return row
