"""The signatures of an item below its questions: what stands, what was voided and why, what does not verify."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.labels import word
from desktop.services.item_detail import ItemDetail, SignOffView
from desktop.views.components.card import SectionHead
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.rows import FactLine
from desktop.views.components.text import show_if
from desktop.views.review.modes import invalid, sign_words, standing, voided


class SignatureList(QWidget):
    """`show_item(detail)` lists opinions and voided signatures; empty ones take no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 14, 0, 0)
        self._column.setSpacing(2)

    def show_item(self, detail: ItemDetail) -> None:
        """Show the signatures of an item."""
        while self._column.count():
            old = self._column.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        signed = [one for one in standing(detail).values() if one.checked.statement.text or one.checked.fault]
        self._part("签字意见", signed)
        self._part("已作废的签字", list(voided(detail)))
        show_if(self, self._column.count() > 0)

    def _part(self, title: str, views: list[SignOffView]) -> None:
        if not views:
            return
        self._column.addWidget(SectionHead(title, small=True))
        for view in views:
            self._column.addWidget(self._line(view))

    @staticmethod
    def _line(view: SignOffView) -> FactLine:
        statement = view.checked.statement
        fault = "" if view.voided_because else view.checked.fault
        fact = fault or (f"作废：{view.voided_because}" if view.voided_because else "")
        return FactLine(
            word(statement.step),
            f"{sign_words(view)} {statement.text}".strip(),
            fact,
            icon="circle-alert" if fault else "ban" if view.voided_because else "circle-check",
            tone="bad" if fault else "" if view.voided_because else "ok",
            fact_tone="bad" if fault else "",
            name_width=90,
        )


def tell_invalid(panel: ErrorPanel, detail: ItemDetail) -> None:
    """Say in red which signatures do not verify."""
    wrong = invalid(detail)
    named = "；".join(
        f"{word(one.checked.statement.step)} {one.checked.statement.person}：{one.checked.fault}" for one in wrong
    )
    hint = "内容可能在签字后被改动。不要继续签字，退回重新送审，并报告保密审查员。"
    panel.tell(f"{len(wrong)} 个签字验证不通过：{named}" if wrong else "", hint if wrong else "")
