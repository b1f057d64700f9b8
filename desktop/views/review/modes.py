"""Who sits at the review desk, and what the chain of signatures looks like to him."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from desktop.labels import title_of, verdict_words, word
from desktop.rules.chains import ReviewForm
from desktop.rules.chains import Step as ChainStation
from desktop.rules.items import Answer
from desktop.rules.review import Conclusion, Delegation
from desktop.rules.roles import Permission
from desktop.rules.states import ItemState
from desktop.services import recalling, turns
from desktop.services.desk import Desk
from desktop.services.item_detail import ItemDetail, SignOffView
from desktop.views.components.stepper import Step


class Mode(Enum):
    """What the person at the desk does with the item."""

    HANDLER = auto()
    REVIEWER = auto()
    SIGNER = auto()
    WATCHER = auto()


def mode_of(desk: Desk, detail: ItemDetail) -> Mode:
    """What the person signed in may do with an item now."""
    if detail.state is ItemState.DRAFT:
        return Mode.HANDLER if mends(desk, detail) else Mode.WATCHER
    step = turns.step_due(detail)
    if step is None or not turns.may_sign(desk, detail):
        return Mode.WATCHER
    return Mode.REVIEWER if step.step is ChainStation.CONFIDENTIALITY_REVIEWER else Mode.SIGNER


def standing(detail: ItemDetail) -> dict[ChainStation, SignOffView]:
    """The sign-offs on the present version that were not voided, also those that do not verify."""
    if detail.draft_version is not None:
        return {}
    return {
        one.checked.statement.step: one
        for one in detail.sign_offs
        if one.rev == detail.head_rev and not one.voided_because
    }


def voided(detail: ItemDetail) -> tuple[SignOffView, ...]:
    """The sign-offs that no longer count, the newest first."""
    return tuple(one for one in reversed(detail.sign_offs) if one.voided_because)


def invalid(detail: ItemDetail) -> tuple[SignOffView, ...]:
    """The sign-offs that do not verify: somebody tampered with them or with what they sign."""
    return detail.invalid


def chain_steps(detail: ItemDetail, form: ReviewForm | None = None) -> list[Step]:
    """The chain as the stepper shows it; a draft's under the form that is chosen now."""
    signed = standing(detail)
    due = turns.step_due(detail)
    steps = []
    for one in (form or detail.content.form).steps:
        title = title_of(one)
        view = signed.get(one.step)
        if view is not None:
            steps.append(Step(title, _lines(view), "done" if _went_well(view) else "failed"))
        elif due is not None and due.step is one.step:
            steps.append(Step(title, ("轮到这一步",), "current"))
        else:
            steps.append(Step(title, ("未到",)))
    return steps


def sign_words(view: SignOffView) -> str:
    """Who, when and what, e.g. 陈志远 11-16 同意; an invalid one says so, and so does a conclusion that ends the review."""
    statement = view.checked.statement
    if not view.voided_because and not view.checked.valid:
        return f"{statement.person} 签字无效"
    kind = "（纸质）" if statement.ink else ""
    stand_in = f"（代{statement.delegation.principal}）" if statement.delegation else ""
    return f"{statement.person}{stand_in} {statement.day:%m-%d} {verdict_words(statement)}{kind}"


def _lines(view: SignOffView) -> tuple[str, ...]:
    """What the stepper says of a signature; for whom it was made stands in a line of its own."""
    delegation = view.checked.statement.delegation
    if delegation is None:
        return (sign_words(view),)
    return (sign_words(view).replace(f"（代{delegation.principal}）", ""), f"代{delegation.principal}签")


def authority_words(one: Delegation) -> str:
    """For whom somebody signs and what allows it, e.g. 代陈志远签，依据处务会纪要（11-20 至 11-30）."""
    return f"代{one.principal}签，依据：{one.authority}（{one.first_day:%m-%d} 至 {one.last_day:%m-%d}）"


def mends(desk: Desk, detail: ItemDetail) -> bool:
    """Whether it is for the person signed in to change a draft, or what was returned."""
    own = detail.office_id == desk.agency.office_id and desk.may(Permission.REGISTER)
    return own and detail.state in (ItemState.DRAFT, ItemState.RETURNED)


def waiting_words(detail: ItemDetail) -> str:
    """What an onlooker waits for."""
    step = turns.step_due(detail)
    if detail.state is ItemState.RETURNED:
        return "退回补正，由承办人改好后重新送审"
    if step is None:
        return f"这条信息现在是“{word(detail.state)}”，没有要签的字"
    return f"现在轮到{title_of(step)}签字"


def undo_words(desk: Desk, detail: ItemDetail) -> str:
    """How the person who signed last takes his signature back; empty for everybody else."""
    if recalling.may_recall(desk, detail):
        return "最后一个签字是本人的；签错了的，按上方的“撤回签字…”"
    made = [one for one in detail.sign_offs if one.rev == detail.head_rev and not one.voided_because]
    own = bool(made) and made[-1].checked.statement.signer == desk.person.id
    if own and detail.state is ItemState.TO_SUBMIT:
        return "已组入一批，签字不能撤回；签错了的，由信息公开管理员在台账里按“修改”或者“更正”，改后重新送审"
    return ""


def reviewed(detail: ItemDetail) -> tuple[tuple[Answer, ...], Conclusion | None]:
    """The confidentiality reviewer's answers and conclusion, once he has signed."""
    view = standing(detail).get(ChainStation.CONFIDENTIALITY_REVIEWER)
    if view is None:
        return (), None
    return view.checked.statement.answers, view.checked.statement.conclusion


def _went_well(view: SignOffView) -> bool:
    return view.checked.valid and view.checked.statement.goes_on


@dataclass(frozen=True, slots=True)
class OwnReview:
    """What a signer had begun to write before he went elsewhere; kept while the session lasts."""

    digest: str
    answers: tuple[Answer | None, ...]
    conclusion: Conclusion | None
    opinion: str
