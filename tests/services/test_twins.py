"""What seems to be registered twice is told, with the way to the other one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from desktop.rules.items import ItemContent
from desktop.rules.states import ItemState
from desktop.services import intake, item_detail, items, ledger, reviews
from desktop.services.ledger import LedgerFilter
from desktop.services.twins import NEAR_TITLE, SAME_DOCUMENT, SAME_NUMBER, twins
from tests.services.ends import Ends, register


def test_the_same_document_is_told_first_and_under_another_name(ends: Ends, document: Path, tmp_path: Path) -> None:
    other = tmp_path / "另存.txt"
    other.write_bytes(document.read_bytes())
    with ends.at("lin") as desk:
        first = register(desk, document)
        assert twins(desk, first) == ()
        second = intake.register_document(desk, other).uuid
        (twin,) = twins(desk, second)
        assert (twin.uuid, twin.number, twin.state, twin.why) == (first, "LSGZ-0001", ItemState.DRAFT, SAME_DOCUMENT)
        items.discard_draft(desk, first, "重复登记")
        assert twins(desk, second) == ()


def test_the_same_number_is_told_but_not_where_it_is_merely_cited(ends: Ends, document: Path, tmp_path: Path) -> None:
    citing = tmp_path / "答复.txt"
    citing.write_text("关于某建议的答复\n按照临司〔2026〕47号要求办理。\n", "utf-8")
    with ends.at("lin") as desk:
        first = register(desk, document)
        reviews.submit(desk, first)
        intake.register_document(desk, citing)
        typed = items.create_draft(desk, ItemContent(title="检查方案", document_number="临司〔2026〕4号"))
        assert twins(desk, typed) == ()
        detail = item_detail.detail(desk, typed)
        assert detail.draft_version is not None
        mended = replace(detail.content, document_number="临司 [2026] 47号")
        items.save_draft(desk, typed, mended, detail.draft_version, "test")
        (twin,) = twins(desk, typed)
        assert (twin.uuid, twin.state, twin.why) == (first, ItemState.IN_REVIEW, SAME_NUMBER)
        assert twins(desk, first) == ()


def test_a_slip_in_the_title_is_found_and_another_year_is_not(ends: Ends) -> None:
    title = "临江省司法厅关于2026年律师事务所年度检查考核结果的公告"
    with ends.at("lin") as desk:
        first = items.create_draft(desk, ItemContent(title=title))
        slip = items.create_draft(desk, ItemContent(title=title.replace("事务所", "事物所")))
        year = items.create_draft(desk, ItemContent(title=title.replace("2026", "2025")))
        assert [(one.uuid, one.why) for one in twins(desk, slip)] == [(first, NEAR_TITLE)]
        assert twins(desk, year) == ()
        for odd in ("", "——", '"* OR 1', "公告"):
            assert twins(desk, items.create_draft(desk, ItemContent(title=odd))) == ()


def test_a_digest_in_the_index_is_never_hit_by_what_a_user_looks_for(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        sm3 = item_detail.detail(desk, uuid).documents[0].sm3
        assert len(ledger.ledger_keys(desk, LedgerFilter(text=sm3))) == 0
        assert len(ledger.ledger_keys(desk, LedgerFilter(text="规范化建设"))) == 1
