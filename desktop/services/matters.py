"""What only two people may decide, as it stands: held batches, disputed contents, missing batches, with what is proposed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.labels import batch_name
from desktop.models import Item, Office, ReceivedBatch
from desktop.rules.items import ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.roles import End, Permission
from desktop.rules.states import DecisionKind, JointVerdict, ReceivedOutcome
from desktop.services import conflicts, item_rows, joint_decisions
from desktop.services.clock import civil_time
from desktop.services.desk import Desk
from desktop.services.differences import FieldChange, differences
from desktop.services.entries import entries_of, words_of
from desktop.services.gaps import missing_batches
from desktop.services.joint_decisions import MAY_DECIDE, Decision
from desktop.trust.digests import digest_of

VERDICTS = {
    DecisionKind.FORK: (JointVerdict.FIRST, JointVerdict.BOTH),
    DecisionKind.CONFLICT: (JointVerdict.KEEP, JointVerdict.RETURN),
    DecisionKind.GAP: (JointVerdict.WAIVE,),
}


@dataclass(frozen=True, slots=True)
class DisputedContent:
    """One of the contents under a version number, by arrival, with the differences to the first."""

    digest: str
    received: str
    content: ItemContent
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that waits for two people. `settled` says why nothing is left to do; `proposal` waits for the second."""

    kind: DecisionKind
    subject: str
    office_name: str
    title: str
    fact: str
    contents: tuple[DisputedContent, ...]
    proposal: Decision | None
    settled: str = ""

    @property
    def number(self) -> str:
        """Eight digits that name the matter where somebody has to type it."""
        return digest_of([self.kind.value, self.subject])[:8]


def matters(desk: Desk) -> tuple[Matter, ...]:
    """Everything that waits for two people, forks first; then the gaps that they have waived."""
    desk.require(Permission.READ, *MAY_DECIDE)
    if desk.agency.end is not End.CENTRE:
        return ()
    with desk.store.reading() as session:
        found = (*_forks(session), *_conflicts(session), *_gaps(session))
    return tuple(sorted(found, key=lambda one: bool(one.settled)))


def propose(desk: Desk, matter: Matter, verdict: JointVerdict, reason: str, digest: str = "") -> int:
    """Sign a verdict on a matter as its first person; `digest` names the content to keep. Returns the decision's id."""
    if verdict not in VERDICTS[matter.kind]:
        raise UserError("这件事不能这样决定", "从列出的办法里选一种", "E-DECISION")
    if not reason.strip():
        raise UserError("没有写明理由", "写明理由后再办理", "E-REASON")
    if verdict is JointVerdict.KEEP and digest not in [one.digest for one in matter.contents]:
        raise UserError("没有选定以哪一份为准", "选定一份，再提出", "E-DECISION")
    body: dict[str, Any] = {"verdict": verdict.value, "reason": reason.strip(), "matter": matter.title}
    if verdict is JointVerdict.KEEP:
        body["digest"] = digest
    return joint_decisions.propose(desk, matter.kind, matter.subject, body)


def confirm(desk: Desk, decision_id: int, login: str = "", password: str = "") -> None:
    """Sign a proposal as its second person; it takes effect in the same transaction."""

    def effect(session: Session, decision: Decision) -> None:
        if decision.kind is DecisionKind.FORK:
            _settle_fork(session, decision)
        elif decision.kind is DecisionKind.CONFLICT:
            conflicts.settle(desk, session, decision)

    joint_decisions.confirm(desk, decision_id, effect, login, password)


def _settle_fork(session: Session, decision: Decision) -> None:
    row = session.scalar(select(ReceivedBatch).where(ReceivedBatch.manifest_hash == decision.subject))
    if row is None or row.outcome != ReceivedOutcome.HELD.value:
        raise UserError("这一批已经不是暂停接收", "撤销这条处理意见，按新的情况办理", "E-DECISION")
    if decision.body["verdict"] == JointVerdict.FIRST.value:
        row.outcome = ReceivedOutcome.REJECTED.value


def _forks(session: Session) -> Iterator[Matter]:
    rows = session.execute(
        select(ReceivedBatch, Office.name)
        .join(Office, Office.id == ReceivedBatch.office_id)
        .where(ReceivedBatch.outcome == ReceivedOutcome.HELD.value)
        .order_by(ReceivedBatch.id)
    )
    for row, name in rows:
        proposal = joint_decisions.decision(session, DecisionKind.FORK, row.manifest_hash)
        decided = joint_decisions.in_force(session, DecisionKind.FORK, row.manifest_hash)
        yield Matter(
            DecisionKind.FORK,
            row.manifest_hash,
            name,
            *_fork_words(session, row),
            (),
            proposal,
            "已决定两份都收，把 U 盘上的这一份再核对一次就可以接收" if decided else "",
        )


def _fork_words(session: Session, later: ReceivedBatch) -> tuple[str, str]:
    """Title and fact of a held batch: there is another one of its number, or its neighbours name another one."""
    name = batch_name(later.epoch, later.seq)
    first = session.scalar(
        select(ReceivedBatch)
        .where(
            ReceivedBatch.office_id == later.office_id,
            ReceivedBatch.epoch == later.epoch,
            ReceivedBatch.seq == later.seq,
            ReceivedBatch.id < later.id,
        )
        .order_by(ReceivedBatch.id)
        .limit(1)
    )
    came = f"后到的：{_batch_words(session, later)}"
    if first is None:
        return f"{name}接不上已收的批次", f"{came}\n前后两批写明的清单摘要对不上，处室的数据可能有两个来路"
    return f"{name}有两份不同的", f"先收的：{_batch_words(session, first)}\n{came}"


def _batch_words(session: Session, row: ReceivedBatch) -> str:
    held = words_of(row, entries_of(session, [row])[row.id])
    return f"{row.paper_number}，{row.period}，{held}，{civil_time(row.received_at)} 到"


def _conflicts(session: Session) -> Iterator[Matter]:
    names = item_rows.office_names(session)
    for item in conflicts.disputed(session):
        if conflicts.returned(session, item):
            continue
        subject = conflicts.subject(session, item)
        yield Matter(
            DecisionKind.CONFLICT,
            subject,
            names[item.office_id],
            f"{item.short_number} 第 {item.head_rev} 版有两份不同内容",
            item.title,
            _contents(session, item),
            joint_decisions.decision(session, DecisionKind.CONFLICT, subject),
        )


def _contents(session: Session, item: Item) -> tuple[DisputedContent, ...]:
    rows = conflicts.contents(session, item)
    read = [
        (row, from_plain(ItemContent, row.content)) for row in rows if not conflicts.lost(session, item.id, row.digest)
    ]
    first = read[0][1]
    return tuple(
        DisputedContent(row.digest, civil_time(row.created_at), content, differences(first, content))
        for row, content in read
    )


def _gaps(session: Session) -> Iterator[Matter]:
    for one in missing_batches(session):
        yield Matter(
            DecisionKind.GAP,
            one.subject,
            one.office_name,
            f"{batch_name(one.epoch, one.seq)}没有到",
            "后面的批次已经到了",
            (),
            joint_decisions.decision(session, DecisionKind.GAP, one.subject),
            f"已豁免：{one.waived}" if one.waived else "",
        )
