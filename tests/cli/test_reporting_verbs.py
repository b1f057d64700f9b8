"""`matrix`, `reminder`, `rhythm` on real stores."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.services import item_detail, items
from tests.cli.signing_in import commands_sign_in
from tests.services.ends import DOCUMENT, Ends, found_ends, register, review_at_office


@pytest.fixture
def ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ends:
    found = found_ends(tmp_path)
    commands_sign_in(found, monkeypatch)
    return found


def _run(ends: Ends, *words: str, end: str = "centre", login: str = "wang") -> int:
    return main(["--data", str(ends.root / end), "--login", login, "--json", *words])


def test_the_table_the_reminder_and_the_rhythm(ends: Ends, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ends.clock.moment = datetime(2026, 12, 30, 1, 0, tzinfo=UTC)
    pdf, sheet, slip = tmp_path / "a.pdf", tmp_path / "a.xlsx", tmp_path / "b.pdf"
    assert _run(ends, "matrix", "--until", "2026年12月", "--count", "2", "--pdf", str(pdf), "--xlsx", str(sheet)) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["period"] for one in told["periods"]] == ["2026年12月上", "2026年12月下"]
    assert [one["standing"] for one in told["offices"][0]["cells"]] == ["late", "not_due"]
    assert pdf.read_bytes().startswith(b"%PDF")
    assert sheet.read_bytes().startswith(b"PK")
    assert _run(ends, "reminder", "--office", "律师工作处", "--output", str(slip)) == 0
    assert json.loads(capsys.readouterr().out)["offices"][0]["owed"] == ["2026年11月下", "2026年12月上"]
    assert _run(ends, "reminder", "--office", "档案处", "--output", str(slip)) == 1
    assert json.loads(capsys.readouterr().out)["error"] == "E-OFFICE"
    assert _run(ends, "rhythm", "--set", "month", "--grace", "8") == 0
    assert json.loads(capsys.readouterr().out) == {"rhythm": "month", "grace_days": 8}
    assert _run(ends, "rhythm") == 0
    assert json.loads(capsys.readouterr().out) == {"rhythm": "month", "grace_days": 8}


def test_a_character_that_no_font_has_is_told_of_every_paper(
    ends: Ends, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = tmp_path / "通知.txt"
    document.write_text(DOCUMENT, encoding="utf-8")
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        shown = item_detail.detail(desk, uuid)
        items.save_draft(
            desk, uuid, replace(shown.content, title="关于\U0001f600的通知"), shown.draft_version or 0, "test"
        )
        number = shown.form_number
    review_at_office(ends, uuid)
    target = str(tmp_path / "纸.pdf")
    for words in (
        ("form", number),
        ("summary", "2026-11"),
        ("spot-check", "1"),
        ("export", "--to", str(ends.stick), "--list", target),
    ):
        given = words if words[0] == "export" else (*words, "--output", target)
        assert _run(ends, *given, end="office", login="lin") == 0
        assert json.loads(capsys.readouterr().out)["missing"] == ["U+1F600"]
    assert main(["--data", str(ends.root / "office"), "--login", "lin", "form", number, "--output", target]) == 0
    assert "有 1 个字本机字库没有（U+1F600），纸上印作〓，打印后手写补入：第 1 页" in capsys.readouterr().out


def test_words_that_are_no_period(ends: Ends, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as usage:
        _run(ends, "matrix", "--until", "去年")
    assert usage.value.code == 2
    assert "期间写作" in capsys.readouterr().err


def test_an_office_exports_for_the_present_period(ends: Ends, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(ends, "export", "--nil", "--to", str(ends.stick), end="office", login="lin") == 0
    package = json.loads(capsys.readouterr().out)["path"]
    assert main(["verify", package, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["facts"]["期间"] == "2026年11月下"
