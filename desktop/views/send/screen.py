"""报送: ready items onto a stick, the nil return, the batches on their way and the receipts that come back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.services import office_receipts, papers
from desktop.services.batches import Written
from desktop.services.office_receipts import ReceiptNews
from desktop.services.sending import Sending, sending
from desktop.services.taking_back import take_back
from desktop.views.components.buttons import Button
from desktop.views.components.page_header import PageHeader
from desktop.views.components.tabs import Tabs
from desktop.views.components.text import show_if
from desktop.views.look import tokens
from desktop.views.printing.preview import Paper, PrintPreview
from desktop.views.send.absent import absent_words
from desktop.views.send.batch_list import BatchList, in_tab
from desktop.views.send.batch_page import BatchPage, News, Opened, read_batch
from desktop.views.send.choosing import Choosing
from desktop.views.send.nil_return import offered_periods
from desktop.views.send.nothing import empty_state
from desktop.views.send.notices import Notices
from desktop.views.send.taking_back import take_back_confirmed
from desktop.views.send.writing import Writing
from desktop.views.send.written import WrittenPage
from desktop.views.transfers import short_day
from desktop.views.workbench import Workbench

WAITING = "waiting"
WRITING = "正在写到 U 盘"
RECEIPT_PATTERN = "回执文件 (*.json)"


class SendScreen(QWidget):
    """The office's page of batches."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.bench = bench
        self._page: Sending | None = None
        self._written: tuple[Written, ...] = ()
        self._wanted = ""
        self._writing = False
        self._news: News | None = None
        self._front = QWidget()
        self._stack = QStackedWidget()
        self._make_front()
        self._inside = BatchPage()
        self._inside.left.connect(self._leave_batch)
        self._inside.reading.connect(self.read_receipt)
        self._inside.writing.connect(self._write_shown)
        self._inside.taking_back.connect(self._take_back)
        self._inside.returned_opened.connect(self._edit)
        self._inside.item_opened.connect(self._show_item)
        self._stack.addWidget(self._front)
        self._stack.addWidget(self._inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack)
        for kind in ("item", "batch"):
            bench.follow(self, kind, self.reload)
        self.reload()

    def show_record(self, key: str) -> None:
        """Show a batch by its id, or the tab of those that wait for their receipt; an empty key shows the page."""
        self._news = None
        if key == WAITING:
            self.tabs.set_current(WAITING)
            self._show_tab(WAITING)
        elif key:
            self._open_batch(key)
            return
        self._to_front()
        self.reload()

    def may_leave(self) -> bool:
        """Nothing is lost by leaving: a batch being written goes on."""
        return True

    def _make_front(self) -> None:
        self.header = PageHeader("报送")
        self.read = Button("读取回执", icon="mail-check")
        self.read.clicked.connect(self.read_receipt)
        self.nil = Button("补零报告", icon="send")
        self.nil.clicked.connect(self._nil_return)
        self.nil.hide()
        self.header.add_verb(self.nil)
        self.header.add_verb(self.read)
        self.tabs = Tabs([("ready", "待报送", 0), ("waiting", "待回执", 0), ("done", "已回执", 0)], name="报送")
        self.tabs.changed.connect(self._show_tab)
        self.choosing = Choosing(self.bench.desk)
        self.choosing.wanted.connect(self._write_chosen)
        self.choosing.item_opened.connect(self._show_item)
        self.list = BatchList()
        self.list.opened.connect(lambda key: self._open_batch(str(key)))
        self.done = WrittenPage()
        self.done.printing.connect(self._print_list)
        self.done.showing.connect(self._show_folder)
        self.done.finished.connect(self._finish)
        self._body = QStackedWidget()
        for page in (self.choosing, self.list, self.done):
            self._body.addWidget(page)
        self.notices = Notices()
        self.writing = Writing(self, self.bench, self.notices.line)
        self.writing.began.connect(self._begin)
        self.writing.written.connect(self._was_written)
        self.writing.cancelled.connect(self._was_cancelled)
        self.writing.failed.connect(self._failed)
        self.notices.unwritten_wanted.connect(self.writing.write_unwritten)
        self.notices.again_wanted.connect(self._write_again)
        self.notices.late_wanted.connect(self._show_late)
        self.notices.lost_wanted.connect(self._write_lost)
        holder = QVBoxLayout()
        holder.setContentsMargins(tokens.PAGE_MARGIN, 0, tokens.PAGE_MARGIN, 0)
        holder.addWidget(self.tabs)
        column = QVBoxLayout(self._front)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.notices)
        column.addLayout(holder)
        column.addWidget(self._body, 1)

    # -- reading --------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read everything anew."""
        self.bench.read(self, lambda: sending(self.bench.desk), self._show)

    def _show(self, page: Sending) -> None:
        self._page = page
        today = self.bench.desk.today()
        left = f"剩余 {page.days_left} 个工作日" if page.days_left else "今天是最后一天"
        self.header.set_fact(f"{page.period}，本期到 {short_day(page.period_end, today)}，{left}")
        self.tabs.set_count("ready", len(page.ready))
        for key, waiting in (("waiting", True), ("done", False)):
            self.tabs.set_count(key, len(in_tab(page.batches, waiting)))
        self.notices.tell_unwritten(() if self._writing else page.all_unwritten)
        self.notices.tell_lost(page.lost)
        self.notices.tell_late(page.late, max((one.allowed for one in page.waited.values()), default=0))
        first = f"先把{page.unwritten.paper_number}写出" if page.unwritten else ""
        reason = WRITING if self._writing else first
        empty = empty_state(page)
        empty.nil.clicked.connect(self._nil_return)
        empty.register_.clicked.connect(self._register)
        self.choosing.table.set_empty(empty)
        if reason:
            empty.nil.block(reason)
            self.nil.block(reason)
        else:
            self.nil.unblock()
        show_if(self.nil, bool(page.ready and offered_periods(page)))
        self.choosing.show_page(page, reason)
        if self.tabs.current() != "ready":
            self.list.show_batches(page, self.tabs.current() == "waiting")
        if self._wanted:
            self._open_batch(self._wanted)

    def _show_tab(self, key: str) -> None:
        if key == "ready":
            self._body.setCurrentWidget(self.choosing)
        elif self._page is not None:
            self.list.show_batches(self._page, key == "waiting")
            self._body.setCurrentWidget(self.list)

    def _open_batch(self, batch_id: str) -> None:
        desk, page = self.bench.desk, self._page
        self._wanted = batch_id
        self.bench.run(
            self,
            lambda _progress, _cancelled: read_batch(desk, batch_id, page),
            partial(self._show_batch, batch_id),
            on_error=self._not_read,
        )

    def _show_batch(self, batch_id: str, opened: Opened | None) -> None:
        if batch_id != self._wanted:  # left meanwhile, or another one was opened
            return
        if opened is None:
            self._to_front()
            return
        self._inside.show_batch(opened, self._news if self._news and self._news.batch_id == batch_id else None)
        self._stack.setCurrentWidget(self._inside)

    def _show_late(self) -> None:
        """One late batch is opened; of several the list is shown."""
        late = self._page.late if self._page is not None else ()
        if len(late) == 1:
            self._open_batch(late[0].id)
        else:
            self.show_record(WAITING)

    def _leave_batch(self) -> None:
        self._news = None
        self._to_front()

    def _to_front(self) -> None:
        self._wanted = ""
        self._stack.setCurrentWidget(self._front)

    # -- writing --------------------------------------------------------------------------------

    def _write_chosen(self) -> None:
        self.notices.error.clear()
        self.writing.write_chosen(self.choosing.chosen(), self.choosing.period)

    def _nil_return(self) -> None:
        if self._page is not None:
            self.writing.write_nil(self._page)

    def _write_shown(self) -> None:
        if self._inside.batch is not None:
            self._write_batch(self._inside.batch.id)

    def _write_again(self) -> None:
        if self.writing.retry:
            self._write_batch(self.writing.retry)

    def _write_lost(self) -> None:
        """Write again, in their order, what the centre has no more."""
        lost = tuple(one.id for one in reversed(self._page.lost)) if self._page is not None else ()
        if lost:
            self.writing.write_these(lost)

    def _write_batch(self, batch_id: str) -> None:
        if self._page is not None and batch_id in {one.id for one in self._page.all_unwritten}:
            self.writing.write_unwritten()
        else:
            self.writing.write_these((batch_id,), again=batch_id)

    def _begin(self) -> None:
        self._writing = True
        self.notices.clear()
        self._to_front()
        self.choosing.block(WRITING)
        for verb in (self._inside.write, self._inside.take_back):
            verb.block(WRITING)

    def _end(self) -> None:
        self._writing = False
        self.choosing.block("")
        for verb in (self._inside.write, self._inside.take_back):
            verb.unblock()
        self.bench.announce("batch")
        self.bench.announce("item")

    def _was_written(self, written: Sequence[Written]) -> None:
        self._written = tuple(written)
        self.done.show_written(written)
        self.choosing.forget_period()
        self._to_front()
        self._body.setCurrentWidget(self.done)
        self._end()

    def _was_cancelled(self) -> None:
        self._end()
        self.bench.tell("已取消写入", "U 盘上没有半成品，批次号保留")

    def _failed(self, problem: UserError) -> None:
        self.notices.tell_error(problem, again=bool(self.writing.retry))
        self._end()

    def _take_back(self) -> None:
        """The batch shown was refused because its key was replaced, or cannot be written."""
        batch, desk = self._inside.batch, self.bench.desk
        if batch is not None and take_back_confirmed(self.window(), batch):
            self.bench.run(
                self,
                lambda _progress, _cancelled: take_back(desk, batch.id),
                self._was_taken_back,
                on_error=self._failed,
            )

    def _was_taken_back(self, items: int) -> None:
        self.bench.tell("已收回", f"{items} 件回到待报送" if items else "批次号不再使用")
        self._end()

    # -- after it -------------------------------------------------------------------------------

    def _print_list(self) -> None:
        written, desk = self._written, self.bench.desk
        if written:
            name = f"报送清单_{written[0].batch.paper_number}.pdf"
            paper = Paper("打印报送清单", name, lambda _progress, _cancelled: papers.batch_list_pdf(desk, *written))
            PrintPreview(self.window(), self.bench, paper, written[0].path.name).exec()

    def _show_folder(self) -> None:
        if self._written:
            self.bench.show_file(self._written[0].path.parent)

    def _finish(self) -> None:
        self.tabs.set_current("waiting")
        self._show_tab("waiting")
        self.list.setFocus()

    # -- receipts and links ---------------------------------------------------------------------

    def read_receipt(self) -> None:
        """Choose a receipt file and take it in."""
        path = self.bench.ask_file(self, "选择办公室的回执文件", RECEIPT_PATTERN)
        if path is not None:
            self.take_receipt(path)

    def take_receipt(self, path: Path) -> None:
        """Take a receipt in and show what it changed."""
        self.notices.error.clear()
        desk = self.bench.desk
        self.bench.run(
            self,
            lambda _progress, _cancelled: office_receipts.read_receipt(desk, path),
            self._was_read,
            on_error=self._not_read,
        )

    def _not_read(self, problem: UserError) -> None:
        self._to_front()
        self.notices.tell_error(problem)

    def _was_read(self, news: ReceiptNews) -> None:
        counts = Counter(outcome for _number, _title, outcome in news.lines)
        told = "，".join(f"{count} 件{outcome}" for outcome, count in counts.items()) or (
            "零报告已登记" if news.nil else "已登记"
        )
        told += "".join(f"，{was} 换新编号 {now}" for was, now in news.renumbered[:3])
        told += f" 等 {len(news.renumbered)} 件" if len(news.renumbered) > 3 else ""
        self._page = None
        absent = absent_words(news.absent)
        self._news = News(news.batch_id, f"回执已读入：{told}{absent}", alarm=bool(absent))
        self._open_batch(news.batch_id)
        self.bench.announce("batch", news.batch_id)
        self.bench.announce("item")

    def _edit(self, uuid: str) -> None:
        self.bench.open("editor", uuid)

    def _show_item(self, uuid: str) -> None:
        self.bench.open("ledger", uuid)

    def _register(self) -> None:
        self.bench.open("editor", "new")
