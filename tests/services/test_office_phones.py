"""The telephones of the office: what is a number, added, removed, brought in from a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.rules.checklists import office_phone, phone_words
from desktop.services.office_phones import (
    PhoneRow,
    add_phone,
    export_phones,
    import_phones,
    phones,
    preview_phones,
    remove_phones,
)
from tests.screening.files import xlsx
from tests.services.ends import Ends


@pytest.mark.parametrize(
    ("written", "stored", "shown"),
    [
        ("0531-82923160", "053182923160", "0531-82923160"),
        ("（0531）8292 3160", "053182923160", "0531-82923160"),
        ("010-65201234", "01065201234", "010-65201234"),
        ("82923160", "82923160", "82923160"),
        ("＋86 0531 82923160", "053182923160", "0531-82923160"),
        ("86-138 1234 5678", "13812345678", "138-1234-5678"),
        ("４００-８１２-３４５６", "4008123456", "400-8123456"),
        ("0531-8292*", "05318292*", "0531-8292*"),
    ],
)
def test_numbers_in_every_spelling(written: str, stored: str, shown: str) -> None:
    assert office_phone(written) == stored
    assert phone_words(stored) == shown


@pytest.mark.parametrize(
    "written", ["", "律师处", "1234", "12345", "1*", "*", "0531", "138123456789", "2026-11-20", "12a45678"]
)
def test_what_is_no_number(ends: Ends, written: str) -> None:
    assert office_phone(written) == ""
    with ends.at("lin") as desk, pytest.raises(UserError) as refused:
        add_phone(desk, written, "")
    assert refused.value.code == "E-PHONE"


def test_numbers_are_added_found_and_removed(ends: Ends) -> None:
    with ends.at("lin") as desk:
        add_phone(desk, "0531-82923160", "律师工作处")
        add_phone(desk, "13812345678", "值班室")
        with pytest.raises(UserError, match="已经在清单里"):
            add_phone(desk, "(0531)82923160", "别处")
        assert phones(desk, "2923") == phones(desk, "工作处") == (PhoneRow("053182923160", "律师工作处"),)
        assert phones(desk, "没有") == ()
        assert remove_phones(desk, ["13812345678", "没有"]) == 1
        assert len(phones(desk)) == 1
    with ends.at("chen") as desk, pytest.raises(UserError) as refused:
        remove_phones(desk, ["053182923160"])
    assert refused.value.code == "E-PERMISSION"


def test_a_file_is_previewed_and_brought_in(ends: Ends, tmp_path: Path) -> None:
    book, text = tmp_path / "电话.xlsx", tmp_path / "电话.txt"
    book.write_bytes(
        xlsx({"表": [["科室", "电话"], ["律师处", "0531-82923160"], ["值班室", 13812345678], ["公证处", "内线 12"]]})
    )
    text.write_text("没有号码\n一个也没有 12\n", encoding="utf-8")
    with ends.at("lin") as desk:
        add_phone(desk, "0531-82923160", "")
        found = preview_phones(desk, book)
        assert (found.new, found.present, found.faults) == ((PhoneRow("13812345678", "值班室"),), 1, ("公证处",))
        assert import_phones(desk, found.new) == 1
        assert import_phones(desk, found.new) == 0
        with pytest.raises(UserError, match="没有电话号码"):
            preview_phones(desk, text)
        assert export_phones(desk, tmp_path / "导出.xlsx") == 2
        assert preview_phones(desk, tmp_path / "导出.xlsx").present == 2
