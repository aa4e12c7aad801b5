"""What an engine has to offer."""

from __future__ import annotations

import errno
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from desk.errors import StorageError
from desk.i18n import _
from desk.models.kit.engines.images import RowsAgain, Told
from desk.models.kit.engines.ledger import Ledger

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.orm import Session

Progress = Callable[[int, int], None]
"""Told how much of how much is done."""


class Rows(Protocol):
    """The answer to one question in plain SQL."""

    def fetchone(self) -> Any:
        """The next row as a tuple, None after the last one."""

    def fetchall(self) -> list[Any]:
        """The rows that are left."""

    def __iter__(self) -> Iterator[Any]: ...


class Glance(Protocol):
    """A few questions in plain SQL that both engines understand, with named parameters (`:name`)."""

    def execute(self, sql: str, values: Mapping[str, Any] = ..., /) -> Rows:
        """Asks one question."""


class Backend(ABC):
    """One engine and one place of it.

    Attributes:
        name: as SQLAlchemy calls the dialect.
        file: the database's file, None where it lives on a server.
        key: of an encrypted file, None where it is plain or on a server.
    """

    name: str
    file: Path | None
    key: bytes | None = None

    @abstractmethod
    def prepare(self) -> None:
        """Makes sure that a database could be there.

        Raises:
            StorageError: the folder cannot be made; the server cannot be reached, is too old, lets nobody in.
        """

    @abstractmethod
    def revision(self) -> str | None:
        """The migration the database stands at, without SQLAlchemy or Alembic; None for an empty one.

        Raises:
            StorageError: `not-a-database`, `broken`.
        """

    @abstractmethod
    def engine(self, *, migrating: bool = False) -> Engine:
        """A new SQLAlchemy engine whose transactions are those of writers, and with `desk_read` those of readers.

        Args:
            migrating: tables are going to be made anew: no check of foreign keys meanwhile, more patience.
        """

    @abstractmethod
    def readers(self, engine: Engine) -> Engine:
        """The same engine for questions: one consistent view for each transaction, no waiting for writers."""

    @abstractmethod
    def alone(self, connection: Connection) -> None:
        """Lets one process at a time make or change tables; holds until the transaction ends."""

    @abstractmethod
    def glance(self) -> AbstractContextManager[Glance]:
        """A consistent view in plain SQL, without SQLAlchemy."""

    @abstractmethod
    def close(self) -> None:
        """Closes the connections of glances."""

    @abstractmethod
    def said(self, error: BaseException) -> StorageError | None:
        """The sentence for an error of the driver or of SQLAlchemy around it; None when it is a bug of ours."""

    @abstractmethod
    def integrity(self, session: Session) -> Iterator[tuple[str, str]]:
        """What is broken below the program: (`integrity`, the engine's words) or (`foreign-key`, name of the table)."""

    @abstractmethod
    def copy_to(self, file: Path, progress: Progress | None = None) -> None:
        """Writes everything there is at one moment into a new SQLite file, while others go on working."""

    @abstractmethod
    def replace_by(self, file: Path) -> None:
        """Makes the database that of a verified SQLite file of this version; all or nothing."""

    ended: bool = False
    """Whether the site was closed for good: what is still under way gets no new connection."""

    def refuse_when_ended(self) -> None:
        """Refuses a new connection to a site that was closed for good.

        Raises:
            StorageError: `closed`.
        """
        if self.ended:
            # L10N: 数据已关闭
            raise StorageError("closed", _("The site is closed."))

    def still_there(self) -> None:  # noqa: B027 - a server has no folder that could be taken away
        """Makes sure that what was opened is still what the folder holds.

        Raises:
            StorageError: `moved`.
        """

    def ledger(self, session: Session) -> Ledger | None:  # noqa: ARG002 - an engine without one needs nothing
        """The sums of rows for a writer whose transaction has just begun; None where the engine keeps none."""
        return None

    @abstractmethod
    def told(self, session: Session) -> Told:
        """Remembers from here on which rows a writer's transaction writes."""

    @abstractmethod
    def rows(self, session: Session) -> RowsAgain:
        """Single rows as they are kept, in a writer's transaction."""

    def made(self, connection: Connection) -> None:  # noqa: B027 - an engine without it needs nothing
        """The tables were made or changed: gives them what else they need, in the same transaction."""

    def changed_rows(self, session: Session, sealed: str) -> Iterator[str]:  # noqa: ARG002 - an engine may need it
        """The tables whose rows are not what the acts left, "" for the sums themselves; nothing where none are kept.

        Args:
            session: a reader's.
            sealed: the hash that the last event holds.
        """
        yield from ()

    def strange(self, session: Session) -> Iterator[str]:  # noqa: ARG002 - an engine may need it
        """Triggers, views and tables that are not Desk's, and tables and indexes that are missing."""
        yield from ()

    def built_upon(self, error: BaseException) -> bool:
        """Whether the driver refused to take a row away because another one points at it, or one like it is there again."""
        return type(error).__name__ in ("IntegrityError", "ForeignKeyViolation", "UniqueViolation")

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Turns what the engine says into sentences (StorageError)."""
        try:
            yield
        except Exception as error:
            known = self.said(error) or _unstorable(error)
            if known is None:
                raise
            raise known from error


def _unstorable(error: BaseException) -> StorageError | None:
    """The sentence for a value that no database can hold: half a character, a figure or a day beyond all bounds."""
    own = getattr(error, "orig", None) or error
    wrapped = own is not error
    if isinstance(own, UnicodeEncodeError) or (isinstance(own, OverflowError) and (wrapped or "SQLite" in str(own))):
        # L10N: 有一项内容无法保存：数字或日期超出范围，或含有无法识别的字符。
        words = _("Something here cannot be kept: a figure or day beyond all bounds, or signs that are no text.")
        return StorageError("value", words)
    return None


def lacks_table(name: str) -> StorageError:
    """What is said when a table is not there that every site of this version has."""
    return StorageError(
        # L10N: 数据不完整：缺少表 {name}。请恢复最近的备份；现有的数据会保留。
        "broken",
        _(
            "The data is not whole: the table {name} is missing. Please restore the latest backup; what is there is kept."
        ).format(name=name),
    )


def one_version(rows: Sequence[Sequence[object]]) -> str:
    """The version of the data by the rows of its table; "", which no version is, unless there is exactly one row."""
    return str(rows[0][0]) if len(rows) == 1 else ""


def _short(file: str) -> str:
    return file if len(file) <= 80 else f"{file[:40]}…{file[-30:]}"


def storage_error_from_os(error: OSError) -> StorageError:
    """The sentence for an operating system error on the data folder."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC):
        return StorageError(
            "disk-full",
            _("The disk is full. Nothing was saved, what you typed is still here; free some space and save again."),
        )
    if error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
        return StorageError(
            "read-only",
            _("The data folder is write-protected. Nothing was saved; please ask for write permission to it."),
        )
    if error.errno in (errno.EEXIST, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EISDIR, errno.ELOOP) and error.filename:
        # L10N: 无法使用文件夹 {file}：{reason}。未保存任何内容，请换一个文件夹。
        words = _("The folder {file} cannot be used ({reason}). Nothing was saved; please choose another one.")
        return StorageError("no-folder", words.format(file=_short(str(error.filename)), reason=error.strerror))
    return StorageError("io", _("The disk reported an error. Nothing was saved; please check the disk and try again."))
