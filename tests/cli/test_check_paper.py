"""The command that checks a printed review form."""

from __future__ import annotations

from pathlib import Path

from desktop.cli import USER_ERROR
from tests.cli.test_cli import TODAY, Line, document, line, office
from tests.printing.reading import page_texts

__all__ = ["document", "line", "office"]


def test_a_paper_is_known_again_by_what_is_printed_on_it(office: Line, document: Path, tmp_path: Path) -> None:
    (taken,) = office.ask("office", "lin", "register", document)
    number = taken["form_number"]
    fields = ("genre=通知", "phone=0591-55501204", f"signed_on={TODAY}")
    sets = [part for field in fields for part in ("--set", field)]
    office.ask("office", "lin", "edit", number, *sets, "--answers", "n" * 16)
    office.ask("office", "lin", "submit", number)
    paper = tmp_path / "表.pdf"
    office.ask("office", "lin", "form", number, "--output", paper)
    text = " ".join(page_texts(paper.read_bytes()))
    digits = text.split("内容摘要（SM3）")[1][:16]
    groups = [digits[at : at + 4] for at in range(0, 16, 4)]
    told = office.ask("office", "lin", "check-paper", *groups)
    assert (told["form_number"], told["standing"], told["step"]) == (number, "present", "handler")
    assert office.ask("office", "lin", "check-paper", "0" * 64) == {"found": False}
    code, _out, err = office.run("--data", office.root / "office", "--login", "lin", "check-paper", "12", "34")
    assert code == USER_ERROR
    assert "只有 4 位" in err
