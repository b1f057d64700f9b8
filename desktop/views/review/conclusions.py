"""Which conclusions the answers leave open, and in words why the others are off."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.labels import choices, word
from desktop.rules.grounds import is_supported, support_words
from desktop.rules.items import Answer, Attribute, ItemContent
from desktop.rules.requirements import ERRORS, Missing, answered_words, forbidding_referral, limiting_referral
from desktop.rules.review import (
    FORBIDDING,
    REVIEWER_WAY,
    STATE_SECRET,
    Conclusion,
    limiting_questions,
    permitted_conclusions,
)
from desktop.views.components.segmented import Segment, SegmentedChoice

_TONES = {
    Conclusion.DISCLOSE: "ok",
    Conclusion.DISCLOSE_IN_PART: "accent",
    Conclusion.ON_REQUEST: "accent",
    Conclusion.WITHHOLD: "warn",
    Conclusion.DEFER: "warn",
    Conclusion.REFER: "warn",
}


def conclusion_choice() -> SegmentedChoice:
    """All conclusions side by side, none chosen."""
    segments = [Segment(value.value, words, _TONES[Conclusion(value)]) for value, words in choices(Conclusion)]
    return SegmentedChoice(segments, name="审查结论", stretch=True, tall=True)


def limit_choice(choice: SegmentedChoice, answers: Sequence[Answer | None], content: ItemContent) -> str:
    """Block what the answers exclude; a choice that no longer fits is taken back. Returns the reason in words."""
    permitted = permitted_conclusions(answers, content)
    reason = why_limited(answers, content)
    for conclusion in Conclusion:
        choice.block(conclusion.value, "" if conclusion in permitted else reason)
    if choice.value() and Conclusion(choice.value()) not in permitted:
        choice.set_value("")
    return reason


def why_limited(answers: Sequence[Answer | None], content: ItemContent) -> str:
    """Why not every conclusion is open, following `permitted_conclusions`; never empty, some are always off."""
    unsure = [n for n, answer in enumerate(answers) if answer is Answer.UNSURE]
    if unsure:
        return f"{_items(unsure)}不确定，报有关部门确定或者暂缓"
    attribute = content.attribute
    if attribute is Attribute.WITHHELD:
        if content.ground is not None and not is_supported(content.ground, answers):
            return support_words(content.ground)
        return f"公开属性是{word(attribute)}，不能作公开的结论"
    forbidding = [n for n in (STATE_SECRET, *FORBIDDING) if answers[n] is Answer.YES]
    if forbidding:
        return f"{_items(forbidding)}选了是，不得公开"
    binding = forbidding_referral(content.referrals)
    if binding is not None:
        return f"{answered_words(binding)}，退回改为不予公开，或者另行报请确定"
    if answers[ERRORS] is Answer.YES:
        return f"{_items([ERRORS])}选了是，退回改正差错"
    if attribute is Attribute.ON_REQUEST:
        return f"公开属性是{word(attribute)}，不能作主动公开的结论"
    limiting = limiting_questions(answers, content)
    if limiting:
        return f"{_items(limiting)}选了是，不能直接同意公开"
    in_part = limiting_referral(content.referrals)
    if in_part is not None:
        return f"{answered_words(in_part)}，不能直接同意公开"
    return "公开属性是主动公开，要改属性须退回补正"


def missing_words(wanted: Sequence[Missing]) -> str:
    """What the reviewer's answers want and do not have, and what he does about it; empty when nothing is missing."""
    return f"第 {wanted[0].question + 1} 项缺少依据：{wanted[0].words}。{REVIEWER_WAY}" if wanted else ""


def _items(questions: Sequence[int]) -> str:
    return f"第 {'、'.join(str(question + 1) for question in questions)} 项"
