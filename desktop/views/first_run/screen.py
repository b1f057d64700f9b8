"""The first-run guide: a rail of steps at the left, one page at a time, founding at the end."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.labels import PRODUCT
from desktop.paths import DataFolder
from desktop.rules.calendar import CIVIL_TIME
from desktop.rules.roles import End
from desktop.services.door import FolderLock
from desktop.services.first_run import FirstRun, Founded
from desktop.trust.kdf import DEFAULT_KDF, KdfParameters
from desktop.views.components.buttons import Button, ReasonedButton
from desktop.views.components.card import Ground
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.progress import ProgressLine
from desktop.views.components.stepper import Step, Stepper
from desktop.views.components.text import Mark, Text, show_if
from desktop.views.first_run.page import COLUMN_WIDTH, GuidePage
from desktop.views.first_run.people import PeoplePage
from desktop.views.first_run.place import PlacePage
from desktop.views.first_run.safe import SafePage
from desktop.views.first_run.unit import UnitPage
from desktop.views.jobs import Progress, run_job
from desktop.views.look.theme import follow_theme, theme
from desktop.views.people import remember_founding

RAIL_WIDTH = 296


class FirstRunView(QWidget):
    """Asks for end, unit and people, founds the desk, hands out the keys. `founded(login)` when it is all done."""

    founded = Signal(object)

    def __init__(
        self,
        folder: DataFolder,
        lock: FolderLock | None = None,
        *,
        kdf: KdfParameters = DEFAULT_KDF,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._folder, self._lock, self._kdf = folder, lock, kdf
        self._busy = ""
        self.place = PlacePage()
        self.unit = UnitPage(datetime.now(CIVIL_TIME).year)
        self._people = {end: PeoplePage(end) for end in End}
        self.safe = SafePage()
        self.stack = QStackedWidget()
        for page in (self.place, self.unit, *self._people.values(), self.safe):
            self.stack.addWidget(page)
            page.changed.connect(self._judge)
        self.error = ErrorPanel()
        self.progress = ProgressLine("正在建立数据", cancellable=False)
        self.back = Button("上一步")
        self.next = Button("下一步", "primary", key="Ctrl+Return")
        self._steps = Stepper((), "vertical", name="首次设置")
        self._lay_out()
        self.place.example_asked.connect(self.open_example)
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        follow_theme(self)
        self._go(0)

    @property
    def people(self) -> PeoplePage:
        """The page of people for the end chosen."""
        return self._people[self.place.end()]

    def restyle(self) -> None:
        """Take the width of the rail from the theme."""
        self._rail.setFixedWidth(theme().px(RAIL_WIDTH))

    def go_on(self) -> None:
        """To the next page; founds after the people, ends after the keys."""
        if not self.next.isEnabled():
            return
        page = self._page()
        if page is self.people:
            self._found()
        elif page is self.safe:
            self.founded.emit(self.people.people()[0].login)
        else:
            self._go(self._sequence().index(page) + 1)

    def go_back(self) -> None:
        """To the page before; what was entered stays."""
        at = self._sequence().index(self._page())
        if at and self._page() is not self.safe:
            self._go(at - 1)

    def open_example(self) -> None:
        """Found the example office instead."""
        self._begin("正在放入示例数据")
        folder, kdf, lock = self._folder, self._kdf, self._lock
        run_job(
            self,
            lambda progress, _cancelled: _found_example(folder, kdf, lock, progress),
            self._example_founded,
            self._refused,
            line=self.progress,
        )

    def first_run(self) -> FirstRun:
        """What was entered."""
        unit = self.unit
        return FirstRun(
            self.place.end(),
            unit.agency.value(),
            unit.agency_code.value(),
            unit.office_code.value(),
            unit.office.value(),
            self.people.people(),
            unit.centre_fingerprint(),
        )

    def _found(self) -> None:
        first = self.first_run()
        self._begin("正在建立数据")
        folder, kdf, lock = self._folder, self._kdf, self._lock
        run_job(
            self,
            lambda _progress, _cancelled: _found_desk(folder, first, kdf, lock),
            lambda founded: self._desk_founded(first, founded),
            self._refused,
            line=self.progress,
        )

    def _desk_founded(self, first: FirstRun, founded: Founded) -> None:
        self._busy = ""
        remember_founding(first)
        self.safe.show_founded(first, founded)
        self._go(len(self._sequence()) - 1)

    def _example_founded(self, opened: tuple[str, str]) -> None:
        self._busy = ""
        from desktop.services.example import EXAMPLE_OFFICE  # loaded by the work that founded it

        remember_founding(EXAMPLE_OFFICE)
        self.founded.emit(opened[0])

    def _begin(self, words: str) -> None:
        self.error.clear()
        self._busy = words
        self.stack.setEnabled(False)
        self._judge()

    def _refused(self, problem: UserError) -> None:
        self._busy = ""
        self.stack.setEnabled(True)
        self.error.show_error(problem)
        self._judge()

    def _sequence(self) -> list[GuidePage]:
        return [self.place, self.unit, self.people, self.safe]

    def _page(self) -> GuidePage:
        page = self.stack.currentWidget()
        assert isinstance(page, GuidePage)
        return page

    def _go(self, at: int) -> None:
        page = self._sequence()[at]
        self.error.clear()
        self.stack.setEnabled(True)
        if page is self.unit:
            self.unit.set_end(self.place.end())
        self.stack.setCurrentWidget(page)
        self._judge()
        page.begin()

    def _judge(self) -> None:
        page = self._page()
        why = self._busy or page.missing()
        self.next.set_words({self.people: "建立", self.safe: "开始使用"}.get(page, "下一步"))
        if why:
            self.next.block(why)
        else:
            self.next.unblock()
        show_if(self.back, page is not self.place and page is not self.safe and not self._busy)
        self._show_steps()

    def _show_steps(self) -> None:
        sequence = self._sequence()
        at = sequence.index(self._page())
        states = ["done" if n < at else "current" if n == at else "next" for n in range(len(sequence))]
        titles = ("这台电脑用在哪里", "单位和处室", "人员和口令", "密钥单")
        self._steps.set_steps(
            [
                Step(title, (page.line(),) if state == "done" and page.line() else (), state)
                for title, page, state in zip(titles, sequence, states, strict=True)
            ]
        )

    def _lay_out(self) -> None:
        self._rail = Ground("nav", lines="r")
        left = QVBoxLayout(self._rail)
        left.setContentsMargins(32, 32, 24, 32)
        left.setSpacing(4)
        left.addLayout(_mark())
        left.addSpacing(36)
        left.addWidget(self._steps)
        left.addStretch(1)
        left.addWidget(Text("约 3 分钟，建立之前随时可以返回修改", "caption", "text2", wrap=True))
        left.addWidget(Text(f"数据位置 {self._folder.root}", "caption", "text2", wrap=True, selectable=True))
        right = Ground("canvas")
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 48, 0, 28)
        column.setSpacing(12)
        column.addWidget(self.stack, 1)
        column.addLayout(_centred(self._foot()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addWidget(right, 1)

    def _foot(self) -> QWidget:
        foot = QWidget()
        foot.setMaximumWidth(COLUMN_WIDTH)
        column = QVBoxLayout(foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.error)
        column.addWidget(self.progress)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(ReasonedButton(self.next))
        column.addLayout(row)
        return foot


def _mark() -> QHBoxLayout:
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(Text(PRODUCT, "item"))
    words.addWidget(Text("首次设置", "caption", "text2"))
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(Mark(36))
    row.addLayout(words, 1)
    return row


def _centred(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(40, 0, 40, 0)
    row.addWidget(widget)
    return row


# The store is loaded by the work that opens it: the guide itself shows at once.


def _found_desk(folder: DataFolder, first: FirstRun, kdf: KdfParameters, lock: FolderLock | None) -> Founded:
    from desktop.services.sessions import found

    return found(folder, first, kdf=kdf, lock=lock)


def _found_example(
    folder: DataFolder, kdf: KdfParameters, lock: FolderLock | None, progress: Progress
) -> tuple[str, str]:
    from desktop.services.example import found_example

    return found_example(folder, kdf, lock=lock, progress=progress)
