"""The screen where an item is registered and edited: empty page, draft, stop, or why it is closed to editing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.labels import word
from desktop.rules.roles import Permission
from desktop.rules.states import ItemState
from desktop.services import amending, intake, items
from desktop.services.clock import civil_time
from desktop.services.intake import Intake, Release
from desktop.services.item_detail import ItemDetail, detail
from desktop.views.amending import confirm_giving_up
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.components.page_header import PageHeader
from desktop.views.editor.closed import ClosedPage
from desktop.views.editor.draft_page import DraftPage
from desktop.views.editor.release import ReleaseDialog
from desktop.views.editor.start import StartPage
from desktop.views.editor.stopped import Stop, StoppedPage
from desktop.views.editor.taking import Taken, register_files
from desktop.views.workbench import Workbench

NEW = "new"


class EditorScreen(QWidget):
    """`show_record("new")` begins a registration, `show_record(uuid)` opens an item."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.bench = bench
        self._key = ""
        self._stop: Stop | None = None
        self._refused: Taken | None = None
        self.header = PageHeader("新登记", path="信息登记")
        self.start = StartPage(bench)
        self.draft_page = DraftPage(bench)
        self.stopped_page = StoppedPage()
        self.closed_page = ClosedPage(bench)
        self.pages = QStackedWidget()
        for page in (self.start, self.draft_page, self.stopped_page, self.closed_page):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.pages, 1)
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._back)
        self._connect()

    def _connect(self) -> None:
        self.header.back.connect(self._back)
        self.start.chosen.connect(self._register)
        self.start.without.connect(self._create)
        self.draft_page.closing.connect(self._back)
        self.draft_page.going_on.connect(self._go_on)
        self.draft_page.reopening.connect(self._load)
        self.draft_page.giving_up.connect(self._give_up_correction)
        self.draft_page.stopped.connect(self._attachment_stopped)
        self.stopped_page.closed.connect(self._close_stop)
        self.stopped_page.releasing.connect(self._release)
        self.closed_page.revised.connect(self._load)

    def show_record(self, key: str) -> None:
        """Begin a registration, or open the item named `key`."""
        self._key = "" if key in ("", NEW) else key
        if self._key:
            self._load()
            return
        if not self.bench.desk.may(Permission.REGISTER):
            self.closed_page.show_refusal()
            self._show(self.closed_page, "新登记", "")
            return
        self.start.clear()
        self._show(self.start, "新登记", "")

    def may_leave(self) -> bool:
        """Save the draft; when it cannot be saved, ask before what was typed is given up."""
        try:
            if self.draft_page.leave():
                self.bench.announce("item", self._key)
        except UserError as problem:
            return self._give_up(problem)
        return True

    # -- opening -------------------------------------------------------------------------------
    def _load(self) -> None:
        key, desk = self._key, self.bench.desk
        self.bench.run(
            self,
            lambda _progress, _cancelled: detail(desk, key),
            lambda opened: self._opened(opened, key),
            on_error=self._not_found,
        )

    def _opened(self, opened: ItemDetail, key: str) -> None:
        if key != self._key:
            return
        state = word(opened.state)
        if opened.state is ItemState.STOPPED:
            self._show_stop(Stop(key, opened.form_number, opened.office_name, _stopped_on(opened)))
        elif opened.draft_version is not None and self.bench.desk.may(Permission.REGISTER):
            self.draft_page.show_draft(opened)
            self._show(self.draft_page, opened.content.title or "新登记", state, opened.form_number)
            if self._refused is not None and self._refused.uuid == key:
                self.draft_page.tell_refused(self._refused)
                self._refused = None
        else:
            self.closed_page.show_item(opened)
            self._show(self.closed_page, opened.content.title, state, opened.form_number)

    def _not_found(self, problem: UserError) -> None:
        self.bench.show_error(self, problem)
        self._back()

    def _show(self, page: QWidget, title: str, chip: str, fact: str = "") -> None:
        self.header.set_title(title, fact)
        self.header.set_chip(chip)
        self.pages.setCurrentWidget(page)

    # -- registering ---------------------------------------------------------------------------
    def _register(self, paths: Sequence[Path]) -> None:
        desk, chosen = self.bench.desk, list(paths)
        self.start.busy(True)
        self.bench.run(
            self,
            lambda progress, cancelled: register_files(desk, chosen, progress, cancelled),
            self._registered,
            on_error=self.start.refuse,
            line=self.start.line,
            on_cancel=self.start.clear,
        )

    def _registered(self, taken: Taken) -> None:
        self.start.busy(False)
        if not taken.uuid:
            self._show_stop(self._stop_of(taken))
            return
        other, self._key = self._key, self._key or taken.uuid
        self.bench.announce("item", taken.uuid)
        if taken.stop is not None:
            self._attachment_stopped(taken)
            return
        self._refused = taken
        if other:  # another draft was opened meanwhile: what is being typed there is not taken from the screen
            self.bench.tell("文件已登记为草稿", "在信息登记里打开")
            return
        self._load()

    def _create(self) -> None:
        desk = self.bench.desk
        self.bench.read(self, lambda: items.create_draft(desk), self._created)

    def _created(self, uuid: str) -> None:
        self._key = uuid
        self.bench.announce("item", uuid)
        self._load()

    # -- stopping and releasing ----------------------------------------------------------------
    def _stop_of(self, taken: Taken, into: str = "") -> Stop:
        desk = self.bench.desk
        assert taken.stop is not None
        places = "、".join(dict.fromkeys(one["place"] for one in taken.stop.findings if one["severity"] == "阻断"))
        facts = (
            ("文件", f"放入的第 {taken.position} 个文件"),
            ("位置", places),
            ("依据", "密级标志格式（密级★期限）"),
            ("检查时间", f"{desk.today().year}-{civil_time(desk.now())}"),
        )
        day = desk.today().isoformat()
        return Stop(taken.stop.uuid, taken.stop.form_number, desk.agency.office_name, day, facts, into)

    def _attachment_stopped(self, taken: Taken) -> None:
        if not self.may_leave():
            return
        self._show_stop(self._stop_of(taken, taken.uuid))

    def _show_stop(self, stop: Stop) -> None:
        self._stop = stop
        self.stopped_page.show_stop(stop, may_release=self._may_release())
        self._show(self.stopped_page, "新登记" if stop.facts else stop.number, word(ItemState.STOPPED))
        self.bench.announce("item", stop.uuid)

    def _may_release(self) -> bool:
        return self.bench.desk.may(Permission.REGISTER) or self.bench.desk.may(Permission.RELEASE_HIT)

    def _close_stop(self) -> None:
        if self._stop is not None and self._stop.into:
            self.show_record(self._stop.into)
        else:
            self._back()

    def _release(self) -> None:
        stop = self._stop
        assert stop is not None
        dialog = ReleaseDialog(
            self, self.bench, stop.number, lambda path, release: self._do_release(stop, path, release)
        )
        if dialog.exec() and dialog.taken is not None:
            self.bench.announce("item", dialog.taken.uuid)
            self.bench.tell("误报已解除", "文件已登记，继续核对内容")
            self.show_record(dialog.taken.uuid)

    def _do_release(self, stop: Stop, path: Path, release: Release) -> Intake:
        draft = self.draft_page.draft
        if stop.into and draft is not None and draft.uuid == stop.into:
            return draft.attach_released(path, release)
        if stop.into:
            return intake.release_attachment(self.bench.desk, stop.into, path, release)
        return intake.release_hit(self.bench.desk, stop.uuid, path, release)

    # -- a correction given up -----------------------------------------------------------------
    def _give_up_correction(self) -> None:
        key, desk = self._key, self.bench.desk
        self.bench.read(self, lambda: detail(desk, key), self._confirm_giving_up)

    def _confirm_giving_up(self, opened: ItemDetail) -> None:
        if opened.uuid != self._key or not confirm_giving_up(self.window(), opened):
            return
        self.draft_page.autosave.rest()
        work = partial(amending.give_up, self.bench.desk, opened.uuid)
        self.bench.read(self, work, lambda state: self._given_up(opened.uuid, state))

    def _given_up(self, key: str, state: ItemState) -> None:
        self.bench.announce("item", key)
        self.bench.tell("已放弃更正", f"现在是“{word(state)}”")
        self._back()

    # -- leaving -------------------------------------------------------------------------------
    def _back(self) -> None:
        self.bench.open("ledger", self._key)

    def _go_on(self) -> None:
        self.bench.open("review", self._key)

    def _give_up(self, problem: UserError) -> bool:
        dialog = ConfirmDialog(
            self,
            problem.message,
            self.header.accessibleName(),
            "放弃没有保存的改动",
            consequence=f"{problem.hint}。离开后，上次自动保存以后录入的内容不再保留。",
            danger=True,
        )
        given_up = bool(dialog.exec())
        if given_up:
            self.draft_page.autosave.rest()
        return given_up


def _stopped_on(opened: ItemDetail) -> str:
    return next((line.at[:5] for line in opened.history if line.action == "stop"), "")
