"""Scans of signatures in ink: bound by the signed statement, kept here, shown and printed, never sent."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.rules.states import ItemState
from desktop.screening.pages import page_count
from desktop.services import batches, ink_scans, item_detail, items, reviews
from desktop.services.papers import spot_check
from desktop.services.reviews import Ink, Verdict
from desktop.services.scan_files import page_of, pages_of, read_scan
from desktop.services.sign_offs import read_statement, statement_hash
from desktop.trust.signing import PublicKey, Signature, verify
from tests.services.ends import REVIEWED, Ends, register
from tests.services.scans import photograph, sheet

FROZEN = Path(__file__).parent / "frozen" / "ink-sign-off.json"


def recorded(ends: Ends, document: Path, tmp_path: Path) -> str:
    """An item whose two signatures after the handler's stand on one scanned sheet."""
    scan = read_scan(photograph(tmp_path / "审查表.jpg"))
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
        reviews.record_ink(desk, uuid, Verdict(), Ink("郑和平", desk.today(), scan))
        reviews.record_ink(desk, uuid, REVIEWED, Ink("周敏", desk.today(), scan))
    return uuid


def test_the_statement_names_the_scan_and_the_store_keeps_it(ends: Ends, document: Path, tmp_path: Path) -> None:
    uuid = recorded(ends, document, tmp_path)
    with ends.at("lin") as desk:
        shown = item_detail.detail(desk, uuid)
        (view,) = shown.scans
        assert shown.state is ItemState.TO_SUBMIT
        named = [one.checked.statement.ink.scan_sm3 for one in shown.sign_offs if one.checked.statement.ink]
        assert named == [view.sm3] * 2
        assert all(one.standing for one in shown.sign_offs)
        kept = ink_scans.read(desk, view)
        assert b"Exif" in (tmp_path / "审查表.jpg").read_bytes()
        assert b"Exif" not in kept.data
        assert (pages_of(kept), page_of(kept, 1, 100).width) == (1, 100)
        items.save_document_as(desk, view.sm3, tmp_path / "另存.jpg")
        assert (tmp_path / "另存.jpg").read_bytes() == kept.data


def test_a_scan_is_bound_into_the_spot_check_and_does_not_travel(ends: Ends, document: Path, tmp_path: Path) -> None:
    uuid = recorded(ends, document, tmp_path)
    with ends.at("lin") as desk:
        scan = ink_scans.read(desk, item_detail.detail(desk, uuid).scans[0])
        bound = page_count(spot_check(desk, 1, "7").pdf)
        written = batches.write(desk, batches.assemble(desk, [uuid], "2026年11月下"), ends.stick)
        assert scan.data not in written.path.read_bytes()
        with desk.store.transaction() as session:
            from desktop.models import InkScan

            session.delete(session.get_one(InkScan, (scan.digest, 1)))
        assert page_count(spot_check(desk, 1, "7").pdf) == bound - 1


def test_the_scan_stays_when_a_document_of_the_same_bytes_goes(ends: Ends, document: Path, tmp_path: Path) -> None:
    page = sheet(tmp_path / "签字页.pdf")
    scan = read_scan(page)
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
        reviews.record_ink(desk, uuid, Verdict(), Ink("郑和平", desk.today(), scan))
        other = register(desk, page)
        items.discard_draft(desk, other, "放错文件")
        assert ink_scans.read(desk, item_detail.detail(desk, uuid).scans[0]).data == scan.data


def test_what_is_no_sound_scan_is_refused(tmp_path: Path) -> None:
    good = photograph(tmp_path / "好.jpg")
    word, wrong, torn, empty = (tmp_path / name for name in ("表.docx", "假.png", "断.jpg", "空.pdf"))
    word.write_bytes(b"PK")
    wrong.write_bytes(good.read_bytes())
    torn.write_bytes(good.read_bytes()[:700])
    empty.write_bytes(b"%PDF-1.7\n")
    huge = tmp_path / "大.jpg"
    huge.write_bytes(good.read_bytes() + bytes(20 * 1024 * 1024))
    codes = {}
    for path in (word, wrong, torn, empty, huge, tmp_path / "没有.jpg", tmp_path):
        with pytest.raises(UserError) as caught:
            read_scan(path)
        codes[path.name] = caught.value.code
    assert {codes[one.name] for one in (word, wrong, huge)} == {"E-SCAN"}
    assert codes["没有.jpg"] == "E-READ"
    assert read_scan(sheet(tmp_path / "两页.pdf")).kind == "pdf"


def test_a_refused_signature_keeps_no_scan(ends: Ends, document: Path, tmp_path: Path) -> None:
    scan = read_scan(photograph(tmp_path / "审查表.jpg"))
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        with pytest.raises(UserError):
            reviews.record_ink(desk, uuid, Verdict(), Ink("郑和平", desk.today(), scan))
        assert item_detail.detail(desk, uuid).scans == ()
        assert not desk.store.objects.check(scan.digest)


def test_a_statement_of_before_there_were_scans_verifies_unchanged() -> None:
    frozen = json.loads(FROZEN.read_text("utf-8"))
    statement = read_statement(frozen["statement"])
    assert statement.ink is not None
    assert statement.ink.scan_sm3 == ""
    assert statement_hash(statement) == frozen["statement_hash"]
    public, signature = PublicKey.from_json(frozen["public_key"]), Signature.from_json(frozen["signature"])
    assert verify(public, "sign-off", frozen["statement"], signature)
    other = replace(statement, ink=replace(statement.ink, scan_sm3="0" * 64))
    assert statement_hash(other) != frozen["statement_hash"]
