"""A digest as it comes back from paper: typed in groups of four, or scanned from its QR code."""

from __future__ import annotations

import re
import unicodedata

from desktop.errors import UserError

WHOLE = 64
"""Hex digits of an SM3 digest."""

LEAST = 16
"""Hex digits that are enough to tell one paper from all others: the first four groups of four."""

_CODE = re.compile(r".*XXGK:([A-Z]+):(.*)", re.DOTALL)
"""The last code that was scanned: some scanners put a mark before it, and a hand scans twice."""
_OTHER_PAPERS = {"BATCH": "报送清单", "RECEIPT": "回执"}
_BETWEEN = re.compile(r"[\s\-.,:;·\u200b-\u200f\u2060\ufeff]+")


def form_digest_typed(typed: str) -> str:
    """The digest of a review form, or its beginning, in lower-case hex; spaces, case and full width do not matter.

    Raises UserError (E-DIGEST) for the code of another paper, for what is no hex digit, for too few or too many.
    """
    words = unicodedata.normalize("NFKC", typed).strip().upper()
    code = _CODE.fullmatch(words)
    if code is not None and code[1] != "FORM":
        paper = _OTHER_PAPERS.get(code[1], "别的纸")
        raise UserError(f"这是{paper}上的二维码，不是审查表上的", "扫审查表下端的二维码", "E-DIGEST")
    digits = _BETWEEN.sub("", code[2] if code else words)
    strange = next((letter for letter in digits if letter not in "0123456789ABCDEF"), "")
    if strange:
        raise UserError(f"“{strange}”不是内容摘要里的字", "摘要只有 0 到 9 和 A 到 F，照纸面重新输入", "E-DIGEST")
    if not digits:
        raise UserError("没有输入内容摘要", f"扫二维码，或者输入前 4 组（{LEAST} 位）", "E-DIGEST")
    if len(digits) < LEAST:
        raise UserError(f"只有 {len(digits)} 位，不够核对", f"至少输入前 4 组（{LEAST} 位）", "E-DIGEST")
    if len(digits) > WHOLE:
        raise UserError(f"有 {len(digits):,} 位，比内容摘要长", f"内容摘要是 {WHOLE} 位，清空后重新输入", "E-DIGEST")
    return digits.lower()
