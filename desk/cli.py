"""The commands. Qt, SQLAlchemy and ReportLab are imported by the command that needs them.

With `--json` a command prints one JSON value on stdout and nothing else; logs go to stderr.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk import __version__, i18n, paths
from desk.errors import DeskError, StorageError
from desk.i18n import _, pgettext

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command.

    Returns:
        0 when done, 1 when something was found or refused (in words on stderr), 2 for wrong usage.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # a Windows console would refuse Chinese otherwise
    options = _parser().parse_args(arguments)
    logging.basicConfig(stream=sys.stderr, level=logging.INFO if options.verbose else logging.WARNING)
    if getattr(options, "lang", None):
        i18n.set_language(options.lang)
    run: Command = options.run
    try:
        return run(options)
    except DeskError as error:
        if options.json:
            _print_json({"error": error.code, "message": error.message})
        else:
            print(error.message, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    def common() -> argparse.ArgumentParser:
        """The options of every command; new ones each time, for `set_defaults` writes into what a parser was given."""
        options = argparse.ArgumentParser(add_help=False)
        options.add_argument(
            "--data", type=Path, default=argparse.SUPPRESS, metavar="DIR", help="the site's data folder"
        )
        options.add_argument(
            "--database", default=argparse.SUPPRESS, metavar="URL", help="a PostgreSQL database that holds the site"
        )
        options.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON value")
        options.add_argument("--verbose", action="store_true", default=argparse.SUPPRESS, help="log to stderr")
        return options

    parser = argparse.ArgumentParser(
        prog="desk", description="The front desk of a property-service centre.", parents=[common()]
    )
    parser.add_argument("--version", action="version", version=f"desk {__version__}")
    parser.set_defaults(run=_window, data=None, database=None, json=False, verbose=False)
    commands = parser.add_subparsers(metavar="COMMAND")

    def command(name: str, run: Command, summary: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=summary, description=summary, parents=[common()])
        added.set_defaults(run=run)
        return added

    demo = command("demo", _demo, "make a demo community and open the window on it")
    demo.add_argument("--units", type=int, default=144)
    demo.add_argument("--seed", type=int, default=1)
    demo.add_argument("--no-window", action="store_true")

    tour = command("tour", _tour, "drive the real window through every main job and leave pictures and slips")
    tour.add_argument("--out", type=Path, required=True, metavar="DIR")
    tour.add_argument("--lang", choices=list(i18n.LANGUAGES), default=i18n.DEFAULT_LANGUAGE)
    tour.add_argument("--size", type=_size, default=(1366, 768), metavar="WxH")
    tour.add_argument("--scale", type=float, default=1.0)
    tour.add_argument("--theme", choices=["light", "dark"], default="light")

    importing = command("import", _import_roster, "read a site's own list of rooms and people")
    importing.add_argument("what", choices=["roster"])
    importing.add_argument("file", type=Path, metavar="FILE.xlsx")
    importing.add_argument("--dry-run", action="store_true", help="report only, change nothing")
    importing.add_argument("--skip-bad", action="store_true", help="leave out rows with a problem")

    find = command("find", _find, "what the finder would show")
    find.add_argument("text", nargs="+")
    find.add_argument("--limit", type=int, default=30)

    printing = command("print", _print_slip, "write a stored slip as PDF")
    printing.add_argument("number")
    printing.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.pdf")
    printing.add_argument("--paper")

    command("check", _check, "verify the whole database")
    backup = command("backup", _backup, "make a verified copy of the database")
    backup.add_argument("file", type=Path, nargs="?")
    restore = command("restore", _restore, "put a backup in the place of the database, keeping what it replaces")
    restore.add_argument("file", type=Path)
    return parser


def _size(text: str) -> tuple[int, int]:
    width, _x, height = text.lower().partition("x")
    try:
        return int(width), int(height)
    except ValueError:
        raise argparse.ArgumentTypeError("expected WIDTHxHEIGHT, like 1366x768") from None


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, default=str))


def _data(options: argparse.Namespace) -> Path:
    data: Path = options.data or paths.default_data_folder()
    return data


def _open(options: argparse.Namespace) -> Desk:
    """The site of `--data`; a new folder first gets an empty site with default settings (DESIGN §9)."""
    from desk.app import open_asking
    from desk.services.site import ensure_site

    desk = open_asking(_data(options), options.database, _ask_password)
    site = ensure_site(desk)
    i18n.set_language(site.language)
    return desk


def _ask_password(sentence: str) -> str | None:
    """What is typed at the terminal; None where nobody can type."""
    if not sys.stdin.isatty():
        return None
    import getpass

    print(sentence, file=sys.stderr)
    return getpass.getpass(pgettext("database server", "Password") + ": ")


def _window(options: argparse.Namespace) -> int:
    from desk.app import run_window

    return run_window(_data(options), database_url=options.database)


def _demo(options: argparse.Namespace) -> int:
    from desk.app import open_asking
    from desk.services.demo import make_demo

    data = options.data or Path(tempfile.mkdtemp(prefix="desk-demo-"))
    desk = open_asking(data, options.database, _ask_password)
    counts = make_demo(desk, units=options.units, seed=options.seed)
    desk.database.close()
    if options.json:
        _print_json({"data": data, "units": counts.units, "people": counts.customers})
    else:
        print(_("A demo community with {units} rooms is in {folder}").format(units=counts.units, folder=data))
    if options.no_window:
        return 0
    from desk.app import run_window

    return run_window(data, database_url=options.database, demo=True)


def _tour(options: argparse.Namespace) -> int:
    from desk.tour import run_tour

    if options.database:
        raise DeskError("own-database", _("The tour makes a site of its own; it takes no --database."))
    story = run_tour(
        options.out,
        data=options.data,
        language=options.lang,
        size=options.size,
        scale=options.scale,
        theme=options.theme,
    )
    if options.json:
        _print_json(story)
    else:
        print(
            _("{n} pictures and {m} slips are in {folder}").format(
                n=len(story["pictures"]), m=len(story["slips"]), folder=options.out
            )
        )
    return 0


def _import_roster(options: argparse.Namespace) -> int:
    from desk.services.roster import import_roster

    desk = _open(options)
    report = import_roster(desk, options.file, dry_run=options.dry_run, skip_bad=options.skip_bad)
    desk.database.close()
    if options.json:
        _print_json(report.to_json_dict())
        return 0
    print(
        _("{rooms} rooms, {people} people: {created} new, {updated} changed, {unchanged} as before.").format(
            rooms=report.rooms,
            people=report.people,
            created=report.created,
            updated=report.updated,
            unchanged=report.unchanged,
        )
    )
    for problem in report.problems:
        print(f"{problem.sheet}!{problem.column}{problem.row}  {problem.message}")
    if options.dry_run:
        print(_("Nothing was changed (trial run)."))
    return 0


def _find(options: argparse.Namespace) -> int:
    from desk.services.finder import find

    desk = _open(options)
    found = find(desk, " ".join(options.text), limit=options.limit)
    desk.database.close()
    if options.json:
        _print_json([{"kind": f.kind, "id": f.id, "title": f.title, "subtitle": f.subtitle} for f in found])
    else:
        for entry in found:
            print(f"{entry.title}\t{entry.subtitle}")
    return 0


def _print_slip(options: argparse.Namespace) -> int:
    from desk.services.slips import pdf

    desk = _open(options)
    content = pdf(desk, options.number, paper=options.paper)
    desk.database.close()
    try:
        options.output.write_bytes(content)
    except OSError as error:
        raise DeskError(
            "io", _("The file {file} cannot be written: {reason}").format(file=options.output, reason=error.strerror)
        ) from error
    if options.json:
        _print_json({"number": options.number, "file": options.output, "bytes": len(content)})
    return 0


def _check(options: argparse.Namespace) -> int:
    from desk.services.site.check import check

    desk = _open(options)
    findings = check(desk)
    desk.database.close()
    if options.json:
        _print_json([{"code": f.code, "message": f.message} for f in findings])
    else:
        for finding in findings:
            print(f"{finding.code}: {finding.message}")
        if not findings:
            print(_("All is well."))
    return 1 if findings else 0


def _backup(options: argparse.Namespace) -> int:
    from desk.services.site.backup import backup

    desk = _open(options)
    made = backup(desk, options.file)
    desk.database.close()
    if options.json:
        _print_json({"file": made.file, "bytes": made.size, "at": made.at.isoformat()})
    else:
        print(_("A verified copy is in {file}").format(file=made.file))
    return 0


def _restore(options: argparse.Namespace) -> int:
    from PySide6.QtCore import QLockFile

    data = _data(options)
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
        _print_json({"restored": options.file, "kept": kept})
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
        password = _ask_password(str(error)) if error.code == "password-needed" else None
        if password is None:
            raise
        return restore(data, options.file, options.database, password=password)
