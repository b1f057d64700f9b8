"""Cards and section heads: a title, one grey fact, a link at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.views.components.buttons import Link
from desktop.views.components.text import Text, show_if
from desktop.views.look import paint, tokens
from desktop.views.look.theme import theme


class SectionHead(QWidget):
    """Title 15/600, one grey fact beside it, a link or any widget at the right."""

    link_clicked = Signal()

    def __init__(
        self, title: str, fact: str = "", link: str = "", *, small: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.title = Text(title, "smallstrong" if small else "section")
        self.fact = Text(fact, "caption" if small else "small", "text3", elide=True)
        self.link = Link(link, name=f"{title}：{link}")
        show_if(self.link, bool(link))
        self.link.clicked.connect(self.link_clicked)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(10)
        self._row.addWidget(self.title)
        self._row.addWidget(self.fact, 1)
        self._row.addWidget(self.link)

    def set_fact(self, fact: str) -> None:
        """Change the grey fact."""
        self.fact.set_words(fact)

    def set_link(self, link: str) -> None:
        """Change or hide the link."""
        self.link.set_words(link)
        show_if(self.link, bool(link))

    def add_right(self, widget: QWidget) -> None:
        """Put a widget at the right end."""
        self._row.addWidget(widget)


class Card(QWidget):
    """A white box with a hairline. `body` is its layout; `add` appends. `tone` accent or bad changes the border."""

    link_clicked = Signal()

    def __init__(
        self,
        title: str = "",
        fact: str = "",
        link: str = "",
        *,
        padding: int = tokens.CARD_PADDING,
        spacing: int = 10,
        horizontal: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone = ""
        self._ground = "surface"
        column = QVBoxLayout(self)
        column.setContentsMargins(padding, padding - 4, padding, padding - 4)
        column.setSpacing(spacing)
        self.head = SectionHead(title, fact, link)
        show_if(self.head, bool(title))
        self.head.link_clicked.connect(self.link_clicked)
        column.addWidget(self.head)
        direction = QBoxLayout.Direction.LeftToRight if horizontal else QBoxLayout.Direction.TopToBottom
        self.body = QBoxLayout(direction)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(spacing)
        column.addLayout(self.body, 1)
        column.addStretch()
        if title:
            self.setAccessibleName(title)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Append a widget to the body."""
        self.body.addWidget(widget, stretch)

    def set_fact(self, fact: str) -> None:
        """Change the grey fact."""
        self.head.set_fact(fact)

    def set_tone(self, tone: str) -> None:
        """Border: '' quiet, 'accent' at work now, 'bad' failed, 'warn' needs care."""
        self._tone = tone
        self.update()

    def set_ground(self, token: str) -> None:
        """Another ground token, e.g. sunken for a read-only block or row for a chosen one."""
        self._ground = token
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground and border."""
        painter = paint.begin(self)
        color = theme().color
        border = {"accent": "accent", "bad": "badbar", "warn": "warnbar"}.get(self._tone, "line")
        width = 1.5 if self._tone else 1.0
        if self._ground == "sunken" and not self._tone:
            paint.box(painter, self.rect(), theme().px(tokens.RADIUS_CARD), color("sunken"))
        else:
            paint.box(painter, self.rect(), theme().px(tokens.RADIUS_CARD), color(self._ground), color(border), width)


class Ground(QWidget):
    """A plain coloured ground with optional hairlines: `Ground("surface", lines="lt")` for left and top."""

    def __init__(self, token: str = "canvas", lines: str = "", parent: QWidget | None = None) -> None:  # noqa: S107
        super().__init__(parent)
        self._token, self._lines = token, lines
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fill, then rule the asked edges."""
        painter = paint.begin(self)
        # Beyond the edge, which at 125 and 150 % may lie within a device pixel: what stood there before would shine through.
        painter.fillRect(self.rect().adjusted(-1, -1, 1, 1), theme().color(self._token))
        line = theme().color("line")
        if "l" in self._lines:
            paint.vline(painter, 0, 0, self.height(), line)
        if "r" in self._lines:
            paint.vline(painter, self.width() - 1, 0, self.height(), line)
        if "t" in self._lines:
            paint.hline(painter, 0, 0, self.width(), line)
        if "b" in self._lines:
            paint.hline(painter, 0, self.height() - 1, self.width(), line)


class Foot(Ground):
    """What stands at the lower edge of a page or a list, ruled off at its top: totals, verbs. A toast keeps clear of it."""

    def __init__(self, token: str = "surface", parent: QWidget | None = None) -> None:  # noqa: S107 - a colour token
        super().__init__(token, lines="t", parent=parent)
