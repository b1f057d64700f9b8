"""Finds who made a document, under which number and when, and where a reprint was taken from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from desktop.screening.dates import DATE, read_date
from desktop.screening.folding import fold
from desktop.screening.guesses import Confidence, Guess
from desktop.screening.layout import (
    ISSUED_LINE,
    NUMBER_LINE,
    ORDER_NUMBER_LINE,
    SIGNED_LINE,
    Layout,
    close_up,
    is_body_name,
    label_of,
    without_seal,
)
from desktop.screening.lines import Line

_TAIL_LINES = 8
_MOST_SIGNERS = 6
# Only endings that ordinary words do not share: 我局举办政府开放日 names nobody.
_LEADING_BODY = re.compile(
    r"(?:20\d{2}年度?)?(?![我本对])([\u4e00-\u9fff]{2,24}?(?:人民政府办公厅|人民政府办公室|人民政府|委员会办公室|委员会|办公厅|办公室|厅|局))"
    r"(?=[\d《]|政务|政府|部门|工作|法治|依法|信息|年度|财政|预算|公告|通告|局长|厅长|主任|办公会|会议|公开|行政|$)"
)
_RED_HEAD = re.compile(r"(.{2,40}?)文件")
_NUMBERED_TITLES = re.compile(r"(?:令|公告|公报|通告|通报|纪要)$")
_SOURCE = re.compile(
    r"(?:(?:信息|稿件|文章|原文)?\s*来\s*源\s*:|转载自:?|转自:?|摘自:?)\s*([^\s　,，;；】\])）]{2,40})"
)
_END_MATTER = re.compile(rf"[（(【]|附\s*件|附\s*:|抄\s*[送报]|联\s*系|主题词|.{{0,40}}{DATE}\s*(?:印\s*发|印)")
_LINK = re.compile(r"https?://[^\s，。；）)】]+")
_OURSELVES = re.compile(r"本(?:站|网|厅|局|委|办|部门|单位|机关|级|院|市|县|区)|原创|暂无|未知|无$")


def labelled(layout: Layout, key: str) -> Guess[str] | None:
    """Give a field of the information table that web pages and some forms put above the text."""
    for line in layout.head:
        value, at = label_of(line.text).get(key, ("", 0))
        if value and value not in {"无", "-", "/"}:
            return Guess(close_up(value), line.part, line.offset + at, Confidence.HIGH)
    return None


def document_number(layout: Layout, title: str) -> Guess[str] | None:
    """Find the document's own number (文号): a line of its own in head or tail, never one cited in a sentence."""
    table = labelled(layout, "number")
    if table and NUMBER_LINE.fullmatch(table.value):
        return Guess(_tidy_number(table.value), table.part, table.offset, Confidence.HIGH)
    own = [line for line in layout.head if NUMBER_LINE.fullmatch(line.text)]
    if own:
        return _number_guess(own[0], Confidence.HIGH)
    if _NUMBERED_TITLES.search(title):
        for line in layout.head:
            found = ORDER_NUMBER_LINE.fullmatch(line.text)
            if found:
                return Guess("".join(fold(found[1]).split()), line.part, line.offset, Confidence.MEDIUM)
    tail = [line for line in layout.rest[-_TAIL_LINES:] if NUMBER_LINE.fullmatch(line.text)]
    return _number_guess(tail[0], Confidence.MEDIUM) if len(tail) == 1 else None


def _number_guess(line: Line, confidence: Confidence) -> Guess[str]:
    found = NUMBER_LINE.fullmatch(line.text)
    assert found
    return Guess(_tidy_number(found[1]), line.part, line.offset + found.start(1), confidence)


def _tidy_number(text: str) -> str:
    found = NUMBER_LINE.fullmatch(text)
    bare = "".join(fold(found[1] if found else text).split())
    return re.sub(r"[\[［【(（〔﹝]((?:19|20)\d{2})[\]］】)）〕﹞]", r"〔\1〕", bare)


def signature(layout: Layout) -> tuple[Line, date, list[Line]] | None:
    """Find the first signature block: names of authorities over a date; or a lone date at the very end."""
    for index, line in enumerate(layout.lines):
        when = _signed_date(line)
        if when is None:
            continue
        signers = _signers_above(layout, index)
        inline = SIGNED_LINE.fullmatch(fold(line.text))
        if inline and inline["body"] and is_body_name(inline["body"]):
            return line, when, [*signers, Line(inline["body"], line.part, line.offset)]
        if signers or (index >= len(layout.head) and _ends_here(layout, index)):
            return line, when, signers
    return None


def _ends_here(layout: Layout, index: int) -> bool:
    """Tell whether a lone date closes the paper: what follows is its imprint, a remark or an annex, no more text."""
    return all(_END_MATTER.match(fold(line.text)) for line in layout.lines[index + 1 : index + 2])


def _signed_date(line: Line) -> date | None:
    if len(line.text) > 60 or "\t" in line.text:
        return None
    found = SIGNED_LINE.fullmatch(fold(line.text))
    return read_date(found["date"]) if found else None


def _signers_above(layout: Layout, index: int) -> list[Line]:
    signers: list[Line] = []
    for line in reversed(layout.lines[max(0, index - _MOST_SIGNERS) : index]):
        if not is_body_name(line.text):
            break
        signers.insert(0, line)
    return signers


def signed_on(layout: Layout) -> Guess[date] | None:
    """Find the date the document bears (成文日期), from its table, its signature, or a line under its title."""
    table = labelled(layout, "signed")
    if table and (when := read_date(table.value, numeric=True)):
        return Guess(when, table.part, table.offset, Confidence.HIGH)
    signed = signature(layout)
    if signed:
        line, when, signers = signed
        return Guess(when, line.part, line.offset, Confidence.HIGH if signers else Confidence.MEDIUM)
    for line in layout.head:
        when_under_title = _signed_date(line)
        if when_under_title:
            return Guess(when_under_title, line.part, line.offset, Confidence.MEDIUM)
    return None


def issued_on(layout: Layout) -> Guess[date] | None:
    """Find the date of printing and sending out (印发日期), as the imprint at the foot or the table states it."""
    table = labelled(layout, "issued")
    if table and (when := read_date(table.value, numeric=True)):
        return Guess(when, table.part, table.offset, Confidence.HIGH)
    for line in reversed(layout.rest):
        found = ISSUED_LINE.fullmatch(fold(line.text)) if len(line.text) <= 60 else None
        printed = read_date(found["date"]) if found else None
        if printed:
            return Guess(printed, line.part, line.offset, Confidence.HIGH)
    return None


def issuing_body(layout: Layout, title: Guess[str] | None) -> Guess[str] | None:
    """Find the issuing authority: table, signature, red heading, or the name with which the title begins."""
    table = labelled(layout, "body")
    if table:
        return table
    signed = signature(layout)
    if signed and signed[2]:
        names = "、".join(name for line in signed[2] for name in _names_on(line.text))
        return Guess(names, signed[2][0].part, signed[2][0].offset, Confidence.HIGH)
    for line in layout.head:
        red = _RED_HEAD.fullmatch(close_up(line.text))
        if red and is_body_name(red[1]):
            return Guess(red[1], line.part, line.offset, Confidence.HIGH)
    return _body_in_title(layout, title) if title else None


def _names_on(text: str) -> list[str]:
    """Give the authorities on one line: joint signers stand apart by a wide space."""
    apart = re.split(r"[ \t]{2,}|\u3000+", text.strip())
    return [without_seal(one) for one in apart] if all(map(is_body_name, apart)) else [without_seal(text)]


def _body_in_title(layout: Layout, title: Guess[str]) -> Guess[str] | None:
    before, about, _ = title.value.partition("关于")
    if about and is_body_name(before):
        return Guess(before, title.part, title.offset, Confidence.MEDIUM)
    if is_body_name(title.value.removesuffix("令")) and title.value.endswith("令"):
        return Guess(title.value.removesuffix("令"), title.part, title.offset, Confidence.MEDIUM)
    found = _LEADING_BODY.match(title.value)
    return Guess(found[1], title.part, title.offset + found.start(1), Confidence.LOW) if found else None


def reprint(lines: tuple[Line, ...], own_body: str) -> tuple[Guess[str] | None, Guess[str] | None]:
    """Find the source and the address of a reprint (转载来源, 网址); both None for the office's own paper."""
    for line, found in _sources(lines):
        name = found[1].strip("《》“”")
        if _OURSELVES.match(name) or (own_body and (name in own_body or own_body in name)):
            continue
        links = [(other, link) for other in lines if (link := _LINK.search(other.text)) and other.debris]
        address = links[0] if links else None
        return (
            Guess(name, line.part, line.offset + found.start(1), Confidence.MEDIUM),
            Guess(address[1][0], address[0].part, address[0].offset + address[1].start(), Confidence.MEDIUM)
            if address
            else None,
        )
    return None, None


def _sources(lines: tuple[Line, ...]) -> Iterator[tuple[Line, re.Match[str]]]:
    for line in lines:
        if len(line.text) <= 120 and (line.debris or re.match(r"[（(【]", line.text)):
            found = _SOURCE.search(fold(line.text))
            if found:
                yield line, found
