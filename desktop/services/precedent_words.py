"""Precedents in words: what the screens and the command line say of an earlier item."""

from __future__ import annotations

from desktop.labels import ground_words, word
from desktop.rules.review import QUESTIONS
from desktop.services.differences import basis_line
from desktop.services.precedents import AnsweredThen, NegativeRow, Precedent, ReturnedThen

NONE = "没有类似的、已经办结的信息"


def why_words(one: Precedent) -> str:
    """Why it is told, e.g. 同一目录事项、体裁相同."""
    return "、".join(word(kin) for kin in one.kinships)


def decision_words(one: Precedent) -> str:
    """How it was decided in one line, e.g. 2026-05-12 同意公开；遮盖 12 处；2026-05-14 公布."""
    ground = f"（{ground_words(one.ground)}）" if one.ground else ""
    concluded = f"{one.decided_on} {word(one.conclusion)}" if one.conclusion else ""
    unproved = f"签字无效（{one.fault}），不能作参考" if one.fault else f"{word(one.state)}，没有审查结论"
    decided = concluded or unproved
    parts = [f"{word(one.attribute)}{ground}", decided]
    if one.masked:
        parts.append(f"遮盖 {one.masked} 处")
    if one.published_on:
        parts.append(f"{one.published_on} 公布")
    return "；".join(parts)


def facts_of(one: Precedent) -> tuple[tuple[str, str], ...]:
    """All that is told of it, as names and values."""
    facts = [("当时决定", decision_words(one))]
    if one.reason:
        facts.append(("理由", one.reason))
    facts += [(f"第 {said.question + 1} 项", _answer_words(said)) for said in one.answers]
    facts += [("退回", _return_words(back)) for back in one.returns]
    return tuple(facts)


def negative_words(one: NegativeRow) -> str:
    """A row of the negative list in one line."""
    return f"第 {one.number} 项：{one.matter}。理由：{one.reason}；依据：{one.basis}"


def _answer_words(said: AnsweredThen) -> str:
    behind = "；".join(filter(None, (said.note, *(basis_line(one) for one in said.bases))))
    return f"{QUESTIONS[said.question]}：{word(said.answer)}{f'。{behind}' if behind else ''}"


def _return_words(back: ReturnedThen) -> str:
    return "，".join(filter(None, (back.on.isoformat(), back.by, back.words)))
