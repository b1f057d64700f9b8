"""The dialog on a review form: its name, its paper, its steps; saved as its next version or as a new form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.labels import word
from desktop.rules.chains import NAME_LENGTH, Layout, ReviewForm, fault_of_form
from desktop.services import forms
from desktop.views.administration.office_dialogs import VerbDialog
from desktop.views.administration.steps_editor import StepsEditor
from desktop.views.components.choice_fields import ChoiceField
from desktop.views.components.fields import TextField
from desktop.views.components.text import Text
from desktop.views.workbench import Workbench


class FormDialog(VerbDialog):
    """Blocked with the reason for as long as nothing could be reviewed under the form as it stands.

    `others` are the names that other forms bear: two forms of one name could not be told apart in the choice.
    """

    def __init__(
        self, parent: QWidget, bench: Workbench, form: ReviewForm, others: Sequence[str], *, as_new: bool = False
    ) -> None:
        title, commit = ("另存为新的审查表", "存为新表") if as_new else ("修改步骤", "存为新版本")
        super().__init__(parent, bench, title, form.name, commit, "list-checks", width=900)
        self._form, self._as_new = form, as_new
        self._others = frozenset(others)
        self.name = TextField("名称", form.name, required=True, limit=NAME_LENGTH, message=False)
        self.layout_choice: ChoiceField[Layout] = ChoiceField(
            "印成哪种样式", [(one, word(one)) for one in Layout], form.layout, message=False
        )
        self.steps = StepsEditor(form.steps)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self.name, 3)
        head.addWidget(self.layout_choice, 2)
        self.body.addLayout(head)
        self.add(self.steps)
        follows = "原来的审查表不变。" if as_new else "正在审查的仍按原来的步骤，以后送审的按新的步骤。"
        self.add(Text(f"{follows}每个签字人只签一步，处室的在前，办公室的在后。", "small", "text2", wrap=True))
        for field in (self.name, self.layout_choice, self.steps):
            field.changed.connect(self.judge)
        self.steps.changed.connect(self.fit)
        self.judge()
        self.name.setFocus()

    def form(self) -> ReviewForm:
        """The form as it stands."""
        layout = self.layout_choice.value() or self._form.layout
        return replace(self._form, name=self.name.value(), layout=layout, steps=self.steps.steps())

    def missing(self) -> str:
        """What is wrong with the form, that its name is taken, or that nothing was changed."""
        form = self.form()
        fault = fault_of_form(form)
        if fault:
            return fault
        if form.name in self._others:
            return "已有同名的审查表，换一个名称"
        return "没有改动" if form == self._form and not self._as_new else ""

    def verb(self) -> Callable[[], object]:
        """Save the form."""
        form = self.form()
        if self._as_new:
            return lambda: forms.save_new_form(self.bench.desk, form)
        return lambda: forms.save_form(self.bench.desk, form)
