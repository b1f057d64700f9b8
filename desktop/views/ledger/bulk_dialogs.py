"""Changing many drafts: which fields take which values, what that would change, and what was left alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.labels import FIELDS
from desktop.rules.items import Attribute
from desktop.services.bulk import BULK_FIELDS, BulkPlan, Skipped
from desktop.services.differences import shown
from desktop.views.components.choice_fields import MultiChoice
from desktop.views.components.date_field import DateField
from desktop.views.components.dialogs import Dialog
from desktop.views.components.field_base import Field
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import Text, show_if
from desktop.views.editor.layout import make_fields
from desktop.views.look.theme import theme
from desktop.views.table_models import Column, Row

_FOLLOWING = ("ground", "reason", "next_review_on")
"""Fields that go with an attribute other than 主动公开."""

_OFFERED = tuple(name for name in BULK_FIELDS if name not in _FOLLOWING)
_WIDE = frozenset({"reason"})
_CHOSEN = frozenset({"attribute", "time_limit", "audience"})
"""Fields that always have one of the given values."""

_MAY_BE_NONE = frozenset({"ground", "genre", "planned_on", "next_review_on"})
_SHOWN = 500
_HIGHEST = 350
_CHANGES = (
    Column("number", "编号", 96, "number", fixed=True),
    Column("title", "标题", 260, "title", fixed=True),
    Column("field", "栏目", 120, fixed=True),
    Column("old", "原来", 150, fixed=True),
    Column("new", "改为", 150, fixed=True),
)
_LEFT_OUT = (
    Column("number", "编号", 96, "number", fixed=True),
    Column("title", "标题", 300, "title", fixed=True),
    Column("why", "为什么没有改", 220, fixed=True),
)


class BulkDialog(Dialog):
    """Which fields take which values; `values()` after `exec()`."""

    def __init__(self, parent: QWidget, count: int, before: dict[str, Any]) -> None:
        super().__init__(
            parent,
            "批量修改",
            f"选中 {count:,} 件，只改其中的草稿",
            commit="看会改什么",
            icon="pencil-line",
            fact="下一步列出每一处改动，确认后才修改",
            width=680,
        )
        self.which: MultiChoice[str] = MultiChoice(
            "要改的栏目", [(name, FIELDS[name]) for name in _OFFERED], info="可选多项；没有选的栏目不动"
        )
        every = make_fields()
        self.fields: dict[str, Field[Any]] = {name: every[name] for name in BULK_FIELDS}
        self.add(self.which)
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._column = ScrollColumn(margin=0, top=0)
        self._column.add(holder)
        self.add(self._column)
        self.which.set_value(tuple(name for name in before if name in _OFFERED))
        for name, field in self.fields.items():
            field.setParent(holder)
            if name in before:
                field.set_value(before[name])
            field.changed.connect(self._arrange)
        self.which.changed.connect(self._arrange)
        self._arrange()
        self.which.control.setFocus()

    def values(self) -> dict[str, Any]:
        """The values of the chosen fields."""
        told = {name: self.fields[name].value() for name in self._wanted()}
        return {name: value if value is not None or name in _MAY_BE_NONE else "" for name, value in told.items()}

    def check(self) -> bool:
        """Refuse a date that cannot be read."""
        for name in self._wanted():
            field = self.fields[name]
            if isinstance(field, DateField) and field.unreadable():
                self.error.tell(f"“{FIELDS[name]}”读不出日期", "日期写成 2026-11-18 这样")
                return False
        return True

    def _wanted(self) -> tuple[str, ...]:
        chosen = self.which.value()
        attribute = self.fields["attribute"].value()
        follows = "attribute" in chosen and attribute not in (None, Attribute.PROACTIVE)
        return tuple(name for name in BULK_FIELDS if name in chosen or (follows and name in _FOLLOWING))

    def _arrange(self) -> None:
        wanted = self._wanted()
        row = column = 0
        for name, field in self.fields.items():
            self._grid.removeWidget(field)
            show_if(field, name in wanted)
            if name not in wanted:
                continue
            if name in _WIDE and column:
                row, column = row + 1, 0
            self._grid.addWidget(field, row, column, 1, 2 if name in _WIDE else 1)
            column = 0 if name in _WIDE or column else 1
            row += column == 0
        self._fit()
        open_choice = next((name for name in wanted if name in _CHOSEN and self.fields[name].value() is None), "")
        if not wanted:
            self.commit.block("先选要改的栏目")
        elif open_choice:
            self.commit.block(f"选择{FIELDS[open_choice]}")
        else:
            self.commit.unblock()

    def _fit(self) -> None:
        """As high as the fields, up to what leaves the buttons on a small screen."""
        self._grid.activate()
        wanted = self._grid.sizeHint().height()
        self._column.setFixedHeight(min(wanted, theme().px(_HIGHEST)))
        show_if(self._column, wanted > 0)
        self.fit()


class BulkPlanDialog(Dialog):
    """What would change, old and new; `going_back` when the values are to be changed again."""

    def __init__(self, parent: QWidget, planned: BulkPlan) -> None:
        count = len(planned.changes)
        super().__init__(
            parent,
            f"将修改 {count:,} 件草稿" if count else "没有要改的草稿",
            _record(planned),
            commit=f"修改 {count:,} 件",
            cancel="返回",
            icon="list-checks",
            width=880,
        )
        self.going_back = False
        self.cancel.clicked.connect(self._back)
        lines = [
            Row(f"{one.uuid}/{name}", (one.number, one.title, FIELDS[name], shown(one.old[name]), shown(new)))
            for one in planned.changes[:_SHOWN]
            for name, new in one.new.items()
        ]
        self.table = LedgerTable(_CHANGES, name="会改的地方", checks=False, footer=False)
        self.table.set_rows(lines)
        self.table.setFixedHeight(theme().px(300))
        show_if(self.table, bool(lines))
        self.add(self.table)
        if count > _SHOWN:
            self.add(Text(f"这里列出前 {_SHOWN} 件，其余 {count - _SHOWN:,} 件同样修改", "small", "text2"))
        if planned.skipped:
            self.add(Text("不改的：" + _few(planned.skipped), "small", "text2", wrap=True))
        if not count:
            self.commit.block("选中的信息都不用改，或者不是草稿")

    def _back(self) -> None:
        self.going_back = True


class LeftOutDialog(Dialog):
    """Lists the items that were not changed, and why."""

    def __init__(self, parent: QWidget, title: str, skipped: Sequence[Skipped]) -> None:
        super().__init__(
            parent,
            f"{title}，{len(skipped):,} 件没有改",
            "这几件在这期间有了变化，打开核对后逐件修改。",
            commit="知道了",
            icon="triangle-alert",
            tone="warn",
            width=720,
        )
        self.cancel.hide()
        table = LedgerTable(_LEFT_OUT, name="没有改的信息", checks=False, footer=False)
        table.setFixedHeight(theme().px(240))
        table.set_rows([Row(one.number, (one.number, one.title, one.why)) for one in skipped])
        self.add(table)


def _record(planned: BulkPlan) -> str:
    parts = [
        f"{planned.unchanged:,} 件已经是这样" if planned.unchanged else "",
        f"{len(planned.skipped):,} 件不能改" if planned.skipped else "",
    ]
    return "，".join(part for part in parts if part)


def _few(skipped: Sequence[Skipped]) -> str:
    named = "；".join(f"{one.number} {one.why}" for one in skipped[:5])
    return f"{named}；另有 {len(skipped) - 5:,} 件" if len(skipped) > 5 else named
