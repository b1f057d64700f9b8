"""Deliveries can be checked by hand, by us and by any BagIt tool."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bagit
import openpyxl
import pytest

from desktop.errors import Cancelled, UserError
from desktop.formats.delivery import (
    COLUMNS,
    NIL_WORDS,
    DeliveredDocument,
    DeliveryHead,
    plan_names,
    verify_delivery,
    write_delivery,
)
from desktop.formats.names import folder_name_problem
from desktop.formats.problems import Refused
from desktop.trust.digests import sha256, sm3

HEAD = DeliveryHead(
    "某县司法局", "某县档案馆", "2025 年第 1 批", "2025 年第一季度", "李四", "0000-1234567", "2025-04-03"
)
PDF = b"%PDF-1.4 invented"


def document(name: str = "通知.pdf", content: bytes = b"one", **changes: Any) -> DeliveredDocument:
    values: dict[str, Any] = {
        "index_number": "014236727/2025-00001",
        "title": "=关于法治宣传的通知",
        "document_number": "某司〔2025〕1 号",
        "issuing_body": "某县司法局",
        "signed_on": "2025-01-02",
        "published_on": "2025-01-06",
        "theme": "公安、安全、司法",
        "pages": 3,
        "paper_copies": 2,
        "name": name,
        "sm3": sm3(content),
        "size": len(content),
        "open": lambda: iter([content]),
    }
    return DeliveredDocument(**{**values, **changes})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "送交 2025-1"
    write_delivery(path, HEAD, [document(), document("附件.pdf", b"two")], PDF)
    return path


def code(folder: Path) -> str:
    with pytest.raises(Refused) as caught:
        verify_delivery(folder)
    return caught.value.code


def test_a_delivery_verifies_and_lists_its_documents(folder: Path) -> None:
    check = verify_delivery(folder)
    assert check.documents == ("001_通知.pdf", "002_附件.pdf")
    assert check.size == 6
    assert (folder / "data" / "001_通知.pdf").read_bytes() == b"one"
    assert sha256(b"one") in (folder / "manifest-sha256.txt").read_text("utf-8")
    assert check.manifest_hash == sm3((folder / "tagmanifest-sm3.txt").read_bytes())


def test_a_judge_from_elsewhere_finds_a_valid_bag(folder: Path) -> None:
    assert bagit.Bag(str(folder)).validate() is True


def test_the_catalogue_has_the_columns_and_no_formula(folder: Path) -> None:
    sheet = openpyxl.load_workbook(folder / "送交目录表.xlsx").active
    assert sheet is not None
    rows = list(sheet.iter_rows())
    assert tuple(cell.value for cell in rows[4]) == COLUMNS
    line = [cell.value for cell in rows[5]]
    assert line[:3] == [1, "014236727/2025-00001", "=关于法治宣传的通知"]
    assert line[9:13] == [2, "001_通知.pdf", "PDF", sm3(b"one")]
    assert "f" not in {cell.data_type for row in rows for cell in row}


def test_the_note_opens_in_the_oldest_editor(folder: Path) -> None:
    raw = (folder / "说明.txt").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert "某县档案馆" in raw.decode("utf-8-sig")


def test_the_nil_return_is_a_delivery(tmp_path: Path) -> None:
    check = write_delivery(tmp_path / "零报送", HEAD, [], PDF)
    assert check.documents == ()
    assert verify_delivery(tmp_path / "零报送") == check
    assert NIL_WORDS in (tmp_path / "零报送" / "说明.txt").read_text("utf-8-sig")
    assert bagit.Bag(str(tmp_path / "零报送")).validate() is True


def test_names_fit_every_disc() -> None:
    names = plan_names([document(name) for name in ("CON", "长" * 200 + ".pdf", "a?b*c.pdf", "a.", "\u202egpj.exe")])
    assert [folder_name_problem(name) for name in names] == [None] * 5
    assert names[1].endswith(".pdf")
    assert len(set(names)) == 5


def _flip(folder: Path) -> None:
    (folder / "data" / "001_通知.pdf").write_bytes(b"onE")


def _link(folder: Path) -> None:
    (folder / "data" / "001_通知.pdf").unlink()
    (folder / "data" / "001_通知.pdf").symlink_to(folder / "data" / "002_附件.pdf")


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (_flip, "E-HASH"),
        (_link, "E-KIND"),
        (lambda folder: (folder / "data" / "001_通知.pdf").unlink(), "E-SET"),
        (lambda folder: (folder / "说明.txt").unlink(), "E-SET"),
        (lambda folder: (folder / "manifest-sm3.txt").unlink(), "E-FORMAT"),
        (lambda folder: (folder / "data" / "more.pdf").write_bytes(b""), "E-SET"),
        (lambda folder: (folder / "data" / "sub").mkdir(), "E-KIND"),
        (lambda folder: (folder / "data" / "a%20b").write_bytes(b""), "E-NAME"),
        (lambda folder: (folder / "送交目录表.xlsx").write_bytes(b"PK"), "E-HASH"),
        (lambda folder: (folder / "manifest-sm3.txt").write_bytes(b"x"), "E-FORMAT"),
    ],
)
def test_damage_is_found(folder: Path, damage: Callable[[Path], None], expected: str) -> None:
    damage(folder)
    assert code(folder) == expected


def test_a_document_that_is_not_what_was_registered_leaves_nothing(tmp_path: Path) -> None:
    for wrong in (document(sm3="00" * 32), document(size=4)):
        with pytest.raises(Refused) as caught:
            write_delivery(tmp_path / "送交", HEAD, [wrong], PDF)
        assert caught.value.code == "E-HASH"
    assert list(tmp_path.iterdir()) == []


def test_cancelling_and_full_cells_leave_nothing(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        write_delivery(tmp_path / "送交", HEAD, [document()], PDF, cancelled=lambda: True)
    with pytest.raises(UserError) as caught:
        write_delivery(tmp_path / "送交", HEAD, [document(title="长" * 32_768)], PDF)
    assert caught.value.code == "E-LIMIT"
    assert list(tmp_path.iterdir()) == []


def test_an_existing_folder_is_never_overwritten(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    with pytest.raises(UserError) as caught:
        write_delivery(folder, HEAD, [], PDF)
    assert caught.value.code == "E-EXISTS"
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_what_is_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"")
    assert code(tmp_path / "a.zip") == "E-FORMAT"


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_read(folder: Path) -> None:
    os.mkfifo(folder / "data" / "pipe")
    assert code(folder) == "E-KIND"
