"""Zip archives of one strict shape: members back to back, nothing before, between or after them.

The shape leaves no room for overlapping members, hidden bytes or two readings of one archive: no comments, no extra
fields, no data descriptors. Every archive we write has it, and so has one of Python's zipfile.
"""

from __future__ import annotations

import os
import stat
import struct
import threading
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from desktop.formats.limits import Limits
from desktop.formats.names import package_name_problem, twins
from desktop.formats.problems import Problem, Refused, refused

CHUNK = 1 << 20
STORED, DEFLATED = 0, 8
_PIECE = 1 << 16  # read at once: what the digests are taken of next still lies in the processor's cache

LOCAL, CENTRAL, END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
"""The header before a member's bytes, its entry in the directory, and the record behind the directory."""
ENCRYPTED, DESCRIPTOR, UTF8 = 0x1 | 0x40 | 0x2000, 0x8, 0x800
"""Flags of a header: locked in some way; sizes follow the bytes; the name is UTF-8."""
_LEVEL = 0x6  # how hard the packer tried
_VERSION = 20
_MADE_BY = 3 << 8 | _VERSION  # Unix, so that the mode bits mean something
_PLAIN_FILE = (stat.S_IFREG | 0o644) << 16
_EPOCH = (0, 1 << 5 | 1)  # 1980-01-01 00:00, so that equal contents make equal archives


@dataclass(frozen=True, slots=True)
class ZipMember:
    """Where one member lies and what its headers declare."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    header: int
    start: int = 0
    flags: int = 0


class ZipSink:
    """Writes members into an open, seekable file; call `finish` last."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._members: list[ZipMember] = []

    def add(self, name: str, chunks: Iterable[bytes], *, stored: bool = False) -> None:
        """Write one member; its header is completed once its size is known. Raises OSError."""
        header = self._file.tell()
        encoded = name.encode("ascii")
        method = STORED if stored else DEFLATED
        self._file.write(LOCAL.pack(b"PK\3\4", _VERSION, 0, method, *_EPOCH, 0, 0, 0, len(encoded), 0) + encoded)
        crc = size = packed = 0
        packer = None if stored else zlib.compressobj(6, zlib.DEFLATED, -15)
        for chunk in chunks:
            crc, size = zlib.crc32(chunk, crc), size + len(chunk)
            packed += self._file.write(chunk if packer is None else packer.compress(chunk))
        if packer is not None:
            packed += self._file.write(packer.flush())
        end = self._file.tell()
        self._file.seek(header + 14)
        self._file.write(struct.pack("<3L", crc, packed, size))
        self._file.seek(end)
        self._members.append(ZipMember(name, method, crc, packed, size, header))

    def finish(self) -> None:
        """Write the central directory."""
        start = self._file.tell()
        for one in self._members:
            encoded = one.name.encode("ascii")
            head = (b"PK\1\2", _MADE_BY, _VERSION, 0, one.method, *_EPOCH, one.crc, one.packed, one.size)
            self._file.write(CENTRAL.pack(*head, len(encoded), 0, 0, 0, 0, _PLAIN_FILE, one.header) + encoded)
        count = len(self._members)
        size = self._file.tell() - start
        self._file.write(END.pack(b"PK\5\6", 0, 0, count, count, size, start, 0))


class MemberReader:
    """Reads the bytes of members within the bounds that their headers declare, by any number of threads."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._lock = threading.Lock()

    def chunks(self, member: ZipMember) -> Iterator[bytes]:
        """Yield the content; raises Refused when it is not as long as declared or fails its checksum, and OSError."""
        pieces = self._raw(member)
        if member.method == DEFLATED:
            pieces = _inflated(member, pieces)
        crc = size = 0
        for piece in pieces:
            crc, size = zlib.crc32(piece, crc), size + len(piece)
            if size > member.size:
                raise refused("E-BOMB", "文件解压后超过声明的大小", member.name)
            yield piece
        if size != member.size:
            raise refused("E-ZIP", "文件长度与声明不符", member.name)
        if crc != member.crc:
            raise refused("E-HASH", "文件内容与校验值不符", member.name)

    def _raw(self, member: ZipMember) -> Iterator[bytes]:
        position, rest = member.start, member.packed
        while rest:
            with self._lock:
                self._file.seek(position)
                piece = self._file.read(min(_PIECE, rest))
            if not piece:
                raise refused("E-ZIP", "包不完整", member.name)
            position, rest = position + len(piece), rest - len(piece)
            yield piece


class ZipSource:
    """The members of a zip archive of sound structure; contents are read with bounds, by any number of threads."""

    def __init__(self, path: Path, limits: Limits) -> None:
        """Open and check the structure; raises Refused or OSError."""
        self._file = path.open("rb")
        self._reader = MemberReader(self._file)
        try:
            self._members = {one.name: one for one in _scan(self._file, limits)}
        except BaseException:
            self._file.close()
            raise

    def close(self) -> None:
        self._file.close()

    def names(self) -> list[str]:
        return list(self._members)

    def size(self, name: str) -> int:
        return self._members[name].size

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the content; raises Refused when it is not as long as declared or fails its checksum."""
        return self._reader.chunks(self._members[name])


def _inflated(member: ZipMember, pieces: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(-15)
    try:
        for piece in pieces:
            rest = piece
            while rest and not unpacker.eof:
                yield unpacker.decompress(rest, CHUNK)
                rest = unpacker.unconsumed_tail
            if rest or unpacker.unused_data:
                raise refused("E-ZIP", "压缩数据之后还有多余内容", member.name)
        yield unpacker.flush()
    except zlib.error:
        raise refused("E-ZIP", "压缩数据已损坏", member.name) from None
    if not unpacker.eof:
        raise refused("E-ZIP", "压缩数据不完整", member.name)


def _scan(file: BinaryIO, limits: Limits) -> list[ZipMember]:
    directory, count = _central_directory(file, limits)
    members, problems = _central_entries(directory, count)
    problems += [Problem("E-NAME", name, "包内文件名重复") for name in twins(one.name for one in members)]
    problems += _bounds(members, limits)
    if problems:
        raise Refused(problems)
    return _located(file, members, file.seek(0, os.SEEK_END) - END.size - len(directory))


def _central_directory(file: BinaryIO, limits: Limits) -> tuple[bytes, int]:
    length = file.seek(0, os.SEEK_END)
    if length < END.size:
        raise refused("E-ZIP", "这不是报送包，或者文件不完整")
    file.seek(length - END.size)
    mark, disk, first, here, count, size, start, comment = END.unpack(file.read(END.size))
    if mark != b"PK\5\6" or comment or disk or first or here != count or start + size != length - END.size:
        raise refused("E-ZIP", "这不是报送包，或者文件不完整")
    if count > limits.members:
        raise refused("E-LIMIT", f"包内文件超过 {limits.members} 个")
    if size > count * (CENTRAL.size + 1024):
        raise refused("E-ZIP", "包的目录过大")
    file.seek(start)
    return file.read(size), count


def _central_entries(directory: bytes, count: int) -> tuple[list[ZipMember], list[Problem]]:
    members: list[ZipMember] = []
    problems: list[Problem] = []
    position = 0
    for _ in range(count):
        if position + CENTRAL.size > len(directory):
            raise refused("E-ZIP", "包的目录不完整")
        (mark, _made, _needed, flags, method, _time, _date, crc, packed, size, name_size, extra, comment,
         _disk, _internal, external, header) = CENTRAL.unpack_from(directory, position)  # fmt: skip
        name_start = position + CENTRAL.size
        position = name_start + name_size + extra + comment
        if mark != b"PK\1\2" or position > len(directory):
            raise refused("E-ZIP", "包的目录不完整")
        name = _name(directory[name_start : name_start + name_size], flags)
        problems += _entry_problems(name, flags, method, external)
        if extra or comment:
            problems.append(Problem("E-ZIP", name, "包被其他软件重新压缩过"))
        members.append(ZipMember(name, method, crc, packed, size, header, flags=flags))
    if position != len(directory):
        raise refused("E-ZIP", "包的目录有多余内容")
    return members, problems


def _name(encoded: bytes, flags: int) -> str:
    """Names that are not ASCII are refused later; here they only become something that can be shown."""
    try:
        return encoded.decode("utf-8" if flags & UTF8 else "ascii")
    except UnicodeDecodeError:
        return encoded.decode("gb18030", "replace") + "\ufffd"


def _entry_problems(name: str, flags: int, method: int, external: int) -> Iterator[Problem]:
    kind = stat.S_IFMT(external >> 16)
    words = package_name_problem(name.removesuffix("/"))
    if words is not None:
        yield Problem("E-NAME", name, words)
    if flags & ENCRYPTED:
        yield Problem("E-KIND", name, "包内有加密文件")
    if method not in (STORED, DEFLATED):
        yield Problem("E-KIND", name, "包内有本程序不认可的压缩方式")
    if kind not in (0, stat.S_IFREG) or external & 0x10 or name.endswith("/"):
        yield Problem("E-KIND", name, "包内有链接、文件夹或设备，不是普通文件")
    if flags & ~(ENCRYPTED | UTF8 | _LEVEL):
        yield Problem("E-ZIP", name, "包被其他软件重新压缩过")


def _bounds(members: list[ZipMember], limits: Limits) -> Iterator[Problem]:
    for one in members:
        if one.method == STORED and one.packed != one.size:
            yield Problem("E-ZIP", one.name, "文件长度前后不一致")
        elif one.size > CHUNK and one.size > limits.ratio * one.packed:
            yield Problem("E-BOMB", one.name, "文件压缩比异常，可能是压缩炸弹")
        elif one.size > limits.member_bytes:
            yield Problem("E-LIMIT", one.name, f"包内文件超过 {limits.member_bytes >> 20} MB")
    if sum(one.size for one in members) > limits.total_bytes:
        yield Problem("E-BOMB", "", f"包解开后超过 {limits.total_bytes >> 20} MB")


def _located(file: BinaryIO, members: list[ZipMember], end: int) -> list[ZipMember]:
    """Check that the members lie back to back from the first byte to `end` and say the same in both headers."""
    found = []
    position = 0
    for one in sorted(members, key=lambda member: member.header):
        file.seek(one.header)
        head = file.read(LOCAL.size)
        if one.header != position or len(head) < LOCAL.size:
            raise refused("E-ZIP", "包内文件互相重叠，或者其间有多余内容", one.name)
        mark, _needed, flags, method, _time, _date, crc, packed, size, name_size, extra = LOCAL.unpack(head)
        told = (flags, method, crc, packed, size, extra)
        name = _name(file.read(name_size), flags)
        if mark == b"PK\3\4" and name != one.name:
            raise refused("E-NAME", "包内文件名前后不一致", one.name)
        if mark != b"PK\3\4" or told != (one.flags, one.method, one.crc, one.packed, one.size, 0):
            raise refused("E-ZIP", "包内文件的说明前后不一致", one.name)
        start = one.header + LOCAL.size + name_size
        position = start + packed
        found.append(replace(one, start=start))
    if position != end:
        raise refused("E-ZIP", "包内文件互相重叠，或者其间有多余内容")
    return found
