"""Two batches under one number (fault 13): how they differ, which may come in, and what a decision of two people does.

The batch that came later is not kept: it lies on the stick, and the office can write it again. What is noted of it are
its number, its period, its times, its manifest hash, and counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import PackageRefused, UserError
from desktop.formats.package import Package
from desktop.formats.package_records import NIL
from desktop.labels import batch_name, batch_words, word
from desktop.models import AuditEntry, Item, Receipt, ReceivedBatch, ReceivedItem, Revision
from desktop.rules.states import DecisionKind, JointVerdict, ReceivedOutcome
from desktop.services import continuity, joint_decisions, received_before, undoing
from desktop.services.clock import civil_time
from desktop.services.desk import Desk
from desktop.services.entries import REFUSED, entries_of, words_of
from desktop.services.inspected import Inspection
from desktop.services.joint_decisions import Decision
from desktop.services.received_before import find_received

FORK = "E-FORK"
_FIRST_GOES = (JointVerdict.LATER, JointVerdict.RETURN)


@dataclass(frozen=True, slots=True)
class ForkBatch:
    """One of two batches under a number, as it is shown to those who decide."""

    name: str
    facts: tuple[tuple[str, str], ...]


def facts_of(session: Session, office_id: str, package: Package) -> dict[str, Any]:
    """What the audit trail keeps of a batch that is held: what it holds and how its items stand to the first's, in counts."""
    counted = {"withdrawn": len(package.withdrawals), "withheld": len(package.stubs)}
    header = package.header
    first = _first(session, office_id, header.epoch, header.seq, package.manifest_hash)
    if first is None:
        return counted
    digests = _digests(session, first)
    uuids = {uuid for uuid, _digest in digests}
    mine = {(one.uuid, one.digest) for one in package.items}
    same = mine & digests
    told = {uuid for uuid, _digest in mine}
    return counted | {
        "first": first.manifest_hash,
        "same": len(same),
        "other": len({uuid for uuid, _digest in mine - same} & uuids),
        "new": len(told - uuids),
        "missing": len(uuids - told),
    }


def require_no_fork(session: Session, found: Inspection) -> None:
    """Raise PackageRefused (E-FORK) for a batch that shares its number with another one, or whose neighbours name another one
    in its place, unless two people let it in.
    """
    row = find_received(session, found.manifest_hash)
    if row is not None and _put_aside(row):
        raise PackageRefused(
            f"序号 {found.header.seq} 的批次，两人已决定不认这一份", "写一份回执，把其中的信息退回处室", FORK
        )
    others = [
        one
        for one in _under(session, found.office_id, found.header.epoch, found.header.seq)
        if one.manifest_hash != found.manifest_hash
    ]
    decided = joint_decisions.verdict(session, DecisionKind.FORK, found.manifest_hash)
    if decided is JointVerdict.BOTH or (decided is JointVerdict.LATER and not any(map(_stands, others))):
        return
    returning = row is not None and row.undone_at is not None
    if row is None and continuity.named_by_next(session, found):
        others = [one for one in others if not _is_held(one)]  # the chain tells which of the two is the office's
    if (row is not None and _is_held(row) and others) or any(_bars(session, one, returning) for one in others):
        raise PackageRefused(
            f"{found.office_name}已有另一份序号为 {found.header.seq} 的批次，内容不同",
            "这一份没有复制到本机，把 U 盘留好；与处室核对哪一份有效，在“待两人决定”由两人决定",
            FORK,
        )
    broken = continuity.broken_chain(session, found)
    if broken:
        hint = "与处室核对是不是恢复过备份、在两台电脑上报送，哪一份有效，在“待两人决定”由两人决定"
        raise PackageRefused(broken, hint, FORK)


def _bars(session: Session, other: ReceivedBatch, returning: bool) -> bool:
    """Whether another batch under the number keeps one out; a returning one was here before both were let in."""
    if not (_stands(other) or _is_held(other)):
        return False
    decided = joint_decisions.verdict(session, DecisionKind.FORK, other.manifest_hash)
    return not (returning and decided is JointVerdict.BOTH)


def proposal(session: Session, manifest_hash: str, verdict: JointVerdict) -> dict[str, Any]:
    """What is signed beside a verdict on a held batch: the batch that gives way, the decision that is replaced.

    Raises UserError, with the other way to the same end, for a verdict that could not take effect.
    """
    row = _held(session, manifest_hash)
    earlier = joint_decisions.decision(session, DecisionKind.FORK, manifest_hash)
    _require_possible(session, row, verdict, earlier)
    body: dict[str, Any] = {}
    if verdict in _FIRST_GOES:
        first = _standing_first(session, row)
        body["first"] = first.manifest_hash if first else ""
    if earlier is not None and earlier.confirmed_by:
        body[joint_decisions.INSTEAD_OF] = earlier.id
    return body


def settle(desk: Desk, session: Session, decision: Decision) -> None:
    """Let a confirmed decision take effect; what an earlier one did, and nobody has built on, is taken back first."""
    row = _held(session, decision.subject)
    verdict = JointVerdict(decision.body["verdict"])
    earlier = joint_decisions.replaced(session, decision)
    _require_possible(session, row, verdict, earlier)
    if verdict in _FIRST_GOES:
        first = _standing_first(session, row)
        if (first.manifest_hash if first else "") != decision.body.get("first", ""):
            raise UserError("先收的一份的情况已经变化", "撤销这条处理意见，按新的情况重新提出", "E-DECISION")
        if first is not None:
            undoing.take_back(desk, session, first, f"两人决定{word(verdict)}")
            _reject(session, first)
    elif (rejected := _gave_way(session, earlier)) is not None:
        rejected.outcome, rejected.code, rejected.undone_at = ReceivedOutcome.ACCEPTED.value, "", desk.now()
    if verdict in (JointVerdict.FIRST, JointVerdict.RETURN):
        _reject(session, row)


def _require_possible(session: Session, row: ReceivedBatch, verdict: JointVerdict, earlier: Decision | None) -> None:
    if verdict in _FIRST_GOES:
        first = _standing_first(session, row)
        why = undoing.obstacle_within(session, first) if first is not None else ""
        if why:
            raise UserError(
                f"先收的一份不能撤销接收：{why}", "改用“两份都收”，内容有冲突的再决定以哪一份为准", "E-DEPENDS"
            )
        return
    rejected = _gave_way(session, earlier)
    if rejected is None:
        return
    receipt = session.scalar(select(Receipt.seq).where(Receipt.received_batch_id == rejected.id).limit(1))
    if receipt is not None:
        raise UserError(
            f"先收的一份已由第 {receipt:04d} 号回执退回处室",
            "改用“两份都退回处室”，其中的信息由处室作为新的一批报送",
            "E-DEPENDS",
        )


def standing(session: Session, row: ReceivedBatch) -> str:
    """What is left to do after a decision that is in force, in words; empty while nothing is decided."""
    decided = joint_decisions.verdict(session, DecisionKind.FORK, row.manifest_hash)
    if decided is None:
        return ""
    later_only = decided is JointVerdict.LATER
    told = "已决定只认后到的一份，先收的一份已撤销接收、标为拒收。" if later_only else "已决定两份都收。"
    again = "；改认先收的，先收的一份也要从 U 盘重新接收" if later_only else ""
    return (
        f"{told}把 U 盘上后到的一份再核对一次就可以接收。U 盘不在的，请处室重新写出；"
        f"不再等它的，按“改变决定”由两人重新办理{again}"
    )


def batches_of(session: Session, later: ReceivedBatch) -> tuple[ForkBatch, ...]:
    """Both batches under a number, the first one first, with what is known of each."""
    first = _first(session, later.office_id, later.epoch, later.seq, later.manifest_hash)
    told = [_shown(session, "先收的", first, {})] if first is not None else []
    return (*told, _shown(session, "后到的", later, _kept(session, later)))


def title(session: Session, later: ReceivedBatch) -> str:
    """What is the matter with a held batch: another one has its number, or its neighbours name another one."""
    name = batch_name(later.epoch, later.seq)
    first = _first(session, later.office_id, later.epoch, later.seq, later.manifest_hash)
    return f"{name}接不上已收的批次" if first is None else f"{name}有两份不同的"


def summary(session: Session, later: ReceivedBatch) -> str:
    """The same in one line for each batch."""
    first = _first(session, later.office_id, later.epoch, later.seq, later.manifest_hash)
    lines = [("先收的", first), ("后到的", later)]
    return "\n".join(
        f"{name}：{one.paper_number}，{one.period}，{_held_words(session, one)}，{civil_time(one.received_at)} 到"
        for name, one in lines
        if one is not None
    )


def _shown(session: Session, name: str, row: ReceivedBatch, kept: dict[str, Any]) -> ForkBatch:
    facts = [
        ("批次", f"{row.paper_number}，{row.period}"),
        ("内容", _held_words(session, row)),
        ("写出", civil_time(row.anchor["at"]) if row.anchor.get("at") else "没有记下"),
        ("到达", f"{civil_time(row.received_at)}，{row.received_by}经手"),
        ("标识", row.manifest_hash[:8]),
    ]
    if row.undone_at is not None:
        facts.append(("现状", "已撤销接收"))
    elif _put_aside(row):
        facts.append(("现状", "已撤销接收，标为拒收"))
    compared = _compared_words(kept)
    if compared:
        facts.append(("与先收的比", compared))
    return ForkBatch(name, tuple(facts))


def _held_words(session: Session, row: ReceivedBatch) -> str:
    kept = _kept(session, row) if _is_held(row) else {}
    if "withdrawn" in kept:
        return batch_words(row.item_count, kept["withdrawn"], kept["withheld"], nil=row.kind == NIL)
    return words_of(row, entries_of(session, [row])[row.id])


def _compared_words(kept: dict[str, Any]) -> str:
    if "same" not in kept:
        return ""
    counted = (
        (kept["same"], "内容相同"),
        (kept["other"], "内容不同"),
        (kept["new"], "先收的没有"),
        (kept["missing"], "只在先收的里有"),
    )
    return "，".join(f"{count} 件{what}" for count, what in counted if count) or "两份都没有信息"


def _kept(session: Session, row: ReceivedBatch) -> dict[str, Any]:
    """What was noted when a batch was held, the newest time; empty for what an earlier program held."""
    entries = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.object == row.batch_id, AuditEntry.action == REFUSED)
        .order_by(AuditEntry.seq.desc())
    )
    return next((dict(one.detail) for one in entries if one.detail.get("manifest") == row.manifest_hash), {})


def _digests(session: Session, first: ReceivedBatch) -> set[tuple[str, str]]:
    """The items of a batch that was taken in, with their contents."""
    rows = session.execute(
        select(Item.uuid, Item.id, ReceivedItem)
        .join(ReceivedItem, ReceivedItem.item_id == Item.id)
        .where(ReceivedItem.received_batch_id == first.id)
    )
    return {pair for uuid, item_id, line in rows for pair in _brought(session, uuid, item_id, line)}


def _brought(session: Session, uuid: str, item_id: int, line: ReceivedItem) -> Iterable[tuple[str, str]]:
    before = received_before.unpacked(line)
    if before is not None:
        return [(uuid, before.brought)] if before.brought else []
    wanted = select(Revision.digest).where(Revision.item_id == item_id, Revision.rev == line.rev)
    return [(uuid, digest) for digest in session.scalars(wanted)]


def _under(session: Session, office_id: str, epoch: int, seq: int) -> Sequence[ReceivedBatch]:
    wanted = select(ReceivedBatch).where(
        ReceivedBatch.office_id == office_id, ReceivedBatch.epoch == epoch, ReceivedBatch.seq == seq
    )
    return session.scalars(wanted.order_by(ReceivedBatch.id)).all()


def _first(session: Session, office_id: str, epoch: int, seq: int, but: str) -> ReceivedBatch | None:
    """The batch that another one under its number is set beside: the one that stands, else the one that came first."""
    others = [one for one in _under(session, office_id, epoch, seq) if one.manifest_hash != but]
    return next((one for one in others if _stands(one)), next(iter(others), None))


def _stands(row: ReceivedBatch) -> bool:
    return row.outcome == ReceivedOutcome.ACCEPTED.value and row.undone_at is None


def _is_held(row: ReceivedBatch) -> bool:
    return row.outcome == ReceivedOutcome.HELD.value


def _put_aside(row: ReceivedBatch) -> bool:
    """Whether two people decided that a batch does not count."""
    return (row.outcome, row.code) == (ReceivedOutcome.REJECTED.value, FORK)


def _standing_first(session: Session, later: ReceivedBatch) -> ReceivedBatch | None:
    rows = _under(session, later.office_id, later.epoch, later.seq)
    return next((one for one in rows if one is not later and _stands(one)), None)


def _gave_way(session: Session, earlier: Decision | None) -> ReceivedBatch | None:
    """The batch that an earlier decision put aside."""
    if earlier is None or not earlier.confirmed_by or not earlier.body.get("first"):
        return None
    row = find_received(session, str(earlier.body["first"]))
    return row if row is not None and _put_aside(row) else None


def _held(session: Session, manifest_hash: str) -> ReceivedBatch:
    row = find_received(session, manifest_hash)
    if row is None or not _is_held(row):
        raise UserError("这一批已经不是暂停接收", "撤销这条处理意见，按新的情况办理", "E-DECISION")
    return row


def _reject(session: Session, row: ReceivedBatch) -> None:
    received_before.forget(session, row)
    row.outcome, row.code, row.undone_at = ReceivedOutcome.REJECTED.value, FORK, None
