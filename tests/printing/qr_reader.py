"""Reads a QR code back from its modules, written from ISO/IEC 18004 without looking at the writer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_ALIGNMENT = {2: (6, 18), 3: (6, 22), 4: (6, 26), 5: (6, 30), 6: (6, 34), 7: (6, 22, 38), 8: (6, 24, 42)}
_MASKS = (
    lambda i, j: (i + j) % 2 == 0,
    lambda i, j: i % 2 == 0,
    lambda i, j: j % 3 == 0,
    lambda i, j: (i + j) % 3 == 0,
    lambda i, j: (i // 2 + j // 3) % 2 == 0,
    lambda i, j: i * j % 2 + i * j % 3 == 0,
    lambda i, j: (i * j % 2 + i * j % 3) % 2 == 0,
    lambda i, j: ((i + j) % 2 + i * j % 3) % 2 == 0,
)
# Level M: data codewords of the blocks, by version.
_BLOCKS_M = {1: [16], 2: [28], 3: [44], 4: [32, 32], 5: [43, 43], 6: [27] * 4, 7: [31] * 4, 8: [38, 38, 39, 39]}


def read_qr(modules: Sequence[Sequence[bool]]) -> str:
    """The alphanumeric text of an undamaged code at level M, versions 1 to 8."""
    size = len(modules)
    version = (size - 17) // 4
    level, mask = _format(modules)
    if level != 0:
        raise ValueError("not level M")
    bits = [modules[i][j] != _MASKS[mask](i, j) for i, j in _data_places(size, version)]
    words = [_number(bits[k : k + 8]) for k in range(0, len(bits) - 7, 8)]
    data = "".join(f"{word:08b}" for word in _deinterleave(words, _BLOCKS_M[version]))
    return _alphanumeric(data)


def _format(modules: Sequence[Sequence[bool]]) -> tuple[int, int]:
    """Error correction level and mask, from the copy beside the upper left finder."""
    places = [(8, j) for j in (0, 1, 2, 3, 4, 5, 7, 8)] + [(i, 8) for i in (7, 5, 4, 3, 2, 1, 0)]
    value = _number([modules[i][j] for i, j in places]) ^ 0b101010000010010
    return value >> 13, value >> 10 & 7


def _data_places(size: int, version: int) -> Iterator[tuple[int, int]]:
    """Modules that carry data, in reading order: pairs of columns, up and down by turns, from the right."""
    pairs = [(right, right - 1) for right in (*range(size - 1, 6, -2), 5, 3, 1)]
    for turn, pair in enumerate(pairs):
        rows = range(size - 1, -1, -1) if turn % 2 == 0 else range(size)
        for i in rows:
            for j in pair:
                if not _is_function(i, j, size, version):
                    yield i, j


def _is_function(i: int, j: int, size: int, version: int) -> bool:
    in_finder = (i < 9 and j < 9) or (i < 9 and j >= size - 8) or (i >= size - 8 and j < 9)
    if in_finder or i == 6 or j == 6:
        return True
    if version >= 7 and ((i < 6 and j >= size - 11) or (j < 6 and i >= size - 11)):
        return True
    centres = _ALIGNMENT.get(version, ())
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    return any(abs(i - a) <= 2 and abs(j - b) <= 2 for a in centres for b in centres if (a, b) not in corners)


def _deinterleave(words: Sequence[int], lengths: Sequence[int]) -> list[int]:
    blocks: list[list[int]] = [[] for _ in lengths]
    supply = iter(words)
    for k in range(max(lengths)):
        for block, length in zip(blocks, lengths, strict=True):
            if k < length:
                block.append(next(supply))
    return [word for block in blocks for word in block]


def _alphanumeric(bits: str) -> str:
    if bits[:4] != "0010":
        raise ValueError("not alphanumeric mode")
    count = int(bits[4:13], 2)
    text = ""
    position = 13
    while len(text) + 2 <= count:
        first, second = divmod(int(bits[position : position + 11], 2), 45)
        text += ALPHANUMERIC[first] + ALPHANUMERIC[second]
        position += 11
    if len(text) < count:
        text += ALPHANUMERIC[int(bits[position : position + 6], 2)]
    return text


def _number(bits: Sequence[bool]) -> int:
    return int("".join("1" if bit else "0" for bit in bits), 2)
