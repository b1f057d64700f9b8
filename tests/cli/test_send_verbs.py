"""Batches and what was sent, by commands: choosing, writing again, the limit, correcting, scans."""

from __future__ import annotations

from pathlib import Path

from desktop.cli import USER_ERROR
from tests.cli.test_cli import TODAY, Line, found, line, office  # noqa: F401 - fixtures
from tests.cli.test_review_verbs import draft  # noqa: F401 - fixture
from tests.services.scans import sheet


def test_sent_again_corrected_and_given_up(office: Line, draft: str, tmp_path: Path) -> None:  # noqa: F811
    office.ask("office", "lin", "edit", draft, "--answers", "n" * 16)
    office.ask("office", "lin", "submit", draft)
    ink = ("--name", "高原", "--date", TODAY)
    bad = tmp_path / "表.docx"
    bad.write_bytes(b"PK")
    given = ("--data", office.root / "office", "--login", "lin")
    code, _out, err = office.run(*given, "ink", draft, *ink, "--scan", bad)
    assert (code, "jpg" in err) == (USER_ERROR, True)
    office.ask("office", "lin", "ink", draft, *ink, "--scan", sheet(tmp_path / "签字.pdf"))
    verdict = ("--answers", "n" * 16, "--conclusion", "disclose")
    office.ask("office", "zhou", "sign", draft, *verdict)
    stick = tmp_path / "stick"
    stick.mkdir()
    sent = office.ask("office", "lin", "export", "--to", stick, "--period", "本期", "--concluded", "--split")
    assert (sent["items"], len(sent["paths"])) == (1, 1)
    (batch,) = office.ask("office", "lin", "batches")
    assert (batch["items"], batch["waited"], batch["late"]) == (1, 0, False)
    Path(sent["path"]).unlink()
    again = office.ask("office", "lin", "export", "--to", stick, "--again", batch["number"])
    assert (again["manifest"], again["path"]) == (sent["manifest"], sent["path"])
    assert office.run(*given, "export", "--to", stick, "--again", "2020年第001批")[0] == USER_ERROR
    for wrong in ((draft, "--nil"), ("--nil", "--period", "2099年1月上")):
        assert office.run(*given, "export", *wrong, "--to", stick)[0] == USER_ERROR
    assert office.ask("office", "lin", "correct", draft, "--reason", "电话有误")["state"] == "draft"
    assert office.ask("office", "lin", "give-up", draft)["state"] == "awaiting_receipt"
    assert office.run(*given, "give-up", draft)[0] == USER_ERROR
    office.ask("office", "lin", "withdraw", draft, "--reason", "不再公开")
    told = office.ask("office", "lin", "export", "--to", stick, "--period", "本期")
    assert (told["items"], len(office.ask("office", "lin", "batches"))) == (0, 2)
    assert [(one["items"], one["withdrawn"]) for one in office.ask("office", "lin", "batches")] == [(0, 1), (1, 0)]
    _code, listed, _err = office.run(*given, "batches")
    assert ["撤回 1 件" in one for one in listed.splitlines()] == [True, False]


def test_the_limit_for_receipts(office: Line) -> None:  # noqa: F811
    assert office.ask("office", "lin", "receipt-days") == {"days": 10}
    assert office.ask("office", "lin", "receipt-days", 5) == {"days": 5}
    given = ("--data", office.root / "office", "--login", "lin")
    assert office.run(*given, "receipt-days", 0)[0] == USER_ERROR
    assert office.ask("office", "lin", "batches") == []
