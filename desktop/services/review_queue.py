"""What waits for a sign-off: the queue of reviews, one's own first, read in three queries however many items wait."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from desktop.models import Item, Revision, SignOff
from desktop.rules.chains import DEFAULT_FORM, ChainStep, ReviewForm, Step
from desktop.rules.plain import from_plain
from desktop.rules.roles import Permission, Role
from desktop.rules.states import ItemState
from desktop.services.desk import Desk
from desktop.services.item_rows import counting, office_names
from desktop.services.stand_ins import roles_stood_in

LISTED = 500
"""Reviews that one queue lists at most; whoever has so many before him begins with the most urgent ones."""

_STATES = (ItemState.IN_REVIEW.value, ItemState.PENDING.value)


@dataclass(frozen=True, slots=True)
class DueReview:
    """An item that waits for a sign-off."""

    uuid: str
    number: str
    title: str
    office: str
    step: Step
    mine: bool
    statutory_due: date | None


@dataclass(frozen=True, slots=True)
class _Waiting:
    item: int
    step: ChainStep
    mine: bool
    due: date
    key: int


def due(desk: Desk) -> tuple[DueReview, ...]:
    """The items under review, those that wait for the person signed in first, then by statutory deadline.

    Contents are not read: the number of standing sign-offs and the chain of the head revision tell the step.
    """
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        roles = {*desk.person.roles, *roles_stood_in(session, desk)}
        waiting = sorted(_waiting(session, roles), key=lambda one: (not one.mine, one.due, one.key))[:LISTED]
        shown = {row[0]: row for row in session.execute(_shown([one.item for one in waiting]))}
        names = office_names(session)
    found = []
    for one in waiting:
        _id, uuid, number, title, office, limit = shown[one.item]
        found.append(DueReview(uuid, number, title, names[office], one.step.step, one.mine, limit))
    return tuple(found)


def _waiting(session: Session, roles: Iterable[Role]) -> Iterable[_Waiting]:
    """Every item under review with its due step; one whose content is disputed waits for the conflict to be settled."""
    held = set(roles)
    signed = (
        select(SignOff.item_id, SignOff.rev, func.count().label("made"))
        .where(SignOff.voided_at.is_(None))
        .where(SignOff.item_id.in_(select(Item.id).where(Item.state.in_(_STATES))))
        .group_by(SignOff.item_id, SignOff.rev)
        .subquery()
    )
    rows = session.execute(
        select(
            Item.id,
            Item.key,
            Item.statutory_due,
            func.coalesce(signed.c.made, 0),
            func.json_extract(Revision.content, "$.form"),
        )
        .select_from(Item)
        .join(Revision, and_(Revision.item_id == Item.id, Revision.rev == Item.head_rev, counting()))
        .outerjoin(signed, and_(signed.c.item_id == Item.id, signed.c.rev == Item.head_rev))
        .where(Item.state.in_(_STATES), Item.conflict.is_(False))
    )
    chains: dict[str | None, tuple[ChainStep, ...]] = {}
    for item, key, limit, made, form in rows:
        if form not in chains:
            chains[form] = _steps(form)
        if made < len(chains[form]):
            step = chains[form][made]
            yield _Waiting(item, step, step.role in held, limit or date.max, key)


def _steps(form: str | None) -> tuple[ChainStep, ...]:
    """The chain of a stored form; content of the first version has none and was reviewed under the first form."""
    plain: Any = json.loads(form) if form else None
    return from_plain(ReviewForm, plain).steps if plain else DEFAULT_FORM.steps


def _shown(items: list[int]) -> Any:
    return select(Item.id, Item.uuid, Item.short_number, Item.title, Item.office_id, Item.statutory_due).where(
        Item.id.in_(items)
    )
