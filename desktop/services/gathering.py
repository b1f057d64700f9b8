"""What a quarter's delivery would hold, and the checks it must pass before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import Item, Publication, ReceivedBatch
from desktop.rules.chains import Place
from desktop.rules.items import ItemContent
from desktop.rules.periods import Quarter
from desktop.rules.plain import from_plain
from desktop.rules.roles import Permission
from desktop.rules.states import ItemState
from desktop.services import item_rows
from desktop.services.desk import Desk
from desktop.services.inspection import contiguous_seq
from desktop.services.reviews import holds_at


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
        lines = tuple(line_of(item, published, content) for item, published, content in rows)
        checks = _checks(desk, session, quarter, rows)
        documents = [one for _item, _published, content in rows for one in content.attachments]
    return Gathered(quarter, lines, checks, len(documents), sum(one.size for one in documents))


def undelivered(session: Session, quarter: Quarter) -> list[tuple[Item, Publication, ItemContent]]:
    """The items published up to the end of a quarter that no delivery holds yet."""
    rows = session.execute(
        select(Item, Publication)
        .join(Publication, Publication.item_id == Item.id)
        .where(Item.state == ItemState.PUBLISHED.value, Publication.published_on <= quarter.last_day)
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
    gaps = _gaps(session)
    return (
        _check(
            "保密审查有效，签的是现在这一版", [(item, holds_at(session, item, Place.CENTRE)) for item, _p, _c in rows]
        ),
        _check("已公开，地址和日期齐全", [(item, bool(one.address)) for item, one, _c in rows]),
        _check("索引号齐全", [(item, bool(item.index_number)) for item, _p, _c in rows]),
        _check("文件齐全，摘要值重新计算相符", [(item, one.sm3 not in broken) for item, one in documents]),
        Check("各处室报送批次连续", 0 if gaps else 1, 1, gaps),
    )


def _check(words: str, results: Sequence[tuple[Item, bool]]) -> Check:
    failing = tuple(item.short_number for item, holds in results if not holds)
    return Check(words, len(results) - len(failing), len(results), failing)


def _gaps(session: Session) -> tuple[str, ...]:
    """Batches that are missing between two that arrived: what they hold may belong to this quarter."""
    found: list[str] = []
    for office_id, epoch in session.execute(select(ReceivedBatch.office_id, ReceivedBatch.epoch).distinct()):
        missing = contiguous_seq(session, office_id, epoch)[1]
        if missing:
            name = item_rows.office_names(session)[office_id]
            found.append(f"{name}缺第 {'、'.join(map(str, missing))} 批")
    return tuple(found)


def line_of(item: Item, published: Publication, content: ItemContent) -> DeliveryLine:
    """An item as a line of a delivery."""
    return DeliveryLine(
        item.uuid,
        item.index_number or "",
        content.title,
        content.document_number,
        published.published_on,
        len(content.attachments),
        content.pages,
    )
