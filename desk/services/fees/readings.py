"""Meters and what they show: put in, read in building order, exchanged (handbook S1). A reading that jumps asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from desk.errors import Checker, DeskError, NotFound, Problem
from desk.i18n import _
from desk.models import Staff, Unit
from desk.models.fees import Bill, BillLine, Meter, MeterReading
from desk.models.kit.functions import holds, words_in
from desk.rules import fees as rules
from desk.rules.fees import meters as of_meters
from desk.rules.fees.meters import Reading
from desk.services.fees.core import chunks, get, refuse, rooms, the_unit, today
from desk.services.fees.entries import ExchangeEntry, MeterEntry, ReadingEntry
from desk.services.fees.views import MeterView, ReadingView
from desk.services.finder.reading import met
from desk.services.kit.desk import Act, Desk
from desk.services.kit.paging import Page


def add_meter(desk: Desk, entry: MeterEntry) -> MeterView:
    """Puts a meter in, with its first reading.

    Raises:
        InvalidInput: fields of `MeterEntry`. NotFound; NotAllowed: nobody is signed in.
    """
    check = Checker()
    if entry.kind not in rules.METERS:
        check.add("kind", "required", _("Choose which meter counts it."))
    # L10N: 请填写表号
    check.require("number", entry.number, _("Which number does the meter have?"))
    check.note("since", _of_day(entry.since, desk.today(), "since"))
    check.note("first", _of_value(entry.first, "first"))
    check.done()
    with desk.act("fees.meter") as act:
        desk.require("receptionist")
        unit = the_unit(act.session, entry.unit_id)
        row = _put_in(act, entry.unit_id, entry.kind, entry.number, entry.since or today(act, desk), entry.first)
        row.note = entry.note.strip()
        act.about("meter", row.id, number=row.number, counts=row.kind)
        act.touch("unit", unit.id)
        return _views(act.session, [row])[0]


def _of_day(day: date | None, now: date, field: str) -> Problem | None:
    found = of_meters.reading_problem(day, Decimal(0), (), now)
    return Problem(found.code, found.message, field) if found is not None else None


def _of_value(value: Decimal | None, field: str) -> Problem | None:
    found = of_meters.reading_problem(date(2000, 1, 1), value, (), date(2000, 1, 1))
    return Problem(found.code, found.message, field) if found is not None else None


def _put_in(act: Act, unit_id: int, kind: str, number: str, since: date, first: Decimal | None) -> Meter:
    session, plain = act.session, number.strip()
    if session.scalar(select(Meter.id).where(Meter.kind == kind, Meter.number == plain)) is not None:
        # L10N: 该表号已登记
        refuse([Problem("taken", _("A meter with this number is registered already."), "number")])
    row = Meter(unit_id=unit_id, kind=kind, number=plain, since=since, note="")
    session.add(row)
    session.flush()
    _keep(act, row.id, since, first or Decimal(0), "installed")
    return row


def _keep(act: Act, meter_id: int, on: date, value: Decimal, source: str, *, asked: bool = False) -> MeterReading:
    row = MeterReading(
        meter_id=meter_id, on=on, value=value, source=source, asked=asked, staff_id=act.staff_id, at=act.at
    )
    act.session.add(row)
    act.session.flush()
    return row


def history(session: Session, meter_id: int, *, without: int = 0) -> list[Reading]:
    """The readings of a meter, the oldest first."""
    rows = session.execute(
        select(MeterReading.id, MeterReading.on, MeterReading.value)
        .where(MeterReading.meter_id == meter_id, MeterReading.id != without)
        .order_by(MeterReading.on)
    )
    return [Reading(*row) for row in rows]


def check_reading(desk: Desk, entry: ReadingEntry) -> list[Problem]:
    """What is wrong with a reading as it is typed; a jump is a warning with the code `jump`.

    Raises:
        NotFound: there is no such meter.
    """
    with desk.look() as session:
        meter = get(session, Meter, entry.meter_id)
        found = history(session, meter.id)
        return reading_problems(desk, meter, found, entry)


def reading_problems(desk: Desk, meter: Meter, found: Sequence[Reading], entry: ReadingEntry) -> list[Problem]:
    """See `check_reading`."""
    if meter.until is not None:
        # L10N: 该表已拆换
        return [Problem("gone", _("This meter was taken out."), "meter_id")]
    problem = of_meters.reading_problem(entry.on, entry.value, found, desk.today())
    if problem is not None:
        return [problem]
    assert entry.on is not None
    assert entry.value is not None
    words = of_meters.jump(
        entry.on, entry.value, found, times=Decimal(str(desk.policy["fees.jump_times"])),
        least=Decimal(str(desk.policy["fees.jump_least"])),
    )  # fmt: skip
    return [Problem("jump", words, "value", warning=entry.sure)] if words else []


def read_meter(desk: Desk, entry: ReadingEntry) -> MeterView:
    """Notes what a meter shows.

    Raises:
        InvalidInput: fields of `ReadingEntry`; `value`: `jump`, it asks to be looked at again (`sure` says it was).
        NotFound; NotAllowed: nobody is signed in.
    """
    with desk.act("fees.reading") as act:
        desk.require("receptionist")
        meter = get(act.session, Meter, entry.meter_id, lock=True)
        found = history(act.session, meter.id)
        problems = reading_problems(desk, meter, found, entry)
        refuse([problem for problem in problems if not problem.warning])
        assert entry.on is not None
        assert entry.value is not None
        row = _keep(act, meter.id, entry.on, entry.value, "typed", asked=bool(problems))
        act.about("meter", meter.id, number=meter.number, on=row.on.isoformat(), value=f"{row.value}")
        act.touch("unit", meter.unit_id)
        return _views(act.session, [meter])[0]


def read_many(desk: Desk, readings: Sequence[ReadingEntry]) -> int:
    """Notes many readings at once, all of them or none; problems as `readings.3.value`. Gives how many.

    Raises:
        InvalidInput: as `read_meter`. NotFound; NotAllowed: nobody is signed in.
    """
    with desk.act("fees.readings") as act:
        desk.require("receptionist")
        count = keep_many(act, desk, readings, "typed")
        act.about("site", 1, readings=count)
        return count


def keep_many(act: Act, desk: Desk, readings: Sequence[ReadingEntry], source: str) -> int:
    """Notes readings inside the act they belong to; see `read_many`."""
    problems: list[Problem] = []
    if not readings:
        # L10N: 没有读数
        problems.append(Problem("required", _("There is no reading."), "readings"))
    seen: dict[int, list[Reading]] = {}
    for place, entry in enumerate(readings):
        meter = get(act.session, Meter, entry.meter_id, lock=True)
        found = seen.setdefault(meter.id, history(act.session, meter.id))
        wrong = reading_problems(desk, meter, found, entry)
        hard = [each for each in wrong if not each.warning]
        problems += [Problem(each.code, each.message, f"readings.{place}.{each.field}") for each in hard]
        if hard or entry.on is None or entry.value is None:
            continue
        row = _keep(act, meter.id, entry.on, entry.value, source, asked=bool(wrong))
        seen[meter.id] = sorted([*found, Reading(row.id, row.on, row.value)], key=lambda each: each.on)
        act.touch("meter", meter.id)
        act.touch("unit", meter.unit_id)
    refuse(problems)
    return len(readings)


def correct_reading(desk: Desk, reading_id: int, value: Decimal | None, *, reason: str) -> MeterView:
    """Puts a reading right that was written wrongly and not billed; what stood there is kept in the record of acts.

    Raises:
        InvalidInput: fields `value`, `reason`. DeskError: `billed`. NotFound; NotAllowed: nobody is signed in.
    """
    check = Checker()
    check.require("reason", reason, _("Say why it is corrected."))
    check.done()
    with desk.act("fees.correct-reading") as act:
        desk.require("receptionist")
        session = act.session
        row = session.get(MeterReading, reading_id, with_for_update=True)
        if row is None:
            # L10N: 没有该读数
            raise NotFound(_("This reading is not there."))
        if row.id in _billed(session, [row.id]):
            # L10N: 已按该读数出账，请先作废账单
            raise DeskError("billed", _("A bill was made from this reading. Void the bill first."))
        found = of_meters.reading_problem(row.on, value, history(session, row.meter_id, without=row.id), desk.today())
        # The first reading may be anything up to the next one: there is none before it.
        if found is not None and not (found.code == "order" and row.source == "installed"):
            refuse([found])
        before, row.value = row.value, value or Decimal(0)
        meter = get(session, Meter, row.meter_id)
        act.about("meter", meter.id, before=f"{before}", after=f"{row.value}", reason=reason.strip())
        return _views(session, [meter])[0]


def exchange(desk: Desk, entry: ExchangeEntry) -> MeterView:
    """Exchanges a meter: the old one's last reading, the new one's number and first; what both counted adds up.

    Raises:
        InvalidInput: fields of `ExchangeEntry`. NotFound; NotAllowed: nobody is signed in.
    """
    check = Checker()
    check.require("number", entry.number, _("Which number does the meter have?"))
    check.note("first", _of_value(entry.first, "first"))
    with desk.act("fees.exchange") as act:
        desk.require("receptionist")
        session = act.session
        old = get(session, Meter, entry.meter_id, lock=True)
        found = history(session, old.id)
        if old.until is not None:
            check.add("meter_id", "gone", _("This meter was taken out."))
        same = next((each for each in found if each.on == entry.on), None)
        if same is None or same.value != entry.last:
            problem = of_meters.reading_problem(entry.on, entry.last, found, desk.today())
            if problem is not None:
                check.add("last" if problem.field == "value" else problem.field, problem.code, problem.message)
            elif any(entry.on is not None and each.on > entry.on for each in found):
                # L10N: 换表日之后已有读数
                check.add("on", "order", _("The meter was read after this day."))
        check.done()
        assert entry.on is not None
        if same is None:
            _keep(act, old.id, entry.on, entry.last or Decimal(0), "exchange")
        old.until = entry.on
        new = _put_in(act, old.unit_id, old.kind, entry.number, entry.on, entry.first)
        new.replaces_id = old.id
        act.about("meter", new.id, number=new.number, replaces=old.number)
        act.touch("meter", old.id)
        act.touch("unit", old.unit_id)
        return _views(session, [new])[0]


@dataclass(frozen=True, slots=True)
class MeterFilter:
    """Which meters a list shows; "" and None do not narrow.

    Attributes:
        gone: also those that were taken out. text: words in the room or the number.
        unread: only those that were not read in the month of this day.
    """

    kind: str = ""
    unit_id: int | None = None
    building_id: int | None = None
    gone: bool = False
    text: str = ""
    unread: date | None = None


def meters(desk: Desk, which: MeterFilter | None = None, *, offset: int = 0, limit: int = 200) -> Page[MeterView]:
    """Meters in building order."""
    wanted = which or MeterFilter()
    conditions: list[ColumnElement[bool]] = [] if wanted.gone else [Meter.until.is_(None)]
    if wanted.kind:
        conditions.append(Meter.kind == wanted.kind)
    if wanted.unit_id is not None:
        conditions.append(Meter.unit_id == wanted.unit_id)
    if wanted.building_id:
        conditions.append(Unit.building_id == wanted.building_id)
    for word in words_in(wanted.text):
        known = met(desk, word, unit=Meter.unit_id)
        conditions.append(or_(holds(Unit.name, word), holds(Unit.code, word), holds(Meter.number, word), known))
    if wanted.unread is not None:
        first, last = rules.month_of(wanted.unread), rules.month_end(wanted.unread)
        read = select(MeterReading.meter_id).where(
            MeterReading.on >= first, MeterReading.on <= last, MeterReading.source != "installed"
        )
        conditions.append(Meter.id.not_in(read))
    base = select(Meter).join(Unit, Unit.id == Meter.unit_id).where(*conditions)
    with desk.look() as session:
        total = session.scalar(select(func.count()).select_from(base.subquery())) or 0
        rows = session.scalars(base.order_by(Unit.sort, Meter.kind, Meter.id).offset(offset).limit(limit)).all()
        return Page(_views(session, rows), total)


def meter(desk: Desk, meter_id: int) -> MeterView:
    """A meter with all its readings.

    Raises:
        NotFound: there is none.
    """
    with desk.look() as session:
        row = get(session, Meter, meter_id)
        (view,) = _views(session, [row])
        rows = session.execute(
            select(MeterReading, Staff.name)
            .join(Staff, Staff.id == MeterReading.staff_id)
            .where(MeterReading.meter_id == row.id)
            .order_by(MeterReading.on)
        ).all()
        billed = _billed(session, [one.id for one, _name in rows])
        readings: list[ReadingView] = []
        before: Decimal | None = None
        for one, name in rows:
            used = one.value - before if before is not None else None
            readings.append(ReadingView(one.id, one.on, one.value, used, one.source, name, one.id in billed))
            before = one.value

        return replace(view, readings=tuple(reversed(readings)))


def _billed(session: Session, ids: Sequence[int]) -> set[int]:
    rows = session.execute(
        select(BillLine.from_id, BillLine.to_id)
        .join(Bill, Bill.id == BillLine.bill_id)
        .where(Bill.state != "void", or_(BillLine.from_id.in_(ids), BillLine.to_id.in_(ids)))
    )
    return {one for row in rows for one in row if one is not None}


def _views(session: Session, rows: Sequence[Meter]) -> tuple[MeterView, ...]:
    names = rooms(session, [row.unit_id for row in rows])
    last: Mapping[int, tuple[date, Decimal]] = _last(session, [row.id for row in rows])
    nothing: tuple[date | None, Decimal | None] = (None, None)
    return tuple(
        MeterView(
            row.id, row.unit_id, names[row.unit_id], row.kind, row.number, row.since, row.until,
            *last.get(row.id, nothing), row.note,
        )
        for row in rows
    )  # fmt: skip


def _last(session: Session, ids: Sequence[int]) -> dict[int, tuple[date, Decimal]]:
    found = {}
    for some in chunks(ids):
        newest = (
            select(MeterReading.meter_id, func.max(MeterReading.on).label("on"))
            .where(MeterReading.meter_id.in_(some))
            .group_by(MeterReading.meter_id)
            .subquery()
        )
        for meter_id, on, value in session.execute(
            select(MeterReading.meter_id, MeterReading.on, MeterReading.value).join(
                newest, (newest.c.meter_id == MeterReading.meter_id) & (newest.c.on == MeterReading.on)
            )
        ):
            found[meter_id] = (on, value)
    return found


__all__ = [
    "MeterFilter",
    "add_meter",
    "check_reading",
    "correct_reading",
    "exchange",
    "keep_many",
    "meter",
    "meters",
    "read_many",
    "read_meter",
]
