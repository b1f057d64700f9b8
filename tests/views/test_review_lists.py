"""The lists beside the queue: referrals open their item, a due re-review is begun by its verb."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.models import Item
from desktop.rules.items import Answer
from desktop.rules.states import ItemState
from desktop.services import items, referrals
from desktop.services.item_detail import detail
from desktop.views.components.dialogs import ConfirmDialog
from tests.views.desk_user import answering, press
from tests.views.exchange import bench_of, click, world
from tests.views.test_paper_check import open_queue

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_the_register_of_referrals_opens_its_item(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        shown = detail(bench.desk, uuids[3])
        unsure = replace(shown.content, answers=(*(Answer.NO,) * 4, Answer.UNSURE, *(Answer.NO,) * 11))
        items.save_draft(bench.desk, uuids[3], unsure, shown.draft_version or 0, "test")
        referrals.refer(bench.desk, uuids[3], 4, "省国家保密局", bench.desk.today() - timedelta(days=30))
        screen = open_queue(qtbot, bench)
        page = screen.queue_page
        qtbot.waitUntil(lambda: page.tabs._tabs[1].count == 1)
        screen.show_record("referred")
        assert page.referrals.isVisible()
        assert not page.table.isVisible()
        press(page.referrals.view, Qt.Key.Key_Home)
        press(page.referrals.view, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: screen.desk.detail is not None)
        assert screen.desk.detail is not None
        assert screen.desk.detail.uuid == uuids[3]
        assert screen.may_leave()


def test_a_due_re_review_is_begun(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        with bench.desk.store.transaction() as session:
            item = session.scalars(select(Item).where(Item.uuid == uuids[0])).one()
            item.attribute, item.state, item.next_review_on = "withheld", "withheld", bench.desk.today()
        screen = open_queue(qtbot, bench)
        page = screen.queue_page
        screen.show_record("again")
        qtbot.waitUntil(lambda: page.tabs._tabs[2].count == 1)
        assert page.re_reviews.isVisible()
        press(page.re_reviews.table.view, Qt.Key.Key_Home)
        assert page.re_reviews.table.current_key() == uuids[0]
        was_asked = answering(qtbot, ConfirmDialog, lambda dialog: click(dialog.cancel))
        click(page.re_reviews.begin_button)
        assert was_asked()
        assert detail(bench.desk, uuids[0]).state is ItemState.WITHHELD
        answering(qtbot, ConfirmDialog, lambda dialog: click(dialog.commit))
        click(page.re_reviews.begin_button)
        qtbot.waitUntil(lambda: ("editor", uuids[0]) in bench.opened)
        assert detail(bench.desk, uuids[0]).state is ItemState.DRAFT
        qtbot.waitUntil(lambda: page.tabs._tabs[2].count == 0)
        assert page.re_reviews.begin_button.isEnabled() is False
