"""What the check of a package found: its items beside what the centre has, before anything is taken in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from desktop.formats.package import Package
from desktop.formats.package_records import NIL, BatchHeader, UserKey, WithdrawalNotice
from desktop.rules.items import ItemContent
from desktop.rules.states import ItemState
from desktop.services.differences import FieldChange
from desktop.services.screened import ScreenedFinding
from desktop.services.sign_offs import CheckedSignOff

CLOCK_TOLERANCE = timedelta(hours=24)
"""A clock that is further ahead than this is told."""


class Novelty(StrEnum):
    """How an item of a batch stands to what the centre has."""

    NEW = "new"
    CHANGED = "changed"
    DUPLICATE = "duplicate"
    DECIDED = "decided"
    OLDER = "older"
    DIVERGED = "diverged"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class PublishedEarlier:
    """Where the version stands in public that a correction takes the place of."""

    rev: int
    address: str
    published_on: date


NUMBER_TAKEN = "编号与同一处室的另一条信息重复，须换新编号"
"""Why an item returns whose form number another item has; its office draws a new one when it reads the receipt."""
NUMBER_FIELD = "form_number"
"""The field that such a return marks: by it the office's program knows what to do."""


@dataclass(frozen=True, slots=True)
class ItemPreview:
    """One item of a batch before it is taken in. `incomplete` is empty when nothing is missing.

    `number_taken` says that another item of the office has its form number. DECIDED is a content that two people have
    decided against before; DIVERGED an older version that the later ones here were not made from.
    """

    uuid: str
    rev: int
    digest: str
    form_number: str
    novelty: Novelty
    content: ItemContent
    sign_offs: tuple[CheckedSignOff, ...]
    changes: tuple[FieldChange, ...]
    our_rev: int
    incomplete: str
    findings: tuple[ScreenedFinding, ...] = ()
    form_known: bool = True
    published: PublishedEarlier | None = None
    number_taken: bool = False


@dataclass(frozen=True, slots=True)
class WithdrawalPreview:
    """An item that its office takes back; title and state are None when the centre has not got it yet."""

    notice: WithdrawalNotice
    title: str | None
    state: ItemState | None


@dataclass(frozen=True, slots=True)
class Series:
    """What of an office's series is here: the newest epoch, the numbers missing before a batch, by epoch in earlier ones."""

    newest_epoch: int = 1
    missing: tuple[int, ...] = ()
    earlier: tuple[tuple[int, tuple[int, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the check of a package found; nothing of it is in the data folder yet."""

    path: Path
    header: BatchHeader
    office_id: str
    office_name: str
    manifest_hash: str
    duplicate: bool
    expected_seq: int
    items: tuple[ItemPreview, ...]
    withheld: int
    files: int
    people: tuple[UserKey, ...]
    package: Package = field(repr=False, compare=False)
    withdrawals: tuple[WithdrawalPreview, ...] = ()
    clock_ahead: timedelta = timedelta()
    """How much later than our own clock the office says it made the batch; negative for a batch made earlier."""
    series: Series = Series()

    @property
    def clock_wrong(self) -> bool:
        """Whether the office's clock must be wrong. It is told, never refused: order comes from numbers alone (fault 25)."""
        return self.clock_ahead > CLOCK_TOLERANCE

    @property
    def gap(self) -> bool:
        """Whether batches before this one are missing."""
        return bool(self.series.missing)

    @property
    def new_epoch(self) -> bool:
        """Whether the office put a backup back since the last batch that came: what it had lost by then has to be asked."""
        return self.header.epoch > self.series.newest_epoch

    @property
    def nil(self) -> bool:
        """Whether this is a nil return (零报告)."""
        return self.header.kind == NIL
