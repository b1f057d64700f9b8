"""Memory while the largest package is written, re-read and verified: at most 150 MiB above what the program has idle."""

from __future__ import annotations

import hashlib
import multiprocessing
import resource
import secrets
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from desktop.formats.package import read_package
from desktop.formats.package_records import Anchor, BatchHeader, PackagedItem, item_digest
from desktop.formats.package_writing import Content, sign_user_keys, write_package
from desktop.trust.signing import generate_key

FILES, PIECES, PIECE = 19, 200, 1 << 20
LIMIT = 150 << 20
UUID = "00000000-0000-4000-8000-000000000001"


def run(folder: Path) -> None:
    """Nineteen attachments of 200 MiB, just below what one batch may hold, made while they are read; the disk needs 4 GB."""
    with multiprocessing.get_context("spawn").Pool(1) as fresh:  # the peak of a process never falls again
        idle, written, verified = fresh.apply(_peaks, (folder / "large.zip",))
    for what, peak in (("written and re-read", written), ("verified", verified)):
        verdict = "held" if peak - idle <= LIMIT else "MISSED"
        size, above = FILES * PIECES * PIECE / 1e9, (peak - idle) >> 20
        sys.stdout.write(f"{size:.1f} GB {what}: {above} MiB above {idle >> 20} idle, bar {LIMIT >> 20} {verdict}\n")


def _peaks(path: Path) -> tuple[int, int, int]:
    """Peak memory in bytes when idle, after writing, and after verifying."""
    key = generate_key()
    seed = secrets.token_bytes(PIECE)
    documents: dict[str, Content] = {}
    attachments = []
    for number in range(FILES):
        digest = hashlib.new("sm3")
        for piece in _pieces(seed, number):
            digest.update(piece)
        documents[digest.hexdigest()] = (PIECES * PIECE, partial(_pieces, seed, number))
        attachments.append({"sm3": digest.hexdigest(), "size": PIECES * PIECE, "name": f"{number}.pdf"})
    content: dict[str, object] = {"title": "x", "attachments": attachments}
    item = PackagedItem(UUID, 1, (), item_digest(UUID, 1, (), content), "保审〔2026〕X-0001", content, ())
    when = "2026-11-20T00:00:00Z"
    anchor = Anchor(1, 0, "0" * 64)
    header = BatchHeader(UUID, "014236727", "X", "处室", 1, 1, "", "regular", "期间", "第1批", when, anchor)
    idle = _peak()
    write_package(path, header, [item], [], sign_user_keys("014236727", "X", [], key), documents, key)
    written = _peak()
    with read_package(path, lambda _header, _key: None):
        pass
    return idle, written, _peak()


def _pieces(seed: bytes, number: int) -> Iterator[bytes]:
    """A document that exists only while it is read; each has its own content."""
    for n in range(PIECES):
        at = number * PIECES + n
        yield seed[at:] + seed[:at]


def _peak() -> int:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
