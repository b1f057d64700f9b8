"""QR codes of digests and numbers: level M, capitals, digits, `:` and `-` only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from reportlab.graphics.barcode.qrencoder import QRAlphaNum, QRCode, QRErrorCorrectLevel, QRRSBlock

from desktop.printing.qr_words import Block, codewords

Matrix = tuple[tuple[bool, ...], ...]

_ALLOWED = re.compile(r"[0-9A-Z:-]{1,300}")
_MASKS = 8
_LIKE_FINDER = ("10111010000", "00001011101")
_FINDER_LENGTH = 11


def qr_matrix(payload: str) -> Matrix:
    """The dark modules of the code for `payload`, rows from the top, without the quiet zone.

    Raises ValueError for any other character: the writer's own guess would try Kanji mode on Chinese text.
    """
    if not _ALLOWED.fullmatch(payload):
        raise ValueError("a QR payload holds capitals, digits, colon and hyphen only")
    form = _form(_version_of(len(payload)))
    plain = _placed(codewords(payload, form.version, form.blocks), form.places)
    best = min((plain ^ mask for mask in form.masks), key=lambda square: _penalty(square, form.size))
    bits = f"{best:0{form.size**2}b}"
    return tuple(tuple(bit == "1" for bit in bits[row : row + form.size]) for row in range(0, len(bits), form.size))


def digest_payload(kind: str, digest: str) -> str:
    """`XXGK:` with what the digest covers and the digest itself."""
    return f"XXGK:{kind}:{digest.upper()}"


@dataclass(frozen=True, slots=True)
class _Form:
    """What all codes of one version have in common. A square is one number, its rows one behind the other from the top."""

    version: int
    size: int
    blocks: tuple[Block, ...]
    places: tuple[int, ...]
    """Where the bits of the codewords go, in order: each the square with that module alone."""
    masks: tuple[int, ...]
    """The square of each mask with everything that does not depend on the data."""


def _placed(words: bytes, places: Sequence[int]) -> int:
    """The square that holds the codewords and nothing else."""
    square = 0
    for bit, module in zip(f"{int.from_bytes(words, 'big'):0{8 * len(words)}b}", places, strict=False):
        if bit == "1":
            square |= module
    return square


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
    squares = [_drawn(code, version, mask) for mask in range(_MASKS)]
    size = int(code.moduleCount)
    places = tuple(1 << (size**2 - 1 - row * size - column) for column, row in code.dataPosIterator())
    own = _placed(codewords("0", version, blocks), places)
    return _Form(version, size, blocks, places, tuple(square ^ own for square in squares))


def _drawn(code: QRCode, version: int, mask: int) -> int:
    """The square of a code under one mask."""
    code.version = version
    code.makeImpl(False, mask)
    return int("".join("1" if dark else "0" for row in code.modules for dark in row), 2)


def _penalty(square: int, size: int) -> int:
    """How badly a scanner would take these modules (ISO/IEC 18004, 7.8.3): lower is better."""
    every = (1 << size**2) - 1
    light = every ^ square
    across = _pairs_across(size)
    alike_across = every ^ square ^ (square >> 1)
    alike_down = (every ^ square ^ (square >> size)) & (every >> size)
    runs = _runs(alike_across & across, 1) + _runs(alike_down, size)
    blocks = (alike_across & across & alike_down & (alike_across >> size)).bit_count()
    finders = sum(_finders(square, light, step, size) for step in (1, size))
    balance = abs(square.bit_count() * 20 - size * size * 10) // (size * size)
    return runs + 3 * blocks + 40 * finders + 10 * balance


def _runs(alike: int, step: int) -> int:
    """Two less than its length for each run of five or more of one colour; `alike` marks equal neighbours."""
    two = alike & (alike >> step)
    five = two & (two >> 2 * step)
    starts = five & ~(five >> step)
    return five.bit_count() + 2 * starts.bit_count()


def _finders(dark: int, light: int, step: int, size: int) -> int:
    """How often something like a finder pattern stands in a row or column."""
    within = _room_across(size) if step == 1 else (1 << size * (size - _FINDER_LENGTH + 1)) - 1
    count = 0
    for shape in _LIKE_FINDER:
        found = within
        for place, module in enumerate(shape):
            found &= (dark if module == "1" else light) >> (_FINDER_LENGTH - 1 - place) * step
        count += found.bit_count()
    return count


@lru_cache(maxsize=8)
def _pairs_across(size: int) -> int:
    """The modules that have a neighbour at their left in the same row."""
    return _columns(size, size - 1)


@lru_cache(maxsize=8)
def _room_across(size: int) -> int:
    """The modules with room for a finder pattern at their left in the same row."""
    return _columns(size, size - _FINDER_LENGTH + 1)


def _columns(size: int, kept: int) -> int:
    """The last `kept` modules of every row."""
    return int((("0" * (size - kept)) + "1" * kept) * size, 2)
