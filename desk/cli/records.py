"""The commands that read and write records: a roster comes in, something is found, a slip goes out."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from desk.cli import signing
from desk.cli.common import print_json
from desk.cli.site import opened
from desk.errors import DeskError
from desk.i18n import _, ngettext
from desk.rules.kit import wording
from desk.services import finder
from desk.services.finder import watch
from desk.services.roster import Choices, import_roster, preview
from desk.services.slips import pdf

if TYPE_CHECKING:
    from desk.services.roster import RosterReport


def do_import(options: argparse.Namespace) -> int:
    """Reads a site's own list of rooms and people."""
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


def do_find(options: argparse.Namespace) -> int:
    """What the finder would show."""
    typed = " ".join(options.text)
    with opened(options) as desk:
        watch.look_up(typed, desk, command=True)
        found = finder.find(desk, typed, limit=options.limit)
    if options.json:
        print_json([{"kind": f.kind, "id": f.id, "title": f.title, "subtitle": f.subtitle} for f in found])
    else:
        for entry in found:
            print(f"{entry.title}\t{entry.subtitle}")
    return 0


def do_print(options: argparse.Namespace) -> int:
    """Writes a stored slip as PDF."""
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
