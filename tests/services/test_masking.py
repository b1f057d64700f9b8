"""A clean copy takes the place of its original, is signed and sent; the original stays here and leaves no trace there."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.errors import Cancelled, UserError
from desktop.models import CleanCopy, Document
from desktop.rules.findings import Settled
from desktop.rules.states import ItemState
from desktop.services import (
    deliveries,
    imports,
    inspection,
    intake,
    item_detail,
    items,
    masking,
    papers,
    resolving,
    reviews,
)
from desktop.services.desk import Desk
from desktop.services.intake import Release
from desktop.services.item_detail import DocumentView, ItemDetail
from desktop.services.masking import MaskDone
from desktop.services.resolving import FindingKey
from desktop.services.reviews import Ink, Verdict
from tests.screening.files import docx, pdf, xlsx
from tests.services.ends import DOCUMENT, REVIEWED, Ends, change, complete, register, review_at_office, send, yes
from tests.services.test_publication import DAY, QUARTER, publish

IDENTITY, MOBILE, OFFICE_PHONE = "11010519491231002X", "13812345521", "13900001111"
SECRETS = (IDENTITY, MOBILE)


def word_file(folder: Path, name: str = "处理决定.docx") -> Path:
    path = folder / name
    lines = DOCUMENT.split("\n")
    lines.insert(6, f"当事人身份证号 {IDENTITY}，联系人手机 {MOBILE}。")
    path.write_bytes(docx(*lines, header=f"经办电话 {OFFICE_PHONE}"))
    return path


def only(desk: Desk, uuid: str) -> DocumentView:
    (document,) = item_detail.detail(desk, uuid).documents
    return document


def presets(desk: Desk, uuid: str, sm3: str) -> dict[str, str]:
    """All that can be masked, each by its first preset."""
    return {one.rule: one.looks[0].key for one in masking.preview(desk, uuid, sm3).offers if one.looks}


def mask_all(desk: Desk, uuid: str) -> MaskDone:
    sm3 = only(desk, uuid).sm3
    return masking.mask(desk, uuid, sm3, presets(desk, uuid, sm3))


def keep_header(desk: Desk, uuid: str) -> None:
    sm3 = only(desk, uuid).sm3
    key = FindingKey(sm3, "personal.mobile", "页眉")
    resolving.resolve(desk, uuid, key, Settled.FALSE_ALARM, "对外公布的办公电话")


def members(package: Path) -> Iterator[bytes]:
    """Every file of a package, and every part of the documents in it."""
    with zipfile.ZipFile(package) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            yield data
            if data.startswith(b"PK"):
                with zipfile.ZipFile(io.BytesIO(data)) as inner:
                    yield from (inner.read(one) for one in inner.namelist())


def test_the_preview_tells_what_becomes_of_it_and_no_raw_hit(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, word_file(tmp_path))
        seen = masking.preview(desk, uuid, only(desk, uuid).sm3)
        looks = {one.rule: (one.count, [look.after for look in one.looks]) for one in seen.offers}
        assert looks["personal.identity-card"] == (1, ["11*************02X", "110105********002X", "*" * 18])
        assert looks["personal.mobile"] == (2, ["139****1111", "*" * 11])
        assert not any(secret in repr(seen) for secret in (*SECRETS, OFFICE_PHONE))
        keep_header(desk, uuid)
        again = {one.rule: one.count for one in masking.preview(desk, uuid, only(desk, uuid).sm3).offers}
        assert again["personal.mobile"] == 1


def test_a_clean_copy_is_published_in_place_of_its_original(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, word_file(tmp_path))
        keep_header(desk, uuid)
        original = only(desk, uuid)
        done = mask_all(desk, uuid)
        assert done.words == "遮盖 2 处；已重新打开核对，没有遗留"
        detail = item_detail.detail(desk, uuid)
        copy = only(desk, uuid)
        assert (copy.name, copy.role) == ("处理决定（去标识化）.docx", original.role)
        assert copy.sm3 != original.sm3
        made = {(one.rule, one.verdict, one.sm3 == copy.sm3) for one in detail.content.resolutions}
        assert made == {
            ("personal.identity-card", Settled.MASKED, True),
            ("personal.mobile", Settled.MASKED, True),
            ("personal.mobile", Settled.FALSE_ALARM, True),
        }
        assert resolving.open_findings(detail.documents, detail.content) == ()
        (row,) = detail.clean_copies
        assert (row.original_name, row.original_sm3, row.masked, row.made_by) == (
            "处理决定.docx",
            original.sm3,
            2,
            "林倩",
        )
        assert [one.action for one in detail.history].count("mask") == 1
        words = papers.precheck_words(detail.documents, detail.content.resolutions)
        assert (
            "身份证号（处理决定（去标识化）.docx，正文第 7 段，1 处）：已遮盖，保留前 2 位、后 3 位（林倩，11-20）"
            in words
        )
        assert not any(secret in words for secret in SECRETS)
        assert papers.review_form_pdf(desk, uuid).startswith(b"%PDF")
        assert reviews.submit(desk, uuid) is ItemState.IN_REVIEW


def test_no_masked_value_and_no_original_leaves_with_the_package(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, word_file(tmp_path))
        original = only(desk, uuid).sm3
        mask_all(desk, uuid)
        copy = only(desk, uuid).sm3
    review_at_office(ends, uuid)
    package = send(ends, uuid)
    everything = list(members(package))
    assert len(everything) > 10
    for raw in everything:
        assert not any(secret.encode() in raw for secret in (*SECRETS, OFFICE_PHONE))
        assert original.encode() not in raw
    assert any(copy.encode() in raw for raw in everything)
    with ends.at("wang") as desk:
        found = inspection.inspect(desk, package)
        (one,) = found.items
        assert one.incomplete == ""
        told = [(each.what, each.resolution.verdict) for each in one.findings if each.resolution]
        assert ("身份证号", Settled.MASKED) in told
        imports.import_batch(desk, found, {})
        taken = item_detail.detail(desk, uuid)
        assert [each.sm3 for each in taken.documents] == [copy]
        assert "已遮盖" in papers.precheck_words(taken.documents, taken.content.resolutions)
        with pytest.raises(UserError):
            desk.store.objects.read(original)


def test_the_original_of_an_item_of_the_centre_itself_is_not_delivered(ends: Ends, tmp_path: Path) -> None:
    with ends.at("wang") as desk:
        uuid = register(desk, word_file(tmp_path))
        original = only(desk, uuid)
        mask_all(desk, uuid)
        reviews.submit(desk, uuid)
        reviews.record_ink(desk, uuid, Verdict(), Ink("郑和平", DAY))
        reviews.record_ink(desk, uuid, REVIEWED, Ink("周敏", DAY))
    for login in ("li", "sun"):
        with ends.at(login) as desk:
            reviews.sign(desk, uuid, Verdict(text="同意。"))
    publish(ends, uuid)
    with ends.at("wang") as desk:
        assert desk.store.objects.check(original.sm3)
        folder = deliveries.write(desk, QUARTER, ends.stick, papers.catalogue_pdf).folder
    everything = [path for path in folder.rglob("*") if path.is_file()]
    assert [path.name for path in everything if path.suffix == ".docx"]
    for path in everything:
        parts = [path.read_bytes(), *(members(path) if path.suffix in {".docx", ".xlsx"} else ())]
        for raw in parts:
            assert not any(secret.encode() in raw for secret in (*SECRETS, OFFICE_PHONE, original.sm3))


def test_undoing_brings_everything_back_as_it_was(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, word_file(tmp_path))
        keep_header(desk, uuid)
        before = item_detail.detail(desk, uuid)
        objects = sorted(desk.store.objects.files())
        mask_all(desk, uuid)
        copy = only(desk, uuid).sm3
        assert masking.undo_mask(desk, uuid, copy).name == "处理决定.docx"
        after = item_detail.detail(desk, uuid)
        assert (after.content, after.documents, after.clean_copies) == (before.content, before.documents, ())
        assert sorted(desk.store.objects.files()) == objects
        assert not desk.store.objects.check(copy)
        with desk.store.reading() as session:
            assert session.get(Document, copy) is None
        with pytest.raises(UserError, match="不是净化副本"):
            masking.undo_mask(desk, uuid, only(desk, uuid).sm3)
        mask_all(desk, uuid)
        assert only(desk, uuid).sm3 == copy
        change(desk, uuid, answers=yes(14))
        masking.undo_mask(desk, uuid, copy)
        assert item_detail.detail(desk, uuid).content.answers == (None,) * 16  # given without what was masked


def test_a_copy_is_masked_again_and_goes_back_to_the_first_original(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, word_file(tmp_path))
        original = only(desk, uuid)
        masking.mask(desk, uuid, original.sm3, {"personal.identity-card": "6-4"})
        first = only(desk, uuid)
        assert {one.rule for one in masking.preview(desk, uuid, first.sm3).offers} == {"personal.mobile"}
        mask_all(desk, uuid)
        second = only(desk, uuid)
        assert second.name == first.name == "处理决定（去标识化）.docx"
        detail = item_detail.detail(desk, uuid)
        assert {(one.rule, one.verdict) for one in detail.content.resolutions} == {
            ("personal.identity-card", Settled.MASKED),
            ("personal.mobile", Settled.MASKED),
        }
        assert [one.masked for one in detail.clean_copies] == [3]
        assert not desk.store.objects.check(first.sm3)
        masking.undo_mask(desk, uuid, second.sm3)
        assert only(desk, uuid) == original
        assert item_detail.detail(desk, uuid).content.resolutions == ()


def test_an_original_is_kept_as_long_as_its_copy_and_no_longer(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        path = word_file(tmp_path)
        uuid, other = register(desk, path), register(desk, path)
        original = only(desk, uuid).sm3
        mask_all(desk, uuid)
        copy = only(desk, uuid).sm3
        items.discard_draft(desk, other, "重复登记")
        assert desk.store.objects.check(original)
        intake.detach_document(desk, uuid, copy)
        assert desk.store.objects.check(original)
        items.discard_draft(desk, uuid, "不再公开")
        assert not desk.store.objects.check(original)
        assert not desk.store.objects.check(copy)
        with desk.store.reading() as session:
            assert session.query(CleanCopy).count() == 0


def test_a_stopped_item_keeps_neither_copy_nor_original(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, word_file(tmp_path))
        mask_all(desk, uuid)
        intake.stop_item(desk, uuid)
        assert list(desk.store.objects.files()) == []


def test_a_reviewed_copy_stays_when_its_draft_goes_back_to_the_original(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, word_file(tmp_path))
        original = only(desk, uuid).sm3
        mask_all(desk, uuid)
        copy = only(desk, uuid).sm3
        reviews.submit(desk, uuid)
        with pytest.raises(UserError) as caught:
            masking.undo_mask(desk, uuid, copy)
        assert caught.value.code == "E-STATE"
        items.revise(desk, uuid)
        masking.undo_mask(desk, uuid, copy)
        assert only(desk, uuid).sm3 == original
        assert desk.store.objects.check(copy)
        assert item_detail.detail(desk, uuid).clean_copies == ()
        mask_all(desk, uuid)
        assert only(desk, uuid).sm3 == copy
        assert len(item_detail.detail(desk, uuid).clean_copies) == 1


def test_what_carries_nothing_visible_is_only_cleared(ends: Ends, tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(xlsx({"名单": [["单位", "数量"], ["律师工作处", 3]], "底稿": [["身份证", IDENTITY]]}, ("底稿",)))
    with ends.at("lin") as desk:
        uuid = register(desk, path)
        seen = masking.preview(desk, uuid, only(desk, uuid).sm3)
        assert seen.offers == ()
        assert seen.cleared == ("工作表“底稿”：工作表已隐藏",)
        done = masking.mask(desk, uuid, only(desk, uuid).sm3, {})
        assert done.words == "清除 1 项隐藏内容；已重新打开核对，没有遗留"
        assert only(desk, uuid).findings == ()


@pytest.mark.parametrize("login", ["zhou", "chen"])
def test_only_who_registers_may_mask(ends: Ends, tmp_path: Path, login: str) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, word_file(tmp_path))
        sm3 = only(desk, uuid).sm3
    with ends.at(login) as desk:
        for act in (
            lambda: masking.preview(desk, uuid, sm3),
            lambda: masking.mask(desk, uuid, sm3, {"personal.mobile": "3-4"}),
            lambda: masking.undo_mask(desk, uuid, sm3),
        ):
            with pytest.raises(UserError) as caught:
                act()
            assert caught.value.code == "E-PERMISSION"


def test_bad_requests_are_refused_and_change_nothing(ends: Ends, tmp_path: Path, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid, clean_one = register(desk, word_file(tmp_path)), register(desk, document)
        sm3 = only(desk, uuid).sm3
        before = item_detail.detail(desk, uuid)
        for request, code in (
            ({"personal.mobile": "9-9"}, "E-PRESET"),
            ({"personal.illness": "all"}, "E-PRESET"),
            ({"no.rule": "all"}, "E-PRESET"),
            ({}, "E-CLEAN"),
        ):
            with pytest.raises(UserError) as caught:
                masking.mask(desk, uuid, sm3, request)
            assert caught.value.code == code
        with pytest.raises(UserError) as caught:
            masking.mask(desk, uuid, "0" * 64, {"personal.mobile": "all"})
        assert caught.value.code == "E-OBJECT"
        with pytest.raises(UserError) as caught:
            masking.mask(desk, clean_one, only(desk, clean_one).sm3, {"personal.mobile": "all"})
        assert caught.value.code == "E-CLEAN"
        assert unchanged(item_detail.detail(desk, uuid)) == unchanged(before)


def unchanged(detail: ItemDetail) -> ItemDetail:
    return replace(detail, history=())


def test_a_cancelled_mask_leaves_everything_as_it_was(ends: Ends, tmp_path: Path) -> None:
    path = tmp_path / "公示.pdf"
    path.write_bytes(pdf((f"联系手机 {MOBILE}",), ("第二页",)))
    with ends.at("lin") as desk:
        uuid = register(desk, path)
        before = item_detail.detail(desk, uuid)
        objects = sorted(desk.store.objects.files())
        seen: list[int] = []

        def note(done: int, total: int) -> None:
            seen.append(done)

        with pytest.raises(Cancelled):
            masking.mask(desk, uuid, only(desk, uuid).sm3, {"personal.mobile": "3-4"}, note, lambda: len(seen) >= 3)
        assert item_detail.detail(desk, uuid) == before
        assert sorted(desk.store.objects.files()) == objects
        masking.mask(desk, uuid, only(desk, uuid).sm3, {"personal.mobile": "3-4"}, note)
        assert seen[-1] == 100


def test_a_draft_that_lost_the_document_meanwhile_is_not_touched(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, word_file(tmp_path))
        sm3 = only(desk, uuid).sm3

        def meddle(done: int, total: int) -> None:
            if done == total:
                intake.detach_document(desk, uuid, sm3)

        with pytest.raises(UserError, match="没有找到这份文件"):
            masking.mask(desk, uuid, sm3, {"personal.mobile": "3-4"}, meddle)
        assert item_detail.detail(desk, uuid).clean_copies == ()


def test_the_original_is_not_found_by_search_any_more(ends: Ends, tmp_path: Path) -> None:
    from desktop.services import ledger
    from desktop.services.ledger import LedgerFilter

    with ends.at("lin") as desk:
        uuid = register(desk, word_file(tmp_path))
        assert len(ledger.ledger_keys(desk, LedgerFilter(text=MOBILE))) == 1
        mask_all(desk, uuid)
        assert len(ledger.ledger_keys(desk, LedgerFilter(text=MOBILE))) == 0


def test_a_released_false_hit_stays_released_in_the_copy(ends: Ends, tmp_path: Path) -> None:
    path = tmp_path / "解读.txt"
    path.write_text(DOCUMENT + f"例如“机密★10年”这样的标志。联系手机 {MOBILE}。\n", "utf-8")
    release = Release("周敏", DAY, "引用法条，不是标志")
    with ends.at("lin") as desk:
        stopped = intake.register_document(desk, path)
        assert stopped.stopped
        uuid = complete(desk, intake.release_hit(desk, stopped.uuid, path, release).uuid)
        mask_all(desk, uuid)
        copy = only(desk, uuid)
        assert item_detail.detail(desk, uuid).content.attachments[0].released
        masking.undo_mask(desk, uuid, copy.sm3)
        mask_all(desk, uuid)
        assert reviews.submit(desk, uuid) is ItemState.IN_REVIEW
