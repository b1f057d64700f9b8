"""The disk fills up while the centre takes a batch in: told before work starts, undone when it comes all the same."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.rules.roles import End
from desktop.services import imports, inspection
from desktop.services.desk import Desk
from desktop.services.inspected import Inspection
from tests.faults import tmpfs
from tests.faults.states import State, state, taken_in
from tests.services.ends import Ends, Time
from tests.services.sent import Sent

KIB = 1024
ROOMS = tuple(KIB * room for room in (0, 4, 8, 12, 16, 24, 32, 40, 48, 64, 80, 96, 104, 112, 120, 128, 144, 192))
"""Bytes that are left: from nothing, over too little for the document and too little for the rows, to enough."""

SMALLER_THAN_A_DOCUMENT = 100

needs_tmpfs = pytest.mark.skipif(bool(tmpfs.why_not()), reason=tmpfs.why_not() or "-")


@pytest.fixture
def generous(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that promises more than it holds, as one under a quota does: the check before the work sees nothing."""
    promised = shutil.disk_usage(Path.cwd())._replace(free=1 << 40)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: promised)


@pytest.fixture
def disk(sent: Sent, tmp_path: Path) -> Iterator[tuple[tmpfs.Small, Sent, State, State]]:
    """The data folder of the centre on a disk of its own, with what it holds before and after a whole import."""
    before, after = taken_in(sent.ends, sent.package)
    with tmpfs.small(tmp_path / "disk") as disk:
        ends = Ends(disk.root, Time(sent.ends.clock.moment), sent.ends.recovery)
        shutil.copytree(sent.ends.folder(End.CENTRE).root, ends.folder(End.CENTRE).root)
        yield disk, Sent(ends, sent.uuid, sent.package), before, after


def test_fault_26_too_little_room_is_told_in_megabytes_before_anything_is_written(
    sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = taken_in(sent.ends, sent.package)
    with sent.ends.at("wang") as desk:
        found = inspection.inspect(desk, sent.package)
        usage = shutil.disk_usage(desk.folder.root)
        with monkeypatch.context() as patch:
            patch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=3 << 20))
            with pytest.raises(UserError) as caught:
                imports.import_batch(desk, found, {})
        assert caught.value.code == "E-FULL"
        assert "需要 17 MB，只剩 3 MB" in caught.value.message
        assert state(desk) == before
        assert list(desk.store.objects.files()) == []
        imports.import_batch(desk, found, {})
        assert state(desk) == after


def _refused(desk: Desk, found: Inspection) -> UserError | None:
    try:
        imports.import_batch(desk, found, {})
    except UserError as problem:
        return problem
    return None


@needs_tmpfs
@pytest.mark.parametrize(
    "room", [pytest.param(one, marks=() if one in ROOMS[1::7] else pytest.mark.full) for one in ROOMS]
)
def test_fault_26_a_disk_that_fills_up_undoes_the_import_and_the_retry_completes(
    disk: tuple[tmpfs.Small, Sent, State, State], generous: None, room: int
) -> None:
    small, sent, before, after = disk
    with sent.ends.at("wang") as desk:
        found = inspection.inspect(desk, sent.package)
        small.leave(room)
        refused = _refused(desk, found)
        if refused is not None:
            assert refused.code == "E-FULL"
            assert state(desk) == before
            small.widen()
            imports.import_batch(desk, found, {})
        small.widen()
        assert state(desk) == after
        assert not list(desk.store.folder.objects.glob("*.part"))
    with sent.ends.at("wang") as desk:
        assert state(desk) == after


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on the size of a file")
def test_fault_26_a_limit_on_files_undoes_the_import_and_the_retry_completes(sent: Sent) -> None:
    """Needs no rights: the system's own limit on the size of a file stands in for a full disk."""
    import resource

    before, after = taken_in(sent.ends, sent.package)
    with sent.ends.at("wang") as desk:
        found = inspection.inspect(desk, sent.package)
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (SMALLER_THAN_A_DOCUMENT, hard))
        try:
            with pytest.raises(UserError) as caught:
                imports.import_batch(desk, found, {})
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            signal.signal(signal.SIGXFSZ, handler)
        assert caught.value.code == "E-FULL"
        assert state(desk) == before
        imports.import_batch(desk, found, {})
        assert state(desk) == after
