"""The keys that page through the review desk, wherever the focus is: the document, and with Ctrl the form beside it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop.views.components.scroll import ScrollColumn
from desktop.views.documents.viewer import DocumentViewer


def page_by_keys(desk: QWidget, viewer: DocumentViewer, form: ScrollColumn) -> None:
    """Let PageDown and PageUp read on in the document, and with Ctrl in the form."""
    for key, step in (("PgDown", 1), ("PgUp", -1)):
        for keys, turn in ((key, viewer.read_on), (f"Ctrl+{key}", form.scroll_on)):
            shortcut = QShortcut(QKeySequence(keys), desk)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(turn, step))
