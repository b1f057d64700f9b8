"""What the centre does not have is told by its receipts: a batch that it lost is written again."""

from __future__ import annotations

import shutil
from itertools import permutations
from pathlib import Path

import pytest

from desktop.rules.roles import End
from desktop.rules.states import BatchState
from desktop.services import batch_views, batches, office_receipts, receipt_limits, receipts, sending, upkeep
from desktop.services.absent_batches import NOTHING_ABSENT, Absent
from desktop.services.home import home
from tests.services.ends import Ends
from tests.services.sent import Sent, take

FIRST, SECOND = "2026年第001批", "2026年第002批"


def receipt(ends: Ends, batch: int, name: str) -> Path:
    with ends.at("wang") as desk:
        path = receipts.issue_receipt(desk, batch, ends.stick).path
    return path.rename(path.with_name(f"{name}.json"))


def nil(ends: Ends, period: str) -> Path:
    with ends.at("lin") as desk:
        return batches.write(desk, batches.assemble(desk, (), period), ends.stick).path


@pytest.fixture
def lost(sent: Sent) -> tuple[Ends, Path, Path]:
    """The centre took in the first batch, was put back to before it, and took in the second: a receipt of each."""
    ends = sent.ends
    with ends.at("he") as desk:
        upkeep.back_up(desk)
    before = receipt(ends, take(ends, sent.package).id, "before")
    ends.put_back(End.CENTRE)
    return ends, before, receipt(ends, take(ends, nil(ends, "2026年10月下")).id, "after")


def states(ends: Ends) -> list[BatchState]:
    with ends.at("lin") as desk:
        return [one.state for one in reversed(batch_views.batches(desk))]


def read(ends: Ends, path: Path) -> Absent:
    with ends.at("lin") as desk:
        return office_receipts.read_receipt(desk, path).absent


def test_a_batch_that_the_centre_lost_is_to_be_written_again(lost: tuple[Ends, Path, Path], tmp_path: Path) -> None:
    ends, before, after = lost
    assert read(ends, before) == NOTHING_ABSENT
    assert states(ends) == [BatchState.ACCEPTED, BatchState.AWAITING_RECEIPT]
    assert read(ends, after) == Absent(lost=(FIRST,))
    assert states(ends) == [BatchState.AWAITING_RECEIPT, BatchState.ACCEPTED]
    with ends.at("lin") as desk:
        page = sending.sending(desk)
        assert [one.paper_number for one in page.lost] == [FIRST]
        assert page.late == ()
        shown = home(desk)
        assert (shown.unreceipted, shown.unreceipted_late, shown.lost_batches) == (1, 0, 1)
        assert receipt_limits.late_batches(desk) == 1
        written = batches.write(desk, page.lost[0].id, tmp_path)
        assert written.batch.manifest_hash == page.lost[0].manifest_hash
    again = written.path
    assert read(ends, receipt(ends, take(ends, again).id, "again")) == NOTHING_ABSENT
    assert states(ends) == [BatchState.ACCEPTED, BatchState.ACCEPTED]
    with ends.at("lin") as desk:
        assert sending.sending(desk).lost == ()


def test_what_is_lost_does_not_depend_on_the_order_of_reading(lost: tuple[Ends, Path, Path], sent: Sent) -> None:
    ends, before, after = lost
    office = ends.folder(End.OFFICE).root
    clean = ends.root / "office.clean"
    shutil.copytree(office, clean)

    def ending(*order: Path) -> list[BatchState]:
        shutil.rmtree(office)
        shutil.copytree(clean, office)
        for one in order:
            read(ends, one)
        return states(ends)

    for order in ((before, after), (after, before), (before, after, before)):
        assert ending(*order) == [BatchState.AWAITING_RECEIPT, BatchState.ACCEPTED], order
    again = receipt(ends, take(ends, sent.package).id, "again")
    for some in permutations((before, after, again)):
        assert ending(*some) == [BatchState.ACCEPTED, BatchState.ACCEPTED], some


def test_the_last_batch_is_missed_too(sent: Sent) -> None:
    """The centre was put back to before the second batch, and nothing came after it."""
    ends = sent.ends
    taken = take(ends, sent.package)
    with ends.at("he") as desk:
        upkeep.back_up(desk)
    second = receipt(ends, take(ends, nil(ends, "2026年10月下")).id, "second")
    ends.put_back(End.CENTRE)
    first = receipt(ends, taken.id, "first")
    assert read(ends, second) == NOTHING_ABSENT
    assert read(ends, first) == Absent(lost=(SECOND,))
    assert states(ends) == [BatchState.ACCEPTED, BatchState.AWAITING_RECEIPT]


def test_a_batch_that_was_overtaken_is_told_and_not_called_lost(sent: Sent) -> None:
    ends = sent.ends
    later = receipt(ends, take(ends, nil(ends, "2026年10月下")).id, "later")
    assert read(ends, later) == Absent(not_come=(FIRST,))
    assert states(ends) == [BatchState.AWAITING_RECEIPT, BatchState.ACCEPTED]
    with ends.at("lin") as desk:
        assert sending.sending(desk).lost == ()


def test_a_batch_written_after_the_receipt_is_not_missed(sent: Sent) -> None:
    ends = sent.ends
    first = receipt(ends, take(ends, sent.package).id, "first")
    nil(ends, "2026年10月下")
    assert read(ends, first) == NOTHING_ABSENT
