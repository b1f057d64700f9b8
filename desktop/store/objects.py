"""Attachments on disk: encrypted, named by a keyed digest of their content, never overwritten in place."""

from __future__ import annotations

import hmac
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from desktop import faultpoints
from desktop.errors import UserError
from desktop.store.durable import PART, part_of, sync_folder
from desktop.store.failures import files_told
from desktop.trust import streams
from desktop.trust.digests import DualDigest

MAX_SIZE = 200 * 1024 * 1024
_CHUNK = 1 << 20
_MARGIN = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What identifies an attachment: two digests of the plain content (lower-case hex) and its size in bytes."""

    sm3: str
    sha256: str
    size: int


class Objects:
    """The attachments of one data folder.

    A name is HMAC-SHA256 of the content's SM3 under a key of this store, so that someone who sees only the
    files cannot tell whether a document he knows is among them.
    """

    def __init__(self, root: Path, object_key: bytes) -> None:
        self._root = root
        self._content_key = hmac.digest(object_key, b"desk object content", "sha256")
        self._name_key = hmac.digest(object_key, b"desk object name", "sha256")

    def put(self, chunks: Iterable[bytes], size: int | None = None) -> StoredObject:
        """Store a document given in pieces and return its identity; storing it twice keeps one copy.

        `size`, when known, is checked against the limit and the free space before work starts. A copy already
        there is read again and replaced when damaged. Raises UserError when too large or the disk is full; what
        `chunks` raises comes through as it is.
        """
        if size is not None:
            self.require_room(size)
        digest = DualDigest()
        try:
            self._write(_measured(chunks, digest), digest)
        except _SourceFailed as failed:
            raise failed.error from None
        return StoredObject(digest.sm3, digest.sha256, digest.size)

    def open(self, sm3: str) -> Iterator[bytes]:
        """Yield the plain content in pieces.

        Raises UserError (E-OBJECT) when the object is missing or damaged; a digest that differs shows only
        after the last piece, so whatever was made from the pieces must be dropped then.
        """
        digest = DualDigest()
        with files_told("read"):
            try:
                file = self.path_of(sm3).open("rb")
            except FileNotFoundError:
                raise _missing(sm3) from None
            with file:
                try:
                    for piece in streams.decrypt(self._content_key, _pieces(file)):
                        digest.update(piece)
                        yield piece
                except streams.Damaged as error:
                    raise _damaged(sm3) from error
        if digest.sm3 != sm3:
            raise _damaged(sm3)

    def read(self, sm3: str, limit: int = MAX_SIZE) -> bytes:
        """The whole content, of which nothing is returned unless all of it is sound.

        Raises UserError (E-SIZE) when it is longer than `limit` bytes, otherwise as `open`.
        """
        content = bytearray()
        for piece in self.open(sm3):
            content += piece
            if len(content) > limit:
                raise _too_large(limit)
        return bytes(content)

    def check(self, sm3: str) -> bool:
        """Whether the object is there and sound, found out by reading all of it."""
        try:
            for _ in self.open(sm3):
                continue
        except UserError as error:
            if error.code != "E-OBJECT":
                raise
            return False
        return True

    def remove(self, sm3: str) -> None:
        """Delete an object that nothing refers to any more; nothing happens when there is none."""
        with files_told("write"):
            self.path_of(sm3).unlink(missing_ok=True)

    def sweep(self) -> int:
        """Delete what an interrupted `put` left behind and return how many pieces that were."""
        strays = list(self._root.glob(f"*{PART}"))
        with files_told("write"):
            for stray in strays:
                stray.unlink(missing_ok=True)
        return len(strays)

    def require_room(self, size: int) -> None:
        """Raise UserError when a document of `size` bytes is over the limit or does not fit on the disk."""
        if size > MAX_SIZE:
            raise _too_large(MAX_SIZE)
        self.require_space(size)

    def require_space(self, size: int) -> None:
        """Raise UserError (E-FULL, with the room that is needed) when `size` bytes do not fit on the disk."""
        with files_told("write"):
            free = shutil.disk_usage(self._root).free
        if free < size + _MARGIN:
            raise UserError(
                f"磁盘空间不足：需要 {_megabytes(size + _MARGIN)} MB，只剩 {free // 2**20} MB",
                "请清理磁盘，腾出空间后再做一次。",
                "E-FULL",
            )

    def path_of(self, sm3: str) -> Path:
        """Where the object of that digest lies, or would lie."""
        name = hmac.digest(self._name_key, bytes.fromhex(sm3), "sha256").hex()
        return self._root / name[:2] / name

    def files(self) -> Iterator[Path]:
        """Every stored file, in no particular order."""
        return (path for path in self._root.glob("[0-9a-f][0-9a-f]/*") if not path.name.endswith(PART))

    def _write(self, chunks: Iterable[bytes], digest: DualDigest) -> None:
        with files_told("write"):
            part = part_of(self._root / "new")
            try:
                with part.open("xb") as file:
                    for sealed in streams.encrypt(self._content_key, chunks):
                        file.write(sealed)
                    file.flush()
                    os.fsync(file.fileno())
                faultpoints.reached("objects.part-written")
                self._settle(part, digest.sm3)
            finally:
                part.unlink(missing_ok=True)

    def _settle(self, part: Path, sm3: str) -> None:
        target = self.path_of(sm3)
        if target.exists() and self.check(sm3):
            return
        if not target.parent.exists():
            target.parent.mkdir(mode=0o700, exist_ok=True)
            sync_folder(self._root)
        part.replace(target)
        faultpoints.reached("objects.renamed")
        sync_folder(target.parent)


class _SourceFailed(Exception):
    """Keeps an error of the document's own disk from being told as one of the data folder."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


def _measured(chunks: Iterable[bytes], digest: DualDigest) -> Iterator[bytes]:
    for chunk in _guarded(chunks):
        digest.update(chunk)
        if digest.size > MAX_SIZE:
            raise _too_large(MAX_SIZE)
        yield chunk


def _guarded(chunks: Iterable[bytes]) -> Iterator[bytes]:
    try:
        yield from chunks
    except OSError as error:
        raise _SourceFailed(error) from error


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(_CHUNK):
        yield piece


def _megabytes(size: int) -> int:
    return -(-size // 2**20)


def _too_large(limit: int) -> UserError:
    return UserError(f"附件超过 {limit // 2**20} MB，不能保存", "请拆分文件，或降低扫描分辨率后重新选择。", "E-SIZE")


def _missing(sm3: str) -> UserError:
    return UserError(f"附件文件缺失（SM3 {sm3[:12]}）", "请从备份恢复，或重新导入含有这个附件的批次。", "E-OBJECT")


def _damaged(sm3: str) -> UserError:
    return UserError(f"附件文件已损坏（SM3 {sm3[:12]}）", "请从备份恢复，或重新导入含有这个附件的批次。", "E-OBJECT")
