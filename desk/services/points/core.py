"""What every act of the ledger needs: the member and the card shown, the entry with its lots and sums, whose card it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import Checker, DeskError, NotFound
from desk.i18n import _
from desk.models import Customer, Phone
from desk.models.cards import Card, Member
from desk.models.points import DayPlace, PointAccount, PointEntry, PointLot
from desk.rules.cards import plain as card_digits
from desk.rules.cards import use_problem
from desk.rules.kit.dates import add_months
from desk.rules.kit.lunar import Calendar
from desk.rules.points import is_birthday
from desk.rules.points.lots import OWN, Lot, back, laid
from desk.rules.schemes import Scheme
from desk.services import cards, schemes
from desk.services.kit.desk import Act, Desk


@dataclass(frozen=True, slots=True)
class Shown:
    """Who stands at the counter: the member, the card that was shown, or somebody without one."""

    customer: Customer
    member: Member | None = None
    card: Card | None = None


def account(session: Session, member_id: int) -> PointAccount:
    """A member's sums; made when there are none. Acts follow one after another (`Desk.turn`), so none changes them meanwhile."""
    row = session.get(PointAccount, member_id)
    if row is None:
        row = PointAccount(member_id=member_id, balance=0, lifetime=0, birthday="", birthday_since=None)
        session.add(row)
        session.flush()
    return row


def active(session: Session, member_id: int) -> Member:
    """A member whose membership lives.

    Raises:
        NotFound. DeskError: `member-ended`.
    """
    row = cards.get(session, member_id)
    if row.state != "active":
        # L10N: 会员 {number} 已不在籍，不能办理积分业务
        raise DeskError("member-ended", _("{number} is no membership in force.").format(number=row.number))
    return row


def shown(
    session: Session, check: Checker, *, card: str, member_id: int | None, customer_id: int | None, day: date
) -> Shown | None:
    """Who it is by card, member or person; notes under `card` why the card may not be used (handbook V15: no sale on a lost card)."""
    plastic: Card | None = None
    if card.strip():
        try:
            plastic = cards.by_number(session, card)
        except NotFound as unknown:
            check.add("card", "not-found", unknown.message)
            return None
        member_id = plastic.member_id
    if member_id is not None:
        member = cards.get(session, member_id)
        if plastic is None:
            plastic = member.card
        if member.state != "active":
            words = _("{number} is no membership in force.").format(number=member.number)
            check.add("card", "member-ended", words)
        if plastic is not None:
            problem = use_problem(plastic.state, plastic.expires_on, day, lost_on=plastic.lost_on)
            if problem is not None:
                check.add("card", problem.code, problem.message)
        return Shown(member.customer, member, plastic)
    customer = session.get(Customer, customer_id) if customer_id is not None else None
    if customer is None:
        # L10N: 请刷卡，或选择会员或客户
        check.add("card", "required", _("Scan the card, or choose the member."))
        return None
    living = cards.living(session, customer.id)
    if living is not None and living.state == "active":
        return shown(session, check, card="", member_id=living.id, customer_id=None, day=day)
    return Shown(customer)


def resolve(session: Session, typed: str) -> tuple[str, int | None, int | None]:
    """Card number, member, person: what was typed at the counter is one of them; none of them when it is nobody or several."""
    plain = (
        typed.replace(" ", "").replace("-", "")
        if not typed.strip().upper().startswith("HY-")
        else typed.strip().upper()
    )
    if plain.startswith("HY-"):
        return "", session.scalar(select(Member.id).where(Member.number == plain)), None
    number = session.scalar(select(Card.number).where(Card.number == card_digits(typed)))
    if number is not None or (len(plain) == 16 and plain.isdigit()):
        return number or plain, None, None
    question = select(Phone.customer_id).where(Phone.number == plain)
    if not plain.isdigit():
        question = select(Customer.id).where(Customer.name == typed.strip())
    people = session.scalars(question.limit(20)).all()
    members = session.scalars(select(Member.id).where(Member.holder.in_(people))).all() if people else []
    if len(members) == 1:
        return "", members[0], None
    return "", None, people[0] if len(people) == 1 and not members else None


def align(act: Act, desk: Desk, member: Member, line: tuple[schemes.Dated, ...] | None = None) -> Scheme:
    """Takes a member along to the scheme in force when the site switched since (handbook V12); gives the scheme of today."""
    today = desk.local(act.at).date()
    line = line or schemes.timeline(act.session)
    now = schemes.dated(line, today)
    if member.scheme != now.scheme.code or (member.tier and not now.scheme.has(member.tier)):
        tier = member.tier
        since = member.tier_since or member.joined_on
        for each in line:
            if each.mapping and since < each.since <= today:
                tier = each.mapping.get(tier, tier)
        if not now.scheme.has(tier):
            tier = now.scheme.codes[0]
        cards.set_scheme(act, member, now.scheme.code, tier, since=max(now.since, since))
    else:
        since = member.tier_since or member.joined_on
        if now.mapping and since < now.since and now.mapping.get(member.tier, member.tier) != member.tier:
            cards.set_scheme(act, member, now.scheme.code, now.mapping[member.tier], since=now.since)
    return now.scheme


def rate_of(scheme: Scheme, member: Member | None) -> int:
    """What a member's card pays, in thousandths; 1000 without one."""
    if member is None or not scheme.has(member.tier):
        return 1000
    return scheme.level(member.tier).rate


# --------------------------------------------------------------------------------------------------------- the ledger
@dataclass(frozen=True, slots=True)
class Booking:
    """An entry to book.

    Attributes:
        kind, subject, note: see `PointEntry`. points: what it adds. lifetime: to the lifetime points.
        until: last day of the points it brings. first: the lot to take from first. reverses: the entry that it takes back.
    """

    kind: str
    points: int
    subject: str = ""
    lifetime: int = 0
    note: str = ""
    until: date | None = None
    first: int | None = None
    reverses: PointEntry | None = None


def post(act: Act, desk: Desk, member_id: int, booking: Booking) -> PointEntry | None:
    """Books an entry of a member's ledger with its lots and sums; nothing for 0 points."""
    points, reverses = booking.points, booking.reverses
    if not points:
        return None
    session = act.session
    sums = account(session, member_id)
    kept = {
        row.entry_id: row
        for row in session.scalars(
            select(PointLot).where(PointLot.member_id == member_id, PointLot.left != 0).order_by(PointLot.entry_id)
        )
    }
    lots = [Lot(row.entry_id, row.left, row.until) for row in kept.values()]
    uses = (
        back(reverses.uses, reverses.id)
        if reverses is not None and points > 0
        else laid(points, lots, first=booking.first)
    )
    sums.balance += points
    sums.lifetime += booking.lifetime
    row = PointEntry(
        member_id=member_id, at=act.at, day=desk.local(act.at).date(), kind=booking.kind, points=points, lifetime=booking.lifetime,
        balance=sums.balance, subject=booking.subject, uses=[list(use) for use in uses], note=booking.note.strip(),
        reverses_id=reverses.id if reverses else None, staff_id=act.actor.id if act.actor else None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    for key, delta in uses:
        lot = kept.get(row.id if key == OWN else key)
        if lot is None and key != OWN:
            lot = session.get(PointLot, key)
        if lot is None:
            lot = PointLot(entry_id=row.id if key == OWN else key, member_id=member_id, left=0, until=None)
            lot.until = booking.until if key == OWN and delta > 0 else None
            session.add(lot)
        lot.left += delta
    act.touch("member", member_id)
    session.flush()
    return row


def entry_of(session: Session, subject: str) -> PointEntry | None:
    """The first entry about something."""
    return session.scalars(select(PointEntry).where(PointEntry.subject == subject).order_by(PointEntry.id)).first()


def last_day(scheme: Scheme, day: date) -> date | None:
    """The last day of points that were earned on a day; None for no end."""
    return add_months(day, scheme.expiry_months) if scheme.expiry_months else None


def place_of(session: Session, member_id: int, day: date) -> int:
    """The place of a member among those who bought on a day; it is taken now when there is none (handbook V10)."""
    row = session.get(DayPlace, (day, member_id))
    if row is None:
        last = session.scalar(
            select(DayPlace.place).where(DayPlace.day == day).order_by(DayPlace.place.desc()).limit(1)
        )
        row = DayPlace(day=day, member_id=member_id, place=(last or 0) + 1)
        session.add(row)
        session.flush()
    return row.place


# ------------------------------------------------------------------------------------------------- persons and birthdays
def has_birthday(customer: Customer, day: date) -> bool:
    """Whether somebody's birthday as in the file is kept on a day."""
    calendar: Calendar = "lunar" if customer.birthday_calendar == "lunar" else "solar"
    month, of_month = customer.birthday_month, customer.birthday_day
    if month is None and customer.birthday is not None and calendar == "solar":
        month, of_month = customer.birthday.month, customer.birthday.day
    return is_birthday(day, month, of_month, calendar, leap=customer.birthday_leap)


def see_birthday(act: Act, desk: Desk, member: Member) -> PointAccount:
    """Notes which birthday stands in the file, and since when when it is another one than before."""
    row = account(act.session, member.id)
    who = member.customer
    born = who.birthday
    words = f"{who.birthday_calendar}:{who.birthday_month or (born.month if born else '')}-"
    words += f"{who.birthday_day or (born.day if born else '')}{'L' if who.birthday_leap else ''}"
    if words != row.birthday:
        if row.birthday:
            row.birthday_since = desk.local(act.at).date()
        row.birthday = words
    return row


def lately_changed(row: PointAccount, scheme: Scheme, today: date) -> bool:
    """Whether the birth date was changed so recently that a supervisor is asked (handbook V10)."""
    days = scheme.birthday_days
    return bool(days) and row.birthday_since is not None and (today - row.birthday_since).days <= days


def guard_own(act: Act, desk: Desk, customer: Customer, scheme: Scheme) -> None:
    """Nobody books to a card of their own alone (handbook V13): the same name asks for somebody else's word.

    Raises:
        NotAllowed: role `supervisor`.
    """
    actor = act.actor
    if actor is None or scheme.own_alone:
        return
    if actor.name.strip() == customer.name.strip():
        desk.second("supervisor")
        act.data["own_card"] = True


__all__ = [
    "Booking", "Shown", "account", "active", "align", "entry_of", "guard_own", "has_birthday", "last_day", "lately_changed", "place_of",
    "post", "rate_of", "resolve", "see_birthday", "shown",
]  # fmt: skip
