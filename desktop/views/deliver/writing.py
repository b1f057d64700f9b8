"""The card that makes the delivery: what will be written, why not yet, and afterwards what lies where."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop.errors import UserError
from desktop.services.clock import civil_time
from desktop.views.components.buttons import Button
from desktop.views.components.card import Card
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.facts import Facts
from desktop.views.components.progress import ProgressLine
from desktop.views.components.text import Note, show_if
from desktop.views.deliver.reading import QuarterPage
from desktop.views.transfers import digest_groups, size_words

LEAVES = "取消后不留半成品，这一季度仍可制包"


class WritingCard(Card):
    """`wanted()` follows 制包 or 重新写出; `line` shows the progress, `error` what went wrong."""

    wanted = Signal()
    showing = Signal()

    def __init__(self) -> None:
        super().__init__("制包")
        self._facts = Facts(name_width=72)
        self._note = Note("", "usb", "oktext", wrap=True)
        self.line = ProgressLine("正在写入", unit="KB", leaves=LEAVES, after="写完自动重读核对", boxed_cancel=True)
        again = Button("换一个位置再写", small=True)
        again.clicked.connect(self.wanted)
        self.error = ErrorPanel(verbs=[again])
        self.commit = Button("制包", "primary", icon="archive", key="Ctrl+Return")
        self.folder = Button("打开文件夹", icon="folder-open")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.commit)
        row.addWidget(self.folder)
        row.addStretch(1)
        for part in (self._facts, self._note, self.line, self.error):
            self.add(part)
        self.body.addLayout(row)
        self.commit.clicked.connect(self.wanted)
        self.folder.clicked.connect(self.showing)

    def show_page(self, page: QuarterPage, written: Path | None) -> None:
        """Show a quarter; `written` is the folder if it was written just now."""
        count = "零报告" if page.nil else f"{len(page.lines)} 件，{page.files} 个文件，{size_words(page.size)}"
        facts = [("内容", count)]
        if page.delivery is not None:
            facts.append(("制包", civil_time(page.delivery.created_at)))
            facts.append(("内容摘要", digest_groups(page.delivery.manifest_hash)))
        if written is not None:
            facts.append(("位置", str(written)))
        self._facts.set_facts(facts)
        self.commit.set_words(_verb(page))
        self.commit.set_variant("secondary" if page.delivery else "primary")
        show_if(self.folder, written is not None)
        self._tell(page, written)
        if page.failing:
            self.commit.block("核对没有通过")
        else:
            self.commit.unblock()

    def tell_failure(self, problem: UserError) -> None:
        """Say in place why nothing was written."""
        self.error.tell(problem.message, f"{problem.hint.rstrip('。')}。没有留下半成品。" if problem.hint else "")
        self.set_tone("bad")

    def begin(self) -> None:
        """A writing starts."""
        self.error.clear()
        self.set_tone("accent")
        self.commit.block("正在写入")

    def _tell(self, page: QuarterPage, written: Path | None) -> None:
        words, icon, color = "", "info", "text2"
        if written is not None:
            words, icon, color = "可安全拔出。已重新读过，内容相符。", "usb", "oktext"
        elif page.failing:
            words, icon, color = "先处理核对没有通过的，再制包。", "triangle-alert", "warntext"
        elif page.delivery is not None:
            words = "文件夹丢了可以重新写出，内容和摘要不变。"
        elif not page.ended:
            day = page.quarter.last_day
            words, icon = f"本季度到 {day:%m-%d} 才结束，制包后公开的归入下一季度。", "clock"
        self._note.set_note(words, icon, color)
        show_if(self._note, bool(words))


def _verb(page: QuarterPage) -> str:
    if page.delivery is not None:
        return "重新写出"
    return "制作零报告" if page.nil else "制包"
