"""Precedents: how earlier items like this one were decided, and what the negative list says of it. Never decides.

Only a fixed number of the newest items is looked through, so the work does not grow with the store. The search index
is not asked: it holds whole documents, and a phrase of common characters walks through all of them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nlargest
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.models import Document, Draft, Item, NegativeEntry, Publication, Revision, SignOff
from desktop.rules.bases import Basis
from desktop.rules.chains import Step
from desktop.rules.checklists import EFFECTIVE, standing
from desktop.rules.findings import Settled
from desktop.rules.items import Answer, Attribute, Ground, ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.precedents import Case, Kinship, Likeness, likeness, row_name, shared_pairs
from desktop.rules.review import Conclusion, Opinion, SignOffStatement
from desktop.rules.roles import Permission
from desktop.rules.states import ItemState
from desktop.services import item_rows
from desktop.services.against_lists import CHECKED_FIELDS
from desktop.services.clock import civil_date
from desktop.services.desk import Desk
from desktop.services.ready_lists import list_ids
from desktop.services.sign_offs import KeyCheck, read_statement
from desktop.services.signed_items import fault_of
from desktop.services.trusted_keys import own_people

TOLD = 8
"""Precedents that are told at most."""

_NEWEST, _HITS = 300, 60
"""Decided items whose row of the catalogue is compared, the newest; and titles that are compared closely."""

_REACH = 8_000
"""Items whose titles are looked through, the newest: even at a large department the work of a year and more."""

_DECIDED = (
    *(ItemState.TO_SUBMIT, ItemState.AWAITING_RECEIPT, ItemState.TO_PUBLISH, ItemState.PUBLISHED, ItemState.DELIVERED),
    *(ItemState.CLOSED, ItemState.RETURNED, ItemState.WITHDRAWN, ItemState.REGISTERED, ItemState.WITHHELD),
)
_STATES = tuple(one.value for one in _DECIDED)
_HEAD = and_(Revision.item_id == Item.id, Revision.rev == Item.head_rev, item_rows.counting())
_OTHER_FIELDS = ("catalogue_row", "genre", "theme")


@dataclass(frozen=True, slots=True)
class AnsweredThen:
    """A question that was not answered 否: the answer, the handler's note, and what stood behind it."""

    question: int
    answer: Answer
    note: str
    bases: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class ReturnedThen:
    """When, by whom and why an item was sent back."""

    on: date
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class Precedent:
    """An earlier item and how it was decided; `masked` counts the findings that were masked.

    `fault` says what of its record does not verify: then nobody is known to have decided so.
    """

    uuid: str
    number: str
    title: str
    document_number: str
    state: ItemState
    kinships: tuple[Kinship, ...]
    attribute: Attribute
    ground: Ground | None
    reason: str
    conclusion: Conclusion | None
    decided_on: date | None
    answers: tuple[AnsweredThen, ...]
    masked: int
    returns: tuple[ReturnedThen, ...]
    published_on: date | None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class NegativeRow:
    """An entry of the negative list that the item's title, summary, keywords or documents meet."""

    number: str
    matter: str
    reason: str
    basis: str


@dataclass(frozen=True, slots=True)
class Precedents:
    """What is told while a form is filled: the nearest first."""

    items: tuple[Precedent, ...] = ()
    negative: tuple[NegativeRow, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items or self.negative)


def precedents(desk: Desk, uuid: str) -> Precedents:
    """How earlier items like this one were decided, the nearest first, and the rows of the negative list it meets."""
    desk.require(Permission.READ)
    terms = desk.lists.terms
    negative_id = list_ids(desk.agency.end)[1]
    with desk.store.reading() as session:
        item = item_rows.item_by_uuid(session, uuid)
        plain = _content_now(session, item)
        ranked = _ranked(session, item, case_of(plain))
        numbers = {
            number
            for one in terms
            if one.list_id == negative_id
            for name in CHECKED_FIELDS
            for number, _hit in one.search(str(plain.get(name, "")))
        }
        numbers |= _found_in_documents(session, plain, negative_id)
        return Precedents(_told(session, ranked), _entries(session, numbers, desk.today()))


def case_of(plain: Mapping[str, Any]) -> Case:
    """What of a content in its plain form decides to which others it is like."""
    names = ("title", "document_number", "catalogue_row", "genre", "theme")
    return Case(*(str(plain.get(name) or "") for name in names))


def _field(name: str) -> Any:
    return Revision.content[name].as_string()


def _content_now(session: Session, item: Item) -> dict[str, Any]:
    draft = session.get(Draft, item.id)
    if draft is not None:
        return draft.content
    return item_rows.head_revision(session, item).content if item.head_rev else {}


def _ranked(session: Session, item: Item, case: Case) -> list[tuple[int, Likeness]]:
    """The items that are precedents, the nearest first, among equals the newest."""
    wanted = {*_alike(session, case.title), *_in_row(session, case.catalogue_row)}
    rows = session.execute(
        select(Item.id, Item.key, Item.title, Item.document_number, *(_field(one) for one in _OTHER_FIELDS))
        .join(Revision, _HEAD)
        .where(Item.key.in_(wanted), Item.state.in_(_STATES), Item.id != item.id)
    )
    near = [(likeness(case, Case(*(one or "" for one in facts))), key, found) for found, key, *facts in rows]
    near.sort(key=lambda one: (-one[0].points, -one[1]))
    return list({found: like for like, _key, found in near if like.counts}.items())[:TOLD]


def _in_row(session: Session, named: str) -> Iterator[int]:
    """The keys of those of the newest decided items that belong to the same row of the catalogue."""
    wanted = row_name(named)
    if not wanted:
        return
    newest = select(Item.key).where(Item.state.in_(_STATES)).order_by(Item.key.desc()).limit(_NEWEST)
    rows = select(Item.key, _field("catalogue_row")).join(Revision, _HEAD).where(Item.key.in_(newest))
    for key, other in session.execute(rows):
        if row_name(other or "") == wanted:
            yield key


def _alike(session: Session, title: str) -> Iterator[int]:
    """The keys of the decided items, among the newest, whose titles share most pairs of characters with this one."""
    # Two JSON texts, because fetching thousands of rows one by one takes several times as long.
    columns = select(func.json_group_array(Item.key), func.json_group_array(Item.title))
    keys, titles = session.execute(columns.where(Item.key > _floor(session), Item.state.in_(_STATES))).one()
    places, shared = json.loads(keys), shared_pairs(title, json.loads(titles))
    yield from (key for _count, key in nlargest(_HITS, ((count, places[at]) for at, count in shared.items())))


def _floor(session: Session) -> int:
    """The key below which nothing is looked at."""
    return session.scalar(select(Item.key).order_by(Item.key.desc()).limit(1).offset(_REACH)) or 0


def _told(session: Session, ranked: Sequence[tuple[int, Likeness]]) -> tuple[Precedent, ...]:
    ids = [found for found, _like in ranked]
    heads = {
        item.id: (item, revision)
        for item, revision in session.execute(select(Item, Revision).join(Revision, _HEAD).where(Item.id.in_(ids)))
    }
    belongs = own_people(session)
    signed: dict[int, list[SignOff]] = {one: [] for one in ids}
    for row in session.scalars(select(SignOff).where(SignOff.item_id.in_(ids)).order_by(SignOff.id)):
        signed[row.item_id].append(row)
    days = select(Publication.item_id, Publication.published_on).where(Publication.item_id.in_(ids))
    published = dict(session.execute(days).all())
    return tuple(
        _precedent(
            heads[found][0],
            heads[found][1],
            like.kinships,
            signed[found],
            published.get(found),
            belongs,
        )
        for found, like in ranked
    )


def _precedent(
    item: Item,
    revision: Revision,
    kinships: tuple[Kinship, ...],
    rows: Iterable[SignOff],
    published: date | None,
    belongs: KeyCheck,
) -> Precedent:
    content = from_plain(ItemContent, revision.content)
    made, fault = _read(rows)
    standing = [
        (row, one)
        for row, one in made
        if row.voided_at is None and (row.rev, one.revision_digest) == (revision.rev, revision.digest)
    ]
    fault = fault or fault_of(item.uuid, revision, [row for row, _one in standing], belongs)
    concluded = [one for _row, one in standing if _concludes(one) and not fault]
    last = concluded[-1] if concluded else None
    answers = last.answers if last and last.answers else content.answers
    returns = tuple(
        ReturnedThen(civil_date(one.signed_at), one.person, one.text)
        for _row, one in made
        if one.opinion is not Opinion.AGREE
    )
    if item.returned_reason and not any(item.returned_reason.endswith(one.words) for one in returns):
        returns = (*returns, ReturnedThen(civil_date(item.updated_at), "", item.returned_reason))
    return Precedent(
        uuid=item.uuid,
        number=item.short_number,
        title=content.title,
        document_number=content.document_number,
        state=ItemState(item.state),
        kinships=kinships,
        attribute=content.attribute,
        ground=content.ground,
        reason=content.reason,
        conclusion=last.conclusion if last else None,
        decided_on=civil_date(last.signed_at) if last else None,
        answers=_answers(content, answers),
        masked=sum(one.count for one in content.resolutions if one.verdict is Settled.MASKED),
        returns=returns,
        published_on=published,
        fault=fault,
    )


def _read(rows: Iterable[SignOff]) -> tuple[list[tuple[SignOff, SignOffStatement]], str]:
    """The sign-offs with what they say, and why one of them cannot be read: it is left out, the others are told."""
    made, fault = [], ""
    for row in rows:
        try:
            made.append((row, read_statement(row.statement)))
        except UserError as problem:  # what is stored is no record of ours
            fault = problem.message
    return made, fault


def _concludes(statement: SignOffStatement) -> bool:
    return statement.step is Step.CONFIDENTIALITY_REVIEWER and statement.conclusion is not None


def _answers(content: ItemContent, answers: Sequence[Answer | None]) -> tuple[AnsweredThen, ...]:
    return tuple(
        AnsweredThen(place, answer, content.notes[place], tuple(one for one in content.bases if one.question == place))
        for place, answer in enumerate(answers)
        if answer in (Answer.YES, Answer.UNSURE)
    )


def _found_in_documents(session: Session, plain: Mapping[str, Any], negative_id: str) -> set[int]:
    """The entries that the screening met in the item's documents."""
    digests = [one["sm3"] for one in plain.get("attachments", ())]
    begun = f"term.{negative_id}."
    found = session.scalars(select(Document.findings).where(Document.sm3.in_(digests)))
    return {int(one["rule"].removeprefix(begun)) for each in found for one in each if one["rule"].startswith(begun)}


def _entries(session: Session, numbers: Collection[int], today: date) -> tuple[NegativeRow, ...]:
    rows = session.scalars(select(NegativeEntry).where(NegativeEntry.id.in_(numbers)).order_by(NegativeEntry.id))
    return tuple(
        NegativeRow(row.number, row.matter, row.reason, row.basis)
        for row in rows
        if standing(row.effective_on, row.review_on, row.removed_on, today) in EFFECTIVE
    )
