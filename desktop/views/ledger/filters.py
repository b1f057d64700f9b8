"""What the ledger is narrowed to: the search line, the filters in force as chips, and the dialog that sets them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.errors import UserError
from desktop.labels import choices
from desktop.rules.items import Attribute
from desktop.services.enrolment import OfficeView
from desktop.services.ledger import LedgerFilter
from desktop.views.components.buttons import Button, IconButton
from desktop.views.components.chips import FilterChip
from desktop.views.components.choice_fields import ChoiceField
from desktop.views.components.date_field import FORMAT_HINT, DateField
from desktop.views.components.dialogs import Dialog
from desktop.views.components.search_field import SearchField
from desktop.views.limits import day_words
from desktop.views.look import tokens
from desktop.views.look.theme import follow_theme, theme

ANY = "any"


class FilterBar(QWidget):
    """`changed()` follows typing, a chip's × or the dialog; `wanted` is what to show, without the tab's states."""

    changed = Signal()
    went_down = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.wanted = LedgerFilter()
        self.offices: tuple[OfficeView, ...] = ()
        self.search = SearchField("查找标题、文号、正文", name="在台账中查找")
        self.search.searched.connect(self._searched)
        self.search.left_down.connect(self.went_down)
        self.more = Button("筛选", "ghost", icon="plus")
        self.more.clicked.connect(self.ask)
        self.chooser = IconButton("columns-3", "选择列")
        self._without: dict[FilterChip, LedgerFilter] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(tokens.PAGE_MARGIN, 10, tokens.S16, 10)
        self._row.setSpacing(8)
        self._row.addWidget(self.search)
        self._row.addWidget(self.more)
        self._row.addStretch(1)
        self._row.addWidget(self.chooser, 0, Qt.AlignmentFlag.AlignVCenter)
        follow_theme(self)

    def restyle(self) -> None:
        """Take the width of the search line from the theme."""
        self.search.setFixedWidth(theme().px(230))

    def show_filter(self, wanted: LedgerFilter) -> None:
        """Show another filter without emitting."""
        self.wanted = wanted
        self.search.edit.blockSignals(True)
        self.search.set_words(wanted.text)
        self.search.edit.blockSignals(False)
        self._show_chips()

    def clear(self) -> None:
        """Drop words and filters."""
        self.show_filter(LedgerFilter())
        self.changed.emit()

    def ask(self) -> None:
        """Open the dialog of filters."""
        dialog = FilterDialog(self.window(), self.wanted, self.offices)
        if dialog.exec():
            self._take(dialog.answer())

    def _searched(self, words: str) -> None:
        if words != self.wanted.text:
            self.wanted = replace(self.wanted, text=words)
            self.changed.emit()

    def _take(self, wanted: LedgerFilter) -> None:
        self.wanted = wanted
        self._show_chips()
        self.changed.emit()

    def _show_chips(self) -> None:
        for chip in self._without:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._without = {}
        for number, (name, value, without) in enumerate(self._in_force()):
            chip = FilterChip(name, value)
            chip.clicked.connect(self.ask)
            chip.removed.connect(self._removed)
            self._row.insertWidget(1 + number, chip)
            self._without[chip] = without

    def _removed(self) -> None:
        chip = self.sender()
        if isinstance(chip, FilterChip):
            self._take(self._without[chip])

    def _in_force(self) -> list[tuple[str, str, LedgerFilter]]:
        """Name and value of each filter, and what is wanted without it."""
        wanted = self.wanted
        office = next((one.name for one in self.offices if one.id == wanted.office_id), "")
        attribute = dict(choices(Attribute))[wanted.attribute] if wanted.attribute else ""
        signed = range_words(wanted.signed_from, wanted.signed_to, self._today)
        due = range_words(wanted.due_from, wanted.due_to, self._today)
        published = range_words(wanted.published_from, wanted.published_to, self._today)
        every = [
            ("处室", office, replace(wanted, office_id="")),
            ("属性", attribute, replace(wanted, attribute=None)),
            ("成文日期", signed, replace(wanted, signed_from=None, signed_to=None)),
            ("期限", "已超期" if wanted.late_on else "", replace(wanted, late_on=None)),
            ("期限", due, replace(wanted, due_from=None, due_to=None)),
            ("公开日期", published, replace(wanted, published_from=None, published_to=None)),
        ]
        return [one for one in every if one[1]]


def range_words(first: date | None, last: date | None, today: date) -> str:
    """A range of dates: 10-01 至 10-31, 10-01 起, 10-31 以前, 11-24; empty for none."""
    if first is None and last is None:
        return ""
    if last is None:
        return f"{day_words(first or today, today)} 起"
    if first is None:
        return f"{day_words(last, today)} 以前"
    return day_words(first, today) if first == last else f"{day_words(first, today)} 至 {day_words(last, today)}"


class FilterDialog(Dialog):
    """Asks for office (where there are several), attribute and the range of the document's date."""

    def __init__(self, parent: QWidget, wanted: LedgerFilter, offices: Sequence[OfficeView]) -> None:
        super().__init__(parent, "筛选", "只列出符合全部条件的信息", commit="筛选", icon="list-filter")
        self._wanted = wanted
        self.office = ChoiceField(
            "处室",
            [(ANY, "全部处室"), *((one.id, one.name) for one in offices)],
            wanted.office_id or ANY,
            message=False,
        )
        self.attribute = ChoiceField(
            "公开属性",
            [(ANY, "全部属性"), *((value.value, words) for value, words in choices(Attribute))],
            wanted.attribute.value if wanted.attribute else ANY,
            message=False,
        )
        self.first = DateField("成文日期，从", wanted.signed_from)
        self.last = DateField("成文日期，到", wanted.signed_to)
        if len(offices) > 1:
            self.add(self.office)
        self.add(self.attribute)
        days = QWidget()
        row = QHBoxLayout(days)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.first)
        row.addWidget(self.last)
        self.add(days)

    def check(self) -> bool:
        """Dates must be readable and in their order."""
        if self.first.unreadable() or self.last.unreadable():
            self.error.show_error(UserError("有一个日期认不出来", FORMAT_HINT))
            return False
        first, last = self.first.value(), self.last.value()
        if first and last and first > last:
            self.error.show_error(UserError("起始日期晚于结束日期", "把两个日期对调"))
            return False
        return True

    def answer(self) -> LedgerFilter:
        """The filter as asked for; what the dialog does not ask stays."""
        office, attribute = self.office.value() or ANY, self.attribute.value() or ANY
        return replace(
            self._wanted,
            office_id="" if office == ANY else office,
            attribute=None if attribute == ANY else Attribute(attribute),
            signed_from=self.first.value(),
            signed_to=self.last.value(),
        )
