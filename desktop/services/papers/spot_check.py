"""A spot check (抽查): some items drawn by chance, each with form, versions, documents and receipts, in one PDF."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select

from desktop.errors import UserError
from desktop.labels import title_of, word
from desktop.models import Item
from desktop.printing.cells import grouped
from desktop.printing.dossier import Section, bound, list_pages, picture_pages, text_pages
from desktop.printing.pictures import Raster
from desktop.printing.review_form import form_pages
from desktop.printing.sheet import DIGITS, Align, Page, Sheet, blank_sheet, print_pages
from desktop.printing.table import Column
from desktop.rules.roles import Permission
from desktop.rules.states import ItemState
from desktop.screening.pages import PageImage, render_page
from desktop.services.clock import civil_date, civil_time
from desktop.services.desk import CancelCheck, Desk, Progress, never, no_progress, stop_if
from desktop.services.ink_scans import ScanView
from desktop.services.ink_scans import read as read_scan
from desktop.services.item_detail import DocumentView, ItemDetail, RevisionView, SignOffView, detail
from desktop.services.papers.forms import form_sheet, signing_mark
from desktop.services.papers.receipt_lines import ReceiptLine, receipt_lines
from desktop.services.preview import preview
from desktop.services.scan_files import page_of, pages_of

NAME = "信息发布保密审查抽查卷"
MOST_ITEMS = 50
MOST_PAGES = 30
"""Pages shown of one document; the rest is named."""

LONGEST_SEED = 32
"""Characters of a seed: it stands on every page."""

_PIXELS = 1240  # across a page: 150 dots an inch
_OUTSIDE = (ItemState.DRAFT, ItemState.STOPPED, ItemState.DISCARDED)
"""What has no review that could be checked."""


@dataclass(frozen=True, slots=True)
class SpotCheck:
    """What was drawn out of how many; the same seed on the same items draws the same."""

    seed: str
    population: int
    uuids: tuple[str, ...]
    pdf: bytes


def spot_check(
    desk: Desk,
    count: int,
    seed: str = "",
    office_id: str = "",
    progress: Progress = no_progress,
    cancelled: CancelCheck = never,
) -> SpotCheck:
    """Draw `count` reviewed items and bind their papers; the seed is printed and kept in the audit trail.

    Raises UserError (E-COUNT) for a number that cannot be drawn, (E-SEED) for a seed that does not fit on the paper,
    (E-EMPTY) when nothing was reviewed.
    """
    desk.require(Permission.READ)
    if not 1 <= count <= MOST_ITEMS:
        raise UserError(f"抽查的件数应为 1 到 {MOST_ITEMS}", "改一个件数，或者分几次抽查", "E-COUNT")
    seed = seed.strip() or secrets.token_hex(4).upper()
    if len(seed) > LONGEST_SEED or not seed.isprintable():
        raise UserError(f"种子超过 {LONGEST_SEED} 个字符，或者含有看不见的字符", "换一个短的种子，或者留空", "E-SEED")
    population = _population(desk, office_id)
    if not population:
        raise UserError("没有可以抽查的信息", "有信息送审以后再抽查", "E-EMPTY")
    drawn = drawn_by(seed, population, count)
    with desk.verb("spot_check", seed, {"count": len(drawn), "of": len(population)}):
        pass
    details = []
    for number, uuid in enumerate(drawn):
        stop_if(cancelled)
        progress(number, 2 * len(drawn))
        details.append(detail(desk, uuid))
    details.sort(key=lambda one: one.form_number)
    pdf = _bundle(desk, seed, len(population), details, progress, cancelled)
    return SpotCheck(seed, len(population), tuple(one.uuid for one in details), pdf)


def drawn_by(seed: str, population: Sequence[str], count: int) -> tuple[str, ...]:
    """The items that a seed draws: those whose SHA-256 of seed and identity is smallest. Anybody can draw them again."""
    return tuple(sorted(population, key=lambda uuid: sha256(f"{seed}:{uuid}".encode()).digest())[:count])


def _population(desk: Desk, office_id: str) -> list[str]:
    wanted = select(Item.uuid).where(Item.head_rev > 0, Item.state.not_in([one.value for one in _OUTSIDE]))
    if office_id:
        wanted = wanted.where(Item.office_id == office_id)
    with desk.store.reading() as session:
        return list(session.scalars(wanted))


def _bundle(
    desk: Desk, seed: str, population: int, details: Sequence[ItemDetail], progress: Progress, cancelled: CancelCheck
) -> bytes:
    sheet = blank_sheet()
    parts: list[list[Page]] = []
    for number, one in enumerate(details):
        stop_if(cancelled)
        progress(len(details) + number, 2 * len(details))
        parts.append(_item_pages(desk, one, sheet))
    cover = _cover(desk, seed, population, details, [0] * len(details), sheet)
    starts, at = [], len(cover) + 1
    for part in parts:
        starts.append(at)
        at += len(part)
    pages = _cover(desk, seed, population, details, starts, sheet) + [page for part in parts for page in part]
    return print_pages(NAME, bound([_stopping(page, cancelled) for page in pages], f"抽查卷 {seed}"))


def _stopping(page: Page, cancelled: CancelCheck) -> Page:
    """A page that is not drawn any more when the user has cancelled."""

    def draw(sheet: Sheet, number: int, total: int) -> None:
        stop_if(cancelled)
        page(sheet, number, total)

    return draw


_COVER = (
    Column("序号", 10), Column("编号", 28), Column("信息标题", 73, Align.LEFT), Column("现在的状态", 20),
    Column("版本", 10), Column("文件", 10), Column("卷内页", 14),
)  # fmt: skip


def _cover(
    desk: Desk, seed: str, population: int, details: Sequence[ItemDetail], starts: Sequence[int], sheet: Sheet
) -> list[Page]:
    note = (
        f"从 {population} 件已送审的信息中随机抽取 {len(details)} 件，种子 {seed}。取法：种子和信息标识连写后取 SHA-256，"
        f"由小到大取前 {len(details)} 件，可以复算。抽查人：{desk.person.name}。"
    )
    rows = tuple(
        (
            str(n),
            one.form_number.replace("〕", "〕\n", 1),
            one.content.title,
            word(one.state),
            str(one.head_rev),
            str(len(one.documents)),
            f"{start or ''}",
        )
        for n, (one, start) in enumerate(zip(details, starts, strict=True), 1)
    )
    unit = f"{desk.agency.name}{desk.agency.office_name}"
    day = f"抽查日期：{desk.today().isoformat()}"
    return list_pages(NAME, unit, day, note, [Section("抽查清单", _COVER, rows)], sheet)


def _item_pages(desk: Desk, one: ItemDetail, sheet: Sheet) -> list[Page]:
    lines = receipt_lines(desk, one.uuid)
    pages = form_pages([form_sheet(desk, one)], sheet)
    pages += list_pages("版本、签字、文件和回执", _number(one), word(one.state), "", _sections(one, lines), sheet)
    for number, scan in enumerate(one.scans, 1):
        pages += _scan_pages(desk, scan, f"{one.form_number}　签字扫描件 {number}", sheet)
    for number, document in enumerate(one.documents, 1):
        pages += _document_pages(desk, document, f"{one.form_number}　文件 {number}", sheet)
    return pages


def _number(one: ItemDetail) -> str:
    return f"{one.form_number}\u3000第{one.head_rev}版"


_VERSIONS = (
    Column("版本", 12), Column("形成时间", 34), Column("编制人", 22), Column("内容摘要（SM3）", 97, Align.LEFT, DIGITS),
)  # fmt: skip
_SIGNATURES = (
    Column("版本", 12), Column("步骤", 26), Column("意见", 14), Column("签字人", 22), Column("日期", 22),
    Column("方式和核验", 69, Align.LEFT),
)  # fmt: skip
_DOCUMENTS = (
    Column("序号", 10), Column("文件名", 52, Align.LEFT), Column("页数", 10), Column("字节", 20),
    Column("摘要（SM3）", 73, Align.LEFT, DIGITS),
)  # fmt: skip
_RECEIPTS = (
    Column("批次", 38), Column("回执号", 18), Column("日期", 24), Column("结果", 22), Column("理由、索引号", 63, Align.LEFT),
)  # fmt: skip


def _sections(one: ItemDetail, lines: Sequence[ReceiptLine]) -> list[Section]:
    return [
        Section("版本", _VERSIONS, tuple(_version(each) for each in one.revisions)),
        Section("签字", _SIGNATURES, tuple(_signature(one, each) for each in one.sign_offs), "没有签字。"),
        Section("文件", _DOCUMENTS, tuple(_document(n, each) for n, each in enumerate(one.documents, 1)), "没有文件。"),
        Section(
            "回执",
            _RECEIPTS,
            tuple((each.batch, each.number, each.day, each.outcome, each.remark) for each in lines),
            "没有回执。",
        ),
    ]


def _version(revision: RevisionView) -> tuple[str, ...]:
    return (f"第{revision.rev}版", _moment(revision.created_at), revision.author, _groups(revision.digest))


def _groups(digest: str) -> str:
    return "\n".join(grouped(digest))


def _moment(stored: str) -> str:
    return f"{civil_date(stored).isoformat()} {civil_time(stored)[-5:]}"


def _signature(one: ItemDetail, view: SignOffView) -> tuple[str, ...]:
    statement = view.checked.statement
    title = next(
        (title_of(step) for step in one.content.form.steps if step.step is statement.step), word(statement.step)
    )
    day = statement.day.isoformat()
    how = signing_mark(statement)[1:-1]
    if view.voided_because:
        state = f"已作废：{view.voided_because}"
    else:
        state = f"验证不通过：{view.checked.fault}" if view.checked.fault else "验证通过"
    return (f"第{view.rev}版", title, word(statement.opinion), statement.person, day, f"{how}；{state}")


def _document(number: int, document: DocumentView) -> tuple[str, ...]:
    return (str(number), document.name, str(document.pages or "—"), f"{document.size:,}", _groups(document.sm3))


def _document_pages(desk: Desk, document: DocumentView, fact: str, sheet: Sheet) -> list[Page]:
    """The pages of a document: pictures of a PDF's, the text of anything else that can be read, else its name alone."""
    try:
        shown = preview(desk, document)
    except UserError as problem:
        return text_pages(document.name, fact, f"{problem.message}。{problem.hint}。", sheet, MOST_PAGES)
    if shown.pages:
        data = shown.data
        return picture_pages(document.name, fact, shown.pages, MOST_PAGES, lambda number: _raster(data, number))
    text = "\n".join(f"〔{part.place}〕\n{part.text}" for part in shown.parts if not part.aside)
    return text_pages(document.name, fact, text or "这个文件里没有可显示的文字。", sheet, MOST_PAGES)


def _scan_pages(desk: Desk, view: ScanView, fact: str, sheet: Sheet) -> list[Page]:
    """The pages of a scan of signatures; a damaged one is named."""
    try:
        scan = read_scan(desk, view)
        count = pages_of(scan)
    except UserError as problem:
        return text_pages(view.name, fact, f"{problem.message}。{problem.hint}。", sheet, MOST_PAGES)
    return picture_pages(view.name, fact, count, MOST_PAGES, lambda number: _packed(page_of(scan, number, _PIXELS)))


def _raster(data: bytes, number: int) -> Raster:
    return _packed(render_page(data, number, _PIXELS))


def _packed(page: PageImage) -> Raster:
    row = 3 * page.width
    if page.stride == row:
        return Raster(page.width, page.height, page.rgb)
    rows = (page.rgb[i * page.stride : i * page.stride + row] for i in range(page.height))
    return Raster(page.width, page.height, b"".join(rows))
