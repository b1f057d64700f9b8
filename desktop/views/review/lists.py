"""Two lists beside the queue: what was referred and waits for its answer, and what is due for re-review."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.labels import word
from desktop.rules.review import QUESTIONS
from desktop.services.desk import Desk
from desktop.services.re_reviews import ReReview, begin_re_review
from desktop.services.referrals import ReferralView
from desktop.views.components.buttons import Button, ReasonedButton
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.components.empty import EmptyState
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.text import Text
from desktop.views.limits import day_words, limit_words
from desktop.views.look import tokens
from desktop.views.table_models import ChipCell, Column, DateCell, Row, TitleCell
from desktop.views.workbench import Workbench

_REFERRED = (
    Column("number", "编号", 120, fixed=True),
    Column("title", "信息标题", 300, "title", fixed=True),
    Column("question", "审查事项", 180, spare=True),
    Column("body", "报送的部门", 150),
    Column("letter", "报送文号", 160, spare=True),
    Column("sent", "报送日期", 90, spare=True),
    Column("answer", "答复", 190),
    Column("office", "提供处室", 120, hidden=True),
)
_AGAIN = (
    Column("number", "编号", 120, fixed=True),
    Column("title", "信息标题", 400, "title", fixed=True),
    Column("office", "提供处室", 130, spare=True),
    Column("attribute", "公开属性", 110, spare=True),
    Column("state", "状态", 120),
    Column("due", "定期评审", 190),
)


class ReferralList(LedgerTable):
    """The register of referrals, those that wait first; Enter opens the item."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(
            _REFERRED,
            name="报请确定的登记",
            checks=False,
            remember_as="referrals",
            footer=False,
            empty=EmptyState(
                "没有报请确定的事项", "审查事项答“不确定”并登记报送后，这里按答复期限列出。", icon="send", tone="mute"
            ),
        )
        self._desk = bench.desk

    def show_referrals(self, register: Sequence[ReferralView]) -> None:
        """Show the register; the key of a row is its item, then its place."""
        self.set_rows([_referred(self._desk, place, one) for place, one in enumerate(register)])


def item_of(key: object) -> str:
    """The item that a row of the register speaks of."""
    return str(key).partition("#")[0]


class ReReviewPage(QWidget):
    """What is due for re-review, and the verb that begins it; `opened(uuid)` follows Enter."""

    opened = Signal(str)

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self._listed: dict[str, ReReview] = {}
        self.table = LedgerTable(
            _AGAIN,
            name="定期评审",
            checks=False,
            remember_as="re-reviews",
            footer=False,
            empty=EmptyState(
                "没有到期的定期评审",
                "依申请公开和不予公开的信息，下次评审日期前 30 天列在这里。",
                icon="hourglass",
                tone="mute",
            ),
        )
        self.begin_button = Button("开始评审", "primary", icon="rotate-ccw", small=True)
        self.begin_button.clicked.connect(self.begin)
        self.table.opened.connect(self._open)
        self.table.current_changed.connect(self._judge)
        top = QWidget()
        row = QHBoxLayout(top)
        row.setContentsMargins(tokens.PAGE_MARGIN, 8, tokens.PAGE_MARGIN, 8)
        row.addWidget(Text("选一件，打开为草稿，重新决定是否公开，再走一遍审查。", "small", "text2", elide=True), 1)
        row.addWidget(ReasonedButton(self.begin_button))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        self._judge()

    def show_items(self, due: Sequence[ReReview]) -> None:
        """Show what is due."""
        self._listed = {one.uuid: one for one in due}
        self.table.set_rows([_again(self._bench.desk, one) for one in due])
        self._judge()

    def begin(self) -> None:
        """Open the current item for its re-review."""
        one = self._current()
        if one is None:
            return
        dialog = ConfirmDialog(
            self,
            "开始定期评审",
            f"{one.number}　{one.title}",
            "开始评审",
            consequence="打开为草稿，原有签字作废并留下记录。改为主动公开，或者改下次评审日期后，重新提交审查。",
            icon="rotate-ccw",
        )
        if dialog.exec():
            desk, uuid = self._bench.desk, one.uuid
            self._bench.read(self, lambda: begin_re_review(desk, uuid), lambda _nothing: self._begun(uuid))

    def _begun(self, uuid: str) -> None:
        self._bench.announce("item", uuid)
        self._bench.tell("已打开评审", "现在是草稿，决定后重新提交审查")
        self._bench.open("editor", uuid)

    def _current(self) -> ReReview | None:
        return self._listed.get(str(self.table.current_key()))

    def _judge(self, _key: object = None) -> None:
        one = self._current()
        if one is None:
            self.begin_button.block("先选一件" if self._listed else "")
        elif not one.may_begin:
            self.begin_button.block("由提供处室的承办人评审")
        else:
            self.begin_button.unblock()

    def _open(self, key: object) -> None:
        self.opened.emit(str(key))


def _referred(desk: Desk, place: int, one: ReferralView) -> Row:
    today = desk.today()
    answer: DateCell | str
    if one.ended is not None:
        answer = f"{word(one.ended)}，不再等答复"
    elif one.answered_on is None:
        answer = DateCell(day_words(one.due_on, today), *limit_words(desk, one.due_on))
    else:
        outcome = word(one.outcome) if one.outcome else ""
        answer = DateCell(day_words(one.answered_on, today), outcome, "")
    cells = (
        one.item_number,
        TitleCell(one.title),
        f"{one.question + 1} {QUESTIONS[one.question]}",
        one.body,
        one.number,
        DateCell(day_words(one.sent_on, today), ""),
        answer,
        one.office,
    )
    return Row(f"{one.uuid}#{place}", cells, dimmed=not one.is_open)


def _again(desk: Desk, one: ReReview) -> Row:
    due = DateCell(day_words(one.due, desk.today()), *limit_words(desk, one.due))
    cells = (one.number, TitleCell(one.title), one.office, word(one.attribute), ChipCell(word(one.state)), due)
    return Row(one.uuid, cells, dimmed=not one.may_begin)
