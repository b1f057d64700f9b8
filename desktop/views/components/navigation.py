"""The navigation at the left: mark, unit and end, search, pages in groups, and who is signed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.views.components.buttons import IconButton, PaintedButton
from desktop.views.components.card import Ground
from desktop.views.components.search_field import SearchField
from desktop.views.components.text import Avatar, Mark, Rule, Text
from desktop.views.look import icons, paint, tokens
from desktop.views.look.theme import follow_theme, theme


@dataclass(frozen=True, slots=True)
class NavPage:
    """One page: key, words, icon; `views` are its saved views as (key, words)."""

    key: str
    words: str
    icon: str
    views: tuple[tuple[str, str], ...] = ()


class _NavButton(PaintedButton):
    """One line of the navigation: icon, words, count or late count."""

    def __init__(self, page: str, words: str, icon: str, *, view: str = "") -> None:
        super().__init__(words)
        self.page, self.view = page, view
        self._icon = icon
        self.count = 0
        self.late = 0
        self.current = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self)

    def set_counts(self, count: int, late: int) -> None:
        """Show how many wait, and how many are late."""
        self.count, self.late = count, late
        spoken = f"，{late} 件超期" if late else (f"，{count} 件" if count else "")
        self.setAccessibleName(self.text() + spoken)
        self.update()

    def sizeHint(self) -> QSize:
        """Height of a line."""
        return QSize(theme().px(160), theme().px(30 if self.view else tokens.NAV_HEIGHT))

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground when current or hovered; icon, words, count."""
        painter = paint.begin(self)
        px, color = theme().px, theme().color
        if self.current or self.underMouse():
            ground = color("current" if self.current else "mute")
            paint.box(painter, self.rect(), px(tokens.RADIUS_CONTROL), ground)
        ink = color("softtext" if self.current else ("text2" if self.view else "text"))
        side = px(12 if self.view else 18)
        left = px(41 if self.view else 12)
        icons.draw(painter, self._icon, left, (self.height() - side) / 2, side, ink if self.current else color("text2"))
        x = left + side + px(6 if self.view else 10)
        room = QRectF(x, 0, self.width() - x - px(8), self.height())
        taken = self._paint_count(painter, room)
        role = "small" if self.view else ("strong" if self.current else "body")
        paint.text(painter, room.adjusted(0, 0, -taken, 0), self.text(), role, ink)

    def _paint_count(self, painter: QPainter, room: QRectF) -> int:
        px, color = theme().px, theme().color
        words = f"{self.late} 超期" if self.late else (f"{self.count:,}" if self.count else "")
        if not words:
            return 0
        if self.view:
            paint.text(painter, room.adjusted(0, 0, -px(6), 0), words, "caption", color("text2"), paint.RIGHT)
            return paint.width_of(words, "caption") + px(12)
        width = max(px(20), paint.width_of(words, "chip") + px(12))
        area = QRectF(room.right() - width - px(3), (self.height() - px(20)) / 2, width, px(20))
        ground, ink = ("bad", "badtext") if self.late else (("surface" if self.current else "line"), "text2")
        if self.current and not self.late:
            ink = "softtext"
        paint.box(painter, area, px(10) if not self.late else px(5), color(ground))
        paint.text(painter, area, words, "chip", color(ink), paint.CENTER)
        return width + px(8)


class Navigation(Ground):
    """The left side of the window.

    `set_pages(groups)`: groups of NavPage, the last group stands at the bottom. Signals: `opened(page, view)` (view
    is empty for the page itself), `searched(words)`, `locked()`, `user_menu(QMenu)` - fill the menu and it opens.
    """

    opened = Signal(str, str)
    searched = Signal(str)
    locked = Signal()
    user_menu = Signal(QMenu)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("nav", lines="r", parent=parent)
        self.setAccessibleName("导航")
        self._buttons: list[_NavButton] = []
        self._current = ("", "")
        self._unit = Text("", "caption", "text2", elide=True)
        self.search = SearchField("查找", key="Ctrl+K", name="在全部信息中查找")
        self.search.searched.connect(self.searched)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(8, 0, 8, 0)
        self._list.setSpacing(2)
        self._bottom = QVBoxLayout()
        self._bottom.setContentsMargins(8, 0, 8, 0)
        self._user = _UserCard()
        self._user.locked.connect(self.locked)
        self._user.opened.connect(self._open_user_menu)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 1, 8)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addSpacing(12)
        holder = QHBoxLayout()
        holder.setContentsMargins(12, 0, 12, 0)
        holder.addWidget(self.search)
        column.addLayout(holder)
        column.addSpacing(14)
        column.addWidget(self._scrolling(), 1)
        column.addLayout(self._bottom)
        column.addSpacing(6)
        rule = QHBoxLayout()
        rule.setContentsMargins(12, 0, 12, 0)
        rule.addWidget(Rule())
        column.addLayout(rule)
        column.addWidget(self._user)
        follow_theme(self)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(10)
        row.addWidget(Mark(30))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text("政务公开工作台", "strong"))
        words.addWidget(self._unit)
        row.addLayout(words, 1)
        return row

    def _scrolling(self) -> QScrollArea:
        inner = QWidget()
        inner.setLayout(self._list)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        # Both are switched on by Qt and would hide the ground of the navigation.
        area.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        return area

    def set_unit(self, unit: str, end: str) -> None:
        """`省司法厅`, `办公室端`."""
        self._unit.set_words(f"{unit}·{end}")

    def set_user(self, name: str, role: str) -> None:
        """Who is signed in, and as what."""
        self._user.set_user(name, role)

    def set_pages(self, groups: Sequence[Sequence[NavPage]]) -> None:
        """Show these pages; the last group goes to the bottom when there is more than one."""
        for layout in (self._list, self._bottom):
            while layout.count():
                item = layout.takeAt(0)
                widget = item.widget() if item is not None else None
                if widget is not None:
                    widget.deleteLater()
        self._buttons = []
        for number, group in enumerate(groups):
            last = number == len(groups) - 1 and number > 0
            target = self._bottom if last else self._list
            for page in group:
                self._add(target, _NavButton(page.key, page.words, page.icon))
                for key, words in page.views:
                    self._add(target, _NavButton(page.key, words, "bookmark", view=key))
            if not last:
                target.addSpacing(theme().px(10))
        self._list.addStretch(1)
        self.set_current(*self._current)

    def _add(self, layout: QVBoxLayout, button: _NavButton) -> None:
        button.clicked.connect(self._pressed)
        self._buttons.append(button)
        layout.addWidget(button)

    def set_count(self, page: str, count: int, late: int = 0, view: str = "") -> None:
        """How many wait on a page (or saved view); `late` shows `1 超期` instead."""
        for button in self._buttons:
            if (button.page, button.view) == (page, view):
                button.set_counts(count, late)

    def set_current(self, page: str, view: str = "") -> None:
        """Mark a page (or a saved view of it) as the current one."""
        self._current = (page, view)
        for button in self._buttons:
            button.current = (button.page, button.view) == (page, view)
            button.update()

    def restyle(self) -> None:
        """Take the width from the theme."""
        self.setFixedWidth(theme().px(tokens.NAV_WIDTH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down move through the pages."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        focused = next((i for i, button in enumerate(self._buttons) if button.hasFocus()), -1)
        if step and focused >= 0:
            target = self._buttons[(focused + step) % len(self._buttons)]
            target.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _pressed(self) -> None:
        button = self.sender()
        if isinstance(button, _NavButton):
            self.opened.emit(button.page, button.view)

    def _open_user_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.user_menu.emit(menu)
        if not menu.isEmpty():
            menu.popup(self._user.mapToGlobal(QPoint(12, -menu.sizeHint().height())))


class _UserCard(QWidget):
    """Avatar, name, role and the lock button."""

    opened = Signal()
    locked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._avatar = Avatar("", 30)
        self._name = Text("", "label", "text", elide=True)
        self._role = Text("", "caption", "text2", elide=True)
        lock = IconButton("lock", "锁定", key="Ctrl+L", small=True)
        lock.clicked.connect(self.locked)
        self._menu = IconButton("chevrons-up-down", "账号与设置", small=True)
        self._menu.clicked.connect(self.opened)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 4, 2)
        row.setSpacing(8)
        row.addWidget(self._avatar)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._role)
        row.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        buttons.addWidget(self._menu)
        buttons.addWidget(lock)
        row.addLayout(buttons)

    def set_user(self, name: str, role: str) -> None:
        """Show another person."""
        self._avatar.set_name(name)
        self._name.set_words(name)
        self._role.set_words(role)
        self.setAccessibleName(f"{name}，{role}")
