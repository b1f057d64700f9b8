"""Saving one draft durably in a large store, against one durable commit of the same bytes by sqlite3."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import replace
from pathlib import Path

from desktop.rules.items import ItemContent
from desktop.rules.plain import to_plain
from desktop.services import items
from desktop.trust.digests import canonical
from tests.benchmarks.measure import percentile, tell
from tests.benchmarks.stores import filled_store

COUNTS = (1_000, 100_000)


def run(folder: Path) -> None:
    """40 saves each, interleaved with the peer's."""
    for count in COUNTS:
        desk = filled_store(folder, count)
        content = ItemContent(title="关于开展检查的通知", summary="在全省开展检查" * 10)
        uuid, version = items.create_draft(desk, content), 0
        peer = sqlite3.connect(folder / f"peer-{count}.db", isolation_level=None)
        peer.execute("PRAGMA journal_mode=WAL")
        peer.execute("PRAGMA synchronous=FULL")
        peer.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB)")
        ours, theirs = [], []
        for number in range(40):
            changed = replace(content, title=f"关于开展第 {number} 次检查的通知")
            begun = time.perf_counter()
            version = items.save_draft(desk, uuid, changed, version, "bench")
            ours.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            peer.execute("INSERT INTO t (body) VALUES (?)", (canonical(to_plain(changed)),))
            theirs.append(time.perf_counter() - begun)
        tell(f"save a draft, {count} items, p50", percentile(ours, 0.5), percentile(theirs, 0.5), "sqlite3 commit", 5.0)
        tell(f"save a draft, {count} items, p95", percentile(ours, 0.95), 0.02, "limit", 1.0)
        peer.close()
        desk.close()
