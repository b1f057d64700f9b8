"""Disks that fill up, sticks that are pulled, programs that are killed at work: the state before, or all of it."""

from __future__ import annotations

import errno
import io
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.errors import PackageRefused, UserError
from desktop.formats.delivery import verify_delivery, write_delivery
from desktop.formats.package import read_package
from desktop.formats.placing import require_room
from desktop.rules.roles import End
from desktop.rules.states import BatchState, ItemState
from desktop.services import batch_views, batches, imports, inspection, item_detail, office_receipts, receipts
from tests.faults.importing import killed_at
from tests.faults.states import state, taken_in
from tests.formats import factory
from tests.formats.test_delivery import HEAD, PDF, document
from tests.services.ends import Ends, review_at_office
from tests.services.sent import Sent, take


def test_fault_27_no_room_is_told_before_work_starts(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        require_room(tmp_path, 1 << 60)
    assert caught.value.code == "E-FULL"
    assert "需要" in caught.value.message


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on the size of a file")
def test_fault_27_a_medium_that_fills_up_leaves_nothing(tmp_path: Path) -> None:
    """The system's own limit on the size of a file stands in for a full stick."""
    import resource

    large = bytes(range(256)) * 4096
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(UserError) as caught:
            factory.write(
                tmp_path / "batch.zip",
                items=[factory.item(documents=[large])],
                attachments=factory.contents(large),
            )
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert caught.value.code == "E-FULL"
    assert list(tmp_path.iterdir()) == []


_WRITES_A_PACKAGE = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from formats import factory
factory.write(Path(sys.argv[1]))
"""


@pytest.mark.parametrize(
    ("point", "left"),
    [
        ("package.part-written", ["batch.zip.part"]),
        ("package.before-rename", ["batch.zip.part"]),
        ("package.renamed", ["batch.zip"]),
    ],
)
def test_fault_29_sudden_death_leaves_a_part_or_the_whole_and_the_batch_can_be_rebuilt(
    tmp_path: Path, point: str, left: list[str]
) -> None:
    path = tmp_path / "batch.zip"
    arguments = [sys.executable, "-c", _WRITES_A_PACKAGE, str(path), str(Path(__file__).parents[1])]
    ended = subprocess.run(arguments, env={**os.environ, "DESK_FAULT": point}, check=False)
    assert ended.returncode != 0
    assert [one.name for one in tmp_path.iterdir()] == left
    factory.write(path)
    assert [one.name for one in tmp_path.iterdir()] == ["batch.zip"]
    read_package(path, factory.trust_office).close()


_WRITES_A_DELIVERY = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from formats.test_delivery import HEAD, PDF, document
from desktop.formats.delivery import write_delivery
write_delivery(Path(sys.argv[1]), HEAD, [document()], PDF)
"""


def test_fault_29_sudden_death_leaves_a_part_and_the_delivery_can_be_rebuilt(tmp_path: Path) -> None:
    path = tmp_path / "送交"
    arguments = [sys.executable, "-c", _WRITES_A_DELIVERY, str(path), str(Path(__file__).parents[1])]
    ended = subprocess.run(arguments, env={**os.environ, "DESK_FAULT": "delivery.before-rename"}, check=False)
    assert ended.returncode != 0
    assert [one.name for one in tmp_path.iterdir()] == ["送交.part"]
    write_delivery(path, HEAD, [document()], PDF)
    assert [one.name for one in tmp_path.iterdir()] == ["送交"]
    assert verify_delivery(path).documents == ("001_通知.pdf",)


# The first commit of the program is that of the sign-in, the second that of the import.
_BEFORE = ("objects.part-written", "objects.renamed", "import.documents-stored", "import.before-commit")
_POINTS = (*((one, False) for one in (*_BEFORE, "store.before-commit:2")), ("import.committed", True))
_SAMPLED = ("import.before-commit", "import.committed")


@pytest.mark.parametrize(
    ("point", "whole"),
    [pytest.param(*one, marks=() if one[0] in _SAMPLED else pytest.mark.full) for one in _POINTS],
)
def test_fault_28_killed_during_import_leaves_the_state_before_or_the_whole_batch(
    sent: Sent, point: str, whole: bool
) -> None:
    before, after = taken_in(sent.ends, sent.package)
    assert killed_at(point, sent.ends, sent.package) in (-9, 137)
    with sent.ends.at("wang") as desk:
        assert state(desk) == (after if whole else before)
        found = inspection.inspect(desk, sent.package)
        assert found.duplicate is whole
        imports.import_batch(desk, found, {})
        assert state(desk) == after
        assert not list(desk.folder.objects.glob("*.part"))


@pytest.mark.parametrize("moment", ["fsync", "replace"])
def test_fault_30_a_stick_pulled_while_writing_leaves_nothing_final_and_the_retry_is_the_same_batch(
    sent: Sent, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    sent.package.unlink()
    with sent.ends.at("lin") as desk:
        (batch,) = batch_views.batches(desk)
        real = getattr(os, moment)
        with monkeypatch.context() as patch:
            patch.setattr(os, moment, _pulled)
            with pytest.raises(UserError) as caught:
                batches.write(desk, batch.id, sent.ends.stick)
        assert getattr(os, moment) is real
        assert caught.value.code == "E-WRITE"
        assert "U 盘" in caught.value.hint
        assert list(sent.ends.stick.glob("*.zip")) == []
        again = batches.write(desk, batch.id, sent.ends.stick)
        assert (again.batch.manifest_hash, again.path) == (batch.manifest_hash, sent.package)


def _pulled(*_given: object) -> None:
    """What the system says of a medium that is gone."""
    raise OSError(errno.EIO, "Input/output error")


class _PulledStick(io.FileIO):
    """A file that can be read so many times, until the stick is pulled."""

    def __init__(self, path: Path, reads: int) -> None:
        super().__init__(path)
        self._left = reads

    def read(self, size: int | None = -1, /) -> bytes:
        self._left -= 1
        if self._left < 0:
            _pulled()
        return super().read(-1 if size is None else size) or b""


@pytest.mark.parametrize("reads", [0, 1, 5, 30])
def test_fault_30_a_stick_pulled_while_reading_changes_nothing_and_is_no_refusal(
    sent: Sent, monkeypatch: pytest.MonkeyPatch, reads: int
) -> None:
    before, after = taken_in(sent.ends, sent.package)
    opened = Path.open

    def pull(path: Path, *given: Any, **named: Any) -> Any:
        return _PulledStick(path, reads) if path == sent.package else opened(path, *given, **named)

    with sent.ends.at("wang") as desk:
        with monkeypatch.context() as patch:
            patch.setattr(Path, "open", pull)
            with pytest.raises(UserError) as caught:
                inspection.inspect(desk, sent.package)
        assert not isinstance(caught.value, PackageRefused)
        assert caught.value.code == "E-READ"
        assert state(desk) == before
        found = inspection.inspect(desk, sent.package)
        with monkeypatch.context() as patch:
            patch.setattr(Path, "open", pull)
            with pytest.raises(UserError) as caught:
                imports.import_batch(desk, found, {})
        assert caught.value.code == "E-READ"
        assert state(desk) == before
        imports.import_batch(desk, found, {})
        assert state(desk) == after


def test_fault_30_a_stick_pulled_between_check_and_import_is_told(sent: Sent) -> None:
    before, after = taken_in(sent.ends, sent.package)
    away = sent.ends.root / "pulled"
    with sent.ends.at("wang") as desk:
        found = inspection.inspect(desk, sent.package)
        sent.ends.stick.rename(away)
        with pytest.raises(UserError) as caught:
            imports.import_batch(desk, found, {})
        assert caught.value.code == "E-READ"
        assert state(desk) == before
        sent.ends.stick.rmdir()
        away.rename(sent.ends.stick)
        imports.import_batch(desk, found, {})
        assert state(desk) == after


def test_fault_31_a_receipt_that_was_not_written_after_the_commit_stays_due_and_is_issued_again(sent: Sent) -> None:
    taken = take(sent.ends, sent.package)
    with sent.ends.at("wang") as desk:
        whole = state(desk)
        with pytest.raises(UserError) as caught:
            receipts.issue_receipt(desk, taken.id, sent.ends.root / "pulled")
        assert caught.value.code == "E-WRITE"
        assert state(desk) == whole
        assert [one.received_batch_id for one in receipts.receipts_due(desk)] == [taken.id]
        assert receipts.receipts_due(desk)[0].last_receipt_at == ""
        issued = receipts.issue_receipt(desk, taken.id, sent.ends.stick)
        assert issued.seq == 2
        assert receipts.receipts_due(desk) == ()
    with sent.ends.at("lin") as desk:
        office_receipts.read_receipt(desk, issued.path)
        assert batch_views.batches(desk)[0].state is BatchState.ACCEPTED


def test_fault_31_so_is_the_receipt_of_a_batch_without_items(ends: Ends) -> None:
    with ends.at("lin") as desk:
        nil = batches.write(desk, batches.assemble(desk, (), "2026年10月下"), ends.stick).path
    taken = take(ends, nil)
    with ends.at("wang") as desk:
        with pytest.raises(UserError) as caught:
            receipts.issue_receipt(desk, taken.id, ends.root / "pulled")
        assert caught.value.code == "E-WRITE"
        assert len(receipts.receipts_due(desk)) == 1
        receipts.issue_receipt(desk, taken.id, ends.stick)
        assert receipts.receipts_due(desk) == ()


def test_fault_27_a_full_stick_leaves_the_batch_unsent_and_its_number_to_the_same_content(
    sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the office as it was before it wrote: the batch is put together, the stick has no room, another one has."""
    office = sent.ends.folder(End.OFFICE).root
    shutil.rmtree(office)
    shutil.copytree(sent.ends.root / "office.before", office)
    review_at_office(sent.ends, sent.uuid)
    with sent.ends.at("lin") as desk:
        batch = batches.assemble(desk, [sent.uuid], "2026年11月下")
        usage = shutil.disk_usage(sent.ends.stick)
        sent.package.unlink()
        with monkeypatch.context() as patch:
            patch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1000))
            with pytest.raises(UserError) as caught:
                batches.write(desk, batch, sent.ends.stick)
        assert caught.value.code == "E-FULL"
        assert "需要" in caught.value.message
        assert list(sent.ends.stick.iterdir()) == []
        assert batch_views.batches(desk)[0].state is BatchState.ASSEMBLED
        assert item_detail.detail(desk, sent.uuid).state is ItemState.TO_SUBMIT
        first = batches.write(desk, batch, sent.ends.stick).batch
        again = batches.write(desk, batch, sent.ends.stick).batch
        assert (again.manifest_hash, again.state) == (first.manifest_hash, BatchState.AWAITING_RECEIPT)
