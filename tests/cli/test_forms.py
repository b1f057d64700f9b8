"""`forms` and `stand-in`: the default form is chosen, authorities are recorded, listed and revoked."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.cli import DONE, USER_ERROR
from desktop.rules.chains import DEFAULT_FORM
from desktop.rules.plain import to_plain
from tests.cli.test_cli import Line, line, office

__all__ = ["line", "office"]


def test_the_default_form_is_listed_and_chosen(office: Line) -> None:
    given = ("--data", office.root / "office", "--login", "lin")
    found = office.ask("office", "lin", "forms", "list")
    assert [one["form"]["code"] for one in found if one["is_default"]] == ["standard"]
    assert office.ask("office", "lin", "forms", "default", "extended") == {"default": "extended"}
    code, told, _ = office.run(*given, "forms", "list")
    assert code == DONE
    assert "extended  信息发布保密审查表（法制、重大事项）（第 1 版，默认）" in told
    assert "保密审查员 → 〔法制审核〕 → " in told
    assert office.run(*given, "forms", "default", "nothing")[0] == USER_ERROR


def test_an_authority_is_recorded_listed_and_revoked(office: Line) -> None:
    given = ("--data", office.root / "office", "--login", "lin")
    assert office.run(*given, "stand-in", "list")[:2] == (DONE, "没有代签授权\n")
    last = date.today() + timedelta(days=5)  # noqa: DTZ011 - the office's own day
    add = ("stand-in", "add", "zhou", "--role", "office_head", "--for", "陈志远", "--until", last)
    made = office.ask("office", "lin", *add, "--authority", "处务会纪要")
    (one,) = office.ask("office", "lin", "stand-in", "list")
    assert (one["id"], one["name"], one["state"]) == (made["number"], "周敏", "in_force")
    assert "周敏代陈志远（处室负责人）  有效" in office.run(*given, "stand-in", "list")[1]
    assert office.run(*given, *add, "--authority", " ")[0] == USER_ERROR
    with pytest.raises(SystemExit):
        office.run(*given, *add[:-1], "someday", "--authority", "处务会纪要")
    assert "日期写作" in office.capture.readouterr().err
    assert office.ask("office", "lin", "stand-in", "revoke", one["id"]) == {"number": one["id"]}
    assert office.run(*given, "stand-in", "revoke", one["id"])[0] == USER_ERROR
    assert office.ask("office", "lin", "stand-in", "list")[0]["state"] == "revoked"


def test_an_own_form_is_carried_over_as_a_file(office: Line, tmp_path: Path) -> None:
    path = tmp_path / "form.json"
    code, _out, err = office.run(
        "--data", office.root / "office", "--login", "lin", "forms", "export", "standard", path
    )
    assert (code, "各端都有" in err) == (USER_ERROR, True)
    own = replace(DEFAULT_FORM, code="own-0001", name="厅办审查表")
    path.write_text(json.dumps({"kind": "review-form", "format": 1, "forms": [to_plain(own)]}), encoding="utf-8")
    seen = office.ask("office", "lin", "forms", "import", path, "--dry-run")
    assert seen == {"code": "own-0001", "versions": [1]}
    assert "own-0001" not in [one["form"]["code"] for one in office.ask("office", "lin", "forms", "list")]
    assert office.ask("office", "lin", "forms", "import", path) == seen
    assert office.ask("office", "lin", "forms", "export", "own-0001", tmp_path / "again.json") == {"versions": 1}
    assert json.loads((tmp_path / "again.json").read_text("utf-8")) == json.loads(path.read_text("utf-8"))
