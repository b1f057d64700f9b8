"""An office's key is enrolled by two officers from its stamped sheet, and revoked by one."""

from __future__ import annotations

import pytest

from desktop.errors import UserError
from desktop.services import enrolment
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
        assert (view.code, view.enrolled, view.proposed_by) == ("GZGL", False, "wang")
    assert code_of(ends, office, "wang", FINGERPRINT) == "E-TWO-OFFICERS"
    assert code_of(ends, office, "wang", FINGERPRINT, "wang", PASSWORD) == "E-TWO-OFFICERS"
    assert code_of(ends, office, "wang", FINGERPRINT, "wei", "wrong wrong") == "E-PASSWORD"
    assert code_of(ends, office, "wang", FINGERPRINT, "li", PASSWORD) == "E-PERMISSION"
    assert code_of(ends, office, "wei", generate_key().public.fingerprint) == "E-FINGERPRINT"
    with ends.at("wei") as desk:
        enrolment.confirm_key(desk, office, FINGERPRINT)
        view = next(one for one in enrolment.offices(desk) if one.id == office)
        assert (view.enrolled, view.confirmed_by) == (True, "wei")


def test_an_old_key_confirmed_again_does_not_push_out_the_new_one(ends: Ends, office: str) -> None:
    newer = generate_key().public.fingerprint
    for fingerprint in (FINGERPRINT, newer):
        with ends.at("wang") as desk:
            enrolment.propose_key(desk, office, fingerprint)
            enrolment.confirm_key(desk, office, fingerprint, "wei", PASSWORD)
    assert code_of(ends, office, "wei", FINGERPRINT) == "E-FINGERPRINT"
    with ends.at("wang") as desk:
        assert next(one for one in enrolment.offices(desk) if one.id == office).enrolled
        with pytest.raises(UserError, match="已经登记过"):
            enrolment.propose_key(desk, office, FINGERPRINT)


def test_revocation_meets_the_key_in_use_and_not_one_that_is_only_proposed(ends: Ends, office: str) -> None:
    with ends.at("wang") as desk:
        enrolment.propose_key(desk, office, FINGERPRINT)
    with ends.at("wei") as desk:
        with pytest.raises(UserError, match="没有在用的公钥"):
            enrolment.revoke_key(desk, office, 0)
        enrolment.confirm_key(desk, office, FINGERPRINT)
        enrolment.propose_key(desk, office, generate_key().public.fingerprint)
        enrolment.revoke_key(desk, office, 3)
        assert not any(one.enrolled for one in enrolment.offices(desk) if one.id == office)
    with ends.at("wang") as desk, pytest.raises(UserError) as caught:
        enrolment.revoke_key(desk, office, 3)
    assert caught.value.code == "E-PERMISSION"


@pytest.mark.parametrize(
    ("code", "name"), [("LSGZ", "又一个"), ("", "某处"), ("处", "某处"), ("A" * 13, "某处"), ("X", " ")]
)
def test_a_code_is_one_offices_alone(ends: Ends, code: str, name: str) -> None:
    with ends.at("wang") as desk, pytest.raises(UserError) as caught:
        enrolment.add_office(desk, code, name)
    assert caught.value.code == "E-CODE"
