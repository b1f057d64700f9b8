"""Whatever is done in whatever order: what may leave is signed, every step, for its present content."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop.errors import UserError
from desktop.models import Draft, Item, SignOff
from desktop.rules.chains import DEFAULT_FORM
from desktop.rules.items import Answer, ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.review import Conclusion, Opinion
from desktop.rules.states import ItemState
from desktop.services import batches, item_detail, item_rows, items, reviews
from desktop.services.desk import Desk
from desktop.services.reviews import Ink, Verdict
from desktop.services.sign_offs import read_statement, statement_hash
from desktop.store import audit
from desktop.trust.signing import PublicKey, Signature, verify
from tests.services.ends import DOCUMENT, REVIEWED, Ends, Time, register

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
    "own ink": ("lin", lambda desk, uuid, _n: reviews.record_ink(desk, uuid, REVIEWED, Ink("林倩", desk.today()))),
    "tamper": ("lin", tamper),
}
HONEST = ("submit", "head signs", "reviewer signs")


def is_signed(desk: Desk, uuid: str) -> bool:
    """Told without the services: every office step agrees, in order, by valid signatures on the present content."""
    with desk.store.reading() as session:
        item = session.scalars(select(Item).where(Item.uuid == uuid)).one()
        revision = item_rows.head_revision(session, item)
        rows = session.scalars(
            select(SignOff).where(SignOff.rev == item.head_rev, SignOff.voided_at.is_(None)).order_by(SignOff.id)
        ).all()
        if session.get(Draft, item.id) is not None or len(rows) != 3:
            return False
        previous = ""
        for row, step in zip(rows, DEFAULT_FORM.steps, strict=False):
            one = read_statement(row.statement)
            if (one.step, one.opinion, one.revision_digest, one.previous) != (
                step.step,
                Opinion.AGREE,
                revision.digest,
                previous,
            ):
                return False
            if not verify(
                PublicKey.from_json(row.public_key), "sign-off", row.statement, Signature.from_json(row.signature)
            ):
                return False
            previous = statement_hash(one)
        return from_plain(ItemContent, revision.content).answers == (Answer.NO,) * 16


@settings(max_examples=12)
@given(acts=st.lists(st.sampled_from([*ACTS, *HONEST, *HONEST]), max_size=8), honest=st.booleans())
def test_what_may_leave_is_signed(founded: Ends, acts: list[str], honest: bool) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder) / "ends"
        shutil.copytree(founded.root / "office", root / "office")
        ends = Ends(root, Time(founded.clock.moment))
        path = root / "通知.txt"
        path.write_text(DOCUMENT, encoding="utf-8")
        with ends.at("lin") as desk:
            uuid = register(desk, path)
        for turn, name in enumerate([*acts, *(HONEST if honest else ())]):
            login, act = ACTS[name]
            with ends.at(login) as desk:
                try:
                    act(desk, uuid, turn)
                except UserError as told:
                    assert told.hint, name  # noqa: PT017
        with ends.at("lin") as desk:
            with desk.store.reading() as session:
                assert audit.verify_chain(session).ok
            state = item_detail.detail(desk, uuid).state
            try:
                batches.assemble(desk, [uuid], "本期")
            except UserError:
                assert state is not ItemState.TO_SUBMIT or not is_signed(desk, uuid)
            else:
                assert is_signed(desk, uuid)
