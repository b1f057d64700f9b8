"""SM3 and SHA-256 of bytes and streams, and the one byte form of a JSON value that may be digested."""

from __future__ import annotations

import functools
import hashlib
import json
from typing import Protocol

from cryptography.hazmat.primitives import hashes

# Made once, for `json.dumps` would make another for each of the ten thousands of values of a batch.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


class Digest(Protocol):
    """A digest in the making."""

    def update(self, data: bytes, /) -> None: ...

    def hexdigest(self) -> str: ...


class _CryptographySm3:
    """SM3 by `cryptography`, for Pythons whose OpenSSL was built without it."""

    def __init__(self) -> None:
        self._hash = hashes.Hash(hashes.SM3())

    def update(self, data: bytes, /) -> None:
        self._hash.update(data)

    def hexdigest(self) -> str:
        return self._hash.copy().finalize().hex()


def new_digest(algorithm: str) -> Digest:
    """Begin an SM3 ("sm3") or SHA-256 ("sha256") digest; while long pieces are taken in, other threads run."""
    if algorithm == "sm3" and "sm3" not in hashlib.algorithms_available:
        return _CryptographySm3()
    return hashlib.new(algorithm)


def sm3(data: bytes) -> str:
    """Return the SM3 digest (GB/T 32905) of `data`, lower-case hex."""
    digest = new_digest("sm3")
    digest.update(data)
    return digest.hexdigest()


def sha256(data: bytes) -> str:
    """Return the SHA-256 digest of `data`, lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def digest_named(algorithm: str) -> Digest | None:
    """Return a fresh digest by its name as BagIt writes it ("sha512", "sm3", "sha3256"), None when it is not known here.

    For judging what others wrote: it gives weak algorithms too, which this program never writes.
    """
    name = _names().get(algorithm)
    if name == "sm3":
        return new_digest(name)
    try:
        made = None if name is None else hashlib.new(name, usedforsecurity=False)
    except ValueError:  # the system's policy has switched it off
        return None
    return made if made is None or made.digest_size else None


@functools.cache
def _names() -> dict[str, str]:
    plain = {"".join(filter(str.isalnum, name.lower())): name for name in sorted(hashlib.algorithms_available)}
    return {**plain, "sm3": "sm3"}


class DualDigest:
    """SM3, SHA-256 and the size of one stream, taken in a single pass."""

    __slots__ = ("_sha256", "_sm3", "size")

    def __init__(self) -> None:
        self._sm3 = new_digest("sm3")
        self._sha256 = hashlib.sha256()
        self.size = 0

    def update(self, data: bytes) -> None:
        """Take in the next bytes of the stream."""
        self._sm3.update(data)
        self._sha256.update(data)
        self.size += len(data)

    @property
    def sm3(self) -> str:
        """SM3 of the bytes so far, lower-case hex."""
        return self._sm3.hexdigest()

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes so far, lower-case hex."""
        return self._sha256.hexdigest()


def canonical(value: object) -> bytes:
    """Return the canonical JSON of `value`: sorted keys, no spaces, UTF-8.

    Raises TypeError for anything but str, int, bool, None, list and dict with str keys. Floats are refused
    because two programs need not print them alike.
    """
    _require_plain(value)
    return _ENCODER.encode(value).encode("utf-8")


def canonical_again(value: object) -> str:
    """The same as text, of a value whose canonical form was taken before; it is not asked again whether it has one."""
    return _ENCODER.encode(value)


def digest_of(value: object) -> str:
    """Return the SM3 of the canonical JSON of `value`; raises TypeError as `canonical` does."""
    return sm3(canonical(value))


def _require_plain(value: object) -> None:
    if isinstance(value, list):
        for element in value:
            if type(element) is not str:  # asked here, for most are
                _require_plain(element)
    elif isinstance(value, dict):
        for key, element in value.items():
            if not isinstance(key, str):
                raise TypeError(f"canonical JSON has no key of type {type(key).__name__}")
            if type(element) is not str:
                _require_plain(element)
    elif value is not None and not isinstance(value, str | int):
        raise TypeError(f"canonical JSON has no value of type {type(value).__name__}")
