"""The next step of an item for whoever sits at the desk: the verb, and the page where it is done."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.rules.roles import End, Permission
from desktop.rules.states import ItemState
from desktop.services.desk import Desk


@dataclass(frozen=True, slots=True)
class NextStep:
    """A verb, the page that opens for it, and the icon of that page."""

    words: str
    page: str
    icon: str


LOOK = NextStep("看详情", "ledger", "file-text")
_REVIEW = NextStep("去审查", "review", "shield-check")
_BOTH = (End.OFFICE, End.CENTRE)
_P = Permission

_STEPS: dict[ItemState, tuple[NextStep, tuple[Permission, ...], tuple[End, ...]]] = {
    ItemState.DRAFT: (NextStep("去填写", "editor", "pencil-line"), (_P.REGISTER,), _BOTH),
    ItemState.RETURNED: (NextStep("去补正", "ledger", "corner-up-left"), (_P.REGISTER,), _BOTH),
    ItemState.IN_REVIEW: (_REVIEW, (_P.SIGN, _P.RECORD_INK), _BOTH),
    ItemState.PENDING: (_REVIEW, (_P.SIGN, _P.RECORD_INK), (End.CENTRE,)),
    ItemState.TO_SUBMIT: (NextStep("去报送", "send", "send"), (_P.EXPORT,), (End.OFFICE,)),
    ItemState.TO_PUBLISH: (NextStep("去发布", "publish", "megaphone"), (_P.PUBLISH, _P.IMPORT), (End.CENTRE,)),
    ItemState.PUBLISHED: (NextStep("去送交", "deliver", "archive"), (_P.DELIVER,), (End.CENTRE,)),
}


def next_step(desk: Desk, state: ItemState, *, own: bool = True) -> NextStep:
    """What the person at the desk does next with an item in this state; looking at it when it is another's turn.

    `own` says that this end made the item: the other end's drafts and returned items are not worked on here.
    """
    step, permissions, ends = _STEPS.get(state, (LOOK, (), _BOTH))
    allowed = not permissions or any(desk.may(one) for one in permissions)
    elsewhere = not own and state in (ItemState.DRAFT, ItemState.RETURNED)
    return step if allowed and desk.agency.end in ends and not elsewhere else LOOK
