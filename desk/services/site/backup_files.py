"""What a backup holds besides the database: the stored files; and what a restore has to do after the database is in place.

Beside the copies lies one folder `attachments` with each file under its hash. A file is copied once, checked, and stays as long
as a copy may name it. So a daily copy costs what is new, and any copy finds its files.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from desk import paths
from desk.errors import DeskError, StorageError
from desk.models import Attachment, Erasure
from desk.models.kit.database import Database, backend_for, storage_error_from_os
from desk.models.kit.engines.cipher import is_plain
from desk.services.kit import audit
from desk.services.kit.attachments import hash_of
from desk.services.kit.desk import Desk
from desk.services.site import copies, counters

FOLDER = "attachments"
_AN_HOUR = 3600.0
"""Seconds: what a copy of a large site takes at most, from its files to its name."""


def copy_attachments(desk: Desk, beside: Path) -> int:
    """Brings the stored files to the folder of a backup; those that are there already are only marked as still in use.

    Args:
        desk: the desk.
        beside: the folder in which the copy of the database lies.

    Returns:
        How many were copied. One that is missing or damaged here is left out; `desk check` tells it.

    Raises:
        StorageError: the disk said no.
    """
    with desk.look() as session:
        wanted = list(session.scalars(select(Attachment.sha256).order_by(Attachment.sha256)))
    copied = 0
    try:
        for sha in wanted:
            source, target = paths.attachments(desk.data) / sha, beside / FOLDER / sha
            if target.is_file() and (not source.is_file() or target.stat().st_size == source.stat().st_size):
                # (Of an encrypted file the size is another one: a copy from before is replaced by the encrypted one.)
                os.utime(target)
            elif source.is_file() and _copy(source, target, desk.database.key):
                copied += 1
    except OSError as error:
        raise storage_error_from_os(error) from error
    return copied


def prune_attachments(desk: Desk) -> list[str]:
    """Removes files from the site's backups that were last in use before the oldest copy there was made.

    Reckoned from the copies, never from today: a clock that jumped takes nothing away.
    """
    folder = paths.backups(desk.data) / FOLDER
    made = [copy.file.stat().st_mtime for copy in copies.existing(paths.backups(desk.data)) if copy.file.exists()]
    if not folder.is_dir() or not made:
        return []
    before = min(made) - _AN_HOUR
    gone = []
    for file in folder.iterdir():
        if file.stat().st_mtime < before:
            file.unlink()
            gone.append(file.name)
    return gone


def _copy(source: Path, target: Path, key: bytes | None) -> bool:
    """Copies a file through a temporary name; whether what arrived is what its name says."""
    paths.private(target.parent)
    part = target.with_name(f".new-{target.name}")
    try:
        part.write_bytes(source.read_bytes())
        paths.only_mine(part)
        if hash_of(part, key, target.name) != target.name:
            return False
        with part.open("rb+") as stream:
            os.fsync(stream.fileno())
        part.replace(target)
        return True
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done after the database was in place.

    Attributes:
        files: stored files that were put back; missing: those that no backup has.
        people: who had to be forgotten again, because they asked for it after the copy was made.
    """

    files: int
    missing: int
    people: int


Erased = tuple[datetime, str, datetime, str]
"""Moment, subject, when the subject's record was made, purpose (`models.Erasure`)."""


def after_restore(
    desk: Desk, file: Path, replaced: Path | None, *, forget: Callable[[Desk, list[Erased]], int]
) -> Restored:
    """Puts back the stored files, forgets again whom the replaced data had forgotten, and leaves the event.

    Args:
        desk: the desk on the restored data.
        file: the backup.
        replaced: the database that was in place before, if there was one.
        forget: erases again (`households.repeat_erasures`); gives how many people it concerned.

    Raises:
        StorageError: the disk said no.
    """
    with desk.look() as session:
        came = audit.head(session)
    done = _erasures(replaced, desk.database.key) if replaced is not None else []
    people = forget(desk, done) if done else 0
    files = missing = 0
    with desk.look() as session:
        wanted = list(session.scalars(select(Attachment.sha256)))
    try:
        for sha in wanted:
            target = paths.attachments(desk.data) / sha
            if target.is_file() and hash_of(target, desk.database.key) == sha:
                continue
            sources = (folder / FOLDER / sha for folder in (file.parent, paths.backups(desk.data)))
            if any(source.is_file() and _copy(source, target, desk.database.key) for source in sources):
                files += 1
            else:
                missing += 1
    except OSError as error:
        raise storage_error_from_os(error) from error
    with desk.act("backup.restore") as act:
        act.subject = "site:1"
        act.data.update(file=file.name, files=files, missing=missing, people=people)
        act.data.update(counters.go_on(act, desk, replaced), copy=list(came))
    return Restored(files, missing, people)


def _erasures(replaced: Path, key: bytes | None) -> list[Erased]:
    """The erasures of the data that was replaced; none when it is damaged or older than they are."""
    return list(_read_erasures(replaced, key))


def _read_erasures(replaced: Path, key: bytes | None) -> Iterator[Erased]:
    database = Database(backend_for(replaced, key=None if is_plain(replaced) else key))
    try:
        with database.read() as session:
            for row in session.scalars(select(Erasure).order_by(Erasure.id)):
                yield row.at, row.subject, row.since, row.purpose
    except (StorageError, DBAPIError, DeskError, OSError):
        return
    finally:
        database.close()


__all__ = ["FOLDER", "Erased", "Restored", "after_restore", "copy_attachments", "prune_attachments"]
