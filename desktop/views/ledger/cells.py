"""Columns and cells of the ledger."""

from __future__ import annotations

from datetime import date

from desktop.labels import FIELDS, word
from desktop.rules.roles import End
from desktop.rules.states import ItemState
from desktop.services.desk import Desk
from desktop.services.ledger import OPEN, LedgerRow, Order
from desktop.views.forged import FORGED
from desktop.views.ledger.marks import places
from desktop.views.limits import day_words, limit_words
from desktop.views.table_models import Cell, ChipCell, Column, DateCell, Row, TitleCell

OVER = (ItemState.STOPPED, ItemState.WITHDRAWN, ItemState.DISCARDED)
_KEPT = (ItemState.WITHHELD, ItemState.REGISTERED)


def columns(end: End) -> tuple[Column, ...]:
    """The columns of an end: an office needs no office column and sees the document's date instead."""
    office = end is End.OFFICE
    return (
        Column("number", FIELDS["form_number"], 96, "number", sort=Order.NUMBER, fixed=True),
        Column("title", "标题", 300, "title", sort=Order.TITLE, fixed=True),
        Column("office", "处室", 110, hidden=office),
        Column("signed_on", FIELDS["signed_on"], 100, sort=Order.DATE, hidden=not office),
        Column("state", FIELDS["state"], 100),
        Column("due", "公开期限", 184, sort=Order.DUE),
        Column("document_number", FIELDS["document_number"], 150, hidden=True),
        Column("attribute", "属性", 90, hidden=True),
        Column("index_number", FIELDS["index_number"], 160, hidden=True),
        Column("published_on", FIELDS["published_on"], 100, hidden=True),
    )


def row_of(desk: Desk, record: LedgerRow, query: str, forged: bool = False) -> Row:
    """One line of the ledger, with what was searched for marked in its title; `forged` when a signature is invalid."""
    return Row(
        record.key,
        (
            record.number,
            _title(record, query),
            record.office,
            _day(record.signed_on),
            FORGED if forged else _state(record),
            due_cell(desk, record),
            record.document_number,
            word(record.attribute),
            record.index_number,
            _day(record.published_on),
        ),
        dimmed=record.state in OVER,
    )


def title_words(state: ItemState, title: str) -> str:
    """The title, or why there is none."""
    if title:
        return title
    return "停止登记，内容没有保存" if state is ItemState.STOPPED else "还没有填写标题"


def due_cell(desk: Desk, record: LedgerRow) -> DateCell:
    """The limit while it runs; afterwards when the item was published, or when it is to be looked at again."""
    today = desk.today()
    if record.state in OPEN and record.statutory_due is not None:
        words, tone = limit_words(desk, record.statutory_due)
        return DateCell(day_words(record.statutory_due, today), words, tone)
    if record.published_on is not None:
        return DateCell(day_words(record.published_on, today), "公开")
    if record.state in _KEPT and record.next_review_on is not None:
        return DateCell(day_words(record.next_review_on, today), "复核")
    if record.state is ItemState.AWAITING_RECEIPT and record.statutory_due is not None:
        return DateCell(day_words(record.statutory_due, today), "已报送")
    return DateCell("")


def _title(record: LedgerRow, query: str) -> TitleCell:
    shown = title_words(record.state, record.title)
    if not query:
        return TitleCell(shown)
    marks = places(record.title, query)
    return TitleCell(shown, marks, "" if marks else _elsewhere(record, query))


def _elsewhere(record: LedgerRow, query: str) -> str:
    named = (("文号", record.document_number), ("编号", record.number), ("索引号", record.index_number))
    return next((f"见{name}" for name, value in named if places(value, query)), "见正文或附件")


def _state(record: LedgerRow) -> Cell:
    return ChipCell("冲突") if record.conflict else ChipCell(word(record.state))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
