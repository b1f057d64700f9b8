"""Form numbers that were given twice (fault 18): one item returns alone, and gets a number of its own."""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import update

from desktop.errors import UserError
from desktop.formats.package import read_package
from desktop.formats.package_writing import sign_user_keys, write_package
from desktop.models import Agency, Counter, Item
from desktop.rules.roles import End
from desktop.rules.states import ItemState
from desktop.services import (
    batches,
    imports,
    inspection,
    item_detail,
    items,
    office_receipts,
    receipts,
    upkeep,
)
from desktop.services.imports import Decision
from desktop.services.inspected import NUMBER_TAKEN
from tests.services.ends import DOCUMENT, Ends, complete, register, review_at_office, send
from tests.services.forging import as_item, office_key
from tests.services.sent import Sent, take


def test_fault_18_an_item_under_the_number_of_another_returns_alone_and_gets_a_number_of_its_own(
    sent: Sent, tmp_path: Path
) -> None:
    """An office that an earlier program restored: a new epoch, but a number that the centre has."""
    ends = sent.ends
    take(ends, sent.package)
    folder = ends.folder(End.OFFICE).root
    shutil.rmtree(folder)
    shutil.copytree(ends.root / "office.before", folder)
    with ends.at("lin") as desk:
        with desk.store.transaction() as session:
            session.get_one(Counter, "form:LSGZ:2026").last = 0
            session.execute(update(Item).values(form_number="备份里没有", short_number="备份里没有"))
            session.execute(update(Agency).values(epoch=2))
        made = []
        for name in ("会议", "培训"):
            path = tmp_path / f"{name}.txt"
            path.write_text(f"临江省司法厅关于{name}的通知\n", encoding="utf-8")
            made.append(register(desk, path))
    for uuid in made:
        review_at_office(ends, uuid)
    package = send(ends, *made)
    with ends.at("wang") as desk:
        found = inspection.inspect(desk, package)
        told = {one.uuid: one.incomplete for one in found.items}
        assert told == {made[0]: NUMBER_TAKEN, made[1]: ""}
        with pytest.raises(UserError, match="须换新编号"):
            imports.import_batch(desk, found, {})
        taken = imports.import_batch(desk, found, {made[0]: Decision(False, "编号重复")})
        assert (taken.accepted, taken.returned) == (1, 1)
        assert item_detail.detail(desk, made[0]).form_number == f"保审〔2026〕LSGZ-0001（重号 {made[0]}）"
        receipt = receipts.issue_receipt(desk, taken.id, ends.stick).path
    with ends.at("lin") as desk:
        news = office_receipts.read_receipt(desk, receipt)
        assert news.renumbered == (("LSGZ-0001", "LSGZ-0201"),)
        assert office_receipts.read_receipt(desk, receipt).renumbered == ()
        mine = item_detail.detail(desk, made[0])
        assert (mine.state, mine.form_number) == (ItemState.RETURNED, "保审〔2026〕LSGZ-0201")
        assert "原编号 LSGZ-0001 不再使用" in mine.returned_reason
        again = batches.write(desk, news.batch_id, tmp_path)  # E-FORK if it told the new number
        assert again.batch.manifest_hash == found.manifest_hash
        items.revise(desk, made[0])
        complete(desk, made[0])
    review_at_office(ends, made[0])
    assert take(ends, send(ends, made[0])).accepted == 1
    with ends.at("wang") as desk:
        mended = item_detail.detail(desk, made[0])
        assert (mended.form_number, mended.state) == ("保审〔2026〕LSGZ-0201", ItemState.PENDING)
        assert item_detail.detail(desk, sent.uuid).form_number == "保审〔2026〕LSGZ-0001"


def test_two_items_of_one_batch_under_one_number_are_told_apart(sent: Sent) -> None:
    """Not a bug to fall over: the second one returns alone."""
    with read_package(sent.package, lambda _header, _key: None) as opened:
        (one,) = opened.items
        twin = replace(as_item(one, "ffffffff-0000-4000-8000-000000000000", one.form_number), signoffs=())
        documents = {sm3: (size, partial(opened.attachment, sm3)) for sm3, size in opened.attachments.items()}
        key = office_key(sent.ends)
        people = sign_user_keys(opened.header.agency_code, "LSGZ", opened.user_keys, key)
        write_package(sent.forged, opened.header, [one, twin], opened.stubs, people, documents, key)
    with sent.ends.at("wang") as desk:
        found = inspection.inspect(desk, sent.forged)
        (doubled,) = [one for one in found.items if one.number_taken]
        assert imports.import_batch(desk, found, {doubled.uuid: Decision(False, "重号")}).returned == 1


def test_fault_18_what_a_restored_office_registers_anew_is_taken_in(ends: Ends, tmp_path: Path) -> None:
    document = tmp_path / "通知.txt"
    document.write_text(DOCUMENT, encoding="utf-8")
    with ends.at("lin") as desk:
        upkeep.back_up(desk)
        lost = register(desk, document)
    review_at_office(ends, lost)
    take(ends, send(ends, lost))
    ends.put_back(End.OFFICE)
    other = tmp_path / "另一件.txt"
    other.write_text("临江省司法厅关于另一件事的通知\n", encoding="utf-8")
    with ends.at("lin") as desk:
        new = register(desk, other)
    review_at_office(ends, new)
    assert take(ends, send(ends, new)).accepted == 1
    with ends.at("wang") as desk:
        numbers = [item_detail.detail(desk, one).form_number for one in (lost, new)]
        assert numbers == ["保审〔2026〕LSGZ-0001", "保审〔2026〕LSGZ-0201"]
