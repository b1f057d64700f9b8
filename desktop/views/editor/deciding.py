"""What a person may decide about a finding, the words asked for it, and the dialog that asks."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.rules.findings import REASON_LIMIT, Settled
from desktop.services.masking import why_not_masked
from desktop.views.components.dialogs import Dialog
from desktop.views.components.fields import AreaField
from desktop.views.components.text import Text
from desktop.views.documents.findings import Finding

_GUIDE = {
    Settled.FALSE_ALARM: "写明为什么可以保留，例如：对外公布的办公电话。理由印在审查表上。",
    Settled.CONSENT: "写明谁同意公开，凭据存放在哪里。理由印在审查表上。",
    Settled.OTHER: "写明怎样处理的，为什么。理由印在审查表上。",
}


MASK = "mask"
"""The verb that opens the dialog of the clean copy; it decides nothing by itself."""


def verbs_for(finding: Finding) -> tuple[tuple[str, str], ...]:
    """The verbs of a finding, the safe one first; only a person's data can be published by consent."""
    kind = finding.key.rule.partition(".")[0]
    keep = {
        "personal": "误报，保留",
        "hidden": "已核对，保留",
        "reading": "已人工核对，保留",
        "term": "已核对，可以公开",
    }.get(kind, "不是标识，保留")
    consent = ((Settled.CONSENT.value, "已取得同意"),) if kind == "personal" else ()
    mask = (MASK, "清除" if kind == "hidden" else "遮盖")
    return ((Settled.FALSE_ALARM.value, keep), *consent, (Settled.OTHER.value, "其他，说明理由"), mask)


def blocked_verbs(finding: Finding) -> dict[str, str]:
    """The verbs of a finding that cannot be chosen, with the reason."""
    why = why_not_masked(finding.key.rule)
    return {MASK: why} if why else {}


class DecisionDialog(Dialog):
    """Asks why a finding is settled this way; `reason_words()` after `exec()`."""

    def __init__(self, parent: QWidget | None, finding: Finding, verdict: Settled, words: str) -> None:
        super().__init__(parent, words, f"{finding.number}. {finding.what}", commit="确定", icon="pencil-line")
        where = f"{finding.place}　{finding.excerpt}" if finding.excerpt else finding.place
        self.add(Text(where, "body", "text2", wrap=True))
        if finding.note:
            self.add(Text(finding.note, "small", "text2", wrap=True))
        self.field = AreaField("理由", required=True, limit=REASON_LIMIT, lines=2)
        self.field.changed.connect(self._judge)
        self.add(self.field)
        self.add(Text(_GUIDE[verdict], "caption", "text2", wrap=True))
        self._judge()
        self.field.control.setFocus()

    def reason_words(self) -> str:
        """The reason as written."""
        return self.field.value()

    def _judge(self) -> None:
        if not self.reason_words().strip():
            self.commit.block("写明理由后可以继续")
        elif self.field.over_limit():
            self.commit.block(f"理由不超过 {REASON_LIMIT} 字")
        else:
            self.commit.unblock()
