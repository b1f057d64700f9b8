"""Text of tag files: the bag declaration, the declared encoding with its byte order mark, and lines."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from desktop.formats.bagit.findings import Findings
from desktop.formats.bagit.places import Place, content
from desktop.formats.problems import Refused

DECLARATION = "bagit.txt"
VERSIONS = {(0, 93), (0, 94), (0, 95), (0, 96), (0, 97), (1, 0)}
STANDARD = (1, 0)
"""RFC 8493, stricter than the drafts before it."""

_VERSION = re.compile(r"BagIt-Version: ([0-9]{1,4})\.([0-9]{1,4})")
_ENCODING = re.compile(r"Tag-File-Character-Encoding: ([A-Za-z0-9][A-Za-z0-9._:+-]{0,39})")
_LINE_END = re.compile(r"\r\n|\r|\n")
_MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
}
_WITH_MARK = {"utf-16", "utf-32"}
_CHARSETS = frozenset(
    {
        *_MARKS,
        *_WITH_MARK,
        *(f"iso8859-{n}" for n in range(1, 17)),
        *(f"cp125{n}" for n in range(9)),
        *("ascii", "gb2312", "gbk", "gb18030", "big5", "big5hkscs", "shift_jis", "cp932", "euc_jp", "euc_kr"),
        *("koi8-r", "koi8-u", "cp437", "cp850", "mac-roman", "tis-620", "iso2022_jp", "iso2022_kr", "hz"),
    }
)
"""Character sets of the IANA registry; Python's codecs know others that are no character sets at all."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What `bagit.txt` says; `codec` is Python's name of the encoding."""

    version: tuple[int, int] = STANDARD
    encoding: str = "UTF-8"
    codec: str = "utf-8"

    @property
    def strict(self) -> bool:
        """Whether RFC 8493 itself holds, not a draft before it."""
        return self.version >= STANDARD

    @property
    def version_text(self) -> str:
        """As it is written in the declaration."""
        return f"{self.version[0]}.{self.version[1]}"


def lines_of(text: str) -> list[str]:
    """Split at LF, CR and CRLF only; the end of the last line may be missing."""
    lines = _LINE_END.split(text)
    if lines[-1] == "":
        lines.pop()
    return lines


def has_more_lines(text: str, most: int) -> bool:
    """Whether there are more lines than `most`, told without making them."""
    return text.count("\n") + text.count("\r") - text.count("\r\n") > most


def read_declaration(place: Place, found: Findings, limit: int) -> Declaration:
    """Read `bagit.txt`; what it does not say rightly is told and taken as version 1.0 in UTF-8."""
    if DECLARATION not in place.sizes:
        if DECLARATION not in place.strange:
            found.problem("E-FORMAT", DECLARATION, "缺少 bagit.txt，不是 BagIt 包")
        return Declaration()
    data = _content(place, DECLARATION, found, min(limit, 64 * 1024))
    if data is None:
        return Declaration()
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        found.problem("E-FORMAT", DECLARATION, "bagit.txt 不应有字节顺序标记（BOM）")
    try:
        lines = lines_of(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        found.problem("E-FORMAT", DECLARATION, "bagit.txt 不是 UTF-8 文本")
        return Declaration()
    while len(lines) > 2 and not lines[-1].strip():
        lines.pop()
        found.warn("W-LINES", DECLARATION, "bagit.txt 末尾有多余的空行")
    if len(lines) != 2:
        found.problem("E-FORMAT", DECLARATION, f"bagit.txt 应当是两行，实有 {len(lines)} 行")
    return Declaration(_version((*lines, "")[0], found), *_encoding((*lines, "", "")[1], found))


def _version(line: str, found: Findings) -> tuple[int, int]:
    match = _VERSION.fullmatch(line)
    if match is None:
        found.problem("E-FORMAT", DECLARATION, "第 1 行不是规范的 BagIt-Version")
        return STANDARD
    version = int(match[1]), int(match[2])
    if version not in VERSIONS:
        found.problem("E-VERSION", DECLARATION, f"不认识的 BagIt 版本 {match[1]}.{match[2]}")
        return STANDARD
    return version


def _encoding(line: str, found: Findings) -> tuple[str, str]:
    match = _ENCODING.fullmatch(line)
    if match is None:
        found.problem("E-FORMAT", DECLARATION, "第 2 行不是规范的 Tag-File-Character-Encoding")
        return "UTF-8", "utf-8"
    try:
        codec = codecs.lookup(match[1]).name
    except LookupError:
        codec = ""
    if codec not in _CHARSETS:
        found.problem("E-FORMAT", DECLARATION, f"不认识的文字编码 {match[1]}")
        return match[1], "utf-8"
    return match[1], codec


def read_text(place: Place, name: str, declared: Declaration, found: Findings, limit: int) -> str | None:
    """Return the text of a tag file in the declared encoding; tells why not and returns None."""
    data = _content(place, name, found, limit)
    if data is None:
        return None
    codec, mark = declared.codec, _MARKS.get(declared.codec)
    if codec in _WITH_MARK and not data.startswith((_MARKS[f"{codec}-be"], _MARKS[f"{codec}-le"])):
        codec = f"{codec}-be"  # RFC 2781: without a mark it is big-endian
    if mark is not None and data.startswith(mark):
        data = data[len(mark) :]
        found.warn("W-BOM", name, "文件开头有多余的字节顺序标记（BOM）")
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        found.problem("E-FORMAT", name, f"不是所声明的 {declared.encoding} 编码")
        return None


def _content(place: Place, name: str, found: Findings, limit: int) -> bytes | None:
    if place.sizes[name] > limit:
        found.problem("E-LIMIT", name, "说明文件过大")
        return None
    try:
        return content(place, name)
    except Refused as error:
        found.take(error.problems)
        return None
