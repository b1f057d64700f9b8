"""The delivery (送交) to archive and library: a folder bag of documents, catalogue and note for one receiver.

Documents lie flat in `data/`; `送交目录表.xlsx`, `送交目录表.pdf` and `说明.txt` stand beside it. Every file has both
digests in the manifests, so the receiver can check the disc with any BagIt tool, and by hand from the catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from desktop.faultpoints import reached
from desktop.formats.bag import Bag, Member, bytes_member, open_bag, write_bag
from desktop.formats.folders import PAYLOAD, FolderSink
from desktop.formats.limits import Limits
from desktop.formats.names import safe_name
from desktop.formats.placing import place_folder, reading_errors, require_room
from desktop.formats.problems import refused
from desktop.formats.pulse import Progress, Pulse
from desktop.formats.xlsx import Sheet, Value, write_xlsx

CATALOGUE_XLSX, CATALOGUE_PDF, NOTE = "送交目录表.xlsx", "送交目录表.pdf", "说明.txt"
COLUMNS = (
    "序号",
    "索引号",
    "题名",
    "文号",
    "责任者",
    "成文日期",
    "公开日期",
    "主题分类",
    "页数",
    "纸质份数",
    "电子文件名",
    "格式",
    "摘要值",
    "备注",
)
"""The columns of the catalogue (domain reference §6)."""

NIL_WORDS = "无主动公开的政府信息"
_WIDTHS = (6, 24, 40, 20, 16, 12, 12, 20, 6, 10, 40, 8, 68, 16)
_LIMITS = Limits(member_bytes=4 * 1024**3, total_bytes=64 * 1024**3)


@dataclass(frozen=True, slots=True)
class DeliveryHead:
    """Head and foot of the catalogue; dates are written as they shall be read."""

    sender: str
    receiver: str
    number: str
    period: str
    handler: str
    phone: str
    delivered_on: str


@dataclass(frozen=True, slots=True)
class DeliveredDocument:
    """One file and its line in the catalogue; `name` is the file's own name, `size` in bytes."""

    index_number: str
    title: str
    document_number: str
    issuing_body: str
    signed_on: str
    published_on: str
    theme: str
    pages: int | None
    paper_copies: int
    name: str
    sm3: str
    size: int
    open: Callable[[], Iterable[bytes]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryCheck:
    """What a verified delivery holds: its identity (SM3 of the tag manifest), its documents, their size in bytes."""

    manifest_hash: str
    documents: tuple[str, ...]
    size: int


def plan_names(documents: Sequence[DeliveredDocument]) -> tuple[str, ...]:
    """Return the file name each document gets on the disc: a running number and its own name, made safe."""
    width = max(3, len(str(len(documents))))
    names: list[str] = []
    for number, document in enumerate(documents, 1):
        names.append(safe_name(f"{number:0{width}d}_{document.name}", names))
    return tuple(names)


def catalogue_rows(documents: Sequence[DeliveredDocument]) -> list[list[Value]]:
    """Return the lines of the catalogue in the order of COLUMNS, for the spreadsheet and the printed page alike."""
    return [
        [
            number,
            one.index_number,
            one.title,
            one.document_number,
            one.issuing_body,
            one.signed_on,
            one.published_on,
            one.theme,
            one.pages,
            one.paper_copies,
            name,
            PurePosixPath(name).suffix[1:].upper(),
            one.sm3,
            one.note,
        ]
        for number, (one, name) in enumerate(zip(documents, plan_names(documents), strict=True), 1)
    ]


def write_delivery(
    folder: Path,
    head: DeliveryHead,
    documents: Sequence[DeliveredDocument],
    catalogue_pdf: bytes,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> DeliveryCheck:
    """Write a new delivery folder, read it back whole, and give it its name only then.

    Without documents it is the nil return, still with catalogue and note. Raises UserError E-EXISTS, E-FULL,
    E-WRITE, E-LIMIT (a text too long for a cell), Refused when a document is not what its record says, Cancelled.
    """
    size = sum(one.size for one in documents)
    require_room(folder.parent, size)
    pulse = Pulse(progress, cancelled, 2 * size)
    names = plan_names(documents)
    payload = [Member(f"{PAYLOAD}/{name}", one.size, one.open) for name, one in zip(names, documents, strict=True)]
    tags = [
        bytes_member(CATALOGUE_XLSX, _catalogue(head, documents)),
        bytes_member(CATALOGUE_PDF, catalogue_pdf),
        bytes_member(NOTE, _note(head, documents)),
    ]
    info = {
        "Source-Organization": head.sender,
        "External-Identifier": head.number,
        "Bagging-Date": head.delivered_on,
    }

    def write(part: Path) -> None:
        write_bag(FolderSink(part), payload, tags, info, pulse=pulse)

    def check(part: Path) -> DeliveryCheck:
        with open_bag(part, _LIMITS, pulse, reread=True) as bag:
            for name, one in zip(names, documents, strict=True):
                if bag.digests[f"{PAYLOAD}/{name}"].sm3 != one.sm3:
                    raise refused("E-HASH", "送交文件与登记的摘要值不符", name)
            checked = _checked(bag)
        reached("delivery.before-rename")
        return checked

    return place_folder(folder, write, check)


def verify_delivery(
    folder: Path, *, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
) -> DeliveryCheck:
    """Read a delivery folder whole and return what it holds; raises Refused, UserError E-READ, Cancelled."""
    with reading_errors(folder):
        if not folder.is_dir():
            raise refused("E-FORMAT", "选择的不是送交文件夹")
        with open_bag(folder, _LIMITS, Pulse(progress, cancelled)) as bag:
            for name in (CATALOGUE_XLSX, CATALOGUE_PDF, NOTE):
                if name not in bag.digests:
                    raise refused("E-SET", "送交文件夹缺少目录或说明", name)
            return _checked(bag)


def _checked(bag: Bag) -> DeliveryCheck:
    documents = [name for name in sorted(bag.digests) if name.startswith(f"{PAYLOAD}/")]
    size = sum(bag.size(name) for name in documents)
    return DeliveryCheck(bag.manifest_hash, tuple(name.removeprefix(f"{PAYLOAD}/") for name in documents), size)


def _catalogue(head: DeliveryHead, documents: Sequence[DeliveredDocument]) -> bytes:
    electronic, paper = len(documents), sum(one.paper_copies for one in documents)
    lines = catalogue_rows(documents) or [[None, None, NIL_WORDS]]
    rows: list[Sequence[Value]] = [
        ["政府信息送交目录表"],
        ["送交单位", None, head.sender, "接收单位", head.receiver],
        ["批次", None, head.number, "期间", head.period],
        ["电子件数", None, electronic, "纸质件数", paper],
        COLUMNS,
        *lines,
        [],
        ["经办人", None, head.handler, "联系电话", head.phone, "送交日期", head.delivered_on, "公章"],
        ["接收人", None, None, None, None, "接收日期"],
    ]
    buffer = BytesIO()
    write_xlsx(buffer, Sheet("送交目录表", _WIDTHS, frozen_rows=5, bold_rows=frozenset({1, 5})), rows)
    return buffer.getvalue()


def _note(head: DeliveryHead, documents: Sequence[DeliveredDocument]) -> bytes:
    """The note begins with a byte order mark and has CRLF, for the oldest Notepad."""
    size = sum(one.size for one in documents)
    content = f"电子文件 {len(documents)} 个，共 {size} 字节。" if documents else f"本期{NIL_WORDS}。"
    lines = [
        f"{head.sender}送交{head.receiver}的政府信息",
        f"批次：{head.number}",
        f"期间：{head.period}",
        content,
        "",
        "文件在 data 文件夹内，目录见“送交目录表”。",
        "核对方法：manifest-sm3.txt 和 manifest-sha256.txt 逐个列出文件的 SM3 和 SHA-256 摘要值；",
        "tagmanifest-sm3.txt 和 tagmanifest-sha256.txt 列出目录、说明和上述清单的摘要值。",
        "格式为 BagIt 1.0（RFC 8493），可用通用工具核对。请勿增删或改名。",
        "",
        f"经办人：{head.handler}　联系电话：{head.phone}　送交日期：{head.delivered_on}",
    ]
    return "\r\n".join([*lines, ""]).encode("utf-8-sig")
