"""Follows how the runs of a Word part look: hidden, or white on a white page."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from desktop.screening.archive import Package, attribute, local_name

_STYLES = "word/styles.xml"
_WORTH_READING = (b"vanish", b"FFFFFF", b"ffffff", b"background1")
_OFF = frozenset({"0", "false", "off"})
_PROPERTIES = frozenset({"rPr", "pPr", "tcPr"})
_SAID = frozenset({"vanish", "color", "rStyle", "pStyle", "shd", "highlight"})
FOLLOWED = frozenset({"r", "p", "tc"}) | _PROPERTIES | _SAID
"""The only elements that a RunLooks needs to see."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The named styles whose text is hidden or white."""

    hidden: frozenset[str] = frozenset()
    white: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Level:
    """What is said of one run, paragraph or cell; None where nothing is said."""

    hidden: bool | None = None
    white: bool | None = None
    shaded: bool = False


@dataclass(slots=True)
class RunLooks:
    """Told of each start and end of the elements in FOLLOWED, says how the text just read looks.

    White text counts only where no run, paragraph or cell around it is shaded; the fill of a table style or of a
    drawn box is not followed, so text boxes must be left out by the caller.
    """

    styles: Styles = field(default_factory=Styles)
    _open: list[str] = field(default_factory=list)
    _levels: dict[str, list[_Level]] = field(default_factory=lambda: {"r": [], "p": [], "tc": []})

    def start(self, name: str) -> None:
        """Enter an element."""
        if name in _PROPERTIES:
            self._open.append(name)
        elif name in self._levels:
            self._levels[name].append(_Level())

    def end(self, name: str, element: Element) -> None:
        """Leave an element, taking in what it says."""
        if name in _PROPERTIES:
            self._open.pop()
        elif name in self._levels:
            self._levels[name].pop()
        elif level := self._spoken_of():
            self._take(level, name, element)

    def _spoken_of(self) -> _Level | None:
        """The level that the open properties belong to; old looks inside a change and paragraph marks are none."""
        owner = {"rPr": "r", "pPr": "p", "tcPr": "tc"}[self._open[0]] if len(self._open) == 1 else ""
        return self._levels[owner][-1] if owner and self._levels[owner] else None

    def _take(self, level: _Level, name: str, element: Element) -> None:
        value = attribute(element, "val")
        match name:
            case "vanish":
                level.hidden = value not in _OFF
            case "color":
                level.white = _is_white(element)
            case "rStyle" | "pStyle":
                level.hidden = True if value in self.styles.hidden else level.hidden
                level.white = True if value in self.styles.white else level.white
            case "shd":
                fill = attribute(element, "fill").upper()
                level.shaded |= fill not in {"", "AUTO", "FFFFFF"} or value == "solid"
            case "highlight":
                level.shaded |= value not in {"none", "white"}

    @property
    def hidden(self) -> bool:
        """Whether the run being read is set hidden."""
        return self._nearest([level.hidden for level in self._around("r", "p")])

    @property
    def white(self) -> bool:
        """Whether the run being read is white with nothing dark known behind it."""
        white = self._nearest([level.white for level in self._around("r", "p")])
        return white and not any(level.shaded for level in self._around("r", "p", "tc"))

    def _around(self, *names: str) -> list[_Level]:
        return [self._levels[name][-1] for name in names if self._levels[name]]

    @staticmethod
    def _nearest(said: list[bool | None]) -> bool:
        """What the innermost level says that says anything."""
        return next((one for one in said if one is not None), False)


def _is_white(element: Element) -> bool:
    theme = attribute(element, "themeColor")
    if theme:
        return theme in {"background1", "light1"} and not attribute(element, "themeShade")
    return attribute(element, "val").upper() == "FFFFFF"


def read_styles(package: Package) -> Styles:
    """Read which paragraph and character styles hide or whiten their text, by themselves or by what they build on."""
    if _STYLES not in package.names or not any(word in package.read(_STYLES) for word in _WORTH_READING):
        return Styles()
    said: dict[str, set[str]] = {"hidden": set(), "white": set()}
    based: dict[str, str] = {}
    current, kind, inside = "", "", 0
    for event, element in package.walk(_STYLES):
        name = local_name(element)
        if event == "start":
            if name == "style":
                current, kind = attribute(element, "styleId"), attribute(element, "type")
            inside += name == "rPr"
            continue
        inside -= name == "rPr"
        if name == "basedOn":
            based[current] = attribute(element, "val")
        elif inside and kind != "table":
            if name == "vanish" and attribute(element, "val") not in _OFF:
                said["hidden"].add(current)
            elif name == "color" and _is_white(element):
                said["white"].add(current)
    return Styles(_with_heirs(said["hidden"], based), _with_heirs(said["white"], based))


def _with_heirs(styles: set[str], based: dict[str, str]) -> frozenset[str]:
    found = set(styles)
    while heirs := {style for style, base in based.items() if base in found} - found:
        found |= heirs
    return frozenset(found)
