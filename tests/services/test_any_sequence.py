"""Whatever is done in whatever order: what may leave is signed, every step, for its present content."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop.errors import UserError
from desktop.models import Draft, Item, ReferralEntry, SigningKey, SignOff
from desktop.rules.bases import Basis, BasisKind, Outcome
from desktop.rules.chains import Nature, Place, Step
from desktop.rules.items import Answer, Attribute, Ground, ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.requirements import TRADE_SECRET
from desktop.rules.review import Conclusion, Delegation, Opinion, SignOffStatement
from desktop.rules.roles import End, Role
from desktop.rules.states import ItemState
from desktop.services import (
    accounts,
    amending,
    batches,
    forms,
    item_detail,
    item_rows,
    items,
    key_reissue,
    re_reviews,
    recalling,
    referrals,
    reviews,
    sessions,
    stand_ins,
    stopping,
)
from desktop.services.desk import Desk
from desktop.services.first_run import NewAccount
from desktop.services.reviews import Ink, Verdict
from desktop.services.sign_offs import read_statement, statement_hash
from desktop.store import audit
from desktop.trust.kdf import CHEAP_KDF
from desktop.trust.signing import PublicKey, Signature, verify
from tests.services.ends import (
    DOCUMENT,
    INTERNAL,
    PASSWORD,
    REVIEWED,
    WITHHELD,
    Ends,
    Time,
    add_person,
    found_ends,
    register,
    yes,
)

Act = Callable[[Desk, str, int], Any]


def edit(desk: Desk, uuid: str, turn: int) -> None:
    shown = item_detail.detail(desk, uuid)
    content = replace(shown.content, summary=f"第 {turn} 稿")
    items.save_draft(desk, uuid, content, shown.draft_version or 0, str(turn))


def tamper(desk: Desk, uuid: str, turn: int) -> None:
    """Somebody with the key of the database rewrites the last opinion."""
    with desk.store.transaction() as session:
        row = session.scalars(select(SignOff).order_by(SignOff.id.desc())).first()
        if row is not None:
            row.statement = {**row.statement, "text": f"改于第 {turn} 步"}


def take_form(code: str, *natures: Nature) -> Act:
    """Choose another form, and what the item is."""

    def act(desk: Desk, uuid: str, _turn: int) -> None:
        shown = item_detail.detail(desk, uuid)
        form = next(one.form for one in forms.forms(desk) if one.form.code == code)
        content = replace(shown.content, form=form, natures=natures)
        items.save_draft(desk, uuid, content, shown.draft_version or 0, "form")

    return act


def answer(given: Answer, *bases: Basis) -> Act:
    """Answer 商业秘密, with or without what that requires."""

    def act(desk: Desk, uuid: str, _turn: int) -> None:
        shown = item_detail.detail(desk, uuid)
        answers = tuple(given if n == TRADE_SECRET else Answer.NO for n in range(16))
        content = replace(shown.content, answers=answers, bases=bases)
        items.save_draft(desk, uuid, content, shown.draft_version or 0, "answer")

    return act


def stand_in(desk: Desk, _uuid: str, _turn: int) -> None:
    """The clerk may sign for the reviewer from now on: whoever provides an item still may not review it."""
    for login in ("chen", "lin"):
        stand_ins.record_stand_in(
            desk, Role.CONFIDENTIALITY_REVIEWER, "周敏", login, "处务会纪要", desk.today(), desk.today()
        )


def ink_for_another(desk: Desk, uuid: str, _turn: int) -> None:
    authority = Delegation("陈志远", "书面委托", desk.today(), desk.today())
    reviews.record_ink(desk, uuid, Verdict(), Ink("高原", desk.today(), delegation=authority))


def decide(**fields: object) -> Act:
    """Decide anew whether the item is disclosed."""

    def act(desk: Desk, uuid: str, _turn: int) -> None:
        shown = item_detail.detail(desk, uuid)
        content = replace(shown.content, **fields)  # type: ignore[arg-type]
        items.save_draft(desk, uuid, content, shown.draft_version or 0, "decide")

    return act


def hear(outcome: Outcome) -> Act:
    """The body that was asked about 商业秘密 answers."""
    return lambda desk, uuid, _turn: referrals.record_answer(desk, uuid, TRADE_SECRET, desk.today(), outcome, "见复函")


def sign_as(question: int, conclusion: Conclusion) -> Act:
    """The reviewer answers one question 是 and concludes."""
    verdict = Verdict(text="核对过", answers=yes(question), conclusion=conclusion)
    return lambda desk, uuid, _turn: reviews.sign(desk, uuid, verdict)


def reissue(login: str) -> Act:
    """The security administrator gives a one-time password; its owner makes a new key with it when the desk is free."""
    return lambda desk, _uuid, _turn: key_reissue.reissue(desk, login)


KEPT = {
    "attribute": Attribute.WITHHELD,
    "ground": Ground.PROCESS,
    "reason": "尚在讨论",
    "next_review_on": date(2026, 12, 1),
    "answers": yes(INTERNAL),
}
OPEN = {"attribute": Attribute.PROACTIVE, "ground": None, "reason": "", "next_review_on": None, "answers": yes()}
ERRORS = 15
SECURITY = NewAccount("an", "安然", (Role.SECURITY_ADMINISTRATOR,), PASSWORD)


def send(desk: Desk, uuid: str, turn: int) -> None:
    stick = desk.folder.root.parent / f"stick-{turn}"
    stick.mkdir()
    batches.write(desk, batches.assemble(desk, [uuid], "本期"), stick)


CONSENT = Basis(TRADE_SECRET, BasisKind.CONSENT, "临江律师协会", date(2026, 11, 18), "来函同意")
IN_PART = Verdict(
    text="遮盖后公开",
    answers=tuple(Answer.YES if n == TRADE_SECRET else Answer.NO for n in range(16)),
    conclusion=Conclusion.DISCLOSE_IN_PART,
)
BACK = Verdict(Opinion.RETURN, "写明意见", return_to=Step.OFFICE_HEAD)
BACK_TO_HANDLER = Verdict(Opinion.RETURN, "核对后重签", return_to=Step.HANDLER)
DISAGREE = Verdict(Opinion.RETURN, "补正")
UNSURE = Verdict(answers=(*[Answer.NO] * 15, Answer.UNSURE), conclusion=Conclusion.REFER)
ACTS: dict[str, tuple[str, Act]] = {
    "edit": ("lin", edit),
    "submit": ("lin", lambda desk, uuid, _n: reviews.submit(desk, uuid)),
    "revise": ("lin", lambda desk, uuid, _n: items.revise(desk, uuid)),
    "head signs": ("chen", lambda desk, uuid, _n: reviews.sign(desk, uuid, Verdict())),
    "head returns": ("chen", lambda desk, uuid, _n: reviews.sign(desk, uuid, DISAGREE)),
    "reviewer signs": ("zhou", lambda desk, uuid, _n: reviews.sign(desk, uuid, REVIEWED)),
    "reviewer refers": ("zhou", lambda desk, uuid, _n: reviews.sign(desk, uuid, UNSURE)),
    "reviewer signs nothing": ("zhou", lambda desk, uuid, _n: reviews.sign(desk, uuid, Verdict())),
    "clerk signs for all": ("lin", lambda desk, uuid, _n: reviews.sign(desk, uuid, REVIEWED)),
    "ink": ("lin", lambda desk, uuid, _n: reviews.record_ink(desk, uuid, REVIEWED, Ink("周敏", desk.today()))),
    "ink of another handler": (
        "lin",
        lambda desk, uuid, _n: reviews.record_ink(desk, uuid, Verdict(), Ink("高原", desk.today())),
    ),
    "own ink": ("lin", lambda desk, uuid, _n: reviews.record_ink(desk, uuid, REVIEWED, Ink("林倩", desk.today()))),
    "tamper": ("lin", tamper),
    "form notice": ("lin", take_form("notice")),
    "form extended": ("lin", take_form("extended", Nature.NORMATIVE, Nature.SENSITIVE)),
    "form standard": ("lin", take_form("standard")),
    "secret with consent": ("lin", answer(Answer.YES, CONSENT)),
    "secret without": ("lin", answer(Answer.YES)),
    "no secret": ("lin", answer(Answer.NO)),
    "unsure": ("lin", answer(Answer.UNSURE)),
    "refer": ("lin", lambda desk, uuid, _n: referrals.refer(desk, uuid, TRADE_SECRET, "省国家保密局", desk.today())),
    "answered": ("lin", hear(Outcome.MAY_DISCLOSE)),
    "reviewer signs in part": ("zhou", lambda desk, uuid, _n: reviews.sign(desk, uuid, IN_PART)),
    "reviewer returns to the head": ("zhou", lambda desk, uuid, _n: reviews.sign(desk, uuid, BACK)),
    "reviewer returns to the handler's step": (
        "zhou",
        lambda desk, uuid, _n: reviews.sign(desk, uuid, BACK_TO_HANDLER),
    ),
    "handler signs": ("lin", lambda desk, uuid, _n: reviews.sign(desk, uuid, Verdict())),
    "handler recalls": ("lin", lambda desk, uuid, _n: recalling.recall(desk, uuid, "放错附件")),
    "head recalls": ("chen", lambda desk, uuid, _n: recalling.recall(desk, uuid, "没有看完")),
    "reviewer recalls": ("zhou", lambda desk, uuid, _n: recalling.recall(desk, uuid, "再核对")),
    "stand-ins": ("lin", stand_in),
    "send": ("lin", send),
    "correct": ("lin", lambda desk, uuid, _n: amending.correct(desk, uuid, "内容有误")),
    "give up": ("lin", lambda desk, uuid, _n: amending.give_up(desk, uuid)),
    "withdraw": ("lin", lambda desk, uuid, _n: items.withdraw(desk, uuid, "不再公开")),
    "take back the withdrawal": ("lin", lambda desk, uuid, _n: amending.take_back_withdrawal(desk, uuid)),
    "discard": ("lin", lambda desk, uuid, _n: items.discard_draft(desk, uuid, "不再办理")),
    "stop": ("zhou", lambda desk, uuid, _n: stopping.stop_item(desk, uuid)),
    "head signs for the reviewer": ("chen", lambda desk, uuid, _n: reviews.sign(desk, uuid, REVIEWED)),
    "ink for another": ("lin", ink_for_another),
    "withheld": ("lin", decide(**KEPT)),
    "disclosed": ("lin", decide(**OPEN)),
    "reviewer withholds": ("zhou", lambda desk, uuid, _n: reviews.sign(desk, uuid, WITHHELD)),
    "reviewer finds errors": ("zhou", sign_as(ERRORS, Conclusion.DISCLOSE_IN_PART)),
    "reviewer agrees in full": ("zhou", sign_as(TRADE_SECRET, Conclusion.DISCLOSE)),
    "forbidden": ("lin", hear(Outcome.MUST_NOT_DISCLOSE)),
    "allowed in part": ("lin", hear(Outcome.MAY_DISCLOSE_IN_PART)),
    "forget the referral": ("lin", decide(referrals=())),
    "re-review": ("lin", lambda desk, uuid, _n: re_reviews.begin_re_review(desk, uuid)),
    "new key chen": ("an", reissue("chen")),
    "new key zhou": ("an", reissue("zhou")),
}
PLAINLY = (Conclusion.DISCLOSE, Conclusion.DISCLOSE_IN_PART)
HONEST = ("submit", "head signs", "reviewer signs")
CORRECTED = ("correct", "no secret", "submit")
ANOTHER_HANDLER = ("ink of another handler", "head signs")
FORBIDDEN_AND_BACK = ("unsure", "refer", "forbidden", "withdraw", "take back the withdrawal")


def is_signed(desk: Desk, uuid: str) -> bool:
    """Told without the services: every office step of the item's own form agrees, in order, by valid signatures on the
    present content, nobody reviews what he provides, and what both persons' answers and the body asked require is there."""
    with desk.store.reading() as session:
        item = session.scalars(select(Item).where(Item.uuid == uuid)).one()
        revision = item_rows.head_revision(session, item)
        content = from_plain(ItemContent, revision.content)
        chain = [one.step for one in content.form.steps if one.place is Place.OFFICE]
        rows = session.scalars(
            select(SignOff).where(SignOff.rev == item.head_rev, SignOff.voided_at.is_(None)).order_by(SignOff.id)
        ).all()
        signed = [read_statement(row.statement) for row in rows]
        if session.get(Draft, item.id) is not None or [one.step for one in signed] != chain:
            return False
        previous = ""
        for row, one in zip(rows, signed, strict=True):
            if (one.opinion, one.revision_digest, one.previous) != (Opinion.AGREE, revision.digest, previous):
                return False
            if not verify(
                PublicKey.from_json(row.public_key), "sign-off", row.statement, Signature.from_json(row.signature)
            ):
                return False
            key = session.get(SigningKey, PublicKey.from_json(row.public_key).fingerprint)
            if key is None or key.holder != one.signer or (key.retired_at or one.signed_at) < one.signed_at:
                return False
            previous = statement_hash(one)
        reviewer = next(one for one in signed if one.step is Step.CONFIDENTIALITY_REVIEWER)
        submitted = SignOff.rev == item.head_rev, SignOff.step == Step.HANDLER.value  # also what was returned since
        for handler in map(read_statement, session.scalars(select(SignOff.statement).where(*submitted))):
            if (reviewer.ink is None and reviewer.signer == handler.signer) or reviewer.person == handler.person:
                return False
        if content.attribute is not Attribute.PROACTIVE or reviewer.conclusion not in PLAINLY:
            return False
        outcomes = session.scalars(
            select(ReferralEntry.outcome).where(ReferralEntry.item_id == item.id).order_by(ReferralEntry.id)
        ).all()
        return _let_pass(content, reviewer, outcomes[-1] if outcomes else Outcome.MAY_DISCLOSE)


def _let_pass(content: ItemContent, reviewer: SignOffStatement, outcome: str) -> bool:
    """Whether the answers of both, what stands behind them, and the body that was asked let the item be disclosed so."""
    named = [one for one in content.bases if one.question == TRADE_SECRET and one.party and one.on]
    for answers in (content.answers, reviewer.answers):
        secret = answers[TRADE_SECRET] is Answer.YES
        if answers.count(Answer.NO) != (15 if secret else 16) or (secret and not named):
            return False
    in_part = reviewer.conclusion is Conclusion.DISCLOSE_IN_PART
    return outcome == Outcome.MAY_DISCLOSE or (outcome == Outcome.MAY_DISCLOSE_IN_PART and in_part)


def _make_key(ends: Ends, login: str, given_password: str) -> None:
    desk = sessions.sign_in(ends.folder(End.OFFICE), login, given_password, clock=ends.clock, kdf=CHEAP_KDF)
    accounts.change_password(desk, given_password, PASSWORD)
    desk.close()


_ANY_ACTS = st.lists(st.sampled_from([*ACTS, *HONEST, *HONEST, *HONEST]), max_size=9)


@settings(max_examples=4)
@given(acts=_ANY_ACTS, honest=st.booleans())
@example(
    acts=["submit", "head signs", "head recalls", "head signs", "reviewer returns to the head", *HONEST[1:]],
    honest=False,
)
@example(acts=["form notice", "submit", "reviewer signs", "head signs"], honest=False)
@example(acts=["form extended", *HONEST], honest=False)
@example(acts=["stand-ins", "submit", "head signs", "head signs for the reviewer"], honest=False)
@example(acts=["stand-ins", "submit", "head signs", "clerk signs for all"], honest=False)
@example(acts=["secret with consent", "submit", "ink for another", "reviewer signs in part"], honest=False)
@example(acts=["secret without", "submit", "head signs", "reviewer signs in part"], honest=False)
@example(acts=["unsure", "refer", "answered", "no secret", *HONEST], honest=False)
@example(acts=["unsure", "refer", "forbidden", "no secret", *HONEST], honest=False)
@example(acts=["unsure", "refer", "forbidden", "forget the referral", "no secret", *HONEST], honest=False)
@example(
    acts=["unsure", "refer", "allowed in part", "no secret", *HONEST, "reviewer signs in part"],
    honest=False,
)
@example(acts=["submit", "head signs", "reviewer signs in part"], honest=False)
@example(acts=["submit", "head signs", "reviewer finds errors"], honest=False)
@example(acts=["secret with consent", "submit", "head signs", "reviewer agrees in full"], honest=False)
@example(acts=[*HONEST, "revise", "edit", *HONEST, "no secret", *HONEST], honest=False)
@example(
    acts=["submit", "head signs", "reviewer returns to the handler's step", "handler signs", *HONEST[1:]], honest=False
)
@example(
    acts=["stand-ins", *HONEST[:2], "reviewer returns to the handler's step", *ANOTHER_HANDLER, "clerk signs for all"],
    honest=False,
)
@example(
    acts=[*HONEST, "send", *CORRECTED, "revise", *FORBIDDEN_AND_BACK, "handler signs", *HONEST[1:]],
    honest=False,
)
@example(acts=["new key zhou", "submit", "new key chen", *HONEST[1:]], honest=False)
@example(
    acts=["withheld", "submit", "head signs", "reviewer withholds", "re-review", "disclosed", *HONEST], honest=False
)
@example(acts=[*HONEST, "send", "correct", "give up", "send", "correct", "edit", "no secret", *HONEST], honest=False)
@example(
    acts=[*HONEST, "send", "correct", "edit", "no secret", "submit", "revise", "give up", "withdraw"], honest=False
)
@example(acts=[*HONEST, "send", "correct", "tamper", "give up", "submit", "head signs"], honest=False)
@example(acts=[*HONEST, "reviewer recalls", "reviewer returns to the head", "head signs"], honest=False)
@example(acts=[*HONEST, "stop", "edit", *HONEST], honest=False)
@example(acts=["submit", "revise", "discard", "stop", *HONEST], honest=False)
def test_what_may_leave_is_signed(acts: list[str], honest: bool) -> None:
    what_leaves_is_signed(acts, honest)


@pytest.mark.full
@settings(max_examples=200)
@given(acts=_ANY_ACTS, honest=st.booleans())
def test_what_may_leave_is_signed_for_long(acts: list[str], honest: bool) -> None:
    what_leaves_is_signed(acts, honest)


@functools.cache
def _drafted_once() -> tuple[Ends, str]:
    """An office with one draft."""
    root = Path(tempfile.mkdtemp(prefix="disclosure-desk-drafted-"))
    atexit.register(shutil.rmtree, root)
    ends = found_ends(root)
    path = root / "通知.txt"
    path.write_text(DOCUMENT, encoding="utf-8")
    with ends.at("lin") as desk:
        return ends, register(desk, path)


def what_leaves_is_signed(acts: list[str], honest: bool) -> None:
    """Do the acts, by whoever may, and compare what the program lets go with what is signed."""
    drafted, uuid = _drafted_once()
    with tempfile.TemporaryDirectory() as folder:
        ends = Ends(Path(folder) / "ends", Time(drafted.clock.moment))
        shutil.copytree(drafted.root, ends.root)
        if any(ACTS[name][0] == SECURITY.login for name in acts):
            with ends.at("lin") as desk:
                add_person(desk, SECURITY)
        for turn, name in enumerate([*acts, *(HONEST if honest else ())]):
            login, act = ACTS[name]
            given_password = None
            with ends.at(login, End.OFFICE) as desk:
                try:
                    given_password = act(desk, uuid, turn)
                except UserError as told:
                    assert told.hint, name  # noqa: PT017
            if login == SECURITY.login:
                _make_key(ends, name.removeprefix("new key "), str(given_password))
        with ends.at("lin") as desk:
            with desk.store.reading() as session:
                assert audit.verify_chain(session).ok
            state = item_detail.detail(desk, uuid).state
            try:
                batch = batches.assemble(desk, [uuid], "本期")
            except UserError:
                assert state is not ItemState.TO_SUBMIT or not is_signed(desk, uuid)
            else:
                assert is_signed(desk, uuid)
                assert batches.write(desk, batch, ends.stick).batch.item_count == 1
