"""How a batch stands in its office's series: near what came before, chained to it, in which epoch, what is missing."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.errors import PackageRefused
from desktop.formats.package_records import BatchHeader
from desktop.labels import batch_name, number_ranges
from desktop.models import Office, ReceivedBatch
from desktop.rules.states import ReceivedOutcome
from desktop.services.gaps import arrived, proved
from desktop.services.inspected import Inspection, Series

MOST_AHEAD = 1_000
"""How far a batch may be ahead of the highest number that came: every number between becomes a gap that is told."""
EPOCHS_AHEAD = 100


def require_near(session: Session, office: Office, header: BatchHeader) -> None:
    """Raise PackageRefused (E-LIMIT) for an epoch or a number that no honest series reaches from what is here."""
    highest = select(func.max(ReceivedBatch.seq)).where(
        ReceivedBatch.office_id == office.id, ReceivedBatch.epoch == header.epoch, proved()
    )
    last, epoch = session.scalar(highest) or 0, _epoch_here(session, office.id)
    if header.seq > last + MOST_AHEAD or header.epoch > epoch + EPOCHS_AHEAD:
        raise PackageRefused(
            f"{office.name}的这一批写着{batch_name(header.epoch, header.seq)}，比收到过的批次超前太多",
            f"序号一次最多超前 {MOST_AHEAD:,}；与处室核对是不是他们写出的，确实是的，先接收前面的批次",
            "E-LIMIT",
        )


def series_of(session: Session, office_id: str, header: BatchHeader) -> Series:
    """What is missing before a batch, in its epoch and in the earlier ones, and the newest epoch that came."""
    epochs = session.scalars(select(ReceivedBatch.epoch).where(ReceivedBatch.office_id == office_id).distinct())
    earlier = []
    for epoch in sorted(one for one in epochs if one < header.epoch):
        here = arrived(session, office_id, epoch)
        missing = tuple(n for n in range(1, max(here, default=0)) if n not in here)
        if missing:
            earlier.append((epoch, missing))
    here = arrived(session, office_id, header.epoch)
    missing = tuple(n for n in range(1, header.seq) if n not in here)
    return Series(_epoch_here(session, office_id), missing, tuple(earlier))


def broken_chain(session: Session, found: Inspection) -> str:
    """Why a batch does not follow what is here: the manifest hash that it or the next one names is another's. Empty if it does.

    A history that was forked, by a folder in use on two machines or an old backup copied back, shows here although every
    number is used once. Where the batch before is not here there is nothing to compare.
    """
    header, own = found.header, batch_name(found.header.epoch, found.header.seq)
    before = _neighbours(session, found, header.seq - 1)
    counted = [one for one in before if one.outcome == ReceivedOutcome.ACCEPTED.value] or before
    if counted and header.previous not in [one.manifest_hash for one in counted]:
        return f"{found.office_name}的{own}接不上已收的第 {header.seq - 1} 批：它写明的上一批是另一份"
    after = [one.anchor.get("previous") for one in _neighbours(session, found, header.seq + 1)]
    told = [one for one in after if one is not None]  # an earlier program did not keep it
    if told and found.manifest_hash not in told:
        return f"{found.office_name}的{own}接不上已收的第 {header.seq + 1} 批：那一批写明的上一批是另一份"
    return ""


def named_by_next(session: Session, found: Inspection) -> bool:
    """Whether the batch after this one is here and names this one as the one before it."""
    after = _neighbours(session, found, found.header.seq + 1)
    return any(one.anchor.get("previous") == found.manifest_hash for one in after)


def words(found: Inspection) -> tuple[str, ...]:
    """What has to be told of a batch's place in the series; nothing for one that simply follows."""
    told = []
    if found.new_epoch:
        told.append(f"第 {found.header.epoch} 纪元：处室恢复过备份，备份之后的内容可能丢失，向处室问清")
    told += [f"第 {epoch} 纪元缺第 {number_ranges(seqs)} 批" for epoch, seqs in found.series.earlier if found.new_epoch]
    if found.gap:
        told.append(missing_words(found))
    return tuple(told)


def missing_words(found: Inspection) -> str:
    """Which batches before this one did not come; with the one before it, the chain cannot be checked."""
    unchecked = "，未收到上一批，无法核对" if found.header.seq - 1 in found.series.missing else ""
    return f"缺第 {number_ranges(found.series.missing)} 批{unchecked}"


def _epoch_here(session: Session, office_id: str) -> int:
    epochs = select(func.max(ReceivedBatch.epoch)).where(ReceivedBatch.office_id == office_id, proved())
    return session.scalar(epochs) or 1


def _neighbours(session: Session, found: Inspection, seq: int) -> list[ReceivedBatch]:
    return list(
        session.scalars(
            select(ReceivedBatch).where(
                ReceivedBatch.office_id == found.office_id,
                ReceivedBatch.epoch == found.header.epoch,
                ReceivedBatch.seq == seq,
                ReceivedBatch.outcome != ReceivedOutcome.HELD.value,
                ReceivedBatch.undone_at.is_(None),
                proved(),
            )
        )
    )
