"""A sheet of paper measured in millimetres from its top left corner, on which papers are drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from enum import Enum

from desktop.printing.archival import add_info, add_metadata, add_output_intent
from desktop.printing.embedding import DocumentFonts
from desktop.printing.fonts import Face, FontSet, Style, fonts_of_this_pc, plain
from desktop.printing.missing import note_missing
from desktop.printing.pdf import PdfFile, references
from desktop.printing.pictures import DocumentPictures, Raster
from desktop.printing.text import Line, break_lines

POINT = 25.4 / 72
"""One point in millimetres."""

OUTER, HEAVY, INNER = 1.2, 0.72, 0.48
"""Line weights in points: frames, under table heads, everything else (5, 3, 2 dots at 300 dpi)."""

GREY_FILL = 0.93
GREY_TEXT = 0.35

TITLE = Style(Face.TITLE, 22)
LABEL = Style(Face.HEAD, 10.5)
BODY = Style(Face.BODY, 10.5)
NOTE = Style(Face.BODY, 9)
NOTE_LABEL = Style(Face.HEAD, 9)
DIGITS = Style(Face.MARK, 9)

_POINTS = 72 / 25.4
_DARK = re.compile("#+")
_BASELINE = 0.38  # ems from the middle of the em box down to the baseline
_TICK = ((0.17, 0.52), (0.40, 0.24), (1.04, 1.12))
_TICK_WEIGHT = 0.42  # points per millimetre of the box's side


class Align(Enum):
    """Which end of a text its x belongs to."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


class Sheet:
    """The page being drawn. All lengths are millimetres, y grows downwards, text stands on its middle line."""

    def __init__(self, used: DocumentFonts, pictures: DocumentPictures, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self.fonts = used.fonts
        self.missing: dict[str, None] = {}
        self.remembered: dict[Hashable, object] = {}
        """What the papers of one run have in common and make once; goes with the sheet that measures."""
        self._used = used
        self._pictures = pictures
        self._operators: list[str] = []
        self._broken: dict[tuple[str, Style, float], tuple[Line, ...]] = {}
        self._state: dict[str, float] = {"g": 0.0, "G": 0.0, "Tc": 0.0, "w": 1.0}

    def measure(self, text: str, style: Style) -> float:
        """Width of `text` in mm."""
        return self._used.ems(style.face, text) * style.size * POINT

    def lines(self, text: str, style: Style, width: float) -> tuple[Line, ...]:
        """`text` broken into lines of `width` mm."""
        key = (text, style, width)
        lines = self._broken.get(key)
        if lines is None:
            lines = self._broken[key] = self._break(plain(text), style, width)
        return lines

    def _break(self, text: str, style: Style, width: float) -> tuple[Line, ...]:
        if "\n" not in text and self.measure(text, style) <= width:
            return (Line(text.rstrip(" ")),)
        return break_lines(text, self.fonts.advances(style.face), style.size * POINT, width)

    def write(
        self,
        x: float,
        middle: float,
        text: str,
        style: Style,
        align: Align = Align.LEFT,
        spacing: float = 0.0,
        grey: float = 0.0,
    ) -> float:
        """Set one line with `spacing` mm between characters and return its width in mm."""
        shown = self._used.shown(style.face, text)
        if not shown.length:
            return 0.0
        width = shown.ems * style.size * POINT + spacing * (shown.length - 1)
        self._set("g", grey)
        self._set("Tc", spacing / POINT)
        origin = self._at(x - align.value * width, middle + _BASELINE * style.size * POINT)
        parts = " ".join([f"/{name} {style.size:g} Tf <{codes}> Tj" for name, codes in shown.runs])
        if shown.missing:
            self.missing.update(dict.fromkeys(shown.missing))
        self._operators.append(f"BT 1 0 0 1 {origin} Tm {parts} ET")
        return width

    def write_line(self, x: float, middle: float, line: Line, style: Style, grey: float = 0.0) -> None:
        """Set a broken line, sharing its slack between the characters."""
        spacing = line.slack / (len(line.text) - 1) if line.slack else 0.0
        self.write(x, middle, line.text, style, spacing=spacing, grey=grey)

    def spread(self, x: float, middle: float, text: str, style: Style, width: float) -> None:
        """Set `text` spread over `width` mm (分散对齐), centred when one character or wider than that."""
        spare = width - self.measure(text, style)
        if len(text) < 2 or spare <= 0:
            self.write(x + width / 2, middle, text, style, Align.CENTRE)
        else:
            self.write(x, middle, text, style, spacing=spare / (len(text) - 1))

    def rule(self, x0: float, y0: float, x1: float, y1: float, weight: float = INNER) -> None:
        """Draw a black line `weight` points thick."""
        self._set("G", 0.0)
        self._set("w", weight)
        top, bottom = (self.height - y0) * _POINTS, (self.height - y1) * _POINTS
        self._operators.append(f"{x0 * _POINTS:.2f} {top:.2f} m {x1 * _POINTS:.2f} {bottom:.2f} l S")

    def cut_line(self, y: float, x0: float, x1: float) -> None:
        """Draw the grey dashed line along which paper is torn."""
        self._set("G", 0.45)
        self._set("w", 0.6)
        self._operators.append(f"[4 2.4] 0 d {self._at(x0, y)} m {self._at(x1, y)} l S [] 0 d")

    def frame(self, x: float, y: float, width: float, height: float, weight: float = OUTER) -> None:
        """Draw a rectangle."""
        self._set("G", 0.0)
        self._set("w", weight)
        self._operators.append(f"{self._rectangle(x, y, width, height)} S")

    def shade(self, x: float, y: float, width: float, height: float) -> None:
        """Fill a rectangle with the grey of table heads; draw it before what stands on it."""
        self._set("g", GREY_FILL)
        self._operators.append(f"{self._rectangle(x, y, width, height)} f")

    def checkbox(self, x: float, middle: float, size: float, ticked: bool) -> float:
        """Draw the box that goes with text of `size` points, its left edge at x; return its side."""
        side = 0.30 * size
        left, bottom = x, middle + side / 2
        self.frame(left, bottom - side, side, side, weight=0.6)
        if ticked:
            self._set("w", _TICK_WEIGHT * side)
            start, knee, end = (self._at(left + fx * side, bottom - fy * side) for fx, fy in _TICK)
            self._operators.append(f"1 J 1 j {start} m {knee} l {end} l S 0 J 0 j")
        return side

    def modules(self, x: float, y: float, side: float, rows: Sequence[Sequence[bool]]) -> None:
        """Fill the dark modules of a square matrix code `side` mm wide, its top left corner at x, y."""
        step = side / len(rows) / POINT
        self._set("g", 0.0)
        self._operators.append(f"q {step:.4f} 0 0 {-step:.4f} {self._at(x, y)} cm")
        self._operators.extend(
            f"{dark.start()} {i} {len(dark.group())} 1 re"
            for i, row in enumerate(rows)
            for dark in _DARK.finditer("".join(["#" if module else " " for module in row]))
        )
        self._operators.append("f Q")

    def picture(self, x: float, y: float, width: float, height: float, raster: Raster) -> None:
        """Draw a picture into a rectangle."""
        name = self._pictures.name_of(raster)
        size = f"{width / POINT:.2f} 0 0 {height / POINT:.2f}"
        self._operators.append(f"q {size} {self._at(x, y + height)} cm /{name} Do Q")

    def content(self) -> bytes:
        """What was drawn, as the page's stream."""
        return "\n".join(self._operators).encode("ascii")

    def _set(self, operator: str, value: float) -> None:
        """Change the pen only when it differs."""
        if self._state[operator] != value:
            self._state[operator] = value
            self._operators.append(f"{value:.4g} {operator}")

    def _at(self, x: float, y: float) -> str:
        return f"{x * _POINTS:.2f} {(self.height - y) * _POINTS:.2f}"

    def _rectangle(self, x: float, y: float, width: float, height: float) -> str:
        left, bottom = x * _POINTS, (self.height - y - height) * _POINTS
        return f"{left:.2f} {bottom:.2f} {width * _POINTS:.2f} {height * _POINTS:.2f} re"


Page = Callable[[Sheet, int, int], None]
"""Draws one page, given its number and how many there are."""


def counted(pages: Sequence[Page]) -> list[Page]:
    """The pages of a paper that is bound with others, numbered by themselves."""

    def numbered(page: Page, number: int) -> Page:
        return lambda sheet, _number, _total: page(sheet, number, len(pages))

    return [numbered(page, number) for number, page in enumerate(pages, 1)]


A4 = (210.0, 297.0)
A4_LANDSCAPE = (297.0, 210.0)


def blank_sheet(fonts: FontSet | None = None, size: tuple[float, float] = A4) -> Sheet:
    """A sheet that is never printed: papers measure their text on it before they draw."""
    return Sheet(DocumentFonts(fonts or fonts_of_this_pc()), DocumentPictures(), *size)


def print_pages(
    title: str, pages: Iterable[Page], size: tuple[float, float] = A4, fonts: FontSet | None = None
) -> bytes:
    """Draw `pages` and return the PDF/A-2b; the same pages give the same bytes. `title` is the name of the form."""
    fonts = fonts or fonts_of_this_pc()
    used, pictures = DocumentFonts(fonts), DocumentPictures()
    pages = tuple(pages)
    file = PdfFile()
    tree, resources = file.reserve(), file.reserve()
    box = f"[0 0 {size[0] / POINT:.2f} {size[1] / POINT:.2f}]"
    numbers = []
    for number, draw in enumerate(pages, 1):
        sheet = Sheet(used, pictures, *size)
        draw(sheet, number, len(pages))
        note_missing(title, number, sheet.missing)
        _explain_missing(sheet)
        content = file.add_stream(sheet.content())
        pictures.put(file)
        numbers.append(
            file.add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox {box} "
                f"/Resources {resources} 0 R /Contents {content} 0 R >>"
            )
        )
    file.put(resources, f"<< /Font {used.embed(file)} {pictures.resources()} >>")
    file.put(tree, f"<< /Type /Pages /Kids {references(numbers)} /Count {len(numbers)} >>")
    metadata, intent = add_metadata(file, title), add_output_intent(file)
    root = file.add(
        f"<< /Type /Catalog /Pages {tree} 0 R /Lang (zh-CN) /Metadata {metadata} 0 R "
        f"/OutputIntents {references([intent])} /ViewerPreferences << /DisplayDocTitle true >> >>"
    )
    fonts.forget()
    return file.finish(root, add_info(file, title))


def footer(sheet: Sheet, left: str, number: int, total: int, x0: float, x1: float, right: str = "") -> None:
    """Number and version left, 第几页 in the middle, a remark right, all 9 mm above the bottom edge."""
    y = sheet.height - 8.9
    sheet.write(x0, y, left, NOTE, grey=GREY_TEXT)
    sheet.write((x0 + x1) / 2, y, f"第 {number} 页\u3000共 {total} 页", NOTE, Align.CENTRE)
    if right:
        sheet.write(x1, y, right, NOTE, Align.RIGHT, grey=GREY_TEXT)


def _explain_missing(sheet: Sheet) -> None:
    """Below everything else, say which characters stand behind each 〓, so that nothing is lost."""
    if sheet.missing:
        codes = "、".join(f"U+{ord(c):04X}" for c in list(sheet.missing)[:12])
        tail = " 等" if len(sheet.missing) > 12 else ""
        text = f"〓为本机字库所缺的字（{codes}{tail}），请手写补入。"
        sheet.write(sheet.width / 2, sheet.height - 4.2, text, Style(Face.BODY, 7.5), Align.CENTRE)
