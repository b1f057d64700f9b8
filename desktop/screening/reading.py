"""Decides what a file is, reads it within limits, and hands back its text with places and warnings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePath

from desktop.errors import UserError
from desktop.screening.archive import Package, broken, encrypted
from desktop.screening.compound import SIGNATURE, CompoundFile
from desktop.screening.names import shown_name
from desktop.screening.read_docx import read_docx
from desktop.screening.read_html import is_html, read_html
from desktop.screening.read_ofd import ENTRY, read_ofd
from desktop.screening.read_pdf import read_pdf
from desktop.screening.read_txt import read_txt
from desktop.screening.read_xls import BOOKS, is_workbook, read_xls
from desktop.screening.read_xlsx import read_xlsx
from desktop.screening.read_zip import read_zip
from desktop.screening.records import DocumentText, Kind, Notice, NoticeKind, PageCount, Part, Piece, Role, Trace
from desktop.screening.scripts import other_scripts

__all__ = ["DocumentText", "Kind", "Part", "check_size", "read_document"]

MAX_BYTES = 200 * 1024 * 1024
MAX_TEXT = 10_000_000
"""Characters, some ten thousand pages: the rules take about a second for each million of them."""

_ACCEPTED = "docx、xlsx、xls、pdf、ofd、html、txt"
_NAMES = {
    Kind.TXT: "纯文本",
    Kind.DOCX: "Word 文档",
    Kind.XLSX: "Excel 工作簿",
    Kind.XLS: "Excel 97-2003 工作簿",
    Kind.PDF: "PDF 文件",
    Kind.OFD: "OFD 版式文件",
    Kind.HTML: "网页",
    Kind.ZIP: "压缩包",
}
_SUFFIXES = {Kind.HTML: (".html", ".htm", ".shtml"), Kind.XLS: (".xls", ".et")}
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"BM")


def check_size(name: str, size: int) -> None:
    """Refuse a file by its size in bytes before a byte of it is read; raises UserError."""
    if size == 0:
        raise UserError(f"“{shown_name(name)}”是空文件，没有内容", "核对文件后重新选择", code="S-EMPTY")
    if size > MAX_BYTES:
        raise UserError(
            f"“{shown_name(name)}”有 {size / 1024 / 1024:.0f} MB，超过 200 MB 的上限",
            "压缩其中的图片或拆分成几个文件后再登记",
            code="S-SIZE",
        )


def read_document(name: str, data: bytes, stop: Callable[[Part], bool] | None = None) -> DocumentText:
    """Read a document by its content; `stop` sees each part as it is read and may end the reading.

    Raises UserError when the file is too large, empty, broken, encrypted, hostile or of no readable kind.
    """
    check_size(name, len(data))
    first = Part("文件名", name, Role.FILE_NAME)
    if stop and stop(first):
        return DocumentText(None, None, (first,), (), complete=False)
    kind, pieces = _recognise(data)
    return _collect(kind, first, _mismatch(name, kind), pieces, stop)


def _collect(
    kind: Kind, first: Part, notices: list[Notice], pieces: Iterator[Piece], stop: Callable[[Part], bool] | None
) -> DocumentText:
    parts, traces, pages, length, complete = [first], [], None, 0, True
    for piece in pieces:
        match piece:
            case Part():
                parts.append(piece)
                length += len(piece.text)
                if length > MAX_TEXT:
                    raise UserError(
                        f"文件的文字超过 {MAX_TEXT // 10_000:,} 万字的上限，无法检查",
                        "拆分成几个文件后再登记",
                        code="S-TEXT",
                    )
                if stop and stop(piece):
                    complete = False
                    break
            case Trace():
                traces.append(piece)
            case PageCount(count):
                pages = count
            case Notice():
                notices.append(piece)
    pictures = (kind is Kind.ZIP and (traces or notices)) or kind in (Kind.PDF, Kind.OFD)
    readable = pictures or any(part.text.strip() for part in parts[1:] if part.role is not Role.PROPERTY)
    if complete and not readable:
        raise UserError("文件里没有文字", "核对是否选错文件；如为图片，附文字说明后再登记", code="S-EMPTY")
    notices += other_scripts(parts[1:])
    return DocumentText(kind, pages, tuple(parts), tuple(notices), tuple(traces), complete)


def _recognise(data: bytes, member: bool = False) -> tuple[Kind, Iterator[Piece]]:
    head = data[:1024]
    if head.startswith(_PROGRAMS) and b"\0" in head:
        raise UserError("这是程序文件，不是文档", "不要打开它；核对来源后选择正确的文件", code="S-PROGRAM")
    if head.startswith(SIGNATURE):
        return _compound(data)
    if head.startswith(b"PK"):
        return _zipped(data, member)
    if b"%PDF-" in head:
        return Kind.PDF, read_pdf(data)
    if is_html(head):
        return Kind.HTML, read_html(data)
    _refuse_other(head)
    return Kind.TXT, read_txt(data)


def _zipped(data: bytes, member: bool) -> tuple[Kind, Iterator[Piece]]:
    package = Package(data)
    if any(name.startswith("word/") for name in package.names):
        return Kind.DOCX, read_docx(package)
    if any(name.startswith("xl/") for name in package.names):
        if "xl/workbook.bin" in package.names:
            raise _unknown("二进制工作簿（xlsb）", "在 Excel 或 WPS 中另存为 xlsx 后再登记")
        return Kind.XLSX, read_xlsx(package)
    if ENTRY in package.names:
        return Kind.OFD, read_ofd(package)
    if any(name.startswith("ppt/") for name in package.names):
        raise _unknown("演示文稿", "另存为 pdf 后再登记")
    if "[Content_Types].xml" in package.names:
        raise broken()
    if member:
        raise _unknown("压缩包里的压缩包", "解开后再检查其中的文件")
    return Kind.ZIP, read_zip(package, _read_member, MAX_BYTES)


def _read_member(name: str, data: bytes) -> Iterator[Piece]:
    """Read a member of a zip as a document of its own; raises UserError like a whole document."""
    check_size(name, len(data))
    kind, pieces = _recognise(data, member=True)
    yield from _mismatch(name, kind)
    yield from pieces


def _compound(data: bytes) -> tuple[Kind, Iterator[Piece]]:
    """Read a workbook of Excel 97-2003; other documents of that time are refused with the remedy."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise encrypted()
    if any(name.encode("utf-16-le") in data for name in BOOKS) and is_workbook(package := CompoundFile(data)):
        return Kind.XLS, read_xls(package, data)
    raise UserError("这是旧格式的 Office 文件，无法检查内容", "在 Word 或 WPS 中另存为 docx 后再登记", code="S-LEGACY")


def _refuse_other(head: bytes) -> None:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith(b"{\\rtf"):
        raise _unknown("RTF 文件", "在 Word 或 WPS 中另存为 docx 后再登记")
    if text.startswith(b"mime-version:"):
        raise _unknown("网页文件（mht）", "在浏览器中另存为 html 后再登记")
    if head.startswith(_IMAGES) and b"\0" in head:
        raise _unknown("图片", "转成 pdf，并附文字说明后再登记")
    if head.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise _unknown("压缩包", f"解开后逐个登记其中的文件（{_ACCEPTED}）")


def _unknown(what: str, remedy: str) -> UserError:
    return UserError(f"这是{what}，不在可登记的格式之内", remedy, code="S-KIND")


def _mismatch(name: str, kind: Kind) -> list[Notice]:
    suffix = PurePath(name.lower()).suffix
    if suffix in _SUFFIXES.get(kind, (f".{kind.value}",)):
        return []
    named = f"扩展名是 {suffix}" if suffix else "文件名没有扩展名"
    words = f"{shown_name(named)}，内容却是{_NAMES[kind]}，已按内容读取，须核对文件来源"
    return [Notice(words, NoticeKind.OTHER_NAME, "文件名")]
