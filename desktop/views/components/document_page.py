"""A page of a document as on paper: white also in the dark, with marks and numbered notes at its edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.views.look import paint
from desktop.views.look.theme import follow_theme, theme
from desktop.views.look.tokens import LIGHT

A4_RATIO = 297 / 210
A4_POINTS = 595
MARGIN = 0.1
TITLE_POINTS = 21.5
BODY_POINTS = 17.5


@dataclass(frozen=True, slots=True)
class PageMark:
    """A place on the page: by text (paragraph, start, length) or, on an image, by `box` (x, y, w, h as parts of 1).

    `number` is shown at the edge, 0 is none; tone accent underlines, tone warn draws a box, tone words shades.
    """

    number: int
    tone: str = "accent"
    paragraph: int = 0
    start: int = 0
    length: int = 0
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; kind title, number, head, body or plain (no indent)."""

    words: str
    kind: str = "body"


class DocumentPage(QWidget):
    """`show_text(paragraphs, marks)` or `show_image(image, marks)`; `mark_pressed(number)`."""

    mark_pressed = Signal(int)

    def __init__(self, *, max_width: int = 680, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paragraphs: tuple[Paragraph, ...] = ()
        self._image: QImage | None = None
        self._marks: tuple[PageMark, ...] = ()
        self._max_width = max_width
        self._height = 400
        self._layouts: list[tuple[QTextLayout, QPointF]] = []
        self._discs: list[tuple[QPointF, int]] = []
        self.setAccessibleName("文件预览")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self)

    def show_text(self, paragraphs: Sequence[Paragraph], marks: Sequence[PageMark] = ()) -> None:
        """Show paragraphs as a page of a document."""
        self._paragraphs, self._image, self._marks = tuple(paragraphs), None, tuple(marks)
        self.setAccessibleDescription("\n".join(each.words for each in paragraphs))
        self.restyle()

    def show_image(self, image: QImage, marks: Sequence[PageMark] = ()) -> None:
        """Show a rendered page."""
        self._paragraphs, self._image, self._marks = (), image, tuple(marks)
        self.restyle()

    def top_of(self, number: int) -> float | None:
        """Where the first mark of a number begins, in pixels from the top of this widget; None when it has none here."""
        sheet = QRectF(theme().px(16), theme().px(16), self._sheet_width(), self._height - theme().px(32))
        boxes = [box for mark in self._marks if mark.number == number for box in self._mark_boxes(mark, sheet)]
        return sheet.top() + boxes[0].top() if boxes else None

    def restyle(self) -> None:
        """Lay the page out again."""
        self._lay_out()
        self.setFixedHeight(self._height)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.restyle()

    def sizeHint(self) -> QSize:
        """A page."""
        return QSize(theme().px(520), self._height)

    def _edge(self) -> int:
        return theme().px(44) if self._marks else theme().px(16)

    def _sheet_width(self) -> float:
        room = self.width() - theme().px(16) - self._edge()
        return max(200.0, min(theme().px(self._max_width), room))

    def _lay_out(self) -> None:
        self._layouts = []
        width = self._sheet_width()
        if self._image is not None:
            ratio = self._image.height() / max(1, self._image.width())
            self._height = round(width * ratio) + theme().px(32)
            return
        margin = width * MARGIN
        top = margin * 0.8
        for paragraph in self._paragraphs:
            top = self._lay_paragraph(paragraph, margin, top, width - 2 * margin)
        self._height = round(max(top + margin, min(width * A4_RATIO, top + margin * 3))) + theme().px(32)

    def _lay_paragraph(self, paragraph: Paragraph, left: float, top: float, width: float) -> float:
        serif = paragraph.kind != "head"
        font = QFont(theme().font("serif-section" if serif else "section"))
        points = TITLE_POINTS if paragraph.kind == "title" else BODY_POINTS
        font.setPixelSize(max(8, round(points * width / (1 - 2 * MARGIN) / A4_POINTS)))
        if paragraph.kind not in ("title", "head"):
            font.setWeight(QFont.Weight.Normal)
        layout = QTextLayout(paragraph.words, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        centred = paragraph.kind in ("title", "number")
        option.setAlignment(Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft)
        layout.setTextOption(option)
        indent = 2 * font.pixelSize() if paragraph.kind in ("body", "head") else 0
        pitch = font.pixelSize() * 1.85
        layout.beginLayout()
        y, first = 0.0, True
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            shift = indent if first else 0
            line.setLineWidth(width - shift)
            line.setPosition(QPointF(shift, y + (pitch - line.height()) / 2))
            y, first = y + pitch, False
        layout.endLayout()
        self._layouts.append((layout, QPointF(left, top)))
        return top + y + (pitch * 0.4 if centred else 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Sheet, marks, text or image, numbers at the edge."""
        painter = paint.begin(self)
        px = theme().px
        width = self._sheet_width()
        sheet = QRectF(px(16), px(16), width, self._height - px(32))
        paint.box(painter, sheet.adjusted(-1, -1, 1, 1), 2, theme().color("line"))
        painter.fillRect(sheet, theme().color("paper"))
        self._discs = []
        if self._image is not None:
            painter.drawImage(sheet, self._image)
        painter.translate(sheet.topLeft())
        for mark in self._marks:
            self._paint_mark(painter, mark, sheet)
        painter.setPen(theme().color("papertext"))
        for layout, at in self._layouts:
            layout.draw(painter, at)
        painter.resetTransform()
        for center, number in self._discs:
            self._paint_disc(painter, center, number)

    def _mark_boxes(self, mark: PageMark, sheet: QRectF) -> list[QRectF]:
        if mark.box is not None:
            x, y, w, h = mark.box
            return [QRectF(x * sheet.width(), y * sheet.height(), w * sheet.width(), h * sheet.height())]
        if mark.paragraph >= len(self._layouts):
            return []
        layout, at = self._layouts[mark.paragraph]
        boxes = []
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            start = max(mark.start, line.textStart())
            end = min(mark.start + mark.length, line.textStart() + line.textLength())
            if start < end:
                left, right = _x(line.cursorToX(start)), _x(line.cursorToX(end))
                boxes.append(QRectF(at.x() + left, at.y() + line.y() - 2, right - left, line.height() + 3))
        return boxes

    def _paint_mark(self, painter: QPainter, mark: PageMark, sheet: QRectF) -> None:
        boxes = self._mark_boxes(mark, sheet)
        strong = mark.tone in ("warn", "bad")
        ground, bar = QColor(LIGHT.warn if strong else LIGHT.soft), QColor(LIGHT.warnbar if strong else LIGHT.bar)
        for area in boxes:
            if self._image is not None:
                ground.setAlpha(90)
            if mark.tone == "words":
                paint.box(painter, area.adjusted(-2, -1, 2, 1), 3, ground, bar, 1.5)
            elif strong:
                paint.box(painter, area, 4, ground, bar, 1.5)
            else:
                painter.fillRect(area, ground)
                paint.hline(painter, area.left(), area.bottom() - 2, area.width(), bar, 2)
        if not boxes or not mark.number:
            return
        last = boxes[-1]
        from_text = QPointF(sheet.width() * (1 - MARGIN * 0.6), last.center().y())
        center = QPointF(sheet.width() + theme().px(22), self._free_height(from_text.y() + sheet.top()) - sheet.top())
        painter.setPen(QPen(bar, 1, Qt.PenStyle.SolidLine if strong else Qt.PenStyle.DotLine))
        painter.drawLine(from_text, center)
        self._discs.append((center + sheet.topLeft(), mark.number))

    def _free_height(self, wanted: float) -> float:
        """The next height at which a number covers no other: several marks may stand in one line."""
        step = theme().px(24)
        taken = sorted(center.y() for center, _number in self._discs)
        for height in taken:
            if abs(height - wanted) < step:
                wanted = height + step
        return wanted

    def _paint_disc(self, painter: QPainter, center: QPointF, number: int) -> None:
        mark = next(each for each in self._marks if each.number == number)
        ground, ink, bar = theme().tone(mark.tone)
        radius = theme().px(11)
        strong = mark.tone in ("warn", "bad")
        paint.disc(painter, center, radius, ink if strong else ground, None if strong else bar)
        area = QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius)
        paint.text(painter, area, str(number), "chip", theme().color("surface") if strong else ink, paint.CENTER)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a number goes to its finding."""
        for center, number in self._discs:
            reach = event.position() - center
            if reach.manhattanLength() <= theme().px(16):
                self.mark_pressed.emit(number)
                return
        super().mousePressEvent(event)


def _x(place: object) -> float:
    """PySide answers cursorToX with (x, position)."""
    return float(place[0]) if isinstance(place, tuple) else float(place)  # type: ignore[arg-type]
