"""发布: the queue with both clocks, the words to paste, and the record of address, day and channel."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.rules.roles import Permission
from desktop.services import imports, items, publication
from desktop.services.ledger import LedgerRow
from desktop.views.components.bottom_bar import BottomBar
from desktop.views.components.buttons import Button
from desktop.views.components.empty import EmptyState
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.page_header import PageHeader
from desktop.views.components.tabs import Tabs
from desktop.views.components.text import show_if
from desktop.views.look import tokens
from desktop.views.publish.pane import PublishPane, ToPublish, read_item
from desktop.views.publish.recorded import RecordedCard
from desktop.views.publish.return_dialog import ReturnDialog
from desktop.views.publish.take_down import TakeDownPage
from desktop.views.table_models import Column, Row
from desktop.views.transfers import due_cell
from desktop.views.workbench import Workbench

QUEUE, DOWN = "queue", "down"
_COLUMNS = (
    Column("title", "标题", 240, "title"),
    Column("office", "处室", 104, hidden=True),
    Column("internal", "内部期限", 168),
    Column("statutory", "法定期限", 168),
)


class PublishScreen(QWidget):
    """The publication queue of the centre."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.bench = bench
        self._rows: dict[str, LedgerRow] = {}
        self._wanted = ""
        self.header = PageHeader("发布")
        self.recorded = RecordedCard()
        self.error = ErrorPanel()
        self.table = LedgerTable(_COLUMNS, name="待发布", checks=False, footer=False, remember_as="publish")
        self.table.set_empty(
            EmptyState(
                "没有待发布的信息", "走完审查的信息会列在这里，按法定期限排先后。", icon="megaphone", tone="accent"
            )
        )
        self.pane = PublishPane(bench.desk.today())
        self.back = Button("退回补正", "warning", icon="corner-up-left")
        self.commit = Button("登记公开", "primary", icon="megaphone", key="Ctrl+Return")
        self._bar = BottomBar()
        self._bar.add_verb(self.back)
        self._bar.add_verb(self.commit)
        self.tabs = Tabs([(QUEUE, "待发布", 0), (DOWN, "待撤下", 0)], name="发布", margin=tokens.PAGE_MARGIN)
        self.down = TakeDownPage(bench)
        self._pages = QStackedWidget()
        self._lay_out()
        self.tabs.changed.connect(self._show_tab)
        self.down.counted.connect(partial(self.tabs.set_count, DOWN))
        self.table.current_changed.connect(self._read_item)
        self.pane.form.changed.connect(self._judge)
        self.pane.document_wanted.connect(self._save_document)
        self.pane.copied.connect(self._copied)
        self.back.clicked.connect(self._return)
        self.commit.clicked.connect(self._record)
        bench.follow(self, "item", self.reload)
        self.reload()

    def _lay_out(self) -> None:
        notices = QVBoxLayout()
        notices.setContentsMargins(tokens.PAGE_MARGIN, 0, tokens.PAGE_MARGIN, 0)
        notices.addWidget(self.recorded)
        notices.addWidget(self.error)
        notices.addSpacing(4)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.table, 1)
        middle.addWidget(self.pane)
        queue = QWidget()
        inner = QVBoxLayout(queue)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addLayout(notices)
        inner.addLayout(middle, 1)
        inner.addWidget(self._bar)
        self._pages.addWidget(queue)
        self._pages.addWidget(self.down)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.tabs)
        column.addWidget(self._pages, 1)

    def show_record(self, key: str) -> None:
        """Select an item of the queue by its uuid; an empty key shows the queue."""
        self._wanted = key
        self.tabs.set_current(QUEUE)
        self._show_tab(QUEUE)
        self.reload()

    def may_leave(self) -> bool:
        """What was typed stays on the page."""
        return True

    def reload(self) -> None:
        """Read the queue anew."""
        desk = self.bench.desk
        self.bench.read(self, partial(publication.to_publish, desk), self._show)
        self.down.reload()

    def _show_tab(self, key: str) -> None:
        self._pages.setCurrentIndex(1 if key == DOWN else 0)

    def _show(self, rows: tuple[LedgerRow, ...]) -> None:
        self._rows = {row.uuid: row for row in rows}
        self.tabs.set_count(QUEUE, len(rows))
        late = sum(row.statutory_due is not None and row.statutory_due < self.bench.desk.today() for row in rows)
        waiting = f"{len(rows)} 件待发布" + (f"，{late} 件已超期" if late else "，按法定期限排先后")
        self.header.set_fact(waiting if rows else "没有待发布的")
        self.table.set_rows([self._row(row) for row in rows])
        for part in (self.pane, self._bar):
            show_if(part, bool(rows))
        if rows and (self._wanted in self._rows or self.table.current_key() is None):
            self.table.select([self._wanted if self._wanted in self._rows else rows[0].uuid])
        self._wanted = ""
        self._judge()

    def _row(self, row: LedgerRow) -> Row:
        desk = self.bench.desk
        return Row(
            row.uuid, (row.title, row.office, due_cell(desk, row.internal_due), due_cell(desk, row.statutory_due))
        )

    def _read_item(self, key: object) -> None:
        if key is not None:
            self.bench.read(self, partial(read_item, self.bench.desk, str(key)), self._show_item)

    def _show_item(self, shown: ToPublish) -> None:
        if shown.item.uuid == self.table.current_key():
            self.pane.show_item(shown)
            self._judge()

    def _judge(self) -> None:
        desk = self.bench.desk
        show_if(self.back, desk.may(Permission.RETURN))
        missing = self.pane.refusal or self.pane.form.missing()
        if not desk.may(Permission.PUBLISH):
            missing = "登记公开由发布人办理"
        if missing:
            self.commit.block(missing)
        else:
            self.commit.unblock()

    # -- verbs ----------------------------------------------------------------------------------

    def _record(self) -> None:
        item, published = self.pane.item, self.pane.form.published()
        if item is None or published is None or item.uuid != self.table.current_key():
            return
        desk = self.bench.desk
        self.error.clear()
        self.commit.block("正在登记")
        self.bench.run(
            self,
            lambda _progress, _cancelled: publication.record_publication(desk, item.uuid, published),
            partial(self._was_recorded, item.uuid, item.content.title),
            on_error=self._failed,
        )

    def _was_recorded(self, uuid: str, title: str, number: str) -> None:
        self.pane.form.done(uuid)
        self.recorded.tell(title, number)
        self.bench.announce("item", uuid)
        self.table.setFocus()

    def _failed(self, problem: UserError) -> None:
        self.error.show_error(problem)
        self._judge()

    def _return(self) -> None:
        item = self.pane.item
        if item is None:
            return
        asked = ReturnDialog(self.window(), item.content.title)
        if not asked.exec():
            return
        desk, reason, fields = self.bench.desk, asked.reason_words(), asked.fields_chosen()
        self.bench.run(
            self,
            lambda _progress, _cancelled: imports.return_item(desk, item.uuid, reason, fields),
            partial(self._was_returned, item.uuid, item.content.title),
            on_error=self._failed,
        )

    def _was_returned(self, uuid: str, title: str, _nothing: None) -> None:
        self.bench.tell(f"已退回补正：{title}", "写回执后处室就能看到理由")
        self.bench.announce("item", uuid)

    def _save_document(self, sm3: str, name: str) -> None:
        target = self.bench.ask_target(self, "另存文件", name)
        if target is None:
            return
        desk, chosen = self.bench.desk, target
        self.bench.read(
            self,
            lambda: items.save_document_as(desk, sm3, chosen),
            lambda _nothing: self.bench.tell(f"已另存 {chosen.name}", str(chosen.parent)),
        )

    def _copied(self, name: str) -> None:
        self.bench.tell(f"已复制{name}")
