"""Fields that only the form of an item has: the document number that mends its brackets, the number of pages."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.rules.validation import document_number_suggestion
from desktop.views.components.field_base import Field
from desktop.views.components.fields import TextField, bare_line_edit

PAGES_HINT = "页数写成数字，例如 12"


class DocumentNumberField(TextField):
    """A document number; Enter puts the year into 〔〕 when another bracket was typed (GB/T 9704-2012)."""

    def mended(self) -> str:
        """The number as it should be, empty when it is right."""
        return document_number_suggestion(self.value()) or ""

    def _enter(self) -> None:
        mended = self.mended()
        if not mended:
            super()._enter()
            return
        self.set_value(mended)
        self._edited()
        self._commit()


class PagesField(Field[int | None]):
    """A number of pages; `value` is None when the field is empty or holds no number, `unreadable` tells the two apart."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        self.edit = bare_line_edit()
        super().__init__(label, self.edit, parent=parent)
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.edit.setMaxLength(6)
        self.edit.textEdited.connect(self._edited)
        self.edit.returnPressed.connect(self._enter)

    def value(self) -> int | None:
        """The number, or None."""
        words = self.edit.text().strip()
        return int(words) if words.isdecimal() else None

    def unreadable(self) -> bool:
        """Whether something is written that is no number."""
        return bool(self.edit.text().strip()) and self.value() is None

    def set_value(self, value: int | None) -> None:
        """Show a number."""
        self.edit.setText("" if value is None else str(value))

    def _set_control_read_only(self, read_only: bool) -> None:
        self.edit.setReadOnly(read_only)
