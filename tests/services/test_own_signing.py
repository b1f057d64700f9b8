"""What is asked of a sign-off made here and now: words, clock, an open account; and what stays valid afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.rules.review import Delegation, Opinion
from desktop.rules.roles import Role
from desktop.rules.signing import OPINION_LIMIT
from desktop.rules.states import ItemState
from desktop.services import accounts, item_detail, items, papers, recalling, reviews, sessions, stand_ins
from desktop.services.desk import Desk
from desktop.services.reviews import Ink, Verdict
from tests.services.ends import PASSWORD, Ends, answer_again, register
from tests.services.tampering import retitle, rewrite_sign_off


def submitted(ends: Ends, document: Path) -> str:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
    return uuid


def test_a_long_opinion_is_signed_and_printed_over_several_pages(ends: Ends, document: Path) -> None:
    uuid = submitted(ends, document)
    with ends.at("chen") as desk:
        short = papers.review_form_pdf(desk, uuid)
        with pytest.raises(UserError, match="没有写明理由"):
            reviews.sign(desk, uuid, Verdict(Opinion.RETURN, "\u200b\ufeff"))
        reviews.sign(desk, uuid, Verdict(text="\u202e" + "经" * OPINION_LIMIT + "\u200b\n"))  # shown as it is signed
        made = item_detail.detail(desk, uuid).sign_offs[-1].checked
        assert made.valid
        assert made.statement.text == "经" * OPINION_LIMIT
        long = papers.review_form_pdf(desk, uuid)
    assert pages(long) > pages(short)


def test_a_longer_one_is_refused_with_its_count(ends: Ends, document: Path) -> None:
    uuid = submitted(ends, document)
    with ends.at("chen") as desk:
        with pytest.raises(UserError, match="意见有 5001 字") as refused:
            reviews.sign(desk, uuid, Verdict(text="经" * (OPINION_LIMIT + 1)))
        assert refused.value.code == "E-LIMIT"
        with pytest.raises(UserError, match="理由有 5001 字") as refused:
            reviews.sign(desk, uuid, Verdict(Opinion.RETURN, "经" * (OPINION_LIMIT + 1)))
        assert refused.value.hint == "压缩理由，详细的材料作为附件另存"
        assert len(item_detail.detail(desk, uuid).sign_offs) == 1


def test_an_opinion_with_a_mark_is_refused(ends: Ends, document: Path) -> None:
    uuid = submitted(ends, document)
    with ends.at("chen") as desk, pytest.raises(UserError) as refused:
        reviews.sign(desk, uuid, Verdict(text="附件为\n机密★10年"))
    assert refused.value.code == "E-SECRET"


def test_a_version_that_the_signer_did_not_see_is_not_signed(ends: Ends, document: Path) -> None:
    uuid = submitted(ends, document)
    with ends.at("lin") as desk:
        seen = item_detail.detail(desk, uuid).head_digest
        items.revise(desk, uuid)
        answer_again(desk, uuid)
        reviews.submit(desk, uuid)
        with pytest.raises(UserError, match="有了新的一版") as refused:
            reviews.record_ink(desk, uuid, Verdict(), Ink("陈志远", desk.today()), seen)
        assert refused.value.code == "E-STATE"
    with ends.at("chen") as desk:
        with pytest.raises(UserError, match="有了新的一版"):
            reviews.sign(desk, uuid, Verdict(), seen)
        reviews.sign(desk, uuid, Verdict(), item_detail.detail(desk, uuid).head_digest)


@pytest.mark.parametrize("forge", [rewrite_sign_off, retitle])
def test_nobody_agrees_on_top_of_what_does_not_verify(
    ends: Ends, document: Path, forge: Callable[[Desk, str], None]
) -> None:
    uuid = submitted(ends, document)
    with ends.at("chen") as desk:
        forge(desk, uuid)
        with pytest.raises(UserError) as refused:
            reviews.sign(desk, uuid, Verdict())
        assert refused.value.code == "E-SIGNOFF"
        assert reviews.sign(desk, uuid, Verdict(Opinion.RETURN, "签字验证不通过")) is ItemState.RETURNED


def test_no_word_that_is_kept_beside_an_opinion_bears_a_mark(ends: Ends, document: Path) -> None:
    uuid = submitted(ends, document)
    today, mark = ends.clock().date(), "机密★10年"
    with ends.at("lin") as desk:
        for act in (
            lambda: reviews.record_ink(desk, uuid, Verdict(), Ink(f"高原 {mark}", today)),
            lambda: reviews.record_ink(
                desk, uuid, Verdict(), Ink("高原", today, delegation=Delegation("陈志远", mark, today, today))
            ),
            lambda: stand_ins.record_stand_in(desk, Role.OFFICE_HEAD, "陈志远", "zhou", mark, today, today),
            lambda: recalling.recall(desk, uuid, f"附件为{mark}"),
            lambda: items.withdraw(desk, uuid, f"附件为{mark}"),
        ):
            with pytest.raises(UserError, match="写有密级标志") as refused:
                act()
            assert refused.value.code == "E-SECRET"
        assert len(item_detail.detail(desk, uuid).statements) == 1


@pytest.mark.parametrize("opinion", [Opinion.AGREE, Opinion.RETURN])
def test_nothing_is_signed_by_a_clock_that_was_set_back(ends: Ends, document: Path, opinion: Opinion) -> None:
    uuid = submitted(ends, document)
    with ends.at("chen") as desk:
        ends.clock.moment -= timedelta(days=1)
        with pytest.raises(UserError, match="早于前一步签字的时间 2026-11-20") as refused:
            reviews.sign(desk, uuid, Verdict(opinion, "理由"))
        assert refused.value.code == "E-CLOCK"
        assert refused.value.hint.startswith("校正电脑")
        ends.clock.moment += timedelta(days=1)
        reviews.sign(desk, uuid, Verdict(opinion, "理由"))


def test_the_last_entry_of_the_audit_counts_too(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        ends.clock.moment -= timedelta(hours=1)
        with pytest.raises(UserError, match="早于本机上一次办理的时间"):
            reviews.submit(desk, uuid)
    with ends.at("lin") as desk:  # the clock had run ahead: signing in again leaves an entry with the right time
        reviews.submit(desk, uuid)


def test_a_few_minutes_may_be_put_right(ends: Ends, document: Path) -> None:
    uuid = submitted(ends, document)
    with ends.at("chen") as desk:
        ends.clock.moment -= timedelta(minutes=4)
        reviews.sign(desk, uuid, Verdict())
        assert item_detail.detail(desk, uuid).sign_offs[-1].checked.valid


def test_a_closed_account_signs_no_more_and_what_it_signed_stays(ends: Ends, document: Path) -> None:
    uuid, other = submitted(ends, document), submitted(ends, document)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict())
    with ends.at("lin") as desk:
        accounts.set_active(desk, "chen", active=False)
        shown = item_detail.detail(desk, uuid)
        assert [one.checked.fault for one in shown.sign_offs] == ["", ""]
    with pytest.raises(UserError, match="停用"):
        sessions.sign_in(ends.folder(desk.agency.end), "chen", PASSWORD, clock=ends.clock)
    with ends.at("lin") as desk:
        accounts.set_active(desk, "chen", active=True)
    with ends.at("chen") as desk:
        with desk.store.transaction() as session:
            sessions.account_by_login(session, "chen").active = False
        with pytest.raises(UserError, match="已停用") as refused:
            reviews.sign(desk, other, Verdict())
        assert refused.value.code == "E-ACCOUNT"


def pages(pdf: bytes) -> int:
    return pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ")


def test_the_same_words_within_one_second_are_told_apart(ends: Ends, document: Path) -> None:
    uuid = submitted(ends, document)
    with ends.at("chen") as desk:
        moment = ends.clock()
        desk.clock = lambda: moment
        reviews.sign(desk, uuid, Verdict())
        recalling.recall(desk, uuid, "没有看完")
        with pytest.raises(UserError, match="同一秒") as refused:
            reviews.sign(desk, uuid, Verdict())
        assert refused.value.code == "E-CLOCK"
        desk.clock = ends.clock
        reviews.sign(desk, uuid, Verdict())
