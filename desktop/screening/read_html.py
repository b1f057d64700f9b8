"""Reads web pages saved from a browser: words only; scripts, styles and whatever a page refers to are left alone."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html import unescape

from desktop.errors import UserError
from desktop.screening.package_traces import READABLE_PICTURE, pictures_notice
from desktop.screening.read_txt import decode
from desktop.screening.records import Notice, NoticeKind, Part, Piece, Role

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,20})", re.I)
_HEAD_BYTES = 4096
MAX_BYTES = 20 * 1024 * 1024
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "object", "iframe", "canvas", "audio", "video"})
_FRAME = frozenset({"nav", "header", "footer", "aside", "select", "button"})
_EMPTY = frozenset({"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "wbr"})
_INLINE = frozenset(
    {"a", "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "ins", "label", "mark", "o:p", "q", "s"}
    | {"small", "span", "strong", "sub", "sup", "tt", "u", "var", "bdo", "ucaps", "wbr", "img", "input"}
)
_CELLS = frozenset({"td", "th"})
_CLOSED_BY_THE_NEXT = frozenset({"p", "li", "option", "dt", "dd", "td", "th", "tr"})
_DEEPEST = 200
_RAW = frozenset({"script", "style"})
_OUTSIDE = frozenset({"iframe", "frame", "object", "embed"})
_MARKUP = re.compile(
    r"(?P<comment><!--)|</(?P<closing>[A-Za-z][^\s<>/]{0,40})[^<>]*>|<(?P<tag>[A-Za-z][^\s<>/]{0,40})(?P<given>[^<>]*)>"
    r"|<[!?][^<>]*>"
)
_GIVEN = re.compile(r"""([A-Za-z:-]{1,40})(?:\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_UNSHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_NAMES = frozenset({"keywords", "description", "articletitle", "sitename", "contentsource", "columnname"})


def is_html(head: bytes) -> bool:
    """Tell a web page by how its first bytes begin."""
    text = head.removeprefix(codecs.BOM_UTF8).replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n").lower()
    text = re.sub(rb"^(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)+", b"", text, flags=re.S)
    return text.startswith((b"<!doctype html", b"<html", b"<head", b"<body"))


def read_html(data: bytes) -> Iterator[Piece]:
    """Yield the words of a page: its text, what frames it, what it hides; raises UserError when it is no text."""
    if len(data) > MAX_BYTES:
        raise UserError("网页过大，无法检查", "把正文另存为 docx 或 txt 后再登记", code="S-TEXT")
    page = _Page()
    page.read(_decode(data))
    yield from page.parts()
    yield from page.notices()


def _decode(data: bytes) -> str:
    """Decode by byte-order mark, by the declared character set, else as plain text is decoded."""
    declared = _DECLARED.search(data[:_HEAD_BYTES])
    if declared and not data.startswith(_MARKS):
        name = declared[1].decode("ascii").lower()
        try:
            return data.decode("gb18030" if name in {"gb2312", "gbk", "gb18030"} else name)
        except (LookupError, UnicodeDecodeError):
            return decode(data)
    return decode(data)


def _end_of_raw(text: str, tag: str, at: int) -> int:
    """Find where a script or style ends; one that is never closed takes the rest of the page."""
    end = re.compile(rf"</{tag}", re.I).search(text, at)
    return end.start() if end else len(text)


class _Page:
    """Collects lines into streams by where they stand; a line of nothing but links belongs to the frame.

    Each character is looked at a bounded number of times, however the page is written: the parser of the standard
    library takes minutes over some hundred kilobytes of open brackets.
    """

    def __init__(self) -> None:
        self._open: list[tuple[str, Role | None]] = []
        self._line: list[str] = []
        self._linked = self._plain = 0
        self._texts: dict[Role, list[str]] = {}
        self._outside = self._pictures = 0

    def read(self, text: str) -> None:
        """Go through the page once, from tag to tag."""
        at = 0
        while at < len(text):
            found = _MARKUP.search(text, at)
            self._words(unescape(text[at : found.start() if found else len(text)]))
            if not found:
                return
            at = found.end()
            if found["comment"]:
                end = text.find("-->", at)
                end = len(text) if end < 0 else end
                self._texts.setdefault(Role.COMMENT, []).append(text[at:end].strip())
                at = end + 3
            elif found["closing"]:
                self._close(found["closing"].lower())
            elif found["tag"]:
                tag = found["tag"].lower()
                self._begin(tag, found["given"] or "")
                if tag in _RAW:
                    at = _end_of_raw(text, tag, at)

    def _begin(self, tag: str, attributes: str) -> None:
        given = {one[1].lower(): unescape(one[2] or one[3] or one[4] or "") for one in _GIVEN.finditer(attributes)}
        if tag not in _INLINE and tag not in _CELLS:
            self._break()
        if tag == "meta" and given.get("name", "").lower() in _NAMES and given.get("content", "").strip():
            self._texts.setdefault(Role.PROPERTY, []).append(given["content"].strip())
        self._outside += tag in _OUTSIDE
        self._pictures += given.get("src", "").startswith("data:image") and len(given["src"]) >= READABLE_PICTURE
        if tag in _CLOSED_BY_THE_NEXT and self._open and self._open[-1][0] == tag:
            self._open.pop()
        if tag not in _EMPTY and len(self._open) < _DEEPEST:
            self._open.append((tag, self._role_of(tag, given)))

    def _close(self, tag: str) -> None:
        if tag in _CELLS:
            self._line.append("\t")
        elif tag not in _INLINE:
            self._break()
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index][0] == tag:
                del self._open[index:]
                break

    def _words(self, data: str) -> None:
        role = self._role()
        if role is None or not data:
            return
        if role is not Role.BODY:
            self._texts.setdefault(role, []).append(data.strip())
            return
        shown = data if any(tag in {"pre", "textarea"} for tag, _ in self._open) else re.sub(r"[ \t\r\n\f]+", " ", data)
        self._line.append(shown)
        length = len(shown.strip())
        if any(tag == "a" for tag, _ in self._open) and not any(tag in {"h1", "h2"} for tag, _ in self._open):
            self._linked += length
        else:
            self._plain += length

    def parts(self) -> Iterator[Part]:
        """Yield the non-empty streams, the running text last."""
        self._break()
        places = {
            Role.PROPERTY: "网页属性",
            Role.MARGIN: "网页边框和链接",
            Role.COMMENT: "网页注释",
            Role.HIDDEN: "网页隐藏文字",
            Role.BODY: "正文",
        }
        for role, place in places.items():
            text = "\n".join(filter(None, self._texts.get(role, ())))
            if text.strip():
                yield Part(place, text, role, unit="行" if role is Role.BODY else "")

    def notices(self) -> Iterator[Notice]:
        """Yield what of the page was not read."""
        if self._outside:
            words = f"网页里嵌入的 {self._outside} 处外部内容（框架、插件）没有读取，须打开原网页核对"
            yield Notice(words, NoticeKind.OUTSIDE, "网页")
        if self._pictures:
            yield pictures_notice(self._pictures)

    def _role(self) -> Role | None:
        return self._open[-1][1] if self._open else Role.BODY

    def _role_of(self, tag: str, given: dict[str, str]) -> Role | None:
        above = self._role()
        if above is None or tag in _SILENT:
            return None
        if above is not Role.BODY:
            return above
        if tag == "title":
            return Role.PROPERTY
        if "hidden" in given or _UNSHOWN.search(given.get("style", "")):
            return Role.HIDDEN
        return Role.MARGIN if tag in _FRAME else Role.BODY

    def _break(self) -> None:
        line = "".join(self._line).strip(" \n")
        if line.strip():
            role = Role.MARGIN if self._linked and not self._plain else Role.BODY
            self._texts.setdefault(role, []).append(line.rstrip("\t"))
        self._line, self._linked, self._plain = [], 0, 0
