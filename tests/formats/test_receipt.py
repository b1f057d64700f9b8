"""Receipts are believed only when the centre's registered key signed them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.formats.package_records import Anchor
from desktop.formats.problems import Refused
from desktop.formats.receipt import (
    RECEIPT_KIND,
    BatchReference,
    Receipt,
    ReceiptItem,
    decode_receipt,
    encode_receipt,
    read_receipt,
    write_receipt,
)
from desktop.rules.states import ItemOutcome, ReceivedOutcome
from desktop.trust.digests import canonical
from desktop.trust.signing import sign

from . import factory

CENTRE = "centre"
texts = st.text(st.characters(codec="utf-8"), max_size=20)
numbers = st.integers(0, 10**9)
receipts = st.builds(
    Receipt,
    numbers,
    texts,
    texts,
    st.builds(BatchReference, numbers, numbers, texts, texts),
    st.sampled_from(ReceivedOutcome),
    texts,
    numbers,
    st.lists(numbers, max_size=3).map(tuple),
    st.lists(
        st.builds(
            ReceiptItem,
            texts,
            numbers,
            st.sampled_from(ItemOutcome),
            texts,
            st.lists(texts, max_size=2).map(tuple),
            texts,
            texts,
            texts,
        ),
        max_size=3,
    ).map(tuple),
    st.builds(Anchor, numbers, numbers, texts),
    texts,
)


def _fingerprint() -> str:
    return factory.key(CENTRE).public.fingerprint


def _code(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        decode_receipt(data, _fingerprint(), "回执.json")
    assert caught.value.hint
    return caught.value.code


def _altered(change: str, value: object, *, signed: bool = True) -> bytes:
    """A receipt with one field of its body changed, signed anew unless told otherwise."""
    document = json.loads(encode_receipt(factory.receipt(), factory.key(CENTRE)))
    target = document["body"] if change in document["body"] else document["body"]["receipt"]
    target[change] = value
    if signed:
        document["signature"] = sign(factory.key(CENTRE), RECEIPT_KIND, document["body"]).as_json()
    return canonical(document)


@settings(max_examples=50)
@given(receipts)
def test_every_receipt_comes_back(receipt: Receipt) -> None:
    assert decode_receipt(encode_receipt(receipt, factory.key(CENTRE)), _fingerprint()) == receipt


def test_a_receipt_file_is_whole_and_alone(tmp_path: Path) -> None:
    path = tmp_path / "回执.json"
    write_receipt(path, factory.receipt(), factory.key(CENTRE))
    assert read_receipt(path, _fingerprint()) == factory.receipt()
    assert list(tmp_path.iterdir()) == [path]


def test_another_centres_receipt_is_refused() -> None:
    assert _code(encode_receipt(factory.receipt(), factory.key("stranger"))) == "E-KEY"


def test_an_altered_receipt_is_refused() -> None:
    assert _code(_altered("contiguous_seq", 99, signed=False)) == "E-SIG"


def test_a_newer_receipt_is_refused_naming_both_versions() -> None:
    assert _code(_altered("version", 2)) == "E-VERSION"
    grown = json.loads(encode_receipt(factory.receipt(), factory.key(CENTRE)))
    grown["body"] |= {"version": 2, "what_is_new": {}}
    assert _code(canonical(grown)) == "E-VERSION"


@pytest.mark.parametrize(
    ("field", "value"),
    [("contiguous_seq", "3"), ("gaps", [None]), ("outcome", "MAYBE"), ("items", {}), ("anchor", {}), ("batch", None)],
)
def test_signed_nonsense_is_refused(field: str, value: object) -> None:
    assert _code(_altered(field, value)) == "E-FIELD"


@pytest.mark.parametrize(
    "data", [b"", b"PK\x05\x06", b"[]", b"{}", b'{"body":1,"public_key":{},"signature":{}}', b"\xff"]
)
def test_what_is_no_receipt_is_told(data: bytes) -> None:
    assert _code(data) in {"E-FORMAT", "E-FIELD"}


def test_every_truncation_and_a_missing_file_are_told(tmp_path: Path) -> None:
    data = encode_receipt(factory.receipt(), factory.key(CENTRE))
    for cut in range(len(data)):
        assert _code(data[:cut]) in {"E-FORMAT", "E-FIELD"}
    with pytest.raises(UserError) as caught:
        read_receipt(tmp_path / "none.json", _fingerprint())
    assert caught.value.code == "E-READ"
