"""What a program wrote, in the order in which the system was asked: read from the log of strace."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

from tests.faults.recorded import TOLD

_CALLS = (
    "openat,open,creat,close,lseek,write,pwrite64,writev,pwritev,pwritev2,ftruncate,truncate,fallocate,"
    "fsync,fdatasync,sync_file_range,rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,"
    "link,linkat,symlink,symlinkat,sendfile,copy_file_range,dup,dup2,dup3"
)
_LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+)", re.DOTALL)
_BROKEN_OFF = re.compile(r"^(\d+) +(.*) <unfinished \.\.\.>$", re.DOTALL)
_TAKEN_UP = re.compile(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$", re.DOTALL)
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_VOLATILE = "-shm"  # shared memory of SQLite: made anew by the first who opens the database


class Kind(Enum):
    """What was asked of the system."""

    WRITE = auto()
    TRUNCATE = auto()
    SYNC = auto()
    LINK = auto()
    RENAME = auto()
    UNLINK = auto()
    MAKE_FOLDER = auto()
    REMOVE_FOLDER = auto()
    SYNC_FOLDER = auto()
    TELL = auto()


@dataclass(frozen=True, slots=True)
class Op:
    """One request. `file` is a number that stays with a file through renames; names are relative to the root."""

    kind: Kind
    file: int = -1
    name: str = ""
    to: str = ""
    offset: int = 0
    data: bytes = b""


@dataclass(slots=True)
class Recording:
    """A tree of files as it was, and everything that was then done to it."""

    folders: list[str]
    names: dict[str, int]
    contents: list[bytes]
    ops: list[Op] = field(default_factory=list)


class Untraceable(Exception):
    """This machine does not let one program watch another."""


def record(root: Path, arguments: list[str], log: Path) -> Recording:
    """Run a Python module under strace and return what it did below `root`. Raises Untraceable."""
    strace = shutil.which("strace")
    if strace is None:
        raise Untraceable("strace is not installed")
    tried = subprocess.run([strace, "-f", "-o", str(log), "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        raise Untraceable(f"strace may not trace: {tried.stderr.strip()}")
    recording = _snapshot(root)
    watched = [strace, "-f", "--seccomp-bpf", "-qq", "-xx", "-s", str(1 << 26), "-e", f"trace={_CALLS}", "-o", str(log)]
    done = subprocess.run(
        [*watched, sys.executable, "-m", *arguments], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    with log.open(encoding="ascii") as lines:
        _Reader(root, recording).read(lines)
    log.unlink()
    return recording


def _snapshot(root: Path) -> Recording:
    recording = Recording([], {}, [])
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_dir():
            recording.folders.append(name)
        elif not name.endswith(_VOLATILE):
            recording.names[name] = len(recording.contents)
            recording.contents.append(path.read_bytes())
    return recording


@dataclass(slots=True)
class _Open:
    """An open file or folder of the tree."""

    name: str
    file: int = -1  # a folder has none
    position: int = 0
    appends: bool = False
    reads: bool = False


class _Reader:
    """Follows descriptors and names through the log, as the system did."""

    def __init__(self, root: Path, recording: Recording) -> None:
        self._root = str(root)
        self._made = recording
        self._names = dict(recording.names)
        self._sizes = [len(one) for one in recording.contents]
        self._opened: dict[int, _Open] = {}

    def read(self, lines: Iterator[str]) -> None:
        for line in _whole(lines):
            found = _LINE.match(line)
            if found and int(found[4]) >= 0:
                texts = [bytes.fromhex(one.replace("\\x", "")) for one in _TEXT.findall(found[3])]
                bare = [one.strip() for one in _TEXT.sub('""', found[3]).split(",")]
                self._call(found[2], bare, texts, int(found[4]))

    def _call(self, call: str, bare: list[str], texts: list[bytes], result: int) -> None:
        match call:
            case "openat" | "open" | "creat":
                self._open(bare, texts[0], result)
            case "close":
                self._opened.pop(int(bare[0]), None)
            case "mkdir" | "mkdirat" | "rmdir" | "unlink" | "unlinkat" | "rename" | "renameat" | "renameat2":
                self._change_names(call, bare, texts)
            case _:
                self._use(call, bare, texts, result)

    def _open(self, bare: list[str], text: bytes, descriptor: int) -> None:
        self._opened.pop(descriptor, None)
        flags = " ".join(bare)
        name = self._name(bare, text)
        if name is None or name.endswith(_VOLATILE):
            return
        assert "O_TMPFILE" not in flags
        if name not in self._names and "O_CREAT" not in flags:
            self._opened[descriptor] = _Open(name)
            return
        if name not in self._names:
            self._names[name] = len(self._sizes)
            self._sizes.append(0)
            self._add(Op(Kind.LINK, self._names[name], name))
        file = self._names[name]
        if "O_TRUNC" in flags and self._sizes[file]:
            self._sizes[file] = 0
            self._add(Op(Kind.TRUNCATE, file))
        self._opened[descriptor] = _Open(name, file, appends="O_APPEND" in flags, reads="O_RDWR" in flags)

    def _change_names(self, call: str, bare: list[str], texts: list[bytes]) -> None:
        name = self._name(bare, texts[0])
        to = self._name(bare[2:] if call != "rename" else bare, texts[1]) if len(texts) > 1 else None
        if name is None and to is None:
            return
        assert name is not None
        if call.startswith("rename"):
            assert to is not None, "files are renamed within the tree"
            self._add(Op(Kind.RENAME, self._names.get(name, -1), name, to))
            renamed = {one: to + one[len(name) :] for one in self._names if one == name or one.startswith(f"{name}/")}
            for old, new in renamed.items():
                self._names[new] = self._names.pop(old)
        elif call.startswith("mkdir"):
            self._add(Op(Kind.MAKE_FOLDER, name=name))
        elif call == "rmdir" or "AT_REMOVEDIR" in bare:
            self._add(Op(Kind.REMOVE_FOLDER, name=name))
        elif not name.endswith(_VOLATILE):
            self._add(Op(Kind.UNLINK, self._names.pop(name), name))

    def _use(self, call: str, bare: list[str], texts: list[bytes], result: int) -> None:
        descriptor = int(bare[0]) if bare[0].isdigit() else -1
        if call == "write" and descriptor == 1 and texts[0] == TOLD:
            self._add(Op(Kind.TELL))
        opened = self._opened.get(descriptor)
        if opened is None:
            assert call not in ("sendfile", "copy_file_range") or int(
                bare[2 if call == "copy_file_range" else 1]
            ) not in (self._opened), f"{call} into the tree is not followed"
            return
        if call in ("fsync", "fdatasync"):
            self._add(Op(Kind.SYNC if opened.file >= 0 else Kind.SYNC_FOLDER, opened.file, opened.name))
        elif call == "lseek":
            opened.position = result
        elif call == "write":
            assert not opened.reads, "reads move the position and are not followed"
            offset = self._sizes[opened.file] if opened.appends else opened.position
            self._write(opened, offset, texts[0][:result])
            opened.position = offset + result
        elif call == "pwrite64":
            self._write(opened, int(bare[-1]), texts[0][:result])
        elif call == "ftruncate":
            self._sizes[opened.file] = int(bare[1])
            self._add(Op(Kind.TRUNCATE, opened.file, opened.name, offset=int(bare[1])))
        else:
            raise AssertionError(f"{call} is not followed")

    def _write(self, opened: _Open, offset: int, data: bytes) -> None:
        self._sizes[opened.file] = max(self._sizes[opened.file], offset + len(data))
        self._add(Op(Kind.WRITE, opened.file, opened.name, offset=offset, data=data))

    def _name(self, bare: list[str], text: bytes) -> str | None:
        path = os.fsdecode(text)
        if not path.startswith("/") and bare[0].isdigit() and (beside := self._opened.get(int(bare[0]))) is not None:
            return f"{beside.name}/{path}"
        return path[len(self._root) + 1 :] if path.startswith(f"{self._root}/") else None

    def _add(self, op: Op) -> None:
        self._made.ops.append(op)


def _whole(lines: Iterator[str]) -> Iterator[str]:
    """Join calls that another thread's call broke in two; they count from their end, when the system had answered."""
    begun: dict[str, str] = {}
    for raw in lines:
        line = raw.rstrip("\n")
        if broken := _BROKEN_OFF.match(line):
            begun[broken[1]] = line.removesuffix(" <unfinished ...>")
        elif taken := _TAKEN_UP.match(line):
            yield begun.pop(taken[1]) + taken[2]
        else:
            yield line
