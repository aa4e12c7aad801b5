"""Households: units, stays, papers, vehicles, the register card. People themselves are in `people`, reading in `household_read`."""

from __future__ import annotations

import hashlib
import mimetypes
import os
import re
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import config, paths
from desk.errors import Checker, DeskError, InvalidInput, NotFound, Problem
from desk.i18n import _, speaking
from desk.models import Attachment, Building, Consent, Customer, DossierItem, Occupancy, Unit, Vehicle
from desk.rules import household as rules
from desk.rules import identity, phones
from desk.services import slips
from desk.services.desk import Desk
from desk.services.household_read import household, papers, units
from desk.services.people import (
    birthday_text,
    change_person,
    check_person,
    duplicates,
    give_consent,
    person_for_edit,
    register_person,
    reveal,
    withdraw_consent,
)
from desk.services.slips import SlipView
from desk.slips.slip import Slip

__all__ = [
    "add_vehicle",
    "attach",
    "attachment_path",
    "change_person",
    "change_unit",
    "check_person",
    "duplicates",
    "end_stay",
    "end_vehicle",
    "give_consent",
    "household",
    "papers",
    "person_for_edit",
    "register_card",
    "register_card_preview",
    "register_person",
    "reveal",
    "set_dossier",
    "store_file",
    "units",
    "withdraw_consent",
]

ATTACHMENT_MOST = 50 * 1024 * 1024
"""Bytes of a scan; a longer file is a film or a mistake."""
AREA_MOST = Decimal(100_000)


def end_stay(desk: Desk, occupancy_id: int, *, on: date, reason: str = "") -> None:
    """Notes that somebody left: the stay ends, the history remains (DOMAIN A3, 注销登记).

    A plate registered for that person in the unit ends with the last stay there.

    Args:
        desk: the desk.
        occupancy_id: the stay.
        on: its last day.
        reason: in free words.

    Raises:
        InvalidInput: field `on`.
        DeskError: `ended-already`.
        NotFound: no such stay.
    """
    with desk.act("household.end-stay") as act:
        desk.require("receptionist")
        session = act.session
        stay = session.get(Occupancy, occupancy_id)
        if stay is None:
            raise NotFound(_("This stay is not registered."))
        if stay.until is not None:
            raise DeskError("ended-already", _("This stay ended on {day} already.").format(day=stay.until))
        problem = rules.end_problem(since=stay.since, on=on, today=desk.local(act.at).date())
        if problem is not None:
            raise InvalidInput([problem])
        stay.until, stay.end_reason = on, reason.strip()
        session.flush()
        left = session.execute(
            select(Occupancy.customer_id, Occupancy.role).where(Occupancy.unit_id == stay.unit_id, Occupancy.until.is_(None))
        ).all()
        unit = _unit(session, stay.unit_id)
        unit.state = rules.state_after(unit.state, {role for _customer, role in left})
        if stay.customer_id not in {customer for customer, _role in left}:
            for vehicle in session.scalars(
                select(Vehicle).where(
                    Vehicle.unit_id == unit.id, Vehicle.customer_id == stay.customer_id, Vehicle.until.is_(None)
                )
            ):
                vehicle.until = on
        session.flush()
        _index(session, unit.id, stay.customer_id)
        act.about(
            "unit",
            unit.id,
            customer=stay.customer_id,
            name=stay.customer.name,
            occupancy=stay.id,
            role=stay.role,
            on=on.isoformat(),
            reason=stay.end_reason,
            state=unit.state,
        )


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
        unit = _unit(act.session, unit_id)
        changed: dict[str, list[Any]] = {}
        for name, after in {"area": area, "kind": kind, "state": state, "note": note.strip()}.items():
            before = getattr(unit, name)
            if before != after:
                changed[name] = [_plain(before), _plain(after)]
                setattr(unit, name, after)
        act.session.flush()
        _index(act.session, unit.id)
        act.about("unit", unit.id, changed=changed)


def set_dossier(
    desk: Desk, unit_id: int, paper: str, *, state: str, filed_at: str = "", received_on: date | None = None
) -> None:
    """Notes that a paper of the file was received and where it is filed, or that it is missing (DOMAIN A1).

    Args:
        desk: the desk.
        unit_id: the unit.
        paper: code in catalog.toml, `dossier`.
        state: missing or received.
        filed_at: cabinet, folder.
        received_on: the day; today when None and received.

    Raises:
        InvalidInput: fields `paper`, `state`, `received_on`.
        NotFound: no such unit.
    """
    with desk.act("household.dossier") as act:
        desk.require("receptionist")
        today = desk.local(act.at).date()
        check = Checker()
        _check_paper(check, paper)
        if state not in rules.DOSSIER_STATES:
            check.add("state", "choice", _("Choose received or missing."))
        if received_on is not None and received_on > today:
            check.add("received_on", "date", _("That day has not come yet."))
        check.done()
        _unit(act.session, unit_id)
        item = _item(act.session, unit_id, paper)
        received = state == "received"
        before = item.state
        item.state = state
        item.received_on = (received_on or item.received_on or today) if received else None
        item.filed_at = filed_at.strip() if received else ""
        act.about("unit", unit_id, paper=paper, before=before, state=state, filed_at=item.filed_at)


def attach(desk: Desk, unit_id: int, paper: str, file: Path) -> str:
    """Adds the scan of a paper; the paper counts as received. The file is copied under its content's hash.

    The copy is complete on the disk before the database mentions it: a crash in between leaves a spare file, never a
    row without its file.

    Returns:
        The SHA-256 of the content.

    Raises:
        DeskError: `file-missing`, `file-too-big` (50 MB), `file-empty`; `photo-consent`, for a copy of an identity document
            whose owner has not agreed to images (C-12).
        StorageError: the disk said no.
        InvalidInput: field `paper`.
        NotFound: no such unit.
    """
    desk.require("receptionist")
    check = Checker()
    _check_paper(check, paper)
    check.done()
    digest, size = store_file(desk, file)
    with desk.act("household.attach") as act:
        _unit(act.session, unit_id)
        if paper in rules.IMAGE_PAPERS and not _image_agreed(act.session, unit_id):
            message = _("A picture of an identity document is kept only with the owner's consent. Record the consent first.")
            raise DeskError("photo-consent", message)
        if act.session.get(Attachment, digest) is None:
            media_type = mimetypes.guess_type(file.name)[0] or ""
            act.session.add(Attachment(sha256=digest, name=file.name, media_type=media_type, size=size, added_at=act.at))
        item = _item(act.session, unit_id, paper)
        item.attachment = digest
        item.state = "received"
        item.received_on = item.received_on or desk.local(act.at).date()
        act.about("unit", unit_id, paper=paper, sha256=digest, file=file.name, size=size)
    return digest


def store_file(desk: Desk, file: Path) -> tuple[str, int]:
    """Copies a file into the site's attachments; gives its SHA-256 and its size in bytes.

    Raises:
        DeskError: `file-missing`, `file-too-big`, `file-empty`.
        StorageError: the disk said no.
    """
    from desk.models.database import storage_error_from_os

    try:
        size = file.stat().st_size
        if size > ATTACHMENT_MOST:
            raise DeskError("file-too-big", _("The file {file} is larger than 50 MB. Please scan it smaller.").format(file=file.name))
        content = file.read_bytes()
    except OSError as error:
        raise DeskError(
            "file-missing", _("The file {file} cannot be read. Please check that it is still there.").format(file=file.name)
        ) from error
    if not content:
        raise DeskError("file-empty", _("The file {file} is empty.").format(file=file.name))
    digest = hashlib.sha256(content).hexdigest()
    folder = paths.attachments(desk.data)
    target = folder / digest
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if target.exists() and target.stat().st_size == len(content):
            return digest, len(content)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise storage_error_from_os(error) from error
    return digest, len(content)


def attachment_path(desk: Desk, sha: str) -> Path:
    """Where a scan lies.

    Raises:
        NotFound: no such scan, or its file is gone.
    """
    file = paths.attachments(desk.data) / sha
    if not re.fullmatch(r"[0-9a-f]{64}", sha) or not file.is_file():
        raise NotFound(_("The scan is not in the attachments folder. Please restore it from a backup of the folder."))
    return file


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
        unit = _unit(session, unit_id)
        if customer_id is not None and session.get(Customer, customer_id) is None:
            raise NotFound(_("This person is not on file."))
        check = Checker()
        check.require("plate", tidy, _("Type the number plate."))
        row = session.scalars(select(Vehicle).where(Vehicle.plate == tidy, Vehicle.unit_id == unit_id)).first()
        if row is not None and row.until is None:
            check.add("plate", "already-registered", _("{plate} is registered in this room already.").format(plate=tidy))
        check.done()
        warnings = [problem] if (problem := rules.plate_problem(tidy)) else []
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
        _index(session, unit.id)
        act.about("unit", unit_id, plate=tidy, **({} if customer_id is None else {"customer": customer_id}))
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
        _index(act.session, unit_id)
        act.about("unit", unit_id, plate=tidy)


def register_card(desk: Desk, unit_id: int) -> SlipView:
    """Issues the 住户成员情况登记表 of a unit with whole numbers, for the resident to check and sign (DOMAIN A1, A2).

    Raises:
        NotFound: no such unit.
        NotAllowed: nobody is signed in.
    """
    with desk.act("household.register-card") as act:
        desk.require("receptionist")
        slip = _card(act.session, desk, unit_id, masked=False, by=act.actor.name if act.actor else "")
        act.about("unit", unit_id)
        return slips.issue(act, desk, slip, subject=f"unit:{unit_id}")


def register_card_preview(desk: Desk, unit_id: int) -> Slip:
    """The register card as it would be issued now, numbers masked.

    Raises:
        NotFound: no such unit.
    """
    with desk.look() as session:
        return _card(session, desk, unit_id, masked=True, by=desk.actor.name if desk.actor else "")


def _card(session: Session, desk: Desk, unit_id: int, *, masked: bool, by: str) -> Slip:
    from desk.slips.household import HouseholdFacts, MemberFacts
    from desk.slips.household import register_card as build

    unit = _unit(session, unit_id)
    building = session.get_one(Building, unit.building_id)
    rows = session.execute(
        select(Occupancy, Customer)
        .join(Customer, Customer.id == Occupancy.customer_id)
        .where(Occupancy.unit_id == unit_id, Occupancy.until.is_(None))
    ).all()
    order = {role: place for place, role in enumerate(rules.ROLES)}
    people = sorted(rows, key=lambda row: (order.get(row[0].role, 9), row[0].id))
    plates = session.scalars(
        select(Vehicle.plate).where(Vehicle.unit_id == unit_id, Vehicle.until.is_(None)).order_by(Vehicle.plate)
    ).all()
    site = desk.site
    owners = [(stay, customer) for stay, customer in people if stay.role == "owner"]
    consent = session.scalars(
        select(Consent)
        .where(
            Consent.customer_id.in_([customer.id for _stay, customer in owners]),
            Consent.purpose == "register",
            Consent.withdrawn_at.is_(None),
        )
        .order_by(Consent.id)
    ).first()

    def phone(number: str) -> str:
        return phones.mask_phone(number) if masked else phones.format_phone(number)

    def all_phones(customer: Customer) -> str:
        return " ".join(phone(found.number) for found in customer.phones)

    def document(customer: Customer) -> str:
        number = identity.mask_number(customer.document_number) if masked else customer.document_number
        return f"{identity.kind_name(customer.document_kind)} {number}" if number else ""

    with speaking(site.slip_language):
        urgent = next((customer for _stay, customer in people if customer.emergency_name), None)
        moved_in = min((stay.since for stay, _customer in owners or people if stay.since), default=None)
        facts = HouseholdFacts(
            room=unit.name if unit.name.startswith(building.name) else f"{building.name} {unit.name}",
            area=f"{unit.area} ㎡" if unit.area is not None else "",
            use=config.label("unit_kinds", unit.kind),
            owner="、".join(customer.name for _stay, customer in owners),
            owner_document="\n".join(filter(None, (document(customer) for _stay, customer in owners))),
            owner_phone="\n".join(filter(None, (all_phones(customer) for _stay, customer in owners))),
            moved_in=moved_in.isoformat() if moved_in else "",
            address=next((customer.address for _stay, customer in owners if customer.address), ""),
            members=tuple(
                MemberFacts(
                    name=customer.name,
                    relation=config.label("relations", stay.relation) or config.label("roles", stay.role),
                    sex=config.label("sexes", customer.sex),
                    birth=birthday_text(customer),
                    document=document(customer),
                    phone=all_phones(customer),
                    workplace=customer.workplace,
                )
                for stay, customer in people
            ),
            vehicles=tuple(plates),
            emergency_name=urgent.emergency_name if urgent else "",
            emergency_relation=urgent.emergency_relation if urgent else "",
            emergency_phone=phone(urgent.emergency_phone) if urgent and urgent.emergency_phone else "",
            notes=unit.note,
            consent_given=consent is not None,
            consent_text=f"{consent.text_version} {desk.local(consent.given_at):%Y-%m-%d}" if consent else "",
            site=site.name,
            hotline=site.hotline,
            issued=f"{desk.now():%Y-%m-%d %H:%M}  {by}".strip(),
            language=site.slip_language,
        )
        return build(facts)


def _check_paper(check: Checker, paper: str) -> None:
    if paper not in papers():
        check.add("paper", "choice", _("Choose one of the papers of the file."))


def _item(session: Session, unit_id: int, paper: str) -> DossierItem:
    item = session.scalars(select(DossierItem).where(DossierItem.unit_id == unit_id, DossierItem.paper == paper)).first()
    if item is None:
        item = DossierItem(unit_id=unit_id, paper=paper, state="missing", filed_at="", attachment="")
        session.add(item)
    return item


def _unit(session: Session, unit_id: int) -> Unit:
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound(_("This room is not registered."))
    return unit


def _image_agreed(session: Session, unit_id: int) -> bool:
    query = select(Consent.id).join(Occupancy, Occupancy.customer_id == Consent.customer_id)
    return bool(
        session.scalars(
            query.where(
                Occupancy.unit_id == unit_id,
                Occupancy.role == "owner",
                Occupancy.until.is_(None),
                Consent.purpose == "photo",
                Consent.withdrawn_at.is_(None),
            ).limit(1)
        ).first()
    )


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def _index(session: Session, unit_id: int, customer_id: int | None = None) -> None:
    from desk.services import search_index

    if customer_id is None:
        search_index.index_units(session, [unit_id])
    else:
        search_index.index_customer(session, customer_id)  # and the rooms the customer is named in
