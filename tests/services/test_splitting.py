"""More than one stick holds: consecutive batches, written one after another, none lost when it is interrupted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desktop.errors import Cancelled, UserError
from desktop.formats.limits import Limits
from desktop.formats.package import read_package
from desktop.rules.states import BatchState, ItemState
from desktop.services import batch_views, batches, imports, inspection, item_detail
from desktop.services.sending import sending
from tests.services.ends import DOCUMENT, Ends, register, review_at_office

PERIOD = "2026年11月下"
ROOM = 100_000
"""For two documents of 40 kB, their texts and the list of keys."""


@pytest.fixture
def chosen(ends: Ends, tmp_path: Path) -> list[str]:
    """Three reviewed items of 40 kB each."""
    uuids = []
    with ends.at("lin") as desk:
        for number in range(3):
            path = tmp_path / f"{number}.txt"
            line = f"第{number}份附注，共若干条。\n"
            path.write_text(DOCUMENT.replace("47号", f"4{number}号") + line * (40_000 // len(line.encode())), "utf-8")
            uuids.append(register(desk, path))
    for uuid in uuids:
        review_at_office(ends, uuid)
    return uuids


def test_items_go_into_consecutive_batches_that_name_each_other(ends: Ends, chosen: list[str]) -> None:
    with ends.at("lin") as desk:
        assert batches.batches_needed(desk, chosen, Limits(total_bytes=ROOM)) == 2
        made = batches.assemble_split(desk, chosen, PERIOD, Limits(total_bytes=ROOM))
        assert [[one.uuid for one in batch_views.batch_items(desk, each)] for each in made] == [chosen[:2], chosen[2:]]
        assert [one.id for one in sending(desk).all_unwritten] == list(made)
        told: list[tuple[int, int]] = []
        written = batches.write_each(desk, made, ends.stick, lambda done, total: told.append((done, total)))
        assert [done for done, _total in told] == sorted(done for done, _total in told)
        assert len({total for _done, total in told}) == 1
        assert told[-1][0] == told[-1][1]
        names = [one.batch.paper_number for one in written]
        assert names == ["2026年第001批", "2026年第002批"]
        again = batches.write(desk, made[1], ends.stick)
        assert again.batch.manifest_hash == written[1].batch.manifest_hash
        assert item_detail.detail(desk, chosen[2]).state is ItemState.AWAITING_RECEIPT
    with read_package(written[1].path, lambda _header, _key: None) as package:
        assert package.header.previous == written[0].batch.manifest_hash
    with ends.at("wang") as desk:
        for one in written:
            assert imports.import_batch(desk, inspection.inspect(desk, one.path), {}).accepted == one.batch.item_count


def test_what_is_interrupted_is_written_next_and_in_order(ends: Ends, chosen: list[str]) -> None:
    with ends.at("lin") as desk:
        made = batches.assemble_split(desk, chosen, PERIOD, Limits(total_bytes=ROOM))
        with pytest.raises(UserError) as caught:
            batches.write(desk, made[1], ends.stick)
        assert caught.value.code == "E-ASSEMBLED"
        cancelled = False

        def stop(done: int, total: int) -> None:
            nonlocal cancelled
            cancelled = done > total * 3 // 4

        with pytest.raises(Cancelled):
            batches.write_each(desk, made, ends.stick, stop, lambda: cancelled)
        states = {one.id: one.state for one in batch_views.batches(desk)}
        assert states == {made[0]: BatchState.AWAITING_RECEIPT, made[1]: BatchState.ASSEMBLED}
        assert batch_views.all_unfinished(desk) == (made[1],)
        with pytest.raises(UserError):
            batches.assemble(desk, [], PERIOD)
        batches.write_each(desk, batch_views.all_unfinished(desk), ends.stick)
        assert batch_views.unfinished(desk) is None
        assert sorted(path.suffix for path in ends.stick.iterdir()) == [".zip", ".zip"]


def test_a_stick_that_fills_up_keeps_what_it_took(
    ends: Ends, chosen: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    room = shutil.disk_usage(ends.stick)
    with ends.at("lin") as desk:
        made = batches.assemble_split(desk, chosen, PERIOD, Limits(total_bytes=ROOM))
        with monkeypatch.context() as patch:
            full = room._replace(free=1 << 20)
            patch.setattr(shutil, "disk_usage", lambda folder: full if list(Path(folder).glob("*.zip")) else room)
            with pytest.raises(UserError) as caught:
                batches.write_each(desk, made, ends.stick)
        assert caught.value.code == "E-FULL"
        assert batch_views.all_unfinished(desk) == (made[1],)
        another = ends.root / "another"
        another.mkdir()
        assert [one.batch.id for one in batches.write_each(desk, batch_views.all_unfinished(desk), another)] == [
            made[1]
        ]


def test_an_item_larger_than_a_batch_is_named(ends: Ends, chosen: list[str]) -> None:
    with ends.at("lin") as desk:
        for limits in (Limits(total_bytes=30_000), Limits(members=20)):
            with pytest.raises(UserError) as caught:
                batches.assemble_split(desk, chosen, PERIOD, limits)
            assert caught.value.code == "E-LIMIT"
            assert caught.value.message.startswith("LSGZ-0001")
        assert batch_views.batches(desk) == ()
        assert batches.batches_needed(desk, chosen, Limits(members=21)) == 3
