"""The user guide: a chapter for every page, found by its words."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.views.help import HelpWindow, chapters, chapters_with, show_help
from desktop.views.window import EDITOR, PAGES

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    shown = QWidget()
    qtbot.addWidget(shown)
    return shown


def open_guide(window: QWidget, page: str) -> HelpWindow:
    show_help(window, page)
    guide = window.findChild(HelpWindow)
    assert isinstance(guide, HelpWindow)
    return guide


def test_every_page_has_a_chapter() -> None:
    keys = {one.key for one in chapters()}
    assert {page.key for page in PAGES} <= keys
    assert {"start", "secrets", "data", "commands"} <= keys


def test_every_link_leads_to_a_chapter() -> None:
    keys = {one.key for one in chapters()}
    links = [link for one in chapters() for link in re.findall(r"\]\(([^)]+)\)", one.words)]
    assert links
    assert {link.removesuffix(".md") for link in links} <= keys


def test_every_chapter_is_of_use_and_has_no_forbidden_words() -> None:
    for one in chapters():
        assert one.title
        assert len(one.words) > 250, one.key
        assert not re.search(r"请您|成功|系统提示|！", one.words), one.key


@pytest.mark.parametrize(
    ("page", "chapter"), [("review", "review"), (EDITOR.key, "ledger"), ("", "start"), ("?", "start")]
)
def test_help_opens_at_the_chapter_of_the_page(window: QWidget, page: str, chapter: str) -> None:
    assert open_guide(window, page).chapter() == chapter


def test_the_search_lists_chapters_and_marks_the_words(qtbot: QtBot, window: QWidget) -> None:
    guide = open_guide(window, "home")
    guide.search.set_words("应急密钥")
    qtbot.waitUntil(lambda: guide.chapter() == "start")
    assert [one.key for one, _count in chapters_with("应急密钥")] == ["start", "administration", "data", "commands"]
    assert len(guide.text.extraSelections()) == chapters_with("应急密钥")[0][1]
    guide.search.set_words("查无此词")
    qtbot.waitUntil(lambda: guide.list.model.rowCount() == 0)
    guide.search.set_words("")
    qtbot.waitUntil(lambda: guide.list.model.rowCount() == len(chapters()))


def test_a_link_opens_its_chapter(window: QWidget) -> None:
    guide = open_guide(window, "start")
    guide.text.anchorClicked.emit(QUrl("secrets.md"))
    assert guide.chapter() == "secrets"
    assert "密级标志" in guide.text.toPlainText()
