"""QR codes of digests and numbers: level M, capitals, digits, `:` and `-` only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from reportlab.graphics.barcode.qrencoder import QRAlphaNum, QRCode, QRErrorCorrectLevel

Matrix = tuple[tuple[bool, ...], ...]

_ALLOWED = re.compile(r"[0-9A-Z:-]{1,300}")
_MASKS = 8
_SAME_COLOUR = re.compile("0{5,}|1{5,}")
_LIKE_FINDER = ("10111010000", "00001011101")


def qr_matrix(payload: str) -> Matrix:
    """The dark modules of the code for `payload`, rows from the top, without the quiet zone.

    Raises ValueError for any other character: the writer's own guess would try Kanji mode on Chinese text.
    """
    if not _ALLOWED.fullmatch(payload):
        raise ValueError("a QR payload holds capitals, digits, colon and hyphen only")
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(QRAlphaNum(payload))
    version = code.calculate_version()
    plain = _rows(code, version, 0)
    candidates = (
        [row ^ change for row, change in zip(plain, changes, strict=True)] for changes in _mask_changes(version)
    )
    size = len(plain)
    best = min(candidates, key=lambda rows: _penalty(rows, size))
    return tuple(tuple(bool(row >> (size - 1 - j) & 1) for j in range(size)) for row in best)


def digest_payload(kind: str, digest: str) -> str:
    """`XXGK:` with what the digest covers and the digest itself."""
    return f"XXGK:{kind}:{digest.upper()}"


def _rows(code: QRCode, version: int, mask: int) -> list[int]:
    """The rows of the code under one mask as numbers, the leftmost module in the highest bit."""
    code.version = version
    code.makeImpl(False, mask)
    return [int("".join("1" if dark else "0" for dark in row), 2) for row in code.modules]


@lru_cache(maxsize=40)
def _mask_changes(version: int) -> tuple[tuple[int, ...], ...]:
    """For each mask, the modules that differ from mask 0; they do not depend on the data."""
    code = QRCode(version, QRErrorCorrectLevel.M)
    code.addData(QRAlphaNum("0"))
    first, *others = [_rows(code, version, mask) for mask in range(_MASKS)]
    none = tuple(0 for _ in first)
    return (none, *(tuple(a ^ b for a, b in zip(first, other, strict=True)) for other in others))


def _penalty(rows: Sequence[int], size: int) -> int:
    """How badly a scanner would take these modules (ISO/IEC 18004, 7.8.3): lower is better."""
    across = [f"{row:0{size}b}" for row in rows]
    down = ["".join(column) for column in zip(*across, strict=True)]
    runs = sum(len(run) - 2 for line in (*across, *down) for run in _SAME_COLOUR.findall(line))
    finders = sum(line.count(shape) for line in (*across, *down) for shape in _LIKE_FINDER)
    dark = sum(row.bit_count() for row in rows)
    balance = abs(dark * 20 - size * size * 10) // (size * size)
    return runs + 3 * _blocks(rows, size) + 40 * finders + 10 * balance


def _blocks(rows: Sequence[int], size: int) -> int:
    """The number of two by two squares of one colour."""
    inner = (1 << (size - 1)) - 1
    count = 0
    for upper, lower in pairwise(rows):
        alike_down = ~(upper ^ lower)
        alike_across = ~(upper ^ (upper >> 1))
        count += (alike_down & (alike_down >> 1) & alike_across & inner).bit_count()
    return count
