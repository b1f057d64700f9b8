"""Timing and printing of one comparison: ours, peer or limit, their ratio, and the bar."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """The best wall time of some runs, in seconds."""
    best = float("inf")
    for _ in range(times):
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
    return best


def seconds_and_cpu(work: Callable[[], object], times: int = 3) -> tuple[float, float]:
    """The best wall time of some runs, and the best CPU time of all threads, in seconds."""
    walls, cpus = [], []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return min(walls), min(cpus)


def taking_turns(
    ours: Callable[[], object],
    peer: Callable[[], object],
    times: int = 5,
    prepare: Callable[[], object] = lambda: None,
) -> tuple[tuple[float, float], tuple[float, float]]:
    """The median wall times of two works that take turns, then their median CPU times, of all threads, in seconds.

    `prepare` is run before each of them and not measured. Where others load the machine the wall tells of them too; the
    CPU time of the work does not wait for anybody.
    """
    measured: tuple[list[tuple[float, float]], list[tuple[float, float]]] = ([], [])
    for _ in range(times):
        for work, taken in zip((ours, peer), measured, strict=True):
            prepare()
            wall, cpu = time.perf_counter(), time.process_time()
            work()
            taken.append((time.perf_counter() - wall, time.process_time() - cpu))
    walls, cpus = (tuple(statistics.median(one[n] for one in taken) for taken in measured) for n in (0, 1))
    return (walls[0], walls[1]), (cpus[0], cpus[1])


def alternating(ours: Callable[[], object], peer: Callable[[], object], times: int = 3) -> tuple[float, float]:
    """The best wall times of two works that take turns, so that the machine's load falls on both."""
    best = [float("inf"), float("inf")]
    for _ in range(times):
        for n, work in enumerate((ours, peer)):
            best[n] = min(best[n], seconds(work, 1))
    return best[0], best[1]


def percentile(values: list[float], part: float) -> float:
    """The value below which `part` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def tell(what: str, ours: float, peer: float, peer_name: str, bar: float | None) -> None:
    """Print one comparison: milliseconds, the ratio, and whether the bar (the most the ratio may be) is held, if any."""
    ratio = ours / peer
    verdict = "" if bar is None else f"bar {bar:5.2f} {'held' if ratio <= bar else 'MISSED'}"
    sys.stdout.write(
        f"{what:<46} ours {ours * 1000:9.1f} ms   {peer_name} {peer * 1000:9.1f} ms   ratio {ratio:6.2f}   {verdict}\n"
    )
    sys.stdout.flush()
