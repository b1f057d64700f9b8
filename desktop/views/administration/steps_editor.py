"""The steps of a review form as lines that are added, moved and removed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.labels import word
from desktop.rules.chains import MOST_STEPS, ChainStep, Condition, Place, Step
from desktop.views.components.buttons import Button, IconButton
from desktop.views.components.choice_fields import ChoiceField
from desktop.views.components.field_base import Field
from desktop.views.components.fields import TextField
from desktop.views.components.text import Text, show_if
from desktop.views.look.theme import theme

_PLACES = [(Place.OFFICE, "处室"), (Place.CENTRE, "办公室")]
_AT_OFFICE = (Step.HANDLER, Step.OFFICE_HEAD, Step.CONFIDENTIALITY_REVIEWER)
_WIDTHS = (20, 150, 96, 146)
_HEADS = ("", "由谁签", "在哪里签", "表上的名称", "什么时候签")


class StepLine(QWidget):
    """One step: station, place, title on paper, condition, and the buttons that move or remove it."""

    changed = Signal()

    def __init__(self, number: int) -> None:
        super().__init__()
        named = f"第 {number + 1} 步"
        self.station: ChoiceField[Step] = ChoiceField("", [(one, word(one)) for one in Step], message=False)
        self.place: ChoiceField[Place] = ChoiceField("", _PLACES, message=False)
        self.title = TextField("", message=False)
        self.condition: ChoiceField[Condition] = ChoiceField("", [(one, word(one)) for one in Condition], message=False)
        self.up = IconButton("arrow-up", f"{named}上移", small=True)
        self.down = IconButton("arrow-down", f"{named}下移", small=True)
        self.remove = IconButton("x", f"移除{named}", small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        count = Text(str(number + 1), "small", "text3")
        parts: tuple[QWidget, ...] = (count, self.station, self.place, self.title)
        for part, width in zip(parts, _WIDTHS, strict=True):
            part.setFixedWidth(theme().px(width))
            row.addWidget(part)
        row.addWidget(self.condition, 1)
        for button in (self.up, self.down, self.remove):
            row.addWidget(button)
        fields: tuple[Field[Any], ...] = (self.station, self.place, self.title, self.condition)
        for field, head in zip(fields, _HEADS[1:], strict=True):
            field.control.setAccessibleName(f"{named}，{head}")
            field.changed.connect(self.changed)
        self.station.changed.connect(self._rename)

    def step(self) -> ChainStep:
        """The step as it stands."""
        station, place, condition = self.station.value(), self.place.value(), self.condition.value()
        if station is None or place is None or condition is None:
            raise ValueError("a line that shows no step was asked for it")
        return ChainStep(station, place, self.title.value(), condition)

    def set_step(self, step: ChainStep) -> None:
        """Show a step."""
        self.station.set_value(step.step)
        self.place.set_value(step.place)
        self.title.set_value(step.title)
        self.condition.set_value(step.condition)
        self._suggest()

    def _rename(self) -> None:
        self.title.set_value("")  # what the paper called another station would be wrong here
        self._suggest()

    def _suggest(self) -> None:
        station = self.station.value()
        self.title.edit.setPlaceholderText(word(station) if station is not None else "")


class StepsEditor(QWidget):
    """As many lines as a chain may have steps, those in use shown; `steps` reads them in order."""

    changed = Signal()

    def __init__(self, steps: Sequence[ChainStep]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(_head())
        self.lines = [StepLine(number) for number in range(MOST_STEPS)]
        for number, line in enumerate(self.lines):
            column.addWidget(line)
            line.changed.connect(self.changed)
            line.up.clicked.connect(partial(self._swap, number - 1))
            line.down.clicked.connect(partial(self._swap, number))
            line.remove.clicked.connect(partial(self._remove, number))
        self.add = Button("加一步", icon="plus", small=True)
        self.add.clicked.connect(self._add)
        foot = QHBoxLayout()
        foot.addWidget(self.add)
        foot.addStretch(1)
        column.addLayout(foot)
        self._count = 0
        self.set_steps(steps)

    def steps(self) -> tuple[ChainStep, ...]:
        """The steps in order."""
        return tuple(line.step() for line in self.lines[: self._count])

    def set_steps(self, steps: Sequence[ChainStep]) -> None:
        """Show these steps."""
        self._count = len(steps)
        for line, step in zip(self.lines, steps, strict=False):
            line.set_step(step)
        for number, line in enumerate(self.lines):
            show_if(line, number < self._count)
            line.up.setEnabled(number > 0)
            line.down.setEnabled(number < self._count - 1)
            line.remove.setEnabled(self._count > 1)
        if self._unused():
            self.add.unblock()
        else:
            self.add.block("每个签字人都已列入")

    def _unused(self) -> list[Step]:
        used = {one.step for one in self.steps()}
        return [one for one in Step if one not in used] if self._count < MOST_STEPS else []

    def _swap(self, upper: int, _checked: bool = False) -> None:
        steps = list(self.steps())
        steps[upper], steps[upper + 1] = steps[upper + 1], steps[upper]
        self._edit(steps)

    def _remove(self, number: int, _checked: bool = False) -> None:
        self._edit([one for at, one in enumerate(self.steps()) if at != number])

    def _add(self) -> None:
        station = self._unused()[0]
        place = Place.OFFICE if station in _AT_OFFICE else Place.CENTRE
        steps = list(self.steps())
        at = len(steps) if place is Place.CENTRE else sum(one.place is Place.OFFICE for one in steps)
        steps.insert(at, ChainStep(station, place))
        self._edit(steps)
        self.lines[at].setFocus()

    def _edit(self, steps: Sequence[ChainStep]) -> None:
        self.set_steps(steps)
        self.changed.emit()


def _head() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for words, width in zip(_HEADS, (*_WIDTHS, 0), strict=True):
        text = Text(words, "label", "text2")
        if width:
            text.setFixedWidth(theme().px(width))
        row.addWidget(text, 0 if width else 1)
    return row
