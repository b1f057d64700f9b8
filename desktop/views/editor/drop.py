"""Taking in files that are dragged onto a page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.taking_in import is_folder
from desktop.views.components.buttons import Button
from desktop.views.components.empty import EmptyState
from desktop.views.look import paint, tokens
from desktop.views.look.theme import theme

ACCEPTED = "文件 (*.docx *.xlsx *.xls *.pdf *.ofd *.html *.htm *.txt *.zip);;所有文件 (*)"
DETAIL = (
    "支持 docx、xlsx、xls、pdf、ofd、html、txt；可以一次拖入或者粘贴一件信息的正文和附件。"
    "放入后先检查内容，标题、文号等自动填写。"
)


def dropped_files(mime: QMimeData, folders: bool = False) -> list[Path]:
    """The files that are being dragged or pasted, with `folders` also those; what lies on no disk is left out.

    A path that the system cannot even look at stays, so that whoever reads it tells why.
    """
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return [path for path in paths if folders or not is_folder(path)]


class DropTarget(QWidget):
    """A widget that files can be dropped on: `dropped(list[Path])`; with `takes_folders` folders too."""

    dropped = Signal(list)
    takes_folders = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self._over = False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome."""
        if dropped_files(event.mimeData(), self.takes_folders):
            event.acceptProposedAction()
            self._over = True
            self.update()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """They went elsewhere."""
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the files on."""
        self._over = False
        self.update()
        files = dropped_files(event.mimeData(), self.takes_folders)
        if files:
            event.acceptProposedAction()
            self.dropped.emit(files)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A blue frame while files hang over it."""
        if self._over:
            painter = paint.begin(self)
            paint.box(painter, self.rect(), theme().px(tokens.RADIUS_CARD), None, theme().color("accent"), 2)


class DropArea(DropTarget):
    """The large area of an empty registration: drop files, choose them, or go on without."""

    def __init__(
        self,
        sentence: str = "把要公开的文件放到这里",
        detail: str = DETAIL,
        verb: str = "选择文件",
        out: tuple[str, str] = ("还没有文件，或者是非公文信息？", "直接录入"),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.choose = Button(verb, "primary", icon="folder-open")
        self.empty = EmptyState(sentence, detail, [self.choose], out, icon="upload", tone="accent")
        column = QVBoxLayout(self)
        column.addWidget(self.empty)
        self.setAccessibleName("放入文件的区域")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A dashed frame, blue while files hang over it."""
        painter = paint.begin(self)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        radius = theme().px(tokens.RADIUS_CARD)
        color = theme().color("accent" if self._over else "line2")
        paint.box(painter, area, radius, theme().color("row" if self._over else "surface"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, 1.5, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(area, radius, radius)
