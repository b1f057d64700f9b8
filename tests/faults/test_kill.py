"""Killing the program at named points and at random moments of the demo, and starting again, loses nothing saved."""

from __future__ import annotations

import random
import re
import signal
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
from tests.faults.conftest import Tally
from tests.faults.processes import Running

RANDOM_KILLS = 15  # for each of the seeds
_NUMBER = re.compile(r"登记 .*?：保审〔\d+〕(\S+?)，")


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
def test_killed_at_a_named_point_the_demo_goes_on(tmp_path: Path, point: str, tally: Tally) -> None:
    tally("kill points", tried=1)
    folder = tmp_path / "demo"
    killed = Running(folder, point)
    assert killed.ended() == -signal.SIGKILL, "the point was not reached"
    _check_whole(folder, killed.told())
    assert Running(folder).ended() == 0
    _check_finished(folder)
    tally("kill points", recovered=1)


@pytest.mark.parametrize("seed", [20261121, *(pytest.param(n, marks=pytest.mark.full) for n in range(7))])
def test_killed_at_random_moments_the_demo_goes_on(tmp_path: Path, seed: int, tally: Tally) -> None:
    """The same demo is killed again and again until it gets through; then a new one begins, until all kills are done."""
    rolls = random.Random(seed)
    kills, walks = 0, 0
    while kills < RANDOM_KILLS:
        folder = tmp_path / str(walks)
        running = Running(folder)
        code = running.ended(rolls.uniform(0.02, 1.2))
        if code is None:
            running.kill()
            kills += 1
            tally("random kills", tried=1)
        if code == 0 or kills % 5 == 0:
            _check_whole(folder, running.told())
        if code is not None:
            assert code == 0
            _check_finished(folder)
            walks += 1
    assert Running(folder).ended() == 0
    _check_finished(folder)
    tally("random kills", recovered=kills)
