"""Verified copies of the database, and the way back; the stored files go along (`backup_files`).

A copy is one SQLite file, whichever engine holds the site: it needs no tool of a server's version, can be checked as a whole, and
can be put back into either engine. It is checked before it gets its name: a file in the backup folder is always a good one.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from desk import paths
from desk.errors import DeskError
from desk.i18n import _
from desk.models.kit import database as databases
from desk.models.kit.database import backend_for, storage_error_from_os
from desk.models.kit.engines.base import Backend, Progress
from desk.models.kit.engines.sqlite import SqliteBackend
from desk.services.kit.desk import Desk
from desk.services.site.backup_files import copy_attachments, prune_attachments


@dataclass(frozen=True, slots=True)
class BackupView:
    """A copy of the database."""

    file: Path
    size: int
    at: datetime


def backup(desk: Desk, file: Path | None = None, *, progress: Progress | None = None) -> BackupView:
    """Copies the live database and checks the copy.

    Args:
        desk: the open site.
        file: where to; the site's backup folder when None.
        progress: is called with pages (of a server: rows) done and in all.

    Raises:
        StorageError: disk full, write-protected …; a half-written copy is removed.
        DeskError: `backup-broken` when the copy fails its check.
    """
    target = file or paths.backups(desk.data) / f"desk-{desk.clock():%Y%m%d-%H%M%S}.sqlite3"
    source = desk.database.backend
    if source.file is not None and target.resolve() == source.file.resolve():
        raise DeskError(
            "backup-onto-itself", _("A backup cannot replace the database itself. Please choose another file.")
        )
    copy_database(source, target, progress=progress)
    copy_attachments(desk, target.parent)
    view = BackupView(target, target.stat().st_size, desk.clock())
    with desk.act("backup.make") as act:
        act.subject = "site:1"
        act.data.update(file=target.name, size=view.size)
    return view


def copy_database(source: Backend, target: Path, *, progress: Progress | None = None) -> None:
    """Copies a database, live or not, to `target` through a temporary name; `target` is complete or untouched."""
    part = target.with_name(target.name + ".part")
    try:
        paths.private(target.parent)
        part.unlink(missing_ok=True)
        source.copy_to(part, progress)
        verify(part)
        paths.only_mine(part)
        with part.open("rb+") as stream:
            os.fsync(stream.fileno())
        part.replace(target)
    except OSError as error:
        raise storage_error_from_os(error) from error
    finally:
        for leftover in (part, part.with_name(part.name + "-journal"), part.with_name(part.name + "-wal")):
            try:
                leftover.unlink(missing_ok=True)
            except OSError:  # the disk is gone: the error above says it already
                continue


def verify(file: Path) -> None:
    """Checks that a file is a whole Desk database.

    Raises:
        StorageError: `not-a-database` and the like.
        DeskError: `backup-broken`.
    """
    if not file.exists():
        raise DeskError("backup-missing", _("The file {file} is not there.").format(file=file.name))
    copy = SqliteBackend(file)
    if copy.revision() is None:
        raise DeskError("backup-broken", _("The file {file} holds no data.").format(file=file.name))
    if not copy.whole():
        raise DeskError("backup-broken", _("The copy {file} is damaged and was not kept.").format(file=file.name))


def kept(days: list[date], *, today: date, keep_days: int, keep_weeks: int, keep_months: int) -> set[date]:
    """Which days' backups stay: the last `keep_days` days, the newest of each of the last weeks and months."""
    found = {day for day in days if (today - day).days < keep_days}
    for day in sorted(days):
        monday = day - timedelta(days=day.weekday())
        this_monday = today - timedelta(days=today.weekday())
        months_back = (today.year - day.year) * 12 + today.month - day.month
        if (this_monday - monday).days // 7 < keep_weeks and day == max(
            d for d in days if d - timedelta(days=d.weekday()) == monday
        ):
            found.add(day)
        if months_back < keep_months and day == max(d for d in days if (d.year, d.month) == (day.year, day.month)):
            found.add(day)
    return found


def daily_backup(desk: Desk) -> BackupView | None:
    """Makes the day's backup when there is none yet, and thins the old ones (policy: 14 days, 8 weeks, 12 months)."""
    today = desk.clock().date()
    if any(day == today for _file, day in _existing(desk.data)):
        return None
    for half in paths.backups(desk.data).glob("desk-*.sqlite3.part*"):
        half.unlink(missing_ok=True)  # of a run that was killed while it copied
    made = backup(desk)
    prune(desk)
    return made


def prune(desk: Desk) -> list[Path]:
    """Removes backups that no rule keeps; the newest always stays."""
    existing = _existing(desk.data)
    policy = desk.policy
    days = kept(
        [day for _file, day in existing],
        today=desk.clock().date(),
        keep_days=policy["backup.days"],
        keep_weeks=policy["backup.weeks"],
        keep_months=policy["backup.months"],
    )
    newest = existing[-1][0] if existing else None
    gone = [file for file, day in existing if day not in days and file != newest]
    for file in gone:
        file.unlink()
    prune_attachments(desk)
    return gone


def latest_backup(data: Path) -> datetime | None:
    """When the newest backup in the site's folder was made (UTC), or None."""
    files = _existing(data)
    return datetime.fromtimestamp(files[-1][0].stat().st_mtime, UTC) if files else None


def _existing(data: Path) -> list[tuple[Path, date]]:
    """The site's backups with the day in their name, oldest first."""
    found = []
    for file in sorted(paths.backups(data).glob("desk-*.sqlite3")):
        try:
            found.append((file, datetime.strptime(file.stem[5:13], "%Y%m%d").replace(tzinfo=UTC).date()))
        except ValueError:
            continue  # somebody's own file in the folder: not ours to count or remove
    return found


def restore(data: Path, file: Path, place: Path | str | None = None, *, password: str | None = None) -> Path | None:
    """Puts a backup in the place of the database; the caller holds the site's lock and has nothing open.

    Args:
        data: the site's folder.
        file: the backup, of either engine.
        place: where the site is: its file, or the address of a PostgreSQL database; the file in `data` when None.
        password: for a server that asks for one.

    Returns:
        Where the replaced database is kept, or None when there was none.

    Raises:
        DeskError, StorageError: the backup is not good, the server's database is in use or not ours; nothing was touched.
    """
    verify(file)
    current = backend_for(paths.database_file(data) if place is None else place, password=password)
    keep = data / f"replaced-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.sqlite3"
    try:
        paths.private(data)
        if isinstance(current, SqliteBackend):
            return _restore_file(current, file, keep)
        current.prepare()
        kept = current.revision() is not None
        if kept:
            copy_database(current, keep)
        with tempfile.TemporaryDirectory(prefix="desk-restore-", dir=data) as folder:
            current.replace_by(_of_this_version(file, Path(folder) / "incoming.sqlite3"))
    except OSError as error:
        raise storage_error_from_os(error) from error
    return keep if kept else None


def _restore_file(current: SqliteBackend, file: Path, keep: Path) -> Path | None:
    incoming = current.file.with_name("incoming.sqlite3")
    copy_database(SqliteBackend(file), incoming)
    kept = current.file.exists()
    if kept:
        try:
            copy_database(current, keep)  # folds its WAL in
        except DeskError:
            # A damaged database cannot be copied by SQLite: keep its files as they are, WAL included.
            for suffix in ("", "-wal"):
                part = Path(f"{current.file}{suffix}")
                if part.exists():
                    Path(f"{keep}{suffix}").write_bytes(part.read_bytes())
    current.replace_by(incoming)
    return keep if kept else None


def _of_this_version(file: Path, copied: Path) -> Path:
    """A copy of a backup with the tables of this version: a server is given no others."""
    copy_database(SqliteBackend(file), copied)
    revision = databases.revision_of(copied) or ""
    if revision < databases.REVISION:
        databases.upgrade(backend_for(copied))
    elif revision > databases.REVISION:
        databases.open_database(copied)  # says so
    return copied
