"""The sealed keys: the right password opens, a wrong one waits, and a stranger learns nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from desktop.errors import UserError
from desktop.paths import DataFolder
from desktop.store.slots import Slots, SlotSecrets
from desktop.store.tries import TRIES
from desktop.trust.kdf import CHEAP_KDF
from desktop.trust.sealing import unseal

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PASSWORD = "清晨的河面-2026"
SECRETS = SlotSecrets(bytes(range(32)), bytes(range(32, 64)), {"alg": "sm2", "d": "01"})


@pytest.fixture
def slots(folder: DataFolder) -> Slots:
    folder.create()
    slots = Slots.create(folder)
    slots.add_slot("zhou", PASSWORD, SECRETS, CHEAP_KDF)
    return slots


def refusal(slots: Slots, login: str, password: str, now: datetime = NOW) -> UserError:
    with pytest.raises(UserError) as caught:
        slots.open_slot(login, password, now)
    return caught.value


def test_the_password_opens_the_slot(slots: Slots, folder: DataFolder) -> None:
    assert slots.open_slot("zhou", PASSWORD, NOW) == SECRETS
    assert Slots(folder).open_slot("zhou", PASSWORD, NOW) == SECRETS
    assert slots.logins() == ["zhou"]


def test_new_secrets_differ(folder: DataFolder) -> None:
    one, two = SlotSecrets.new(), SlotSecrets.new()
    assert len({one.database_key, one.object_key, two.database_key, two.object_key}) == 4
    assert one.database_key.hex() not in repr(one)


def test_no_key_stands_in_the_file(slots: Slots, folder: DataFolder) -> None:
    slots.add_recovery(SECRETS, CHEAP_KDF)
    content = folder.slots.read_text(encoding="utf-8")
    assert SECRETS.database_key.hex() not in content
    assert SECRETS.object_key.hex() not in content
    assert PASSWORD not in content


def test_a_wrong_password_and_an_unknown_login_are_told_alike(slots: Slots) -> None:
    for _ in range(TRIES + 1):
        wrong, unknown = refusal(slots, "zhou", "x"), refusal(slots, "nobody", "x")
        assert (wrong.message, wrong.hint, wrong.code) == (unknown.message, unknown.hint, unknown.code)


def test_an_unknown_login_costs_the_same_derivation(slots: Slots, monkeypatch: pytest.MonkeyPatch) -> None:
    costs: list[tuple[object, ...]] = []

    def watched(sealed: dict[str, object], password: str) -> bytes:
        costs.append(tuple(sealed[name] for name in ("kdf", "memory_kib", "iterations", "lanes")))
        return unseal(sealed, password)

    monkeypatch.setattr("desktop.store.slots.unseal", watched)
    refusal(slots, "zhou", "x")
    refusal(slots, "nobody", "x")
    assert len(costs) == 2
    assert costs[0] == costs[1]


def test_the_tries_left_are_told_and_a_right_password_clears_them(slots: Slots) -> None:
    assert "再输错 4 次" in refusal(slots, "zhou", "x").hint
    assert "再输错 3 次" in refusal(slots, "zhou", "x").hint
    slots.open_slot("zhou", PASSWORD, NOW)
    assert "再输错 4 次" in refusal(slots, "zhou", "x").hint


def test_five_failures_wait_thirty_seconds_and_each_further_one_twice_as_long(slots: Slots) -> None:
    now = NOW
    for _ in range(TRIES - 1):
        assert refusal(slots, "zhou", "x", now).code == "E-PASSWORD"
    for seconds in (30, 60, 120, 240, 480, 900, 900):
        assert f"{seconds} 秒" in refusal(slots, "zhou", "x", now).hint
        early = refusal(slots, "zhou", PASSWORD, now + timedelta(seconds=seconds - 1))
        assert (early.code, "1 秒" in early.message) == ("E-WAIT", True)
        assert slots.waiting(now) == {"zhou": timedelta(seconds=seconds)}
        now += timedelta(seconds=seconds)
    assert slots.open_slot("zhou", PASSWORD, now) == SECRETS
    assert slots.waiting(now) == {}


def test_an_officer_unlocks(slots: Slots) -> None:
    for _ in range(TRIES):
        refusal(slots, "zhou", "x")
    assert refusal(slots, "zhou", PASSWORD).code == "E-WAIT"
    slots.unlock("zhou")
    assert slots.open_slot("zhou", PASSWORD, NOW) == SECRETS


def test_a_try_counts_before_it_is_judged(slots: Slots, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("desktop.store.slots.unseal", killed)
        with pytest.raises(KeyboardInterrupt):
            slots.open_slot("zhou", "x", NOW)
    assert "再输错 3 次" in refusal(slots, "zhou", "x").hint


def test_a_clock_set_back_does_not_lock_for_ever(slots: Slots) -> None:
    for _ in range(TRIES):
        refusal(slots, "zhou", "x")
    assert slots.open_slot("zhou", PASSWORD, NOW - timedelta(days=400)) == SECRETS


def test_strangers_do_not_fill_the_file(slots: Slots, folder: DataFolder) -> None:
    refusal(slots, "zhou", "x")
    for number in range(230):
        refusal(slots, f"nobody{number}", "x")
    tries = json.loads(folder.slots.read_bytes())["tries"]
    assert len(tries) == 201
    assert "zhou" in tries


def test_slots_are_added_replaced_and_removed(slots: Slots) -> None:
    slots.add_slot("wu", "另一个口令", SECRETS, CHEAP_KDF)
    with pytest.raises(UserError, match="已经有人"):
        slots.add_slot("wu", "x", SECRETS, CHEAP_KDF)
    slots.replace_slot("zhou", "新口令", SlotSecrets(SECRETS.database_key, SECRETS.object_key), CHEAP_KDF)
    assert refusal(slots, "zhou", PASSWORD).code == "E-PASSWORD"
    assert slots.open_slot("zhou", "新口令", NOW).signing_key is None
    slots.remove_slot("zhou")
    assert slots.logins() == ["wu"]
    assert refusal(slots, "zhou", "新口令").code == "E-PASSWORD"
    with pytest.raises(UserError) as caught:
        slots.remove_slot("wu")
    assert caught.value.code == "E-LAST-SLOT"
    with pytest.raises(UserError, match="这个账号"):
        slots.remove_slot("zhou")
    with pytest.raises(UserError, match="这个账号"):
        slots.replace_slot("zhou", "x", SECRETS, CHEAP_KDF)


def test_the_recovery_key_opens_the_store_but_no_signing_key(slots: Slots) -> None:
    with pytest.raises(UserError, match="没有设置"):
        slots.open_recovery("0000")
    first = slots.add_recovery(SECRETS, CHEAP_KDF)
    opened = slots.open_recovery(f" {first.lower().replace('-', ' ')} ")
    assert (opened.database_key, opened.object_key) == (SECRETS.database_key, SECRETS.object_key)
    assert opened.signing_key is None
    second = slots.add_recovery(SECRETS, CHEAP_KDF)
    with pytest.raises(UserError, match="打不开"):
        slots.open_recovery(first)
    assert slots.open_recovery(second) == opened


def test_a_slot_of_another_store_is_not_believed(slots: Slots, folder: DataFolder) -> None:
    document = json.loads(folder.slots.read_bytes())
    document["database_id"] = "another"
    folder.slots.write_text(json.dumps(document), encoding="utf-8")
    assert refusal(slots, "zhou", PASSWORD).code == "E-DAMAGED"


def test_a_newer_file_is_refused_untouched(slots: Slots, folder: DataFolder) -> None:
    document = json.loads(folder.slots.read_bytes())
    document["format"] = 2
    newer = json.dumps(document).encode()
    folder.slots.write_bytes(newer)
    told = refusal(slots, "zhou", PASSWORD)
    assert told.code == "E-NEWER"
    assert "2" in told.message
    assert "1" in told.message
    assert folder.slots.read_bytes() == newer


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"[]", b"{}", b'{"format": "1"}', b'{"format": 1, "database_id": "a", "slots": []}']
)
def test_a_damaged_file_is_told(slots: Slots, folder: DataFolder, content: bytes) -> None:
    folder.slots.write_bytes(content)
    assert refusal(slots, "zhou", PASSWORD).code == "E-DAMAGED"
    assert folder.slots.read_bytes() == content


def test_an_absent_file_and_a_second_creation_are_told(slots: Slots, folder: DataFolder) -> None:
    with pytest.raises(UserError) as caught:
        Slots.create(folder)
    assert caught.value.code == "E-EXISTS"
    folder.slots.unlink()
    assert refusal(slots, "zhou", PASSWORD).code == "E-MISSING"


def test_a_folder_without_accounts_says_so(folder: DataFolder) -> None:
    folder.create()
    assert refusal(Slots.create(folder), "zhou", "x").code == "E-NO-SLOT"
