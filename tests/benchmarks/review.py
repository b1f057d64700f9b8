"""Opening the next review in a large store: the queue, the item, and the desk on the screen."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

from desktop.rules.items import Answer, Channel, Genre, ItemContent
from desktop.rules.roles import Role
from desktop.services import intake, item_detail, items, review_queue, reviews
from desktop.services.desk import Desk
from desktop.services.first_run import NewAccount
from desktop.services.forms import forms
from desktop.services.sessions import sign_in
from desktop.trust.kdf import CHEAP_KDF
from tests.benchmarks.measure import percentile, tell
from tests.benchmarks.stores import filled_store
from tests.services.ends import DOCUMENT, PASSWORD, add_person

COUNT, WAITING, OPENED = 100_000, 400, 60
LIMIT = 0.1
REST = 0.5
"""Seconds that each item is read before the next is asked for; by then what is looked for in the background has come."""


def run(folder: Path) -> None:
    """p95 of what the worker reads and of the whole way to the painted desk; the limit is 100 ms."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    desk = filled_store(folder, COUNT)
    uuids = _waiting(desk, folder)
    desk = _reviewer(desk)
    due, read = [], []
    for uuid in uuids[:OPENED]:
        begun = time.perf_counter()
        queue = review_queue.due(desk)
        due.append(time.perf_counter() - begun)
        item_detail.detail(desk, uuid)
        forms(desk)
        read.append(time.perf_counter() - begun)
    assert len(queue) == WAITING
    assert all(one.mine for one in queue)
    tell(f"the queue of {WAITING} reviews, {COUNT} items, p95", percentile(due, 0.95), LIMIT, "limit", 0.5)
    tell(f"the next review read, {COUNT} items, p95", percentile(read, 0.95), LIMIT, "limit", 0.7)
    opened = _opened(desk, uuids)
    tell(f"the next review on the screen, {COUNT} items, p95", percentile(opened, 0.95), LIMIT, "limit", 1.0)
    desk.close()
    sys.stdout.flush()


def _waiting(desk: Desk, folder: Path) -> list[str]:
    """Items that were submitted, each with its document and one signature, under the form whose reviewer comes next."""
    notice = next(one.form for one in forms(desk) if one.form.code == "notice")
    path = folder / "通知.txt"
    uuids = []
    for number in range(WAITING):
        path.write_text(DOCUMENT.replace("47号", f"{number}号"), encoding="utf-8")
        uuid = intake.register_document(desk, path).uuid
        shown = item_detail.detail(desk, uuid)
        content: ItemContent = replace(
            shown.content,
            genre=shown.content.genre or Genre.NOTICE,
            phone="0591-55501204",
            channels=(Channel.WEBSITE,),
            answers=(Answer.NO,) * 16,
            form=notice,
        )
        items.save_draft(desk, uuid, content, shown.draft_version or 0, "bench")
        reviews.submit(desk, uuid, "已逐项核对。")
        uuids.append(uuid)
    return uuids


def _reviewer(desk: Desk) -> Desk:
    """The desk of somebody whose turn it is."""
    folder = desk.folder
    desk.close()
    administrator = sign_in(folder, "he", PASSWORD, kdf=CHEAP_KDF)
    add_person(administrator, NewAccount("qiu", "邱文", (Role.CONFIDENTIALITY_REVIEWER,), PASSWORD))
    administrator.close()
    return sign_in(folder, "qiu", PASSWORD, kdf=CHEAP_KDF)


def _opened(desk: Desk, uuids: list[str]) -> list[float]:
    """Seconds from asking for an item to its desk painted with the document in it, each time from rest, as after reading."""
    from PySide6.QtCore import QEvent, QEventLoop, QObject, QThreadPool
    from PySide6.QtWidgets import QApplication

    from desktop.views.look import theme
    from desktop.views.review.screen import ReviewScreen
    from desktop.views.workbench import Workbench

    class Painted(QObject):
        """Waits until the document of the item wanted is painted."""

        wanted, seen = "", False

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and screen.desk.detail is not None and screen.desk.viewer.pages():
                self.seen = self.seen or screen.desk.detail.uuid == self.wanted
            return False

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    screen = ReviewScreen(Workbench(desk))
    screen.resize(1232, 900)
    screen.show()
    painted = Painted()
    screen.desk.viewer.page.installEventFilter(painted)
    times = []
    for painted.wanted in uuids[: OPENED + 1]:
        painted.seen = False
        begun = time.perf_counter()
        screen.show_record(painted.wanted)
        while not painted.seen:
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        app.processEvents()
        times.append(time.perf_counter() - begun)
        rested = time.perf_counter() + REST
        while time.perf_counter() < rested or QThreadPool.globalInstance().activeThreadCount():
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
    screen.close()
    return times[1:]
