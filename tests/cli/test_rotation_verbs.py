"""`rotate-key`, `accept-rotation`, `revoke`, `office` on real stores."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.cli import access, main
from desktop.services import sessions
from tests.services.ends import PASSWORD, Ends, found_ends


@pytest.fixture
def ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ends:
    found = found_ends(tmp_path)
    monkeypatch.setenv(access.PASSWORD, PASSWORD)
    sign_in = sessions.sign_in
    monkeypatch.setattr(
        sessions, "sign_in", lambda folder, login, password, **_: sign_in(folder, login, password, clock=found.clock)
    )
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
