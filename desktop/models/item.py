"""Items with their drafts, immutable revisions, documents and publication record."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base


class Counter(Base):
    """A gapless number series, e.g. form numbers of one office and year."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class Item(Base):
    """An item and what its lists show of it; the reviewed content itself stands in draft and revisions.

    `key` orders by date, then arrival; it is the row of the search index and changes with the date.
    """

    __tablename__ = "item"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(unique=True)
    key: Mapped[int] = mapped_column(unique=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"))
    form_number: Mapped[str] = mapped_column(unique=True)
    short_number: Mapped[str] = mapped_column(index=True)
    state: Mapped[str]
    head_rev: Mapped[int] = mapped_column(default=0)
    conflict: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str] = mapped_column(default="", index=True)
    document_number: Mapped[str] = mapped_column(default="")
    attribute: Mapped[str] = mapped_column(default="proactive")
    signed_on: Mapped[date | None]
    next_review_on: Mapped[date | None]
    internal_due: Mapped[date | None]
    statutory_due: Mapped[date | None]
    index_number: Mapped[str | None] = mapped_column(unique=True)
    returned_reason: Mapped[str] = mapped_column(default="")
    returned_fields: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[str]
    updated_at: Mapped[str]
    updated_by: Mapped[str]

    __table_args__ = (
        Index("ix_item_state_key", "state", "key"),
        Index("ix_item_office_id_key", "office_id", "key"),
        Index("ix_item_statutory_due", "statutory_due", "key"),
    )


class Draft(Base):
    """The editable content of an item, apart from its revisions."""

    __tablename__ = "draft"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    content: Mapped[dict[str, Any]]
    proposals: Mapped[dict[str, Any]] = mapped_column(default=dict)
    base_rev: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=0)
    session: Mapped[str] = mapped_column(default="")
    updated_at: Mapped[str]


class Revision(Base):
    """An immutable snapshot of an item's reviewed content."""

    __tablename__ = "revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    rev: Mapped[int]
    digest: Mapped[str]
    parents: Mapped[list[Any]]
    content: Mapped[dict[str, Any]]
    author: Mapped[str]
    created_at: Mapped[str]

    __table_args__ = (UniqueConstraint("item_id", "rev", "digest"),)


class SetAside(Base):
    """A revision that does not count: the loser of a conflict, or one of a batch that was taken back."""

    __tablename__ = "set_aside"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    because: Mapped[str]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("joint_decision.id"))
    set_aside_at: Mapped[str]
    set_aside_by: Mapped[str]


class Document(Base):
    """A stored document: its digests, its text for search and preview, what was found in it.

    `findings` holds rule, place and a masked excerpt, never the raw hit (reference §9).
    """

    __tablename__ = "document"

    sm3: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    size: Mapped[int]
    kind: Mapped[str]
    pages: Mapped[int | None]
    text: Mapped[bytes] = mapped_column(LargeBinary)
    findings: Mapped[list[Any]] = mapped_column(default=list)


class HitRelease(Base):
    """A false classification hit released by the confidentiality reviewer, or on paper (decisions: Review)."""

    __tablename__ = "hit_release"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    sm3: Mapped[str] = mapped_column(index=True)
    released_by: Mapped[str]
    on_paper: Mapped[bool]
    released_on: Mapped[date]
    reason: Mapped[str]
    recorded_by: Mapped[str]


class Publication(Base):
    """Where and when an item was published, outside the reviewed content."""

    __tablename__ = "publication"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), unique=True)
    rev: Mapped[int]
    published_on: Mapped[date] = mapped_column(index=True)
    channel: Mapped[str]
    address: Mapped[str]
    evidence: Mapped[str] = mapped_column(default="")
    publisher: Mapped[str]
    recorded_at: Mapped[str]
    taken_down_on: Mapped[date | None]


class EarlierPublication(Base):
    """Where an earlier version of an item was published before its correction was."""

    __tablename__ = "earlier_publication"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    rev: Mapped[int]
    published_on: Mapped[date]
    channel: Mapped[str]
    address: Mapped[str]
    evidence: Mapped[str] = mapped_column(default="")
    publisher: Mapped[str]
    recorded_at: Mapped[str]
