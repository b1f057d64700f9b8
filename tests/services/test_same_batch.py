"""A batch is the same batch however often it is written, undone, copied or renamed."""

from __future__ import annotations

import shutil
from pathlib import Path

from desktop.rules.items import DocumentRole
from desktop.rules.states import ItemState
from desktop.services import (
    amending,
    batch_views,
    batches,
    imports,
    inspection,
    intake,
    item_detail,
    items,
    scanning,
    undoing,
)
from desktop.services.scanning import Standing
from tests.services.ends import Ends, complete, register, review_at_office, send
from tests.services.sent import Sent, take


def written_again(ends: Ends, batch_id: str, folder: Path) -> batches.Written:
    folder.mkdir()
    with ends.at("lin") as desk:
        return batches.write(desk, batch_id, folder)


def test_a_batch_is_written_again_after_its_item_was_corrected_with_another_attachment(
    ends: Ends, document: Path
) -> None:
    old = document.with_name("附件一.txt")
    old.write_text("报名表\n姓名\n单位\n", encoding="utf-8")
    new = document.with_name("附件二.txt")
    new.write_text("报名表（修订）\n姓名\n单位\n职务\n", encoding="utf-8")
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        intake.attach_document(desk, uuid, old, DocumentRole.ATTACHMENT)
        complete(desk, uuid)
    review_at_office(ends, uuid)
    send(ends, uuid)
    with ends.at("lin") as desk:
        batch = batch_views.batches(desk)[0]
        kept = {one.sm3 for one in item_detail.detail(desk, uuid).content.attachments}
        amending.correct(desk, uuid, "附件换了")
        (gone,) = (one.sm3 for one in item_detail.detail(desk, uuid).content.attachments if one.name == old.name)
        intake.detach_document(desk, uuid, gone)
        intake.attach_document(desk, uuid, new, DocumentRole.ATTACHMENT)
        complete(desk, uuid)
    opened = written_again(ends, batch.id, ends.root / "修改中")
    assert opened.batch.manifest_hash == batch.manifest_hash
    review_at_office(ends, uuid)
    later = send(ends, uuid)
    reviewed = written_again(ends, batch.id, ends.root / "改好后")
    assert reviewed.batch.manifest_hash == batch.manifest_hash
    with ends.at("wang") as desk:
        found = inspection.inspect(desk, reviewed.path)
        assert set(found.package.attachments) == kept
        imports.import_batch(desk, found, {})
        imports.import_batch(desk, inspection.inspect(desk, later), {})
        names = [one.name for one in item_detail.detail(desk, uuid).content.attachments]
        assert new.name in names
        assert old.name not in names


def test_a_batch_is_written_again_after_its_item_was_withdrawn(sent: Sent) -> None:
    with sent.ends.at("lin") as desk:
        batch = batch_views.batches(desk)[0]
        items.withdraw(desk, sent.uuid, "不再公开")
    again = written_again(sent.ends, batch.id, sent.ends.root / "撤回后")
    assert again.batch.manifest_hash == batch.manifest_hash
    with sent.ends.at("lin") as desk:
        told = batches.write(desk, batches.assemble(desk, (), "2026年12月上"), sent.ends.stick).path
    take(sent.ends, again.path)
    take(sent.ends, told)
    with sent.ends.at("wang") as desk:
        assert item_detail.detail(desk, sent.uuid).state is ItemState.WITHDRAWN


def test_a_batch_of_withdrawals_is_taken_in_undone_and_taken_in_again(sent: Sent) -> None:
    take(sent.ends, sent.package)
    with sent.ends.at("lin") as desk:
        items.withdraw(desk, sent.uuid, "不再公开")
        told = batches.write(desk, batches.assemble(desk, (), "2026年12月上"), sent.ends.stick).path
    first = take(sent.ends, told)
    assert first.entries.withdrawn == 1
    with sent.ends.at("wang") as desk:
        undoing.undo_import(desk, first.id, "插错了 U 盘")
        assert item_detail.detail(desk, sent.uuid).state is ItemState.PENDING
        found = inspection.inspect(desk, told)
        assert not found.duplicate
        (notice,) = found.withdrawals
        assert notice.state is ItemState.PENDING
        again = imports.import_batch(desk, found, {})
        assert (again.duplicate, again.entries.withdrawn, again.withdrawn) == (False, 1, 1)
        assert item_detail.detail(desk, sent.uuid).state is ItemState.WITHDRAWN
        assert inspection.inspect(desk, told).duplicate
        assert len(imports.received(desk)) == 2


def test_the_same_package_on_two_sticks_under_other_names_counts_once(sent: Sent) -> None:
    sticks = [sent.ends.root / "甲盘", sent.ends.root / "乙盘"]
    for stick, name in zip(sticks, ("报送.zip", "报送 - 副本.zip"), strict=True):
        stick.mkdir()
        shutil.copy(sent.package, stick / name)
    with sent.ends.at("wang") as desk:
        paths = [one for stick in sticks for one in scanning.find_packages(stick)]
        assert len(paths) == 2
        (found,) = scanning.scan(desk, paths)
        assert found.standing is Standing.CLEAN
        scanning.take_in(desk, [found])
        for stick in sticks:
            (seen,) = scanning.scan(desk, scanning.find_packages(stick))
            assert seen.standing is Standing.RECEIVED
            assert seen.inspection is not None
            assert imports.import_batch(desk, seen.inspection, {}).duplicate
        assert len(imports.received(desk)) == 1


def test_a_package_without_its_ending_is_recognised(sent: Sent) -> None:
    bare = sent.package.rename(sent.package.with_name("报送_律师工作处"))
    taken = take(sent.ends, bare)
    assert (taken.item_count, taken.accepted) == (1, 1)
