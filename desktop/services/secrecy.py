"""What is typed into the form must not be classified either: fields with a mark, and what the form itself declares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop.errors import UserError
from desktop.labels import FIELDS
from desktop.rules.items import TYPED_FIELDS, Answer, Ground, ItemContent
from desktop.rules.review import STATE_SECRET
from desktop.screening.marks import bears_mark
from desktop.screening.records import Part


def marked_field(content: ItemContent) -> str:
    """The first field, by its name on the form, whose text bears a classification mark; empty when none does.

    Where a reviewer has called the mark in a document false, the fields may quote it.
    """
    if any(one.released for one in content.attachments):
        return ""
    for name in TYPED_FIELDS:
        if _marked(name, getattr(content, name)):
            return FIELDS[name]
    for name, words in _lists(content):
        if any(_marked(name, one) for one in words):
            return FIELDS[name]
    return ""


def _marked(name: str, text: str) -> bool:
    return bool(text) and bears_mark(Part(FIELDS[name], text))


def require_unmarked(content: ItemContent) -> None:
    """Raise UserError (E-SECRET) when a field bears a classification mark (保密法2024 第三十一条)."""
    name = marked_field(content)
    if name:
        raise UserError(
            f"“{name}”一栏写有密级标志，没有保存", "国家秘密不得录入本系统，停止登记，按保密规定另行处理", "E-SECRET"
        )


def require_unmarked_words(words: str, what: str = "意见", undone: str = "没有签字") -> None:
    """Raise UserError (E-SECRET) when words that somebody typed bear a classification mark; nothing is done then."""
    if bears_mark(Part(what, words)):
        raise UserError(f"{what}里写有密级标志，{undone}", "删去涉密的内容，涉密材料按保密规定另行办理", "E-SECRET")


def require_unmarked_reason(reason: str) -> None:
    """The same of the reason with which something is recalled, corrected, withdrawn or discarded: it is kept, and may travel."""
    require_unmarked_words(reason, "理由", "没有办理")


def declared_secret(content: ItemContent, confirmed: Sequence[Sequence[Answer]] = ()) -> bool:
    """Whether the form, or somebody who confirmed it, says that a state secret is concerned."""
    answers = (content.answers[STATE_SECRET], *(one[STATE_SECRET] for one in confirmed if one))
    return content.ground is Ground.STATE_SECRET or Answer.YES in answers


def _lists(content: ItemContent) -> Iterator[tuple[str, list[str]]]:
    yield "resolutions", [one.reason for one in content.resolutions]
    yield "bases", [words for one in content.bases for words in (one.party, one.words)]
    yield "referrals", [words for one in content.referrals for words in (one.body, one.number, one.answer)]
    yield "notes", list(content.notes)
