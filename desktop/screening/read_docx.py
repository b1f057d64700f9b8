"""Reads every text a Word document carries: body, tables, margins, notes, boxes, comments, deleted words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from desktop.screening.archive import Package, attribute, broken, local_name
from desktop.screening.package_traces import package_traces
from desktop.screening.properties import declared_pages, property_parts
from desktop.screening.records import Part, Piece, Role, Trace, TraceKind
from desktop.screening.run_looks import FOLLOWED, RunLooks, Styles, read_styles

_SILENT = re.compile(r"word/(?:styles\w*|settings|webSettings|fontTable|numbering|theme/.*|glossary/.*)\.xml", re.I)
_PLACES: tuple[tuple[re.Pattern[str], str, Role], ...] = (
    (re.compile(r"word/header\d*\.xml"), "页眉", Role.MARGIN),
    (re.compile(r"word/footer\d*\.xml"), "页脚", Role.MARGIN),
    (re.compile(r"word/footnotes\.xml"), "脚注", Role.NOTE),
    (re.compile(r"word/endnotes\.xml"), "尾注", Role.NOTE),
    (re.compile(r"word/comments\.xml"), "批注", Role.COMMENT),
    (re.compile(r"word/document\d*\.xml"), "正文", Role.BODY),
    (re.compile(r"word/.+"), "图形文字", Role.TEXT_BOX),
)
# The stars that Word writes as symbols of a symbol font.
_SYMBOLS = {"F0AB": "★", "F0B6": "☆", "2605": "★", "2606": "☆"}
_CHANGES = frozenset({"ins", "del", "moveFrom", "moveTo"})


def read_docx(package: Package) -> Iterator[Piece]:
    """Yield the pieces of a Word document, margins first: that is where classification marks stand.

    Raises UserError for a package without a body.
    """
    names = [name for name in package.names if re.fullmatch(r"word/.+\.xml", name) and not _SILENT.fullmatch(name)]
    if not any(place_of(name)[1] is Role.BODY for name in names):
        raise broken()
    yield from property_parts(package)
    yield from declared_pages(package)
    yield from package_traces(package)
    styles = read_styles(package)
    for name in text_parts(package):
        place, role = place_of(name)
        flow = Flow(role, styles)
        for event, element in package.walk(name):
            flow.start(element) if event == "start" else flow.end(element)
        yield from flow.pieces(place)


def text_parts(package: Package) -> list[str]:
    """The parts that hold text, in the order of their reading."""
    names = [name for name in package.names if re.fullmatch(r"word/.+\.xml", name) and not _SILENT.fullmatch(name)]
    return sorted(names, key=lambda name: (place_of(name)[1] is Role.BODY, name))


def place_of(name: str) -> tuple[str, Role]:
    """What a part of the package is to its reader."""
    return next((place, role) for pattern, place, role in _PLACES if pattern.fullmatch(name))


class Flow:
    """Collects one part's text into streams: its own, its boxes, its deleted and hidden words, its discarded doubles."""

    def __init__(self, role: Role, styles: Styles) -> None:
        self._role = role
        self._texts: dict[Role | None, list[str]] = {}
        self._stack: list[Role | None] = [role]
        self._cells = 0
        self._changes = 0
        self._comments = 0
        self._looks = RunLooks(styles)
        self._line = 1
        self._unseen: dict[TraceKind, tuple[int, int]] = {}

    def start(self, element: Element) -> None:
        name = local_name(element)
        if name in FOLLOWED:
            self._looks.start(name)
        match name:
            case "txbxContent":
                self._stack.append(None if self._stack[-1] is None else Role.TEXT_BOX)
            case "Fallback":  # the same drawing again, for older programs
                self._stack.append(None)
            case "del" | "moveFrom" if self._stack[-1] is not None:
                self._stack.append(Role.DELETED)
            case "del" | "moveFrom":
                self._stack.append(None)
            case "tc":
                self._cells += 1
            case "comment":
                self._comments += 1
            case "textpath":  # a watermark keeps its words in an attribute
                self._write(attribute(element, "string") + "\n", Role.TEXT_BOX)

    def end(self, element: Element) -> None:
        name = local_name(element)
        self._changes += name in _CHANGES
        match name:
            case "t" | "delText":
                self._write_run(element.text or "")
            case "tab" if not attribute(element, "val"):  # with a value it sets a tab stop
                self._write("\t")
            case "br" | "cr":
                self._write("\n" if not self._cells else " ")
            case "noBreakHyphen":
                self._write("-")
            case "sym":
                self._write(_SYMBOLS.get(attribute(element, "char").upper(), ""))
            case "p":
                self._write(" " if self._cells else "\n")
            case "tc":
                self._cells -= 1
                self._write("\t")
            case "tr":
                self._write(" " if self._cells else "\n")
            case "txbxContent" | "Fallback" | "del" | "moveFrom":
                self._stack.pop()
        if name in FOLLOWED:
            self._looks.end(name, element)

    def _write_run(self, text: str) -> None:
        """Write the words of a run: hidden ones apart from what is seen, white ones where they stand."""
        stream = self._stack[-1]
        hidden = self._looks.hidden and stream is not Role.DELETED
        white = not hidden and stream is self._role and self._looks.white
        if stream is not None and text.strip() and (hidden or white):
            self._note(TraceKind.HIDDEN_TEXT if hidden else TraceKind.WHITE_TEXT)
        self._write(text, Role.HIDDEN if hidden else None)

    def _note(self, kind: TraceKind) -> None:
        count, line = self._unseen.get(kind, (0, self._line))
        self._unseen[kind] = (count + 1, line)

    def _write(self, text: str, role: Role | None = None) -> None:
        stream = self._stack[-1] if role is None or self._stack[-1] is None else role
        self._keep(stream, text)
        self._line += stream is self._role and text.endswith("\n")

    def _keep(self, stream: Role | None, text: str) -> None:
        self._texts.setdefault(stream, []).append(text)

    def pieces(self, place: str) -> Iterator[Piece]:
        """Yield the non-empty streams, and what was carried unseen."""
        for role, words in self._texts.items():
            text = "".join(words)
            if role is None or not text.strip():
                continue
            where = place if role is self._role else f"{place}{role.value}"
            yield Part(where, text, role, unit="段" if role is Role.BODY else "")
        for kind, (count, line) in self._unseen.items():
            yield Trace(kind, f"{place}第 {line} 段" if self._role is Role.BODY else place, count)
        if self._comments:
            yield Trace(TraceKind.COMMENT, place, self._comments)
        if self._changes:
            yield Trace(TraceKind.TRACKED_CHANGE, place, self._changes)
