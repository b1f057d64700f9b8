"""An import is taken back as long as nothing depends on it; taken in again, all is as if it had been taken in once."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desktop.errors import UserError
from desktop.models import Item, ReceivedBatch, Revision, SetAside, SignOff, Withdrawal, WithheldEntry
from desktop.rules.items import Ground
from desktop.rules.roles import End
from desktop.rules.states import ItemState
from desktop.services import (
    batches,
    imports,
    inspection,
    intake,
    item_detail,
    items,
    ledger,
    receipts,
    restoring,
    review_queue,
    reviews,
    undoing,
    upkeep,
)
from desktop.services.desk import Desk
from desktop.services.imports import Decision
from desktop.services.inspected import Novelty
from desktop.services.reviews import Verdict
from desktop.store import audit
from tests.services.ends import DOCUMENT, KEPT, WITHHELD, Ends, complete, register, review_at_office, send
from tests.services.sent import Sent, revised, take, twin_of
from tests.services.statements import statements

CHANGES_WITH_TIME = ("id", "key", "created_at", "updated_at", "updated_by")


def known(desk: Desk) -> dict[str, Any]:
    """Everything about the items that an import may change, but for moments."""
    with desk.store.reading() as session:
        aside = set(session.scalars(select(SetAside.revision_id)))
        return {
            "items": [
                {k: v for k, v in vars(one).items() if k not in CHANGES_WITH_TIME and not k.startswith("_")}
                for one in session.scalars(select(Item).order_by(Item.uuid))
                if one.state != ItemState.DISCARDED
            ],
            "revisions": [
                (one.item_id, one.rev, one.digest)
                for one in session.scalars(select(Revision).order_by(Revision.id))
                if one.id not in aside
            ],
            "signed": [
                (one.statement_hash, one.voided_because)
                for one in session.scalars(select(SignOff).order_by(SignOff.id))
                if not one.voided_because.startswith("撤销接收")
            ],
            "withdrawn": list(session.scalars(select(Withdrawal.item_uuid))),
            "batches": list(session.scalars(select(ReceivedBatch.seq).where(ReceivedBatch.undone_at.is_(None)))),
            "found": list(ledger.ledger_keys(desk, ledger.LedgerFilter(text="规范化"))) != [],
            "due": [one.uuid for one in review_queue.due(desk)],
        }


def undo(sent: Sent, batch: int, reason: str = "插错了 U 盘") -> undoing.UndoneImport:
    with sent.ends.at("wang") as desk:
        return undoing.undo_import(desk, batch, reason)


def seen(sent: Sent) -> dict[str, Any]:
    with sent.ends.at("wang") as desk:
        return known(desk)


@pytest.mark.parametrize("decision", [Decision(), Decision(False, "概述太短", ("summary",))])
def test_an_import_undone_and_made_again_is_an_import(sent: Sent, decision: Decision) -> None:
    nothing = seen(sent)
    taken = take(sent.ends, sent.package, {sent.uuid: decision})
    once = seen(sent)
    assert undo(sent, taken.id) == undoing.UndoneImport(taken.paper_number, 1, 0)
    assert seen(sent) == nothing
    with sent.ends.at("wang") as desk:
        shown = item_detail.detail(desk, sent.uuid)
        assert (shown.state, shown.revisions, len(shown.set_aside)) == (ItemState.DISCARDED, (), 1)
        assert [one.undone for one in imports.received(desk)] == [True]
        assert receipts.receipts_due(desk) == ()
        assert [one.novelty for one in inspection.inspect(desk, sent.package).items] == [Novelty.NEW]
        with pytest.raises(UserError) as gone:
            receipts.issue_receipt(desk, taken.id, sent.ends.stick)
        assert gone.value.code == "E-STATE"
    again = take(sent.ends, sent.package, {sent.uuid: decision})
    assert not again.duplicate
    assert seen(sent) == once
    with sent.ends.at("wang") as desk, desk.store.reading() as session:
        assert audit.verify_chain(session).ok


def test_a_changed_item_is_as_it_was_before(sent: Sent) -> None:
    second = revised(sent.ends, sent.uuid, take(sent.ends, sent.package), summary="在全省开展检查。")
    before = seen(sent)
    taken = take(sent.ends, second)
    after = seen(sent)
    assert after != before
    assert undo(sent, taken.id) == undoing.UndoneImport(taken.paper_number, 0, 1)
    assert seen(sent) == before
    with sent.ends.at("wang") as desk:
        assert item_detail.detail(desk, sent.uuid).content.summary != "在全省开展检查。"
    take(sent.ends, second)
    assert seen(sent) == after


def test_a_conflict_undone_is_no_conflict(sent: Sent) -> None:
    take(sent.ends, sent.package)
    twin = twin_of(sent, seq=2)
    before = seen(sent)
    taken = take(sent.ends, twin, {sent.uuid: Decision(False, "两份内容不同")})
    undo(sent, taken.id)
    assert seen(sent) == before
    with sent.ends.at("li") as desk:
        reviews.sign(desk, sent.uuid, Verdict())


def test_a_withdrawal_undone_is_untold(sent: Sent) -> None:
    take(sent.ends, sent.package)
    before = seen(sent)
    with sent.ends.at("lin") as desk:
        items.withdraw(desk, sent.uuid, "不再公开")
        told = batches.write(desk, batches.assemble(desk, [], "2026年11月下"), sent.ends.stick).path
    taken = take(sent.ends, told)
    assert seen(sent)["withdrawn"] == [sent.uuid]
    undo(sent, taken.id)
    assert seen(sent) == before


def withheld_again(ends: Ends, uuid: str, ground: Ground) -> Path:
    """A batch of nothing but the entry of an item that was decided to be withheld, whether for the first time or anew."""
    with ends.at("lin") as desk:
        if item_detail.detail(desk, uuid).state is ItemState.WITHHELD:
            items.revise(desk, uuid)
        complete(desk, uuid, **{**KEPT, "ground": ground})
    review_at_office(ends, uuid, WITHHELD)
    return send(ends)


def entries(ends: Ends) -> list[tuple[str, str]]:
    """The withheld entries at the centre: the ground, and the number of the batch to which each belongs."""
    with ends.at("wang") as desk, desk.store.reading() as session:
        wanted = select(WithheldEntry.ground, ReceivedBatch.paper_number).join(ReceivedBatch)
        return [(ground, number) for ground, number in session.execute(wanted)]


def test_an_entry_that_two_batches_told_stays_until_both_are_undone(sent: Sent, tmp_path: Path) -> None:
    ends = sent.ends
    document = tmp_path / "过程稿.txt"
    document.write_text(DOCUMENT.replace("47号", "48号"), encoding="utf-8")
    with ends.at("lin") as desk:
        uuid = intake.register_document(desk, document).uuid
    packages = [withheld_again(ends, uuid, Ground.PROCESS), withheld_again(ends, uuid, Ground.INTERNAL_AFFAIRS)]
    take(ends, sent.package)
    first, second = (take(ends, one) for one in packages)
    by_first, by_second = ("16-2", first.paper_number), ("16-1", second.paper_number)
    assert entries(ends) == [by_first]
    undo(sent, first.id)
    assert entries(ends) == [by_second]
    assert take(ends, packages[0]).id == first.id
    assert entries(ends) == [by_second]
    undo(sent, second.id)
    assert entries(ends) == [by_first]
    take(ends, packages[1])
    undo(sent, second.id)
    assert entries(ends) == [by_first]
    undo(sent, first.id)
    assert entries(ends) == []


def refusal(sent: Sent, batch: int, reason: str = "插错了 U 盘") -> str:
    before = seen(sent)
    with pytest.raises(UserError) as caught:
        undo(sent, batch, reason)
    assert seen(sent) == before
    return caught.value.message


def test_an_import_on_which_something_depends_stays(sent: Sent) -> None:
    taken = take(sent.ends, sent.package)
    assert "没有写明理由" in refusal(sent, taken.id, " ")
    with sent.ends.at("li") as desk:
        reviews.sign(desk, sent.uuid, Verdict())
    assert "LSGZ-0001已由办公室签字" in refusal(sent, taken.id)
    with sent.ends.at("wang") as desk:
        receipts.issue_receipt(desk, taken.id, sent.ends.stick)
        assert undoing.obstacle(desk, taken.id) == "已写出第 0001 号回执"
    assert "第 0001 号回执" in refusal(sent, taken.id)


def test_a_later_batch_or_a_return_is_named(sent: Sent) -> None:
    taken = take(sent.ends, sent.package)
    with sent.ends.at("wang") as desk:
        imports.return_item(desk, sent.uuid, "概述太短", ["summary"])
    assert "现在是“退回补正”" in refusal(sent, taken.id)
    later = take(sent.ends, twin_of(sent, seq=2), {sent.uuid: Decision(False, "两份内容不同")})
    assert f"在后来接收的{later.paper_number}里也有" in refusal(sent, taken.id)
    undo(sent, later.id)
    assert "已经撤销过" in refusal(sent, later.id)


def test_only_who_takes_in_takes_back(sent: Sent) -> None:
    taken = take(sent.ends, sent.package)
    with sent.ends.at("sun") as desk, pytest.raises(UserError) as caught:
        undoing.undo_import(desk, taken.id, "试试")
    assert caught.value.code == "E-PERMISSION"


def test_another_batch_may_take_the_number_of_one_that_was_undone(sent: Sent) -> None:
    taken = take(sent.ends, sent.package)
    undo(sent, taken.id)
    first = Path(shutil.copy(sent.package, sent.forged.with_name("先写的.zip")))
    twin = twin_of(sent, seq=1)
    assert take(sent.ends, twin).accepted == 1
    with sent.ends.at("wang") as desk:
        with pytest.raises(UserError) as caught:
            inspection.inspect(desk, first)
        assert caught.value.code == "E-FORK"
        assert [one.outcome.value for one in imports.received(desk)] == ["HELD", "ACCEPTED"]


def test_what_came_before_a_backup_was_put_back_may_have_its_receipt(sent: Sent) -> None:
    taken, folder = take(sent.ends, sent.package), sent.ends.folder(End.CENTRE)
    with sent.ends.at("he") as desk:
        upkeep.back_up(desk)
    with sent.ends.at("wang") as desk:
        receipts.issue_receipt(desk, taken.id, sent.ends.stick)
    oldest = restoring.kept_backups(folder)[-1][1]
    restoring.restore(folder, oldest, sent.ends.recovery["centre"], clock=sent.ends.clock)
    with pytest.raises(UserError, match="接收以后恢复过备份") as caught:
        undo(sent, taken.id)
    assert caught.value.code == "E-DEPENDS"
    with sent.ends.at("lin") as desk:
        nil = batches.write(desk, batches.assemble(desk, [], "2026年10月下"), sent.ends.stick).path
    assert undo(sent, take(sent.ends, nil).id).gone == 0


def test_what_bars_an_undoing_is_asked_once_for_the_whole_batch(sent: Sent, tmp_path: Path) -> None:
    more = []
    for name in ("甲", "乙"):
        path = tmp_path / f"{name}.txt"
        path.write_text(DOCUMENT.replace("律师事务所", f"{name}所"), encoding="utf-8")
        with sent.ends.at("lin") as desk:
            more.append(register(desk, path))
        review_at_office(sent.ends, more[-1])
    one, two = take(sent.ends, sent.package), take(sent.ends, send(sent.ends, *more))
    with sent.ends.at("wang") as desk:
        counts = []
        for batch in (one, two):
            with statements() as asked:
                assert undoing.obstacle(desk, batch.id) == ""
            counts.append(len(asked))
        assert counts[1] <= counts[0]
        assert undoing.undo_import(desk, two.id, "插错了 U 盘").gone == 2
