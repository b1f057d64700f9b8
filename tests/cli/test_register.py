"""`register` of many files: each has its outcome, folders stand for their files, nothing bad stops the rest."""

from __future__ import annotations

import json
from pathlib import Path

from desktop.cli import DONE, USER_ERROR
from tests.cli.test_cli import Line, document, line, office

__all__ = ["document", "line", "office"]


def test_each_file_is_told_of(office: Line, document: Path, tmp_path: Path) -> None:
    folder = tmp_path / "一批"
    folder.mkdir()
    (folder / "通知.txt").write_bytes(document.read_bytes())
    (folder / "密.txt").write_text("机密★5年\n关于某事的通知\n", "utf-8")
    (folder / "程序.docx").write_bytes(b"MZ\x90\0")
    told = office.ask("office", "lin", "register", folder)
    assert [(one["file"], one["outcome"], one["error"]) for one in told] == [
        ("密.txt", "stopped", ""),
        ("程序.docx", "refused", "S-PROGRAM"),
        ("通知.txt", "draft", ""),
    ]
    again = office.ask("office", "lin", "register", document, "--skip-registered")
    assert [one["outcome"] for one in again] == ["twin"]
    given = ("--data", office.root / "office", "--login", "lin", "register")
    code, out, _err = office.run(*given, folder, document)
    assert code == DONE
    lines = [text for text in out.splitlines() if not text.startswith(" ")]
    assert lines[0].endswith("停止登记，发现密级标志，文件没有存入本机；停止在这台电脑上处理，当面交给保密审查员")
    assert lines[1].startswith("没有编号  程序.docx：没有登记，这是程序文件，不是文档。")
    assert len(lines) == 4
    code, out, _err = office.run(*given, "--json", folder / "程序.docx", tmp_path / "没有.txt")
    assert code == USER_ERROR
    assert json.loads(out)["error"] == "S-PROGRAM"
