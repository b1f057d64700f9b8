"""Searching: one character is enough, runs stay within a sentence, newest first, and no query is syntax."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from desktop.store import search
from desktop.store.database import Store
from desktop.store.keys import KEYS_PER_DAY, allocate_key, allocate_keys, day_of
from desktop.store.search import find, index, index_many, matching_keys, remove, words

TEXTS = {
    1: "关于加强供水管网改造的通知，请各处室抓好落实",
    2: "政府信息公开年度报告（2024年）",
    3: "本年度预算 Annual Report 已经印发。供水改造另行安排",
    4: "索引号 XX-2024-0012，全宗号１２３４",
    5: "𫖯仰之间，龘字也能检索",
}


@pytest.fixture
def indexed(store: Store) -> Store:
    with store.transaction() as session:
        for key, body in TEXTS.items():
            index(session, key, body)
    return store


def hits(store: Store, query: str) -> list[int]:
    with store.reading() as session:
        found = find(session, query, 50)
        assert list(matching_keys(session, query)) == found
    return found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("供", [3, 1]),
        ("供水", [3, 1]),
        ("供水管网", [1]),
        ("水供", []),
        ("通知请", []),
        ("通知，请", [1]),
        ("通知。请", [1]),
        ("印发供水", []),
        ("供水 预算", [3]),
        ("年度 报告", [2]),
        ("ANNUAL", [3]),
        ("annual rep", [3]),
        ("AnnualReport", []),
        ("repo", [3]),
        ("2024", [4, 2]),
        ("20", [4, 2]),
        ("２０２４年", [2]),
        ("1234", [4]),
        ("xx-2024-0012", [4]),
        ("（2024年）", [2]),
        ("龘", [5]),
        ("𫖯仰", [5]),
        ("", []),
        ("，。", []),
        ("查无此句", []),
    ],
)
def test_queries(indexed: Store, query: str, expected: list[int]) -> None:
    assert hits(indexed, query) == expected


@pytest.mark.parametrize(
    "query", ['"', "供水*", "NEAR(供 水)", "body:供水", "供水 OR 预算", "-供水", "^供", "a'--", "(", "供水 AND", "\x00"]
)
def test_what_fts_would_read_as_syntax_is_harmless(indexed: Store, query: str) -> None:
    assert set(hits(indexed, query)) <= set(TEXTS)


@given(query=st.text(max_size=12))
def test_any_query_is_answered(indexed: Store, query: str) -> None:
    assert set(hits(indexed, query)) <= set(TEXTS)


@given(start=st.integers(0, 20), length=st.integers(1, 8))
def test_every_piece_of_a_sentence_finds_it(indexed: Store, start: int, length: int) -> None:
    piece = "关于加强供水管网改造的通知"[start : start + length]
    assert not piece or 1 in hits(indexed, piece)


def test_a_run_does_not_cross_fields(store: Store) -> None:
    with store.transaction() as session:
        index(session, 1, "供水", "管网")
    assert hits(store, "供水管网") == []
    assert hits(store, "供水 管网") == [1]


def test_a_line_break_within_a_run_does_not_hide_it(store: Store) -> None:
    with store.transaction() as session:
        index(session, 1, "供水管\n网\u200b改造")
    assert hits(store, "管网改造") == [1]


def test_pages_follow_each_other_without_overlap(store: Store) -> None:
    with store.transaction() as session:
        for key in range(1, 26):
            index(session, key, f"第{key}号通知")
    with store.reading() as session:
        first = find(session, "通知", 10)
        second = find(session, "通知", 10, before_key=first[-1])
    assert first + second == list(range(25, 5, -1))


def test_a_removed_item_is_found_no_more_and_a_replaced_one_by_its_new_words(indexed: Store) -> None:
    with indexed.transaction() as session:
        remove(session, 1)
        remove(session, 99)
        index(session, 3, "城市绿化")
    assert hits(indexed, "供水") == []
    assert hits(indexed, "绿化") == [3]
    with indexed.transaction() as session:
        session.execute(text(f"INSERT INTO {search.TABLE}({search.TABLE}) VALUES ('integrity-check')"))
        search.optimize(session)
    assert hits(indexed, "绿化") == [3]


def test_an_undone_transaction_leaves_the_index_as_it_was(indexed: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        _index_and_fail(indexed)
    assert hits(indexed, "撤销") == []


def _index_and_fail(store: Store) -> None:
    with store.transaction() as session:
        index(session, 9, "撤销")
        raise ZeroDivisionError


def test_words_fold_width_and_case() -> None:
    assert words("ＡＢｃ１２３，。（政府）！") == ["abc", "123", "¶", "政", "府", "¶"]


def test_keys_are_ordered_by_day_then_arrival(store: Store) -> None:
    days = [date(2026, 3, 2), date(2026, 3, 1), date(2026, 3, 2), date(2027, 1, 1), date(2026, 3, 1)]
    with store.transaction() as session:
        keys = [allocate_key(session, day) for day in days]
    assert [day_of(key) for key in keys] == days
    assert len(set(keys)) == 5
    assert sorted(keys) == [keys[1], keys[4], keys[0], keys[2], keys[3]]


def test_many_keys_and_texts_are_the_same_as_one_by_one(store: Store) -> None:
    days = [date(2026, 3, 2), date(2026, 3, 1), date(2026, 3, 2)]
    with store.transaction() as session:
        single = allocate_key(session, days[0])
        keys = allocate_keys(session, days)
        index_many(session, ((key, [f"第{key}号", "通知"]) for key in keys))
        index_many(session, [])
    assert keys == [single + 1, keys[1], single + 2]
    assert day_of(keys[1]) == days[1]
    assert hits(store, "通知") == sorted(keys, reverse=True)


def test_a_key_drawn_in_an_undone_transaction_is_drawn_again(store: Store) -> None:
    drawn: list[int] = []
    with pytest.raises(ZeroDivisionError):
        _draw_and_fail(store, drawn)
    with store.transaction() as session:
        assert allocate_key(session, date(2026, 3, 2)) == drawn[0]


def _draw_and_fail(store: Store, drawn: list[int]) -> None:
    with store.transaction() as session:
        drawn.append(allocate_key(session, date(2026, 3, 2)))
        raise ZeroDivisionError


def test_a_full_day_is_refused(store: Store) -> None:
    day = date(2026, 3, 2)
    with store.transaction() as session:
        allocate_key(session, day)
        session.execute(text("UPDATE day_keys SET given = :given"), {"given": KEYS_PER_DAY})
        with pytest.raises(Exception, match="过多"):
            allocate_key(session, day)
