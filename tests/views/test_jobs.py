"""Jobs: every outcome reaches the GUI thread exactly once, and nothing is lost."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from desktop.errors import Cancelled, UserError
from desktop.views.changes import Change, Changes
from desktop.views.components.progress import ProgressLine, time_left
from desktop.views.jobs import CancelCheck, Job, Progress, run_job

# The offscreen platform says so of every window with a minimum size; real platforms do not.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


class Ear(QObject):
    """Hears what a job says, and in which thread."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.heard: list[tuple[str, object]] = []
        self.threads: set[QThread] = set()
        job.succeeded.connect(self.succeeded)
        job.failed.connect(self.failed)
        job.cancelled.connect(self.cancelled)
        job.finished.connect(self.finished)
        job.progressed.connect(self.progressed)

    def _hear(self, what: str, value: object = None) -> None:
        self.heard.append((what, value))
        self.threads.add(QThread.currentThread())

    def succeeded(self, value: object) -> None:
        self._hear("succeeded", value)

    def failed(self, value: object) -> None:
        self._hear("failed", value)

    def cancelled(self) -> None:
        self._hear("cancelled")

    def finished(self) -> None:
        self._hear("finished")

    def progressed(self, done: int, total: int) -> None:
        self._hear("progressed", (done, total))


def test_success_comes_back_to_the_gui_thread(qtbot: QtBot) -> None:
    worker: list[int] = []

    def work(progress: Progress, _cancelled: CancelCheck) -> object:
        worker.append(threading.get_ident())
        progress(3, 4)
        return "结果"

    job = Job(work)
    ear = Ear(job)
    with qtbot.waitSignal(job.finished):
        job.start()
    assert ear.heard == [("progressed", (3, 4)), ("succeeded", "结果"), ("finished", None)]
    assert ear.threads == {QThread.currentThread()}
    assert worker != [threading.get_ident()]
    assert job.is_over()


@pytest.mark.parametrize("problem", [UserError("磁盘已满", "换一个磁盘"), ValueError("bug"), SystemExit(3)])
def test_no_exception_is_lost(qtbot: QtBot, problem: BaseException) -> None:
    def work(_progress: Progress, _cancelled: CancelCheck) -> object:
        raise problem

    job = Job(work)
    ear = Ear(job)
    with qtbot.waitSignal(job.finished):
        job.start()
    assert ear.heard == [("failed", problem), ("finished", None)]


def test_cancel_stops_the_work(qtbot: QtBot) -> None:
    started = threading.Event()

    def work(_progress: Progress, cancelled: CancelCheck) -> object:
        started.set()
        while not cancelled():
            threading.Event().wait(0.001)
        raise Cancelled

    job = Job(work)
    ear = Ear(job)
    with qtbot.waitSignal(job.finished):
        job.start()
        started.wait(5)
        job.cancel()
    assert ear.heard == [("cancelled", None), ("finished", None)]


def test_run_job_gives_the_result_or_the_error_to_the_screen(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    results: list[int] = []
    errors: list[UserError] = []

    def fail(_progress: Progress, _cancelled: CancelCheck) -> int:
        raise UserError("没有找到文件", "重新选择")

    good = run_job(owner, lambda _progress, _cancelled: 42, results.append, errors.append)
    bad = run_job(owner, fail, results.append, errors.append)
    qtbot.waitUntil(lambda: good.is_over() and bad.is_over())
    assert results == [42]
    assert [error.message for error in errors] == ["没有找到文件"]


def test_a_bug_reaches_the_excepthook(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)

    def work(_progress: Progress, _cancelled: CancelCheck) -> int:
        return 1 // 0

    untold: list[object] = []
    with capture_exceptions() as caught:
        job = run_job(owner, work, untold.append, untold.append)
        qtbot.waitUntil(job.is_over)
    assert [kind for kind, _value, _trace in caught] == [ZeroDivisionError]
    assert untold == []


def test_the_progress_line_appears_for_long_work_and_cancels_it(qtbot: QtBot) -> None:
    owner = QWidget()
    line = ProgressLine("正在核对", parent=owner)
    qtbot.addWidget(owner)
    owner.show()
    ended: list[str] = []

    def work(progress: Progress, cancelled: CancelCheck) -> None:
        while not cancelled():
            progress(86, 128)
            threading.Event().wait(0.001)
        raise Cancelled

    def note() -> None:
        ended.append("cancelled")

    job = run_job(owner, work, lambda _result: None, lambda _error: None, on_cancel=note, line=line)
    assert line.isHidden()
    qtbot.waitUntil(lambda: line.isVisible() and "86 件" in line.words.text())
    assert line.words.text() == "正在核对第 86 件，共 128 件"
    line.cancel.click()
    qtbot.waitUntil(job.is_over)
    assert ended == ["cancelled"]
    assert line.isHidden()


def test_a_destroyed_screen_hears_nothing(qtbot: QtBot) -> None:
    owner = QWidget()
    release = threading.Event()
    results: list[object] = []

    def work(_progress: Progress, _cancelled: CancelCheck) -> str:
        release.wait(5)
        return "太迟了"

    job = run_job(owner, work, results.append, results.append)
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    with qtbot.waitSignal(job.finished):
        release.set()
    assert results == []


def test_time_left_in_words() -> None:
    assert [time_left(seconds) for seconds in (0.2, 59, 80, 3720)] == [
        "还需约 1 秒",
        "还需约 59 秒",
        "还需约 1 分 20 秒",
        "还需约 1 小时 2 分",
    ]


def test_changes_name_what_they_touch(qtbot: QtBot) -> None:
    changes = Changes()
    heard: list[Change] = []
    changes.changed.connect(heard.append)
    changes.announce("item", [3, "b"])
    assert heard == [Change("item", ("3", "b"))]
    assert heard[0].touches("item", 3)
    assert not heard[0].touches("item", 4)
    assert not heard[0].touches("batch")
    assert Change("item").touches("item", 4)
