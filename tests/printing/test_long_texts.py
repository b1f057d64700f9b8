"""Texts longer than a page on the papers of the exchange and of the review: nothing is lost, nothing runs off the sheet."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pypdfium2

from desktop.printing.dossier import Section, list_pages
from desktop.printing.receipt import ReceiptSheet, receipt
from desktop.printing.return_slip import ReturnSlipSheet, return_slip
from desktop.printing.review_form import review_form
from desktop.printing.sheet import Align, blank_sheet, print_pages
from desktop.printing.table import Column
from desktop.rules.chains import NAME_LENGTH
from tests.printing.reading import glyphs, page_texts
from tests.printing.specimens import filled_form, signed

REASON = "".join(f"第{n}处须核对后补正；" for n in range(1, 501))[:5_000]
_FOOT_POINTS = 15 * 72 / 25.4


def body_of(pdf: bytes) -> str:
    """The text of all pages above their footers; what ran off the sheet is not in it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(
            re.sub(r"\s", "", page.get_textpage().get_text_bounded(bottom=_FOOT_POINTS)) for page in document
        )
    finally:
        document.close()


def slip(reason: str, *fields: tuple[str, str]) -> bytes:
    day = date(2026, 11, 20)
    return return_slip(
        ReturnSlipSheet("保审〔2026〕LSGZ-0001", 1, "律师工作处", "题" * 500, "", "陈志远", day, reason, fields)
    )


def test_a_reason_of_five_thousand_characters_stands_whole_on_the_slip() -> None:
    pdf = slip(REASON, ("成文日期", "2026-11-10"), ("内容概述", "述" * 100))
    shown = body_of(pdf).replace("退回理由", "")
    assert all(f"第{n}处须核对" in shown for n in (1, 100, 200, 300, 400))
    assert shown.count("；") == REASON.count("；") + 1, "the remark at the end has one of its own"
    assert shown.index("2026-11-10") > shown.index(REASON[-20:])
    assert "补正人" in shown
    assert len(page_texts(slip("文号不一致。"))) == 1


def test_a_row_that_is_longer_than_a_page_goes_on() -> None:
    columns = (Column("步骤", 20), Column("方式和核验", 60, Align.LEFT))
    sheet = blank_sheet()
    section = Section("签字", columns, (("承办人", "电子签名"), ("处室负责人", REASON), ("审查员", "电子签名")))
    pdf = print_pages("抽查", list_pages("抽查", "编号", "状态", "", [section], sheet))
    assert len(page_texts(pdf)) > 1
    shown = body_of(pdf)
    assert shown.count("；") == REASON.count("；")
    assert shown.count("处室负责人") == 1


def test_a_receipt_names_the_first_of_very_many_missing_batches_and_conflicts() -> None:
    many = tuple(f"第 {n} 批" for n in range(1, 2_000, 2))
    day = date(2026, 11, 20)
    pdf = receipt(
        ReceiptSheet("0001", day, "厅办公室", "律师工作处", "2026年第999批", day, (), (), "0" * 64, many, many)
    )
    shown = body_of(pdf)
    assert shown.count("等1000项") == 2
    assert "接收人" in shown


def test_the_longest_name_of_a_form_stays_above_its_frame() -> None:
    blocks = (signed("承办人", REASON, "林倩", 16),)
    pdf = review_form(replace(filled_form(), name="省" * NAME_LENGTH, blocks=blocks))
    for page in range(2):
        heading = [one for one in glyphs(pdf, page) if one.character in "省（续页）" and one.y1 < 35]
        assert min(one.x0 for one in heading) > 20
        assert max(one.x1 for one in heading) < 195


def test_long_opinions_follow_each_other_without_empty_pages() -> None:
    opinion = "".join(f"第{n}处不涉及国家秘密。" for n in range(10000, 10400))
    blocks = tuple(signed(role, opinion, name, 16) for role, name in (("承办人", "林倩"), ("处室负责人", "程越舟")))
    pdf = review_form(replace(filled_form(), blocks=blocks))
    pages = page_texts(pdf)
    assert [page for page in pages if "（以下空白）" in page] == pages[-1:]
    assert [sum(f"签名：{name}(已签)" in page for page in pages) for name in ("林倩", "程越舟")] == [1, 1]


def test_what_no_page_holds_below_a_signature_comes_to_an_end() -> None:
    opinion = "".join(f"第{n}处不涉及国家秘密。" for n in range(10000, 10100))
    block = replace(signed("承办人", opinion, "林倩", 16), mark="据" * 3_000)
    pages = page_texts(review_form(replace(filled_form(), blocks=(block,))))
    assert [f"签名：{block.name}(已签)" in page for page in pages].count(True) == 1
