"""What was sent or published and is kept back by a new review: the centre hears of it and publishes it no more."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.models import Withdrawal
from desktop.rules.items import Attribute, Ground
from desktop.rules.periods import Month
from desktop.rules.review import Conclusion
from desktop.rules.states import ItemState
from desktop.services import amending, batches, item_detail, items, publication, recalling, reviews
from desktop.services.desk import Desk
from desktop.services.papers.summary import summary_sheet
from desktop.services.reviews import Verdict
from tests.services.ends import INTERNAL, REVIEWED, WITHHELD, Ends, change, complete, register, send, yes
from tests.services.sent import Sent, take
from tests.services.test_ways_back import publish

KEPT_BACK = {
    "ground": Ground.PROCESS,
    "reason": "过程稿",
    "next_review_on": date(2027, 11, 20),
    "answers": yes(INTERNAL),
}
ON_REQUEST = Verdict(text="依申请公开。", answers=yes(INTERNAL), conclusion=Conclusion.ON_REQUEST)


def decide(ends: Ends, uuid: str, verdict: Verdict) -> None:
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict())
    with ends.at("zhou") as desk:
        reviews.sign(desk, uuid, verdict)


def withheld_now(ends: Ends, uuid: str) -> None:
    with ends.at("lin") as desk:
        amending.correct(desk, uuid, "原来的审查有误")
        change(desk, uuid, attribute=Attribute.WITHHELD, **KEPT_BACK)
        reviews.submit(desk, uuid)
    decide(ends, uuid, WITHHELD)


def next_batch(ends: Ends) -> Path:
    with ends.at("lin") as desk:
        return batches.write(desk, batches.assemble(desk, [], "2026年12月上"), ends.stick).path


def notice(desk: Desk, uuid: str) -> Withdrawal | None:
    with desk.store.reading() as session:
        return session.get(Withdrawal, uuid)


def test_what_is_withheld_after_it_was_sent_is_taken_back_from_the_centre(sent: Sent) -> None:
    take(sent.ends, sent.package)
    publish(sent.ends, sent.uuid, "https://sft.example.gov.cn/1.html")
    withheld_now(sent.ends, sent.uuid)
    taken = take(sent.ends, next_batch(sent.ends))
    assert (taken.withdrawn, taken.entries.withheld) == (1, 1)
    with sent.ends.at("wang") as desk:
        assert item_detail.detail(desk, sent.uuid).state is ItemState.WITHDRAWN
        (row,) = summary_sheet(desk, Month.of(desk.today())).rows
        assert row.conclusion == "不予公开"
        (one,) = publication.to_take_down(desk)
        assert (one.uuid, one.reason) == (sent.uuid, "重新审查，改为不予公开，条例第十六条第二款")
    with sent.ends.at("lin") as desk:
        assert item_detail.detail(desk, sent.uuid).state is ItemState.WITHHELD
        items.revise(desk, sent.uuid)
        complete(desk, sent.uuid, attribute=Attribute.PROACTIVE, ground=None, reason="", answers=yes())
        with pytest.raises(UserError) as refused:
            reviews.submit(desk, sent.uuid)
        assert refused.value.code == "E-STATE"
        assert "重新登记" in refused.value.hint
        change(desk, sent.uuid, attribute=Attribute.WITHHELD, **KEPT_BACK)
        assert reviews.submit(desk, sent.uuid) is ItemState.IN_REVIEW
        items.withdraw(desk, sent.uuid, "不再办理")
        assert item_detail.detail(desk, sent.uuid).state is ItemState.WITHDRAWN


def test_what_is_opened_again_before_the_centre_heard_goes_on(sent: Sent) -> None:
    take(sent.ends, sent.package)
    withheld_now(sent.ends, sent.uuid)
    with sent.ends.at("zhou") as desk:
        assert notice(desk, sent.uuid) is not None
        recalling.recall(desk, sent.uuid, "看错了")
        assert notice(desk, sent.uuid) is None
        reviews.sign(desk, sent.uuid, WITHHELD)
        assert notice(desk, sent.uuid) is not None
    with sent.ends.at("lin") as desk:
        items.revise(desk, sent.uuid)
        assert notice(desk, sent.uuid) is None
        complete(desk, sent.uuid, attribute=Attribute.PROACTIVE, ground=None, reason="", answers=yes())
        reviews.submit(desk, sent.uuid)
    decide(sent.ends, sent.uuid, REVIEWED)
    assert take(sent.ends, send(sent.ends, sent.uuid)).accepted == 1


def test_what_the_centre_never_had_may_be_disclosed_after_all(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document, attribute=Attribute.WITHHELD, **KEPT_BACK)
        reviews.submit(desk, uuid)
    decide(ends, uuid, WITHHELD)
    next_batch(ends)
    with ends.at("lin") as desk:
        items.revise(desk, uuid)
        change(desk, uuid, answers=yes(INTERNAL))
        reviews.submit(desk, uuid)
    decide(ends, uuid, WITHHELD)
    with ends.at("lin") as desk:
        assert notice(desk, uuid) is None
        items.revise(desk, uuid)
        complete(desk, uuid, attribute=Attribute.PROACTIVE, ground=None, reason="", answers=yes())
        assert reviews.submit(desk, uuid) is ItemState.IN_REVIEW


def test_what_was_published_and_is_now_on_request_is_taken_down(sent: Sent) -> None:
    take(sent.ends, sent.package)
    publish(sent.ends, sent.uuid, "https://sft.example.gov.cn/1.html")
    with sent.ends.at("lin") as desk:
        amending.correct(desk, sent.uuid, "原来的审查有误")
        change(desk, sent.uuid, attribute=Attribute.ON_REQUEST, **KEPT_BACK)
        reviews.submit(desk, sent.uuid)
    decide(sent.ends, sent.uuid, ON_REQUEST)
    take(sent.ends, send(sent.ends, sent.uuid))
    with sent.ends.at("wang") as desk:
        assert item_detail.detail(desk, sent.uuid).state is ItemState.REGISTERED
        (one,) = publication.to_take_down(desk)
        assert one.reason == "重新审查，改为依申请公开"
        publication.record_taken_down(desk, sent.uuid, desk.today())
        assert publication.to_take_down(desk) == ()
