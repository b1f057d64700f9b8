"""Papers from real stores: forms in every layout, the monthly summary, the spot check."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select

from desktop.errors import Cancelled, UserError
from desktop.models import AuditEntry
from desktop.rules.bases import Basis, BasisKind, Outcome
from desktop.rules.chains import Layout
from desktop.rules.items import Answer
from desktop.rules.periods import Month
from desktop.rules.review import Delegation
from desktop.services import (
    forms,
    intake,
    item_detail,
    items,
    papers,
    referrals,
    reviews,
)
from desktop.services.desk import Desk
from desktop.services.papers.spot_check import drawn_by
from desktop.services.reviews import Ink, Verdict
from tests.printing.pdf_objects import taken_apart
from tests.printing.reading import page_texts
from tests.services.ends import KEPT, REVIEWED, WITHHELD, Ends, answer_again, register, review_at_office, yes
from tests.services.sent import Sent, take
from tests.services.tampering import FORGED, rewrite_sign_off

NOVEMBER = Month(2026, 11)


def text_of(pdf: bytes) -> str:
    return "".join(page_texts(pdf))


def titled(desk: Desk, document: Path, title: str, **fields: object) -> str:
    uuid = register(desk, document, **fields)
    change(desk, uuid, title=title)
    return uuid


def change(desk: Desk, uuid: str, **fields: object) -> None:
    shown = item_detail.detail(desk, uuid)
    items.save_draft(desk, uuid, replace(shown.content, **fields), shown.draft_version or 0, "test")  # type: ignore[arg-type]


@pytest.mark.parametrize("code", ["standard", "extended", "notice", "opinions", "approval", "register"])
def test_an_item_is_printed_in_the_layout_of_its_form(ends: Ends, document: Path, code: str) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        chosen = next(one.form for one in forms.forms(desk) if one.form.code == code)
        change(desk, uuid, form=chosen, title="关于检查的通知", summary="部署检查工作")
        reviews.submit(desk, uuid, "已逐项核对。")
        text = text_of(papers.review_form_pdf(desk, uuid))
        blank = text_of(papers.blank_form_pdf(desk, code))
        key = desk.signing_key.public.fingerprint.replace(" ", "")[:8].upper()
        steps = item_detail.detail(desk, uuid).content.form.steps
    assert chosen.name in text
    assert chosen.name in blank
    assert "关于检查的通知" in text
    assert "关于检查的通知" not in blank
    assert f"（电子签名，密钥{key}）" in text
    assert "内容摘要（SM3）" in text
    assert "内容摘要" not in blank
    for step in steps:
        title = step.title or {"handler": "承办人", "central_head": "办公室负责人"}.get(step.step.value, "")
        assert set(title) <= set(text)


def test_a_blank_form_may_be_had_in_any_layout_and_in_no_unknown_form(ends: Ends) -> None:
    with ends.at("lin") as desk:
        for layout in Layout:
            assert len(page_texts(papers.blank_form_pdf(desk, layout=layout))) == 1
        with pytest.raises(UserError) as refused:
            papers.blank_form_pdf(desk, "unheard-of")
    assert refused.value.code == "E-FORM"


def test_the_form_says_who_signed_on_paper_and_in_whose_place(ends: Ends, document: Path) -> None:
    day = date(2026, 11, 20)
    stood_in = Delegation("陈志远", "厅办公会议纪要第9号", day, day)
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
        reviews.record_ink(desk, uuid, Verdict(text="同意。"), Ink("马明", day, delegation=stood_in))
        at_length = Delegation("周敏", "据" * 5_000, day, day)
        reviews.record_ink(desk, uuid, REVIEWED, Ink("高原", day, delegation=at_length))
        text = text_of(papers.review_form_pdf(desk, uuid))
    assert "马明(纸质已签)" in text
    assert "（代签：代陈志远，依据厅办公会议纪要第9号；纸质签字，林倩登记）" in text
    assert "据据…）" in text


def test_bases_and_referrals_stand_in_the_notes(ends: Ends, document: Path) -> None:
    answers = [Answer.NO] * 16
    answers[8] = answers[9] = Answer.YES
    answers[12] = Answer.UNSURE
    bases = (
        Basis(8, BasisKind.CONSENT, "临江某公司", date(2026, 11, 12), "书面同意书存档"),
        Basis(9, BasisKind.MASKED, "", None, "附件中的手机号只留前三后四位"),
        Basis(9, BasisKind.PUBLIC_INTEREST, "", None, "涉及公众安全"),
        Basis(9, BasisKind.MASKED, "临江律师协会", date(2026, 11, 12), "住址已删去"),
    )
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        change(desk, uuid, answers=tuple(answers), bases=bases, notes=(*[""] * 8, "含报价。", *[""] * 7))
        referrals.refer(desk, uuid, 12, "省保密局", date(2026, 11, 18), "临保函〔2026〕3号")
        waiting = text_of(papers.review_form_pdf(desk, uuid))
        referrals.record_answer(desk, uuid, 12, date(2026, 11, 19), Outcome.MAY_DISCLOSE, "可以公开全文。")
        answered = text_of(papers.review_form_pdf(desk, uuid))
    assert "第9项：含报价；已取得临江某公司同意（2026年11月12日），书面同意书存档。" in waiting
    assert "第10项：已去标识化：附件中的手机号只留前三后四位；公共利益：涉及公众安全；" in waiting
    assert "来件已由临江律师协会隐去（2026年11月12日），住址已删去。" in waiting
    assert "第13项：2026年11月18日报省保密局确定（临保函〔2026〕3号），尚未答复。" in waiting
    assert "2026年11月19日答复“可以公开”：可以公开全文。" in answered


def test_a_signature_that_does_not_verify_is_printed_as_invalid(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    with ends.at("lin") as desk:
        sound = text_of(papers.review_form_pdf(desk, uuid))
        rewrite_sign_off(desk, uuid)
        forged = [text_of(papers.review_form_pdf(desk, uuid, layout=layout)) for layout in Layout]
    assert "签名：周敏(已签)" in sound
    assert "无效" not in sound
    for text in forged:
        assert "周敏(无效)" in text
        assert "（签名验证不通过，此签字无效）" in text
        assert "不得据此公开，退回重新送审。" in text
        assert FORGED not in text
        assert "周敏(已签)" not in text
        assert "陈志远(已签)" in text


def test_many_forms_are_stopped_when_the_user_cancels(ends: Ends, document: Path, tmp_path: Path) -> None:
    target = tmp_path / "审查表.pdf"
    with ends.at("lin") as desk:
        uuids = [register(desk, document) for _ in range(3)]
        told: list[tuple[int, int]] = []
        with pytest.raises(Cancelled):
            papers.save_review_forms(desk, uuids, target, lambda n, of: told.append((n, of)), lambda: len(told) > 1)
        assert not target.exists()
        papers.save_review_forms(desk, uuids, target)
    assert len(page_texts(target.read_bytes())) == 3
    assert told == [(0, 3), (1, 3)]


# -- the monthly summary ------------------------------------------------------------------------


def test_a_month_without_reviews_is_a_nil_return(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        register(desk, document)
        text = text_of(papers.monthly_summary_pdf(desk, NOVEMBER))
    assert "本月无拟公开信息保密审查事项（零报告）。" in text
    assert "送审0件同意公开0件区分处理后公开0件依申请公开0件不予公开0件暂缓公开0件报有关部门确定0件另行处理0件" in text
    assert "填报单位（盖章）：临江省司法厅律师工作处" in text


def test_the_summary_counts_by_the_reviewers_date_and_names_no_secret(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        open_one = titled(desk, document, "主动公开的一件")
        withheld = titled(desk, document, "内部的一件", **KEPT)
        secret = titled(desk, document, "极其秘密的一件")
        waiting = titled(desk, document, "还没审的一件")
        reviews.submit(desk, waiting)
        intake.stop_item(desk, secret)
    review_at_office(ends, open_one)
    review_at_office(ends, withheld, WITHHELD)
    with ends.at("lin") as desk:
        text = text_of(papers.monthly_summary_pdf(desk, NOVEMBER))
        october = text_of(papers.monthly_summary_pdf(desk, Month(2026, 10)))
    assert "主动公开的一件" in text
    assert "内部的一件" not in text
    assert "不予公开（只报编号）" in text
    assert "条例第十六条第二款" in text
    assert "极其秘密" not in text
    assert "（不登记）——另行处理11月20日按保密规定" in text
    assert "还没审的一件" not in text
    assert "送审3件同意公开1件" in text
    assert "不予公开1件" in text
    assert "另行处理1件" in text
    assert "本月无拟公开信息" in october


def test_a_review_that_was_voided_in_the_month_does_not_count(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    with ends.at("lin") as desk:
        assert "送审1件" in text_of(papers.monthly_summary_pdf(desk, NOVEMBER))
        items.revise(desk, uuid)
        change(desk, uuid, summary="另一段", answers=yes())
        reviews.submit(desk, uuid)
        assert "送审0件" in text_of(papers.monthly_summary_pdf(desk, NOVEMBER))


def test_a_correction_of_the_next_month_does_not_rewrite_the_last(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = titled(desk, document, "上月审过的一件")
    review_at_office(ends, uuid)
    ends.clock.moment = datetime(2026, 12, 3, 1, 0, tzinfo=UTC)
    with ends.at("lin") as desk:
        items.revise(desk, uuid)
        answer_again(desk, uuid)
        reviews.submit(desk, uuid)
        assert "上月审过的一件" in text_of(papers.monthly_summary_pdf(desk, NOVEMBER))
        assert "送审0件" in text_of(papers.monthly_summary_pdf(desk, Month(2026, 12)))
        with pytest.raises(UserError) as refused:
            papers.monthly_summary_pdf(desk, Month(2027, 1))
    assert refused.value.code == "E-DATE"


def test_the_centre_sums_up_all_offices_or_one(sent: Sent) -> None:
    take(sent.ends, sent.package)
    with sent.ends.at("wang") as desk:
        with desk.store.reading():
            whole = text_of(papers.monthly_summary_pdf(desk, NOVEMBER))
        office = item_detail.detail(desk, sent.uuid).office_id
        one = text_of(papers.monthly_summary_pdf(desk, NOVEMBER, office))
        own = text_of(papers.monthly_summary_pdf(desk, NOVEMBER, desk.agency.office_id))
        with pytest.raises(UserError):
            papers.monthly_summary_pdf(desk, NOVEMBER, "nobody")
    assert "填报单位（盖章）：临江省司法厅所属月份" in whole
    assert "填报单位（盖章）：临江省司法厅律师工作处" in one
    assert "送审1件" in whole
    assert "送审1件" in one
    assert "送审0件" in own


# -- the spot check -----------------------------------------------------------------------------


def two_page_pdf(path: Path) -> Path:
    canvas = Canvas(str(path), pagesize=(595, 842), invariant=1)
    for words in ("Minutes of the meeting", "Second page"):
        canvas.drawString(72, 700, words)
        canvas.rect(72, 500, 200, 100, fill=1)
        canvas.showPage()
    canvas.save()
    return path


def test_a_spot_check_binds_form_versions_documents_and_receipts(sent: Sent, tmp_path: Path) -> None:
    ends = sent.ends
    with ends.at("lin") as desk:
        other = titled(desk, two_page_pdf(tmp_path / "minutes.pdf"), "另一件")
        reviews.submit(desk, other)
        draft = titled(desk, tmp_path / "minutes.pdf", "草稿")
        made = papers.spot_check(desk, 5, "20261120")
        with desk.store.reading() as session:
            entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "spot_check")).one()
    assert set(made.uuids) == {sent.uuid, other}
    assert draft not in made.uuids
    assert made.population == 2
    assert (entry.object, entry.detail) == ("20261120", {"count": 2, "of": 2})
    pages = page_texts(made.pdf)
    assert "从2件已送审的信息中随机抽取2件，种子20261120" in pages[0]
    assert all(f"卷内第{n}页，共{len(pages)}页" in page for n, page in enumerate(pages, 1))
    text = "".join(pages)
    assert text.count("版本、签字、文件和回执") == 2
    assert "已报送，未回执" in text
    assert "自查、市级检查" in text
    assert "验证通过" in text
    assert any("文件1" in page and "第2页共2页" in page for page in pages)
    parts = taken_apart(made.pdf)
    images = [one for one in parts.objects.values() if "/Subtype /Image" in one.entries]
    assert len(images) == 2
    assert images[0].stream is not None
    shown = Image.frombytes("L", (1240, len(images[0].stream) // 1240), images[0].stream)
    assert shown.getpixel((200, 600)) == 0
    assert shown.getpixel((5, 5)) == 255


def test_where_each_item_begins_is_told_on_the_cover(sent: Sent) -> None:
    with sent.ends.at("lin") as desk:
        made = papers.spot_check(desk, 1)
        number = item_detail.detail(desk, sent.uuid).form_number
    pages = page_texts(made.pdf)
    assert len(made.seed) == 8
    assert pages[0].count(number) == 1
    assert "信息发布保密审查表" in pages[1]
    assert "112卷内" not in pages[0]


def test_a_seed_draws_the_same_items_again() -> None:
    uuids = [f"item-{n}" for n in range(100)]
    once = drawn_by("7F", uuids, 10)
    assert drawn_by("7F", list(reversed(uuids)), 10) == once
    assert len(set(once)) == 10
    assert drawn_by("80", uuids, 10) != once


@pytest.mark.parametrize("count", [0, -1, 51])
def test_numbers_that_cannot_be_drawn_are_refused(ends: Ends, count: int) -> None:
    with ends.at("lin") as desk, pytest.raises(UserError) as refused:
        papers.spot_check(desk, count)
    assert refused.value.code == "E-COUNT"


@pytest.mark.parametrize("seed", ["种" * 33, "7F\u202e"])
def test_a_seed_that_would_run_off_the_page_is_refused(ends: Ends, seed: str) -> None:
    with ends.at("lin") as desk, pytest.raises(UserError) as refused:
        papers.spot_check(desk, 1, seed)
    assert refused.value.code == "E-SEED"


def test_nothing_reviewed_nothing_checked_and_a_cancelled_check_leaves_nothing(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        with pytest.raises(UserError) as refused:
            papers.spot_check(desk, 3)
        assert refused.value.code == "E-EMPTY"
        reviews.submit(desk, uuid)
        with pytest.raises(Cancelled):
            papers.spot_check(desk, 1, cancelled=lambda: True)
