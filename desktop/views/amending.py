"""Correcting and withdrawing what was sent: which verbs are meant, what is asked, and what holds meanwhile."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.rules.roles import End, Permission
from desktop.rules.states import ItemState, Move, allows
from desktop.services.desk import Desk
from desktop.services.item_detail import ItemDetail
from desktop.views.components.dialogs import ConfirmDialog, ReasonDialog

WITH_THE_CENTRE = (
    ItemState.AWAITING_RECEIPT,
    ItemState.TO_PUBLISH,
    ItemState.PUBLISHED,
    ItemState.DELIVERED,
    ItemState.CLOSED,
    ItemState.REGISTERED,
)
"""States in which the centre has the item and acts on it; a returned item is simply mended."""

_ON_THE_WAY = (ItemState.DRAFT, ItemState.IN_REVIEW, ItemState.RETURNED, ItemState.TO_SUBMIT)


def may_revise(desk: Desk, item: ItemDetail) -> bool:
    """Whether the item can be opened for correction here: by a clerk, at the end that made it."""
    own = item.office_id == desk.agency.office_id
    return own and desk.may(Permission.REGISTER) and allows(item.state, Move.REVISE)


def is_correction(desk: Desk, item: ItemDetail) -> bool:
    """Whether opening the item means correcting (更正) what the centre has."""
    return desk.agency.end is End.OFFICE and item.sent_rev > 0 and item.state in WITH_THE_CENTRE


def may_give_up(desk: Desk, item: ItemDetail) -> bool:
    """Whether its draft is a correction that can be given up again."""
    return desk.agency.end is End.OFFICE and item.correcting and desk.may(Permission.REGISTER)


def may_take_back_withdrawal(desk: Desk, item: ItemDetail) -> bool:
    """Whether its withdrawal can be undone: its own office, as long as no batch has told the centre."""
    own = item.office_id == desk.agency.office_id and desk.may(Permission.REGISTER)
    untold = item.untold_withdrawal or not item.sent_rev
    return desk.agency.end is End.OFFICE and own and item.state is ItemState.WITHDRAWN and untold


def meanwhile(desk: Desk, item: ItemDetail) -> str:
    """What holds at the centre while a correction or withdrawal is on its way; empty when nothing is."""
    if desk.agency.end is not End.OFFICE or not item.sent_rev:
        return ""
    if item.untold_withdrawal:
        return "办公室还不知道这条信息已撤回，下一批报送时带去；撤回错了的，报送以前可以撤销撤回"
    if item.state is ItemState.WITHDRAWN:
        return "撤回已编入批次或者由办公室办理，不能撤销；需要再公开的，重新登记为一条新信息"
    changing = item.draft_version is not None or item.head_rev > item.sent_rev
    mended = bool(item.returned_reason) and item.head_rev == item.sent_rev  # the centre gave that version back
    if item.state in _ON_THE_WAY and changing and not mended:
        return f"正在更正，办公室收到新的一版以前，第 {item.sent_rev} 版继续有效"
    if item.state is ItemState.AWAITING_RECEIPT and item.sent_rev > 1:
        return f"第 {item.sent_rev} 版已报送，办公室接收以前，原来的版本继续有效"
    return ""


def withdrawal_follows(desk: Desk, item: ItemDetail) -> str:
    """What follows from withdrawing the item."""
    draft = "这份草稿里的改动不保留。" if item.draft_version is not None else ""
    if desk.agency.end is End.OFFICE and item.sent_rev:
        return (
            f"{draft}办公室还不知道：下一批报送时带去，办公室接收后不再发布，已经公开的由办公室处理。编号和历史保留。"
        )
    return f"{draft}撤回后不再审查、报送和发布；编号和历史保留。"


def ask_correction(parent: QWidget, item: ItemDetail) -> str:
    """Ask why a sent item is corrected; empty when the user backs out."""
    standing = sum(one.standing for one in item.sign_offs)
    dialog = ReasonDialog(
        parent,
        "更正已报送的信息",
        item.content.title,
        "作废签字并更正",
        label="更正理由",
        consequence=f"{standing} 个签字将作废，改好后重新审查，随下一批报送。"
        f"办公室收到新的一版以前，第 {item.sent_rev} 版继续有效。",
        fact="原签字和各版保留在历史中",
    )
    return dialog.reason_words() if dialog.exec() else ""


def confirm_giving_up(parent: QWidget, item: ItemDetail) -> bool:
    """Ask before the draft of a correction is dropped."""
    dialog = ConfirmDialog(
        parent,
        "放弃更正",
        item.content.title,
        "放弃更正",
        consequence=f"这份草稿里的改动不保留。第 {item.head_rev} 版和它的签字恢复，状态回到更正以前。",
        icon="undo-2",
        tone="warn",
    )
    return bool(dialog.exec())
