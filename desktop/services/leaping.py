"""Number series after a restore: nobody knows which numbers were given since the backup, so none of them is given again.

A gap in the numbers can be explained, a number that stands on two papers cannot. Every series therefore leaps ahead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import Counter
from desktop.rules.numbers import form_series

_STEPS = {"form": 100, "index": 100, "batch": 10}
"""By how much each kind of series leaps at the least; it ends at a multiple of this."""


def leap(session: Session, name: str, known: int = 0, times: int = 1) -> int:
    """Let a series go on beyond all that may have been given, and beyond `known`; returns the last number passed over.

    It leaps `times` steps, the last of them for what was given since; the others were leapt in stores that are lost.
    """
    step = _STEPS[name.partition(":")[0]]
    counter = session.get(Counter, name)
    if counter is None:
        counter = Counter(name=name, last=0)
        session.add(counter)
    counter.last = -(-(max(counter.last, known) + times * step) // step) * step
    session.flush()
    return counter.last


def leap_all(
    session: Session,
    office_code: str,
    years: Sequence[int],
    replaced: Mapping[str, int],
    last_used: int = 0,
    times: int = 1,
) -> dict[str, int]:
    """Let the series of these years leap after a restore; returns where each of them stands.

    The years run from the backup's to the present one, whose series may have begun after the backup. `replaced` is what
    the stores that lie here still told; `last_used` the last form number of the present year that a person read off the
    papers; `times` as in `leap`.
    """
    own = form_series(office_code, years[-1])
    told = {own: 0, **replaced}
    told[own] = max(told[own], last_used)
    for year in years:
        told.setdefault(form_series(office_code, year), 0)
        told.setdefault(f"batch:{year}", 0)
    names = {*session.scalars(select(Counter.name)), *told}
    wanted = {str(year) for year in years}
    leaping = sorted(one for one in names if one.partition(":")[0] in _STEPS and wanted & set(one.split(":")))
    return {name: leap(session, name, told.get(name, 0), times) for name in leaping}
