"""The audit chain notices every change, and what it cannot notice alone it notices with an anchor."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from desktop.store import audit
from desktop.store.audit import Anchor, Break, begin_epoch, head, record, verify_chain
from desktop.store.database import Store

AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


@pytest.fixture
def told(store: Store) -> Store:
    with store.transaction() as session:
        for number in range(5):
            record(session, "周明", "item.saved", f"item-{number}", {"序号": number, "字段": ["题名"]}, AT)
    return store


def test_a_fresh_chain_is_sound_and_empty(store: Store) -> None:
    with store.reading() as session:
        assert head(session) == Anchor(1, 0, audit.GENESIS)
        report = verify_chain(session)
    assert (report.ok, report.count, report.broken_at) == (True, 0, None)


def test_entries_follow_each_other(told: Store) -> None:
    with told.reading() as session:
        report = verify_chain(session, [head(session)])
        assert head(session).seq == 5
    assert (report.ok, report.count) == (True, 5)
    assert "5 条" in report.words


def test_an_entry_goes_with_its_change(told: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        _record_and_fail(told)
    with told.reading() as session:
        assert head(session).seq == 5
        assert verify_chain(session).ok


def _record_and_fail(store: Store) -> None:
    with store.transaction() as session:
        record(session, "周明", "item.saved", "item-9", {}, AT)
        raise ZeroDivisionError


def test_two_entries_of_one_transaction_are_chained(store: Store) -> None:
    with store.transaction() as session:
        record(session, "周明", "a", "", {})
        record(session, "周明", "b", "", {})
        assert head(session).seq == 2
        assert verify_chain(session).ok


@pytest.mark.parametrize("verb", ["UPDATE audit_entry SET actor = '别人'", "DELETE FROM audit_entry"])
def test_history_refuses_to_be_changed(told: Store, verb: str) -> None:
    with pytest.raises(DBAPIError, match="never changed"), told.transaction() as session:
        session.execute(text(verb))


def test_a_replacing_insert_does_not_slip_past(told: Store) -> None:
    statement = "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE seq = 2"
    with pytest.raises(DBAPIError, match="never changed"), told.transaction() as session:
        session.execute(text(statement))


@pytest.mark.parametrize(
    ("forgery", "broken_at"),
    [
        ("UPDATE audit_entry SET actor = '别人' WHERE seq = 3", 3),
        ("UPDATE audit_entry SET at = '2026-03-03T08:30:00+00:00' WHERE seq = 2", 2),
        ("""UPDATE audit_entry SET detail = '{"序号": 9}' WHERE seq = 4""", 4),
        ("UPDATE audit_entry SET detail = 'no JSON' WHERE seq = 4", 4),
        ("UPDATE audit_entry SET detail = '1.5' WHERE seq = 4", 4),
        ("UPDATE audit_entry SET object = x'ff' WHERE seq = 2", 2),
        ("UPDATE audit_entry SET object = 'x' WHERE seq = 1", 1),
        ("UPDATE audit_entry SET epoch = 2 WHERE seq = 5", 5),
        ("DELETE FROM audit_entry WHERE seq = 3", 3),
    ],
)
def test_someone_with_the_key_and_sql_is_noticed(told: Store, forgery: str, broken_at: int) -> None:
    with told.transaction() as session:
        _forge(session, forgery)
    with told.reading() as session:
        report = verify_chain(session)
    assert (report.ok, report.broken_at) == (False, broken_at)
    assert f"第 {broken_at} 条" in report.words


def _swap(one: int, other: int) -> tuple[str, ...]:
    """Two entries put in each other's place, linked as if they belonged there."""
    return (
        f"UPDATE audit_entry SET seq = 99 WHERE seq = {one}",
        f"UPDATE audit_entry SET seq = {one} WHERE seq = {other}",
        f"UPDATE audit_entry SET seq = {other} WHERE seq = 99",
    )


@pytest.mark.parametrize(
    ("forgeries", "how", "broken_at"),
    [
        (("UPDATE audit_entry SET actor = '别人' WHERE seq = 3",), Break.CHANGED, 3),
        (("DELETE FROM audit_entry WHERE seq = 2",), Break.MISSING, 2),
        (_swap(2, 4), Break.REORDERED, 2),
        (("DELETE FROM audit_entry WHERE seq = 2", "UPDATE audit_entry SET seq = 2 WHERE seq = 3"), Break.REORDERED, 2),
    ],
)
def test_it_is_told_how_and_where_the_chain_broke(
    told: Store, forgeries: tuple[str, ...], how: Break, broken_at: int
) -> None:
    with told.transaction() as session:
        _forge(session, *forgeries)
    with told.reading() as session:
        report = verify_chain(session)
    assert (report.how, report.broken_at, report.count) == (how, broken_at, broken_at - 1)


def test_an_entry_replaced_by_another_sound_one_is_seen_from_the_next(told: Store) -> None:
    with told.transaction() as session:
        _forge(session)
        second = session.execute(text("SELECT h FROM audit_entry WHERE seq = 2")).scalar_one()
        other = audit._entry(Anchor(1, 2, second), None, "别人", "item.saved", "item-2", {}, AT)
        session.execute(text("DELETE FROM audit_entry WHERE seq = 3"))
        session.execute(audit._APPEND, [other])
    with told.reading() as session:
        report = verify_chain(session)
    assert (report.how, report.broken_at) == (Break.REPLACED, 4)


def test_anchors_from_before_a_restore_are_told_and_not_taken_for_a_break(told: Store) -> None:
    with told.transaction() as session:
        begin_epoch(session, "周明", {"reason": "restored"}, at=AT)
        lost = [Anchor(1, 6, "cd" * 32), Anchor(1, 900, "ef" * 32)]
        report = verify_chain(session, [*lost, head(session)])
    assert (report.ok, report.forgone) == (True, 2)
    assert "2 个锚点" in report.words


def test_a_chain_cut_short_is_noticed_by_its_anchor_only(told: Store) -> None:
    with told.reading() as session:
        anchor = head(session)
    with told.transaction() as session:
        _forge(session, "DELETE FROM audit_entry WHERE seq > 3")
    with told.reading() as session:
        assert verify_chain(session).ok
        report = verify_chain(session, [anchor])
    assert (report.ok, report.broken_at, report.how) == (False, 4, Break.CUT)


def test_a_foreign_anchor_is_noticed(told: Store) -> None:
    with told.reading() as session:
        report = verify_chain(session, [Anchor(1, 2, "ab" * 32)])
    assert (report.ok, report.broken_at, report.how) == (False, 2, Break.REWRITTEN)


def test_a_new_epoch_continues_the_chain_above_every_known_one(told: Store) -> None:
    with told.transaction() as session:
        begun = begin_epoch(session, "周明", {"reason": "restored"}, beyond=4, at=AT)
        record(session, "周明", "a", "", {}, AT)
        assert (begun.epoch, begun.seq) == (5, 6)
        assert (head(session).epoch, head(session).seq) == (5, 7)
        assert verify_chain(session, [begun]).ok


def _forge(session: Session, *statements: str) -> None:
    for trigger in ("audit_entry_no_update", "audit_entry_no_delete"):
        session.execute(text(f"DROP TRIGGER {trigger}"))
    for statement in statements:
        session.execute(text(statement.replace(":", r"\:")))
