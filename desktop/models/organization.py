"""The agency, its offices, its people and their keys."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base
from desktop.rules.numbers import NATIONAL_PATTERN
from desktop.rules.periods import Rhythm


class Agency(Base):
    """The one agency of this data folder, which end the folder serves, and its place in the exchange.

    Working days: an office's batch waits `receipt_days` for its receipt; at the centre a period's batch is owed
    `grace_days` after the period, which `rhythm` gives.
    """

    __tablename__ = "agency"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    code: Mapped[str]
    end: Mapped[str]
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"))
    centre_fingerprint: Mapped[str] = mapped_column(default="")
    epoch: Mapped[int] = mapped_column(default=1)
    next_seq: Mapped[int] = mapped_column(default=1)
    example: Mapped[bool] = mapped_column(default=False)
    index_template: Mapped[str] = mapped_column(default=NATIONAL_PATTERN, server_default=NATIONAL_PATTERN)
    default_form: Mapped[str] = mapped_column(default="standard", server_default="standard")
    receipt_days: Mapped[int] = mapped_column(default=10, server_default="10")
    rhythm: Mapped[str] = mapped_column(default=Rhythm.HALF_MONTH.value, server_default=Rhythm.HALF_MONTH.value)
    grace_days: Mapped[int] = mapped_column(default=5, server_default="5")
    created_at: Mapped[str]


class Office(Base):
    """An office (处室); the central office is one of them."""

    __tablename__ = "office"

    id: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)


class Account(Base):
    """A person who signs in."""

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"), index=True)
    roles: Mapped[list[Any]]
    active: Mapped[bool] = mapped_column(default=True)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[str]


class SigningKey(Base):
    """A public key that this store believes: of a person here, of this end, or of a person of an enrolled office.

    A person's private half lies in the person's slot only; `private` is kept for the key of this end, which signs
    batches or receipts. `holder` is the account's id, which for people of other offices is no account here.
    """

    __tablename__ = "signing_key"

    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    holder: Mapped[str] = mapped_column(index=True)
    holder_name: Mapped[str]
    public: Mapped[dict[str, Any]]
    private: Mapped[dict[str, Any] | None]
    created_at: Mapped[str]
    retired_at: Mapped[str | None]
