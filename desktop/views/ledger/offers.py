"""What may be done with one item, by its state, by whose it is, and by who sits at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from desktop.rules.roles import Permission
from desktop.rules.states import ItemState, Move, allows
from desktop.services import papers
from desktop.services.desk import Desk
from desktop.services.item_detail import ItemDetail
from desktop.views.amending import is_correction, may_give_up, may_revise, may_take_back_withdrawal
from desktop.views.next_steps import next_step

WITHOUT_FORM = (ItemState.STOPPED, ItemState.DISCARDED)


class Verb(Enum):
    """A verb of the pane."""

    STEP = auto()
    REVISE = auto()
    CORRECT = auto()
    GIVE_UP = auto()
    LOOK = auto()
    PRINT = auto()
    SLIP = auto()
    WITHDRAW = auto()
    TAKE_BACK = auto()
    DISCARD = auto()


@dataclass(frozen=True, slots=True)
class Offer:
    """A verb with its words and icon; `page` is where 去… leads."""

    verb: Verb
    words: str
    icon: str
    page: str = ""


def offers(desk: Desk, item: ItemDetail) -> tuple[Offer, ...]:
    """The verbs that are lawful now, the next step first."""
    found: list[Offer] = []
    step = next_step(desk, item.state, own=item.office_id == desk.agency.office_id)
    if item.state is ItemState.DRAFT and step.page == "editor":
        found.append(Offer(Verb.STEP, "编辑", "pencil-line", "editor"))
    elif step.page != "ledger":
        found.append(Offer(Verb.STEP, step.words, step.icon, step.page))
    if item.state is ItemState.STOPPED and desk.may(Permission.REGISTER):
        found.append(Offer(Verb.LOOK, "查看处置办法", "octagon-x", "editor"))
    if is_correction(desk, item) and may_revise(desk, item):
        found.append(Offer(Verb.CORRECT, "更正", "pencil-line"))
    elif may_revise(desk, item):
        found.append(Offer(Verb.REVISE, "修改", "pencil-line"))
    if may_give_up(desk, item):
        found.append(Offer(Verb.GIVE_UP, "放弃更正", "undo-2"))
    if may_take_back_withdrawal(desk, item):
        found.append(Offer(Verb.TAKE_BACK, "撤销撤回", "undo-2"))
    if item.state not in WITHOUT_FORM:
        found.append(Offer(Verb.PRINT, "打印审查表", "printer"))
    if papers.has_return_slip(item):
        found.append(Offer(Verb.SLIP, "打印退回补正单", "corner-up-left"))
    if _may_withdraw(desk, item):
        found.append(Offer(Verb.WITHDRAW, "撤回", "undo-2"))
    if desk.may(Permission.REGISTER) and allows(item.state, Move.DISCARD) and not _went_out(item):
        found.append(Offer(Verb.DISCARD, "作废", "ban"))
    return tuple(found)


def _went_out(item: ItemDetail) -> bool:
    """Whether it was sent or published: then it is withdrawn, else a draft is discarded."""
    return item.sent_rev > 0 or item.publication is not None


def _may_withdraw(desk: Desk, item: ItemDetail) -> bool:
    if item.state is ItemState.DRAFT and not _went_out(item):
        return False
    return allows(item.state, Move.WITHDRAW) and (desk.may(Permission.REGISTER) or desk.may(Permission.RETURN))
