"""Where an item goes once a sign-off stands on it: along its chain, back to be mended, or out of its review."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop.labels import otherwise_words, step_title, word
from desktop.models import Item
from desktop.rules.chains import Place, Step
from desktop.rules.items import Attribute, ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.review import Opinion, SignOffStatement, conclusion_passes, due_step, place_complete
from desktop.rules.roles import End
from desktop.rules.states import ItemState, Move
from desktop.services import item_rows, listing
from desktop.services.desk import Desk
from desktop.services.index_numbers import draw_index_number
from desktop.services.sign_offs import read_statement, standing_rows, void_from


def advance(desk: Desk, session: Session, item: Item, content: ItemContent, statements: list[SignOffStatement]) -> None:
    """Take an item to where the last of the sign-offs on its head revision leads."""
    last = statements[-1]
    if last.return_to is not None:
        _return_to(desk, session, item, content, last)
    elif last.opinion is not Opinion.AGREE:
        _return(desk, item, f"{step_title(content.form, last.step)}{word(last.opinion)}：{last.text}")
    elif last.step is Step.CONFIDENTIALITY_REVIEWER and not conclusion_passes(content.attribute, last.conclusion):
        assert last.conclusion is not None
        otherwise = otherwise_words(last.answers, content.answers)
        _return(desk, item, f"审查结论：{word(last.conclusion)}。{otherwise}{last.text}")
    elif due_step(statements, content.form.steps) is None:
        _pass_chain(desk, session, item, content)
    elif desk.agency.end is End.OFFICE and place_complete(statements, Place.OFFICE, content.form.steps):
        withheld = content.attribute is Attribute.WITHHELD
        item_rows.move(desk, item, Move.WITHHOLD if withheld else Move.PASS_OFFICE)


def stand_by_sign_offs(desk: Desk, session: Session, item: Item) -> None:
    """Let an item be where the standing sign-offs on its head revision have brought it; it was taken out of its review."""
    item.state, item.returned_reason, item.returned_fields = ItemState.IN_REVIEW.value, "", []
    statements = [read_statement(row.statement) for row in standing_rows(session, item.id, item.head_rev)]
    if statements:
        content = from_plain(ItemContent, item_rows.head_revision(session, item).content)
        advance(desk, session, item, content, statements)


def _pass_chain(desk: Desk, session: Session, item: Item, content: ItemContent) -> None:
    if content.attribute is Attribute.WITHHELD:
        item_rows.move(desk, item, Move.WITHHOLD)
    elif content.attribute is Attribute.ON_REQUEST:
        item_rows.move(desk, item, Move.REGISTER)
    else:
        item_rows.move(desk, item, Move.PASS_CENTRE)
        if item.index_number is None:
            item.index_number = draw_index_number(desk, session, item, content)
            listing.reindex(session, item, content)


def _return(desk: Desk, item: Item, reason: str) -> None:
    item_rows.move(desk, item, Move.RETURN)
    item.returned_reason = reason


def _return_to(desk: Desk, session: Session, item: Item, content: ItemContent, returned: SignOffStatement) -> None:
    """Void what was signed from an earlier step on, the return itself included; the chain goes on from that step."""
    assert returned.return_to is not None
    because = f"{returned.person}退回到“{step_title(content.form, returned.return_to)}”：{returned.text}"
    steps = [one.step for one in content.form.steps]
    void_from(session, item.id, item.head_rev, steps.index(returned.return_to), because, desk.now())
