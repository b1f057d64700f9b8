"""The text of a Word package with the way back: which element each character of a part stands in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from lxml import etree

from desktop.cleaning.records import Gone, refused
from desktop.cleaning.xml import Node, attribute, local, parse
from desktop.screening.archive import Package
from desktop.screening.read_docx import Flow, place_of, text_parts
from desktop.screening.records import DocumentText, Part, Role, TraceKind
from desktop.screening.run_looks import Styles, read_styles


@dataclass(frozen=True, slots=True)
class Source:
    """A stretch of text and the element that wrote it; `unseen` when the page does not show it."""

    text: str
    node: Node


class TracedFlow(Flow):
    """The reader's own flow, which also remembers who wrote what, and which runs the page does not show."""

    def __init__(self, role: Role, styles: Styles) -> None:
        super().__init__(role, styles)
        self.sources: dict[Role | None, list[Source]] = defaultdict(list)
        self.hidden_runs: list[Node] = []
        self.unseen: list[Node] = []
        self._at: Node = None

    def follow(self, root: Node) -> None:
        """Walk through a part."""
        for event, node in etree.iterwalk(root, events=("start", "end")):
            self._at = node
            if event == "start":
                self.start(node)
                continue
            if local(node) == "r" and self._looks.hidden:
                self.hidden_runs.append(node)
            self.end(node)

    def _note(self, kind: TraceKind) -> None:
        super()._note(kind)
        self.unseen.append(self._at)

    def _keep(self, stream: Role | None, text: str) -> None:
        super()._keep(stream, text)
        self.sources[stream].append(Source(text, self._at))


@dataclass(slots=True)
class WordText:
    """The trees of a package's text parts; `numbers` are the document's parts that each of them reads as, by role."""

    roots: dict[str, Node]
    flows: dict[str, TracedFlow] = field(default_factory=dict)
    numbers: dict[tuple[str, Role], int] = field(default_factory=dict)

    def parts_of(self, name: str) -> frozenset[int]:
        """The numbers of the parts that one part of the package reads as."""
        return frozenset(number for (one, _role), number in self.numbers.items() if one == name)


def trace(package: Package, document: DocumentText) -> WordText:
    """Read the package once more as it was read; UserError when that comes to anything but `document`."""
    styles = read_styles(package)
    text = WordText({})
    told: list[Part] = []
    keys: list[tuple[str, Role]] = []
    for name in text_parts(package):
        root = parse(package.read(name))
        place, role = place_of(name)
        flow = TracedFlow(role, styles)
        flow.follow(root)
        text.roots[name], text.flows[name] = root, flow
        parts = [piece for piece in flow.pieces(place) if isinstance(piece, Part)]
        told += parts
        keys += [(name, part.role) for part in parts]
    first = len(document.parts) - len(told)
    if list(document.parts[first:]) != told:
        raise refused("文件的结构无法对应到文字", "在 Word 或 WPS 中另存为 docx，放入新文件后再生成")
    text.numbers = {key: first + number for number, key in enumerate(keys)}
    return text


def put_stars(text: WordText, hidden: dict[int, frozenset[int]]) -> None:
    """Replace the characters at these offsets of the document's parts by stars, where they stand."""
    for (name, role), number in text.numbers.items():
        wanted = hidden.get(number)
        if not wanted:
            continue
        start = 0
        for source in text.flows[name].sources[role]:
            places = [place for place in range(len(source.text)) if start + place in wanted]
            if places:
                _star(source, frozenset(places))
            start += len(source.text)


def _star(source: Source, places: frozenset[int]) -> None:
    node = source.node
    starred = "".join("*" if place in places else letter for place, letter in enumerate(source.text))
    if local(node) in {"t", "delText"} and (node.text or "") == source.text:
        node.text = starred
    elif local(node) == "textpath" and attribute(node, "string") + "\n" == source.text:
        key = next(key for key in node.attrib if key.rpartition("}")[2] == "string")
        node.set(key, starred[:-1])
    else:
        raise refused("有一处内容不是普通文字，无法遮盖", "在原程序中改成普通文字，另存后放入新文件")


def unseen_stretches(text: WordText) -> tuple[Gone, ...]:
    """Where white text stands in the parts that stay: the page does not show it, the copy leaves it out."""
    found = []
    for (name, role), number in text.numbers.items():
        unseen = {id(node) for node in text.flows[name].unseen}
        start = 0
        for source in text.flows[name].sources[role]:
            if role is not Role.HIDDEN and id(source.node) in unseen:
                found.append(Gone(number, start, start + len(source.text)))
            start += len(source.text)
    return tuple(found)


def empty_unseen(text: WordText) -> None:
    """Take hidden runs and white words out of the trees."""
    for flow in text.flows.values():
        for node in flow.hidden_runs:
            parent = node.getparent()
            if parent is not None:
                parent.remove(node)
        for node in flow.unseen:
            node.text = ""
