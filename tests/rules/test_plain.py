"""Records survive the way to JSON and back, and nothing else is taken for one."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.rules.items import Answer, ItemContent
from desktop.rules.plain import from_plain, to_plain
from desktop.rules.review import SignOffStatement

_TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
st.register_type_strategy(str, _TEXT)
CONTENTS = st.builds(
    ItemContent,
    answers=st.tuples(*[st.none() | st.sampled_from(Answer)] * 16),
    notes=st.tuples(*[_TEXT] * 16),
)
_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(CONTENTS)
def test_content_comes_back_as_it_was(content: ItemContent) -> None:
    assert from_plain(ItemContent, json.loads(json.dumps(to_plain(content)))) == content


@given(st.from_type(SignOffStatement))
def test_a_statement_comes_back_as_it_was(statement: SignOffStatement) -> None:
    assert from_plain(SignOffStatement, json.loads(json.dumps(to_plain(statement)))) == statement


@given(CONTENTS, st.sampled_from(sorted(to_plain(ItemContent()))), _JSON)
def test_a_field_of_another_shape_is_refused_or_read_as_it_stands(content: ItemContent, name: str, value: Any) -> None:
    plain = {**to_plain(content), name: value}
    try:
        read = to_plain(from_plain(ItemContent, plain))
    except UserError:
        read = plain
    assert read[name] == value


@pytest.mark.parametrize("day", ["20261120", "2026-W47-5", "2026-11-31", 20261120, ""])
def test_a_date_is_written_in_one_way(day: object) -> None:
    with pytest.raises(UserError):
        from_plain(ItemContent, {"signed_on": day})


@given(st.dictionaries(st.sampled_from(sorted(SignOffStatement.__dataclass_fields__)), _JSON))
def test_an_incomplete_statement_is_refused_not_crashed_upon(plain: dict[str, Any]) -> None:
    with pytest.raises(UserError) as refused:
        from_plain(SignOffStatement, plain)
    assert refused.value.code == "E-FIELD"


def test_a_missing_field_takes_its_default_and_an_unknown_one_is_refused() -> None:
    assert from_plain(ItemContent, {"title": "通知"}) == ItemContent(title="通知")
    with pytest.raises(UserError, match="无法识别"):
        from_plain(ItemContent, {"title": "通知", "secret": "x"})


@pytest.mark.parametrize("name", ["answers", "notes"])
def test_a_checklist_of_another_length_is_refused(name: str) -> None:
    plain = to_plain(ItemContent())
    plain[name] = plain[name][:15]
    with pytest.raises(UserError, match="16 项"):
        from_plain(ItemContent, plain)


def test_a_number_with_a_fraction_has_no_plain_form() -> None:
    with pytest.raises(TypeError):
        to_plain((1.5,))


def test_dates_and_words_are_plain_text() -> None:
    plain = to_plain(ItemContent(signed_on=date(2026, 11, 20)))
    assert (plain["signed_on"], plain["attribute"], plain["channels"]) == ("2026-11-20", "proactive", ["website"])
