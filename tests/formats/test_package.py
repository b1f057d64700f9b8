"""Packages come back as they were written, or are not there at all."""

from __future__ import annotations

import zipfile
from pathlib import Path

import bagit
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.errors import Cancelled, UserError
from desktop.formats.package import Package, read_package
from desktop.formats.package_records import NIL, WithheldStub
from desktop.formats.problems import Refused, refused
from desktop.trust.digests import sm3

from . import factory
from .forging import Members, packed, resigned, unpacked

texts = st.text(st.characters(codec="utf-8"), max_size=30)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=40)
@given(st.data())
def test_whatever_is_written_is_read_back(tmp_path: Path, data: st.DataObject) -> None:
    documents = data.draw(st.lists(st.binary(max_size=200), max_size=3, unique=True))
    extra = data.draw(st.dictionaries(texts.filter(lambda key: key not in ("title", "attachments")), plain, max_size=3))
    items = [
        factory.item(name, documents, rev=data.draw(st.integers(1, 99)), content=extra)
        for name in data.draw(st.lists(texts, max_size=3, unique=True))
    ]
    stubs = [WithheldStub(*data.draw(st.tuples(texts, texts, texts, texts))) for _ in range(2)]
    head = factory.header(period=data.draw(texts), office_name=data.draw(texts), seq=data.draw(st.integers(1, 99_999)))
    attached = factory.contents(*documents) if items else {}
    path = tmp_path / "batch.zip"
    identity = factory.write(path, header=head, items=items, stubs=stubs, attachments=attached)
    with read_package(path, factory.trust_office) as read:
        assert read.manifest_hash == identity
        assert read.header == head
        assert sorted(read.items, key=lambda one: one.uuid) == sorted(items, key=lambda one: one.uuid)
        assert read.stubs == tuple(stubs)
        assert read.user_keys == (factory.user_key(),)
        assert {one: b"".join(read.attachment(one)) for one in read.attachments} == (
            {sm3(one): one for one in documents} if items else {}
        )


def test_equal_contents_make_equal_identities_and_the_bytes_are_dated_nowhere(tmp_path: Path) -> None:
    """SM2 draws a nonce, so only what is signed can be compared byte by byte."""
    paths = [tmp_path / "1.zip", tmp_path / "2.zip"]
    factory.write(paths[0])
    factory.write(paths[1])
    with zipfile.ZipFile(paths[0]) as first, zipfile.ZipFile(paths[1]) as second:
        assert first.namelist() == second.namelist()
        assert {one.date_time for one in first.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        same = [name for name in first.namelist() if first.read(name) == second.read(name)]
        assert {"batch.json", "data/withheld.json", "bagit.txt"} <= set(same)
        assert all(name.isascii() for name in first.namelist())


def test_a_judge_from_elsewhere_finds_a_valid_bag(tmp_path: Path) -> None:
    path = tmp_path / "batch.zip"
    factory.write(path)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path / "bag")
    bag = bagit.Bag(str(tmp_path / "bag"))
    assert bag.validate() is True
    assert bag.info["External-Identifier"] == factory.header().batch_id


def test_a_nil_return_is_a_package_too(tmp_path: Path) -> None:
    path = tmp_path / "batch.zip"
    factory.write(path, header=factory.header(kind=NIL), items=[], stubs=[], attachments={})
    with read_package(path, factory.trust_office) as read:
        assert (read.header.kind, read.items, read.attachments) == ("nil", (), {})


def test_a_nil_return_with_items_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        factory.write(tmp_path / "batch.zip", header=factory.header(kind=NIL))
    assert caught.value.code == "E-FIELD"


@pytest.mark.parametrize(
    "changes",
    [
        {"batch_id": "x"},
        {"epoch": 0},
        {"seq": 0},
        {"kind": "other"},
        {"previous": "x"},
        {"created_at": "2025-03-31 08:30"},
        {"created_at": "2025-03-31T08:30:00+08:00"},
        {"office_code": ""},
        {"format_version": 3},
    ],
)
def test_an_unsound_header_is_not_written(tmp_path: Path, changes: dict[str, object]) -> None:
    with pytest.raises(Refused) as caught:
        factory.write(tmp_path / "batch.zip", header=factory.header(**changes))
    assert caught.value.code == "E-FIELD"
    assert list(tmp_path.iterdir()) == []


def test_an_attachment_named_but_not_given_or_given_but_not_named_is_refused(tmp_path: Path) -> None:
    for attachments in ({}, factory.contents(factory.DOCUMENT, b"more"), {sm3(factory.DOCUMENT): (1, lambda: [b"x"])}):
        with pytest.raises(Refused) as caught:
            factory.write(tmp_path / "batch.zip", attachments=attachments)
        assert caught.value.code == "E-SET"
    assert list(tmp_path.iterdir()) == []


def test_the_same_revision_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        factory.write(tmp_path / "batch.zip", items=[factory.item(), factory.item()])
    assert caught.value.code == "E-SET"


@pytest.mark.parametrize("content", [b"", factory.DOCUMENT + b"x", b"y" * len(factory.DOCUMENT)])
def test_an_attachment_that_changed_while_written_leaves_nothing(tmp_path: Path, content: bytes) -> None:
    attachments = {sm3(factory.DOCUMENT): (len(factory.DOCUMENT), lambda: iter([content]))}
    with pytest.raises(Refused) as caught:
        factory.write(tmp_path / "batch.zip", attachments=attachments)
    assert caught.value.code == "E-HASH"
    assert list(tmp_path.iterdir()) == []


def test_the_leak_gate_sees_the_finished_package_and_can_stop_it(tmp_path: Path) -> None:
    path = tmp_path / "batch.zip"
    seen: list[Package] = []

    def stop(package: Package) -> None:
        seen.append(package)
        raise refused("E-SET", "不应报送")

    with pytest.raises(Refused):
        factory.write(path, recheck=stop)
    assert seen[0].items == (factory.item(),)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_earlier_package_alone(tmp_path: Path) -> None:
    path = tmp_path / "batch.zip"
    factory.write(path)
    before = path.read_bytes()
    with pytest.raises(Cancelled):
        factory.write(path, header=factory.header(seq=4), cancelled=lambda: True)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_cancelling_half_way_leaves_nothing(tmp_path: Path) -> None:
    calls = iter([False, False, False, True])
    with pytest.raises(Cancelled):
        factory.write(tmp_path / "batch.zip", cancelled=lambda: next(calls))
    assert list(tmp_path.iterdir()) == []


def test_reading_can_be_cancelled_and_lets_go_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "batch.zip"
    factory.write(path)
    with pytest.raises(Cancelled):
        read_package(path, factory.trust_office, cancelled=lambda: True)


def test_progress_never_goes_back_and_ends_whole(tmp_path: Path) -> None:
    path = tmp_path / "batch.zip"
    told: list[tuple[int, int]] = []
    factory.write(path, progress=lambda done, total: told.append((done, total)))
    read: list[tuple[int, int]] = []
    read_package(path, factory.trust_office, progress=lambda done, total: read.append((done, total))).close()
    for steps in (told, read):
        assert steps == sorted(steps)
        assert steps[-1][0] <= steps[-1][1]
        assert steps[-1][0] > len(factory.DOCUMENT)


def test_what_is_not_there_or_no_package_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        read_package(tmp_path / "none.zip", factory.trust_office)
    assert caught.value.code == "E-READ"
    with pytest.raises(Refused) as refusal:
        read_package(tmp_path, factory.trust_office)
    assert refusal.value.code == "E-FORMAT"
    with pytest.raises(UserError) as unwritable:
        factory.write(tmp_path / "none" / "batch.zip")
    assert unwritable.value.code == "E-WRITE"


def test_a_stick_that_changes_after_the_check_is_noticed(tmp_path: Path) -> None:
    path, large = tmp_path / "batch.zip", bytes(3 << 20)
    factory.write(path, items=[factory.item(documents=[large])], attachments=factory.contents(large))
    with read_package(path, factory.trust_office) as read:
        with path.open("r+b") as file:
            file.seek(2 << 20)
            file.write(b"X")
        with pytest.raises(Refused) as caught:
            b"".join(read.attachment(sm3(large)))
    assert caught.value.code == "E-HASH"


def test_user_keys_vouched_for_in_another_offices_name_are_refused(tmp_path: Path, members: Members) -> None:
    """The same key may serve two offices of one house; a list made for one does not serve the other."""
    other = tmp_path / "other.zip"
    factory.write(other, header=factory.header(office_code="FZK"))
    mixed = {**members, "data/users.json": unpacked(other)["data/users.json"]}
    with pytest.raises(Refused) as caught:
        read_package(packed(tmp_path / "mixed.zip", resigned(mixed, factory.key("office"))), factory.trust_office)
    assert caught.value.code == "E-FIELD"
