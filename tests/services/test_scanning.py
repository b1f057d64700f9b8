"""A stick with packages in any order: all are checked, the clean ones come in by number, the others are told."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from desktop.errors import Cancelled, UserError
from desktop.rules.items import DocumentRole
from desktop.rules.states import DecisionKind, ItemState
from desktop.services import batches, imports, intake, item_detail, matters, scanning
from desktop.services.scanning import Scanned, Standing
from tests.services.ends import complete, review_at_office, send
from tests.services.forging import office_key, repacked
from tests.services.sent import Sent, twin_of


def scanned(sent: Sent) -> tuple[Scanned, ...]:
    with sent.ends.at("wang") as desk:
        return scanning.scan(desk, scanning.find_packages(sent.ends.stick))


def renumbered(sent: Sent, name: str, seq: int) -> Path:
    return repacked(
        sent.package,
        sent.ends.stick / name,
        office_key(sent.ends),
        header=lambda one: replace(one, seq=seq, batch_id=str(uuid4())),
    )


def test_only_what_may_be_a_package_is_looked_at(tmp_path: Path) -> None:
    for name in ("b.zip", "A.ZIP", "c.zip.part", "._b.zip", "d.txt", "司法/e.zip", "司法/深/f.zip", ".Trash/g.zip"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    bag = tmp_path / "送交_2026年第3季度"
    (bag / "data").mkdir(parents=True)
    for path in (bag / "bagit.txt", bag / "h.zip", bag / "data" / "i.zip"):
        path.write_bytes(b"")
    (tmp_path / "folder.zip").mkdir()
    found = [str(one.relative_to(tmp_path)) for one in scanning.find_packages(tmp_path)]
    assert found == ["A.ZIP", "b.zip", "司法/e.zip"]
    assert scanning.find_packages(bag) == ()
    with pytest.raises(UserError) as gone:
        scanning.find_packages(tmp_path / "拔掉了")
    assert gone.value.code == "E-READ"


def test_a_stick_is_taken_in_by_number_and_a_bad_package_stops_nothing(sent: Sent) -> None:
    with sent.ends.at("lin") as desk:
        nil = batches.write(desk, batches.assemble(desk, [], "2026年10月下"), sent.ends.stick).path
    nil.rename(sent.ends.stick / "0 最先看到的.zip")
    shutil.copy(sent.package, sent.ends.stick / "同一份.zip")
    broken = sent.ends.stick / "坏的.zip"
    broken.write_bytes(sent.package.read_bytes()[:-300])
    found = scanned(sent)
    assert [one.standing for one in found] == [Standing.CLEAN, Standing.CLEAN, Standing.REFUSED]
    assert [one.inspection.header.seq for one in found if one.inspection] == [1, 2]
    told: list[tuple[int, int]] = []
    with sent.ends.at("wang") as desk:
        made = scanning.take_in(desk, found, lambda done, total: told.append((done, total)))
        assert [one.standing for one in made] == [Standing.TAKEN, Standing.TAKEN, Standing.REFUSED]
        assert made[2].problem is not None
        assert made[2].problem.code == "E-ZIP"
        assert told == sorted(told)
        assert max(done for done, _total in told) <= sum(one.size for one in found[:2])
        assert len(imports.received(desk)) == 2
        assert item_detail.detail(desk, sent.uuid).state is ItemState.PENDING
    assert [one.standing for one in scanned(sent)] == [Standing.RECEIVED, Standing.RECEIVED, Standing.REFUSED]


def test_what_an_earlier_package_of_the_same_stick_disputes_waits_for_a_person(sent: Sent) -> None:
    shutil.copy(sent.package, sent.ends.stick / "先写的.zip")
    twin_of(sent, seq=2)
    sent.package.unlink()
    found = scanned(sent)
    assert [one.standing for one in found] == [Standing.CLEAN, Standing.CLEAN]
    with sent.ends.at("wang") as desk:
        made = scanning.take_in(desk, found)
        assert [one.standing for one in made] == [Standing.TAKEN, Standing.TO_DECIDE]
        assert not item_detail.detail(desk, sent.uuid).conflict
    assert [one.standing for one in scanned(sent)] == [Standing.RECEIVED, Standing.TO_DECIDE]


def test_two_packages_of_one_number_on_a_stick_do_not_both_come_in(sent: Sent) -> None:
    renumbered(sent, "另一份.zip", 1)
    with sent.ends.at("wang") as desk:
        made = scanning.take_in(desk, scanning.scan(desk, scanning.find_packages(sent.ends.stick)))
        assert sorted(one.standing for one in made) == [Standing.REFUSED, Standing.TAKEN]
        assert [one.problem.code for one in made if one.problem] == ["E-FORK"]
        (matter,) = matters.matters(desk)  # where the words of the refusal send the clerk
        assert matter.kind is DecisionKind.FORK


def test_of_a_second_package_of_one_number_no_document_is_copied(sent: Sent) -> None:
    shutil.copytree(sent.ends.root / "office.before", sent.ends.root / "office", dirs_exist_ok=True)
    other = sent.ends.root / "附页.txt"
    other.write_text("只在后到的一份里的附页\n", encoding="utf-8")
    with sent.ends.at("lin") as desk:
        intake.attach_document(desk, sent.uuid, other, DocumentRole.ATTACHMENT)
        complete(desk, sent.uuid)
    review_at_office(sent.ends, sent.uuid)
    sent.package.rename(sent.ends.stick / "0.zip")
    send(sent.ends, sent.uuid)
    with sent.ends.at("wang") as desk:
        found = scanning.scan(desk, scanning.find_packages(sent.ends.stick))
        assert [one.standing for one in found] == [Standing.CLEAN, Standing.CLEAN]
        later = found[1].inspection
        assert later is not None
        scanning.take_in(desk, found)
        (digest,) = (one.sm3 for one in later.items[0].content.attachments if one.name == other.name)
        assert not desk.store.objects.path_of(digest).exists()


def test_cancelling_leaves_what_is_in_and_does_not_begin_the_next(sent: Sent) -> None:
    renumbered(sent, "第二.zip", 2)
    found = scanned(sent)
    answers = iter([False, True])
    with sent.ends.at("wang") as desk:
        made = scanning.take_in(desk, found, cancelled=lambda: next(answers))
        assert [one.standing for one in made] == [Standing.TAKEN, Standing.CLEAN]
        assert len(imports.received(desk)) == 1
        with pytest.raises(Cancelled):
            scanning.scan(desk, [sent.package], cancelled=lambda: True)
