"""Whose turn it is: the step of the review that is due on an item, and whether whoever sits here may sign it."""

from __future__ import annotations

from desktop.rules.chains import ChainStep, Place
from desktop.rules.review import Delegation, due_step
from desktop.rules.roles import End, Permission
from desktop.rules.states import ItemState
from desktop.services.desk import Desk
from desktop.services.item_detail import ItemDetail
from desktop.services.stand_ins import delegation_for


def step_due(detail: ItemDetail) -> ChainStep | None:
    """The step that is due on an item, None when it is not under review.

    A sign-off that does not verify counts as made, as it does for `sign`: whoever is due next must be able to return it.
    """
    if detail.state is ItemState.DRAFT:
        return detail.content.form.steps[0]
    if detail.state not in (ItemState.IN_REVIEW, ItemState.PENDING):
        return None
    made = [one for one in detail.sign_offs if one.rev == detail.head_rev and not one.voided_because]
    return due_step([one.checked.statement for one in made], detail.content.form.steps)


def may_sign(desk: Desk, detail: ItemDetail) -> bool:
    """Whether the person signed in holds the role of the step that is due, or may stand in for whoever does."""
    step = step_due(detail)
    if step is None or not signed_here(desk, step):
        return False
    return step.role in desk.person.roles or delegation_now(desk, detail) is not None


def delegation_now(desk: Desk, detail: ItemDetail) -> Delegation | None:
    """The authority by which the person signed in would sign the step that is due; None when the role is his own."""
    step = step_due(detail)
    if step is None or step.role in desk.person.roles or not signed_here(desk, step):
        return None
    with desk.store.reading() as session:
        return delegation_for(session, desk, step.role)


def may_record_ink(desk: Desk, detail: ItemDetail) -> bool:
    """Whether the person signed in may record the signature that is due as made on paper; the handler always submits."""
    step = step_due(detail)
    if step is None or detail.state is ItemState.DRAFT:
        return False
    return desk.may(Permission.RECORD_INK) and signed_here(desk, step)


def signed_here(desk: Desk, step: ChainStep) -> bool:
    """Whether a step is signed here: an office step where the item was made, a centre step at the centre."""
    return step.place is Place.OFFICE or desk.agency.end is End.CENTRE
