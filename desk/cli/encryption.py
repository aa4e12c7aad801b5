"""The commands of an encrypted site: encrypt, decrypt, password, recovery."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desk.cli import signing
from desk.cli.common import data_folder, known_password, print_json
from desk.cli.site import opened
from desk.errors import DeskError
from desk.i18n import _
from desk.services import staff
from desk.services.kit.desk import Desk
from desk.services.site import encryption
from desk.services.site.recovery import recovery_pdf
from desk.ui.shell import single


def do_pin(options: argparse.Namespace) -> int:
    """Sets a manager's PIN by the recovery code from the safe."""
    with opened(options) as desk:
        code = _line(options.code_file, _("Recovery code: "), "code-missing")
        staff.recover(desk, options.login, code, _line(options.pin_file, _("New PIN: "), "pin-missing"))
    if options.json:
        print_json({"changed": True})
    else:
        # L10N: 新的 PIN 码已设置；恢复码已用过，请在“设置”中生成新的。
        print(_("The new PIN is set. The recovery code is used up; please make a new one in Settings."))
    return 0


def _line(file: Path | None, asked: str, missing: str) -> str:
    if file is not None:
        return file.read_text(encoding="utf-8-sig").partition("\n")[0].strip()
    if sys.stdin is None or not sys.stdin.isatty():
        # L10N: 缺少 {what}，请用文件提供
        raise DeskError(missing, _("{what} is missing. Give it by a file.").format(what=asked.rstrip(": ：")))
    return getpass.getpass(asked)


@contextmanager
def _alone(options: argparse.Namespace) -> Iterator[Path]:
    """The site's folder, held against every other process."""
    data = data_folder(options)
    lock = single.hold(data)
    if lock is None:
        raise DeskError("in-use", _("Desk is open on this data. Please close its window first; nothing was changed."))
    try:
        yield data
    finally:
        lock.unlock()


def do_encrypt(options: argparse.Namespace) -> int:
    """Encrypts the site's data."""
    _refuse_server(options)
    with _alone(options) as data:
        with opened(options) as desk:
            signing.manager(options, desk)
            actor = desk.actor
        password = _new_password(options)
        code = encryption.turn_on(data, password)
        options.site_password = password
        with opened(options) as desk:
            desk.actor = actor
            left = encryption.after_turning(desk, encrypted=True)
            _give(options, desk, code)
    if options.json:
        print_json({"encrypted": True, "recovery_code": code, "plain_copies": left})
    else:
        # L10N: 数据已加密。
        print(_("The data is encrypted."))
        _say_code(code)
        if left:
            # L10N: 有 {n} 份损坏的旧备份未加密，请删除
            print(_("{n} older copies are damaged and stayed plain; please remove them.").format(n=left))
    return 0


def do_decrypt(options: argparse.Namespace) -> int:
    """Writes the data of an encrypted site plain again."""
    _refuse_server(options)
    with _alone(options) as data:
        with opened(options) as desk:
            if desk.database.key is None:
                raise DeskError("plain-already", _("The data is not encrypted."))
            signing.manager(options, desk)
            encryption.after_turning(desk, encrypted=False)
        encryption.turn_off(data, known_password(options) or "")
    if options.json:
        print_json({"encrypted": False})
    else:
        # L10N: 数据已解密
        print(_("The data is plain again."))
    return 0


def do_password(options: argparse.Namespace) -> int:
    """Gives an encrypted site another password."""
    with opened(options) as desk:
        signing.manager(options, desk)
        encryption.change_password(desk, old=known_password(options) or "", password=_new_password(options))
    if options.json:
        print_json({"changed": True})
    else:
        # L10N: 站点密码已更改
        print(_("The site password was changed."))
    return 0


def do_recovery(options: argparse.Namespace) -> int:
    """Makes another recovery code."""
    with opened(options) as desk:
        signing.manager(options, desk)
        code = encryption.new_recovery_code(desk, password=known_password(options) or "")
        _give(options, desk, code)
    if options.json:
        print_json({"recovery_code": code})
    else:
        _say_code(code)
    return 0


def _refuse_server(options: argparse.Namespace) -> None:
    if options.database:
        # L10N: 服务器上的数据由服务器自己加密
        raise DeskError("server", _("Data on a database server is encrypted by the server, not by Desk."))


def _give(options: argparse.Namespace, desk: object, code: str) -> None:
    assert isinstance(desk, Desk)
    if options.sheet is not None:
        options.sheet.write_bytes(recovery_pdf(desk, code))


def _say_code(code: str) -> None:
    # L10N: 恢复码（只显示这一次，请存入保险柜）：{code}
    print(_("Recovery code, shown this once, for the safe: {code}").format(code=code))


def _new_password(options: argparse.Namespace) -> str:
    if options.new_password_file is not None:
        file: Path = options.new_password_file
        return file.read_text(encoding="utf-8-sig").partition("\n")[0].strip()
    if sys.stdin is None or not sys.stdin.isatty():
        raise DeskError("password-missing", _("The new password is missing. Give it by --new-password-file."))
    # L10N: 新的站点密码：
    return getpass.getpass(_("New site password: "))
