"""Reads the property sheets that Office packages share: titles, keywords, the number of pages."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.screening.archive import Package, local_name
from desktop.screening.records import PageCount, Part, Role

_SHEETS = ("docProps/core.xml", "docProps/custom.xml")
_FIELDS = frozenset(
    {"title", "subject", "keywords", "description", "category", "contentStatus", "lpwstr", "lpstr", "bstr"}
)


def property_parts(package: Package) -> Iterator[Part]:
    """Yield the words of the property fields, where a mark may also stand."""
    for name in _SHEETS:
        if name in package.names:
            words = [
                element.text.strip()
                for event, element in package.walk(name)
                if event == "end" and local_name(element) in _FIELDS and (element.text or "").strip() and element.text
            ]
            if words:
                yield Part("文档属性", "\n".join(words), Role.PROPERTY)


def declared_pages(package: Package) -> Iterator[PageCount]:
    """Yield the page count that the writing program stored, when there is a usable one."""
    if "docProps/app.xml" in package.names:
        for event, element in package.walk("docProps/app.xml"):
            text = (element.text or "").strip()
            if event == "end" and local_name(element) == "Pages" and text.isdecimal() and 0 < int(text) < 100_000:
                yield PageCount(int(text))
