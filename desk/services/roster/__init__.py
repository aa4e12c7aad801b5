"""Imports a site's own roster: preview it, write all of it or nothing (architecture "Commands").

A wrong field is reported and left empty, its person is kept. What is stored is never deleted, an empty cell never erases, and
the same file imported again changes nothing. Where the list says something else than what is stored, it is asked what counts.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.errors import DeskError
from desk.i18n import _, ngettext
from desk.rules.kit import identity, phones
from desk.rules.kit.rooms import estate_name, format_room
from desk.rules.roster_headings import FIELDS
from desk.services.kit.workbooks import Cancelled, Progress, stop_if
from desk.services.kit.workbooks.plans import ListProblem, SheetPlan
from desk.services.roster.data import CHOICES, UNDECIDED, Choice, Choices, Difference, Line, LinePerson, RosterContent
from desk.services.roster.plan import make_plan, read_stored
from desk.services.roster.read import read_plans, read_roster
from desk.services.roster.write import Writer, end_stays

if TYPE_CHECKING:
    from desk.services.kit.desk import Act, Desk
    from desk.services.roster.planned import Plan, PlannedPerson

SHOWN = 200
"""How many people a report shows of the file."""
HOLDERS = frozenset(("owner", "tenant", "borrower"))
"""Kinds of a difference that are about who has the room."""
_COUNTED = ("rooms", "people", "created", "updated", "unchanged", "skipped")


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person of the file as a preview shows it; a room without people has no name. Numbers are masked.

    Attributes:
        state: new, changed, same, skipped (others have the room, and what is stored stays), or wrong (the row is not imported);
            "" for a room without people.
        unit_id: the room, where it is stored already.
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
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class RosterReport:
    """What an import did, or what it would do.

    Attributes:
        rooms, people: how many different ones the file names.
        created, updated, unchanged: of the people; with their stays, phones and plates.
        skipped: of the people; left out, because others have their rooms.
        problems: in the order of the file.
        differences: where the list says something else than what is stored, in the order of the file.
        undecided: how many of them nobody said anything about.
        sample: the first `SHOWN` people, and the rows with a problem.
        rooms_created, rooms_updated: of the rooms.
        plans: how the sheets were read.
    """

    rooms: int
    people: int
    created: int
    updated: int
    unchanged: int
    problems: tuple[ListProblem, ...] = ()
    sample: tuple[RosterRow, ...] = ()
    rooms_created: int = 0
    rooms_updated: int = 0
    plans: tuple[SheetPlan, ...] = field(default=())
    skipped: int = 0
    differences: tuple[Difference, ...] = ()
    undecided: int = 0

    @property
    def rooms_of_others(self) -> int:
        """How many rooms have other owners, tenants or borrowers than the list says."""
        return len({each.unit_id for each in self.differences if each.kind in HOLDERS})

    def to_json_dict(self) -> dict[str, Any]:
        """The report as `desk import roster --json` prints it; a column is its letter and its heading."""
        return {
            "rooms": self.rooms,
            "people": self.people,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "skipped": self.skipped,
            "differences": [
                {
                    "key": each.key,
                    "kind": each.kind,
                    "sheet": each.sheet,
                    "row": each.row,
                    "room": each.room,
                    "person": each.person,
                    "stored": each.stored,
                    "listed": each.listed,
                    "choices": each.choices,
                    "choice": each.choice,
                }
                for each in self.differences
            ],
            "problems": [each.to_json_dict() for each in self.problems],
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
    differences: Choices = UNDECIDED,
    skip_bad: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> RosterReport:
    """What `import_roster` would do; nothing is written.

    Raises:
        DeskError: see `import_roster`.
    """
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
        plan = make_plan(
            read_stored(session), content, today=desk.today(), choices=differences, skip_bad=skip_bad, shown=SHOWN
        )
    stop_if(cancelled)
    report = _report(content, plan)
    plan.release()
    return report


def import_roster(
    desk: Desk,
    file: Path,
    *,
    plans: Sequence[SheetPlan] | None = None,
    differences: Choices = UNDECIDED,
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
        differences: what becomes of what the list says otherwise than what is stored (`RosterReport.differences`): `skip` leaves
            what is stored, `co-owner` keeps both where that can be, `replace` takes the list's; owners, tenants and borrowers who
            are replaced leave today. What is not said is refused.
        dry_run: only report.
        skip_bad: leave out lines with a problem instead of only the wrong field.
        progress: called with done and total now and then; reading counts half, writing half.
        cancelled: asked now and then; True stops, nothing is changed.

    Raises:
        DeskError: `roster-differences`, the list says something else than what is stored and it was not said what counts;
            `roster-none` when no sheet holds a roster, `workbook-password`, `workbook-broken`, `file-missing`,
            `file-unreadable`, `cancelled`.
        NotAllowed: nobody, or a receptionist, is signed in.
    """
    if dry_run:
        return preview(
            desk, file, plans, differences=differences, skip_bad=skip_bad, progress=progress, cancelled=cancelled
        )  # fmt: skip
    if desk.site.ready or desk.actor is not None:  # a command may fill a new folder, where nobody could sign in yet
        desk.require("supervisor")
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
        rows = content.rows
        with desk.act("roster.import") as act:
            report = _write(act, desk, content, differences, file.name, skip_bad=skip_bad, ways=(progress, cancelled))
        del content  # before the collector looks through all that is there
    if progress is not None:
        progress(rows * 2, rows * 2)
    return report


def _write(
    act: Act,
    desk: Desk,
    content: RosterContent,
    differences: Choices,
    name: str,
    *,
    skip_bad: bool,
    ways: tuple[Progress | None, Cancelled | None],
) -> RosterReport:
    """Compares the list with what is stored, refuses what is not said, writes the rest."""
    stored, today = read_stored(act.session), desk.local(act.at).date()
    plan = make_plan(stored, content, today=today, choices=differences, skip_bad=skip_bad, shown=SHOWN)
    report = _report(content, plan)
    _refuse_undecided(report)
    step = _steps(content.rows, len(plan.units) + len(plan.people), *ways)
    Writer(act.session, stored, plan, at=act.at, step=step).write()
    end_stays(act, desk, plan.ends, name, step)
    step(0)
    counts = {each: getattr(report, each) for each in _COUNTED}
    act.data.update(file=name, **counts, problems=len(report.problems))
    if report.differences:
        act.data["differences"] = Counter(f"{each.kind}:{each.choice}" for each in report.differences)
    plan.release()
    return report


def _refuse_undecided(report: RosterReport) -> None:
    if not report.undecided:
        return
    if report.rooms_of_others:
        # L10N: {n} 套房已有其他业主或租户
        words = ngettext(
            "{n} room of this list has other owners or tenants already.",
            "{n} rooms of this list have other owners or tenants already.",
            report.rooms_of_others,
        ).format(n=report.rooms_of_others)
    else:
        words = ngettext(
            "In {n} place this list says something else than what is stored.",
            "In {n} places this list says something else than what is stored.",
            report.undecided,
        ).format(n=report.undecided)
    # L10N: 请先选择：保留现有、一并登记或以花名册为准
    message = _(
        "{what} Say what counts: what is stored (skip), both (co-owner) or the list (replace). Nothing was imported."
    )
    raise DeskError("roster-differences", message.format(what=words))


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
        skipped=states.count("skipped"),
        differences=tuple(sorted(plan.differences, key=lambda each: (order.get(each.sheet, len(order)), each.row))),
        undecided=plan.undecided,
        unchanged=states.count("same"),
        problems=tuple(problems),
        sample=tuple(_rows(plan, problems, order)),
        rooms_created=sum(unit.id is None for unit in units),
        rooms_updated=sum(unit.changed for unit in units),
        plans=content.plans,
    )


def _rows(plan: Plan, problems: Sequence[ListProblem], order: Mapping[str, int]) -> list[RosterRow]:
    rows = []
    for line, person, planned in plan.shown:
        unit = plan.units.get(line.room.code)
        name = unit.building_name if unit is not None else line.building_name
        room, unit_id = format_room(line.room, building_name=name), None if unit is None else unit.id
        if person is None or planned is None:
            rows.append(RosterRow(line.sheet, line.row, room, unit_id=unit_id))
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
                _state(line, person, planned),
                unit_id,
            )
        )
    there = {(row.sheet, row.row) for row in rows}
    for problem in problems[:SHOWN]:
        if (problem.sheet, problem.row) not in there and (problem.room or problem.person):
            there.add((problem.sheet, problem.row))
            rows.append(RosterRow(problem.sheet, problem.row, problem.room, problem.person, state="wrong"))
    return sorted(rows, key=lambda row: (order.get(row.sheet, len(order)), row.row))


def _state(line: Line, person: LinePerson, planned: PlannedPerson) -> str:
    """What becomes of a person of a line: where others have the room, nothing of it."""
    stay = planned.stays.get((line.room.code, person.role))
    return "skipped" if stay is not None and stay.left_out else planned.state


__all__ = [
    "CHOICES",
    "FIELDS",
    "HOLDERS",
    "Choice",
    "Choices",
    "Difference",
    "ListProblem",
    "RosterReport",
    "RosterRow",
    "SheetPlan",
    "import_roster",
    "preview",
    "read_headings",
]
