"""The hash-chained audit trail: append-only, one entry per change."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base


class AuditEntry(Base):
    """One change: who did what to which object; `h` covers the entry and the hash before it."""

    __tablename__ = "audit_entry"

    seq: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[int]
    at: Mapped[str]
    actor: Mapped[str]
    action: Mapped[str]
    object: Mapped[str] = mapped_column(index=True)
    detail: Mapped[dict[str, Any]]
    detail_hash: Mapped[str]
    prev: Mapped[str]
    h: Mapped[str] = mapped_column(unique=True)
