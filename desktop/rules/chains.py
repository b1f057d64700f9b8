"""Chains of sign-offs as templates: who signs, where, under which condition, and how the paper lays it out (reference §1.1)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from desktop.errors import UserError
from desktop.rules.roles import Role

MOST_STEPS = 8
TITLE_LENGTH = 8
NAME_LENGTH = 30
"""Characters of a form's name: it is the heading of the paper."""


class Place(StrEnum):
    """Where a step is signed: export needs every office step, publication every step."""

    OFFICE = "office"
    CENTRE = "centre"


class Step(StrEnum):
    """A station of the chain."""

    HANDLER = "handler"
    OFFICE_HEAD = "office_head"
    CONFIDENTIALITY_REVIEWER = "confidentiality_reviewer"
    LEGAL_REVIEWER = "legal_reviewer"
    CENTRAL_HEAD = "central_head"
    LEADER = "leader"
    PRINCIPAL = "principal"
    WEBSITE_OFFICER = "website_officer"


class Nature(StrEnum):
    """What an item is that asks for more signers (reference §1.2, bracketed steps)."""

    NORMATIVE = "normative"
    INTERPRETATION = "interpretation"
    REPLY = "reply"
    SENSITIVE = "sensitive"


class Condition(StrEnum):
    """When a step is wanted."""

    ALWAYS = "always"
    LEGAL = "legal"
    SENSITIVE = "sensitive"


class Layout(StrEnum):
    """How the paper of a form is laid out."""

    STANDARD = "standard"
    NOTICE = "notice"
    OPINIONS = "opinions"
    APPROVAL = "approval"
    REGISTER = "register"


ROLES: dict[Step, Role] = {
    Step.HANDLER: Role.INFORMATION_ADMINISTRATOR,
    Step.OFFICE_HEAD: Role.OFFICE_HEAD,
    Step.CONFIDENTIALITY_REVIEWER: Role.CONFIDENTIALITY_REVIEWER,
    Step.LEGAL_REVIEWER: Role.LEGAL_REVIEWER,
    Step.CENTRAL_HEAD: Role.CENTRAL_HEAD,
    Step.LEADER: Role.LEADER,
    Step.PRINCIPAL: Role.PRINCIPAL,
    Step.WEBSITE_OFFICER: Role.PUBLISHER,
}
"""The role that signs a step; a template cannot give a step to anybody else."""

_ASKS_FOR: dict[Condition, frozenset[Nature]] = {
    Condition.LEGAL: frozenset({Nature.NORMATIVE, Nature.INTERPRETATION, Nature.REPLY}),
    Condition.SENSITIVE: frozenset({Nature.SENSITIVE}),
}


_ANSWERED_BY: dict[Condition, Step] = {Condition.LEGAL: Step.LEGAL_REVIEWER, Condition.SENSITIVE: Step.PRINCIPAL}


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One step of a chain: which station, where it is signed, what the paper calls it, when it is wanted."""

    step: Step
    place: Place
    title: str = ""
    condition: Condition = Condition.ALWAYS

    @property
    def role(self) -> Role:
        """The role that signs."""
        return ROLES[self.step]


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """The form under which an item is reviewed: a version of a template, its chain and its layout.

    A revision holds its own, so that it is judged for ever by the chain under which it was reviewed.
    """

    code: str
    version: int
    name: str
    layout: Layout
    steps: tuple[ChainStep, ...]


DEFAULT_FORM = ReviewForm(
    "standard",
    1,
    "信息发布保密审查表",
    Layout.STANDARD,
    (
        ChainStep(Step.HANDLER, Place.OFFICE),
        ChainStep(Step.OFFICE_HEAD, Place.OFFICE),
        ChainStep(Step.CONFIDENTIALITY_REVIEWER, Place.OFFICE),
        ChainStep(Step.CENTRAL_HEAD, Place.CENTRE),
        ChainStep(Step.LEADER, Place.CENTRE),
    ),
)
"""What an item of the first version of this program was reviewed under, and any item for which nothing else is chosen."""


def form_for(template: ReviewForm, natures: Collection[Nature]) -> ReviewForm:
    """The form of one item: the template without the conditional steps that the item does not ask for."""
    kept = tuple(one for one in template.steps if is_wanted(one.condition, natures))
    return replace(template, steps=kept)


def is_wanted(condition: Condition, natures: Collection[Nature]) -> bool:
    """Whether a condition holds for an item of these natures."""
    return condition is Condition.ALWAYS or bool(_ASKS_FOR[condition] & set(natures))


def unmet(template: ReviewForm, natures: Collection[Nature]) -> tuple[Step, ...]:
    """The steps that items of these natures ask for and that the template does not have at all."""
    steps = {one.step for one in template.steps}
    return tuple(
        step for condition, step in _ANSWERED_BY.items() if is_wanted(condition, natures) and step not in steps
    )


def form_instead(
    template: ReviewForm, others: Collection[ReviewForm], natures: Collection[Nature]
) -> ReviewForm | None:
    """The form in use that has more of the steps that items of these natures ask for; None when none has."""
    best = min(others, key=lambda one: len(unmet(one, natures)), default=template)
    return best if len(unmet(best, natures)) < len(unmet(template, natures)) else None


@lru_cache(maxsize=64)
def fault_of_form(form: ReviewForm) -> str:
    """Why nothing may be reviewed under this form, in words; empty when it will do.

    Whoever provides the information begins (谁提供谁审查); exactly one confidentiality reviewer, always, at the office; what
    leaves the office is signed by nobody there afterwards; the centre signs at least once before anything is published.
    """
    steps = [one.step for one in form.steps]
    places = [one.place for one in form.steps]
    always = {one.step for one in form.steps if one.condition is Condition.ALWAYS}
    if not form.name.strip() or not form.code.strip() or form.version < 1:
        return "没有名称"
    if len(steps) > MOST_STEPS:
        return f"签字步骤超过 {MOST_STEPS} 个"
    if len(set(steps)) < len(steps):
        return "同一个签字步骤出现了两次"
    if not steps or form.steps[0] != ChainStep(Step.HANDLER, Place.OFFICE, form.steps[0].title):
        return "第一步应为承办人，在处室签字"
    if Step.CONFIDENTIALITY_REVIEWER not in always:
        return "缺少保密审查员这一步，或者给它设了条件"
    if places != sorted(places, key=[Place.OFFICE, Place.CENTRE].index):
        return "处室的步骤应排在办公室的步骤前面"
    if form.steps[steps.index(Step.CONFIDENTIALITY_REVIEWER)].place is not Place.OFFICE:
        return "保密审查员应在处室签字"
    if not any(one.place is Place.CENTRE and one.condition is Condition.ALWAYS for one in form.steps):
        return "办公室至少要有一步无条件的签字"
    if any(len(one.title) > TITLE_LENGTH for one in form.steps):
        return f"步骤的名称超过 {TITLE_LENGTH} 字"
    return ""


def require_sound(form: ReviewForm) -> None:
    """Raise UserError (E-FORM) when nothing may be reviewed under this form."""
    fault = fault_of_form(form)
    if fault:
        raise UserError(f"审查表“{form.name}”不能使用：{fault}", "改好步骤后再用，或者另选一种审查表", "E-FORM")


def require_keepable(form: ReviewForm) -> None:
    """Raise UserError (E-FORM) when a form may not be kept for reviews to come: unsound, or its name too long.

    The name is not asked of a form under which something was reviewed: that review stays what it was.
    """
    require_sound(form)
    if len(form.name) > NAME_LENGTH:
        raise UserError(
            f"审查表的名称有 {len(form.name)} 字，超过 {NAME_LENGTH} 字", "名称印作表头，改短后再保存", "E-FORM"
        )


def earlier_steps(steps: Sequence[ChainStep], due: Step) -> tuple[ChainStep, ...]:
    """The steps before the one that is due, at the same place: where it may be returned to."""
    at = next((n for n, one in enumerate(steps) if one.step is due), 0)
    return tuple(one for one in steps[:at] if one.place is steps[at].place)
