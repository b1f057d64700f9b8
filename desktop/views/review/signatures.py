"""The signatures of an item below its questions: what stands, what was voided and why, what does not verify."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.labels import step_title
from desktop.rules.review import Opinion
from desktop.services.item_detail import ItemDetail, SignOffView
from desktop.views.components.buttons import Link
from desktop.views.components.card import SectionHead
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.text import Icon, Text, show_if
from desktop.views.look.theme import theme
from desktop.views.review.changes import changed_since
from desktop.views.review.modes import authority_words, invalid, sign_words, standing, voided

LONG = 160
"""Characters of an opinion that are shown at once; the rest unfolds."""


class SignatureList(QWidget):
    """`show_item(detail)` lists opinions and voided signatures; empty ones take no room.

    `comparing(rev)` asks what changed since the revision that was signed, `viewing(sm3)` for the scan of a signature.
    """

    comparing = Signal(int)
    viewing = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[SignatureLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 14, 0, 0)
        self._column.setSpacing(6)

    def show_item(self, detail: ItemDetail) -> None:
        """Show the signatures of an item."""
        self.lines = []
        while self._column.count():
            old = self._column.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        signed = [one for one in standing(detail).values() if _tells(one)]
        self._part("签字意见", signed, detail)
        self._part("已作废的签字", list(voided(detail)), detail)
        show_if(self, self._column.count() > 0)

    def _part(self, title: str, views: list[SignOffView], detail: ItemDetail) -> None:
        if not views:
            return
        self._column.addWidget(SectionHead(title, small=True))
        for view in views:
            line = SignatureLine(view, detail, changed_since(detail, view.rev) if view.voided_because else 0)
            line.comparing.connect(self.comparing)
            line.viewing.connect(self.viewing)
            self.lines.append(line)
            self._column.addWidget(line)


class SignatureLine(QWidget):
    """One signature: step, person, verdict and words; by what authority; why it no longer counts or never did."""

    comparing = Signal(int)
    viewing = Signal(str)

    def __init__(self, view: SignOffView, detail: ItemDetail, changes: int) -> None:
        super().__init__()
        self.links: dict[str, Link] = {}
        self._rev = view.rev
        statement = view.checked.statement
        fault = "" if view.voided_because else view.checked.fault
        icon, color = ("circle-check", "oktext")
        if view.voided_because:
            icon, color = "ban", "text2"
        elif fault:
            icon, color = "circle-alert", "badtext"
        elif statement.opinion is not Opinion.AGREE:
            icon, color = "corner-up-left", "badtext"
        step = step_title(detail.content.form, statement.step)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(10)
        row.addWidget(Icon(icon, 16, color, side=22), 0, Qt.AlignmentFlag.AlignTop)
        name = Text(step, "medium")
        name.setMinimumWidth(theme().px(84))
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        row.addLayout(words, 1)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Text(sign_words(view), "small", "text2" if view.voided_because else "text", wrap=True), 1)
        if changes:
            head.addWidget(self._link("查看改动", f"查看{step}签字以后的改动", self._compare))
        self._scan = statement.ink.scan_sm3 if statement.ink else ""
        here = self._scan in {one.sm3 for one in detail.scans}
        if here:
            head.addWidget(self._link("扫描件", f"查看{step}的签字扫描件", self._view_scan))
        words.addLayout(head)
        told = [sign_words(view)]
        self.opinion = Text("", "small", "text2", wrap=True, selectable=True)
        show_if(self.opinion, bool(statement.text))
        words.addWidget(self.opinion)
        self._whole = statement.text
        if statement.text:
            self._tell_opinion(words, step)
            told.append(statement.text)
        for line, tone in _remarks(view, fault, changes, here):
            words.addWidget(Text(line, "caption", tone, wrap=True))
            told.append(line)
        self.setAccessibleName(f"{step}，{'，'.join(told)}")

    def _link(self, words: str, name: str, pressed: Callable[[], None]) -> Link:
        """A link, made only where it leads somewhere: a desk shows many signatures, and most have none."""
        link = self.links[words] = Link(words, name=name)
        link.clicked.connect(pressed)
        return link

    def _tell_opinion(self, column: QVBoxLayout, step: str) -> None:
        long = len(self._whole) > LONG
        self.opinion.set_words(f"{self._whole[:LONG]}……（共 {len(self._whole)} 字）" if long else self._whole)
        if long:
            column.addWidget(self._link("全文", f"{step}的意见全文", self._unfold), 0, Qt.AlignmentFlag.AlignLeft)

    def _compare(self) -> None:
        self.comparing.emit(self._rev)

    def _view_scan(self) -> None:
        self.viewing.emit(self._scan)

    def _unfold(self) -> None:
        self.opinion.set_words(self._whole)
        self.links["全文"].hide()


def tell_invalid(panel: ErrorPanel, detail: ItemDetail, then: str = "") -> None:
    """Say in red which signatures do not verify, and what to do, in other words where `then` gives them."""
    wrong = invalid(detail)
    named = "；".join(
        f"{step_title(detail.content.form, one.checked.statement.step)}{one.checked.statement.person}（{one.checked.fault}）"
        for one in wrong
    )
    hint = f"内容可能在签字后被改动。{then or '不要继续签字，退回重新送审，并报告保密审查员。'}"
    panel.tell(f"{len(wrong)} 个签字验证不通过：{named}" if wrong else "", hint if wrong else "")


def _tells(view: SignOffView) -> bool:
    """Whether a standing signature says more than the stepper does."""
    statement = view.checked.statement
    return bool(statement.text or view.checked.fault or statement.delegation or statement.ink)


def _remarks(view: SignOffView, fault: str, changes: int, scan_here: bool) -> list[tuple[str, str]]:
    statement = view.checked.statement
    found = []
    if statement.delegation is not None:
        found.append((authority_words(statement.delegation), "text2"))
    if statement.ink is not None:
        found.append((f"纸面签字，由{statement.ink.attested_by or statement.signer_name}登记", "text2"))
        if statement.ink.scan_sm3 and not scan_here:
            found.append(("扫描件存在登记签字的处室", "text2"))
    if view.voided_because:
        since = f"；签的是第 {view.rev} 版，此后改了 {changes} 处" if changes else ""
        found.append((f"已作废：{view.voided_because}{since}", "text2"))
    if fault:
        found.append((f"签字无效：{fault}", "badtext"))
    return found
