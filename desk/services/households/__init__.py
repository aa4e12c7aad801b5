"""Households: units, stays, papers, vehicles, the register card. People themselves are in `people`, reading in `household_read`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import Checker, NotFound, Problem
from desk.i18n import _
from desk.models import Customer, Unit, Vehicle
from desk.rules import households as rules
from desk.services.households import index
from desk.services.households.card import register_card, register_card_preview
from desk.services.households.consents import (
    agree_within,
    consents_of,
    give_consent,
    in_force,
    repeat_erasures,
    withdraw_consent,
)
from desk.services.households.dossier import attach, receive_within, set_dossier
from desk.services.households.notes import NoteEntry, NoteView, add_note, end_note, notes
from desk.services.households.people import (
    birthday_text,
    change_person,
    check_identity,
    check_person,
    duplicates,
    on_file,
    person_for_edit,
    put_on_file,
    register_person,
    reveal,
)
from desk.services.households.people_check import document_key
from desk.services.households.read import get_unit, household, papers, units
from desk.services.households.residence import (
    TransferEntry,
    change_lease,
    correct_leaving,
    end_stay,
    move_in,
    strike,
    transfer,
)
from desk.services.households.views import PersonEntry
from desk.services.kit.desk import Desk

__all__ = [
    "NOBODY",
    "NoteEntry",
    "NoteView",
    "PersonEntry",
    "TransferEntry",
    "add_note",
    "add_vehicle",
    "agree_within",
    "attach",
    "birthday_text",
    "change_lease",
    "change_person",
    "change_unit",
    "check_identity",
    "check_person",
    "consents_of",
    "correct_leaving",
    "document_key",
    "duplicates",
    "end_note",
    "end_stay",
    "end_vehicle",
    "give_consent",
    "household",
    "in_force",
    "move_in",
    "notes",
    "on_file",
    "papers",
    "person_for_edit",
    "put_on_file",
    "receive_within",
    "register_card",
    "register_card_preview",
    "register_person",
    "repeat_erasures",
    "reveal",
    "set_dossier",
    "strike",
    "transfer",
    "units",
    "withdraw_consent",
]

AREA_MOST = Decimal(100_000)
NOBODY = PersonEntry("")
"""Nothing was typed about a person."""


def change_unit(desk: Desk, unit_id: int, *, area: Decimal | None, kind: str, state: str, note: str) -> None:
    """Changes what is known of a room.

    Args:
        desk: the desk.
        unit_id: the room.
        area: in square metres, two decimal places; None when not known.
        kind: residence, shop, office, parking, other.
        state: vacant, occupied, let, renovating.
        note: free words.

    Raises:
        InvalidInput: fields `area`, `kind`, `state`.
        NotFound: no such unit.
    """
    check = Checker()
    if area is not None:
        if not area.is_finite() or not 0 < area <= AREA_MOST:
            check.add("area", "area", _("The area is a number of square metres above 0."))
        elif area != area.quantize(Decimal("0.01")):
            check.add("area", "area", _("The area has at most two decimal places."))
    if kind not in rules.UNIT_KINDS:
        check.add("kind", "choice", _("Choose the kind of the room."))
    if state not in rules.UNIT_STATES:
        check.add("state", "choice", _("Choose the state of the room."))
    check.done()
    with desk.act("household.unit") as act:
        desk.require("receptionist")
        unit = get_unit(act.session, unit_id)
        changed: dict[str, list[Any]] = {}
        for name, after in {"area": area, "kind": kind, "state": state, "note": note.strip()}.items():
            before = getattr(unit, name)
            if before != after:
                changed[name] = [_plain(before), _plain(after)]
                setattr(unit, name, after)
        act.session.flush()
        _index(act.session, unit.id)
        act.about("unit", unit.id, changed=changed)


def add_vehicle(desk: Desk, unit_id: int, plate: str, customer_id: int | None = None) -> list[Problem]:
    """Registers a number plate for a unit, and for one of its people when known.

    Returns:
        What deserves a second look though it was saved: an unusual plate, or one that another room has too.

    Raises:
        InvalidInput: field `plate`.
        NotFound: no such unit or customer.
    """
    tidy = rules.tidy_plate(plate)
    with desk.act("household.vehicle") as act:
        desk.require("receptionist")
        session = act.session
        unit = get_unit(session, unit_id)
        if customer_id is not None and session.get(Customer, customer_id) is None:
            raise NotFound(_("This person is not on file."))
        check = Checker()
        check.require("plate", tidy, _("Type the number plate."))
        row = session.scalars(select(Vehicle).where(Vehicle.plate == tidy, Vehicle.unit_id == unit_id)).first()
        if row is not None and row.until is None:
            check.add(
                "plate", "already-registered", _("{plate} is registered in this room already.").format(plate=tidy)
            )
        odd = rules.plate_problem(tidy)
        check.problems += [odd] if odd and not odd.warning and tidy else []
        check.done()
        warnings = [odd] if odd else []
        elsewhere = session.scalars(
            select(Unit.name)
            .join(Vehicle, Vehicle.unit_id == Unit.id)
            .where(Vehicle.plate == tidy, Vehicle.until.is_(None), Unit.id != unit_id)
        ).first()
        if elsewhere:
            message = _("{plate} is registered in {room} as well.").format(plate=tidy, room=elsewhere)
            warnings.append(Problem("plate-elsewhere", message, "plate", warning=True))
        if row is None:
            session.add(Vehicle(plate=tidy, unit_id=unit_id, customer_id=customer_id))
        else:
            row.until, row.customer_id = None, customer_id
        session.flush()
        _index(session, unit.id, customer_id)
        about = f"unit:{unit_id}" if customer_id is None else f"customer:{customer_id}"
        whose = {} if customer_id is None else {"customer": customer_id}
        act.about("unit", unit_id, plate=act.sealed(about, "plate", tidy), **whose)
        return warnings


def end_vehicle(desk: Desk, unit_id: int, plate: str) -> None:
    """Notes that a plate no longer belongs to a unit.

    Raises:
        NotFound: the plate is not registered there.
    """
    with desk.act("household.end-vehicle") as act:
        desk.require("receptionist")
        tidy = rules.tidy_plate(plate)
        row = act.session.scalars(
            select(Vehicle).where(Vehicle.plate == tidy, Vehicle.unit_id == unit_id, Vehicle.until.is_(None))
        ).first()
        if row is None:
            raise NotFound(_("{plate} is not registered in this room.").format(plate=tidy))
        row.until = desk.local(act.at).date()
        act.session.flush()
        _index(act.session, unit_id, row.customer_id)
        about = f"unit:{unit_id}" if row.customer_id is None else f"customer:{row.customer_id}"
        act.about("unit", unit_id, plate=act.sealed(about, "plate", tidy))


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def _index(session: Session, unit_id: int, customer_id: int | None = None) -> None:
    if customer_id is not None:
        index.index_customer(session, customer_id)  # and the rooms the customer is named in
    index.index_units(session, [unit_id])
