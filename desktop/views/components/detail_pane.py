"""The pane at the right of a list: state, number, title, tabs, sections; 400 wide, scrolls."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.views.components.buttons import IconButton
from desktop.views.components.card import Ground, SectionHead
from desktop.views.components.chips import Chip
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.tabs import Tabs
from desktop.views.components.text import Rule, Text, show_if
from desktop.views.look import tokens
from desktop.views.look.theme import follow_theme, theme


class DetailPane(Ground):
    """`add_tab(key, words, count)` returns a ScrollColumn to fill; `add_section` puts a small head and a widget there.

    `set_head(chip, number, title)`; verbs by `add_verb`; `closed()` follows ×. `tab_changed(key)`.
    """

    closed = Signal()
    tab_changed = Signal(str)

    def __init__(self, *, width: int = tokens.PANE_WIDTH, parent: QWidget | None = None) -> None:
        super().__init__("surface", lines="l", parent=parent)
        self._width = width
        self._chip = Chip("")
        self._number = Text("", "small", "text2")
        self._title = Text("", "item", wrap=True, selectable=True)
        self._verbs = QHBoxLayout()
        self._verbs.setSpacing(4)
        self._tab_list: list[tuple[str, str, int | None]] = []
        self._pages: dict[str, ScrollColumn] = {}
        self.tabs = Tabs([], name="详情")
        self.tabs.changed.connect(self._show_tab)
        self._stack = QStackedWidget()
        close = IconButton("x", "关闭详情", small=True)
        close.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._chip)
        top.addWidget(self._number)
        top.addStretch(1)
        top.addLayout(self._verbs)
        top.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(8)
        for part in (top, self._title, self.tabs):
            holder = QHBoxLayout()
            holder.setContentsMargins(20, 0, 20, 0)
            holder.addWidget(part) if isinstance(part, QWidget) else holder.addLayout(part, 1)
            column.addLayout(holder)
        column.addWidget(self._stack, 1)
        self.setAccessibleName("详情")
        follow_theme(self)

    def set_head(self, chip: str, number: str, title: str) -> None:
        """Show another record; an empty chip hides it."""
        self._chip.set_word(chip)
        show_if(self._chip, bool(chip))
        self._number.set_words(number)
        self._title.set_words(title)
        self.setAccessibleName(f"详情：{title}")

    def add_verb(self, button: QWidget) -> QWidget:
        """Add a verb left of the ×."""
        self._verbs.addWidget(button)
        return button

    def add_tab(self, key: str, words: str, count: int | None = None) -> ScrollColumn:
        """Add a tab; returns the column to fill."""
        page = ScrollColumn(margin=20, spacing=12)
        self._pages[key] = page
        self._stack.addWidget(page)
        self._tab_list.append((key, words, count))
        self.tabs.set_tabs(self._tab_list)
        show_if(self.tabs, len(self._tab_list) > 1)
        return page

    def add_section(self, page: ScrollColumn, title: str, widget: QWidget, link: str = "") -> SectionHead:
        """Append a small head with a widget below; a rule separates it from what stands before. Returns the head."""
        if page.column.count() > 1:
            page.add(Rule())
        head = SectionHead(title, "", link, small=True)
        page.add(head)
        page.add(widget)
        return head

    def set_count(self, key: str, count: int | None) -> None:
        """Change the count of a tab."""
        self.tabs.set_count(key, count)

    def show_tab(self, key: str) -> None:
        """Go to a tab."""
        self.tabs.set_current(key)
        self._stack.setCurrentWidget(self._pages[key])

    def restyle(self) -> None:
        """Take the width from the theme, within what a small screen allows."""
        self.setFixedWidth(theme().px(self._width) if theme().scale <= 1.15 else theme().px(self._width * 0.9))

    def _show_tab(self, key: str) -> None:
        self._stack.setCurrentWidget(self._pages[key])
        self.tab_changed.emit(key)
