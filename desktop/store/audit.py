"""The audit chain: every entry holds the hash of the one before it and is written with the change it tells of."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, String, insert, select, type_coerce
from sqlalchemy.orm import Session

from desktop.models.audit import AuditEntry
from desktop.trust.digests import canonical, digest_of, sm3

GENESIS = "0" * 64
_ENTRIES = AuditEntry.metadata.tables[AuditEntry.__tablename__]
_APPEND = insert(_ENTRIES)
_LAST = select(_ENTRIES.c.epoch, _ENTRIES.c.seq, _ENTRIES.c.h).order_by(_ENTRIES.c.seq.desc()).limit(1)
# The detail comes as text, because a forged one need not be JSON.
_ALL = (
    select(
        *(column for column in _ENTRIES.c if column.name != "detail"),
        type_coerce(_ENTRIES.c.detail, String).label("told"),
    )
    .order_by(_ENTRIES.c.seq)
    .execution_options(yield_per=2000)
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in the chain that others keep: in a batch, a receipt, a backup or on paper."""

    epoch: int
    seq: int
    h: str


class Break(StrEnum):
    """How a chain was broken."""

    CHANGED = "changed"
    MISSING = "missing"
    REORDERED = "reordered"
    REPLACED = "replaced"
    REWRITTEN = "rewritten"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class ChainReport:
    """The outcome of a verification: `broken_at` is the first sequence number that does not hold, `how` what is wrong.

    `forgone` are kept anchors of entries that went when a backup was put back, which a later epoch tells.
    """

    ok: bool
    count: int
    broken_at: int | None
    words: str
    how: Break | None = None
    forgone: int = 0


def record(
    session: Session,
    actor: str,
    action: str,
    object: str,
    detail: Mapping[str, object],
    at: datetime | None = None,
) -> None:
    """Append an entry in the transaction of `session`: it lasts if and only if the change lasts.

    `detail` holds plain JSON values and never the text of an item; `at` is now unless given (with its zone).
    """
    _append(session, head(session), None, actor, action, object, detail, at)


def record_many(
    session: Session,
    actor: str,
    action: str,
    objects: Sequence[str],
    detail: Mapping[str, object],
    at: datetime | None = None,
) -> None:
    """Append one entry for each of many objects to which the same was done; see `record`."""
    last = head(session)
    rows = []
    for one in objects:
        rows.append(_entry(last, None, actor, action, one, detail, at))
        last = Anchor(rows[-1]["epoch"], rows[-1]["seq"], rows[-1]["h"])
    if rows:
        session.execute(_APPEND, rows)


def begin_epoch(
    session: Session, actor: str, detail: Mapping[str, object], beyond: int = 0, at: datetime | None = None
) -> Anchor:
    """Start a new epoch after a restore, so that sequence numbers used since the backup are not used twice.

    `beyond` is the highest epoch known from outside; the new one is above it and above the restored one.
    The entry refers to the restored head like any other. Returns the new head.
    """
    last = head(session)
    _append(session, last, max(last.epoch, beyond) + 1, actor, "epoch.begun", "", detail, at)
    return head(session)


def head(session: Session) -> Anchor:
    """The last entry; before the first one, epoch 1, sequence number 0 and a hash of zeros."""
    row = session.execute(_LAST).first()
    return Anchor(1, 0, GENESIS) if row is None else Anchor(row.epoch, row.seq, row.h)


def last_moment(session: Session) -> datetime | None:
    """When the last entry was written; None before the first one, or when a forged one tells no time."""
    told = session.scalar(select(_ENTRIES.c.at).order_by(_ENTRIES.c.seq.desc()).limit(1))
    try:
        moment = datetime.fromisoformat(told) if told else None
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo else None


def verify_chain(session: Session, anchors: Iterable[Anchor] = ()) -> ChainReport:
    """Recompute every hash and compare with the anchors that others have kept.

    Without anchors, a chain cut short at its end or rewritten as a whole looks sound; with them it does not.
    """
    kept: dict[int, set[Anchor]] = defaultdict(set)
    for anchor in anchors:
        if anchor.seq > 0:
            kept[anchor.seq].add(anchor)
    prev, count, epoch, forgone = GENESIS, 0, 1, 0
    for row in session.execute(_ALL):
        how = _how_broken(session, row, prev, count)
        if how is not None:
            return _broken(count, count + 1, how)
        told = kept.pop(row.seq, set())
        later = {anchor for anchor in told if anchor.epoch < row.epoch}
        if told - later - {Anchor(row.epoch, row.seq, row.h)}:
            return _broken(count, row.seq, Break.REWRITTEN)
        forgone += len(later)
        prev, count, epoch = row.h, row.seq, row.epoch
    beyond = [anchor for told in kept.values() for anchor in told]
    missing = min((anchor.seq for anchor in beyond if anchor.epoch >= epoch), default=None)
    if missing is not None:
        return _broken(count, count + 1, Break.CUT, missing)
    forgone += len(beyond)
    return _sound(count, forgone)


def _sound(count: int, forgone: int) -> ChainReport:
    words = f"审计记录共 {count} 条，逐条核对无误。"
    if forgone:
        words += f"有 {forgone} 个锚点指向恢复备份以前的记录，那些记录随恢复退回，不在本库。"
    return ChainReport(True, count, None, words, forgone=forgone)


def _how_broken(session: Session, row: Row[*tuple[Any, ...]], prev: str, count: int) -> Break | None:
    """What is wrong with the entry that should be number `count` + 1 and follow `prev`, None when nothing is."""
    if row.seq != count + 1:
        return Break.MISSING
    if row.prev == prev:
        return None if _holds(row, prev) else Break.CHANGED
    if _holds(row, row.prev):
        return Break.REPLACED
    return Break.REORDERED if _moved(session, row) else Break.CHANGED


def _moved(session: Session, row: Row[*tuple[Any, ...]]) -> bool:
    """Whether an entry holds under another number: it was put in another's place."""
    last = head(session).seq
    return any(_holds(row, row.prev, seq) for seq in range(1, last + 1))


def _holds(row: Row[*tuple[Any, ...]], prev: str, seq: int = 0) -> bool:
    """Whether an entry's own hashes are those of its content, under its own number or another."""
    try:
        detail_hash = digest_of(json.loads(row.told))
        h = _chained(prev, seq or row.seq, row.epoch, row.at, row.actor, row.action, row.object, detail_hash)
    except (ValueError, TypeError):  # no JSON, or values that no entry of ours holds
        return False
    return bool(row.detail_hash == detail_hash and row.h == h)


def _append(
    session: Session,
    last: Anchor,
    epoch: int | None,
    actor: str,
    action: str,
    acted_on: str,
    detail: Mapping[str, object],
    at: datetime | None,
) -> None:
    session.execute(_APPEND, _entry(last, epoch, actor, action, acted_on, detail, at))


def _entry(
    last: Anchor,
    epoch: int | None,
    actor: str,
    action: str,
    acted_on: str,
    detail: Mapping[str, object],
    at: datetime | None,
) -> dict[str, Any]:
    """The entry that follows `last`."""
    told = dict(detail)
    moment = (at or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")
    seq, in_epoch, detail_hash = last.seq + 1, epoch or last.epoch, digest_of(told)
    return {
        "seq": seq,
        "epoch": in_epoch,
        "at": moment,
        "actor": actor,
        "action": action,
        "object": acted_on,
        "detail": told,
        "detail_hash": detail_hash,
        "prev": last.h,
        "h": _chained(last.h, seq, in_epoch, moment, actor, action, acted_on, detail_hash),
    }


def _chained(prev: str, seq: int, epoch: int, at: str, actor: str, action: str, acted_on: str, detail_hash: str) -> str:
    """SM3 of the previous hash followed by the canonical entry."""
    entry = {
        "action": action,
        "actor": actor,
        "at": at,
        "detail_hash": detail_hash,
        "epoch": epoch,
        "object": acted_on,
        "seq": seq,
    }
    return sm3(bytes.fromhex(prev) + canonical(entry))


_HOW = {
    Break.CHANGED: "内容被改过",
    Break.MISSING: "缺失，被删去",
    Break.REORDERED: "的位置被换过，是别处的一条",
    Break.REPLACED: "接不上前一条，前一条被换过",
    Break.REWRITTEN: "与外部留存的锚点不一致，这一条或以前的记录被整段改写",
}


def _broken(count: int, seq: int, how: Break, anchored_to: int = 0) -> ChainReport:
    why = _HOW.get(how, f"起被截去：外部留存的锚点到第 {anchored_to} 条，本库没有这一条")
    words = f"审计记录第 {seq} 条{why}；前 {count} 条逐条相接。请保留现状，报告安全审计员。"
    return ChainReport(False, count, seq, words, how)
