"""An office's key is enrolled by two officers from its stamped sheet, and revoked by one."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from desktop.errors import UserError
from desktop.models import AuditEntry
from desktop.services import enrolment, upkeep
from desktop.trust.signing import generate_key
from tests.services.ends import PASSWORD, Ends


@pytest.fixture
def office(ends: Ends) -> str:
    with ends.at("wang") as desk:
        return enrolment.add_office(desk, " gzgl ", "公证管理处")


FINGERPRINT = generate_key().public.fingerprint


def code_of(ends: Ends, office: str, login: str, *given: str) -> str:
    with ends.at(login) as desk, pytest.raises(UserError) as caught:
        enrolment.confirm_key(desk, office, *given)
    return caught.value.code


def test_two_officers_enrol_one_of_them_the_security_administrator(ends: Ends, office: str) -> None:
    with ends.at("wang") as desk:
        enrolment.propose_key(desk, office, FINGERPRINT.replace(" ", "").lower())
        view = next(one for one in enrolment.offices(desk) if one.id == office)
        assert (view.code, view.enrolled, view.fingerprint) == ("GZGL", False, "")
        assert view.waiting == enrolment.WaitingKey(FINGERPRINT, "wang", False)
        assert view.officers == ("王晓彤",)
    assert code_of(ends, office, "wang", FINGERPRINT) == "E-TWO-OFFICERS"
    assert code_of(ends, office, "wang", FINGERPRINT, "wang", PASSWORD) == "E-TWO-OFFICERS"
    assert code_of(ends, office, "wang", FINGERPRINT, "wei", "wrong wrong") == "E-PASSWORD"
    assert code_of(ends, office, "wang", FINGERPRINT, "li", PASSWORD) == "E-PERMISSION"
    assert code_of(ends, office, "wei", generate_key().public.fingerprint) == "E-FINGERPRINT"
    with ends.at("wei") as desk:
        enrolment.confirm_key(desk, office, FINGERPRINT)
        view = next(one for one in enrolment.offices(desk) if one.id == office)
        assert (view.enrolled, view.confirmed_by, view.waiting) == (True, "wei", None)
        assert view.officers == ("王晓彤", "魏知微")


def test_an_old_key_confirmed_again_does_not_push_out_the_new_one(ends: Ends, office: str) -> None:
    newer = generate_key().public.fingerprint
    for fingerprint in (FINGERPRINT, newer):
        with ends.at("wang") as desk:
            enrolment.propose_key(desk, office, fingerprint)
            enrolment.confirm_key(desk, office, fingerprint, "wei", PASSWORD)
    assert code_of(ends, office, "wei", FINGERPRINT) == "E-FINGERPRINT"
    with ends.at("wang") as desk:
        assert next(one for one in enrolment.offices(desk) if one.id == office).enrolled
        with pytest.raises(UserError, match="已由两人登记给公证管理处，后来停用") as known:
            enrolment.propose_key(desk, office, FINGERPRINT)
        assert "换用新公钥" in known.value.hint


def test_a_fingerprint_typed_under_the_wrong_office_is_typed_again_under_the_right_one(ends: Ends, office: str) -> None:
    with ends.at("wang") as desk:
        wrong = enrolment.add_office(desk, "PFZD", "普法指导处")
        enrolment.propose_key(desk, wrong, FINGERPRINT)
        enrolment.propose_key(desk, office, FINGERPRINT)
        enrolment.confirm_key(desk, office, FINGERPRINT, "wei", PASSWORD)
        views = {one.id: one for one in enrolment.offices(desk)}
    assert (views[office].enrolled, views[office].fingerprint) == (True, FINGERPRINT)
    assert (views[wrong].enrolled, views[wrong].waiting) == (False, None)


def test_revocation_meets_the_key_in_use_and_not_one_that_is_only_proposed(ends: Ends, office: str) -> None:
    with ends.at("wang") as desk:
        enrolment.propose_key(desk, office, FINGERPRINT)
    with ends.at("wei") as desk:
        with pytest.raises(UserError, match="没有在用的公钥"):
            enrolment.revoke_key(desk, office, 0)
        enrolment.confirm_key(desk, office, FINGERPRINT)
        newer = generate_key().public.fingerprint
        enrolment.propose_key(desk, office, newer)
        view = next(one for one in enrolment.offices(desk) if one.id == office)
        assert (view.fingerprint, view.enrolled) == (FINGERPRINT, True), (
            "the old key is in force until the second officer"
        )
        assert view.waiting == enrolment.WaitingKey(newer, "wei", False)
        enrolment.revoke_key(desk, office, 3)
        view = next(one for one in enrolment.offices(desk) if one.id == office)
        assert (view.fingerprint, view.enrolled, view.waiting is None) == (FINGERPRINT, False, False)
    with ends.at("wang") as desk, pytest.raises(UserError) as caught:
        enrolment.revoke_key(desk, office, 3)
    assert caught.value.code == "E-PERMISSION"


@pytest.mark.parametrize(
    ("code", "name"),
    [("LSGZ", "又一个"), ("GZC", "律师工作处"), ("", "某处"), ("处", "某处"), ("A" * 13, "某处"), ("X", " ")],
)
def test_a_code_is_one_offices_alone(ends: Ends, code: str, name: str) -> None:
    with ends.at("wang") as desk, pytest.raises(UserError) as caught:
        enrolment.add_office(desk, code, name)
    assert caught.value.code == "E-CODE"


def test_an_office_is_closed_with_a_reason_and_opened_again(ends: Ends, office: str) -> None:
    with ends.at("he") as desk:
        enrolment.set_office_active(desk, office, False, " 机构改革\n撤并 ")
        assert not next(one for one in enrolment.offices(desk) if one.id == office).active
        with desk.store.reading() as session:
            entry = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
        assert entry is not None
        assert (entry.action, entry.object) == ("set_office_active", office)
        assert entry.detail == {"active": False, "reason": "机构改革 撤并"}
        assert upkeep.audit_lines(desk)[0].object == "公证管理处", "the trail names offices, not identifiers"
        enrolment.set_office_active(desk, office, True, "恢复设置")
        assert next(one for one in enrolment.offices(desk) if one.id == office).active


@pytest.mark.parametrize(
    ("login", "own", "active", "reason", "code"),
    [
        ("he", False, False, " \n", "E-REASON"),
        ("he", False, False, "长" * 101, "E-REASON"),
        ("he", True, False, "撤并", "E-OFFICE"),
        ("he", False, True, "撤并", "E-STATE"),
        ("su", False, False, "撤并", "E-PERMISSION"),
    ],
)
def test_an_office_is_not_closed_without_cause_or_right(
    ends: Ends, office: str, login: str, own: bool, active: bool, reason: str, code: str
) -> None:
    with ends.at(login) as desk, pytest.raises(UserError) as caught:
        enrolment.set_office_active(desk, desk.agency.office_id if own else office, active, reason)
    assert caught.value.code == code
