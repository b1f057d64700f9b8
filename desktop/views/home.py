"""The first page after sign-in: what waits, what is due, what to do first, what came back last."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop.labels import word
from desktop.rules.periods import Month
from desktop.rules.roles import End, Permission
from desktop.rules.states import ItemState
from desktop.services.home import FIRST_ROWS, Home, home
from desktop.services.ledger import LedgerRow
from desktop.views.components.buttons import Button
from desktop.views.components.card import Card
from desktop.views.components.charts import BarRows, ColumnChart
from desktop.views.components.deadlines import DeadlineLegend, DeadlineStrip
from desktop.views.components.empty import EmptyState
from desktop.views.components.page_header import PageHeader
from desktop.views.components.rows import FactLine, ToDoRow
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import Text
from desktop.views.components.tiles import StatRow, StatTile
from desktop.views.forged import Forged
from desktop.views.home_words import (
    LATE,
    Reminder,
    TileWords,
    date_words,
    due_count,
    reminders,
    row_words,
    step_of,
    strip,
    tiles,
)
from desktop.views.look import tokens
from desktop.views.look.theme import follow_theme, theme
from desktop.views.workbench import Workbench

CHART_WIDTH = 300
PADDING = tokens.S16
NO_NEWS = {
    End.OFFICE: "还没有回执。报送以后，U 盘带回的回执在报送页读入。",
    End.CENTRE: "还没有接收过报送。插入处室的 U 盘，在接收页读入。",
}


class HomeScreen(QWidget):
    """Counts, deadlines and first rows; every one of them leads to the page where the work is done."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.bench = bench
        self._desk = bench.desk
        self._months: tuple[Month, ...] = ()
        self._states: list[ItemState] = []
        self._tiles: list[tuple[StatTile, TileWords]] = []
        self._found: Home | None = None
        self.forged = Forged(bench, self)
        self.forged.found.connect(self._show_forged)
        self.header = PageHeader("待办", date_words(self._desk.today()))
        self.new_button = Button("登记信息", "primary", icon="plus", hint="Ctrl+N")
        self.new_button.clicked.connect(self._register)
        if self._desk.may(Permission.REGISTER):
            self.header.add_verb(self.new_button)
        self.pages = QStackedWidget()
        self._blank, self._work = QWidget(), ScrollColumn()
        self.first_step = self._make_first_step()
        for page in (self._blank, self._work, self.first_step):
            self.pages.addWidget(page)
        self._make_cards()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.pages, 1)
        bench.follow(self, "item", self.reload)
        bench.follow(self, "batch", self.reload)
        bench.follow(self, "delivery", self.reload)
        bench.follow(self, "lists", self.reload)
        follow_theme(self)
        self.reload()

    def show_record(self, _key: str) -> None:
        """The page has no records of its own; it is brought up to date."""
        self.header.set_fact(date_words(self._desk.today()))
        self.reload()

    def may_leave(self) -> bool:
        """Nothing here waits to be saved."""
        return True

    def restyle(self) -> None:
        """Take the width of the chart from the theme."""
        self.charts.setFixedWidth(theme().px(CHART_WIDTH))

    def reload(self) -> None:
        """Read everything anew."""
        self.bench.read(self, lambda: home(self._desk), self._show)

    def _make_first_step(self) -> EmptyState:
        centre = self._desk.agency.end is End.CENTRE
        if not self._desk.may(Permission.REGISTER):
            return EmptyState(
                "还没有要办的事", "信息公开管理员登记或接收以后，这里按期限列出。", icon="inbox", tone="accent"
            )
        first = Button("登记第一条信息", "secondary", icon="plus")
        first.clicked.connect(self._register)
        verbs = [first]
        if centre and self._desk.may(Permission.IMPORT):
            receive = Button("接收处室报送", icon="package-open")
            receive.clicked.connect(self._receive)
            verbs.append(receive)
        detail = "放入一份文件，标题、文号、日期自动填写；送审后这里按期限列出要办的事。"
        return EmptyState("从第一条信息开始", detail, verbs, icon="notebook-pen", tone="accent")

    def _make_cards(self) -> None:
        self.numbers = Card(padding=PADDING)
        self.charts = Card(padding=PADDING, spacing=2)
        self.charts.add(Text("每月公开，件", "small", "text2"))
        self.chart = ColumnChart(name="每月公开")
        self.chart.pressed.connect(self._month_pressed)
        self.charts.add(self.chart, 1)
        self._work.add(_beside((self.numbers, 1), (self.charts, 0)))
        self.limits = Card("期限", padding=PADDING, spacing=6)
        self.limits.head.add_right(DeadlineLegend())
        self.strip = DeadlineStrip()
        self.strip.day_pressed.connect(self._day_pressed)
        self.limits.add(self.strip)
        self._work.add(self.limits)
        self.first = Card("先办这些", "按公开期限排列", "全部", padding=PADDING, spacing=0)
        self.first.link_clicked.connect(self._open_ledger)
        centre = self._desk.agency.end is End.CENTRE
        self.news = Card("最近接收" if centre else "最近回执", padding=PADDING)
        self.news.link_clicked.connect(self._open_news)
        self._news_page = "receive" if centre else "send"
        if self._desk.may(Permission.IMPORT if centre else Permission.EXPORT):
            self.news.head.set_link("全部")
        self.states = Card("各状态件数", link="全部", padding=PADDING)
        self.states.link_clicked.connect(self._open_ledger)
        self.state_bars = BarRows(name="各状态件数")
        self.state_bars.pressed.connect(self._state_pressed)
        self.states.add(self.state_bars)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.CARD_GAP)
        column.addWidget(self.states)
        column.addWidget(self.news, 1)
        self._work.add(_beside((self.first, 3), (side, 2)))

    def _show(self, found: Home) -> None:
        if not found.counts and not found.news and not reminders(found):
            self.pages.setCurrentWidget(self.first_step)
            return
        self._show_tiles(tiles(self._desk, found))
        self._months = tuple(month for month, _count in found.published_by_month)
        self.chart.set_columns([(f"{month.number}月", count) for month, count in found.published_by_month])
        self.strip.set_days(strip(self._desk, found))
        self.limits.set_fact(f"未来 {len(found.days)} 个工作日，共 {due_count(found):,} 项")
        self._show_states(found)
        self._found = found
        self._show_first(found)
        self.forged.begin()
        self.forged.look_at(row.uuid for row in found.first)
        self._show_news(found)
        self.pages.setCurrentWidget(self._work)

    def _show_tiles(self, shown: list[TileWords]) -> None:
        if not self._tiles:
            self._tiles = [(StatTile(one.words, "0", one.unit), one) for one in shown]
            for tile, _words in self._tiles:
                tile.clicked.connect(self._tile_pressed)
            self.numbers.add(StatRow([tile for tile, _words in self._tiles]))
        self._tiles = [(tile, one) for (tile, _old), one in zip(self._tiles, shown, strict=True)]
        for tile, one in self._tiles:
            tile.set_number(f"{one.number:,}", one.fact, one.tone)

    def _show_states(self, found: Home) -> None:
        self._states = [state for state in ItemState if found.counts.get(state)]
        self.state_bars.set_rows([(word(state), found.counts[state]) for state in self._states])
        self.states.set_fact(f"共 {sum(found.counts.values()):,} 件")

    def _show_first(self, found: Home) -> None:
        _clear(self.first)
        due = reminders(found)
        for one in due:
            self.first.add(self._remind(one))
        for row in found.first[: FIRST_ROWS - len(due)]:
            self.first.add(self._to_do(row))
        if not found.first and not due:
            self.first.add(Text("没有要办的信息。", "small", "text2"))
        self.first.body.addStretch(1)

    def _show_forged(self, _uuids: object) -> None:
        if self._found is not None:
            self._show_first(self._found)

    def _to_do(self, row: LedgerRow) -> ToDoRow:
        forged = row.uuid in self.forged
        step = step_of(self._desk, row, forged)
        title, fact, day, words, tone = row_words(self._desk, row, forged)
        shown = ToDoRow(title, fact, day, words, step.words, icon=step.icon, tone=tone)
        shown.acted.connect(lambda: self.bench.open(step.page, row.uuid))
        return shown

    def _remind(self, one: Reminder) -> ToDoRow:
        shown = ToDoRow(one.title, one.fact, one.day, one.words, one.verb, icon="hourglass", tone=one.tone)
        shown.acted.connect(lambda: self.bench.open(one.page, one.key))
        return shown

    def _show_news(self, found: Home) -> None:
        _clear(self.news)
        for what, when in found.news:
            self.news.add(FactLine(what, "", when, icon="circle-check", tone="ok"))
        if not found.news:
            self.news.add(Text(NO_NEWS[self._desk.agency.end], "small", "text2", wrap=True))
        self.news.body.addStretch(1)

    def _tile_pressed(self) -> None:
        sender = self.sender()
        for tile, one in self._tiles:
            if tile is sender:
                self.bench.open(one.page, one.key)

    def _day_pressed(self, key: str) -> None:
        self.bench.open("ledger", f"{LATE}:" if key == LATE else f"due:{key}")

    def _month_pressed(self, index: int) -> None:
        month = self._months[index]
        self.bench.open("ledger", f"published:{month.year}-{month.number:02d}")

    def _state_pressed(self, index: int) -> None:
        self.bench.open("ledger", f"state:{self._states[index].value}")

    def _open_ledger(self) -> None:
        self.bench.open("ledger")

    def _open_news(self) -> None:
        self.bench.open(self._news_page)

    def _register(self) -> None:
        self.bench.open("editor", "new")

    def _receive(self) -> None:
        self.bench.open("receive")


def _beside(*parts: tuple[QWidget, int]) -> QWidget:
    """Cards side by side, as high as the highest."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(tokens.CARD_GAP)
    for widget, stretch in parts:
        policy = widget.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored if stretch else QSizePolicy.Policy.Fixed)
        widget.setSizePolicy(policy)
        row.addWidget(widget, stretch)
    return holder


def _clear(card: Card) -> None:
    """Take everything out of a card's body."""
    while card.body.count():
        item = card.body.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
