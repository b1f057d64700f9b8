"""What changed between two versions of an item, field by field, in the words of the form."""

from __future__ import annotations

import dataclasses
from datetime import date
from enum import StrEnum
from typing import Any

from desktop.labels import FIELDS, title_of, word
from desktop.rules.bases import Basis, BasisKind, Referral
from desktop.rules.chains import ReviewForm
from desktop.rules.findings import Resolution
from desktop.rules.items import AttachedDocument, ItemContent
from desktop.rules.review import QUESTIONS


@dataclasses.dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs; `before` and `after` are words for the reader."""

    field: str
    label: str
    before: str
    after: str


def differences(before: ItemContent, after: ItemContent) -> tuple[FieldChange, ...]:
    """The fields that differ, in the order of the form."""
    found: list[FieldChange] = []
    for field in dataclasses.fields(ItemContent):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old == new:
            continue
        if field.name in ("answers", "notes"):
            found.extend(_rows(field.name, old, new))
        else:
            found.append(FieldChange(field.name, FIELDS[field.name], *_told_apart(old, new)))
    return tuple(found)


def _told_apart(old: Any, new: Any) -> tuple[str, str]:
    """Two values that differ, in words that differ: a document that was exchanged may have kept its name."""
    before, after = shown(old), shown(new)
    return (before, after) if before != after else (_closer(old), _closer(new))


def _closer(value: Any) -> str:
    if isinstance(value, tuple):
        return "、".join(_closer(one) for one in value)
    if isinstance(value, AttachedDocument):
        released = "，密级标志已放行" if value.released else ""
        return f"{value.name}（{word(value.role)}，{value.size} 字节，摘要 {value.sm3[:8].upper()}{released}）"
    if isinstance(value, ReviewForm):
        steps = "、".join(f"{title_of(one)}（{word(one.place)}）" for one in value.steps)
        return f"{value.name}，第 {value.version} 版（{steps}）"
    return shown(value)


def shown(value: Any) -> str:
    """A field's value as a reader sees it; an empty one is 无."""
    if isinstance(value, tuple):
        separator = "；" if value and isinstance(value[0], Basis | Referral) else "、"
        return separator.join(shown(one) for one in value) or "无"
    if isinstance(value, AttachedDocument):
        return value.name
    if isinstance(value, Resolution):
        return resolution_words(value)
    if isinstance(value, Basis):
        return basis_words(value)
    if isinstance(value, Referral):
        return referral_words(value)
    if isinstance(value, ReviewForm):
        return form_words(value)
    if isinstance(value, StrEnum):
        return word(value)
    if isinstance(value, date):
        return value.isoformat()
    return "无" if value in (None, "") else str(value)


def resolution_words(one: Resolution) -> str:
    """Where and what somebody decided about a finding, and why."""
    return f"{one.place}：{settled_words(one)}"


def settled_words(one: Resolution) -> str:
    """What somebody decided about a finding, why, who and when."""
    reason = f"，{one.reason.strip()}" if one.reason.strip() else ""
    return f"{word(one.verdict)}{reason}（{one.by}，{one.on:%m-%d}）"


def basis_words(one: Basis) -> str:
    """What stands behind an answer 是, e.g. 第 9 项已取得同意：临江律师协会，2026-11-18，来函同意公开."""
    return f"第 {one.question + 1} 项{basis_line(one)}"


def basis_line(one: Basis) -> str:
    """A basis without its question."""
    told = [part for part in (one.party, one.on.isoformat() if one.on else "", one.words) if part]
    kind = "来件已隐去" if one.kind is BasisKind.MASKED and one.party else word(one.kind)
    return f"{kind}{'：' if told else ''}{'，'.join(told)}"


def referral_words(one: Referral) -> str:
    """To whom a question was put and what came back."""
    number = f"，{one.number}" if one.number else ""
    sent = f"第 {one.question + 1} 项报{one.body}（{one.sent_on.isoformat()}{number}）"
    if one.answered_on is None:
        return f"{sent}，还没有答复"
    answered = f"{one.answered_on.isoformat()} 答复{word(one.outcome) if one.outcome else ''}"
    return f"{sent}，{answered}{f'：{one.answer}' if one.answer else ''}"


def form_words(form: ReviewForm) -> str:
    """A form with its chain, e.g. 信息发布审批单（承办人、保密审查员、分管领导）."""
    return f"{form.name}（{'、'.join(title_of(one) for one in form.steps)}）"


def _rows(name: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> list[FieldChange]:
    """The questions that are answered otherwise; one that a reopened draft asks anew is not yet answered at all."""
    return [
        FieldChange(name, f"审查事项 {n + 1} {QUESTIONS[n]}", shown(one), shown(other))
        for n, (one, other) in enumerate(zip(old, new, strict=True))
        if other not in (one, None)
    ]
