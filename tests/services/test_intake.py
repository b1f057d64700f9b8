"""What may be taken in: nothing classified leaves a trace, nothing unreadable becomes an item."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from secrets import token_hex
from zipfile import ZipFile

import pytest
from sqlalchemy import inspect as schema
from sqlalchemy import text

from desktop.errors import UserError
from desktop.rules.items import Answer, AttachedDocument
from desktop.rules.review import Conclusion, Delegation
from desktop.rules.states import ItemState
from desktop.services import intake, item_detail, items, papers, reviews
from desktop.services.desk import Desk
from desktop.services.intake import Release
from desktop.services.reviews import Verdict
from tests.services.ends import PASSWORD, Ends, complete, register


def everything(desk: Desk) -> bytes:
    """Every value of every row, decompressed, every object decrypted, and every file of the folder as it lies."""
    found = [path.read_bytes() for path in sorted(desk.folder.root.rglob("*")) if path.is_file()]
    with desk.store.reading() as session:
        for table in schema(session.connection()).get_table_names():
            for row in session.execute(text(f'SELECT * FROM "{table}"')):
                for value in row:
                    if isinstance(value, bytes):
                        found.append(value)
                        try:
                            found.append(zlib.decompress(value))
                        except zlib.error:
                            continue
                    else:
                        found.append(json.dumps(value, ensure_ascii=False).encode())
    return b"\n".join(found)


@pytest.fixture
def token() -> str:
    return f"zq{token_hex(6)}"


@pytest.fixture
def secret(tmp_path: Path, token: str) -> Path:
    path = tmp_path / f"{token}.txt"
    path.write_text(f"秘密★3年\n关于{token}的通知\n", encoding="utf-8")
    return path


def test_a_marked_document_leaves_a_neutral_stub_and_nothing_else(ends: Ends, secret: Path, token: str) -> None:
    with ends.at("lin") as desk:
        taken = intake.register_document(desk, secret)
        assert taken.stopped
        shown = item_detail.detail(desk, taken.uuid)
        assert (shown.state, shown.content.title, shown.documents) == (ItemState.STOPPED, "", ())
        assert list(desk.store.objects.files()) == []
        assert token.encode() not in everything(desk)


def test_the_scan_would_find_what_is_stored(ends: Ends, tmp_path: Path, token: str) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(f"关于{token}的通知\n", encoding="utf-8")
    with ends.at("lin") as desk:
        intake.register_document(desk, path)
        assert token.encode() in everything(desk)


def test_a_marked_attachment_is_stopped_and_the_draft_stays_as_it_was(
    ends: Ends, document: Path, secret: Path, token: str
) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        taken = intake.attach_document(desk, uuid, secret)
        assert taken.stopped
        assert taken.uuid != uuid
        assert len(item_detail.detail(desk, uuid).documents) == 1
        assert token.encode() not in everything(desk)


def test_stopping_a_draft_removes_all_that_was_kept_of_it(ends: Ends, tmp_path: Path, token: str) -> None:
    path = tmp_path / f"{token}.txt"
    path.write_text(f"关于{token}的通知\n", encoding="utf-8")
    with ends.at("lin") as desk:
        uuid = intake.register_document(desk, path).uuid
        intake.stop_item(desk, uuid)
        assert item_detail.detail(desk, uuid).state is ItemState.STOPPED
        assert list(desk.store.objects.files()) == []
        assert token.encode() not in everything(desk)


def test_a_discarded_draft_keeps_its_number_and_not_its_document(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        first = intake.register_document(desk, document)
        items.discard_draft(desk, first.uuid, "录错了")
        assert list(desk.store.objects.files()) == []
        second = intake.register_document(desk, document)
        assert (first.form_number[-4:], second.form_number[-4:]) == ("0001", "0002")


def test_a_document_that_another_item_holds_survives(ends: Ends, document: Path, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        kept, gone = (intake.register_document(desk, document).uuid for _ in range(2))
        intake.stop_item(desk, gone)
        (one,) = item_detail.detail(desk, kept).documents
        assert items.read_document(desk, one.sm3) == document.read_bytes()


UNREADABLE = {
    "空.txt": b"",
    "空.pdf": b"",
    "图.bin": b"\x00\x01\x02",
    "旧.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_refused_and_nothing_is_stored(ends: Ends, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(UNREADABLE[name])
    with ends.at("lin") as desk:
        with pytest.raises(UserError) as caught:
            intake.register_document(desk, path)
        assert caught.value.hint
        assert list(desk.store.objects.files()) == []


def test_a_file_that_is_too_large_is_told_before_it_is_read(ends: Ends, tmp_path: Path) -> None:
    path = tmp_path / "大.pdf"
    with path.open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    with ends.at("lin") as desk, pytest.raises(UserError, match="200 MB"):
        intake.register_document(desk, path)


def test_a_file_that_is_gone_is_told(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk, pytest.raises(UserError) as caught:
        intake.register_document(desk, tmp_path / "没有.txt")
    assert caught.value.code == "E-READ"


def test_a_false_hit_is_released_on_paper_and_told_on_the_form(ends: Ends, secret: Path) -> None:
    with ends.at("lin") as desk:
        stopped = intake.register_document(desk, secret)
        paper = Release("周敏", date(2026, 11, 20), "引用规章原文，不是定密标志")
        taken = intake.release_hit(desk, stopped.uuid, secret, paper)
        assert taken.form_number == stopped.form_number
        shown = item_detail.detail(desk, taken.uuid)
        assert shown.state is ItemState.DRAFT
        assert shown.content.attachments[0].released
        assert "密级标志 1 处，已由保密审查员放行" in papers.precheck_words(shown.documents)
        complete(desk, taken.uuid)
        assert reviews.submit(desk, taken.uuid) is ItemState.IN_REVIEW


def test_a_false_hit_is_released_by_the_reviewer_with_his_password_alone(ends: Ends, secret: Path) -> None:
    release = Release("", date(2026, 11, 20), "误报", login="zhou", password=PASSWORD)
    with ends.at("lin") as desk:
        stopped = intake.register_document(desk, secret)
        for wrong, code in (
            (replace(release, password="wrong"), "E-PASSWORD"),
            (replace(release, login="chen"), "E-PERMISSION"),
            (replace(release, reason=" "), "E-REASON"),
            (replace(release, login="", password=""), "E-REASON"),
            (replace(release, released_on=date(2026, 11, 20) + timedelta(days=1)), "E-DATE"),
        ):
            with pytest.raises(UserError) as caught:
                intake.release_hit(desk, stopped.uuid, secret, wrong)
            assert caught.value.code == code
            assert list(desk.store.objects.files()) == []
        intake.release_hit(desk, stopped.uuid, secret, release)
        with pytest.raises(UserError):
            intake.release_hit(desk, stopped.uuid, secret, release)


@pytest.mark.parametrize("field", ["title", "summary", "reason", "keywords"])
def test_a_mark_typed_into_a_field_is_not_saved(ends: Ends, document: Path, token: str, field: str) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        shown = item_detail.detail(desk, uuid)
        assert shown.draft_version is not None
        content = replace(shown.content, **{field: f"{token} 机密★10年"})  # type: ignore[arg-type]
        with pytest.raises(UserError) as caught:
            items.save_draft(desk, uuid, content, shown.draft_version, "s")
        assert caught.value.code == "E-SECRET"
        assert token.encode() not in everything(desk)


def test_a_handler_who_answers_state_secret_can_only_stop(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        shown = item_detail.detail(desk, uuid)
        assert shown.draft_version is not None
        content = replace(shown.content, answers=(Answer.YES, *[Answer.NO] * 15))
        items.save_draft(desk, uuid, content, shown.draft_version, "s")
        with pytest.raises(UserError) as caught:
            reviews.submit(desk, uuid)
        assert caught.value.code == "E-SECRET"
        intake.stop_item(desk, uuid)


def test_a_draft_cannot_name_a_document_that_was_never_looked_into(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        shown = item_detail.detail(desk, uuid)
        assert shown.draft_version is not None
        (real,) = shown.content.attachments
        foreign = AttachedDocument("0" * 64, "0" * 64, 5, "别处.txt", "txt")
        for attachments, code in (((real, foreign), "E-OBJECT"), ((replace(real, released=True),), "E-SECRET")):
            version = item_detail.detail(desk, uuid).draft_version
            assert version is not None
            items.save_draft(desk, uuid, replace(shown.content, attachments=attachments), version, "s")
            with pytest.raises(UserError) as caught:
                reviews.submit(desk, uuid)
            assert caught.value.code == code


def test_the_same_document_is_not_attached_twice(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        with pytest.raises(UserError) as caught:
            intake.attach_document(desk, uuid, document)
        assert caught.value.code == "E-DUPLICATE"


def test_ink_is_not_older_than_what_it_signs(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
        for day in (date(2026, 11, 19), date(2026, 11, 21)):
            with pytest.raises(UserError) as caught:
                reviews.record_ink(desk, uuid, Verdict(), reviews.Ink("陈志远", day))
            assert caught.value.code == "E-DATE"
        reviews.record_ink(desk, uuid, Verdict(), reviews.Ink("陈志远\u200b", date(2026, 11, 20)))
        assert item_detail.detail(desk, uuid).statements[-1].person == "陈志远"
        verdict = Verdict(answers=(Answer.NO,) * 16, conclusion=Conclusion.DISCLOSE)
        in_her_place = Delegation("林倩", "口头", date(2026, 11, 20), date(2026, 11, 20))
        for ink in (
            reviews.Ink("林 倩", date(2026, 11, 20)),
            reviews.Ink("林倩（代）", date(2026, 11, 20)),
            reviews.Ink("高原", date(2026, 11, 20), delegation=in_her_place),
        ):
            with pytest.raises(UserError) as caught:
                reviews.record_ink(desk, uuid, verdict, ink)
            assert caught.value.code == "E-SAME-PERSON"
        state = reviews.record_ink(desk, uuid, verdict, reviews.Ink("周敏", date(2026, 11, 20)))
        assert state is ItemState.TO_SUBMIT


def test_ink_is_not_older_than_the_ink_before_it(ends: Ends, document: Path) -> None:
    verdict = Verdict(answers=(Answer.NO,) * 16, conclusion=Conclusion.DISCLOSE)
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
    ends.clock.moment += timedelta(days=4)
    with ends.at("lin") as desk:
        reviews.record_ink(desk, uuid, Verdict(), reviews.Ink("陈志远", date(2026, 11, 23)))
        with pytest.raises(UserError) as caught:
            reviews.record_ink(desk, uuid, verdict, reviews.Ink("周敏", date(2026, 11, 22)))
        assert caught.value.code == "E-DATE"
        assert "2026-11-22" in caught.value.message
        assert "2026-11-23" in caught.value.message
        reviews.record_ink(desk, uuid, verdict, reviews.Ink("周敏", date(2026, 11, 23)))
        assert item_detail.detail(desk, uuid).sign_offs[-1].checked.valid


def test_ink_is_not_older_than_a_step_signed_in_the_program(ends: Ends, document: Path) -> None:
    verdict = Verdict(answers=(Answer.NO,) * 16, conclusion=Conclusion.DISCLOSE)
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
    ends.clock.moment += timedelta(days=2)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict())
    with ends.at("lin") as desk:
        with pytest.raises(UserError) as caught:
            reviews.record_ink(desk, uuid, verdict, reviews.Ink("周敏", date(2026, 11, 21)))
        assert caught.value.code == "E-DATE"
        assert caught.value.message == "签字日期 2026-11-21 早于前一步的签字日期 2026-11-22"
        assert reviews.record_ink(desk, uuid, verdict, reviews.Ink("周敏", date(2026, 11, 22))) is ItemState.TO_SUBMIT


def test_a_document_registered_again_is_told_as_a_duplicate(ends: Ends, document: Path, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        assert intake.register_document(desk, document).twins == ()
        renamed = tmp_path / "另存.txt"
        renamed.write_bytes(document.read_bytes())
        assert intake.register_document(desk, renamed).twins == ("LSGZ-0001",)


def test_a_zip_is_attached_and_not_registered(ends: Ends, document: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "材料.zip"
    with ZipFile(bundle, "w") as package:
        package.writestr("附表.txt", "联系电话13812345678")
    with ends.at("lin") as desk:
        with pytest.raises(UserError, match="解开后逐个登记"):
            intake.register_document(desk, bundle)
        assert list(desk.store.objects.files()) == []
        taken = intake.attach_document(desk, register(desk, document), bundle)
        assert [one["place"] for one in taken.findings] == ["压缩包内“附表.txt”正文第 1 行"]
