"""A new form number for an item that the centre sent back because another item of this office has its number.

The number is not part of what is signed, but it stands on the signed paper: the item is reviewed again under the new one.
A batch that is written again tells the number that it told before, which the audit trail remembers.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import AuditEntry, Item
from desktop.rules.items import ItemContent
from desktop.rules.numbers import form_number, form_series, short_number
from desktop.rules.plain import from_plain
from desktop.services import item_rows, listing
from desktop.services.desk import Desk
from desktop.services.leaping import leap

RENUMBERED = "renumber"
"""How the audit trail calls it; the detail tells both numbers, and the last version that has the earlier one."""


def renumber(desk: Desk, session: Session, returned: Iterable[Item]) -> dict[str, str]:
    """Give new numbers to items whose head revision was sent under a number that is taken; returns them by uuid.

    A doubled number shows that this store does not know of numbers it gave: the series leaps before it goes on.
    An item that has its new number already keeps it.
    """
    doubled = [item for item in returned if number_sent(session, item, item.head_rev) == item.form_number]
    if not doubled:
        return {}
    code, year = desk.agency.office_code, desk.today().year
    leap(session, form_series(code, year))
    given: dict[str, str] = {}
    for item in doubled:
        earlier = item.form_number
        item.form_number = form_number(code, year, item_rows.next_number(session, form_series(code, year)))
        item.short_number = short_number(item.form_number)
        listing.reindex(session, item, from_plain(ItemContent, item_rows.head_revision(session, item).content))
        facts = {"from": earlier, "to": item.form_number, "rev": item.head_rev}
        desk.record(session, RENUMBERED, item.uuid, facts)
        given[item.uuid] = item.form_number
    return given


def number_sent(session: Session, item: Item, rev: int) -> str:
    """The form number that a version of an item was sent under."""
    noted = select(AuditEntry.detail).where(AuditEntry.object == item.uuid, AuditEntry.action == RENUMBERED)
    for detail in session.scalars(noted.order_by(AuditEntry.seq)):
        if rev <= detail["rev"]:
            return str(detail["from"])
    return item.form_number
