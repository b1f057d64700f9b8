"""Secrets sealed under a password (Argon2id, SM4-GCM), and the recovery key printed at first run."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import asdict

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from desktop.errors import UserError
from desktop.trust.digests import canonical, sm3
from desktop.trust.kdf import DEFAULT_KDF, KdfParameters

_FORMAT = 1
_SALT_BYTES, _NONCE_BYTES, _TAG_BYTES, _KEY_BYTES = 16, 12, 16, 16
_LARGEST_SEALED = 1 << 20
_BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUP, _DATA_GROUPS = 4, 8


class WrongPassword(UserError):
    """The password does not open the seal, or the sealed bytes were altered: the two cannot be told apart."""

    def __init__(self) -> None:
        super().__init__("口令不对", "检查大小写和输入法后重新输入；忘记口令的，用应急密钥打开。", "E-PASSWORD")


"""For tests and the demonstration only: a seal that opens at once, also for a thief."""


def seal(payload: bytes, password: str, kdf: KdfParameters = DEFAULT_KDF) -> dict[str, object]:
    """Seal `payload` (at most 1 MiB) under `password`; the result is plain JSON with its parameters."""
    if len(payload) > _LARGEST_SEALED:
        raise ValueError("too large to be sealed in one piece")
    _require_sane(kdf)
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    head: dict[str, object] = {
        "format": _FORMAT,
        "kdf": "argon2id",
        **asdict(kdf),
        "cipher": "SM4-GCM",
        "salt": salt.hex(),
        "nonce": nonce.hex(),
    }
    encryptor = Cipher(algorithms.SM4(_key(password, salt, kdf)), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(canonical(head))
    sealed = encryptor.update(payload) + encryptor.finalize() + encryptor.tag
    return {**head, "sealed": sealed.hex()}


def unseal(sealed: dict[str, object], password: str) -> bytes:
    """Return the payload; raises WrongPassword, or UserError E-SEAL when the seal itself is not readable."""
    head = {name: value for name, value in sealed.items() if name != "sealed"}
    kdf = _parameters(head)
    salt = _hex(head.get("salt"), _SALT_BYTES)
    nonce = _hex(head.get("nonce"), _NONCE_BYTES)
    data = _hex(sealed.get("sealed"))
    if not _TAG_BYTES <= len(data) <= _LARGEST_SEALED + _TAG_BYTES:
        raise _unreadable()
    mode = modes.GCM(nonce, data[-_TAG_BYTES:])
    decryptor = Cipher(algorithms.SM4(_key(password, salt, kdf)), mode).decryptor()
    try:
        decryptor.authenticate_additional_data(canonical(head))
        return decryptor.update(data[:-_TAG_BYTES]) + decryptor.finalize()
    except InvalidTag:
        raise WrongPassword from None


def new_recovery_key() -> str:
    """Return a new recovery key: 160 random bits in eight groups of four, and a ninth that checks them."""
    data = "".join(secrets.choice(_BASE32) for _ in range(_GROUP * _DATA_GROUPS))
    return _dashed(data + _check_group(data))


def normalize_recovery_key(text: str) -> str:
    """Return a typed recovery key in its printed form; raises UserError when it cannot be one.

    Case, spaces, dashes and full-width characters do not matter; O is read as 0, I and L as 1.
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    plain = "".join(character for character in plain if not character.isspace() and character not in "-_—–.·")
    plain = plain.translate(str.maketrans("OIL", "011"))
    foreign = sorted({character for character in plain if character not in _BASE32})
    if foreign:
        raise UserError(f"应急密钥中不会有“{'、'.join(foreign)}”", "对照打印件逐组核对后重新输入。", "E-RECOVERY")
    expected = _GROUP * (_DATA_GROUPS + 1)
    if len(plain) != expected:
        raise UserError(
            f"应急密钥应为 {expected} 个字符，现有 {len(plain)} 个",
            "对照打印件逐组核对后重新输入。",
            "E-RECOVERY",
        )
    data, check = plain[:-_GROUP], plain[-_GROUP:]
    if _check_group(data) != check:
        raise UserError("应急密钥有输入错误，校验组不符", "对照打印件逐组核对后重新输入。", "E-RECOVERY")
    return _dashed(plain)


def _check_group(data: str) -> str:
    number = int(sm3(b"XXGK-RECOVERY-v1\0" + data.encode())[:8], 16)
    return "".join(_BASE32[number >> shift & 31] for shift in (27, 22, 17, 12))


def _dashed(plain: str) -> str:
    return "-".join(plain[start : start + _GROUP] for start in range(0, len(plain), _GROUP))


def _key(password: str, salt: bytes, kdf: KdfParameters) -> bytes:
    secret = unicodedata.normalize("NFC", password).encode()
    return hash_secret_raw(secret, salt, kdf.iterations, kdf.memory_kib, kdf.lanes, _KEY_BYTES, Type.ID)


def _parameters(head: dict[str, object]) -> KdfParameters:
    names = {"format", "kdf", "cipher", "memory_kib", "iterations", "lanes", "salt", "nonce"}
    if set(head) != names or (head["kdf"], head["cipher"]) != ("argon2id", "SM4-GCM"):
        raise _unreadable()
    if head["format"] != _FORMAT:
        raise UserError("密封格式不是本程序能读的版本", "用写出它的那一版程序或更新的程序打开。", "E-VERSION")
    memory, iterations, lanes = head["memory_kib"], head["iterations"], head["lanes"]
    if type(memory) is not int or type(iterations) is not int or type(lanes) is not int:
        raise _unreadable()
    kdf = KdfParameters(memory, iterations, lanes)
    try:
        _require_sane(kdf)
    except ValueError:
        raise _unreadable() from None
    return kdf


def _require_sane(kdf: KdfParameters) -> None:
    """Refuse parameters that Argon2 does not take or that would exhaust the machine."""
    lanes_fit = 1 <= kdf.lanes <= 16 and 8 * kdf.lanes <= kdf.memory_kib <= 512 * 1024
    if not lanes_fit or not 1 <= kdf.iterations <= 20:
        raise ValueError("Argon2 parameters out of bounds")


def _hex(value: object, size: int | None = None) -> bytes:
    try:
        data = bytes.fromhex(value) if isinstance(value, str) else None
    except ValueError:
        data = None
    if data is None or (size is not None and len(data) != size):
        raise _unreadable()
    return data


def _unreadable() -> UserError:
    return UserError("密封的密钥已损坏，无法读取", "从最近的备份恢复。", "E-SEAL")
