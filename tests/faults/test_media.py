"""Disks that fill up, sticks that are pulled, programs that are killed at work: the state before, or all of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.formats.delivery import verify_delivery, write_delivery
from desktop.formats.package import read_package
from desktop.formats.placing import require_room
from tests.formats import factory
from tests.formats.test_delivery import HEAD, PDF, document


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
