"""The command of clean copies: what it would do, what it did, and the way back."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.cli import DONE, USAGE, USER_ERROR
from tests.cli.test_cli import Line, line, office
from tests.screening.files import docx
from tests.services.ends import DOCUMENT

__all__ = ["line", "office"]
IDENTITY, MOBILE = "11010519491231002X", "13812345521"


@pytest.fixture
def number(office: Line, tmp_path: Path) -> str:
    """A registered document with an identity number and a telephone."""
    path = tmp_path / "决定书.docx"
    path.write_bytes(docx(*DOCUMENT.split("\n"), f"身份证号 {IDENTITY}，手机 {MOBILE}。"))
    (made,) = office.ask("office", "lin", "register", path)
    return str(made["form_number"])


def files(office: Line, number: str) -> list[str]:
    return [one["name"] for one in office.ask("office", "lin", "show", number)["content"]["attachments"]]


def test_a_document_is_masked_and_brought_back(office: Line, number: str) -> None:
    (told,) = office.ask("office", "lin", "mask", number, "--dry-run")["documents"]
    assert {one["rule"] for one in told["offers"]} == {"personal.identity-card", "personal.mobile"}
    assert files(office, number) == ["决定书.docx"]
    preset = "personal.identity-card=6-4"
    (made,) = office.ask("office", "lin", "mask", number, "--document", 1, "--preset", preset)["copies"]
    assert (made["masked"], made["cleared"]) == (2, 0)
    assert files(office, number) == ["决定书（去标识化）.docx"]
    reasons = {one["reason"] for one in office.ask("office", "lin", "show", number)["content"]["resolutions"]}
    assert reasons == {"保留前 6 位、后 4 位", "保留前 3 位、后 4 位"}
    assert office.ask("office", "lin", "mask", number, "--undo")["originals"] == ["决定书.docx"]
    assert files(office, number) == ["决定书.docx"]


def test_a_kind_is_kept_on_demand_and_the_plain_answer_tells_no_raw_hit(office: Line, number: str) -> None:
    base = ("--data", office.root / "office", "--login", "lin", "mask", number)
    code, out, _err = office.run(*base, "--dry-run")
    assert code == DONE
    assert "11*************02X" in out
    assert not any(raw in out for raw in (IDENTITY, MOBILE))
    code, out, _err = office.run(*base, "--preset", "personal.mobile=keep")
    assert code == DONE
    assert "遮盖 1 处；已重新打开核对，没有遗留" in out


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("--document", 9), USER_ERROR),
        (("--undo",), USER_ERROR),
        (("--preset", "personal.mobile=9-9"), USER_ERROR),
        (("--preset", "personal.mobile"), USAGE),
    ],
)
def test_wrong_requests_are_refused(office: Line, number: str, given: tuple[object, ...], code: int) -> None:
    try:
        got, _out, _err = office.run("--data", office.root / "office", "--login", "lin", "mask", number, *given)
    except SystemExit as end:
        got = int(end.code or 0)
        office.capture.readouterr()
    assert got == code
    assert files(office, number) == ["决定书.docx"]
