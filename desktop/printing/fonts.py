"""The faces of official paper: the PC's own fonts where installed, else the bundled Noto, character by character."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from zlib import crc32

from reportlab.pdfbase.ttfonts import TTFError, TTFont

BUNDLED = Path(__file__).resolve().parents[2] / "resources" / "fonts"

GETA = "〓"
"""The printer's mark for a character that no font holds."""


class Face(StrEnum):
    """What a text is set in; the value is the Chinese name of the face."""

    TITLE = "小标宋"
    HEAD = "黑体"
    BODY = "仿宋"
    HAND = "楷体"
    MARK = "数码"


@dataclass(frozen=True, slots=True)
class Style:
    """A face at a size in points."""

    face: Face
    size: float

    def sized(self, size: float) -> Style:
        """The same face at another size (points)."""
        return Style(self.face, size)


_NOTO = {
    Face.TITLE: ("NotoSerifSC_700Bold.ttf", "NotoSansSC_600SemiBold.ttf"),
    Face.HEAD: ("NotoSansSC_500Medium.ttf", "NotoSerifSC_700Bold.ttf"),
    Face.BODY: ("NotoSerifSC_400Regular.ttf", "NotoSansSC_400Regular.ttf"),
    Face.HAND: ("NotoSerifSC_400Regular.ttf", "NotoSansSC_400Regular.ttf"),
    Face.MARK: ("NotoSansSC_400Regular.ttf", "NotoSerifSC_400Regular.ttf"),
}

# File names as the makers ship them, best first; compared without regard to case.
_OWN = {
    Face.TITLE: (
        "FZXBSK.TTF", "FZXBSJW.TTF", "FZXBS.TTF", "CESI_XBS_GB18030.TTF", "CESI_XBS_GB2312.TTF",
        "方正小标宋_GBK.TTF", "方正小标宋简体.TTF", "方正小标宋简.TTF",
    ),
    Face.HEAD: ("simhei.ttf", "CESI_HT_GB18030.TTF", "CESI_HT_GB2312.TTF", "FZHTK.TTF", "方正黑体_GBK.TTF"),
    Face.BODY: (
        "simfang.ttf", "仿宋_GB2312.ttf", "CESI_FS_GB18030.TTF", "CESI_FS_GB2312.TTF", "FZFSK.TTF",
        "方正仿宋_GBK.TTF", "STFANGSO.TTF",
    ),
    Face.HAND: (
        "simkai.ttf", "楷体_GB2312.ttf", "CESI_KT_GB18030.TTF", "CESI_KT_GB2312.TTF", "FZKTK.TTF",
        "方正楷体_GBK.TTF", "STKAITI.TTF",
    ),
    Face.MARK: (),
}  # fmt: skip

# Characters that steer other programs and have no shape of their own.
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")


def system_font_folders() -> tuple[Path, ...]:
    """Where Windows and Linux keep fonts, for the PC and for the user."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("SystemRoot", r"C:\Windows"))  # noqa: SIM112 - Windows spells it so
        return (windows / "Fonts", home / "AppData/Local/Microsoft/Windows/Fonts")
    return (
        home / ".local/share/fonts",
        home / ".fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
    )


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """`text` as it can be set: composed, line ends as newline, no control or unseen characters."""
    composed = unicodedata.normalize("NFC", _BREAKS.sub("\n", text).replace("\t", " "))
    return "".join(c for c in _UNSEEN.sub("", composed) if c == "\n" or unicodedata.category(c) != "Cc")


class Advances(dict[str, float]):
    """Advance widths in ems, one face, filled as characters are met."""

    def __init__(self, font_of: Callable[[str], TTFont]) -> None:
        super().__init__()
        self._font_of = font_of

    def __missing__(self, character: str) -> float:
        face = self._font_of(character).face
        shown = character if ord(character) in face.charToGlyph else GETA
        width = face.charWidths.get(ord(shown), face.defaultWidth) / 1000
        self[character] = width
        return float(width)


class FontSet:
    """The fonts found on this PC, loaded when first used."""

    def __init__(self, folders: Sequence[Path] = (), bundled: Path = BUNDLED) -> None:
        """Search `folders` below for the PC's own faces; what is not found there comes from `bundled`."""
        self._bundled = bundled
        self._own = _find_own(folders)
        self._chains: dict[Face, tuple[TTFont, ...]] = {}
        self._choice: dict[Face, dict[str, TTFont]] = {face: {} for face in Face}
        self._advances = {face: Advances(self._picker(face)) for face in Face}
        self.runs = lru_cache(maxsize=4096)(self._runs)
        """`text` in a face, cut where the font changes: (font, characters); missing characters become 〓."""
        self.ems = lru_cache(maxsize=4096)(self._ems)
        """Width of `text` in ems of a face."""

    def chain(self, face: Face) -> tuple[TTFont, ...]:
        """The fonts asked for a character of `face`, in order."""
        if face not in self._chains:
            own = (_load(path) for path in self._own[face])
            first = next((font for font in own if font is not None), None)
            noto = [_load(self._bundled / name) for name in _NOTO[face]]
            self._chains[face] = tuple(font for font in (first, *noto) if font is not None)
        return self._chains[face]

    def has_own(self, face: Face) -> bool:
        """Whether the PC's own font is used for a face, not a bundled one."""
        return len(self.chain(face)) > len(_NOTO[face])

    def advances(self, face: Face) -> Advances:
        """Advance widths of single characters in ems."""
        return self._advances[face]

    def _ems(self, face: Face, text: str) -> float:
        advances = self._advances[face]
        return sum(advances[c] for c in text)

    def _runs(self, face: Face, text: str) -> list[tuple[TTFont, str]]:
        pick = self._picker(face)
        result = []
        for font, group in groupby(text, key=pick):
            glyphs = font.face.charToGlyph
            result.append((font, "".join(c if ord(c) in glyphs else GETA for c in group)))
        return result

    def forget(self) -> None:
        """Drop remembered texts: what was printed, a recovery key above all, shall not stay in memory."""
        self.runs.cache_clear()
        self.ems.cache_clear()
        plain.cache_clear()

    def holds(self, face: Face, character: str) -> bool:
        """Whether `character` can be printed in `face`, be it from a substitute."""
        return any(ord(character) in font.face.charToGlyph for font in self.chain(face))

    def _picker(self, face: Face) -> Callable[[str], TTFont]:
        known = self._choice[face]

        def pick(character: str) -> TTFont:
            font = known.get(character)
            if font is None:
                chain = self.chain(face)
                # The last bundled font holds 〓 for certain; the PC's own may not.
                font = next((f for f in chain if ord(character) in f.face.charToGlyph), chain[-1])
                known[character] = font
            return font

        return pick


def _find_own(folders: Sequence[Path]) -> dict[Face, list[Path]]:
    """Known font files below `folders`, for each face, best first."""
    by_name: dict[str, Path] = {}
    for folder in folders:
        for parent, _, names in os.walk(folder):
            for name in names:
                by_name.setdefault(name.casefold(), Path(parent) / name)
    return {
        face: [by_name[name.casefold()] for name in names if name.casefold() in by_name] for face, names in _OWN.items()
    }


@lru_cache(maxsize=32)
def _load(path: Path) -> TTFont | None:
    """The font at `path`, or nothing when it has no TrueType outlines or forbids embedding."""
    name = path.stem if path.parent == BUNDLED else f"{path.stem}-{crc32(os.fsencode(path)):08x}"
    try:
        font = TTFont(name, str(path))
    except (TTFError, OSError):
        return None
    if not getattr(font.face, "subsettingAllowed", True):
        return None
    return font


@lru_cache(maxsize=1)
def fonts_of_this_pc() -> FontSet:
    """The fonts of this PC, searched once."""
    return FontSet(system_font_folders())
