"""The return slip: who sent an item back, when, why, and which fields are to be mended."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.rules.items import Answer
from desktop.rules.review import Conclusion, Opinion
from desktop.rules.states import ItemState
from desktop.services import imports, inspection, item_detail, items, office_receipts, papers, receipts, reviews
from desktop.services.reviews import Ink, Verdict
from tests.services.ends import Ends, answer_again, register, yes
from tests.services.sent import Sent
from tests.services.test_papers import text_of


def test_the_slip_of_an_inner_return_names_the_signer(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        with pytest.raises(UserError) as refused:
            papers.return_slip_pdf(desk, uuid)
        assert refused.value.code == "E-STATE"
        reviews.submit(desk, uuid)
    with ends.at("chen") as desk:
        assert reviews.sign(desk, uuid, Verdict(Opinion.RETURN, "文号与正文不一致。")) is ItemState.RETURNED
        text = text_of(papers.return_slip_pdf(desk, uuid))
    with ends.at("lin") as desk:
        items.withdraw(desk, uuid, "不再需要")
        assert not papers.has_return_slip(item_detail.detail(desk, uuid))
    assert "信息退回补正单" in text
    assert "退回人陈志远" in text.replace("退回人退回日期", "")
    assert "2026年11月20日" in text
    assert "文号与正文不一致。" in text
    assert "没有标出具体栏目" in text


def test_the_slip_names_whoever_disagreed_or_concluded_against_it(ends: Ends, document: Path) -> None:
    unsure = (Answer.NO, Answer.UNSURE, *yes()[2:])
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict(Opinion.DISAGREE, "文号与正文不一致。"))
        assert "退回人陈志远" in text_of(papers.return_slip_pdf(desk, uuid)).replace("退回人退回日期", "")
    ends.clock.moment += timedelta(days=3)
    with ends.at("lin") as desk:
        items.revise(desk, uuid)
        answer_again(desk, uuid)
        reviews.submit(desk, uuid)
        reviews.record_ink(desk, uuid, Verdict(), Ink("陈志远", desk.today()))
    with ends.at("zhou") as desk:
        reviews.sign(desk, uuid, Verdict(text="请核实密级。", answers=unsure, conclusion=Conclusion.REFER))
    with ends.at("lin") as desk:
        items.revise(desk, uuid)
        text = text_of(papers.return_slip_pdf(desk, uuid)).replace("退回人退回日期", "")
    assert "退回人周敏" in text
    assert "2026年11月23日" in text
    assert "审查结论：报有关部门确定。第2项答“不确定”。请核实密级。" in text


def test_the_slip_of_the_centre_lists_the_marked_fields_at_both_ends(sent: Sent) -> None:
    reason = "成文日期与正文不一致，附件缺页。"
    with sent.ends.at("wang") as desk:
        view = imports.import_batch(desk, inspection.inspect(desk, sent.package), {})
        imports.return_item(desk, sent.uuid, reason, ["signed_on", "attachments"])
        at_centre = text_of(papers.return_slip_pdf(desk, sent.uuid))
        path = receipts.issue_receipt(desk, view.id, sent.ends.stick).path
    with sent.ends.at("lin") as desk:
        office_receipts.read_receipt(desk, path)
        at_office = text_of(papers.return_slip_pdf(desk, sent.uuid))
    for text in (at_centre, at_office):
        assert reason in text
        assert "1成文日期2026-11-10" in text
        assert "2附件通知.txt" in text
    assert "王晓彤" in at_centre
    assert "临江省司法厅办公室" in at_office
