# ruff: noqa: PLC0415 - what checks a database knows every table, which takes 25 MB
"""PostgreSQL 15 or newer, through psycopg: several counters on one server.

Writers run at READ COMMITTED and lock rows (`services/kit/sequences`): a question asked after the lock sees what the writer before
committed, and nothing has to be run again. Readers run at REPEATABLE READ: one consistent view, and no waiting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from desk.errors import StorageError
from desk.i18n import _
from desk.models.kit.engines import copying, images
from desk.models.kit.engines.base import Backend, Progress, Rows, lacks_table, one_version

try:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict
    from psycopg.types.string import StrDumperUnknown
except ImportError as missing:
    raise StorageError(
        "no-driver",
        _("PostgreSQL needs a package that is not installed: pip install 'desk[postgresql]'."),
    ) from missing

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.orm import Session

OLDEST = 150000
_SCHEMES = ("postgresql://", "postgres://")
CONNECT_SECONDS = 10
_TABLES_LOCK = 0x4445534B
"""The advisory lock of whoever makes or changes tables ("DESK")."""
_MIGRATION_SECONDS = 120.0
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
_ASKED_AT_ONCE = 40
"""Tables, and references, that one statement of the check asks about."""
_PARAMETER = re.compile(r"(?<!:):([A-Za-z_]\w*)")


class PostgresqlBackend(Backend):
    """One database of a server."""

    name = "postgresql"
    file = None

    def __init__(self, address: str, *, busy_seconds: float = 10.0, password: str | None = None) -> None:
        try:
            parts = conninfo_to_dict(address) if address.startswith(_SCHEMES) else {}
        except psycopg.ProgrammingError:
            parts = {}
        if not parts:
            raise StorageError(
                "bad-address",
                _("This is no address of a database. Expected: {example}").format(
                    example="postgresql://user@host/database"
                ),
            )
        if parts.get("password"):
            raise StorageError(
                "bad-address",
                _(
                    "Please leave the password out of the address: others could read it there. Desk asks for it, or takes it from"
                    " PGPASSWORD or the password file of PostgreSQL."
                ),
            )
        self._address = address
        self._password = password
        self._busy_seconds = busy_seconds
        self._glances: list[_PlainSql] = []
        self._listening = False

    # ---------------------------------------------------------------------------------------------------- connections
    def connect(self, *, busy_seconds: float | None = None, **more: Any) -> psycopg.Connection[Any]:
        """A new connection; moments are UTC, and nobody waits for a lock longer than `busy_seconds`."""
        patience = int((self._busy_seconds if busy_seconds is None else busy_seconds) * 1000)
        options = {
            "connect_timeout": CONNECT_SECONDS,
            "application_name": "desk",
            "client_encoding": "utf8",
            "options": f"-c lock_timeout={patience} -c timezone=UTC -c client_min_messages=warning",
        }
        if self._password is not None:
            options["password"] = self._password
        connection = psycopg.connect(self._address, **{**options, **more})
        connection.adapters.register_dumper(str, _Text)
        return connection

    def prepare(self) -> None:
        with self.translated(), self.connect(autocommit=True) as connection:
            if connection.info.server_version < OLDEST:
                raise StorageError(
                    "server-too-old", _("The database server is too old: PostgreSQL 15 or newer is needed.")
                )
            row = connection.execute("SELECT current_setting('server_encoding')").fetchone()
            if row is None or row[0] != "UTF8":
                raise StorageError(
                    "bad-encoding", _("The database does not keep its texts as UTF-8. Please make one that does.")
                )

    def revision(self) -> str | None:
        with self.translated(), self.connect(autocommit=True) as connection:
            tables = _tables(connection)
            if not tables:
                return None
            if "alembic_version" not in tables:
                raise StorageError(
                    "not-a-database",
                    _("The database {name} holds something else than a Desk site. It was left as it is.").format(
                        name=connection.info.dbname
                    ),
                )
            return one_version(connection.execute("SELECT version_num FROM alembic_version").fetchall())

    def engine(self, *, migrating: bool = False) -> Engine:
        patience = _MIGRATION_SECONDS if migrating else self._busy_seconds
        return create_engine(
            "postgresql+psycopg://",
            creator=lambda: self.connect(busy_seconds=patience),
            isolation_level="READ COMMITTED",
            hide_parameters=True,  # an error's words go into reports and logs
            pool_size=5,
            pool_pre_ping=True,  # a server that was started again is no reason to lose what was typed
        )

    def readers(self, engine: Engine) -> Engine:
        return engine.execution_options(isolation_level="REPEATABLE READ")

    def alone(self, connection: Connection) -> None:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TABLES_LOCK})")

    def made(self, connection: Connection) -> None:
        images.listen(connection)

    def told(self, session: Session) -> images.PostgresqlTold:
        """Tables that an older version made get their triggers from the first act, before it has touched anything."""
        if not self._listening and images.silent(session.connection()):
            engine = self.engine(migrating=True)
            try:
                with engine.begin() as connection:
                    self.alone(connection)
                    images.listen(connection)
            finally:
                engine.dispose()
        self._listening = True
        return images.PostgresqlTold(session)

    def rows(self, session: Session) -> images.PostgresqlRows:
        return images.PostgresqlRows(session.connection())

    # -------------------------------------------------------------------------------------------------------- glances
    @contextmanager
    def glance(self) -> Iterator[_PlainSql]:
        kept = self._glances
        with self.translated():
            plain = self._begun()
            try:
                yield plain
            finally:
                plain.rollback()
                if kept is self._glances and not plain.connection.broken:
                    kept.append(plain)
                else:
                    plain.connection.close()

    def _begun(self) -> _PlainSql:
        """A connection in a transaction: one that was used before, if the server still knows it."""
        while self._glances:
            try:
                plain = self._glances.pop()
            except IndexError:  # another thread was quicker
                break
            try:
                plain.begin()
                return plain
            except psycopg.OperationalError:
                plain.connection.close()
        plain = _PlainSql(self.connect(autocommit=True))
        plain.begin()
        return plain

    def close(self) -> None:
        glances, self._glances = self._glances, []
        for plain in glances:
            plain.connection.close()

    # -------------------------------------------------------------------------------------------------------- the rest
    def said(self, error: BaseException) -> StorageError | None:
        # SQLAlchemy's errors hold the one of the driver as `orig`.
        own = error if isinstance(error, psycopg.Error) else getattr(error, "orig", None)
        return _sentence(own) if isinstance(own, psycopg.Error) else None

    def integrity(self, session: Session) -> Iterator[tuple[str, str]]:
        """Reads every row of every table, and looks for indexes and references that do not hold.

        The server checks its pages itself where it was set up with checksums; here every row is at least unpacked once.
        """
        connection = session.connection()
        tables = sorted(row[0] for row in connection.exec_driver_sql(_TABLES))

        def unpacked(names: Sequence[str]) -> None:
            with connection.begin_nested():
                asked = ", ".join(f'(SELECT count(length(t::text)) FROM "{name}" t)' for name in names)
                connection.exec_driver_sql(f"SELECT {asked}")

        def damaged() -> Iterator[tuple[str, str]]:
            for name in tables:
                try:
                    unpacked([name])
                except DBAPIError as error:
                    if not (getattr(error.orig, "sqlstate", None) or "").startswith(("XX", "58")):
                        raise
                    yield "integrity", f"{name}: {error.orig}"

        try:
            for at in range(0, len(tables), _ASKED_AT_ONCE):
                unpacked(tables[at : at + _ASKED_AT_ONCE])
        except DBAPIError:  # one of them; which one is asked table by table
            yield from damaged()
        for row in connection.exec_driver_sql(
            "SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
            " WHERE NOT i.indisvalid AND c.relnamespace = current_schema()::regnamespace"
        ):
            yield "integrity", str(row[0])
        references = _references()
        for at in range(0, len(references), _ASKED_AT_ONCE):
            part = references[at : at + _ASKED_AT_ONCE]
            lost = connection.exec_driver_sql("SELECT " + ", ".join(asked for _name, asked in part)).one()
            for (name, _asked), there in zip(part, lost, strict=True):
                if there:
                    yield "foreign-key", name

    def copy_to(self, file: Path, progress: Progress | None = None) -> None:
        """As a SQLite site, row by row: it needs no tool of the server's version, is checked like any other copy, and can be opened."""
        with self.translated(), self.connect() as connection:
            copying.to_file(connection, file, progress)

    def replace_by(self, file: Path) -> None:
        engine = self.engine(migrating=True)
        try:
            with self.translated(), engine.begin() as connection:
                self.alone(connection)
                self._nobody_else(connection)
                copying.from_file(connection, file)
                self.made(connection)
        finally:
            engine.dispose()

    def _nobody_else(self, connection: Connection) -> None:
        others = connection.exec_driver_sql(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend' AND application_name = 'desk'"
        ).scalar()
        if others:
            raise StorageError(
                "in-use", _("Desk is open on this data. Please close its window first; nothing was changed.")
            )


class _Text(StrDumperUnknown):
    """A pasted text may hold a NUL; PostgreSQL keeps none, so it is left out and not a reason to lose the rest."""

    def dump(self, obj: str) -> Any:
        return super().dump(obj.replace("\0", "") if "\0" in obj else obj)


class _PlainSql:
    """A connection that takes SQL as SQLite does."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection

    def execute(self, sql: str, values: Mapping[str, Any] | None = None, /) -> Rows:
        return self.connection.execute(_spelled(sql), values or {})

    def begin(self) -> None:
        self.connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def rollback(self) -> None:
        if not self.connection.closed and self.connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            self.connection.rollback()


@cache
def _references() -> list[tuple[str, str]]:
    """For each reference of each table, the table's name and the question whether some row of it points at nothing.

    Written as text, once: as statements of SQLAlchemy they would be built and compiled anew at each check.
    """
    from desk.models import Base

    found = []
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            filled = " AND ".join(f'c."{element.parent.name}" IS NOT NULL' for element in key.elements)
            same = " AND ".join(f'p."{element.column.name}" = c."{element.parent.name}"' for element in key.elements)
            there = f'SELECT FROM "{key.referred_table.name}" p WHERE {same}'
            found.append((table.name, f'EXISTS (SELECT FROM "{table.name}" c WHERE {filled} AND NOT EXISTS ({there}))'))
    return found


@lru_cache(maxsize=512)
def _spelled(sql: str) -> bytes:
    """Named parameters as psycopg writes them."""
    return _PARAMETER.sub(r"%(\1)s", sql.replace("%", "%%")).encode()


def _tables(connection: psycopg.Connection[Any]) -> set[str]:
    return {row[0] for row in connection.execute(_TABLES)}


# --------------------------------------------------------------------------------------------------------- what it says
def _sentence(error: psycopg.Error) -> StorageError | None:
    state = error.sqlstate or ""
    if not state:
        return _of_connection(error) if isinstance(error, psycopg.OperationalError) else None
    if state in ("40001", "40P01", "55P03", "57014", "53300"):
        # A conflict with another writer, a deadlock, a lock that took too long, too many connections.
        return StorageError(
            "locked", _("The data is in use by another program. Nothing was saved; please try again in a moment.")
        )
    if state.startswith(("08", "57P")):
        return _gone()
    if state == "53100":
        return StorageError(
            "disk-full",
            _("The disk of the database server is full. Nothing was saved, what you typed is still here."),
        )
    if state in ("25006", "42501"):
        return StorageError(
            "read-only", _("The database may not be written to. Nothing was saved; please ask for permission to it.")
        )
    if state == "42P01":
        return lacks_table((error.diag.message_primary or "").partition('"')[2].partition('"')[0])
    if state.startswith("XX00") and state != "XX000":
        return StorageError(
            "broken", _("The data on the database server is damaged. Please restore the latest backup.")
        )
    if state.startswith(("58", "53")):
        return StorageError("io", _("The database server reported an error. Nothing was saved; please try again."))
    return None


def _gone() -> StorageError:
    return StorageError(
        "server-gone", _("The connection to the database server was lost. Nothing was saved; please try again.")
    )


def _of_connection(error: psycopg.Error) -> StorageError:
    """No SQLSTATE: the words of libpq, or of a server that let nobody in (they may be in the server's language)."""
    said = str(error)
    if getattr(error, "pgconn", None) is not None and error.pgconn and error.pgconn.needs_password:
        return StorageError("password-needed", _("The database server asks for a password."))
    for code, marks, sentence in (
        (
            "wrong-password",
            ("authentication failed", "认证失败", "認證失敗"),
            _("The database server did not accept the user or the password."),
        ),
        (
            "no-database",
            ('" does not exist', "不存在"),
            _("The database server has no such database or user. Please check the address."),
        ),
        ("password-needed", ("no password supplied",), _("The database server asks for a password.")),
        (
            "locked",
            ("too many clients", "too many connections", "remaining connection slots"),
            _("The data is in use by another program. Nothing was saved; please try again in a moment."),
        ),
        (
            "unreachable",
            ("refused", "No such file", "timeout", "timed out", "could not translate", "resolve", "unreachable", "no route"),
            _("The database server cannot be reached. Please check the address, the network and whether the server runs."),
        ),
    ):  # fmt: skip
        if any(mark.lower() in said.lower() for mark in marks):
            return StorageError(code, sentence)
    if "connection failed" in said or "connection to server" in said:
        # What a server says never holds the password.
        return StorageError(
            "unreachable", _("The database server let nobody in: {reason}").format(reason=said.splitlines()[-1].strip())
        )
    return _gone()
