"""Signing without agreement: back to the handler, who mends it, to an earlier step, which is signed anew, or 不同意公开."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop.labels import step_title, title_of
from desktop.rules.chains import ChainStep, ReviewForm, Step, earlier_steps
from desktop.rules.signing import OPINION_LIMIT
from desktop.views.components.checks import OptionGroup, OptionRow
from desktop.views.components.dialogs import ReasonDialog

HANDLER = Step.HANDLER.value


def steps_to_return_to(form: ReviewForm, due: Step) -> tuple[ChainStep, ...]:
    """The earlier signers of the same place; the handler is no signer to be returned to: he gets the item itself."""
    return tuple(one for one in earlier_steps(form.steps, due) if one.step is not Step.HANDLER)


class ReturnTarget(OptionGroup):
    """To whom an item goes back: the handler at first, or one of the earlier signers."""

    def __init__(self, form: ReviewForm, due: Step) -> None:
        self.steps: Sequence[ChainStep] = steps_to_return_to(form, due)
        handler = step_title(form, Step.HANDLER)
        rows = [OptionRow(HANDLER, f"退回{handler}补正", "已有的签字作废，改好后重新送审")]
        rows += [OptionRow(one.step.value, f"退回{title_of(one)}", "内容不动，从这一步起重新签") for one in self.steps]
        super().__init__(rows, HANDLER, name="退回给谁")

    def step(self) -> Step | None:
        """The step chosen, None for the handler."""
        return None if self.value() == HANDLER else Step(self.value())


class ReturnDialog(ReasonDialog):
    """Asks for the reason, and to whom the item goes back; `return_to()` after `exec()`, None for the handler."""

    def __init__(self, parent: QWidget, title: str, form: ReviewForm, due: Step, reason: str) -> None:
        super().__init__(
            parent,
            "退回",
            title,
            "退回并签字",
            label="理由",
            info="退回到的人看到这里写的内容",
            icon="corner-up-left",
            limit=OPINION_LIMIT,
            value=reason,
        )
        self.target = ReturnTarget(form, due)
        self.body.insertWidget(0, self.target)
        self.field.control.setFocus()

    def return_to(self) -> Step | None:
        """The step chosen."""
        return self.target.step()


class RefusalDialog(ReasonDialog):
    """Asks why an item is not to be disclosed."""

    def __init__(self, parent: QWidget, title: str, reason: str) -> None:
        super().__init__(
            parent,
            "不同意公开",
            title,
            "不同意公开并签字",
            label="理由",
            info="承办人看到这里写的内容",
            consequence="退回给承办人，已有的签字作废。",
            icon="corner-up-left",
            limit=OPINION_LIMIT,
            value=reason,
        )
