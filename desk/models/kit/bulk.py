"""Many rows of one table at once: the statement is compiled once, and a row costs no dictionary and no walk through SQLAlchemy.

A list of ten thousand rooms writes half a million rows; built as `session.execute(insert(table), rows)`, a fifth of the time of the
import was spent on finding again for each row what is the same for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table, bindparam, insert
from sqlalchemy.sql.schema import ScalarElementColumnDefault


@lru_cache(maxsize=64)
def _compiled(statement: Any, dialect: Dialect) -> Any:
    return statement.compile(dialect=dialect)


@lru_cache(maxsize=64)
def _inserting(table: Table, names: tuple[str, ...]) -> Any:
    return insert(table).values({name: bindparam(name, type_=table.c[name].type) for name in names})


def run_many(connection: Connection, statement: Any, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    """Runs a statement for each row, whatever the driver's way of writing parameters; the values are as the driver takes them.

    Args:
        connection: in a transaction.
        statement: with a `bindparam` for each of `names`; kept compiled, so it should be a constant.
        names: of the parameters, in the order of the rows' values.
        rows: the values.
    """
    if not rows:
        return
    compiled = _compiled(statement, connection.dialect)
    if compiled.positional:
        order = [names.index(name) for name in compiled.positiontup]
        if order != list(range(len(names))):
            rows = [tuple(row[place] for place in order) for row in rows]
        connection.exec_driver_sql(str(compiled), list(rows))
    else:
        connection.exec_driver_sql(str(compiled), [dict(zip(names, row, strict=True)) for row in rows])


def insert_many(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Adds rows that all name the same columns; a column that is not named has its default.

    Args:
        connection: in a transaction. What the session has not written yet is not written by this.
        table: the table.
        rows: values as the columns' types take them (Decimal, aware moments), by name.
    """
    if not rows:
        return
    named = tuple(rows[0])
    constant = {
        column.name: column.default.arg
        for column in table.columns
        if column.name not in rows[0] and isinstance(column.default, ScalarElementColumnDefault)
    }
    names = (*named, *constant)
    columns: list[Sequence[Any]] = []
    for name in named:
        values: list[Any] = [row[name] for row in rows]
        columns.append(_taken(table, name, values, connection.dialect))
    for name, value in constant.items():
        columns.append(_taken(table, name, [value] * len(rows), connection.dialect))
    run_many(connection, _inserting(table, names), names, list(zip(*columns, strict=True)))


def _taken(table: Table, name: str, values: list[Any], dialect: Dialect) -> list[Any]:
    """The values of a column as the driver takes them; what all rows share is done once (the moment of the act, an empty text)."""
    process = table.c[name].type._cached_bind_processor(dialect)
    if process is None:
        return values
    first = values[0]
    if all(value is first for value in values):
        return [process(first)] * len(values)
    return [process(value) for value in values]


__all__ = ["insert_many", "run_many"]
