"""Two offices and a centre, doing anything in any order with sticks that come late, twice or never, against a model."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from desktop.errors import UserError
from desktop.models import Item, ReceivedBatch, Revision
from desktop.paths import DataFolder
from desktop.rules.chains import Place
from desktop.rules.states import ItemState, Move, allows
from desktop.services import (
    batches,
    gaps,
    imports,
    inspection,
    item_detail,
    item_rows,
    items,
    office_receipts,
    receipts,
    reviews,
    sessions,
    standing,
    undoing,
)
from desktop.services.assembling import require_exportable
from desktop.services.desk import Desk
from desktop.services.reviews import Verdict
from desktop.store import audit
from desktop.trust.kdf import CHEAP_KDF
from tests.faults.two_offices import Office, Sent, Told, founded
from tests.services.ends import PASSWORD, REVIEWED, Time, register, yes

PICK = st.integers(0, 30)
WHICH = st.sampled_from([0, 1])
ON_THE_WAY = (ItemState.PENDING, ItemState.TO_PUBLISH)


class Exchange(RuleBasedStateMachine):
    """What people and sticks may do, and what must hold after each step."""

    made: int

    @initialize()
    def begin(self) -> None:
        """Both offices have handed in two items, one of them corrected since; nothing has arrived."""
        begun = _begun()
        self._sit_down(begun.root)
        self.clock.moment, self.made = begun.clock.moment, begun.made
        for office, like in zip(self.offices, begun.offices, strict=True):
            office.items += like.items
            office.sent += [replace(one, path=self.root / one.path.relative_to(begun.root)) for one in like.sent]

    def _sit_down(self, pattern: Path) -> None:
        """All at their desks, in a copy of a pattern."""
        self.root = Path(tempfile.mkdtemp(prefix="disclosure-desk-model-"))
        self.closing = ExitStack()
        self.closing.callback(shutil.rmtree, self.root)
        shutil.copytree(pattern, self.root, dirs_exist_ok=True)
        self.clock = Time()
        self.offices = [Office(self._people(name, ("lin", "chen", "zhou"))) for name in ("office", "office2")]
        self.centre = self._people("centre", ("wang", "li", "sun"))
        self.receipts: list[Told] = []
        self.approved: set[tuple[str, int]] = set()
        self.made = 0

    def stand_up(self) -> None:
        """Leave the desks, and the folders where they are."""
        for desks in (self.centre, *(one.desks for one in self.offices)):
            for desk in reversed(desks.values()):
                desk.close()

    def teardown(self) -> None:
        if not hasattr(self, "closing"):
            return
        with self.closing:
            self._deliver_everything()
            self.everything_holds()
            self._require_agreement()

    # What people do at an office

    @rule(which=WHICH)
    def register_and_review(self, which: int) -> None:
        self.made += 1
        path = self.root / f"{self.made}.txt"
        path.write_text(f"临江省司法厅关于第{self.made}件事的通知\n\n有关事项通知如下。\n", encoding="utf-8")
        office = self.offices[which]
        office.items.append(register(office.desks["lin"], path))
        self._review(office, office.items[-1])

    @rule(which=WHICH)
    def leave_unreviewed(self, which: int) -> None:
        self.made += 1
        path = self.root / f"{self.made}.txt"
        path.write_text(f"临江省司法厅关于第{self.made}件事的通知\n\n有关事项通知如下。\n", encoding="utf-8")
        office = self.offices[which]
        office.items.append(register(office.desks["lin"], path))
        reviews.submit(office.desks["lin"], office.items[-1])
        reviews.sign(office.desks["chen"], office.items[-1], Verdict(text="内容属实。"))

    @rule(which=WHICH)
    def send_all_that_is_ready(self, which: int) -> None:
        self._send(self.offices[which])

    @precondition(lambda self: self._own())
    @rule(pick=PICK)
    def correct(self, pick: int) -> None:
        own = self._own()
        office, uuid = own[pick % len(own)]
        if allows(self._state(office.desks["lin"], uuid), Move.REVISE):
            self._correct(office, uuid)

    @precondition(lambda self: self._own())
    @rule(pick=PICK)
    def withdraw(self, pick: int) -> None:
        own = self._own()
        office, uuid = own[pick % len(own)]
        if allows(self._state(office.desks["lin"], uuid), Move.WITHDRAW):
            items.withdraw(office.desks["lin"], uuid, "不再公开")

    @precondition(lambda self: self._all_sent())
    @rule(pick=PICK)
    def lose_the_stick_and_write_again(self, pick: int) -> None:
        sent = self._all_sent()[pick % len(self._all_sent())]
        sent.path.unlink()
        sent.path = batches.write(self.offices[sent.office].desks["lin"], sent.id, sent.path.parent).path

    @precondition(lambda self: self.receipts)
    @rule(pick=PICK)
    def read_a_receipt(self, pick: int) -> None:
        told = self.receipts[pick % len(self.receipts)]
        office_receipts.read_receipt(self.offices[told.sent.office].desks["lin"], told.path)

    @precondition(lambda self: self.receipts)
    @rule(pick=PICK)
    def lose_a_receipt(self, pick: int) -> None:
        self.receipts.pop(pick % len(self.receipts))

    # What people do at the centre

    @precondition(lambda self: self._all_sent())
    @rule(pick=PICK)
    def take_in(self, pick: int) -> None:
        self._take(self._all_sent()[pick % len(self._all_sent())])

    @precondition(lambda self: len(self._arrived()) < len(self._all_sent()))
    @rule(pick=PICK)
    def take_in_what_lies_there(self, pick: int) -> None:
        waiting = [one for one in self._all_sent() if not one.taken]
        self._take(waiting[pick % len(waiting)])

    @precondition(lambda self: self._arrived())
    @rule(pick=PICK)
    def undo(self, pick: int) -> None:
        sent = self._arrived()[pick % len(self._arrived())]
        if undoing.obstacle(self.centre["wang"], sent.taken):
            with pytest.raises(UserError) as caught:
                undoing.undo_import(self.centre["wang"], sent.taken, "放错了")
            assert caught.value.code == "E-DEPENDS"
        else:
            undoing.undo_import(self.centre["wang"], sent.taken, "放错了")
            sent.taken = 0

    @precondition(lambda self: self._heads())
    @rule(pick=PICK)
    def give_back(self, pick: int) -> None:
        uuid = sorted(self._heads())[pick % len(self._heads())]
        if allows(self._state(self.centre["wang"], uuid), Move.RETURN):
            imports.return_item(self.centre["wang"], uuid, "概述太短", ["summary"])

    @precondition(lambda self: self._heads())
    @rule(pick=PICK)
    def approve(self, pick: int) -> None:
        heads = self._heads()
        uuid = sorted(heads)[pick % len(heads)]
        if self._state(self.centre["wang"], uuid) is ItemState.PENDING:
            for login in ("li", "sun"):
                reviews.sign(self.centre[login], uuid, Verdict())
            self.approved.add((uuid, heads[uuid]))

    @precondition(lambda self: self._arrived())
    @rule(pick=PICK)
    def issue_a_receipt(self, pick: int) -> None:
        self._receipt(self._arrived()[pick % len(self._arrived())])

    # What must hold

    @invariant()
    def everything_holds(self) -> None:
        if not hasattr(self, "closing"):
            return
        self._heads_are_the_highest_that_arrived()
        self._nothing_unreviewed_goes_on()
        for desk in (self.centre["wang"], *(one.desks["lin"] for one in self.offices)):
            with desk.store.reading() as session:
                assert audit.verify_chain(session).ok

    def _heads_are_the_highest_that_arrived(self) -> None:
        heads = self._heads()
        with self.centre["wang"].store.reading() as session:
            rows = session.scalars(select(Item).where(Item.state != ItemState.DISCARDED.value)).all()
            assert {one.uuid: one.head_rev for one in rows} == heads
            assert len(rows) == len(heads)
            for one in rows:
                assert len(item_rows.revisions_at(session, one.id, one.head_rev)) == 1
                assert not one.conflict
            batch_ids = session.scalars(select(ReceivedBatch.id).where(ReceivedBatch.undone_at.is_(None))).all()
            assert sorted(batch_ids) == sorted(one.taken for one in self._arrived())

    def _nothing_unreviewed_goes_on(self) -> None:
        with self.centre["wang"].store.reading() as session:
            for one in session.scalars(select(Item).where(Item.state != ItemState.DISCARDED.value)):
                if standing.holds_at(session, one, Place.CENTRE):
                    assert (one.uuid, one.head_rev) in self.approved
                assert one.state != ItemState.TO_PUBLISH or (one.uuid, one.head_rev) in self.approved
        for office in self.offices:
            with office.desks["lin"].store.reading() as session:
                for one in session.scalars(select(Item)).all():
                    if one.state != ItemState.TO_SUBMIT:
                        with pytest.raises(UserError):
                            require_exportable(session, one)

    def _require_agreement(self) -> None:
        """At the end both ends say the same of every item whose newest version was sent."""
        theirs = self._heads()
        with self.centre["wang"].store.reading() as session:
            states = {one.uuid: ItemState(one.state) for one in session.scalars(select(Item))}
            digests = dict(session.execute(select(Revision.digest, Revision.rev)).all())
        for office in self.offices:
            with office.desks["lin"].store.reading() as session:
                for one in session.scalars(select(Item)).all():
                    if one.uuid not in theirs:
                        assert not any(one.uuid in sent.holds for sent in office.sent)
                    elif states[one.uuid] is ItemState.WITHDRAWN:
                        assert one.state == ItemState.WITHDRAWN
                    elif one.state in (ItemState.TO_PUBLISH, ItemState.RETURNED, ItemState.AWAITING_RECEIPT):
                        assert one.head_rev == theirs[one.uuid]
                        assert item_rows.head_revision(session, one).digest in digests
                        expected = ItemState.TO_PUBLISH if states[one.uuid] in ON_THE_WAY else states[one.uuid]
                        assert one.state == expected, (one.state, states[one.uuid])
                    else:
                        assert one.state in (ItemState.DRAFT, ItemState.IN_REVIEW)

    # How it is done

    def _people(self, folder: str, logins: tuple[str, ...]) -> dict[str, Desk]:
        """All of an end at their desks at once: they share the lock of the first."""
        desks: dict[str, Desk] = {}
        where = DataFolder(self.root / folder)
        for login in logins:
            lock = desks[logins[0]].lock if desks else None
            where.running.unlink(missing_ok=True)  # or the store would be checked for each who comes after the first
            desks[login] = sessions.sign_in(where, login, PASSWORD, lock=lock, clock=self.clock, kdf=CHEAP_KDF)
            self.closing.callback(desks[login].close)
        return desks

    def _own(self) -> list[tuple[Office, str]]:
        return [(office, uuid) for office in self.offices for uuid in office.items]

    def _all_sent(self) -> list[Sent]:
        return [one for office in self.offices for one in office.sent]

    def _arrived(self) -> list[Sent]:
        return [one for one in self._all_sent() if one.taken]

    def _heads(self) -> dict[str, int]:
        """What the centre must have: of each item the highest version that arrived."""
        heads: dict[str, int] = {}
        for sent in self._arrived():
            for uuid, rev in sent.holds.items():
                heads[uuid] = max(rev, heads.get(uuid, 0))
        return heads

    def _state(self, desk: Desk, uuid: str) -> ItemState:
        with desk.store.reading() as session:
            return ItemState(item_rows.item_by_uuid(session, uuid).state)

    def _review(self, office: Office, uuid: str) -> None:
        reviews.submit(office.desks["lin"], uuid)
        reviews.sign(office.desks["chen"], uuid, Verdict(text="内容属实。"))
        reviews.sign(office.desks["zhou"], uuid, REVIEWED)

    def _correct(self, office: Office, uuid: str) -> None:
        desk = office.desks["lin"]
        items.revise(desk, uuid)
        self.made += 1
        shown = item_detail.detail(desk, uuid)
        content = replace(shown.content, summary=f"第 {self.made} 稿", answers=yes())
        items.save_draft(desk, uuid, content, shown.draft_version or 0, "model")
        self._review(office, uuid)

    def _send(self, office: Office) -> None:
        desk = office.desks["lin"]
        with desk.store.reading() as session:
            ready = session.scalars(select(Item).where(Item.state == ItemState.TO_SUBMIT.value)).all()
            holds = {one.uuid: one.head_rev for one in ready}
        seq = len(office.sent) + 1
        stick = self.root / f"stick-{self.offices.index(office)}-{seq}"
        stick.mkdir()
        made = batches.assemble(desk, list(holds), f"第 {seq} 期")  # no period is reported nil twice
        written = batches.write(desk, made, stick)
        office.sent.append(Sent(self.offices.index(office), seq, made, written.path, holds))

    def _take(self, sent: Sent) -> None:
        desk = self.centre["wang"]
        found = inspection.inspect(desk, sent.path)
        assert (found.duplicate, found.header.seq) == (bool(sent.taken), sent.seq)
        taken = imports.import_batch(desk, found, {})
        assert taken.duplicate == bool(sent.taken)
        assert sent.taken in (0, taken.id)
        sent.taken = taken.id

    def _receipt(self, sent: Sent) -> None:
        issued = receipts.issue_receipt(self.centre["wang"], sent.taken, sent.path.parent)
        here = {one.seq for one in self.offices[sent.office].sent if one.taken}
        missing = tuple(n for n in range(1, max(here)) if n not in here)
        assert issued.record.gaps == missing
        assert issued.record.contiguous_seq == (missing[0] - 1 if missing else max(here))
        assert {one.uuid: one.rev for one in issued.record.items}.items() >= sent.holds.items()
        self.receipts.append(Told(sent, issued.path))

    def _deliver_everything(self) -> None:
        for office in self.offices:
            self._send(office)
        for sent in self._all_sent():
            self._take(sent)
        with self.centre["wang"].store.reading() as session:
            assert gaps.missing_batches(session) == ()
        self.receipts.clear()
        for sent in self._all_sent():
            self._receipt(sent)
        for told in self.receipts:
            office_receipts.read_receipt(self.offices[told.sent.office].desks["lin"], told.path)


@functools.cache
def _begun() -> Exchange:
    made = Exchange()
    made._sit_down(founded())
    atexit.register(shutil.rmtree, made.root)
    for which, office in enumerate(made.offices):
        made.register_and_review(which)
        made.register_and_review(which)
        made._send(office)
        made._correct(office, office.items[0])
        made._send(office)
    made.stand_up()
    return made


def test_two_offices_and_a_centre_in_any_order_end_the_same() -> None:
    run_state_machine_as_test(Exchange, settings=settings(max_examples=3, stateful_step_count=10))


@pytest.mark.full
def test_two_offices_and_a_centre_in_any_order_for_long() -> None:
    run_state_machine_as_test(Exchange, settings=settings(max_examples=200, stateful_step_count=30))
