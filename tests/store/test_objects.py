"""Attachments: what was put in comes out, once, unreadable and unnamed on disk, and damage is noticed and mended."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.store import objects
from desktop.store.database import Store
from desktop.store.objects import Objects
from tests.store.conftest import OBJECT_KEY

DOCUMENT = "关于加强供水管网改造的通知".encode() * 50_000


@pytest.fixture
def kept(tmp_path: Path) -> Objects:
    return Objects(tmp_path, OBJECT_KEY)


def files(kept: Objects) -> list[Path]:
    return sorted(kept.files())


def test_a_document_comes_back_with_its_digests(kept: Objects) -> None:
    stored = kept.put([DOCUMENT[:1000], b"", DOCUMENT[1000:]], len(DOCUMENT))
    assert stored.sha256 == hashlib.sha256(DOCUMENT).hexdigest()
    assert stored.size == len(DOCUMENT)
    assert b"".join(kept.open(stored.sm3)) == kept.read(stored.sm3) == DOCUMENT
    assert kept.check(stored.sm3)


@given(content=st.binary(max_size=3000), cut=st.integers(0, 3000))
def test_any_content_comes_back(kept: Objects, content: bytes, cut: int) -> None:
    stored = kept.put([content[:cut], content[cut:]])
    assert kept.read(stored.sm3) == content


def test_the_same_document_is_kept_once(kept: Objects) -> None:
    assert kept.put([DOCUMENT]) == kept.put([DOCUMENT])
    assert len(files(kept)) == 1


def test_neither_name_nor_content_tells_what_it_is(kept: Objects) -> None:
    stored = kept.put([DOCUMENT])
    (file,) = files(kept)
    assert stored.sm3 not in str(file)
    assert stored.sha256 not in str(file)
    assert "供水".encode() not in file.read_bytes()


def test_another_store_names_it_otherwise(kept: Objects, tmp_path: Path) -> None:
    sm3 = kept.put([DOCUMENT]).sm3
    assert Objects(tmp_path, bytes(32)).path_of(sm3) != kept.path_of(sm3)


def test_a_shortened_an_exchanged_and_a_missing_object_are_flagged(kept: Objects) -> None:
    one, two = kept.put([DOCUMENT]).sm3, kept.put([b"other"]).sm3
    path = kept.path_of(one)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - 1])
    assert not kept.check(one)
    path.write_bytes(kept.path_of(two).read_bytes())
    assert not kept.check(one)
    kept.remove(one)
    kept.remove(one)
    assert not kept.check(one)
    assert kept.check(two)


def test_the_limit_is_told_before_work_starts(kept: Objects) -> None:
    def untouched() -> bytes:
        raise AssertionError("work has started")

    with pytest.raises(UserError) as caught:
        kept.put(iter(untouched, b""), objects.MAX_SIZE + 1)
    assert caught.value.code == "E-SIZE"


def test_a_stream_that_grows_over_the_limit_leaves_nothing(
    kept: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects, "MAX_SIZE", 1000)
    with pytest.raises(UserError) as caught:
        kept.put([b"x" * 600, b"x" * 600])
    assert caught.value.code == "E-SIZE"
    assert list(tmp_path.iterdir()) == []


def test_reading_stops_at_the_limit_asked_for(kept: Objects) -> None:
    sm3 = kept.put([DOCUMENT]).sm3
    with pytest.raises(UserError) as caught:
        kept.read(sm3, 10)
    assert caught.value.code == "E-SIZE"


@pytest.mark.parametrize("error", [EOFError(), OSError(5, "Input/output error"), FileNotFoundError(2, "gone")])
def test_a_source_that_fails_leaves_nothing_and_says_its_own_error(
    kept: Objects, tmp_path: Path, error: Exception
) -> None:
    def failing() -> Iterator[bytes]:
        yield b"some"
        raise error

    with pytest.raises(type(error)) as caught:
        kept.put(failing())
    assert caught.value is error
    assert list(tmp_path.iterdir()) == []


def test_strays_are_swept_at_start(store: Store) -> None:
    stray = store.folder.objects / "new.0000.part"
    stray.write_bytes(b"half")
    assert store.objects.sweep() == 1
    assert not stray.exists()
