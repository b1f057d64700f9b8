"""换用新公钥 in the window: the office changes its key, the centre confirms; and the other way round."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.services import accounts, enrolment, rotation
from desktop.views.administration.office_dialogs import OfficeActiveDialog
from desktop.views.administration.offices_pane import OfficesPane
from desktop.views.administration.own_key_pane import OwnKeyPane
from desktop.views.administration.rotation_dialogs import ConfirmRotationDialog, RotateDialog, StatementDialog
from desktop.views.components.fields import PasswordField, TextField
from desktop.views.table_models import ChipCell
from tests.services.ends import PASSWORD, Ends
from tests.views.exchange import bench_of, click, world

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

Asked = TypeVar("Asked", RotateDialog, StatementDialog, ConfirmRotationDialog, OfficeActiveDialog)


def _write(field: TextField | PasswordField, words: str) -> None:
    field.set_value(words)
    field.changed.emit()


def _answer(kind: type[Asked], fill: Callable[[Asked], None]) -> list[Asked]:
    """Fill in the dialog as soon as it stands, and commit it."""
    seen: list[Asked] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            seen.append(dialog)
            fill(dialog)
            click(dialog.commit)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)
    return seen


def _rotated(ends: Ends, login: str) -> tuple[str, Path]:
    with ends.at(login) as desk:
        new = rotation.rotate(desk)
        return new, rotation.write_statements(desk, ends.stick)[-1]


def _offices(bench: object, qtbot: QtBot) -> OfficesPane:
    pane = OfficesPane(bench)  # type: ignore[arg-type]
    qtbot.addWidget(pane)
    pane.resize(1100, 600)
    pane.show()
    qtbot.waitUntil(lambda: pane.table.model.rowCount() == 1)
    return pane


def test_the_office_changes_its_key_and_writes_the_statement(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        pane = OwnKeyPane(bench)
        qtbot.addWidget(pane)
        pane.resize(1000, 800)
        pane.show()
        card = pane.rotation
        qtbot.waitUntil(lambda: card.write.reason == "没有换过公钥")
        before = accounts.own_fingerprint(bench.desk)

        def fill(dialog: RotateDialog) -> None:
            _write(dialog.word, "换")
            assert not dialog.commit.isEnabled()
            _write(dialog.word, "换钥")

        seen = _answer(RotateDialog, fill)
        click(card.rotate)
        assert len(seen) == 1
        qtbot.waitUntil(lambda: card.write.isEnabled())
        assert accounts.own_fingerprint(bench.desk) != before
        bench.answer = ends.stick
        click(card.write)
        qtbot.waitUntil(lambda: "换钥声明已写出" in bench.told)
        assert len(list(ends.stick.glob("换钥声明_*.json"))) == 1


def test_the_centre_reads_a_statement_and_two_officers_confirm_it(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _uuids = world(tmp_path)
    new, statement = _rotated(ends, "lin")
    with bench_of(ends, "wang", qtbot) as bench:
        pane = _offices(bench, qtbot)
        bench.answer = statement.with_name("没有.json")
        click(pane.statement)
        qtbot.waitUntil(lambda: pane.error.isVisible())
        bench.answer = statement

        def fill(dialog: StatementDialog) -> None:
            assert not dialog.commit.isEnabled()
            _write(dialog.login, "wei")
            _write(dialog.password, PASSWORD)

        seen = _answer(StatementDialog, fill)
        click(pane.statement)
        qtbot.waitUntil(lambda: bool(seen) and bool(bench.told))
        (office,) = [one for one in enrolment.offices(bench.desk) if one.code == "LSGZ"]
        assert (office.fingerprint, office.enrolled, office.rotated) == (new, True, True)


def test_the_second_officer_confirms_at_the_own_desk(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _uuids = world(tmp_path)
    new, statement = _rotated(ends, "lin")
    with ends.at("wang") as desk:
        rotation.propose_rotation(desk, rotation.read_statement(desk, statement))
    with bench_of(ends, "wei", qtbot) as bench:
        pane = _offices(bench, qtbot)
        qtbot.waitUntil(lambda: pane.confirm.isEnabled())
        chip, shown = (pane.table.model.cell(0, column) for column in (2, 3))
        assert isinstance(chip, ChipCell)
        assert chip.word == "在用，新公钥待确认"
        assert shown != new, "the key in force is shown until the new one is confirmed"
        assert pane.revoke.isEnabled()
        seen = _answer(ConfirmRotationDialog, lambda dialog: None)
        click(pane.confirm)
        qtbot.waitUntil(lambda: bool(seen) and bool(bench.told))
        (office,) = [one for one in enrolment.offices(bench.desk) if one.code == "LSGZ"]
        assert (office.fingerprint, office.enrolled) == (new, True)


def test_the_office_follows_the_centre_s_new_key(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _uuids = world(tmp_path)
    new, statement = _rotated(ends, "wei")
    with bench_of(ends, "lin", qtbot) as bench:
        pane = OwnKeyPane(bench)
        qtbot.addWidget(pane)
        pane.resize(1000, 900)
        pane.show()
        bench.answer = statement

        def fill(dialog: StatementDialog) -> None:
            _write(dialog.login, "chen")
            _write(dialog.password, PASSWORD)

        seen = _answer(StatementDialog, fill)
        click(pane.rotation.read)
        qtbot.waitUntil(lambda: bool(seen) and bool(bench.told))
        assert bench.desk.agency.centre_fingerprint == new
        assert pane.centre is not None
        qtbot.waitUntil(lambda: new in pane.centre.now.words.text())  # type: ignore[union-attr]


def test_an_office_is_closed_and_opened_in_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _uuids = world(tmp_path)
    with bench_of(ends, "he", qtbot) as bench:
        pane = _offices(bench, qtbot)
        for active, words in ((False, "启用处室"), (True, "停用处室")):
            qtbot.waitUntil(lambda: pane.toggle.isEnabled())

            def fill(dialog: OfficeActiveDialog) -> None:
                assert not dialog.commit.isEnabled()
                _write(dialog.why, "机构改革撤并")

            seen = _answer(OfficeActiveDialog, fill)
            click(pane.toggle)
            assert len(seen) == 1
            qtbot.waitUntil(lambda words=words: pane.toggle.text() == words)  # type: ignore[misc]
            (office,) = [one for one in enrolment.offices(bench.desk) if one.code == "LSGZ"]
            assert office.active is active
