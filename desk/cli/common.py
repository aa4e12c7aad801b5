"""What the commands share: the options that every command takes, how a site is opened, how something is said."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from desk import paths
from desk.errors import DeskError, InvalidInput
from desk.i18n import pgettext

if TYPE_CHECKING:
    pass

Command = Callable[[argparse.Namespace], int]
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""Where each group of commands adds its own."""


def global_options(*, before: bool) -> argparse.ArgumentParser:
    """The options that may stand before the command's name and behind it.

    Each place has options of its own: argparse keeps the default in the option, so one option in two parsers would
    forget in the second what it was told in the first.

    Args:
        before: for the place before the name, which alone knows the defaults.
    """

    def default(value: Any) -> Any:
        return value if before else argparse.SUPPRESS

    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", type=path, default=default(None), metavar="DIR", help="the site's data folder")
    common.add_argument(
        "--database", type=text, default=default(None), metavar="URL", help="a PostgreSQL database that holds the site"
    )
    common.add_argument("--json", action="store_true", default=default(False), help="print one JSON value")
    common.add_argument("--verbose", action="store_true", default=default(False), help="log to stderr")
    return common


def command(commands: Commands, name: str, run: str, summary: str, **more: Any) -> argparse.ArgumentParser:
    """Adds a command, with the options that every one takes; `run` names the `Command` (`module:name`)."""
    added = commands.add_parser(name, help=summary, description=summary, parents=[global_options(before=False)], **more)
    added.set_defaults(run=run)
    return added


def path(written: str) -> Path:
    """A file or folder on the command line. An empty one is a variable that was not set, never the current folder."""
    if not written.strip():
        raise argparse.ArgumentTypeError("a file or folder is expected, not an empty text")
    return Path(written)


def text(written: str) -> str:
    """Words on the command line. Bytes that are no text in the system's encoding could not be stored or compared."""
    try:
        written.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError("not a text in the encoding of this system") from None
    if not written.strip():
        raise argparse.ArgumentTypeError("a text is expected, not an empty one")
    return written


def print_json(value: Any) -> None:
    """One JSON value on stdout."""
    print(json.dumps(value, ensure_ascii=False, default=str))


def error_json(error: DeskError) -> dict[str, Any]:
    """An error as every command tells it: a code, a sentence, and by field what is wrong with what was given."""
    problems = error.problems if isinstance(error, InvalidInput) else []
    return {
        "error": {
            "code": error.code,
            "message": error.message,
            "problems": [{"field": p.field, "code": p.code, "message": p.message} for p in problems],
        }
    }


def tell(options: argparse.Namespace, error: DeskError) -> None:
    """Says why a command was refused: as JSON on stdout, or as a sentence for each problem on stderr."""
    if options.json:
        print_json(error_json(error))
        return
    problems = error.problems if isinstance(error, InvalidInput) else []
    for sentence in dict.fromkeys(p.message for p in problems) or [error.message]:
        print(sentence, file=sys.stderr)


def data_folder(options: argparse.Namespace) -> Path:
    """The site's folder: `--data`, else the user's own."""
    data: Path = options.data or paths.default_data_folder()
    return data


PASSWORD_VARIABLE = "DESK_SITE_PASSWORD"
"""The environment variable that may hold the site's password: for a backup at night, when nobody is there to type it."""


def known_password(options: argparse.Namespace) -> str | None:
    """The site's password, if it was typed already or the environment holds it."""
    typed: str | None = getattr(options, "site_password", None)
    return typed if typed is not None else os.environ.get(PASSWORD_VARIABLE)


def asking(options: argparse.Namespace) -> Callable[[str], str | None]:
    """Asks at the terminal, and remembers for the rest of the command."""

    def ask(sentence: str) -> str | None:
        typed = ask_password(sentence)
        if typed is not None:
            options.site_password = typed
        return typed

    return ask


def ask_password(sentence: str) -> str | None:
    """What is typed at the terminal as password of a site or a server; None where nobody can type."""
    if sys.stdin is None or not sys.stdin.isatty():
        return None
    print(sentence, file=sys.stderr)
    return getpass.getpass(pgettext("database server", "Password") + ": ")
