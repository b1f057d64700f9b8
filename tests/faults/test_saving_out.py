"""The names under which documents of other offices are saved out: a package may call an attachment anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.formats.names import folder_name_problem
from desktop.views.workbench import Workbench
from tests.services.ends import Ends

NAMES = ["/etc/passwd", "../../x.docx", "C:\\x.exe", "nul.txt", "附件 .", "表\u202exslx.exe", "题" * 300 + ".docx"]


@pytest.mark.parametrize("name", NAMES)
def test_fault_43_the_window_offers_one_safe_name_in_the_folder_of_the_user(
    qtbot: QtBot, ends: Ends, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    offered: list[Path] = []

    def back_out(_owner: QWidget, _title: str, path: str, _pattern: str) -> tuple[str, str]:
        offered.append(Path(path))
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", back_out)
    with ends.at("lin") as desk:
        bench, owner = Workbench(desk), QWidget()
        qtbot.addWidget(owner)
        assert bench.ask_target(owner, "另存文件", "通知.docx") is None
        assert bench.ask_target(owner, "另存文件", name) is None
    plain, hostile = offered
    assert plain.name == "通知.docx"
    assert hostile.parent == plain.parent
    assert folder_name_problem(hostile.name[:60]) is None
    assert len(hostile.name) <= 80
    assert hostile.suffix == Path(name).suffix.rstrip(".")
