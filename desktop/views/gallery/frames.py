"""Layouts that the pages of the gallery share."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.components.card import Ground
from desktop.views.look import tokens


def page(header: QWidget, body: QWidget, bottom: QWidget | None = None) -> QWidget:
    """Header above, body below, bottom bar if any: the frame of every screen."""
    whole = Ground("canvas")
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(header)
    column.addWidget(body, 1)
    if bottom is not None:
        column.addWidget(bottom)
    return whole


def line(*widgets: QWidget, spacing: int = 8) -> QWidget:
    """Widgets side by side, at the left."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(spacing)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return holder


def columns(*parts: tuple[QWidget, int]) -> QWidget:
    """Widgets side by side with stretch factors."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(tokens.CARD_GAP)
    for widget, stretch in parts:
        row.addWidget(widget, stretch)
    return holder


def stacked(*widgets: QWidget, spacing: int = tokens.CARD_GAP) -> QWidget:
    """Widgets below each other, pushed up."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return holder


def stacked_fill(*widgets: QWidget) -> QWidget:
    """Widgets below each other without gaps; the last takes the height."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget, 1 if widget is widgets[-1] else 0)
    return holder
