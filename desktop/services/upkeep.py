"""Keeping the store: backups, the check of the audit chain, what the log of changes says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.models import AuditEntry, Batch, Item, Office, ReceivedBatch
from desktop.rules.calendar import CIVIL_TIME
from desktop.rules.roles import Permission
from desktop.services import anchors
from desktop.services.clock import civil_time
from desktop.services.desk import Desk
from desktop.store import audit, backup
from desktop.store.audit import ChainReport as ChainReport  # what the screens are told
from desktop.trust.signing import self_test


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry of the audit trail as it is listed."""

    seq: int
    at: str
    actor: str
    action: str
    object: str


def back_up(desk: Desk) -> Path:
    """Make a backup now: an encrypted copy that is reopened and checked; 14 are kept."""
    desk.require(Permission.BACKUP)
    with desk.verb("back_up", "store"):
        pass
    place = anchors.present_head(desk)
    made = backup.back_up(desk.store, desk.clock())
    anchors.anchor_backup(desk, made, place)
    return made


def back_up_if_due(desk: Desk) -> Path | None:
    """The daily backup; returns None when today's is there already."""
    place = anchors.present_head(desk)
    made = backup.back_up_if_due(desk.store, desk.clock())
    if made is not None:
        anchors.anchor_backup(desk, made, place)
    return made


def backups(desk: Desk) -> tuple[tuple[str, Path], ...]:
    """The backups that are kept, the newest first: when (civil time), where."""
    desk.require(Permission.BACKUP)
    return tuple(
        (backup.moment_of(one).astimezone(CIVIL_TIME).strftime("%Y-%m-%d %H:%M"), one)
        for one in backup.backups(desk.folder)
    )


def check_signing() -> str:
    """Compute the standard vectors (GB/T 32905, 32907, 32918) and name the SM2 implementation that gave them.

    Raises UserError (E-SELFTEST) when an answer is wrong; nothing can be signed or verified then.
    """
    return self_test()


def verify_audit(desk: Desk, files: Sequence[Path] = ()) -> ChainReport:
    """Recompute the whole audit chain (安全审计员), and hold it against the anchors in `files`; see anchors.verify_chain."""
    return anchors.verify_chain(desk, files)


def chain_head(desk: Desk, seq: int = 0) -> audit.Anchor:
    """The head of the audit chain now, or what it was at entry `seq`: epoch, number and digest of that entry.

    An earlier one is compared with the page that was printed then. Raises UserError (E-AUDIT) for a number not there.
    """
    desk.require(Permission.AUDIT, Permission.BACKUP)
    if not seq:
        return anchors.present_head(desk)
    with desk.store.reading() as session:
        row = session.scalar(select(AuditEntry).where(AuditEntry.seq == seq))
        if row is None:
            raise UserError(f"没有第 {seq} 条审计记录", "核对序号；确实印过这一条的，报告安全审计员", "E-AUDIT")
        return audit.Anchor(row.epoch, row.seq, row.h)


def audit_lines(desk: Desk, before: int | None = None, limit: int = 200) -> tuple[AuditLine, ...]:
    """The newest audit entries, or those before a sequence number."""
    desk.require(Permission.AUDIT, Permission.BACKUP)
    with desk.store.reading() as session:
        wanted = select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(limit)
        rows = session.scalars(wanted if before is None else wanted.where(AuditEntry.seq < before)).all()
        names = _names(session, {one.object for one in rows})
        return tuple(
            AuditLine(one.seq, civil_time(one.at), one.actor, one.action, names.get(one.object, one.object))
            for one in rows
        )


def _names(session: Session, objects: set[str]) -> dict[str, str]:
    """What people call the records with these identifiers: items and batches by number, offices by name."""
    wanted = (
        select(Item.uuid, Item.form_number).where(Item.uuid.in_(objects)),
        select(Office.id, Office.name).where(Office.id.in_(objects)),
        select(Batch.id, Batch.paper_number).where(Batch.id.in_(objects)),
        select(ReceivedBatch.batch_id, Office.name + " " + ReceivedBatch.paper_number)
        .join(Office, Office.id == ReceivedBatch.office_id)
        .where(ReceivedBatch.batch_id.in_(objects)),
    )
    return {key: name for one in wanted for key, name in session.execute(one) if name}
