"""A new one-time password by command, and the person's own new one with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.cli import USER_ERROR
from tests.cli.test_cli import Line, found, line  # noqa: F401 - a fixture

PEOPLE = (
    *("wang:王晓彤:information_administrator", "li:李建国:central_head", "he:何明川:system_administrator"),
    "wei:魏知微:security_administrator",
)


def test_the_key_is_reissued_and_made_anew(line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    found(line, "centre", *PEOPLE)
    given = line.ask("centre", "wei", "reissue-key", "li")
    code, _out, err = line.run("--data", line.root / "centre", "--login", "li", "ledger")
    assert (code, "E-PASSWORD" in err) == (USER_ERROR, True)
    code, _out, err = line.run("--data", line.root / "centre", "--login", "he", "reissue-key", "wang")
    assert (code, "E-PERMISSION" in err) == (USER_ERROR, True)
    (tmp_path / "new.txt").write_text("own words 77\n", encoding="utf-8")
    monkeypatch.setenv("DESK_PASSWORD", given["password"])
    assert line.ask("centre", "li", "new-password", "--new-password-file", tmp_path / "new.txt") == {"account": "li"}
    monkeypatch.setenv("DESK_PASSWORD", "own words 77")
    assert line.ask("centre", "li", "ledger") is not None
