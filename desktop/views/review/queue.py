"""The queue of reviews: what waits for a signature, one's own first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.labels import word
from desktop.services.desk import Desk
from desktop.services.re_reviews import ReReview
from desktop.services.referrals import ReferralView
from desktop.services.review_queue import DueReview
from desktop.views.components.buttons import Button
from desktop.views.components.empty import EmptyState
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.page_header import PageHeader
from desktop.views.components.tabs import Tabs
from desktop.views.forged import FORGED, Forged
from desktop.views.limits import day_words, limit_words
from desktop.views.look import tokens
from desktop.views.review.lists import ReferralList, ReReviewPage, item_of
from desktop.views.review.paper_dialog import PaperDialog
from desktop.views.table_models import ChipCell, Column, DateCell, Row, TitleCell
from desktop.views.workbench import Workbench

COLUMNS = (
    Column("number", "编号", 120, fixed=True),
    Column("title", "信息标题", 420, "title", fixed=True),
    Column("office", "提供处室", 130, spare=True),
    Column("step", "轮到", 130),
    Column("mine", "办理人", 110, spare=True),
    Column("due", "法定期限", 190),
)

VERIFIED = 100
"""Rows from the top whose signatures are verified for the list; whichever is opened is verified anyhow."""

WAITING, REFERRED, AGAIN = "waiting", "referred", "again"


class QueuePage(QWidget):
    """`opened(uuid)` follows Enter or a double click."""

    opened = Signal(str)

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self.header = PageHeader("保密审查")
        self.check_button = Button("核对纸质审查表…", icon="scan-search")
        self.check_button.clicked.connect(self.check_paper)
        self.header.add_verb(self.check_button)
        self.table = LedgerTable(
            COLUMNS,
            name="待审查的信息",
            checks=False,
            remember_as="reviews",
            footer=False,
            empty=EmptyState(
                "没有等待审查的信息", "承办人提交审查后，这里按期限列出，由您签字的排在前面。", icon="shield-check"
            ),
        )
        self.table.opened.connect(self._open)
        self.referrals = ReferralList(bench)
        self.referrals.opened.connect(self._open)
        self.re_reviews = ReReviewPage(bench)
        self.re_reviews.opened.connect(self.opened)
        self.tabs = Tabs(
            [(WAITING, "待签字", None), (REFERRED, "报请确定", None), (AGAIN, "定期评审", None)],
            name="保密审查的列表",
            margin=tokens.PAGE_MARGIN,
        )
        self.tabs.changed.connect(self.show_list)
        self._lists = QStackedWidget()
        for widget in (self.table, self.referrals, self.re_reviews):
            self._lists.addWidget(widget)
        self._waiting: tuple[DueReview, ...] = ()
        self.forged = Forged(bench, self)
        self.forged.found.connect(self._show_waiting)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.tabs)
        column.addWidget(self._lists, 1)

    def show_list(self, key: str) -> None:
        """Show one of the three lists."""
        self.tabs.set_current(key)
        self._lists.setCurrentIndex((WAITING, REFERRED, AGAIN).index(key))

    def take_focus(self) -> None:
        """Let the keys go to the list that is shown, where one came from."""
        self._lists.currentWidget().setFocus(Qt.FocusReason.TabFocusReason)

    def show_beside(self, register: Sequence[ReferralView], due: Sequence[ReReview]) -> None:
        """Show what was referred and what is due for re-review."""
        self.referrals.show_referrals(register)
        self.re_reviews.show_items(due)
        self.tabs.set_count(REFERRED, sum(one.is_open for one in register))
        self.tabs.set_count(AGAIN, len(due))

    def show_reviews(self, waiting: Sequence[DueReview]) -> None:
        """Show what waits."""
        mine = sum(one.mine for one in waiting)
        self.header.set_fact(f"{len(waiting)} 件，其中 {mine} 件由本人签字" if waiting else "")
        self.tabs.set_count(WAITING, len(waiting))
        self._waiting = tuple(waiting)
        self._show_waiting()
        self.forged.begin()
        self.forged.look_at(one.uuid for one in self._waiting[:VERIFIED])

    def _show_waiting(self) -> None:
        self.table.set_rows([_row(self._bench.desk, one, one.uuid in self.forged) for one in self._waiting])

    def check_paper(self) -> None:
        """Tell whose a printed review form is, and go there when asked."""
        dialog = PaperDialog(self, self._bench)
        dialog.exec()
        if dialog.chosen:
            self.opened.emit(dialog.chosen)

    def _open(self, key: object) -> None:
        self.opened.emit(item_of(key))


def _row(desk: Desk, one: DueReview, forged: bool) -> Row:
    limit = DateCell("", "没有期限")
    if one.statutory_due is not None:
        limit = DateCell(day_words(one.statutory_due, desk.today()), *limit_words(desk, one.statutory_due))
    mine = FORGED if forged else ChipCell("由本人签字", "accent", "") if one.mine else "其他人"
    cells = (one.number, TitleCell(one.title), one.office, word(one.step), mine, limit)
    return Row(one.uuid, cells, dimmed=not one.mine)
