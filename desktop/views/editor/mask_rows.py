"""The rows of a clean copy's dialog: one for each kind of finding, with its preset and what it becomes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.masking import Offer
from desktop.views.components.checks import CheckBox
from desktop.views.components.choice_fields import ChoiceField
from desktop.views.components.finding_card import Excerpt
from desktop.views.components.text import Rule, Text
from desktop.views.look.theme import theme

_PLACES = 2
_PRESET_WIDTH, _AFTER_WIDTH = 210, 190


class OfferRow(QWidget):
    """A kind that can be masked: ticked or not, how, what comes of it. `changed()` follows tick and preset.

    A kind that cannot be masked says why.
    """

    changed = Signal()

    def __init__(self, offer: Offer, *, ticked: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.offer = offer
        self.tick = CheckBox(offer.name, ticked and bool(offer.looks), name=f"遮盖{offer.name}")
        self.tick.toggled.connect(self._changed)
        self.preset: ChoiceField[str] | None = None
        self._after = Excerpt("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(self._head(), 1)
        if offer.looks:
            self._add_presets(row)
        else:
            self.tick.setEnabled(False)
            why = Text(offer.why_not, "caption", "text2", wrap=True)
            why.setFixedWidth(theme().px(_PRESET_WIDTH + 12 + _AFTER_WIDTH))
            row.addWidget(why, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(row)
        column.addWidget(Rule())

    def chosen(self) -> str:
        """The preset to mask by, empty when this kind stays."""
        return (self.preset.value() or "") if self.preset is not None and self.tick.isChecked() else ""

    def _head(self) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.tick)
        where = QHBoxLayout()
        where.setContentsMargins(theme().px(26), 0, 0, 0)
        where.addWidget(Text(_where(self.offer), "caption", "text2", elide=True))
        words.addLayout(where)
        return words

    def _add_presets(self, row: QHBoxLayout) -> None:
        looks = self.offer.looks
        self.preset = ChoiceField("", [(one.key, one.words) for one in looks], looks[0].key, message=False)
        self.preset.control.setAccessibleName(f"{self.offer.name}的遮盖方式")
        self.preset.setFixedWidth(theme().px(_PRESET_WIDTH))
        self.preset.changed.connect(self._changed)
        box = QWidget()
        box.setFixedWidth(theme().px(_AFTER_WIDTH))
        self._holder = QHBoxLayout(box)
        self._holder.setContentsMargins(0, 0, 0, 0)
        self._show_after()
        row.addWidget(self.preset, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(box, 0, Qt.AlignmentFlag.AlignVCenter)

    def _show_after(self) -> None:
        assert self.preset is not None
        after = next(one.after for one in self.offer.looks if one.key == self.preset.value())
        self._holder.removeWidget(self._after)
        self._after.deleteLater()
        self._after = Excerpt(after)
        self._after.setToolTip(after)
        self._holder.addWidget(self._after, 1, Qt.AlignmentFlag.AlignLeft)

    def _changed(self) -> None:
        if self.preset is not None:
            self._show_after()
        self.changed.emit()


def _where(offer: Offer) -> str:
    places = "、".join(offer.places[:_PLACES]) + (" 等" if len(offer.places) > _PLACES else "")
    return f"{offer.count} 处，{places}"
