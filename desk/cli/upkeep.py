"""The commands that look after a site's data: check, backup, restore."""

from __future__ import annotations

import argparse
from pathlib import Path

from desk import paths
from desk.cli.common import Commands, ask_password, command, data_folder, opened, path, print_json
from desk.errors import DeskError, StorageError
from desk.i18n import _


def add_commands(commands: Commands) -> None:
    """Adds `check`, `backup` and `restore`."""
    command(commands, "check", _check, "verify the whole database")
    backup = command(commands, "backup", _backup, "make a verified copy of the database")
    backup.add_argument("file", type=path, nargs="?")
    restore = command(
        commands, "restore", _restore, "put a backup in the place of the database, keeping what it replaces"
    )
    restore.add_argument("file", type=path)


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
    return 1 if findings else 0


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

    data = data_folder(options)
    data.mkdir(parents=True, exist_ok=True)
    lock = QLockFile(str(paths.database_file(data)) + ".lock")
    lock.setStaleLockTime(0)
    if not lock.tryLock(0):
        raise DeskError("in-use", _("Desk is open on this data. Please close its window first; nothing was changed."))
    try:
        kept = _restore_asking(data, options)
    finally:
        lock.unlock()
    if options.json:
        print_json({"restored": options.file, "kept": kept})
    else:
        print(_("The backup is in place."))
        if kept:
            print(_("What it replaced is kept in {file}").format(file=kept))
    return 0


def _restore_asking(data: Path, options: argparse.Namespace) -> Path | None:
    from desk.services.site.backup import restore

    try:
        return restore(data, options.file, options.database)
    except StorageError as error:
        password = ask_password(str(error)) if error.code == "password-needed" else None
        if password is None:
            raise
        return restore(data, options.file, options.database, password=password)
