"""The head of a page: what this is, one fact, and the verbs with the primary one last."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.views.components.buttons import Button, IconButton
from desktop.views.components.chips import Chip
from desktop.views.components.text import Text, show_if
from desktop.views.look import tokens
from desktop.views.look.theme import follow_theme, theme

TITLE_ROOM = 200
"""So much of a title is read before a verb beside it gives up its words."""


class PageHeader(QWidget):
    """Title and verbs. Where the window is narrow, verbs with an icon give up their words, the last ones first.

    `PageHeader("信息登记", "1,284 件")` for a page, `PageHeader("新登记", path="信息登记", chip="草稿")` for what lies
    deeper: a back arrow, the path, the title. `back()` follows the arrow, the path and Alt Left.
    """

    back = Signal()

    def __init__(
        self, title: str, fact: str = "", *, path: str = "", chip: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._deep = bool(path)
        self._verbs: list[Button] = []
        self._title = Text(title, "item" if path else "page", elide=True)
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._fact = Text(fact, "small", "text2", elide=True)
        self._chip = Chip(chip)
        show_if(self._chip, bool(chip))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(tokens.PAGE_MARGIN, 0, tokens.PAGE_MARGIN, 0)
        self._row.setSpacing(8)
        if path:
            self._add_path(path)
        self._row.addWidget(self._title)
        self._row.addSpacing(4)
        self._row.addWidget(self._chip)
        self._row.addSpacing(2)
        self._row.addWidget(self._fact, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(title)
        follow_theme(self)

    def _add_path(self, path: str) -> None:
        arrow = IconButton("chevron-left", f"返回{path}", key="Alt+Left", small=True)
        arrow.clicked.connect(self.back)
        link = Button(path, "path", name=f"返回{path}")
        link.clicked.connect(self.back)
        self._row.addWidget(arrow)
        self._row.addWidget(link)
        self._row.addWidget(Text("/", "body", "text3"))

    def set_title(self, title: str, fact: str | None = None) -> None:
        """Change the title (and fact)."""
        self._title.set_words(title)
        self.setAccessibleName(title)
        if fact is not None:
            self._fact.set_words(fact)

    def set_fact(self, fact: str) -> None:
        """Change the grey fact."""
        self._fact.set_words(fact)

    def set_chip(self, word: str, tone: str = "", icon: str | None = None) -> None:
        """Show a state beside the title; an empty word hides it."""
        self._chip.set_word(word, tone, icon)
        show_if(self._chip, bool(word))

    def add_verb(self, button: QWidget) -> QWidget:
        """Add a verb at the right; add the primary one last. Returns it."""
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        if isinstance(button, Button):
            self._verbs.insert(0, button)
        return button

    def minimumSizeHint(self) -> QSize:
        """With the verbs as narrow as they go."""
        least = super().minimumSizeHint()
        return QSize(least.width() - sum(one.spared() for one in self._shown() if not one.bare), least.height())

    def event(self, event: QEvent) -> bool:
        """Verbs come and go, and titles change."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._share()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The window was made wider or narrower."""
        super().resizeEvent(event)
        self._share()

    def _shown(self) -> list[Button]:
        return [one for one in self._verbs if not one.isHidden()]

    def _share(self) -> None:
        """Leave the title its room before the words of the verbs."""
        title = self._title
        room = min(title.sizeHint().width(), theme().px(TITLE_ROOM)) - title.minimumSizeHint().width()
        verbs = self._shown()
        over = self._row.minimumSize().width() + max(0, room) - self.width()
        over += sum(one.spared() for one in verbs if one.bare)
        for one in verbs:
            one.set_bare(over > 0 and one.spared() > 0)
            over -= one.spared()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(theme().px(tokens.HEADER_PATH_HEIGHT if self._deep else tokens.HEADER_HEIGHT))
