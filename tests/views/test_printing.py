"""The preview as a user meets it: pages, printer, PDF, missing characters, a printer that is not there, cancelling."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.errors import Cancelled, UserError
from desktop.rules.review import Opinion
from desktop.screening.pages import page_count, render_page
from desktop.services import items, papers, reviews
from desktop.services.desk import Desk
from desktop.services.item_detail import detail
from desktop.services.reviews import Verdict
from desktop.views.jobs import CancelCheck, Progress
from desktop.views.ledger.offers import Verb, offers
from desktop.views.paper import NO_PRINTER, Printers, a4_printer, print_pdf
from desktop.views.printing.asking import MonthDialog, SpotCheckDialog, SummaryButton
from desktop.views.printing.preview import Paper, PrintPreview
from desktop.views.review.printing import PrintButton
from desktop.views.transfers import save_paper
from tests.printing.reading import page_texts
from tests.services.ends import review_at_office
from tests.views.desk_user import answering, press, write
from tests.views.exchange import TestBench, bench_of, click, world


class Paperless(Printers):
    """One printer that prints into a file; it may be taken away."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.there = True

    def names(self) -> list[str]:
        return ["三楼打印机"] if self.there else []

    def open(self, name: str, title: str, landscape: bool) -> QPrinter:
        if not self.there:
            raise UserError(f"打印机“{name}”现在用不了", "接好打印机再试，或者另存为 PDF", "E-PRINTER")
        printer = a4_printer(title, landscape)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.target))
        return printer


def forms_paper(bench: TestBench, *uuids: str) -> Paper:
    return Paper(
        "打印审查表",
        "审查表.pdf",
        lambda progress, cancelled: papers.review_form_pdf(bench.desk, *uuids, progress=progress, cancelled=cancelled),
    )


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """The window under the dialogs."""
    shown = QWidget()
    qtbot.addWidget(shown)
    shown.resize(1200, 860)
    shown.show()
    return shown


def opened(window: QWidget, bench: TestBench, paper: Paper, printers: Printers | None = None) -> PrintPreview:
    dialog = PrintPreview(window, bench, paper, printers=printers)
    dialog.show()
    return dialog


def test_pages_are_turned_and_the_pdf_is_saved(qtbot: QtBot, window: QWidget, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "chen", qtbot) as bench:
        dialog = opened(window, bench, forms_paper(bench, *uuids[:3]), Paperless(tmp_path / "printed.pdf"))
        qtbot.waitUntil(lambda: dialog.place.text() == "1 / 3 页")
        assert not dialog._back.isEnabled()
        click(dialog._next)
        qtbot.waitUntil(lambda: dialog.place.text() == "2 / 3 页")
        click(dialog._next)
        qtbot.waitUntil(lambda: dialog.place.text() == "3 / 3 页")
        assert not dialog._next.isEnabled()
        bench.answer = tmp_path
        click(dialog.save)
        qtbot.waitUntil(lambda: bench.shown == [tmp_path / "审查表.pdf"])
        assert not dialog.isVisible()
    assert len(page_texts((tmp_path / "审查表.pdf").read_bytes())) == 3


def test_a_run_is_given_to_the_chosen_printer(qtbot: QtBot, window: QWidget, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    printers = Paperless(tmp_path / "printed.pdf")
    with bench_of(ends, "chen", qtbot) as bench:
        dialog = opened(window, bench, forms_paper(bench, *uuids[:2]), printers)
        assert dialog.commit.reason == "正在生成"
        qtbot.waitUntil(lambda: not dialog.commit.reason)
        assert dialog.printer.value() == "三楼打印机"
        press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: bench.told == ["已交给打印机"])
        assert not dialog.isVisible()
    printed = printers.target.read_bytes()
    assert page_count(printed) == 2
    page = render_page(printed, 1, 400)
    assert sum(255 - value for value in page.rgb) / len(page.rgb) > 3


def test_without_a_printer_the_pdf_remains(qtbot: QtBot, window: QWidget, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    printers = Paperless(tmp_path / "printed.pdf")
    printers.there = False
    with bench_of(ends, "chen", qtbot) as bench:
        dialog = opened(window, bench, forms_paper(bench, uuids[0]), printers)
        qtbot.waitUntil(lambda: dialog.commit.reason == f"{NO_PRINTER}，可以另存为 PDF")
        assert dialog.printer.isHidden()
        assert dialog.save.isEnabled()


def test_a_printer_that_is_taken_away_is_told(qtbot: QtBot, window: QWidget, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    printers = Paperless(tmp_path / "printed.pdf")
    with bench_of(ends, "chen", qtbot) as bench:
        dialog = opened(window, bench, forms_paper(bench, uuids[0]), printers)
        qtbot.waitUntil(lambda: not dialog.commit.reason)
        printers.there = False
        click(dialog.commit)
        assert dialog.isVisible()
        assert dialog.error.isVisible()
        assert dialog.commit.reason == f"{NO_PRINTER}，可以另存为 PDF"
        assert not printers.target.exists()


def test_the_pcs_own_printers_are_asked(qapp: object) -> None:
    with pytest.raises(UserError) as refused:
        Printers().open("没有这台", "审查表", landscape=False)
    assert refused.value.code == "E-PRINTER"
    if not Printers().names():
        with pytest.raises(UserError) as missing:
            print_pdf(None, b"", "审查表")  # type: ignore[arg-type]
        assert missing.value.message == NO_PRINTER


def test_characters_that_would_be_missing_are_told_before(qtbot: QtBot, window: QWidget, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("lin") as desk:
        now = detail(desk, uuids[3])
        items.save_draft(desk, uuids[3], replace(now.content, drafter="王\U0001f600"), now.draft_version or 0, "test")
    with bench_of(ends, "lin", qtbot) as bench:
        dialog = opened(window, bench, forms_paper(bench, uuids[3]), Paperless(tmp_path / "printed.pdf"))
        qtbot.waitUntil(dialog.warning.isVisible)
        assert "U+1F600" in dialog.warning.accessibleName()
        assert "手写补入" in dialog.warning.accessibleName()


def test_a_paper_that_cannot_be_made_says_why_and_a_cancelled_one_closes(
    qtbot: QtBot, window: QWidget, tmp_path: Path
) -> None:
    ends, uuids = world(tmp_path)

    def stopped(_progress: Progress, _cancelled: CancelCheck) -> bytes:
        raise Cancelled

    with bench_of(ends, "chen", qtbot) as bench:
        slip = Paper("打印退回补正单", "单.pdf", lambda _p, _c: papers.return_slip_pdf(bench.desk, uuids[0]))
        dialog = opened(window, bench, slip)
        qtbot.waitUntil(dialog.error.isVisible)
        assert dialog.place.text() == "没有生成"
        assert dialog.commit.reason == "没有生成，不能打印"
        assert not dialog.page.isVisible()
        assert not dialog.save.isEnabled()
        other = opened(window, bench, Paper("打印审查表", "表.pdf", stopped))
        qtbot.waitUntil(lambda: not other.isVisible())


def test_the_month_and_the_spot_check_are_asked_for_and_shown(qtbot: QtBot, window: QWidget, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("lin") as desk:
        renamed(desk, uuids[3], "关于\U0001f600的公告")
    review_at_office(ends, uuids[3])
    with bench_of(ends, "lin", qtbot) as bench:
        button = SummaryButton(bench)
        button.setParent(window)
        titles: list[str] = []

        def look(dialog: PrintPreview) -> None:
            qtbot.waitUntil(lambda: dialog._made is not None)
            assert dialog._made is not None
            titles.append(page_texts(dialog._made.pdf)[0][:12])
            assert "U+1F600" in dialog.warning.accessibleName()
            dialog.reject()

        answering(qtbot, MonthDialog, lambda dialog: then(qtbot, look, dialog.commit))
        button.summarise()

        def refuse_and_correct(dialog: SpotCheckDialog) -> None:
            write(dialog.count.control, "0")
            click(dialog.commit)
            assert dialog.count.has_error()
            assert dialog.isVisible()
            write(dialog.count.control, "50")
            write(dialog.seed.control, "7" * 33)
            click(dialog.commit)
            assert dialog.seed.has_error()
            assert dialog.isVisible()
            write(dialog.seed.control, "77")
            then(qtbot, look, dialog.commit)

        answering(qtbot, SpotCheckDialog, refuse_and_correct)
        button.spot_check()
    assert titles == ["信息发布保密审查月汇总表", "信息发布保密审查抽查卷临"]


def renamed(desk: Desk, uuid: str, title: str) -> None:
    """Give a draft another title."""
    now = detail(desk, uuid)
    items.save_draft(desk, uuid, replace(now.content, title=title), now.draft_version or 0, "test")


def test_a_paper_that_is_saved_at_once_tells_what_it_could_not_set(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("lin") as desk:
        renamed(desk, uuids[3], "关于\U0001f600的公告")
    with bench_of(ends, "lin", qtbot) as bench:
        bench.answer, details = tmp_path, []
        bench.telling.connect(lambda _fact, words: details.append(words))
        owner = QWidget()
        qtbot.addWidget(owner)
        for name, uuid in (("甲.pdf", uuids[0]), ("乙.pdf", uuids[3])):
            save_paper(bench, owner, name, partial(papers.review_form_pdf, bench.desk, uuid))
            qtbot.waitUntil(lambda name=name: (tmp_path / name) in bench.shown)  # type: ignore[misc]
        assert bench.told == ["有字印不出来"]
        assert "U+1F600" in details[0]
        assert details[0].endswith("第 1 页")


def then(qtbot: QtBot, look: object, commit: object) -> None:
    """Answer the preview that opens after this dialog."""
    answering(qtbot, PrintPreview, look)  # type: ignore[arg-type]
    click(commit)  # type: ignore[arg-type]


def test_a_returned_item_offers_its_slip(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("chen") as desk:
        assert Verb.SLIP not in [one.verb for one in offers(desk, detail(desk, uuids[2]))]
        reviews.sign(desk, uuids[2], Verdict(Opinion.RETURN, "文号不符。"))
        assert Verb.SLIP in [one.verb for one in offers(desk, detail(desk, uuids[2]))]
    with bench_of(ends, "lin", qtbot) as bench:
        button = PrintButton(bench)
        qtbot.addWidget(button)
        button.show()
        button.set_item(detail(bench.desk, uuids[2]))
        seen: list[str] = []

        def look(dialog: PrintPreview) -> None:
            qtbot.waitUntil(lambda: dialog._made is not None)
            assert dialog._made is not None
            seen.append("".join(page_texts(dialog._made.pdf)))
            dialog.reject()

        answering(qtbot, PrintPreview, look)
        button.print_slip()
    assert "文号不符。" in seen[0]
