"""Batches sent and received, office keys, receipts in both directions."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base


class Batch(Base):
    """A submission batch written at the office end, identified by the SM3 of its tag manifest."""

    __tablename__ = "batch"

    id: Mapped[str] = mapped_column(primary_key=True)
    epoch: Mapped[int]
    seq: Mapped[int]
    paper_number: Mapped[str]
    kind: Mapped[str]
    period: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    item_count: Mapped[int]
    manifest_hash: Mapped[str]
    previous: Mapped[str]
    header: Mapped[dict[str, Any]]
    people: Mapped[dict[str, Any]]
    created_at: Mapped[str]
    receipt_seq: Mapped[int | None]

    __table_args__ = (UniqueConstraint("epoch", "seq"),)


class BatchItem(Base):
    """An item of a batch, with the revision that was sent."""

    __tablename__ = "batch_item"

    batch_id: Mapped[str] = mapped_column(ForeignKey("batch.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    rev: Mapped[int]

    __table_args__ = (Index("ix_batch_item_item_id", "item_id"),)


class OfficeKey(Base):
    """An office's key at the centre: proposed by one officer, confirmed by another, revoked with its last good batch.

    `rotation` is the statement, signed by the key before it and by itself, that it takes the other's place.
    """

    __tablename__ = "office_key"

    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"), index=True)
    proposed_by: Mapped[str]
    proposed_at: Mapped[str]
    confirmed_by: Mapped[str | None]
    confirmed_at: Mapped[str | None]
    revoked_at: Mapped[str | None]
    last_good_seq: Mapped[int | None]
    rotation: Mapped[dict[str, Any] | None]


class ReceivedBatch(Base):
    """A batch that reached the centre, whatever became of it."""

    __tablename__ = "received_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[str]
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"))
    epoch: Mapped[int]
    seq: Mapped[int]
    paper_number: Mapped[str]
    kind: Mapped[str]
    period: Mapped[str]
    manifest_hash: Mapped[str] = mapped_column(unique=True)
    outcome: Mapped[str]
    code: Mapped[str] = mapped_column(default="")
    item_count: Mapped[int]
    anchor: Mapped[dict[str, Any]]
    received_at: Mapped[str]
    received_by: Mapped[str]
    undone_at: Mapped[str | None]

    __table_args__ = (Index("ix_received_batch_office_id_epoch_seq", "office_id", "epoch", "seq"),)


class ReceivedItem(Base):
    """An item of a received batch and what was decided about it.

    `before` is what undoing the import puts back (`received_before`), None for what an earlier program took in.
    """

    __tablename__ = "received_item"

    received_batch_id: Mapped[int] = mapped_column(ForeignKey("received_batch.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    rev: Mapped[int] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    fields: Mapped[list[Any]] = mapped_column(default=list)
    before: Mapped[dict[str, Any] | None]

    __table_args__ = (Index("ix_received_item_item_id", "item_id"),)


class WithheldEntry(Base):
    """All that travels of a withheld item: number, office, date and article, for the statistics."""

    __tablename__ = "withheld_entry"

    form_number: Mapped[str] = mapped_column(primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"))
    decided_on: Mapped[date]
    ground: Mapped[str]
    received_batch_id: Mapped[int] = mapped_column(ForeignKey("received_batch.id"))


class Withdrawal(Base):
    """A sent item that its office took back, for good: at the office until a batch tells it, at the centre as it came.

    `rev` is the version that was withdrawn; the notice may come before the item does.
    """

    __tablename__ = "withdrawal"

    item_uuid: Mapped[str] = mapped_column(primary_key=True)
    rev: Mapped[int]
    form_number: Mapped[str]
    reason: Mapped[str]
    withdrawn_on: Mapped[date]
    batch_id: Mapped[str | None] = mapped_column(ForeignKey("batch.id"), index=True)
    received_batch_id: Mapped[int | None] = mapped_column(ForeignKey("received_batch.id"))


class JointDecision(Base):
    """What two people decided and signed: which of two batches or contents stands, or that a gap is waived.

    Dropped when the second person does not agree; it stays visible.
    """

    __tablename__ = "joint_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str]
    body: Mapped[dict[str, Any]]
    proposed_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[str]
    proposed_signature: Mapped[dict[str, Any]]
    confirmed_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[str | None]
    confirmed_signature: Mapped[dict[str, Any] | None]
    dropped_at: Mapped[str | None]

    __table_args__ = (Index("ix_joint_decision_kind_subject", "kind", "subject"),)


class Receipt(Base):
    """A receipt that the centre issued; its body can be written again at any time."""

    __tablename__ = "receipt"

    seq: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"), index=True)
    received_batch_id: Mapped[int] = mapped_column(ForeignKey("received_batch.id"))
    body: Mapped[dict[str, Any]]
    created_at: Mapped[str]


class ReadReceipt(Base):
    """A receipt that the office has read."""

    __tablename__ = "read_receipt"

    seq: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[str] = mapped_column(ForeignKey("batch.id"))
    body: Mapped[dict[str, Any]]
    read_at: Mapped[str]
