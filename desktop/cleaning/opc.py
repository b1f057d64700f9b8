"""Office packages: their parts, what relates them, their content types; and a fresh package of chosen parts."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

from desktop.cleaning.xml import local, parse
from desktop.screening.archive import Package, broken

_ROOT = ""
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_MOMENT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part points to: `target` is a part's name, or an address when it lies outside."""

    id: str
    type: str
    target: str
    outside: bool

    @property
    def kind(self) -> str:
        """The last word of the relation's type."""
        return self.type.rpartition("/")[2]


class Opc:
    """A package that is read; names as in `Package`."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self.names = frozenset(package.names)
        self._defaults: dict[str, str] = {}
        self._overrides: dict[str, str] = {}
        for node in parse(package.read("[Content_Types].xml")):
            if local(node) == "Default":
                self._defaults[node.get("Extension", "").lower()] = node.get("ContentType", "")
            elif local(node) == "Override":
                self._overrides[node.get("PartName", "").lstrip("/")] = node.get("ContentType", "")

    def read(self, name: str) -> bytes:
        """The bytes of a part; UserError when it is not there."""
        if name not in self.names:
            raise broken()
        return self._package.read(name)

    def content_type(self, name: str) -> str:
        """What the package says that a part is."""
        return self._overrides.get(name) or self._defaults.get(name.rpartition(".")[2].lower(), "")

    def relations(self, name: str = _ROOT) -> dict[str, Relation]:
        """What a part points to, by id; of the package itself without a name."""
        folder, _, last = name.rpartition("/")
        place = f"{folder}/_rels/{last}.rels" if folder else f"_rels/{last}.rels"
        if place not in self.names:
            return {}
        found = {}
        for node in parse(self._package.read(place)):
            outside = node.get("TargetMode") == "External"
            target = node.get("Target", "")
            found[node.get("Id", "")] = Relation(
                node.get("Id", ""), node.get("Type", ""), target if outside else _resolved(folder, target), outside
            )
        return found


@dataclass(slots=True)
class Fresh:
    """A package being written: nothing is in it but what was put there."""

    parts: dict[str, bytes] = field(default_factory=dict)
    _types: dict[str, str] = field(default_factory=dict)
    _relations: dict[str, list[Relation]] = field(default_factory=dict)

    def put(self, name: str, data: bytes, content_type: str, relations: Iterable[Relation] = ()) -> None:
        """Put a part in."""
        self.parts[name], self._types[name] = data, content_type
        self._relations[name] = list(relations)

    def relate(self, relation: Relation) -> None:
        """Point from the package to a part."""
        self._relations.setdefault(_ROOT, []).append(relation)

    def packed(self) -> bytes:
        """The package as bytes, without a moment or a name of who wrote it."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self._entries().items():
                archive.writestr(zipfile.ZipInfo(name, _MOMENT), data, zipfile.ZIP_DEFLATED)
        return stream.getvalue()

    def _entries(self) -> dict[str, bytes]:
        entries = {"[Content_Types].xml": _types_xml(self._types)}
        for name, relations in self._relations.items():
            if relations:
                folder, _, last = name.rpartition("/")
                place = f"{folder}/_rels/{last}.rels" if folder else f"_rels/{last}.rels"
                entries[place] = _relations_xml(folder, relations)
        return entries | self.parts


def _resolved(folder: str, target: str) -> str:
    target = unquote(target)
    path = target if target.startswith("/") else posixpath.join("/", folder, target)
    return posixpath.normpath(path).lstrip("/")


def _types_xml(types: Mapping[str, str]) -> bytes:
    lines = [f'<Default Extension="rels" ContentType="{_RELATIONS_TYPE}"/>']
    lines += [
        f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(kind)}/>" for name, kind in types.items()
    ]
    return f'{_HEAD}<Types xmlns="{_TYPES_NS}">{"".join(lines)}</Types>'.encode()


def _relations_xml(folder: str, relations: Iterable[Relation]) -> bytes:
    lines = []
    for one in relations:
        target = one.target if one.outside else posixpath.relpath("/" + one.target, "/" + folder)
        mode = ' TargetMode="External"' if one.outside else ""
        lines.append(
            f"<Relationship Id={quoteattr(one.id)} Type={quoteattr(one.type)} Target={quoteattr(target)}{mode}/>"
        )
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS_NS}">{"".join(lines)}</Relationships>'.encode()
