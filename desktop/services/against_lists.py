"""The one reading of a document against all lists, and what its findings are called when they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.labels import FIELDS
from desktop.models import ListedWord, NegativeEntry
from desktop.rules.findings import Raised, Resolution, Settled, resolution_of, with_resolution
from desktop.rules.items import AttachedDocument, ItemContent
from desktop.rules.roles import End
from desktop.screening.intake import Examined, examine
from desktop.screening.records import Finding
from desktop.services.desk import Desk
from desktop.services.ready_lists import NEGATIVE, WORDS, list_ids

OWN_NUMBERS = "列入办公电话清单"
"""The reason of a decision that the list of office telephones made for the clerk."""

CHECKED_FIELDS = ("title", "summary", "keywords")
"""What a person types that goes onto lists, papers and the web page."""

_TERM = "term"


@dataclass(frozen=True, slots=True)
class FieldHint:
    """A field in which a listed word was typed, and what to think of."""

    field: str
    words: str


def screened(desk: Desk, name: str, data: bytes, released: bool = False) -> Examined:
    """Examine a document against the lists of this end; raises UserError when it cannot be read.

    `released` as for `examine`.
    """
    lists = desk.lists
    return examine(name, data, released, lists.phones, lists.terms)


def screened_from_outside(desk: Desk, name: str, data: bytes, released: bool = False) -> Examined:
    """Examine a document of another office.

    It was resolved there against that office's lists: what only our lists find is a hint, and our own telephones are
    no finding at all.
    """
    lists = desk.lists
    found = examine(name, data, released, lists.phones, lists.hints)
    return replace(found, findings=tuple(one for one in found.findings if one not in found.familiar))


def settled_by_lists(desk: Desk, content: ItemContent, document: AttachedDocument, found: Examined) -> ItemContent:
    """The content with what the list of office telephones decides about a document: its mobile numbers are kept.

    A decision by whoever takes the document in, and not a silence: the centre finds these numbers again and does not
    know this list. What a person decided about them stands.
    """
    known = [Raised(document.sm3, one.rule, one.place, one.count, one.severity) for one in found.familiar]
    resolutions = tuple(one for one in content.resolutions if not _outdated(one, document.sm3, known))
    for seen in known:
        if resolution_of(seen, resolutions) is None:
            made = Resolution(
                *(seen.sm3, seen.rule, seen.place, seen.count),
                *(Settled.FALSE_ALARM, OWN_NUMBERS, desk.person.name, desk.today()),
            )
            resolutions = with_resolution(resolutions, made)
    return replace(content, resolutions=resolutions)


def _outdated(one: Resolution, sm3: str, known: Iterable[Raised]) -> bool:
    """Whether it was made by the list of office telephones, which does not make it any more."""
    return one.sm3 == sm3 and one.reason == OWN_NUMBERS and not any(one.settles(seen) for seen in known)


def field_hints(desk: Desk, content: ItemContent) -> tuple[FieldHint, ...]:
    """The listed words that stand in what was typed, field by field."""
    hits = [
        (name, f"{_TERM}.{terms.list_id}.{number}")
        for terms in desk.lists.terms
        for name in CHECKED_FIELDS
        for number in dict.fromkeys(number for number, _hit in terms.search(getattr(content, name)))
    ]
    if not hits:
        return ()
    with desk.store.reading() as session:
        told = _told(session, {rule for _name, rule in hits}, desk.agency.end)
    return tuple(
        FieldHint(name, "；".join(told[rule][0] for field, rule in hits if field == name and rule in told))
        for name in CHECKED_FIELDS
        if any(field == name and rule in told for field, rule in hits)
    )


def hint_words(hints: Iterable[FieldHint]) -> tuple[str, ...]:
    """Hints as lines, each with the name of its field."""
    return tuple(f"{FIELDS[one.field]}{one.words}" for one in hints)


def explained(session: Session, end: End, findings: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Stored findings, those of a list told by the word or the entry that stands there now.

    `what` is said anew, and `note` is added for the reason and the basis of an entry; nothing of it is stored, and a
    word that was taken off its list stays unnamed.
    """
    rules = {one["rule"] for one in findings if one["rule"].startswith(f"{_TERM}.")}
    told = _told(session, rules, end) if rules else {}
    return tuple(_retold(one, told) for one in findings)


def explained_words(session: Session, end: End, found: Iterable[Finding]) -> dict[str, str]:
    """What to call the findings of lists, by rule."""
    rules = {one.rule for one in found if one.rule.startswith(f"{_TERM}.")}
    return {rule: "。".join(filter(None, words)) for rule, words in _told(session, rules, end).items()} if rules else {}


def _retold(one: Mapping[str, Any], told: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    if one["rule"] not in told:
        return dict(one)
    what, note = told[one["rule"]]
    return {**one, "what": what, "note": note, "excerpt": one["excerpt"] if note else ""}


def _told(session: Session, rules: Iterable[str], end: End) -> dict[str, tuple[str, str]]:
    """For each rule of a list of this end what was met, and why it is listed."""
    numbers: dict[str, set[int]] = {one: set() for one in list_ids(end)}
    for rule in rules:
        _, list_id, number = rule.split(".")
        if list_id in numbers:
            numbers[list_id].add(int(number))
    words_id, negative_id = list_ids(end)
    told = {}
    words = select(ListedWord).where(ListedWord.id.in_(numbers[words_id]))
    for one in session.scalars(words):
        told[f"{_TERM}.{words_id}.{one.id}"] = (f"出现{WORDS}所列的“{one.word}”，确认是否适宜公开", "")
    entries = select(NegativeEntry).where(NegativeEntry.id.in_(numbers[negative_id]))
    for entry in session.scalars(entries):
        what = f"{NEGATIVE}第 {entry.number} 项：{entry.matter}"
        told[f"{_TERM}.{negative_id}.{entry.id}"] = (what, f"理由：{entry.reason}；依据：{entry.basis}")
    return told
