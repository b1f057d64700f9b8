"""`verify` prints every problem with its code, warnings apart, and ends with 3 when something is not valid."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import main
from desktop.formats.delivery import DeliveredDocument, DeliveryHead, write_delivery
from desktop.formats.receipt import write_receipt
from desktop.trust.digests import canonical, digest_named, sm3
from tests.formats import bags, factory
from tests.formats.forging import packed, resigned, unpacked


def _run(capsys: pytest.CaptureFixture[str], path: Path) -> tuple[int, dict[str, Any]]:
    code = main(["--json", "verify", str(path)])
    return code, json.loads(capsys.readouterr().out)


def _codes(data: dict[str, Any], of: str = "problems") -> list[tuple[str, str]]:
    return [(one["code"], one["file"]) for one in data[of]]


def test_a_sound_bag_of_somebody_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = bags.Case("x", bags.bag(algorithms=("md5", "sha1"))).write_zip(tmp_path / "x.zip")
    code, data = _run(capsys, path)
    assert (code, data["valid"], data["kind"], data["problems"]) == (0, True, "BagIt 包", [])
    assert _codes(data, "warnings") == [("W-WEAK", "")]
    assert main(["verify", str(path)]) == 0
    out = capsys.readouterr().out
    assert "核验通过" in out
    assert "W-WEAK" in out


def test_what_cannot_be_verified_is_called_neither_valid_nor_broken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unknown = {"manifest-foo.txt": "00  data/a.txt\n00  data/sub/b.txt\n"}
    files = bags.bag(algorithms=("sha256",), tags=unknown)
    path = bags.Case("x", files).write_zip(tmp_path / "x.zip")
    code, data = _run(capsys, path)
    assert (code, data["valid"], data["undecided"]) == (3, False, True)
    assert _codes(data) == [("E-DIGEST", "manifest-foo.txt")]
    assert main(["verify", str(path)]) == 3
    told = capsys.readouterr().out
    assert told.startswith("BagIt 包不能判定：能核对的都相符，有 1 份清单核对不了")
    damaged = bags.Case("y", {**files, "data/a.txt": b"changed"}).write_zip(tmp_path / "y.zip")
    assert _run(capsys, damaged)[1]["undecided"] is False


def test_every_problem_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = bags.bag()
    files |= {"data/a.txt": b"changed", "data/extra.txt": b"", "bag-info.txt": b"Contact-Name: x\n"}
    del files["data/sub/b.txt"]
    path = bags.Case("x", files).write_folder(tmp_path / "bag")
    code, data = _run(capsys, path)
    expected = [
        ("E-SET", "data/extra.txt"),
        ("E-SET", "data/sub/b.txt"),
        ("E-HASH", "bag-info.txt"),
        ("E-HASH", "data/a.txt"),
    ]
    assert (code, _codes(data), data["error"]) == (3, expected, "E-SET")
    assert all(one["words"] and one["remedy"] for one in data["problems"])
    assert main(["verify", str(path)]) == 3
    told = capsys.readouterr().out
    assert all(f"{one}  {file}" in told for one, file in expected)
    assert "E-HASH 的办法" in told


def test_a_package_of_ours_tells_what_lies_behind_the_first_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    factory.write(tmp_path / "sound.zip")
    members = unpacked(tmp_path / "sound.zip")
    members["data/extra"] = b"x"
    members["data/withheld.json"] += b" "
    members["signature.json"] = b"{}"
    code, data = _run(capsys, packed(tmp_path / "bad.zip", members))
    assert (code, data["kind"]) == (3, "报送包")
    expected = {("E-SET", "data/extra"), ("E-HASH", "data/withheld.json"), ("E-FIELD", "signature.json")}
    assert set(_codes(data)) >= expected


def test_a_package_that_was_unpacked_is_not_believed_without_its_signature(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    factory.write(tmp_path / "sound.zip")
    folder = tmp_path / "解开的"
    with zipfile.ZipFile(tmp_path / "sound.zip") as package:
        package.extractall(folder)
    code, data = _run(capsys, folder)
    assert (code, data["kind"], [one["code"] for one in data["warnings"]]) == (0, "解开的报送包", ["W-UNPACKED"])
    header = folder / "batch.json"
    header.write_bytes(header.read_bytes().replace(b'"seq":', b'"seq":1'))
    for name in ("sm3", "sha256"):
        manifest = folder / f"tagmanifest-{name}.txt"
        digest = digest_named(name)
        assert digest is not None
        digest.update(header.read_bytes())
        lines = [
            digest.hexdigest() + one[64:] if one.endswith(" batch.json") else one
            for one in manifest.read_text().splitlines()
        ]
        manifest.write_text("".join(f"{one}\n" for one in lines))
    code, data = _run(capsys, folder)
    assert (code, _codes(data)) == (3, [("E-SIG", "signature.json")])
    for manifest in folder.glob("tagmanifest-*"):
        manifest.unlink()
    assert _codes(_run(capsys, folder)[1]) == [("E-SIG", "signature.json")]


def test_each_broken_item_of_a_package_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    factory.write(tmp_path / "sound.zip")
    members = unpacked(tmp_path / "sound.zip")
    (name,) = [one for one in members if one.startswith("data/items/")]
    members[name] = b"[]"
    other = name.replace(".1.json", ".2.json")
    members[other] = b"{}"
    code, data = _run(capsys, packed(tmp_path / "bad.zip", resigned(members, factory.key("office"))))
    assert code == 3
    assert {("E-FIELD", name), ("E-FIELD", other)} <= set(_codes(data))


def test_a_package_without_sign_offs_that_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    factory.write(tmp_path / "batch.zip")
    code, data = _run(capsys, tmp_path / "batch.zip")
    assert (code, data["kind"], len(data["problems"])) == (3, "报送包", 1)
    assert data["problems"][0]["file"].startswith("data/items/")
    assert data["facts"]["公钥指纹"] == factory.key("office").public.fingerprint


def test_a_receipt_shows_its_key_and_a_changed_one_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "回执.json"
    write_receipt(path, factory.receipt(), factory.key("centre"))
    code, data = _run(capsys, path)
    assert (code, data["kind"], data["facts"]["公钥指纹"]) == (0, "回执", factory.key("centre").public.fingerprint)
    path.write_bytes(path.read_bytes().replace(b'"receipt_seq":', b'"receipt_seq":1'))
    assert _codes(_run(capsys, path)[1]) == [("E-SIG", path.name)]
    path.write_bytes(b"{")
    assert _run(capsys, path)[0] == 3


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\5\6" + b"\xff" * 18, b"\0" * 100])
def test_what_is_no_archive_is_not_valid(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    code, data = _run(capsys, tmp_path / "x.zip")
    assert (code, data["error"]) in {(3, "E-ZIP"), (3, "E-LIMIT")}


def test_names_of_others_cannot_spoil_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as zipped:
        for name, content in {**bags.bag(), "data/\u202egpj.\x1b[31m": b""}.items():
            zipped.writestr(f"bag/{name}", content)
    assert main(["verify", str(tmp_path / "x.zip")]) == 3
    assert all(line.isprintable() for line in capsys.readouterr().out.splitlines())


def test_a_delivery_and_what_was_done_to_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "送交"
    document = b"%PDF-1.7 x\n"
    one = DeliveredDocument(
        *("索引", "甲", "", "某局", "", "", "", None, 0, "甲.pdf", sm3(document), len(document), lambda: (document,))
    )
    write_delivery(
        folder, DeliveryHead("某局", "档案馆", "1", "一季度", "王敏", "", "2025-04-01"), [one], b"%PDF-1.7\n"
    )
    code, data = _run(capsys, folder)
    assert (code, data["kind"], data["facts"]["文件"]) == (0, "送交包", "1")
    (folder / "data" / "多出.txt").write_bytes(b"x")
    (folder / "data" / "001_甲.pdf").write_bytes(b"%PDF-1.7 y\n")
    code, data = _run(capsys, folder)
    assert (code, data["kind"]) == (3, "送交包")
    assert {("E-SET", "data/多出.txt"), ("E-HASH", "data/001_甲.pdf")} <= set(_codes(data))


def test_a_pipe_is_not_waited_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes in folders here")
    os.mkfifo(tmp_path / "x.zip")
    code, data = _run(capsys, tmp_path / "x.zip")
    assert (code, _codes(data)) == (3, [("E-KIND", "")])


def test_every_contradiction_within_a_package_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each by itself would refuse the package; whoever mends one wants to know of the others."""
    factory.write(tmp_path / "sound.zip")
    members = unpacked(tmp_path / "sound.zip")
    (name,) = [one for one in members if one.startswith("data/items/")]
    item = json.loads(members[name])
    item["content"]["title"], item["content"]["attachments"][0]["size"] = "另", 1
    other = name.replace(".1.json", ".2.json")
    members[name], members[other] = canonical(item), canonical({**item, "rev": 2, "parents": ["x"]})
    unnamed = f"data/att/{sm3(b'x')}"
    members[unnamed] = b"x"
    code, data = _run(capsys, packed(tmp_path / "bad.zip", resigned(members, factory.key("office"))))
    assert code == 3
    wanted = {("E-HASH", name), ("E-SET", name), ("E-FIELD", other), ("E-SET", other), ("E-SET", unnamed)}
    assert wanted == set(_codes(data))
    lists = unpacked(tmp_path / "sound.zip") | {"data/withheld.json": b"[]", "data/users.json": b"{}"}
    _code, data = _run(capsys, packed(tmp_path / "lists.zip", resigned(lists, factory.key("office"))))
    assert set(_codes(data)) == {("E-FIELD", "data/withheld.json"), ("E-FIELD", "data/users.json")}
