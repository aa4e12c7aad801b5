"""The commands that read and write records: a roster comes in, something is found, a slip goes out."""

from __future__ import annotations

import argparse

from desk.cli import signing
from desk.cli.common import Commands, command, opened, path, print_json, text
from desk.errors import DeskError
from desk.i18n import _


def add_commands(commands: Commands) -> None:
    """Adds `import`, `find` and `print`."""
    importing = command(commands, "import", _import_roster, "read a site's own list of rooms and people")
    importing.add_argument("what", choices=["roster"])
    importing.add_argument("file", type=path, metavar="FILE")
    importing.add_argument("--dry-run", action="store_true", help="report only, change nothing")
    importing.add_argument("--skip-bad", action="store_true", help="leave out rows with a problem")
    signing.add_options(importing)

    find = command(commands, "find", _find, "what the finder would show")
    find.add_argument("text", nargs="+", type=text)
    find.add_argument("--limit", type=int, default=30)

    printing = command(commands, "print", _print_slip, "write a stored slip as PDF")
    printing.add_argument("number", type=text)
    printing.add_argument("-o", "--output", type=path, required=True, metavar="FILE.pdf")
    printing.add_argument("--paper", type=text)
    printing.add_argument("--purpose", type=text, default="command", help="what for; kept with who did it")
    signing.add_options(printing)


def _import_roster(options: argparse.Namespace) -> int:
    from desk.services.roster import import_roster

    with opened(options) as desk:
        signing.manager(options, desk)
        report = import_roster(desk, options.file, dry_run=options.dry_run, skip_bad=options.skip_bad)
    if options.json:
        print_json(report.to_json_dict())
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
    from desk.services.finder import find, watch

    typed = " ".join(options.text)
    with opened(options) as desk:
        watch.look_up(typed, desk, command=True)
        found = find(desk, typed, limit=options.limit)
    if options.json:
        print_json([{"kind": f.kind, "id": f.id, "title": f.title, "subtitle": f.subtitle} for f in found])
    else:
        for entry in found:
            print(f"{entry.title}\t{entry.subtitle}")
    return 0


def _print_slip(options: argparse.Namespace) -> int:
    from desk.services.slips import pdf

    with opened(options) as desk:
        signing.manager(options, desk)
        content = pdf(desk, options.number, paper=options.paper, purpose=options.purpose)
    try:
        options.output.write_bytes(content)
    except OSError as error:
        raise DeskError(
            "io", _("The file {file} cannot be written: {reason}").format(file=options.output, reason=error.strerror)
        ) from error
    if options.json:
        print_json({"number": options.number, "file": options.output, "bytes": len(content)})
    return 0
