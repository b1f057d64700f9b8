"""The pane of one item: 概要, 文件, 审查, 历史, 版本, and the verbs that are lawful now."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.labels import FIELDS, word
from desktop.rules.numbers import short_number
from desktop.rules.states import ItemState
from desktop.services.differences import settled_words
from desktop.services.item_detail import DocumentView, ItemDetail
from desktop.views.amending import meanwhile
from desktop.views.components.buttons import Button, IconButton
from desktop.views.components.deadlines import DeadlineBox
from desktop.views.components.detail_pane import DetailPane
from desktop.views.components.difference import Difference
from desktop.views.components.facts import Facts, History
from desktop.views.components.files import FileLine, FileList
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.stepper import Stepper
from desktop.views.components.text import Note, Rule, Text, show_if
from desktop.views.documents.findings import findings_of, labels, verdict_of
from desktop.views.documents.twins_note import TwinsNote
from desktop.views.ledger import story
from desktop.views.ledger.cells import title_words
from desktop.views.ledger.offers import Offer, Verb, offers
from desktop.views.review.scan import ScanDialog
from desktop.views.transfers import size_words
from desktop.views.workbench import Workbench

OVERVIEW, FILES, REVIEW, HISTORY, VERSIONS = "overview", "files", "review", "history", "versions"
HISTORY_SHOWN = 3
_ICONS = {"请核对": "info", "已处理": "circle-check"}
_TONES = {"停止登记": "badtext", "必须处理": "warntext", "请核对": "accent", "已处理": "oktext"}


class ItemPane(DetailPane):
    """`show_item(detail)`; `wanted(offer)` asks for a verb; `opening(sm3)` and `saving(sm3)` for a document."""

    wanted = Signal(object)
    opening = Signal(str)
    saving = Signal(str)

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._bench = bench
        self.item: ItemDetail | None = None
        self._offers: tuple[Offer, ...] = ()
        holder = QWidget()
        self._buttons = QHBoxLayout(holder)
        self._buttons.setContentsMargins(0, 0, 0, 0)
        self._buttons.setSpacing(4)
        self.add_verb(holder)
        self.verb = Button("", small=True)
        self.verb.clicked.connect(self._first_wanted)
        self.more = IconButton("ellipsis", "更多", small=True)
        self.more.clicked.connect(self._open_menu)
        self._buttons.addWidget(self.verb)
        self._buttons.addWidget(self.more)
        names = ((OVERVIEW, "概要"), (FILES, "文件"), (REVIEW, "审查"), (HISTORY, "历史"), (VERSIONS, "版本"))
        self._columns = {key: self.add_tab(key, words) for key, words in names}
        self._filled: set[str] = set()
        self.tab_changed.connect(self._fill)

    def show_item(self, item: ItemDetail) -> None:
        """Show an item; the tab stays."""
        self.item = item
        self._offers = offers(self._bench.desk, item)
        chip = "冲突" if item.conflict else word(item.state)
        self.set_head(chip, short_number(item.form_number), title_words(item.state, item.content.title))
        show_if(self.verb, bool(self._offers))
        show_if(self.more, len(self._offers) > 1)
        if self._offers:
            self.verb.set_words(self._offers[0].words, self._offers[0].icon)
        self.set_count(FILES, len(item.documents) or None)
        self.set_count(HISTORY, len(item.history) or None)
        self.set_count(VERSIONS, len(item.revisions) or None)
        self._filled = set()
        self._fill(self.tabs.current())

    def fill_menu(self, menu: QMenu, skip: int = 0) -> None:
        """Put the verbs into a menu, leaving out the first `skip`."""
        for offer in self._offers[skip:]:
            action = menu.addAction(offer.words)
            action.triggered.connect(lambda _checked=False, chosen=offer: self.wanted.emit(chosen))

    def _first_wanted(self) -> None:
        self.wanted.emit(self._offers[0])

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_menu(menu, skip=1)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 4)))

    def _fill(self, key: str) -> None:
        if self.item is None or key in self._filled:
            return
        self._filled.add(key)
        column = self._columns[key]
        _empty(column)
        makers = {
            OVERVIEW: self._fill_overview,
            FILES: self._fill_files,
            REVIEW: self._fill_review,
            HISTORY: self._fill_history,
            VERSIONS: self._fill_versions,
        }
        makers[key](column, self.item)

    def _fill_overview(self, column: ScrollColumn, item: ItemDetail) -> None:
        for note in _notes(item, meanwhile(self._bench.desk, item)):
            column.add(note)
        if item.state is ItemState.DRAFT:
            twins = TwinsNote(self._bench)
            column.add(twins)
            twins.look_for(item.uuid)
        meters = story.meters(self._bench.desk, item)
        if meters:
            self.add_section(column, "期限", DeadlineBox(meters))
        self.add_section(column, "登记内容", Facts(story.facts(item)))
        if item.documents:
            self._link(column, "文件", self._files(item), "预览", lambda: self.opening.emit(item.documents[0].sm3))
        if item.revisions:
            steps = Stepper(story.steps(item, self._bench.desk.today()))
            self._link(column, "审查", steps, "详情", lambda: self._go(REVIEW))
        lines = story.history(item)
        more = f"全部 {len(lines)} 条" if len(lines) > HISTORY_SHOWN else ""
        self._link(column, "历史", History(lines[:HISTORY_SHOWN]), more, lambda: self._go(HISTORY))

    def _fill_files(self, column: ScrollColumn, item: ItemDetail) -> None:
        if not item.documents:
            column.add(Text("没有文件。", "small", "text2"))
            return
        column.add(self._files(item))
        column.add(Text("点文件名预览；右键可以另存。", "caption", "text2", wrap=True))
        found = findings_of(item.documents, item.content.attachments, item.content.resolutions)
        if not found:
            column.add(Note("内容检查没有发现问题", "circle-check", "oktext"))
            return
        lines = QWidget()
        rows = QVBoxLayout(lines)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        for one in found:
            color = _TONES[one.severity]
            words = f"{one.severity}：{one.what}（{one.place}）"
            if one.resolution:
                words = f"{words}。{settled_words(one.resolution)}"
            rows.addWidget(Note(words, _ICONS.get(one.severity, "triangle-alert"), color, wrap=True))
        self.add_section(column, f"内容检查，{len(found)} 项", lines)

    def _fill_review(self, column: ScrollColumn, item: ItemDetail) -> None:
        if not item.revisions:
            column.add(Text("还没有送审。填好后在登记页提交审查。", "small", "text2", wrap=True))
            return
        today = self._bench.desk.today()
        steps = Stepper(story.steps(item, today))
        printing = next((one for one in self._offers if one.verb is Verb.PRINT), None)
        link = "打印审查表" if printing else ""
        self._link(column, "签字", steps, link, lambda: self.wanted.emit(printing))
        signatures = QWidget()
        rows = QVBoxLayout(signatures)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        for who, what, wrong in story.signature_lines(item, today):
            rows.addWidget(Text(who, "label", "badtext" if wrong else "text"))
            rows.addWidget(Text(what, "small", "badtext" if wrong else "text2", wrap=True, selectable=True))
            rows.addWidget(Rule())
        self.add_section(column, "意见", signatures)
        if item.scans:
            self.add_section(column, "签字扫描件", self._scans(item))

    def _scans(self, item: ItemDetail) -> QWidget:
        """The scans of signatures in ink, opened by a click."""
        views = {one.sm3: one for one in item.scans}
        lines = FileList([FileLine(one.sm3, one.name, size_words(one.size)) for one in item.scans])
        lines.setAccessibleName("签字扫描件")
        lines.opened.connect(lambda sm3: ScanDialog(self.window(), self._bench, views[sm3]).exec())
        return lines

    def _fill_history(self, column: ScrollColumn, item: ItemDetail) -> None:
        column.add(History(story.history(item)))

    def _fill_versions(self, column: ScrollColumn, item: ItemDetail) -> None:
        told = story.versions(item)
        if not told:
            column.add(Text("送审后生成第 1 版；每次改动后再送审，生成新的一版。", "small", "text2", wrap=True))
        for number, (name, fact, changes) in enumerate(told):
            if changes:
                body: QWidget = Difference((told[number + 1][0], ""), (name, ""), changes)
            else:
                first = number == len(told) - 1
                body = Text("最早的一版。" if first else "与前一版内容相同。", "small", "text2")
            head = self.add_section(column, name, body)
            head.set_fact(fact)

    def _files(self, item: ItemDetail) -> FileList:
        found = findings_of(item.documents, item.content.attachments, item.content.resolutions)
        named = labels(item.documents)
        lines = [
            FileLine(one.sm3, one.name, _file_fact(named[one.sm3], one), *verdict_of(found, one.sm3))
            for one in item.documents
        ]
        files = FileList(lines)
        files.opened.connect(self.opening)
        files.menu_requested.connect(self._fill_file_menu)
        return files

    def _fill_file_menu(self, sm3: str, menu: QMenu) -> None:
        menu.addAction("预览").triggered.connect(lambda: self.opening.emit(sm3))
        menu.addAction("另存为").triggered.connect(lambda: self.saving.emit(sm3))

    def _link(self, column: ScrollColumn, title: str, widget: QWidget, link: str, act: Callable[[], None]) -> None:
        head = self.add_section(column, title, widget, link)
        if link:
            head.link_clicked.connect(act)

    def _go(self, key: str) -> None:
        self.show_tab(key)
        self._fill(key)


def _empty(column: ScrollColumn) -> None:
    """Take everything out but the stretch at the end."""
    while column.column.count() > 1:
        widget = column.column.takeAt(0).widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
    column.verticalScrollBar().setValue(0)


def _notes(item: ItemDetail, meanwhile: str) -> list[Note]:
    """What a reader must know first: a conflict, why the item came back, what holds while a correction is made."""
    found = []
    if meanwhile:
        found.append(Note(meanwhile, "info", "warntext", wrap=True))
    wrong = story.invalid_signatures(item)
    if wrong:
        words = f"{wrong} 个签字验证不通过，不能报送和发布；退回重新审查，并报告保密审查员"
        found.append(Note(words, "circle-alert", "badtext", wrap=True))
    if item.conflict:
        words = "同一版本收到两份不同内容，先在接收页处理冲突，再继续办理"
        found.append(Note(words, "git-compare", "badtext", wrap=True))
    if item.returned_reason:
        fields = "、".join(FIELDS.get(name, name) for name in item.returned_fields)
        words = f"{'理由' if not fields else f'理由（{fields}）'}：{item.returned_reason}"
        found.append(Note(words, "corner-up-left", "badtext", wrap=True))
    return found


def _file_fact(label: str, document: DocumentView) -> str:
    pages = f"{document.pages} 页·" if document.pages else ""
    return f"{label}·{pages}{size_words(document.size)}"
