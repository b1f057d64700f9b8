"""What the content check found, in the words and the order of the screens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.rules.findings import Resolution, masked_away, resolution_of
from desktop.rules.items import AttachedDocument, DocumentRole
from desktop.rules.requirements import PRIVACY
from desktop.rules.review import STATE_SECRET
from desktop.services.item_detail import DocumentView
from desktop.services.masking import kind_words
from desktop.services.resolving import FindingKey, raised

WORK_SECRET, PROCESS = 2, 13
STOPPED, MUST, CHECK, SETTLED = SEVERITIES = ("停止登记", "必须处理", "请核对", "已处理")
_SEVERITY = {"阻断": STOPPED, "必须处理": MUST, "请核对": CHECK}
_PROCESS_WORDS = ("送审稿", "讨论稿", "征求意见稿", "会议纪要", "请示")


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of an item; `number` counts all of them from 1, `excerpt` is masked.

    `key` names it to the services; `resolution` is what somebody decided, None while it is open. What is only `recorded`
    was masked: it stands in the document no more. `note` says why the entry of a list that was met
    stands there.
    """

    number: int
    sm3: str
    severity: str
    what: str
    place: str
    excerpt: str
    question: int
    key: FindingKey
    resolution: Resolution | None = None
    note: str = ""
    recorded: bool = False

    @property
    def resolvable(self) -> bool:
        """Whether a person is to decide about it now."""
        return self.severity in (MUST, CHECK)


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


def findings_of(
    documents: Sequence[DocumentView],
    attachments: Sequence[AttachedDocument],
    resolutions: Sequence[Resolution] = (),
) -> tuple[Finding, ...]:
    """All findings of an item's documents, numbered in the order of the documents; what is resolved counts as settled."""
    released = {one.sm3 for one in attachments if one.released}
    named = labels(documents)
    found: list[Finding] = []
    for document in documents:
        for one, seen in zip(document.findings, raised(document.sm3, document.findings), strict=True):
            severity = _SEVERITY[one["severity"]]
            what = one["what"]
            if severity == STOPPED and document.sm3 in released:
                severity, what = SETTLED, "疑似密级标志，已由保密审查员核定解除"
            made = resolution_of(seen, resolutions) if severity in (MUST, CHECK) else None
            found.append(
                Finding(
                    len(found) + 1,
                    document.sm3,
                    SETTLED if made else severity,
                    what,
                    _place(named[document.sm3], one["place"], one["count"]),
                    one["excerpt"],
                    _question(one["rule"]),
                    FindingKey(document.sm3, one["rule"], one["place"]),
                    made,
                    one.get("note", ""),
                )
            )
    for document in documents:
        left = raised(document.sm3, document.findings)
        for made in masked_away(document.sm3, left, resolutions):
            found.append(
                Finding(
                    len(found) + 1,
                    document.sm3,
                    SETTLED,
                    kind_words(made.rule),
                    _place(named[document.sm3], made.place, made.count),
                    "",
                    _question(made.rule),
                    FindingKey(document.sm3, made.rule, made.place),
                    made,
                    recorded=True,
                )
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
    settled = count_of(found, SETTLED, sm3)
    return (f"{settled} 项已处理", "ok") if settled else ("未发现问题", "ok")


def open_words(found: Sequence[Finding]) -> str:
    """Why the item cannot go to review yet, e.g. 还有 2 项必须处理; empty when all is resolved."""
    must, check = count_of(found, MUST), count_of(found, CHECK)
    if must:
        return f"还有 {must} 项必须处理" + (f"、{check} 项请核对" if check else "")
    return f"还有 {check} 项请核对" if check else ""


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
