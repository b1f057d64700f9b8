"""The cards of the delivery page that hold no verb of the store: checks, papers, earlier quarters, the list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal

from desktop.labels import word
from desktop.rules.periods import Quarter
from desktop.services.deliveries import PAPER_COPIES, RECEIVERS, DeliveryView
from desktop.services.gathering import DeliveryLine
from desktop.views.components.buttons import Button
from desktop.views.components.card import Card
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.rows import CheckLine, FactLine
from desktop.views.components.text import Text
from desktop.views.deliver.reading import QuarterPage, quarter_key
from desktop.views.look.theme import follow_theme, theme
from desktop.views.table_models import Column, Row, TitleCell
from desktop.views.transfers import short_day

_COLUMNS = (
    Column("index", "索引号", 104, "number"),
    Column("title", "标题", 220, "title"),
    Column("published", "公开日期", 84, hidden=True),
    Column("files", "文件", 60, "count"),
)
_FAILING_SHOWN = 3


def checks_card(page: QuarterPage) -> Card:
    """The checks with their counts; a failing one names the items."""
    card = Card("核对", "制包前重新计算", "重新核对", spacing=2)
    for one in page.checks:
        listed = "、".join(one.failing[:_FAILING_SHOWN])
        more = f" 等 {len(one.failing)} 件" if len(one.failing) > _FAILING_SHOWN else ""
        count = f"{one.passed} / {one.total}"
        card.add(CheckLine(one.words, count, "ok" if one.holds else "bad", detail=f"{listed}{more}"))
    card.body.addStretch(1)
    return card


class ListCard(Card):
    """The items of the delivery in the order of the catalogue; `opened(uuid)`."""

    opened = Signal(str)

    def __init__(self, lines: tuple[DeliveryLine, ...], fact: str, today: date) -> None:
        super().__init__("送交清单", fact)
        self.table = LedgerTable(_COLUMNS, name="送交清单", checks=False, footer=False, remember_as="delivery")
        self.table.set_rows(
            [
                Row(
                    one.uuid,
                    (
                        one.index_number.rpartition("/")[2],
                        _title(one),
                        short_day(one.published_on, today),
                        str(one.files),
                    ),
                )
                for one in lines
            ]
        )
        self.table.opened.connect(self._open)
        self.add(self.table, 1)
        follow_theme(self)

    def restyle(self) -> None:
        """Room for some rows at least."""
        self.table.setMinimumHeight(theme().px(300))

    def _open(self, key: object) -> None:
        self.opened.emit(str(key))


def _title(line: DeliveryLine) -> TitleCell:
    return TitleCell(line.title, aside="替换" if line.replaces else "")


def list_fact(lines: Sequence[DeliveryLine]) -> str:
    """How many items a delivery holds, and how many of them take the place of what an earlier quarter delivered."""
    quarters = sorted({(one.replaces.year, one.replaces.number) for one in lines if one.replaces})
    count = sum(one.replaces is not None for one in lines)
    earlier = "、".join(Quarter(*one).label for one in quarters)
    return f"{len(lines)} 件" + (f"，替换{earlier}送交的 {count} 件" if count else "")


class PapersCard(Card):
    """The papers of a written delivery; `wanted(receiver)`, an empty receiver for the catalogue."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__("纸面材料", spacing=2)
        self.buttons: dict[str, Button] = {}
        self._line("送交目录表", f"每馆 {PAPER_COPIES} 份", "")
        for receiver in RECEIVERS:
            self._line("交接文据", receiver, receiver)

    def _line(self, name: str, words: str, key: str) -> None:
        button = Button("打印", small=True, name=f"打印{name}{key}")
        button.setProperty("receiver", key)
        button.clicked.connect(self._pressed)
        self.buttons[key] = button
        self.add(FactLine(name, words, name_width=84, button=button))

    def _pressed(self) -> None:
        self.wanted.emit(str(self.sender().property("receiver")))


class PastCard(Card):
    """Earlier deliveries; `chosen(quarter key)`."""

    chosen = Signal(str)

    def __init__(self, past: tuple[DeliveryView, ...], today: date) -> None:
        super().__init__("以前各季", spacing=2)
        if not past:
            self.add(Text("还没有送交过", "small", "text2"))
        for one in past:
            button = Button("查看", small=True, name=f"查看{one.quarter.label}")
            button.setProperty("quarter", quarter_key(one.quarter))
            button.clicked.connect(self._pressed)
            count = f"{one.item_count} 件" if one.item_count else "零报告"
            signed = [each.received_on for each in one.receivers if each.received_on]
            done = len(signed) == len(one.receivers)
            fact = f"两馆回执 {short_day(max(signed), today)}" if done else word(one.state)
            tone = "" if done else "warn"
            self.add(FactLine(one.quarter.label, count, fact, name_width=112, fact_tone=tone, button=button))

    def _pressed(self) -> None:
        self.chosen.emit(str(self.sender().property("quarter")))
