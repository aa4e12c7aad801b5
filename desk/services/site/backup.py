"""Verified copies of the database; the stored files go along (`backup_files`). The way back is `restore`.

A copy holds one SQLite file, whichever engine holds the site: it needs no tool of a server's version, can be checked as a whole, and
can be put back into either engine. It is checked before it gets its name: a file in the backup folder is always a good one. An
encrypted site's copy is encrypted by the same key, and its key file goes along.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desk import paths
from desk.errors import DeskError
from desk.i18n import _
from desk.models.kit import keys
from desk.models.kit.database import storage_error_from_os
from desk.models.kit.engines.base import Backend, Progress
from desk.services.kit.desk import Desk
from desk.services.site import anchor, copies
from desk.services.site.backup_files import copy_attachments, prune_attachments
from desk.services.site.copies import Inside


@dataclass(frozen=True, slots=True)
class BackupView:
    """A copy of the database.

    Attributes:
        count, head: how far the record of acts had come, and its last hash.
        faulty: a row of the data points at nothing: the copy is whole, the data has a fault (`desk check` names it).
    """

    file: Path
    size: int
    at: datetime
    count: int = 0
    head: str = ""
    faulty: bool = False


def backup(
    desk: Desk, file: Path | None = None, *, replace: bool = False, progress: Progress | None = None
) -> BackupView:
    """Copies the live database and checks the copy.

    Args:
        desk: the open site.
        file: where to, as a ZIP when it is called so, else as a database; a ZIP in the site's backup folder when None.
        replace: another backup that is there already may be replaced.
        progress: is called with pages (of a server: rows) done and in all; what it raises ends the copy, and nothing is left.

    Raises:
        StorageError: disk full, write-protected …; a half-written copy is removed.
        DeskError: `backup-broken` when the copy fails its check; `backup-onto-itself`, `not-a-backup`, `backup-exists`: something
            is there that is not replaced.
    """
    if file is not None:
        _refuse_to_replace(desk, file, replace=replace)
    return backup_to(desk, paths.backups(desk.data) if file is None else file.parent, file, progress=progress)


def backup_to(desk: Desk, folder: Path, file: Path | None = None, *, progress: Progress | None = None) -> BackupView:
    """A copy in a folder, under its own name when `file` is None; the stored files lie beside it. Raises as `backup`."""
    source = desk.database.backend
    made = _make(desk, folder, file, progress)
    copy_attachments(desk, made.file.parent)
    with desk.act("backup.make") as act:
        act.subject = "site:1"
        act.data.update(file=made.file.name, size=made.size, acts=made.count, head=made.head)
    anchor.note(desk)
    if source.file is not None:
        _spare_keys(desk.data)
    return made


def _make(desk: Desk, folder: Path, file: Path | None, progress: Progress | None) -> BackupView:
    source, moment = desk.database.backend, desk.now()
    zipped = file is None or file.suffix.lower() == ".zip"
    raw = (file or folder / f"desk-{moment:%Y%m%d-%H%M%S}").with_suffix(".sqlite3") if zipped else file
    assert raw is not None
    plain = raw.with_name(raw.name + ".part") if zipped else raw
    inside = copy_database(source, plain, progress=progress)
    wrapped = paths.key_file(desk.data).read_bytes() if source.key is not None else None
    target = file or folder / copies.name_for(moment, inside)
    part = target.with_name(target.name + ".part")
    try:
        if zipped:
            copies.pack(plain, part, inside, wrapped=wrapped, made=moment)
            _settle(part, target)
        elif wrapped is not None:
            keys.write(target.with_name(target.name + ".keys"), keys.parse(wrapped))
    except OSError as error:
        raise storage_error_from_os(error) from error
    finally:
        remove((part, plain) if zipped else (part,))
    size = target.stat().st_size
    return BackupView(target, size, desk.clock(), inside.count, inside.head, inside.faulty)


def _refuse_to_replace(desk: Desk, file: Path, *, replace: bool) -> None:
    """A backup replaces nothing but another backup, and that only when it was asked for."""
    live = desk.database.file
    if live is not None and file.resolve() == live.resolve():
        raise DeskError(
            "backup-onto-itself", _("A backup cannot replace the database itself. Please choose another file.")
        )
    try:
        # A device or a pipe has no size either; it would be replaced by the file.
        there = file.exists() and (not file.is_file() or file.stat().st_size > 0)
    except OSError as error:
        raise storage_error_from_os(error) from error
    if there and (not file.is_file() or not copies.is_ours(file)):
        raise DeskError(
            "not-a-backup",
            # L10N: {file} 已存在，而且不是前台的备份，不会被覆盖。请换一个文件名。
            _(
                "{file} is there already and is no backup of Desk; it is not replaced. Please choose another name."
            ).format(file=file.name),
        )
    if there and not replace:
        # L10N: 备份 {file} 已存在。要覆盖它吗？
        raise DeskError("backup-exists", _("The backup {file} is there already. Replace it?").format(file=file.name))


def copy_database(source: Backend, target: Path, *, progress: Progress | None = None) -> Inside:
    """Copies a database, live or not, to `target` through a temporary name; `target` is complete or untouched."""
    part = target.with_name(target.name + ".part")
    try:
        paths.private(target.parent)
        part.unlink(missing_ok=True)
        source.copy_to(part, progress)
        inside = copies.inspect(part, key=source.key, name=target.name.removesuffix(".part"), foreign=False)
        _settle(part, target)
    except OSError as error:
        raise storage_error_from_os(error) from error
    finally:
        remove((part, part.with_name(part.name + "-journal"), part.with_name(part.name + "-wal")))
    return inside


def _settle(part: Path, target: Path) -> None:
    """Brings a finished file to the disk and gives it its name."""
    paths.only_mine(part)
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())
    part.replace(target)


def remove(files: Iterable[Path]) -> None:
    """Takes temporary files away; where the disk is gone, the error that is under way says it already."""
    for file in files:
        with suppress(OSError):
            file.unlink(missing_ok=True)


def verify(file: Path, *, key: bytes | None = None) -> Inside:
    """Checks that a file, a database or a ZIP, holds a whole Desk database.

    Args:
        file: the backup.
        key: what it is encrypted with, if it is.

    Raises:
        StorageError: `not-a-database`, `newer` and the like. DeskError: `backup-missing`, `backup-broken`.
    """
    with copies.unpacked(file, file.parent) as (database, _wrapped):
        return copies.inspect(database, key=key, name=file.name)


def daily_backup(desk: Desk, *, progress: Progress | None = None) -> BackupView | None:
    """Makes the day's backup when there is none yet, after thinning the old ones (policy: 14 days, 8 weeks, 12 months).

    The day is the site's. Old copies go first: on a disk that is full a new one would never fit.
    """
    folder, today = paths.backups(desk.data), desk.today()
    if any(copy.day == today for copy in copies.existing(folder)):
        return None
    copies.sweep(folder)
    prune(desk)
    return backup(desk, progress=progress)


def prune(desk: Desk) -> list[Path]:
    """Removes backups that no rule keeps; the newest always stays."""
    policy = desk.policy
    gone = copies.prune(
        paths.backups(desk.data),
        keep_days=policy["backup.days"],
        keep_weeks=policy["backup.weeks"],
        keep_months=policy["backup.months"],
    )
    prune_attachments(desk)
    return gone


def latest_backup(data: Path, *, now: datetime | None = None) -> datetime | None:
    """When the newest backup in the site's folder was made (UTC), or None; one from the future does not count."""
    newest = copies.latest(paths.backups(data), now=now)
    try:
        return None if newest is None else datetime.fromtimestamp(newest.file.stat().st_mtime, UTC)
    except OSError:
        return None


def _spare_keys(data: Path) -> None:
    """Keeps a copy of the key file among the backups: without it nothing could be opened."""
    own, spare = paths.key_file(data), paths.backups(data) / paths.key_file(data).name
    try:
        if not own.exists():
            return
        if not spare.exists() or spare.read_bytes() != own.read_bytes():
            keys.write(spare, keys.read(own))
    except OSError as error:
        raise storage_error_from_os(error) from error


__all__ = [
    "BackupView",
    "backup",
    "backup_to",
    "copy_database",
    "daily_backup",
    "latest_backup",
    "prune",
    "verify",
]
