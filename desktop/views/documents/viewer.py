"""Shows the documents of an item page by page, with the findings marked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.screening.pages import PageImage
from desktop.services.item_detail import ItemDetail
from desktop.services.preview import Preview, page_image, preview
from desktop.services.proposed import TextPlace
from desktop.views.components.buttons import IconButton
from desktop.views.components.card import Ground
from desktop.views.components.choice_fields import ChoiceField
from desktop.views.components.document_page import DocumentPage, PageMark
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.tabs import Tabs
from desktop.views.components.text import Note, Text, show_if
from desktop.views.documents.findings import Finding, findings_of, labels
from desktop.views.documents.sheets import Sheet, sheets, tone_of, words_on
from desktop.views.workbench import Workbench

TABS = 3
"""More documents than these are picked from a list: tabs would not fit."""

RENDERED_AT_LEAST = 700
"""Pixels of a rendered PDF page, however narrow the room is when it is first shown."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A document that was read, cut into sheets."""

    preview: Preview
    sheets: tuple[Sheet, ...]


class DocumentViewer(QWidget):
    """`show_item(detail)`, `go_to(finding)`, `go_to_words(TextPlace)`.

    `mark_pressed(number)` follows a click on a number at the edge.
    """

    mark_pressed = Signal(int)

    def __init__(self, bench: Workbench, *, margin: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._detail: ItemDetail | None = None
        self._found: tuple[Finding, ...] = ()
        self._read: dict[str, _Shown] = {}
        self._at = 0
        self._turn = 0
        self._seeking = 0
        self._words: TextPlace | None = None
        self.tabs = Tabs([], name="文件", line=False)
        self.tabs.changed.connect(self.show_document)
        self.picker: ChoiceField[str] = ChoiceField("", message=False)
        self.picker.control.setAccessibleName("文件")
        self.picker.changed.connect(self._picked)
        self.picker.hide()  # beside the tabs it would ask for a wider window
        self._current = ""
        self._back = IconButton("chevron-left", "上一页", small=True)
        self._next = IconButton("chevron-right", "下一页", small=True)
        self._back.clicked.connect(self._page_back)
        self._next.clicked.connect(self._page_on)
        self._place = Text("", "small", "text2", elide=True)
        self._error = ErrorPanel()
        self._warning = Note("", "triangle-alert", "warntext", role="caption", wrap=True)
        self._warning.hide()
        self.page = DocumentPage()
        self.page.mark_pressed.connect(self.mark_pressed)
        self.paper = ScrollColumn(margin=4, spacing=8)
        self.paper.add(self.page)
        self._lay_out(margin)

    def _lay_out(self, margin: int) -> None:
        head = Ground("surface", lines="b")
        row = QHBoxLayout(head)
        row.setContentsMargins(margin, 2, margin, 2)
        row.setSpacing(4)
        row.addWidget(self.tabs, 1, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.picker, 1)
        for widget in (self._back, self._place, self._next):
            row.addWidget(widget)
        notes = QVBoxLayout()
        notes.setContentsMargins(margin, 0, margin, 0)
        notes.addWidget(self._warning)
        notes.addWidget(self._error)
        ground = Ground("desk")
        inner = QVBoxLayout(ground)
        inner.setContentsMargins(0, 8, 0, 0)
        inner.setSpacing(0)
        inner.addLayout(notes)
        inner.addWidget(self.paper, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(ground, 1)

    def show_item(self, detail: ItemDetail) -> None:
        """Show the documents of an item; what was read of them before is kept."""
        kept = {one.sm3 for one in detail.documents}
        if self._detail is None or self._detail.uuid != detail.uuid:
            kept = set()
        before = self._read.get(self._current)
        self._detail = detail
        self._found = findings_of(detail.documents, detail.content.attachments, detail.content.resolutions)
        self._read = {sm3: self._cut(shown.preview) for sm3, shown in self._read.items() if sm3 in kept}
        named = labels(detail.documents)
        counts = {one.sm3: sum(f.sm3 == one.sm3 and not f.recorded for f in self._found) for one in detail.documents}
        many = len(detail.documents) > TABS
        self.tabs.set_tabs(
            [(one.sm3, named[one.sm3], counts[one.sm3]) for one in detail.documents[: 0 if many else TABS]]
        )
        self.picker.set_options([(one.sm3, f"{named[one.sm3]} {one.name}") for one in detail.documents])
        show_if(self.tabs, not many)
        show_if(self.picker, many)
        self.setVisible(bool(detail.documents))
        if not detail.documents:
            self._current = ""
            self._turn += 1  # what is still being read belongs to the item before
        elif self._current in self._read:
            self._show_current()
            if before != self._read[self._current]:  # findings are numbered anew
                self._show_sheet()
        else:
            self.show_document(self._current if self._current in kept else detail.documents[0].sm3)

    def show_document(self, sm3: str) -> None:
        """Go to a document."""
        self._current = sm3
        if self._words is not None and self._words.sm3 != sm3:
            self._words = None
        self._show_current()
        self._choose(sm3)

    def go_to(self, number: int) -> None:
        """Go to the place of a finding."""
        finding = next((one for one in self._found if one.number == number), None)
        if finding is None:
            return
        self._seeking, self._words = number, None
        if finding.sm3 != self._current or finding.sm3 not in self._read:
            self.show_document(finding.sm3)
        else:
            self._seek()

    def current(self) -> str:
        """The digest of the document that is shown, empty when there is none."""
        return self._current

    def go_to_words(self, place: TextPlace) -> None:
        """Go to a stretch of a document's text and mark it, until another place is asked for."""
        if self._detail is None or all(one.sm3 != place.sm3 for one in self._detail.documents):
            return
        self._seeking, self._words = 0, place
        if place.sm3 != self._current or place.sm3 not in self._read:
            self._current = place.sm3
            self._show_current()
            self._choose(place.sm3)
        else:
            self._seek()

    def pages(self) -> int:
        """How many sheets the current document has."""
        shown = self._read.get(self._current)
        return len(shown.sheets) if shown else 0

    def read_on(self, step: int) -> None:
        """Scroll the page that is shown on or back (-1), and from its end go to the next one."""
        if not self.paper.scroll_on(step):
            self._go(self._at + step)

    def _choose(self, sm3: str) -> None:
        self._at = 0
        self._error.clear()
        self._turn += 1
        if sm3 in self._read:
            self._seek()
            return
        self.page.show_text(())
        self._show_place()
        assert self._detail is not None
        document = next(one for one in self._detail.documents if one.sm3 == sm3)
        desk, turn = self._bench.desk, self._turn
        self._bench.run(
            self,
            lambda _progress, _cancelled: preview(desk, document),
            lambda shown: self._came(shown, turn),
            on_error=partial(self._failed, turn),
        )

    def _came(self, shown: Preview, turn: int) -> None:
        if turn != self._turn or self._detail is None:
            return
        self._read[shown.sm3] = self._cut(shown)
        self._seek()

    def _cut(self, shown: Preview) -> _Shown:
        assert self._detail is not None
        content = self._detail.content
        first = next((one.number for one in self._found if one.sm3 == shown.sm3), 1)
        return _Shown(shown, sheets(shown, first, content.title, content.document_number))

    def _failed(self, turn: int, problem: UserError) -> None:
        if turn == self._turn:
            self._error.show_error(problem)

    def _seek(self) -> None:
        """Go to the sheet of the finding or the words that are looked for, else to the current one."""
        shown = self._read[self._current]
        if self._seeking:
            at = (index for index, sheet in enumerate(shown.sheets) if self._seeking in sheet.numbers)
            self._at = next(at, self._at)
        elif self._words is not None:
            at = (index for index, sheet in enumerate(shown.sheets) if self._has_words(shown, sheet))
            self._at = next(at, self._at)
        self._show_sheet()
        self._seeking = 0

    def _has_words(self, shown: _Shown, sheet: Sheet) -> bool:
        """Whether the words that are looked for stand on a sheet."""
        words = self._words
        if words is None or words.sm3 != shown.preview.sm3:
            return False
        if sheet.page is None:
            return bool(words_on(sheet, words.part, words.start, words.length))
        return any(part.page == sheet.page and part.index == words.part for part in shown.preview.parts)

    def _show_current(self) -> None:
        self.tabs.set_current(self._current)
        self.picker.set_value(self._current)

    def _picked(self) -> None:
        self.show_document(self.picker.value() or self._current)

    def _page_back(self) -> None:
        self._go(self._at - 1)

    def _page_on(self) -> None:
        self._go(self._at + 1)

    def _go(self, at: int) -> None:
        if 0 <= at < self.pages():
            self._at = at
            self._show_sheet()

    def _show_sheet(self) -> None:
        shown = self._read[self._current]
        sheet = shown.sheets[self._at]
        warnings = "；".join(shown.preview.warnings)
        self._warning.set_note(warnings, "triangle-alert", "warntext")
        show_if(self._warning, bool(warnings))
        self._show_place()
        self._turn += 1
        self.paper.verticalScrollBar().setValue(0)
        words = self._words if self._has_words(shown, sheet) else None
        sought = 0 if words else self._seeking or None
        if sheet.page is None:
            marked = words_on(sheet, words.part, words.start, words.length) if words else ()
            self.page.show_text(sheet.paragraphs, (*sheet.marks, *marked))
            self._scroll_to(sought)
            return
        number, turn = sheet.page, self._turn
        spans = [(words.start, words.start + words.length)] if words else []
        width = max(RENDERED_AT_LEAST, round(self.page.width() * self.devicePixelRatioF()))
        self._bench.run(
            self,
            lambda _progress, _cancelled: page_image(shown.preview, number, width, spans),
            lambda image: self._show_image(image, shown, number, turn, sought),
            on_error=partial(self._failed, turn),
        )

    def _show_image(self, image: PageImage, shown: _Shown, number: int, turn: int, sought: int | None) -> None:
        if turn != self._turn:
            return
        part = next((one for one in shown.preview.parts if one.page == number), None)
        first = next((one.number for one in self._found if one.sm3 == shown.preview.sm3), 1)
        found = part.marks if part else ()
        marks = [
            PageMark(first + mark.finding, tone_of(mark), box=box)
            for mark, boxes in zip(found, image.boxes, strict=False)
            for box in boxes
        ]
        marks += [PageMark(0, "words", box=box) for boxes in image.boxes[len(found) :] for box in boxes]
        self.page.show_image(_as_image(image), marks)
        self._scroll_to(sought)

    def _scroll_to(self, number: int | None) -> None:
        """Bring the first mark of a finding, or of the words (0), into view; None stays at the top."""
        top = None if number is None else self.page.top_of(number)
        if top is not None:
            room = self.paper.viewport().height()
            bar = self.paper.verticalScrollBar()
            QTimer.singleShot(0, bar, lambda: bar.setValue(max(0, round(top) - room // 3)))

    def _show_place(self) -> None:
        count = self.pages()
        self._place.set_words(f"{self._at + 1} / {count} 页" if count else "正在读取")
        for button, wanted in ((self._back, self._at > 0), (self._next, self._at + 1 < count)):
            button.setEnabled(wanted)


def _as_image(image: PageImage) -> QImage:
    shown = QImage(image.rgb, image.width, image.height, image.stride, QImage.Format.Format_RGB888)
    return shown.copy()  # the copy owns its pixels
