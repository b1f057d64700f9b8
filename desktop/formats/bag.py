"""BagIt 1.0 (RFC 8493) with SM3 and SHA-256: written in one pass, read without unpacking, believed only whole."""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Protocol

from desktop.formats.folders import FolderSource
from desktop.formats.limits import DEFAULT_LIMITS, Limits
from desktop.formats.problems import Problem, Refused, refused
from desktop.formats.pulse import Pulse
from desktop.formats.zipfiles import ZipSource
from desktop.trust.digests import Digest, new_digest, sm3

SIGNATURE = "signature.json"
"""Signs the tag manifest and therefore stands outside it."""

_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_ALGORITHMS = ("sm3", "sha256")
_MANIFESTS = tuple(f"manifest-{algorithm}.txt" for algorithm in _ALGORITHMS)
_TAG_MANIFESTS = tuple(f"tagmanifest-{algorithm}.txt" for algorithm in _ALGORITHMS)
_REQUIRED = ("bagit.txt", "bag-info.txt", *_MANIFESTS, *_TAG_MANIFESTS)
_THREADS = min(4, os.cpu_count() or 1)
_TASK_BYTES = 256 * 1024
_WORTH_A_THREAD = 64 * 1024
_WAITING = 16
"""Pieces, of at most 1 MiB as every source gives them, that may wait for their SM3 while others are written."""

_LINE = re.compile(r"([0-9a-f]{64})  (\S(?:.*\S)?)")


@dataclass(frozen=True, slots=True)
class Member:
    """One file to be written: its name in the bag, its exact size in bytes, and how to open its content."""

    name: str
    size: int
    open: Callable[[], Iterable[bytes]]
    stored: bool = False


@dataclass(frozen=True, slots=True)
class Digests:
    """Both digests of one file, lower-case hex."""

    sm3: str
    sha256: str


class Sink(Protocol):
    """Where the members of a bag are written."""

    def add(self, name: str, chunks: Iterable[bytes], *, stored: bool = False) -> None: ...

    def finish(self) -> None: ...


class Source(Protocol):
    """Where the members of a bag are read from."""

    def names(self) -> list[str]: ...

    def size(self, name: str) -> int: ...

    def chunks(self, name: str) -> Iterator[bytes]: ...

    def close(self) -> None: ...


def bytes_member(name: str, content: bytes) -> Member:
    """Return a member whose content is at hand."""
    return Member(name, len(content), lambda: (content,))


def write_bag(
    sink: Sink,
    payload: Iterable[Member],
    tags: Iterable[Member],
    info: Mapping[str, str],
    sign: Callable[[str], bytes] | None = None,
    pulse: Pulse | None = None,
) -> str:
    """Write a bag into `sink` and return its identity: the SM3 of its `tagmanifest-sm3.txt`.

    Payload names begin with "data/", tag names do not. `sign` is given the identity and returns the content of
    signature.json, which no manifest lists. Raises Refused E-HASH when a member is not as long as it declares,
    Cancelled, and OSError.
    """
    with _Writer(sink, pulse or Pulse()) as writer:
        listed = writer.add_all(payload)
        octets = sum(one.size for one in listed.values())
        info = {**info, "Payload-Oxum": f"{octets}.{len(listed)}"}
        lines = "".join(f"{name}: {' '.join(value.split())}\n" for name, value in info.items())
        own = [bytes_member("bagit.txt", _DECLARATION), bytes_member("bag-info.txt", lines.encode())]
        own += [
            bytes_member(name, _manifest(listed, algorithm))
            for name, algorithm in zip(_MANIFESTS, _ALGORITHMS, strict=True)
        ]
        tagged = writer.add_all([*own, *tags])
        identity = sm3(_manifest(tagged, "sm3"))
        last = [
            bytes_member(name, _manifest(tagged, algorithm))
            for name, algorithm in zip(_TAG_MANIFESTS, _ALGORITHMS, strict=True)
        ]
        if sign is not None:
            last.append(bytes_member(SIGNATURE, sign(identity)))
        writer.add_all(last)
    sink.finish()
    return identity


@dataclass(slots=True)
class _Taken:
    """The digests of a member as it is written, and its size so far."""

    sm3: Digest
    sha256: Digest
    size: int = 0


class _Writer:
    """Writes members one after the other while threads take their SM3, which needs longer than all the rest.

    The pieces of one member go to one thread, in their order; the writer runs ahead by a bounded number of them.
    """

    def __init__(self, sink: Sink, pulse: Pulse) -> None:
        self._sink = sink
        self._pulse = pulse
        self._lanes = [ThreadPoolExecutor(1) for _ in range(_THREADS)]
        self._waiting: deque[Future[None]] = deque()

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, *_failure: object) -> None:
        for lane in self._lanes:
            lane.shutdown(cancel_futures=True)

    def add_all(self, members: Iterable[Member]) -> dict[str, _Taken]:
        """Write members and return their digests, which are complete."""
        taken = {one.name: self._add(one, self._lanes[n % len(self._lanes)]) for n, one in enumerate(members)}
        self._settle(0)
        return taken

    def _add(self, member: Member, lane: ThreadPoolExecutor) -> _Taken:
        taken = _Taken(new_digest("sm3"), new_digest("sha256"))
        self._sink.add(member.name, self._watched(member, taken, lane), stored=member.stored)
        if taken.size != member.size:
            raise refused("E-HASH", "文件在写出时变了", member.name)
        return taken

    def _watched(self, member: Member, taken: _Taken, lane: ThreadPoolExecutor) -> Iterator[bytes]:
        for chunk in self._pulse.counted(member.open()):
            if member.size < _WORTH_A_THREAD:
                taken.sm3.update(chunk)
            else:
                self._waiting.append(lane.submit(taken.sm3.update, chunk))
                self._settle(_WAITING)
            taken.sha256.update(chunk)
            taken.size += len(chunk)
            yield chunk

    def _settle(self, most: int) -> None:
        while len(self._waiting) > most:
            self._waiting.popleft().result()


def _manifest(taken: Mapping[str, _Taken], algorithm: str) -> bytes:
    return "".join(f"{getattr(taken[name], algorithm).hexdigest()}  {name}\n" for name in sorted(taken)).encode()


class Bag:
    """A bag whose structure, completeness and digests have been verified; use it as a context manager."""

    def __init__(self, source: Source, identity: str, digests: Mapping[str, Digests]) -> None:
        self._source = source
        self._names = frozenset(source.names())
        self.manifest_hash = identity
        self.digests = digests

    def __enter__(self) -> Bag:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._source.close()

    def names(self) -> list[str]:
        """Every name in the bag, tag files included, sorted."""
        return sorted(self._names)

    def size(self, name: str) -> int:
        """The size of one member in bytes."""
        return self._source.size(name)

    def read(self, name: str, limit: int) -> bytes:
        """Return the content of one member; raises Refused E-LIMIT beyond `limit` bytes, E-SET when absent."""
        if name not in self._names:
            raise refused("E-SET", "缺少文件", name)
        if self.size(name) > limit:
            raise refused("E-LIMIT", "文件过大", name)
        return b"".join(self.chunks(name))

    def chunks(self, name: str, algorithms: Sequence[str] = ("sha256",)) -> Iterator[bytes]:
        """Yield the content and check it again at the end: a stick may have changed since.

        Both digests belonged to one content when the bag was opened, so either shows that it is still the same.
        """
        taken = {algorithm: new_digest(algorithm) for algorithm in algorithms}
        for chunk in self._source.chunks(name):
            for digest in taken.values():
                digest.update(chunk)
            yield chunk
        expected = self.digests.get(name)
        if expected is not None and any(one.hexdigest() != getattr(expected, kind) for kind, one in taken.items()):
            raise refused("E-HASH", "文件内容与清单不符", name)


def open_bag(path: Path, limits: Limits = DEFAULT_LIMITS, pulse: Pulse | None = None, *, reread: bool = False) -> Bag:
    """Open and verify the bag in the zip file or folder `path`.

    `reread` says that this program has just written it, or has read it before and compares its identity: both digests
    were taken of the same bytes then. The identity binds the tag files by SM3 and so the SHA-256 of all others, which
    alone is taken of them. Raises Refused with every problem of the first stage that fails (structure, completeness,
    digests), Cancelled, and OSError when the medium cannot be read.
    """
    source: Source = FolderSource(path, limits) if path.is_dir() else ZipSource(path, limits)
    try:
        pulse = pulse or Pulse()
        pulse.total = pulse.total or sum(source.size(name) for name in source.names())
        texts = _tag_texts(source, limits)
        payload, tags = _listed(texts, _MANIFESTS), _listed(texts, _TAG_MANIFESTS)
        _require_complete(source, payload, tags)
        _require_oxum(source, payload, texts["bag-info.txt"])
        bag = Bag(source, sm3(texts["tagmanifest-sm3.txt"]), {**payload, **tags})
        _require_digests(bag, pulse, _ALGORITHMS[1:] if reread else _ALGORITHMS)
    except BaseException:
        source.close()
        raise
    return bag


def _tag_texts(source: Source, limits: Limits) -> dict[str, bytes]:
    names = set(source.names())
    missing = [Problem("E-FORMAT", name, "不是报送包，或者缺少说明文件") for name in _REQUIRED if name not in names]
    if missing:
        raise Refused(missing)
    large = [name for name in _REQUIRED if source.size(name) > limits.text_bytes]
    if large:
        raise refused("E-LIMIT", "清单过大", large[0])
    texts = {name: b"".join(source.chunks(name)) for name in _REQUIRED}
    if texts["bagit.txt"] != _DECLARATION:
        raise refused("E-FORMAT", "不是 BagIt 1.0 格式的包", "bagit.txt")
    return texts


def _listed(texts: Mapping[str, bytes], names: tuple[str, ...]) -> dict[str, Digests]:
    by_sm3, by_sha256 = (_parsed(texts[name], name) for name in names)
    if by_sm3.keys() != by_sha256.keys():
        raise refused("E-SET", "两份清单所列文件不一致", names[0])
    return {name: Digests(by_sm3[name], by_sha256[name]) for name in by_sm3}


def _parsed(text: bytes, manifest: str) -> dict[str, str]:
    entries: dict[str, str] = {}
    try:
        lines = text.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise refused("E-FORMAT", "清单不是 UTF-8 文本", manifest) from None
    if lines.pop() != "":
        raise refused("E-FORMAT", "清单不完整", manifest)
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is None or match[2] in entries:
            raise refused("E-FORMAT", "清单有不规范或重复的行", manifest)
        entries[match[2]] = match[1]
    return entries


def _require_complete(source: Source, payload: Mapping[str, Digests], tags: Mapping[str, Digests]) -> None:
    present = set(source.names())
    problems = [Problem("E-SET", name, "清单列有而包内缺少的文件") for name in sorted({*payload, *tags} - present)]
    unlisted = present - {*payload, *tags, *_TAG_MANIFESTS, SIGNATURE}
    problems += [Problem("E-SET", name, "包内有清单未列的文件") for name in sorted(unlisted)]
    misplaced = [name for name in payload if not name.startswith("data/")]
    misplaced += [name for name in tags if name.startswith("data/") or name in (*_TAG_MANIFESTS, SIGNATURE)]
    misplaced += [name for name in _REQUIRED[:4] if name not in tags]
    problems += [Problem("E-SET", name, "文件列在了不该列的清单中，或未列入应列的清单") for name in misplaced]
    allowed = {*_MANIFESTS, *_TAG_MANIFESTS}
    strange = [n for n in present if n == "fetch.txt" or ("manifest-" in n and "/" not in n and n not in allowed)]
    problems += [Problem("E-SET", name, "包内有本程序不使用的清单") for name in sorted(strange)]
    if problems:
        raise Refused(problems)


def _require_oxum(source: Source, payload: Mapping[str, Digests], info: bytes) -> None:
    expected = f"Payload-Oxum: {sum(source.size(name) for name in payload)}.{len(payload)}".encode()
    if expected not in info.split(b"\n"):
        raise refused("E-SET", "文件数量或总长度与说明不符", "bag-info.txt")


def _require_digests(bag: Bag, pulse: Pulse, of_payload: Sequence[str]) -> None:
    """Digest every listed file, several at a time: SM3 alone would take most of the wait."""
    tasks = tuple(_tasks(bag))
    problems: list[Problem] = []
    with ThreadPoolExecutor(_THREADS) as pool:
        try:
            for names, found in zip(tasks, pool.map(partial(_digest_problems, bag, of_payload), tasks), strict=True):
                problems += found
                for name in names:
                    pulse.advance(bag.size(name))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    if problems:
        raise Refused(problems)


def _tasks(bag: Bag) -> Iterator[list[str]]:
    """The listed files, in order, as many at once as are worth a thread's while: a batch has ten thousand small ones."""
    names: list[str] = []
    size = 0
    for name in sorted(bag.digests):
        names.append(name)
        size += bag.size(name)
        if size >= _TASK_BYTES:
            yield names
            names, size = [], 0
    if names:
        yield names


def _digest_problems(bag: Bag, of_payload: Sequence[str], names: Sequence[str]) -> list[Problem]:
    problems: list[Problem] = []
    for name in names:
        try:
            for _chunk in bag.chunks(name, of_payload if name.startswith("data/") else _ALGORITHMS):
                pass
        except Refused as error:
            problems += error.problems
    return problems
