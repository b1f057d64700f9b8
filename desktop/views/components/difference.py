"""Two versions side by side: changed fields only, removed words struck in red, new ones underlined in green."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.views.components.buttons import Link
from desktop.views.components.card import Card
from desktop.views.components.text import Rule, Text, show_if
from desktop.views.look import paint, tokens
from desktop.views.look.glyphs import seen
from desktop.views.look.theme import follow_theme, theme


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field in both versions."""

    label: str
    old: str
    new: str

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return self.old == self.new


_TOKENS = re.compile(r"\d[\d\s./:年月-]*\d|[A-Za-z]+|.", re.DOTALL)


def marked(old: str, new: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Both texts as runs of (words, whether changed); a number or a date changes as a whole."""
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if b > a:
            left.append(("".join(before[a:b]), kind != "equal"))
        if d > c:
            right.append(("".join(after[c:d]), kind != "equal"))
    return left, right


class _Runs(QLabel):
    """A text with its changed runs marked by colour and by line, so that greyscale keeps them."""

    def __init__(self, runs: Sequence[tuple[str, bool]], removed: bool, spoken: str) -> None:
        super().__init__()
        self._runs, self._removed = list(runs), removed
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAccessibleName(spoken)
        follow_theme(self)

    def restyle(self) -> None:
        """Take colours and font from the theme."""
        ground, ink, _bar = theme().tone("bad" if self._removed else "ok")
        line = "line-through" if self._removed else "underline"
        style = f"background:{ground.name()};color:{ink.name()};text-decoration:{line};"
        parts = (
            f'<span style="{style}">{words}</span>' if changed else words
            for words, changed in ((escape(seen(run)), changed) for run, changed in self._runs)
        )
        self.setFont(theme().font("small"))
        self.setText(f'<div style="line-height:104%;color:{theme().color("text").name()}">{"".join(parts)}</div>')


class _Head(QWidget):
    """The head of one column."""

    def __init__(self, words: str, fact: str, tone: str) -> None:
        super().__init__()
        self._tone = tone
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 12, 5)
        ink = tokens.TONES[tone].text
        row.addWidget(Text(words, "label", ink))
        row.addStretch(1)
        row.addWidget(Text(fact, "caption", ink))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Toned ground."""
        painter = paint.begin(self)
        paint.box(painter, QRectF(self.rect()), theme().px(tokens.RADIUS_CONTROL), theme().tone(self._tone)[0])


class Difference(QWidget):
    """`Difference(("本机，第 2 版", "11-18 接收"), ("来件，第 3 版", "11-19 修改，王晓彤"), changes)`.

    Equal fields are counted and shown on 展开.
    """

    expanded = Signal(bool)

    def __init__(
        self,
        left: tuple[str, str],
        right: tuple[str, str],
        changes: Sequence[FieldChange] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._changes: tuple[FieldChange, ...] = ()
        self._open = False
        heads = QHBoxLayout()
        heads.setSpacing(12)
        heads.addWidget(_Head(*left, "mute"), 1)
        heads.addWidget(_Head(*right, "accent"), 1)
        self._body = QWidget()
        self._rows = QVBoxLayout(self._body)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        self._same = Card(padding=12, horizontal=True)
        self._same.set_ground("sunken")
        self._same_words = Text("", "small", "text2")
        self._more = Link("展开")
        self._more.clicked.connect(self._toggle)
        self._same.add(self._same_words, 1)
        self._same.add(self._more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(heads)
        column.addWidget(self._body)
        column.addWidget(self._same)
        self.set_changes(changes)

    def set_changes(self, changes: Sequence[FieldChange]) -> None:
        """Show another pair of versions."""
        self._changes = tuple(changes)
        self._fill()

    def _fill(self) -> None:
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for change in self._changes:
            if change.same and not self._open:
                continue
            self._rows.addWidget(self._row(change))
        same = sum(change.same for change in self._changes)
        show_if(self._same, same > 0)
        self._same_words.set_words(f"另有 {same} 个字段相同")
        self._more.set_words("收起" if self._open else "展开")

    def _row(self, change: FieldChange) -> QWidget:
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        left, right = marked(change.old or "无", change.new or "无")
        grid.addWidget(Text(change.label, "caption", "text2"), 0, 0, 1, 2)
        grid.addWidget(_Runs(left, True, f"{change.label}，原为：{change.old}"), 1, 0)
        grid.addWidget(_Runs(right, False, f"{change.label}，改为：{change.new}"), 1, 1)
        grid.addWidget(Rule(), 2, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return row

    def _toggle(self) -> None:
        self._open = not self._open
        self._fill()
        self.expanded.emit(self._open)
