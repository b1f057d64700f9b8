"""Decisions that two people make and sign: proposed by one, confirmed by another, in force only while both verify."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.models import Account, JointDecision, SigningKey
from desktop.rules.roles import Permission, permissions
from desktop.rules.states import DecisionKind, JointVerdict
from desktop.services.accounts import second_signer
from desktop.services.desk import Desk, refuse_permission
from desktop.services.trusted_keys import KeyKind
from desktop.trust.signing import PrivateKey, PublicKey, Signature, sign, verify

SIGNATURE_KIND = "joint-decision"
INSTEAD_OF = "instead_of"
MAY_DECIDE = (Permission.IMPORT, Permission.RETURN, Permission.ENROL)

Effect = Callable[[Session, "Decision"], None]
"""What a confirmed decision changes, in the transaction that confirms it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as it is listed; `confirmed_by` is empty while it waits for the second person."""

    id: int
    kind: DecisionKind
    subject: str
    body: Mapping[str, Any]
    proposed_by: str
    proposed_at: str
    confirmed_by: str
    confirmed_at: str
    dropped: bool


def propose(desk: Desk, kind: DecisionKind, subject: str, body: Mapping[str, Any]) -> int:
    """Sign a decision as its first person; returns its id.

    `body` says what is decided and why, in plain values; `instead_of` in it names the confirmed decision on the same
    subject that this one takes the place of, if its effect can be taken back. Until it is confirmed neither is in force.
    Raises UserError when another one on the subject is open or in force.
    """
    desk.require(*MAY_DECIDE)
    with desk.verb("propose_decision", subject, {"kind": kind.value}) as session:
        standing = _newest(session, kind, subject)
        if standing is not None and (standing.confirmed_by is None or standing.id != body.get(INSTEAD_OF)):
            raise UserError("这件事已经有人提出了处理意见", "由另一名经办人确认，或者先撤销那一条", "E-DECISION")
        row = JointDecision(
            kind=kind.value,
            subject=subject,
            body=dict(body),
            proposed_by=desk.person.id,
            proposed_at=desk.now(),
            proposed_signature=_signed(desk.signing_key, kind, subject, body),
        )
        session.add(row)
        session.flush()
        return row.id


def confirm(desk: Desk, decision_id: int, effect: Effect, login: str = "", password: str = "") -> None:
    """Sign a decision as its second person, who must be another one, and let it take effect in the same transaction.

    The second person is signed in, or gives login and password at the first one's desk. Raises UserError (E-TWO-OFFICERS,
    E-DECISION, E-PERMISSION).
    """
    if login:
        person, key = second_signer(desk, login, password)
        second, roles = person.id, person.roles
    else:
        second, roles, key = desk.person.id, desk.person.roles, desk.signing_key
    if not permissions(roles) & set(MAY_DECIDE):
        refuse_permission()
    with desk.verb("confirm_decision", str(decision_id), {"second": second}) as session:
        row = _open(session, decision_id)
        if row.proposed_by == second:
            raise UserError("这件事须由两人决定", "由另一名经办人确认", "E-TWO-OFFICERS")
        row.confirmed_by, row.confirmed_at = second, desk.now()
        row.confirmed_signature = _signed(key, DecisionKind(row.kind), row.subject, row.body)
        session.flush()
        made = _view(session, row)
        effect(session, made)
        earlier = _replaced(session, made)
        if earlier is not None:
            earlier.dropped_at = desk.now()


def drop(desk: Desk, decision_id: int) -> None:
    """Take back a decision that is not confirmed; it stays in the register."""
    desk.require(*MAY_DECIDE)
    with desk.verb("drop_decision", str(decision_id)) as session:
        _open(session, decision_id).dropped_at = desk.now()


def decision(session: Session, kind: DecisionKind, subject: str) -> Decision | None:
    """The decision on a subject that waits or is in force, None when there is none."""
    row = _newest(session, kind, subject)
    return None if row is None else _view(session, row)


def replaced(session: Session, made: Decision) -> Decision | None:
    """The confirmed decision that this one takes the place of, None when there is none."""
    row = _replaced(session, made)
    return None if row is None else _view(session, row)


def subjects(session: Session, kind: DecisionKind) -> frozenset[str]:
    """All subjects of a kind on which something is proposed or decided: of the others nothing need be asked."""
    wanted = select(JointDecision.subject).where(JointDecision.kind == kind.value, JointDecision.dropped_at.is_(None))
    return frozenset(session.scalars(wanted))


def in_force(session: Session, kind: DecisionKind, subject: str) -> Mapping[str, Any] | None:
    """What two people decided on a subject, None unless both signatures verify with keys registered for them."""
    row = _newest(session, kind, subject)
    if row is None or row.confirmed_by is None or row.confirmed_by == row.proposed_by:
        return None
    by_whom = ((row.proposed_by, row.proposed_signature), (row.confirmed_by, row.confirmed_signature))
    return row.body if all(_holds(session, row, who, signed) for who, signed in by_whom) else None


def verdict(session: Session, kind: DecisionKind, subject: str) -> JointVerdict | None:
    """What two people decided on a subject in one word, None unless it is in force."""
    body = in_force(session, kind, subject)
    return JointVerdict(body["verdict"]) if body and body.get("verdict") in set(JointVerdict) else None


def decisions(desk: Desk) -> tuple[Decision, ...]:
    """The register of decisions, the newest first."""
    desk.require(Permission.READ, Permission.AUDIT, *MAY_DECIDE)
    with desk.store.reading() as session:
        rows = session.scalars(select(JointDecision).order_by(JointDecision.id.desc()).limit(500))
        return tuple(_view(session, row) for row in rows)


def _newest(session: Session, kind: DecisionKind, subject: str) -> JointDecision | None:
    return session.scalar(
        select(JointDecision)
        .where(JointDecision.kind == kind.value, JointDecision.subject == subject, JointDecision.dropped_at.is_(None))
        .order_by(JointDecision.id.desc())
        .limit(1)
    )


def _replaced(session: Session, made: Decision) -> JointDecision | None:
    return session.get(JointDecision, made.body[INSTEAD_OF]) if INSTEAD_OF in made.body else None


def _open(session: Session, decision_id: int) -> JointDecision:
    row = session.get(JointDecision, decision_id)
    if row is None or row.dropped_at is not None or row.confirmed_by is not None:
        raise UserError("这条处理意见已经确认或者撤销", "刷新后按新的情况办理", "E-DECISION")
    return row


def _statement(kind: DecisionKind, subject: str, body: Mapping[str, Any]) -> dict[str, Any]:
    return {"kind": kind.value, "subject": subject, "body": dict(body)}


def _signed(key: PrivateKey, kind: DecisionKind, subject: str, body: Mapping[str, Any]) -> dict[str, Any]:
    signature = sign(key, SIGNATURE_KIND, _statement(kind, subject, body))
    return {"public_key": key.public.as_json(), "signature": signature.as_json()}


def _holds(session: Session, row: JointDecision, who: str, signed: Mapping[str, Any] | None) -> bool:
    if signed is None:
        return False
    public = PublicKey.from_json(signed["public_key"])
    key = session.get(SigningKey, public.fingerprint)
    if key is None or (key.kind, key.holder) != (KeyKind.PERSON.value, who):
        return False
    statement = _statement(DecisionKind(row.kind), row.subject, row.body)
    return verify(public, SIGNATURE_KIND, statement, Signature.from_json(signed["signature"]))


def _view(session: Session, row: JointDecision) -> Decision:
    def name(account_id: str | None) -> str:
        return session.get_one(Account, account_id).name if account_id else ""

    return Decision(
        row.id,
        DecisionKind(row.kind),
        row.subject,
        row.body,
        name(row.proposed_by),
        row.proposed_at,
        name(row.confirmed_by),
        row.confirmed_at or "",
        row.dropped_at is not None,
    )
