"""Under which form an item is reviewed, and what it is that asks for more signers; the chain follows at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.labels import FIELDS, choices, word
from desktop.rules.chains import Nature, ReviewForm, form_for, form_instead, unmet
from desktop.rules.items import ItemContent
from desktop.services.forms import FormView
from desktop.views.components.buttons import Button
from desktop.views.components.choice_fields import ChoiceField, MultiChoice
from desktop.views.components.text import Note, show_if

RETIRED = "原来的审查表已停用，另选一种"


class FormChoice(QWidget):
    """`show_forms(forms, content)`; `chosen()` follows the user's choice of a form or of the natures."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._templates: dict[str, ReviewForm] = {}
        self._kept = ItemContent()
        self.form_field: ChoiceField[str] = ChoiceField(FIELDS["form"], placeholder="选择审查表", message=False)
        self.nature_field: MultiChoice[Nature] = MultiChoice(
            FIELDS["natures"],
            [(Nature(value), words) for value, words in choices(Nature)],
            placeholder="一般事项",
            message=False,
        )
        self._note = Note("", "triangle-alert", "warntext", role="caption", wrap=True)
        self.instead = Button("", "soft", small=True)
        self.instead.clicked.connect(self._take_instead)
        self.instead.hide()
        fields = QHBoxLayout()
        fields.setSpacing(16)
        fields.addWidget(self.form_field, 1)
        fields.addWidget(self.nature_field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 12, 4)
        column.setSpacing(4)
        column.addLayout(fields)
        told = QHBoxLayout()
        told.setSpacing(10)
        told.addWidget(self._note, 1)
        told.addWidget(self.instead, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(told)
        self.form_field.changed.connect(self._changed)
        self.nature_field.changed.connect(self._changed)

    def show_forms(self, forms: Sequence[FormView], content: ItemContent) -> None:
        """Offer the forms; a content whose form was retired shows none until another is chosen."""
        self._kept = content
        self._templates = {one.form.code: one.form for one in forms}
        self.form_field.set_options(
            [(one.form.code, f"{one.form.name}（默认）" if one.is_default else one.form.name) for one in forms],
            content.form.code,
        )
        self.nature_field.set_value(content.natures)
        self._warn()

    def form(self) -> ReviewForm:
        """The form of the item as chosen: the newest version, with the steps that its natures ask for."""
        template = self._template()
        return form_for(template, self.natures()) if template else self._kept.form

    def natures(self) -> tuple[Nature, ...]:
        """What the item is."""
        return self.nature_field.value()

    def fault(self) -> str:
        """Why nothing can be submitted under what is chosen; empty when it can, and until the forms were read."""
        if self._templates and not self._template():
            return RETIRED
        better = self._better()
        return f"{self._lacking()}，改用“{better.name}”" if better else ""

    def _template(self) -> ReviewForm | None:
        return self._templates.get(self.form_field.value() or "")

    def _better(self) -> ReviewForm | None:
        template = self._template()
        return form_instead(template, list(self._templates.values()), self.natures()) if template else None

    def _lacking(self) -> str:
        """Which steps the item asks for and the chosen form does not have."""
        template = self._template()
        steps = unmet(template, self.natures()) if template else ()
        return f"这种审查表没有{'、'.join(word(one) for one in steps)}签字的步骤" if steps else ""

    def _take_instead(self) -> None:
        better = self._better()
        if better is not None:
            self.form_field.set_value(better.code)
            self._changed()

    def _changed(self) -> None:
        self._warn()
        self.chosen.emit()

    def _warn(self) -> None:
        better = self._better()
        words = self._lacking() or self.fault()
        self._note.set_note(words, "triangle-alert", "warntext")
        show_if(self._note, bool(words))
        self.instead.set_words(f"改用“{better.name}”" if better else "")
        show_if(self.instead, better is not None)
