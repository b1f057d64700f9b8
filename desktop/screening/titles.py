"""Finds a document's title, also one set over several lines, and the type it names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.rules.items import Genre
from desktop.screening.folding import fold
from desktop.screening.layout import (
    ISSUED_LINE,
    NUMBER_LINE,
    OFFICIAL_END,
    ORDER_NUMBER_LINE,
    SIGNED_LINE,
    TITLE_END,
    Layout,
    close_up,
    is_body_name,
    label_of,
)
from desktop.screening.lines import Line

_LONGEST_TITLE = 120
_MOST_LINES = 5
_FURNITURE = re.compile(
    r".{2,30}文件|特急|加急|特提|急件|平急|份号.*|签发人.*|0{2,}\d+|附件\d*|主动公开|依申请公开|不予公开|目录|正文"
)
_GENRES = {genre.value: genre for genre in Genre} | {"令": Genre.ORDER, "复函": Genre.LETTER}


def find_title(layout: Layout) -> tuple[str, Line, bool] | None:
    """Give the title, its first line and whether it ends as titles do; None when nothing looks like one."""
    head = [line for line in layout.head if not _is_furniture(line.text)]
    for start in range(len(head)):
        found = _grow(head[start : start + _MOST_LINES])
        if found:
            return _named_better(found, head[start], head[start + 1 :])
    if head and layout.rest and _may_be_title(head[0].text):
        return close_up(head[0].text), head[0], False
    return None


def _named_better(title: str, line: Line, below: Sequence[Line]) -> tuple[str, Line, bool]:
    """Prefer 关于……的公告 below to a heading that says no more than 某某局公告."""
    if re.search(r"关于|《", title) is None and re.search(r"(?:公告|通告|公报)$", title):
        for start, other in enumerate(below):
            longer = _grow(below[start : start + _MOST_LINES]) if other.text.startswith("关于") else None
            if longer:
                return longer, other, True
    return title, line, True


def genre_of(title: str) -> Genre | None:
    """Give the document type that a title names (体裁); a title of another kind is 其他, an unclear one None."""
    found = OFFICIAL_END.search(title)
    if found:
        return _GENRES[found["genre"]]
    return Genre.OTHER if TITLE_END.search(title) else None


def _is_furniture(text: str) -> bool:
    closed = close_up(text)
    return bool(
        _FURNITURE.fullmatch(closed)
        or NUMBER_LINE.fullmatch(text)
        or ORDER_NUMBER_LINE.fullmatch(text)
        or SIGNED_LINE.fullmatch(fold(text))
        or ISSUED_LINE.fullmatch(fold(text))
        or label_of(text)
    )


def _grow(lines: Sequence[Line]) -> str | None:
    """Join lines to the first complete title, then go on while the sentence asks for more."""
    joined, best = "", None
    for line in lines:
        if "\t" in line.text:
            break
        if best and line.text in best:
            break
        joined += close_up(line.text)
        if len(joined) > _LONGEST_TITLE or re.search(r"[。；！？]", joined):
            break
        if _is_complete(joined) and (best is None or _asks_for_more(best, joined)):
            best = joined
    return best


def _is_complete(text: str) -> bool:
    return bool(TITLE_END.search(text)) and text.count("《") == text.count("》") and len(text) >= 4


def _asks_for_more(title: str, longer: str) -> bool:
    """关于印发某方案 + 的通知: the first line ends like a title but is only its object."""
    begun = re.search(r"关于|印发|转发|批转|公布|发布", title)
    finished = re.search(r"的" + OFFICIAL_END.pattern, title)
    return bool(begun) and not finished and bool(re.search(r"的" + OFFICIAL_END.pattern, longer))


def _may_be_title(text: str) -> bool:
    return 6 <= len(text) <= 60 and not is_body_name(text) and not re.search(r"[，。；：！？、,;:!?\t]", text)
