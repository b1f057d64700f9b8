"""The hostile corpus: archives, names and kinds, each numbered fault of the design refused with its code."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from desktop.formats.limits import Limits
from desktop.formats.names import folder_name_problem, safe_name
from desktop.formats.package import read_package
from desktop.formats.problems import Refused
from desktop.formats.zipfiles import ZipSink
from desktop.trust.digests import sm3
from tests.formats import factory
from tests.formats.forging import Members, central_offset, code, entry, packed, patched, recomputed, refusal, resigned

ATTACHMENT = f"data/att/{sm3(factory.DOCUMENT)}"


def test_the_sound_package_is_accepted(package: Path) -> None:
    with read_package(package, factory.trust_office) as read:
        assert [item.content["title"] for item in read.items] == ["甲通知"]


def test_a_plain_zip_tool_may_repack_it(tmp_path: Path, package: Path, members: Members) -> None:
    with (
        read_package(package, factory.trust_office) as first,
        read_package(packed(tmp_path / "again.zip", members), factory.trust_office) as second,
    ):
        assert first.manifest_hash == second.manifest_hash


@pytest.mark.parametrize("step", [13, pytest.param(1, marks=pytest.mark.full)])
def test_fault_01_truncated_zip(package: Path, step: int) -> None:
    data = package.read_bytes()
    for cut in (*range(0, len(data) - 64, step), *range(len(data) - 64, len(data))):
        package.write_bytes(data[:cut])
        with pytest.raises(Refused) as caught:
            read_package(package, factory.trust_anyone)
        assert caught.value.code == "E-ZIP"


def test_fault_02_wrong_payload_checksum_names_the_file(tmp_path: Path, members: Members) -> None:
    members[ATTACHMENT] = members[ATTACHMENT].replace("通知".encode(), "通告".encode(), 1)
    found = refusal(packed(tmp_path / "bad.zip", members))
    assert found.code == "E-HASH"
    assert found.problems[0].file == ATTACHMENT
    assert ATTACHMENT[:20] in found.message


def test_fault_02_flipped_byte_of_stored_content(package: Path) -> None:
    patched(package, "开展法治".encode(), "开展发治".encode(), 1)
    found = refusal(package)
    assert (found.code, found.problems[0].file) == ("E-HASH", ATTACHMENT)


def test_fault_03_contents_and_manifests_edited_together(tmp_path: Path, members: Members) -> None:
    members["batch.json"] = members["batch.json"].replace(b'"seq":3', b'"seq":4')
    assert code(packed(tmp_path / "bad.zip", recomputed(members))) == "E-SIG"


def test_a_package_without_signature_is_refused(tmp_path: Path, members: Members) -> None:
    del members["signature.json"]
    assert code(packed(tmp_path / "bad.zip", members)) == "E-SIG"


@pytest.mark.parametrize("name", ["../evil.txt", "data/../../evil.txt", "data/./x", "data//x", "./x"])
def test_fault_04_parent_path(package: Path, name: str) -> None:
    assert code(entry(package, name, lambda info: None)) == "E-NAME"


@pytest.mark.parametrize(
    "name", ["/etc/x", "C:/x", "c:x", "//host/share/x", "\\\\host\\x", "~/x", "data/%TEMP%/x", "data\\x", "$HOME/x"]
)
def test_fault_05_absolute_drive_unc_home_variable(package: Path, name: str) -> None:
    assert code(entry(package, name, lambda info: None)) == "E-NAME"


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK, stat.S_IFDIR])
def test_fault_06_link_or_device(package: Path, kind: int) -> None:
    def make(info: zipfile.ZipInfo) -> None:
        info.create_system = 3
        info.external_attr = (kind | 0o644) << 16

    assert code(entry(package, "data/att/x", make)) == "E-KIND"


def test_fault_06_folder_entry(package: Path) -> None:
    assert code(entry(package, "data/att/", lambda info: None, b"")) == "E-KIND"


def test_fault_07_bomb_that_declares_itself(package: Path) -> None:
    def deflate(info: zipfile.ZipInfo) -> None:
        info.compress_type = zipfile.ZIP_DEFLATED

    assert code(entry(package, "data/att/bomb", deflate, bytes(8 << 20))) == "E-BOMB"


def test_fault_07_total_beyond_the_limit(package: Path) -> None:
    assert code(package, limits=Limits(total_bytes=2000)) == "E-BOMB"
    assert code(package, limits=Limits(member_bytes=500)) == "E-LIMIT"
    assert code(package, limits=Limits(members=5)) == "E-LIMIT"


def test_fault_07_bomb_that_hides_its_size(tmp_path: Path, members: Members) -> None:
    """Both headers declare the length of the manifest; the data unpack to eight million bytes."""
    path = tmp_path / "bad.zip"
    with path.open("wb") as file:
        sink = ZipSink(file)
        for name, content in members.items():
            sink.add(name, [bytes(8 << 20)] if name == ATTACHMENT else [content])
        sink.finish()
    patched(path, struct.pack("<L", 8 << 20), struct.pack("<L", len(factory.DOCUMENT)))
    assert code(path) == "E-BOMB"


def test_fault_08_duplicate_entries(package: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        entry(package, ATTACHMENT, lambda info: None)
    assert code(package) == "E-NAME"


def test_fault_08_overlapping_entries(package: Path) -> None:
    """Two central entries that point to the same local header."""
    data = package.read_bytes()
    start = central_offset(data)
    first, second = start + 42, data.index(b"PK\1\2", start + 4) + 42
    package.write_bytes(data[:second] + data[first : first + 4] + data[second + 4 :])
    assert code(package) == "E-ZIP"


def test_fault_08_an_entry_inside_another_one(tmp_path: Path, members: Members) -> None:
    """Header and data of a second entry lie whole within the stored data of the first: both say what the directory says."""
    inner = tmp_path / "inner.zip"
    with inner.open("wb") as file:
        sink = ZipSink(file)
        sink.add("data/att/inside", [b"x"], stored=True)
        sink.finish()
    data = inner.read_bytes()
    local, central = data[: central_offset(data)], data[central_offset(data) : -22]
    outer = packed(tmp_path / "bad.zip", {**members, "data/att/outside": local})
    whole = outer.read_bytes()
    start, place = central_offset(whole), whole.index(local)
    central = central[:42] + struct.pack("<L", place) + central[46:]
    count, size = struct.unpack("<HL", whole[-12:-6])
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count + 1, count + 1, size + len(central), start, 0)
    outer.write_bytes(whole[:-22] + central + end)
    assert code(outer) == "E-ZIP"


@pytest.mark.parametrize("place", ["before", "within", "after"])
def test_fault_08_hidden_bytes(package: Path, place: str) -> None:
    data = package.read_bytes()
    start = central_offset(data)
    at = {"before": 0, "within": start, "after": len(data)}[place]
    moved = data[:at] + b"hidden" + data[at:]
    if place == "within":
        moved = moved[:-6] + struct.pack("<L", start + 6) + moved[-2:]
    package.write_bytes(moved)
    assert code(package) == "E-ZIP"


@pytest.mark.parametrize("field", ["extra", "comment"])
def test_fault_08_bytes_hidden_in_a_header(package: Path, field: str) -> None:
    """No signature covers them, and another program may take a name or a size from there."""

    def hide(info: zipfile.ZipInfo) -> None:
        setattr(info, field, b"up" + struct.pack("<H", 14) + bytes(5) + b"other.txt")

    found = refusal(entry(package, "data/att/x", hide))
    assert (found.code, found.problems[0].file) == ("E-ZIP", "data/att/x")


@pytest.mark.parametrize("flag", [0x1, 0x8, 0x800])
def test_fault_08_a_header_that_contradicts_the_directory(package: Path, flag: int) -> None:
    data = bytearray(package.read_bytes())
    data[6:8] = struct.pack("<H", struct.unpack("<H", data[6:8])[0] ^ flag)
    package.write_bytes(data)
    assert code(package) == "E-ZIP"


def test_fault_08_bytes_behind_deflated_data(tmp_path: Path, members: Members) -> None:
    """The packed size covers bytes that the stream does not use."""
    path = tmp_path / "bad.zip"
    name, content = "data/withheld.json", members["data/withheld.json"]
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    hidden = packer.compress(content) + packer.flush() + b"hidden"
    with path.open("wb") as file:
        sink = ZipSink(file)
        for one, plain in members.items():
            sink.add(one, [hidden if one == name else plain], stored=True)
        sink.finish()
    data = bytearray(path.read_bytes())
    for mark, method, crc, size in ((b"PK\3\4", 8, 14, 22), (b"PK\1\2", 10, 16, 24)):
        at = data.rindex(mark, 0, data.rindex(name.encode()) if mark == b"PK\1\2" else data.index(name.encode()))
        data[at + method : at + method + 2] = b"\x08\0"
        data[at + crc : at + crc + 4] = struct.pack("<L", zlib.crc32(content))
        data[at + size : at + size + 4] = struct.pack("<L", len(content))
    path.write_bytes(data)
    assert code(path) == "E-ZIP"


def test_fault_09_encrypted_entry(package: Path) -> None:
    data = bytearray(package.read_bytes())
    start = central_offset(bytes(data))
    data[6] |= 1
    data[start + 8] |= 1
    package.write_bytes(data)
    assert code(package) == "E-KIND"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_fault_09_unknown_compression(package: Path, method: int) -> None:
    def compress(info: zipfile.ZipInfo) -> None:
        info.compress_type = method

    assert code(entry(package, "data/att/x", compress)) == "E-KIND"


def test_fault_10_unlisted_file(package: Path) -> None:
    found = refusal(entry(package, "data/att/extra", lambda info: None))
    assert (found.code, found.problems[0].file) == ("E-SET", "data/att/extra")


@pytest.mark.parametrize("name", ["fetch.txt", "manifest-md5.txt", "extra.txt"])
def test_fault_10_unlisted_tag_file(package: Path, name: str) -> None:
    assert code(entry(package, name, lambda info: None)) == "E-SET"


def test_fault_10_missing_file(tmp_path: Path, members: Members) -> None:
    del members[ATTACHMENT]
    found = refusal(packed(tmp_path / "bad.zip", members))
    assert (found.code, found.problems[0].file) == ("E-SET", ATTACHMENT)


def test_fault_10_signed_package_lacking_a_named_attachment(tmp_path: Path, members: Members) -> None:
    del members[ATTACHMENT]
    assert code(packed(tmp_path / "bad.zip", resigned(members, factory.key("office")))) == "E-SET"


def test_fault_10_signed_package_with_an_unnamed_attachment(tmp_path: Path, members: Members) -> None:
    members[f"data/att/{sm3(b'x')}"] = b"x"
    assert code(packed(tmp_path / "bad.zip", resigned(members, factory.key("office")))) == "E-SET"


def test_fault_10_signed_package_with_a_foreign_payload_file(tmp_path: Path, members: Members) -> None:
    members["data/run.exe"] = b"MZ"
    assert code(packed(tmp_path / "bad.zip", resigned(members, factory.key("office")))) == "E-SET"


@pytest.mark.parametrize("name", ["data/a\x01b", "data/a\u202egpj.exe", "data/a\u200bb", "data/a\tb", "data/a b"])
def test_fault_40_control_and_invisible_characters_in_names(package: Path, name: str) -> None:
    found = refusal(entry(package, name, lambda info: None))
    assert found.code == "E-NAME"
    assert found.message.isprintable()


@pytest.mark.parametrize("name", ["data/CON", "data/nul.txt", "data/x.", "data/com1/x", "LPT9.json"])
def test_fault_43_reserved_names_inside(package: Path, name: str) -> None:
    assert code(entry(package, name, lambda info: None)) == "E-NAME"


@pytest.mark.parametrize(
    "name", ["CON", "nul.txt", "a. ", "附件 .", "com1.tar.gz", "...", "", "~$通知.docx", "a/b\\c:d", "x" * 300]
)
def test_fault_43_names_are_made_safe_on_the_way_out(name: str) -> None:
    safe = safe_name(name)
    assert folder_name_problem(safe) is None


def test_fault_44_names_that_differ_in_case_inside(tmp_path: Path, members: Members) -> None:
    members["BATCH.json"] = b"{}"
    assert code(packed(tmp_path / "bad.zip", members)) == "E-NAME"


def test_fault_44_twins_get_a_suffix_on_the_way_out() -> None:
    taken: list[str] = []
    for name in ("A.txt", "a.txt", "caf\u00e9.pdf", "cafe\u0301.pdf"):
        taken.append(safe_name(name, taken))
    assert taken == ["A.txt", "a(2).txt", "caf\u00e9.pdf", "caf\u00e9(2).pdf"]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_fault_45_names_that_are_not_ascii(package: Path, encoding: str) -> None:
    entry(package, "data/att/placeholderxx", lambda info: None)
    raw = "通知".encode(encoding)
    patched(package, b"placeholderxx", raw + b"x" * (13 - len(raw)))
    assert code(package) == "E-NAME"


def test_fault_46_name_flagged_as_utf8_that_is_not(package: Path) -> None:
    entry(package, "data/att/通", lambda info: None)
    patched(package, "通".encode(), b"\xff\xfe\xfd")
    assert code(package) == "E-NAME"


def test_fault_47_local_and_central_name_differ(package: Path) -> None:
    patched(package, b"batch.json", b"betch.json", 1)
    assert code(package) == "E-NAME"


def test_fault_47_nul_in_name(package: Path) -> None:
    entry(package, "data/att/xxx.txt", lambda info: None)
    patched(package, b"xxx.txt", b"x\0x.txt")
    assert code(package) == "E-NAME"
