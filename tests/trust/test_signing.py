"""Signatures bind key, algorithm, kind and body, with either backend."""

from __future__ import annotations

import dataclasses
from types import ModuleType

import pytest

from desktop.errors import UserError
from desktop.trust import selftest, sm2_gmalg, sm2_libcrypto
from desktop.trust.signing import (
    Algorithm,
    PrivateKey,
    PublicKey,
    Signature,
    choose_backend,
    generate_key,
    self_test,
    sign,
    verify,
)

BODY = {"item": "甲", "rev": 1}
needs_libcrypto = pytest.mark.skipif(not sm2_libcrypto.is_available(), reason="no libcrypto >= 3 here")
BACKENDS = [pytest.param(sm2_gmalg, id="gmalg"), pytest.param(sm2_libcrypto, id="libcrypto", marks=needs_libcrypto)]


@pytest.fixture(scope="module")
def key() -> PrivateKey:
    return generate_key()


def test_a_signature_verifies_and_survives_json(key: PrivateKey) -> None:
    signature = Signature.from_json(sign(key, "sign-off", BODY).as_json())
    assert verify(key.public, "sign-off", BODY, signature)


def test_another_kind_body_or_key_does_not_verify(key: PrivateKey) -> None:
    signature = sign(key, "sign-off", BODY)
    assert not verify(key.public, "receipt", BODY, signature)
    assert not verify(key.public, "sign-off", {**BODY, "rev": 2}, signature)
    assert not verify(generate_key().public, "sign-off", BODY, signature)


@pytest.mark.parametrize("value", ["", "zz", "3006020100020100", "30", "ab" * 5000])
def test_a_malformed_signature_is_false_not_an_error(key: PrivateKey, value: str) -> None:
    signature = Signature(Algorithm.SM2_SM3, key.public.fingerprint, value)
    assert not verify(key.public, "sign-off", BODY, signature)


@pytest.mark.parametrize("data", ["", "04" + "00" * 64, "02" + "11" * 32, "04" + "ff" * 64, "xy", 4])
def test_what_is_no_point_of_the_curve_is_no_public_key(data: object) -> None:
    with pytest.raises(UserError) as caught:
        PublicKey.from_json({"alg": "SM2-SM3", "data": data})
    assert caught.value.code == "E-KEY"


def test_keys_survive_json_and_do_not_show_their_secret(key: PrivateKey) -> None:
    again = PrivateKey.from_json(key.as_json())
    assert again == key
    assert key.secret.hex() not in repr(key)
    assert str(key.secret) not in repr(key)
    assert verify(key.public, "x", BODY, sign(again, "x", BODY))


def test_the_fingerprint_is_eight_groups_of_four(key: PrivateKey) -> None:
    groups = key.public.fingerprint.split(" ")
    assert [len(group) for group in groups] == [4] * 8
    assert key.public.fingerprint == key.public.fingerprint.upper()
    assert generate_key().public.fingerprint != key.public.fingerprint


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_backend_gives_the_answers_of_the_standard(backend: ModuleType) -> None:
    assert selftest.passes_sm2(backend)


@pytest.mark.parametrize("signer", BACKENDS)
@pytest.mark.parametrize("verifier", BACKENDS)
def test_backends_read_each_other(signer: ModuleType, verifier: ModuleType) -> None:
    for _ in range(3):
        secret, public = sm2_gmalg.generate()
        signature = signer.sign(secret, public, b"message")
        assert verifier.verify(public, b"message", signature)
        assert not verifier.verify(public, b"massage", signature)
        assert not verifier.verify(public, b"message", signature[:-1])
        assert not verifier.verify(b"\x04" + b"\xff" * 64, b"message", signature)


def test_the_self_test_names_the_fastest_backend_there_is() -> None:
    assert selftest.failures_of_digests_and_ciphers() == []
    assert self_test() == ("libcrypto" if sm2_libcrypto.is_available() else "gmalg")


@dataclasses.dataclass
class _Credulous:
    """A backend that accepts whatever it is shown."""

    NAME: str = "credulous"

    def sign(self, secret: bytes, public: bytes, message: bytes) -> bytes:
        return sm2_gmalg.sign(secret, public, message)

    def verify(self, public: bytes, message: bytes, signature: bytes) -> bool:
        return True


def test_a_backend_that_fails_the_known_answers_is_passed_over() -> None:
    assert choose_backend([_Credulous(), sm2_gmalg]).NAME == "gmalg"


def test_without_a_sound_backend_signing_is_refused_in_words() -> None:
    with pytest.raises(UserError) as caught:
        choose_backend([_Credulous()])
    assert caught.value.code == "E-SELFTEST"
    assert "SM2" in caught.value.message
