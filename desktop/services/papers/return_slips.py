"""The return slip (退回补正单) of an item: what is to be mended, why, who sent it back and when."""

from __future__ import annotations

from datetime import date

from desktop.errors import UserError
from desktop.labels import FIELDS
from desktop.printing.return_slip import ReturnSlipSheet, return_slip
from desktop.rules.items import ItemContent
from desktop.rules.review import Opinion, SignOffStatement, conclusion_passes
from desktop.rules.roles import Permission
from desktop.rules.states import ItemState
from desktop.services.desk import Desk
from desktop.services.differences import shown
from desktop.services.item_detail import ItemDetail, detail

_UNTOLD = ("answers", "notes")
"""Fields of sixteen parts; the form itself shows them."""


def has_return_slip(one: ItemDetail) -> bool:
    """Whether an item was returned and still waits to be mended; a reason is kept of a withdrawal, too."""
    return bool(one.returned_reason) and one.state in (ItemState.RETURNED, ItemState.DRAFT)


def return_slip_pdf(desk: Desk, uuid: str) -> bytes:
    """The slip of a returned item as a PDF; UserError (E-STATE) when nobody has returned it."""
    return return_slip(return_slip_sheet(desk, uuid))


def return_slip_sheet(desk: Desk, uuid: str) -> ReturnSlipSheet:
    """What the slip shows: the reason and fields of the last return, which stand until the item is submitted anew."""
    desk.require(Permission.READ)
    one = detail(desk, uuid)
    if not has_return_slip(one):
        raise UserError("这条信息没有被退回", "退回补正的信息才有退回补正单", "E-STATE")
    by, on = _returned(desk, one)
    return ReturnSlipSheet(
        form_number=one.form_number,
        version=one.head_rev,
        office=one.office_name,
        title=one.content.title,
        document_number=one.content.document_number,
        returned_by=by,
        returned_on=on,
        reason=one.returned_reason,
        fields=tuple((FIELDS.get(name, name), _now(one.content, name)) for name in one.returned_fields),
    )


def _now(content: ItemContent, name: str) -> str:
    if name in _UNTOLD or not hasattr(content, name):
        return "见审查表"
    return shown(getattr(content, name))


def _returned(desk: Desk, one: ItemDetail) -> tuple[str, date | None]:
    """Who returned the item last, and when: a signer, the centre's administrator, or the centre by its receipt."""
    signed = _returning_sign_off(one)
    if signed is not None:
        return signed.person, signed.day
    for line in one.history:
        if line.action in ("return", "import_batch"):
            return line.actor, line.day
        if line.action == "read_receipt":
            return f"{desk.agency.name}办公室", line.day
    return "", None


def _returning_sign_off(one: ItemDetail) -> SignOffStatement | None:
    """The last sign-off on the head version when it is what sent the item back: no agreement, or a conclusion that ends it."""
    made = [view.checked.statement for view in one.sign_offs if view.rev == one.head_rev]
    head = next((each.content for each in one.revisions if each.rev == one.head_rev), None)
    if not made or head is None:
        return None
    last = made[-1]
    ends = last.conclusion is not None and not conclusion_passes(head.attribute, last.conclusion)
    return last if ends or last.opinion is not Opinion.AGREE else None
