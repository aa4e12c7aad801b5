"""The commands that read and write records: a roster comes in, something is found, a slip goes out."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from desk.cli import signing
from desk.cli.common import Commands, command, opened, path, print_json, text
from desk.errors import DeskError
from desk.i18n import _, ngettext
from desk.rules.kit import wording

if TYPE_CHECKING:
    from desk.services.roster import RosterReport

CHOICES = ("skip", "co-owner", "replace")
"""As `services.roster.CHOICES`, which is not loaded to read a command line."""


def add_commands(commands: Commands) -> None:
    """Adds `import`, `find` and `print`."""
    importing = command(commands, "import", _import_roster, "read a site's own list of rooms and people")
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


def _difference(words: str) -> tuple[str, str]:
    key, _equals, choice = text(words).rpartition("=")
    if not key or choice not in CHOICES:
        raise argparse.ArgumentTypeError(f"{words!r} is not KEY={'|'.join(CHOICES)}")
    return key, choice


def _import_roster(options: argparse.Namespace) -> int:
    from desk.services.roster import Choices, import_roster, preview

    with opened(options) as desk:
        signing.manager(options, desk)
        said = Choices(dict(options.difference), options.differences)
        try:
            report = import_roster(
                desk, options.file, differences=said, dry_run=options.dry_run, skip_bad=options.skip_bad
            )
        except DeskError as error:
            if error.code == "roster-differences" and not options.json:
                _tell_differences(preview(desk, options.file, differences=said, skip_bad=options.skip_bad))
            raise
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
    if report.skipped:
        # L10N: {n} 人因该房已有其他业主或住户而未导入
        words = ngettext(
            "{n} person was left out: others have the room.",
            "{n} people were left out: others have the rooms.",
            report.skipped,
        )
        print(words.format(n=report.skipped))
    _tell_differences(report)
    for problem in report.problems:
        whose = wording.dotted(*(part for part in (problem.room, problem.person) if part))
        print(f"{problem.sheet}!{problem.column}{problem.row}  {whose}  {problem.message}")
    if options.dry_run:
        print(_("Nothing was changed (trial run)."))
    return 0


def _tell_differences(report: RosterReport) -> None:
    for each in report.differences:
        whose = wording.dotted(*(part for part in (each.room, each.person) if part))
        print(f"{each.key}={each.choice}\t{each.sheet}!{each.row}\t{whose}\t{each.stored} → {each.listed}")


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
