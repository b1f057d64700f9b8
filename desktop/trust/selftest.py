"""Known answers of GB/T 32905 (SM3), 32907 (SM4) and 32918 (SM2): no key is used until they come out right."""

from __future__ import annotations

from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from desktop.trust import digests

_SM3_ANSWERS = (  # GB/T 32905-2016, appendix A
    (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
    (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
)
_SM4_KEY = bytes.fromhex("0123456789abcdeffedcba9876543210")  # GB/T 32907-2016, appendix A.1
_SM4_CIPHER = bytes.fromhex("681edf34d206965e86b3e94f536e4246")
_GCM_NONCE = bytes.fromhex("00001234567800000000abcd")  # RFC 8998, appendix A.1
_GCM_EXTRA = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
_GCM_PLAIN = bytes.fromhex("".join(pair * 8 for pair in ("aa", "bb", "cc", "dd", "ee", "ff", "ee", "aa")))
_GCM_CIPHER = bytes.fromhex(
    "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
    "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
)
_GCM_TAG = bytes.fromhex("83de3541e4c2b58177e065a9bf7b62ec")
_SM2_SECRET = bytes.fromhex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8")
_SM2_PUBLIC = bytes.fromhex(  # GB/T 32918.5-2017, appendix A.2
    "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
_SM2_SIGNATURE = encode_dss_signature(
    0xF5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3,
    0xB1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA,
)


class Sm2Backend(Protocol):
    """A module that signs and verifies with SM2."""

    NAME: str

    def sign(self, secret: bytes, public: bytes, message: bytes) -> bytes: ...

    def verify(self, public: bytes, message: bytes, signature: bytes) -> bool: ...


def failures_of_digests_and_ciphers() -> list[str]:
    """Return the names of the primitives whose known answers came out wrong; empty when all is well."""
    wrong = []
    if any(digests.sm3(message) != answer for message, answer in _SM3_ANSWERS):
        wrong.append("SM3")
    block = Cipher(algorithms.SM4(_SM4_KEY), modes.ECB()).encryptor()  # noqa: S305 - one known block
    if block.update(_SM4_KEY) + block.finalize() != _SM4_CIPHER:
        wrong.append("SM4")
    gcm = Cipher(algorithms.SM4(_SM4_KEY), modes.GCM(_GCM_NONCE)).encryptor()
    gcm.authenticate_additional_data(_GCM_EXTRA)
    if gcm.update(_GCM_PLAIN) + gcm.finalize() != _GCM_CIPHER or gcm.tag != _GCM_TAG:
        wrong.append("SM4-GCM")
    return wrong


def passes_sm2(backend: Sm2Backend) -> bool:
    """Tell whether `backend` accepts the standard's signature and its own, and refuses two wrong ones."""
    message = b"message digest"
    altered = _SM2_SIGNATURE[:-1] + bytes([_SM2_SIGNATURE[-1] ^ 1])
    try:
        fresh = backend.sign(_SM2_SECRET, _SM2_PUBLIC, message)
        return (
            backend.verify(_SM2_PUBLIC, message, _SM2_SIGNATURE)
            and backend.verify(_SM2_PUBLIC, message, fresh)
            and not backend.verify(_SM2_PUBLIC, message, altered)
            and not backend.verify(_SM2_PUBLIC, b"message digesu", _SM2_SIGNATURE)
        )
    except RuntimeError:
        return False
