"""What the centre does not take goes back: to its office, with a reason, and never round a gate."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from desktop.errors import UserError
from desktop.formats.package import read_package
from desktop.models import Batch, EarlierPublication, Publication
from desktop.rules.items import Channel
from desktop.rules.states import BatchState, ItemOutcome, ItemState, ReceivedOutcome
from desktop.services import (
    amending,
    batch_views,
    batches,
    imports,
    inspection,
    item_detail,
    items,
    office_receipts,
    publication,
    receipts,
    reviews,
)
from desktop.services.batch_contents import untold_withdrawals
from desktop.services.imports import Decision
from desktop.services.inspected import Novelty
from desktop.services.reviews import Verdict
from tests.services.ends import Ends, complete, review_at_office, send
from tests.services.forging import (
    office_key,
    repacked,
    with_content,
)
from tests.services.sent import Sent, manifest_hash_of, refused, revised, take


def state_at(ends: Ends, login: str, uuid: str) -> ItemState:
    with ends.at(login) as desk:
        return item_detail.detail(desk, uuid).state


def signed_by_the_centre(ends: Ends, uuid: str) -> None:
    for login in ("li", "sun"):
        with ends.at(login) as desk:
            reviews.sign(desk, uuid, Verdict())


def publish(ends: Ends, uuid: str, address: str) -> None:
    signed_by_the_centre(ends, uuid)
    with ends.at("wang") as desk:
        published = publication.Published(desk.today(), Channel.WEBSITE, address)
        publication.record_publication(desk, uuid, published)


def test_a_refused_batch_sends_its_items_back_and_leaves_no_gap(sent: Sent) -> None:
    """The office would else wait for ever for its receipt, and the quarter's delivery for the batch."""
    forged = repacked(
        sent.package, sent.forged, office_key(sent.ends), item=lambda one: with_content(one, summary="改过")
    )
    assert refused(sent.ends, forged) == "E-SIGNOFF"
    with read_package(forged, lambda _header, _key: None) as package:
        identity = package.manifest_hash
    with sent.ends.at("lin") as desk, desk.store.transaction() as session:  # as if the office had written this one
        session.scalars(select(Batch)).one().manifest_hash = identity
    with sent.ends.at("wang") as desk:
        (due,) = receipts.receipts_due(desk)
        issued = receipts.issue_receipt(desk, due.received_batch_id, sent.ends.stick)
        assert (issued.record.outcome, issued.record.code) == (ReceivedOutcome.REJECTED, "E-SIGNOFF")
        assert (issued.record.contiguous_seq, issued.record.gaps) == (1, ())
    with sent.ends.at("lin") as desk:
        news = office_receipts.read_receipt(desk, issued.path)
        assert news.batch_state is BatchState.REJECTED
        shown = item_detail.detail(desk, sent.uuid)
        assert shown.state is ItemState.RETURNED
        assert "签字验证不通过" in shown.returned_reason
        items.revise(desk, sent.uuid)


def test_two_batches_checked_before_either_was_taken_in_are_compared_again(sent: Sent) -> None:
    again = repacked(
        sent.package,
        sent.forged,
        office_key(sent.ends),
        header=lambda one: replace(one, seq=2, previous=manifest_hash_of(sent.package), batch_id=str(uuid4())),
    )
    with sent.ends.at("wang") as desk:
        first, second = inspection.inspect(desk, sent.package), inspection.inspect(desk, again)
        assert second.items[0].novelty is Novelty.NEW
        imports.import_batch(desk, first, {})
        imports.import_batch(desk, second, {})
        shown = item_detail.detail(desk, sent.uuid)
        assert (len(shown.revisions), shown.conflict, len(shown.sign_offs)) == (1, False, 3)


def test_a_new_version_of_what_is_withdrawn_goes_back(sent: Sent) -> None:
    taken = take(sent.ends, sent.package)
    second = revised(sent.ends, sent.uuid, taken, summary="在全省开展检查。")
    with sent.ends.at("wang") as desk:
        items.withdraw(desk, sent.uuid, "不再公开")
        imported = imports.import_batch(desk, inspection.inspect(desk, second), {})
        shown = item_detail.detail(desk, sent.uuid)
        assert (shown.state, shown.head_rev) == (ItemState.WITHDRAWN, 1)
        receipt = receipts.issue_receipt(desk, imported.id, sent.ends.stick)
        assert [one.outcome for one in receipt.record.items] == [ItemOutcome.RETURNED]
    with sent.ends.at("lin") as desk:
        office_receipts.read_receipt(desk, receipt.path)
        assert item_detail.detail(desk, sent.uuid).state is ItemState.RETURNED


def test_the_centre_neither_mends_nor_signs_for_an_office(sent: Sent) -> None:
    take(sent.ends, sent.package, {sent.uuid: Decision(False, "概述太短", ("summary",))})
    with sent.ends.at("wang") as desk, pytest.raises(UserError) as caught:
        items.revise(desk, sent.uuid)
    assert caught.value.code == "E-OWNER"


def _told(sent: Sent) -> Path:
    """The office's next batch, which tells what it withdrew."""
    with sent.ends.at("lin") as desk:
        return batches.write(desk, batches.assemble(desk, [], "2026年11月下"), sent.ends.stick).path


def test_what_an_office_withdraws_after_sending_is_told_in_the_next_batch(sent: Sent) -> None:
    taken = take(sent.ends, sent.package)
    signed_by_the_centre(sent.ends, sent.uuid)
    with sent.ends.at("wang") as desk:
        receipt = receipts.issue_receipt(desk, taken.id, sent.ends.stick).path
    with sent.ends.at("lin") as desk:
        office_receipts.read_receipt(desk, receipt)
        items.withdraw(desk, sent.uuid, "内容有误，不再公开")
        assert item_detail.detail(desk, sent.uuid).state is ItemState.WITHDRAWN
    package = _told(sent)
    with sent.ends.at("wang") as desk:
        seen = inspection.inspect(desk, package)
        (withdrawn,) = seen.withdrawals
        assert (withdrawn.state, withdrawn.notice.reason) == (ItemState.TO_PUBLISH, "内容有误，不再公开")
        imported = imports.import_batch(desk, seen, {})
        shown = item_detail.detail(desk, sent.uuid)
        assert (shown.state, shown.returned_reason) == (ItemState.WITHDRAWN, "内容有误，不再公开")
        told = receipts.issue_receipt(desk, imported.id, sent.ends.stick)
        assert [one.outcome for one in told.record.items] == [ItemOutcome.WITHDRAWN]
    with sent.ends.at("lin") as desk:
        office_receipts.read_receipt(desk, told.path)
        assert [one.kind for one in batch_views.batches(desk)] == ["regular", "regular"]
    assert state_at(sent.ends, "lin", sent.uuid) is ItemState.WITHDRAWN


def test_a_withdrawal_that_comes_before_its_item_holds_when_the_item_comes(sent: Sent) -> None:
    with sent.ends.at("lin") as desk:
        items.withdraw(desk, sent.uuid, "不再公开")
    package = _told(sent)
    with sent.ends.at("wang") as desk:
        (withdrawn,) = inspection.inspect(desk, package).withdrawals
        assert withdrawn.state is None
    take(sent.ends, package)
    taken = take(sent.ends, sent.package)
    assert state_at(sent.ends, "wang", sent.uuid) is ItemState.WITHDRAWN
    with sent.ends.at("wang") as desk:
        receipt = receipts.issue_receipt(desk, taken.id, sent.ends.stick)
        assert [one.outcome for one in receipt.record.items] == [ItemOutcome.WITHDRAWN]


def test_an_older_version_of_what_is_withdrawn_is_told_alone_in_its_receipt(sent: Sent) -> None:
    ends = sent.ends
    with ends.at("lin") as desk:
        amending.correct(desk, sent.uuid, "电话有误")
        complete(desk, sent.uuid, summary="在全省开展检查。")
    review_at_office(ends, sent.uuid)
    corrected = send(ends, sent.uuid)
    with ends.at("lin") as desk:
        items.withdraw(desk, sent.uuid, "不再公开")
    for package in (_told(sent), corrected):
        take(ends, package)
    late = take(ends, sent.package)
    with ends.at("wang") as desk:
        told = receipts.issue_receipt(desk, late.id, ends.stick).record.items
    assert [(one.rev, one.outcome) for one in told] == [(1, ItemOutcome.RECEIVED)]
    assert state_at(ends, "wang", sent.uuid) is ItemState.WITHDRAWN


def test_a_withdrawal_in_a_refused_batch_is_told_again(sent: Sent) -> None:
    with sent.ends.at("lin") as desk:
        items.withdraw(desk, sent.uuid, "不再公开")
        batches.assemble(desk, [], "2026年11月下")
        with desk.store.transaction() as session:
            assert untold_withdrawals(session) == []
            session.scalars(select(Batch).order_by(Batch.seq.desc()).limit(1)).one().state = BatchState.REJECTED.value
            assert [one.item_uuid for one in untold_withdrawals(session)] == [sent.uuid]


def test_a_published_item_is_corrected_in_the_next_batch(sent: Sent) -> None:
    take(sent.ends, sent.package)
    publish(sent.ends, sent.uuid, "https://sft.example.gov.cn/1.html")
    with sent.ends.at("lin") as desk:
        items.revise(desk, sent.uuid, "联系电话有误")
        complete(desk, sent.uuid, summary="在全省开展检查。")
    review_at_office(sent.ends, sent.uuid)
    second = send(sent.ends, sent.uuid)
    with sent.ends.at("wang") as desk:
        imports.import_batch(desk, inspection.inspect(desk, second), {})
        shown = item_detail.detail(desk, sent.uuid)
        assert (shown.state, shown.head_rev) == (ItemState.PENDING, 2)
    publish(sent.ends, sent.uuid, "https://sft.example.gov.cn/2.html")
    with sent.ends.at("wang") as desk, desk.store.reading() as session:
        assert session.scalars(select(EarlierPublication.address)).all() == ["https://sft.example.gov.cn/1.html"]
        assert session.scalars(select(Publication.address)).all() == ["https://sft.example.gov.cn/2.html"]


def test_the_names_in_a_package_choose_no_path(sent: Sent) -> None:
    forged = repacked(
        sent.package, sent.forged, office_key(sent.ends), header=lambda one: replace(one, paper_number="/../../../x")
    )
    taken = take(sent.ends, forged)
    with sent.ends.at("wang") as desk:
        path = receipts.issue_receipt(desk, taken.id, sent.ends.stick).path
    assert path.resolve().parent == sent.ends.stick.resolve()
