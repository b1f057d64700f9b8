"""What the form says behind its answers (情况说明): notes, what lets the item go on all the same, referrals."""

from __future__ import annotations

from datetime import date

from desktop.labels import word
from desktop.rules.bases import Basis, BasisKind, Referral
from desktop.rules.items import ItemContent


def notes_words(content: ItemContent) -> str:
    """By question: the note, the bases, the referrals with their answers."""
    return "".join(
        f"第{n + 1}项：{'；'.join(parts)}。" for n in range(len(content.answers)) if (parts := _parts(content, n))
    )


def _parts(content: ItemContent, question: int) -> list[str]:
    note = content.notes[question].strip().rstrip("。；")
    parts = [note] if note else []
    parts += [_basis(one) for one in content.bases if one.question == question]
    parts += [_referral(one) for one in content.referrals if one.question == question]
    return parts


def _basis(basis: Basis) -> str:
    words = basis.words.strip().rstrip("。；")
    when = f"（{_day(basis.on)}）" if basis.on else ""
    if basis.kind is BasisKind.CONSENT:
        return "，".join(part for part in (f"已取得{basis.party}同意{when}", words) if part)
    if basis.kind is BasisKind.AGREED:
        return "，".join(part for part in (f"已与{basis.party}协商一致{when}", words) if part)
    if basis.kind is BasisKind.MASKED and basis.party:
        return "，".join(part for part in (f"来件已由{basis.party}隐去{when}", words) if part)
    return f"{word(basis.kind)}：{words}" if words else word(basis.kind)


def _referral(referral: Referral) -> str:
    number = f"（{referral.number}）" if referral.number else ""
    sent = f"{_day(referral.sent_on)}报{referral.body}确定{number}"
    if referral.answered_on is None or referral.outcome is None:
        return f"{sent}，尚未答复"
    answer = referral.answer.strip().rstrip("。；")
    told = f"：{answer}" if answer else ""
    return f"{sent}，{_day(referral.answered_on)}答复“{word(referral.outcome)}”{told}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
