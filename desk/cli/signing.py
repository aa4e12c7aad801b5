"""Who a command acts for: commands that take personal data out of a site, or put other data in its place, ask for a PIN.

The PIN comes from a prompt, `--pin-file` or the environment, never from the command line, where others could read it. A demo,
whose people are invented, and a folder without staff ask nobody.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from desk.errors import DeskError
from desk.i18n import _
from desk.services import staff
from desk.services.kit.desk import Actor

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk

PIN_VARIABLE = "DESK_PIN"
"""The environment variable that may hold the PIN; the command line would show it to everybody on this computer."""


def sign_in(desk: Desk, login: str, pin_file: Path | None) -> None:
    """Signs somebody in with the PIN from wherever it is given; a wrong one counts as at the counter.

    Raises:
        DeskError: as `staff.sign_in`; `pin-missing`: no attempt is counted.
    """
    staff.sign_in(desk, login, _pin(desk, login, pin_file))


def manager(options: argparse.Namespace, desk: Desk) -> None:
    """Asks for the manager's PIN where there is anybody to ask.

    Raises:
        DeskError: `sign-in` without `--as`; else as `sign_in`.
        NotAllowed: the PIN is right, the role is not.
    """
    people = staff.staff_list(desk)
    if not people:
        return
    if desk.site.demo:
        one = next(person for person in people if person.role == "manager")
        desk.actor = Actor(one.id, one.login, one.name, one.role)
        return
    if not options.login:
        # L10N: 此命令涉及个人信息，需经理的 PIN 码：请加上 --as 登录名
        raise DeskError("sign-in", _("This concerns personal data and needs the manager's PIN: add --as LOGIN."))
    sign_in(desk, options.login, options.pin_file)
    desk.require("manager")


def _pin(desk: Desk, login: str, pin_file: Path | None) -> str:
    if pin_file is not None:
        return pin_file.read_text(encoding="utf-8-sig").partition("\n")[0].strip()
    if PIN_VARIABLE in os.environ:
        return os.environ[PIN_VARIABLE]
    if sys.stdin is not None and sys.stdin.isatty():
        # L10N: {login} 的 PIN 码：
        return getpass.getpass(_("PIN of {login}: ").format(login=login))
    if any(person.login == login and person.has_pin for person in staff.staff_list(desk)):
        # L10N: 缺少 PIN 码：请用 --pin-file 或环境变量 DESK_PIN 提供
        raise DeskError(
            "pin-missing", _("The PIN is missing. Give it by --pin-file or the environment variable DESK_PIN.")
        )
    return ""


__all__ = ["PIN_VARIABLE", "manager", "sign_in"]
