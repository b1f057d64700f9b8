"""Pinyin initials, by which people look things up: 行政许可 is found by xzxk."""

from __future__ import annotations

import re

_KEPT = re.compile(r"[^0-9a-z]+")


def initials(*texts: str) -> str:
    """The initials of some texts in lower case, one word each; letters and figures stand as they are.

    The reading dictionary costs a second to load: call this when something is stored, not when it is looked for.
    """
    from pypinyin import Style, lazy_pinyin

    joined = ("".join(lazy_pinyin(text, style=Style.FIRST_LETTER)) for text in texts)
    return " ".join(_KEPT.sub("", one.lower()) for one in joined)
