"""Findings are resolved by a person before an item goes to review, and what was decided travels with the item."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.models import Document
from desktop.rules.findings import Settled
from desktop.rules.states import ItemState
from desktop.services import batches, imports, inspection, intake, item_detail, items, papers, resolving, reviews
from desktop.services.desk import Desk
from desktop.services.imports import Decision
from desktop.services.resolving import FindingKey
from tests.services.ends import DOCUMENT, Ends, complete, register, review_at_office, send
from tests.services.forging import office_key, repacked, with_content

TOUCHY = DOCUMENT.replace("一、检查范围", "联系人手机 13812345521，本件由送审稿改成。\n一、检查范围")


@pytest.fixture
def touchy(tmp_path: Path) -> Path:
    """A document with a mobile number (must) and a word of drafts (hint)."""
    path = tmp_path / "材料.txt"
    path.write_text(TOUCHY, "utf-8")
    return path


def open_keys(desk: Desk, uuid: str) -> tuple[FindingKey, ...]:
    detail = item_detail.detail(desk, uuid)
    return resolving.open_findings(detail.documents, detail.content)


def resolve_all(desk: Desk, uuid: str, reason: str = "对外公布的办公电话") -> None:
    for key in open_keys(desk, uuid):
        resolving.resolve(desk, uuid, key, Settled.FALSE_ALARM, reason)


def test_submitting_is_refused_until_everything_is_resolved(ends: Ends, touchy: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, touchy)
        with pytest.raises(UserError, match="1 项必须处理、1 项请核对") as caught:
            reviews.submit(desk, uuid)
        assert caught.value.code == "E-FINDINGS"
        phone, hint = sorted(open_keys(desk, uuid), key=lambda one: one.rule)
        resolving.resolve(desk, uuid, phone, Settled.CONSENT, "本人书面同意，存处室档案")
        with pytest.raises(UserError, match="还有 1 项请核对，"):
            reviews.submit(desk, uuid)
        resolving.resolve(desk, uuid, hint, Settled.FALSE_ALARM, "叙述经过，不是文件标识")
        resolving.reopen(desk, uuid, phone)
        with pytest.raises(UserError, match="还有 1 项必须处理，"):
            reviews.submit(desk, uuid)
        made = resolving.resolve(desk, uuid, phone, Settled.FALSE_ALARM, " 办公\n电话\u202e ")
        assert (made.reason, made.by, made.on) == ("办公 电话", "林倩", desk.today())
        assert reviews.submit(desk, uuid) is ItemState.IN_REVIEW
        assert [one.action for one in item_detail.detail(desk, uuid).history].count("resolve") == 3


def test_bad_decisions_are_refused_and_change_nothing(ends: Ends, touchy: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, touchy)
        key = open_keys(desk, uuid)[0]
        for wrong, reason, code in (
            (key, " ", "E-REASON"),
            (key, "\u200b", "E-REASON"),
            (key, "长" * 201, "E-REASON"),
            (key, "见机密★10年的附件", "E-SECRET"),
            (FindingKey(key.sm3, key.rule, "别处"), "办公电话", "E-FINDING"),
            (FindingKey("0" * 64, key.rule, key.place), "办公电话", "E-FINDING"),
        ):
            with pytest.raises(UserError) as caught:
                resolving.resolve(desk, uuid, wrong, Settled.FALSE_ALARM, reason)
            assert caught.value.code == code
        assert item_detail.detail(desk, uuid).content.resolutions == ()
    with ends.at("zhou") as desk, pytest.raises(UserError):
        resolving.resolve(desk, uuid, key, Settled.FALSE_ALARM, "办公电话")


def test_after_submitting_nothing_can_be_resolved_any_more(ends: Ends, touchy: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, touchy)
        keys = open_keys(desk, uuid)
        resolve_all(desk, uuid)
        reviews.submit(desk, uuid)
        for act in (
            lambda: resolving.reopen(desk, uuid, keys[0]),
            lambda: resolving.resolve(desk, uuid, keys[0], Settled.OTHER, "改主意"),
        ):
            with pytest.raises(UserError) as caught:
                act()
            assert caught.value.code == "E-STATE"


def test_a_resolution_goes_with_its_document(ends: Ends, touchy: Path, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        taken = intake.attach_document(desk, uuid, touchy)
        assert taken.findings
        resolve_all(desk, uuid)
        sm3 = item_detail.detail(desk, uuid).documents[1].sm3
        intake.detach_document(desk, uuid, sm3)
        assert item_detail.detail(desk, uuid).content.resolutions == ()
        intake.attach_document(desk, uuid, touchy)
        assert len(open_keys(desk, uuid)) == 2


def test_what_was_decided_is_signed_printed_and_shown_at_the_centre(ends: Ends, touchy: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, touchy)
        resolve_all(desk, uuid)
        detail = item_detail.detail(desk, uuid)
        words = papers.precheck_words(detail.documents, detail.content.resolutions)
        assert words.count("误报或不是标识，保留，对外公布的办公电话（林倩，11-20）") == 2
        assert "13812345521" not in words
        assert papers.review_form_pdf(desk, uuid).startswith(b"%PDF")
    review_at_office(ends, uuid)
    package = send(ends, uuid)
    with ends.at("wang") as desk:
        (one,) = inspection.inspect(desk, package).items
        assert one.incomplete == ""
        assert {each.reason for each in one.content.resolutions} == {"对外公布的办公电话"}
        assert [(each.document, each.resolution is not None) for each in one.findings] == [("材料.txt", True)] * 2
        imports.import_batch(desk, inspection.inspect(desk, package), {})
        assert item_detail.detail(desk, uuid).content.resolutions == one.content.resolutions


def test_a_changed_resolution_breaks_the_signatures(ends: Ends, touchy: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, touchy)
        resolve_all(desk, uuid)
    review_at_office(ends, uuid)
    package = send(ends, uuid)
    forged = repacked(
        package, package.with_name("伪造.zip"), office_key(ends), item=lambda one: with_content(one, resolutions=[])
    )
    with ends.at("wang") as desk, pytest.raises(UserError) as caught:
        inspection.inspect(desk, forged)
    assert caught.value.code == "E-SIGNOFF"


def as_an_older_program_saw_it(desk: Desk, uuid: str) -> None:
    """Forget what was found, as a program with fewer rules would not have found it."""
    with desk.store.transaction() as session:
        for one in item_detail.detail(desk, uuid).documents:
            session.get_one(Document, one.sm3).findings = []


def test_the_centre_screens_again_and_returns_the_one_item_that_is_not_resolved(
    ends: Ends, touchy: Path, document: Path
) -> None:
    with ends.at("lin") as desk:
        sound, open_one = register(desk, touchy), register(desk, _second(document))
        resolve_all(desk, sound)
        as_an_older_program_saw_it(desk, open_one)
    for uuid in (sound, open_one):
        review_at_office(ends, uuid)
    package = send(ends, sound, open_one)
    with ends.at("wang") as desk:
        found = inspection.inspect(desk, package)
        told = {one.uuid: one.incomplete for one in found.items}
        assert told == {sound: "", open_one: "内容检查还有 1 项必须处理，处室没有处理完"}
        with pytest.raises(UserError) as caught:
            imports.import_batch(desk, found, {})
        assert caught.value.code == "E-UNREVIEWED"
        taken = imports.import_batch(desk, found, {open_one: Decision(False, told[open_one])})
        assert (taken.accepted, taken.returned) == (1, 1)
    with ends.at("lin") as desk, pytest.raises(UserError):
        batches.assemble(desk, [sound], "下一期")


def _second(document: Path) -> Path:
    path = document.with_name("公告.txt")
    path.write_text(DOCUMENT.replace("47号", "48号").replace("一、", "手机 13900139000。\n一、"), "utf-8")
    return path


def test_an_item_signed_before_the_rule_is_stopped_at_the_gate_and_can_be_mended(ends: Ends, touchy: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, touchy)
        as_an_older_program_saw_it(desk, uuid)
    review_at_office(ends, uuid)
    with ends.at("lin") as desk:
        again = intake.register_document(desk, touchy)  # today's rules look again
        assert again.findings
        with pytest.raises(UserError, match="1 项必须处理") as caught:
            batches.assemble(desk, [uuid], "2026年11月下")
        assert caught.value.code == "E-FINDINGS"
        items.revise(desk, uuid)
        complete(desk, uuid)
        resolve_all(desk, uuid)
    review_at_office(ends, uuid)
    assert send(ends, uuid).exists()
