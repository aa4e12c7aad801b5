"""Who lives in a home, apart from what they are there (handbook C-21, M1): moving in and out, and the transfer of the ownership."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desk import catalog, features
from desk.errors import Checker, DeskError, InvalidInput, NotFound, Problem
from desk.i18n import _
from desk.models import AuditEvent, Customer, Occupancy, PastResidence, Unit, Vehicle
from desk.models.households import belongs_now, lives_now
from desk.rules import households as rules
from desk.rules.kit import texts, wording
from desk.services.households import index
from desk.services.households.people import register_within, view
from desk.services.households.read import get_unit
from desk.services.households.views import PersonEntry, PersonView, StayEntry
from desk.services.kit.desk import Act, Desk
from desk.services.kit.due import DueItems, DueRow, counted_by


@dataclass(frozen=True, slots=True)
class TransferEntry:
    """A transfer of the ownership by its paper (handbook M1).

    Attributes:
        paper: code of `transfer_papers`. number: of the paper. on: from when the new owners own; today or earlier.
        leaving: the ownerships (ids) that end; empty: all of them.
        owners: new owners who are on file. people: new owners to be put on file.
    """

    paper: str
    number: str
    on: date | None
    leaving: tuple[int, ...] = ()
    owners: tuple[int, ...] = ()
    people: tuple[PersonEntry, ...] = ()


# ------------------------------------------------------------------------------------------------------ inside an act
def living_roles(session: Session, unit_id: int) -> set[str]:
    """The roles of those who live there and have not left."""
    session.flush()
    return set(
        session.scalars(
            select(Occupancy.role).where(Occupancy.unit_id == unit_id, Occupancy.lives, Occupancy.lives_until.is_(None))
        )
    )


def settle_state(session: Session, unit_id: int) -> str:
    """Puts the state of a room right after somebody came or left; gives it."""
    unit = get_unit(session, unit_id)
    unit.state = rules.state_after(unit.state, living_roles(session, unit_id))
    return unit.state


def leave_within(act: Act, desk: Desk, stay: Occupancy, on: date, reason: str = "", paper: str = "") -> None:
    """Somebody leaves: living there ends; the role ends with it, but an owner's only by a transfer's `paper` (handbook C-21)."""
    if stay.lives and stay.lives_until is None:
        stay.lives_until = on
    if stay.role != "owner" or paper:
        stay.until, stay.end_paper = on, paper
    stay.end_reason = reason.strip()
    act.session.flush()
    _end_plates(act.session, stay, on)
    settle_state(act.session, stay.unit_id)
    _index(act.session, stay.unit_id, stay.customer_id)
    for hook in features.hooks("stay_ended"):
        hook(act, desk, stay.unit_id, stay.customer_id)
    act.touch("unit", stay.unit_id)
    act.touch("customer", stay.customer_id)


def come_within(act: Act, stay: Occupancy, on: date | None) -> None:
    """Somebody begins to live there; an earlier time of living there is kept."""
    if stay.lives and stay.lives_until is not None:
        act.session.add(PastResidence(occupancy_id=stay.id, since=stay.lives_since, until=stay.lives_until))
    stay.lives, stay.lives_since, stay.lives_until = True, on, None
    settle_state(act.session, stay.unit_id)
    _index(act.session, stay.unit_id, stay.customer_id)
    act.touch("unit", stay.unit_id)
    act.touch("customer", stay.customer_id)


def back_within(act: Act, stay: Occupancy, *, until: date | None, lives_until: date | None) -> None:
    """Takes a leaving back: the role and the living last as they did before (a move-out was reversed)."""
    stay.until, stay.lives_until, stay.end_reason, stay.end_paper = until, lives_until, "", ""
    settle_state(act.session, stay.unit_id)
    _index(act.session, stay.unit_id, stay.customer_id)
    act.touch("unit", stay.unit_id)
    act.touch("customer", stay.customer_id)


def _end_plates(session: Session, stay: Occupancy, on: date) -> None:
    """A plate registered for a person in the unit ends when the person does not live there any more."""
    left = session.scalars(
        select(Occupancy.id).where(
            Occupancy.unit_id == stay.unit_id, Occupancy.customer_id == stay.customer_id, Occupancy.lives,
            Occupancy.lives_until.is_(None),
        )
    ).first()  # fmt: skip
    if left is not None:
        return
    for vehicle in session.scalars(
        select(Vehicle).where(
            Vehicle.unit_id == stay.unit_id, Vehicle.customer_id == stay.customer_id, Vehicle.until.is_(None)
        )
    ):
        vehicle.until = on
    session.flush()


# ----------------------------------------------------------------------------------------------------------------- acts
def end_stay(desk: Desk, occupancy_id: int, *, on: date, reason: str = "") -> None:
    """Notes that somebody left: living there ends, the history remains (handbook A3, C-21, 注销登记).

    A tenant's, member's, relative's and borrower's role ends with it; an owner stays owner until the home is transferred.

    Args:
        desk: the desk.
        occupancy_id: the registration.
        on: the last day.
        reason: in free words.

    Raises:
        InvalidInput: field `on`.
        DeskError: `ended-already`; `lives-elsewhere`: an owner who does not live there.
        NotFound: no such registration.
    """
    with desk.act("household.end-stay") as act:
        desk.require("receptionist")
        stay = _stay(act.session, occupancy_id)
        if stay.until is not None or stay.lives_until is not None:
            day = stay.until or stay.lives_until
            raise DeskError("ended-already", _("This stay ended on {day} already.").format(day=day))
        if not stay.lives:
            # L10N: {name} 不在此居住；业主身份须凭过户资料结束
            words = _("{name} does not live here. An ownership ends by a transfer only.")
            raise DeskError("lives-elsewhere", words.format(name=stay.customer.name))
        problem = rules.end_problem(since=_began(stay), on=on, today=desk.local(act.at).date())
        if problem is not None:
            raise InvalidInput([problem])
        leave_within(act, desk, stay, on, reason)
        _say(act, stay, on=on.isoformat(), reason=stay.end_reason)


def correct_leaving(desk: Desk, occupancy_id: int, *, reason: str) -> PersonView:
    """Puts a moving-out right that was entered wrongly: the person lives there as before, plates and passes hold again (handbook S34).

    On the day it was entered whoever is at the counter does it, later a supervisor.

    Raises:
        InvalidInput: field `reason`.
        DeskError: `not-ended-here`: it did not end by a moving-out that was entered for the person, a move or a transfer did that;
            `registered-anew`: the person was registered in the same role since.
        NotFound: no such registration. NotAllowed: not a supervisor, on a later day.
    """
    with desk.act("household.correct-leaving") as act:
        desk.require("receptionist")
        session = act.session
        stay = _stay(session, occupancy_id)
        check = Checker()
        check.require("reason", reason, _("Say why."))
        check.note("reason", texts.length_problem(reason, texts.LONG, "reason"))
        check.done()
        event = _left_by(session, stay)
        if desk.local(event.at).date() != desk.local(act.at).date():
            desk.require("supervisor")
        again = session.scalars(
            select(Occupancy.id).where(
                Occupancy.unit_id == stay.unit_id, Occupancy.customer_id == stay.customer_id, Occupancy.role == stay.role,
                Occupancy.id != stay.id, Occupancy.until.is_(None),
            )
        ).first()  # fmt: skip
        if again is not None:
            # L10N: {name} 之后已重新登记，无须更正
            words = _("{name} was registered anew since; there is nothing to put right.")
            raise DeskError("registered-anew", words.format(name=stay.customer.name))
        left = stay.lives_until
        plates = _plates_again(session, stay, left)
        back_within(act, stay, until=None, lives_until=None)  # and the finder knows of all of it
        for hook in features.hooks("stay_again"):
            hook(act, desk, stay.unit_id, stay.customer_id, tuple((event.data or {}).get("passes_cancelled", ())))
        _say(act, stay, on=f"{left}", reason=reason.strip(), corrects=event.id, plates=plates)
        return view(session, stay.customer, stay, desk.local(act.at).date())


def _left_by(session: Session, stay: Occupancy) -> AuditEvent:
    """The event of the moving-out that ended a stay."""
    rows = session.scalars(
        select(AuditEvent)
        .where(AuditEvent.subject == f"unit:{stay.unit_id}", AuditEvent.act == "household.end-stay")
        .order_by(AuditEvent.id.desc())
    )
    event = next((row for row in rows if (row.data or {}).get("occupancy") == stay.id), None)
    left = stay.lives_until.isoformat() if stay.lives_until is not None else ""
    if event is None or not left or (event.data or {}).get("on") != left or stay.end_paper:
        # L10N: {name} 不是由搬出登记离开的：请在迁出或过户中更正
        words = _("{name} did not leave by a moving-out that was entered here. Put the move or the transfer right.")
        raise DeskError("not-ended-here", words.format(name=stay.customer.name))
    return event


def _plates_again(session: Session, stay: Occupancy, left: date | None) -> int:
    """The plates that ended with a leaving hold again, unless they are registered elsewhere by now; gives how many."""
    rows = session.scalars(
        select(Vehicle).where(
            Vehicle.unit_id == stay.unit_id, Vehicle.customer_id == stay.customer_id, Vehicle.until == left
        )
    ).all()
    again = 0
    for vehicle in rows:
        if (
            session.scalars(select(Vehicle.id).where(Vehicle.plate == vehicle.plate, Vehicle.until.is_(None))).first()
            is None
        ):
            vehicle.until = None
            again += 1
    session.flush()
    return again


def move_in(desk: Desk, occupancy_id: int, *, on: date | None) -> PersonView:
    """Notes that somebody who is registered begins to live there: an owner moves (back) in (handbook M1).

    Raises:
        InvalidInput: field `on`: missing, ahead, before the last time ended. DeskError: `lives-here`, `ended-already`.
        NotFound: no such registration.
    """
    with desk.act("household.move-in") as act:
        desk.require("receptionist")
        stay = _stay(act.session, occupancy_id)
        today = desk.local(act.at).date()
        if stay.until is not None:
            raise DeskError("ended-already", _("This stay ended on {day} already.").format(day=stay.until))
        if rules.lives_there(lives=stay.lives, until=stay.lives_until, today=today):
            # L10N: {name} 已登记为在住
            raise DeskError("lives-here", _("{name} lives here already.").format(name=stay.customer.name))
        check = Checker()
        # L10N: 请填写入住日期
        check.require("on", on, _("On which day?"))
        if on is not None and on > today:
            check.add("on", "future", _("This day has not come yet. Choose today or an earlier one."))
        if on is not None and stay.lives_until is not None and on <= stay.lives_until:
            # L10N: 上次在住至 {day}
            words = _("The last time ended on {day}. Choose a later day.")
            check.add("on", "order", words.format(day=stay.lives_until))
        check.done()
        come_within(act, stay, on)
        _say(act, stay, on=f"{on}", reason="")
        return view(act.session, stay.customer, stay, today)


def transfer(desk: Desk, unit_id: int, entry: TransferEntry) -> tuple[PersonView, ...]:
    """Transfers the ownership by its paper (handbook M1): the old owners' ends, with their living there; the new owners' begins.

    What the old owner owes and what is held for them stays theirs: charges and deposits are not touched.

    Raises:
        InvalidInput: fields `paper`, `number`, `on`, `leaving`, `owners`, those of `PersonEntry` (`people.0.name`).
        NotFound: no such unit or person. NotAllowed.
    """
    with desk.act("household.transfer") as act:
        desk.require("receptionist")
        session, today = act.session, desk.local(act.at).date()
        unit = get_unit(session, unit_id)
        owners = session.scalars(
            select(Occupancy)
            .where(
                Occupancy.unit_id == unit.id, Occupancy.role == "owner", belongs_now(today), Occupancy.until.is_(None)
            )
            .order_by(Occupancy.id)
        ).all()
        leaving = [stay for stay in owners if not entry.leaving or stay.id in entry.leaving]
        _check(session, entry, owners, leaving, today)
        assert entry.on is not None
        paper = f"{catalog.label('transfer_papers', entry.paper)} {entry.number.strip()}"
        for stay in leaving:
            # L10N: 过户
            leave_within(act, desk, stay, entry.on, _("Transfer of title"), paper)
        new = []
        for customer_id in entry.owners:
            new.append(_register(act, desk, PersonEntry(""), unit, entry, customer_id))
        for person in entry.people:
            new.append(_register(act, desk, person, unit, entry, None))
        settle_state(session, unit.id)
        act.about(
            "unit",
            unit.id,
            paper=entry.paper,
            number=entry.number.strip(),
            on=entry.on.isoformat(),
            old=[act.sealed(f"customer:{stay.customer_id}", "name", stay.customer.name) for stay in leaving],
            new=[act.sealed(f"customer:{row.id}", "name", row.name) for row, _stay in new],
            state=unit.state,
        )
        return tuple(view(session, row, stay, today) for row, stay in new)


def strike(desk: Desk, occupancy_id: int, *, reason: str) -> None:
    """Ends a registration that was made by mistake, an ownership too; the record stays with the reason (handbook C-19).

    Raises:
        InvalidInput: field `reason`. DeskError: `ended-already`. NotFound.
        NotAllowed: an ownership needs a supervisor.
    """
    with desk.act("household.strike") as act:
        desk.require("receptionist")
        stay = _stay(act.session, occupancy_id)
        check = Checker()
        check.require("reason", reason, _("Say why."))
        check.done()
        if stay.role == "owner":
            desk.require("supervisor")
        if stay.until is not None:
            raise DeskError("ended-already", _("This stay ended on {day} already.").format(day=stay.until))
        on = desk.local(act.at).date()
        # L10N: 登记有误
        leave_within(act, desk, stay, on, reason, _("Registered by mistake"))
        _say(act, stay, on=on.isoformat(), reason=reason.strip())


def _check(
    session: Session, entry: TransferEntry, owners: Sequence[Occupancy], leaving: Sequence[Occupancy], today: date
) -> None:
    check = Checker()
    if entry.paper not in {choice.code for choice in catalog.whole_catalog("transfer_papers")}:
        # L10N: 请选择过户资料
        check.add("paper", "choice", _("Choose the paper of the transfer."))
    # L10N: 请填写过户资料编号
    check.require("number", entry.number, _("Write the number of the paper."))
    # L10N: 请填写过户日期
    check.require("on", entry.on, _("On which day?"))
    if entry.on is not None and entry.on > today:
        check.add("on", "future", _("This day has not come yet. Choose today or an earlier one."))
    for stay in leaving:
        if entry.on is not None and stay.since is not None and entry.on < stay.since:
            words = _("The stay began on {since}; it cannot end before that day.").format(since=stay.since)
            check.add("on", "order", words)
    if {stay.id for stay in leaving} < set(entry.leaving):
        # L10N: 所选的人不是现在的业主
        check.add("leaving", "owner", _("This is no owner of the home now."))
    if not entry.owners and not entry.people:
        # L10N: 请填写新业主
        check.add("owners", "required", _("Who is the new owner?"))
    staying = {stay.customer_id for stay in owners if stay not in leaving}
    for customer_id in entry.owners:
        if customer_id in staying:
            # L10N: {name} 已经是业主
            row = session.get(Customer, customer_id)
            check.add("owners", "already", _("{name} owns it already.").format(name=row.name if row else ""))
    check.done()


def _register(
    act: Act, desk: Desk, person: PersonEntry, unit: Unit, entry: TransferEntry, customer_id: int | None
) -> tuple[Customer, Occupancy]:
    stay = StayEntry(unit.id, "owner", since=entry.on, lives=False)
    try:
        row, made, _changed = register_within(act, desk, person, stay, customer_id=customer_id)
    except InvalidInput as error:
        raise InvalidInput(
            [Problem(each.code, each.message, f"people.{each.field}") for each in error.problems]
        ) from error
    assert made is not None
    return row, made


def change_lease(desk: Desk, occupancy_id: int, *, until: date | None) -> None:
    """Notes until when a tenant's or borrower's lease runs; None: it has no end.

    Raises:
        InvalidInput: field `lease_until`. DeskError: `ended-already`. NotFound: no such registration. NotAllowed.
    """
    with desk.act("household.lease") as act:
        desk.require("receptionist")
        stay = _stay(act.session, occupancy_id)
        if stay.until is not None:
            raise DeskError("ended-already", _("This stay ended on {day} already.").format(day=stay.until))
        if problem := rules.lease_problem(stay.since, until, role=stay.role):
            raise InvalidInput([problem])
        before, stay.lease_until = stay.lease_until, until
        act.about(
            "unit", stay.unit_id, customer=stay.customer_id, role=stay.role,
            name=act.sealed(f"customer:{stay.customer_id}", "name", stay.customer.name),
            changed=[f"{before or ''}", f"{until or ''}"],
        )  # fmt: skip


def _leases(desk: Desk) -> tuple[ColumnElement[bool], ...]:
    last = desk.today() + timedelta(days=int(desk.policy["households.lease_days"]))
    return (Occupancy.lease_until.is_not(None), Occupancy.lease_until <= last, Occupancy.until.is_(None))


@counted_by(lambda desk, _now: select(func.count(Occupancy.id)).where(*_leases(desk)))
def leases(session: Session, desk: Desk, _now: datetime, limit: int) -> DueItems:
    """Leases that end soon or have ended while the tenant is still registered, the earliest first (handbook A2)."""
    where = _leases(desk)
    total = session.scalar(select(func.count(Occupancy.id)).where(*where)) or 0
    rows = session.execute(
        select(Unit.id, Unit.name, Customer.name, Occupancy.lease_until)
        .join(Occupancy, Occupancy.unit_id == Unit.id)
        .join(Customer, Customer.id == Occupancy.customer_id)
        .where(*where)
        .order_by(Occupancy.lease_until, Unit.sort, Occupancy.id)
        .limit(limit)
    )
    return DueItems(
        total,
        tuple(
            DueRow(
                wording.dotted(room, name),
                # L10N: 租期至 {day} / 租期已于 {day} 届满
                (_("lease until {day}") if until and until >= desk.today() else _("lease ended on {day}")).format(
                    day=wording.day(until)
                ),
                f"unit:{unit_id}",
            )
            for unit_id, room, name, until in rows
        ),
    )


def _stay(session: Session, occupancy_id: int) -> Occupancy:
    stay = session.get(Occupancy, occupancy_id)
    if stay is None:
        raise NotFound(_("This stay is not registered."))
    return stay


def _began(stay: Occupancy) -> date | None:
    return stay.lives_since or stay.since


def _say(act: Act, stay: Occupancy, **data: Any) -> None:
    name = act.sealed(f"customer:{stay.customer_id}", "name", stay.customer.name)
    act.about(
        "unit", stay.unit_id, customer=stay.customer_id, name=name, occupancy=stay.id, role=stay.role,
        state=stay.unit.state, **data,
    )  # fmt: skip


def residents_of(session: Session, unit_id: int, today: date) -> list[Occupancy]:
    """The registrations of those who live there today."""
    return list(
        session.scalars(select(Occupancy).where(Occupancy.unit_id == unit_id, lives_now(today)).order_by(Occupancy.id))
    )


def _index(session: Session, unit_id: int, customer_id: int) -> None:
    index.index_customer(session, customer_id)  # and the rooms the customer is named in
    index.index_units(session, [unit_id])


__all__ = [
    "TransferEntry", "back_within", "come_within", "correct_leaving", "end_stay", "leave_within", "living_roles", "move_in",
    "residents_of", "settle_state", "strike", "transfer",
]  # fmt: skip
