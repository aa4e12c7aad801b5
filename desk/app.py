# ruff: noqa: PLC0415 - copies and backups bring SQLAlchemy, and are needed when something is wrong
"""Opens a site: its folder, its key, its database; an older one is migrated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from desk import paths
from desk.errors import StorageError
from desk.i18n import _
from desk.models.kit import keys
from desk.models.kit.database import backend_for, open_database, storage_error_from_os, upgrade
from desk.services.kit import own_lists
from desk.services.kit.desk import Desk, utc_now
from desk.slips.engine import fonts


def open_desk(
    data: Path,
    database_url: str | None = None,
    *,
    clock: Callable[[], datetime] | None = None,
    password: str | None = None,
) -> Desk:
    """Opens the site in `data`, making an empty one where there is none.

    An older one is migrated, after a verified backup.

    Args:
        data: the folder of the database, of attachments, backups and reports.
        database_url: a PostgreSQL database that holds the site instead of the folder's file.
        clock: gives the present moment; the machine's when None.
        password: for a server that asks for one; of an encrypted site, its password or recovery code.

    Raises:
        StorageError: in words, with what to do; `lost`: the database is gone or cut off, but its copies or papers are there.
    """
    place = database_url or paths.database_file(data)
    key = None
    try:
        paths.private(data)
        paths.make_private(data)
        if database_url is None:
            _refuse_a_lost_database(data)
            key = unlock(data, password)
    except OSError as error:
        raise storage_error_from_os(error) from error
    older = False
    try:
        database = open_database(place, password=password, key=key)
    except StorageError as error:
        if error.code != "older":
            raise
        older = True
        migrate(place, paths.backups(data), password=password, key=key)
        database = open_database(place, password=password, key=key)
    if database.file is not None:
        paths.only_mine(database.file)
    desk = Desk(database, data=data, clock=clock or utc_now)
    if key is not None:
        desk.unlocked_on = desk.today()
    if older:
        _note_upgrade(desk)
    own_lists.load(desk)
    fonts.use_extra_fonts(paths.fonts(data))
    return desk


def _note_upgrade(desk: Desk) -> None:
    """A migration changes rows; the sums of all of them are reckoned anew by an event that says so."""
    with desk.database.glance() as connection:
        last = connection.execute("SELECT state FROM audit_event ORDER BY id DESC LIMIT 1").fetchone()
    if last is not None and last[0] is not None:
        with desk.act("site.upgraded") as act:
            act.subject = "site:1"


def unlock(data: Path, password: str | None) -> bytes | None:
    """The key of the site in a folder, None where it is not encrypted. Raises as `keys.key_for`."""
    spare = paths.backups(data) / paths.key_file(data).name
    return keys.key_for(paths.database_file(data), paths.key_file(data), password, spare=spare)


def _refuse_a_lost_database(data: Path) -> None:
    """A database that is gone or was cut off, where its copies and papers are still there, is no new site.

    Raises:
        StorageError: `lost`. OSError: the disk said no.
    """
    file = paths.database_file(data)
    if file.exists() and file.stat().st_size >= 512:
        return
    from desk.services.site import copies

    wal = Path(f"{file}-wal")
    attachments = paths.attachments(data)
    newest = copies.latest(paths.backups(data))
    if not (
        newest is not None
        or (file.exists() and file.stat().st_size > 0)
        or (wal.exists() and wal.stat().st_size > 0)
        or (attachments.is_dir() and any(attachments.iterdir()))
        or paths.key_file(data).exists()
    ):
        return
    # L10N: 数据文件丢失或被截断，但它的备份、附件还在。没有新建站点。
    words = _(
        "The data file {file} is gone or cut off, though what belongs to it is still here. No new site was made."
    ).format(file=file.name)
    if newest is not None:
        # L10N: 最近的备份是 {copy}，请用“恢复备份”把它恢复。
        words += " " + _("The newest backup is {copy}; please restore it.").format(copy=newest.file.name)
    else:
        # L10N: 请恢复一份备份，或把数据文件放回。
        words += " " + _("Please restore a backup, or put the data file back.")
    raise StorageError("lost", words)


def migrate(place: Path | str, backups: Path, *, password: str | None = None, key: bytes | None = None) -> Path:
    """Brings an older database to this version; the verified copy made before, in `backups`, is returned."""
    from desk.services.site.backup import copy_database

    backend = backend_for(place, password=password, key=key)
    before = backups / f"before-migration-{backend.revision()}.sqlite3"
    copy_database(backend, before)
    upgrade(backend)
    return before


def open_asking(
    data: Path, database_url: str | None, ask: Callable[[str], str | None], *, password: str | None = None
) -> Desk:
    """Opens the site, asking for its password, or that of its server, when there is need of one.

    Args:
        data: the site's folder.
        database_url: a PostgreSQL database that holds the site.
        ask: is given a sentence and returns what was typed; None gives up.
        password: what is known already.

    Raises:
        StorageError: as `open_desk`; a password is asked for three times.
    """
    for attempts_left in (3, 2, 1, 0):
        try:
            return open_desk(data, database_url, password=password)
        except StorageError as error:
            if error.code not in ("password-needed", "wrong-password") or not attempts_left:
                raise
            password = ask(str(error))
            if password is None:
                raise
    raise AssertionError  # the last attempt returns or raises
