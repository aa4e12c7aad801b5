"""SQL functions that each engine spells in its own way."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class microseconds(GenericFunction[int]):  # noqa: N801 - an SQL function
    """A moment as whole microseconds since 1970: differences are exact, where days as floats would not be.

    `microseconds(Request.resolved_at) - microseconds(Request.received_at)`
    """

    type = BigInteger()
    inherit_cache = True


@compiles(microseconds)
def _standard(element: microseconds, compiler: Any, **options: Any) -> str:
    """PostgreSQL: EXTRACT gives an exact numeric."""
    moment = compiler.process(element.clauses, **options)
    return f"CAST(EXTRACT(EPOCH FROM {moment}) * 1000000 AS BIGINT)"


@compiles(microseconds, "sqlite")
def _sqlite(element: microseconds, compiler: Any, **options: Any) -> str:
    """SQLite keeps text with six decimals; whole seconds are counted apart, because strftime rounds them."""
    moment = compiler.process(element.clauses, **options)
    seconds = f"CAST(strftime('%s', substr({moment}, 1, 19)) AS INTEGER)"
    return f"({seconds} * 1000000 + CAST(substr({moment}, 21, 6) AS INTEGER))"


__all__ = ["microseconds"]
