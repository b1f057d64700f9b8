"""The screen of the confidentiality review: the queue, and the desk of one item."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.labels import title_of, word
from desktop.rules.review import Opinion
from desktop.rules.roles import Permission
from desktop.rules.states import ItemState
from desktop.services import re_reviews, recalling, referrals, review_queue, reviews, stopping, turns
from desktop.services.forms import FormView, forms
from desktop.services.item_detail import ItemDetail, detail
from desktop.services.re_reviews import ReReview
from desktop.services.referrals import ReferralView
from desktop.services.review_queue import DueReview
from desktop.services.reviews import Ink, Verdict
from desktop.views.components.buttons import Button, IconButton
from desktop.views.components.dialogs import ConfirmDialog, ReasonDialog
from desktop.views.components.page_header import PageHeader
from desktop.views.components.text import Text, show_if
from desktop.views.limits import limit_words
from desktop.views.review.desk import ReviewDesk
from desktop.views.review.ink import InkDialog
from desktop.views.review.modes import OwnReview, standing
from desktop.views.review.printing import PrintButton
from desktop.views.review.queue import AGAIN, REFERRED, QueuePage
from desktop.views.review.stop_dialog import StopDialog
from desktop.views.workbench import Workbench

REST_MS = 300
"""How long an item stays on the screen before its place in the queue is read anew: leafing goes by the one known."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    """An item with the forms that it may be reviewed under."""

    detail: ItemDetail
    forms: tuple[FormView, ...]


@dataclass(frozen=True, slots=True)
class _Lists:
    """What the page of the queue shows."""

    waiting: tuple[DueReview, ...]
    referred: tuple[ReferralView, ...]
    again: tuple[ReReview, ...]


class ReviewScreen(QWidget):
    """`show_record("")` shows the queue, `REFERRED` or `AGAIN` that list beside it, `show_record(uuid)` the desk of an item."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.bench = bench
        self._key = ""
        self._queue: tuple[DueReview, ...] = ()
        self._begun: dict[str, OwnReview] = {}
        self._arriving = False
        self._last_signing = QElapsedTimer()
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._read_place)
        self.queue_page = QueuePage(bench)
        self.desk = ReviewDesk(bench)
        self.header = PageHeader("", path="保密审查")
        self.place = Text("", "small", "text2")
        self.print_button = PrintButton(bench)
        self.ink_button = Button("记录纸质签字", icon="stamp")
        self.recall_button = Button("撤回签字…", icon="undo-2")
        self.stop_button = Button("停止登记…", icon="octagon-x", name="发现国家秘密，停止登记")
        self.previous = IconButton("chevron-left", "上一件", "secondary", key="Alt+Up")
        self.following = IconButton("chevron-right", "下一件", "secondary", key="Alt+Down")
        for widget in (
            self.stop_button,
            self.recall_button,
            self.ink_button,
            self.print_button,
            self.place,
            self.previous,
            self.following,
        ):
            self.header.add_verb(widget)
        desk_page = QWidget()
        inner = QVBoxLayout(desk_page)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.header)
        inner.addWidget(self.desk, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.queue_page)
        self.pages.addWidget(desk_page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        self._connect()

    def _connect(self) -> None:
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._back)
        self.header.back.connect(self._back)
        self.queue_page.opened.connect(self._go_to)
        self.previous.clicked.connect(self._go_back)
        self.following.clicked.connect(self._go_on)
        self.ink_button.clicked.connect(self.record_ink)
        self.recall_button.clicked.connect(self.recall)
        self.desk.submitting.connect(self._submit)
        self.desk.signing.connect(self._sign)
        self.stop_button.clicked.connect(self._stop)
        self.desk.stopping.connect(self._stop)
        self.desk.editing.connect(self._edit)
        self.desk.reopening.connect(self._reopen)
        self.bench.follow(self, "item", self._changed)

    def show_record(self, key: str) -> None:
        """Show the queue, or the desk of the item named `key`."""
        if key in (REFERRED, AGAIN):
            self.queue_page.show_list(key)
            key = ""
        self._key = key
        self._rest.stop()
        desk = self.bench.desk
        if key:
            self.bench.run(
                self,
                lambda _progress, _cancelled: _Loaded(detail(desk, key), forms(desk)),
                self._show_item,
                on_error=self._not_found,
            )
        else:
            self.pages.setCurrentWidget(self.queue_page)
            self._arriving = True
            self._read_queue()

    def may_leave(self) -> bool:
        """Save the draft's answers; what a signer has begun is kept while the session lasts."""
        if self.pages.currentWidget() is self.queue_page or self.desk.detail is None:
            return True
        self._keep_begun()
        try:
            self.desk.autosave.save_now()
        except UserError as problem:
            dialog = ConfirmDialog(
                self,
                problem.message,
                self.desk.detail.content.title,
                "放弃没有保存的改动",
                consequence=f"{problem.hint}。离开后，上次自动保存以后填的内容不再保留。",
                danger=True,
            )
            if not dialog.exec():
                return False
        if self.desk.autosave.rest():
            self.bench.announce("item", self.desk.detail.uuid)
        return True

    # -- showing -------------------------------------------------------------------------------
    def _read_queue(self) -> None:
        desk = self.bench.desk
        self.bench.read(
            self,
            lambda: _Lists(review_queue.due(desk), referrals.register(desk), re_reviews.re_reviews(desk)),
            self._show_lists,
        )

    def _show_lists(self, lists: _Lists) -> None:
        self._queue = lists.waiting
        self.queue_page.show_reviews(lists.waiting)
        self.queue_page.show_beside(lists.referred, lists.again)
        if self._arriving and self.pages.currentWidget() is self.queue_page:
            self.queue_page.take_focus()
        self._arriving = False

    def _show_item(self, loaded: _Loaded) -> None:
        if loaded.detail.uuid != self._key:
            return
        item = loaded.detail
        self.print_button.set_item(item)
        self.header.set_title(item.content.title, "")
        self.header.set_chip(word(item.state))
        if item.statutory_due is not None and turns.step_due(item) is not None:
            self.header.set_fact(
                f"法定期限 {item.statutory_due:%m-%d}，{limit_words(self.bench.desk, item.statutory_due)[0]}"
            )
        show_if(self.ink_button, turns.may_record_ink(self.bench.desk, item))
        show_if(self.recall_button, recalling.may_recall(self.bench.desk, item))
        show_if(self.stop_button, stopping.may_stop(self.bench.desk, item))
        self._show_place()
        self.pages.setCurrentIndex(1)
        self.desk.show_item(item, loaded.forms, self._begun.get(item.uuid))
        self._rest.start(REST_MS if self._queue else 0)

    def _read_place(self) -> None:
        desk = self.bench.desk
        self.bench.read(self, lambda: review_queue.due(desk), self._place_came)

    def _place_came(self, waiting: tuple[DueReview, ...]) -> None:
        self._queue = waiting
        self._show_place()

    def _show_place(self) -> None:
        at = self._at()
        self.place.set_words(f"第 {at + 1} 件，共 {len(self._queue)} 件")
        show_if(self.place, at >= 0)
        for button, wanted in ((self.previous, at > 0), (self.following, 0 <= at < len(self._queue) - 1)):
            show_if(button, at >= 0)
            button.setEnabled(wanted)

    def _at(self) -> int:
        return next((n for n, one in enumerate(self._queue) if one.uuid == self._key), -1)

    def _not_found(self, problem: UserError) -> None:
        self.bench.show_error(self, problem)
        self.show_record("")

    def _changed(self) -> None:
        if self.isVisible() and self.pages.currentWidget() is self.queue_page:
            self._read_queue()

    # -- going about ---------------------------------------------------------------------------
    def _go_to(self, uuid: str) -> None:
        if self.may_leave():
            self.show_record(uuid)

    def _back(self) -> None:
        if self.pages.currentWidget() is not self.queue_page:
            self._go_to("")

    def _go_back(self) -> None:
        self._go_to(self._queue[self._at() - 1].uuid)

    def _go_on(self) -> None:
        self._go_to(self._queue[self._at() + 1].uuid)

    def _edit(self) -> None:
        self.bench.open("editor", self._key)

    def _reopen(self) -> None:
        """Show the draft as somebody else saved it; what could not be saved here is given up."""
        self.show_record(self._key)

    def _keep_begun(self) -> None:
        own = self.desk.own()
        if own is not None and self.desk.detail is not None:
            self._begun[self.desk.detail.uuid] = own

    # -- verbs ---------------------------------------------------------------------------------
    def _submit(self, words: str) -> None:
        desk, draft = self.bench.desk, self.desk.draft
        assert draft is not None
        key = draft.uuid
        content, ticket = self.desk.content(), draft.ticket()

        def submit() -> ItemDetail:
            draft.save(content, ticket)
            reviews.submit(desk, key, words)
            return detail(desk, key)

        self.desk.foot.block("正在提交")
        self.bench.run(
            self, lambda _progress, _cancelled: submit(), self._submitted, on_error=partial(self._refused, key)
        )

    def _submitted(self, item: ItemDetail) -> None:
        if self._shows(item.uuid):
            self.desk.autosave.rest()
        self.bench.announce("item", item.uuid)
        due = turns.step_due(item)
        waiting = f"，等{title_of(due)}签字" if due else ""
        self.bench.tell("已提交审查", f"现在是“{word(item.state)}”{waiting}")
        self._show_again(item.uuid)

    def _sign(self, verdict: Verdict) -> None:
        last, double_click = self._last_signing, QApplication.doubleClickInterval()
        if verdict.opinion is Opinion.AGREE and last.isValid() and not last.hasExpired(double_click):
            return  # its second half falls on the next item, which nobody has read
        last.start()
        desk, item = self.bench.desk, self.desk.detail
        assert item is not None
        key, seen = item.uuid, item.head_digest
        self.desk.foot.block("正在签字")
        self.bench.run(
            self,
            lambda _progress, _cancelled: reviews.sign(desk, key, verdict, seen),
            partial(self._signed, key),
            on_error=partial(self._refused, key),
        )

    def _signed(self, done: str, state: ItemState) -> None:
        self._begun.pop(done, None)
        self._queue = tuple(one for one in self._queue if one.uuid != done)
        self.bench.announce("item", done)
        self.bench.tell("已签字", f"现在是“{word(state)}”")
        if self._key == done:
            self.show_record(next((one.uuid for one in self._queue if one.mine), ""))
        else:
            self._show_place()

    def _refused(self, uuid: str, problem: UserError) -> None:
        self.bench.show_error(self, problem)
        if self._shows(uuid):
            self.desk.judge()
        if problem.code in ("E-STATE", "E-ORDER", "E-STALE"):
            self._show_again(uuid)

    def _shows(self, uuid: str) -> bool:
        return self.desk.detail is not None and self.desk.detail.uuid == uuid

    def _show_again(self, uuid: str) -> None:
        """Show an item as it is now, unless whoever sits here has gone on to another one while the verb was at work."""
        if self._key == uuid:
            self.show_record(uuid)

    def _stop(self) -> None:
        item = self.desk.detail
        assert item is not None
        problem = stopping.refusal(self.bench.desk, item.uuid)
        if problem is not None:
            self.bench.show_error(self, problem)
        if problem is not None or not StopDialog(self, item.form_number).exec():
            self.desk.take_back_secret()
            return
        desk, key = self.bench.desk, item.uuid
        self.desk.autosave.rest()
        self.bench.run(
            self,
            lambda _progress, _cancelled: stopping.stop_item(desk, key),
            partial(self._stopped, key),
            on_error=partial(self._not_stopped, key),
        )

    def _stopped(self, uuid: str, _nothing: None) -> None:
        self._begun.pop(uuid, None)
        self.bench.announce("item", uuid)
        if self._key == uuid and self.bench.desk.may(Permission.REGISTER):
            self.bench.open("editor", uuid)
            return
        self.bench.tell("已停止登记", "只保留编号、处室和日期，报告保密工作机构")
        if self._key == uuid:
            self.show_record("")

    def _not_stopped(self, uuid: str, problem: UserError) -> None:
        self.bench.show_error(self, problem)
        self._show_again(uuid)

    def recall(self) -> None:
        """Take one's own last signature back, with a reason."""
        item, desk = self.desk.detail, self.bench.desk
        assert item is not None
        first = len(standing(item)) == 1
        dialog = ReasonDialog(
            self,
            "撤回签字",
            item.content.title,
            "撤回签字",
            consequence="撤回后回到草稿，改好后重新提交审查。"
            if first
            else "撤回后这一步重新待签，签字栏留下作废的记录。",
            icon="undo-2",
        )
        if dialog.exec():
            key, reason = item.uuid, dialog.reason_words()
            self.bench.run(
                self,
                lambda _progress, _cancelled: recalling.recall(desk, key, reason),
                partial(self._recalled, key),
                on_error=partial(self._refused, key),
            )

    def _recalled(self, uuid: str, _nothing: None) -> None:
        self.bench.announce("item", uuid)
        self.bench.tell("已撤回签字", "签字栏留下作废的记录和理由")
        self._show_again(uuid)

    def record_ink(self) -> None:
        """Record the signature that is due as made on paper."""
        item, desk = self.desk.detail, self.bench.desk
        assert item is not None
        key = item.uuid
        step = turns.step_due(item)
        assert step is not None

        def record(verdict: Verdict, ink: Ink) -> ItemState:
            return reviews.record_ink(desk, key, verdict, ink, item.head_digest)

        dialog = InkDialog(self, self.bench, step, item.content, record, item.content.form)
        if dialog.exec():
            self._begun.pop(key, None)
            self.bench.announce("item", key)
            self.bench.tell(f"已记录{title_of(step)}的纸质签字", item.form_number)
            self._show_again(key)
