"""The anchor of a backup: the head of the audit chain when it was made, in one signed JSON file beside it."""

from __future__ import annotations

from pathlib import Path

from desktop.formats import strictjson
from desktop.formats.package_records import Anchor
from desktop.formats.problems import refused
from desktop.rules.plain import to_plain
from desktop.trust.digests import canonical
from desktop.trust.signing import PrivateKey, PublicKey, sign, verify

FORMAT_VERSION = 1
ANCHOR_KIND = "anchor"
ANCHOR_FILE = "anchor.json"
_FORMAT = "xxgk-anchor"


def encode_anchor(anchor: Anchor, created_at: str, key: PrivateKey) -> bytes:
    """Return the signed file of an anchor; `created_at` is ISO 8601 in UTC."""
    body = {"format": _FORMAT, "version": FORMAT_VERSION, "anchor": to_plain(anchor), "created_at": created_at}
    signature = sign(key, ANCHOR_KIND, body)
    return canonical({"body": body, "public_key": key.public.as_json(), "signature": signature.as_json()})


def decode_anchor(data: bytes, name: str = "") -> tuple[Anchor, PublicKey]:
    """Return the anchor in `data` and the key that signed it; whether that key is to be believed the caller knows.

    Raises Refused: E-FORMAT, E-VERSION, E-ALG, E-KEY, E-SIG, E-FIELD.
    """
    value = strictjson.parse(data, name)
    if set(value) != {"body", "public_key", "signature"}:
        raise refused("E-FORMAT", "这不是锚点文件", name)
    body = strictjson.mapping(value["body"], name)
    if body.get("format") != _FORMAT:
        raise refused("E-FORMAT", "这不是锚点文件", name)
    version = strictjson.integer(body.get("version"), name)
    if version != FORMAT_VERSION:
        raise refused("E-VERSION", f"锚点文件的格式版本是 {version}，本程序能读的是 {FORMAT_VERSION}", name)
    strictjson.fields(body, {"format", "version", "anchor", "created_at"}, name)
    public = strictjson.public_key(value["public_key"], name)
    if not verify(public, ANCHOR_KIND, body, strictjson.signature(value["signature"], name)):
        raise refused("E-SIG", "锚点文件的签名与内容不符", name)
    return strictjson.record(Anchor, body["anchor"], name), public


def anchor_path(backup: Path) -> Path:
    """Where a backup keeps its anchor."""
    return backup / ANCHOR_FILE
