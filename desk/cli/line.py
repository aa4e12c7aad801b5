"""The command line: what each command takes. What it does stands in a module of its own, which is imported when it is run.

So a command line is read without Qt, SQLAlchemy and ReportLab, and each command imports at the head of its file what it needs.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from desk import __version__, i18n
from desk.cli.common import Commands, command, global_options, path, text

CHOICES = ("skip", "co-owner", "replace")
"""As `services.roster.CHOICES`, which is not loaded to read a command line."""


def _add_window(commands: Commands) -> None:
    """Adds `demo`, `call` and `tour`; without a name, `run` is the command."""
    demo = command(commands, "demo", "desk.cli.demo:do_demo", "make a demo community and open the window on it")
    demo.add_argument("--units", type=int, default=144)
    demo.add_argument("--seed", type=int, default=1)
    demo.add_argument("--no-window", action="store_true")

    manual = command(commands, "manual", "desk.cli.showing:do_manual", "write the manual as a PDF handbook")
    manual.add_argument("-o", "--out", type=path, metavar="FILE", help="the PDF")
    manual.add_argument("--lang", choices=list(i18n.LANGUAGES), default=i18n.DEFAULT_LANGUAGE)
    manual.add_argument("--draw", action="store_true", help="draw the pictures anew by a tour, in this language")
    call = command(
        commands, "call", "desk.cli.calling:do_call", "tell the open window who is calling (for a caller-ID box)"
    )
    call.add_argument("number", metavar="NUMBER")

    tour = command(
        commands,
        "tour",
        "desk.cli.showing:do_tour",
        "drive the real window through every main job and leave pictures and slips",
    )
    tour.add_argument("--out", type=path, required=True, metavar="DIR")
    tour.add_argument("--lang", choices=list(i18n.LANGUAGES), default=i18n.DEFAULT_LANGUAGE)
    tour.add_argument("--size", type=_size, default=(1366, 768), metavar="WxH")
    tour.add_argument("--scale", type=float, default=1.0)
    tour.add_argument("--theme", choices=["light", "dark"], default="light")
    tour.add_argument("--stories", nargs="*", metavar="NAME", help="tell only these between the opening and the lists")


def _size(text: str) -> tuple[int, int]:
    width, _x, height = text.lower().partition("x")
    try:
        return int(width), int(height)
    except ValueError:
        raise argparse.ArgumentTypeError("expected WIDTHxHEIGHT, like 1366x768") from None


def _add_records(commands: Commands) -> None:
    """Adds `import`, `find` and `print`."""
    importing = command(commands, "import", "desk.cli.records:do_import", "read a site's own list of rooms and people")
    importing.add_argument("what", choices=["roster"])
    importing.add_argument("file", type=path, metavar="FILE")
    importing.add_argument("--dry-run", action="store_true", help="report only, change nothing")
    importing.add_argument("--skip-bad", action="store_true", help="leave out rows with a problem")
    importing.add_argument(
        "--differences",
        choices=CHOICES,
        help="what counts where the list says something else than what is stored: what is stored, both, or the list",
    )
    importing.add_argument(
        "--difference",
        action="append",
        default=[],
        type=_difference,
        metavar="KEY=CHOICE",
        help="the same for one of them, by its key as --dry-run tells it",
    )
    _add_signing(importing)

    find = command(commands, "find", "desk.cli.records:do_find", "what the finder would show")
    find.add_argument("text", nargs="+", type=text)
    find.add_argument("--limit", type=int, default=30)

    printing = command(commands, "print", "desk.cli.records:do_print", "write a stored slip as PDF")
    printing.add_argument("number", type=text)
    printing.add_argument("-o", "--output", type=path, required=True, metavar="FILE.pdf")
    printing.add_argument("--paper", type=text)
    printing.add_argument("--purpose", type=text, default="command", help="what for; kept with who did it")
    _add_signing(printing)


def _difference(words: str) -> tuple[str, str]:
    key, _equals, choice = text(words).rpartition("=")
    if not key or choice not in CHOICES:
        raise argparse.ArgumentTypeError(f"{words!r} is not KEY={'|'.join(CHOICES)}")
    return key, choice


def _add_upkeep(commands: Commands) -> None:
    """Adds `check`, `index`, `backup` and `restore`."""
    check = command(commands, "check", "desk.cli.upkeep:do_check", "verify the whole database")
    check.add_argument("--code", type=text, help="the code of a printed sheet, to hold the record of acts against")
    command(commands, "index", "desk.cli.upkeep:do_index", "write anew what the finder finds by")
    backup = command(commands, "backup", "desk.cli.upkeep:do_backup", "make a verified copy of the database")
    backup.add_argument("file", type=path, nargs="?", help="FILE.zip is packed, any other name a database")
    backup.add_argument("--yes", action="store_true", help="replace another backup without asking")
    backup.add_argument(
        "--second", action="store_true", help="the weekly copy, in the second place that the site names"
    )
    restore = command(
        commands,
        "restore",
        "desk.cli.upkeep:do_restore",
        "put a backup in the place of the database, keeping what it replaces",
    )
    restore.add_argument("file", type=path)
    restore.add_argument("--dry-run", action="store_true", help="only say what would be lost")
    restore.add_argument(
        "--take-over", action="store_true", help="take away the lock of another computer, where Desk is closed"
    )
    _add_signing(restore)


def _add_encryption(commands: Commands) -> None:
    """Adds the four commands."""
    for name, run, summary in (
        ("encrypt", "desk.cli.encryption:do_encrypt", "encrypt the site's data, its stored files and its backups"),
        ("decrypt", "desk.cli.encryption:do_decrypt", "write the data of an encrypted site plain again"),
        ("password", "desk.cli.encryption:do_password", "give an encrypted site another password"),
        ("recovery", "desk.cli.encryption:do_recovery", "make another recovery code for the safe"),
    ):
        added = command(commands, name, run, summary)
        if name in ("encrypt", "password"):
            added.add_argument(
                "--new-password-file", type=path, metavar="FILE", help="a file whose first line is the new one"
            )
        if name in ("encrypt", "recovery"):
            added.add_argument("--sheet", type=path, metavar="FILE.pdf", help="write the sheet for the safe")
        _add_signing(added)
    pin = command(
        commands, "pin", "desk.cli.encryption:do_pin", "set a manager's PIN by the recovery code from the safe"
    )
    pin.add_argument("--as", dest="login", type=text, required=True, metavar="LOGIN", help="the manager")
    pin.add_argument("--code-file", type=path, metavar="FILE", help="a file whose first line is the recovery code")
    pin.add_argument("--pin-file", type=path, metavar="FILE", help="a file whose first line is the new PIN")


_EPILOG = """\
The object is read from FILE, or from stdin for -; without it, it is empty. What comes back is one JSON value on stdout, an
error too: {"error": {"code", "message", "problems": [{"field", "code", "message"}]}}. `desk acts NAME` shows what NAME takes.

The PIN is asked for, or read from --pin-file or the environment variable DESK_PIN. A wrong one counts as at the counter.

exit codes: 0 done; 1 refused, by a rule or by the machine; 2 wrong usage; 3 a fault of Desk, with a report."""


def _add_acts(commands: Commands) -> None:
    """Adds `acts`, `act` and `ask`."""
    listing = command(
        commands, "acts", "desk.cli.acts:do_list", "every act and question, and what it takes and gives as JSON schema"
    )
    listing.add_argument("names", nargs="*", type=text, metavar="NAME")
    acting = _by_name(commands, "act", "desk.cli.acts:do_act", "run an act by its name")
    acting.add_argument("given", nargs="*", metavar="FILE|-")
    asking = _by_name(commands, "ask", "desk.cli.acts:do_ask", "ask a question by its name")
    asking.add_argument("given", nargs="*", metavar="FILE|-|KEY=VALUE")


def _by_name(commands: Commands, name: str, run: Any, summary: str) -> argparse.ArgumentParser:
    added = command(commands, name, run, summary, epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    added.add_argument("name", type=text)
    _add_signing(added)
    added.add_argument("--at", type=_moment, metavar="MOMENT", help="the clock, on a demo site only")
    return added


def _moment(written: str) -> datetime:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError("expected a moment like 2026-11-21T10:00+08:00") from None


def _add_signing(command: argparse.ArgumentParser) -> None:
    """Adds `--as` and `--pin-file`."""
    command.add_argument(
        "--as", dest="login", type=text, metavar="LOGIN", help="who is at the counter; the PIN is asked for"
    )
    command.add_argument("--pin-file", type=path, metavar="FILE", help="a file whose first line is the PIN")


def read(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """What is asked for. Wrong usage leaves the program with 2, and the usage on stderr."""
    line = parser()
    options, left = line.parse_known_args(arguments)
    if left and (not hasattr(options, "given") or any(word.startswith("-") and word != "-" for word in left)):
        line.error(f"unrecognized arguments: {' '.join(left)}")
    if left:  # argparse takes the words before the first option only
        options.given = [*options.given, *left]
    return options


def parser() -> argparse.ArgumentParser:
    """The command line, with every command."""
    line = argparse.ArgumentParser(
        prog="desk",
        description="The front desk of a property-service centre.",
        parents=[global_options(before=True)],
    )
    line.add_argument("--version", action="version", version=f"desk {__version__}")
    line.set_defaults(run="desk.cli.window:run")
    commands = line.add_subparsers(metavar="COMMAND", dest="command")
    for add in (_add_window, _add_records, _add_upkeep, _add_encryption, _add_acts):
        add(commands)
    return line
