"""A desk with its workbench for the screens of the exchange, on a copy of stores that are founded once."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.services import imports, inspection, receipts, reviews
from desktop.services.desk import Desk
from desktop.services.reviews import Verdict
from desktop.views.workbench import Workbench
from tests.services.ends import DOCUMENT, Ends, Time, found_ends, register, review_at_office, send

TITLES = (
    "律师事务所名称变更公告",
    "公证机构年度考核结果公告",
    "律师收费管理实施办法解读",
    "关于举办律师宣誓仪式的通知",
)


class TestBench(Workbench):
    """A workbench that answers for the user where a native dialog would ask, and remembers what was opened."""

    __test__ = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.answer: Path | None = None
        self.shown: list[Path] = []
        self.opened: list[tuple[str, str]] = []
        self.told: list[str] = []
        self.opening.connect(lambda page, key: self.opened.append((page, key)))
        self.telling.connect(lambda fact, _detail: self.told.append(fact))

    def ask_file(self, owner: QWidget, title: str, pattern: str = "") -> Path | None:
        return self.answer

    def ask_folder(self, owner: QWidget, title: str) -> Path | None:
        return self.answer

    def ask_stick(self, owner: QWidget, title: str) -> Path | None:
        return self.answer

    def ask_target(self, owner: QWidget, title: str, name: str, pattern: str = "") -> Path | None:
        return self.answer / name if self.answer else None

    def show_file(self, path: Path) -> None:
        self.shown.append(path)


@cache
def _template() -> tuple[tempfile.TemporaryDirectory[str], tuple[str, ...]]:
    """Two ready items, one under review, one draft; kept until the tests end."""
    home = tempfile.TemporaryDirectory(prefix="exchange-")
    root = Path(home.name)
    ends = found_ends(root / "ends")
    uuids = []
    with ends.at("lin") as desk:
        for number, title in enumerate(TITLES):
            path = root / f"{title}.txt"
            path.write_text(DOCUMENT.replace("47号", f"{40 + number}号").replace("关于开展", f"{title}关于"), "utf-8")
            uuids.append(register(desk, path))
    review_at_office(ends, uuids[0])
    review_at_office(ends, uuids[1])
    with ends.at("lin") as desk:
        reviews.submit(desk, uuids[2], "已逐项核对。")
    return home, tuple(uuids)


def world(tmp_path: Path) -> tuple[Ends, tuple[str, ...]]:
    """A copy of the template, and the items by number."""
    home, uuids = _template()
    shutil.copytree(Path(home.name, "ends"), tmp_path / "ends")
    return Ends(tmp_path / "ends", Time()), uuids


def sent(ends: Ends, *uuids: str) -> Path:
    """A package of these items on the stick."""
    return send(ends, *uuids)


def taken_in(ends: Ends, package: Path) -> int:
    """Import a package at the centre."""
    with ends.at("wang") as desk:
        return imports.import_batch(desk, inspection.inspect(desk, package), {}).id


def approved(ends: Ends, *uuids: str) -> None:
    """Sign both steps of the centre."""
    for login in ("li", "sun"):
        with ends.at(login) as desk:
            for uuid in uuids:
                reviews.sign(desk, uuid, Verdict(text="同意。"))


def receipt_file(ends: Ends, batch: int) -> Path:
    """Write the receipt of a received batch onto the stick."""
    with ends.at("wang") as desk:
        return receipts.issue_receipt(desk, batch, ends.stick).path


@contextmanager
def bench_of(ends: Ends, login: str, qtbot: QtBot) -> Iterator[TestBench]:
    """Somebody's workbench; all work is waited for before the desk closes."""
    with ends.at(login) as desk:
        bench = TestBench(desk)
        yield bench
        QThreadPool.globalInstance().waitForDone(10_000)
        qtbot.wait(1)


def click(widget: QWidget) -> None:
    """Click in the middle of a widget as a user does."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
