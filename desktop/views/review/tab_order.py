"""The way of the Tab key: to what was made last as to what is read next."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtWidgets import QWidget


def go_by_tab(after: QWidget | None, *made: QWidget) -> None:
    """Let Tab come from `after` to what was made later than the rest of the page, and then to what followed it."""
    if after is not None:
        for before, one in pairwise((after, *made)):
            QWidget.setTabOrder(before, one)
