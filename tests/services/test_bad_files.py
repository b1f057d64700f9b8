"""Each kind of bad file at the doors it can come through: register, attach, many at once; nothing of it is kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.rules.findings import Settled
from desktop.rules.states import ItemState
from desktop.services import intake, items, resolving, reviews
from desktop.services.item_detail import detail
from desktop.services.ledger import state_counts
from desktop.services.taking_in import Outcome, take_in
from tests.screening.files import archive, blank_pdf, docx_body, pdf, repacked, xlsx
from tests.screening.test_bad_input import ENTITIES, EXE, LOCKED, SCRIPTS, SPARSE
from tests.services.ends import Ends, complete, found_ends

BAD: dict[str, tuple[str, bytes, str]] = {
    "an encrypted docx": ("密.docx", LOCKED, "S-ENCRYPTED"),
    "an encrypted xlsx": ("密.xlsx", LOCKED, "S-ENCRYPTED"),
    "an encrypted pdf": ("密.pdf", pdf(("字",), password="k"), "S-ENCRYPTED"),
    "a renamed program": ("报告.docx", EXE, "S-PROGRAM"),
    "a zip bomb": ("弹.docx", archive({"word/document.xml": b"0" * 10_000_000}), "S-BOMB"),
    "an xml bomb": ("弹.xlsx", repacked(xlsx({"表": [["字"]]}), {"xl/sharedStrings.xml": ENTITIES}), "S-XML"),
    "a direction character": ("报\u202etxt.exe", EXE, "S-PROGRAM"),
    "a control character": ("报\x07告.txt", b"", "S-EMPTY"),
    "an empty file": ("空.pdf", b"", "S-EMPTY"),
    "an empty document": ("空.docx", docx_body("<w:p/>"), "S-EMPTY"),
    "a broken file": ("坏.pdf", b"%PDF-1.7 nothing", "S-BROKEN"),
    "a million pages": ("页.pdf", pdf(("字",)).replace(b"/Count 1", b"/Count 1000000"), "S-PAGES"),
}


@pytest.fixture(scope="module")
def ends(tmp_path_factory: pytest.TempPathFactory) -> Ends:
    return found_ends(tmp_path_factory.mktemp("bad"))


@pytest.mark.parametrize("kind", list(BAD))
def test_a_bad_file_is_refused_at_every_door(ends: Ends, tmp_path: Path, kind: str) -> None:
    name, data, code = BAD[kind]
    path = tmp_path / name
    path.write_bytes(data)
    with ends.at("lin") as desk:
        uuid = items.create_draft(desk)
        before, objects = state_counts(desk), list(desk.store.objects.files())
        for door in (intake.register_document, lambda desk, path: intake.attach_document(desk, uuid, path)):
            with pytest.raises(UserError) as refusal:
                door(desk, path)
            assert refusal.value.code == code
            assert refusal.value.hint
        (told,) = take_in(desk, [path])
        assert (told.outcome, told.problem and told.problem.code) == (Outcome.REFUSED, code)
        assert told.name.isprintable()
        assert (state_counts(desk), list(desk.store.objects.files())) == (before, objects)


def test_a_file_of_two_gigabytes_and_a_path_too_long(ends: Ends, tmp_path: Path) -> None:
    large = tmp_path / "大.docx"
    with large.open("wb") as stream:
        stream.truncate(SPARSE)
    long = tmp_path / ("长" * 300 + ".txt")
    with ends.at("lin") as desk:
        told = take_in(desk, [large, long])
        assert [one.problem and one.problem.code for one in told] == ["S-SIZE", "E-PATH"]


@pytest.mark.parametrize("language", list(SCRIPTS))
def test_a_document_in_another_script_waits_for_somebody_who_reads_it(
    ends: Ends, tmp_path: Path, language: str
) -> None:
    path = tmp_path / f"{language}.txt"
    path.write_text(SCRIPTS[language], "utf-8")
    with ends.at("lin") as desk:
        (told,) = take_in(desk, [path])
        assert (told.outcome, told.note) == (Outcome.DRAFT, "1 项请核对")


def test_image_pages_keep_an_item_from_review_until_somebody_looked(ends: Ends, tmp_path: Path) -> None:
    path = tmp_path / "扫描件.pdf"
    path.write_bytes(blank_pdf())
    with ends.at("lin") as desk:
        uuid = complete(desk, intake.register_document(desk, path).uuid)
        shown = detail(desk, uuid)
        (key,) = resolving.open_findings(shown.documents, shown.content)
        assert (key.rule, key.place) == ("reading.image-page", "各页")
        with pytest.raises(UserError, match="1 项请核对"):
            reviews.submit(desk, uuid)
        resolving.resolve(desk, uuid, key, Settled.OTHER, "已逐页核对纸质原件")
        assert reviews.submit(desk, uuid) is ItemState.IN_REVIEW


def test_what_is_in_the_store_from_before_stays_readable(ends: Ends, tmp_path: Path) -> None:
    """A document stored before readings became findings opens as ever; stored anew it is told of them."""
    path = tmp_path / "又一扫描件.pdf"
    path.write_bytes(pdf((), title="又一"))
    with ends.at("lin") as desk:
        first = intake.register_document(desk, path)
        with desk.store.transaction() as session:
            from desktop.models import Document

            row = session.get_one(Document, detail(desk, first.uuid).documents[0].sm3)
            row.findings = [one for one in row.findings if not one["rule"].startswith("reading.")]
        before = detail(desk, first.uuid)
        assert resolving.open_findings(before.documents, replace(before.content)) == ()
        intake.register_document(desk, path)
        after = detail(desk, first.uuid)
        assert [key.rule for key in resolving.open_findings(after.documents, after.content)] == ["reading.image-page"]
