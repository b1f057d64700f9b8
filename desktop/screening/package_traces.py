"""What Office packages carry unseen: embedded files, programs, links to the outside, names of people, places.

What is not looked into, and a person must look at: what pictures show (they are counted), embedded files and objects
(told, not opened), custom XML and building blocks (customXml, glossary), comments in the zip itself, thumbnails, names
of people inside drawings, charts and styles, EXIF data in formats other than JPEG and TIFF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.screening.archive import Package, attribute, local_name
from desktop.screening.exif import HEAD, has_location
from desktop.screening.records import Notice, NoticeKind, Part, Piece, Role, Trace, TraceKind

_EMBEDDED = re.compile(r"(?:word|xl)/(?:embeddings/.+|afchunk[^/]*|activeX/activeX\d+\.xml)", re.I)
_PROGRAM = re.compile(r"(?:word|xl)/(?:vbaProject\.bin|macrosheets/[^/]+\.xml)", re.I)
_PHOTO = re.compile(r"(?:word|xl)/media/[^/]+\.(?:jpe?g|tiff?)", re.I)
_PICTURE = re.compile(r"(?:word|xl)/media/[^/]+\.(?:jpe?g|png|gif|bmp|tiff?|webp|emf|wmf)", re.I)
READABLE_PICTURE = 20_000
"""Bytes below which a picture is a seal, a logo or a line; a page or a card that can be read takes more."""
_PEOPLE = {"creator": "作者", "lastModifiedBy": "最后修改人", "Company": "单位", "Manager": "主管"}
NOT_PEOPLE = frozenset(
    {"python-docx", "openpyxl", "Apache POI", "Microsoft Office User", "WPS Office", "anonymous", "unspecified"}
)
"""What programs write where a person's name belongs."""
_LOCAL = re.compile(r"file:|\\\\|[A-Za-z]:[\\/]", re.I)


def package_traces(package: Package) -> Iterator[Piece]:
    """Yield the traces that Word and Excel packages share; the addresses of links are given as a part to be scanned."""
    for kind, pattern in ((TraceKind.EMBEDDED, _EMBEDDED), (TraceKind.PROGRAM, _PROGRAM)):
        count = sum(1 for name in package.names if pattern.fullmatch(name))
        if count:
            yield Trace(kind, "文件内", count)
    yield from _links(package)
    fields = list(_people(package))
    if fields:
        yield Trace(TraceKind.METADATA, "文档属性", len(fields), "、".join(fields))
    photos = sum(1 for name in package.names if _PHOTO.fullmatch(name) and has_location(package.head(name, HEAD)))
    if photos:
        yield Trace(TraceKind.LOCATION, "图片", photos)
    pictures = sum(
        _PICTURE.fullmatch(name) is not None and package.size(name) >= READABLE_PICTURE for name in package.names
    )
    if pictures:
        yield pictures_notice(pictures)


def pictures_notice(count: int) -> Notice:
    """Tell of pictures in which nobody has looked for words."""
    return Notice(f"有 {count} 张图片，图片里的文字没有检查，须人工核对", NoticeKind.PICTURES, "图片")


def _links(package: Package) -> Iterator[Piece]:
    outside, addresses = 0, []
    for name in package.names:
        if not name.endswith(".rels") or b"External" not in package.read(name):
            continue
        for event, element in package.walk(name):
            if event == "end" and attribute(element, "TargetMode") == "External":
                target = attribute(element, "Target")
                outside += not attribute(element, "Type").endswith("/hyperlink") or bool(_LOCAL.match(target))
                addresses.append(target)
    if outside:
        yield Trace(TraceKind.EXTERNAL_LINK, "文件内", outside)
    if addresses:
        yield Part("链接地址", "\n".join(addresses), Role.PROPERTY)


def _people(package: Package) -> Iterator[str]:
    for name in ("docProps/core.xml", "docProps/app.xml"):
        if name not in package.names:
            continue
        for event, element in package.walk(name):
            words = (element.text or "").strip()
            if event == "end" and local_name(element) in _PEOPLE and words and words not in NOT_PEOPLE:
                yield _PEOPLE[local_name(element)]
    if "word/people.xml" in package.names:
        yield "批注和修订人"
