"""Follows how the runs of a Word part look: hidden, or white on a white page.

What is not seen, and a person must look at: text of one or two points, pale text other than pure white, coloured text
on a ground of the same colour, white text in drawn boxes and in tables whose style shades them, text behind pictures,
text moved off the page, fields whose code differs from what they show, numbering that hides text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from desktop.screening.archive import Package, attribute

_STYLES = "word/styles.xml"
_STYLE_END = re.compile(rb"</(?:\w{1,8}:)?style\s*>")
_STYLE = re.compile(rb"<(?:\w{1,8}:)?style\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"""([A-Za-z]+)\s*=\s*["']([^"']*)""")
_BASED = re.compile(rb"""<(?:\w{1,8}:)?basedOn\s[^>]*?val\s*=\s*["']([^"']*)""")
_VANISH = re.compile(rb"""<(?:\w{1,8}:)?vanish(?:\s[^>]*?val\s*=\s*["']([^"']*)["'])?[\s/>]""")
_COLOUR = re.compile(rb"<(?:\w{1,8}:)?color\s([^>]*)>")
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
    names = ("val", "themeColor", "themeShade")
    return _is_white_colour({name.encode(): value.encode() for name in names if (value := attribute(element, name))})


def read_styles(package: Package) -> Styles:
    """Read which paragraph and character styles hide or whiten their text, by themselves or by what they build on.

    The part is cut at its styles and searched, not parsed: parsing it takes longer than the document itself.
    """
    if _STYLES not in package.names:
        return Styles()
    hidden, white, based = set(), set(), {}
    for chunk in _STYLE_END.split(package.read(_STYLES)):
        opened = _STYLE.search(chunk)
        said = {key: value.decode("utf-8", "replace") for key, value in _ATTRIBUTE.findall(opened[1])} if opened else {}
        name = said.get(b"styleId")
        if not opened or name is None or said.get(b"type") == "table":
            continue
        if base := _BASED.search(chunk, opened.end()):
            based[name] = base[1].decode("utf-8", "replace")
        if any(value.decode() not in _OFF for value in _VANISH.findall(chunk, opened.end())):
            hidden.add(name)
        colour = _COLOUR.search(chunk, opened.end())
        if colour and _is_white_colour(dict(_ATTRIBUTE.findall(colour[1]))):
            white.add(name)
    return Styles(_with_heirs(hidden, based), _with_heirs(white, based))


def _is_white_colour(said: dict[bytes, bytes]) -> bool:
    theme = said.get(b"themeColor")
    if theme:
        return theme in {b"background1", b"light1"} and b"themeShade" not in said
    return said.get(b"val", b"").upper() == b"FFFFFF"


def _with_heirs(styles: set[str], based: dict[str, str]) -> frozenset[str]:
    found = set(styles)
    while heirs := {style for style, base in based.items() if base in found} - found:
        found |= heirs
    return frozenset(found)
