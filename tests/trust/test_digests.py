"""The digests give the published answers and canonical JSON has one form."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.trust.digests import DualDigest, _CryptographySm3, canonical, digest_of, sha256, sm3

ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=20,
)


def test_sm3_of_the_standard() -> None:
    assert sm3(b"abc") == ABC


def test_both_sources_of_sm3_agree() -> None:
    other = _CryptographySm3()
    other.update(b"a")
    assert other.hexdigest() == sm3(b"a")
    other.update(b"bc")
    assert other.hexdigest() == ABC


@given(st.lists(st.binary(max_size=200)))
def test_dual_digest_does_not_depend_on_the_pieces(pieces: list[bytes]) -> None:
    digest = DualDigest()
    for piece in pieces:
        digest.update(piece)
    whole = b"".join(pieces)
    assert (digest.sm3, digest.sha256, digest.size) == (sm3(whole), sha256(whole), len(whole))
    assert digest.sha256 == hashlib.sha256(whole).hexdigest()


@given(plain)
def test_canonical_json_reads_back_as_the_value_and_is_a_fixed_point(value: object) -> None:
    data = canonical(value)
    assert json.loads(data) == value
    assert canonical(json.loads(data)) == data


def test_canonical_form() -> None:
    assert canonical({"乙": 1, "a": [True, None, "件"]}) == '{"a":[true,null,"件"],"乙":1}'.encode()


def test_order_of_keys_does_not_change_the_digest() -> None:
    assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})


@pytest.mark.parametrize("value", [1.0, float("nan"), {"a": [0.5]}, {1: "a"}, (1, 2), b"a", {"a": {1}}])
def test_what_has_no_single_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)
