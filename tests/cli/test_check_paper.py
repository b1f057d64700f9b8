"""The commands that check a printed review form, and those that list referrals and re-reviews."""

from __future__ import annotations

from argparse import _SubParsersAction
from pathlib import Path

from desktop.cli import USER_ERROR
from desktop.cli.arguments import build_parser
from desktop.paths import resource
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


def test_referrals_and_re_reviews_are_listed(office: Line, document: Path) -> None:
    (taken,) = office.ask("office", "lin", "register", document)
    number = taken["form_number"]
    office.ask("office", "lin", "edit", number, "--answers", "nnnnu" + "n" * 11)
    office.ask("office", "lin", "refer", number, "5", "--body", "省国家保密局", "--date", TODAY)
    (line,) = office.ask("office", "lin", "referrals", "--open")["referrals"]
    assert (line["question"], line["body"], line["answered_on"]) == (4, "省国家保密局", None)
    assert office.ask("office", "lin", "re-reviews") == {"items": []}
    code, _out, err = office.run("--data", office.root / "office", "--login", "lin", "re-reviews", "--begin", number)
    assert code == USER_ERROR
    assert "这条信息不在定期评审之列" in err


def test_the_guide_names_every_command() -> None:
    (verbs,) = (one.choices for one in build_parser()._actions if isinstance(one, _SubParsersAction))
    chapter = resource("help", "12-commands.md").read_text("utf-8")
    assert [verb for verb in verbs if f"`{verb}" not in chapter] == []
