"""国家秘密 = 是: wherever it is discovered, the content goes from the whole data folder and the neutral stub stays."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import inspect as schema
from sqlalchemy import text

from desktop.errors import UserError
from desktop.models import Batch
from desktop.rules.bases import Outcome
from desktop.rules.items import Answer, Attribute, DocumentRole, Ground
from desktop.rules.review import Conclusion, Opinion
from desktop.rules.states import BatchState, ItemState
from desktop.services import (
    batch_views,
    batches,
    intake,
    item_detail,
    items,
    ledger,
    masking,
    reviews,
    stopping,
    upkeep,
)
from desktop.services import referrals as register_of
from desktop.services.desk import Desk
from desktop.services.ink_scans import Scan
from desktop.services.ledger import LedgerFilter
from desktop.services.reviews import Ink, Verdict
from tests.faults.scanning import holds
from tests.services.ends import DOCUMENT, REVIEWED, WITHHELD, Ends, complete, register, review_at_office

WORD = "紫微星垣密档"
LATIN = "qzxwvkjpfh"
"""A word of Latin letters stands whole in the search index, where Chinese is cut into characters."""
MOBILE = "13900001234"


def found_in(desk: Desk, *words: str) -> list[str]:
    """Where in the data folder a word is: tables (packed values unpacked), decrypted objects, the files as they lie."""
    found = []
    with desk.store.reading() as session:
        for table in schema(session.connection()).get_table_names():
            rows = session.execute(text(f'SELECT * FROM "{table}"')).all()
            told = b"\n".join(_bytes(one) for row in rows for value in row for one in _forms(value))
            found += [table for word in words if holds(told, word)]
    for path in desk.folder.root.rglob("*"):
        if path.is_file() and any(holds(path.read_bytes(), word) for word in words):
            found.append(path.name)
    return sorted(set(found))


def _forms(value: object) -> list[object]:
    if isinstance(value, bytes):
        try:
            return [value, zlib.decompress(value)]
        except zlib.error:
            return [value]
    return [value]


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()


def written(desk: Desk, uuid: str, **words: object) -> None:
    shown = item_detail.detail(desk, uuid)
    content = replace(shown.content, **words)  # type: ignore[arg-type]
    items.save_draft(desk, uuid, content, shown.draft_version or 0, "s")


def paper(ends: Ends, name: str, extra: str = "") -> Path:
    path = ends.root / f"{name}.txt"
    path.write_text(f"{DOCUMENT}{WORD}{LATIN}\n{extra}", encoding="utf-8")
    return path


def full_of_it(ends: Ends) -> str:
    """A draft that names the word wherever one can be written, and one masked document."""
    with ends.at("lin") as desk:
        uuid = intake.register_document(desk, paper(ends, WORD, f"手机 {MOBILE}\n")).uuid
        (original,) = item_detail.detail(desk, uuid).documents
        masking.mask(desk, uuid, original.sm3, {"personal.mobile": "3-4"})
        complete(desk, uuid)
        words = f"{WORD}{LATIN}"
        written(desk, uuid, title=words, summary=words, keywords=words, issuing_body=words, notes=(words, *[""] * 15))
        (ends.root / f"{WORD}二.txt").write_text(f"{WORD}{LATIN}附件", encoding="utf-8")
        intake.attach_document(desk, uuid, ends.root / f"{WORD}二.txt", DocumentRole.ATTACHMENT)
        written(desk, uuid, answers=(Answer.NO,) * 8 + (Answer.UNSURE,) + (Answer.NO,) * 7)
        register_of.refer(desk, uuid, 8, f"省{WORD}局", desk.today(), f"〔2026〕{WORD}号")
        register_of.record_answer(desk, uuid, 8, desk.today(), Outcome.MAY_DISCLOSE, f"{WORD}可以公开")
        written(desk, uuid, answers=(Answer.NO,) * 16)
    return uuid


def submitted(ends: Ends) -> str:
    uuid = full_of_it(ends)
    with ends.at("lin") as desk:
        reviews.submit(desk, uuid, f"{WORD}送审")
    return uuid


def scanned(ends: Ends) -> str:
    """Submitted, the head's signature recorded from ink with a scan."""
    uuid = submitted(ends)
    with ends.at("lin") as desk:
        scan = Scan(f"{WORD}.png", "png", f"{WORD}扫描".encode())
        reviews.record_ink(desk, uuid, Verdict(text=f"{WORD}同意"), Ink("陈志远", desk.today(), scan))
    return uuid


def returned(ends: Ends) -> str:
    uuid = submitted(ends)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict(Opinion.RETURN, f"{WORD}不要写"))
    return uuid


def opened_again(ends: Ends) -> str:
    """A draft with an earlier, signed revision."""
    uuid = returned(ends)
    with ends.at("lin") as desk:
        items.revise(desk, uuid, f"{WORD}要改")
    return uuid


def to_submit(ends: Ends) -> str:
    uuid = scanned(ends)
    with ends.at("zhou") as desk:
        assert reviews.sign(desk, uuid, replace(REVIEWED, text=WORD)) is ItemState.TO_SUBMIT
    return uuid


def withheld(ends: Ends) -> str:
    uuid = full_of_it(ends)
    with ends.at("lin") as desk:
        ground = {"attribute": Attribute.WITHHELD, "ground": Ground.PROCESS, "reason": WORD}
        written(desk, uuid, next_review_on=date(2027, 11, 20), answers=WITHHELD.answers, **ground)
        reviews.submit(desk, uuid, WORD)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict(text=WORD))
    with ends.at("zhou") as desk:
        reviews.sign(desk, uuid, replace(WITHHELD, text=WORD))
    return uuid


def withdrawn(ends: Ends) -> str:
    uuid = submitted(ends)
    with ends.at("lin") as desk:
        items.withdraw(desk, uuid, "不办了")
    return uuid


STANDS: dict[str, tuple[Callable[[Ends], str], str]] = {
    "draft": (full_of_it, "lin"),
    "in review, by its head": (submitted, "chen"),
    "in review, by its reviewer": (scanned, "zhou"),
    "returned, by its reviewer": (returned, "zhou"),
    "draft with an earlier version": (opened_again, "lin"),
    "to be handed in, by its reviewer": (to_submit, "zhou"),
    "withheld": (withheld, "lin"),
    "withdrawn before it was sent": (withdrawn, "lin"),
}


@pytest.mark.parametrize("where", STANDS)
def test_a_stop_takes_the_content_out_of_the_whole_folder(ends: Ends, where: str) -> None:
    stand, login = STANDS[where]
    uuid = stand(ends)
    with ends.at("lin") as desk:
        number = item_detail.detail(desk, uuid).form_number
        assert {"item_text_data", "item", "document"} <= set(found_in(desk, WORD, LATIN))
    with ends.at(login) as desk:
        assert stopping.may_stop(desk, item_detail.detail(desk, uuid))
        assert stopping.refusal(desk, uuid) is None
        stopping.stop_item(desk, uuid)
    with ends.at("lin") as desk:
        assert found_in(desk, WORD, LATIN, MOBILE) == []
        assert list(desk.store.objects.files()) == []
        stub = item_detail.detail(desk, uuid)
        assert (stub.state, stub.form_number, stub.office_name) == (ItemState.STOPPED, number, "律师工作处")
        assert (stub.content.title, stub.documents, stub.revisions, stub.sign_offs) == ("", (), (), ())
        assert len(ledger.ledger_keys(desk, LedgerFilter(text=WORD))) == 0
        assert register_of.register(desk) == ()
        assert upkeep.verify_audit(desk).ok


def test_revisions_cannot_be_changed_after_a_stop_either(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        kept = register(desk, document)
        reviews.submit(desk, kept)
    uuid = submitted(ends)
    with ends.at("lin") as desk:
        stopping.stop_item(desk, uuid)
        for change in ("UPDATE revision SET author = ''", "DELETE FROM revision"):
            with pytest.raises(Exception, match="revision is never changed"), desk.store.transaction() as session:
                session.execute(text(change))
        assert len(item_detail.detail(desk, kept).revisions) == 1


def test_what_another_item_holds_stays(ends: Ends) -> None:
    same = paper(ends, "同一份")
    with ends.at("lin") as desk:
        kept, gone = register(desk, same), register(desk, same)
        for uuid in (kept, gone):
            reviews.submit(desk, uuid)
        stopping.stop_item(desk, gone)
        (one,) = item_detail.detail(desk, kept).documents
        assert items.read_document(desk, one.sm3) == same.read_bytes()
        assert len(ledger.ledger_keys(desk, LedgerFilter(text=WORD))) == 1


def test_what_left_in_a_batch_is_not_stopped_and_the_procedure_is_named(ends: Ends) -> None:
    uuid = to_submit(ends)
    with ends.at("lin") as desk:
        batches.write(desk, batches.assemble(desk, [uuid], "本期"), ends.stick)
        for reopened in (False, True):
            if reopened:
                items.revise(desk, uuid)
            before = item_detail.detail(desk, uuid)
            with pytest.raises(UserError) as caught:
                stopping.stop_item(desk, uuid)
            assert caught.value.code == "E-LEFT"
            assert "2026年第001批" in caught.value.message
            assert "保密工作机构" in caught.value.hint
            assert ("放弃更正" in caught.value.hint) is reopened
            assert stopping.refusal(desk, uuid) is not None
            assert item_detail.detail(desk, uuid) == before


def test_what_was_only_assembled_is_taken_out_of_its_batch(ends: Ends, tmp_path: Path) -> None:
    other = tmp_path / "另一份.txt"
    other.write_text(DOCUMENT, encoding="utf-8")
    with ends.at("lin") as desk:
        kept = register(desk, other)
    review_at_office(ends, kept)
    uuid = to_submit(ends)
    with ends.at("lin") as desk:
        batch = batches.assemble(desk, [uuid, kept], "本期")
        stopping.stop_item(desk, uuid)
        done = batches.write(desk, batch, ends.stick)
        assert [one.uuid for one in batch_views.batch_items(desk, batch)] == [kept]
        assert done.batch.item_count == 1
        assert not holds(done.path.read_bytes(), WORD)


def test_a_batch_that_holds_nothing_any_more_is_a_nil_return(ends: Ends) -> None:
    uuid = to_submit(ends)
    with ends.at("lin") as desk:
        batch = batches.assemble(desk, [uuid], "本期")
        stopping.stop_item(desk, uuid)
        done = batches.write(desk, batch, ends.stick)
        assert (done.batch.kind, done.batch.item_count) == ("nil", 0)


def test_a_withheld_item_that_only_its_number_left_of_is_stopped_and_its_batch_can_be_written_again(
    ends: Ends, tmp_path: Path
) -> None:
    uuid = withheld(ends)
    with ends.at("lin") as desk:
        batch = batches.assemble(desk, [], "本期")
        first = batches.write(desk, batch, ends.stick)
        stopping.stop_item(desk, uuid)
        assert found_in(desk, WORD, LATIN) == []
        again = batches.write(desk, batch, tmp_path)
        with zipfile.ZipFile(io.BytesIO(first.path.read_bytes())) as one, zipfile.ZipFile(again.path) as two:
            assert one.namelist() == two.namelist()
        with desk.store.reading() as session:
            assert session.get_one(Batch, batch).state == BatchState.AWAITING_RECEIPT.value


def test_who_signs_may_stop_what_was_submitted_and_only_the_handler_a_draft(ends: Ends) -> None:
    uuid = full_of_it(ends)
    with ends.at("zhou") as desk:
        assert not stopping.may_stop(desk, item_detail.detail(desk, uuid))
        with pytest.raises(UserError) as caught:
            stopping.stop_item(desk, uuid)
        assert caught.value.code == "E-PERMISSION"


def test_the_centre_is_told_what_to_do_about_what_an_office_sent(ends: Ends) -> None:
    from tests.views.exchange import sent, taken_in

    uuid = to_submit(ends)
    taken_in(ends, sent(ends, uuid))
    with ends.at("li") as desk:
        before = item_detail.detail(desk, uuid)
        with pytest.raises(UserError) as caught:
            stopping.stop_item(desk, uuid)
        assert caught.value.code == "E-LEFT"
        assert "当面通知报送的处室" in caught.value.hint
        assert item_detail.detail(desk, uuid) == before


def test_a_reviewer_who_answers_yes_cannot_sign_on(ends: Ends) -> None:
    uuid = submitted(ends)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict())
    answers = (Answer.YES, *[Answer.NO] * 15)
    with ends.at("zhou") as desk:
        for conclusion in (Conclusion.REFER, Conclusion.DEFER):
            with pytest.raises(UserError) as caught:
                reviews.sign(desk, uuid, Verdict(text="涉密", answers=answers, conclusion=conclusion))
            assert caught.value.code == "E-SECRET"
            assert "停止登记" in caught.value.hint
        assert item_detail.detail(desk, uuid).state is ItemState.IN_REVIEW
