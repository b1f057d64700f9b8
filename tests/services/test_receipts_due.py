"""Which batches want a receipt: told without reading the lines of those whose last receipt still holds."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from desktop.models import ReceivedBatch
from desktop.rules.states import ItemOutcome, ReceivedOutcome
from desktop.services import batches, imports, office_receipts, receipts
from desktop.services.desk import Desk
from tests.services.ends import Ends
from tests.services.forging import office_key, repacked
from tests.services.sent import Sent, revised, take
from tests.services.statements import statements


def due(desk: Desk) -> list[int]:
    return [one.received_batch_id for one in receipts.receipts_due(desk)]


def test_the_lines_of_a_batch_are_read_only_after_they_changed(sent: Sent) -> None:
    taken = take(sent.ends, sent.package)
    with sent.ends.at("wang") as desk:
        receipts.issue_receipt(desk, taken.id, sent.ends.stick)
        with statements() as asked:
            assert due(desk) == []
        assert asked
        assert not any("item.title" in one for one in asked)
        imports.return_item(desk, sent.uuid, "概述太短", ["summary"])
        with statements() as asked:
            assert due(desk) == [taken.id]
        assert any("item.title" in one for one in asked)
        receipts.issue_receipt(desk, taken.id, sent.ends.stick)
        assert due(desk) == []


def test_a_nil_return_that_was_refused_and_came_in_later_wants_another_receipt(ends: Ends) -> None:
    with ends.at("lin") as desk:
        nil = batches.write(desk, batches.assemble(desk, [], "2026年11月下"), ends.stick).path
    taken = take(ends, nil)
    with ends.at("wang") as desk:
        with desk.store.transaction() as session:  # as a program left it that could not read this version yet
            row = session.get_one(ReceivedBatch, taken.id)
            row.outcome, row.code = ReceivedOutcome.REJECTED.value, "E-VERSION"
        refused = receipts.issue_receipt(desk, taken.id, ends.stick).path
        assert due(desk) == []
    take(ends, nil)
    with ends.at("wang") as desk:
        assert due(desk) == [taken.id]
        accepted = receipts.issue_receipt(desk, taken.id, ends.stick).path
        assert due(desk) == []
    with ends.at("lin") as desk:
        office_receipts.read_receipt(desk, refused)
        assert office_receipts.read_receipt(desk, accepted).batch_state.value == "accepted"


def test_a_batch_that_is_due_is_listed_however_old(sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    with sent.ends.at("lin") as desk:
        nil = batches.write(desk, batches.assemble(desk, [], "2026年10月下"), sent.ends.stick).path
    first, second = take(sent.ends, sent.package).id, take(sent.ends, nil).id
    monkeypatch.setattr(imports, "MOST_SHOWN", 1)
    with sent.ends.at("wang") as desk:
        receipts.issue_receipt(desk, second, sent.ends.stick)
        assert [one.id for one in imports.received(desk)] == [second]
        assert [one.id for one in imports.received(desk, due(desk))] == [second, first]


def test_a_version_that_two_batches_brought_is_returned_in_both(sent: Sent) -> None:
    """The office had taken the first one back and sent it again, not knowing that it had come."""
    first = take(sent.ends, sent.package)
    second = repacked(
        sent.package,
        sent.forged,
        office_key(sent.ends),
        header=lambda one: replace(one, seq=9, batch_id=str(uuid4())),
    )
    again = take(sent.ends, second)
    later = take(sent.ends, revised(sent.ends, sent.uuid, first, summary="在全省开展检查。"))
    with sent.ends.at("wang") as desk:
        told = [receipts.received_lines(desk, one.id)[0].outcome for one in (first, again, later)]
    assert told == [ItemOutcome.RETURNED, ItemOutcome.RETURNED, ItemOutcome.RECEIVED]
