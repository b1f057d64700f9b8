"""What the editor says of an item that is no draft: where it is, and why it ended or came back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.rules.review import Opinion
from desktop.services import items, reviews
from desktop.services.item_detail import detail
from desktop.services.reviews import Verdict
from desktop.views.editor.closed import ClosedPage
from tests.views.exchange import TestBench, bench_of, world


def test_why_an_item_ended_or_came_back_is_told_in_its_own_words(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuids[2], Verdict(Opinion.RETURN, "附件缺少盖章页，补齐后重新送审。" * 300))
    with bench_of(ends, "lin", qtbot) as bench:
        items.withdraw(bench.desk, uuids[0], "不再需要")
        withdrawn, returned = (_shown(qtbot, bench, uuid) for uuid in (uuids[0], uuids[2]))
        assert _words(withdrawn) == [
            "这条信息现在是“已撤回”，不能直接改",
            "理由：不再需要。在信息登记里查看内容和经过。",
        ]
        fact, why = _words(returned)[:2]
        assert fact == "这条信息已退回补正"
        assert why.startswith("理由：处室负责人退回：附件缺少盖章页")
        assert "（全文在信息登记里）" in why
        assert returned.minimumSizeHint().width() < 800


def _shown(qtbot: QtBot, bench: TestBench, uuid: str) -> ClosedPage:
    page = ClosedPage(bench)
    qtbot.addWidget(page)
    page.show_item(detail(bench.desk, uuid))
    return page


def _words(page: ClosedPage) -> list[str]:
    labels: list[QLabel] = list(page.findChildren(QLabel))
    return [one.text() for one in labels if one.text()]
