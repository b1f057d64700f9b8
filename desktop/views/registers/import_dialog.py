"""What a file would do to a list, before anything is done: counts, what cannot be used, and how to take it in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.views.components.buttons import Button
from desktop.views.components.checks import OptionGroup, OptionRow
from desktop.views.components.dialogs import Dialog
from desktop.views.components.facts import Facts
from desktop.views.components.text import Note, Text

FAULTS_SHOWN = 6


class ImportDialog(Dialog):
    """Committed once the user wants the file; `choice()` is the key of the chosen option."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        file: str,
        commit: str,
        *,
        facts: Sequence[tuple[str, str]],
        faults: Sequence[str] = (),
        options: Sequence[OptionRow] = (),
        nothing: str = "",
        remark: str = "",
    ) -> None:
        super().__init__(parent.window(), title, file, commit=commit, icon="upload", width=600)
        self.add(Facts(facts, name_width=84))
        self.faults_button = Button("另存出错的行", small=True, icon="file-spreadsheet")
        self.options: OptionGroup | None = None
        if options:
            self.options = OptionGroup(options, options[0].key, name="怎样导入")
            self.add(self.options)
        if faults:
            self._list_faults(faults)
        if remark:
            self.add(Text(remark, "caption", "text2", wrap=True))
        if nothing:
            self.commit.block(nothing)

    def _list_faults(self, faults: Sequence[str]) -> None:
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(Text("不能导入的", "label", "text2"))
        for words in faults[:FAULTS_SHOWN]:
            column.addWidget(Note(words, "triangle-alert", "warntext", role="small", wrap=True))
        if len(faults) > FAULTS_SHOWN:
            column.addWidget(Note(f"另有 {len(faults) - FAULTS_SHOWN} 处", "info", "text2", role="small"))
        self.body.addLayout(column)

    def offer_faults(self, save: Callable[[], None]) -> None:
        """Offer to save what cannot be taken in."""
        self.faults_button.clicked.connect(save)
        self.body.addWidget(self.faults_button, 0, Qt.AlignmentFlag.AlignLeft)

    def choice(self) -> str:
        """The chosen option, empty when there is none to choose."""
        return self.options.value() if self.options else ""
