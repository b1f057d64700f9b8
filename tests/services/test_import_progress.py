"""Taking in a batch tells its progress to the last row, and can be cancelled until then without a trace."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.errors import Cancelled
from desktop.models import (
    Document,
    Item,
    OfficeKey,
    ReceivedBatch,
    ReceivedItem,
    Revision,
    SigningKey,
    SignOff,
    Withdrawal,
)
from desktop.models.audit import AuditEntry
from desktop.services import imports, inspection, item_rows, ledger, undoing
from desktop.services.desk import Desk
from desktop.services.inspected import Inspection
from desktop.store import audit
from tests.services.ends import DOCUMENT, Ends, found_ends, register, review_at_office, send
from tests.services.sent import revised, take

TABLES = (
    *(Item, Revision, SignOff, Document, ReceivedBatch, ReceivedItem, OfficeKey, SigningKey, Withdrawal),
    AuditEntry,
)
ITEMS = 5


@pytest.fixture
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """What ten thousand items do, with five: rows are written in several portions."""
    monkeypatch.setattr(item_rows, "_AT_ONCE", 2)


@pytest.fixture
def ends(tmp_path: Path) -> Ends:
    return found_ends(tmp_path)


@pytest.fixture
def uuids(ends: Ends) -> list[str]:
    uuids = []
    for number in range(ITEMS):
        path = ends.root / f"{number}.txt"
        path.write_text(DOCUMENT.replace("47号", f"{60 + number}号"), encoding="utf-8")
        with ends.at("lin") as desk:
            uuids.append(register(desk, path))
        review_at_office(ends, uuids[-1])
    return uuids


def held(desk: Desk) -> dict[str, object]:
    with desk.store.reading() as session:
        counts = {one.__tablename__: session.scalar(select(func.count()).select_from(one)) for one in TABLES}
        heads = session.execute(select(Item.uuid, Item.head_rev, Item.state).order_by(Item.uuid)).all()
        assert audit.verify_chain(session).ok
    objects = sorted(desk.store.objects.files())
    return {
        "counts": counts,
        "heads": heads,
        "objects": objects,
        "found": ledger.ledger_keys(desk, ledger.LedgerFilter(text="规范化")),
    }


def before_rows(found: Inspection) -> int:
    """How much is told before the first row is written: half for verifying, then the documents."""
    documents = sum(found.package.attachments.values())
    return 2 * documents + imports.BYTES_TOLD_PER_ITEM * (len(found.items) + 1)


def test_progress_rises_to_the_last_row(small_portions: None, ends: Ends, uuids: list[str]) -> None:
    package = send(ends, *uuids)
    told: list[tuple[int, int]] = []
    with ends.at("wang") as desk:
        found = inspection.inspect(desk, package)
        imports.import_batch(desk, found, {}, lambda done, total: told.append((done, total)))
    done = [one for one, _total in told]
    assert done == sorted(done)
    rows = [before_rows(found) + imports.BYTES_TOLD_PER_ITEM * written for written in (2, 4, 5, 6)]  # and the batch
    assert [one for one in done if one > before_rows(found)] == rows
    assert {total for _done, total in told} == {rows[-1]}


def test_taking_back_tells_its_progress_and_cancelled_leaves_all_taken_in(
    small_portions: None, ends: Ends, uuids: list[str]
) -> None:
    taken = take(ends, send(ends, *uuids))
    told: list[tuple[int, int]] = []
    with ends.at("wang") as desk:
        before = held(desk)
        with pytest.raises(Cancelled):
            undoing.undo_import(desk, taken.id, "插错了 U 盘", cancelled=lambda: True)
        assert held(desk) == before
        done = undoing.undo_import(desk, taken.id, "插错了 U 盘", lambda *so_far: told.append(so_far))
    assert (done.gone, told) == (ITEMS, [(2, ITEMS), (4, ITEMS), (ITEMS, ITEMS)])


def cancelled_while_writing_rows(desk: Desk, found: Inspection) -> list[int]:
    """Cancel as soon as the first rows are told; returns what was told of rows."""
    told: list[int] = []

    def progress(done: int, _total: int) -> None:
        if done > before_rows(found):
            told.append(done)

    with pytest.raises(Cancelled):
        imports.import_batch(desk, found, {}, progress, lambda: bool(told))
    return told


def test_cancelled_among_the_rows_nothing_is_taken_in(small_portions: None, ends: Ends, uuids: list[str]) -> None:
    package = send(ends, *uuids)
    with ends.at("wang") as desk:
        before = held(desk)
        found = inspection.inspect(desk, package)
        assert len(cancelled_while_writing_rows(desk, found)) == 1
        assert held(desk) == before
    taken = take(ends, package)
    assert (taken.accepted, taken.duplicate) == (ITEMS, False)


def test_cancelled_after_a_new_version_the_old_one_stands(ends: Ends, uuids: list[str]) -> None:
    package = revised(ends, uuids[0], take(ends, send(ends, *uuids)), summary="在全省开展检查。")
    with ends.at("wang") as desk:
        before = held(desk)
        assert len(cancelled_while_writing_rows(desk, inspection.inspect(desk, package))) == 1
        assert held(desk) == before
    assert take(ends, package).accepted == 1


def test_a_nil_return_is_told_to_its_end(ends: Ends) -> None:
    package = send(ends)
    told: list[tuple[int, int]] = []
    with ends.at("wang") as desk:
        imports.import_batch(
            desk, inspection.inspect(desk, package), {}, lambda done, total: told.append((done, total))
        )
    assert told[-1][0] == told[-1][1] > 0
