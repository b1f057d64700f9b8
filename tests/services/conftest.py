"""Two founded ends, and a batch that is on its way between them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.services.ends import DOCUMENT, Ends, Time, found_ends, register, review_at_office, send
from tests.services.sent import Sent


@pytest.fixture
def ends(tmp_path: Path) -> Ends:
    """Both ends, enrolled with each other, with nothing registered."""
    return found_ends(tmp_path / "ends")


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """An ordinary document."""
    path = tmp_path / "通知.txt"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def sent_once(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    root = tmp_path_factory.mktemp("sent") / "ends"
    ends = found_ends(root)
    path = root / "通知.txt"
    path.write_text(DOCUMENT, encoding="utf-8")
    with ends.at("lin") as desk:
        uuid = register(desk, path)
    shutil.copytree(root / "office", root / "office.before")
    review_at_office(ends, uuid)
    return Sent(ends, uuid, send(ends, uuid))


@pytest.fixture
def sent(sent_once: Sent, tmp_path: Path) -> Sent:
    shutil.copytree(sent_once.ends.root, tmp_path / "ends")
    ends = Ends(tmp_path / "ends", Time(sent_once.ends.clock.moment), sent_once.ends.recovery)
    return Sent(ends, sent_once.uuid, ends.stick / sent_once.package.name)
