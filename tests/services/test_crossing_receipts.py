"""Receipts of an item's versions that cross: in whatever order they are read, the office ends with what is true."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop.formats.receipt import ReceiptItem, write_receipt
from desktop.models import Batch, EarlierPublication, Item, Publication
from desktop.rules.roles import End
from desktop.rules.states import ItemOutcome, ItemState
from desktop.services import accounts, amending, imports, items, office_receipts, publication, receipts
from desktop.services.desk import Desk
from tests.services.ends import Ends, Time, complete, review_at_office, send
from tests.services.sent import Sent, take
from tests.services.test_ways_back import publish

FIRST, SECOND = "https://sft.example.gov.cn/1.html", "https://sft.example.gov.cn/2.html"


@dataclass(frozen=True, slots=True)
class Corrected:
    """Version 1 is in public at the centre, version 2 was sent by the office and taken in; no receipt was read."""

    ends: Ends
    uuid: str
    first: int
    second: int

    def receipt(self, batch: int, name: str) -> Path:
        """The receipt of a batch as things stand now, under a name of its own."""
        with self.ends.at("wang") as desk:
            written = receipts.issue_receipt(desk, batch, self.ends.stick).path
        return written.rename(written.with_name(f"{name}.json"))

    def line(self, batch: int) -> ReceiptItem:
        with self.ends.at("wang") as desk:
            (line,) = receipts.issue_receipt(desk, batch, self.ends.stick).record.items
            return line


def corrected_from(sent: Sent) -> Corrected:
    ends = sent.ends
    first = take(ends, sent.package).id
    publish(ends, sent.uuid, FIRST)
    with ends.at("lin") as desk:
        amending.correct(desk, sent.uuid, "电话有误")
        complete(desk, sent.uuid, summary="在全省开展检查。")
    review_at_office(ends, sent.uuid)
    return Corrected(ends, sent.uuid, first, take(ends, send(ends, sent.uuid)).id)


@pytest.fixture
def corrected(sent: Sent) -> Corrected:
    return corrected_from(sent)


def told(line: ReceiptItem) -> tuple[int, ItemOutcome, str, str]:
    return line.rev, line.outcome, line.address, line.published_on


def test_a_receipt_tells_the_publication_of_its_own_version_alone(corrected: Corrected) -> None:
    public = (1, ItemOutcome.PUBLISHED, FIRST, "2026-11-20")
    assert told(corrected.line(corrected.first)) == public
    assert told(corrected.line(corrected.second)) == (2, ItemOutcome.RECEIVED, "", "")
    with corrected.ends.at("wang") as desk:
        imports.return_item(desk, corrected.uuid, "概述太短", ["summary"])
        assert [one.received_batch_id for one in receipts.receipts_due(desk)] == [corrected.second]
    assert told(corrected.line(corrected.first)) == public
    assert told(corrected.line(corrected.second)) == (2, ItemOutcome.RETURNED, "", "")


def test_what_was_exchanged_is_told_as_exchanged(corrected: Corrected) -> None:
    publish(corrected.ends, corrected.uuid, SECOND)
    line = corrected.line(corrected.first)
    assert told(line) == (1, ItemOutcome.PUBLISHED, FIRST, "2026-11-20")
    assert line.reason == "公开的内容已换成更正后的版本"
    assert told(corrected.line(corrected.second)) == (2, ItemOutcome.PUBLISHED, SECOND, "2026-11-20")


def test_what_was_taken_down_is_told_as_taken_down(corrected: Corrected) -> None:
    with corrected.ends.at("wang") as desk:
        items.withdraw(desk, corrected.uuid, "不再公开")
    line = corrected.line(corrected.first)
    assert (line.outcome, line.address, line.reason) == (ItemOutcome.PUBLISHED, FIRST, "")
    with corrected.ends.at("wang") as desk:
        publication.record_taken_down(desk, corrected.uuid, desk.today())
    line = corrected.line(corrected.first)
    assert (line.outcome, line.address, line.reason) == (ItemOutcome.WITHDRAWN, FIRST, "2026-11-20 已撤下")
    assert told(corrected.line(corrected.second)) == (2, ItemOutcome.WITHDRAWN, "", "")


def test_an_office_believes_no_publication_of_a_version_that_waits(corrected: Corrected) -> None:
    """As an earlier program wrote it: the line of version 2 with the address of version 1."""
    with corrected.ends.at("wang") as desk:
        issued = receipts.issue_receipt(desk, corrected.second, corrected.ends.stick)
        with desk.store.reading() as session:
            key = accounts.end_key(session)
    lines = tuple(replace(one, address=FIRST, published_on="2026-11-20") for one in issued.record.items)
    write_receipt(issued.path, replace(issued.record, items=lines), key)
    with corrected.ends.at("lin") as desk:
        office_receipts.read_receipt(desk, issued.path)
        assert known(desk)["present"] == []


def known(desk: Desk) -> dict[str, Any]:
    """All that receipts tell an office, but for moments."""
    with desk.store.reading() as session:
        columns = [(one.rev, one.address, str(one.published_on)) for one in session.scalars(select(Publication))]
        earlier = [(one.rev, one.address, str(one.published_on)) for one in session.scalars(select(EarlierPublication))]
        item = session.scalars(select(Item)).one()
        return {
            "present": columns,
            "earlier": earlier,
            "item": (item.state, item.head_rev, item.index_number, item.returned_reason),
            "batches": [(one.seq, one.state, one.receipt_seq) for one in session.scalars(select(Batch))],
        }


@dataclass(frozen=True, slots=True)
class Story:
    """The receipts of both batches at each stage, and what is true at its end."""

    corrected: Corrected
    written: tuple[Path, ...]
    state: ItemState
    present: tuple[int, str]
    earlier: tuple[tuple[int, str], ...]


def _exchanged(corrected: Corrected) -> tuple[ItemState, tuple[int, str], tuple[tuple[int, str], ...]]:
    publish(corrected.ends, corrected.uuid, SECOND)
    return ItemState.PUBLISHED, (2, SECOND), ((1, FIRST),)


def _returned(corrected: Corrected) -> tuple[ItemState, tuple[int, str], tuple[tuple[int, str], ...]]:
    with corrected.ends.at("wang") as desk:
        imports.return_item(desk, corrected.uuid, "概述太短", ["summary"])
    return ItemState.RETURNED, (1, FIRST), ()


@pytest.fixture(scope="module", params=[_exchanged, _returned])
def story(sent_once: Sent, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Story:
    root = tmp_path_factory.mktemp("story") / "ends"
    shutil.copytree(sent_once.ends.root, root)
    ends = Ends(root, Time(sent_once.ends.clock.moment), sent_once.ends.recovery)
    corrected = corrected_from(Sent(ends, sent_once.uuid, ends.stick / sent_once.package.name))
    pending = [corrected.receipt(corrected.first, "1-pending"), corrected.receipt(corrected.second, "2-pending")]
    end: Callable[[Corrected], Any] = request.param
    state, present, earlier = end(corrected)
    last = [corrected.receipt(corrected.first, "1-last"), corrected.receipt(corrected.second, "2-last")]
    return Story(corrected, (*pending, *last), state, present, earlier)


def what_is_true_in_the_end(story: Story, order: Iterable[Path]) -> None:
    with TemporaryDirectory() as folder:
        ends = Ends(Path(folder), Time(story.corrected.ends.clock.moment))
        shutil.copytree(story.corrected.ends.folder(End.OFFICE).root, ends.folder(End.OFFICE).root)
        with ends.at("lin") as desk:
            for one in order:
                office_receipts.read_receipt(desk, one)
            seen = known(desk)
    assert seen["item"][0] == story.state
    assert seen["item"][2]
    assert [one[:2] for one in seen["present"]] == [story.present]
    assert [one[:2] for one in seen["earlier"]] == list(story.earlier)


def _in_any_order(data: st.DataObject, story: Story) -> list[Path]:
    """Each receipt once, in any order, and some of them again at any time."""
    every = data.draw(st.permutations(story.written))
    return every + data.draw(st.lists(st.sampled_from(story.written), max_size=3))


@settings(max_examples=12)
@given(data=st.data())
def test_receipts_that_cross_end_in_the_same_truth(story: Story, data: st.DataObject) -> None:
    what_is_true_in_the_end(story, _in_any_order(data, story))


@pytest.mark.full
def test_receipts_that_cross_in_every_order(story: Story) -> None:
    for order in permutations(story.written):
        what_is_true_in_the_end(story, order)
