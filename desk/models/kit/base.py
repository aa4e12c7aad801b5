"""The declarative base and the conventions every table shares."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from desk.models.kit.types import CODE_POINTS, Instant, Json, Money


class Base(DeclarativeBase):
    """Every table: constraint names by convention (migrations need them), texts as TEXT, dates local, instants UTC."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        str: CODE_POINTS,
        datetime: Instant,
        date: Date,
        Decimal: Money,
        dict[str, Any]: Json,
        list[Any]: Json,
    }


class Numbered:
    """A surrogate key."""

    id: Mapped[int] = mapped_column(primary_key=True)
