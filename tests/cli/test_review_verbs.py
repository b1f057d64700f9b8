"""The verbs of a review by commands: what answers require, other forms, returning to a step, recalling."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.cli import USER_ERROR
from tests.cli.test_cli import TODAY, Line, found, line, office  # noqa: F401 - fixtures
from tests.services.ends import DOCUMENT

SECRET = "nnnnnnnnynnnnnnn"


@pytest.fixture
def draft(office: Line, tmp_path: Path) -> str:  # noqa: F811 - the fixture
    path = tmp_path / "通知.txt"
    path.write_text(DOCUMENT, encoding="utf-8")
    (made,) = office.ask("office", "lin", "register", path)
    number = str(made["form_number"])
    fields = ("phone=0591-55501204", "genre=通知", "signed_on=" + TODAY.isoformat())
    office.ask("office", "lin", "edit", number, *(part for one in fields for part in ("--set", one)))
    return number


def test_bases_and_referrals_by_command(office: Line, draft: str) -> None:  # noqa: F811
    office.ask("office", "lin", "edit", draft, "--answers", SECRET)
    code, _out, err = office.run("--data", office.root / "office", "--login", "lin", "submit", draft)
    assert code == USER_ERROR
    assert "第 9 项" in err
    code, _out, err = office.run("--data", office.root / "office", "--login", "lin", "basis", draft, 9)
    assert (code, "写明是谁同意" in err) == (USER_ERROR, True)
    told = office.ask("office", "lin", "basis", draft, 9, "--party", "临江律师协会", "--date", TODAY)
    assert told == {"missing": []}
    assert [one["question"] for one in office.ask("office", "lin", "basis", draft, 9, "--remove")["missing"]] == [9]
    office.ask("office", "lin", "edit", draft, "--answers", SECRET.replace("y", "u"))
    told = office.ask("office", "lin", "refer", draft, 9, "--body", "省国家保密局", "--date", TODAY)
    assert "收到答复后登记" in told["missing"][0]["words"]
    given = ("--outcome", "may_disclose", "--date", TODAY, "--words", "可以公开")
    told = office.ask("office", "lin", "answer", draft, 9, *given)
    assert "按答复改答" in told["missing"][0]["words"]
    office.ask("office", "lin", "edit", draft, "--answers", "n" * 16)
    assert office.ask("office", "lin", "submit", draft)["state"] == "in_review"


def test_forms_returns_and_recalls_by_command(office: Line, draft: str) -> None:  # noqa: F811
    code, _out, err = office.run("--data", office.root / "office", "--login", "lin", "edit", draft, "--form", "x")
    assert (code, "standard" in err) == (USER_ERROR, True)
    given = ("--answers", "n" * 16, "--form", "standard", "--nature", "normative")
    wrong = office.ask("office", "lin", "edit", draft, *given)
    assert wrong["content"]["form"]["code"] == "standard"
    code, _out, err = office.run("--data", office.root / "office", "--login", "lin", "submit", draft)
    assert (code, "改用“" in err) == (USER_ERROR, True)
    shown = office.ask("office", "lin", "edit", draft, "--form", "extended")
    assert shown["content"]["natures"] == ["normative"]
    office.ask("office", "lin", "submit", draft)
    office.ask("office", "chen", "sign", draft)
    office.ask("office", "chen", "recall", draft, "--reason", "没有看完")
    office.ask("office", "chen", "sign", draft, "--text", "看完，同意")
    back = ("--opinion", "return", "--text", "写明意见", "--return-to", "office_head")
    assert office.ask("office", "zhou", "sign", draft, *back)["state"] == "in_review"
    ink = ("--name", "高原", "--date", TODAY, "--principal", "陈志远", "--authority", "书面委托")
    office.ask("office", "lin", "ink", draft, *ink)
    code, out, _err = office.run("--data", office.root / "office", "--login", "lin", "show", draft)
    assert code == 0
    assert "处室负责人：高原（代陈志远） 同意（有效）" in out
    assert office.ask("office", "lin", "recall", draft, "--reason", "登记错了")["state"] == "in_review"
    code, _out, err = office.run("--data", office.root / "office", "--login", "zhou", "recall", draft, "--reason", "晚")
    assert (code, "不是本人的" in err) == (USER_ERROR, True)
