"""After a power cut at any moment of an export or an import the store holds the state before or the whole batch."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.errors import UserError
from desktop.models import Batch, Document, Item, ReceivedBatch
from desktop.rules.roles import End
from desktop.rules.states import BatchState
from desktop.store import audit
from desktop.store.database import Store
from desktop.store.slots import Slots, SlotSecrets
from tests.faults import power_cut, tracing
from tests.faults.conftest import Tally
from tests.faults.tracing import Kind, Recording
from tests.services.ends import DOCUMENT, PASSWORD, Ends, found_ends, register, review_at_office

SEED = 20261122


@dataclass(frozen=True, slots=True)
class Recorded:
    """An export and an import as they were written to disk, and what opens the stores."""

    export: Recording
    take_in: Recording
    package: bytes
    tree: dict[str, bytes]
    keys: dict[End, SlotSecrets]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    root = tmp_path_factory.mktemp("recorded")
    ends = found_ends(root / "ends")
    document = root / "通知.txt"
    document.write_text(DOCUMENT * 40, encoding="utf-8")
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    keys = {
        end: Slots(ends.folder(end)).open_slot(login, PASSWORD, ends.clock())
        for end, login in ((End.OFFICE, "lin"), (End.CENTRE, "wang"))
    }
    assert ends.stick.is_dir()
    try:
        export = _record("export", ends, root / "log")
        take_in = _record("take_in", ends, root / "log")
    except tracing.Untraceable as error:
        pytest.skip(f"NO POWER-CUT REPLAY: {error}")
    (package,) = ends.stick.glob("*.zip")
    return Recorded(export, take_in, package.read_bytes(), _tree(ends.root), keys)


def _record(verb: str, ends: Ends, log: Path) -> Recording:
    moment = ends.clock().isoformat()
    return tracing.record(ends.root, ["tests.faults.recorded", verb, str(ends.root), moment], log)


def after_export(recorded: Recorded, root: Path, told: bool) -> None:
    """The office's store and the stick: nothing yet, a batch still to be written, or a batch written whole."""
    packages = list((root / "stick").glob("*.zip"))
    assert [one.read_bytes() for one in packages] in ([], [recorded.package]), (
        "a package that is not whole has its name"
    )
    with _opened(recorded, root, End.OFFICE) as store, store.reading() as session:
        _check_store(store)
        states = session.scalars(select(Batch.state)).all()
        assert states in ([], [BatchState.ASSEMBLED], [BatchState.AWAITING_RECEIPT])
        assert packages or states != [BatchState.AWAITING_RECEIPT], "counted as written, and is not on the stick"
        assert not told or states == [BatchState.AWAITING_RECEIPT], "what was told as done is lost"


def after_import(recorded: Recorded, root: Path, told: bool) -> None:
    """The centre's store: no trace of the batch, or all of it with its documents."""
    with _opened(recorded, root, End.CENTRE) as store, store.reading() as session:
        _check_store(store)
        batches, items = (session.scalar(select(func.count()).select_from(one)) for one in (ReceivedBatch, Item))
        documents = session.scalars(select(Document.sm3)).all()
        assert (batches, items, len(documents)) in ((0, 0, 0), (1, 1, 1)), "half a batch"
        assert all(store.objects.check(one) for one in documents), "a document is not whole"
        assert not told or batches == 1, "what was told as done is lost"


def _opened(recorded: Recorded, root: Path, end: End) -> Store:
    keys = recorded.keys[end]
    return Store.open(Ends(root, None).folder(end), keys.database_key, keys.object_key)  # type: ignore[arg-type]


def _check_store(store: Store) -> None:
    with store.reading() as session:
        assert [row[0] for row in session.connection().exec_driver_sql("PRAGMA integrity_check")] == ["ok"]
        assert audit.verify_chain(session).ok


CHECKS = {"export": after_export, "take_in": after_import}


def replay(
    recorded: Recorded, recording: Recording, verb: str, folder: Path, states: int | None
) -> tuple[int, list[str]]:
    """Cut the power `states` times (None: at every request, in several ways); how many states, and what was broken."""
    rolls = random.Random(SEED)
    told = next(at for at, op in enumerate(recording.ops) if op.kind is Kind.TELL)
    every = [(cut, ways) for cut in range(len(recording.ops) + 1) for ways in (None, *[rolls] * 6)]
    chosen = every if states is None else rolls.sample(every, states)
    broken = []
    for cut, ways in chosen:
        power_cut.lay_out(recording, cut, ways, folder)
        try:
            CHECKS[verb](recorded, folder, cut > told)
        except (AssertionError, UserError) as error:
            broken.append(f"{verb}, cut after {cut}: {error}")
    shutil.rmtree(folder)
    return len(chosen), broken


class _NothingLost(random.Random):
    """Rolls after which every write and every name was kept."""

    def random(self) -> float:
        return 0.0

    def randint(self, a: int, b: int) -> int:
        return b

    def randrange(self, start: int, stop: int | None = None, step: int = 1) -> int:
        return 1


def test_what_was_recorded_is_all_that_was_written(recorded: Recorded, tmp_path: Path) -> None:
    power_cut.lay_out(recorded.take_in, len(recorded.take_in.ops), _NothingLost(), tmp_path / "state")
    assert _tree(tmp_path / "state") == recorded.tree


def _tree(root: Path) -> dict[str, bytes]:
    return {one.relative_to(root).as_posix(): one.read_bytes() for one in root.rglob("*") if one.is_file()}


_DOSES = [pytest.param(40, id="sample"), pytest.param(None, id="all", marks=pytest.mark.full)]


@pytest.mark.parametrize("states", _DOSES)
@pytest.mark.parametrize("verb", CHECKS)
def test_a_power_cut_leaves_the_state_before_or_the_whole(
    recorded: Recorded, tmp_path: Path, tally: Tally, verb: str, states: int | None
) -> None:
    done, broken = replay(recorded, getattr(recorded, verb), verb, tmp_path / "state", states)
    tally("power-cut replay", states=done, violations=len(broken))
    assert broken == []


@pytest.mark.parametrize("states", [pytest.param(25, id="sample"), pytest.param(400, id="all", marks=pytest.mark.full)])
@pytest.mark.parametrize("careless", ["desk.db", "objects/"])
def test_a_program_that_does_not_sync_is_caught(
    recorded: Recorded, tmp_path: Path, tally: Tally, careless: str, states: int
) -> None:
    """The replay must bite: without the syncs of the database, or of the attachments, it finds what is lost."""
    recording = power_cut.without_syncs(recorded.take_in, careless)
    done, broken = replay(recorded, recording, "take_in", tmp_path / "state", states)
    tally(f"negative control, {careless} without syncs", states=done, violations=len(broken))
    assert broken
