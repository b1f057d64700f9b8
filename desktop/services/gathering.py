"""What a quarter's delivery would hold, and the checks it must pass before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from desktop.models import Delivery, DeliveryItem, Item, Publication
from desktop.rules.chains import Place
from desktop.rules.items import ItemContent
from desktop.rules.periods import Quarter
from desktop.rules.plain import from_plain
from desktop.rules.roles import Permission
from desktop.rules.states import ItemState
from desktop.services import item_rows
from desktop.services.desk import Desk
from desktop.services.gaps import missing_batches
from desktop.services.standing import holds_at


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """An item of a quarter's delivery."""

    uuid: str
    index_number: str
    title: str
    document_number: str
    published_on: date
    files: int
    pages: int | None
    replaces: Quarter | None


@dataclass(frozen=True, slots=True)
class Check:
    """One check before a delivery: how many of how many pass, and which do not."""

    words: str
    passed: int
    total: int
    failing: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether all pass."""
        return self.passed == self.total


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a quarter's delivery would hold, and whether it may be written."""

    quarter: Quarter
    lines: tuple[DeliveryLine, ...]
    checks: tuple[Check, ...]
    files: int
    size: int

    @property
    def nil(self) -> bool:
        """Whether there is nothing: then the nil return is due (无主动公开的政府信息)."""
        return not self.lines

    @property
    def may_write(self) -> bool:
        """Whether every check holds."""
        return all(one.holds for one in self.checks)


def gather(desk: Desk, quarter: Quarter) -> Gathered:
    """Collect what was published up to the end of a quarter and not yet delivered, and check it."""
    desk.require(Permission.DELIVER, Permission.READ)
    with desk.store.reading() as session:
        rows = undelivered(session, quarter)
        earlier = replaced(session, [item.id for item, _published, _content in rows], quarter)
        lines = tuple(line_of(item, one.published_on, content, earlier.get(item.id)) for item, one, content in rows)
        checks = _checks(desk, session, quarter, rows)
        documents = [one for _item, _published, content in rows for one in content.attachments]
    return Gathered(quarter, lines, checks, len(documents), sum(one.size for one in documents))


def undelivered(session: Session, quarter: Quarter) -> list[tuple[Item, Publication, ItemContent]]:
    """The items published up to the end of a quarter that no delivery holds yet."""
    rows = session.execute(
        select(Item, Publication)
        .join(Publication, Publication.item_id == Item.id)
        .where(_due(quarter), Item.conflict.is_(False))
        .order_by(Publication.published_on, Item.index_number)
    )
    return [
        (item, published, from_plain(ItemContent, item_rows.head_revision(session, item).content))
        for item, published in rows
    ]


def _checks(
    desk: Desk, session: Session, quarter: Quarter, rows: Sequence[tuple[Item, Publication, ItemContent]]
) -> tuple[Check, ...]:
    documents = [(item, one) for item, _published, content in rows for one in content.attachments]
    broken = {one.sm3 for _item, one in documents if not desk.store.objects.check(one.sm3)}
    return (
        _check(
            "保密审查有效，签的是现在这一版", [(item, holds_at(session, item, Place.CENTRE)) for item, _p, _c in rows]
        ),
        _check("已公开，地址和日期齐全", [(item, bool(one.address)) for item, one, _c in rows]),
        _check("索引号齐全", [(item, bool(item.index_number)) for item, _p, _c in rows]),
        _check("文件齐全，摘要值重新计算相符", [(item, one.sm3 not in broken) for item, one in documents]),
        _undisputed(session, quarter),
        _continuous(session),
    )


def _check(words: str, results: Sequence[tuple[Item, bool]]) -> Check:
    failing = tuple(item.short_number for item, holds in results if not holds)
    return Check(words, len(results) - len(failing), len(results), failing)


def _continuous(session: Session) -> Check:
    """Whether no batch is missing between two that arrived, but for those that two people waived."""
    missing = missing_batches(session)
    offices: dict[str, list[str]] = {}
    for one in missing:
        if not one.waived:
            offices.setdefault(one.office_name, []).append(str(one.seq))
    gaps = tuple(f"{name}缺第 {'、'.join(seqs)} 批" for name, seqs in offices.items())
    waived = "、".join(f"{one.office_name}第 {one.seq} 批" for one in missing if one.waived)
    words = f"各处室报送批次连续（{waived}已豁免）" if waived else "各处室报送批次连续"
    return Check(words, 0 if gaps else 1, 1, gaps)


def _undisputed(session: Session, quarter: Quarter) -> Check:
    """Whether no published item has two contents under one version: it cannot be delivered before that is settled."""
    numbers = session.scalars(
        select(Item.short_number)
        .join(Publication, Publication.item_id == Item.id)
        .where(_due(quarter), Item.conflict.is_(True))
        .order_by(Item.short_number)
    )
    disputed = tuple(numbers)
    return Check("没有内容冲突", 0 if disputed else 1, 1, disputed)


def _due(quarter: Quarter) -> ColumnElement[bool]:
    return and_(Item.state == ItemState.PUBLISHED.value, Publication.published_on <= quarter.last_day)


def replaced(session: Session, items: Sequence[int], quarter: Quarter) -> dict[int, Quarter]:
    """Which of these items an earlier quarter's delivery holds in an earlier version: that version is exchanged (替换)."""
    before = or_(Delivery.year < quarter.year, and_(Delivery.year == quarter.year, Delivery.quarter < quarter.number))
    rows = session.execute(
        select(DeliveryItem.item_id, Delivery.year, Delivery.quarter)
        .join(Delivery, Delivery.id == DeliveryItem.delivery_id)
        .where(DeliveryItem.item_id.in_(items), before)
        .order_by(Delivery.year, Delivery.quarter)
    )
    return {item: Quarter(year, number) for item, year, number in rows}


def line_of(item: Item, published_on: date, content: ItemContent, replaces: Quarter | None) -> DeliveryLine:
    """An item as a line of a delivery; `replaces` is the quarter whose copy it takes the place of."""
    return DeliveryLine(
        item.uuid,
        item.index_number or "",
        content.title,
        content.document_number,
        published_on,
        len(content.attachments),
        content.pages,
        replaces,
    )
