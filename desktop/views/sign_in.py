"""Signing in: who, with which password; what to do when it is wrong, locked or forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop import __version__
from desktop.errors import UserError
from desktop.labels import PRODUCT
from desktop.paths import DataFolder
from desktop.services import door
from desktop.services.door import FolderLock
from desktop.services.first_run import EXAMPLE_PASSWORD
from desktop.trust.kdf import DEFAULT_KDF, KdfParameters
from desktop.views.components.buttons import Button, Link
from desktop.views.components.card import Card, Ground
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.fields import PasswordField
from desktop.views.components.memory import memory
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import Mark, Note, Text, show_if
from desktop.views.jobs import run_job
from desktop.views.look.theme import follow_theme, theme
from desktop.views.people import PersonPicker, known_person, remember_session

if TYPE_CHECKING:
    from desktop.services.desk import Desk

WIDTH = 440
PADDING = 40
DAMAGED = "E-DAMAGED"
READ_FIRST = "先把整个数据文件夹另外复制一份保存，再从备份恢复。恢复之前可以只读打开，抄下备份之后的内容。"
BACKUP_HELPS = frozenset({DAMAGED, "E-KEY", "E-MISSING"})
"""What is wrong with a store that a backup puts right: damaged, unreadable from its first page on, or gone."""
PATIENCE = f"连续 {door.TRIES_BEFORE_WAIT} 次输错，锁定 {door.FIRST_WAIT_SECONDS} 秒"


class SignInView(Ground):
    """The page before the window. `signed_in(desk)` hands over the open desk; `restored(words)` follows a restored backup,
    whose accounts may be others: make the page anew, with the words as `told`.
    """

    signed_in = Signal(object)
    restored = Signal(str)

    def __init__(
        self,
        folder: DataFolder,
        lock: FolderLock | None = None,
        *,
        kdf: KdfParameters = DEFAULT_KDF,
        told: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("canvas", parent=parent)
        self._folder, self._lock, self._kdf = folder, lock, kdf
        self.restore = Button("从备份恢复", "primary", icon="history", small=True)
        self.only_read = Button("只读打开", small=True)
        self.error = ErrorPanel(verbs=[self.restore, self.only_read])
        self.enter = _WideButton("登录", "primary", hint="Enter")
        self._people = tuple(known_person(login) for login in self._logins())
        self.picker = PersonPicker(self._people, memory().recall("last_login"))
        self.password = PasswordField("口令")
        self.patience = Text(PATIENCE, "caption", "text2")
        self.forgotten = Link("忘记口令")
        self.told = Note(told, "circle-check", "oktext", role="caption", wrap=True)
        show_if(self.told, bool(told))
        self._seconds = 0
        self._beat = QTimer(self)
        self._beat.setInterval(1000)
        self._beat.timeout.connect(self._count_down)
        self._lay_out()
        self._connect()
        self._look_at_wait()
        follow_theme(self)
        self.password.setFocus()

    def restyle(self) -> None:
        """Take the width of the card from the theme."""
        self.card.setFixedWidth(theme().px(WIDTH))
        self.update()

    def sign_in(self, although_damaged: bool = False) -> None:
        """Try the password, off the GUI thread; `although_damaged` opens what can still be read."""
        if not self.enter.isEnabled():
            return
        login, password = self.picker.person().login, self.password.value()
        if not password:
            self.password.set_message("输入口令后登录", "error")
            self.password.setFocus()
            return
        self._set_busy(True)
        folder, lock, kdf = self._folder, self._lock, self._kdf
        run_job(
            self,
            lambda _progress, _cancelled: _sign_in(folder, login, password, lock, kdf, although_damaged),
            self._opened,
            self._refused,
        )

    def _logins(self) -> tuple[str, ...]:
        try:
            return door.logins(self._folder)
        except UserError as problem:
            self._tell(problem, may_read=False)
            return ()

    def _opened(self, desk: Desk) -> None:
        self.password.set_value("")
        remember_session(desk)
        self.signed_in.emit(desk)

    def _refused(self, problem: UserError) -> None:
        self._set_busy(False)
        if problem.code in ("E-PASSWORD", "E-WAIT"):
            self.password.set_message(problem.message, "error")
            self.told.set_note(problem.hint, "info", "text2")
            self._clear_error()
        else:
            self._tell(problem, may_read=problem.code == DAMAGED)
        show_if(self.told, problem.code in ("E-PASSWORD", "E-WAIT"))
        self._look_at_wait()
        self.password.setFocus()
        self.password.edit.selectAll()

    def _tell(self, problem: UserError, *, may_read: bool) -> None:
        """Say what is wrong with the store; a damaged one can be read as far as it goes, or a backup put in its place."""
        if may_read:
            self.error.tell(problem.message, READ_FIRST)
        else:
            self.error.show_error(problem)
        helps = problem.code in BACKUP_HELPS
        show_if(self.restore, helps)
        show_if(self.only_read, may_read)
        self.enter.set_variant("secondary" if helps else "primary")  # restoring is the one filled verb then

    def _clear_error(self) -> None:
        self.error.clear()
        self.enter.set_variant("primary")

    def _restore(self) -> None:
        from desktop.views.restore import RestoreDialog  # wanted once in years

        dialog = RestoreDialog(self, self._folder, self._lock)
        if dialog.exec():
            self.restored.emit(dialog.words())
        dialog.deleteLater()

    def _set_busy(self, busy: bool) -> None:
        self.picker.setEnabled(not busy)
        self.password.set_read_only(busy)
        self.enter.set_words("正在打开数据" if busy else "登录")
        self.enter.setEnabled(not busy)

    def _picked(self, _login: str) -> None:
        self._clear_error()
        self.told.hide()
        self.password.set_value("")
        self.password.set_message("")
        self._look_at_wait()
        self.password.setFocus()

    def _look_at_wait(self) -> None:
        self._seconds = door.seconds_to_wait(self._folder, self.picker.person().login) if self._people else 0
        self._show_wait()
        if self._seconds:
            self._beat.start()

    def _count_down(self) -> None:
        self._seconds = max(0, self._seconds - 1)
        if not self._seconds:
            self._beat.stop()
            self.told.hide()
            self.password.set_message("")
        self._show_wait()

    def _show_wait(self) -> None:
        if self._seconds:
            self.enter.block(f"还要等 {self._seconds} 秒")
            self.patience.set_words(f"已锁定，还要等 {self._seconds} 秒", "warntext")
        else:
            self._beat.stop()
            self.enter.unblock()
            self.patience.set_words(PATIENCE, "text2")

    def _recover(self) -> None:
        login = self.picker.person().login
        from desktop.views.recovery import RecoveryDialog  # wanted once in years

        dialog = RecoveryDialog(self, self._folder, self._people, login, self._lock, self._kdf)
        if dialog.exec():
            self.picker.pick(dialog.login())
            self._picked(dialog.login())
            self.told.set_note("口令已重设，用新口令登录", "circle-check", "oktext")
            show_if(self.told, True)
        dialog.deleteLater()

    def _connect(self) -> None:
        self.picker.picked.connect(self._picked)
        self.password.edit.returnPressed.connect(lambda: self.sign_in())
        self.password.changed.connect(self.told.hide)
        self.enter.clicked.connect(lambda: self.sign_in())
        self.forgotten.clicked.connect(self._recover)
        self.restore.clicked.connect(self._restore)
        self.only_read.clicked.connect(lambda: self.sign_in(although_damaged=True))

    def _lay_out(self) -> None:
        self.card = Card(padding=PADDING, spacing=0)
        self.card.body.setContentsMargins(0, 0, 0, 0)
        self.card.body.addLayout(self._head())
        self.card.body.addSpacing(28)
        self.card.add(Text("登录人", "label", "text2"))
        self.card.body.addSpacing(4)
        self.card.add(self.picker)
        self.card.body.addSpacing(14)
        self.card.add(self.password)
        for widget in (self.told, self.error):
            self.card.add(widget)
        self.card.body.addSpacing(14)
        self.card.add(self.enter)
        self.card.body.addSpacing(12)
        self.card.body.addLayout(_row(self.patience, self.forgotten))
        scroll = ScrollColumn(spacing=0)
        scroll.column.insertStretch(0, 2)
        scroll.column.setStretch(1, 3)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.card)
        middle.addStretch(1)
        scroll.column.insertLayout(1, middle)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 24)
        column.setSpacing(4)
        column.addWidget(scroll, 1)
        secret = Note("本系统为非涉密系统，不得录入、存储、处理国家秘密", "octagon-x", "badtext")
        secret.words.set_words(secret.words.text(), "text2")
        column.addWidget(secret, 0, Qt.AlignmentFlag.AlignHCenter)
        place = Text(f"{__version__}，数据位置 {self._folder.root}", "caption", "text2", selectable=True)
        column.addWidget(place, 0, Qt.AlignmentFlag.AlignHCenter)

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(PRODUCT, "page"))
        unit = Text(memory().recall("unit"), "small", "text2", wrap=True)
        show_if(unit, bool(unit.text()))
        words.addWidget(unit)
        if memory().recall("example"):
            words.addWidget(Text(f"示例数据，口令都是 {EXAMPLE_PASSWORD}", "label", "warntext", selectable=True))
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(Mark(44), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row


class _WideButton(Button):
    """The one verb of the page, as wide as the form."""

    def __init__(self, words: str, variant: str, *, hint: str) -> None:
        super().__init__(words, variant, hint=hint)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def restyle(self) -> None:
        """Higher than a button among others."""
        super().restyle()
        self.setFixedHeight(theme().px(40))


def _sign_in(
    folder: DataFolder, login: str, password: str, lock: FolderLock | None, kdf: KdfParameters, although_damaged: bool
) -> Desk:
    from desktop.services import sessions  # the store is loaded while she types, not before the page shows

    return sessions.sign_in(folder, login, password, lock=lock, kdf=kdf, although_damaged=although_damaged)


def _row(left: QWidget, right: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(left, 1)
    row.addWidget(right)
    return row
