"""The ledger: what matches, in which order, how it is counted, exported and told as history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop.errors import Cancelled, UserError
from desktop.rules.items import Attribute, Channel, ItemContent
from desktop.rules.periods import Month
from desktop.rules.states import ItemState
from desktop.services import (
    home,
    imports,
    inspection,
    item_detail,
    items,
    ledger,
    ledger_export,
    papers,
    publication,
    reviews,
)
from desktop.services.action_words import ACTIONS, action_words
from desktop.services.desk import Desk
from desktop.services.ledger import LedgerFilter, Order
from desktop.services.publication import Published
from desktop.services.reviews import Verdict
from tests.services.ends import DOCUMENT, Ends, found_ends, register, review_at_office, send

ROWS = (
    ("关于公布律师执业人员名单的公告", date(2026, 10, 26), Attribute.PROACTIVE),
    ("关于开展公证质量检查的通知", date(2026, 11, 10), Attribute.PROACTIVE),
    ("律师事务所年度检查考核结果", date(2026, 11, 18), Attribute.ON_REQUEST),
    ("没有日期的草稿", None, Attribute.PROACTIVE),
)


@pytest.fixture
def ends(tmp_path: Path) -> Ends:
    return found_ends(tmp_path)


@pytest.fixture
def desk(ends: Ends) -> Iterator[Desk]:
    with ends.at("lin") as desk:
        for title, day, attribute in ROWS:
            items.create_draft(desk, ItemContent(title=title, signed_on=day, attribute=attribute))
        yield desk


def titles(desk: Desk, wanted: LedgerFilter, order: Order = Order.DATE, descending: bool = True) -> list[str]:
    return [row.title for row in ledger.ledger_rows(desk, ledger.ledger_keys(desk, wanted, order, descending))]


def test_the_newest_comes_first_and_an_item_without_a_limit_last(desk: Desk) -> None:
    first, second, third, undated = (row[0] for row in ROWS)
    assert titles(desk, LedgerFilter()) == [undated, third, second, first]
    assert titles(desk, LedgerFilter(), descending=False) == [first, second, third, undated]
    assert titles(desk, LedgerFilter(), Order.DUE, False) == [first, second, third, undated]
    assert titles(desk, LedgerFilter(), Order.DUE, True)[:2] == [second, first]
    assert titles(desk, LedgerFilter(), Order.NUMBER, False) == [first, second, third, undated]


def test_one_character_is_enough_and_every_filter_narrows(desk: Desk) -> None:
    assert titles(desk, LedgerFilter(text="律")) == [ROWS[2][0], ROWS[0][0]]
    assert titles(desk, LedgerFilter(text="律"), descending=False) == [ROWS[0][0], ROWS[2][0]]
    assert titles(desk, LedgerFilter(text="律"), Order.DUE, False) == [ROWS[0][0], ROWS[2][0]]
    assert titles(desk, LedgerFilter(text="律", attribute=Attribute.ON_REQUEST)) == [ROWS[2][0]]
    assert titles(desk, LedgerFilter(text="，。")) == []
    assert titles(desk, LedgerFilter(signed_from=date(2026, 11, 10))) == [ROWS[2][0], ROWS[1][0]]
    assert titles(desk, LedgerFilter(signed_to=date(2026, 11, 10))) == [ROWS[1][0], ROWS[0][0]]
    assert titles(desk, LedgerFilter(signed_from=date(1, 1, 1), signed_to=date.max)) != []
    assert titles(desk, LedgerFilter(states=(ItemState.IN_REVIEW,))) == []
    assert titles(desk, LedgerFilter(office_id="another")) == []


def test_a_day_of_the_strip_finds_internal_and_statutory_limits(desk: Desk) -> None:
    row = next(
        row for row in ledger.ledger_rows(desk, ledger.ledger_keys(desk, LedgerFilter())) if row.title == ROWS[1][0]
    )
    assert row.internal_due
    assert row.statutory_due
    for day in (row.internal_due, row.statutory_due):
        assert titles(desk, LedgerFilter(due_from=day, due_to=day)) == [ROWS[1][0]]
    assert titles(desk, LedgerFilter(due_to=date(2026, 11, 1))) == []
    assert titles(desk, LedgerFilter(late_on=row.statutory_due)) == [ROWS[0][0]]


def test_items_are_found_by_uuid_and_counted_by_attribute(desk: Desk) -> None:
    keys = ledger.ledger_keys(desk, LedgerFilter())
    rows = ledger.ledger_rows(desk, keys)
    assert [ledger.key_of(desk, row.uuid) for row in rows] == list(keys)
    assert ledger.key_of(desk, "nobody") is None
    assert ledger.attribute_counts(desk, keys) == {Attribute.PROACTIVE: 3, Attribute.ON_REQUEST: 1}
    assert ledger.attribute_counts(desk, keys[1:2]) == {Attribute.ON_REQUEST: 1}
    assert ledger.attribute_counts(desk, ()) == {}


def test_the_export_holds_what_is_shown_and_is_audited(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "台账.xlsx"
    keys = ledger.ledger_keys(desk, LedgerFilter(text="律"))
    told: list[tuple[int, int]] = []

    assert ledger_export.export_ledger(desk, [*keys, 12], target, lambda done, total: told.append((done, total))) == 2

    sheet = load_workbook(target).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ledger_export.HEADERS
    assert [row[1] for row in rows[1:]] == [ROWS[2][0], ROWS[0][0]]
    assert rows[2][3:7] == ("草稿", None, rows[2][5], "主动公开")
    assert told[-1] == (3, 3)


def test_a_cancelled_export_leaves_the_old_file(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "台账.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(Cancelled):
        ledger_export.export_ledger(desk, ledger.ledger_keys(desk, LedgerFilter()), target, cancelled=lambda: True)
    assert target.read_bytes() == b"old"
    assert [one.name for one in tmp_path.glob("*.part")] == []
    with pytest.raises(UserError):
        ledger_export.export_ledger(desk, (), tmp_path / "missing" / "台账.xlsx")


def test_review_forms_of_several_items_go_into_one_file(desk: Desk, tmp_path: Path) -> None:
    uuids = [row.uuid for row in ledger.ledger_rows(desk, ledger.ledger_keys(desk, LedgerFilter()))]
    papers.save_review_forms(desk, uuids[:2], tmp_path / "审查表.pdf")
    assert (tmp_path / "审查表.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(Cancelled):
        papers.save_review_forms(desk, uuids, tmp_path / "没有.pdf", cancelled=lambda: True)
    assert not (tmp_path / "没有.pdf").exists()


def test_home_tells_each_end_what_is_its_own(ends: Ends, tmp_path: Path) -> None:
    document = tmp_path / "通知.txt"
    document.write_text(DOCUMENT, encoding="utf-8")
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        late = items.create_draft(desk, ItemContent(title="早该公开的目录", signed_on=date(2026, 9, 1)))
        found = home.home(desk)
        assert [row.uuid for row in found.first] == [late, uuid]
        assert found.late == {ItemState.DRAFT: 1}
        assert (found.overdue, found.due_today) == (1, 0)
    review_at_office(ends, uuid)
    package = send(ends, uuid)
    with ends.at("lin") as desk:
        found = home.home(desk)
        assert (found.unreceipted, [row.uuid for row in found.first]) == (1, [late])
    with ends.at("wang") as desk:
        imports.import_batch(desk, inspection.inspect(desk, package), {})
        assert [row.uuid for row in home.home(desk).first] == [uuid]
        assert "律师工作处" in home.home(desk).news[0][0]
    for login in ("li", "sun"):
        with ends.at(login) as desk:
            reviews.sign(desk, uuid, Verdict(text="同意。"))
    with ends.at("wang") as desk:
        publication.record_publication(
            desk, uuid, Published(date(2026, 11, 20), Channel.WEBSITE, "https://sft.example.gov.cn/art/1.html")
        )
        month = Month.of(date(2026, 11, 20))
        assert home.home(desk).published_by_month[-1] == (month, 1)
        shown = titles(desk, LedgerFilter(published_from=month.first_day, published_to=month.last_day))
        assert len(shown) == 1
        assert titles(desk, LedgerFilter(published_to=date(2026, 10, 31))) == []
        history = [(line.actor, line.action) for line in item_detail.detail(desk, uuid).history]
        assert history == [("王晓彤", "publish"), ("孙永平", "sign"), ("李建国", "sign"), ("王晓彤", "import_batch")]
        assert all(action in ACTIONS for _actor, action in history)
    with ends.at("lin") as desk:
        actions = [line.action for line in item_detail.detail(desk, uuid).history]
        assert actions == [
            *("write_batch", "assemble", "sign", "sign", "submit", "edit", "register"),
        ]
    assert action_words("something_newer") == "something_newer"
