"""A clock that is set back puts nothing out of order: what follows what is told by the order in which it was done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.rules.states import ItemOutcome
from desktop.services import amending, imports, receipts, undoing
from tests.services.ends import complete, review_at_office, send
from tests.services.sent import Sent, take


@pytest.mark.parametrize("days", [-3, 3])
def test_what_was_returned_after_the_clock_was_set_is_told(sent: Sent, days: int) -> None:
    taken = take(sent.ends, sent.package)
    with sent.ends.at("wang") as desk:
        receipts.issue_receipt(desk, taken.id, sent.ends.stick)
        assert receipts.receipts_due(desk) == ()
    sent.ends.clock.moment += timedelta(days=days)
    with sent.ends.at("wang") as desk:
        assert receipts.receipts_due(desk) == ()
        imports.return_item(desk, sent.uuid, "概述太短", ["summary"])
        assert [one.received_batch_id for one in receipts.receipts_due(desk)] == [taken.id]
        told = receipts.issue_receipt(desk, taken.id, sent.ends.stick)
        assert [one.outcome for one in told.record.items] == [ItemOutcome.RETURNED]
        assert receipts.receipts_due(desk) == ()


def test_imports_are_undone_in_the_order_in_which_they_were_made(sent: Sent) -> None:
    first = take(sent.ends, sent.package)
    with sent.ends.at("lin") as desk:
        amending.correct(desk, sent.uuid, "电话有误")
        complete(desk, sent.uuid, summary="在全省开展检查。")
    review_at_office(sent.ends, sent.uuid)
    package = send(sent.ends, sent.uuid)
    sent.ends.clock.moment -= timedelta(days=5)
    second = take(sent.ends, package)
    with sent.ends.at("wang") as desk:
        assert f"在后来接收的{second.paper_number}里也有" in undoing.obstacle(desk, first.id)
        assert undoing.obstacle(desk, second.id) == ""
        undoing.undo_import(desk, second.id, "插错了 U 盘")
        assert undoing.undo_import(desk, first.id, "插错了 U 盘").gone == 1
    again = take(sent.ends, package)
    sent.ends.clock.moment -= timedelta(days=5)
    assert take(sent.ends, sent.package).id == first.id
    with sent.ends.at("wang") as desk:  # taken in the other way round, so that the row that came first is the later one
        assert f"在后来接收的{first.paper_number}里也有" in undoing.obstacle(desk, again.id)
        undoing.undo_import(desk, first.id, "插错了 U 盘")
        undoing.undo_import(desk, again.id, "插错了 U 盘")
