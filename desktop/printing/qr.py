"""QR codes of digests and numbers: level M, capitals, digits, `:` and `-` only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from reportlab.graphics.barcode.qrencoder import QRAlphaNum, QRCode, QRErrorCorrectLevel, QRRSBlock

from desktop.printing.qr_words import Block, codewords

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
    version = _version_of(len(payload))
    form = _form(version)
    plain = _placed(codewords(payload, version, form.blocks), form)
    candidates = ([row ^ change for row, change in zip(plain, mask, strict=True)] for mask in form.masks)
    size = len(plain)
    best = min(candidates, key=lambda rows: _penalty(rows, size))
    return tuple(tuple(bit == "1" for bit in f"{row:0{size}b}") for row in best)


def digest_payload(kind: str, digest: str) -> str:
    """`XXGK:` with what the digest covers and the digest itself."""
    return f"XXGK:{kind}:{digest.upper()}"


@dataclass(frozen=True, slots=True)
class _Form:
    """What all codes of one version have in common; rows are numbers, the leftmost module in the highest bit."""

    blocks: tuple[Block, ...]
    places: tuple[tuple[int, int], ...]
    """Where the bits of the codewords go, in order: the row, and its bit."""
    masks: tuple[tuple[int, ...], ...]
    """The rows of each mask with everything that does not depend on the data."""


def _placed(words: bytes, form: _Form) -> list[int]:
    """The rows that hold the codewords and nothing else."""
    rows = [0] * len(form.masks[0])
    bits = f"{int.from_bytes(words, 'big'):0{8 * len(words)}b}"
    for bit, (row, module) in zip(bits, form.places, strict=False):
        if bit == "1":
            rows[row] |= module
    return rows


@lru_cache(maxsize=300)
def _version_of(length: int) -> int:
    """The smallest version that holds `length` characters."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(QRAlphaNum("0" * length))
    return int(code.calculate_version())


@lru_cache(maxsize=8)
def _form(version: int) -> _Form:
    """Fixed patterns, masks and places, taken from codes of one digit whose own codewords are taken out again."""
    code = QRCode(version, QRErrorCorrectLevel.M)
    code.addData(QRAlphaNum("0"))
    blocks = tuple((one.totalCount, one.dataCount) for one in QRRSBlock.getRSBlocks(version, QRErrorCorrectLevel.M))
    masks = [_drawn(code, version, mask) for mask in range(_MASKS)]
    size = len(masks[0])
    places = tuple((row, 1 << (size - 1 - column)) for column, row in code.dataPosIterator())
    own = _placed(codewords("0", version, blocks), _Form(blocks, places, tuple(masks)))
    bare = (tuple(row ^ data for row, data in zip(mask, own, strict=True)) for mask in masks)
    return _Form(blocks, places, tuple(bare))


def _drawn(code: QRCode, version: int, mask: int) -> tuple[int, ...]:
    """The rows of a code under one mask."""
    code.version = version
    code.makeImpl(False, mask)
    return tuple(int("".join("1" if dark else "0" for dark in row), 2) for row in code.modules)


def _penalty(rows: Sequence[int], size: int) -> int:
    """How badly a scanner would take these modules (ISO/IEC 18004, 7.8.3): lower is better."""
    across = [f"{row:0{size}b}" for row in rows]
    lines = " ".join((*across, *map("".join, zip(*across, strict=True))))
    runs = sum(map(len, stretches := _SAME_COLOUR.findall(lines))) - 2 * len(stretches)
    finders = sum(map(lines.count, _LIKE_FINDER))
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
