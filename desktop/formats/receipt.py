"""The receipt (回执): what the centre did with a batch, in one signed JSON file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.errors import UserError
from desktop.formats import strictjson
from desktop.formats.package_records import Anchor
from desktop.formats.placing import place_file, reading_errors
from desktop.formats.problems import refused
from desktop.rules.plain import to_plain
from desktop.rules.states import ItemOutcome, ReceivedOutcome
from desktop.trust.digests import canonical
from desktop.trust.signing import PrivateKey, PublicKey, sign, verify

FORMAT_VERSION = 1
RECEIPT_KIND = "receipt"
_FORMAT = "xxgk-receipt"
_LIMIT = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class BatchReference:
    """Which batch a receipt speaks of."""

    epoch: int
    seq: int
    manifest_hash: str
    batch_id: str


@dataclass(frozen=True, slots=True)
class ReceiptItem:
    """What happened to one revision; `fields` are those to be mended when it was returned."""

    uuid: str
    rev: int
    outcome: ItemOutcome
    reason: str = ""
    fields: tuple[str, ...] = ()
    index_number: str = ""
    address: str = ""
    published_on: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt; `gaps` are sequence numbers below `contiguous_seq`'s successors that have not arrived."""

    receipt_seq: int
    office_code: str
    agency_code: str
    batch: BatchReference
    outcome: ReceivedOutcome
    code: str
    contiguous_seq: int
    gaps: tuple[int, ...]
    items: tuple[ReceiptItem, ...]
    anchor: Anchor
    created_at: str


def encode_receipt(receipt: Receipt, centre_key: PrivateKey) -> bytes:
    """Return the signed file of a receipt."""
    body = {"format": _FORMAT, "version": FORMAT_VERSION, "receipt": to_plain(receipt)}
    signature = sign(centre_key, RECEIPT_KIND, body)
    return canonical({"body": body, "public_key": centre_key.public.as_json(), "signature": signature.as_json()})


def decode_receipt(data: bytes, centre_fingerprint: str, name: str = "") -> Receipt:
    """Return the receipt in `data`, signed by the key with this fingerprint.

    Raises Refused: E-FORMAT, E-VERSION, E-KEY (another key), E-ALG, E-SIG, E-FIELD.
    """
    return _decoded(data, name, centre_fingerprint)[0]


def _decoded(data: bytes, name: str, centre_fingerprint: str | None) -> tuple[Receipt, PublicKey]:
    if not data.lstrip().startswith(b"{"):
        raise refused("E-FORMAT", "这不是回执文件", name)
    value = strictjson.parse(data, name)
    if set(value) != {"body", "public_key", "signature"}:
        raise refused("E-FORMAT", "这不是回执文件", name)
    body = strictjson.mapping(value["body"], name)
    if body.get("format") != _FORMAT:
        raise refused("E-FORMAT", "这不是回执文件", name)
    version = strictjson.integer(body.get("version"), name)
    if version != FORMAT_VERSION:
        raise refused("E-VERSION", f"回执的格式版本是 {version}，本程序能读的是 {FORMAT_VERSION}", name)
    strictjson.fields(body, {"format", "version", "receipt"}, name)
    public = strictjson.public_key(value["public_key"], name)
    if centre_fingerprint is not None and public.fingerprint != centre_fingerprint:
        raise refused("E-KEY", "回执不是用已登记的办公室密钥签名的", name)
    if not verify(public, RECEIPT_KIND, body, strictjson.signature(value["signature"], name)):
        raise refused("E-SIG", "回执的签名与内容不符", name)
    return strictjson.record(Receipt, body["receipt"], name), public


def write_receipt(path: Path, receipt: Receipt, centre_key: PrivateKey) -> None:
    """Write a receipt so that it is wholly there or not at all; raises UserError E-FULL or E-WRITE."""
    data = encode_receipt(receipt, centre_key)

    def check(part: Path) -> None:
        if part.read_bytes() != data:
            raise UserError("回执写出后读回不一致", "更换 U 盘后重新写出。", "E-WRITE")

    place_file(path, lambda file: file.write(data), check)


def read_receipt(path: Path, centre_fingerprint: str) -> Receipt:
    """Read a receipt file; raises Refused as `decode_receipt`, E-LIMIT beyond 16 MiB, UserError E-READ."""
    return decode_receipt(_data(path), centre_fingerprint, path.name)


def inspect_receipt(path: Path) -> tuple[Receipt, PublicKey]:
    """Read a receipt and tell who signed it, whether known here or not; raises as `read_receipt` but for E-KEY."""
    return _decoded(_data(path), path.name, None)


def _data(path: Path) -> bytes:
    with reading_errors(path), path.open("rb") as file:
        data = file.read(_LIMIT + 1)
    if len(data) > _LIMIT:
        raise refused("E-LIMIT", "文件过大，不是回执", path.name)
    return data
