"""The way back: a copy in the place of the database, told beforehand what would be lost, and nothing lost that was not told.

A copy goes *into* the live file, through one connection that has the file for itself from before the old data is kept until the
new is in place. So a command that writes at the same time either finished before, and is kept, or waits and goes on after.
Only a file that cannot be opened any more is replaced.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desk import paths
from desk.errors import DeskError, StorageError
from desk.i18n import _
from desk.models.kit import database as databases
from desk.models.kit import keys
from desk.models.kit.database import backend_for, storage_error_from_os
from desk.models.kit.engines import cipher, files
from desk.models.kit.engines.sqlite import SqliteBackend, connect
from desk.services.kit import audit
from desk.services.kit.desk import Desk
from desk.services.site import copies
from desk.services.site.backup import copy_database
from desk.services.site.copies import Copy, Inside

REPLACED = 3
"""So many replaced databases are kept."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What a restore would take away.

    Attributes:
        copy: the copy's file. made: its moment by the clock on the wall, None when its name does not say.
        acts: acts done since; None when the present data cannot be read, or comes from elsewhere.
        kinds: how many of them by kind of the record they are about, most first. since: the first of them; until: the last.
        encrypted: the copy is.
    """

    copy: Path
    made: datetime | None
    acts: int | None
    kinds: Mapping[str, int] = field(default_factory=dict)
    since: datetime | None = None
    until: datetime | None = None
    encrypted: bool = False


def ask(desk: Desk, file: Path, *, secret: str | None = None) -> Loss:
    """A manager asks for a restore: what would be lost, with an event in the data that is going to be replaced.

    Raises:
        NotAllowed: no manager, none approves. DeskError, StorageError: the copy is not good, or its password is needed.
    """
    desk.require("manager")
    lost = loss(desk.data, file, key=desk.database.key, secret=secret)
    with desk.act("backup.restore-asked") as act:
        desk.require("manager")
        act.subject = "site:1"
        act.data.update(file=file.name, acts=lost.acts)
    return lost


def backups_of(data: Path, second: Path | None = None) -> tuple[Copy, ...]:
    """The copies that could be put back, newest first: those of the site's folder and of the second place."""
    found = copies.existing(paths.backups(data)) + (copies.existing(second) if second is not None else [])
    return tuple(sorted(found, key=lambda copy: (copy.at, copy.count or 0), reverse=True))


def loss(data: Path, file: Path, *, key: bytes | None = None, secret: str | None = None) -> Loss:
    """What would be lost by putting a copy back; the copy is checked, nothing is touched.

    Args:
        data: the site's folder.
        file: the copy.
        key: of the site, if it is encrypted.
        secret: password or recovery code of an encrypted copy whose key is another one.

    Raises:
        DeskError, StorageError: the copy is not good, or its password is needed.
    """
    named = copies.read_name(file)
    with copies.unpacked(file, paths.private(data)) as (database, wrapped):
        own = _key_of_copy(database, wrapped, key, secret)
        inside = copies.inspect(database, key=own, name=file.name)
    lost = _events_since(paths.database_file(data), key, inside)
    made = named.at if named else None
    if lost is None:
        return Loss(file, made, None, encrypted=own is not None)
    kinds: dict[str, int] = {}
    for name, _at in lost:
        kinds[name] = kinds.get(name, 0) + 1
    ordered = dict(sorted(kinds.items(), key=lambda item: -item[1]))
    since, until = (lost[0][1], lost[-1][1]) if lost else (None, None)
    return Loss(file, made, len(lost), ordered, since, until, own is not None)


def _events_since(live: Path, key: bytes | None, inside: Inside) -> list[tuple[str, datetime]] | None:
    """The acts that the live record has beyond the copy's; None where they are not one record, or it cannot be read."""
    if not live.exists():
        return None
    backend = SqliteBackend(live, key=key)
    try:
        with backend.translated(), closing(connect(live, read_only=True, key=key)) as connection:
            connection.execute("BEGIN")
            if inside.count:
                same = connection.execute(
                    "SELECT hash FROM audit_event ORDER BY id LIMIT 1 OFFSET ?", (inside.count - 1,)
                ).fetchone()
                if same is None or same[0] != inside.head:
                    return None
            rows = connection.execute(
                "SELECT subject, at FROM audit_event ORDER BY id LIMIT -1 OFFSET ?", (inside.count,)
            ).fetchall()
    except DeskError:
        return None
    return [(str(subject).partition(":")[0], datetime.fromisoformat(at).replace(tzinfo=UTC)) for subject, at in rows]


def _key_of_copy(database: Path, wrapped: keys.KeyFile | None, key: bytes | None, secret: str | None) -> bytes | None:
    """The key of a copy: none for a plain one, the site's where it opens it, else by what was typed."""
    if cipher.is_plain(database):
        return None
    if key is not None and _opens(database, key):
        return key
    if wrapped is None:
        raise StorageError(
            "keys-missing",
            # L10N: 此备份已加密，但其密钥文件（.keys）不在旁边。
            _("This copy is encrypted, and its key file (.keys) does not lie beside it. Nothing was changed."),
        )
    if secret is None:
        # L10N: 此备份已加密，请输入它当时的站点密码或恢复码。
        raise StorageError(
            "password-needed",
            _("This copy is encrypted. Please type the site password of that time, or the recovery code."),
        )
    return keys.unlock(wrapped, secret)


def _opens(database: Path, key: bytes) -> bool:
    try:
        with closing(connect(database, read_only=True, key=key)) as connection:
            files.answers(connection)
        return True
    except cipher.errors():
        return False


@contextmanager
def opened_copy(file: Path, folder: Path, secret: str | None = None) -> Iterator[Desk]:
    """A copy of a backup, open in a folder of its own and with the tables of this version: to ask its staff for a PIN.

    Args:
        file: the backup, which stays as it is.
        folder: a private, empty folder.
        secret: as of `loss`.

    Raises:
        DeskError, StorageError: as `restore`.
    """
    restore(folder, file, secret=secret)
    place = paths.database_file(folder)
    key = keys.key_for(place, paths.key_file(folder), secret)
    revision = databases.revision_of(place, key=key) or ""
    if revision < databases.REVISION:
        databases.upgrade(backend_for(place, key=key))
    database = databases.open_database(place, key=key)
    try:
        yield Desk(database, data=folder)
    finally:
        database.close()


# --------------------------------------------------------------------------------------------------------------- the act
def restore(
    data: Path,
    file: Path,
    place: Path | str | None = None,
    *,
    password: str | None = None,
    key: bytes | None = None,
    secret: str | None = None,
) -> Path | None:
    """Puts a backup in the place of the database; the caller holds the site's lock and has nothing open.

    A plain copy that comes to an encrypted site is encrypted by the site's key on its way.

    Args:
        data: the site's folder.
        file: the backup, of either engine.
        place: where the site is: its file, or the address of a PostgreSQL database; the file in `data` when None.
        password: for a server that asks for one.
        key: of the site, if it is encrypted and can be opened.
        secret: password or recovery code of an encrypted copy that another key opens.

    Returns:
        Where the replaced database is kept, or None when there was none.

    Raises:
        DeskError, StorageError: the backup is not good, the data is in use or not ours; nothing was touched.
    """
    current = backend_for(paths.database_file(data) if place is None else place, password=password, key=key)
    keep = data / f"replaced-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.sqlite3"
    try:
        paths.private(data)
        copies.sweep_site(data)
        with copies.unpacked(file, data) as (database, wrapped):
            own = _key_of_copy(database, wrapped, key, secret)
            copies.inspect(database, key=own, name=file.name)
            if isinstance(current, SqliteBackend):
                kept = _into_file(current, database, own, wrapped, keep)
            else:
                kept = _into_server(current, database, own, keep)
        _keep_the_last(data)
    except OSError as error:
        raise storage_error_from_os(error) from error
    return keep if kept else None


def _into_server(current: Any, database: Path, own: bytes | None, keep: Path) -> bool:
    current.prepare()
    kept = current.revision() is not None
    if kept:
        copy_database(current, keep)
    with tempfile.TemporaryDirectory(prefix="desk-restore-", dir=keep.parent) as folder:
        current.replace_by(_of_this_version(database, own, Path(folder)))
    return kept


def _into_file(
    current: SqliteBackend, database: Path, own: bytes | None, wrapped: keys.KeyFile | None, keep: Path
) -> bool:
    """Into the live file, or in the place of one that cannot be opened."""
    live = current.file
    incoming = live.with_name("incoming.sqlite3")
    wanted = current.key if current.key is not None else own
    try:
        incoming.unlink(missing_ok=True)
        if wanted == own:
            copy_database(SqliteBackend(database, key=own), incoming)
        else:  # a plain copy, an encrypted site; or an encrypted one whose key is not the site's
            cipher.convert(database, incoming, old=own, new=wanted)
            copies.inspect(incoming, key=wanted)
        there = live.exists() and live.stat().st_size > 0
        held = _alone_with(current) if there else None
        audit.forget(live.parent)
        if held is not None and (current.key is not None or cipher.is_plain(incoming)):
            with closing(held):
                _pour(held, incoming, wanted, keep)
            return True
        if held is not None:
            with closing(held):
                _keep_by(held, keep, current.key)
        elif there:
            # A damaged database cannot be copied by SQLite: keep its files as they are, WAL included.
            for suffix in ("", "-wal"):
                part = Path(f"{live}{suffix}")
                if part.exists():
                    Path(f"{keep}{suffix}").write_bytes(part.read_bytes())
        _change_keys(live.parent, keep, own, wrapped, current.key)
        current.replace_by(incoming)
        return there
    finally:
        with suppress(OSError):
            incoming.unlink(missing_ok=True)


def _change_keys(data: Path, keep: Path, own: bytes | None, wrapped: keys.KeyFile | None, key: bytes | None) -> None:
    """An encrypted copy on a folder that could not be opened brings its key file; the one that was there is kept."""
    if own is None or wrapped is None or key is not None:
        return
    file = paths.key_file(data)
    if file.exists():
        keep.with_name(keep.name + ".keys").write_bytes(file.read_bytes())
    keys.write(file, wrapped)


def _alone_with(current: SqliteBackend) -> Any | None:
    """A connection that has the live file for itself until it is closed; None for a file that cannot be opened.

    Raises:
        StorageError: `in-use`: somebody else has it open.
    """
    connection = None
    try:
        with current.translated():
            connection = connect(current.file, busy_seconds=2.0, key=current.key)
            files.keep_alone(connection)
            connection.execute("BEGIN EXCLUSIVE")
            files.answers(connection)
            connection.execute("COMMIT")  # in this mode the lock outlives the transaction
            if not files.whole(connection):
                connection.close()
                return None
            return connection
    except StorageError as error:
        if connection is not None:
            connection.close()
        if error.code == "locked":
            raise StorageError(
                "in-use", _("Desk is open on this data. Please close its window first; nothing was changed.")
            ) from error
        if error.code in ("broken", "broken-header", "not-a-database"):
            return None
        raise


def _keep_by(held: Any, keep: Path, key: bytes | None) -> None:
    part = keep.with_name(keep.name + ".part")
    with closing(connect(part, key=key)) as copy:
        held.backup(copy)
        files.as_one_file(copy)
    paths.only_mine(part)
    part.replace(keep)


def _pour(held: Any, incoming: Path, key: bytes | None, keep: Path) -> None:
    """The old data into `keep`, the new into the live file, in one hold; the file's journal undoes half of it after a power cut."""
    _keep_by(held, keep, key)
    with closing(connect(incoming, key=key)) as source:
        source.backup(held)
    files.take_log_in(held)


def _keep_the_last(data: Path) -> None:
    old = sorted(data.glob("replaced-*.sqlite3"))[:-REPLACED]
    for file in old:
        for name in (file.name, file.name + "-wal", file.name + ".keys"):
            with suppress(OSError):
                file.with_name(name).unlink(missing_ok=True)


def _of_this_version(file: Path, key: bytes | None, folder: Path) -> Path:
    """A plain copy of a backup with the tables of this version: a server is given no others."""
    copied = folder / "incoming.sqlite3"
    if key is None:
        copy_database(SqliteBackend(file), copied)
    else:
        cipher.convert(file, copied, old=key, new=None)
    revision = databases.revision_of(copied) or ""
    if revision < databases.REVISION:
        databases.upgrade(backend_for(copied))
    elif revision > databases.REVISION:
        databases.open_database(copied)  # says so
    return copied


__all__ = ["REPLACED", "Loss", "ask", "backups_of", "loss", "opened_copy", "restore"]
