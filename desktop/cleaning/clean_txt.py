"""Writes the clean copy of a plain text: stars where they belong, everything else byte for byte as it was."""

from __future__ import annotations

import codecs
import re

from desktop.cleaning.plan import Plan
from desktop.cleaning.records import Written, refused
from desktop.screening.read_txt import decoded
from desktop.screening.records import DocumentText

_BREAK = re.compile("\r\n|\r|\n")


def clean_txt(data: bytes, document: DocumentText, planned: Plan) -> Written:
    """Write the copy in the encoding, with the byte-order mark and the line ends of the original."""
    text, encoding = decoded(data)
    breaks = _BREAK.findall(text)
    lines = planned.masked_text(document, 1).split("\n")
    if len(lines) != len(breaks) + 1:
        raise refused("文件的换行无法还原", "用记事本另存为 UTF-8 文本，放入新文件后再生成")
    starred = "".join(line + end for line, end in zip(lines, [*breaks, ""], strict=True))
    if encoding == "utf-16":
        big = data.startswith(codecs.BOM_UTF16_BE)
        mark, encoding = (codecs.BOM_UTF16_BE, "utf-16-be") if big else (codecs.BOM_UTF16_LE, "utf-16-le")
        return Written(mark + starred.encode(encoding))
    mark = "\ufeff".encode(encoding) if encoding != "utf-8-sig" and data.startswith("\ufeff".encode(encoding)) else b""
    return Written(mark + starred.encode(encoding))
