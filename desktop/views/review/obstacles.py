"""Why an item cannot be submitted or signed yet, in words, and where that is mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.labels import FIELDS
from desktop.rules.items import Answer, ItemContent
from desktop.rules.requirements import missing
from desktop.rules.review import STATE_SECRET, Conclusion, missing_for_reviewer
from desktop.rules.validation import Stage
from desktop.services import items
from desktop.services.desk import Desk
from desktop.views.documents.findings import Finding, open_words
from desktop.views.review.conclusions import missing_words

EDITOR = -2
NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A reason in words; `question` counts from 0 where a question is to be mended, EDITOR for the form of the item."""

    words: str
    question: int = NOWHERE

    @property
    def jump(self) -> str:
        """The words of the link that goes there."""
        if self.question == EDITOR:
            return "去登记页"
        return "" if self.question == NOWHERE else f"去第 {self.question + 1} 项"


NONE = Obstacle("")
SECRET = Obstacle("国家秘密不得录入本系统，不能签字，按右上“停止登记”办理", STATE_SECRET)


def unanswered(numbers: Sequence[int], verb: str) -> Obstacle:
    """Questions that nobody has answered, by their numbers from 1; `verb` is what follows."""
    if not numbers:
        return NONE
    named = f"第 {'、'.join(map(str, numbers))} 项" if len(numbers) <= 3 else f"还有 {len(numbers)} 项"
    return Obstacle(f"{named}未填，填完可{verb}", numbers[0] - 1)


def before_submitting(desk: Desk, content: ItemContent, found: Sequence[Finding]) -> Obstacle:
    """What keeps an answered form from being submitted, the nearest first."""
    if content.answers[STATE_SECRET] is Answer.YES:
        return SECRET
    wanted = missing(content)
    if wanted:
        more = f"，另有 {len(wanted) - 1} 处" if len(wanted) > 1 else ""
        return Obstacle(f"第 {wanted[0].question + 1} 项：{wanted[0].words}{more}", wanted[0].question)
    wrong = items.problems_of(desk, content, Stage.SUBMIT)
    if wrong:
        return Obstacle(f"登记页还有 {len(wrong)} 处要改：{FIELDS[wrong[0].field]}", EDITOR)
    still_open = open_words(found)
    return Obstacle(still_open, EDITOR) if still_open else NONE


def before_agreeing(content: ItemContent, answers: Sequence[Answer | None], conclusion: Conclusion | None) -> Obstacle:
    """What keeps the reviewer from agreeing as he concludes: what his own answers require and nobody brought."""
    if conclusion is None:
        return Obstacle("选择审查结论后可签字")
    wanted = missing_for_reviewer(answers, conclusion, content)
    return Obstacle(missing_words(wanted), wanted[0].question) if wanted else NONE
