"""What registering leaves behind beside the items: clean copies, remembered corrections, imports of ledgers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base


class CleanCopy(Base):
    """A masked copy that an item publishes in place of its original, and what was masked in it (去标识化, reference §9).

    `masks` holds rule, place, count and preset of each mask, never what stood there.
    """

    __tablename__ = "clean_copy"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    sm3: Mapped[str] = mapped_column(ForeignKey("document.sm3"), index=True)
    original_sm3: Mapped[str] = mapped_column(ForeignKey("document.sm3"))
    original: Mapped[dict[str, Any]]
    masks: Mapped[list[Any]]
    made_at: Mapped[str]
    made_by: Mapped[str]


class Correction(Base):
    """What a person made of a proposed value, kept for the next document of that kind."""

    __tablename__ = "correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    field: Mapped[str]
    proposed: Mapped[str]
    value: Mapped[str]
    times: Mapped[int]
    updated_at: Mapped[str]
    updated_by: Mapped[str]

    __table_args__ = (UniqueConstraint("kind", "field", "proposed"),)


class LedgerImport(Base):
    """An Excel ledger that was taken in as drafts: its columns and what they were taken for; undone as a whole."""

    __tablename__ = "ledger_import"

    id: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str]
    headings: Mapped[list[Any]]
    mapping: Mapped[dict[str, Any]]
    imported_at: Mapped[str]
    imported_by: Mapped[str]
    undone_at: Mapped[str | None]


class LedgerImportItem(Base):
    """An item that an import made, and the draft version it began with: a touched one is not undone."""

    __tablename__ = "ledger_import_item"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    import_id: Mapped[str] = mapped_column(ForeignKey("ledger_import.id"), index=True)
    draft_version: Mapped[int]
