"""One row of the catalogue in full, at the right of the table."""

from __future__ import annotations

from desktop.services.coverage import Gap, RowCoverage
from desktop.views.components.detail_pane import DetailPane
from desktop.views.components.facts import Facts
from desktop.views.components.text import Note, show_if
from desktop.views.registers.catalogue_words import covered_words, facts


class RowPane(DetailPane):
    """`show_row(number, coverage)`."""

    def __init__(self) -> None:
        super().__init__(width=340)
        column = self.add_tab("row", "事项")
        self._late = Note("", "triangle-alert", "warntext", role="small", wrap=True)
        self._covered = Facts([])
        self._facts = Facts([])
        column.add(self._late)
        self.add_section(column, "公开情况", self._covered)
        self.add_section(column, "目录规定", self._facts)

    def show_row(self, number: str, one: RowCoverage) -> None:
        """Show a row."""
        self.set_head("", number, one.entry.title)
        self._late.set_note(_late_words(one), "triangle-alert", "warntext")
        show_if(self._late, one.gap is not Gap.NONE)
        self._covered.set_facts(covered_words(one))
        self._facts.set_facts(facts(one))


def _late_words(one: RowCoverage) -> str:
    if one.gap is Gap.EMPTY:
        return "这一项还没有公开过信息。"
    return f"目录规定{one.entry.limit_text}，最近一次公开在 {one.last}，该更新了。" if one.last else ""
