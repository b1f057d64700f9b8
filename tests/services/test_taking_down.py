"""What was published and then withdrawn is taken down; what was delivered and then mended is exchanged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.errors import UserError
from desktop.formats.delivery import DeliveredDocument, DeliveryHead
from desktop.models import Item, Publication
from desktop.rules.items import Attribute, Ground
from desktop.rules.periods import Quarter
from desktop.rules.review import Conclusion
from desktop.rules.states import ItemOutcome, ItemState
from desktop.services import (
    amending,
    batches,
    deliveries,
    delivery_copies,
    gathering,
    imports,
    inspection,
    item_detail,
    item_rows,
    items,
    office_receipts,
    publication,
    receipts,
    reviews,
    undoing,
)
from desktop.services.received_views import ReceivedView
from desktop.services.reviews import Verdict
from tests.services.ends import REVIEWED, complete, review_at_office, send
from tests.services.sent import Sent, take
from tests.services.test_ways_back import publish

ADDRESS = "https://sft.example.gov.cn/1.html"


def withdrawn(sent: Sent) -> ReceivedView:
    """Published at the centre, withdrawn by its office, told in the next batch."""
    take(sent.ends, sent.package)
    publish(sent.ends, sent.uuid, ADDRESS)
    with sent.ends.at("lin") as desk:
        items.withdraw(desk, sent.uuid, "电话有误")
        told = batches.write(desk, batches.assemble(desk, [], "2026年11月下"), sent.ends.stick).path
    return take(sent.ends, told)


def test_a_withdrawn_publication_waits_until_it_is_taken_down(sent: Sent) -> None:
    taken = withdrawn(sent)
    with sent.ends.at("wang") as desk:
        (one,) = publication.to_take_down(desk)
        assert (one.uuid, one.reason, one.address, one.delivered) == (sent.uuid, "电话有误", ADDRESS, False)
        today = desk.today()
        for bad in (today + timedelta(days=1), one.published_on - timedelta(days=1)):
            with pytest.raises(UserError) as caught:
                publication.record_taken_down(desk, sent.uuid, bad)
            assert caught.value.code == "E-DATE"
        assert undoing.obstacle(desk, taken.id) == ""
        publication.record_taken_down(desk, sent.uuid, today)
        assert publication.to_take_down(desk) == ()
        assert "已登记撤下" in undoing.obstacle(desk, taken.id)
        with pytest.raises(UserError) as twice:
            publication.record_taken_down(desk, sent.uuid, today)
        assert twice.value.code == "E-STATE"
        with desk.store.reading() as session:
            assert session.scalars(select(Publication.taken_down_on)).all() == [today]


def test_what_is_disclosed_on_request_alone_by_now_is_taken_down(sent: Sent) -> None:
    ends = sent.ends
    take(ends, sent.package)
    publish(ends, sent.uuid, ADDRESS)
    with ends.at("lin") as desk:
        amending.correct(desk, sent.uuid, "不宜主动公开")
        facts = {"attribute": Attribute.ON_REQUEST, "ground": Ground.PROCESS, "reason": "过程性信息"}
        complete(desk, sent.uuid, **facts, next_review_on=date(2027, 11, 20))
        reviews.submit(desk, sent.uuid)
    with ends.at("chen") as desk:
        reviews.sign(desk, sent.uuid, Verdict())
    with ends.at("zhou") as desk:
        reviews.sign(desk, sent.uuid, replace(REVIEWED, conclusion=Conclusion.ON_REQUEST))
    taken = take(ends, send(ends, sent.uuid))
    with ends.at("wang") as desk:
        (one,) = publication.to_take_down(desk)
        assert (one.uuid, one.state, one.reason) == (sent.uuid, ItemState.REGISTERED, "重新审查，改为依申请公开")
        publication.record_taken_down(desk, sent.uuid, desk.today())
        assert publication.to_take_down(desk) == ()
        assert "已登记撤下" in undoing.obstacle(desk, taken.id)
        with desk.store.transaction() as session:  # a later version in public stands there again
            item = item_rows.item_by_uuid(session, sent.uuid)
            item_rows.note_publication(desk, session, item, 3, desk.today(), "", ADDRESS)
            session.flush()
            assert session.scalars(select(Publication.taken_down_on)).one() is None


def test_what_is_delivered_stays_delivered_and_is_taken_down(sent: Sent) -> None:
    take(sent.ends, sent.package)
    publish(sent.ends, sent.uuid, ADDRESS)
    with sent.ends.at("wang") as desk, desk.store.transaction() as session:
        session.scalars(select(Item)).one().state = ItemState.DELIVERED.value
    with sent.ends.at("lin") as desk:
        items.withdraw(desk, sent.uuid, "电话有误")
        told = batches.write(desk, batches.assemble(desk, [], "2026年11月下"), sent.ends.stick).path
    taken = take(sent.ends, told)
    assert (taken.accepted, taken.withdrawn) == (0, 0)
    with sent.ends.at("wang") as desk:
        assert [(one.delivered, one.reason) for one in publication.to_take_down(desk)] == [(True, "电话有误")]
        assert undoing.obstacle(desk, taken.id) == ""
        issued = receipts.issue_receipt(desk, taken.id, sent.ends.stick)
        (line,) = issued.record.items
        assert (line.outcome, line.reason) == (ItemOutcome.DELIVERED, "撤回时已送交档案馆、图书馆，须办理撤换")
    with sent.ends.at("lin") as desk:
        news = office_receipts.read_receipt(desk, issued.path)
        assert [one[2] for one in news.lines] == ["已送交，须撤换"]
        shown = item_detail.detail(desk, sent.uuid)
        assert shown.state is ItemState.WITHDRAWN
        assert shown.returned_reason.startswith("电话有误。办公室在收到撤回以前已送交")


def test_what_was_not_withdrawn_is_not_taken_down(sent: Sent) -> None:
    take(sent.ends, sent.package)
    publish(sent.ends, sent.uuid, ADDRESS)
    with sent.ends.at("wang") as desk:
        assert publication.to_take_down(desk) == ()
        with pytest.raises(UserError):
            publication.record_taken_down(desk, sent.uuid, desk.today())


def test_a_mended_item_is_delivered_anew_in_place_of_the_earlier_one(sent: Sent, tmp_path: Path) -> None:
    notes: list[str] = []

    def pdf(_head: DeliveryHead, documents: object) -> bytes:
        assert isinstance(documents, tuple)
        notes[:] = [one.note for one in documents if isinstance(one, DeliveredDocument)]
        return b"%PDF-1.7 test"

    take(sent.ends, sent.package)
    publish(sent.ends, sent.uuid, ADDRESS)
    fourth, first = Quarter(2026, 4), Quarter(2027, 1)
    with sent.ends.at("wang") as desk:
        one = deliveries.write(desk, fourth, tmp_path, pdf).delivery
        assert notes == ["正文"]
    with sent.ends.at("lin") as desk:
        items.revise(desk, sent.uuid, "联系电话有误")
        complete(desk, sent.uuid, summary="在全省开展检查。")
    review_at_office(sent.ends, sent.uuid)
    second = send(sent.ends, sent.uuid)
    sent.ends.clock.moment += timedelta(days=60)
    with sent.ends.at("wang") as desk:
        found = inspection.inspect(desk, second)
        earlier = found.items[0].published
        assert earlier is not None
        assert (earlier.rev, earlier.address, earlier.published_on) == (1, ADDRESS, date(2026, 11, 20))
        imports.import_batch(desk, found, {})
    publish(sent.ends, sent.uuid, "https://sft.example.gov.cn/2.html")
    with sent.ends.at("wang") as desk:
        assert [line.replaces for line in gathering.gather(desk, first).lines] == [fourth]
        again = deliveries.write(desk, first, tmp_path, pdf).delivery
        assert notes == ["正文，替换2026年第4季度送交件"]
        assert [line.replaces for line in deliveries.delivered_lines(desk, again.id)] == [fourth]
        assert [line.replaces for line in deliveries.delivered_lines(desk, one.id)] == [None]
        assert [line.published_on.year for line in deliveries.delivered_lines(desk, one.id)] == [2026]
        assert [line.published_on.year for line in deliveries.delivered_lines(desk, again.id)] == [2027]
        copies = tmp_path / "副本"
        copies.mkdir()
        assert delivery_copies.write_again(desk, one.id, copies, pdf).delivery.id == one.id
        assert notes == ["正文"]
        assert delivery_copies.write_again(desk, again.id, copies, pdf).delivery.id == again.id
        assert notes == ["正文，替换2026年第4季度送交件"]
        for receiver in deliveries.RECEIVERS:
            deliveries.hand_over(desk, one.id, receiver, desk.today())
            deliveries.record_receipt(desk, one.id, receiver, desk.today(), "周馆员")
        with desk.store.reading() as session:
            assert session.scalars(select(Item.state)).all() == [ItemState.DELIVERED]


def test_a_batch_that_only_takes_items_back_is_no_nil_return(sent: Sent) -> None:
    taken = withdrawn(sent)
    assert (taken.nil, taken.item_count, taken.accepted, taken.withdrawn, taken.disputed) == (False, 0, 0, 1, 0)
