"""Parking cards are issued, renewed, replaced, lost, stopped, taken back (handbook S19); spaces are registered."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.errors import Checker, DeskError, NotFound, Problem
from desk.i18n import _
from desk.models import Customer, Occupancy, Staff, Unit
from desk.models.households import belongs_now
from desk.models.parking import ParkingCard, ParkingSpace
from desk.rules import parking as rules
from desk.rules.households import plate_problem, tidy_plate
from desk.rules.kit import phones, wording
from desk.rules.kit.texts import entry_problems
from desk.services import slips
from desk.services.finder import index
from desk.services.kit import reasons, sealed
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import Kept, advance, moving
from desk.services.kit.papers import writing, writing_copies
from desk.services.kit.sealed import Personal
from desk.services.kit.sequences import next_number
from desk.services.kit.words import word
from desk.services.parking.books import from_books
from desk.services.parking.views import (
    ParkingCardEntry,
    ParkingCardView,
    RenewEntry,
    ReplaceEntry,
    SpaceEntry,
    SpaceView,
)
from desk.services.slips import SlipView, issue
from desk.services.undo import reason
from desk.slips import parking as forms
from desk.slips.engine.head import PaperHead

PREFIX = "CK"
CARDS = Kept(rules.CYCLE, ParkingCard, lambda: _("This parking card is not there."))
"""Parking cards and their life cycle."""


def get(session: Session, card_id: int) -> ParkingCard:
    """A card.

    Raises:
        NotFound: there is none with this id.
    """
    row = session.get(ParkingCard, card_id)
    if row is None:
        raise NotFound(CARDS.absent())
    return row


def save_space(desk: Desk, entry: SpaceEntry, space_id: int | None = None) -> SpaceView:
    """Registers a space, or changes one.

    Raises:
        InvalidInput: `number` (`taken`), `kind`, `unit_id`, `retired`: a card stands on it. NotFound; NotAllowed: not a supervisor.
    """
    with desk.act("parking.space") as act:
        desk.require("supervisor")
        session = act.session
        check = Checker(entry_problems(entry, long=("note",)))
        # L10N: 请填写车位号
        check.require("number", entry.number, _("Write the number of the space."))
        number = entry.number.strip().upper()
        if entry.kind not in rules.SPACE_KINDS:
            check.add("kind", "choice", _("Choose the kind."))
        if entry.kind != "public" and entry.unit_id is None:
            check.add("unit_id", "required", _("Choose the room."))
        if entry.unit_id is not None and session.get(Unit, entry.unit_id) is None:
            raise NotFound(_("This room is not registered."))
        row = session.get(ParkingSpace, space_id) if space_id is not None else ParkingSpace()
        if row is None:
            # L10N: 没有这个车位
            raise NotFound(_("This parking space is not there."))
        taken = session.scalars(
            select(ParkingSpace.id).where(ParkingSpace.number == number, ParkingSpace.id != (space_id or 0))
        ).first()
        if taken is not None:
            # L10N: 车位号已登记
            check.add("number", "taken", _("This space is registered already."))
        if entry.retired and space_id is not None and _card_of_space(session, space_id):
            check.add("retired", "in-use", _("A card stands on this space. Take the card back first."))
        wanted = entry.unit_id if entry.kind != "public" else None
        if wanted is not None and space_id is not None and _card_elsewhere(session, space_id, wanted):
            check.add("unit_id", "in-use", _("A card stands on this space. Take the card back first."))
        check.done()
        row.number, row.kind, row.note, row.retired = number, entry.kind, entry.note.strip(), entry.retired
        row.unit_id = wanted
        session.add(row)
        session.flush()
        act.about("parking-space", row.id, number=row.number)
        act.touch("unit", row.unit_id)
        return space_view(session, row)


def space_view(session: Session, row: ParkingSpace) -> SpaceView:
    """A space as plain data."""
    return SpaceView(
        row.id, row.number, row.kind, row.unit_id, row.unit.name if row.unit else "", row.note, row.retired,
        _card_of_space(session, row.id),
    )  # fmt: skip


def _card_elsewhere(session: Session, space_id: int, unit_id: int) -> bool:
    """Whether the card that stands on a space is another home's than `unit_id`."""
    card = session.scalars(select(ParkingCard).where(ParkingCard.space_live == space_id)).first()
    return card is not None and card.unit_id != unit_id


def _card_of_space(session: Session, space_id: int | None) -> str:
    if space_id is None:
        return ""
    return session.scalar(select(ParkingCard.number).where(ParkingCard.space_live == space_id)) or ""


def people_of(session: Session, desk: Desk, unit_id: int | None) -> tuple[str, ...]:
    """Names of who belongs to a home now."""
    if unit_id is None:
        return ()
    return tuple(
        session.scalars(
            select(Customer.name)
            .join(Occupancy, Occupancy.customer_id == Customer.id)
            .where(Occupancy.unit_id == unit_id, belongs_now(desk.today()))
            .order_by(Occupancy.id)
        )
    )


def issue_card(desk: Desk, entry: ParkingCardEntry) -> ParkingCardView:
    """Issues a card with its 停车卡单.

    Raises:
        InvalidInput: fields of `ParkingCardEntry`: `plate` (`plate-taken`), `holder` (`not-of-home`), `unit_id` (`too-many`),
            `until` (`unpaid`), `paid_until` (`books`) … NotFound: no such room or space.
        NotAllowed: it is valid beyond what is paid and no supervisor agrees.
    """
    with desk.act("parking-card.issue") as act:
        desk.require("receptionist")
        session, today = act.session, desk.local(act.at).date()
        if entry.unit_id is not None and session.get(Unit, entry.unit_id) is None:
            raise NotFound(_("This room is not registered."))
        space = session.get(ParkingSpace, entry.space_id) if entry.space_id is not None else None
        if entry.space_id is not None and (space is None or space.retired):
            raise NotFound(_("This parking space is not there."))
        if entry.kind == "month":
            entry = from_books(session, desk, entry, entry.unit_id, entry.space_id)
        plate = tidy_plate(entry.plate)
        check = Checker(entry_problems(entry, names=("holder",), long=("note",)))
        check.problems += rules.card_problems(_typed(session, desk, entry, plate), today=today)
        check.note("plate", plate_problem(plate) if plate else None)
        phone = phones.check_phone(entry.phone) if entry.phone.strip() else None
        if phone is not None:
            check.note("phone", phone.problem)
        check.done()
        if rules.beyond(entry.until, entry.paid_until):
            desk.require("supervisor")
        assert entry.until is not None
        row = ParkingCard(
            number=next_number(session, PREFIX, today), kind=entry.kind, state="active", plate=plate, plate_live=plate,
            unit_id=entry.unit_id, holder=entry.holder.strip(), phone=phone.number if phone else "",
            space_id=entry.space_id, space_live=entry.space_id, first_day=entry.first or today, until=entry.until,
            paid_until=entry.paid_until, receipt=entry.receipt.strip(), unpaid_because=_why(entry), reason="",
            note=entry.note.strip(), issued_at=act.at, staff_id=act.staff_id, space=space,
        )  # fmt: skip
        session.add(row)
        session.flush()
        _issue_slip(act, desk, row)
        _noted(act, row)
        return view(session, desk, row)


def _why(entry: ParkingCardEntry | RenewEntry) -> str:
    return entry.unpaid_because.strip() if rules.beyond(entry.until, entry.paid_until) else ""


def _typed(session: Session, desk: Desk, entry: ParkingCardEntry, plate: str) -> rules.Parking:
    unit = entry.unit_id
    cards, spaces = _places(session, unit)
    taken = session.scalar(select(ParkingCard.number).where(ParkingCard.plate_live == plate)) if plate else None
    space = session.get(ParkingSpace, entry.space_id) if entry.space_id is not None else None
    return rules.Parking(
        entry.kind, plate, entry.holder, unit is not None, entry.papers_seen, entry.first or desk.today(), entry.until,
        entry.paid_until, entry.unpaid_because, people_of(session, desk, unit), taken or "",
        _card_of_space(session, entry.space_id), _of_other(space, unit), cards, spaces, int(desk.policy["parking.extra_cards"]),
    )  # fmt: skip


def _places(session: Session, unit_id: int | None) -> tuple[int, int]:
    """How many cards of a home are in use, and how many spaces it has."""
    if unit_id is None:
        return 0, 0
    cards = session.scalar(
        select(func.count(ParkingCard.id)).where(ParkingCard.unit_id == unit_id, ParkingCard.state.in_(rules.LIVE))
    )
    spaces = session.scalar(
        select(func.count(ParkingSpace.id)).where(ParkingSpace.unit_id == unit_id, ParkingSpace.retired.is_(False))
    )
    return cards or 0, spaces or 0


def _of_other(space: ParkingSpace | None, unit_id: int | None) -> str:
    """The other home that a space belongs or is let to; "" where it may be taken."""
    if space is None or space.unit_id is None or space.unit_id == unit_id:
        return ""
    return space.unit.name if space.unit else ""


def _whose(act: Act, desk: Desk, row: ParkingCard) -> Problem | None:
    """Why a card does not go on: who had it has left, or is not known any more."""
    if row.holder == sealed.GONE:
        # L10N: 持卡人信息已到期删除，请重新办理
        return Problem("erased", _("Whose card this was is not kept any more. Issue a new one."))
    return rules.holder_problem(row.kind, row.holder, people_of(act.session, desk, row.unit_id))


def renew(desk: Desk, card_id: int, entry: RenewEntry) -> ParkingCardView:
    """Makes a card valid longer, never beyond what is paid unless a supervisor agrees.

    Raises:
        InvalidInput: `until` (`unpaid`, `past`, `not-later`, `not-of-home`), `paid_until` (`books`). DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(act: Act, row: ParkingCard, check: Checker) -> None:
        nonlocal entry
        check.problems += entry_problems(entry)
        if row.kind == "month":
            entry = from_books(act.session, desk, entry, row.unit_id, row.space_id)
        today = desk.local(act.at).date()
        check.problems += rules.period_problems(
            row.first_day, entry.until, entry.paid_until, entry.unpaid_because, today=today
        )
        if entry.until is not None and entry.until <= row.until:
            # L10N: 有效期须晚于原有效期
            words = _("It is valid until {day} already. Choose a later day.")
            check.add("until", "not-later", words.format(day=wording.day(row.until)))
        check.note("until", _whose(act, desk, row))
        check.done()
        if rules.beyond(entry.until, entry.paid_until):
            desk.require("supervisor")

    with moving(desk, CARDS, card_id, "renew", checks=checks) as step:
        act, row = step.act, step.row
        assert entry.until is not None
        before = row.until
        row.until, row.paid_until, row.receipt = entry.until, entry.paid_until, entry.receipt.strip()
        row.unpaid_because = _why(entry)
        slip = _issue_slip(act, desk, row, again=True)
        _noted(act, row, before=f"{before}", until=f"{row.until}", slip=slip.number)
        return view(act.session, desk, row)


def replace(desk: Desk, card_id: int, entry: ReplaceEntry) -> ParkingCardView:
    """Issues a new card in the place of one: lost, broken, or another plate; the old number is dead (handbook S19).

    Returns:
        The new card.

    Raises:
        InvalidInput: `note` (`not-of-home`, `too-many`, `space-taken`, `space-gone`), `plate` (`plate-taken`), `papers_seen`.
        DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    wanted = tidy_plate(entry.plate)

    def checks(act: Act, row: ParkingCard, check: Checker) -> None:
        plate = wanted or row.plate
        other = act.session.scalars(
            select(ParkingCard.number).where(ParkingCard.plate_live == plate, ParkingCard.id != row.id)
        ).first()
        if other is not None:
            words = _("This plate has the active card {number}. One plate, one card.")
            check.add("plate", "plate-taken", words.format(number=other))
        check.note("plate", plate_problem(plate))
        if plate != row.plate and not entry.papers_seen:
            check.add("papers_seen", "required", _("Look at the driving licence and the registration of the car."))
        check.note("note", _whose(act, desk, row))
        if row.state == "lost":
            _found_again(act, desk, row, check)

    with moving(desk, CARDS, card_id, "replace", {"note": entry.note}, checks=checks) as step:
        act, old = step.act, step.row
        _let_go(act, old)
        act.session.flush()
        new = ParkingCard(
            number=next_number(act.session, PREFIX, desk.local(act.at).date()), kind=old.kind, state="active",
            plate=wanted or old.plate, plate_live=wanted or old.plate, unit_id=old.unit_id, holder=old.holder,
            phone=old.phone, space_id=old.space_id, space_live=old.space_id, first_day=old.first_day, until=old.until,
            paid_until=old.paid_until, receipt=old.receipt, unpaid_because=old.unpaid_because, replaces_id=old.id,
            reason=entry.note.strip(), note="", issued_at=act.at, staff_id=act.staff_id, space=old.space,
        )  # fmt: skip
        act.session.add(new)
        act.session.flush()
        _issue_slip(act, desk, new)
        index.write(act.session, "parking-card", [old.id])
        act.touch("parking-card", old.id)
        _noted(act, new, replaces=old.number)
        return view(act.session, desk, new)


def _found_again(act: Act, desk: Desk, row: ParkingCard, check: Checker) -> None:
    """A lost card let go of its place: what a new one asks for is asked anew."""
    card = _card_of_space(act.session, row.space_id)
    if card:
        check.add("note", "space-taken", _("This space has the active card {number}.").format(number=card))
    if row.space is not None and (row.space.retired or _of_other(row.space, row.unit_id)):
        # L10N: 车位 {number} 已停用或改属他户，请重新办理
        words = _("The space {number} is not this home's any more. Issue a new card.")
        check.add("note", "space-gone", words.format(number=row.space.number))
    if row.kind == "month":
        cards, spaces = _places(act.session, row.unit_id)
        check.note("note", rules.many_problem(cards, spaces, int(desk.policy["parking.extra_cards"])))


def _let_go(act: Act, row: ParkingCard) -> None:
    """Plate and space are free for another card."""
    row.plate_live = row.space_live = None
    row.ended_at = act.at


def lose(desk: Desk, card_id: int, *, note: str) -> ParkingCardView:
    """Reports a card lost: it is dead at once.

    Raises:
        InvalidInput: field `note`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    return _ended(desk, card_id, "lose", note)


def take_back(desk: Desk, card_id: int, *, note: str = "") -> ParkingCardView:
    """A card comes back.

    Raises:
        DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    return _ended(desk, card_id, "return", note)


def cancel(desk: Desk, card_id: int, *, note: str) -> ParkingCardView:
    """Cancels a card without having it back.

    Raises:
        InvalidInput: field `note`. DeskError: `illegal-move`. NotFound; NotAllowed: not a supervisor.
    """
    return _ended(desk, card_id, "cancel", note)


def _ended(desk: Desk, card_id: int, code: str, note: str) -> ParkingCardView:
    with moving(desk, CARDS, card_id, code, {"note": note}) as step:
        _let_go(step.act, step.row)
        return _with_note(step.act, desk, step.row, note)


def withdraw(act: Act, desk: Desk, row: ParkingCard) -> None:
    """A card whose issue was undone is cancelled (services.undo)."""
    advance(rules.CYCLE, row, "cancel")
    _let_go(act, row)
    row.note = " ".join(part for part in (row.note, reason(desk)) if part)
    _noted(act, row)


def suspend(desk: Desk, card_id: int, *, note: str) -> ParkingCardView:
    """Stops a card for a while; plate and space stay its own.

    Raises:
        InvalidInput: field `note`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, CARDS, card_id, "suspend", {"note": note}) as step:
        return _with_note(step.act, desk, step.row, note)


def resume(desk: Desk, card_id: int) -> ParkingCardView:
    """Lets a stopped card work again.

    Raises:
        DeskError: `illegal-move`; `not-of-home`: who had it has left. NotFound; NotAllowed.
    """
    with moving(desk, CARDS, card_id, "resume") as step:
        problem = _whose(step.act, desk, step.row)
        if problem is not None:
            raise DeskError(problem.code, problem.message)
        return _with_note(step.act, desk, step.row, "")


def _with_note(act: Act, desk: Desk, row: ParkingCard, note: str) -> ParkingCardView:
    row.note = " ".join(part for part in (row.note, note.strip()) if part)
    _noted(act, row)
    return view(act.session, desk, row)


def _noted(act: Act, row: ParkingCard, **data: object) -> None:
    act.about("parking-card", row.id, number=row.number, state=row.state, **data)
    act.touch("unit", row.unit_id)
    act.session.flush()
    index.write(act.session, "parking-card", [row.id])


def _facts(act: Act, row: ParkingCard) -> forms.CardFacts:
    old = act.session.get(ParkingCard, row.replaces_id) if row.replaces_id else None
    return forms.CardFacts(
        row.number, word("parking_card_kinds", row.kind), row.plate, row.holder, row.unit.name if row.unit else "",
        row.space.number if row.space else "", wording.day(row.first_day), wording.day(row.until), row.phone,
        wording.dotted(wording.day(row.paid_until), row.receipt, row.unpaid_because),
        wording.dotted(old.number, row.reason) if old else "", row.note, act.actor.name if act.actor else "",
    )  # fmt: skip


def _issue_slip(act: Act, desk: Desk, row: ParkingCard, *, again: bool = False) -> SlipView:
    """The 停车卡单: the first one under the card's number, a renewal under an edition of it."""
    number = row.number
    if again:
        number += f"-{len(slips.views(act.session, [f'parking-card:{row.id}'])) + 1}"
    with writing_copies(desk, "parking-card") as head:
        slip = forms.card_slip(_facts(act, row), PaperHead(**head))
    return issue(act, desk, slip, subject=f"parking-card:{row.id}", number=number, people=_people(row))


def _people(row: ParkingCard) -> list[Personal]:
    about = f"parking-card:{row.id}"
    found = [("name", row.holder), ("phone", row.phone), ("plate", row.plate)]
    return [Personal(about, kind, text) for kind, text in found if text]


def issue_plastic(desk: Desk, card_id: int) -> SlipView:
    """Prints the card itself (CR80), for one that is active.

    Raises:
        NotFound: there is no such card, or it is not active. NotAllowed: nobody is signed in.
    """
    with desk.act("parking-card.plastic") as act:
        desk.require("receptionist")
        row = get(act.session, card_id)
        if row.state != "active":
            raise NotFound(CARDS.absent())
        with writing(desk) as head:
            slip = forms.plastic_card(_facts(act, row), PaperHead(**head))
        act.about("parking-card", row.id, number=row.number)
        return issue(act, desk, slip, subject=f"parking-card:{row.id}", people=_people(row))


def view(session: Session, desk: Desk, row: ParkingCard, *, whole: bool = True) -> ParkingCardView:
    """A card as plain data; `whole`: with its papers."""
    session.flush()
    old = session.get(ParkingCard, row.replaces_id) if row.replaces_id else None
    staff = session.get(Staff, row.staff_id)
    return ParkingCardView(
        row.id, row.number, row.kind, row.state, row.plate, row.unit_id, row.unit.name if row.unit else "", row.holder,
        phones.mask_phone(row.phone), row.space.number if row.space else "", row.first_day, row.until, row.paid_until,
        row.receipt, row.unpaid_because, old.number if old else "", row.reason, reasons.said(row.note), row.issued_at, row.ended_at,
        staff.name if staff else "", days_left(row.until, desk.today()),
        slips.views(session, [f"parking-card:{row.id}"]) if whole else (), row.space_id,
    )  # fmt: skip


def days_left(until: date, today: date) -> int:
    """Days until a card ends."""
    return (until - today).days


__all__ = [
    "CARDS", "PREFIX", "cancel", "days_left", "get", "issue_card", "issue_plastic", "lose", "people_of", "renew", "replace",
    "resume", "save_space", "space_view", "suspend", "take_back", "view",
]  # fmt: skip
