"""The declarative base: naming of constraints and the Python types that columns speak."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, Date, MetaData, String
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """Base of all tables. Moments are ISO 8601 text in UTC; civil dates are dates at +08:00."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 (read by SQLAlchemy, never changed)
        str: String,
        date: Date,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }
