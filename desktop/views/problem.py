"""What the program did not expect: one line in the log, one dialog with a report that can be copied."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from datetime import UTC, datetime
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from desktop import __version__
from desktop.views.components.dialogs import Dialog
from desktop.views.components.fields import AreaField
from desktop.views.components.text import Text

_LOG = logging.getLogger(__name__)


def install_excepthook(app: QApplication) -> None:
    """From now on every exception that nobody caught, in any thread, is logged and told in one dialog."""
    reporter = ProblemReporter(app)
    sys.excepthook = reporter.caught
    threading.excepthook = reporter.caught_in_thread


def report_of(kind: type[BaseException], trace: TracebackType | None) -> str:
    """What a developer needs to find the bug: kind and places in the code, versions, time.

    Neither the words of the exception nor any value is in it: they may hold the content of an item.
    """
    places = [
        f"  {frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(trace)
    ]
    return "\n".join(
        [
            f"政务公开工作台 {__version__}，Python {platform.python_version()}，Qt {qVersion()}",
            f"{platform.system()} {platform.release()} {platform.machine()}",
            f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            f"{kind.__module__}.{kind.__qualname__}",
            *places,
        ]
    )


class ProblemReporter(QObject):
    """Receives uncaught exceptions of every thread and shows them in the GUI thread, one at a time."""

    _happened = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.dialog: ProblemDialog | None = None
        self._happened.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def caught(self, kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        """For `sys.excepthook`."""
        if not issubclass(kind, Exception):  # an end asked for from outside is no bug
            sys.__excepthook__(kind, problem, trace)
            return
        report = report_of(kind, trace)
        _LOG.error("unexpected: %s", report.replace("\n", " | "))
        self._happened.emit(report)

    def caught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        """For `threading.excepthook`."""
        if args.exc_value is not None:
            self.caught(args.exc_type, args.exc_value, args.exc_traceback)

    def _tell(self, report: str) -> None:
        if self.dialog is not None:  # a bug that repeats itself must not pile up dialogs
            return
        self.dialog = ProblemDialog(QApplication.activeWindow(), report)
        self.dialog.finished.connect(self._closed)
        self.dialog.open()

    def _closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None


class ProblemDialog(Dialog):
    """Says that the data is safe and offers the report to be copied."""

    def __init__(self, parent: QWidget | None, report: str) -> None:
        super().__init__(
            parent,
            "程序遇到没有料到的问题",
            "刚才这一步没有办成，已经存下的内容不受影响",
            commit="复制报告",
            cancel="关闭",
            icon="triangle-alert",
            tone="warn",
            width=620,
        )
        self._report = report
        self.add(
            Text(
                "数据完好：没有办完的一步已经全部撤销。关闭后可以再试一次；还不行的，退出后重新打开程序。"
                "把报告复制给系统管理员，报告里没有信息条目的内容。",
                "body",
                "text2",
                wrap=True,
            )
        )
        self.words = AreaField("报告", report, lines=7)
        self.words.set_read_only(True)
        self.add(self.words)
        self.commit.setFocus()

    def check(self) -> bool:
        """Copy and stay open."""
        QGuiApplication.clipboard().setText(self._report)
        self.words.set_message("已复制到剪贴板", "ok")
        return False
