"""The user guide inside the program: chapters at the left, the text at the right, a search over all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeySequence,
    QPalette,
    QShortcut,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextFrameFormat,
)
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QTextEdit, QVBoxLayout, QWidget

from desktop.paths import resource
from desktop.views.components.card import Ground
from desktop.views.components.empty import EmptyState
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.page_header import PageHeader
from desktop.views.components.search_field import SearchField
from desktop.views.look import tokens
from desktop.views.look.theme import follow_theme, theme
from desktop.views.table_models import Column, Row

_ALSO = {"editor": "ledger", "importing": "ledger", "": "start"}
"""Pages without a chapter of their own, and where they are explained."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: the page it explains, its title, its text in Markdown."""

    key: str
    title: str
    words: str


@cache
def chapters() -> tuple[Chapter, ...]:
    """All chapters in their order; files are named `<order>-<page>.md` and begin with `# title`."""
    found = []
    for file in sorted(resource("help").glob("*.md")):
        words = file.read_text(encoding="utf-8")
        title = words.partition("\n")[0].removeprefix("# ").strip()
        found.append(Chapter(file.stem.partition("-")[2], title, words))
    return tuple(found)


def chapters_with(words: str) -> tuple[tuple[Chapter, int], ...]:
    """The chapters in which `words` occur, and how often; all chapters for no words."""
    wanted = words.strip().casefold()
    counted = ((one, one.words.casefold().count(wanted) if wanted else 0) for one in chapters())
    return tuple((one, count) for one, count in counted if count or not wanted)


def show_help(window: QWidget, page: str) -> None:
    """Open the guide at the chapter of `page`, or bring forward the one that is open."""
    guide = window.findChild(HelpWindow) or HelpWindow(window)
    guide.show_chapter(_ALSO.get(page, page))
    guide.show()
    guide.raise_()
    guide.activateWindow()


class HelpWindow(QWidget):
    """The guide as a window of its own, so that it can stand beside the work. Esc closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("帮助")
        self.resize(theme().px(960), theme().px(680))
        self.setMinimumSize(640, 420)
        self.search = SearchField("查找帮助", key="Ctrl+F", name="查找帮助")
        self.list = LedgerTable(
            [Column("title", "章节", kind="title"), Column("count", "", 56, "count")],
            name="章节",
            checks=False,
            footer=False,
            empty=EmptyState("没有找到这几个字", "换一个说法再找。", icon="search", tone="accent"),
        )
        self.text = GuideText()
        self._lay_out()
        self.search.searched.connect(self._search)
        self.list.current_changed.connect(self._chosen)
        self.search.left_down.connect(self.list.setFocus)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.close)
        self._list(chapters_with(""))

    def show_chapter(self, key: str) -> None:
        """Show a chapter; one that does not exist shows the first."""
        self.search.set_words("")
        self._search("")
        known = [one.key for one in chapters()]
        self.list.select([key if key in known else known[0]])

    def chapter(self) -> str:
        """The key of the chapter shown."""
        return str(self.list.current_key() or "")

    def _lay_out(self) -> None:
        left = Ground("nav", lines="r")
        left.setFixedWidth(theme().px(272))
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        right = Ground("surface")
        body = QVBoxLayout(right)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        self._header = PageHeader("")
        body.addWidget(self._header)
        body.addWidget(self.text, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(right, 1)

    def _list(self, found: Sequence[tuple[Chapter, int]]) -> None:
        self.list.set_rows([Row(one.key, (one.title, str(count) if count else "")) for one, count in found])

    def _search(self, words: str) -> None:
        found, before = chapters_with(words), self.chapter()
        self._list(found)
        if found and before not in [one.key for one, _count in found]:
            self.list.select([found[0][0].key])
        self._show(self.chapter())

    def _chosen(self, key: object) -> None:
        self._show(str(key or ""))

    def _show(self, key: str) -> None:
        chapter = next((one for one in chapters() if one.key == key), None)
        if chapter is None:
            return
        self._header.set_title(chapter.title)
        self.text.show_words(chapter.words.partition("\n")[2], self.search.words())


class GuideText(QTextBrowser):
    """A chapter in the type steps of the look, what was searched for marked."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("bare", True)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setAccessibleName("帮助正文")
        self.document().setDocumentMargin(0)
        self._words, self._wanted = "", ""
        self.anchorClicked.connect(self._go)
        follow_theme(self)

    def show_words(self, words: str, wanted: str) -> None:
        """Show a chapter and go to the first place of `wanted`."""
        self._words, self._wanted = words, wanted
        self.restyle()

    def restyle(self) -> None:
        """Set the text again in the fonts and colours of the theme."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Text, theme().color("text"))
        palette.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        self.setPalette(palette)
        self.document().setDefaultFont(theme().font("body"))
        self.setMarkdown(self._words)
        frame = self.document().rootFrame().frameFormat()
        assert isinstance(frame, QTextFrameFormat)
        frame.setLeftMargin(tokens.PAGE_MARGIN)
        frame.setRightMargin(theme().px(48))
        frame.setBottomMargin(theme().px(32))
        self.document().rootFrame().setFrameFormat(frame)
        self._set_blocks()
        self._mark()

    def _set_blocks(self) -> None:
        """Give every paragraph the line height and every heading the type step of the look."""
        block = self.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            level = block.blockFormat().headingLevel()
            shape = QTextBlockFormat()
            shape.setLineHeight(theme().line("body"), QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
            shape.setTopMargin(theme().px(18 if level else 4))
            shape.setBottomMargin(theme().px(4))
            cursor.mergeBlockFormat(shape)
            if level:
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                step = QTextCharFormat()
                step.setFont(QFont(theme().font("item" if level <= 2 else "section")))
                step.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)  # Markdown's own steps
                cursor.mergeCharFormat(step)
            block = block.next()

    def _mark(self) -> None:
        found: list[QTextEdit.ExtraSelection] = []
        cursor = QTextCursor(self.document())
        while self._wanted:
            cursor = self.document().find(self._wanted, cursor)
            if cursor.isNull():
                break
            one = QTextEdit.ExtraSelection()
            one.cursor = QTextCursor(cursor)  # type: ignore[attr-defined]
            one.format.setBackground(theme().color("mark"))  # type: ignore[attr-defined]
            one.format.setForeground(theme().color("marktext"))  # type: ignore[attr-defined]
            found.append(one)
        self.setExtraSelections(found)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        if found:
            place = QTextCursor(found[0].cursor)  # type: ignore[attr-defined]
            place.clearSelection()
            self.setTextCursor(place)
            self.ensureCursorVisible()

    def _go(self, address: QUrl) -> None:
        guide = self.window()
        if isinstance(guide, HelpWindow):
            guide.show_chapter(address.path().removesuffix(".md"))
