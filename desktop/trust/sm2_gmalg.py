"""SM2 in pure Python (gmalg): slow, everywhere; also the one maker of keys, since keys are made rarely."""

from __future__ import annotations

import functools

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from gmalg import SM2
from gmalg.errors import GMError

SIGNER_ID = b"1234567812345678"
"""The default signer identity of GM/T 0009."""

NAME = "gmalg"


def generate() -> tuple[bytes, bytes]:
    """Return a new secret (32 bytes) and its public point (65 bytes, uncompressed)."""
    secret, public = SM2().generate_keypair()
    return secret.rjust(32, b"\0"), public


@functools.lru_cache(maxsize=256)
def is_public_point(public: bytes) -> bool:
    """Tell whether `public` is an uncompressed point of the SM2 curve."""
    if len(public) != 65 or public[0] != 4:
        return False
    try:
        return bool(SM2().verify_pk(public))
    except GMError:
        return False


def sign(secret: bytes, public: bytes, message: bytes) -> bytes:
    """Return the DER signature of `message` (GB/T 32918.2 with SM3)."""
    r, s = SM2(secret, SIGNER_ID, public).sign(message)
    return encode_dss_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big"))


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether the DER `signature` over `message` is by the holder of `public`."""
    if not is_public_point(public):
        return False
    try:
        r, s = decode_dss_signature(signature)
    except ValueError:
        return False
    if r < 1 or s < 1:
        return False
    size = max(r.bit_length(), s.bit_length()) // 8 + 1
    return bool(SM2(None, SIGNER_ID, public).verify(message, r.to_bytes(size, "big"), s.to_bytes(size, "big")))
