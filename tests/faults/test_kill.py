"""Killing the program at named points and at random moments of the demo, and starting again, loses nothing saved."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop import faultpoints
from desktop.demo import PASSWORD, Walk
from desktop.rules.roles import End
from desktop.rules.states import ItemState
from desktop.services import door, item_detail, ledger, sessions, upkeep
from desktop.services.desk import Desk
from desktop.services.ledger import LedgerFilter
from desktop.trust.kdf import CHEAP_KDF

RANDOM_KILLS = 30
_NUMBER = re.compile(r"登记 .*?：保审〔\d+〕(\S+?)，")


def _demo(folder: Path, fault: str = "") -> subprocess.Popen[bytes]:
    environment = {**os.environ, faultpoints.VARIABLE: fault, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        [sys.executable, "-m", "desktop", "demo", str(folder), *map(str, _documents(folder.parent)), "--no-screens"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )


def _documents(folder: Path) -> list[Path]:
    made = []
    for name in ("检查通知", "名单公告"):
        path = folder / f"{name}.txt"
        if not path.exists():
            path.write_text(f"临江省司法厅关于{name}的通知\n\n各市司法局：\n现将有关事项通知如下。\n", encoding="utf-8")
        made.append(path)
    return made


def _finish(process: subprocess.Popen[bytes]) -> str:
    out, err = process.communicate(timeout=120)
    assert process.returncode in (0, -signal.SIGKILL), err.decode()
    return out.decode()


def _desks(folder: Path) -> Iterator[Desk]:
    """The desks of both ends that can be signed in to, each end's clerk and keeper."""
    for end, login in ((End.OFFICE, "lin"), (End.CENTRE, "wang"), (End.CENTRE, "su")):
        place = Walk(folder).folder(end)
        if door.is_founded(place):
            desk = sessions.sign_in(place, login, PASSWORD, kdf=CHEAP_KDF)
            try:
                yield desk
            finally:
                desk.close()


def _check_whole(folder: Path, told: str) -> None:
    """What the demo told as done is there; chains hold; nothing half-made is believed."""
    registered = set(_NUMBER.findall(told))
    for desk in _desks(folder):
        if desk.person.login != "wang":
            assert upkeep.verify_audit(desk).ok
        if desk.person.login == "lin":
            rows = ledger.ledger_rows(desk, ledger.ledger_keys(desk, LedgerFilter()))
            assert registered <= {row.number for row in rows}
        if desk.person.login != "su":
            for row in ledger.ledger_rows(desk, ledger.ledger_keys(desk, LedgerFilter())):
                detail = item_detail.detail(desk, row.uuid)
                assert all(desk.store.objects.check(one.sm3) for one in detail.documents)
                assert all(one.checked.valid or one.voided_because for one in detail.sign_offs)


def _check_finished(folder: Path) -> None:
    for desk in _desks(folder):
        if desk.person.login == "su":
            continue
        states = ledger.state_counts(desk)
        assert states == {ItemState.CLOSED: 2}, (desk.agency.end, states)
    data = [one.name for one in (folder / "stick" / _quarter_folder(folder) / "data").iterdir()]
    assert len(data) == 2


def _quarter_folder(folder: Path) -> str:
    return max(one.name for one in (folder / "stick").iterdir() if one.is_dir())


# A sample in the ordinary run; every point, and the commits one after another, in the full one.
_SAMPLED = ("package.renamed", "batch.written", "import.documents-stored", "delivery.written", "store.before-commit:12")
_ALL = (*faultpoints.KNOWN, *(f"store.{when}:{n}" for when in ("before-commit", "committed") for n in range(2, 30)))


@pytest.mark.parametrize(
    "point", [*_SAMPLED, *(pytest.param(one, marks=pytest.mark.full) for one in _ALL if one not in _SAMPLED)]
)
def test_killed_at_a_named_point_the_demo_goes_on(tmp_path: Path, point: str) -> None:
    folder = tmp_path / "demo"
    process = _demo(folder, point)
    told = _finish(process)
    assert process.returncode == -signal.SIGKILL, "the point was not reached"
    _check_whole(folder, told)
    _finish(_demo(folder))
    _check_finished(folder)


def test_killed_at_random_moments_the_demo_goes_on(tmp_path: Path) -> None:
    """The same demo is killed again and again until it gets through; then a new one begins, 30 kills in all."""
    rolls = random.Random(20261121)
    kills, walk, told = 0, 0, ""
    while kills < RANDOM_KILLS:
        folder = tmp_path / str(walk)
        process = _demo(folder)
        try:
            out, _err = process.communicate(timeout=rolls.uniform(0.8, 4.0))
        except subprocess.TimeoutExpired:
            process.kill()
            out, _err = process.communicate()
            kills += 1
        told += out.decode(errors="ignore")
        if kills % 6 == 0 or process.returncode == 0:
            _check_whole(folder, told)
        if process.returncode == 0:
            _check_finished(folder)
            walk, told = walk + 1, ""
    _finish(_demo(tmp_path / str(walk)))
    _check_finished(tmp_path / str(walk))
