"""The review of an item: submit, sign in the program or record ink, return; each sign-off bound to the content."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.labels import word
from desktop.models import Account, Draft, Item, Revision, SignOff
from desktop.rules.chains import Place, Step
from desktop.rules.items import Answer, ItemContent
from desktop.rules.plain import from_plain, to_plain
from desktop.rules.review import (
    STATEMENT_VERSION,
    Conclusion,
    Delegation,
    InkSignature,
    Opinion,
    SignOffStatement,
    check_sign_off,
    due_step,
    fault_of_verdict,
    require_two_persons,
)
from desktop.rules.roles import Permission
from desktop.rules.signing import require_clock, require_order_of_days, require_words
from desktop.rules.states import ItemState, Move
from desktop.rules.validation import as_seen
from desktop.services import corrections, item_rows, items, listing, referrals
from desktop.services.advancing import advance
from desktop.services.clock import civil_date
from desktop.services.desk import Desk, refuse_permission
from desktop.services.forms import form_of_item, require_steps
from desktop.services.ink_scans import Scan, keep
from desktop.services.resolving import require_resolved
from desktop.services.secrecy import declared_secret, require_unmarked_words
from desktop.services.sign_offs import (
    form_digest,
    handlers_of,
    read_statement,
    revision_digest,
    signed_row,
    standing_rows,
)
from desktop.services.stand_ins import delegation_for
from desktop.services.standing import checked
from desktop.services.submission import require_complete, require_documents
from desktop.services.trusted_keys import in_force
from desktop.services.turns import signed_here
from desktop.services.withholding import require_not_withdrawn
from desktop.store import audit


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a signer says: opinion and words; the reviewer adds his own sixteen answers and the conclusion.

    With a return `return_to` may name an earlier step of the same place; without it the handler mends the item.
    """

    opinion: Opinion = Opinion.AGREE
    text: str = ""
    answers: tuple[Answer, ...] = ()
    conclusion: Conclusion | None = None
    return_to: Step | None = None


@dataclass(frozen=True, slots=True)
class Ink:
    """A signature on paper: whose, and of which day; `scan` is kept here and named in the statement.

    `delegation` is given when the paper was signed in another person's place.
    """

    name: str
    signed_on: date
    scan: Scan | None = None
    delegation: Delegation | None = None


def submit(desk: Desk, uuid: str, text: str = "") -> ItemState:
    """Make a revision of the draft, sign it as the handler and start the review (一事一审, 谁提供谁审查).

    Raises UserError naming the fields to mend; a draft that answers 涉及国家秘密 with 是 can only be stopped.
    """
    desk.require(Permission.REGISTER)
    with desk.verb("submit", uuid) as session:
        item = item_rows.item_by_uuid(session, uuid)
        draft = session.get(Draft, item.id)
        if draft is None:
            raise UserError("这条信息不在草稿状态", "刷新后按新状态办理", "E-STATE")
        content = from_plain(ItemContent, draft.content)
        content = referrals.with_registered(session, item, content)
        require_steps(session, content)
        content = replace(content, form=form_of_item(session, content))
        require_complete(content, desk.today())
        require_documents(session, content)
        require_resolved(session, content)
        require_not_withdrawn(session, item, content)
        corrections.remember(desk, session, draft, content)
        items.tell_attribute(session, item, content)
        revision = _new_revision(desk, session, item, content)
        session.delete(draft)
        item_rows.move(desk, item, Move.SUBMIT)
        item.returned_reason, item.returned_fields = "", []
        _sign(desk, session, item, revision, content, Verdict(text=text))
        return ItemState(item.state)


def sign(desk: Desk, uuid: str, verdict: Verdict, seen: str = "") -> ItemState:
    """Sign the step that is due with one's own key; the item moves on, or returns when the verdict is no agreement.

    `seen` is the digest of the version that the signer has before him: a newer one is not signed unread (E-STATE).
    """
    desk.require(Permission.SIGN)
    with desk.verb("sign", uuid, {"opinion": verdict.opinion.value}) as session:
        item, revision, content = _under_review(session, uuid, seen)
        _sign(desk, session, item, revision, content, verdict)
        return ItemState(item.state)


def record_ink(desk: Desk, uuid: str, verdict: Verdict, ink: Ink, seen: str = "") -> ItemState:
    """Record a signature made on paper; whoever records it signs the attestation with his own key. `seen` as in `sign`."""
    desk.require(Permission.RECORD_INK)
    name = as_seen(ink.name)
    if not name:
        raise UserError("没有填写签字人", "填写纸面上签字人的姓名", "E-NAME")
    if ink.signed_on > desk.today():
        raise UserError("签字日期晚于今天", f"改为 {desk.today():%m-%d} 或以前", "E-DATE")
    with desk.verb("record_ink", uuid, {"opinion": verdict.opinion.value}) as session:
        item, revision, content = _under_review(session, uuid, seen)
        submitted = civil_date(revision.created_at)
        if ink.signed_on < submitted:
            raise UserError(
                f"签字日期早于送审日期 {submitted:%m-%d}，签的不是这一版",
                "核对纸面上的日期；确是送审以前签的，打印现在这一版，请签字人重新签",
                "E-DATE",
            )
        digest = ink.scan.digest if ink.scan else ""
        attested = InkSignature(name, ink.signed_on, desk.person.name, digest)
        _sign(desk, session, item, revision, content, verdict, attested, ink.delegation)
        if ink.scan is not None:
            keep(desk, session, item, ink.scan)
        return ItemState(item.state)


def _new_revision(desk: Desk, session: Session, item: Item, content: ItemContent) -> Revision:
    heads = item_rows.revisions_at(session, item.id, item.head_rev)
    parents = sorted(one.digest for one in heads)
    plain = to_plain(content)
    rev = item.head_rev + 1
    revision = Revision(
        item_id=item.id,
        rev=rev,
        digest=revision_digest(item.uuid, rev, parents, plain),
        parents=parents,
        content=plain,
        author=desk.person.name,
        created_at=desk.now(),
    )
    session.add(revision)
    item.head_rev = rev
    listing.show(desk.calendar, session, item, content)
    item_rows.void_sign_offs(desk, session, item, "内容已有新版本")
    session.flush()
    return revision


def _under_review(session: Session, uuid: str, seen: str) -> tuple[Item, Revision, ItemContent]:
    item = item_rows.item_by_uuid(session, uuid)
    if ItemState(item.state) not in (ItemState.IN_REVIEW, ItemState.PENDING):
        raise UserError(f"这条信息现在是“{word(ItemState(item.state))}”，不在审查中", "刷新后按新状态办理", "E-STATE")
    revision = item_rows.head_revision(session, item)
    if seen not in ("", revision.digest):
        raise UserError("这条信息有了新的一版，没有签字", "看过新的一版再签字", "E-STATE")
    return item, revision, from_plain(ItemContent, revision.content)


def _sign(
    desk: Desk,
    session: Session,
    item: Item,
    revision: Revision,
    content: ItemContent,
    verdict: Verdict,
    ink: InkSignature | None = None,
    delegation: Delegation | None = None,
) -> None:
    rows = standing_rows(session, item.id, revision.rev)
    earlier = [read_statement(row.statement) for row in rows]
    step = due_step(earlier, content.form.steps)
    if step is None:
        raise UserError("这条信息的签字已经齐全", "刷新后按新状态办理", "E-STATE")
    if step.place is Place.OFFICE:
        item_rows.require_own(desk, item)
    if not signed_here(desk, step):
        refuse_permission()
    if ink is None and step.role not in desk.person.roles:
        delegation = delegation_for(session, desk, step.role) or refuse_permission()
    _require_open_account(desk, session)
    if not in_force(session, desk.person.id, desk.signing_key.public.fingerprint):
        raise UserError("这把签名密钥已停用，不能再签字", "退出后用新口令登录，再签字", "E-KEY")
    statement = SignOffStatement(
        item=item.uuid,
        rev=revision.rev,
        revision_digest=revision.digest,
        form_digest=form_digest(revision.digest, content, earlier, verdict.answers, verdict.conclusion),
        previous=rows[-1].statement_hash if rows else "",
        chain_version=STATEMENT_VERSION,
        step=step.step,
        place=step.place,
        signer=desk.person.id,
        signer_name=desk.person.name,
        key=desk.signing_key.public.fingerprint,
        opinion=verdict.opinion,
        text=as_seen(verdict.text),
        signed_at=desk.now(),
        answers=verdict.answers,
        conclusion=verdict.conclusion,
        ink=ink,
        delegation=delegation,
        return_to=verdict.return_to,
    )
    check_sign_off(statement, earlier, content)
    before = checked(session, item, revision, content)
    if statement.opinion is Opinion.AGREE and (before is None or not all(one.valid for one in before)):
        raise UserError("前面有签字验证不通过，没有签字", "退回补正，重新送审，并报告保密审查员", "E-SIGNOFF")
    _require_no_secret(content, verdict)
    if step.step is Step.CONFIDENTIALITY_REVIEWER:
        _require_to_review(session, item, statement, content)
    require_words(statement.text, statement.opinion)
    require_unmarked_words(statement.text)
    require_unmarked_words(statement.person, "签字人一栏")
    if statement.delegation is not None:
        require_unmarked_words(f"{statement.delegation.principal}\n{statement.delegation.authority}", "授权依据")
    previous = earlier[-1] if earlier else None
    require_clock(statement, previous, audit.last_moment(session))
    require_order_of_days(statement, previous)
    row = signed_row(item.id, statement, desk.signing_key)
    _require_new(session, row)
    session.add(row)
    session.flush()
    advance(desk, session, item, content, [*earlier, statement])


def _require_to_review(session: Session, item: Item, statement: SignOffStatement, content: ItemContent) -> None:
    """Nobody reviews what he submitted, also where another signed the handler's step anew; nor agrees without a ground."""
    for handler in handlers_of(session, item.id, statement.rev):
        require_two_persons(handler, statement)
    refused = fault_of_verdict(statement, content)
    if refused is not None:
        raise refused


def _require_no_secret(content: ItemContent, verdict: Verdict) -> None:
    """Nobody signs a form that says 国家秘密: the item is stopped, not sent back with its content."""
    if declared_secret(content, [verdict.answers]):
        raise UserError(
            "国家秘密不得录入本系统，没有签字",
            "按“停止登记”办理；已经报送的，报告保密工作机构，按泄密事件处置程序办理",
            "E-SECRET",
        )


def _require_new(session: Session, row: SignOff) -> None:
    """The very same words signed, recalled and signed again within one second could not be told apart."""
    if session.scalar(select(SignOff.id).where(SignOff.statement_hash == row.statement_hash)) is not None:
        raise UserError("同一秒里签过完全相同的字，刚刚撤回", "过一秒再签字", "E-CLOCK")


def _require_open_account(desk: Desk, session: Session) -> None:
    """An account may have been closed since its person signed in; what it signed before stays verifiable."""
    account = session.get(Account, desk.person.id)
    if account is None or not account.active:
        raise UserError("这个账号已停用，不能签字", "由系统管理员启用账号，或者由接任的人签字", "E-ACCOUNT")
