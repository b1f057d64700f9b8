"""Takes a summary of at most a hundred characters from the first sentences of the body (内容概述)."""

from __future__ import annotations

import re

from desktop.screening.guesses import Confidence, Guess
from desktop.screening.layout import Layout, close_up, is_body_name, is_salutation
from desktop.screening.lines import Line

LONGEST = 100
_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十百]+[章条节]|\d+[.、．])[^。]{0,40}"
)
_SALUTATION_LINES = 6
_SHORTEST_SENTENCE = 12


def summarise(layout: Layout, title: str) -> Guess[str] | None:
    """Give the first meaningful sentences, cut at a sentence or clause; None when there is no running text."""
    lines = _after_salutation(layout.rest)
    for index, line in enumerate(lines):
        if _is_prose(line.text, title):
            text = _paragraph(lines[index:])
            if "。" in text or len(text) >= _SHORTEST_SENTENCE * 2:
                return Guess(_cut(text), line.part, line.offset, Confidence.MEDIUM)
    return None


def _after_salutation(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    for index, line in enumerate(lines[:_SALUTATION_LINES]):
        if is_salutation(line.text):
            return lines[index + 1 :]
        if "。" in line.text:
            break
    return lines


def _is_prose(text: str, title: str) -> bool:
    if "\t" in text or _HEADING.fullmatch(text) or is_body_name(text) or close_up(text) in title:
        return False
    return "。" in text or (len(text) >= _SHORTEST_SENTENCE and bool(re.search(r"[，,、]|如下", text)))


def _paragraph(lines: tuple[Line, ...]) -> str:
    text = ""
    for line in lines:
        text += close_up(line.text)
        if line.text.endswith(("。", "：", ":")) or len(text) > 4 * LONGEST:
            break
    return text


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    whole = text[:LONGEST].rpartition("。")
    if len(whole[0]) >= _SHORTEST_SENTENCE:
        return whole[0] + whole[1]
    clauses = [
        match.start() for match in re.finditer("[，；,;]", text[: LONGEST - 1]) if _balanced(text[: match.start()])
    ]
    end = clauses[-1] if clauses and clauses[-1] >= _SHORTEST_SENTENCE else LONGEST - 1
    return text[:end] + "…"


def _balanced(text: str) -> bool:
    return text.count("《") == text.count("》") and text.count("（") == text.count("）")
