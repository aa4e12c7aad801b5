"""`desk call`: a caller-ID box tells the open window who rings."""

from __future__ import annotations

import argparse

from desk.cli.common import data_folder, print_json
from desk.errors import DeskError
from desk.i18n import _
from desk.rules.kit.phones import check_phone
from desk.ui.shell import single


def do_call(options: argparse.Namespace) -> int:
    """Tells the open window who is calling."""
    found = check_phone(options.number)
    number = found.number if found.problem is None else "".join(c for c in options.number if c.isdigit() or c == "+")
    if not number.strip("+"):
        # L10N: {text} 不是电话号码
        raise DeskError("number", _("{text} is no phone number.").format(text=options.number))
    single.ring(data_folder(options), number)
    if options.json:
        print_json({"number": number, "told": True})
    return 0
