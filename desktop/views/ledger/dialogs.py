"""Dialogs of the ledger: a document before one's eyes, what a correction voids, and the stop at a mark."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.labels import word
from desktop.services.clock import civil_date
from desktop.services.intake import Intake
from desktop.services.item_detail import ItemDetail
from desktop.views.components.card import Card
from desktop.views.components.dialogs import ConfirmDialog, Dialog
from desktop.views.components.facts import Facts, LinkLine, NumberedSteps
from desktop.views.documents.viewer import DocumentViewer
from desktop.views.editor.stopped import STEPS
from desktop.views.limits import day_words
from desktop.views.look.theme import theme
from desktop.views.workbench import Workbench

PREVIEW_WIDTH, PREVIEW_HEIGHT = 860, 560


class PreviewDialog(Dialog):
    """The documents of an item, page by page; 另存为 commits with `sm3` naming the document shown."""

    def __init__(self, parent: QWidget, bench: Workbench, item: ItemDetail, sm3: str) -> None:
        super().__init__(
            parent,
            "预览文件",
            item.content.title,
            commit="另存为",
            cancel="关闭",
            icon="file-text",
            width=PREVIEW_WIDTH,
        )
        self.viewer = DocumentViewer(bench)
        room = parent.window().height() - theme().px(270)
        self.viewer.setMinimumHeight(max(theme().px(260), min(theme().px(PREVIEW_HEIGHT), room)))
        self.add(self.viewer)
        self.viewer.show_item(item)
        self.viewer.show_document(sm3)

    def sm3(self) -> str:
        """The document shown."""
        return self.viewer.tabs.current()


def confirm_revision(parent: QWidget, bench: Workbench, item: ItemDetail) -> bool:
    """Ask before a correction that voids signatures; without any there is nothing to ask."""
    standing = [one.checked.statement for one in item.sign_offs if one.standing]
    if not standing:
        return True
    today = bench.desk.today()
    dialog = ConfirmDialog(
        parent,
        f"转为修改后，{len(standing)} 个签字将作废",
        item.content.title,
        "作废签字并修改",
        facts=[
            (word(one.step), f"{one.person}，{day_words(civil_date(one.signed_at), today)}，作废后需重签")
            for one in standing
        ],
        icon="pencil-line",
        tone="warn",
        fact=f"原签字和第 {item.head_rev} 版保留在历史中",
    )
    return bool(dialog.exec())


class StopDialog(Dialog):
    """Says that registration was stopped, what to do now, and that nothing was kept; `releasing` after 办理解除."""

    def __init__(self, parent: QWidget, bench: Workbench, path: Path, taken: Intake) -> None:
        super().__init__(
            parent,
            "发现密级标志，登记已停止",
            "文件没有存入本机，标题、正文和附件都没有记录。",
            commit="记录已保留，关闭",
            icon="octagon-x",
            tone="bad",
        )
        self.releasing = False
        self.cancel.hide()
        box = Card(padding=16)
        box.set_ground("sunken")
        desk = bench.desk
        marks = "；".join(
            f"{one['place']}　{one['excerpt']}".strip() for one in taken.findings if one["severity"] == "阻断"
        )
        box.add(
            Facts(
                [
                    ("文件", path.name),
                    ("密级标志", marks),
                    ("中性记录", f"{taken.form_number}　{desk.agency.office_name}　{desk.today().isoformat()}"),
                ]
            )
        )
        self.add(box)
        self.add(NumberedSteps(STEPS))
        release = LinkLine("认为不是密级标志？由保密审查员对照纸质原件确认。", ["办理解除"])
        release.pressed.connect(self._release)
        self.add(release)
        self.commit.setFocus()

    def _release(self, _words: str) -> None:
        self.releasing = True
        self.accept()
