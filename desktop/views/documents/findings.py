"""What the content check found, in the words and the order of the screens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.rules.items import AttachedDocument, DocumentRole
from desktop.rules.review import PRIVACY, STATE_SECRET
from desktop.services.item_detail import DocumentView

WORK_SECRET, PROCESS = 2, 13
STOPPED, MUST, CHECK, SETTLED = SEVERITIES = ("停止登记", "必须处理", "请核对", "已处理")
_SEVERITY = {"阻断": STOPPED, "必须处理": MUST, "请核对": CHECK}
_PROCESS_WORDS = ("送审稿", "讨论稿", "征求意见稿", "会议纪要", "请示")


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of an item; `number` counts all of them from 1, `excerpt` is masked."""

    number: int
    sm3: str
    severity: str
    what: str
    place: str
    excerpt: str
    question: int


def labels(documents: Sequence[DocumentView]) -> dict[str, str]:
    """正文, 附件1, 附件2 ... by digest."""
    named, count = {}, 0
    for one in documents:
        if one.role is DocumentRole.BODY:
            named[one.sm3] = "正文"
        else:
            count += 1
            named[one.sm3] = f"附件{count}"
    return named


def findings_of(documents: Sequence[DocumentView], attachments: Sequence[AttachedDocument]) -> tuple[Finding, ...]:
    """All findings of an item's documents, numbered in the order of the documents."""
    released = {one.sm3 for one in attachments if one.released}
    named = labels(documents)
    found: list[Finding] = []
    for document in documents:
        for one in document.findings:
            severity = _SEVERITY[one["severity"]]
            what = one["what"]
            if severity == STOPPED and document.sm3 in released:
                severity, what = SETTLED, "疑似密级标志，已由保密审查员核定解除"
            place = _place(named[document.sm3], one["place"], one["count"])
            found.append(
                Finding(len(found) + 1, document.sm3, severity, what, place, one["excerpt"], _question(one["rule"]))
            )
    return tuple(found)


def count_of(found: Sequence[Finding], severity: str, sm3: str = "") -> int:
    """How many findings have a severity, in one document when it is named."""
    return sum(one.severity == severity and sm3 in ("", one.sm3) for one in found)


def verdict_of(found: Sequence[Finding], sm3: str) -> tuple[str, str]:
    """The chip of a document: words and tone."""
    must, check = count_of(found, MUST, sm3), count_of(found, CHECK, sm3)
    if must:
        return f"{must} 项待处理", "warn"
    if check:
        return f"{check} 项请核对", "accent"
    return "未发现问题", "ok"


def _place(label: str, place: str, count: int) -> str:
    where = place if place.startswith(label) else f"{label}，{place}"
    return where if count == 1 else f"{where}，{count} 处"


def _question(rule: str) -> int:
    """The question of the checklist that a rule bears on."""
    kind, _, name = rule.partition(".")
    if kind == "classification":
        return STATE_SECRET
    if kind == "personal":
        return PRIVACY
    return PROCESS if kind == "hidden" or name in _PROCESS_WORDS else WORK_SECRET
