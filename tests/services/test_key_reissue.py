"""A new one-time password by the security administrator, the new signing key, and what the old one is still good for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.errors import UserError
from desktop.models import AuditEntry, SigningKey
from desktop.rules.roles import End, Role
from desktop.rules.states import ItemState
from desktop.services import accounts, item_detail, key_reissue, reviews, sessions
from desktop.services.desk import Desk
from desktop.services.first_run import NewAccount
from desktop.services.reviews import Verdict
from desktop.store import audit
from desktop.trust.kdf import CHEAP_KDF
from tests.services.ends import PASSWORD, REVIEWED, Ends, add_person, register

OWN = "my own words 7"


@contextmanager
def signing_in(ends: Ends, login: str, password: str) -> Iterator[Desk]:
    desk = sessions.sign_in(ends.folder(End.CENTRE), login, password, clock=ends.clock, kdf=CHEAP_KDF)
    try:
        yield desk
    finally:
        desk.close()


def centre_item(ends: Ends, document: Path) -> str:
    """An item of the centre itself that the head of the office has signed; the reviewer is next."""
    with ends.at("he") as desk:
        add_person(desk, NewAccount("qiu", "邱文", (Role.CONFIDENTIALITY_REVIEWER,), PASSWORD))
        add_person(desk, NewAccount("gu", "顾言", (Role.OFFICE_HEAD,), PASSWORD))
    with ends.at("wang") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid, "已逐项核对。")
    with ends.at("gu", End.CENTRE) as desk:
        reviews.sign(desk, uuid, Verdict(text="内容属实。"))
    with ends.at("qiu", End.CENTRE) as desk:
        reviews.sign(desk, uuid, REVIEWED)
    return uuid


def test_a_new_key_signs_and_the_old_signatures_stay_valid(ends: Ends, document: Path) -> None:
    uuid = centre_item(ends, document)
    with ends.at("li") as desk:
        reviews.sign(desk, uuid, Verdict(text="同意。"))
    with ends.at("wei") as desk:
        password = key_reissue.reissue(desk, "li")
    with pytest.raises(UserError) as refused, signing_in(ends, "li", PASSWORD):
        pass
    assert refused.value.code == "E-PASSWORD"
    with signing_in(ends, "li", password) as desk:
        assert desk.person.must_change_password
        with pytest.raises(UserError) as refused:
            _ = desk.signing_key
        assert refused.value.code == "E-KEY"
        accounts.change_password(desk, password, OWN)
        fresh = desk.signing_key.public.fingerprint
    with ends.at("sun") as desk:
        assert reviews.sign(desk, uuid, Verdict(text="同意。")) is ItemState.TO_PUBLISH
        assert all(one.standing for one in item_detail.detail(desk, uuid).sign_offs)
    with signing_in(ends, "li", OWN) as desk, desk.store.reading() as session:
        assert (desk.signing_key.public.fingerprint, desk.person.must_change_password) == (fresh, False)
        keys = session.scalars(select(SigningKey).where(SigningKey.holder == desk.person.id)).all()
        assert [one.fingerprint for one in keys if one.retired_at is None] == [fresh]
        assert len(keys) == 2
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "reissue_key")).one()
        assert (entry.actor, entry.object, len(entry.detail["retired"])) == ("wei", "li", 1)
        assert password not in str(entry.detail)
        assert audit.verify_chain(session).ok


def test_the_old_key_signs_nothing_more_even_from_an_old_copy_of_the_key_file(ends: Ends, document: Path) -> None:
    uuid = centre_item(ends, document)
    slots = ends.folder(End.CENTRE).slots
    copy = shutil.copy(slots, ends.root / "old-slots.json")
    with ends.at("wei") as desk:
        password = key_reissue.reissue(desk, "li")
    with signing_in(ends, "li", password) as desk:
        accounts.change_password(desk, password, OWN)
    shutil.copy(copy, slots)
    with signing_in(ends, "li", PASSWORD) as desk:
        _refused_to_sign(desk, uuid)
        accounts.change_password(desk, PASSWORD, "another one 5")
        _refused_to_sign(desk, uuid)


def _refused_to_sign(desk: Desk, uuid: str) -> None:
    with pytest.raises(UserError) as refused:
        reviews.sign(desk, uuid, Verdict(text="同意。"))
    assert refused.value.code == "E-KEY"


def test_a_signature_dated_after_the_key_was_retired_does_not_hold(
    ends: Ends, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uuid = centre_item(ends, document)
    with ends.at("li") as desk:
        with desk.store.transaction() as session:
            key = session.get(SigningKey, desk.signing_key.public.fingerprint)
            assert key is not None
            key.retired_at = desk.now()
        monkeypatch.setattr(reviews, "in_force", lambda *_given: True)
        reviews.sign(desk, uuid, Verdict(text="同意。"))
        last = item_detail.detail(desk, uuid).sign_offs[-1]
    assert last.checked.fault == "签字的密钥不是本人登记的密钥"


@pytest.mark.parametrize(
    ("who", "whom", "code"),
    [
        ("he", "li", "E-PERMISSION"),
        ("li", "sun", "E-PERMISSION"),
        ("su", "li", "E-PERMISSION"),
        ("lin", "chen", "E-PERMISSION"),
        ("wei", "wei", "E-ACCOUNT"),
        ("wei", "nobody", "E-ACCOUNT"),
    ],
)
def test_who_may_not_and_for_whom_not(ends: Ends, who: str, whom: str, code: str) -> None:
    with ends.at(who) as desk:
        with pytest.raises(UserError) as refused:
            key_reissue.reissue(desk, whom)
        assert refused.value.code == code
        with desk.store.reading() as session:
            assert session.scalars(select(SigningKey).where(SigningKey.retired_at.is_not(None))).all() == []


def test_a_closed_account_signs_no_more_and_its_signatures_stay_valid(ends: Ends, document: Path) -> None:
    uuid = centre_item(ends, document)
    with ends.at("he") as desk:
        accounts.set_active(desk, "qiu", False)
    with ends.at("wei") as desk, pytest.raises(UserError) as refused:
        key_reissue.reissue(desk, "qiu")
    assert refused.value.code == "E-ACCOUNT"
    with pytest.raises(UserError) as refused, signing_in(ends, "qiu", PASSWORD):
        pass
    assert refused.value.code == "E-ACCOUNT"
    with ends.at("li") as desk:
        assert all(one.standing for one in item_detail.detail(desk, uuid).sign_offs)
        reviews.sign(desk, uuid, Verdict(text="同意。"))
