"""The fonts of one document: which glyphs it uses, and those glyphs embedded in the file."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from threading import Lock

from reportlab.pdfbase.ttfonts import TTFont

from desktop.printing.fonts import GETA, Face, FontSet, plain
from desktop.printing.pdf import PdfFile, references

# reportlab's fonts read their files by seeking.
_reading = Lock()

_MAPPED_AT_ONCE = 100  # entries of one block of a character map
_CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
{blocks}
endcmap CMapName currentdict /CMap defineresource pop end end"""


class GlyphCodes(dict[str, str]):
    """The code, four hexadecimal digits, under which each character of one font stands in the document."""

    def __init__(self, font: TTFont) -> None:
        super().__init__()
        self.font = font
        self.glyphs: dict[int, int] = {}
        """From the font's own glyph to its number here, in order from 1."""
        self.characters: list[str] = []
        """The first character met of each glyph."""

    def __missing__(self, character: str) -> str:
        glyph = self.font.face.charToGlyph[ord(character)]
        if glyph not in self.glyphs:
            self.glyphs[glyph] = len(self.glyphs) + 1
            self.characters.append(character)
        code = self[character] = f"{self.glyphs[glyph]:04X}"
        return code


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it stands in the document: its length, its width in ems, the codes of each font's stretch, what is missing."""

    length: int
    ems: float
    runs: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]


class DocumentFonts:
    """The fonts that a document has used so far."""

    def __init__(self, fonts: FontSet) -> None:
        self.fonts = fonts
        self._codes: dict[str, GlyphCodes] = {}
        self._names: dict[str, str] = {}
        self._texts: dict[tuple[Face, str], Shown] = {}
        self._ems: dict[tuple[Face, str], float] = {}

    def ems(self, face: Face, text: str) -> float:
        """Width of `text` in ems of a face, remembered as long as the document is being made."""
        key = (face, text)
        width = self._ems.get(key)
        if width is None:
            width = self._ems[key] = self.fonts.ems(face, plain(text))
        return width

    def shown(self, face: Face, text: str) -> Shown:
        """`text` as the document shows it; its glyphs become part of the document."""
        key = (face, text)
        shown = self._texts.get(key)
        if shown is None:
            shown = self._texts[key] = self._set(face, plain(text))
        return shown

    def _set(self, face: Face, text: str) -> Shown:
        parts = self.fonts.runs(face, text)
        lacking = any(GETA in part for _font, part in parts)
        return Shown(
            len(text),
            self.fonts.ems(face, text),
            tuple(self._run(font, part) for font, part in parts),
            tuple(c for c in text if not self.fonts.holds(face, c)) if lacking else (),
        )

    def embed(self, file: PdfFile) -> str:
        """Put the used glyphs of every font into the file; returns the font resources."""
        with _reading:
            numbers = {name: _embedded(file, self._codes[key], n) for n, (key, name) in enumerate(self._names.items())}
        return f"<< {' '.join(f'/{name} {number} 0 R' for name, number in numbers.items())} >>"

    def _run(self, font: TTFont, text: str) -> tuple[str, str]:
        name = font.fontName
        if name not in self._names:
            self._names[name] = f"F{len(self._names) + 1}"
            self._codes[name] = GlyphCodes(font)
        return self._names[name], "".join(map(self._codes[name].__getitem__, text))


def _embedded(file: PdfFile, codes: GlyphCodes, number: int) -> int:
    """A font of two-byte codes that are the numbers of its glyphs."""
    face = codes.font.face
    data = face.makeSubset([ord(character) for character in codes.characters])
    name = f"{_tag(number)}+{face.name.decode('ascii', 'replace')}"
    widths = [face.defaultWidth, *(face.charWidths.get(ord(c), face.defaultWidth) for c in codes.characters)]
    box = " ".join(f"{value:g}" for value in face.bbox)
    program = file.add_stream(data, f"/Length1 {len(data)}")
    descriptor = file.add(
        f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [{box}] /ItalicAngle {face.italicAngle:g} "
        f"/Ascent {face.ascent:g} /Descent {face.descent:g} /CapHeight {face.capHeight:g} /StemV {face.stemV:g} "
        f"/FontFile2 {program} 0 R >>"
    )
    glyphs = file.add(
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /FontDescriptor {descriptor} 0 R "
        f"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /CIDToGIDMap /Identity "
        f"/DW 1000 /W [0 [{' '.join(f'{width:g}' for width in widths)}]] >>"
    )
    unicode = file.add_stream(_character_map(codes.characters).encode("ascii"))
    return file.add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H "
        f"/DescendantFonts {references([glyphs])} /ToUnicode {unicode} 0 R >>"
    )


def _tag(number: int) -> str:
    """Six capitals that tell the subsets of one file apart."""
    letters = ""
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _character_map(characters: list[str]) -> str:
    """What each code means, so that the text can be searched and copied."""
    entries = (f"<{n:04X}> <{c.encode('utf-16-be').hex().upper()}>" for n, c in enumerate(characters, 1))
    blocks = []
    while block := list(islice(entries, _MAPPED_AT_ONCE)):
        blocks.append(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar")
    return _CMAP.format(blocks="\n".join(blocks))
