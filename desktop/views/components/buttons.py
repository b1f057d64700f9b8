"""Every button: one filled per view, the rest quiet; a blocked button says why."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop.views.components.ring import FocusRing, by_keyboard
from desktop.views.components.text import Text
from desktop.views.look import icons, paint, tokens
from desktop.views.look.theme import follow_theme, theme

VARIANTS = ("primary", "secondary", "ghost", "danger", "warning", "soft", "link", "path")


def key_words(key: str) -> str:
    """How a shortcut is written on a keycap: `Ctrl+Return` becomes `Ctrl ↵`."""
    return key.replace("Return", "↵").replace("Enter", "Enter").replace("+", " ")


def keycap_width(key: str) -> int:
    """Width of the keycap that shows `key`."""
    return paint.width_of(key_words(key), "keycap") + theme().px(10)


class PaintedButton(QAbstractButton):
    """A control we paint ourselves: hover, press, keyboard ring and accessible name are settled here."""

    radius = float(tokens.RADIUS_CONTROL)

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(words)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when the focus came by a key."""
        super().focusInEvent(event)
        if by_keyboard(event):
            FocusRing(self, self.radius)

    def restyle(self) -> None:
        """Take fonts and sizes from the theme."""
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Subclasses paint."""
        raise NotImplementedError


class Button(QPushButton):
    """A verb.

    `variant`: primary (filled, one per view), secondary (outlined), ghost, danger (filled red), warning
    (outlined with red words, e.g. 退回补正), soft (pale blue), link, path (a grey link). `key` is a real shortcut and shown as a
    keycap; `hint` is shown only. `block(reason)` disables and tells why; `unblock()` enables.
    """

    blocked = Signal(str)

    def __init__(
        self,
        words: str,
        variant: str = "secondary",
        *,
        icon: str = "",
        key: str = "",
        hint: str = "",
        small: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        if variant not in VARIANTS:
            raise ValueError(variant)
        self.setText(words)
        self._variant, self._icon, self._small = variant, icon, small
        self._cap = hint or key
        self._reason = ""
        self._bare = False
        self.setAccessibleName(name or words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if key:
            self.setShortcut(QKeySequence(key))
        if variant in ("link", "path"):
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        follow_theme(self)

    @property
    def reason(self) -> str:
        """Why the button is blocked; empty when it is not."""
        return self._reason

    def block(self, reason: str) -> None:
        """Disable the verb and say why, here, in the tool tip and to `blocked` listeners."""
        self._reason = reason
        self.setEnabled(False)
        self._tell_tip()
        self.setAccessibleDescription(reason)
        self.blocked.emit(reason)

    def unblock(self) -> None:
        """Enable the verb again."""
        self._reason = ""
        self.setEnabled(True)
        self._tell_tip()
        self.setAccessibleDescription("")
        self.blocked.emit("")

    def set_words(self, words: str, icon: str | None = None) -> None:
        """Change the words (and icon); the key stays, which Qt would drop with the old words."""
        key = self.shortcut()
        self.setText(words)
        self.setShortcut(key)
        self.setAccessibleName(words)
        self._icon = self._icon if icon is None else icon
        self._tell_tip()
        self.restyle()

    @property
    def bare(self) -> bool:
        """Whether the icon stands alone now."""
        return self._bare

    def set_bare(self, bare: bool) -> None:
        """Show the icon alone where there is no room for the words; they become the tool tip."""
        if bare != self._bare:
            self._bare = bare
            self._tell_tip()
            self.restyle()

    def spared(self) -> int:
        """What the words take: so much narrower is the icon alone. 0 where the words must stay."""
        if not self._icon or not self.text() or self._variant in ("primary", "danger"):
            return 0
        return self._full_width() - self.height()

    def set_variant(self, variant: str) -> None:
        """Change the weight of the verb."""
        self._variant = variant
        self.restyle()

    def restyle(self) -> None:
        """Take font and size from the theme."""
        self.setFont(theme().font(self._role()))
        if self._variant in ("link", "path"):
            self.setFixedHeight(theme().px(22))
        else:
            self.setFixedHeight(theme().px(tokens.BUTTON_SMALL_HEIGHT if self._small else tokens.BUTTON_HEIGHT))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Words, icon and keycap with the padding of the variant; the icon alone is as wide as high."""
        return QSize(self.height() if self._bare else self._full_width(), self.height())

    def _full_width(self) -> int:
        px = theme().px
        width: int = self.fontMetrics().horizontalAdvance(self.text()) + 2 * self._pad()
        if self._icon:
            width += px(16) + (px(tokens.ICON_GAP) if self.text() else 0)
        if self._cap:
            width += px(8) + keycap_width(self._cap) - px(4)
        return width + 1

    def minimumSizeHint(self) -> QSize:
        """A button never cuts its words."""
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when the focus came by a key."""
        super().focusInEvent(event)
        if by_keyboard(event):
            FocusRing(self, tokens.RADIUS_CONTROL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, icon, words, keycap."""
        painter = paint.begin(self)
        px = theme().px
        fill, border, words, glyph = self._colors()
        if fill is not None or border is not None:
            paint.box(painter, self.rect(), px(tokens.RADIUS_CONTROL), fill, border)
        if self._bare:
            self._paint_icon(painter, glyph)
            return
        free = self.width() - (self.sizeHint().width() - 1)
        x = self._pad() + max(0, free) / 2
        if self._icon:
            paint_y = (self.height() - px(16)) / 2
            icons.draw(painter, self._icon, x, paint_y, px(16), glyph)
            x += px(16) + px(tokens.ICON_GAP)
        room = QRectF(x, 0, self.width() - x, self.height())
        if self._variant in ("link", "path") and self.underMouse() and self.isEnabled():
            font = self.font()
            font.setUnderline(True)
            taken = paint.text(painter, room, self.text(), font, words)
        else:
            taken = paint.text(painter, room, self.text(), self.font(), words)
        if self._cap:
            self._paint_cap(painter, x + taken + px(8), words)

    def _paint_icon(self, painter: QPainter, color: QColor) -> None:
        side = theme().px(16)
        icons.draw(painter, self._icon, (self.width() - side) / 2, (self.height() - side) / 2, side, color)

    def _tell_tip(self) -> None:
        self.setToolTip(self._reason or (self.text() if self._bare else ""))

    def _paint_cap(self, painter: QPainter, left: float, words: QColor) -> None:
        px = theme().px
        height = px(18)
        area = QRectF(left, (self.height() - height) / 2, keycap_width(self._cap), height)
        filled = self._variant in ("primary", "danger") and self.isEnabled()
        ground = QColor(255, 255, 255, 56) if filled else theme().color("mute")
        paint.box(painter, area, px(4), ground)
        color = words if filled or not self.isEnabled() else theme().color("text2")
        paint.text(painter, area, key_words(self._cap), "keycap", color, paint.CENTER)

    def _role(self) -> str:
        if self._variant == "path":
            return "body"
        if self._variant == "link":
            return "label"
        return "label" if self._small else "medium"

    def _pad(self) -> int:
        if self._variant in ("link", "path"):
            return 0
        if not self.text():
            return theme().px(8)
        return theme().px(11 if self._small else 13)

    def _colors(self) -> tuple[QColor | None, QColor | None, QColor, QColor]:
        """Fill, border, words, icon for the present state."""
        color = theme().color
        over = self.underMouse() and self.isEnabled()
        down = self.isDown()
        kind = self._variant
        if not self.isEnabled():
            if kind in ("ghost", "link", "path"):
                return None, None, color("text3"), color("text3")
            return color("mute"), color("line") if kind == "secondary" else None, color("text3"), color("text3")
        if kind == "primary":
            return color("fillhover" if over or down else "fill"), None, color("filltext"), color("filltext")
        if kind == "danger":
            ground = QColor(color("badfill"))
            return ground.darker(112) if over else ground, None, color("filltext"), color("filltext")
        if kind == "soft":
            return color("soft2" if over else "soft"), None, color("softtext"), color("softtext")
        if kind in ("link", "path"):
            ink = color("accent" if kind == "link" else "text2")
            return None, None, ink, ink
        if kind == "ghost":
            return color("hover") if over or down else None, None, color("text2"), color("text2")
        words = color("badtext") if kind == "warning" else color("text")
        return color("hover" if over or down else "surface"), color("line2"), words, words


class IconButton(Button):
    """A square button that shows only an icon; `name` is its tool tip and accessible name."""

    def __init__(
        self,
        icon: str,
        name: str,
        variant: str = "ghost",
        *,
        key: str = "",
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", variant, icon=icon, small=small, name=name, parent=parent)
        self.setToolTip(name if not key else f"{name}（{key_words(key)}）")
        if key:
            self.setShortcut(QKeySequence(key))

    def sizeHint(self) -> QSize:
        """As wide as high."""
        return QSize(self.height(), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground and icon."""
        painter = paint.begin(self)
        fill, border, _words, glyph = self._colors()
        if fill is not None or border is not None:
            paint.box(painter, self.rect(), theme().px(tokens.RADIUS_CONTROL), fill, border)
        self._paint_icon(painter, glyph)


class Link(Button):
    """Words in the accent colour that act when pressed."""

    def __init__(self, words: str, *, icon: str = "", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, "link", icon=icon, name=name, parent=parent)


class ReasonedButton(QWidget):
    """A button with the reason at its left while it is blocked."""

    def __init__(self, button: Button, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = button
        self._words = Text(button.reason, "small", "warntext")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._words)
        row.addWidget(button)
        button.blocked.connect(self._words.set_words)
