"""The records of this room: what was read from a document, and what was found in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
        if not self.unit:
            return self.place
        return f"{self.place}第 {self.first + self.text.count(chr(10), 0, offset)} {self.unit}"


class TraceKind(StrEnum):
    """Things that a page does not show but a file carries."""

    HIDDEN_SHEET = "hidden-sheet"
    COMMENT = "comment"
    TRACKED_CHANGE = "tracked-change"
    UNREAD_FILE = "unread-file"


@dataclass(frozen=True, slots=True)
class Trace:
    """Something carried along unseen, with how often it occurs."""

    kind: TraceKind
    place: str
    count: int


@dataclass(frozen=True, slots=True)
class Notice:
    """A plain sentence the reader must be told about the reading itself."""

    text: str


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
    warnings: tuple[str, ...]
    traces: tuple[Trace, ...] = ()
    complete: bool = True


class Severity(StrEnum):
    """BLOCK stops entry, MUST is resolved before review, CHECK is a hint to look again."""

    BLOCK = "阻断"
    MUST = "必须处理"
    CHECK = "请核对"


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
