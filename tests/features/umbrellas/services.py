"""What is done with umbrellas, and what the rest of the program asks about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from desk.catalog import catalog
from desk.errors import Checker, DeskError, NotFound
from desk.models import Staff, Unit
from desk.rules.kit.gate import standing, waiver_role
from desk.services import slips
from desk.services.finder import index
from desk.services.households.views import HouseholdView
from desk.services.kit.desk import Act, Desk
from desk.services.kit.due import DueItems, DueRow
from desk.services.kit.gate import obstacles
from desk.services.kit.lifecycle import Kept, moving
from desk.services.kit.lines import MOST, LightView, TimelineView
from desk.services.kit.sequences import next_number
from desk.services.site.check import Finding
from tests.features.umbrellas import rules
from tests.features.umbrellas.models import Umbrella
from tests.features.umbrellas.slips import loan_slip

UMBRELLAS = Kept(rules.CYCLE, Umbrella, lambda: "This umbrella is not there.")
"""Umbrellas and their life cycle."""


@dataclass(frozen=True, slots=True)
class LoanEntry:
    """What is typed when one is lent. `kind`: of the list; `waived`: obstacles to do without, by code, with the reason."""

    unit_id: int
    borrower: str
    kind: str = ""
    waived: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UmbrellaView:
    """One loan."""

    id: int
    number: str
    room: str
    borrower: str
    state: str
    due_on: date
    note: str
    kind: str


# -------------------------------------------------------------------------------------------------------------- acts
def lend(desk: Desk, entry: LoanEntry) -> UmbrellaView:
    """Lends an umbrella and issues its slip.

    Raises:
        InvalidInput: fields `borrower`, `kind`; DeskError: `in-the-way`, the household has one; NotAllowed; NotFound.
    """
    with desk.act("umbrella.lend") as act:
        desk.require("receptionist")
        unit = act.session.get(Unit, entry.unit_id)
        if unit is None:
            raise NotFound("This room is not registered.")
        check = Checker()
        check.require("borrower", entry.borrower, "Who takes it?")
        if entry.kind and entry.kind not in {choice.code for choice in catalog("umbrella_kinds")}:
            check.add("kind", "choice", "Choose one from the list.")
        check.done()
        _ask_the_gate(act, desk, entry)
        today = desk.local(act.at).date()
        row = Umbrella(
            number=next_number(act.session, "YS", today), unit_id=unit.id, borrower=entry.borrower.strip(), state="out", kind=entry.kind,
            due_on=rules.due_on(today, desk.policy["umbrellas.days"]), lent_at=act.at, staff_id=act.staff_id, note="",
        )  # fmt: skip
        act.session.add(row)
        act.session.flush()
        paper = loan_slip(
            room=unit.name, borrower=row.borrower, due_on=f"{row.due_on}", site=desk.site.name,
            language=desk.site.slip_language,
        )  # fmt: skip
        slips.issue(act, desk, paper, subject=f"umbrella:{row.id}", number=row.number)
        return _finish(act, row)


def move(desk: Desk, umbrella_id: int, code: str, note: str = "") -> UmbrellaView:
    """One move of the life cycle: return, lose, find.

    Raises:
        InvalidInput: field `note`; DeskError: `illegal-move`; NotAllowed; NotFound.
    """
    with moving(desk, UMBRELLAS, umbrella_id, code, {"note": note}) as step:
        step.row.ended_at, step.row.note = step.act.at, note.strip()
        return _finish(step.act, step.row)


def _ask_the_gate(act: Act, desk: Desk, entry: LoanEntry) -> None:
    subject = f"unit:{entry.unit_id}"
    found = obstacles(act.session, desk, "umbrella.lend", subject)
    left = standing(found, waived=entry.waived)
    if left:
        raise DeskError("in-the-way", " ".join(obstacle.words for obstacle in left))
    if role := waiver_role(found, entry.waived):
        desk.require(role)


def _finish(act: Act, row: Umbrella) -> UmbrellaView:
    act.session.flush()
    index.write(act.session, "umbrella", [row.id])
    act.about("umbrella", row.id, number=row.number, state=row.state)
    return _view(act.session, row)


# --------------------------------------------------------------------------------------------------------- questions
def umbrella(desk: Desk, umbrella_id: int) -> UmbrellaView:
    """One loan."""
    with desk.look() as session:
        return _view(session, _get(session, umbrella_id))


def umbrellas(desk: Desk) -> tuple[UmbrellaView, ...]:
    """All loans, the newest first."""
    with desk.look() as session:
        rows = session.scalars(select(Umbrella).order_by(Umbrella.id.desc()).limit(200))
        return tuple(_view(session, row) for row in rows)


def _get(session: Session, umbrella_id: int) -> Umbrella:
    row = session.get(Umbrella, umbrella_id)
    if row is None:
        raise NotFound(UMBRELLAS.absent())
    return row


def _view(session: Session, row: Umbrella) -> UmbrellaView:
    unit = session.get(Unit, row.unit_id)
    return UmbrellaView(
        row.id, row.number, unit.name if unit else "", row.borrower, row.state, row.due_on, row.note, row.kind
    )


# ----------------------------------------------------------------------------- what the manifest names for the others
def pages(connection: Connection, ids: Sequence[int]) -> Iterator[index.Page]:
    """What the finder knows of them."""
    for row in connection.execute(
        select(Umbrella.id, Umbrella.number, Umbrella.state, Umbrella.borrower, Unit.name)
        .join(Unit, Unit.id == Umbrella.unit_id)
        .where(Umbrella.id.in_(ids))
    ):
        detail = {"room": row.name, "borrower": row.borrower}
        page = index.Page(
            "umbrella", row.id, row.state != "out", row.number, detail, f"umbrella:{row.id}", index.newest(row.id)
        )
        page.add(index.number_terms(row.number))
        yield page


def due(session: Session, desk: Desk, _now: datetime, limit: int) -> DueItems:
    """Those that should be back."""
    late = (Umbrella.state == "out", Umbrella.due_on < desk.today())
    count = session.scalar(select(func.count(Umbrella.id)).where(*late)) or 0
    rows = session.scalars(select(Umbrella).where(*late).order_by(Umbrella.due_on, Umbrella.id).limit(limit))
    return DueItems(count, tuple(DueRow(row.number, row.borrower, f"umbrella:{row.id}") for row in rows), "umbrellas")


def light(session: Session, _desk: Desk, home: HouseholdView) -> LightView:
    """Amber while the household has one."""
    number = _out(session, home.unit.id)
    if number is None:
        return LightView("umbrellas", "Umbrellas", "None out", "green", "")
    return LightView("umbrellas", "Umbrellas", f"{number} is out", "amber", "umbrellas")


def lines(session: Session, _desk: Desk, home: HouseholdView) -> list[TimelineView]:
    """The loans in the household's history."""
    rows = session.execute(
        select(Umbrella, Staff.name)
        .join(Staff, Staff.id == Umbrella.staff_id)
        .where(Umbrella.unit_id == home.unit.id)
        .order_by(Umbrella.id.desc())
        .limit(MOST)
    )
    return [
        TimelineView(row.lent_at, f"Umbrella {row.number}", row.borrower, row.state, staff, f"umbrella:{row.id}")
        for row, staff in rows
    ]


def loans(session: Session, _desk: Desk, home: HouseholdView) -> tuple[UmbrellaView, ...]:
    """The loans that the household's page shows."""
    rows = session.scalars(select(Umbrella).where(Umbrella.unit_id == home.unit.id).order_by(Umbrella.id.desc()))
    return tuple(_view(session, row) for row in rows)


def check(session: Session, _desk: Desk) -> list[Finding]:
    """Loans that ended at no time."""
    numbers = session.scalars(select(Umbrella.number).where(Umbrella.state != "out", Umbrella.ended_at.is_(None)))
    return [Finding("umbrella-end", f"The umbrella {number} came back at no time.") for number in numbers]


def in_the_way(session: Session, _desk: Desk, subject: str) -> list[rules.Obstacle]:
    """What stands in the way of lending one to a household (`unit:12`)."""
    number = _out(session, int(subject.removeprefix("unit:")))
    return [] if number is None else [rules.one_at_a_time(number)]


def _out(session: Session, unit_id: int) -> str | None:
    return session.scalars(
        select(Umbrella.number).where(Umbrella.unit_id == unit_id, Umbrella.state == "out").limit(1)
    ).first()
