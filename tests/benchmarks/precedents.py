"""What is told of earlier items while a form is filled, in a small and in a large store: the limit is 100 ms."""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path

from sqlalchemy import text

from desktop.rules.items import ItemContent
from desktop.rules.plain import to_plain
from desktop.services.desk import Desk
from desktop.services.precedents import precedents
from tests.benchmarks.measure import percentile, tell
from tests.benchmarks.stores import filled_store

COUNTS = (10_000, 100_000)
ASKED, LIMIT = 60, 0.1

_REVISIONS = text(
    "INSERT INTO revision(item_id, rev, digest, parents, content, author, created_at) "
    "SELECT id, 1, uuid, '[]', json_set(:content, '$.title', title, '$.catalogue_row', '2026-' || (id % 20)), "
    "'bench', '2026-11-20T00:00:00Z' FROM item"
)


def run(folder: Path) -> None:
    """p95 over items drawn at random; each has a row of the catalogue that one item in twenty shares."""
    for count in COUNTS:
        desk = filled_store(folder, count)
        uuids = _with_revisions(desk)
        drawn = random.Random(5).sample(uuids, ASKED + 1)
        precedents(desk, drawn.pop())
        times, told = [], 0
        for uuid in drawn:
            begun = time.perf_counter()
            told += len(precedents(desk, uuid).items)
            times.append(time.perf_counter() - begun)
        assert told > ASKED
        tell(f"precedents of an item, {count} items, p95", percentile(times, 0.95), LIMIT, "limit", 1.0)
        desk.close()
    sys.stdout.flush()


def _with_revisions(desk: Desk) -> list[str]:
    """Give every item its signed content; returns their uuids."""
    with desk.store.transaction() as session:
        session.execute(_REVISIONS, {"content": json.dumps(to_plain(ItemContent()), ensure_ascii=False)})
        session.execute(text("UPDATE item SET head_rev = 1"))
        return [str(uuid) for uuid in session.scalars(text("SELECT uuid FROM item"))]
