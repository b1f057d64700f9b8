"""`rotate-key`, `accept-rotation`, `revoke`, `office` on real stores."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.cli import main
from tests.cli.signing_in import commands_sign_in
from tests.services.ends import PASSWORD, Ends, found_ends


@pytest.fixture
def ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ends:
    found = found_ends(tmp_path)
    commands_sign_in(found, monkeypatch)
    return found


def test_a_key_is_changed_confirmed_and_revoked(ends: Ends, capsys: pytest.CaptureFixture[str]) -> None:
    password = ends.root / "second.txt"
    password.write_text(PASSWORD, encoding="utf-8")

    def ask(end: str, login: str, *words: str, code: int = 0) -> dict[str, object]:
        assert main(["--data", str(ends.root / end), "--login", login, "--json", *words]) == code
        told: dict[str, object] = json.loads(capsys.readouterr().out)
        return told

    ask("office", "lin", "rotate-key", "--to", str(ends.stick), "--again", code=1)
    made = ask("office", "lin", "rotate-key", "--to", str(ends.stick))
    again = ask("office", "lin", "rotate-key", "--to", str(ends.stick), "--again")
    assert again == made
    statements = made["statements"]
    assert isinstance(statements, list)
    (statement,) = statements
    accept = ("accept-rotation", str(statement), "--second", "wei", "--second-password-file", str(password))
    taken = ask("centre", "wang", *accept)
    assert (taken["fingerprint"], taken["from_seq"]) == (made["fingerprint"], 1)
    assert ask("centre", "wang", *accept, code=3)["error"] == "E-KEY"
    assert ask("centre", "wei", "revoke", "XXXX", "--last-good", "0", code=1)["error"] == "E-OFFICE"
    assert ask("centre", "wei", "revoke", "lsgz", "--last-good", "0")["last_good_seq"] == 0
    closed = ask("centre", "he", "office", "close", "lsgz", "--reason", "机构改革撤并")
    assert closed == {"office": "LSGZ", "active": False}
    assert ask("centre", "he", "office", "close", "lsgz", "--reason", "撤并", code=1)["error"] == "E-STATE"
    assert ask("centre", "he", "office", "open", "LSGZ", "--reason", "恢复设置")["active"] is True
    ask("office", "lin", "export", "--nil", "--to", str(ends.stick))
    (package,) = ends.stick.glob("*.zip")
    assert ask("centre", "wang", "import", str(package), code=3)["error"] == "E-REVOKED"


def test_a_batch_under_a_replaced_key_is_taken_back_and_its_period_reported_again(
    ends: Ends, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def ask(end: str, login: str, *words: str, code: int = 0) -> dict[str, object]:
        assert main(["--data", str(ends.root / end), "--login", login, "--json", *words]) == code
        told: dict[str, object] = json.loads(capsys.readouterr().out)
        return told

    password = tmp_path / "password"
    password.write_text(PASSWORD, encoding="utf-8")
    nil, batch = ("export", "--nil", "--period", "2026年11月下", "--to", str(ends.stick)), "2026年第001批"
    first = ask("office", "lin", *nil)
    assert ask("office", "lin", *nil, code=1)["error"] == "E-NIL"
    assert ask("office", "lin", "take-back", batch, code=1)["error"] == "E-STATE"
    new = str(ask("office", "lin", "rotate-key", "--to", str(ends.stick))["fingerprint"])
    enrol = ("enrol", "--office-code", "LSGZ", "--office", "律师工作处", "--fingerprint", new)
    second = ("--second", "wei", "--second-password-file", str(password))
    assert ask("centre", "wang", *enrol, *second, "--last-good", "99", code=1)["error"] == "E-SEQ"
    ask("centre", "wang", *enrol, *second, "--last-good", "0")
    assert ask("office", "lin", "take-back", batch) == {"batch": batch, "items": 0}
    assert ask("office", "lin", *nil)["path"] != first["path"]
