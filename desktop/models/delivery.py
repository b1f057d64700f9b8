"""Deliveries to the archive bureau and the library (条例 25), their items and the receivers' receipts."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base


class Delivery(Base):
    """One quarter's delivery."""

    __tablename__ = "delivery"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    quarter: Mapped[int]
    state: Mapped[str]
    item_count: Mapped[int]
    file_count: Mapped[int]
    manifest_hash: Mapped[str] = mapped_column(default="")
    created_at: Mapped[str]
    created_by: Mapped[str]

    __table_args__ = (UniqueConstraint("year", "quarter"),)


class DeliveryItem(Base):
    """An item of a delivery, by its place in the catalogue; `rev` is the version delivered, 0 where it was not noted."""

    __tablename__ = "delivery_item"

    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    ordinal: Mapped[int]
    rev: Mapped[int] = mapped_column(default=0, server_default="0")

    __table_args__ = (Index("ix_delivery_item_item_id", "item_id"),)


class DeliveryReceipt(Base):
    """Hand-over to one receiver, and its receipt once signed."""

    __tablename__ = "delivery_receipt"

    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"), primary_key=True)
    receiver: Mapped[str] = mapped_column(primary_key=True)
    handed_over_on: Mapped[date | None]
    handed_over_by: Mapped[str] = mapped_column(default="")
    received_on: Mapped[date | None]
    received_by: Mapped[str] = mapped_column(default="")
