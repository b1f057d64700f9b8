"""Two people decide and sign; one alone, a forged or a changed decision is not in force."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.models import JointDecision
from desktop.rules.states import DecisionKind
from desktop.services import joint_decisions
from desktop.services.desk import Desk
from desktop.services.joint_decisions import Decision
from tests.services.ends import PASSWORD, Ends

SUBJECT, BODY = "LSGZ:1:3", {"waive": True, "why": "处室来函说明第 3 批作废"}


def _nothing(_session: Session, _decision: Decision) -> None:
    """For a decision that changes nothing by itself."""


def _in_force(desk: Desk) -> object:
    with desk.store.reading() as session:
        return joint_decisions.in_force(session, DecisionKind.GAP, SUBJECT)


def test_a_decision_holds_once_another_person_has_signed_it(ends: Ends) -> None:
    took: list[str] = []
    with ends.at("wang") as desk:
        made = joint_decisions.propose(desk, DecisionKind.GAP, SUBJECT, BODY)
        assert _in_force(desk) is None
        with pytest.raises(UserError) as alone:
            joint_decisions.confirm(desk, made, _nothing)
        assert alone.value.code == "E-TWO-OFFICERS"
        with pytest.raises(UserError) as twice:
            joint_decisions.propose(desk, DecisionKind.GAP, SUBJECT, BODY)
        assert twice.value.code == "E-DECISION"
    with ends.at("li") as desk:
        joint_decisions.confirm(desk, made, lambda _session, one: took.append(one.confirmed_by))
        assert _in_force(desk) == BODY
        (listed,) = joint_decisions.decisions(desk)
        assert [listed.confirmed_by] == took
        with pytest.raises(UserError) as again:
            joint_decisions.confirm(desk, made, _nothing)
        assert again.value.code == "E-DECISION"


def test_the_second_person_may_sign_at_the_first_one_s_desk(ends: Ends) -> None:
    with ends.at("wang") as desk:
        made = joint_decisions.propose(desk, DecisionKind.GAP, SUBJECT, BODY)
        with pytest.raises(UserError):
            joint_decisions.confirm(desk, made, _nothing, "li", "不是这个口令")
        with pytest.raises(UserError) as reader:
            joint_decisions.confirm(desk, made, _nothing, "sun", PASSWORD)
        assert reader.value.code == "E-PERMISSION"
        joint_decisions.confirm(desk, made, _nothing, "li", PASSWORD)
        assert _in_force(desk) == BODY


def test_a_dropped_decision_stays_in_the_register_and_gives_way(ends: Ends) -> None:
    with ends.at("wang") as desk:
        made = joint_decisions.propose(desk, DecisionKind.GAP, SUBJECT, BODY)
        joint_decisions.drop(desk, made)
        again = joint_decisions.propose(desk, DecisionKind.GAP, SUBJECT, BODY)
        assert [(one.id, one.dropped) for one in joint_decisions.decisions(desk)] == [(again, False), (made, True)]


@pytest.mark.parametrize("column", ["body", "confirmed_by", "proposed_signature"])
def test_a_decision_changed_behind_the_program_is_not_in_force(ends: Ends, column: str) -> None:
    with ends.at("wang") as desk:
        made = joint_decisions.propose(desk, DecisionKind.GAP, SUBJECT, BODY)
        joint_decisions.confirm(desk, made, _nothing, "li", PASSWORD)
        with desk.store.transaction() as session:
            row = session.scalars(select(JointDecision)).one()
            changed = {"body": {**BODY, "why": "另一个理由"}, "confirmed_by": row.proposed_by}
            setattr(row, column, changed.get(column, row.confirmed_signature))
        assert _in_force(desk) is None


def test_a_confirmed_decision_whose_effect_fails_is_not_confirmed(ends: Ends) -> None:
    def fails(_session: Session, _decision: Decision) -> None:
        raise UserError("这份批次已经不在", "刷新后再试", "E-BATCH")

    with ends.at("wang") as desk:
        made = joint_decisions.propose(desk, DecisionKind.GAP, SUBJECT, BODY)
        with pytest.raises(UserError):
            joint_decisions.confirm(desk, made, fails, "li", PASSWORD)
        assert _in_force(desk) is None
