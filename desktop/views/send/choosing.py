"""What can be handed in now: the ready items to tick, the period, and what is not ready with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.labels import word
from desktop.services.desk import Desk
from desktop.services.ledger import LedgerRow
from desktop.services.sending import Sending
from desktop.views.components.bottom_bar import BottomBar
from desktop.views.components.buttons import Button
from desktop.views.components.card import Ground, SectionHead
from desktop.views.components.fields import TextField
from desktop.views.components.files import FileLine, FileList, listed_words
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.segmented import Segment, SegmentedChoice
from desktop.views.components.text import Note, Rule, show_if
from desktop.views.components.tiles import Totals
from desktop.views.look import tokens
from desktop.views.look.theme import follow_theme, theme
from desktop.views.table_models import Column, Row, TitleCell
from desktop.views.transfers import due_cell

ALL, PERIOD, HAND = "all", "period", "hand"

_COLUMNS = (
    Column("number", "编号", 96, "number"),
    Column("title", "标题", 300, "title"),
    Column("attribute", "公开属性", 92, spare=True),
    Column("signed_on", "成文日期", 92, spare=True),
    Column("due", "法定期限", 168),
)


class Choosing(QWidget):
    """`wanted()` follows 写到 U 盘; `item_opened(uuid)` a row or a line. `chosen()` and `period()` say what to write."""

    wanted = Signal()
    item_opened = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._known: set[str] = set()
        self._reason = ""
        self._page: Sending | None = None
        self._choosing = False
        self.quick = SegmentedChoice(
            [Segment(ALL, "全部待报送"), Segment(PERIOD, "本期审结的"), Segment(HAND, "手选")], name="选哪些", value=ALL
        )
        self.table = LedgerTable(_COLUMNS, name="待报送", footer=False, remember_as="send-ready")
        self.side = _Side()
        self.totals = Totals()
        self.commit = Button("写到 U 盘", "primary", icon="usb", key="Ctrl+Return")
        self._bar = BottomBar()
        self._bar.add_left(self.totals)
        self._bar.add_verb(self.commit)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        self._above = QWidget()
        line = QHBoxLayout(self._above)
        line.setContentsMargins(tokens.PAGE_MARGIN, 10, tokens.PAGE_MARGIN, 10)
        line.addWidget(self.quick)
        line.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._above)
        left.addWidget(self.table, 1)
        middle.addLayout(left, 1)
        middle.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(middle, 1)
        column.addWidget(self._bar)
        self.quick.chosen.connect(self._choose)
        self.table.selection_changed.connect(self._picked)
        self.table.opened.connect(self._open_row)
        self.side.period.changed.connect(self._judge)
        for lines in (self.side.list, self.side.withdrawn):
            lines.opened.connect(self.item_opened)
        self.commit.clicked.connect(self.wanted)

    def show_page(self, page: Sending, reason: str) -> None:
        """Show another moment; what was not known before is ticked. `reason` blocks the verb from outside."""
        chosen = set(self.chosen())
        uuids = [row.uuid for row in page.ready]
        self._page = page
        self._choosing = True
        self.table.set_rows([self._row(row) for row in page.ready])
        self._choosing = False
        if self.quick.value() == HAND:
            self._select([one for one in uuids if one in chosen or one not in self._known])
        else:
            self._choose(self.quick.value())
        self._known = set(uuids)
        show_if(self._above, bool(uuids))
        self._reason = reason
        show_if(self._bar, bool(uuids))
        self.side.show_page(page)
        self._judge()

    def _choose(self, which: str) -> None:
        """Tick what a quick choice means; by hand what is ticked stays."""
        if which == HAND or self._page is None:
            return
        ready = [row.uuid for row in self._page.ready]
        self._select([one for one in ready if which == ALL or one in self._page.concluded])

    def _select(self, uuids: Sequence[str]) -> None:
        self._choosing = True
        self.table.select(list(uuids))
        self._choosing = False
        self._judge()

    def _picked(self) -> None:
        """A tick set or taken away by hand."""
        if not self._choosing:
            self.quick.set_value(HAND)
        self._judge()

    def chosen(self) -> list[str]:
        """The items ticked, by uuid."""
        return [str(key) for key in self.table.selected_keys()]

    def period(self) -> str:
        """The period as written."""
        return self.side.period.value()

    def forget_period(self) -> None:
        """What was written for another period says nothing of the next batch: propose the present one again."""
        if self._page is not None:
            self.side.period.set_value(self._page.period)

    def block(self, reason: str) -> None:
        """Block the verb from outside; an empty reason leaves it to what is chosen."""
        self._reason = reason
        self._judge()

    def _judge(self) -> None:
        chosen = len(self.table.selected_keys())
        self.totals.set_totals([("已选", chosen, "accent" if chosen else ""), ("共", len(self._known), "")])
        reason = self._reason or ("" if chosen else "勾选要报送的信息") or ("" if self.period() else "填写报送期间")
        if reason:
            self.commit.block(reason)
        else:
            self.commit.unblock()

    def _open_row(self, key: object) -> None:
        self.item_opened.emit(str(key))

    def _row(self, row: LedgerRow) -> Row:
        day = row.signed_on.isoformat() if row.signed_on else ""
        again = self._page is not None and row.uuid in self._page.corrections
        title = TitleCell(row.title, aside="更正") if again else row.title
        return Row(row.uuid, (row.number, title, word(row.attribute), day, due_cell(self._desk, row.statutory_due)))


class _Side(Ground):
    """The pane at the right: the period, what goes along, what stays behind and why."""

    def __init__(self) -> None:
        super().__init__("surface", lines="l")
        self._period = ""
        self.period = TextField("报送期间", required=True, info="印在报送清单上，办公室按它登记", limit=40)
        self._withheld = Note("", "ban", "text2", wrap=True)
        self._form = QWidget()
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(8)
        form.addWidget(SectionHead("本批"))
        form.addWidget(self.period)
        self._withdrawn = SectionHead("随带撤回")
        self.withdrawn = FileList()
        self.withdrawn.setAccessibleName("随带的撤回")
        self._behind = SectionHead("还不能报送")
        self._rule_above, self._rule = Rule(), Rule()
        self.list = FileList()
        self.list.setAccessibleName("还不能报送的信息")
        page = ScrollColumn(margin=tokens.S20, spacing=tokens.S12)
        for part in (self._form, self._withheld, self._rule_above, self._withdrawn, self.withdrawn):
            page.add(part)
        for part in (self._rule, self._behind, self.list):
            page.add(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 12, 0, 0)
        column.addWidget(page)
        follow_theme(self)

    def show_page(self, page: Sending) -> None:
        """Show another moment; a period that the user changed stays."""
        if self.period.value() in ("", self._period):
            self.period.set_value(page.period)
        self._period = page.period
        ready, behind = bool(page.ready), page.not_ready
        for part in (self._withdrawn, self.withdrawn):
            show_if(part, bool(page.withdrawals))
        self._withdrawn.set_fact(f"{listed_words(len(page.withdrawals))}，办公室接收后不再发布")
        self.withdrawn.set_files(
            [FileLine(one.uuid, one.title, f"{one.number}，{one.reason}", "已撤回", "mute") for one in page.withdrawals]
        )
        show_if(self._rule_above, bool(page.withdrawals) and (ready or page.withheld > 0))
        show_if(self._form, ready)
        show_if(self._withheld, page.withheld > 0)
        self._withheld.set_note(
            f"另有 {page.withheld} 件不予公开，只报编号、日期和条款，标题和文件不出本机", "ban", "text2"
        )
        show_if(self._rule, bool(behind) and (ready or page.withheld > 0 or bool(page.withdrawals)))
        show_if(self._behind, bool(behind))
        self._behind.set_fact(listed_words(len(behind)))
        self.list.set_files(_lines(page))
        show_if(self, ready or page.withheld > 0 or bool(page.withdrawals) or bool(behind))

    def restyle(self) -> None:
        """Take the width from the theme."""
        self.setFixedWidth(theme().px(tokens.PANE_WIDTH * (1 if theme().scale <= 1.15 else 0.9)))


def _lines(page: Sending) -> Sequence[FileLine]:
    tones = {"退回补正": "bad", "审查中": "accent", "签字无效": "bad"}
    found = []
    for one in page.not_ready:
        state = "签字无效" if one.invalid else word(one.state)
        found.append(
            FileLine(one.uuid, one.title or one.number, f"{one.number}，{one.why}", state, tones.get(state, "mute"))
        )
    return found
