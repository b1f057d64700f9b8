"""A batch that takes items back says so wherever it is named, at the office and at the centre, on screen and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.services import batches, item_detail, items, papers
from desktop.services.batches import Written
from desktop.services.home import home
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.receive.screen import ReceiveScreen
from desktop.views.send.screen import WAITING, SendScreen
from tests.printing.reading import page_texts
from tests.services.ends import Ends
from tests.views.desk_user import answering
from tests.views.exchange import TestBench, bench_of, click, sent, taken_in, world

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

PERIOD = "2026年11月下"
HELD = ("撤回 1 件", "1 件，撤回 1 件", "1", "零报告")
"""What the four batches of `exchanged` hold, the newest first, as a list says it."""


def exchanged(ends: Ends, uuids: tuple[str, ...]) -> list[Written]:
    """A nil return, an item, an item beside a withdrawal, a withdrawal and nothing else: each a batch of its own."""
    steps: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
        ((), ()),
        ((uuids[0],), ()),
        ((uuids[1],), (uuids[0],)),
        ((), (uuids[1],)),
    )
    written = []
    for chosen, taken_back in steps:
        with ends.at("lin") as desk:
            for one in taken_back:
                items.withdraw(desk, one, "内容有误")
            written.append(batches.write(desk, batches.assemble(desk, chosen, PERIOD), ends.stick))
    return written


def opened(qtbot: QtBot, screen: QWidget) -> None:
    qtbot.addWidget(screen)
    screen.resize(1280, 820)
    screen.show()


def sending(qtbot: QtBot, bench: TestBench) -> SendScreen:
    screen = SendScreen(bench)
    opened(qtbot, screen)
    qtbot.waitUntil(lambda: screen._page is not None)
    return screen


def all_words(widget: QWidget) -> str:
    labels: list[QLabel] = widget.findChildren(QLabel)  # type: ignore[assignment]
    return "\n".join(one.text() for one in labels if one.isVisibleTo(widget))


def column(table: object, number: int) -> list[object]:
    model = table.model  # type: ignore[attr-defined]
    return [model.cell(row, number) for row in range(model.rowCount())]


def test_the_office_lists_and_opens_its_batches(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    written = exchanged(ends, uuids)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = sending(qtbot, bench)
        screen.show_record(WAITING)
        qtbot.waitUntil(lambda: screen.list.model.rowCount() == 4)
        assert column(screen.list, 2) == list(HELD)
        screen.show_record(written[-1].batch.id)
        qtbot.waitUntil(lambda: screen._inside.isVisible())
        assert "，撤回 1 件，" in all_words(screen._inside.header)
        number = item_detail.detail(bench.desk, uuids[1]).form_number
        assert screen._inside.withdrawn.accessibleName() == f"撤回：{number}"


def test_what_was_just_written_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    sent(ends, uuids[0])
    with bench_of(ends, "lin", qtbot) as bench:
        items.withdraw(bench.desk, uuids[0], "内容有误")
        screen = sending(qtbot, bench)
        bench.answer = ends.stick
        click(screen.choosing.commit)
        qtbot.waitUntil(lambda: screen.done.isVisible())
        assert all_words(screen.done).count("1 件，撤回 1 件") == 2


def test_the_list_on_paper_counts_items_apart_from_entries(tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    written = exchanged(ends, uuids)
    with ends.at("lin") as desk:
        texts = page_texts(papers.batch_list_pdf(desk, *written))
    for text, words in zip(
        texts, ("共0件（零报告）", "共1件：通知1", "共1件：通知1；撤回1件", "报送件数撤回1件"), strict=True
    ):
        assert words in text
    assert "共0件" not in texts[-1]


def test_the_centre_lists_what_came(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    written = exchanged(ends, uuids)
    packages = [one.path for one in written]
    for package in packages[:2]:
        taken_in(ends, package)
    with bench_of(ends, "wang", qtbot) as bench:
        screen = ReceiveScreen(bench)
        opened(qtbot, screen)
        bench.answer = ends.stick
        for package in packages[:2]:
            package.unlink()
        click(screen.front.stick)
        qtbot.waitUntil(lambda: screen.scan.commit.isVisible())
        assert column(screen.scan.table, 4) == ["1 件，撤回 1 件", "撤回 1 件"]
        asked = answering(qtbot, ConfirmDialog, lambda dialog: click(dialog.commit))
        click(screen.scan.commit)
        qtbot.waitUntil(lambda: screen.front.table.model.rowCount() == 4)
        assert asked()
        assert column(screen.scan.table, 5) == ["已接收，1 件，撤回 1 件", "已接收，撤回 1 件"]
        assert column(screen.front.table, 3) == list(HELD)
        news = [what.partition("，")[2] for what, _when in home(bench.desk).news]
        assert news == ["撤回 1 件", "1 件，撤回 1 件", "1 件", "零报告"]


def test_a_batch_that_only_takes_back_is_told_after_it_was_taken_in(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    *first, last = (one.path for one in exchanged(ends, uuids))
    with bench_of(ends, "wang", qtbot) as bench:
        screen = ReceiveScreen(bench)
        opened(qtbot, screen)
        screen.inspect(last)
        qtbot.waitUntil(lambda: screen.check.isVisible())
        assert "撤回 1 件" in all_words(screen.check.header)
        assert "0 件" not in all_words(screen.check.header)
        click(screen.check.commit)
        qtbot.waitUntil(lambda: screen.taken.isVisible())
        told = all_words(screen.taken)
        assert ("撤回" in told, "0 件" in told) == (True, False)
        assert len(first) == 3
