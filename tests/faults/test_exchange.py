"""What the centre lets in: the faults of the exchange, numbered as the fault list numbers them."""

from __future__ import annotations

import contextlib
import json
import shutil
import zipfile
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.errors import PackageRefused, UserError
from desktop.formats.package_records import PackagedItem
from desktop.models import AuditEntry, Item, ReceivedBatch, Revision, SignOff
from desktop.rules.chains import DEFAULT_FORM, Place, Step
from desktop.rules.items import Answer, ItemContent
from desktop.rules.plain import from_plain, to_plain
from desktop.rules.roles import End
from desktop.rules.states import ItemState, ReceivedOutcome
from desktop.services import (
    batch_views,
    batches,
    enrolment,
    gaps,
    imports,
    inspection,
    item_detail,
    items,
    receipts,
    reviews,
    standing,
    upkeep,
)
from desktop.services.imports import Decision
from desktop.services.inspected import Novelty
from desktop.services.reviews import Verdict
from desktop.services.sign_offs import KIND, form_digest, read_statement, statement_hash
from desktop.trust.signing import generate_key, sign
from tests.services.ends import DOCUMENT, Ends, register, review_at_office, send
from tests.services.forging import (
    enrolled_office,
    office_key,
    personal_key,
    repacked,
    signed_anew,
    with_content,
)
from tests.services.sent import Sent, refused, revised, take, twin_of


def test_fault_12_the_same_batch_again_changes_nothing_and_is_receipted_again(sent: Sent) -> None:
    first = take(sent.ends, sent.package)
    again = take(sent.ends, sent.package)
    assert (again.id, again.duplicate) == (first.id, True)
    with sent.ends.at("wang") as desk:
        numbers = [receipts.issue_receipt(desk, again.id, sent.ends.stick).seq for _ in range(2)]
        assert numbers == [1, 2]
        with desk.store.reading() as session:
            assert len(session.scalars(select(Revision)).all()) == 1


def test_fault_13_another_batch_under_the_same_number_is_held(sent: Sent) -> None:
    take(sent.ends, sent.package)
    forged = repacked(
        sent.package, sent.forged, office_key(sent.ends), header=lambda one: replace(one, period="另一期")
    )
    assert refused(sent.ends, forged) == "E-FORK"
    assert take(sent.ends, sent.package).duplicate
    with sent.ends.at("wang") as desk, desk.store.reading() as session:
        outcomes = session.scalars(select(ReceivedBatch.outcome).order_by(ReceivedBatch.id)).all()
        assert outcomes == [ReceivedOutcome.ACCEPTED, ReceivedOutcome.HELD]


def test_fault_14_an_older_version_later_goes_into_the_history_alone(sent: Sent) -> None:
    before = sent.ends.root / "centre"
    shutil.copytree(before, sent.ends.root / "kept")
    second = revised(sent.ends, sent.uuid, take(sent.ends, sent.package), summary="在全省开展检查。")
    shutil.rmtree(before)
    (sent.ends.root / "kept").rename(before)
    take(sent.ends, second)
    with sent.ends.at("wang") as desk:
        found = inspection.inspect(desk, sent.package)
        assert found.items[0].novelty is Novelty.OLDER
        imports.import_batch(desk, found, {})
        shown = item_detail.detail(desk, sent.uuid)
        assert (shown.head_rev, shown.content.summary, shown.conflict) == (2, "在全省开展检查。", False)
        assert [one.rev for one in shown.revisions] == [1, 2]
        assert {one.rev for one in shown.sign_offs if one.standing} == {2}


def test_fault_15_two_contents_of_one_version_are_never_exported(sent: Sent) -> None:
    take(sent.ends, sent.package)
    twin = twin_of(sent, seq=2)
    with sent.ends.at("wang") as desk:
        found = inspection.inspect(desk, twin)
        assert found.items[0].novelty is Novelty.CONFLICT
        with pytest.raises(UserError) as caught:
            imports.import_batch(desk, found, {})
        assert caught.value.code == "E-CONFLICT"
        imports.import_batch(desk, found, {sent.uuid: Decision(False, "两份内容不同")})
        assert item_detail.detail(desk, sent.uuid).conflict
    for login in ("li", "sun"):
        with sent.ends.at(login) as desk, pytest.raises(UserError) as caught:
            reviews.sign(desk, sent.uuid, Verdict())
        assert caught.value.code == "E-CONFLICT"


def test_fault_16_a_gap_is_told_and_blocks_nothing(sent: Sent) -> None:
    late = repacked(sent.package, sent.forged, office_key(sent.ends), header=lambda one: replace(one, seq=3))
    with sent.ends.at("wang") as desk:
        found = inspection.inspect(desk, late)
        assert (found.gap, found.expected_seq) == (True, 1)
        taken = imports.import_batch(desk, found, {})
        record = receipts.issue_receipt(desk, taken.id, sent.ends.stick).record
        assert (record.contiguous_seq, record.gaps) == (0, (1, 2))


def test_fault_17_batches_in_any_order_end_the_same(sent: Sent) -> None:
    start = sent.ends.root / "start"
    shutil.copytree(sent.ends.root / "centre", start)
    second = revised(sent.ends, sent.uuid, take(sent.ends, sent.package), summary="在全省开展检查。")
    with sent.ends.at("lin") as desk:
        path = sent.ends.root / "另一件.txt"
        path.write_text("临江省司法厅关于另一件事的通知\n", encoding="utf-8")
        other = register(desk, path)
    review_at_office(sent.ends, other)
    third = send(sent.ends, other)
    ends_found = set()
    shown = select(Item.uuid, Item.state, Item.head_rev, Item.conflict, Item.title).order_by(Item.uuid)
    for order in permutations((sent.package, second, third)):
        shutil.rmtree(sent.ends.root / "centre")
        shutil.copytree(start, sent.ends.root / "centre")
        with sent.ends.at("wang") as desk:
            for package in order:
                imports.import_batch(desk, inspection.inspect(desk, package), {})
            with desk.store.reading() as session:
                ends_found.add(
                    (
                        tuple(tuple(row) for row in session.execute(shown)),
                        tuple(session.scalars(select(Revision.digest).order_by(Revision.digest))),
                        tuple(
                            session.scalars(
                                select(SignOff.statement_hash)
                                .where(SignOff.voided_at.is_(None))
                                .order_by(SignOff.statement_hash)
                            )
                        ),
                        gaps.contiguous_seq(session, session.scalars(select(ReceivedBatch.office_id)).first() or "", 1),
                    )
                )
    ((items_found, _digests, _sign_offs, contiguous),) = ends_found
    told = {one[0]: one[1:4] for one in items_found}
    assert told == {sent.uuid: ("pending", 2, False), other: ("pending", 1, False)}
    assert contiguous[0] == 3


def test_fault_18_a_restored_office_that_uses_a_number_again_is_noticed(sent: Sent) -> None:
    take(sent.ends, sent.package)
    assert refused(sent.ends, twin_of(sent, seq=1)) == "E-FORK"


def test_fault_19_a_key_that_is_not_enrolled_is_refused_with_the_remedy(sent: Sent) -> None:
    forged = repacked(sent.package, sent.forged, generate_key())
    assert refused(sent.ends, forged) == "E-KEY"
    with sent.ends.at("wang") as desk, pytest.raises(PackageRefused, match="两人核对登记"):
        inspection.inspect(desk, forged)


def test_fault_19_an_office_that_is_not_enrolled_is_refused(sent: Sent) -> None:
    key = office_key(sent.ends)
    assert (
        refused(sent.ends, repacked(sent.package, sent.forged, key, header=lambda one: replace(one, office_code="XX")))
        == "E-KEY"
    )
    other = repacked(sent.package, sent.forged, key, header=lambda one: replace(one, agency_code="000000000"))
    assert refused(sent.ends, other) == "E-OWNER"


def test_fault_20_a_revoked_key_is_good_for_its_last_good_batches_alone(sent: Sent) -> None:
    key = office_key(sent.ends)
    with sent.ends.at("wei") as desk:
        office = next(one for one in enrolment.offices(desk) if one.code == "LSGZ")
        enrolment.revoke_key(desk, office.id, 1)
    take(sent.ends, sent.package)
    assert (
        refused(sent.ends, repacked(sent.package, sent.forged, key, header=lambda one: replace(one, seq=2)))
        == "E-REVOKED"
    )
    thief = repacked(sent.package, sent.forged, key, header=lambda one: replace(one, epoch=2, seq=1))
    assert refused(sent.ends, thief) == "E-REVOKED"


@pytest.mark.parametrize("place", [0.02, 0.2, 0.4, 0.6, 0.8, 0.97])
def test_fault_21_one_byte_changed_anywhere_is_refused_or_changes_nothing(sent: Sent, place: float) -> None:
    data = bytearray(sent.package.read_bytes())
    with sent.ends.at("wang") as desk:
        whole = inspection.inspect(desk, sent.package).manifest_hash
    data[int(len(data) * place)] ^= 0x04
    sent.forged.write_bytes(data)
    with sent.ends.at("wang") as desk, contextlib.suppress(PackageRefused):
        assert inspection.inspect(desk, sent.forged).manifest_hash == whole


@pytest.mark.parametrize("place", ["public_key", "signature"])
def test_fault_21_an_algorithm_other_than_the_enrolled_key_s_is_refused_before_anything_is_verified(
    sent: Sent, place: str
) -> None:
    with zipfile.ZipFile(sent.package) as package:
        members = {name: package.read(name) for name in package.namelist()}
    told = json.loads(members["signature.json"])
    told[place]["alg"] = "SM2-SHA256"
    members["signature.json"] = json.dumps(told).encode()
    with zipfile.ZipFile(sent.forged, "w") as forged:
        for name, data in members.items():
            forged.writestr(name, data)
    assert refused(sent.ends, sent.forged) == "E-ALG"
    with sent.ends.at("wang") as desk, desk.store.reading() as session:
        assert session.scalars(select(ReceivedBatch)).all() == []


def test_fault_22_a_sign_off_signed_by_another_key_refuses_the_batch_and_names_the_item(sent: Sent) -> None:
    keys = [personal_key(sent.ends, "lin"), personal_key(sent.ends, "chen"), generate_key()]
    forged = repacked(sent.package, sent.forged, office_key(sent.ends), item=lambda one: signed_anew(one, keys))
    assert refused(sent.ends, forged) == "E-SIGNOFF"
    with sent.ends.at("wang") as desk, pytest.raises(PackageRefused, match="LSGZ-0001"):
        inspection.inspect(desk, forged)


def test_fault_22_a_clerk_who_is_listed_without_the_role_is_not_the_reviewer(sent: Sent) -> None:
    """Key and signature are good and vouched for, but the account may not sign this step."""
    forged = repacked(
        sent.package,
        sent.forged,
        office_key(sent.ends),
        users=lambda one: replace(one, roles=("reader",) if "confidentiality_reviewer" in one.roles else one.roles),
    )
    assert refused(sent.ends, forged) == "E-SIGNOFF"


def test_fault_22_a_sign_off_of_the_centre_made_at_the_office_is_refused(sent: Sent) -> None:
    """Otherwise the office could give itself the consent of the central office, and a leader would not notice."""
    key = personal_key(sent.ends, "chen")

    def forge(item: PackagedItem) -> PackagedItem:
        earlier = [read_statement(one["statement"]) for one in item.signoffs]
        step = next(one for one in DEFAULT_FORM.steps if one.step is Step.CENTRAL_HEAD)
        made = replace(
            earlier[1],
            step=step.step,
            place=step.place,
            previous=statement_hash(earlier[-1]),
            form_digest=form_digest(item.digest, from_plain(ItemContent, item.content), earlier),
        )
        plain = to_plain(made)
        one = {"statement": plain, "signature": sign(key, KIND, plain).as_json(), "public_key": key.public.as_json()}
        return replace(item, signoffs=(*item.signoffs, one))

    forged = repacked(
        sent.package,
        sent.forged,
        office_key(sent.ends),
        item=forge,
        users=lambda one: replace(one, roles=(*one.roles, "central_head")),
    )
    assert refused(sent.ends, forged) == "E-SIGNOFF"


def test_fault_22_content_changed_after_the_signatures_is_refused(sent: Sent) -> None:
    forged = repacked(
        sent.package, sent.forged, office_key(sent.ends), item=lambda one: with_content(one, summary="改过")
    )
    assert refused(sent.ends, forged) == "E-SIGNOFF"


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_fault_23_an_item_that_is_not_reviewed_returns_alone(sent: Sent, kept: int) -> None:
    forged = repacked(
        sent.package, sent.forged, office_key(sent.ends), item=lambda one: replace(one, signoffs=one.signoffs[:kept])
    )
    with sent.ends.at("wang") as desk:
        found = inspection.inspect(desk, forged)
        with pytest.raises(UserError) as caught:
            imports.import_batch(desk, found, {})
        assert caught.value.code == "E-UNREVIEWED"
        taken = imports.import_batch(desk, found, {sent.uuid: Decision(False, "审查没有走完")})
        assert taken.returned == 1
        assert item_detail.detail(desk, sent.uuid).state is ItemState.RETURNED
        with desk.store.reading() as session:
            assert not standing.holds_at(session, session.scalars(select(Item)).one(), Place.OFFICE)


def test_fault_24_an_office_may_not_send_the_item_of_another(sent: Sent) -> None:
    take(sent.ends, sent.package)
    with sent.ends.at("wang") as desk:
        key = enrolled_office(desk, "GZGL", "公证管理处")
    forged = repacked(
        sent.package,
        sent.forged,
        key,
        header=lambda one: replace(one, office_code="GZGL"),
        item=lambda one: replace(one, form_number="保审〔2026〕GZGL-0001"),
    )
    assert refused(sent.ends, forged) == "E-OWNER"


def test_fault_24_an_item_under_the_number_of_another_office_is_refused(sent: Sent) -> None:
    """No signature covers the number: otherwise the batches of the office whose number it is would bounce for ever."""
    for number in ("保审〔2026〕GZGL-0001", "保审〔2026〕X-LSGZ-0001", "保审〔2026〕LSGZ-0001（重号 1）", "LSGZ", ""):
        forged = repacked(
            sent.package,
            sent.forged,
            office_key(sent.ends),
            item=lambda one, number=number: replace(one, form_number=number),  # type: ignore[misc]
        )
        assert refused(sent.ends, forged) == "E-OWNER"
    assert take(sent.ends, sent.package).accepted == 1


def test_fault_25_a_clock_that_is_wrong_refuses_nothing(sent: Sent) -> None:
    sent.ends.clock.moment -= timedelta(days=40)
    assert take(sent.ends, sent.package).accepted == 1


def test_a_package_that_names_a_state_secret_is_refused(sent: Sent) -> None:
    answers = [Answer.YES, *[Answer.NO] * 15]
    forged = repacked(
        sent.package,
        sent.forged,
        office_key(sent.ends),
        item=lambda one: replace(with_content(one, answers=answers), signoffs=()),
    )
    assert refused(sent.ends, forged) == "E-SECRET"


def test_fault_18_a_restored_office_begins_a_new_epoch(ends: Ends, tmp_path: Path) -> None:
    document = tmp_path / "通知.txt"
    document.write_text(DOCUMENT, encoding="utf-8")
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        upkeep.back_up(desk)
    review_at_office(ends, uuid)
    send(ends, uuid)
    done = ends.put_back(End.OFFICE)
    assert (done.aside / "desk.db").exists()
    with ends.at("lin") as desk:
        assert upkeep.verify_audit(desk).ok
        assert batch_views.batches(desk) == ()
        assert items.read_document(desk, items.digest_of_file(document)) == document.read_bytes()
    review_at_office(ends, uuid)
    with ends.at("lin") as desk:
        written = batches.write(desk, batches.assemble(desk, [uuid], "2026年11月下"), tmp_path)
    with ends.at("wang") as desk:
        header = inspection.inspect(desk, written.path).header
        assert (header.epoch, header.seq) == (2, 1)


@pytest.mark.parametrize("days", [-40, 40])
def test_fault_25_a_clock_that_differs_is_told_when_it_must_be_wrong_and_never_refused(sent: Sent, days: int) -> None:
    """An earlier moment may just be a stick that travelled long; a later one cannot be."""
    sent.ends.clock.moment -= timedelta(days=days)
    with sent.ends.at("wang") as desk:
        found = inspection.inspect(desk, sent.package)
        assert found.clock_wrong is (days > 0)
        assert abs(found.clock_ahead - timedelta(days=days)) < timedelta(hours=1)
        assert imports.import_batch(desk, found, {}).accepted == 1


def test_fault_35_the_same_batch_again_supplies_a_damaged_document_anew(sent: Sent) -> None:
    take(sent.ends, sent.package)
    with sent.ends.at("wang") as desk:
        (document,) = item_detail.detail(desk, sent.uuid).documents
        path = desk.store.objects.path_of(document.sm3)
        damaged = bytearray(path.read_bytes())
        damaged[-1] ^= 1
        path.write_bytes(damaged)
        with pytest.raises(UserError) as caught:
            items.read_document(desk, document.sm3)
        assert caught.value.code == "E-OBJECT"
        assert "重新导入" in caught.value.hint
    assert take(sent.ends, sent.package).duplicate
    with sent.ends.at("wang") as desk:
        assert items.read_document(desk, document.sm3)
        with desk.store.reading() as session:
            assert session.scalars(select(AuditEntry).where(AuditEntry.action == "mend_documents")).one().detail == {
                "documents": 1
            }
    assert take(sent.ends, sent.package).duplicate
    with sent.ends.at("wang") as desk, desk.store.reading() as session:
        assert len(session.scalars(select(AuditEntry).where(AuditEntry.action == "mend_documents")).all()) == 1
