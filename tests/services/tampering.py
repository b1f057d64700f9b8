"""What somebody with the key of the database and SQL tools can do past the program; he has not the signers' keys."""

from __future__ import annotations

from sqlalchemy import select, text

from desktop.models import Item, Revision, SignOff
from desktop.rules.chains import Step
from desktop.services.desk import Desk

FORGED = "没有这样写过"


def rewrite_sign_off(desk: Desk, uuid: str, step: Step | None = None, **said: object) -> None:
    """Let a standing sign-off of an item, the last one unless a step is named, say something else: other words."""
    wanted = select(SignOff).join(Item).where(Item.uuid == uuid, SignOff.voided_at.is_(None)).order_by(SignOff.id)
    with desk.store.transaction() as session:
        row = [one for one in session.scalars(wanted) if step is None or one.step == step.value][-1]
        row.statement = {**row.statement, **(said or {"text": FORGED})}


def retitle(desk: Desk, uuid: str) -> None:
    """Give the only version of an item another title; the trigger that keeps revisions as they are is lifted."""
    with desk.store.transaction() as session:
        session.execute(text("DROP TRIGGER revision_no_update"))
        row = session.scalars(select(Revision).join(Item).where(Item.uuid == uuid)).one()
        row.content = {**row.content, "title": "没有人签过的标题"}
