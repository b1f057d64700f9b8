"""How the centre writes its index numbers: the pattern in use, a sample of it, changing it."""

from __future__ import annotations

from desktop.errors import UserError
from desktop.rules.index_numbers import FIELDS, PRESETS
from desktop.services import index_numbers
from desktop.views.components.buttons import Button, ReasonedButton
from desktop.views.components.card import Card
from desktop.views.components.choice_fields import ChoiceField
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.facts import Facts
from desktop.views.components.fields import TextField
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import Note
from desktop.views.look.theme import theme
from desktop.views.workbench import Workbench

OWN = ""
WARNING = "已经编出的索引号永久不变，新样式只用于以后编号的信息。"


class IndexPane(ScrollColumn):
    """现用样式, 换用样式 with a live sample, and what may stand in a pattern."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.column.setContentsMargins(0, 14, 0, 0)
        self.bench = bench
        self._pattern = ""
        self.error = ErrorPanel()
        self._facts = Facts([])
        self.preset = ChoiceField[str](
            "常用样式", [*((one, name) for name, one in PRESETS), (OWN, "自定")], message=False
        )
        self.pattern = TextField("样式", required=True, latin=True, limit=80)
        self.save = Button("换用这个样式", "primary")
        self._lay_out()
        self.preset.committed.connect(self._preset_chosen)
        self.pattern.changed.connect(self._judge)
        self.save.clicked.connect(self._ask)
        self.reload()

    def _lay_out(self) -> None:
        present = Card("现用样式", padding=20)
        present.add(self._facts)
        change = Card("换用样式", padding=20, spacing=10)
        for field in (self.preset, self.pattern):
            field.setMaximumWidth(theme().px(620))
            change.add(field)
        change.add(Note(WARNING, "triangle-alert", "warntext", role="body", wrap=True))
        change.head.add_right(ReasonedButton(self.save))
        explained = Card("样式里可以用的字段", "写在花括号里，其余文字照原样印", padding=20)
        explained.add(Facts([(f"{{{name}}}", words) for name, words in FIELDS.items()], name_width=120))
        for part in (self.error, present, change, explained):
            self.add(part)

    def reload(self) -> None:
        """Read the pattern in use again."""
        desk = self.bench.desk
        self.bench.read(
            self,
            lambda: (index_numbers.index_pattern(desk), index_numbers.drawn_numbers(desk)),
            lambda found: self._show(*found),
        )

    def _show(self, pattern: str, drawn: int) -> None:
        self._pattern = pattern
        sample = index_numbers.sample_number(self.bench.desk, pattern)
        self._facts.set_facts([("样式", pattern), ("示例", sample), ("已经编出", f"{drawn:,} 个")])
        self.pattern.set_value(pattern)
        self._judge()

    def _preset_chosen(self) -> None:
        chosen = self.preset.value()
        if chosen:
            self.pattern.set_value(chosen)
        self._judge()
        self.pattern.control.setFocus()

    def _judge(self) -> None:
        typed = self.pattern.value()
        known = typed if typed in [one for _name, one in PRESETS] else OWN
        self.preset.set_value(known)
        try:
            sample = index_numbers.sample_number(self.bench.desk, typed)
        except UserError as problem:
            reason = problem.message.partition("：")[2]
            self.pattern.set_message(reason, "error" if typed else "info")
            self.save.block(reason)
            return
        self.pattern.set_message(f"索引号如 {sample}", "ok")
        if typed == self._pattern:
            self.save.block("与现用样式相同")
        else:
            self.save.unblock()

    def _ask(self) -> None:
        pattern, desk = self.pattern.value(), self.bench.desk
        facts = [
            ("现用样式", self._pattern),
            ("新样式", pattern),
            ("示例", index_numbers.sample_number(desk, pattern)),
        ]
        dialog = ConfirmDialog(
            self.window(),
            "换用索引号样式",
            desk.agency.name,
            "换用新样式",
            facts=facts,
            consequence=WARNING,
            icon="triangle-alert",
            tone="warn",
        )
        if dialog.exec():
            self.error.clear()
            self.bench.run(
                self,
                lambda _progress, _cancelled: index_numbers.set_index_pattern(desk, pattern),
                self._changed,
                on_error=self.error.show_error,
            )
        dialog.deleteLater()

    def _changed(self, _pattern: str) -> None:
        self.bench.tell("索引号样式已换用", "以后编号的信息用新样式")
        self.reload()
