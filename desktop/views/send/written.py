"""After a batch was written: that the stick may go, what lies on it, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.batches import Written
from desktop.views.components.buttons import Button
from desktop.views.components.card import Card
from desktop.views.components.facts import Facts, NumberedSteps
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.tiles import CheckedFact, FactStrip
from desktop.views.send.contents import content_words
from desktop.views.transfers import digest_groups, size_words

_NEXT = (
    ("打印报送清单", "清单上有文件的摘要值，打印时要再读 U 盘；已经拔出的，插回再打印。"),
    ("拔出 U 盘，连同清单交办公室", "文件已写完并重新读过，可以拔出；办公室据清单核对，下联撕下留存。"),
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

    def show_written(self, written: Sequence[Written]) -> None:
        """Show what lies on the stick: one batch or several."""
        if self._strip is not None:
            self._card.body.removeWidget(self._strip)
            self._strip.hide()
            self._strip.deleteLater()
        checked = [
            CheckedFact("件数", content_words(*(one.batch for one in written))),
            CheckedFact("大小", size_words(sum(one.size for one in written))),
        ]
        if len(written) > 1:
            checked.insert(0, CheckedFact("批次", f"{len(written)} 批"))
        self._strip = FactStrip("可安全拔出", _read_words(written), checked, icon="usb")
        self._card.body.insertWidget(0, self._strip)
        facts: list[tuple[str, str]] = []
        for one in written:
            facts += [
                ("批次", f"{one.batch.paper_number}，{one.batch.period}，{content_words(one.batch)}"),
                ("文件名", one.path.name),
                ("内容摘要", digest_groups(one.batch.manifest_hash)),
            ]
        self._facts.set_facts([*facts, ("位置", str(written[0].path.parent))])
        self.paper.setFocus()


def _read_words(written: Sequence[Written]) -> str:
    if all(one.from_medium for one in written):
        return "已从 U 盘重新读过，内容相符"
    return "已重新读过，内容相符；本系统不能绕过内存缓存"
