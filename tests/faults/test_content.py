"""The hostile corpus: keys, versions, fields and cells, each numbered fault of the design with its code."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from defusedxml import EntitiesForbidden

from desktop.errors import UserError
from desktop.formats.ledger import write_ledger
from desktop.formats.package import read_package
from desktop.formats.problems import Refused, refused, visible
from desktop.rules.items import ItemContent
from desktop.rules.validation import Stage, problems
from desktop.screening.archive import Package
from desktop.screening.names import shown_name
from desktop.screening.tables import read_tables
from desktop.screening.workbooks import read_workbook
from desktop.trust.digests import digest_of, sm3
from desktop.trust.signing import PublicKey, Signature, sign
from tests.formats import factory
from tests.formats.forging import Members, code, packed, refusal, resigned, unpacked
from tests.screening.files import archive


def _with_item(members: Members, change: Callable[[dict[str, object]], None]) -> Members:
    name = next(one for one in members if one.startswith("data/items/"))
    value = json.loads(members[name])
    change(value)
    return resigned({**members, name: json.dumps(value).encode()}, factory.key("office"))


def test_fault_11_a_bomb_in_a_spreadsheet_is_carried_unparsed(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    write_ledger(bomb, ["甲"], [["乙"]])
    parts = unpacked(bomb)
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE b [<!ENTITY e0 "lol">{entities}]><worksheet>&e9;</worksheet>'
    parts["xl/worksheets/sheet1.xml"] = doctype.encode()
    packed(bomb, parts)
    with bomb.open("rb") as file, pytest.raises(ValueError) as caught:
        openpyxl.load_workbook(file)
    assert isinstance(caught.value.__cause__, EntitiesForbidden)
    content = bomb.read_bytes()
    path = tmp_path / "batch.zip"
    factory.write(path, items=[factory.item(documents=[content])], attachments=factory.contents(content))
    with read_package(path, factory.trust_office) as read:
        assert b"".join(read.attachment(sm3(content))) == content


def test_fault_19_unknown_office_key_is_told_before_items_are_parsed(tmp_path: Path, members: Members) -> None:
    """The item is not even JSON: whoever is not trusted is never read that far."""
    name = next(one for one in members if one.startswith("data/items/"))
    forged = resigned({**members, name: b"not json"}, factory.key("stranger"))

    def trusted(_header: object, public: PublicKey) -> None:
        if public != factory.key("office").public:
            raise refused("E-KEY", "公钥未登记")

    with pytest.raises(Refused) as caught:
        read_package(packed(tmp_path / "bad.zip", forged), trusted)
    assert caught.value.code == "E-KEY"
    assert "登记" in caught.value.hint


def test_fault_19_the_key_beside_the_signature_was_swapped(tmp_path: Path, members: Members) -> None:
    value = json.loads(members["signature.json"])
    value["public_key"] = factory.key("stranger").public.as_json()
    members["signature.json"] = json.dumps(value).encode()
    assert code(packed(tmp_path / "bad.zip", members)) == "E-SIG"


@pytest.mark.parametrize("place", ["public_key", "signature"])
@pytest.mark.parametrize("name", ["none", "ed25519", "", None, 5])
def test_fault_21_algorithm_swapped(tmp_path: Path, members: Members, place: str, name: object) -> None:
    value = json.loads(members["signature.json"])
    value[place]["alg"] = name
    members["signature.json"] = json.dumps(value).encode()
    assert code(packed(tmp_path / "bad.zip", members)) == "E-ALG"


def test_fault_22_user_keys_not_vouched_for_by_the_office(tmp_path: Path, members: Members) -> None:
    value = json.loads(members["data/users.json"])
    value["body"]["users"] = [{**value["body"]["users"][0], "roles": ["leader"]}]
    members["data/users.json"] = json.dumps(value).encode()
    assert code(packed(tmp_path / "bad.zip", resigned(members, factory.key("office")))) == "E-SIG"


def test_fault_36_package_newer_than_the_program_names_both_versions(tmp_path: Path, members: Members) -> None:
    header = json.loads(members["batch.json"])
    members["batch.json"] = json.dumps({**header, "format_version": 3, "new_field": {}}).encode()
    found = refusal(packed(tmp_path / "new.zip", resigned(members, factory.key("office"))))
    assert found.code == "E-VERSION"
    assert "3" in found.message
    assert "2" in found.message
    assert "升级" in found.hint


def test_fault_39_huge_title(tmp_path: Path, members: Members) -> None:
    def lengthen(value: dict[str, object]) -> None:
        value["content"] = {"title": "题" * 501}

    assert code(packed(tmp_path / "bad.zip", _with_item(members, lengthen))) == "E-FIELD"


def test_fault_39_the_writer_refuses_a_huge_title_too(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        factory.write(tmp_path / "a.zip", items=[factory.item(content={"title": "题" * 501})])
    assert caught.value.code == "E-FIELD"
    assert list(tmp_path.iterdir()) == []


def test_fault_39_the_form_counts_what_is_too_much() -> None:
    too_long = replace(ItemContent(), title="题" * 512)
    words = [one.words for one in problems(too_long, Stage.DRAFT, date(2026, 11, 20)) if one.field == "title"]
    assert words == ["标题不超过 500 字，现有 512 字"]


@pytest.mark.parametrize("depth", [20, 5000, 200_000])
def test_fault_39_json_depth(tmp_path: Path, members: Members, depth: int) -> None:
    name = next(one for one in members if one.startswith("data/items/"))
    deep = members[name].replace(b'"content":{', b'"content":{"a":' + b"[" * depth + b"]" * depth + b",", 1)
    forged = resigned({**members, name: deep}, factory.key("office"))
    assert code(packed(tmp_path / "bad.zip", forged)) == "E-FIELD"


@pytest.mark.parametrize(
    "text",
    ['{"a":1.5}', '{"a":NaN}', '{"a":1,"a":2}', '{"a":"\\ud800"}', "[]", "", '{"a":1e3}', f'{{"a":{10**30}}}', "{"],
)
def test_fault_39_irregular_json(tmp_path: Path, members: Members, text: str) -> None:
    name = next(one for one in members if one.startswith("data/items/"))
    forged = resigned({**members, name: text.encode()}, factory.key("office"))
    assert code(packed(tmp_path / "bad.zip", forged)) == "E-FIELD"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rev", "1"),
        ("rev", True),
        ("rev", 0),
        ("uuid", "../x"),
        ("parents", ["zz"]),
        ("parents", "ab"),
        ("content", []),
        ("content", {"title": 5}),
        ("content", {"title": "a", "attachments": [{"sm3": "x", "size": 1}]}),
        ("content", {"title": "a", "attachments": [{"sm3": "ab" * 32, "size": "1"}]}),
        ("content", {"title": "a", "attachments": {}}),
        ("signoffs", [1]),
        ("form_number", None),
        ("extra", 1),
    ],
)
def test_fault_39_wrong_fields(tmp_path: Path, members: Members, field: str, value: object) -> None:
    def change(item: dict[str, object]) -> None:
        item.update({field: value})
        item["digest"] = digest_of({part: item[part] for part in ("uuid", "rev", "parents", "content")})

    assert code(packed(tmp_path / "bad.zip", _with_item(members, change))) == "E-FIELD"


def test_an_item_that_is_not_what_its_digest_says(tmp_path: Path, members: Members) -> None:
    forged = _with_item(members, lambda item: item.update({"content": {**factory.item().content, "title": "另"}}))
    assert code(packed(tmp_path / "bad.zip", forged)) == "E-HASH"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "#N/A"])
def test_fault_41_formulas_are_forced_to_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "ledger.xlsx"
    write_ledger(path, ["列", text], [[text, 1]])
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    for cell in (sheet["A2"], sheet["B1"]):
        assert (cell.value, cell.data_type) == (text, "s")


def test_fault_42_a_text_too_long_for_a_cell_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        write_ledger(tmp_path / "ledger.xlsx", ["列"], [["短"], ["长" * 32_768]])
    assert caught.value.code == "E-LIMIT"
    assert "第 3 行第 1 列" in caught.value.message
    assert list(tmp_path.iterdir()) == []


def test_fault_21_another_algorithm_is_refused() -> None:
    key, body = factory.key("office"), {"item": "甲"}
    for reader, written in (
        (Signature.from_json, sign(key, "sign-off", body).as_json()),
        (PublicKey.from_json, key.public.as_json()),
    ):
        with pytest.raises(UserError) as caught:
            reader({**written, "alg": "none"})
        assert caught.value.code == "E-ALG"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_fault_11_a_bomb_in_a_ledger_is_refused_before_a_row_is_read(tmp_path: Path, part: str) -> None:
    ledger = tmp_path / "台账.xlsx"
    write_ledger(ledger, ["标题"], [["乙"]])
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE b [<!ENTITY e0 "lol">{entities}]><b>&e9;</b>'
    packed(ledger, {**unpacked(ledger), part: bomb.encode()})
    with pytest.raises(UserError) as caught:
        read_workbook(ledger.name, ledger.read_bytes())
    assert caught.value.code == "S-XML"
    with pytest.raises(UserError) as caught:
        read_tables(ledger.read_bytes())
    assert caught.value.code == "S-XML"


@pytest.mark.parametrize("name", ["a\x07b", "a\u202egpj.exe", "a\u200bb", "a\ufeffb"])
def test_fault_40_what_does_not_print_is_shown_as_its_number(name: str) -> None:
    for shown in (shown_name(name), visible(name)):
        assert shown.isprintable()
        assert "U+" in shown


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_fault_45_the_names_in_a_foreign_zip_are_read_right(encoding: str) -> None:
    data = archive({"placeholderxx": "正文"})
    raw = "通知.txt".encode(encoding)
    raw = b"x" * (13 - len(raw)) + raw
    (name,) = Package(data.replace(b"placeholderxx", raw)).names
    assert name.endswith("通知.txt")


def test_fault_46_a_foreign_zip_whose_names_are_not_what_they_say_is_refused() -> None:
    data = archive({"通": "正文"})
    with pytest.raises(UserError) as caught:
        Package(data.replace("通".encode(), b"\xff\xfe\xfd"))
    assert caught.value.code == "S-BROKEN"
