"""Shows the original of a clean copy: to be looked at, not to be published."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from desktop.services.item_detail import DocumentView, ItemDetail
from desktop.views.components.dialogs import Dialog
from desktop.views.documents.viewer import DocumentViewer
from desktop.views.look.theme import theme
from desktop.views.workbench import Workbench

_WIDTH, _HEIGHT = 860, 440


class OriginalDialog(Dialog):
    """The pages of an original with its findings marked."""

    def __init__(self, parent: QWidget | None, bench: Workbench, opened: ItemDetail, original: DocumentView) -> None:
        super().__init__(
            parent, "原件", f"{original.name}，只在本机留存，不公开", commit="关闭", icon="eye", width=_WIDTH
        )
        self.cancel.hide()
        self.viewer = DocumentViewer(bench, margin=12)
        self.viewer.setFixedHeight(theme().px(_HEIGHT))
        self.add(self.viewer)
        content = replace(opened.content, resolutions=())
        self.viewer.show_item(replace(opened, documents=(original,), content=content))
