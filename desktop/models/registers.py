"""What an agency keeps to judge items by: its catalogue, its negative list, its own words, its office telephones."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base


class Catalogue(Base):
    """One issue of the disclosure catalogue (主动公开基本目录), versioned by year; an earlier one is never changed."""

    __tablename__ = "catalogue"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    version: Mapped[int]
    source: Mapped[str]
    imported_at: Mapped[str]
    imported_by: Mapped[str]

    __table_args__ = (UniqueConstraint("year", "version"),)


class CatalogueRow(Base):
    """A row of a catalogue (reference §7); `initials` are the pinyin initials of what it is called, for searching."""

    __tablename__ = "catalogue_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    catalogue_id: Mapped[int] = mapped_column(ForeignKey("catalogue.id"))
    position: Mapped[int]
    code: Mapped[str]
    first_level: Mapped[str]
    second_level: Mapped[str]
    content: Mapped[str]
    basis: Mapped[str]
    limit_text: Mapped[str]
    time_limit: Mapped[str]
    responsible: Mapped[str]
    channels: Mapped[list[Any]]
    audience: Mapped[str]
    method: Mapped[str]
    tier: Mapped[str]
    stage: Mapped[str]
    initials: Mapped[str]

    __table_args__ = (UniqueConstraint("catalogue_id", "code"),)


class NegativeEntry(Base):
    """An entry of the negative list (负面清单, reference §8) and the words by which it is met in a text."""

    __tablename__ = "negative_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str]
    category: Mapped[str]
    matter: Mapped[str]
    words: Mapped[list[Any]]
    reason: Mapped[str]
    basis: Mapped[str]
    office: Mapped[str]
    effective_on: Mapped[date]
    review_on: Mapped[date] = mapped_column(index=True)
    removed_on: Mapped[date | None]
    updated_at: Mapped[str]
    updated_by: Mapped[str]


class ListedWord(Base):
    """A word of the office's own list; its number, which findings name, is never given to another word."""

    __tablename__ = "listed_word"

    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(unique=True)

    __table_args__ = ({"sqlite_autoincrement": True},)


class OfficePhone(Base):
    """A telephone of the office itself, which is no personal datum; digits only."""

    __tablename__ = "office_phone"

    number: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
