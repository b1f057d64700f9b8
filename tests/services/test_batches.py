"""Batches at the office: the leak gate, writing again, receipts, bad sticks."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.errors import PackageRefused, UserError
from desktop.models import Revision, SignOff
from desktop.rules.review import Opinion
from desktop.rules.states import BatchState, ItemState
from desktop.services import (
    batch_views,
    batches,
    imports,
    inspection,
    item_detail,
    item_rows,
    items,
    office_receipts,
    receipts,
    reviews,
)
from desktop.services.batch_contents import unsent_withheld
from desktop.services.imports import Decision
from desktop.services.inspected import Novelty
from desktop.services.renumbering import renumber
from desktop.services.reviews import Verdict
from tests.services.ends import KEPT, WITHHELD, Ends, complete, register, review_at_office, send


def test_a_batch_written_again_is_the_same_batch(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    first = send(ends, uuid)
    with ends.at("lin") as desk:
        batch = batch_views.batches(desk)[0]
        first.unlink()
        again = batches.write(desk, batch.id, ends.stick)
        assert again.batch.manifest_hash == batch.manifest_hash
        assert again.batch.state is BatchState.AWAITING_RECEIPT
    with ends.at("wang") as desk:
        imports.import_batch(desk, inspection.inspect(desk, again.path), {})
        assert inspection.inspect(desk, again.path).duplicate


def test_an_item_that_is_not_reviewed_does_not_leave(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
        with pytest.raises(UserError, match="审查中") as caught:
            batches.assemble(desk, [uuid], "2026年11月下")
    assert caught.value.code == "E-STATE"


def test_content_changed_behind_the_program_does_not_leave(ends: Ends, document: Path) -> None:
    """Somebody with the key and SQL tools changes the sign-off's opinion: the signature no longer holds."""
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    with ends.at("lin") as desk:
        with desk.store.transaction() as session:
            row = session.scalars(select(SignOff).order_by(SignOff.id.desc())).first()
            assert row is not None
            row.statement = {**row.statement, "text": "改过的意见"}
        with pytest.raises(UserError) as caught:
            batches.assemble(desk, [uuid], "2026年11月下")
        assert caught.value.code == "E-UNREVIEWED"
        shown = item_detail.detail(desk, uuid).sign_offs[-1]
        assert not shown.standing
        assert shown.checked.fault


def test_a_correction_voids_every_signature_and_keeps_them_visible(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    with ends.at("lin") as desk:
        items.revise(desk, uuid)
        detail = item_detail.detail(desk, uuid)
        assert detail.state is ItemState.DRAFT
        assert [one.voided_because for one in detail.sign_offs] == ["内容重新修改"] * 3
        with desk.store.reading() as session:
            assert len(session.scalars(select(Revision)).all()) == 1


def test_a_withheld_item_travels_as_number_date_and_article_only(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document, **KEPT)
    review_at_office(ends, uuid, WITHHELD)
    with ends.at("lin") as desk:
        assert item_detail.detail(desk, uuid).state is ItemState.WITHHELD
    package = send(ends)
    with ends.at("wang") as desk:
        found = inspection.inspect(desk, package)
        assert (found.withheld, found.items, found.files) == (1, (), 0)
        imports.import_batch(desk, found, {})
    with ends.at(
        "lin"
    ) as desk:  # numbered and reviewed anew, the item may be anything: what was sent stays what it was
        with desk.store.transaction() as session:
            renumber(desk, session, [item_rows.item_by_uuid(session, uuid)])
        items.revise(desk, uuid)
        package.unlink()
        again = batches.write(desk, batch_views.batches(desk)[0].id, ends.stick)
    with ends.at("wang") as desk:
        assert inspection.inspect(desk, again.path).items == ()


def test_an_item_withheld_after_it_was_returned_is_told_for_the_statistics(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    package = send(ends, uuid)
    with ends.at("wang") as desk:
        taken = imports.import_batch(desk, inspection.inspect(desk, package), {uuid: Decision(False, "不宜公开")})
        receipt = receipts.issue_receipt(desk, taken.id, ends.stick).path
    with ends.at("lin") as desk:
        office_receipts.read_receipt(desk, receipt)
        items.revise(desk, uuid)
        complete(desk, uuid, **KEPT)
    review_at_office(ends, uuid, WITHHELD)
    with ends.at("lin") as desk, desk.store.reading() as session:
        assert [one.uuid for one in unsent_withheld(session)] == [uuid]
    with ends.at("wang") as desk:
        assert inspection.inspect(desk, send(ends)).withheld == 1


def test_an_item_chosen_twice_is_sent_once(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    with ends.at("lin") as desk:
        assert len(batch_views.batch_items(desk, batches.assemble(desk, [uuid, uuid], "2026年11月下"))) == 1


def test_a_batch_too_large_for_a_stick_is_told_before_it_has_a_number(
    ends: Ends, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    with ends.at("lin") as desk:
        monkeypatch.setattr(batches, "BATCH_LIMIT_BYTES", 100)
        with pytest.raises(UserError) as caught:
            batches.assemble(desk, [uuid], "2026年11月下")
        assert caught.value.code == "E-LIMIT"
        assert batch_views.unfinished(desk) is None


def test_a_returned_item_comes_back_with_its_fields_and_goes_again(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    package = send(ends, uuid)
    with ends.at("wang") as desk:
        found = inspection.inspect(desk, package)
        taken = imports.import_batch(desk, found, {uuid: Decision(False, "概述太短", ("summary",))})
        receipt = receipts.issue_receipt(desk, taken.id, ends.stick)
    with ends.at("lin") as desk:
        news = office_receipts.read_receipt(desk, receipt.path)
        assert news.batch_state is BatchState.PARTLY_RETURNED
        detail = item_detail.detail(desk, uuid)
        assert (detail.state, detail.returned_fields) == (ItemState.RETURNED, ("summary",))
        items.revise(desk, uuid)
        complete(desk, uuid, summary="在全省开展检查。")
    review_at_office(ends, uuid)
    second = send(ends, uuid)
    with ends.at("wang") as desk:
        found = inspection.inspect(desk, second)
        assert [one.novelty for one in found.items] == [Novelty.CHANGED]
        assert [one.field for one in found.items[0].changes] == ["summary"]
        imports.import_batch(desk, found, {})
        detail = item_detail.detail(desk, uuid)
        assert (detail.state, detail.head_rev) == (ItemState.PENDING, 2)


def test_an_older_receipt_changes_nothing(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    package = send(ends, uuid)
    with ends.at("wang") as desk:
        taken = imports.import_batch(desk, inspection.inspect(desk, package), {})
        first = receipts.issue_receipt(desk, taken.id, ends.stick)
        imports.return_item(desk, uuid, "标题有误", ["title"])
        second = receipts.issue_receipt(desk, taken.id, ends.stick)
    with ends.at("lin") as desk:
        office_receipts.read_receipt(desk, second.path)
        office_receipts.read_receipt(desk, first.path)
        assert item_detail.detail(desk, uuid).state is ItemState.RETURNED


def test_disagreement_needs_a_reason_and_returns_the_item(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
    with ends.at("chen") as desk:
        with pytest.raises(UserError, match="理由"):
            reviews.sign(desk, uuid, Verdict(Opinion.DISAGREE))
        assert reviews.sign(desk, uuid, Verdict(Opinion.RETURN, "附件缺一份")) is ItemState.RETURNED
        assert item_detail.detail(desk, uuid).returned_reason == "处室负责人退回：附件缺一份"


def test_a_receipt_for_somebody_else_or_forged_is_refused(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    package = send(ends, uuid)
    with ends.at("wang") as desk:
        taken = imports.import_batch(desk, inspection.inspect(desk, package), {})
        receipt = receipts.issue_receipt(desk, taken.id, ends.stick).path
    receipt.write_bytes(receipt.read_bytes().replace(b"received", b"returned"))
    with ends.at("lin") as desk:
        with pytest.raises(PackageRefused) as caught:
            office_receipts.read_receipt(desk, receipt)
        assert caught.value.code == "E-SIG"
        assert item_detail.detail(desk, uuid).state is ItemState.AWAITING_RECEIPT
