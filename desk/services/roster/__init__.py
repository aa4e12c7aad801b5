"""Imports a site's own roster: preview it, write all of it or nothing (architecture "Commands").

A wrong field is reported and left empty, its person is kept. What is stored is never deleted, an empty cell never erases, and
the same file imported again changes nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.rules.kit import identity, phones
from desk.rules.kit.rooms import estate_name, format_room
from desk.rules.roster_headings import FIELDS
from desk.services.kit.workbooks import Cancelled, Progress, stop_if
from desk.services.roster.data import RosterContent, RosterProblem, SheetPlan
from desk.services.roster.read import read_plans, read_roster

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.roster.plan import Plan

SHOWN = 200
"""How many people a report shows of the file."""


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person of the file as a preview shows it; a room without people has no name. Numbers are masked.

    Attributes:
        state: new, changed or same; "" for a room without people.
    """

    sheet: str
    row: int
    room: str
    name: str = ""
    role: str = ""
    relation: str = ""
    document: str = ""
    phone: str = ""
    since: date | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class RosterReport:
    """What an import did, or what it would do.

    Attributes:
        rooms, people: how many different ones the file names.
        created, updated, unchanged: of the people; with their stays, phones and plates.
        problems: in the order of the file.
        sample: the first `SHOWN` people.
        rooms_created, rooms_updated: of the rooms.
        plans: how the sheets were read.
    """

    rooms: int
    people: int
    created: int
    updated: int
    unchanged: int
    problems: tuple[RosterProblem, ...] = ()
    sample: tuple[RosterRow, ...] = ()
    rooms_created: int = 0
    rooms_updated: int = 0
    plans: tuple[SheetPlan, ...] = field(default=())

    def to_json_dict(self) -> dict[str, Any]:
        """The report as `desk import roster --json` prints it; a column is its letter and its heading."""
        return {
            "rooms": self.rooms,
            "people": self.people,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "problems": [
                {
                    "sheet": problem.sheet,
                    "row": problem.row,
                    "column": f"{problem.column} {problem.heading}".strip(),
                    "code": problem.code,
                    "message": problem.message,
                }
                for problem in self.problems
            ],
        }


def read_headings(file: Path) -> list[SheetPlan]:
    """How each visible sheet that holds a roster would be read.

    Raises:
        DeskError: `workbook-password`, `workbook-broken`, `file-missing`, `file-unreadable`.
    """
    return read_plans(Path(file))


def preview(
    desk: Desk,
    file: Path,
    plans: Sequence[SheetPlan] | None = None,
    *,
    skip_bad: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> RosterReport:
    """What `import_roster` would do; nothing is written.

    Raises:
        DeskError: see `import_roster`.
    """
    from desk.services.roster.plan import make_plan, read_stored

    with _without_collector():
        content = read_roster(
            Path(file),
            today=desk.today(),
            plans=plans,
            skip_bad=skip_bad,
            estate=estate_name(desk.site.name),
            progress=progress,
            cancelled=cancelled,
        )
    with _without_collector(), desk.look() as session:
        plan = make_plan(read_stored(session), content, skip_bad=skip_bad, shown=SHOWN)
    stop_if(cancelled)
    return _report(content, plan)


def import_roster(
    desk: Desk,
    file: Path,
    *,
    plans: Sequence[SheetPlan] | None = None,
    dry_run: bool = False,
    skip_bad: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> RosterReport:
    """Imports all rooms and people of a workbook in one transaction.

    A person is known again by the document, else by name and phone, else by name and role in the same room. It needs a
    supervisor; only a new folder, which has no staff yet, is filled by nobody.

    Args:
        desk: the desk.
        file: an .xlsx workbook.
        plans: how to read which sheets (see `read_headings`); None guesses.
        dry_run: only report.
        skip_bad: leave out lines with a problem instead of only the wrong field.
        progress: called with done and total now and then; reading counts half, writing half.
        cancelled: asked now and then; True stops, nothing is changed.

    Raises:
        DeskError: `roster-none` when no sheet holds a roster, `workbook-password`, `workbook-broken`, `file-missing`,
            `file-unreadable`, `cancelled`.
        NotAllowed: nobody, or a receptionist, is signed in.
    """
    if dry_run:
        return preview(desk, file, plans, skip_bad=skip_bad, progress=progress, cancelled=cancelled)
    if desk.site.ready or desk.actor is not None:  # a command may fill a new folder, where nobody could sign in yet
        desk.require("supervisor")
    from desk.services.roster.plan import make_plan, read_stored
    from desk.services.roster.write import Writer

    file = Path(file)
    reading = None if progress is None else (lambda done, total: progress(done, total * 2))
    with _without_collector():
        content = read_roster(
            file,
            today=desk.today(),
            plans=plans,
            skip_bad=skip_bad,
            estate=estate_name(desk.site.name),
            progress=reading,
            cancelled=cancelled,
        )
    with _without_collector(), desk.act("roster.import") as act:
        stored = read_stored(act.session)
        plan = make_plan(stored, content, skip_bad=skip_bad, shown=SHOWN)
        report = _report(content, plan)
        step = _steps(content.rows, len(plan.units) + len(plan.people), progress, cancelled)
        Writer(act.session, stored, plan, at=act.at, step=step).write()
        step(0)
        counts = {name: getattr(report, name) for name in ("rooms", "people", "created", "updated", "unchanged")}
        act.data.update(file=file.name, **counts, problems=len(report.problems))
    if progress is not None:
        progress(content.rows * 2, content.rows * 2)
    return report


def _steps(rows: int, records: int, progress: Progress | None, cancelled: Cancelled | None) -> Callable[[int], None]:
    """Tells the second half of the progress, the writing of `records`; reading the `rows` was the first."""
    written = 0

    def step(count: int) -> None:
        nonlocal written
        stop_if(cancelled)
        written += count
        if progress is not None and count:
            progress(rows + int(rows * min(1.0, written / max(1, records))), rows * 2)

    return step


@contextmanager
def _without_collector() -> Iterator[None]:
    """Pauses the search for cyclic garbage: a million small objects that all live make it an eighth of the time.

    Measured with 5,000 rooms: 1.66 s instead of 1.89, and 1 MB more at the most (119 against 118).
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _report(content: RosterContent, plan: Plan) -> RosterReport:
    states = [person.state for person in plan.people]
    order = {sheet.sheet: number for number, sheet in enumerate(content.plans)}
    problems = sorted(
        [*content.problems, *plan.problems],
        key=lambda p: (order.get(p.sheet, len(order)), p.row, len(p.column), p.column),
    )
    units = plan.units.values()
    return RosterReport(
        rooms=len(plan.units),
        people=len(plan.people),
        created=states.count("new"),
        updated=states.count("changed"),
        unchanged=states.count("same"),
        problems=tuple(problems),
        sample=tuple(_rows(plan)),
        rooms_created=sum(unit.id is None for unit in units),
        rooms_updated=sum(unit.changed for unit in units),
        plans=content.plans,
    )


def _rows(plan: Plan) -> list[RosterRow]:
    rows = []
    for line, person, planned in plan.shown:
        room = format_room(line.room, building_name=line.building_name)
        if person is None or planned is None:
            rows.append(RosterRow(line.sheet, line.row, room))
            continue
        rows.append(
            RosterRow(
                line.sheet,
                line.row,
                room,
                person.name,
                person.role,
                person.relation,
                identity.mask_number(person.document_number),
                phones.mask_phone(person.phones[0]) if person.phones else "",
                person.since,
                planned.state,
            )
        )
    return rows


__all__ = [
    "FIELDS",
    "RosterProblem",
    "RosterReport",
    "RosterRow",
    "SheetPlan",
    "import_roster",
    "preview",
    "read_headings",
]
