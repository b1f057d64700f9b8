"""XML of Office packages as trees that keep their prefixes, read without entities, and small surgery on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from desktop.screening.archive import broken, hostile_xml

Node = Any
"""An element of lxml, which has no types of its own."""

RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)


_DIGITS = 8


def parse(data: bytes) -> Node:
    """Read a part; raises UserError for a document type, entities, or bad XML."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise broken() from error
    if root.getroottree().docinfo.doctype:
        raise hostile_xml()
    return root


def written(root: Node) -> bytes:
    """The part as bytes, in the form that Office writes."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def local(node: Node) -> str:
    """An element's name without its namespace."""
    return str(node.tag).rpartition("}")[2]


def namespace(node: Node) -> str:
    """The namespace of an element."""
    return str(node.tag).rpartition("}")[0].removeprefix("{")


def named(root: Node, *names: str) -> list[Node]:
    """All elements of these local names, in the order of the document."""
    wanted = frozenset(names)
    return [node for node in root.iter("{*}*") if local(node) in wanted]


def children(node: Node, *names: str) -> list[Node]:
    """The children of these local names."""
    wanted = frozenset(names)
    return [child for child in node if local(child) in wanted]


def attribute(node: Node, name: str) -> str:
    """An attribute by its local name, or an empty string."""
    return next((str(value) for key, value in node.attrib.items() if key.rpartition("}")[2] == name), "")


def whole(words: str | None, default: int = 0) -> int:
    """A count or place as it is written in markup; UserError for anything that is none."""
    if words is None or not words.strip():
        return default
    if not (words.strip().isascii() and words.strip().isdigit() and len(words.strip()) <= _DIGITS):
        raise broken()
    return int(words)


def drop_attributes(node: Node, *names: str) -> None:
    """Take attributes away by their local names."""
    for key in [key for key in node.attrib if key.rpartition("}")[2] in names]:
        del node.attrib[key]


def remove(node: Node) -> None:
    """Take an element out of its parent."""
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def unwrap(node: Node) -> None:
    """Put an element's children in its place."""
    parent = node.getparent()
    if parent is None:
        return
    at = parent.index(node)
    for offset, child in enumerate(list(node)):
        parent.insert(at + offset, child)
    parent.remove(node)


def relation_ids(root: Node) -> Iterator[tuple[Node, str, str]]:
    """Yield every use of a relation: the element, the attribute's full name, the id."""
    for node in root.iter("{*}*"):
        for key, value in node.attrib.items():
            if key.startswith("{") and key[1:].partition("}")[0] in RELATIONS:
                yield node, key, value
