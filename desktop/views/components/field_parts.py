"""What every field is made of: the bordered frame and the one reserved message line."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.views.look import icons, paint, tokens
from desktop.views.look.theme import follow_theme, theme

MESSAGE_KINDS = {
    "info": ("info", "text2"),
    "warn": ("triangle-alert", "warntext"),
    "error": ("circle-alert", "badtext"),
    "ok": ("circle-check", "oktext"),
}
SHOWN_BY = "点这里或按 F4，在原文中标出"
CONFIDENCE = {"高": (3, "oktext", "okbar"), "中": (2, "warntext", "warnbar"), "低": (1, "warntext", "warnbar")}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a machine proposed for a field: where it was found and how sure it is (高, 中, 低), and why.

    `shown` says that the place can be looked at.
    """

    place: str
    confidence: str
    why: str = ""
    shown: bool = False


class InputFrame(QWidget):
    """The border and ground of an input; holds the bare control and trailing buttons."""

    def __init__(self, control: QWidget, *, tall: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self._tall = tall
        self._kind = ""
        self._proposed = False
        self._read_only = False
        self.row = QHBoxLayout(self)
        self.row.addWidget(control, 1)
        self.setSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred if tall else QSizePolicy.Policy.Fixed
        )
        self.setFocusProxy(control)
        control.installEventFilter(self)
        follow_theme(self)

    def add_trailing(self, widget: QWidget) -> None:
        """Put a small button behind the control."""
        self.row.addWidget(widget)

    def add_leading(self, widget: QWidget) -> None:
        """Put an icon before the control."""
        self.row.insertWidget(0, widget)

    def set_look(self, kind: str = "", *, proposed: bool = False, read_only: bool = False) -> None:
        """Border by message kind (warn, error), ground by proposal or read-only."""
        self._kind, self._proposed, self._read_only = kind, proposed, read_only
        self.update()

    def restyle(self) -> None:
        """Take the height from the theme."""
        px = theme().px
        self.row.setContentsMargins(px(12), px(5) if self._tall else 0, px(8), px(5) if self._tall else 0)
        self.row.setSpacing(px(6))
        self._control.setFont(theme().font("body"))
        if not self._tall:
            self.setFixedHeight(px(tokens.INPUT_HEIGHT))
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Repaint the border when the control gains or loses the focus or is switched off."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.EnabledChange):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground and border of the present state."""
        painter = paint.begin(self)
        color = theme().color
        focused = self._control.hasFocus()
        ground = "sunken" if self._read_only or not self._control.isEnabled() else "surface"
        if self._proposed and not focused:
            ground = "proposed"
        edge = {"warn": "warnbar", "error": "badbar"}.get(self._kind, "edge")
        if ground == "sunken":
            edge = "line"
        if focused:
            edge = "accent" if self._kind != "error" else "badbar"
        paint.box(
            painter, self.rect(), theme().px(tokens.RADIUS_CONTROL), color(ground), color(edge), 2.0 if focused else 1.0
        )


class MessageLine(QWidget):
    """One reserved line under a field: the proposal with its three ticks, then a message.

    `located()` follows a click on the words of a proposal whose place can be looked at.
    """

    located = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._proposal: Proposal | None = None
        self._words = ""
        self._kind = "info"
        self._reach = 0.0
        self._hovered = False
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        follow_theme(self)

    def show_message(self, words: str, kind: str = "info", proposal: Proposal | None = None) -> None:
        """Show a message (info, warn, error, ok) and, before it, a proposal."""
        self._words, self._kind, self._proposal = words, kind, proposal
        told = [words] if paint.width_of(words, "caption") > self.width() - 40 else []
        spoken = words
        if proposal is not None:
            spoken = f"{proposal.place}，把握{proposal.confidence}。{words}"
            told.insert(0, f"把握{proposal.confidence}：{proposal.why}" if proposal.why else "")
            told.append(SHOWN_BY if proposal.shown else "")
        self.setAccessibleName(spoken)
        self.setToolTip("\n".join(filter(None, told)))
        self._hover(False)
        self.update()

    def words(self) -> str:
        """The message shown."""
        return self._words

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The words of a place that can be looked at are a link."""
        super().mouseMoveEvent(event)
        self._hover(self._is_link(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered any more."""
        super().leaveEvent(event)
        self._hover(False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask for the place."""
        if event.button() == Qt.MouseButton.LeftButton and self._is_link(event.position().x()):
            self.located.emit()
            return
        super().mousePressEvent(event)

    def _is_link(self, x: float) -> bool:
        return self._proposal is not None and self._proposal.shown and x <= self._reach

    def _hover(self, wanted: bool) -> None:
        if wanted != self._hovered:
            self._hovered = wanted
            self.setCursor(Qt.CursorShape.PointingHandCursor if wanted else Qt.CursorShape.ArrowCursor)
            self.update()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(theme().line("caption"))
        self.update()

    def sizeHint(self) -> QSize:
        """One caption line."""
        return QSize(theme().px(120), theme().line("caption"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Icon, place, ticks, 把握, then icon and message."""
        painter = paint.begin(self)
        px, color = theme().px, theme().color
        x = 0.0
        side = px(12)
        top = (self.height() - side) / 2
        if self._proposal is not None:
            ink = color("accent" if self._hovered else "text2")
            icons.draw(painter, "scan-search", x, top, side, ink if self._hovered else color("text3"))
            x += side + px(5)
            begun = x
            x += paint.text(
                painter, QRectF(x, 0, self.width() - x, self.height()), self._proposal.place, "caption", ink
            )
            self._reach = x
            if self._proposal.shown:
                paint.hline(painter, begun, self.height() - 2, x - begun, ink if self._hovered else color("line2"))
            x += px(8)
            ticks, words, bar = CONFIDENCE[self._proposal.confidence]
            for tick in range(3):
                area = QRectF(x, (self.height() - px(7)) / 2, px(4), px(7))
                paint.box(painter, area, 1, color(bar if tick < ticks else "line2"))
                x += px(5)
            x += px(3)
            x += paint.text(
                painter,
                QRectF(x, 0, self.width() - x, self.height()),
                f"把握{self._proposal.confidence}",
                "chip",
                color(words),
            ) + px(14)
        if self._words and x < self.width():
            icon, words = MESSAGE_KINDS[self._kind]
            icons.draw(painter, icon, x, top, side, color(words))
            x += side + px(5)
            paint.text(
                painter,
                QRectF(x, 0, self.width() - x, self.height()),
                self._words,
                "caption",
                color(words),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            )
