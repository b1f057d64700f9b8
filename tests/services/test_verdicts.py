"""Which listed items bear an invalid sign-off, remembered until what is stored changes."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select, text

from desktop.models import Item, Revision, SignOff
from desktop.services import signed_items
from desktop.services.desk import Desk
from desktop.services.verdicts import Verdicts
from tests.services.ends import Ends, register, review_at_office


def _last(desk: Desk, uuid: str, **changes: object) -> None:
    with desk.store.transaction() as session:
        row = session.scalars(select(SignOff).join(Item).where(Item.uuid == uuid).order_by(SignOff.id.desc())).first()
        assert row is not None
        row.statement = {**row.statement, **changes}


def test_a_changed_statement_content_or_malformed_record_is_found_among_sound_ones(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuids = [register(desk, document) for _ in range(5)]
    for uuid in uuids[:4]:
        review_at_office(ends, uuid)
    with ends.at("lin") as desk:
        verdicts = Verdicts(desk)
        assert verdicts.invalid(uuids) == frozenset()
        _last(desk, uuids[1], text="没有这样写过")
        assert verdicts.invalid(uuids) == {uuids[1]}
        with desk.store.transaction() as session:
            session.execute(text("DROP TRIGGER revision_no_update"))
            row = session.scalars(select(Revision).join(Item).where(Item.uuid == uuids[2])).one()
            row.content = {**row.content, "title": "没有人签过的标题"}
        assert verdicts.invalid(uuids) == {uuids[1], uuids[2]}
        _last(desk, uuids[3], opinion="没有这种意见")
        assert verdicts.invalid(uuids) == set(uuids[1:4])
        _last(desk, uuids[1], text="")
        assert Verdicts(desk).invalid(uuids) == verdicts.invalid(uuids)


def test_what_was_verified_is_not_verified_again(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    with ends.at("lin") as desk:
        verdicts = Verdicts(desk)
        verdicts.invalid([uuid])
        known = dict(verdicts._known)
        verdicts.invalid([uuid])
        assert verdicts._known == known
        assert len(list(signed_items.signed_items(desk, [uuid]))) == len(known) == 1
        verdicts._known |= {n.to_bytes(4): True for n in range(20_000)}  # more than is remembered
        assert verdicts.invalid([uuid]) == frozenset()
        assert verdicts._known == known
