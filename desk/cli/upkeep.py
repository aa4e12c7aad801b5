"""The commands that look after a site's data: check, index, backup, restore."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from desk import logs, paths
from desk.cli import signing
from desk.cli.common import Commands, ask_password, command, data_folder, opened, path, print_json
from desk.errors import DeskError, StorageError
from desk.i18n import _

if TYPE_CHECKING:
    from desk.services.kit.desk import Actor, Desk


def add_commands(commands: Commands) -> None:
    """Adds `check`, `index`, `backup` and `restore`."""
    command(commands, "check", _check, "verify the whole database")
    command(commands, "index", _index, "write anew what the finder finds by")
    backup = command(commands, "backup", _backup, "make a verified copy of the database")
    backup.add_argument("file", type=path, nargs="?")
    restore = command(
        commands, "restore", _restore, "put a backup in the place of the database, keeping what it replaces"
    )
    restore.add_argument("file", type=path)
    signing.add_options(restore)


def _check(options: argparse.Namespace) -> int:
    from desk.services.site.check import check

    with opened(options) as desk:
        findings = check(desk)
    if options.json:
        print_json([{"code": f.code, "message": f.message} for f in findings])
    else:
        for finding in findings:
            print(f"{finding.code}: {finding.message}")
        if not findings:
            print(_("All is well."))
        # L10N: 运行日志：{file}（不含个人信息，可以发送）
        print(_("Log, without personal data: {file}").format(file=logs.file_of(data_folder(options))))
    return 1 if findings else 0


def _index(options: argparse.Namespace) -> int:
    from desk.services.finder.index import reindex

    with opened(options) as desk:
        records = reindex(desk)
    if options.json:
        print_json({"records": records})
    else:
        # L10N: 已重建 {n} 条查找索引
        print(_("The finder's index was written anew: {n} records.").format(n=records))
    return 0


def _backup(options: argparse.Namespace) -> int:
    from desk.services.site.backup import backup

    with opened(options) as desk:
        made = backup(desk, options.file)
    if options.json:
        print_json({"file": made.file, "bytes": made.size, "at": made.at.isoformat()})
    else:
        print(_("A verified copy is in {file}").format(file=made.file))
    return 0


def _restore(options: argparse.Namespace) -> int:
    from PySide6.QtCore import QLockFile

    from desk.services.households import repeat_erasures
    from desk.services.site.backup_files import after_restore

    data = data_folder(options)
    paths.private(data)
    actor = _asked(options, data)
    lock = QLockFile(str(paths.database_file(data)) + ".lock")
    lock.setStaleLockTime(0)
    if not lock.tryLock(0):
        raise DeskError("in-use", _("Desk is open on this data. Please close its window first; nothing was changed."))
    try:
        kept = _restore_asking(data, options)
        with opened(options) as desk:
            desk.actor = _there(desk, actor)
            done = after_restore(desk, options.file, kept, forget=repeat_erasures)
    finally:
        lock.unlock()
    if options.json:
        print_json({"restored": options.file, "kept": kept, "files": done.files, "missing": done.missing})
    else:
        print(_("The backup is in place."))
        if kept:
            print(_("What it replaced is kept in {file}").format(file=kept))
        if done.missing:
            # L10N: 有 {n} 个附件不在备份中
            print(_("{n} stored files are in no backup; see desk check.").format(n=done.missing))
    return 0


def _asked(options: argparse.Namespace, data: Path) -> Actor | None:
    """Asks the manager's PIN: of the data that will be replaced, or, where there is none to read, of the backup."""
    from desk.app import open_desk
    from desk.models.kit.engines.sqlite import SqliteBackend
    from desk.services.site.backup import copy_database
    from desk.services.staff import staff_list

    if options.database or paths.database_file(data).exists():
        try:
            with opened(options) as desk:
                if staff_list(desk):
                    signing.manager(options, desk)
                    return desk.actor
        except StorageError:
            pass  # damaged: that is why it is replaced
    # In a folder of its own: the backup may be older, and it is not to be changed.
    with tempfile.TemporaryDirectory(prefix="desk-", ignore_cleanup_errors=True) as folder:
        copy_database(SqliteBackend(options.file), paths.database_file(Path(folder)))
        desk = open_desk(Path(folder))
        try:
            signing.manager(options, desk)
            return desk.actor
        finally:
            desk.database.close()


def _there(desk: Desk, actor: Actor | None) -> Actor | None:
    """The one who restored, if the restored data knows them: the event points at them."""
    from desk.services.staff import staff_list

    return actor if actor and any((p.id, p.login) == (actor.id, actor.login) for p in staff_list(desk)) else None


def _restore_asking(data: Path, options: argparse.Namespace) -> Path | None:
    from desk.services.site.backup import restore

    try:
        return restore(data, options.file, options.database)
    except StorageError as error:
        password = ask_password(str(error)) if error.code == "password-needed" else None
        if password is None:
            raise
        return restore(data, options.file, options.database, password=password)
