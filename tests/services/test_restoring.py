"""Putting a backup back with the recovery key."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.errors import UserError
from desktop.models import AuditEntry, Batch
from desktop.rules.roles import End
from desktop.rules.states import ItemState
from desktop.services import (
    amending,
    batches,
    imports,
    inspection,
    item_detail,
    item_rows,
    items,
    ledger,
    office_receipts,
    receipts,
    restoring,
    reviews,
    upkeep,
)
from desktop.services.inspected import Novelty
from desktop.services.ledger import LedgerFilter
from tests.services.ends import DOCUMENT, Ends, answer_again, change, register, review_at_office, send
from tests.services.sent import Sent, take


def _titles(ends: Ends) -> list[str]:
    with ends.at("lin") as desk:
        return [row.title for row in ledger.ledger_rows(desk, ledger.ledger_keys(desk, LedgerFilter()))]


def test_a_wrong_recovery_key_moves_nothing(ends: Ends) -> None:
    with ends.at("lin") as desk:
        items.create_draft(desk)
        upkeep.back_up(desk)
        items.create_draft(desk)
    folder = ends.folder(End.OFFICE)
    before = _titles(ends)
    ((_when, backup),) = restoring.kept_backups(folder)
    with pytest.raises(UserError):
        restoring.restore(folder, backup, ends.recovery["centre"], clock=ends.clock)
    with pytest.raises(UserError, match="不是本数据文件夹的备份"):
        restoring.restore(folder, folder.root, ends.recovery["office"], clock=ends.clock)
    assert _titles(ends) == before


def test_a_restored_centre_does_not_use_a_receipt_number_twice(ends: Ends, tmp_path: Path) -> None:
    document = tmp_path / "通知.txt"
    document.write_text(DOCUMENT, encoding="utf-8")
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    package = send(ends, uuid)
    with ends.at("wang") as desk:
        taken = imports.import_batch(desk, inspection.inspect(desk, package), {})
    with ends.at("he") as desk:
        upkeep.back_up(desk)
    with ends.at("wang") as desk:
        first = receipts.issue_receipt(desk, taken.id, ends.stick)
    ends.put_back(End.CENTRE)
    with ends.at("wang") as desk:
        imports.return_item(desk, uuid, "概述太短", ["summary"])
        second = receipts.issue_receipt(desk, taken.id, ends.stick)
    assert second.seq > first.seq
    with ends.at("lin") as desk:
        office_receipts.read_receipt(desk, first.path)
        office_receipts.read_receipt(desk, second.path)
        assert item_detail.detail(desk, uuid).state is ItemState.RETURNED


def test_a_restore_that_is_interrupted_leaves_no_store_that_goes_on_in_the_old_epoch(ends: Ends) -> None:
    """Else a backup stood in the place of the store, and its numbers were used twice."""
    with ends.at("lin") as desk:
        items.create_draft(desk)
        upkeep.back_up(desk)
        items.create_draft(desk)
    folder, before, calls = ends.folder(End.OFFICE), _titles(ends), []
    kept = sorted(folder.backup.iterdir())

    def dies() -> datetime:
        calls.append(ends.clock())
        if len(calls) == 2:  # the first is the moment of the restore, the second that of the new epoch
            raise KeyboardInterrupt
        return calls[-1]

    ((_when, backup),) = restoring.kept_backups(folder)
    with pytest.raises(KeyboardInterrupt):
        restoring.restore(folder, backup, ends.recovery["office"], clock=dies)
    assert _titles(ends) == before
    assert sorted(folder.backup.iterdir()) == kept


def _new_number(ends: Ends, login: str = "lin") -> str:
    with ends.at(login) as desk:
        return item_detail.detail(desk, items.create_draft(desk)).form_number


def test_no_form_number_that_may_have_been_given_after_the_backup_is_given_again(ends: Ends) -> None:
    with ends.at("lin") as desk:
        upkeep.back_up(desk)
    assert _new_number(ends) == "保审〔2026〕LSGZ-0001"
    done = ends.put_back(End.OFFICE)
    assert done.next_number == "LSGZ-0201"
    assert "从 LSGZ-0201 接着编" in done.numbers_words
    assert "停用的公钥" in done.again_words
    assert _new_number(ends) == "保审〔2026〕LSGZ-0201"
    with ends.at("lin") as desk, desk.store.reading() as session:
        begun = session.scalars(select(AuditEntry).where(AuditEntry.action == "epoch.begun")).one()
        assert begun.detail["series"]["form:LSGZ:2026"] == 200
    with ends.at("lin") as desk:
        batch = batches.write(desk, batches.assemble(desk, (), "2026年11月下"), ends.stick).batch
        assert batch.paper_number == "2026年第011批"


def test_numbers_go_on_after_those_of_a_replaced_store_that_can_still_be_read(ends: Ends) -> None:
    with ends.at("lin") as desk:
        upkeep.back_up(desk)
        with desk.store.transaction() as session:
            item_rows.next_numbers(session, "form:LSGZ:2026", 730)  # a ledger of 730 rows, say
    ends.put_back(End.OFFICE)
    assert _new_number(ends) == "保审〔2026〕LSGZ-0901"


def test_numbers_go_on_after_the_one_read_off_the_papers_when_the_replaced_store_is_lost(ends: Ends) -> None:
    with ends.at("lin") as desk:
        upkeep.back_up(desk)
    ends.folder(End.OFFICE).database.write_bytes(b"nothing that can be read")
    with pytest.raises(UserError, match="编号看不明白"):
        ends.put_back(End.OFFICE, last_used="LSGZ-十二")
    ends.put_back(End.OFFICE, last_used="保审〔2026〕LSGZ-0450")
    assert _new_number(ends) == "保审〔2026〕LSGZ-0601"


def test_a_series_that_began_after_the_backup_leaps_too(ends: Ends) -> None:
    with ends.at("lin") as desk:
        upkeep.back_up(desk)
    ends.folder(End.OFFICE).database.write_bytes(b"nothing that can be read")
    ends.clock.moment += timedelta(days=60)
    assert ends.put_back(End.OFFICE).next_number == "LSGZ-0101"
    assert _new_number(ends) == "保审〔2027〕LSGZ-0101"


@pytest.mark.parametrize("readable", [True, False])
def test_an_older_backup_put_back_a_second_time_uses_neither_epoch_nor_number_again(ends: Ends, readable: bool) -> None:
    """Fault 18: what the first restore began is known from what lies in the folder, not from the backup."""
    with ends.at("lin") as desk:
        upkeep.back_up(desk)
    oldest = restoring.kept_backups(ends.folder(End.OFFICE))[-1][1]
    written: set[tuple[int, int, str]] = set()
    for turn in range(3):
        if turn:
            if not readable:
                ends.folder(End.OFFICE).database.write_bytes(b"nothing that can be read")
            restoring.restore(ends.folder(End.OFFICE), oldest, ends.recovery["office"], clock=ends.clock)
        with ends.at("lin") as desk:
            batch = batches.assemble(desk, (), "2026年11月下")
            view = batches.write(desk, batch, ends.stick).batch
            with desk.store.reading() as session:
                row = session.get_one(Batch, view.id)
                written.add((row.epoch, row.seq, row.paper_number if readable else ""))
    assert len(written) == 3
    assert {epoch for epoch, _seq, _number in written} == {1, 2, 3}


def test_a_version_of_a_restored_office_that_others_have_overtaken_comes_back(sent: Sent) -> None:
    """It is no late arrival: the versions at the centre were not made from it, and nobody would look at it again."""
    ends = sent.ends
    take(ends, sent.package)
    with ends.at("lin") as desk:
        upkeep.back_up(desk)
        amending.correct(desk, sent.uuid, "电话有误")
        answer_again(desk, sent.uuid)
        reviews.submit(desk, sent.uuid)
        items.revise(desk, sent.uuid)
        answer_again(desk, sent.uuid)
        change(desk, sent.uuid, summary="检查律师事务所。")
    review_at_office(ends, sent.uuid)
    take(ends, send(ends, sent.uuid))
    ends.put_back(End.OFFICE)
    with ends.at("lin") as desk:
        amending.correct(desk, sent.uuid, "概述有误")
        answer_again(desk, sent.uuid)
        change(desk, sent.uuid, summary="检查规范化建设。")
    review_at_office(ends, sent.uuid)
    package = send(ends, sent.uuid)
    with ends.at("wang") as desk:
        found = inspection.inspect(desk, package)
        assert [(one.rev, one.our_rev, one.novelty) for one in found.items] == [(2, 3, Novelty.DIVERGED)]
        taken = imports.import_batch(desk, found, {})
        assert (taken.accepted, taken.disputed) == (0, 1)
        assert item_detail.detail(desk, sent.uuid).content.summary == "检查律师事务所。"
        answer = receipts.issue_receipt(desk, taken.id, ends.stick).path
    with ends.at("lin") as desk:
        office_receipts.read_receipt(desk, answer)
        shown = item_detail.detail(desk, sent.uuid)
        assert (shown.state, "另一份内容" in shown.returned_reason) == (ItemState.RETURNED, True)
