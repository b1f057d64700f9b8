"""The statement that a new key takes an old one's place (换钥声明): one JSON file, signed by both keys."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.errors import UserError
from desktop.formats import strictjson
from desktop.formats.placing import place_file, reading_errors
from desktop.formats.problems import refused
from desktop.rules.plain import to_plain
from desktop.trust.digests import canonical
from desktop.trust.signing import PrivateKey, PublicKey, sign, verify

FORMAT_VERSION = 1
ROTATION_KIND = "key-rotation"
_FORMAT = "xxgk-key-rotation"
_LIMIT = 64 * 1024
_PARTS = {"body", "old_key", "old_signature", "new_signature"}


@dataclass(frozen=True, slots=True)
class Rotation:
    """Whose key is replaced and from where on: batch number `from_seq` of `from_epoch` is the first under the new key.

    `office_code` is empty for the key of the centre, which numbers no batches. `created_at` is ISO 8601 in UTC.
    """

    agency_code: str
    office_code: str
    office_name: str
    old_fingerprint: str
    from_epoch: int
    from_seq: int
    created_at: str


@dataclass(frozen=True, slots=True)
class SignedRotation:
    """A statement whose two signatures hold; whether the old key is the one believed so far the reader decides."""

    rotation: Rotation
    new_key: PublicKey
    data: bytes


def encode_rotation(rotation: Rotation, old: PrivateKey, new: PrivateKey) -> bytes:
    """Return the file of a statement; the caller takes care that `old` is the key that `rotation` names."""
    body = {
        "format": _FORMAT,
        "version": FORMAT_VERSION,
        "rotation": to_plain(rotation),
        "new_key": new.public.as_json(),
    }
    return canonical(
        {
            "body": body,
            "old_key": old.public.as_json(),
            "old_signature": sign(old, ROTATION_KIND, body).as_json(),
            "new_signature": sign(new, ROTATION_KIND, body).as_json(),
        }
    )


def decode_rotation(data: bytes, name: str = "") -> SignedRotation:
    """Return the statement in `data`, signed by the old key that it names and by the new one.

    Raises Refused: E-FORMAT, E-VERSION, E-ALG, E-KEY, E-SIG, E-FIELD.
    """
    if not data.lstrip().startswith(b"{"):
        raise refused("E-FORMAT", "这不是换钥声明", name)
    value = strictjson.parse(data, name)
    if set(value) != _PARTS:
        raise refused("E-FORMAT", "这不是换钥声明", name)
    body = strictjson.mapping(value["body"], name)
    if body.get("format") != _FORMAT:
        raise refused("E-FORMAT", "这不是换钥声明", name)
    version = strictjson.integer(body.get("version"), name)
    if version != FORMAT_VERSION:
        raise refused("E-VERSION", f"换钥声明的格式版本是 {version}，本程序能读的是 {FORMAT_VERSION}", name)
    strictjson.fields(body, {"format", "version", "rotation", "new_key"}, name)
    rotation = strictjson.record(Rotation, body["rotation"], name)
    old = strictjson.public_key(value["old_key"], name)
    new = strictjson.public_key(body["new_key"], name)
    if old.fingerprint != rotation.old_fingerprint or new.fingerprint == old.fingerprint:
        raise refused("E-KEY", "换钥声明里的公钥与所写的指纹不符", name)
    if rotation.from_epoch < 1 or rotation.from_seq < 1:
        raise refused("E-FIELD", "换钥声明里的批次号不规范", name)
    for public, signed in ((old, "old_signature"), (new, "new_signature")):
        if not verify(public, ROTATION_KIND, body, strictjson.signature(value[signed], name)):
            raise refused("E-SIG", "换钥声明的签名与内容不符", name)
    return SignedRotation(rotation, new, data)


def write_rotation(path: Path, data: bytes) -> None:
    """Write a statement so that it is wholly there or not at all; raises UserError E-FULL or E-WRITE."""

    def check(part: Path) -> None:
        if part.read_bytes() != data:
            raise UserError("换钥声明写出后读回不一致", "更换 U 盘后重新写出。", "E-WRITE")

    place_file(path, lambda file: file.write(data), check)


def read_rotation(path: Path) -> SignedRotation:
    """Read a statement; raises Refused as `decode_rotation`, E-LIMIT beyond 64 KiB, UserError E-READ."""
    with reading_errors(path), path.open("rb") as file:
        data = file.read(_LIMIT + 1)
    if len(data) > _LIMIT:
        raise refused("E-LIMIT", "文件过大，不是换钥声明", path.name)
    return decode_rotation(data, path.name)
