"""A paper before it is printed: its pages, the printer, a PDF of it, and what this PC cannot set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.screening.pages import PageImage, page_count, render_page
from desktop.services import papers
from desktop.services.item_detail import ItemDetail
from desktop.views.components.buttons import Button, IconButton
from desktop.views.components.card import Ground
from desktop.views.components.choice_fields import ChoiceField
from desktop.views.components.dialogs import Dialog
from desktop.views.components.document_page import DocumentPage
from desktop.views.components.progress import ProgressLine
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import Note, Text, show_if
from desktop.views.jobs import CancelCheck, Job, Progress
from desktop.views.look.theme import theme
from desktop.views.paper import NO_PRINTER, Printers, paint_pages
from desktop.views.workbench import Workbench

WIDTH, HEIGHT = 860, 620
RENDERED_AT_LEAST = 1240
PDF = "PDF 文件 (*.pdf)"

Make = Callable[[Progress, CancelCheck], bytes]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to be made: its title, the name of its file, how it is made."""

    title: str
    file_name: str
    make: Make


@dataclass(frozen=True, slots=True)
class _Made:
    pdf: bytes
    pages: int
    first: PageImage
    warning: str


class PrintPreview(Dialog):
    """Makes the paper off the GUI thread, shows it page by page, prints it or saves it as a PDF."""

    def __init__(
        self, parent: QWidget, bench: Workbench, paper: Paper, record: str = "", printers: Printers | None = None
    ) -> None:
        super().__init__(parent, paper.title, record, commit="打印", cancel="关闭", icon="printer", width=WIDTH)
        self._bench, self._paper, self._printers = bench, paper, printers or Printers()
        self._made: _Made | None = None
        self._at, self._turn = 1, 0
        self._job: Job | None = None
        self._back = IconButton("chevron-left", "上一页", small=True)
        self._next = IconButton("chevron-right", "下一页", small=True)
        self.place = Text("正在生成", "small", "text2")
        self.printer: ChoiceField[str] = ChoiceField("打印机", message=False)
        self.save = Button("另存为 PDF", icon="download")
        self.warning = Note("", "triangle-alert", "warntext", role="small", wrap=True)
        self.fonts = Note("", "info", "text2", role="caption", wrap=True)
        self.page = DocumentPage(max_width=760)
        self.making = ProgressLine("正在生成")
        self.printing = ProgressLine("正在打印", unit="页")
        self._lay_out_body()
        self._connect()
        self._offer_printers()
        self._start()

    def _host(self) -> QWidget:
        """Whose jobs these are: the window's, which outlives them. A job's listener must not be what keeps its own parent."""
        host = self.parentWidget()
        assert host is not None
        return host

    def _lay_out_body(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        turning = QHBoxLayout()
        turning.setSpacing(8)
        for widget in (self._back, self.place, self._next):
            turning.addWidget(widget)
        head.addLayout(turning)
        head.setAlignment(turning, Qt.AlignmentFlag.AlignBottom)
        head.addStretch(1)
        self.printer.setMinimumWidth(theme().px(240))
        head.addWidget(self.printer)
        head.addWidget(self.save, 0, Qt.AlignmentFlag.AlignBottom)
        paper = ScrollColumn(margin=4, spacing=8)
        paper.add(self.page)
        self._paper_column = paper
        ground = Ground("desk")
        inner = QVBoxLayout(ground)
        inner.setContentsMargins(0, 8, 0, 0)
        inner.addWidget(paper)
        room = self._host().window().height() - theme().px(345)
        ground.setMinimumHeight(max(theme().px(240), min(theme().px(HEIGHT), room)))
        self.body.addLayout(head)
        for part in (self.warning, self.making, self.printing, ground, self.fonts):
            self.add(part)
        self.warning.hide()
        self.fonts.hide()

    def _connect(self) -> None:
        self._back.clicked.connect(self._page_back)
        self._next.clicked.connect(self._page_on)
        self.save.clicked.connect(self.save_pdf)
        for widget in (self._back, self._next, self.save):
            widget.setEnabled(False)
        self.commit.block("正在生成")

    def _offer_printers(self) -> None:
        names = self._printers.names()
        self.printer.set_options([(name, name) for name in names], names[0] if names else None)
        show_if(self.printer, bool(names))

    def _start(self) -> None:
        make = self._paper.make

        def work(progress: Progress, cancelled: CancelCheck) -> _Made:
            with papers.noting_missing() as missing:
                pdf = make(progress, cancelled)
            words = papers.missing_words(missing)
            return _Made(pdf, page_count(pdf), render_page(pdf, 1, RENDERED_AT_LEAST), words)

        self._job = self._bench.run(
            self._host(), work, self._show, on_error=self._failed, on_cancel=self.reject, line=self.making
        )

    def _show(self, made: _Made) -> None:
        self._made = made
        self.save.setEnabled(True)
        self.warning.set_note(made.warning, "triangle-alert", "warntext")
        show_if(self.warning, bool(made.warning))
        words = papers.font_words()
        self.fonts.set_note(words, "info", "text2")
        show_if(self.fonts, bool(words))
        self._allow_printing()
        self._show_page(made.first)

    def _allow_printing(self) -> None:
        if self._printers.names():
            self.commit.unblock()
        else:
            self.commit.block(f"{NO_PRINTER}，可以另存为 PDF")

    def _page_back(self) -> None:
        self._go(self._at - 1)

    def _page_on(self) -> None:
        self._go(self._at + 1)

    def _go(self, number: int) -> None:
        made = self._made
        if made is None or not 1 <= number <= made.pages:
            return
        self._at = number
        self._turn += 1
        turn = self._turn
        width = max(RENDERED_AT_LEAST, round(self.page.width() * self.devicePixelRatioF()))
        self._bench.run(
            self._host(),
            lambda _progress, _cancelled: render_page(made.pdf, number, width),
            lambda image: self._show_page(image) if turn == self._turn else None,
            on_error=self.error.show_error,
        )

    def _show_page(self, image: PageImage) -> None:
        assert self._made is not None
        shown = QImage(image.rgb, image.width, image.height, image.stride, QImage.Format.Format_RGB888)
        self.page.show_image(shown.copy())  # the copy owns its pixels
        self._paper_column.verticalScrollBar().setValue(0)
        self.place.set_words(f"{self._at} / {self._made.pages} 页")
        self._back.setEnabled(self._at > 1)
        self._next.setEnabled(self._at < self._made.pages)

    def save_pdf(self) -> None:
        """Save the paper where the user wants it and open it."""
        made = self._made
        target = self._bench.ask_target(self, f"保存{self._paper.title}", self._paper.file_name, PDF)
        if made is None or target is None:
            return
        if target.suffix.lower() != ".pdf":
            target = target.with_name(f"{target.name}.pdf")
        path = target

        def saved(_nothing: None) -> None:
            self._bench.show_file(path)
            self.accept()

        self._bench.run(
            self._host(), lambda _p, _c: papers.save_pdf(path, made.pdf), saved, on_error=self.error.show_error
        )

    def check(self) -> bool:
        """Print, and close when it is done; stay open when it fails or is cancelled."""
        made, name = self._made, self.printer.value()
        if made is None or not name:
            return False
        self.error.clear()
        landscape = made.first.width > made.first.height
        try:
            printer = self._printers.open(name, self._paper.title, landscape)
        except UserError as problem:
            self._failed(problem)
            return False
        self.commit.block("正在打印")

        def work(progress: Progress, cancelled: CancelCheck) -> None:
            paint_pages(printer, made.pdf, made.pages, progress, cancelled)

        self._job = self._bench.run(
            self._host(), work, self._printed, on_error=self._failed, on_cancel=self._allow_printing, line=self.printing
        )
        return False

    def _printed(self, _nothing: None) -> None:
        self._bench.tell("已交给打印机", self._paper.title)
        self.accept()

    def _failed(self, problem: UserError) -> None:
        self.error.show_error(problem)
        if self._made is None:
            self.place.set_words("没有生成")
            self.commit.block("没有生成，不能打印")
            self.page.hide()
            return
        self._offer_printers()
        self._allow_printing()

    def done(self, result: int) -> None:
        """Work that still runs is stopped."""
        if self._job is not None and not self._job.is_over():
            self._job.cancel()
        super().done(result)


def print_forms(owner: QWidget, bench: Workbench, uuids: tuple[str, ...], name: str, record: str = "") -> None:
    """Preview the review forms of items, one or many in a run."""
    desk = bench.desk
    paper = Paper(
        "打印审查表",
        f"{name}.pdf",
        lambda progress, cancelled: papers.review_form_pdf(desk, *uuids, progress=progress, cancelled=cancelled),
    )
    PrintPreview(owner.window(), bench, paper, record).exec()


def print_slip(owner: QWidget, bench: Workbench, item: ItemDetail) -> None:
    """Preview the return slip of an item."""
    desk = bench.desk
    paper = Paper(
        "打印退回补正单", f"退回补正单 {item.form_number}.pdf", lambda _p, _c: papers.return_slip_pdf(desk, item.uuid)
    )
    PrintPreview(owner.window(), bench, paper, item.content.title).exec()
