"""The records of this room: what was read from a document, and what was found in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.rules.findings import Severity as Severity


class Kind(StrEnum):
    """What the content is, whatever the extension says."""

    TXT = "txt"
    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"
    XLS = "xls"
    OFD = "ofd"
    HTML = "html"
    ZIP = "zip"


class Role(StrEnum):
    """Where in a document a part stands; only BODY may lend words to the form."""

    FILE_NAME = "文件名"
    BODY = "正文"
    MARGIN = "页眉页脚"
    NOTE = "脚注尾注"
    TEXT_BOX = "文本框"
    COMMENT = "批注"
    DELETED = "已删除的修订文字"
    HIDDEN = "隐藏内容"
    PROPERTY = "文档属性"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text with its place; `unit` counts its lines for the reader (段, 行), from `first` on."""

    place: str
    text: str
    role: Role = Role.BODY
    unit: str = ""
    first: int = 1

    def place_at(self, offset: int) -> str:
        """Say where `offset` (characters into `text`) is, in the reader's words."""
        return self.place_of_line(self.text.count("\n", 0, offset))

    def place_of_line(self, line: int) -> str:
        """Say where the line number `line` of `text` is, from 0."""
        return f"{self.place}第 {self.first + line} {self.unit}" if self.unit else self.place


class TraceKind(StrEnum):
    """Things that a page does not show but a file carries."""

    HIDDEN_SHEET = "hidden-sheet"
    COMMENT = "comment"
    TRACKED_CHANGE = "tracked-change"
    HIDDEN_TEXT = "hidden-text"
    WHITE_TEXT = "white-text"
    COVERED_TEXT = "covered-text"
    INVISIBLE_TEXT = "invisible-text"
    HIDDEN_ROWS = "hidden-rows"
    HIDDEN_COLUMNS = "hidden-columns"
    HIDDEN_NAME = "hidden-name"
    PIVOT_CACHE = "pivot-cache"
    EMBEDDED = "embedded"
    EXTERNAL_LINK = "external-link"
    PROGRAM = "program"
    ANNOTATION = "annotation"
    FORM_FIELD = "form-field"
    METADATA = "metadata"
    LOCATION = "location"
    UNREAD_FILE = "unread-file"


@dataclass(frozen=True, slots=True)
class Trace:
    """Something carried along unseen, with how often it occurs; `detail` says which, never what it holds."""

    kind: TraceKind
    place: str
    count: int
    detail: str = ""


class NoticeKind(StrEnum):
    """What the reading could not do, each a thing that a person looks at instead."""

    OTHER_NAME = "other-name"
    IMAGE_PAGE = "image-page"
    PICTURES = "pictures"
    LIMIT = "limit"
    OUTSIDE = "outside"
    CELLS_ONLY = "cells-only"
    SCRIPT = "script"


@dataclass(frozen=True, slots=True)
class Notice:
    """A plain sentence the reader must be told about the reading itself.

    It becomes a finding of its kind at its place; one without a kind explains a trace, which is a finding already.
    """

    text: str
    kind: NoticeKind | None = None
    place: str = "文件"


@dataclass(frozen=True, slots=True)
class PageCount:
    """The number of pages, as the file states it."""

    count: int


Piece = Part | Trace | Notice | PageCount


@dataclass(frozen=True, slots=True)
class DocumentText:
    """Everything legible in a document; the first part is always the file's name.

    `complete` is False when the reading stopped at a classification mark.
    """

    kind: Kind | None
    pages: int | None
    parts: tuple[Part, ...]
    notices: tuple[Notice, ...]
    traces: tuple[Trace, ...] = ()
    complete: bool = True

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the reader must be told about the reading itself."""
        return tuple(notice.text for notice in self.notices)


@dataclass(frozen=True, slots=True)
class Hit:
    """One raw place in one part; stays inside this room and its callers' memory, never stored."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found in one part: the first place, a masked excerpt, the number of hits.

    `offset` counts characters from the beginning of the part; the raw hit is never kept.
    """

    rule: str
    severity: Severity
    message: str
    place: str
    excerpt: str
    count: int
    offset: int
