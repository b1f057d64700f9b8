"""QR codes: what is written can be read, and nothing but the agreed characters is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.printing.qr import digest_payload, qr_matrix
from tests.printing.qr_reader import read_qr


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ:-", min_size=1, max_size=220))
def test_every_payload_can_be_read_back(payload: str) -> None:
    assert read_qr(qr_matrix(payload)) == payload


def test_a_digest_payload_is_capital_and_short_enough_for_the_paper() -> None:
    payload = digest_payload("FORM", "ab" * 32)
    assert payload == "XXGK:FORM:" + "AB" * 32
    assert len(qr_matrix(payload)) <= 37


@pytest.mark.parametrize("payload", ["", "lower", "保审", "A B", "A/B", "A" * 301, "A\n"])
def test_other_characters_are_refused(payload: str) -> None:
    with pytest.raises(ValueError, match="QR payload"):
        qr_matrix(payload)
