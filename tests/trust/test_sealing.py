"""A seal opens for its password only, and a mistyped recovery key is told."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.trust.kdf import CHEAP_KDF, DEFAULT_KDF, KdfParameters
from desktop.trust.sealing import WrongPassword, new_recovery_key, normalize_recovery_key, seal, unseal


@given(st.binary(max_size=300), st.text(st.characters(codec="utf-8"), max_size=20))
def test_what_was_sealed_comes_back_through_json(payload: bytes, password: str) -> None:
    sealed = json.loads(json.dumps(seal(payload, password, CHEAP_KDF)))
    assert unseal(sealed, password) == payload


def test_another_password_is_told() -> None:
    with pytest.raises(WrongPassword):
        unseal(seal(b"key", "甲", CHEAP_KDF), "乙")


def test_a_password_typed_with_another_input_method_is_the_same() -> None:
    assert unseal(seal(b"key", "caf\u00e9", CHEAP_KDF), "cafe\u0301") == b"key"


def test_the_seal_shows_neither_payload_nor_repetition() -> None:
    first, second = seal(b"key" * 9, "a", CHEAP_KDF), seal(b"key" * 9, "a", CHEAP_KDF)
    assert first["sealed"] != second["sealed"]
    assert (b"key" * 3).hex() not in str(first)


@pytest.mark.parametrize("field", ["salt", "nonce", "sealed"])
def test_an_altered_seal_does_not_open(field: str) -> None:
    sealed = seal(b"key", "a", CHEAP_KDF)
    value = str(sealed[field])
    sealed[field] = ("0" if value[0] != "0" else "1") + value[1:]
    with pytest.raises(WrongPassword):
        unseal(sealed, "a")


def test_altered_parameters_do_not_open() -> None:
    with pytest.raises(WrongPassword):
        unseal({**seal(b"key", "a", CHEAP_KDF), "iterations": 2}, "a")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"memory_kib": 1 << 30}, "E-SEAL"),
        ({"memory_kib": 1}, "E-SEAL"),
        ({"iterations": 10**9}, "E-SEAL"),
        ({"iterations": 0}, "E-SEAL"),
        ({"lanes": 4096}, "E-SEAL"),
        ({"lanes": True}, "E-SEAL"),
        ({"lanes": "1"}, "E-SEAL"),
        ({"cipher": "none"}, "E-SEAL"),
        ({"salt": "00"}, "E-SEAL"),
        ({"sealed": "00"}, "E-SEAL"),
        ({"sealed": 5}, "E-SEAL"),
        ({"more": 1}, "E-SEAL"),
        ({"format": 2}, "E-VERSION"),
    ],
)
def test_absurd_seals_are_refused_before_work_is_done(changes: dict[str, object], code: str) -> None:
    with pytest.raises(UserError) as caught:
        unseal({**seal(b"key", "a", CHEAP_KDF), **changes}, "a")
    assert caught.value.code == code


def test_the_default_is_the_decided_cost() -> None:
    assert KdfParameters(memory_kib=65536, iterations=3, lanes=4) == DEFAULT_KDF


def test_recovery_keys_are_long_and_never_the_same() -> None:
    keys = {new_recovery_key() for _ in range(50)}
    assert len(keys) == 50
    assert all(len(key.replace("-", "")) * 5 >= 160 + 20 for key in keys)


def test_a_recovery_key_may_be_typed_loosely() -> None:
    key = new_recovery_key()
    full_width = "".join(chr(ord(c) + 0xFEE0) if c != "-" else "－" for c in key)
    for typed in (key, key.lower(), key.replace("-", " "), key.replace("0", "O").replace("1", "l"), full_width):
        assert normalize_recovery_key(typed) == key


@given(st.data())
def test_one_wrong_character_is_told(data: st.DataObject) -> None:
    key = new_recovery_key()
    place = data.draw(st.sampled_from([i for i, c in enumerate(key) if c != "-"]))
    other = data.draw(st.sampled_from([c for c in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" if c != key[place]]))
    with pytest.raises(UserError):
        normalize_recovery_key(key[:place] + other + key[place + 1 :])


@pytest.mark.parametrize("text", ["", "ABCD", "U" * 36, "口令"])
def test_what_is_no_recovery_key_is_told(text: str) -> None:
    with pytest.raises(UserError) as caught:
        normalize_recovery_key(text)
    assert caught.value.code == "E-RECOVERY"
