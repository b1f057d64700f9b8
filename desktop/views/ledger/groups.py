"""The tabs of the ledger: states that a clerk looks for together."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.rules.roles import End
from desktop.rules.states import ItemState

ALL = "all"
_S = ItemState


@dataclass(frozen=True, slots=True)
class Group:
    """One tab: its words and the states behind it; no states means all."""

    key: str
    words: str
    states: tuple[ItemState, ...] = ()


_ALL = Group(ALL, "全部")
_DRAFT = Group("draft", "草稿", (_S.DRAFT,))
_RETURNED = Group("returned", "退回补正", (_S.RETURNED,))
_TO_PUBLISH = Group("to_publish", "待发布", (_S.TO_PUBLISH,))
_PUBLIC = Group("public", "已公开", (_S.PUBLISHED, _S.DELIVERED, _S.CLOSED))
_KEPT = Group("kept", "不主动公开", (_S.WITHHELD, _S.REGISTERED))
_OVER = Group("over", "停办", (_S.STOPPED, _S.WITHDRAWN, _S.DISCARDED))

_OFFICE = (
    _ALL,
    _DRAFT,
    Group("review", "审查中", (_S.IN_REVIEW,)),
    _RETURNED,
    Group("sending", "报送", (_S.TO_SUBMIT, _S.AWAITING_RECEIPT, _S.PENDING)),
    _TO_PUBLISH,
    _PUBLIC,
    _KEPT,
    _OVER,
)
_CENTRE = (
    _ALL,
    _DRAFT,
    Group("review", "审查中", (_S.IN_REVIEW, _S.PENDING, _S.TO_SUBMIT, _S.AWAITING_RECEIPT)),
    _RETURNED,
    _TO_PUBLISH,
    _PUBLIC,
    _KEPT,
    _OVER,
)


def groups(end: End) -> tuple[Group, ...]:
    """The tabs of an end, in the order of an item's way."""
    return _OFFICE if end is End.OFFICE else _CENTRE


def group_of(end: End, state: ItemState) -> Group:
    """The tab that shows a state."""
    return next(one for one in groups(end) if state in one.states)
