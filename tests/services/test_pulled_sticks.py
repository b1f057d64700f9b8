"""A stick that is pulled out while a batch is written: a clear error at every stage, and the batch is written anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.formats import package_writing, placing
from desktop.rules.states import BatchState
from desktop.services import batch_views, batches, imports, inspection
from tests.services.ends import Ends
from tests.services.sent import Sent


@pytest.fixture
def other(sent: Sent) -> tuple[Ends, str]:
    """An office with one batch that was assembled and not written: a nil return."""
    with sent.ends.at("lin") as desk:
        return sent.ends, batches.assemble(desk, [], "2026年10月下")


def require_clear(caught: UserError) -> None:
    assert caught.code == "E-WRITE"
    assert "U 盘" in caught.hint


def written_after(ends: Ends, batch: str) -> None:
    with ends.at("lin") as desk:
        assert batch_views.all_unfinished(desk) == (batch,)
        again = batches.write(desk, batch, ends.stick)
        assert again.batch.state is BatchState.AWAITING_RECEIPT
        assert again.from_medium is placing.can_drop_cache()
    with ends.at("wang") as desk:
        assert imports.import_batch(desk, inspection.inspect(desk, again.path), {}).outcome


@pytest.mark.parametrize("stage", ["package.part-written", "package.before-rename", "package.renamed"])
def test_a_stick_pulled_between_two_steps(other: tuple[Ends, str], stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ends, batch = other
    drive = ends.root / "drive"
    drive.mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(
            package_writing, "reached", lambda name: name == stage and drive.rename(ends.root / "in-the-pocket")
        )
        with ends.at("lin") as desk, pytest.raises(UserError) as caught:
            batches.write(desk, batch, drive)
    require_clear(caught.value)
    written_after(ends, batch)


@pytest.mark.parametrize("at", ["before", "writing", "reading"])
def test_a_stick_pulled_before_and_while_it_works(other: tuple[Ends, str], at: str) -> None:
    ends, batch = other
    drive = ends.root / "drive"
    drive.mkdir()
    if at == "before":
        drive.rmdir()
    later = {"writing": 0.0, "reading": 0.5}.get(at, 2.0)

    def pull(done: int, total: int) -> None:
        if done > later * total and drive.exists():
            drive.rename(ends.root / "in-the-pocket")

    with ends.at("lin") as desk, pytest.raises(UserError) as caught:
        batches.write(desk, batch, drive, pull)
    require_clear(caught.value)
    written_after(ends, batch)


def test_a_name_that_reached_the_stick_with_other_content_is_told(
    other: tuple[Ends, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder's entry came, the content did not: a bad stick may lose what it had acknowledged."""
    ends, batch = other

    def forget(folder: Path) -> None:
        for path in folder.glob("*.zip"):
            path.write_bytes(b"")

    with monkeypatch.context() as patch:
        patch.setattr(placing, "sync_folder", forget)
        with ends.at("lin") as desk, pytest.raises(UserError) as caught:
            batches.write(desk, batch, ends.root / "stick")
    require_clear(caught.value)
