"""Founding a folder, signing in, getting back in, and who holds the folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.errors import UserError
from desktop.models import Item
from desktop.paths import DataFolder
from desktop.rules.chains import Place
from desktop.rules.roles import End, Role
from desktop.services import accounts, door, item_detail, sessions, standing, upkeep
from desktop.services.first_run import FirstRun, NewAccount
from desktop.store.slots import Slots
from desktop.trust.kdf import CHEAP_KDF
from tests.services.ends import AGENCY, CODE, OFFICE_PEOPLE, PASSWORD, Ends, Time, register, review_at_office

FIRST = FirstRun(End.OFFICE, AGENCY, CODE, "LSGZ", "律师工作处", OFFICE_PEOPLE)


def test_a_founded_folder_opens_for_everybody_of_it(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    fingerprint = "3C529E0177AB00112233445566778899"
    padded = replace(OFFICE_PEOPLE[0], login=" lin ", name=" 林倩 ")
    first = replace(FIRST, people=(padded, *OFFICE_PEOPLE[1:]), centre_fingerprint=fingerprint.lower())
    assert not door.is_founded(folder)
    made = sessions.found(folder, first, kdf=CHEAP_KDF, clock=Time())
    desk = sessions.sign_in(folder, "lin", PASSWORD, clock=Time())
    assert (desk.person.name, desk.agency.code) == ("林倩", CODE)
    assert desk.agency.centre_fingerprint == "3C52 9E01 77AB 0011 2233 4455 6677 8899"
    assert accounts.own_fingerprint(desk) == made.fingerprint
    desk.close()
    with pytest.raises(UserError) as caught:
        sessions.found(folder, FIRST, kdf=CHEAP_KDF)
    assert caught.value.code == "E-FOUNDED"


def test_who_founds_a_folder_never_holds_the_key_of_another(tmp_path: Path) -> None:
    folder, clock, first_password = DataFolder(tmp_path / "data"), Time(), "初始口令-2026"
    others = [replace(one, password=first_password, must_change_password=True) for one in OFFICE_PEOPLE[1:]]
    sessions.found(folder, replace(FIRST, people=(OFFICE_PEOPLE[0], *others)), kdf=CHEAP_KDF, clock=clock)
    as_founded = folder.slots.read_bytes()
    desk = sessions.sign_in(folder, "lin", PASSWORD, clock=clock, kdf=CHEAP_KDF)
    with pytest.raises(UserError, match="还没有改过初始口令") as refused:
        accounts.confirm_password(desk, "zhou", first_password)
    assert refused.value.code == "E-KEY"
    desk.close()
    desk = sessions.sign_in(folder, "zhou", first_password, clock=clock, kdf=CHEAP_KDF)
    accounts.change_password(desk, first_password, PASSWORD)
    assert desk.signing_key.public.fingerprint
    desk.close()
    folder.slots.write_bytes(as_founded)
    desk = sessions.sign_in(folder, "zhou", first_password, clock=clock, kdf=CHEAP_KDF)
    with pytest.raises(UserError, match="还没有签名密钥"):
        assert desk.signing_key
    desk.close()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"agency_code": "014236728"}, "E-CODE"),
        ({"agency_name": " "}, "E-NAME"),
        ({"office_code": "处"}, "E-CODE"),
        ({"centre_fingerprint": "1234"}, "E-FINGERPRINT"),
        ({"people": OFFICE_PEOPLE[1:]}, "E-ROLES"),
        ({"people": (*OFFICE_PEOPLE, replace(OFFICE_PEOPLE[1], login="lin "))}, "E-ACCOUNT"),
        ({"people": (replace(OFFICE_PEOPLE[0], password="short"),)}, "E-PASSWORD"),
        ({"people": (replace(OFFICE_PEOPLE[0], roles=(*OFFICE_PEOPLE[0].roles, Role.CONFIDENTIALITY_REVIEWER)),)}, "E-ROLES"),
        ({"end": End.CENTRE}, "E-ROLES"),
    ],
)  # fmt: skip
def test_a_wrong_first_run_founds_nothing(tmp_path: Path, change: dict[str, object], code: str) -> None:
    folder = DataFolder(tmp_path / "data")
    with pytest.raises(UserError) as caught:
        sessions.found(folder, replace(FIRST, **change), kdf=CHEAP_KDF)  # type: ignore[arg-type]
    assert caught.value.code == code
    assert not door.is_founded(folder)


def test_an_interrupted_set_up_is_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = DataFolder(tmp_path / "data")

    def killed(*_given: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Slots, "add_recovery", killed)
        with pytest.raises(KeyboardInterrupt):
            sessions.found(folder, FIRST, kdf=CHEAP_KDF)
    assert folder.database.exists()
    assert not door.is_founded(folder)
    with pytest.raises(UserError) as caught:
        sessions.sign_in(folder, "lin", PASSWORD)
    assert caught.value.code == "E-NOT-FOUNDED"
    sessions.found(folder, FIRST, kdf=CHEAP_KDF)
    sessions.sign_in(folder, "lin", PASSWORD).close()


def test_a_wrong_password_is_counted_and_gives_the_folder_back(ends: Ends) -> None:
    folder = ends.folder(End.OFFICE)
    for login in ("lin", "nobody"):
        with pytest.raises(UserError) as caught:
            sessions.sign_in(folder, login, "wrong wrong", clock=ends.clock)
        assert caught.value.code == "E-PASSWORD"
    with ends.at("lin") as desk:
        assert desk.person.login == "lin"


def test_five_wrong_passwords_lock_an_account_and_the_security_officer_unlocks_it(ends: Ends) -> None:
    folder = ends.folder(End.CENTRE)
    for _ in range(5):
        with pytest.raises(UserError):
            sessions.sign_in(folder, "li", "wrong wrong", clock=ends.clock)
    with pytest.raises(UserError) as caught:
        sessions.sign_in(folder, "li", PASSWORD, clock=ends.clock)
    assert caught.value.code == "E-WAIT"
    with ends.at("wei") as desk:
        assert [one.login for one in accounts.accounts(desk) if one.locked] == ["li"]
        accounts.unlock(desk, "li")
    with ends.at("li") as desk:
        assert desk.person.login == "li"


def test_a_second_program_is_told_who_holds_the_folder(ends: Ends) -> None:
    with ends.at("lin"), pytest.raises(UserError, match="政务公开工作台") as caught:
        sessions.sign_in(ends.folder(End.OFFICE), "chen", PASSWORD)
    assert caught.value.code == "E-LOCKED"


def test_recovery_gives_a_new_key_and_old_sign_offs_stay_valid(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    with ends.at("zhou") as desk:
        old = desk.signing_key.public.fingerprint
    folder = ends.folder(End.OFFICE)
    for key, login, code in (("0" * 40, "zhou", "E-RECOVERY"), (ends.recovery["office"], "nobody", "E-ACCOUNT")):
        with pytest.raises(UserError) as caught:
            sessions.recover(folder, key, login, "another horse", clock=ends.clock, kdf=CHEAP_KDF)
        assert caught.value.code == code
    sessions.recover(folder, ends.recovery["office"], "zhou", "another horse", clock=ends.clock, kdf=CHEAP_KDF)
    with pytest.raises(UserError):
        sessions.sign_in(folder, "zhou", PASSWORD, clock=ends.clock)
    desk = sessions.sign_in(folder, "zhou", "another horse", clock=ends.clock)
    try:
        assert desk.signing_key.public.fingerprint != old
        assert all(one.standing for one in item_detail.detail(desk, uuid).sign_offs)
        with desk.store.reading() as session:
            assert standing.holds_at(session, session.scalars(select(Item)).one(), Place.OFFICE)
    finally:
        desk.close()


def test_a_password_is_changed_with_the_old_one(ends: Ends) -> None:
    with ends.at("chen") as desk:
        key = desk.signing_key.public.fingerprint
        with pytest.raises(UserError):
            accounts.change_password(desk, "wrong wrong", "another horse")
        accounts.change_password(desk, PASSWORD, "another horse")
    desk = sessions.sign_in(ends.folder(End.OFFICE), "chen", "another horse", clock=ends.clock)
    assert desk.signing_key.public.fingerprint == key
    desk.close()


def test_an_account_is_added_closed_and_opened_again(ends: Ends) -> None:
    new = NewAccount(" gu ", "顾言", (Role.READER,), PASSWORD)
    with ends.at("he") as desk:
        accounts.add_account(desk, new)
        for wrong in (
            new,
            replace(new, login="x", roles=(Role.READER, Role.AUDITOR)),
            replace(new, login="x", roles=()),
        ):
            with pytest.raises(UserError):
                accounts.add_account(desk, wrong)
        accounts.set_active(desk, "gu", False)
        with pytest.raises(UserError, match="不能停用正在使用"):
            accounts.set_active(desk, "he", False)
    folder = ends.folder(End.CENTRE)
    with pytest.raises(UserError, match="停用"):
        sessions.sign_in(folder, "gu", PASSWORD, clock=ends.clock)
    with ends.at("he") as desk:
        accounts.set_active(desk, "gu", True)
    desk = sessions.sign_in(folder, "gu", PASSWORD, clock=ends.clock)
    assert desk.person.must_change_password, "the administrator chose it"
    accounts.change_password(desk, PASSWORD, "known to gu alone")
    desk.close()
    desk = sessions.sign_in(folder, "gu", "known to gu alone", clock=ends.clock)
    assert not desk.person.must_change_password
    desk.close()


@pytest.mark.parametrize("login", ["wang", "li", "sun", "wei", "su"])
def test_only_the_system_administrator_adds_accounts(ends: Ends, login: str) -> None:
    with ends.at(login) as desk, pytest.raises(UserError) as caught:
        accounts.add_account(desk, NewAccount("x", "某", (Role.READER,), PASSWORD))
    assert caught.value.code == "E-PERMISSION"


def test_the_store_is_backed_up_and_its_record_verified_by_those_who_keep_it(ends: Ends) -> None:
    with ends.at("he") as desk:
        made = upkeep.back_up(desk)
        assert [path for _when, path in upkeep.backups(desk)] == [made]
        assert upkeep.back_up_if_due(desk) is None
    with ends.at("su") as desk:
        report = upkeep.verify_audit(desk)
        assert report.ok
        assert report.count == upkeep.audit_lines(desk)[0].seq
        with pytest.raises(UserError):
            upkeep.back_up(desk)
    with ends.at("wang") as desk, pytest.raises(UserError):
        upkeep.audit_lines(desk)
