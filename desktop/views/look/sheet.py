"""The style sheet for the stock Qt parts that components reuse: menus, scroll bars, tool tips, calendar, splitters."""

from __future__ import annotations

from collections.abc import Callable
from string import Template

from PySide6.QtGui import QColor

_SHEET = Template("""
QToolTip { background: $toast; color: $toasttext; border: 0; padding: ${p4}px ${p8}px; }
QMenu { background: $raised; border: 1px solid $line2; padding: 4px; }
QMenu::item { padding: ${p6}px ${p24}px ${p6}px ${p12}px; border-radius: 5px; color: $text; }
QMenu::item:selected { background: $soft; color: $softtext; }
QMenu::item:disabled { color: $text3; }
QMenu::separator { height: 1px; background: $line; margin: 4px 6px; }
QMenu::icon { padding-left: 6px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle { background: $line2; border-radius: 4px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $edge; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollArea { background: transparent; border: 0; }
QSplitter::handle { background: $line; }
QLineEdit[bare="true"], QPlainTextEdit[bare="true"], QTextEdit[bare="true"] {
    background: transparent; border: 0; padding: 0;
    selection-background-color: $fill; selection-color: $filltext; }
QPlainTextEdit[bare="true"], QTextEdit[bare="true"] { color: $text; }
QListView[popup="true"] { background: $raised; border: 1px solid $line2; border-radius: 6px; padding: 4px;
    outline: 0; color: $text; }
QListView[popup="true"]::item { padding: 0 ${p8}px; min-height: ${p32}px; border-radius: 5px; }
QListView[popup="true"]::item:selected { background: $soft; color: $softtext; }
QListView[popup="true"]::item:hover { background: $hover; color: $text; }
QCalendarWidget QWidget { background: $raised; alternate-background-color: $raised; color: $text; }
QCalendarWidget QToolButton { background: transparent; color: $text; border: 0; border-radius: 5px;
    padding: ${p4}px ${p8}px; }
QCalendarWidget QToolButton:hover { background: $hover; }
QCalendarWidget QToolButton::menu-indicator { image: none; width: 0; }
QCalendarWidget QAbstractItemView { background: $raised; color: $text; selection-background-color: $fill;
    selection-color: $filltext; outline: 0; }
QCalendarWidget QAbstractItemView:disabled { color: $text3; }
QTableView { background: $surface; border: 0; outline: 0; gridline-color: transparent; }
QTableView QTableCornerButton::section { background: $sunken; border: 0; }
QHeaderView { background: $sunken; border: 0; }
""")


def style_sheet(color: Callable[[str], QColor], px: Callable[[float], int]) -> str:
    """The application style sheet with every colour and padding filled in."""
    names = {match for match in _SHEET.get_identifiers() if not match[1:].isdigit()}
    values = {name: color(name).name() for name in names}
    values.update({f"p{n}": str(px(n)) for n in (4, 6, 8, 12, 24, 32)})
    return _SHEET.substitute(values)
