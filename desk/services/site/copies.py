# ruff: noqa: PLC0415 - migrations are loaded when one is due
"""The copies in a backup folder: their names, what is in them, which of them stay.

A copy is a SQLite file (`.sqlite3`), or a ZIP that holds one beside a few words about it (`manifest.json`) and, of an encrypted
site, its key file. The copies that Desk names itself say how far the record of acts had come: `desk-20261121-090000-1234-ab12cd34ef56.zip`
is the record after 1,234 acts, whose last one has that hash. `desk check` holds the site against each of them.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Set
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from desk.errors import DeskError, StorageError
from desk.i18n import _
from desk.models import table_names
from desk.models.kit import database as databases
from desk.models.kit import keys
from desk.models.kit.database import storage_error_from_os
from desk.models.kit.engines import files
from desk.models.kit.engines.base import lacks_table
from desk.models.kit.engines.cipher import is_plain
from desk.models.kit.engines.sqlite import APPLICATION_ID, SqliteBackend, connect

DATABASE, KEYS, MANIFEST = "desk.sqlite3", "desk.keys", "manifest.json"
HEAD_LENGTH = 12
AT_ONCE = 7
"""The most copies that are removed at a time: whatever a clock or a setting says, a wrong one is seen before all are gone."""
_NAME = re.compile(r"desk-(\d{8})-(\d{6})(?:-(\d+)-([0-9a-f]{12}))?\.(?:zip|sqlite3)")
_PAGE = 4096
"""Bytes of a page: an encrypted database is so many of them."""
_TABLES = frozenset({"alembic_version", "audit_event", "sequence", "setting", "site", "slip", "staff", "unit"})
"""What every version's database has."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy in a backup folder, as its name says.

    Attributes:
        file: where it is. day: its day. at: its moment by the clock on the wall.
        count: how many acts its record holds, None where the name does not say; head: the first figures of its last hash.
    """

    file: Path
    day: date
    at: datetime
    count: int | None = None
    head: str = ""


@dataclass(frozen=True, slots=True)
class Inside:
    """What a copy that was checked holds.

    Attributes:
        revision: the migration it stands at. count, head: its record of acts.
        faulty: a row points at nothing: the copy is whole, the data it was made of was not.
    """

    revision: str
    count: int
    head: str
    faulty: bool


def name_for(moment: datetime, inside: Inside) -> str:
    """What a copy made at a local moment is called."""
    return f"desk-{moment:%Y%m%d-%H%M%S}-{inside.count}-{inside.head[:HEAD_LENGTH].ljust(HEAD_LENGTH, '0')}.zip"


def read_name(file: Path) -> Copy | None:
    """What a copy's name says; None for somebody's own file."""
    match = _NAME.fullmatch(file.name)
    if match is None:
        return None
    try:
        at = datetime.strptime(match[1] + match[2], "%Y%m%d%H%M%S")  # noqa: DTZ007 - by the clock on the wall
    except ValueError:
        return None
    return Copy(file, at.date(), at, int(match[3]) if match[3] else None, match[4] or "")


def existing(folder: Path) -> list[Copy]:
    """The copies in a folder, oldest first; nothing where it cannot be read."""
    try:
        files = [file for file in folder.iterdir() if file.name.startswith("desk-")]
    except OSError:
        return []
    found = [copy for copy in map(read_name, files) if copy is not None]
    return sorted(found, key=lambda copy: (copy.at, copy.file.name))


def latest(folder: Path, *, now: datetime | None = None) -> Copy | None:
    """The newest copy that is not from the future: one start with a wrong clock does not hide all later ones."""
    limit = (now or datetime.now()).replace(tzinfo=None) + timedelta(days=1)  # noqa: DTZ005 - as the names
    return next((copy for copy in reversed(existing(folder)) if copy.at <= limit), None)


def kept(days: list[date], *, keep_days: int, keep_weeks: int, keep_months: int) -> set[date]:
    """Which days' copies stay: of the newest `keep_days` days, and the newest of each of the last weeks and months there are.

    Counted from the copies themselves, never from today: a clock that jumped takes the place of one copy and no more.
    """
    newest_first = sorted(set(days), reverse=True)
    found = set(newest_first[:keep_days])
    for count, of in (
        (keep_weeks, lambda day: day - timedelta(days=day.weekday())),
        (keep_months, lambda day: (day.year, day.month)),
    ):
        seen: list[Any] = []
        for day in newest_first:
            if of(day) not in seen:
                seen.append(of(day))
                if len(seen) <= count:
                    found.add(day)
    return found


def prune(folder: Path, *, keep_days: int, keep_weeks: int, keep_months: int, spare: Path | None = None) -> list[Path]:
    """Removes the oldest copies that no rule keeps, `AT_ONCE` at most; the newest, and the one just made, stay.

    Raises:
        StorageError: the disk said no.
    """
    copies = existing(folder)
    stay = kept([copy.day for copy in copies], keep_days=keep_days, keep_weeks=keep_weeks, keep_months=keep_months)
    newest = max(copies, key=_written).file if copies else None
    gone = [copy.file for copy in copies if copy.day not in stay and copy.file not in (newest, spare)][:AT_ONCE]
    try:
        for file in gone:
            file.unlink(missing_ok=True)
            file.with_name(file.name + ".keys").unlink(missing_ok=True)
    except OSError as error:
        raise storage_error_from_os(error) from error
    return gone


def _written(copy: Copy) -> float:
    try:
        return copy.file.stat().st_mtime
    except OSError:
        return 0.0


def sweep(folder: Path) -> None:
    """Removes what a run that was killed while it copied left behind."""
    for pattern in ("desk-*.part*", "*.sqlite3.part*", "*.keys.part", "unpacked-*"):
        for left in folder.glob(pattern):
            _drop(left)


def sweep_site(data: Path) -> None:
    """Removes what a restore, or a turn of the encryption, that was killed left in the site's folder: whole copies of the data, plain ones too.

    The caller holds the site's lock, as they do; only what a look at a copy unpacks needs none, so that stays for an hour.
    """
    for pattern in (
        "incoming.sqlite3*",
        "turned.sqlite3*",
        "replaced-*.sqlite3.part*",
        "*.keys.part",
        "desk-restore-*",
    ):
        for left in data.glob(pattern):
            _drop(left)
    for left in data.glob("unpacked-*"):
        with suppress(OSError):
            if left.stat().st_mtime < datetime.now().timestamp() - 3600:  # noqa: DTZ005 - seconds since 1970
                _drop(left)


def _drop(left: Path) -> None:
    with suppress(OSError):  # a virus scanner holds it: the next time
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink(missing_ok=True)


# ------------------------------------------------------------------------------------------------------- what is in one
@contextmanager
def unpacked(file: Path, beside: Path) -> Iterator[tuple[Path, keys.KeyFile | None]]:
    """The SQLite file of a copy, and its key file if it is encrypted; what had to be unpacked is gone after the block.

    Raises:
        DeskError: `backup-missing`, `backup-broken`. StorageError: `not-a-database`, and what the disk says.
    """
    try:
        if not file.is_file():
            raise DeskError("backup-missing", _("The file {file} is not there.").format(file=file.name))
        if not zipfile.is_zipfile(file):
            # Its own key file, else that of the folder: a copy before a migration, replaced data.
            beside_it = [file.with_name(file.name + ".keys"), file.with_name(KEYS)]
            own = next((one for one in beside_it if one.is_file()), None)
            _refuse_what_is_none(file, keyed=own is not None)
            yield file, keys.read(own) if own is not None and not is_plain(file) else None
            return
        with tempfile.TemporaryDirectory(prefix="unpacked-", dir=beside, ignore_cleanup_errors=True) as folder:
            target = Path(folder) / DATABASE
            try:
                with zipfile.ZipFile(file) as archive:
                    names = set(archive.namelist())
                    if DATABASE not in names:
                        raise _no_copy(file)
                    with archive.open(DATABASE) as packed, target.open("wb") as plain:
                        shutil.copyfileobj(packed, plain, 1 << 20)
                    wrapped = keys.parse(archive.read(KEYS)) if KEYS in names else None
            except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
                raise damaged(file) from error
            except Exception as error:
                if type(error).__module__ == "zlib":
                    raise damaged(file) from error
                raise
            yield target, wrapped
    except OSError as error:
        raise storage_error_from_os(error) from error


def _refuse_what_is_none(file: Path, *, keyed: bool) -> None:
    """A file that is neither a ZIP nor a plain database is one that is encrypted, or nothing of ours, or half a copy."""
    size = file.stat().st_size
    if size == 0:
        raise DeskError("backup-broken", _("The file {file} holds no data.").format(file=file.name))
    with file.open("rb") as stream:
        begins_as_zip = stream.read(4) == b"PK\3\4"
    named_zip = file.suffix.lower() == ".zip"
    if begins_as_zip and named_zip:
        raise damaged(file)
    if begins_as_zip or (not is_plain(file) and (named_zip or (size % _PAGE and not keyed))):
        raise _no_copy(file)


def damaged(file: Path) -> DeskError:
    """What is said of a backup that somebody brings and that is damaged."""
    # L10N: 备份 {file} 已损坏或不完整。没有改动任何数据，请选择另一份备份。
    words = _("The backup {file} is damaged or not complete. Nothing was changed; please choose another one.")
    return DeskError("backup-broken", words.format(file=file.name))


def broken(file: Path) -> DeskError:
    """What is said of a copy that was just made and is damaged."""
    return DeskError("backup-broken", _("The copy {file} is damaged and was not kept.").format(file=file.name))


def _no_copy(file: Path) -> StorageError:
    return StorageError(
        "not-a-database",
        # L10N: {file} 不是前台的备份。没有改动任何数据。
        _("{file} is not a backup of Desk. Nothing was changed.").format(file=file.name),
    )


def _refuse_half_a_site(tables: Set[str], wanted: Set[str], *, foreign: bool) -> None:
    """What lacks a table would not be taken back: here it is the site's own data that is not whole."""
    if not foreign and (missing := sorted(wanted - tables)):
        raise lacks_table(missing[0])


def inspect(file: Path, *, key: bytes | None = None, name: str = "", foreign: bool = True) -> Inside:
    """Checks that a SQLite file is a whole Desk database that this version can open.

    Args:
        file: the file.
        key: what it is encrypted with.
        name: what a sentence calls it.
        foreign: it may be anybody's; else Desk just made it, and what is wrong is wrong with the site's own data.

    Raises:
        StorageError: `not-a-database`, `newer`, and what the engine says. DeskError: `backup-broken`.
    """
    called = file.with_name(name) if name else file
    if not file.exists():
        raise DeskError("backup-missing", _("The file {file} is not there.").format(file=called.name))
    try:
        return _inspected(file, called, key=key, foreign=foreign)
    except StorageError as error:
        if foreign and error.code in ("broken", "broken-header", "unreadable"):
            raise damaged(called) from error  # the engine speaks of the site's own data file
        raise


def _inspected(file: Path, called: Path, *, key: bytes | None, foreign: bool) -> Inside:
    copy = SqliteBackend(file, key=key)
    with copy.translated(), closing(connect(file, read_only=True, key=key)) as connection:
        files.read_once(connection)
        tables = files.tables(connection)
        if not tables:
            raise DeskError("backup-broken", _("The file {file} holds no data.").format(file=called.name))
        _refuse_half_a_site(tables, _TABLES, foreign=foreign)
        if files.application(connection) != APPLICATION_ID or not tables >= _TABLES:
            raise _no_copy(called)
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        revision = str(row[0]) if row else ""
        if revision > databases.REVISION and re.fullmatch(r"\d{4}", revision):
            raise StorageError(
                "newer",
                _("This data was saved by a newer version of Desk. Please install that version; nothing was changed."),
            )
        now = table_names() if revision == databases.REVISION else frozenset()
        _refuse_half_a_site(tables, now, foreign=foreign)
        if revision not in known_revisions() or not tables >= now:
            raise _no_copy(called)
        if not files.sound(connection):
            raise damaged(called) if foreign else broken(called)
        count = connection.execute("SELECT count(*) FROM audit_event").fetchone()[0]
        last = connection.execute("SELECT hash FROM audit_event ORDER BY id DESC LIMIT 1").fetchone()
        faulty = files.points_at_nothing(connection)
    return Inside(revision, int(count), str(last[0]) if last else "", faulty)


def known_revisions() -> list[str]:
    """The migrations of this version, oldest first, without loading them."""
    from desk.models import migrations

    folder = Path(migrations.__file__).parent / "versions"
    return sorted(file.name[:4] for file in folder.glob("[0-9][0-9][0-9][0-9]_*.py*"))


def pack(database: Path, target: Path, inside: Inside, *, wrapped: bytes | None, made: datetime) -> None:
    """Writes a checked database into a ZIP and reads it back; an encrypted one is noise, which nothing makes smaller.

    Raises:
        OSError: the disk said no. DeskError: `backup-broken`: what was read back is not what was written.
    """
    words = {
        "desk": 1,
        "made": made.astimezone(UTC).isoformat(),
        "revision": inside.revision,
        "acts": inside.count,
        "head": inside.head,
        "encrypted": wrapped is not None,
    }
    method = zipfile.ZIP_STORED if wrapped is not None else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(target, "w", method, compresslevel=4) as archive:
        archive.write(database, DATABASE)
        archive.writestr(MANIFEST, json.dumps(words, indent=1))
        if wrapped is not None:
            archive.writestr(KEYS, wrapped)
    with zipfile.ZipFile(target) as archive:
        if archive.testzip() is not None:
            raise broken(target)


def is_ours(file: Path) -> bool:
    """Whether a file that is in the way is a backup of Desk, so that it may be replaced after asking.

    An encrypted copy cannot be told from noise: it is one when its key file lies beside it.
    """
    try:
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                return {DATABASE, MANIFEST} <= set(archive.namelist())
        with file.open("rb") as stream:
            head = stream.read(72)
        plain = is_plain(file) and int.from_bytes(head[68:72], "big") == APPLICATION_ID
        return plain or (not is_plain(file) and file.with_name(file.name + ".keys").is_file())
    except (OSError, zipfile.BadZipFile):
        return False


__all__ = [
    "AT_ONCE",
    "Copy",
    "Inside",
    "broken",
    "existing",
    "inspect",
    "is_ours",
    "kept",
    "known_revisions",
    "latest",
    "name_for",
    "pack",
    "prune",
    "read_name",
    "sweep",
    "sweep_site",
    "unpacked",
]
