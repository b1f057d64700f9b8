"""What changed inside the documents between two contents of an item: paragraph by paragraph, by their stored texts."""

from __future__ import annotations

import difflib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from desktop.models import Document
from desktop.rules.items import AttachedDocument, DocumentRole, ItemContent
from desktop.rules.roles import Permission
from desktop.services.desk import Desk

PASSAGES = 60
"""Changed passages of one document that are told; the others are counted."""

CONTEXT = 40
"""Characters of an unchanged beginning or end that are kept beside a change."""

_LONGEST = 600
_COMPARED = 2_000
"""Paragraphs between the first and the last change that are aligned; more are told as one passage."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A changed stretch: where (paragraphs counted from 1), what stood there, what stands there now; empty is nothing."""

    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A document that differs: its name before and now (empty when there was none), its passages, how many more."""

    before: str
    after: str
    passages: tuple[Passage, ...]
    more: int
    remark: str = ""


def text_changes(desk: Desk, before: ItemContent, after: ItemContent) -> tuple[DocumentChange, ...]:
    """The documents that were replaced, added or removed, with what changed in their texts.

    A body is compared with the body, an attachment with the one of the same name, else with the one that took its place.
    """
    desk.require(Permission.READ)
    pairs = list(_pairs(before.attachments, after.attachments))
    texts = _texts(desk, {one.sm3 for pair in pairs for one in pair if one is not None})
    return tuple(_change(old, new, texts) for old, new in pairs)


Pair = tuple[AttachedDocument | None, AttachedDocument | None]


def _pairs(before: Sequence[AttachedDocument], after: Sequence[AttachedDocument]) -> Iterator[Pair]:
    same = {one.sm3 for one in before} & {one.sm3 for one in after}
    old = [one for one in before if one.sm3 not in same]
    new = [one for one in after if one.sm3 not in same]
    for likeness in (_is_body, lambda one: one.name, lambda one: one.role):
        for one in list(old):
            other = next((each for each in new if likeness(each) and likeness(each) == likeness(one)), None)
            if other is not None:
                old.remove(one)
                new.remove(other)
                yield one, other
    yield from ((one, None) for one in old)
    yield from ((None, one) for one in new)


def _is_body(one: AttachedDocument) -> bool:
    return one.role is DocumentRole.BODY


def _texts(desk: Desk, wanted: set[str]) -> dict[str, str]:
    with desk.store.reading() as session:
        rows = session.execute(select(Document.sm3, Document.text).where(Document.sm3.in_(wanted)))
        return {sm3: zlib.decompress(packed).decode("utf-8") if packed else "" for sm3, packed in rows}


def _change(old: AttachedDocument | None, new: AttachedDocument | None, texts: dict[str, str]) -> DocumentChange:
    names = (old.name if old else "", new.name if new else "")
    if old is None or new is None:
        return DocumentChange(*names, (), 0, "新增的文件" if old is None else "已移除的文件")
    left, right = _paragraphs(texts.get(old.sm3, ""), old.name), _paragraphs(texts.get(new.sm3, ""), new.name)
    if not left or not right:
        return DocumentChange(*names, (), 0, "文件里没有可以比较的文字，打开两份对照")
    found = list(passages(left, right))
    remark = "" if found else "文字没有变化，只有格式、图片或者文件属性不同"
    return DocumentChange(*names, tuple(found[:PASSAGES]), max(0, len(found) - PASSAGES), remark)


def _paragraphs(text: str, name: str) -> list[str]:
    """The paragraphs of a stored text, without the file's name, which the content check keeps with it."""
    return [line for one in text.splitlines() if (line := one.strip()) and line != name]


def passages(before: Sequence[str], after: Sequence[str]) -> Iterator[Passage]:
    """The changed stretches of two texts given as paragraphs, in their order."""
    first = _common(before, after)
    last = _common(before[first:][::-1], after[first:][::-1])
    old, new = before[first : len(before) - last], after[first : len(after) - last]
    if max(len(old), len(new)) > _COMPARED:
        blocks: Sequence[tuple[str, int, int, int, int]] = [("replace", 0, len(old), 0, len(new))]
    else:
        blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for kind, a, b, c, d in blocks:
        if kind != "equal":
            place = _place(first + a, first + b) if b > a else f"第 {first + a} 段之后"
            yield Passage(place, *_near("\n".join(old[a:b]), "\n".join(new[c:d])))


def _place(start: int, end: int) -> str:
    return f"第 {start + 1} 段" if end - start == 1 else f"第 {start + 1}–{end} 段"


def _near(old: str, new: str) -> tuple[str, str]:
    """Both texts cut to what differs, with a little of what stands before and behind it."""
    if not old or not new:
        return _shortened(old), _shortened(new)
    head = max(0, _common(old, new) - CONTEXT)
    tail = max(0, _common(old[head:][::-1], new[head:][::-1]) - CONTEXT)
    return tuple(  # type: ignore[return-value]  # two texts in, two texts out
        f"{'……' if head else ''}{_shortened(one[head : len(one) - tail])}{'……' if tail else ''}" for one in (old, new)
    )


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}……（另有 {len(words) - _LONGEST} 字）"


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
