"""Which chains nothing may be reviewed under, and which steps an item asks for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.rules.chains import (
    DEFAULT_FORM,
    ROLES,
    ChainStep,
    Condition,
    Layout,
    Nature,
    Place,
    ReviewForm,
    Step,
    earlier_steps,
    fault_of_form,
    form_for,
    require_sound,
)
from desktop.rules.roles import Permission, permissions

HANDLER, HEAD, REVIEWER, CENTRAL, LEADER = DEFAULT_FORM.steps
LEGAL = ChainStep(Step.LEGAL_REVIEWER, Place.CENTRE, condition=Condition.LEGAL)
PRINCIPAL = ChainStep(Step.PRINCIPAL, Place.CENTRE, condition=Condition.SENSITIVE)


def form(*steps: ChainStep) -> ReviewForm:
    return replace(DEFAULT_FORM, steps=steps)


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (form(), "第一步"),
        (form(HEAD, HANDLER, REVIEWER, CENTRAL), "第一步"),
        (form(HANDLER, HEAD, CENTRAL), "保密审查员"),
        (form(HANDLER, replace(REVIEWER, condition=Condition.SENSITIVE), CENTRAL), "保密审查员"),
        (form(HANDLER, REVIEWER), "办公室至少"),
        (form(HANDLER, REVIEWER, PRINCIPAL), "办公室至少"),
        (form(HANDLER, CENTRAL, REVIEWER), "前面"),
        (form(HANDLER, CENTRAL, replace(REVIEWER, place=Place.CENTRE)), "在处室签字"),
        (form(HANDLER, REVIEWER, REVIEWER, CENTRAL), "两次"),
        (form(HANDLER, REVIEWER, replace(CENTRAL, title="很长很长很长的名称")), "超过"),
        (replace(DEFAULT_FORM, name=" "), "名称"),
        (replace(DEFAULT_FORM, version=0), "名称"),
    ],
)
def test_a_chain_that_will_not_do_is_refused_with_its_reason(bad: ReviewForm, words: str) -> None:
    assert words in fault_of_form(bad)
    with pytest.raises(UserError) as refused:
        require_sound(bad)
    assert refused.value.code == "E-FORM"


def test_the_default_form_is_sound() -> None:
    assert fault_of_form(DEFAULT_FORM) == ""


@given(st.sets(st.sampled_from(Nature)))
def test_conditional_steps_follow_what_the_item_is(natures: set[Nature]) -> None:
    template = form(HANDLER, HEAD, REVIEWER, LEGAL, CENTRAL, LEADER, PRINCIPAL)
    wanted = form_for(template, natures)
    steps = {one.step for one in wanted.steps}
    assert (Step.LEGAL_REVIEWER in steps) is bool(natures - {Nature.SENSITIVE})
    assert (Step.PRINCIPAL in steps) is (Nature.SENSITIVE in natures)
    assert fault_of_form(wanted) == ""


@given(
    st.lists(
        st.builds(ChainStep, st.sampled_from(Step), st.sampled_from(Place), st.just(""), st.sampled_from(Condition)),
        max_size=9,
    ),
    st.sets(st.sampled_from(Nature)),
)
def test_under_a_sound_form_nothing_leaves_without_handler_and_reviewer(
    steps: list[ChainStep], natures: set[Nature]
) -> None:
    made = form_for(ReviewForm("own", 1, "自定", Layout.STANDARD, tuple(steps)), natures)
    if fault_of_form(made):
        return
    office = [one.step for one in made.steps if one.place is Place.OFFICE]
    assert office[0] is Step.HANDLER
    assert Step.CONFIDENTIALITY_REVIEWER in office
    assert any(one.place is Place.CENTRE for one in made.steps)


def test_a_step_may_be_returned_to_earlier_ones_of_its_own_place() -> None:
    steps = DEFAULT_FORM.steps
    assert [one.step for one in earlier_steps(steps, Step.CONFIDENTIALITY_REVIEWER)] == [Step.HANDLER, Step.OFFICE_HEAD]
    assert [one.step for one in earlier_steps(steps, Step.LEADER)] == [Step.CENTRAL_HEAD]
    assert earlier_steps(steps, Step.HANDLER) == ()


def test_every_station_has_a_role_that_may_sign() -> None:
    for step in Step:
        wanted = Permission.SIGN if ROLES[step].value != "publisher" else Permission.READ
        assert wanted in permissions([ROLES[step]])
