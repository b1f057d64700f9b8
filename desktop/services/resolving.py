"""Resolving findings: what a person decides about each, before the item may go to review."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.models import Document
from desktop.rules.findings import (
    BEFORE_REVIEW,
    REASON_LIMIT,
    Raised,
    Resolution,
    Settled,
    Severity,
    fault_of,
    open_words,
    unresolved,
    with_resolution,
    without_resolution,
)
from desktop.rules.items import ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.roles import Permission
from desktop.services import draft_rows, item_rows
from desktop.services.desk import Desk
from desktop.services.item_detail import DocumentView
from desktop.services.secrecy import require_unmarked


@dataclass(frozen=True, slots=True)
class FindingKey:
    """Which finding is meant: the document by its SM3, the rule and the place."""

    sm3: str
    rule: str
    place: str


def raised(sm3: str, findings: Iterable[Mapping[str, Any]]) -> tuple[Raised, ...]:
    """The stored findings of a document as the rules know them."""
    return tuple(Raised(sm3, one["rule"], one["place"], one["count"], Severity(one["severity"])) for one in findings)


def raised_in(documents: Sequence[DocumentView]) -> tuple[Raised, ...]:
    """All findings of an item's documents as the rules know them."""
    return tuple(one for document in documents for one in raised(document.sm3, document.findings))


def resolve(desk: Desk, uuid: str, key: FindingKey, verdict: Settled, reason: str = "") -> Resolution:
    """Record what the person signed in decided about a finding of a draft; an earlier decision gives way.

    Raises UserError when the finding is not there (E-FINDING) or the reason is missing or too long (E-REASON); a
    classification mark in the reason is refused like in any other field (E-SECRET).
    """
    desk.require(Permission.REGISTER)
    if verdict is Settled.MASKED:
        raise UserError("“已遮盖”只由遮盖本身记录", "在登记页遮盖这份文件", "E-FINDING")
    with desk.verb("resolve", uuid, {"sm3": key.sm3, "rule": key.rule, "verdict": verdict.value}) as session:
        item = item_rows.item_by_uuid(session, uuid)
        content = from_plain(ItemContent, draft_rows.draft_of(session, item).content)
        found = _finding(session, content, key)
        made = Resolution(
            found.sm3,
            found.rule,
            found.place,
            found.count,
            verdict,
            _one_line(reason),
            desk.person.name,
            desk.today(),
        )
        _require_whole(made)
        changed = replace(content, resolutions=with_resolution(content.resolutions, made))
        require_unmarked(changed)
        draft_rows.edit_draft(desk, session, uuid, lambda _now: changed)
    return made


def open_findings(documents: Sequence[DocumentView], content: ItemContent) -> tuple[FindingKey, ...]:
    """The findings that wait for a person before the item goes to review, in the order of the documents."""
    return tuple(
        FindingKey(one.sm3, one.rule, one.place) for one in unresolved(raised_in(documents), content.resolutions)
    )


def reopen(desk: Desk, uuid: str, key: FindingKey) -> None:
    """Take back what was decided about a finding of a draft."""
    desk.require(Permission.REGISTER)
    with desk.verb("reopen", uuid, {"sm3": key.sm3, "rule": key.rule}) as session:
        draft_rows.edit_draft(
            desk,
            session,
            uuid,
            lambda now: replace(now, resolutions=without_resolution(now.resolutions, key.sm3, key.rule, key.place)),
        )


def require_resolved(session: Session, content: ItemContent) -> None:
    """Raise UserError (E-FINDINGS), telling how many, while findings of a content's documents are open."""
    still_open = open_in(session, content)
    if still_open:
        raise UserError(
            f"内容检查还有 {open_words(still_open)}，没有处理完", "在登记页逐项处理后再提交审查", "E-FINDINGS"
        )


def open_in(session: Session, content: ItemContent, wanted: Collection[Severity] = BEFORE_REVIEW) -> tuple[Raised, ...]:
    """The findings of a content's documents, of the wanted severities, that nobody has resolved."""
    return unresolved(_raised(session, content), content.resolutions, wanted)


def _raised(session: Session, content: ItemContent) -> tuple[Raised, ...]:
    wanted = [one.sm3 for one in content.attachments]
    rows = session.execute(select(Document.sm3, Document.findings).where(Document.sm3.in_(wanted)))
    return tuple(one for sm3, findings in rows for one in raised(sm3, findings))


def _finding(session: Session, content: ItemContent, key: FindingKey) -> Raised:
    for one in _raised(session, content):
        if (one.sm3, one.rule, one.place) == (key.sm3, key.rule, key.place) and one.severity is not Severity.BLOCK:
            return one
    raise UserError("没有找到这处发现", "文件可能已经移除，重新打开这份草稿", "E-FINDING")


def _require_whole(made: Resolution) -> None:
    fault = fault_of(made)
    if fault:
        raise UserError(f"这处发现{fault}", f"写明保留的理由，不超过 {REASON_LIMIT} 字", "E-REASON")


def _one_line(reason: str) -> str:
    """Without line breaks and invisible characters, which a form cannot show."""
    seen = "".join(letter for letter in reason if letter.isspace() or unicodedata.category(letter)[0] != "C")
    return " ".join(seen.split())
