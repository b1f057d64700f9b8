"""Opens compound files of older Office programs (MS-CFB) in memory, within the bounds of the file itself."""

from __future__ import annotations

import struct

from desktop.screening.archive import broken

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_HEADER_FAT = 109
_ENTRY = 128
_LAST_SECTOR = 0xFFFFFFFA
_STREAM, _ROOT = 2, 5


class CompoundFile:
    """The named streams of a compound file; storages are flattened, for only names and bytes are asked for."""

    def __init__(self, data: bytes) -> None:
        """Read the directory; raises UserError when the chains of sectors are broken or run in circles."""
        if len(data) < _HEADER or not data.startswith(SIGNATURE):
            raise broken()
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise broken()
        self._size = 1 << shift
        directory_start, self._cutoff, mini_start = struct.unpack_from("<I4xII", data, 48)
        self._fat = self._allocation()
        self._mini_fat = _numbers(self._chain(mini_start))
        self._mini_stream = b""
        self._streams: dict[str, tuple[int, int]] = {}
        self._read_directory(self._chain(directory_start))

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams."""
        return frozenset(self._streams)

    def read(self, name: str) -> bytes:
        """Give a stream whole; raises UserError when it is missing or ends too early."""
        if name not in self._streams:
            raise broken()
        start, size = self._streams[name]
        data = self._mini_chain(start) if size < self._cutoff else self._chain(start)
        if len(data) < size:
            raise broken()
        return data[:size]

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        if number >= _LAST_SECTOR or at >= len(self._data):
            raise broken()
        return self._data[at : at + self._size].ljust(self._size, b"\0")

    def _allocation(self) -> tuple[int, ...]:
        sectors = list(struct.unpack_from(f"<{_HEADER_FAT}I", self._data, 76))
        following, count = struct.unpack_from("<II", self._data, 68)
        if count > len(self._data) // self._size:
            raise broken()
        for _ in range(count):
            numbers = _numbers(self._sector(following))
            sectors += numbers[:-1]
            following = numbers[-1]
        used = [number for number in sectors if number < _LAST_SECTOR]
        return tuple(number for sector in used for number in _numbers(self._sector(sector)))

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._sector, _walk(start, self._fat)))

    def _mini_chain(self, start: int) -> bytes:
        return b"".join(self._mini_stream[at * 64 : at * 64 + 64] for at in _walk(start, self._mini_fat))

    def _read_directory(self, directory: bytes) -> None:
        for at in range(0, len(directory), _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            start, size = struct.unpack_from("<II", directory, at + 116)
            name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            if kind == _STREAM:
                self._streams.setdefault(name, (start, size))
            elif kind == _ROOT:
                self._mini_stream = self._chain(start) if size else b""


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data)


def _walk(start: int, table: tuple[int, ...]) -> list[int]:
    """Follow a chain to its end; one longer than its table runs in circles."""
    chain: list[int] = []
    number = start
    while number < _LAST_SECTOR:
        if number >= len(table) or len(chain) > len(table):
            raise broken()
        chain.append(number)
        number = table[number]
    return chain
