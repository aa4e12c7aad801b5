"""A site is encrypted, or plain again; its password and its recovery code (handbook S28).

Turning writes the database anew beside the old one, compares the two row by row, and only then puts the new one in its place. What
a power cut interrupts is either not begun or goes on at the next start: a database lies there whole, one way or the other, and of
the stored files each is read whichever way it lies.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desk import paths
from desk.errors import DeskError, InvalidInput, Problem, StorageError
from desk.i18n import _
from desk.models.kit import keys
from desk.models.kit.database import storage_error_from_os
from desk.models.kit.engines import cipher, files
from desk.models.kit.engines.base import Progress
from desk.models.kit.engines.sqlite import SqliteBackend, connect
from desk.rules.kit import passwords
from desk.services.kit import attachments
from desk.services.kit.desk import Desk, rehearsing
from desk.services.site import copies

_ROWS = 2000


@dataclass(frozen=True, slots=True)
class EncryptionView:
    """How a site's data lies on the disk.

    Attributes:
        encrypted: it is. possible: it could be: it lies in a file, not on a server. ready: the modules are installed here.
    """

    encrypted: bool
    possible: bool
    ready: bool


def state(desk: Desk) -> EncryptionView:
    """How the site's data lies on the disk."""
    try:
        cipher.driver()
        ready = True
    except StorageError:
        ready = False
    return EncryptionView(desk.database.key is not None, desk.database.file is not None, ready)


def check_password(password: str, again: str | None = None) -> None:
    """Refuses a bad new site password.

    Raises:
        InvalidInput: fields `password`, `again`.
    """
    problems = []
    wrong = passwords.fault(password)
    if wrong is not None:
        problems.append(Problem(wrong[0], wrong[1], "password"))
    if again is not None and passwords.plain(again) != passwords.plain(password):
        # L10N: 两次输入的密码不同
        problems.append(Problem("differ", _("The two passwords differ."), "again"))
    if problems:
        raise InvalidInput(problems)


# ---------------------------------------------------------------------------------------------------------- both ways
def turn_on(data: Path, password: str, *, progress: Progress | None = None) -> str:
    """Encrypts the database of a site; the caller holds the site's lock and has nothing open.

    Args:
        data: the site's folder.
        password: the new site password.
        progress: is called with how much of how much is done; what it raises ends it, and nothing was changed.

    Returns:
        The recovery code, which is kept nowhere: print it.

    Raises:
        InvalidInput: field `password`. DeskError: `encrypted-already`, `in-use`, `turn-failed`.
        StorageError: `no-cipher`, and what the disk says. Nothing was changed.
    """
    check_password(password)
    live = paths.database_file(data)
    if not _is_plain(live):
        # L10N: 数据已经加密
        raise DeskError("encrypted-already", _("The data is encrypted already."))
    key, code = keys.new_key(), keys.new_code()
    wrapped = keys.make(key, password, code)
    fresh = _turned(live, None, key, progress)
    try:
        # The key first: without it the new file could not be opened. Beside a plain database it says nothing.
        keys.write(paths.key_file(data), wrapped)
        keys.write(paths.private(paths.backups(data)) / paths.key_file(data).name, wrapped)
        fresh.put_in_place()
    except OSError as error:
        raise storage_error_from_os(error) from error
    finally:
        fresh.drop()
    return code


def turn_off(data: Path, secret: str, *, progress: Progress | None = None) -> None:
    """Writes the database of an encrypted site plain again; the caller holds the lock and has nothing open.

    The stored files are plain already (`after_turning`, before the desk was closed).

    Args:
        data: the site's folder.
        secret: the site password or the recovery code.
        progress: as of `turn_on`.

    Raises:
        StorageError: `wrong-password` and as `turn_on`. DeskError: `plain-already`, `in-use`, `turn-failed`.
    """
    live = paths.database_file(data)
    if _is_plain(live):
        # L10N: 数据没有加密
        raise DeskError("plain-already", _("The data is not encrypted."))
    key = keys.unlock(keys.read(paths.key_file(data)), secret)
    fresh = _turned(live, key, None, progress)
    try:
        fresh.put_in_place()
        paths.key_file(data).unlink(missing_ok=True)  # encrypted copies have theirs beside them
    except OSError as error:
        raise storage_error_from_os(error) from error
    finally:
        fresh.drop()


def after_turning(desk: Desk, *, encrypted: bool, progress: Progress | None = None) -> int:
    """Brings the stored files, and the older copies, to the new way; leaves the event. Gives how many older copies stay plain.

    Encrypting, it comes after the database; the other way before: a plain database finds no encrypted file.

    Raises:
        StorageError: the disk said no; what is done is done, and the rest follows at the next start.
    """
    key = desk.database.key if encrypted else None
    attachments.turn_files(desk, key, progress=progress)
    left = turn_copies(desk) if encrypted else 0
    with desk.act("site.encrypt" if encrypted else "site.decrypt") as act:
        act.subject = "site:1"
        act.data["plain_copies"] = left
    return left


@dataclass(frozen=True, slots=True)
class _Fresh:
    """A database written anew and compared, not yet in its place."""

    live: Path
    new: Path
    seen: tuple[int, int]

    def put_in_place(self) -> None:
        """The one moment in which the site changes; the old file is gone with it.

        Raises:
            DeskError: `in-use`: somebody wrote meanwhile. OSError: the disk said no.
        """
        wal = Path(f"{self.live}-wal")
        if _stamp(self.live) != self.seen or (wal.exists() and wal.stat().st_size > 0):
            raise _in_use()
        for suffix in ("-wal", "-shm"):
            Path(f"{self.live}{suffix}").unlink(missing_ok=True)
        self.new.replace(self.live)

    def drop(self) -> None:
        """Takes the new file away if it was not put in place."""
        for suffix in ("", "-journal", "-wal", "-shm"):
            with suppress(OSError):
                Path(f"{self.new}{suffix}").unlink(missing_ok=True)


def _in_use() -> StorageError:
    return StorageError("in-use", _("Desk is open on this data. Please close its window first; nothing was changed."))


def _stamp(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_size, found.st_mtime_ns


def _is_plain(live: Path) -> bool:
    try:
        if not live.is_file() or live.stat().st_size == 0:
            # L10N: 此文件夹中没有数据
            raise DeskError("no-site", _("There is no site in this folder yet."))
        return cipher.is_plain(live)
    except OSError as error:
        raise storage_error_from_os(error) from error


def _turned(live: Path, old: bytes | None, new: bytes | None, progress: Progress | None) -> _Fresh:
    """The database under another key, written beside it and compared."""
    target = live.with_name("turned.sqlite3")
    fresh = _Fresh(live, target, (0, 0))
    copies.sweep_site(live.parent)
    backend = SqliteBackend(live, key=old)
    try:
        with backend.translated():
            _fold(live, old)
            seen = _stamp(live)
            cipher.convert(live, target, old=old, new=new, progress=progress)
            if not SqliteBackend(target, key=new).whole() or not _same(live, old, target, new):
                raise DeskError(
                    "turn-failed",
                    # L10N: 新文件与原数据不一致，没有改动任何数据。请先运行 desk check。
                    _("The new file is not the same as the data; nothing was changed. Please run desk check first."),
                )
        paths.only_mine(target)
        with target.open("rb+") as stream:
            os.fsync(stream.fileno())
        return _Fresh(live, target, seen)
    except OSError as error:
        fresh.drop()
        raise storage_error_from_os(error) from error
    except BaseException:
        fresh.drop()
        raise


def _fold(live: Path, key: bytes | None) -> None:
    """Brings the WAL into the file, and finds out whether anybody else has it open."""
    with closing(connect(live, busy_seconds=2.0, key=key)) as connection:
        files.keep_alone(connection)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except cipher.errors() as error:
            if str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_BUSY"):
                raise _in_use() from error
            raise
        connection.execute("COMMIT")
        files.take_log_in(connection)
        files.as_one_file(connection)


def _same(one: Path, key: bytes | None, other: Path, other_key: bytes | None) -> bool:
    """Whether two databases have the same tables, indexes and rows."""
    with (
        closing(connect(one, read_only=True, key=key)) as first,
        closing(connect(other, read_only=True, key=other_key)) as second,
    ):
        schema = files.schema(first)
        if schema != files.schema(second):
            return False
        tables = [row[1] for row in schema if row[0] == "table" and not row[1].startswith("sqlite_")]
        return all(_same_rows(first, second, name) for name in tables)


def _same_rows(first: Any, second: Any, table: str) -> bool:
    asked = f'SELECT * FROM "{table}"'  # noqa: S608 - a name out of the schema
    mine, theirs = first.execute(asked), second.execute(asked)
    while True:
        part = mine.fetchmany(_ROWS)
        if part != theirs.fetchmany(_ROWS):
            return False
        if not part:
            return True


# ------------------------------------------------------------------------------------------------------------- copies
def turn_copies(desk: Desk) -> int:
    """Encrypts the plain copies in the site's folder: a thief takes them too. Gives how many could not be.

    A copy that is damaged stays as it is: it was no copy before. Those on sticks and shares are not in reach.
    """
    key = desk.database.key
    if key is None:
        return 0
    wrapped = paths.key_file(desk.data).read_bytes()
    left = 0
    for file in _plain_copies(desk.data):
        try:
            _turn_copy(file, key, wrapped)
        except (DeskError, OSError):
            left += 1
    return left


def _plain_copies(data: Path) -> Iterator[Path]:
    files = [copy.file for copy in copies.existing(paths.backups(data))]
    files += sorted(paths.backups(data).glob("before-migration-*.sqlite3")) + sorted(data.glob("replaced-*.sqlite3"))
    for file in files:
        with suppress(OSError, zipfile.BadZipFile):
            if zipfile.is_zipfile(file):
                with zipfile.ZipFile(file) as archive:
                    if copies.KEYS not in archive.namelist():
                        yield file
            elif cipher.is_plain(file):
                yield file


def _turn_copy(file: Path, key: bytes, wrapped: bytes) -> None:
    with (
        tempfile.TemporaryDirectory(prefix="unpacked-", dir=file.parent, ignore_cleanup_errors=True) as folder,
        copies.unpacked(file, Path(folder)) as (database, _keys),
    ):
        inside = copies.inspect(database, name=file.name)
        fresh = Path(folder) / "turned.sqlite3"
        cipher.convert(database, fresh, old=None, new=key)
        copies.inspect(fresh, key=key, name=file.name)
        if not _same(database, None, fresh, key):
            raise copies.broken(file)
        if file.suffix == ".zip":
            packed = Path(folder) / "packed.zip"
            made = datetime.fromtimestamp(file.stat().st_mtime, UTC)
            copies.pack(fresh, packed, inside, wrapped=wrapped, made=made)
            shutil.copystat(file, packed)
            packed.replace(file)
        else:
            keys.write(file.with_name(file.name + ".keys"), keys.parse(wrapped))
            shutil.copystat(file, fresh)
            fresh.replace(file)


# ------------------------------------------------------------------------------------------------------- ways in
def confirm(desk: Desk, secret: str) -> None:
    """Checks the site password or the recovery code of the open site: once a day at the counter, and before it is changed.

    Raises:
        StorageError: `wrong-password`. DeskError: `plain-already`.
    """
    if desk.database.key is None:
        raise DeskError("plain-already", _("The data is not encrypted."))
    if keys.unlock(keys.read(paths.key_file(desk.data)), secret) != desk.database.key:
        raise keys.damaged()


def change_password(desk: Desk, *, old: str, password: str, again: str | None = None) -> None:
    """Gives the site another password; no data is written anew, and the recovery code stays.

    Args:
        desk: the open site.
        old: the password so far, or the recovery code.
        password: the new one.
        again: the same once more, where somebody typed it.

    Raises:
        InvalidInput: fields `old`, `password`, `again`.
        NotAllowed: not the manager. DeskError: `plain-already`. StorageError: what the disk says.
    """
    with desk.act("site.password") as act:
        desk.require("manager")
        _confirm_field(desk, old, "old")
        check_password(password, again)
        act.subject = "site:1"
        _rewrite(desk, keys.PASSWORD, password)


def new_recovery_code(desk: Desk, *, password: str) -> str:
    """Makes another recovery code; the one before opens nothing any more, but for copies made until now.

    Args:
        desk: the open site.
        password: the site password.

    Returns:
        The code, which is kept nowhere: print it.

    Raises:
        InvalidInput: field `password`. NotAllowed: not the manager. DeskError: `plain-already`. StorageError: what the disk says.
    """
    code = keys.new_code()
    with desk.act("site.recovery-code") as act:
        desk.require("manager")
        _confirm_field(desk, password, "password")
        act.subject = "site:1"
        _rewrite(desk, keys.RECOVERY, code)
    return code


def confirm_typed(desk: Desk, secret: str) -> None:
    """Checks what was typed into the field `password`. Raises as `confirm`, but InvalidInput where it is wrong."""
    _confirm_field(desk, secret, "password")


def _confirm_field(desk: Desk, secret: str, field: str) -> None:
    try:
        confirm(desk, secret)
    except StorageError as error:
        if error.code != "wrong-password":
            raise
        raise InvalidInput([Problem(error.code, error.message, field)]) from error


def _rewrite(desk: Desk, slot: str, secret: str) -> None:
    key = desk.database.key
    assert key is not None
    file = paths.key_file(desk.data)
    if rehearsing():
        return
    wrapped = keys.with_secret(keys.read(file), key, slot, secret)
    try:
        keys.write(paths.private(paths.backups(desk.data)) / file.name, wrapped)
        keys.write(file, wrapped)
    except OSError as error:
        raise storage_error_from_os(error) from error


__all__ = [
    "EncryptionView",
    "after_turning",
    "change_password",
    "check_password",
    "confirm",
    "confirm_typed",
    "new_recovery_code",
    "state",
    "turn_copies",
    "turn_off",
    "turn_on",
]
