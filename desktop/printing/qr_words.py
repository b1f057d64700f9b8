"""The codewords of a QR code (ISO/IEC 18004, 7.4 and 7.5): the payload in bits, and its Reed-Solomon correction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest

_VALUES = {c: n for n, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")}
_ALPHANUMERIC = 0b0010
_FIELD = 0x11D  # the polynomial of the field of 256 elements
_PADDING = (0xEC, 0x11)

Block = tuple[int, int]
"""How many codewords a block has in all, and how many of them are data."""


def codewords(payload: str, version: int, blocks: Sequence[Block]) -> bytes:
    """The codewords in the order in which they are placed: data and correction of all blocks, interleaved."""
    data = _data(payload, version, sum(kept for _, kept in blocks))
    parts: list[bytes] = []
    start = 0
    for _, kept in blocks:
        parts.append(data[start : start + kept])
        start += kept
    corrections = [_correction(part, total - kept) for part, (total, kept) in zip(parts, blocks, strict=True)]
    return bytes((*_interleaved(parts), *_interleaved(corrections)))


def _data(payload: str, version: int, room: int) -> bytes:
    """Mode, length, the characters two by two, an end, and padding up to `room` bytes."""
    length_bits = 9 if version < 10 else 11 if version < 27 else 13
    bits = f"{_ALPHANUMERIC:04b}{len(payload):0{length_bits}b}" + "".join(_pairs(payload))
    bits += "0" * min(4, 8 * room - len(bits))
    bits += "0" * (-len(bits) % 8)
    data = int(bits, 2).to_bytes(len(bits) // 8, "big")
    return data + bytes(_PADDING[n % 2] for n in range(room - len(data)))


def _pairs(payload: str) -> Iterator[str]:
    for i in range(0, len(payload) - 1, 2):
        yield f"{45 * _VALUES[payload[i]] + _VALUES[payload[i + 1]]:011b}"
    if len(payload) % 2:
        yield f"{_VALUES[payload[-1]]:06b}"


def _correction(data: bytes, count: int) -> bytes:
    """The remainder of the data by the generator of `count` codewords."""
    multiples = _multiples(count)
    top = 8 * (count - 1)
    kept = (1 << 8 * count) - 1
    rest = 0
    for byte in data:
        rest = (rest << 8 & kept) ^ multiples[rest >> top ^ byte]
    return rest.to_bytes(count, "big")


@lru_cache(maxsize=16)
def _multiples(count: int) -> tuple[int, ...]:
    """Every multiple of the generator polynomial without its leading term, as one number each."""
    generator = [1]
    for power in range(count):
        root = _power(power)
        raised = [*generator, 0]
        for i, factor in enumerate(generator, 1):
            raised[i] ^= _product(factor, root)
        generator = raised
    return tuple(
        int.from_bytes(bytes(_product(factor, value) for factor in generator[1:]), "big") for value in range(256)
    )


def _power(exponent: int) -> int:
    value = 1
    for _ in range(exponent):
        value = _product(value, 2)
    return value


def _product(a: int, b: int) -> int:
    result = 0
    while b:
        if b & 1:
            result ^= a
        a <<= 1
        if a & 0x100:
            a ^= _FIELD
        b >>= 1
    return result


def _interleaved(parts: Sequence[bytes]) -> Iterator[int]:
    """The first of every part, then the second of every part; shorter parts end earlier."""
    for column in zip_longest(*parts):
        yield from (value for value in column if value is not None)
