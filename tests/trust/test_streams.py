"""Encrypted files give back what went in, or say that they are damaged."""

from __future__ import annotations

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.trust.streams import CHUNK, Damaged, decrypt, encrypt

KEY = bytes(range(32))
SEALED = CHUNK + 16
HEAD = 16


def _sealed(plain: bytes) -> bytes:
    return b"".join(encrypt(KEY, [plain]))


def _opened(sealed: bytes, key: bytes = KEY) -> bytes:
    return b"".join(decrypt(key, [sealed]))


@pytest.fixture(scope="module")
def plain() -> bytes:
    return secrets.token_bytes(2 * CHUNK + 5)


@pytest.fixture(scope="module")
def sealed(plain: bytes) -> bytes:
    return _sealed(plain)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_every_size_round_trips(size: int) -> None:
    data = secrets.token_bytes(size)
    assert _opened(_sealed(data)) == data


@given(st.lists(st.binary(max_size=50)), st.integers(1, 64))
def test_pieces_do_not_matter(pieces: list[bytes], step: int) -> None:
    sealed = b"".join(encrypt(KEY, pieces))
    again = decrypt(KEY, (sealed[i : i + step] for i in range(0, len(sealed), step)))
    assert b"".join(again) == b"".join(pieces)


def test_plain_bytes_do_not_show_and_no_two_files_are_alike() -> None:
    first, second = _sealed(b"plain words" * 20), _sealed(b"plain words" * 20)
    assert b"plain words" not in first
    assert first != second


@pytest.mark.parametrize("cut", [0, 1, 8, 15, HEAD, HEAD + 1, HEAD + SEALED, HEAD + 2 * SEALED, -1, -21])
def test_truncation_is_noticed(sealed: bytes, cut: int) -> None:
    with pytest.raises(Damaged):
        _opened(sealed[:cut])


def test_reordered_repeated_dropped_and_appended_chunks_are_noticed(sealed: bytes) -> None:
    head, one, two, rest = (
        sealed[:HEAD],
        sealed[HEAD:][:SEALED],
        sealed[HEAD + SEALED :][:SEALED],
        sealed[HEAD + 2 * SEALED :],
    )
    for wrong in (head + two + one + rest, head + one + one + rest, head + one + rest, sealed + one, sealed + b"\0"):
        with pytest.raises(Damaged):
            _opened(wrong)


@pytest.mark.parametrize("place", [0, 9, HEAD, HEAD + SEALED + 3, -1])
def test_a_flipped_bit_is_noticed(sealed: bytes, place: int) -> None:
    wrong = bytearray(sealed)
    wrong[place] ^= 1
    with pytest.raises(Damaged):
        _opened(bytes(wrong))


def test_another_key_does_not_open(sealed: bytes) -> None:
    with pytest.raises(Damaged):
        _opened(sealed, bytes(32))


def test_a_chunk_of_another_file_is_noticed(plain: bytes, sealed: bytes) -> None:
    other = _sealed(plain)
    with pytest.raises(Damaged):
        _opened(sealed[: HEAD + SEALED] + other[HEAD + SEALED :])
