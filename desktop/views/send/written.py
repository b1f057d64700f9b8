"""After a batch was written: that the stick may go, what lies on it, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.batches import Written
from desktop.views.components.buttons import Button
from desktop.views.components.card import Card
from desktop.views.components.facts import Facts, NumberedSteps
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.tiles import CheckedFact, FactStrip
from desktop.views.transfers import digest_groups, size_words

_NEXT = (
    ("拔出 U 盘", "文件已写完并重新读过，现在可以拔出。"),
    ("打印报送清单，连同 U 盘交办公室", "清单上有摘要值，办公室据此核对；下联撕下留存。"),
    ("取回回执后点“读取回执”", "没有读入回执的批次一直标为待回执。"),
)


class WrittenPage(QWidget):
    """`printing()`, `showing()` the folder, `finished()`; `show_written(written)` fills it."""

    printing = Signal()
    showing = Signal()
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._page = ScrollColumn(width=720)
        self._card = Card(spacing=14)
        self._facts = Facts(name_width=76)
        self._strip: FactStrip | None = None
        self.paper = Button("打印报送清单", "primary", icon="printer", key="Ctrl+P")
        self.folder = Button("打开文件夹", icon="folder-open")
        self.done = Button("完成", key="Esc")
        verbs = QHBoxLayout()
        verbs.setSpacing(8)
        for verb in (self.paper, self.folder, self.done):
            verbs.addWidget(verb)
        verbs.addStretch(1)
        self._card.add(self._facts)
        self._card.body.addSpacing(6)
        self._card.body.addLayout(verbs)
        after = Card("接下来")
        after.add(NumberedSteps(_NEXT))
        self._page.add(self._card)
        self._page.add(after)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 0)
        column.addWidget(self._page)
        self.paper.clicked.connect(self.printing)
        self.folder.clicked.connect(self.showing)
        self.done.clicked.connect(self.finished)

    def show_written(self, written: Written) -> None:
        """Show what lies on the stick."""
        batch = written.batch
        if self._strip is not None:
            self._card.body.removeWidget(self._strip)
            self._strip.hide()
            self._strip.deleteLater()
        count = f"{batch.item_count} 件" if batch.item_count else "零报告"
        self._strip = FactStrip(
            "可安全拔出",
            "已重新读过，内容相符",
            [CheckedFact("件数", count), CheckedFact("大小", size_words(written.size))],
            icon="usb",
        )
        self._card.body.insertWidget(0, self._strip)
        self._facts.set_facts(
            [
                ("批次", f"{batch.paper_number}，{batch.period}"),
                ("文件名", written.path.name),
                ("位置", str(written.path.parent)),
                ("内容摘要", digest_groups(batch.manifest_hash)),
            ]
        )
        self.paper.setFocus()
