"""Reviews: sign-offs, signed or voided, never removed; forms, delegations and referrals."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
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


class InkScan(Base):
    """A scan of signatures in ink; the statement that records the ink names its digest."""

    __tablename__ = "ink_scan"

    sm3: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    size: Mapped[int]
    recorded_at: Mapped[str]
    recorded_by: Mapped[str]


class FormTemplate(Base):
    """A version of a review form that this agency made; the shipped ones lie in `resources/forms`. Never changed."""

    __tablename__ = "form_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    version: Mapped[int]
    body: Mapped[dict[str, Any]]
    retired: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[str]
    created_by: Mapped[str]

    __table_args__ = (UniqueConstraint("code", "version"),)


class StandIn(Base):
    """Who may sign a role in somebody's place, by what authority, on which days (代签授权)."""

    __tablename__ = "stand_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str]
    principal: Mapped[str]
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    authority: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    revoked_at: Mapped[str | None]
    recorded_at: Mapped[str]
    recorded_by: Mapped[str]


class ReferralEntry(Base):
    """The register of referrals (条例 17): what an item's content says of them, to be listed with its clock."""

    __tablename__ = "referral"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    question: Mapped[int]
    body: Mapped[str]
    number: Mapped[str] = mapped_column(default="")
    sent_on: Mapped[date]
    due_on: Mapped[date]
    answered_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[str]

    __table_args__ = (Index("ix_referral_answered_on", "answered_on", "due_on"),)
