"""Returning an item for correction: the reason and the fields to mend."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.views.components.choice_fields import MultiChoice
from desktop.views.components.dialogs import ReasonDialog
from desktop.views.receive.item_pane import FIELD_CHOICES


class ReturnDialog(ReasonDialog):
    """`reason_words()` and `fields_chosen()` after `exec()`."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(
            parent,
            "退回补正",
            title,
            "退回补正",
            label="退回理由",
            info="随下一次回执告诉处室",
            consequence="信息退回处室修改，改好后重新走完审查再报送。",
            icon="corner-up-left",
        )
        self.fields: MultiChoice[str] = MultiChoice("要补正的字段", FIELD_CHOICES, placeholder="可以不选")
        self.add(self.fields)

    def fields_chosen(self) -> tuple[str, ...]:
        """The fields that were marked."""
        return tuple(self.fields.value())
