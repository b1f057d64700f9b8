"""`corrections`: what is remembered is listed by number and forgotten by number."""

from __future__ import annotations

from desktop.cli import DONE, USER_ERROR
from tests.cli.test_cli import Line, document, line, office

__all__ = ["document", "line", "office"]


def test_corrections_are_listed_and_forgotten(office: Line, document: object) -> None:
    given = ("--data", office.root / "office", "--login", "lin")
    assert office.run(*given, "corrections", "list")[:2] == (DONE, "没有记住的更正\n")
    (taken,) = office.ask("office", "lin", "register", document)
    fields = ("phone=0591-55501204", "genre=通知", "issuing_body=临江省律师协会")
    assignments = [part for field in fields for part in ("--set", field)]
    office.ask("office", "lin", "edit", taken["form_number"], *assignments, "--answers", "n" * 16)
    office.ask("office", "lin", "submit", taken["form_number"])
    (one,) = office.ask("office", "lin", "corrections", "list")
    assert (one["kind"], one["field"], one["value"]) == ("临司〔 〕", "issuing_body", "临江省律师协会")
    _, told, _ = office.run(*given, "corrections", "list")
    assert told.startswith(f"{one['id']}. 临司〔 〕　发布机构：临江省司法厅 → 临江省律师协会（用于 1 件，")
    assert office.run(*given, "corrections", "forget")[0] == USER_ERROR
    assert office.run(*given, "corrections", "forget", one["id"] + 7)[0] == USER_ERROR
    assert office.ask("office", "lin", "corrections", "forget", one["id"]) == {"forgotten": 1}
    assert office.ask("office", "lin", "corrections", "list") == []
