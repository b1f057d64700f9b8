"""What was sent with its content and is withheld afterwards: the centre does not go on to publish it."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.rules.items import Attribute
from desktop.rules.periods import Month
from desktop.rules.states import ItemState
from desktop.services import (
    amending,
    batch_views,
    batches,
    item_detail,
    items,
    office_receipts,
    publication,
    receipts,
    reviews,
)
from desktop.services.imports import Decision
from desktop.services.papers.summary import summary_sheet
from desktop.services.sending import sending
from tests.services.ends import KEPT, WITHHELD, Ends, complete, register, review_at_office, yes
from tests.services.sent import Sent, take
from tests.services.test_ways_back import publish


def _withhold(ends: Ends, uuid: str) -> None:
    with ends.at("lin") as desk:
        amending.correct(desk, uuid, "不宜公开")
        complete(desk, uuid, **KEPT)
    review_at_office(ends, uuid, WITHHELD)


def _send_entries(ends: Ends) -> batches.Written:
    with ends.at("lin") as desk:
        return batches.write(desk, batches.assemble(desk, (), "2026年12月上"), ends.stick)


def _at_centre(ends: Ends, uuid: str) -> ItemState:
    with ends.at("wang") as desk:
        return item_detail.detail(desk, uuid).state


def test_what_is_withheld_after_it_was_sent_is_withdrawn_at_the_centre_though_it_comes_later(sent: Sent) -> None:
    ends = sent.ends
    _withhold(ends, sent.uuid)
    with ends.at("lin") as desk:
        page = sending(desk)
        assert [(one.uuid, one.reason) for one in page.withdrawals] == [(sent.uuid, "改为不予公开")]
    entries = _send_entries(ends)
    assert (entries.batch.withheld, entries.batch.withdrawn) == (1, 1)
    taken = take(ends, entries.path)
    take(ends, sent.package)
    assert _at_centre(ends, sent.uuid) is ItemState.WITHDRAWN
    with ends.at("wang") as desk:
        answer = receipts.issue_receipt(desk, taken.id, ends.stick).path
    with ends.at("lin") as desk:
        office_receipts.read_receipt(desk, answer)
        assert item_detail.detail(desk, sent.uuid).state is ItemState.WITHHELD
        assert sending(desk).withdrawals == (), "told once"
        for one in batch_views.batches(desk):
            assert batches.write(desk, one.id, ends.stick).batch.manifest_hash == one.manifest_hash


def test_what_is_published_already_is_to_be_taken_down_and_is_not_disclosed_again_under_its_number(sent: Sent) -> None:
    ends = sent.ends
    take(ends, sent.package)
    publish(ends, sent.uuid, "https://sft.example.gov.cn/1.html")
    _withhold(ends, sent.uuid)
    take(ends, _send_entries(ends).path)
    with ends.at("wang") as desk:
        assert [one.uuid for one in publication.to_take_down(desk)] == [sent.uuid]
        (row,) = summary_sheet(desk, Month.of(desk.today())).rows
        assert row.conclusion == "不予公开", "sent and withheld in one month, it is counted once"
    with ends.at("lin") as desk:
        items.revise(desk, sent.uuid)
        complete(desk, sent.uuid, attribute=Attribute.PROACTIVE, ground=None, reason="", next_review_on=None)
        with pytest.raises(UserError, match="已告知办公室撤回") as told:
            reviews.submit(desk, sent.uuid)
        assert "重新登记" in told.value.hint
        items.withdraw(desk, sent.uuid, "另行登记")
        assert sending(desk).withdrawals == ()


def test_what_the_centre_returned_needs_no_notice(sent: Sent) -> None:
    ends = sent.ends
    taken = take(ends, sent.package, {sent.uuid: Decision(False, "不宜公开")})
    with ends.at("wang") as desk:
        answer = receipts.issue_receipt(desk, taken.id, ends.stick).path
    with ends.at("lin") as desk:
        office_receipts.read_receipt(desk, answer)
    _withhold(ends, sent.uuid)
    assert _send_entries(ends).batch.withdrawn == 0


def test_what_the_centre_never_had_may_be_disclosed_after_all(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document, **KEPT)
    review_at_office(ends, uuid, WITHHELD)
    assert _send_entries(ends).batch.withdrawn == 0
    with ends.at("lin") as desk:
        items.revise(desk, uuid)
        complete(desk, uuid, attribute=Attribute.PROACTIVE, ground=None, reason="", answers=yes())
        assert reviews.submit(desk, uuid) is ItemState.IN_REVIEW
