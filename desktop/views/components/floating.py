"""What floats over a page: the toast with 撤销 and the bulk bar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QTimer, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.components.buttons import Button, IconButton, PaintedButton
from desktop.views.components.card import Foot
from desktop.views.components.text import Icon, Text, show_if
from desktop.views.look import icons, paint, tokens
from desktop.views.look.theme import theme

_SHADE = tokens.SHADOW_SPREAD


class Floating(QWidget):
    """A raised box with a shadow, kept at the bottom centre of its host, `lift` pixels above the edge."""

    def __init__(self, host: QWidget, ground: str, lift: int) -> None:
        super().__init__(host)
        self._host, self._ground, self.lift = host, ground, lift
        host.installEventFilter(self)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(_SHADE + 16, _SHADE + 8, _SHADE + 10, _SHADE + 8)
        self.row.setSpacing(10)
        self.hide()

    def place(self) -> None:
        """Take the size of the contents and the place at the bottom centre."""
        self.adjustSize()
        width = min(self.sizeHint().width(), self._host.width())
        height = self.sizeHint().height()
        left = (self._host.width() - width) // 2
        top = self._host.height() - height - self.lift + _SHADE
        self.setGeometry(left, self.clear(QRect(left, top, width, height)), width, height)
        self.raise_()

    def clear(self, wanted: QRect) -> int:
        """Where its top may stand when it would like to take the place `wanted`, shadow and all."""
        return wanted.top()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom when the host changes its size."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self.place()
        return super().eventFilter(watched, event)

    def box(self) -> QRectF:
        """The visible box without its shadow."""
        return QRectF(self.rect()).adjusted(_SHADE, _SHADE, -_SHADE, -_SHADE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Shadow and ground."""
        painter = paint.begin(self)
        radius = theme().px(tokens.RADIUS_CARD)
        paint.shadow(painter, self.box().adjusted(4, 4, -4, -4), radius)
        border = None if self._ground == "toast" else theme().color("line2")
        paint.box(painter, self.box(), radius, theme().color(self._ground), border)


class _ToastButton(PaintedButton):
    """A button on the dark ground of a toast."""

    def __init__(self, words: str, icon: str = "") -> None:
        super().__init__("" if icon else words)
        self._icon = icon
        self.setAccessibleName(words)
        self.setToolTip(words if icon else "")
        side = theme().px(30)
        width = side if icon else paint.width_of(words, "label") + theme().px(32)
        self.setFixedSize(width, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A lighter box, or only the icon."""
        painter = paint.begin(self)
        color, px = theme().color, theme().px
        if not self._icon or self.underMouse():
            paint.box(painter, self.rect(), px(tokens.RADIUS_CONTROL), color("toasthover"))
        if self._icon:
            icons.draw(
                painter,
                self._icon,
                (self.width() - px(16)) / 2,
                (self.height() - px(16)) / 2,
                px(16),
                color("toasttext2"),
            )
        else:
            paint.text(painter, self.rect(), self.text(), "label", color("toasttext"), paint.CENTER)


class Toast(Floating):
    """One fact that just became true, with 撤销 for ten seconds. Errors are never toasts.

    One per window: `toast.tell("已为 3 件指定发布人：何静", "何静登录后在待办中看到", undo=self.undo)`.
    """

    undone = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, "toast", 16)
        self._undo: Callable[[], None] | None = None
        self._left = 0
        self._whole = 1
        self._icon = Icon("circle-check", 20, "toastok")
        self._fact = Text("", "medium", "toasttext")
        self._detail = Text("", "caption", "toasttext2")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._fact)
        words.addWidget(self._detail)
        self._undo_button = _ToastButton("撤销")
        self._undo_button.clicked.connect(self._undo_pressed)
        close = _ToastButton("关闭提示", "x")
        close.clicked.connect(self.hide)
        self.row.addWidget(self._icon)
        self.row.addLayout(words)
        self.row.addSpacing(40)
        self.row.addWidget(self._undo_button)
        self.row.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setInterval(100)
        self._timer.timeout.connect(self._tick)

    def tell(
        self, fact: str, detail: str = "", undo: Callable[[], None] | None = None, seconds: int = tokens.TOAST_SECONDS
    ) -> None:
        """Show one fact; `undo` runs when 撤销 is pressed in time."""
        self._fact.set_words(fact)
        self._detail.set_words(detail)
        show_if(self._detail, bool(detail))
        self._undo = undo
        show_if(self._undo_button, undo is not None)
        self._whole = self._left = seconds * 10
        self.setAccessibleName(fact)
        self._timer.start()
        self.place()
        self.show()
        self.place()

    def clear(self, wanted: QRect) -> int:
        """Above the totals and verbs at the foot of the page, and above a bulk bar."""
        inner = wanted.adjusted(_SHADE, _SHADE, -_SHADE, -_SHADE)
        for taken in sorted(self._taken(), key=QRect.bottom, reverse=True):
            if inner.adjusted(0, 0, 0, self.lift - 1).intersects(taken):
                inner.moveBottom(taken.top() - self.lift)
        return inner.top() - _SHADE

    def _taken(self) -> Iterator[QRect]:
        """What it must not cover, as the host sees it."""
        feet: Iterable[Foot] = self._host.findChildren(Foot)
        bars: Iterable[BulkBar] = self._host.findChildren(BulkBar)
        areas = [*((one, one.rect()) for one in feet), *((one, one.box().toRect()) for one in bars)]
        for standing, area in areas:
            if standing.isVisible():
                yield area.translated(standing.mapTo(self._host, QPoint(0, 0)))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while hovered."""
        super().enterEvent(event)
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Go on counting."""
        super().leaveEvent(event)
        self._timer.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box and how much time is left."""
        super().paintEvent(event)
        painter = paint.begin(self)
        box = self.box()
        ink = QColor(theme().color("toasttext2"))
        ink.setAlpha(130)
        width = (box.width() - 24) * self._left / self._whole
        painter.fillRect(QRectF(box.left() + 12, box.bottom() - 2, width, 2), ink)

    def _tick(self) -> None:
        self._left -= 1
        self.place()  # the page below may have turned, and with it the foot
        self.update()
        if self._left <= 0:
            self._timer.stop()
            self.hide()

    def _undo_pressed(self) -> None:
        undo = self._undo
        self.hide()
        self._timer.stop()
        self.undone.emit()
        if undo is not None:
            undo()


class BulkBar(Floating):
    """What can be done with several chosen rows: `add_verb(Button(...))`, `set_count(3, "共 11 页")`, `cleared()`."""

    cleared = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, "raised", 14)
        self._count = Text("", "strong")
        self._fact = Text("", "caption", "text2")
        close = IconButton("x", "取消选择", small=True)
        close.clicked.connect(self.cleared)
        self.row.setSpacing(6)
        self.row.addWidget(self._count)
        self.row.addSpacing(2)
        self.row.addWidget(self._fact)
        self.row.addSpacing(8)
        self.row.addWidget(close)

    def add_verb(self, button: Button) -> Button:
        """Add a verb; use variants soft for the main one, ghost for the others."""
        self.row.insertWidget(self.row.count() - 1, button)
        return button

    def set_count(self, count: int, fact: str = "") -> None:
        """Show for two or more chosen rows, hide otherwise."""
        self._count.set_words(f"已选 {count:,} 件")
        self._fact.set_words(fact)
        show_if(self, count > 1)
        if count > 1:
            self.place()
