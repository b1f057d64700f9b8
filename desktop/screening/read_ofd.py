"""Reads OFD files (GB/T 33190) page by page: the words of text objects, templates, annotations, properties."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from desktop.errors import UserError
from desktop.screening.archive import Package, attribute, broken, encrypted, local_name
from desktop.screening.package_traces import READABLE_PICTURE, pictures_notice
from desktop.screening.read_pdf import MAX_PAGES, image_notice
from desktop.screening.records import PageCount, Part, Piece, Role, Trace, TraceKind

ENTRY = "OFD.xml"
_PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".jb2", ".gbig2")
_PROPERTIES = frozenset({"Title", "Subject", "Abstract", "Keyword"})
_SAME_LINE = 0.5
"""Text objects whose upper edges differ by less than this part of their height stand on one line."""


@dataclass(slots=True)
class _Index:
    """What the entry and the document parts tell: pages in order, property words, the number of attached files."""

    pages: list[str]
    words: list[str]
    attached: int = 0


def read_ofd(package: Package) -> Iterator[Piece]:
    """Yield properties, margins and one part a page; raises UserError when the file is locked, broken or endless."""
    if any(posixpath.basename(name).lower() in {"encryptions.xml", "decryptseed.dat"} for name in package.names):
        raise encrypted()
    index = _index(package)
    if not index.pages:
        raise broken()
    if len(index.pages) > MAX_PAGES:
        raise UserError(
            f"文件共 {len(index.pages)} 页，超过 {MAX_PAGES} 页的上限", "拆分成几个文件后再登记", code="S-PAGES"
        )
    yield PageCount(len(index.pages))
    if index.words:
        yield Part("文档属性", "\n".join(index.words), Role.PROPERTY)
    yield from _around(package, set(index.pages))
    if index.attached:
        yield Trace(TraceKind.UNREAD_FILE, "OFD 附件", index.attached)
    yield from _pages(package, index.pages)
    large = (name for name in package.names if package.size(name) >= READABLE_PICTURE)
    pictures = sum(name.lower().endswith(_PICTURES) for name in large)
    if pictures:
        yield pictures_notice(pictures)


def _index(package: Package) -> _Index:
    index = _Index([], [])
    for event, element in package.walk(ENTRY):
        if event == "end" and local_name(element) in _PROPERTIES and element.text and element.text.strip():
            index.words.append(element.text.strip())
        if event == "end" and local_name(element) == "DocRoot" and element.text:
            _read_root(package, _resolve("", element.text), index)
    return index


def _read_root(package: Package, name: str, index: _Index) -> None:
    """Read a document's root; parts that lie elsewhere than in the package are broken, never looked for."""
    for event, element in package.walk(name):
        if event == "start" and local_name(element) == "Page":
            index.pages.append(_resolve(name, attribute(element, "BaseLoc")))
        elif event == "end" and local_name(element) == "Attachments" and element.text and element.text.strip():
            listed = package.walk(_resolve(name, element.text))
            index.attached += sum(event == "end" and local_name(one) == "Attachment" for event, one in listed)


def _resolve(base: str, location: str) -> str:
    location = location.strip()
    joined = location if location.startswith("/") else posixpath.join(posixpath.dirname(base), location)
    return posixpath.normpath(joined).lstrip("/")


def _around(package: Package, pages: set[str]) -> Iterator[Part]:
    """Yield the words of every other part: templates stand behind the pages, annotations and stamps upon them."""
    for name in package.names:
        if name.lower().endswith(".xml") and name not in pages:
            text = _words(package, name)
            if text.strip():
                note = "annot" in name.lower()
                yield Part("注释" if note else "版面模板", text, Role.COMMENT if note else Role.MARGIN)


def _pages(package: Package, names: list[str]) -> Iterator[Piece]:
    images = []
    for number, name in enumerate(names, 1):
        text = _words(package, name)
        if text.strip():
            yield Part(f"第 {number} 页", text)
        else:
            images.append(number)
    if images:
        yield image_notice(images, len(names))


def _words(package: Package, name: str) -> str:
    """Give the text of a part, text objects that stand beside each other joined to one line."""
    line: tuple[float, float] | None = None
    pieces: list[str] = []
    for event, element in package.walk(name):
        match local_name(element), event:
            case "TextObject", "start":
                before, line = line, _edge(element)
                pieces.append("\n" if _is_below(before, line) else "")
            case "TextCode", "end":
                pieces.append(element.text or "")
    return "".join(pieces).removeprefix("\n")


def _edge(element: Element) -> tuple[float, float] | None:
    """Give a text object's upper edge and height in millimetres, or None where it states none."""
    try:
        _x, top, _width, height = map(float, attribute(element, "Boundary").split())
    except ValueError:
        return None
    return top, height


def _is_below(before: tuple[float, float] | None, now: tuple[float, float] | None) -> bool:
    if before is None or now is None:
        return True
    return abs(now[0] - before[0]) > _SAME_LINE * max(before[1], now[1])
