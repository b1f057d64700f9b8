"""Keys and detached signatures over canonical JSON, each bound to one allowed algorithm."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from desktop.errors import UserError
from desktop.trust import sm2_gmalg, sm2_libcrypto
from desktop.trust.digests import digest_of, sm3
from desktop.trust.selftest import Sm2Backend, failures_of_digests_and_ciphers, passes_sm2

_PREFIX = b"XXGK-SIG-v1\0"


class Algorithm(StrEnum):
    """The signature algorithms this program allows."""

    SM2_SM3 = "SM2-SM3"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key and the one algorithm it may be used with."""

    alg: Algorithm
    data: bytes

    @property
    def fingerprint(self) -> str:
        """The first 32 hex digits of SM3(algorithm, key), upper case, in groups of four for reading aloud."""
        return _fingerprint(self.alg, self.data)

    def as_json(self) -> dict[str, object]:
        """Return the key as plain JSON."""
        return {"alg": self.alg.value, "data": self.data.hex()}

    @classmethod
    def from_json(cls, value: object) -> PublicKey:
        """Read what `as_json` wrote; raises UserError E-ALG or E-KEY."""
        fields = _fields(value, {"alg", "data"}, "公钥", "E-KEY")
        alg = _algorithm(fields["alg"])
        data = _bytes(fields["data"], "公钥", "E-KEY")
        if not _SCHEMES[alg].is_public_key(data):
            raise UserError("公钥不是该算法的有效公钥", "请对方重新导出公钥。", "E-KEY")
        return cls(alg, data)


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """A signing key; it is never stored except sealed."""

    public: PublicKey
    secret: bytes = field(repr=False)

    def as_json(self) -> dict[str, object]:
        """Return the key as plain JSON, to be sealed before it is stored."""
        return {"public": self.public.as_json(), "secret": self.secret.hex()}

    @classmethod
    def from_json(cls, value: object) -> PrivateKey:
        """Read what `as_json` wrote; raises UserError E-ALG or E-KEY."""
        fields = _fields(value, {"public", "secret"}, "签名密钥", "E-KEY")
        public = PublicKey.from_json(fields["public"])
        secret = _bytes(fields["secret"], "签名密钥", "E-KEY")
        if len(secret) != 32:
            raise UserError("签名密钥长度不对", "从备份恢复，或由系统管理员重新签发。", "E-KEY")
        return cls(public, secret)


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature, the algorithm it claims and the fingerprint of the key it claims."""

    alg: Algorithm
    fingerprint: str
    value: str

    def as_json(self) -> dict[str, object]:
        """Return the signature as plain JSON."""
        return {"alg": self.alg.value, "fingerprint": self.fingerprint, "value": self.value}

    @classmethod
    def from_json(cls, value: object) -> Signature:
        """Read what `as_json` wrote; raises UserError E-ALG or E-SIG."""
        fields = _fields(value, {"alg", "fingerprint", "value"}, "签名", "E-SIG")
        alg = _algorithm(fields["alg"])
        data = _bytes(fields["value"], "签名", "E-SIG")
        fingerprint = fields["fingerprint"]
        if not isinstance(fingerprint, str):
            raise _malformed("签名", "E-SIG")
        return cls(alg, fingerprint, data.hex())


def generate_key(alg: Algorithm = Algorithm.SM2_SM3) -> PrivateKey:
    """Make a new signing key."""
    secret, public = _SCHEMES[alg].generate()
    return PrivateKey(PublicKey(alg, public), secret)


def sign(key: PrivateKey, kind: str, body: object) -> Signature:
    """Sign `body` (plain JSON) as a document of `kind`.

    The kind is part of what is signed, so a signature on one kind of document never fits another. Raises
    UserError E-SELFTEST when the known answers of the standards fail on this machine.
    """
    value = _SCHEMES[key.public.alg].sign(key.secret, key.public.data, _message(kind, digest_of(body)))
    return Signature(key.public.alg, key.public.fingerprint, value.hex())


def verify(public: PublicKey, kind: str, body: object, signature: Signature) -> bool:
    """Tell whether `signature` is by the holder of `public` over this kind and body.

    The algorithm is that of the registered key: a signature claiming another is false. Raises UserError
    E-SELFTEST as `sign` does.
    """
    return verify_digest(public, kind, digest_of(body), signature)


def verify_digest(public: PublicKey, kind: str, digest: str, signature: Signature) -> bool:
    """The same of a body whose `digest_of` is known."""
    if signature.alg is not public.alg or signature.fingerprint != public.fingerprint:
        return False
    try:
        value = bytes.fromhex(signature.value)
    except ValueError:
        return False
    return _SCHEMES[public.alg].verify(public.data, _message(kind, digest), value)


def self_test() -> str:
    """Compute the known answers of GB/T 32905, 32907 and 32918; return the name of the SM2 backend in use.

    Raises UserError E-SELFTEST when one is wrong; signing and verifying then stay disabled.
    """
    return _backend().NAME


def choose_backend(candidates: Sequence[Sm2Backend]) -> Sm2Backend:
    """Return the first backend that gives the known answers; raises UserError E-SELFTEST when none does."""
    wrong = failures_of_digests_and_ciphers()
    if not wrong:
        for backend in candidates:
            if passes_sm2(backend):
                return backend
        wrong = ["SM2"]
    raise UserError(
        f"密码算法自检未通过（{'、'.join(wrong)}），签名和验签已停用",
        "重新安装本程序；仍不通过的，换一台计算机，并告知系统管理员。",
        "E-SELFTEST",
    )


def in_groups(text: str, size: int = 4) -> str:
    """Set `text` in groups of `size` with spaces between, as fingerprints are printed and typed."""
    return " ".join(text[start : start + size] for start in range(0, len(text), size))


@functools.cache
def _backend() -> Sm2Backend:
    fast: list[Sm2Backend] = [sm2_libcrypto] if sm2_libcrypto.is_available() else []
    return choose_backend([*fast, sm2_gmalg])


@functools.lru_cache(maxsize=1024)
def _fingerprint(alg: Algorithm, data: bytes) -> str:
    """Kept, because a batch has ten thousands of signatures by a handful of keys."""
    return in_groups(sm3(alg.encode() + data)[:32].upper())


def _message(kind: str, digest: str) -> bytes:
    return _PREFIX + kind.encode() + bytes.fromhex(digest)


class _Scheme(Protocol):
    def generate(self) -> tuple[bytes, bytes]: ...

    def is_public_key(self, data: bytes) -> bool: ...

    def sign(self, secret: bytes, public: bytes, message: bytes) -> bytes: ...

    def verify(self, public: bytes, message: bytes, signature: bytes) -> bool: ...


class _Sm2Scheme:
    def generate(self) -> tuple[bytes, bytes]:
        return sm2_gmalg.generate()

    def is_public_key(self, data: bytes) -> bool:
        return sm2_gmalg.is_public_point(data)

    def sign(self, secret: bytes, public: bytes, message: bytes) -> bytes:
        return _backend().sign(secret, public, message)

    def verify(self, public: bytes, message: bytes, signature: bytes) -> bool:
        return _backend().verify(public, message, signature)


_SCHEMES: dict[Algorithm, _Scheme] = {Algorithm.SM2_SM3: _Sm2Scheme()}


def _fields(value: object, names: set[str], what: str, code: str) -> dict[str, object]:
    if not isinstance(value, dict) or set(value) != names:
        raise _malformed(what, code)
    return value


def _algorithm(name: object) -> Algorithm:
    try:
        return Algorithm(str(name))
    except ValueError:
        raise UserError("使用了本程序不认可的签名算法", "请对方改用 SM2-SM3 重新签名后再报。", "E-ALG") from None


def _bytes(text: object, what: str, code: str) -> bytes:
    if not isinstance(text, str):
        raise _malformed(what, code)
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise _malformed(what, code) from None


def _malformed(what: str, code: str) -> UserError:
    return UserError(f"{what}的格式不对", "请对方重新导出。", code)
