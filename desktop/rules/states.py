"""States of items, batches and deliveries, and the only transitions between them (decisions: States)."""

from __future__ import annotations

from enum import StrEnum

from desktop.errors import UserError


class ItemState(StrEnum):
    """Where an item stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    TO_SUBMIT = "to_submit"
    AWAITING_RECEIPT = "awaiting_receipt"
    PENDING = "pending"
    TO_PUBLISH = "to_publish"
    PUBLISHED = "published"
    DELIVERED = "delivered"
    CLOSED = "closed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    REGISTERED = "registered"
    WITHHELD = "withheld"
    STOPPED = "stopped"
    DISCARDED = "discarded"


class Move(StrEnum):
    """What happens to an item; each names the verb that does it."""

    SUBMIT = "submit"
    REVISE = "revise"
    DISCARD = "discard"
    STOP = "stop"
    RELEASE = "release"
    RETURN = "return"
    RECALL = "recall"
    PASS_OFFICE = "pass_office"
    PASS_CENTRE = "pass_centre"
    WITHHOLD = "withhold"
    REGISTER = "register"
    EXPORT = "export"
    RECEIVE = "receive"
    ACCEPT = "accept"
    PUBLISH = "publish"
    DELIVER = "deliver"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    UNDO = "undo"
    TAKE_BACK = "take_back"


_S, _M = ItemState, Move

TRANSITIONS: dict[tuple[ItemState, Move], ItemState] = {
    (_S.DRAFT, _M.SUBMIT): _S.IN_REVIEW,
    (_S.DRAFT, _M.DISCARD): _S.DISCARDED,
    (_S.DRAFT, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.DRAFT, _M.STOP): _S.STOPPED,
    (_S.STOPPED, _M.RELEASE): _S.DRAFT,
    (_S.IN_REVIEW, _M.STOP): _S.STOPPED,
    (_S.RETURNED, _M.STOP): _S.STOPPED,
    (_S.TO_SUBMIT, _M.STOP): _S.STOPPED,
    (_S.TO_PUBLISH, _M.STOP): _S.STOPPED,
    (_S.REGISTERED, _M.STOP): _S.STOPPED,
    (_S.WITHHELD, _M.STOP): _S.STOPPED,
    (_S.WITHDRAWN, _M.STOP): _S.STOPPED,
    (_S.DISCARDED, _M.STOP): _S.STOPPED,
    (_S.IN_REVIEW, _M.RETURN): _S.RETURNED,
    (_S.IN_REVIEW, _M.REVISE): _S.DRAFT,
    (_S.IN_REVIEW, _M.PASS_OFFICE): _S.TO_SUBMIT,
    (_S.IN_REVIEW, _M.PASS_CENTRE): _S.TO_PUBLISH,
    (_S.IN_REVIEW, _M.REGISTER): _S.REGISTERED,
    (_S.IN_REVIEW, _M.WITHHOLD): _S.WITHHELD,
    (_S.IN_REVIEW, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.RETURNED, _M.REVISE): _S.DRAFT,
    (_S.RETURNED, _M.RECALL): _S.IN_REVIEW,
    (_S.RETURNED, _M.RECEIVE): _S.PENDING,
    (_S.RETURNED, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.TO_SUBMIT, _M.REVISE): _S.DRAFT,
    (_S.TO_SUBMIT, _M.RECALL): _S.IN_REVIEW,
    (_S.TO_SUBMIT, _M.EXPORT): _S.AWAITING_RECEIPT,
    (_S.TO_SUBMIT, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.AWAITING_RECEIPT, _M.REVISE): _S.DRAFT,
    (_S.AWAITING_RECEIPT, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.AWAITING_RECEIPT, _M.ACCEPT): _S.TO_PUBLISH,
    (_S.AWAITING_RECEIPT, _M.REGISTER): _S.REGISTERED,
    (_S.AWAITING_RECEIPT, _M.RETURN): _S.RETURNED,
    (_S.AWAITING_RECEIPT, _M.TAKE_BACK): _S.TO_SUBMIT,
    (_S.PENDING, _M.RECEIVE): _S.PENDING,
    (_S.PENDING, _M.PASS_CENTRE): _S.TO_PUBLISH,
    (_S.PENDING, _M.REGISTER): _S.REGISTERED,
    (_S.PENDING, _M.RETURN): _S.RETURNED,
    (_S.PENDING, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.TO_PUBLISH, _M.REVISE): _S.DRAFT,
    (_S.TO_PUBLISH, _M.RECALL): _S.IN_REVIEW,
    (_S.TO_PUBLISH, _M.RECEIVE): _S.PENDING,
    (_S.TO_PUBLISH, _M.RETURN): _S.RETURNED,
    (_S.TO_PUBLISH, _M.PUBLISH): _S.PUBLISHED,
    (_S.TO_PUBLISH, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.PUBLISHED, _M.DELIVER): _S.DELIVERED,
    (_S.PUBLISHED, _M.REVISE): _S.DRAFT,
    (_S.PUBLISHED, _M.RECEIVE): _S.PENDING,
    (_S.PUBLISHED, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.DELIVERED, _M.CLOSE): _S.CLOSED,
    (_S.DELIVERED, _M.REVISE): _S.DRAFT,
    (_S.DELIVERED, _M.RECEIVE): _S.PENDING,
    (_S.CLOSED, _M.REVISE): _S.DRAFT,
    (_S.CLOSED, _M.RECEIVE): _S.PENDING,
    (_S.REGISTERED, _M.REVISE): _S.DRAFT,
    (_S.REGISTERED, _M.RECEIVE): _S.PENDING,
    (_S.REGISTERED, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.WITHHELD, _M.REVISE): _S.DRAFT,
    (_S.WITHHELD, _M.RECALL): _S.IN_REVIEW,
    (_S.PENDING, _M.UNDO): _S.DISCARDED,
    (_S.RETURNED, _M.UNDO): _S.DISCARDED,
    (_S.REGISTERED, _M.UNDO): _S.DISCARDED,
    (_S.WITHDRAWN, _M.UNDO): _S.DISCARDED,
    (_S.DISCARDED, _M.RECEIVE): _S.PENDING,
}

WAY_BACK = "撤回错了的：还没有报送办公室的，处室按“撤销撤回”恢复；已经报送的，处室重新登记为一条新信息"
"""What can be done about a withdrawn item."""


def after(state: ItemState, move: Move) -> ItemState:
    """The state that `move` leads to; UserError when it is not lawful from `state`."""
    try:
        return TRANSITIONS[state, move]
    except KeyError:
        hint = WAY_BACK if state is ItemState.WITHDRAWN else "信息的状态已经变化，刷新后按新状态办理"
        raise UserError("这一步现在不能办理", hint, "E-STATE") from None


def allows(state: ItemState, move: Move) -> bool:
    """Whether `move` is lawful from `state`."""
    return (state, move) in TRANSITIONS


class BatchState(StrEnum):
    """A submission batch at the office end: 组包 holds its items and number, 待回执 once it was written and read back.

    已收回 when the key that signed it was replaced and the centre did not take it in: its items go into another batch.
    """

    ASSEMBLED = "assembled"
    AWAITING_RECEIPT = "awaiting_receipt"
    ACCEPTED = "accepted"
    PARTLY_RETURNED = "partly_returned"
    REJECTED = "rejected"
    TAKEN_BACK = "taken_back"


CAME_TO_NOTHING = (BatchState.REJECTED, BatchState.TAKEN_BACK)
"""The batches that told the centre nothing: what they held goes into another one."""


class DeliveryState(StrEnum):
    """A quarter's delivery to the archive bureau and the library."""

    WRITTEN = "written"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"


class ReceivedOutcome(StrEnum):
    """What the centre did with a batch."""

    ACCEPTED = "ACCEPTED"
    DUPLICATE = "DUPLICATE"
    REJECTED = "REJECTED"
    HELD = "HELD"


class DecisionKind(StrEnum):
    """What only two people may decide (exchange: faults 13, 15, 16)."""

    FORK = "fork"
    CONFLICT = "conflict"
    GAP = "gap"


class JointVerdict(StrEnum):
    """What two people may decide: of a fork which batches count, of a conflict one content or none, of a gap."""

    FIRST = "first"
    LATER = "later"
    BOTH = "both"
    KEEP = "keep"
    RETURN = "return"
    WAIVE = "waive"


class ItemOutcome(StrEnum):
    """What a receipt says of one item."""

    RECEIVED = "received"
    RETURNED = "returned"
    APPROVED = "approved"
    REGISTERED = "registered"
    PUBLISHED = "published"
    DELIVERED = "delivered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    CONFLICT = "conflict"
