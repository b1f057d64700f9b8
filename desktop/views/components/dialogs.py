"""Dialogs: they name the record, say what follows, and their buttons are verb and object."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeySequence,
    QMouseEvent,
    QMoveEvent,
    QPainterPath,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.views.components.buttons import Button
from desktop.views.components.card import Card
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.facts import Facts
from desktop.views.components.fields import AreaField
from desktop.views.components.parts import RING, Parts
from desktop.views.components.text import Icon, Text, show_if
from desktop.views.look import paint, tokens
from desktop.views.look.theme import theme


class Scrim(QWidget):
    """Darkens the window behind a dialog."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._dialog: QWidget | None = None
        self.setGeometry(window.rect())
        window.installEventFilter(self)
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the window whatever its size."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A translucent ground."""
        painter = paint.begin(self)
        color = QColor(theme().color("scrim"))
        color.setAlphaF(tokens.SCRIM_STRENGTH * (1.5 if theme().dark else 1.0))
        painter.fillRect(self.rect(), color)
        if self._dialog is not None:
            area = QRectF(self.mapFromGlobal(self._dialog.pos()), self._dialog.size())
            paint.shadow(painter, area, theme().px(tokens.RADIUS_DIALOG))

    def cast(self, dialog: QWidget) -> None:
        """Paint the shadow of this dialog."""
        self._dialog = dialog
        self.update()


class Dialog(QDialog):
    """The base: icon, title, the record's name, a body, a fact and buttons below. Esc backs out, Ctrl Enter commits.

    Fill `body` (a QVBoxLayout) or `add`; `commit` is the primary button - block it with a reason while the form is
    not complete. `exec()` returns true when committed. Override `check` to stay open with an error. The dialog darkens
    the window behind it.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        record: str = "",
        *,
        commit: str,
        cancel: str = "取消",
        icon: str = "pencil-line",
        tone: str = "accent",
        danger: bool = False,
        fact: str = "",
        width: int = 560,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self._scrim: Scrim | None = None
        self._grip: QPoint | None = None
        self.setMinimumWidth(theme().px(width))
        self.setMaximumWidth(max(theme().px(width), 480))
        self._parts = Parts()
        self.body = self._parts.column
        self.error = ErrorPanel()
        self.fact = Text(fact, "caption", "text2", elide=True)
        self.reason = Text("", "caption", "warntext", elide=True)
        self.reason.hide()
        self.cancel = Button(cancel, hint="Esc")
        self.cancel.clicked.connect(self.reject)
        self.commit = Button(commit, "danger" if danger else "primary", hint="Ctrl+Return")
        self.commit.clicked.connect(self._commit)
        self.commit.blocked.connect(self._told_why)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self._commit)
        self._lay_out(title, record, icon, tone)

    def _lay_out(self, title: str, record: str, icon: str, tone: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24 - RING, 22, 24 - RING, 20)
        column.setSpacing(18 - RING)
        head = QHBoxLayout()
        head.setContentsMargins(RING, 0, RING, 0)
        head.setSpacing(14)
        colors = tokens.TONES[tone]
        head.addWidget(Icon(icon, 20, colors.text, ground=colors.ground, side=40), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(title, "item", wrap=True))
        if record:
            words.addWidget(Text(record, "small", "text2", wrap=True))
        head.addLayout(words, 1)
        column.addLayout(head)
        column.addWidget(self._parts, 1)
        told = QVBoxLayout()
        told.setContentsMargins(RING, 0, RING, 0)
        told.addWidget(self.error)
        column.addLayout(told)
        foot = QHBoxLayout()
        foot.setContentsMargins(RING, 0, RING, 0)
        foot.setSpacing(8)
        foot.addWidget(self.fact, 1)
        foot.addWidget(self.reason, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.commit)
        column.addLayout(foot)

    def add(self, widget: QWidget) -> None:
        """Append to the body."""
        self.body.addWidget(widget)

    def check(self) -> bool:
        """Called before committing; return False (after telling why in `error`) to stay open."""
        return True

    def _commit(self) -> None:
        if self.commit.isEnabled() and self.check():
            self.accept()

    def _told_why(self, reason: str) -> None:
        self.reason.set_words(reason)
        show_if(self.reason, bool(reason))
        show_if(self.fact, not reason)

    def showEvent(self, event: QShowEvent) -> None:
        """Darken the window, stand in its middle, and begin with the first field."""
        parent = self.parentWidget()
        if parent is not None and self._scrim is None:
            window = parent.window()
            self._scrim = Scrim(window)
            show_if(self._parts, self.body.count() > 0)
            self.adjustSize()
            self.resize(self.width(), self._wanted_height())  # adjustSize takes the height of a narrower dialog
            middle = window.mapToGlobal(window.rect().center())
            air = max(0, min(tokens.S16, (window.height() - self.height()) // 2))
            top = max(window.mapToGlobal(QPoint(0, air)).y(), middle.y() - round(self.height() * 0.6))
            self.move(middle.x() - self.width() // 2, top)
            self._scrim.cast(self)
        if self.focusWidget() is None:
            self._focus_first()
        super().showEvent(event)

    def event(self, event: QEvent) -> bool:
        """Grow with what is told later, an error above all: the parts would be squeezed into each other."""
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._take_height(max(self.height(), self._wanted_height()))
        return super().event(event)

    def fit(self) -> None:
        """Be as high as the parts ask now, and no higher than the window."""
        parts: list[QWidget] = self._parts.findChildren(QWidget)  # type: ignore[assignment]
        for part in reversed(parts):  # from within: what was shown or hidden in a part changes what it asks for
            layout = part.layout()
            if layout is not None:
                layout.activate()
        self._parts.updateGeometry()
        self._take_height(self._wanted_height())

    def show_part(self, widget: QWidget) -> None:
        """Scroll to a part, where the parts scroll."""
        self._parts.ensureWidgetVisible(widget)

    def _wanted_height(self) -> int:
        """As high as the parts; where the window is lower, as high as the window: the parts scroll."""
        layout, parent = self.layout(), self.parentWidget()
        wanted = layout.totalHeightForWidth(self.width()) if layout is not None else self.height()
        return wanted if parent is None else min(wanted, parent.window().height() - 2 * tokens.S8)

    def _take_height(self, height: int) -> None:
        """Take a height, upwards where the window ends below."""
        parent = self.parentWidget()
        self.resize(self.width(), height)
        if parent is not None and self.isVisible():
            window = parent.window()
            lowest = window.mapToGlobal(QPoint(0, window.height() - tokens.S8 - height)).y()
            if self.y() > lowest:
                self.move(self.x(), lowest)

    def _focus_first(self) -> None:
        """Begin where something is to be filled in or chosen, not on 取消, which stands first in the chain."""
        widget = self.commit.nextInFocusChain()
        while widget is not None and widget is not self.commit:
            tabbed = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            within = self._parts.isAncestorOf(widget) and widget.isVisibleTo(self) and widget.isEnabled()
            if tabbed and within and not isinstance(widget, QPushButton):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            widget = widget.nextInFocusChain()

    def done(self, result: int) -> None:
        """Lift the scrim."""
        if self._scrim is not None:
            self._scrim.hide()
            self._scrim.deleteLater()
            self._scrim = None
        super().done(result)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The dialog can be dragged anywhere on its ground."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.globalPosition().toPoint() - self.pos()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the drag."""
        if self._grip is not None:
            self.move(event.globalPosition().toPoint() - self._grip)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """End the drag."""
        self._grip = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Raised ground; its shadow lies on the scrim."""
        painter = paint.begin(self)
        painter.fillRect(self.rect(), theme().color("line2"))
        paint.box(
            painter, self.rect(), theme().px(tokens.RADIUS_DIALOG), theme().color("raised"), theme().color("line2")
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Round corners by a mask: translucent windows turn black on desktops without a compositor."""
        super().resizeEvent(event)
        if QGuiApplication.platformName() == "offscreen":  # it has no masks and says so
            return
        path = QPainterPath()
        radius = theme().px(tokens.RADIUS_DIALOG)
        path.addRoundedRect(QRectF(self.rect()), radius, radius)
        self.setMask(QRegion(path.toFillPolygon().toPolygon()))

    def moveEvent(self, event: QMoveEvent) -> None:
        """The shadow on the scrim follows."""
        super().moveEvent(event)
        if self._scrim is not None:
            self._scrim.cast(self)


class ConfirmDialog(Dialog):
    """Says what follows and asks for the verb. `facts` are (words, value) lines in a sunken box."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        record: str,
        commit: str,
        *,
        facts: Sequence[tuple[str, str]] = (),
        consequence: str = "",
        icon: str = "info",
        tone: str = "accent",
        danger: bool = False,
        fact: str = "",
        width: int = 520,
    ) -> None:
        super().__init__(
            parent,
            title,
            record,
            commit=commit,
            icon="trash-2" if danger and icon == "info" else icon,
            tone="bad" if danger else tone,
            danger=danger,
            fact=fact,
            width=width,
        )
        if consequence:
            self.add(Text(consequence, "body", "text2", wrap=True))
        if facts:
            box = Card(padding=16)
            box.set_ground("sunken")
            box.add(Facts(facts))
            self.add(box)
        (self.cancel if danger else self.commit).setFocus()


class ReasonDialog(Dialog):
    """A verb that needs a reason of at least `least` characters; `reason_words()` after `exec()`.

    With a `limit` the characters are counted as it comes near, and a longer reason is told before the dialog closes.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        record: str,
        commit: str,
        *,
        label: str = "原因",
        info: str = "写入历史，以后可以查到",
        consequence: str = "",
        icon: str = "pencil-line",
        tone: str = "warn",
        danger: bool = False,
        fact: str = "",
        least: int = 2,
        limit: int = 0,
        value: str = "",
    ) -> None:
        super().__init__(parent, title, record, commit=commit, icon=icon, tone=tone, danger=danger, fact=fact)
        self._least, self._limit = least, limit
        if consequence:
            self.add(Text(consequence, "body", "text2", wrap=True))
        near = limit * 9 // 10
        self.field = AreaField(label, value, required=True, info=info, limit=limit, counted_from=near, lines=2)
        self.field.changed.connect(self._judge)
        self.add(self.field)
        self._judge()
        self.field.control.setFocus()

    def reason_words(self) -> str:
        """The reason as written."""
        return self.field.value()

    def _judge(self) -> None:
        if len(self.reason_words()) < self._least:
            self.commit.block(f"写明{self.field.label()}后可以继续")
        elif self.field.over_limit():
            self.commit.block(f"{self.field.label()}超过 {self._limit} 字")
        else:
            self.commit.unblock()
