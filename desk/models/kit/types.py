"""Column types: instants in UTC, money in fen, JSON in canonical text."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

CODE_POINTS = Text().with_variant(Text(collation="C"), "postgresql")
"""Every text column. Texts are compared and ordered by code point on both engines: SQLite's BINARY, its default, compares UTF-8
bytes, which is the same; PostgreSQL's default is the language of the server. The sort keys we store are made for this order."""


class Instant(TypeDecorator[datetime]):
    """A moment. Aware datetimes in and out, stored as naive UTC so that SQLite and PostgreSQL order them alike."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Hundredths(TypeDecorator[Decimal]):
    """A Decimal with two places, stored as an integer of hundredths: SQLite would keep NUMERIC as a float."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if not isinstance(value, Decimal):
            raise TypeError(f"a Decimal is needed, not {type(value).__name__}")
        hundredths = value * 100
        if hundredths != hundredths.to_integral_value():
            raise ValueError(f"{value} has more than two decimal places")
        return int(hundredths)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / 100


class TenThousandths(TypeDecorator[Decimal]):
    """A rate or what a meter shows: a Decimal with four places, stored as a whole number."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = Decimal(value).scaleb(4)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than four decimal places")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-4)


class Money(Hundredths):
    """Yuan as Decimal at the edge, integer fen in the database.

    SQL may add, compare and order money; any other arithmetic belongs in Python, since SQLAlchemy coerces the other
    operand to this type too.
    """

    cache_ok = True


class Json(TypeDecorator[Any]):
    """JSON as canonical text: the same value is the same text, so that it can be hashed."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else canonical(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: Any) -> str:
    """The one JSON text of a value: sorted keys, no spaces."""
    return _canonical(value)
