"""Verdicts on other people's bags against bagit-python's, on the same folders: how many right, and what it stumbles on."""

from __future__ import annotations

import logging
import os
import random
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import bagit

from desktop.formats.bagit.judge import judge
from tests.formats.bag_cases import cases
from tests.formats.bag_damage import damaged_bag
from tests.formats.bags import Case

DAMAGED = 6000
SEED = int(os.environ.get("DESK_SEED", "20250331"))

Verdict = Callable[[Path], bool]


def run(folder: Path) -> None:
    """Every case as a folder, then bags with damaged tag files: what raises something that is no verdict."""
    logging.getLogger("bagit").setLevel(logging.CRITICAL + 1)
    every = tuple(cases())
    written = [(one, one.write_folder(folder / "cases" / str(n))) for n, one in enumerate(every)]
    for name, verdict in (("ours", _ours), ("bagit-python", _peer)):
        right = sum(_outcome(verdict, path) is case.valid for case, path in written)
        _tell(f"{name:<14} right verdicts {right:4d}/{len(written)}")
    chance = random.Random(SEED)
    sound = [one for one in every if not one.links]
    raised: dict[str, Counter[str]] = {"ours": Counter(), "bagit-python": Counter()}
    for number in range(DAMAGED):
        case = chance.choice(sound)
        path = Case(case.name, damaged_bag(case.files, chance)).write_folder(folder / "damaged" / str(number))
        for name, verdict in (("ours", _ours), ("bagit-python", _peer)):
            outcome = _outcome(verdict, path)
            if isinstance(outcome, str):
                raised[name][outcome] += 1
    for name, kinds in raised.items():
        count = sum(kinds.values())
        _tell(f"{name:<14} no verdict on {count}/{DAMAGED} damaged bags ({count / DAMAGED:.1%})  {dict(kinds)}")


def _ours(path: Path) -> bool:
    return judge(path).valid


def _peer(path: Path) -> bool:
    try:
        bagit.Bag(str(path)).validate()
    except bagit.BagError:
        return False
    return True


def _outcome(verdict: Verdict, path: Path) -> bool | str:
    try:
        return verdict(path)
    except Exception as error:
        return type(error).__name__


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
