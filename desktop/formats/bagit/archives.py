"""A bag inside any ordinary zip: with folders, comments, zip64 or data descriptors, but bounded and never unpacked."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from desktop.formats.bagit.findings import Findings
from desktop.formats.bagit.paths import outside, plain
from desktop.formats.bagit.tagfiles import DECLARATION
from desktop.formats.limits import Limits
from desktop.formats.problems import Problem, Refused, refused
from desktop.formats.zipfiles import CENTRAL, CHUNK, DESCRIPTOR, ENCRYPTED, END, LOCAL, UTF8, MemberReader, ZipMember

_END_64, _LOCATOR = struct.Struct("<4sQ2H2L4Q"), struct.Struct("<4sLQL")
_LONGEST_END = END.size + 0xFFFF
_LARGEST_ENTRY = CENTRAL.size + 1024
_LONGEST_DESCRIPTOR = 24
_NO_ZIP = "这不是压缩包，或者文件不完整"
_UNICODE_NAME = 0x7075
_SEE_EXTRA = 0xFFFFFFFF
"""What a header says of a size that stands in its zip64 field."""
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, ValueError, EOFError)
"""What the standard library raises for a zip that is not sound; OSError is told apart by its place."""


class ArchivePlace:
    """The bag in a zip archive: at its top, or in its only folder that holds a `bagit.txt`."""

    def __init__(self, path: Path, limits: Limits, found: Findings) -> None:
        """Read the directory; raises Refused when the archive is unsound or beyond the limits, and OSError."""
        self.sizes: dict[str, int] = {}
        self.empty_folders: list[str] = []
        self.strange: set[str] = set()
        self._members: dict[str, ZipMember] = {}
        self._file = path.open("rb")
        self._reader = MemberReader(self._file)
        try:
            end = _require_bounded_directory(self._file, limits)
            self._zip = _opened(self._file)
            infos = self._zip.infolist()
            _require_within(infos, limits)
            self._starts = _located(self._file, infos, self._zip.start_dir, end, found)
            self._gather(infos, found)
        except BaseException:
            self._file.close()
            raise

    def _gather(self, infos: list[zipfile.ZipInfo], found: Findings) -> None:
        named = [(_name(info, found), info) for info in infos]
        root = _root([name for name, _info in named], found)
        folders = set()
        for name, times in Counter(name for name, _info in named).items():
            if times > 1:
                found.problem("E-NAME", name, f"压缩包里同一个文件名出现 {times} 次")
        for full, info in named:
            name = full.removeprefix(root)
            lawless = outside(full) or outside(name) or ("" if full.endswith("/") else _unplain(name))
            words = _kind_problem(info)
            if lawless or words is not None:
                self.strange.add(name)
                found.problem("E-NAME" if lawless else "E-KIND", name, lawless or words or "")
            elif not full.startswith(root):
                found.warn("W-ROOT", full, "压缩包里有包外的文件")
            elif full.endswith("/"):
                folders.add(name.rstrip("/"))
            else:
                self.sizes[name], self._members[name] = info.file_size, self._member(name, info)
        filled = {"/".join(parts[:n]) for parts in map(_parts, self.sizes) for n in range(1, len(parts))}
        filled |= {"/".join(parts[:n]) for parts in map(_parts, folders) for n in range(1, len(parts))}
        self.empty_folders = sorted(folders - filled - {""})

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes; raises Refused E-HASH, E-ZIP, E-BOMB or E-READ."""
        try:
            yield from self._reader.chunks(self._members[name])
        except OSError:
            raise refused("E-READ", "文件读不出来", name) from None

    def _member(self, name: str, info: zipfile.ZipInfo) -> ZipMember:
        start = self._starts[info.header_offset]
        return ZipMember(
            name, info.compress_type, info.CRC, info.compress_size, info.file_size, info.header_offset, start
        )

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()
        self._file.close()


def _opened(file: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except _BROKEN:
        raise refused("E-ZIP", _NO_ZIP) from None
    except OSError as error:
        if error.errno is not None and error.filename is not None:
            raise
        raise refused("E-ZIP", _NO_ZIP) from None  # a seek to where no file reaches


def _require_bounded_directory(file: BinaryIO, limits: Limits) -> int:
    """Look at what the end record declares before the whole directory is read into memory; return how much follows it."""
    length = file.seek(0, os.SEEK_END)
    start = max(0, length - _LONGEST_END - _LOCATOR.size - _END_64.size)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0 or at + END.size > len(tail):
        raise refused("E-ZIP", _NO_ZIP)
    _mark, _disk, _first, _here, count, size, _start, comment = END.unpack_from(tail, at)
    wide = tail.rfind(b"PK\6\6", 0, at)
    if 0 <= wide <= at - _END_64.size and b"PK\6\7" in tail[wide:at]:
        count, size = _END_64.unpack_from(tail, wide)[7:9]
    if count > limits.members:
        raise refused("E-LIMIT", f"压缩包里的文件超过 {limits.members} 个")
    if size > length or size > count * _LARGEST_ENTRY:
        raise refused("E-ZIP", "压缩包的目录过大")
    return len(tail) - at - END.size - int(comment)


def _located(file: BinaryIO, infos: list[zipfile.ZipInfo], end: int, trailing: int, found: Findings) -> dict[int, int]:
    """Where the bytes of each member begin, by the place of its header.

    Every header must say what the directory says, or another program reads another bag here; members that share bytes are
    how a small archive unpacks without end. What belongs to no member is told: a program that reads from the front, not
    from the directory, may see files in it.
    """
    starts: dict[int, int] = {}
    problems: list[Problem] = []
    position = spare = 0
    for info in sorted(infos, key=lambda one: one.header_offset):
        if info.header_offset - position > spare:
            found.warn("W-ZIP", info.orig_filename, "压缩包在这个文件前面有不属于任何文件的内容")
        try:
            start = _start_of(file, info, position, end)
        except Refused as refusal:
            problems += refusal.problems
            continue
        starts[info.header_offset] = start
        position = start + info.compress_size
        spare = _LONGEST_DESCRIPTOR if info.flag_bits & DESCRIPTOR else 0
    if problems:
        raise Refused(problems)
    if end - position > spare or trailing > 0:
        found.warn("W-ZIP", "", "压缩包末尾有不属于任何文件的内容")
    return starts


def _start_of(file: BinaryIO, info: zipfile.ZipInfo, position: int, end: int) -> int:
    """Where its bytes begin, which lie between `position` and `end`; raises Refused when its header says otherwise."""
    if not position <= info.header_offset < end:
        raise refused("E-ZIP", "压缩包里的文件互相重叠", info.orig_filename)
    file.seek(info.header_offset)
    head = file.read(LOCAL.size)
    if len(head) < LOCAL.size or not head.startswith(b"PK\3\4"):
        raise refused("E-ZIP", "压缩包不完整", info.orig_filename)
    _mark, _needed, flags, method, _time, _date, crc, packed, size, name_size, extra = LOCAL.unpack(head)
    if file.read(name_size) != info.orig_filename.encode("utf-8" if info.flag_bits & UTF8 else "cp437"):
        raise refused("E-NAME", "压缩包里同一个文件前后写了两个名称", info.orig_filename)
    later = bool(flags & DESCRIPTOR)
    agree = all(
        said == known or (later and not said) or (said == _SEE_EXTRA and limit)
        for said, known, limit in ((crc, info.CRC, 0), (packed, info.compress_size, 1), (size, info.file_size, 1))
    )
    if not agree or method != info.compress_type or (flags ^ info.flag_bits) & (ENCRYPTED | DESCRIPTOR):
        raise refused("E-ZIP", "压缩包里文件的说明前后不一致", info.orig_filename)
    start = info.header_offset + LOCAL.size + int(name_size) + int(extra)
    if start + info.compress_size > end:
        raise refused("E-ZIP", "压缩包里的文件互相重叠", info.orig_filename)
    return start


def _require_within(infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    problems = []
    for info in infos:
        if info.file_size > limits.member_bytes:
            problems.append(
                Problem("E-LIMIT", info.orig_filename, f"压缩包里的文件超过 {limits.member_bytes >> 20} MB")
            )
        elif info.file_size > CHUNK and info.file_size > limits.ratio * info.compress_size:
            problems.append(Problem("E-BOMB", info.orig_filename, "文件压缩比异常，可能是压缩炸弹"))
    if sum(info.file_size for info in infos) > limits.total_bytes:
        problems.append(Problem("E-BOMB", "", f"包解开后超过 {limits.total_bytes >> 20} MB"))
    if problems:
        raise Refused(problems)


def _name(info: zipfile.ZipInfo, found: Findings) -> str:
    """The name as it was meant: UTF-8 when marked so or given beside it, else what Chinese Windows writes."""
    name, given = info.orig_filename, _name_beside(info)
    if info.flag_bits & UTF8 or name.isascii():
        if given not in (None, name):
            found.problem("E-NAME", name, "压缩包里同一个文件写了两个名称")
        return name
    if given is not None:
        return given
    raw = name.encode("cp437")  # as the standard library read it
    for encoding in ("utf-8", "gb18030"):
        try:
            name = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    found.warn("W-ENCODING", name, "压缩包没有声明文件名的编码，换一台机器可能变成乱码")
    return name


def _name_beside(info: zipfile.ZipInfo) -> str | None:
    """The name in the extra field for Unicode names, which other programs prefer; None when there is none that counts."""
    rest = info.extra
    while len(rest) >= 4:
        kind, size = struct.unpack_from("<HH", rest)
        field, rest = rest[4 : 4 + size], rest[4 + size :]
        if kind == _UNICODE_NAME and field[:1] == b"\1" and len(field) > 5:
            written = info.orig_filename.encode("utf-8" if info.flag_bits & UTF8 else "cp437")
            if struct.unpack_from("<L", field, 1)[0] == zlib.crc32(written):
                return field[5:].decode("utf-8", "replace")
    return None


def _root(names: list[str], found: Findings) -> str:
    if DECLARATION in names:
        found.warn("W-ROOT", "", "包直接放在压缩包顶层；RFC 8493 要求放在一个文件夹内")
        return ""
    tops = {name.split("/")[0] for name in names if "/" in name}
    rooted = [top for top in tops if f"{top}/{DECLARATION}" in names]
    if len(rooted) > 1:
        raise Refused([Problem("E-FORMAT", top, "压缩包里有不止一个包") for top in sorted(rooted)])
    alone = rooted or (list(tops) if len(tops) == 1 else [])
    return f"{alone[0]}/" if alone and alone[0] not in ("", ".", "..", "data") else ""


def _unplain(name: str) -> str:
    return "" if plain(name) == name else "文件名不规范"


def _kind_problem(info: zipfile.ZipInfo) -> str | None:
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "压缩包里有链接或设备，不是普通文件"
    if info.flag_bits & ENCRYPTED:
        return "压缩包里有加密文件"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "压缩包里有本程序不认可的压缩方式"
    return None


def _parts(name: str) -> list[str]:
    return name.split("/")
