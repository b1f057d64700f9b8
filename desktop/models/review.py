"""Sign-offs of the review chain, signed or voided, never removed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base


class SignOff(Base):
    """One sign-off: the signed statement, its hash, the signature, and why it was voided if it was."""

    __tablename__ = "sign_off"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    rev: Mapped[int]
    step: Mapped[str]
    statement: Mapped[dict[str, Any]]
    statement_hash: Mapped[str] = mapped_column(unique=True)
    signature: Mapped[dict[str, Any]]
    public_key: Mapped[dict[str, Any]]
    voided_at: Mapped[str | None]
    voided_because: Mapped[str] = mapped_column(default="")

    __table_args__ = (Index("ix_sign_off_item_id_rev", "item_id", "rev"),)
