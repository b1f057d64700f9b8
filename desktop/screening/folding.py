"""Folds look-alike characters one to one, so that an offset in the folded text is one in the original."""

from __future__ import annotations

import re

_ZERO_WIDTH = (
    "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u0007"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"
_STARS = "☆✩✪✫✬✭✮✯✰⭐🌟⋆﹡⁎∗＊*"


def _table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF1A)}
    table |= {code: chr(code - 0xFEE0) for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
    table |= dict.fromkeys(map(ord, _ZERO_WIDTH + _SPACES), " ")
    table |= dict.fromkeys(map(ord, _DASHES), "-")
    table |= dict.fromkeys(map(ord, _STARS), "★")
    table |= {ord("絕"): "绝", ord("機"): "机", ord("祕"): "秘", ord("："): ":", ord("\r"): " "}
    return table


_TABLE = _table()

_FOLDED = re.compile("[" + re.escape("".join(map(chr, _TABLE))) + "]+")
_LOWER_TABLE = _TABLE | {upper: upper + 32 for upper in range(0x41, 0x5B)}
_LOWER_TABLE |= {upper: upper - 0xFEE0 + 32 for upper in range(0xFF21, 0xFF3B)}
_AFFECTED = re.compile("[" + re.escape("".join(map(chr, _LOWER_TABLE))) + "]+")


def fold(text: str) -> str:
    """Give the text with full-width digits and letters, odd spaces, dashes and stars made plain; same length."""
    return _FOLDED.sub(lambda run: run[0].translate(_TABLE), text)  # translating what needs no folding takes longer


def fold_lower(text: str) -> str:
    """Give the folded text in lower case, quickly where little is to be folded; same length."""
    return _AFFECTED.sub(lambda run: run[0].translate(_LOWER_TABLE), text)
