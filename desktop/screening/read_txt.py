"""Reads plain text in the encodings of Chinese offices: UTF-8, UTF-16 and GB18030."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from desktop.errors import UserError
from desktop.screening.records import Part, Piece

_CONTROLS = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_TOLERATED = 0.002
_EXPECTED = re.compile("[\\s\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_MOSTLY = 0.8


def read_txt(data: bytes) -> Iterator[Piece]:
    """Yield the text as one part counted in lines; raises UserError when the bytes are not text."""
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    yield Part("正文", text, unit="行")


def decode(data: bytes) -> str:
    """Decode by byte-order mark, else strictly as UTF-8, UTF-16 by its zero bytes, or GB18030."""
    return decoded(data)[0]


def decoded(data: bytes) -> tuple[str, str]:
    """The text without its byte-order mark, and the encoding that it was read in."""
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_prose(text, encoding):
            return text.removeprefix("\ufeff"), encoding
    raise UserError(
        "文件内容不是文字，无法读取", "核对文件；如为其他格式，另存为 docx、xlsx、pdf 或 txt 后再登记", code="S-BINARY"
    )


def _candidates(data: bytes) -> tuple[str, ...]:
    if data.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    even, odd = data[::2].count(0), data[1::2].count(0)
    if even or odd:
        return ("utf-16-le",) if odd > even else ("utf-16-be",)
    return ("utf-8", "gb18030")


def _is_prose(text: str, encoding: str) -> bool:
    """Tell text from chance: any bytes make some UTF-16, but not mostly Chinese and plain letters."""
    if "\0" in text or len(_CONTROLS.findall(text)) > len(text) * _TOLERATED:
        return False
    return not encoding.startswith("utf-16-") or len(_EXPECTED.findall(text)) >= len(text) * _MOSTLY
