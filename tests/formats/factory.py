"""Invented batches, receipts and deliveries; a test states only what matters to it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from desktop.formats.package_records import (
    Anchor,
    BatchHeader,
    PackagedItem,
    UserKey,
    WithdrawalNotice,
    WithheldStub,
    item_digest,
)
from desktop.formats.package_writing import sign_user_keys, write_package
from desktop.formats.receipt import BatchReference, Receipt, ReceiptItem
from desktop.rules.states import ItemOutcome, ReceivedOutcome
from desktop.trust.digests import sha256, sm3
from desktop.trust.signing import PrivateKey, PublicKey, generate_key

NAMESPACE = uuid.UUID("5f0c7f0e-6d0a-4b8e-9a55-0c6b5b1d3a11")
DOCUMENT = "关于开展法治宣传月活动的通知\n".encode() * 20


@cache
def key(name: str) -> PrivateKey:
    """One key for each name, for as long as the tests run."""
    return generate_key()


def header(**changes: Any) -> BatchHeader:
    values: dict[str, Any] = {
        "batch_id": str(uuid.uuid5(NAMESPACE, "batch")),
        "agency_code": "014236727",
        "office_code": "BGS",
        "office_name": "某县司法局办公室",
        "epoch": 1,
        "seq": 3,
        "previous": "ab" * 32,
        "kind": "regular",
        "period": "2025 年 3 月",
        "paper_number": "2025-003",
        "created_at": "2025-03-31T08:30:00Z",
        "anchor": Anchor(epoch=1, seq=41, head="cd" * 32),
    }
    return BatchHeader(**{**values, **changes})


def item(name: str = "甲", documents: Iterable[bytes] = (DOCUMENT,), **changes: Any) -> PackagedItem:
    content: dict[str, object] = {
        "title": f"{name}通知",
        "attachments": [
            {"sm3": sm3(one), "sha256": sha256(one), "size": len(one), "name": "通知.txt"} for one in documents
        ],
        **changes.pop("content", {}),
    }
    identity, rev = str(uuid.uuid5(NAMESPACE, name)), changes.pop("rev", 1)
    parents = changes.pop("parents", ())
    values: dict[str, Any] = {
        "uuid": identity,
        "rev": rev,
        "parents": parents,
        "digest": item_digest(identity, rev, parents, content),
        "form_number": "保审〔2025〕BGS-0001",
        "content": content,
        "signoffs": ({"step": "handler", "opinion": "agree"},),
    }
    return PackagedItem(**{**values, **changes})


def user_key(name: str = "张三") -> UserKey:
    public = key(name).public
    return UserKey("zhangsan", name, public.fingerprint, public.as_json(), ("information_administrator",))


def withdrawal(**changes: Any) -> WithdrawalNotice:
    values = {
        "uuid": str(uuid.uuid5(NAMESPACE, "乙")),
        "rev": 2,
        "form_number": "保审〔2025〕BGS-0003",
        "reason": "内容有误，不再公开",
        "date": "2025-03-20",
    }
    return WithdrawalNotice(**{**values, **changes})


def contents(*documents: bytes) -> dict[str, Any]:
    return {sm3(one): (len(one), lambda one=one: iter([one[:7], one[7:]])) for one in documents}


def write(path: Path, **changes: Any) -> str:
    """Write a package of one item with one attachment, changed as asked; `user_keys` are signed with `users_key`."""
    values: dict[str, Any] = {
        "header": header(),
        "items": [item()],
        "stubs": [WithheldStub("保审〔2025〕BGS-0002", "BGS", "2025-03-02", "16-2")],
        "attachments": contents(DOCUMENT),
        "office_key": key("office"),
        **{name: value for name, value in changes.items() if name not in ("user_keys", "users_key")},
    }
    head = values["header"]
    signer = changes.get("users_key", values["office_key"])
    listed = changes.get("user_keys", [user_key()])
    users = sign_user_keys(head.agency_code, head.office_code, listed, signer)
    return write_package(path, users=users, **values)


def trust_office(header: BatchHeader, public: PublicKey) -> None:
    """The hook of a centre that has enrolled the office of these tests."""
    assert public == key("office").public


def trust_anyone(header: BatchHeader, public: PublicKey) -> None:
    """The hook of a test that is not about trust."""


def receipt(**changes: Any) -> Receipt:
    values: Mapping[str, Any] = {
        "receipt_seq": 9,
        "office_code": "BGS",
        "agency_code": "014236727",
        "batch": BatchReference(1, 3, "ab" * 32, str(uuid.uuid5(NAMESPACE, "batch"))),
        "outcome": ReceivedOutcome.ACCEPTED,
        "code": "",
        "contiguous_seq": 3,
        "gaps": (),
        "items": (ReceiptItem(str(uuid.uuid5(NAMESPACE, "甲")), 1, ItemOutcome.RETURNED, "标题不完整", ("title",)),),
        "anchor": Anchor(1, 7, "ef" * 32),
        "created_at": "2025-04-01T01:00:00Z",
    }
    return Receipt(**{**values, **changes})
