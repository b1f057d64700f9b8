"""Words on a surface: labels in a type step and a colour token, rules, and icon notes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop.views.look import icons, paint
from desktop.views.look.glyphs import seen
from desktop.views.look.theme import follow_theme, theme


def show_if(widget: QWidget, wanted: bool) -> None:
    """Show or hide a part; one that has no parent yet is not shown, for it would open as a window of its own."""
    if not wanted:
        widget.hide()
    elif widget.parentWidget() is not None:
        widget.show()
    else:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)


class Text(QLabel):
    """A label of one type step (`role`) and one colour token; `wrap` breaks lines, `elide` cuts with an ellipsis.

    What cannot be seen in the words stands there as its code.
    """

    def __init__(
        self,
        words: str = "",
        role: str = "body",
        color: str = "text",
        *,
        wrap: bool = False,
        elide: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(seen(words), parent)
        self._role = role
        self._color = color
        self._elide = elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        follow_theme(self)

    def set_words(self, words: str, color: str | None = None) -> None:
        """Change the words, and the colour token if given."""
        self.setText(seen(words))
        if color is not None and color != self._color:
            self._color = color
            self.restyle()
        self.updateGeometry()

    def restyle(self) -> None:
        """Take font, colour and line height from the theme."""
        self.setFont(theme().font(self._role))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme().color(self._color))
        self.setPalette(palette)
        self.setMinimumHeight(theme().line(self._role))
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """An eliding label may shrink to a few characters."""
        hint = super().minimumSizeHint()
        return QSize(theme().px(24), hint.height()) if self._elide else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cut with an ellipsis when asked; else paint as a label does."""
        if not self._elide:
            super().paintEvent(event)
            return
        if self._cut() and self.width() <= self.minimumSizeHint().width():
            return  # a lone ellipsis tells nothing; the tool tip has the words
        painter = QPainter(self)
        paint.text(painter, self.rect(), self.text(), self.font(), theme().color(self._color), self.alignment())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say the whole text in a tool tip while it is cut."""
        super().resizeEvent(event)
        if self._elide:
            self.setToolTip(self.text() if self._cut() else "")

    def _cut(self) -> bool:
        return QFontMetrics(self.font()).horizontalAdvance(self.text()) > self.width()


class Rule(QWidget):
    """A hairline across its parent."""

    def __init__(self, token: str = "line", parent: QWidget | None = None) -> None:  # noqa: S107 - a colour token
        super().__init__(parent)
        self._token = token
        self.setFixedHeight(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fill one device-snapped line."""
        painter = QPainter(self)
        paint.hline(painter, 0, 0, self.width(), theme().color(self._token))


class Icon(QWidget):
    """One icon, tinted; decoration only, so the words beside it must say the same."""

    def __init__(
        self,
        name: str,
        size: int = 16,
        color: str = "text2",
        *,
        ground: str = "",
        side: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._size, self._color, self._ground = name, size, color, ground
        self._side = side or size
        follow_theme(self)

    @property
    def shown(self) -> tuple[str, str]:
        """The picture and its colour token."""
        return self._name, self._color

    def set_icon(self, name: str, color: str | None = None, ground: str | None = None) -> None:
        """Change the picture, its colour token and its ground token."""
        self._name = name
        self._color = color or self._color
        self._ground = self._ground if ground is None else ground
        self.update()

    def restyle(self) -> None:
        """Take the size from the theme."""
        side = theme().px(self._side)
        self.setFixedSize(side, side)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, if any, and the icon in its middle."""
        painter = paint.begin(self)
        if self._ground:
            paint.box(painter, self.rect(), theme().px(8), theme().color(self._ground))
        size = theme().px(self._size)
        offset = (self.width() - size) / 2
        icons.draw(painter, self._name, offset, offset, size, theme().color(self._color))


class Note(QWidget):
    """An icon and a line of words in one tone: a fact, a warning, a refusal."""

    def __init__(
        self,
        words: str = "",
        icon: str = "info",
        color: str = "text2",
        *,
        role: str = "small",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        small = role in ("caption", "chip")
        row.setSpacing(4 if wrap else 6)
        line = (18 if small else 20) if wrap else 0  # a wrapped note's icon stands in its first line
        self.icon = Icon(icon, 14 if small else 16, color, side=line)
        self.words = Text(words, role, color, wrap=wrap)
        if wrap:
            self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop if wrap else Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.words, 1)
        self.setAccessibleName(words)

    def set_note(self, words: str, icon: str = "info", color: str = "text2") -> None:
        """Change words, icon and colour token together."""
        self.words.set_words(words, color)
        self.icon.set_icon(icon, color)
        self.setAccessibleName(words)


class Avatar(QWidget):
    """The first character of a person's name on a pale disc."""

    def __init__(self, name: str = "", size: int = 30, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._size = name, size
        follow_theme(self)

    def set_name(self, name: str) -> None:
        """Show another person."""
        self._name = name
        self.update()

    def restyle(self) -> None:
        """Take the size from the theme."""
        side = theme().px(self._size)
        self.setFixedSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the disc and the character."""
        painter = paint.begin(self)
        half = self.width() / 2
        paint.disc(painter, QPointF(half, half), half, theme().color("soft2"))
        paint.text(painter, self.rect(), self._name[:1], "strong", theme().color("softtext"), paint.CENTER)


class Mark(QWidget):
    """The mark of the program: 公 on a blue square."""

    def __init__(self, size: int = 30, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self.setAccessibleName("政务公开工作台")
        follow_theme(self)

    def restyle(self) -> None:
        """Take the size from the theme."""
        side = theme().px(self._size)
        self.setFixedSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint square and character."""
        painter = paint.begin(self)
        paint.box(painter, self.rect(), self.width() * 0.24, theme().color("fill"))
        font = QFont(theme().font("strong"))
        font.setPixelSize(round(self.width() * 0.5))
        paint.text(painter, self.rect(), "公", font, theme().color("filltext"), paint.CENTER)
