"""Work off the GUI thread: progress, cancel, and no outcome ever lost."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRunnable, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import Cancelled, UserError
from desktop.views.components.progress import ProgressLine

Result = TypeVar("Result")
Progress = Callable[[int, int], None]
CancelCheck = Callable[[], bool]
Work = Callable[[Progress, CancelCheck], Result]

SHOW_AFTER_MS = 300

TURN_SECONDS = 0.001
"""How long a worker that computes keeps the interpreter while the GUI thread waits for it. Python's own 5 ms, waited for
several times in one repaint, add up to what a user feels; benchmark `drop` measures it."""


_CAME_BACK = QEvent.Type(QEvent.registerEventType())


class _Task(QRunnable):
    """Carries the job's work into a pool thread."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    def run(self) -> None:
        """Run the work; the job reports whatever comes of it."""
        self._job.work_now()


class Job(QObject):
    """One piece of work. Make it in the GUI thread, connect bound methods, then `start`.

    Exactly one of `succeeded(result)`, `failed(exception)` and `cancelled()` is emitted in the GUI thread, then
    `finished()`. A `UserError` is for the user; any other exception is a bug and reaches `failed` all the same.
    `progressed(done, total)` is emitted ten times a second at the most, so work may report as often as it likes.
    """

    progressed = Signal(int, int)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()

    def __init__(self, work: Work[object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = threading.Event()
        self._over = False
        self._latest = (0, 0)
        self._told = (0, 0)
        self._outcome: tuple[str, object] = ("", None)
        self._beat = QTimer(self)
        self._beat.setInterval(100)
        self._beat.timeout.connect(self._report)

    def start(self, pool: QThreadPool | None = None) -> None:
        """Run the work in a thread of the pool.

        From here on Qt owns the job, and it is deleted in the GUI thread after `finished`: the worker's own reference
        may be the last one, and an object of this thread must not die in that one.
        """
        self.setParent(QCoreApplication.instance())
        _running.add(self)
        gc.disable()
        sys.setswitchinterval(TURN_SECONDS)
        self._beat.start()
        (pool or QThreadPool.globalInstance()).start(_Task(self))

    def cancel(self) -> None:
        """Ask the work to stop; it ends at its next look at the cancel check."""
        self._stop.set()

    def is_over(self) -> bool:
        """Whether `finished` was emitted."""
        return self._over

    def work_now(self) -> None:
        """Do the work in the calling thread; called by the pool."""
        try:
            self._outcome = ("succeeded", self._work(self._progress, self._stop.is_set))
        except Cancelled:
            self._outcome = ("cancelled", None)
        except BaseException as problem:
            self._outcome = ("failed", problem)
        # An event, no signal: Qt goes on touching the sender of a signal after it was delivered, and by then the GUI
        # thread may have deleted the job.
        QCoreApplication.postEvent(self, QEvent(_CAME_BACK))

    def event(self, event: QEvent) -> bool:
        """Deliver the outcome in the GUI thread once the work is over."""
        if event.type() == _CAME_BACK:
            self._deliver(*self._outcome)
            return True
        return super().event(event)

    def _progress(self, done: int, total: int) -> None:
        self._latest = (done, total)

    def _report(self) -> None:
        _collect_here()
        if self._latest != self._told:
            self._told = self._latest
            self.progressed.emit(*self._told)

    def _deliver(self, outcome: str, value: object) -> None:
        self._beat.stop()
        self._report()
        try:
            if outcome == "succeeded":
                self.succeeded.emit(value)
            elif outcome == "failed":
                self.failed.emit(value)
            else:
                self.cancelled.emit()
        finally:
            self._over = True
            _running.discard(self)
            if not _running:
                gc.enable()
                sys.setswitchinterval(_USUAL_TURN)
            self.finished.emit()
            self.deleteLater()


_running: set[Job] = set()
_USUAL_TURN = sys.getswitchinterval()


def _collect_here() -> None:
    """Collect young garbage in the GUI thread, in place of Python, which collects in whatever thread allocates.

    While a job runs that would often be the worker; a widget that is garbage would die there, and the program with it.
    """
    for generation in (1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return


class _Listener(QObject):
    """Turns a job's signals into the callables a screen gave, in the GUI thread, while the owner lives."""

    def __init__(
        self,
        owner: QWidget,
        on_success: Callable[[object], None],
        on_error: Callable[[UserError], None],
        on_cancel: Callable[[], None] | None,
        line: ProgressLine | None,
    ) -> None:
        super().__init__(owner)
        self._on_success, self._on_error, self._on_cancel = on_success, on_error, on_cancel
        self._line = line
        self._ended = False
        self._latest = (0, 0)

    def show_line(self) -> None:
        """Show the progress line if the work is still going on."""
        if self._line is not None and not self._ended:
            self._line.begin()
            self._line.set_progress(*self._latest)

    def progressed(self, done: int, total: int) -> None:
        """Pass progress on to the line."""
        self._latest = (done, total)
        if self._line is not None and not self._line.isHidden():
            self._line.set_progress(done, total)

    def succeeded(self, result: object) -> None:
        """The work is done."""
        on_success = self._on_success
        self._end()
        on_success(result)

    def failed(self, problem: BaseException) -> None:
        """A UserError goes to the screen; a bug goes on to the excepthook."""
        on_error = self._on_error
        self._end()
        if not isinstance(problem, UserError):
            raise problem
        on_error(problem)

    def cancelled(self) -> None:
        """The user cancelled."""
        on_cancel = self._on_cancel
        self._end()
        if on_cancel is not None:
            on_cancel()

    def _end(self) -> None:
        """End the line and let go of the callables.

        They may be the last to hold the owner, which would then die inside this object's own end, taking it with it twice.
        """
        self._ended = True
        self._on_success = self._on_error = _nothing
        self._on_cancel = None
        if self._line is not None:
            self._line.end()


def _nothing(_told: object) -> None:
    """What an ended job calls."""


def run_job(
    owner: QWidget,
    work: Work[Result],
    on_success: Callable[[Result], None],
    on_error: Callable[[UserError], None],
    *,
    on_cancel: Callable[[], None] | None = None,
    line: ProgressLine | None = None,
) -> Job:
    """Run `work(progress, cancelled)` off the GUI thread for the screen `owner`.

    `line` is a hidden `ProgressLine` somewhere on the screen: it appears after 300 ms and its 取消 cancels. The
    callables run in the GUI thread and are dropped when `owner` is destroyed; the work itself goes on to its end.
    A bug (any exception but UserError) is raised in the GUI thread, where the excepthook shows it.
    """
    job = Job(work)
    listener = _Listener(owner, on_success, on_error, on_cancel, line)  # type: ignore[arg-type]
    job.progressed.connect(listener.progressed)
    job.succeeded.connect(listener.succeeded)
    job.failed.connect(listener.failed)
    job.cancelled.connect(listener.cancelled)
    job.finished.connect(listener.deleteLater)
    if line is not None:
        line.cancel_pressed.connect(job.cancel)
        QTimer.singleShot(SHOW_AFTER_MS, listener, listener.show_line)
    job.start()
    return job
