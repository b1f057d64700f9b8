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
from desktop.services import conflicts, forks, item_rows, joint_decisions
from desktop.services.clock import civil_time
from desktop.services.desk import Desk
from desktop.services.differences import FieldChange, differences
from desktop.services.forks import ForkBatch
from desktop.services.gaps import missing_batches
from desktop.services.joint_decisions import MAY_DECIDE, Decision
from desktop.trust.digests import digest_of

VERDICTS = {
    DecisionKind.FORK: (JointVerdict.FIRST, JointVerdict.LATER, JointVerdict.BOTH, JointVerdict.RETURN),
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
    """Something that waits for two people. `settled` says what was decided; `proposal` waits for the second or is that.

    `batches` are the two of a fork.
    """

    kind: DecisionKind
    subject: str
    office_name: str
    title: str
    fact: str
    contents: tuple[DisputedContent, ...]
    proposal: Decision | None
    settled: str = ""
    batches: tuple[ForkBatch, ...] = ()

    @property
    def changeable(self) -> bool:
        """Whether two people may still decide otherwise: the batch that they let in has not come in yet."""
        return bool(self.settled) and self.kind is DecisionKind.FORK

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
    if matter.kind is DecisionKind.FORK:
        with desk.store.reading() as session:
            body |= forks.proposal(session, matter.subject, verdict)
    return joint_decisions.propose(desk, matter.kind, matter.subject, body)


def confirm(desk: Desk, decision_id: int, login: str = "", password: str = "") -> None:
    """Sign a proposal as its second person; it takes effect in the same transaction."""

    def effect(session: Session, decision: Decision) -> None:
        if decision.kind is DecisionKind.FORK:
            forks.settle(desk, session, decision)
        elif decision.kind is DecisionKind.CONFLICT:
            conflicts.settle(desk, session, decision)

    joint_decisions.confirm(desk, decision_id, effect, login, password)


def _forks(session: Session) -> Iterator[Matter]:
    rows = session.execute(
        select(ReceivedBatch, Office.name)
        .join(Office, Office.id == ReceivedBatch.office_id)
        .where(ReceivedBatch.outcome == ReceivedOutcome.HELD.value)
        .order_by(ReceivedBatch.id)
    )
    for row, name in rows:
        yield Matter(
            DecisionKind.FORK,
            row.manifest_hash,
            name,
            forks.title(session, row),
            forks.summary(session, row),
            (),
            joint_decisions.decision(session, DecisionKind.FORK, row.manifest_hash),
            forks.standing(session, row),
            forks.batches_of(session, row),
        )


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
    told = joint_decisions.subjects(session, DecisionKind.GAP)  # a number far ahead leaves a thousand gaps
    for one in missing_batches(session):
        yield Matter(
            DecisionKind.GAP,
            one.subject,
            one.office_name,
            f"{batch_name(one.epoch, one.seq)}没有到",
            f"后面的批次已经到了：{one.near}",
            (),
            joint_decisions.decision(session, DecisionKind.GAP, one.subject) if one.subject in told else None,
            f"已豁免：{one.waived}" if one.waived else "",
        )
