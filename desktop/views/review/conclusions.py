"""Which conclusions the answers leave open, and in words why the others are off."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.labels import choices, word
from desktop.rules.items import Answer, Attribute
from desktop.rules.review import Conclusion, permitted_conclusions
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


def limit_choice(choice: SegmentedChoice, answers: Sequence[Answer | None], attribute: Attribute) -> str:
    """Block what the answers exclude; a choice that no longer fits is taken back. Returns the reason in words."""
    given = tuple(answers)
    permitted = permitted_conclusions(given, attribute)  # type: ignore[arg-type]  # an open answer excludes nothing
    reason = why_limited(given, attribute)
    for conclusion in Conclusion:
        choice.block(conclusion.value, "" if conclusion in permitted else reason)
    if choice.value() and Conclusion(choice.value()) not in permitted:
        choice.set_value("")
    return reason


def why_limited(answers: Sequence[Answer | None], attribute: Attribute) -> str:
    """Why not every conclusion is open, following `permitted_conclusions`; never empty, some are always off."""
    unsure = [n for n, answer in enumerate(answers, 1) if answer is Answer.UNSURE]
    if unsure:
        return f"{_items(unsure)}不确定，报有关部门确定或者暂缓"
    if attribute is Attribute.WITHHELD:
        return f"公开属性是{word(attribute)}，不能作公开的结论"
    forbidding = [n for n in (1, 4, 5, 6, 7, 8) if answers[n - 1] is Answer.YES]
    if forbidding:
        return f"{_items(forbidding)}选了是，不得公开"
    if attribute is Attribute.ON_REQUEST:
        return f"公开属性是{word(attribute)}，不能作主动公开的结论"
    limiting = [n for n in (3, 9, 10, 13, 14, 15) if answers[n - 1] is Answer.YES]
    if limiting:
        return f"{_items(limiting)}选了是，不能直接同意公开"
    return "公开属性是主动公开，要改属性须退回补正"


def _items(numbers: Sequence[int]) -> str:
    return f"第 {'、'.join(map(str, numbers))} 项"
