"""Reads a zip of documents, one level deep: each member by its content, its name in every place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from desktop.errors import UserError
from desktop.screening.archive import Package
from desktop.screening.names import shown_name
from desktop.screening.records import Notice, PageCount, Part, Piece, Role, Trace, TraceKind

MAX_MEMBERS = 500
_HOSTILE = frozenset({"S-PROGRAM", "S-BOMB", "S-XML"})

ReadMember = Callable[[str, bytes], Iterator[Piece]]


def read_zip(package: Package, read_member: ReadMember, most: int) -> Iterator[Piece]:
    """Yield the pieces of every member of at most `most` bytes; one that cannot be read is told as unread.

    Raises UserError for too many members, and for a member that is a program or made to do harm.
    """
    if len(package.names) > MAX_MEMBERS:
        raise UserError(
            f"压缩包里有 {len(package.names)} 个文件，超过 {MAX_MEMBERS} 个的上限", "分成几个压缩包", code="S-MEMBERS"
        )
    if package.names:
        yield Part("压缩包内的文件名", "\n".join(package.names), Role.PROPERTY)
    for name in package.names:
        place = f"压缩包内“{shown_name(name)}”"
        try:
            for piece in read_member(name, package.read(name, most)):
                yield from _placed(piece, place)
        except UserError as problem:
            if problem.code in _HOSTILE:
                raise UserError(f"{place}：{problem.message}", problem.hint, problem.code) from problem
            yield Notice(f"{place}没有检查：{problem.message}")
            yield Trace(TraceKind.UNREAD_FILE, place, 1)


def _placed(piece: Piece, place: str) -> Iterator[Piece]:
    match piece:
        case Part() | Trace():
            yield replace(piece, place=f"{place}{piece.place}")
        case Notice(text):
            yield replace(piece, text=f"{place}：{text}", place=f"{place}{piece.place}")
        case PageCount():
            return
