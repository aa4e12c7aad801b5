"""The commands that look after a site's data: check, index, backup, restore."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from desk import logs, paths
from desk.cli import signing
from desk.cli.common import ask_password, data_folder, known_password, print_json
from desk.cli.site import opened
from desk.errors import DeskError, StorageError
from desk.i18n import _
from desk.services.finder.index import reindex
from desk.services.households import repeat_erasures
from desk.services.site.backup import backup
from desk.services.site.backup_files import after_restore
from desk.services.site.check import check
from desk.services.site.restore import loss, opened_copy, restore
from desk.services.site.second import second_copy
from desk.services.staff import staff_list
from desk.ui.shell import single

if TYPE_CHECKING:
    from desk.services.kit.desk import Actor, Desk

_Result = TypeVar("_Result")


def do_check(options: argparse.Namespace) -> int:
    """Verifies the whole database."""
    with opened(options) as desk:
        findings = check(desk, code=options.code or "")
    if options.json:
        print_json([{"code": f.code, "message": f.message} for f in findings])
    else:
        for finding in findings:
            print(f"{finding.code}: {finding.message}")
        if not findings:
            print(_("All is well."))
        if version := logs.old_parser():
            # L10N: 建议升级 Python 到 3.11.9 以上：所带的 Expat {version} 有已知缺陷
            words = _("Please take Python 3.11.9 or newer: the Expat {version} of this one has a known fault.")
            print(words.format(version=version))
        # L10N: 运行日志：{file}（不含个人信息，可以发送）
        print(_("Log, without personal data: {file}").format(file=logs.file_of(data_folder(options))))
    return 1 if findings else 0


def do_index(options: argparse.Namespace) -> int:
    """Writes anew what the finder finds by."""
    with opened(options) as desk:
        records = reindex(desk)
    if options.json:
        print_json({"records": records})
    else:
        # L10N: 已重建 {n} 条查找索引
        print(_("The finder's index was written anew: {n} records.").format(n=records))
    return 0


def do_backup(options: argparse.Namespace) -> int:
    """Makes a verified copy of the database."""
    with opened(options) as desk:
        if options.second:
            made = second_copy(desk)
        else:
            replace = options.yes or (options.file is not None and options.file.exists() and _agreed(options.file))
            made = backup(desk, options.file, replace=replace)
    if options.json:
        print_json({
            "file": made.file, "bytes": made.size, "at": made.at.isoformat(), "acts": made.count, "head": made.head,
            "faulty": made.faulty,
        })  # fmt: skip
    else:
        print(_("A verified copy is in {file}").format(file=made.file))
        if made.faulty:
            # L10N: 备份完整，但数据本身有错误，请运行 desk check
            print(_("The copy is whole, but the data has a fault; see desk check."))
    return 0


def _agreed(file: Path) -> bool:
    """Whether somebody at the terminal says that another backup may be replaced."""
    if sys.stdin is None or not sys.stdin.isatty():
        return False
    # L10N: 备份 {file} 已存在，是否覆盖？[y/N]
    return (
        input(_("The backup {file} is there already. Replace it? [y/N] ").format(file=file.name)).strip().lower() == "y"
    )


def do_restore(options: argparse.Namespace) -> int:
    """Puts a backup in the place of the database."""
    data = data_folder(options)
    if options.dry_run:
        return _would_lose(options, data)
    paths.private(data)
    lock = single.hold(data, take_over=options.take_over)
    if lock is None:
        raise DeskError("in-use", _("Desk is open on this data. Please close its window first; nothing was changed."))
    try:
        actor, key = _asked(options, data)
        kept = _restore_asking(data, options, key)
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


_UNREADABLE = ("lost", "broken", "broken-header", "not-a-database", "keys-missing", "keys-damaged", "io")
"""Why present data cannot be opened: that is why it is replaced."""


def _would_lose(options: argparse.Namespace, data: Path) -> int:
    """Says what a restore would take away, and changes nothing."""
    key = None
    if paths.database_file(data).exists():
        try:
            with opened(options) as desk:
                key = desk.database.key
        except StorageError as error:
            if error.code not in _UNREADABLE:
                raise
    lost = _with_password(options, lambda secret: loss(data, options.file, key=key, secret=secret))
    if options.json:
        print_json({"file": lost.copy, "acts": lost.acts, "kinds": dict(lost.kinds), "encrypted": lost.encrypted})
    elif lost.acts is None:
        # L10N: 无法与现有数据比较（现有数据读不出，或备份来自别处）
        print(
            _(
                "The present data cannot be compared with this copy: it cannot be read, or the copy comes from elsewhere."
            )
        )
    else:
        # L10N: 恢复后将失去 {n} 项操作
        print(_("{n} acts done since would be lost.").format(n=lost.acts))
        for name, count in lost.kinds.items():
            print(f"  {count:6}  {name}")
    return 0


def _with_password(options: argparse.Namespace, work: Callable[[str | None], _Result]) -> _Result:
    """Asks for the password of a copy when there is need of one."""
    secret = known_password(options)
    try:
        return work(secret)
    except StorageError as error:
        typed = ask_password(str(error)) if error.code in ("password-needed", "wrong-password") else None
        if typed is None:
            raise
        options.site_password = typed
        return work(typed)


def _asked(options: argparse.Namespace, data: Path) -> tuple[Actor | None, bytes | None]:
    """Asks the manager's PIN: of the data that will be replaced, or, where there is none to read, of the backup.

    Returns:
        Who was asked, and the key of the present data if it is encrypted and can be read.
    """
    if options.database or paths.database_file(data).exists():
        try:
            with opened(options) as desk:
                if staff_list(desk):
                    signing.manager(options, desk)
                    return desk.actor, desk.database.key
        except StorageError as error:
            if error.code not in _UNREADABLE:
                raise

    def of_copy(secret: str | None) -> Actor | None:
        # In a folder of its own: the backup may be older, and it is not to be changed.
        with (
            tempfile.TemporaryDirectory(prefix="desk-", ignore_cleanup_errors=True) as folder,
            opened_copy(options.file, Path(folder), secret) as desk,
        ):
            signing.manager(options, desk)
            return desk.actor

    return _with_password(options, of_copy), None


def _there(desk: Desk, actor: Actor | None) -> Actor | None:
    """The one who restored, if the restored data knows them: the event points at them."""
    return actor if actor and any((p.id, p.login) == (actor.id, actor.login) for p in staff_list(desk)) else None


def _restore_asking(data: Path, options: argparse.Namespace, key: bytes | None) -> Path | None:
    if not options.database:
        return _with_password(options, lambda secret: restore(data, options.file, key=key, secret=secret))
    try:
        return restore(data, options.file, options.database)
    except StorageError as error:
        password = ask_password(str(error)) if error.code == "password-needed" else None
        if password is None:
            raise
        return restore(data, options.file, options.database, password=password)
