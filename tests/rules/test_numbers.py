"""Numbers of the field, with the published examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.rules.numbers import (
    check_digit,
    form_number,
    in_runs,
    key_fingerprint,
    organization_code,
    short_number,
)

BODIES = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=8, max_size=8)


@pytest.mark.parametrize("text", ["014236727", "01423672-7", " 01423672－7 ", "11100000014236727X"[:8] + "014236727X"])
def test_the_published_example_is_accepted_however_it_is_written(text: str) -> None:
    assert organization_code(text) == "014236727"


@given(BODIES)
def test_a_code_with_its_check_digit_is_accepted_and_lower_case_is_raised(body: str) -> None:
    code = body + check_digit(body)
    assert organization_code(code.lower()) == code


@given(BODIES, st.integers(0, 7), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_noticed_where_the_weights_can_tell(body: str, place: int, digit: str) -> None:
    wrong = body[:place] + digit + body[place + 1 :]
    if check_digit(wrong) == check_digit(body):
        return  # GB 11714 counts modulo 11: letters eleven apart look alike to it
    with pytest.raises(UserError, match="校验位"):
        organization_code(wrong + check_digit(body))


@pytest.mark.parametrize("text", ["", "01423672", "0142367277", "０１４２３６７２７", "01423672Y", "²14236727"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(UserError) as refused:
        organization_code(text)
    assert refused.value.code == "E-CODE"


def test_form_numbers_follow_their_pattern() -> None:
    assert form_number("BGS", 2026, 12) == "保审〔2026〕BGS-0012"
    assert short_number("保审〔2026〕BGS-0012") == "BGS-0012"
    assert short_number("BGS-0012") == "BGS-0012"


def test_a_fingerprint_is_grouped_however_it_was_typed() -> None:
    grouped = "3C52 9E01 77AB 0011 2233 4455 6677 8899"
    assert key_fingerprint(grouped.lower().replace(" ", "-")) == grouped
    assert key_fingerprint(f" {grouped}\n") == grouped
    for wrong in (grouped[:-1], grouped + "0", grouped.replace("C", "G")):
        with pytest.raises(UserError) as refused:
            key_fingerprint(wrong)
        assert refused.value.code == "E-FINGERPRINT"


def test_numbers_that_follow_each_other_are_told_as_runs() -> None:
    assert in_runs((1, 2, 3, 5, 8, 9)) == ("1—3", "5", "8—9")
    assert in_runs(()) == ()
