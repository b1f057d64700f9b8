"""Search as it is typed: the newest 50 hits of queries of 1-6 characters, against LIKE over the same store."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from sqlalchemy import text

from desktop.store import search
from tests.benchmarks.measure import percentile, seconds, tell
from tests.benchmarks.stores import LETTERS, filled_store

COUNTS = (1_000, 10_000, 100_000)


def run(folder: Path) -> None:
    """p95 of every class of query at three sizes; the limit is 50 ms."""
    for count in COUNTS:
        desk = filled_store(folder, count)
        rolls = random.Random(3)
        for length in (1, 2, 4, 6):
            queries = ["".join(rolls.choices(LETTERS[:40], k=length)) for _ in range(40)]
            times = []
            with desk.store.reading() as session:
                for query in queries:
                    begun = time.perf_counter()
                    search.find(session, query, 50)
                    times.append(time.perf_counter() - begun)
            tell(
                f"newest 50 of {length}-character queries, {count} items, p95",
                percentile(times, 0.95),
                0.05,
                "limit",
                1.0,
            )
        rare = LETTERS[-1] + LETTERS[-2] + LETTERS[-3]
        with desk.store.reading() as session:
            ours = seconds(lambda: search.find(session, rare, 50))  # noqa: B023 - called at once
            like = text("SELECT key FROM item WHERE title LIKE :like ORDER BY key DESC LIMIT 50")
            peer = seconds(lambda: session.execute(like, {"like": f"%{rare}%"}).all())  # noqa: B023 - called at once
        tell(f"a rare word, {count} items", ours, peer, "LIKE over titles", 1.0 if count < 100_000 else 0.01)
        desk.close()
    sys.stdout.flush()
