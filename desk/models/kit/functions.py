# ruff: noqa: PLC0415 - the dialect of a server is loaded on sites with one
"""SQL that each engine spells in its own way, so that services need not know which one holds the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Boolean, func, literal, select, text
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session


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


class _like(GenericFunction[bool]):  # noqa: N801 - an SQL function
    type = Boolean()
    inherit_cache = True
    name = "desk_like"


@compiles(_like)
def _like_sqlite(element: _like, compiler: Any, **options: Any) -> str:
    """SQLite's LIKE takes A for a, and no other letters for each other."""
    column, pattern = (compiler.process(part, **options) for part in element.clauses)
    return f"({column} LIKE {pattern} ESCAPE '/')"


@compiles(_like, "postgresql")
def _like_postgresql(element: _like, compiler: Any, **options: Any) -> str:
    """ILIKE under the collation "C" of our columns does the same."""
    column, pattern = (compiler.process(part, **options) for part in element.clauses)
    return f"({column} ILIKE {pattern} ESCAPE '/')"


def among(column: ColumnElement[Any] | InstrumentedAttribute[Any], ids: Sequence[int]) -> ColumnElement[bool]:
    """Whether a number is one of these; a row of numbers without a gap is asked by its ends, which no engine has to take apart."""
    if ids and max(ids) - min(ids) + 1 == len(set(ids)):
        return column.between(min(ids), max(ids))
    return column.in_(ids)


_LONGEST = 1000
"""Characters of a word that are looked for: an engine refuses patterns of tens of thousands."""
_MOST = 16


def holds(column: ColumnElement[str] | InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    """Whether a text holds a word, a–z in either case; use it instead of `contains`, whose case depends on the engine."""
    return _like(column, literal(f"%{_escaped(word[:_LONGEST])}%"))


def words_in(text: str) -> list[str]:
    """The different words of a search, the first `_MOST`: a whole letter pasted into a filter is no deeper a question than that."""
    return list(dict.fromkeys(text.split()))[:_MOST]


def ends_with(column: ColumnElement[str] | InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    """Whether a text ends with a word, a–z in either case."""
    return _like(column, literal(f"%{_escaped(word[-_LONGEST:])}"))


def begins_with(column: ColumnElement[str] | InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    """Whether a text begins with a word, in this very case: a range, which an index serves on either engine."""
    return (column >= word) & (column < word + "\U0010ffff")


def _escaped(word: str) -> str:
    return word.replace("/", "//").replace("%", "/%").replace("_", "/_")


def upsert(session: Session, model: type[Any], values: Mapping[str, Any]) -> None:
    """Writes a row, over the one with the same primary key if there is one; safe against another writer doing the same."""
    table = model.__table__
    keys = [column.name for column in table.primary_key]
    made = _insert(session)(table).values(dict(values))
    rest = {name: made.excluded[name] for name in values if name not in keys}
    session.execute(made.on_conflict_do_update(index_elements=keys, set_=rest))


def add_missing(session: Session, model: type[Any], values: Mapping[str, Any]) -> None:
    """Writes a row unless there is one with the same primary key."""
    table = model.__table__
    session.execute(_insert(session)(table).values(dict(values)).on_conflict_do_nothing())


def count_on(session: Session, model: type[Any], key: Mapping[str, Any], column: str, by: int = 1) -> int:
    """Adds to a row's counter in a single statement, the row with that much where there is none; it stays locked.

    Returns:
        Where the counter stands now.
    """
    table = model.__table__
    made = _insert(session)(table).values({**key, column: by})
    counted = made.on_conflict_do_update(index_elements=list(key), set_={column: table.c[column] + by})
    return int(session.execute(counted.returning(table.c[column])).scalar_one())


def _insert(session: Session) -> Any:
    """The engine's INSERT that knows ON CONFLICT."""
    if session.get_bind().dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as postgresql_insert

        return postgresql_insert
    return insert


def new_ids(session: Session, model: type[Any], count: int) -> Sequence[int]:
    """Ids in ascending order for rows that are written in bulk; nobody else is given them."""
    table = model.__table__
    if not count:
        return ()
    if session.get_bind().dialect.name == "postgresql":
        counter = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")
        return sorted(session.scalars(counter, {"table": table.name, "count": count}))
    first = (session.scalar(select(func.max(table.c.id))) or 0) + 1
    return range(first, first + count)


__all__ = [
    "add_missing", "among", "begins_with", "count_on", "ends_with", "holds", "microseconds", "new_ids", "upsert", "words_in",
]  # fmt: skip
