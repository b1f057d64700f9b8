"""What a PDF carries unseen: annotations, form fields, attached files, scripts, and text that no eye can read.

What pdfium cannot tell, and a person must look at: text inside reusable forms (XObjects), text under pictures (seals
are pictures too, mostly transparent ones), under shadings and shapes other than upright boxes, clipped text, layers
switched off, metadata in XMP, old versions kept by incremental saving. A picture over the whole page counts as a scan
whose recognised text lies under it. Smaller pictures are not counted, and nobody looks for words in any of them.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2
from pypdfium2 import raw

from desktop.screening.package_traces import NOT_PEOPLE
from desktop.screening.records import Notice, NoticeKind, Part, Piece, Role, Trace, TraceKind

MAX_OBJECTS = 50_000
"""Drawn objects of one page beyond which it is not looked through."""
_MOST_SEGMENTS = 6
_WHOLE_PAGE = 0.6
_NEAR = 12
_BLANKS = frozenset(map(ord, "\0 \t\r\n\u00a0\u3000"))
_Colour = tuple[int, int, int]
_WHITE: _Colour = (255, 255, 255)
_INVISIBLE_MODES = frozenset({raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP})
_NO_NOTES = frozenset({raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_WIDGET})


def document_traces(document: pypdfium2.PdfDocument) -> list[Trace]:
    """List what the file as a whole carries; call it under the lock."""
    traces = []
    if files := raw.FPDFDoc_GetAttachmentCount(document.raw):
        traces.append(Trace(TraceKind.EMBEDDED, "文件内", files))
    if (scripts := raw.FPDFDoc_GetJavaScriptActionCount(document.raw)) > 0:
        traces.append(Trace(TraceKind.PROGRAM, "文件内", scripts))
    if document.get_metadata_value("Author").strip(" ()") not in {"", *NOT_PEOPLE}:
        traces.append(Trace(TraceKind.METADATA, "文档属性", 1, "作者"))
    return traces


def page_traces(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, place: str) -> list[Piece]:
    """List what one page carries; call it under the lock."""
    found = [*_annotations(page, place), *_unreadable(page, textpage, place)]
    if raw.FPDFPage_CountObjects(page.raw) > MAX_OBJECTS:
        words = f"{place}的图形超过 {MAX_OBJECTS:,} 个，没有逐个检查有无盖住的文字"
        found.append(Notice(words, NoticeKind.LIMIT, place))
    return found


def is_scan(page: pypdfium2.PdfPage) -> bool:
    """Tell whether a picture covers most of the page; call it under the lock."""
    return any(box.colour is None for box in _drawn(page).boxes)


def _annotations(page: pypdfium2.PdfPage, place: str) -> Iterator[Piece]:
    counts = dict.fromkeys((TraceKind.ANNOTATION, TraceKind.FORM_FIELD, TraceKind.EMBEDDED), 0)
    words = []
    for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        subtype = raw.FPDFAnnot_GetSubtype(annotation)
        counts[TraceKind.ANNOTATION] += subtype not in _NO_NOTES
        counts[TraceKind.FORM_FIELD] += subtype == raw.FPDF_ANNOT_WIDGET
        counts[TraceKind.EMBEDDED] += subtype == raw.FPDF_ANNOT_FILEATTACHMENT
        words += [_value(annotation, key) for key in (b"Contents", b"V")]
        raw.FPDFPage_CloseAnnot(annotation)
    text = "\n".join(filter(str.strip, words))
    if text:
        yield Part(f"{place}批注和表单", text, Role.COMMENT)
    yield from (Trace(kind, place, count) for kind, count in counts.items() if count)


def _value(annotation: object, key: bytes) -> str:
    length = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


@dataclass(frozen=True, slots=True)
class _Box:
    """An opaque upright box in drawing order; `colour` None is a picture."""

    order: int
    colour: _Colour | None
    left: float
    bottom: float
    right: float
    top: float


@dataclass(slots=True)
class _Drawn:
    """The objects of a page: its boxes, and order and colour of its texts by address; None is an invisible text."""

    boxes: list[_Box] = field(default_factory=list)
    texts: dict[int, tuple[int, _Colour | None]] = field(default_factory=dict)


@dataclass(slots=True)
class _Letter:
    """A letter that shows ink: its middle, its text's order and colour, and the last box drawn below or above it."""

    x: float
    y: float
    order: int
    colour: _Colour | None
    under: _Box | None = None
    over: _Box | None = None


def _unreadable(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, place: str) -> Iterator[Trace]:
    drawn = _drawn(page)
    if not _is_suspect(drawn):
        return
    letters = sorted(_letters(textpage, drawn), key=lambda letter: letter.y)
    heights = [letter.y for letter in letters]
    for box in drawn.boxes:
        for letter in letters[bisect_left(heights, box.bottom) : bisect_right(heights, box.top)]:
            if box.left <= letter.x <= box.right:
                if box.order < letter.order:
                    letter.under = box
                elif letter.over is None or box.colour is not None:  # a box tells more than a scan
                    letter.over = box
    counts: dict[TraceKind, int] = {}
    for letter in letters:
        kind = _kind(letter)
        if kind:
            counts[kind] = counts.get(kind, 0) + 1
    yield from (Trace(kind, place, count) for kind, count in counts.items())


def _kind(letter: _Letter) -> TraceKind | None:
    if letter.over is not None:
        return TraceKind.INVISIBLE_TEXT if letter.over.colour is None else TraceKind.COVERED_TEXT
    if letter.colour is None:
        return TraceKind.INVISIBLE_TEXT
    ground = letter.under.colour if letter.under else _WHITE
    return TraceKind.WHITE_TEXT if ground is not None and _alike(letter.colour, ground) else None


def _alike(one: _Colour, other: _Colour) -> bool:
    return all(abs(a - b) <= _NEAR for a, b in zip(one, other, strict=True))


def _is_suspect(drawn: _Drawn) -> bool:
    """Tell whether a page is worth looking at letter by letter: most are not."""
    orders = [order for order, _ in drawn.texts.values()]
    colours = {colour for _, colour in drawn.texts.values()}
    grounds = [_WHITE, *{box.colour for box in drawn.boxes if box.colour}]
    return bool(orders) and (
        any(box.order > min(orders) for box in drawn.boxes)
        or any(colour is None or any(_alike(colour, ground) for ground in grounds) for colour in colours)
    )


def _drawn(page: pypdfium2.PdfPage) -> _Drawn:
    drawn = _Drawn()
    width, height = page.get_size()
    for order in range(min(raw.FPDFPage_CountObjects(page.raw), MAX_OBJECTS)):
        one = raw.FPDFPage_GetObject(page.raw, order)
        match raw.FPDFPageObj_GetType(one):
            case raw.FPDF_PAGEOBJ_TEXT:
                invisible = raw.FPDFTextObj_GetTextRenderMode(one) in _INVISIBLE_MODES
                drawn.texts[ctypes.addressof(one.contents)] = (order, None if invisible else _fill(one))
            case raw.FPDF_PAGEOBJ_PATH if (colour := _box_colour(one)) is not None:
                drawn.boxes.append(_Box(order, colour, *_bounds(one)))
            case raw.FPDF_PAGEOBJ_IMAGE:
                left, bottom, right, top = _bounds(one)
                if (right - left) * (top - bottom) >= _WHOLE_PAGE * width * height:
                    drawn.boxes.append(_Box(order, None, left, bottom, right, top))
    return drawn


def _fill(one: object) -> _Colour | None:
    """The fill colour; None when it is wholly transparent. What pdfium does not tell counts as black."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(one, red, green, blue, alpha):
        return (0, 0, 0)
    return (red.value, green.value, blue.value) if alpha.value else None


def _box_colour(path: object) -> _Colour | None:
    """The colour of a filled opaque path of few corners, which a box is; None for every other path."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(path, mode, stroke) or not mode.value:
        return None
    if raw.FPDFPath_CountSegments(path) > _MOST_SEGMENTS or raw.FPDFPageObj_HasTransparency(path):
        return None
    return _fill(path)


def _bounds(one: object) -> tuple[float, float, float, float]:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(one, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _letters(textpage: pypdfium2.PdfTextPage, drawn: _Drawn) -> Iterator[_Letter]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for index in range(raw.FPDFText_CountChars(textpage.raw)):
        one = raw.FPDFText_GetTextObject(textpage.raw, index)
        known = drawn.texts.get(ctypes.addressof(one.contents)) if one else None
        if known is None or raw.FPDFText_GetUnicode(textpage.raw, index) in _BLANKS:
            continue
        if raw.FPDFText_GetCharBox(textpage.raw, index, left, right, bottom, top):
            yield _Letter((left.value + right.value) / 2, (bottom.value + top.value) / 2, *known)
