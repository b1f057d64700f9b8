"""Rows of files: icon by kind, name, pages and size, a chip and a menu."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout, QWidget

from desktop.views.components.buttons import PaintedButton
from desktop.views.components.chips import chip_width, paint_chip
from desktop.views.look import icons, paint, tokens
from desktop.views.look.theme import follow_theme, theme

_ICONS = {
    "xlsx": "file-spreadsheet",
    "xls": "file-spreadsheet",
    "csv": "file-spreadsheet",
    "et": "file-spreadsheet",
    "png": "file-image",
    "jpg": "file-image",
    "jpeg": "file-image",
    "tif": "file-image",
}


MOST_LINES = 100
"""Lines that a list shows at most: each is a widget, and a batch may hold ten thousand items."""


def listed_words(count: int) -> str:
    """How many there are: 3 件; of more than a list shows also how many it shows."""
    return f"{count:,} 件，列出 {MOST_LINES} 件" if count > MOST_LINES else f"{count} 件"


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file as shown: key, name, `4 页·86 KB`, a word for the chip with its tone."""

    key: str
    name: str
    fact: str = ""
    chip: str = ""
    tone: str = "mute"


def file_icon(name: str) -> str:
    """The icon for a file name."""
    return _ICONS.get(name.rpartition(".")[2].lower(), "file-text")


class _FileRow(PaintedButton):
    """One file; two lines in a pane, one line in a wide list."""

    menu_wanted = Signal(str, QPoint)

    def __init__(self, line: FileLine, wide: bool, last: bool) -> None:
        super().__init__(line.name)
        self.line, self._wide, self._last = line, wide, last
        self.setAccessibleName(f"{line.name}，{line.fact}，{line.chip}".rstrip("，"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self)

    def sizeHint(self) -> QSize:
        """One line or two."""
        return QSize(theme().px(220), theme().px(34 if self._wide else 42))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Icon, name, fact, chip."""
        painter = paint.begin(self)
        px, color = theme().px, theme().color
        if self.underMouse():
            paint.box(painter, self.rect(), px(tokens.RADIUS_CONTROL), color("hover"))
        elif self._wide and not self._last:
            paint.hline(painter, px(28), self.height() - 1, self.width() - px(28), color("line"))
        right = float(self.width())
        if self.line.chip:
            right -= chip_width(self.line.chip, "")
            paint_chip(painter, right, self.height() / 2, self.line.chip, self.line.tone, "")
            right -= px(8)
        glyph = file_icon(self.line.name)
        if self._wide:
            icons.draw(painter, glyph, 0, (self.height() - px(16)) / 2, px(16), color("text2"))
            fact = paint.width_of(self.line.fact, "caption")
            paint.text(
                painter, QRectF(right - fact - 2, 0, fact + 2, self.height()), self.line.fact, "caption", color("text2")
            )
            paint.text(
                painter, QRectF(px(28), 0, right - fact - px(44), self.height()), self.line.name, "body", color("text")
            )
            return
        tile = QRectF(0, (self.height() - px(30)) / 2, px(30), px(30))
        paint.box(painter, tile, px(6), color("mute"))
        icons.draw(painter, glyph, tile.left() + px(8), tile.top() + px(8), px(14), color("text2"))
        left = px(40)
        paint.text(painter, QRectF(left, px(2), right - left, px(20)), self.line.name, "label", color("text"))
        paint.text(painter, QRectF(left, px(21), right - left, px(18)), self.line.fact, "caption", color("text2"))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the file's menu."""
        self.menu_wanted.emit(self.line.key, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)


class FileList(QWidget):
    """`opened(key)` on click or Enter; `menu_requested(key, QMenu)` on a right click - add the verbs.

    Of more than `MOST_LINES` it shows the first ones; `listed_words` says so in the heading above it.
    """

    opened = Signal(str)
    menu_requested = Signal(str, QMenu)

    def __init__(self, files: Sequence[FileLine] = (), *, wide: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wide = wide
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._rows: list[_FileRow] = []
        self.setAccessibleName("文件")
        self.set_files(files)

    def set_files(self, files: Sequence[FileLine]) -> None:
        """Show other files; nothing is built anew when they are the same."""
        lines = tuple(files[:MOST_LINES])
        if lines == tuple(row.line for row in self._rows):
            return
        for row in self._rows:
            self._column.removeWidget(row)
            row.deleteLater()
        self._rows = [_FileRow(line, self._wide, line is lines[-1]) for line in lines]
        for row in self._rows:
            row.clicked.connect(self._pressed)
            row.menu_wanted.connect(self._open_menu)
            self._column.addWidget(row)

    def _pressed(self) -> None:
        row = self.sender()
        if isinstance(row, _FileRow):
            self.opened.emit(row.line.key)

    def _open_menu(self, key: str, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_requested.emit(key, menu)
        if not menu.isEmpty():
            menu.popup(at)
