"""The states of an item: every way that the decisions name is there, and no way goes round a gate."""

from __future__ import annotations

from itertools import pairwise

import pytest

from desktop.errors import UserError
from desktop.rules.states import TRANSITIONS, ItemState, Move, after, allows

S, M = ItemState, Move

WAYS = {
    "an office's item to the end": [
        (S.DRAFT, M.SUBMIT), (S.IN_REVIEW, M.PASS_OFFICE), (S.TO_SUBMIT, M.EXPORT), (S.AWAITING_RECEIPT, M.ACCEPT),
        (S.TO_PUBLISH, M.PUBLISH), (S.PUBLISHED, M.DELIVER), (S.DELIVERED, M.CLOSE),
    ],
    "the centre's own item": [(S.DRAFT, M.SUBMIT), (S.IN_REVIEW, M.PASS_CENTRE), (S.TO_PUBLISH, M.PUBLISH)],
    "a received item": [(S.PENDING, M.PASS_CENTRE), (S.TO_PUBLISH, M.PUBLISH)],
    "a received item returned, sent again": [(S.PENDING, M.RETURN), (S.RETURNED, M.RECEIVE), (S.PENDING, M.PASS_CENTRE)],
    "returned by a signer": [(S.IN_REVIEW, M.RETURN), (S.RETURNED, M.REVISE), (S.DRAFT, M.SUBMIT)],
    "returned by receipt": [(S.AWAITING_RECEIPT, M.RETURN), (S.RETURNED, M.REVISE), (S.DRAFT, M.SUBMIT)],
    "returned after it was accepted": [(S.TO_PUBLISH, M.RETURN), (S.RETURNED, M.REVISE)],
    "on request": [(S.IN_REVIEW, M.PASS_OFFICE), (S.TO_SUBMIT, M.EXPORT), (S.AWAITING_RECEIPT, M.REGISTER)],
    "received, turned proactive": [(S.PENDING, M.REGISTER), (S.REGISTERED, M.RECEIVE), (S.PENDING, M.PASS_CENTRE)],
    "on request at the office, turned proactive": [(S.REGISTERED, M.REVISE), (S.DRAFT, M.SUBMIT)],
    "withheld, reviewed anew": [(S.IN_REVIEW, M.WITHHOLD), (S.WITHHELD, M.REVISE), (S.DRAFT, M.SUBMIT)],
    "stopped, then released": [(S.DRAFT, M.STOP), (S.STOPPED, M.RELEASE), (S.DRAFT, M.SUBMIT)],
    "discarded": [(S.DRAFT, M.DISCARD)],
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_way_of_the_decisions_is_open(way: list[tuple[ItemState, Move]]) -> None:
    for (state, move), (then, _next) in pairwise(way):
        assert after(state, move) is then
    assert way[-1] in TRANSITIONS


@pytest.mark.parametrize("state", [S.DRAFT, S.IN_REVIEW, S.RETURNED, S.TO_SUBMIT, S.PENDING, S.TO_PUBLISH, S.PUBLISHED])
def test_withdrawal_is_open_until_delivery(state: ItemState) -> None:
    assert after(state, M.WITHDRAW) is S.WITHDRAWN


@pytest.mark.parametrize("state", [S.DELIVERED, S.CLOSED, S.STOPPED, S.DISCARDED, S.WITHDRAWN])
def test_withdrawal_is_closed_otherwise(state: ItemState) -> None:
    assert not allows(state, M.WITHDRAW)


def test_only_the_gates_lead_to_publication() -> None:
    assert {pair for pair, then in TRANSITIONS.items() if then is S.PUBLISHED} == {(S.TO_PUBLISH, M.PUBLISH)}
    assert {move for (_state, move), then in TRANSITIONS.items() if then is S.TO_PUBLISH} == {M.PASS_CENTRE, M.ACCEPT}
    assert {state for (state, move) in TRANSITIONS if move is M.ACCEPT} == {S.AWAITING_RECEIPT}
    assert {pair for pair, then in TRANSITIONS.items() if then is S.AWAITING_RECEIPT} == {(S.TO_SUBMIT, M.EXPORT)}
    assert {pair for pair, then in TRANSITIONS.items() if then is S.TO_SUBMIT} == {
        (S.IN_REVIEW, M.PASS_OFFICE),
        (S.AWAITING_RECEIPT, M.TAKE_BACK),
    }


def test_what_has_ended_stays_ended() -> None:
    """But for an import that is undone, which may come again, and for a state secret discovered in what was kept."""
    open_still = {state: [move for move in Move if allows(state, move)] for state in (S.WITHDRAWN, S.DISCARDED)}
    assert open_still == {S.WITHDRAWN: [M.STOP, M.UNDO], S.DISCARDED: [M.STOP, M.RECEIVE]}
    assert {state for state, move in TRANSITIONS if move is M.UNDO} == {
        S.PENDING,
        S.RETURNED,
        S.REGISTERED,
        S.WITHDRAWN,
    }


@pytest.mark.parametrize("state", [S.DRAFT, S.IN_REVIEW, S.RETURNED, S.TO_SUBMIT, S.WITHHELD])
def test_a_state_secret_is_stopped_wherever_it_lies_at_the_office(state: ItemState) -> None:
    assert after(state, M.STOP) is S.STOPPED


def test_every_state_can_be_reached() -> None:
    started = {S.DRAFT, S.PENDING, S.STOPPED}
    assert started | set(TRANSITIONS.values()) == set(ItemState)


def test_an_unlawful_move_tells_what_to_do() -> None:
    with pytest.raises(UserError, match="刷新") as refused:
        after(S.DRAFT, M.PUBLISH)
    assert refused.value.code == "E-STATE"


@pytest.mark.parametrize("state", [S.AWAITING_RECEIPT, S.TO_PUBLISH, S.PUBLISHED, S.DELIVERED, S.CLOSED, S.REGISTERED])
def test_what_was_sent_is_corrected_by_a_new_version(state: ItemState) -> None:
    assert after(state, M.REVISE) is S.DRAFT
    if state is not S.AWAITING_RECEIPT:
        assert after(state, M.RECEIVE) is S.PENDING
