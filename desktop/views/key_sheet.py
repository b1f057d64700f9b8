"""A key shown once with the ways to put it on paper: the recovery key, or the fingerprint of a public key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.errors import UserError
from desktop.printing.missing import missing_words, noting_missing
from desktop.views.components.buttons import Button
from desktop.views.components.card import Card
from desktop.views.components.text import Note, Text, show_if
from desktop.views.jobs import CancelCheck, Progress, run_job
from desktop.views.paper import ask_pdf_target, print_pdf


class KeySheet(Card):
    """Groups of a key, 打印 and 保存 PDF. `kept()` follows when it has been printed or saved."""

    kept = Signal()

    def __init__(
        self, title: str, why: str, key: str = "", pdf: Callable[[], bytes] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, padding=20, parent=parent)
        self._title, self._pdf = title, pdf
        self.key = Text(key, "item", wrap=True, selectable=True)
        self.print = Button("打印", icon="printer", name=f"打印{title}单")
        self.save = Button("保存 PDF", icon="download", name=f"保存{title}单 PDF")
        self.told = Note("", "circle-check", "oktext", wrap=True)
        self.told.hide()
        self.add(Text(why, "small", "text2", wrap=True))
        self.add(self.key)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.print)
        row.addWidget(self.save)
        row.addWidget(self.told, 1)
        row.addStretch(1)
        self.body.addLayout(row)
        self.print.clicked.connect(self._print)
        self.save.clicked.connect(self._save)

    def show_key(self, key: str, pdf: Callable[[], bytes]) -> None:
        """Show another key; `pdf` makes its sheet."""
        self.key.set_words(key)
        self._pdf = pdf

    def _print(self) -> None:
        make = self._pdf
        if make is not None:
            run_job(self, lambda _progress, _cancelled: _noted(make), self._print_made, self._refuse)

    def _print_made(self, made: tuple[bytes, str]) -> None:
        pdf, missing = made
        try:
            if print_pdf(self, pdf, f"{self._title}单"):
                self._tell(f"已交给打印机{missing}")
        except UserError as problem:
            self._refuse(problem)

    def _save(self) -> None:
        from desktop.services.papers import save_pdf  # whoever made the key has loaded it; the first page needs it not

        make = self._pdf
        path = ask_pdf_target(self, f"保存{self._title}单", f"{self._title}单.pdf")
        if make is None or path is None:
            return

        def work(_progress: Progress, _cancelled: CancelCheck) -> str:
            pdf, missing = _noted(make)
            save_pdf(path, pdf)
            return missing

        run_job(self, work, lambda missing: self._tell(f"已保存到 {path}{missing}"), self._refuse)

    def _tell(self, words: str) -> None:
        self.told.set_note(words, "circle-check", "oktext")
        show_if(self.told, True)
        self.kept.emit()

    def _refuse(self, problem: UserError) -> None:
        self.told.set_note(str(problem), "circle-alert", "badtext")
        show_if(self.told, True)


def _noted(make: Callable[[], bytes]) -> tuple[bytes, str]:
    """A sheet, and what is to be told of the characters that it could not set."""
    with noting_missing() as missing:
        pdf = make()
    words = missing_words(missing)
    return pdf, f"。{words}" if words else ""
