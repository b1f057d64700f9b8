"""The dialogs of the negative list: an entry, and the date of its next review."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.rules.checklists import (
    ENTRY_FIELDS,
    SHORT_TEXT_LIMIT,
    TEXT_LIMIT,
    NegativeFields,
    a_year_on,
    entry_problems,
    review_problem,
    split_words,
    told,
)
from desktop.services import negative_list
from desktop.services.negative_list import EntryView
from desktop.views.administration.office_dialogs import VerbDialog
from desktop.views.components.date_field import FORMAT_HINT, DateField
from desktop.views.components.fields import TextField
from desktop.views.components.text import Text
from desktop.views.workbench import Workbench

_LIMITS = {
    "number": SHORT_TEXT_LIMIT,
    "category": SHORT_TEXT_LIMIT,
    "matter": TEXT_LIMIT,
    "reason": TEXT_LIMIT,
    "basis": TEXT_LIMIT,
    "office": SHORT_TEXT_LIMIT,
}
_NEEDED = ("number", "matter", "reason", "basis")
_PLACEHOLDERS = {"category": "过程性信息", "basis": "条例第十六条第二款"}
_ROWS = (
    ("number", "category"),
    ("matter",),
    ("words",),
    ("reason",),
    ("basis", "office"),
    ("effective_on", "review_on"),
)


class EntryDialog(VerbDialog):
    """A new entry, or one that is changed."""

    def __init__(self, parent: QWidget, bench: Workbench, one: EntryView | None = None) -> None:
        title, commit = ("修改清单事项", "保存") if one else ("加入清单事项", "加入清单")
        record = f"第 {one.fields.number} 项" if one else "负面清单"
        super().__init__(parent, bench, title, record, commit, "pencil-line" if one else "plus")
        self._one = one
        self.body.setSpacing(4)  # the message line of each field parts them already
        today = bench.desk.today()
        held = one.fields if one else NegativeFields(effective_on=today, review_on=a_year_on(today))
        self.texts = {
            name: TextField(
                ENTRY_FIELDS[name],
                getattr(held, name),
                required=name in _NEEDED,
                limit=limit,
                placeholder=_PLACEHOLDERS.get(name, ""),
            )
            for name, limit in _LIMITS.items()
        }
        self.words = TextField(
            ENTRY_FIELDS["words"], "、".join(held.words), required=True, info="文件里出现这些词就提示，几个词用顿号分开"
        )
        self.days = {
            name: DateField(ENTRY_FIELDS[name], getattr(held, name), required=True)
            for name in ("effective_on", "review_on")
        }
        self.fields: dict[str, TextField | DateField] = {**self.texts, "words": self.words, **self.days}
        for names in _ROWS:
            row = QHBoxLayout()
            row.setSpacing(16)
            for name in names:
                row.addWidget(self.fields[name], 1)
                self.fields[name].changed.connect(self.judge)
            self.body.addLayout(row)
        self.judge()
        self.fields["matter" if one else "number"].setFocus()

    def entry(self) -> NegativeFields:
        """The entry as written."""
        values = {name: field.value() for name, field in self.fields.items()}
        return NegativeFields(**(values | {"words": split_words(self.words.value())}))  # type: ignore[arg-type]

    def missing(self) -> str:
        """The first thing that is wrong, told at its field too once something stands there."""
        if any(day.unreadable() for day in self.days.values()):
            return FORMAT_HINT
        found = entry_problems(self.entry(), self.bench.desk.today())
        problems = {one.field: one.words for one in found}
        for name, field in self.fields.items():
            field.set_message(problems.get(name, "") if field.value() else "", "error")
        return told(found[0]) if found else ""

    def verb(self) -> Callable[[], object]:
        """Add or change it."""
        entry, one, desk = self.entry(), self._one, self.bench.desk
        if one is None:
            return lambda: negative_list.add_entry(desk, entry)
        return lambda: negative_list.edit_entry(desk, one.id, entry)


class ReviewDialog(VerbDialog):
    """The entry was reviewed and stays: when is it looked at next."""

    def __init__(self, parent: QWidget, bench: Workbench, one: EntryView) -> None:
        record = f"第 {one.fields.number} 项　{one.fields.matter}"
        super().__init__(parent, bench, "复核清单事项", record, "仍然保留", "calendar")
        self._one = one
        self.add(Text("理由和依据仍然成立的，填下次复核日期。不再成立的，取消后按“移出”。", "body", "text2", wrap=True))
        self.review_on = DateField("下次复核日期", a_year_on(bench.desk.today()), required=True)
        self.review_on.changed.connect(self.judge)
        self.add(self.review_on)
        self.judge()
        self.review_on.setFocus()

    def missing(self) -> str:
        """No date, or one that is too early or too late."""
        if self.review_on.unreadable():
            return FORMAT_HINT
        return review_problem(self.review_on.value(), self._one.fields.effective_on, self.bench.desk.today())

    def verb(self) -> Callable[[], object]:
        """Note it."""
        day, key = self.review_on.value(), self._one.id
        assert day is not None
        return lambda: negative_list.review_entry(self.bench.desk, key, day)
