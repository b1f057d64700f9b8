"""What the page of deliveries shows for one quarter, read in one go."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.rules.periods import Quarter
from desktop.services import deliveries, delivery_copies, gathering
from desktop.services.deliveries import DeliveryView
from desktop.services.desk import Desk
from desktop.services.gathering import Check, DeliveryLine

QUARTERS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class QuarterPage:
    """One quarter: delivered already, or gathered and checked. `size` is in bytes."""

    quarter: Quarter
    delivery: DeliveryView | None
    lines: tuple[DeliveryLine, ...]
    checks: tuple[Check, ...]
    files: int
    size: int
    past: tuple[DeliveryView, ...]
    ended: bool

    @property
    def nil(self) -> bool:
        """Whether nothing was published."""
        return not self.lines

    @property
    def failing(self) -> tuple[Check, ...]:
        """The checks that do not hold."""
        return tuple(one for one in self.checks if not one.holds)


def read_quarter(desk: Desk, quarter: Quarter | None) -> QuarterPage:
    """Read a quarter; without one, the last ended quarter when it is still owed, else the present one."""
    past = deliveries.deliveries(desk)
    today = desk.today()
    if quarter is None:
        now = Quarter.of(today)
        owed = all(one.quarter != now.previous() for one in past) and not gathering.gather(desk, now.previous()).nil
        quarter = now.previous() if owed else now
    delivery = next((one for one in past if one.quarter == quarter), None)
    if delivery is None:
        gathered = gathering.gather(desk, quarter)
        checks, lines = gathered.checks, gathered.lines
        files, size = gathered.files, gathered.size
    else:
        checks, lines = (), deliveries.delivered_lines(desk, delivery.id)
        _head, documents = delivery_copies.delivered(desk, delivery.id)
        files, size = len(documents), sum(one.size for one in documents)
    return QuarterPage(quarter, delivery, lines, checks, files, size, past, quarter.last_day < today)


def quarters(desk: Desk) -> tuple[Quarter, ...]:
    """The quarters that can be chosen, the oldest first."""
    found = [Quarter.of(desk.today())]
    while len(found) < QUARTERS_SHOWN:
        found.append(found[-1].previous())
    return tuple(reversed(found))


def quarter_key(quarter: Quarter) -> str:
    """A quarter as a key."""
    return f"{quarter.year}-{quarter.number}"
