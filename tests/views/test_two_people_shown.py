"""Two people at one review form, on the screen: who comes second is told, and what the first wrote stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.rules.items import Answer
from desktop.services import items
from desktop.services.item_detail import detail
from tests.views.desk_user import press
from tests.views.exchange import bench_of, world
from tests.views.test_review import open_desk

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_answers_on_a_form_that_somebody_else_changed_are_not_saved_over_it(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[3])
        now = detail(bench.desk, uuids[3])
        items.save_draft(bench.desk, uuids[3], replace(now.content, column="别处"), now.draft_version or 0, "other")
        press(screen.desk.questions.rows[3].choice, Qt.Key.Key_2)
        qtbot.waitUntil(screen.desk.error.isVisible)
        assert "已在别处改过" in screen.desk.error.accessibleName()
        held = detail(bench.desk, uuids[3]).content
        assert (held.column, held.answers[3]) == ("别处", Answer.NO)
