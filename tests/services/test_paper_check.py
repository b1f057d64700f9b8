"""Checking a printed review form: whose it is, which version, which stage of signing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.errors import Cancelled, UserError
from desktop.printing.qr import digest_payload
from desktop.rules.chains import Step
from desktop.rules.review import Opinion
from desktop.services import item_detail, items, paper_check, recalling, reviews
from desktop.services.desk import Desk
from desktop.services.paper_check import PaperStanding, check_paper, told
from desktop.services.papers.forms import current_form_digest
from desktop.services.reviews import Ink, Verdict
from tests.services.ends import REVIEWED, Ends, register, yes


def printed(desk: Desk, uuid: str) -> str:
    return current_form_digest(item_detail.detail(desk, uuid))


def standing(desk: Desk, digest: str) -> tuple[PaperStanding, int, Step | None]:
    found = check_paper(desk, digest)
    assert found is not None
    return found.standing, found.rev, found.last.step if found.last else None


def test_every_stage_of_signing_is_known_again(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        other, uuid = register(desk, document), register(desk, document)
        reviews.submit(desk, other)
        reviews.submit(desk, uuid)
        first = printed(desk, uuid)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict(text="内容属实。"))
        second = printed(desk, uuid)
    with ends.at("zhou") as desk:
        reviews.sign(desk, uuid, REVIEWED)
        third = printed(desk, uuid)
        assert len({first, second, third}) == 3
        assert standing(desk, third) == (PaperStanding.PRESENT, 1, Step.CONFIDENTIALITY_REVIEWER)
        assert standing(desk, second) == (PaperStanding.OTHER_STAGE, 1, Step.OFFICE_HEAD)
        assert standing(desk, first) == (PaperStanding.OTHER_STAGE, 1, Step.HANDLER)
        found = check_paper(desk, digest_payload("FORM", third))
        assert found is not None
        assert found.uuid == uuid
        assert told(found)[0] == "与现在的内容一致"
        assert "已签到“保密审查员”：周敏" in told(found)[1]
        present = check_paper(desk, printed(desk, other))
        assert present is not None
        assert (present.uuid, present.standing) == (other, PaperStanding.PRESENT)


def test_the_sheet_that_bears_the_ink_is_kept_and_not_printed_again(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
        sheet = printed(desk, uuid)
        reviews.record_ink(desk, uuid, Verdict(), Ink("陈志远", desk.today()))
        assert standing(desk, sheet)[0] is PaperStanding.OTHER_STAGE
        assert "就是原件，存档备查" in told(check_paper(desk, sheet))[1]
        recalling.recall(desk, uuid, "录错了")
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict(text="内容属实。"))
        assert "存档前重新打印" in told(check_paper(desk, sheet))[1]


def test_an_older_version_and_one_that_is_being_changed(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
        old = printed(desk, uuid)
        items.revise(desk, uuid)
        assert standing(desk, old) == (PaperStanding.BEING_CHANGED, 1, Step.HANDLER)
        shown = item_detail.detail(desk, uuid)
        again = replace(shown.content, summary="另写", answers=yes())
        items.save_draft(desk, uuid, again, shown.draft_version or 0, "test")
        reviews.submit(desk, uuid)
        assert standing(desk, old) == (PaperStanding.OLDER, 1, Step.HANDLER)
        assert standing(desk, printed(desk, uuid)) == (PaperStanding.PRESENT, 2, Step.HANDLER)
        assert "内容重新修改" in told(check_paper(desk, old))[1]


def test_signed_again_with_the_same_words_is_the_present_paper(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict(text="内容属实。"))
        digest = printed(desk, uuid)
    with ends.at("zhou") as desk:
        reviews.sign(desk, uuid, Verdict(Opinion.RETURN, "再看一遍", return_to=Step.OFFICE_HEAD))
        assert standing(desk, digest) == (PaperStanding.OTHER_STAGE, 1, Step.OFFICE_HEAD)
        assert "作废" in told(check_paper(desk, digest))[1]
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict(text="内容属实。"))
        assert standing(desk, digest) == (PaperStanding.PRESENT, 1, Step.OFFICE_HEAD)
        recalling.recall(desk, uuid, "看错了")
        assert standing(desk, digest) == (PaperStanding.OTHER_STAGE, 1, Step.OFFICE_HEAD)


def test_the_paper_of_what_was_withdrawn_or_discarded_is_good_for_nothing_more(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        withdrawn, discarded = register(desk, document), register(desk, document)
        printed_of = {}
        for uuid in (withdrawn, discarded):
            reviews.submit(desk, uuid)
            printed_of[uuid] = printed(desk, uuid)
        items.withdraw(desk, withdrawn, "不再需要")
        items.revise(desk, discarded)
        items.discard_draft(desk, discarded, "重复登记")
        for uuid, words in ((withdrawn, "已撤回"), (discarded, "已作废")):
            found = check_paper(desk, printed_of[uuid])
            assert found is not None
            assert (found.uuid, found.standing) == (uuid, PaperStanding.ENDED)
            assert told(found)[0] == f"这条信息{words}"
            assert "不能据以公开" in told(found)[1]


def test_how_it_may_be_typed(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
        digest = printed(desk, uuid)
        groups = " ".join(digest[at : at + 4] for at in range(0, 64, 4))
        wide = groups[:19].translate({ord(one): ord(one) + 0xFEE0 for one in "0123456789abcdef"})
        for typed in (
            digest,
            groups.upper(),
            groups[:19],
            f" {wide}\n",
            f"xxgk：form：{digest}",
            groups[:40],
            f"\ufeff{digest}",
        ):
            assert standing(desk, typed)[0] is PaperStanding.PRESENT
        code = digest_payload("FORM", digest)
        for scanned in (f"{code}\r\n", f"]Q1{code}", f"{digest_payload('BATCH', '0' * 64)}{code}", code + code):
            assert standing(desk, scanned)[0] is PaperStanding.PRESENT
        assert check_paper(desk, "0" * 64) is None
        assert told(None)[0] == "没有找到这张纸的内容"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "没有输入内容摘要"),
        ("A1B2 C3D4 E5F6", "只有 12 位"),
        ("A1B2 C3D4 E5F6 G7H8", "“G”不是"),
        ("a" * 65, "有 65 位"),
        ("XXGK:BATCH:" + "A" * 64, "报送清单"),
        ("XXGK:RECEIPT:" + "A" * 64, "回执"),
        ("律师事务所检查通知", "“律”不是"),
    ],
)
def test_what_is_no_digest_of_a_form_is_told(ends: Ends, typed: str, words: str) -> None:
    with ends.at("lin") as desk, pytest.raises(UserError) as refused:
        check_paper(desk, typed)
    assert refused.value.code == "E-DIGEST"
    assert words in refused.value.message


def test_looking_can_be_stopped(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        reviews.submit(desk, register(desk, document))
        with pytest.raises(Cancelled):
            check_paper(desk, "0" * 64, cancelled=lambda: True)
        assert paper_check.check_paper(desk, "0" * 64) is None
