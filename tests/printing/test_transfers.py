"""Lists, receipts, catalogues, handover and key sheets: their facts, totals and pages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.printing.batch_list import batch_lists
from desktop.printing.catalogue import catalogue
from desktop.printing.handover import handover
from desktop.printing.keys import fingerprint_sheet, recovery_key_sheet
from desktop.printing.receipt import receipt
from tests.printing.reading import page_texts
from tests.printing.specimens import (
    NOTO_ONLY,
    answered,
    batch,
    delivery,
    fingerprint,
    handed_over,
    recovery,
)
from tests.printing.test_review_form import assert_in_order


def test_a_batch_list_counts_its_rows_by_kind_and_ends_with_the_receipt_to_tear_off() -> None:
    record = batch(6)
    (text,) = page_texts(batch_lists([record], NOTO_ONLY))
    assert_in_order(
        text, "政府信息报送清单", record.number, record.office, record.receiver, record.period, "共5件：新增4、更正1；撤回1件",
        "12个，23.6MB", record.file_name, record.rows[0].title, record.rows[0].document_number, record.rows[5].title,
        record.sm3.upper()[:32], record.sha256.upper()[:32], "回执联", "政府信息报送回执", f"{record.number}，5件，撤回1件",
        "接收人：",
    )  # fmt: skip
    for row in record.rows:
        assert row.form_number in text
        assert row.digest[:8].upper() in text


@pytest.mark.parametrize("count", [7, 8, 9, 11, 12, 18, 19, 20, 21, 22, 29, 38, 39, 40])
def test_every_row_of_a_longer_list_is_printed_once_and_the_tail_keeps_company(count: int) -> None:
    texts = page_texts(batch_lists([batch(count)], NOTO_ONLY))
    numbers = [row.form_number for row in batch(count).rows]
    assert ["".join(texts).count(number) for number in numbers] == [1] * count
    for text in texts[1:]:
        assert "政府信息报送清单（续）" in text
        assert "审查表编号" in text
    assert "回执联" in texts[-1]
    if len(texts) > 1:
        assert sum(number in texts[-1] for number in numbers) >= 3


def test_a_nil_batch_says_so() -> None:
    (text,) = page_texts(batch_lists([batch(0)], NOTO_ONLY))
    assert_in_order(text, "共0件（零报告）", "本期无报送信息（零报告）。", "签名：", "回执联")


def test_a_catalogue_repeats_its_head_and_totals_what_it_lists() -> None:
    record = delivery(38)
    texts = page_texts(catalogue(record, NOTO_ONLY))
    assert len(texts) == 3
    pages = sum(row.pages * row.copies for row in record.rows)
    for text in texts:
        assert "索引号题名文号责任者" in text
        assert "接收单位：临江省档案馆" in text
    assert_in_order(
        texts[-1], "（续）", f"目录38条；纸质38件、76份、{pages}页；电子38件、38个文件、18.4MB。", "经办人：苏见"
    )
    assert "合计" not in texts[0]


def test_a_catalogue_tells_when_paper_and_files_differ() -> None:
    record = delivery(3)
    rows = (replace(record.rows[0], copies=0), *record.rows[1:])
    (text,) = page_texts(catalogue(replace(record, rows=rows), NOTO_ONLY))
    assert "纸质2件、4份" in text
    assert "纸质与电子件数不符" in text


def test_a_delivery_without_rows_is_a_nil_return() -> None:
    (text,) = page_texts(catalogue(delivery(0), NOTO_ONLY))
    assert_in_order(text, "本期无送交的主动公开政府信息（零报告）。", "目录0条", "送交单位（公章）", "接收单位（公章）")


def test_a_row_higher_than_a_page_goes_on_over_the_next() -> None:
    record = delivery(2)
    rows = (record.rows[0], replace(record.rows[1], title="囍" * 5000))
    pages = page_texts(catalogue(replace(record, rows=rows), NOTO_ONLY))
    assert len(pages) > 1
    assert "".join(pages).count("囍") == 5000
    assert "送交单位（公章）" in pages[-1]


def test_a_handover_document_has_every_fact() -> None:
    record = handed_over()
    (text,) = page_texts(handover(record, NOTO_ONLY))
    assert_in_order(
        text, record.number, "一式四份", record.unit, record.receiver, record.nature, record.batch, record.paper,
        record.electronic, record.medium, record.medium_number, record.digest.upper()[:32],
        *(option.label for option in record.checks), record.enclosed, record.remark, "移交单位（公章）", "单位负责人：",
    )  # fmt: skip


def test_a_receipt_tells_outcomes_fields_and_gaps() -> None:
    record = answered()
    (text,) = page_texts(receipt(record, NOTO_ONLY))
    assert_in_order(
        text, record.number, record.office, record.centre, record.batch_number, "共4件：接收2、退回补正1、已登记1",
        "099900127/2026-00198", "退回补正", "补正：文号、附件。", "附件2第3页仍有当事人住址",
        "以下批次未收到：报〔2026〕LSC-0015。", record.digest.upper()[:32], record.remark, "接收人：何明川",
    )  # fmt: skip
    assert "冲突情况" not in text
    (conflicted,) = page_texts(receipt(replace(record, conflicts=("保审〔2026〕LSC-0034",), gaps=()), NOTO_ONLY))
    assert_in_order(conflicted, "无缺批。", "冲突情况", "保审〔2026〕LSC-0034")


def test_a_long_receipt_runs_over_several_pages_without_losing_a_row() -> None:
    record = answered()
    rows = tuple(replace(record.rows[2], form_number=f"保审〔2026〕LSC-{n:04}") for n in range(50))
    texts = page_texts(receipt(replace(record, rows=rows), NOTO_ONLY))
    assert len(texts) > 2
    assert ["".join(texts).count(row.form_number) for row in rows] == [1] * 50


def test_the_recovery_key_is_printed_group_by_group() -> None:
    (text,) = page_texts(recovery_key_sheet(recovery(), NOTO_ONLY))
    parts = [f"{n}{group}" for n, group in enumerate(recovery().key.split("-"), 1)]
    assert_in_order(text, "应急密钥", "临江省司法厅", "律师工作处", "魏知微", *parts, "保险柜", "启用日期")


def test_a_fingerprint_is_printed_in_groups_of_four_whatever_its_spacing() -> None:
    record = fingerprint()
    spaced = " ".join(record.fingerprint[i : i + 4] for i in range(0, 32, 4))
    data = fingerprint_sheet(record, NOTO_ONLY)
    assert fingerprint_sheet(replace(record, fingerprint=spaced), NOTO_ONLY) == data
    (text,) = page_texts(data)
    parts = [f"{n + 1}{record.fingerprint.upper()[4 * n : 4 * n + 4]}" for n in range(8)]
    assert_in_order(text, "公钥指纹登记单", "SM2（SM3）", *parts, "出具单位（公章）", "复核人：")
