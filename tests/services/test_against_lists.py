"""Documents against the lists of a desk: at registration, at the centre, in the preview, and again for drafts."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.errors import Cancelled, UserError
from desktop.rules.checklists import NegativeFields
from desktop.rules.findings import Settled
from desktop.rules.items import ItemContent
from desktop.rules.states import ItemState
from desktop.services import imports, inspection, intake, masking, reading, resolving, reviews
from desktop.services.against_lists import OWN_NUMBERS, field_hints, hint_words
from desktop.services.desk import Desk
from desktop.services.inspected import ItemPreview
from desktop.services.item_detail import detail
from desktop.services.listed_words import add_words, remove_words, word_keys
from desktop.services.negative_list import add_entry, remove_entry
from desktop.services.office_phones import add_phone, remove_phones
from desktop.services.preview import preview
from desktop.services.rechecking import recheck_drafts
from tests.services.ends import DOCUMENT, Ends, complete, register, review_at_office, send

WORD = "律师事务所规范化"
ENTRY = NegativeFields(
    "3",
    "过程性信息",
    "检查方式",
    ("省级抽查",),
    "讨论中的方案",
    "条例第十六条第二款",
    "律师工作处",
    date(2026, 1, 1),
    date(2027, 1, 1),
)


def file_of(folder: Path, text: str, name: str = "通知.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def seen(desk: Desk, uuid: str) -> list[tuple[str, str, str]]:
    return [(one["rule"], one["severity"], one["what"]) for one in detail(desk, uuid).documents[0].findings]


def test_listed_words_and_entries_must_be_resolved(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        add_words(desk, ["别的词", WORD])
        number = word_keys(desk, WORD)[0]
        entry = add_entry(desk, ENTRY)
        uuid = intake.register_document(desk, document).uuid
        assert sorted(seen(desk, uuid)) == [
            (f"term.negative.{entry}", "必须处理", "负面清单第 3 项：检查方式"),
            (f"term.words.{number}", "必须处理", f"出现检查词表所列的“{WORD}”，确认是否适宜公开"),
        ]
        negative = next(one for one in detail(desk, uuid).documents[0].findings if one.get("note"))
        assert negative["note"] == "理由：讨论中的方案；依据：条例第十六条第二款"
        complete(desk, uuid)
        with pytest.raises(UserError) as refused:
            reviews.submit(desk, uuid, "")
        assert refused.value.code == "E-FINDINGS"


def test_what_is_stored_names_no_word(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        add_words(desk, [WORD])
        taken = intake.register_document(desk, document)
        assert WORD not in str(taken.findings)
        remove_words(desk, word_keys(desk))
        (told,) = seen(desk, taken.uuid)
        assert told[2] == "出现检查词表所列的词，确认是否适宜公开"


def test_an_entry_counts_from_its_day_until_it_is_removed(ends: Ends, document: Path) -> None:
    from dataclasses import replace

    with ends.at("lin") as desk:
        key = add_entry(desk, replace(ENTRY, effective_on=date(2026, 11, 22), review_on=date(2026, 12, 22)))
        assert not reading.read_one(document, desk).findings
        ends.clock.moment += timedelta(days=2)
        assert len(reading.read_one(document, desk).findings) == 1
        ends.clock.moment += timedelta(days=60)
        assert len(reading.read_one(document, desk).findings) == 1, "one whose review is due still counts"
        remove_entry(desk, key, "已经公布")
        assert not reading.read_one(document, desk).findings
        assert not reading.read_one(document).findings


def test_the_lists_are_built_once_and_again_when_they_change(ends: Ends) -> None:
    with ends.at("lin") as desk:
        add_words(desk, ["青石工程"])
        first = desk.lists
        found: list[object] = []
        threads = [threading.Thread(target=lambda: found.append(desk.lists)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert all(one is first for one in found)
        assert len(found) == 8
        add_words(desk, ["黑水专班"])
        assert desk.lists is not first
        assert len(desk.lists.terms[0]) == 2


def test_every_mark_of_a_list_is_shown_in_the_document(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        add_words(desk, [WORD])
        uuid = intake.register_document(desk, document).uuid
        (one,) = detail(desk, uuid).documents
        shown = preview(desk, one)
        marked = {part.text[mark.start : mark.end] for part in shown.parts for mark in part.marks}
        assert marked == {WORD}
        assert all(mark.strong for part in shown.parts for mark in part.marks)
        remove_words(desk, word_keys(desk))
        assert not [mark for part in preview(desk, one).parts for mark in part.marks]


def looked_into(ends: Ends, package: Path) -> ItemPreview:
    with ends.at("wang") as desk:
        (one,) = inspection.inspect(desk, package).items
    return one


def test_the_lists_of_the_centre_give_hints_and_keep_nothing_back(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    package = send(ends, uuid)
    with ends.at("wang") as desk:
        add_words(desk, [WORD])
        add_entry(desk, ENTRY)
    one = looked_into(ends, package)
    assert one.incomplete == ""
    assert [found.severity.value for found in one.findings] == ["请核对", "请核对"]
    assert any("讨论中的方案" in found.what for found in one.findings)
    with ends.at("wang") as desk:
        taken = imports.import_batch(desk, inspection.inspect(desk, package), {})
        assert taken.accepted == 1
        assert {severity for _rule, severity, _what in seen(desk, uuid)} == {"请核对"}
    for login in ("li", "sun"):
        with ends.at(login) as desk:
            state = reviews.sign(desk, uuid, reviews.Verdict(text="同意。"))
    assert state is ItemState.TO_PUBLISH


def test_what_an_office_resolved_by_its_own_lists_does_not_trouble_the_centre(ends: Ends, tmp_path: Path) -> None:
    path = file_of(tmp_path, DOCUMENT + "值班手机13812345678，电话0531-82923160\n")
    with ends.at("lin") as desk:
        add_words(desk, [WORD])
        add_phone(desk, "13812345678", "值班室")
        add_phone(desk, "0531-82923160", "律师工作处")
        uuid = register(desk, path)
        now = detail(desk, uuid)
        assert [one.reason for one in now.content.resolutions] == [OWN_NUMBERS]
        (key,) = resolving.open_findings(now.documents, now.content)
        resolving.resolve(desk, uuid, key, Settled.FALSE_ALARM, "公开的名称")
    review_at_office(ends, uuid)
    package = send(ends, uuid)
    with ends.at("wang") as desk:
        add_words(desk, ["别的词"])  # the same number as the office's word, and another list
    one = looked_into(ends, package)
    assert one.incomplete == ""
    assert [found.resolution is not None for found in one.findings if found.severity.value == "必须处理"] == [True]
    with ends.at("wang") as desk:
        add_phone(desk, "13812345678", "值班室")
    assert "必须处理" not in {found.severity.value for found in looked_into(ends, package).findings}


def test_the_word_of_the_centre_is_not_settled_by_the_number_of_the_office(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        add_words(desk, [WORD])
        uuid = register(desk, document)
        now = detail(desk, uuid)
        (key,) = resolving.open_findings(now.documents, now.content)
        resolving.resolve(desk, uuid, key, Settled.FALSE_ALARM, "公开的名称")
    review_at_office(ends, uuid)
    package = send(ends, uuid)
    with ends.at("wang") as desk:
        add_words(desk, ["省级抽查"])
    (found,) = looked_into(ends, package).findings
    assert (found.resolution, "省级抽查" in found.what) == (None, True)


@pytest.mark.parametrize(("text", "open_now"), [("值班手机13812345678", 0), ("值班手机13812345678、13900001111", 1)])
def test_mobile_numbers_of_the_office_are_kept_by_the_list(
    ends: Ends, document: Path, tmp_path: Path, text: str, open_now: int
) -> None:
    with ends.at("lin") as desk:
        add_phone(desk, "13812345678", "值班室")
        uuid = intake.register_document(desk, document).uuid
        intake.attach_document(desk, uuid, file_of(tmp_path, text, "附件.txt"))
        now = detail(desk, uuid)
        assert len(resolving.open_findings(now.documents, now.content)) == open_now
        assert len(now.content.resolutions) == 1 - open_now


def test_what_is_typed_is_held_against_the_lists(ends: Ends) -> None:
    with ends.at("lin") as desk:
        assert field_hints(desk, ItemContent(title=WORD)) == ()
        add_words(desk, [WORD, "律师"])
        add_entry(desk, ENTRY)
        hints = field_hints(desk, ItemContent(title=f"关于{WORD}的通知", keywords="律师 省级 抽查", reason=WORD))
        assert [one.field for one in hints] == ["title", "keywords"]
        assert WORD in hints[0].words
        assert "负面清单第 3 项" in hints[1].words
        assert hint_words(hints)[0].startswith("信息标题出现检查词表")


def test_drafts_are_checked_again(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        uuid = intake.register_document(desk, file_of(tmp_path, DOCUMENT + "手机13812345678\n")).uuid
        other = intake.register_document(desk, file_of(tmp_path, "别的通知\n内容很短。\n", "乙.txt")).uuid
        quiet = detail(desk, other).draft_version
        add_words(desk, [WORD])
        add_phone(desk, "13812345678", "值班室")
        assert len(seen(desk, uuid)) == 1
        told: list[tuple[int, int]] = []
        done = recheck_drafts(desk, lambda now, total: told.append((now, total)))
        assert (done.drafts, done.documents, done.changed, done.unread) == (2, 2, 1, ())
        assert told[-1] == (2, 2)
        assert len(seen(desk, uuid)) == 2
        assert [one.reason for one in detail(desk, uuid).content.resolutions] == [OWN_NUMBERS]
        assert detail(desk, other).draft_version == quiet, "a draft that nothing changes in stays as it was"
        version = detail(desk, uuid).draft_version
        assert recheck_drafts(desk).changed == 0
        assert detail(desk, uuid).draft_version == version
        remove_phones(desk, ["13812345678"])
        recheck_drafts(desk)
        assert detail(desk, uuid).content.resolutions == ()


def test_a_check_that_is_cancelled_changes_nothing(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = intake.register_document(desk, document).uuid
        add_words(desk, [WORD])
        with pytest.raises(Cancelled):
            recheck_drafts(desk, cancelled=lambda: True)
        assert seen(desk, uuid) == []
    with ends.at("chen") as desk, pytest.raises(UserError):
        recheck_drafts(desk)


def test_a_clean_copy_leaves_the_numbers_of_the_office_and_is_held_against_the_lists(
    ends: Ends, tmp_path: Path
) -> None:
    text = DOCUMENT + "值班手机13812345678\n电话0531-82923160\n身份证号 11010519491231002X\n"
    with ends.at("lin") as desk:
        add_phone(desk, "13812345678", "值班室")
        add_phone(desk, "0531-82923160", "律师工作处")
        add_words(desk, [WORD])
        uuid = intake.register_document(desk, file_of(tmp_path, text)).uuid
        sm3 = detail(desk, uuid).documents[0].sm3
        offered = masking.preview(desk, uuid, sm3).offers
        assert [one.rule for one in offered if one.looks] == ["personal.identity-card"]
        masking.mask(desk, uuid, sm3, {one.rule: one.looks[0].key for one in offered if one.looks})
        now = detail(desk, uuid)
        assert "0531-82923160" in preview(desk, now.documents[0]).parts[0].text
        assert OWN_NUMBERS in [one.reason for one in now.content.resolutions]
        (key,) = resolving.open_findings(now.documents, now.content)
        assert key.rule.startswith("term.words.")
        assert recheck_drafts(desk).changed == 0
        assert len(detail(desk, uuid).content.resolutions) == len(now.content.resolutions)
