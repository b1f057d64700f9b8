"""送交归档: gather a quarter, check it, write it, print its papers, record both receivers' receipts."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.rules.periods import Quarter
from desktop.services import deliveries, delivery_copies, papers
from desktop.services.deliveries import RECEIVERS, DeliveryView, WrittenDelivery
from desktop.views.components.buttons import Button
from desktop.views.components.card import Card
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.components.empty import EmptyState
from desktop.views.components.page_header import PageHeader
from desktop.views.components.progress import ProgressLine
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.segmented import Segment, SegmentedChoice
from desktop.views.components.stepper import Stepper
from desktop.views.deliver.cards import ListCard, PapersCard, PastCard, checks_card, list_fact
from desktop.views.deliver.rail import steps
from desktop.views.deliver.reading import QuarterPage, quarter_key, quarters, read_quarter
from desktop.views.deliver.receivers import DayDialog, ReceiptDialog, ReceiverCard
from desktop.views.deliver.verdict import VerdictCard, verified
from desktop.views.deliver.writing import WritingCard
from desktop.views.jobs import CancelCheck, Progress
from desktop.views.look import tokens
from desktop.views.transfers import in_kilobytes, save_paper, tell_missing
from desktop.views.workbench import Workbench


class DeliverScreen(QWidget):
    """The deliveries of the centre, one quarter at a time."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.bench = bench
        self.page: QuarterPage | None = None
        self._quarter: Quarter | None = None
        self._written: dict[str, Path] = {}
        self._failed = ""
        self.header = PageHeader("送交归档")
        self._choices = quarters(bench.desk)
        self.chooser = SegmentedChoice(
            [Segment(quarter_key(one), one.label, "accent") for one in self._choices], name="季度", tall=True
        )
        self.verify = Button("核验文件夹", icon="shield-check")
        self.header.add_verb(self.chooser)
        self.header.add_verb(self.verify)
        self.verdict = VerdictCard()
        self.checking = ProgressLine("正在核对", cancellable=False)
        self.rail = Stepper((), "rail", name="送交步骤")
        self.writing = WritingCard()
        self._cards: list[QWidget] = []
        self._lay_out()
        self.chooser.chosen.connect(self._choose)
        self.verify.clicked.connect(self._verify)
        self.writing.wanted.connect(self._write)
        self.writing.showing.connect(self._show_folder)
        for kind in ("item", "delivery"):
            bench.follow(self, kind, self.reload)
        self.reload()

    def _lay_out(self) -> None:
        rail = Card(padding=20)
        rail.add(self.rail)
        self._left, self._middle, self._right = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        columns = QWidget()
        row = QHBoxLayout(columns)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.CARD_GAP)
        for column, stretch in ((self._left, 9), (self._middle, 13), (self._right, 9)):
            column.setSpacing(tokens.CARD_GAP)
            row.addLayout(column, stretch)
        self._left.addWidget(self.writing)
        body = ScrollColumn()
        for part in (self.verdict, self.checking, rail):
            body.add(part)
        body.add_fill(columns)
        body.column.setStretch(body.column.count() - 1, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(body, 1)

    def show_record(self, key: str) -> None:
        """Show a quarter by its key (2026-3); an empty key shows the page."""
        self._quarter = next((one for one in self._choices if quarter_key(one) == key), self._quarter)
        self.reload()

    def may_leave(self) -> bool:
        """Nothing is lost by leaving."""
        return True

    def reload(self) -> None:
        """Gather and check the chosen quarter anew."""
        desk, quarter = self.bench.desk, self._quarter
        self.bench.run(self, lambda _progress, _cancelled: read_quarter(desk, quarter), self._show, line=self.checking)

    # -- showing --------------------------------------------------------------------------------

    def _show(self, page: QuarterPage) -> None:
        if self._quarter is not None and page.quarter != self._quarter:
            return
        self.page, self._quarter = page, page.quarter
        key = quarter_key(page.quarter)
        self.chooser.set_value(key)
        self.header.set_fact(_fact(page))
        self.rail.set_steps(steps(page, self._failed))
        self.writing.show_page(page, self._written.get(key))
        if not self._failed:
            self.writing.set_tone("" if page.delivery else "accent")
        self._clear()
        if page.delivery is None:
            card = checks_card(page)
            card.link_clicked.connect(self.reload)
            self._put(self._left, card)
        self._put(self._middle, self._list(page), 1)
        self._fill_right(page)
        for column in (self._left, self._right):
            column.addStretch(1)

    def _list(self, page: QuarterPage) -> QWidget:
        if page.nil:
            card = Card("送交清单")
            card.add(EmptyState(f"{page.quarter.label}没有主动公开的信息", "没有也要送交，制作一次零报告即可。"), 1)
            return card
        listed = ListCard(page.lines, list_fact(page.lines), self.bench.desk.today())
        listed.opened.connect(self._open_item)
        return listed

    def _fill_right(self, page: QuarterPage) -> None:
        today = self.bench.desk.today()
        for receiver in RECEIVERS:
            card = ReceiverCard(receiver, page.delivery, today)
            card.hand_over_wanted.connect(self._hand_over)
            card.receipt_wanted.connect(self._record_receipt)
            self._put(self._right, card)
        if page.delivery is not None:
            sheets = PapersCard()
            sheets.wanted.connect(self._print)
            self._put(self._right, sheets)
        past = PastCard(tuple(one for one in page.past if one.quarter != page.quarter), today)
        past.chosen.connect(self._choose)
        self._put(self._right, past)

    def _put(self, column: QVBoxLayout, card: QWidget, stretch: int = 0) -> None:
        column.addWidget(card, stretch)
        self._cards.append(card)

    def _clear(self) -> None:
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = []
        for column, kept in ((self._left, 1), (self._middle, 0), (self._right, 0)):
            while column.count() > kept:
                column.takeAt(kept)

    def _choose(self, key: str) -> None:
        year, number = key.split("-")
        self._quarter, self._failed = Quarter(int(year), int(number)), ""
        self.writing.error.clear()
        self.verdict.hide()
        self.reload()

    # -- writing --------------------------------------------------------------------------------

    def _write(self) -> None:
        page = self.page
        if page is None or (page.delivery is None and page.nil and not self._confirm_nil(page)):
            return
        folder = self.bench.ask_folder(self, "送交文件夹写到哪里")
        if folder is None:
            return
        desk = self.bench.desk

        def write(progress: Progress, cancelled: CancelCheck) -> WrittenDelivery:
            told = in_kilobytes(progress)
            if page.delivery is not None:
                return delivery_copies.write_again(
                    desk, page.delivery.id, folder, papers.catalogue_pdf, told, cancelled
                )
            return deliveries.write(desk, page.quarter, folder, papers.catalogue_pdf, told, cancelled)

        def work(progress: Progress, cancelled: CancelCheck) -> tuple[WrittenDelivery, str]:
            with papers.noting_missing() as missing:
                written = write(progress, cancelled)
            return written, papers.missing_words(missing)

        self._failed = ""
        self.writing.begin()
        self.bench.run(
            self,
            work,
            self._was_written,
            on_error=self._write_failed,
            on_cancel=self._write_cancelled,
            line=self.writing.line,
        )

    def _confirm_nil(self, page: QuarterPage) -> bool:
        asked = ConfirmDialog(
            self.window(),
            f"{page.quarter.label}零报告",
            "无主动公开的政府信息",
            "制作零报告",
            facts=[("季度", page.quarter.label), ("报送", "、".join(RECEIVERS))],
            consequence="制成的文件夹里只有送交目录表和说明。之后公开的信息归入下一季度。",
            icon="archive",
        )
        return bool(asked.exec())

    def _was_written(self, made: tuple[WrittenDelivery, str]) -> None:
        written, missing = made
        tell_missing(self.bench, missing)
        self._written[quarter_key(written.delivery.quarter)] = written.folder
        self.bench.announce("delivery", written.delivery.id)
        self.bench.announce("item")

    def _write_failed(self, problem: UserError) -> None:
        self._failed = "没有写成"
        self.writing.tell_failure(problem)
        self.reload()

    def _write_cancelled(self) -> None:
        self.bench.tell("已取消制包", "没有留下半成品")
        self.reload()

    def _show_folder(self) -> None:
        if self.page is not None and quarter_key(self.page.quarter) in self._written:
            self.bench.show_file(self._written[quarter_key(self.page.quarter)])

    def _verify(self) -> None:
        folder = self.bench.ask_folder(self, "选择送交文件夹")
        if folder is None:
            return
        desk = self.bench.desk
        self.verdict.hide()
        self.bench.run(
            self,
            lambda _progress, _cancelled: verified(desk, folder),
            self.verdict.tell_sound,
            on_error=partial(self.verdict.tell_damaged, folder),
            line=self.checking,
        )

    # -- papers and receipts --------------------------------------------------------------------

    def _print(self, receiver: str) -> None:
        page, desk = self.page, self.bench.desk
        if page is None or page.delivery is None:
            return
        delivery = page.delivery
        if receiver:
            name = f"交接文据_{delivery.quarter.label}_{receiver}.pdf"
            save_paper(self.bench, self, name, lambda: papers.handover_pdf(desk, delivery, receiver))
            return
        name = f"送交目录表_{delivery.quarter.label}.pdf"
        save_paper(self.bench, self, name, lambda: papers.catalogue_pdf(*delivery_copies.delivered(desk, delivery.id)))

    def _hand_over(self, receiver: str) -> None:
        delivery = self.page.delivery if self.page else None
        if delivery is None:
            return
        desk, delivery_id = self.bench.desk, delivery.id
        asked = DayDialog(self.window(), "登记交接", f"{delivery.quarter.label}，{receiver}", "交接日期", desk.today())
        if asked.exec():
            day = asked.chosen()
            self.bench.read(
                self, lambda: deliveries.hand_over(desk, delivery_id, receiver, day), self._receiver_changed
            )

    def _record_receipt(self, receiver: str) -> None:
        delivery = self.page.delivery if self.page else None
        if delivery is None:
            return
        desk, delivery_id = self.bench.desk, delivery.id
        handed = next(one.handed_over_on for one in delivery.receivers if one.receiver == receiver)
        asked = ReceiptDialog(self.window(), f"{delivery.quarter.label}，{receiver}", desk.today(), handed)
        if asked.exec():
            day, name = asked.chosen(), asked.name.value()
            self.bench.read(
                self,
                lambda: deliveries.record_receipt(desk, delivery_id, receiver, day, name),
                self._receiver_changed,
            )

    def _receiver_changed(self, delivery: DeliveryView) -> None:
        self.bench.announce("delivery", delivery.id)
        self.bench.announce("item")

    def _open_item(self, uuid: str) -> None:
        self.bench.open("ledger", uuid)


def _fact(page: QuarterPage) -> str:
    if page.delivery is None:
        return "没有要送交的" if page.nil else f"{len(page.lines)} 件待送交"
    signed = sum(one.received_on is not None for one in page.delivery.receivers)
    return f"{len(RECEIVERS)} 馆，已回执 {signed} 馆"
