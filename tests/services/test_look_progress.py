"""Looking at a package tells one progress to its end, over reading, sign-offs and documents, and stops when asked to."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from desktop.errors import Cancelled
from desktop.services import inspection, looking, scanning
from tests.services.ends import DOCUMENT, Ends, found_ends, register, review_at_office, send
from tests.services.test_import_progress import held

ITEMS = 3


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ends, Path]:
    """A batch of some items, the last one with a document that is much larger than the others."""
    ends = found_ends(tmp_path_factory.mktemp("look"))
    uuids = []
    for number in range(ITEMS):
        path = ends.root / f"{number}.txt"
        text = DOCUMENT.replace("47号", f"{60 + number}号")
        path.write_text(text * (50 if number == ITEMS - 1 else 1), encoding="utf-8")
        with ends.at("lin") as desk:
            uuids.append(register(desk, path))
        review_at_office(ends, uuids[-1])
    return ends, send(ends, *uuids)


def test_one_progress_rises_over_the_whole_look(batch: tuple[Ends, Path]) -> None:
    ends, package = batch
    told: list[tuple[int, int]] = []
    with ends.at("wang") as desk:
        found = inspection.inspect(desk, package, lambda done, total: told.append((done, total)))
    assert [one.form_number[-4:] for one in found.items] == ["0001", "0002", "0003"], (
        "in the order of the forms, not of the files"
    )
    (total,) = {of for _done, of in told}
    done = [one for one, _of in told]
    assert done == sorted(done)
    assert done[-1] == total
    assert done.count(total) == 1  # not before everything was looked at
    read = [one for one in done if one <= total // looking.PARTS]
    after = done[len(read) :]
    assert len(after) >= 2 * ITEMS + 1
    sizes = found.package.attachments.values()
    longest = max(later - earlier for earlier, later in pairwise(done))
    assert longest > total * max(sizes) // (2 * (sum(sizes) + ITEMS * looking.DOCUMENT))


def test_a_look_stops_wherever_it_is(batch: tuple[Ends, Path]) -> None:
    ends, package = batch
    asked = 0

    def count() -> bool:
        nonlocal asked
        asked += 1
        return False

    with ends.at("wang") as desk:
        inspection.inspect(desk, package, cancelled=count)
        before = held(desk)
        for stop in range(asked):
            left = iter([False] * stop)
            with pytest.raises(Cancelled):
                inspection.inspect(desk, package, cancelled=lambda left=left: next(left, True))  # type: ignore[misc]
        assert held(desk) == before
    assert asked > ITEMS * 4  # bytes, files, sign-offs, documents and their chunks, the end


def test_the_look_at_a_stick_rises_over_all_its_packages(batch: tuple[Ends, Path]) -> None:
    ends, package = batch
    other = package.with_name("复制.zip")
    other.write_bytes(package.read_bytes())
    told: list[tuple[int, int]] = []
    with ends.at("wang") as desk:
        scanning.scan(desk, [package, other], lambda done, total: told.append((done, total)))
    done = [one for one, _of in told]
    assert done == sorted(done)
    assert told[-1][0] == told[-1][1]
