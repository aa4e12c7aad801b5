"""Purchases: a receipt is entered once, priced, earns by its day's rules; refunds whole and in part (handbook A9, V2, V3, V5, V15)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from desk.errors import Checker, InvalidInput, NotFound
from desk.i18n import _
from desk.models.cards import Member
from desk.models.money import Receipt, ReceiptLine
from desk.models.points import PointAccount, Purchase, TierProposal, Voucher
from desk.models.schemes import ShopCounter
from desk.rules import points as rules
from desk.rules.kit import texts
from desk.rules.kit.money import figures
from desk.rules.money import UTILITIES
from desk.rules.points import Line, Terms
from desk.rules.schemes import FULL, Scheme, level_name
from desk.rules.schemes.earned import Spent, joining_level
from desk.services import cards, schemes
from desk.services.kit.desk import Act, Desk
from desk.services.points import core, levels
from desk.services.points.entries import PurchaseEntry


@dataclass(frozen=True, slots=True)
class Quote:
    """What a receipt comes to before it is saved.

    Attributes:
        label, slip, paid: in fen. points: what it would earn; doubled: why twice. coupon: what a coupon pays of it.
        member: who it is, in words; "" nobody. tier: the level's name. joins: the level that would be earned without a card.
    """

    label: int
    slip: int
    paid: int
    points: int = 0
    doubled: str = ""
    coupon: int = 0
    member: str = ""
    tier: str = ""
    joins: str = ""


@dataclass(slots=True)
class _Read:
    """An entry as it was read: who, where, what."""

    day: date
    who: core.Shown | None = None
    counter: ShopCounter | None = None
    lines: tuple[Line, ...] = ()
    priced: rules.Priced = field(default_factory=lambda: rules.Priced(0, 0, 0))
    coupon: Voucher | None = None
    coupon_fen: int = 0
    receipt: str = ""


def log_purchase(desk: Desk, entry: PurchaseEntry) -> int:
    """Enters a receipt: the points are booked at once, an upgrade that it earns happens or is proposed; gives the purchase's id.

    Raises:
        InvalidInput: `receipt` (`required`, `taken`), `counter`, `day` (`future`, `before-card`), `lines.0.label`, `paid` (`differs`),
            `coupon`, `card` (`card-lost` …). NotAllowed: a card of one's own needs somebody else's word.
    """
    with desk.act("purchase.log") as act:
        desk.require("receptionist")
        return book(act, desk, entry).id


def book(act: Act, desk: Desk, entry: PurchaseEntry) -> Purchase:
    """The same inside another act (an import)."""
    session, today = act.session, desk.local(act.at).date()
    check = Checker(texts.entry_problems(entry, names=("receipt", "counter"), long=("note",)))
    line = schemes.timeline(session)
    day = entry.day or today
    scheme = schemes.dated(line, min(day, today)).scheme
    read = _read(session, check, entry, scheme, today)
    if check.problems:
        raise InvalidInput(check.problems)
    assert read.who is not None
    member = read.who.member
    core.guard_own(act, desk, read.who.customer, scheme)
    row = Purchase(
        customer_id=read.who.customer.id, member_id=member.id if member else None,
        counter_id=read.counter.id if read.counter else None, receipt=read.receipt, day=day,
        label=read.priced.label, slip=read.priced.slip, paid=read.priced.paid, coupon=read.coupon_fen,
        graded=read.priced.graded, lines=[[each.label, each.promotion, int(each.special), int(each.graded)] for each in read.lines],
        card=read.who.card.number if read.who.card else "", refunded=0, void="", doubled="", earns=member is not None,
        joining=False, points=0, centre=entry.centre, note=entry.note.strip(), at=act.at, staff_id=act.staff_id,
    )  # fmt: skip
    if member is not None:
        _reckon(act, desk, member, row, scheme, first=True)
    session.add(row)
    session.flush()
    if read.coupon is not None:
        read.coupon.state, read.coupon.used_on = "used", today
        read.coupon.used_at = read.counter.name if read.counter else ""
        read.coupon.purchase_id = row.id
    if member is not None:
        now = core.align(act, desk, member, line)
        _post(act, desk, member, row, scheme)
        cards.note_use(act, member, day)
        levels.consider(act, desk, member, now, since=day, purchase=row)
    act.about("purchase", row.id, receipt=row.receipt, paid=row.paid, points=row.points)
    act.touch("member", row.member_id)
    act.touch("customer", row.customer_id)
    return row


def _reckon(act: Act, desk: Desk, member: Member, row: Purchase, scheme: Scheme, *, first: bool) -> None:
    """Reckons the points of a purchase by the rules of its day; `first`: it may take a place among the first of its day."""
    seen = core.see_birthday(act, desk, member)
    birthday = core.has_birthday(member.customer, row.day)
    place = None
    if first and rules.counts_places(scheme, row.day):
        place = core.place_of(act.session, member.id, row.day)
    row.doubled = rules.doubled_by(scheme, row.day, birthday=birthday, place=place)
    if row.doubled == "birthday" and core.lately_changed(seen, scheme, desk.local(act.at).date()):
        desk.require("supervisor")  # the birth date was changed lately (handbook V10)
    row.earns = True
    row.points = rules.points_of(scheme, row.paid - row.coupon - row.refunded, Terms(row.day, row.doubled))


def _post(act: Act, desk: Desk, member: Member, row: Purchase, scheme: Scheme) -> None:
    """Books the points that were reckoned."""
    subject, until = f"purchase:{row.id}", core.last_day(scheme, row.day)
    core.post(act, desk, member.id, core.Booking("earn", row.points, subject, row.points, until=until))


# -------------------------------------------------------------------------------------------------------------- reading
def _read(session: Session, check: Checker, entry: PurchaseEntry, scheme: Scheme, today: date) -> _Read:
    day = entry.day or today
    read = _Read(day, receipt=entry.receipt.strip())
    # L10N: 请填写小票号
    check.require("receipt", entry.receipt, _("Type the number of the receipt."))
    if day > today:
        check.add("day", "future", _("This day has not come yet. Choose today or an earlier one."))
    card, member_id, customer_id = entry.card, entry.member_id, entry.customer_id
    if entry.who.strip():
        card, member_id, customer_id = core.resolve(session, entry.who)
    if entry.who.strip() and not card and member_id is None and customer_id is None:
        # L10N: 没有找到“{who}”，或有多人，请刷卡
        words = _("Nobody, or more than one, is “{who}”. Scan the card or type its number.")
        check.add("card", "not-found", words.format(who=entry.who.strip()))
    else:
        read.who = core.shown(
            session, check, card=card, member_id=member_id, customer_id=customer_id, day=min(day, today)
        )
    member = read.who.member if read.who else None
    if member is not None and day < member.joined_on:
        # L10N: 早于办卡日期 {day}；办卡前的小票请在办卡时登记
        words = _("This lies before the day of joining, {day}: earlier receipts count only when joining with them.")
        check.add("day", "before-card", words.format(day=member.joined_on.isoformat()))
    if entry.centre:
        _read_centre(session, check, entry, scheme, read)
    else:
        _read_counter(session, check, entry, read)
        _read_lines(check, entry, read, core.rate_of(scheme, member))
    if read.receipt and (read.counter is not None or entry.centre):
        _check_once(session, check, read, centre=entry.centre)
    if entry.coupon.strip():
        _read_coupon(session, check, entry, read, member, today)
    return read


def _read_counter(session: Session, check: Checker, entry: PurchaseEntry, read: _Read) -> None:
    if not entry.counter.strip():
        # L10N: 请填写专柜
        check.add("counter", "required", _("Which counter is it from?"))
        return
    read.counter = schemes.counter(session, entry.counter)
    if read.counter is None:
        # L10N: 没有专柜“{name}”
        check.add("counter", "not-found", _("There is no counter “{name}”.").format(name=entry.counter.strip()))
    elif read.counter.until is not None and read.counter.until < read.day:
        # L10N: 该专柜已于 {day} 撤柜
        words = _("This counter closed on {day}.").format(day=read.counter.until.isoformat())
        check.add("counter", "closed", words)


def _read_lines(check: Checker, entry: PurchaseEntry, read: _Read, rate: int) -> None:
    special = read.counter is not None and not read.counter.takes_part
    if not entry.lines and entry.paid is None:
        # L10N: 请填写标价或实付金额
        check.add("paid", "required", _("Type the label price or what was paid."))
        return
    for place, line in enumerate(entry.lines):
        if line.label <= 0:
            check.add(f"lines.{place}.label", "positive", _("An amount is more than 0."))
        if not 1 <= line.promotion <= FULL:
            check.add(f"lines.{place}.promotion", "range", _("A rate is more than 0 and at most 10 tenths."))
    if entry.paid is not None and entry.paid <= 0:
        check.add("paid", "positive", _("An amount is more than 0."))
    if check.problems and any(each.field.startswith(("lines", "paid")) for each in check.problems):
        return
    if not entry.lines:
        assert entry.paid is not None
        read.priced = rules.Priced(entry.paid, entry.paid, entry.paid, entry.paid if entry.graded else 0)
        return
    read.lines = tuple(
        Line(each.label, each.promotion, each.special or special, each.graded or entry.graded) for each in entry.lines
    )
    read.priced = rules.priced(read.lines, rate)
    if entry.paid is not None and entry.paid != read.priced.paid:
        if not entry.as_printed:
            # L10N: 按规则应付 {amount}，请核对；确以小票为准请勾选“以小票为准”
            words = _("By the rules it comes to {amount}. Compare the receipt, or keep what is printed.")
            check.add("paid", "differs", words.format(amount=figures(read.priced.paid)))
        read.priced = replace(read.priced, paid=entry.paid, graded=min(entry.paid, read.priced.graded))
    if read.priced.paid <= 0:
        check.add("paid", "positive", _("An amount is more than 0."))


def _read_centre(session: Session, check: Checker, entry: PurchaseEntry, scheme: Scheme, read: _Read) -> None:
    """A receipt of the centre counts by its lines of the chosen kinds; never deposits, utilities, penalties (handbook C-26)."""
    row = session.scalars(select(Receipt).where(Receipt.number == entry.receipt.strip().upper())).first()
    if row is None or row.kind != "income":
        # L10N: 没有这张收款收据
        check.add("receipt", "not-found", _("There is no receipt of income with this number."))
        return
    if row.state == "void":
        # L10N: 该收据已作废，不能积分
        check.add("receipt", "void", _("This receipt is void."))
    kinds = set(scheme.centre_kinds) - set(UTILITIES)
    lines = session.scalars(select(ReceiptLine).where(ReceiptLine.receipt_id == row.id)).all()
    fen = sum(line.fen for line in lines if line.kind in kinds and line.deposit_id is None)
    if fen <= 0:
        # L10N: 该收据的费用不参加积分
        check.add("receipt", "kinds", _("Nothing on this receipt earns points by the scheme in force."))
    read.receipt, read.day = row.number, row.day
    read.priced = rules.Priced(fen, fen, fen)


def _check_once(session: Session, check: Checker, read: _Read, *, centre: bool) -> None:
    where: list[ColumnElement[bool]] = [Purchase.receipt == read.receipt]
    if centre:
        where.append(Purchase.centre.is_(True))
    else:
        assert read.counter is not None
        where += [Purchase.counter_id == read.counter.id, Purchase.day == read.day]
    if session.scalars(select(Purchase.id).where(*where)).first() is not None:
        # L10N: 该专柜当天的小票 {number} 已登记过
        words = _("The receipt {number} of this counter and day was entered already.")
        check.add("receipt", "taken", words.format(number=read.receipt))


def _read_coupon(
    session: Session, check: Checker, entry: PurchaseEntry, read: _Read, member: Member | None, today: date
) -> None:
    row = session.scalars(select(Voucher).where(Voucher.number == entry.coupon.strip().upper())).first()
    if row is None or row.kind != "coupon":
        # L10N: 没有这张现金券
        check.add("coupon", "not-found", _("There is no coupon with this number."))
    elif row.state != "open" or not row.since <= today <= row.until:
        # L10N: 该现金券已使用、作废或过期
        check.add("coupon", "used", _("This coupon is used, void or out of date."))
    elif member is None or row.member_id != member.id:
        # L10N: 该现金券不属于本会员
        check.add("coupon", "other", _("This coupon belongs to another member."))
    else:
        read.coupon, read.coupon_fen = row, min(row.value, read.priced.paid)


def quote(desk: Desk, entry: PurchaseEntry) -> Quote:
    """What a receipt comes to: prices, points, and the level that somebody without a card would join at. Nothing is saved."""
    with desk.look() as session:
        today = desk.today()
        day = entry.day or today
        scheme = schemes.at(session, min(day, today))
        check = Checker()
        read = _read(session, check, entry, scheme, today)
        member = read.who.member if read.who else None
        found = Quote(read.priced.label, read.priced.slip, read.priced.paid, coupon=read.coupon_fen)
        if read.who is None:
            return found
        birthday = core.has_birthday(read.who.customer, day)
        doubled = rules.doubled_by(scheme, day, birthday=birthday, place=None)
        points = rules.points_of(scheme, read.priced.paid - read.coupon_fen, Terms(day, doubled))
        tier = level_name(scheme, member.tier) if member else ""
        joins = ""
        if member is None and read.priced.paid > 0:
            spent = [*_kept(session, read.who.customer.id), Spent(day, read.priced.paid, read.priced.graded)]
            level = joining_level(scheme, spent, today)
            joins = level_name(scheme, level.code) if level else ""
        return replace(found, points=points, doubled=doubled, member=read.who.customer.name, tier=tier, joins=joins)


@dataclass(frozen=True, slots=True)
class Booked:
    """What a purchase brought, said after it was saved.

    Attributes:
        member_id: None for somebody without a card. points, balance. tier: the level now. raised: this purchase raised it or
            led to a proposal, in words; "" when not. joins: the level that could be joined at now; "" for none.
    """

    id: int
    member_id: int | None
    customer_id: int
    name: str
    paid: int
    points: int
    balance: int
    tier: str
    raised: str = ""
    joins: str = ""


def booked(desk: Desk, purchase_id: int) -> Booked:
    """What a purchase brought.

    Raises:
        NotFound.
    """
    with desk.look() as session:
        row = session.get(Purchase, purchase_id)
        if row is None:
            raise NotFound(_("This purchase is not there."))
        today = desk.today()
        scheme = schemes.at(session, today)
        found = Booked(row.id, row.member_id, row.customer_id, row.customer.name, row.paid, row.points, 0, "")
        if row.member is None:
            level = joining_level(scheme, _kept(session, row.customer_id), today)
            return replace(found, joins=level_name(scheme, level.code) if level else "")
        sums = session.get(PointAccount, row.member_id)
        proposal = session.scalars(
            select(TierProposal).where(TierProposal.pending == row.member_id, TierProposal.purchase_id == row.id)
        ).first()
        raised = ""
        if proposal is not None:
            # L10N: 可升级为{level}
            raised = _("may be raised to {level}").format(level=level_name(scheme, proposal.after))
        else:
            last = levels.last_upgrade(session, row.member)
            if last is not None and last[2] == today and row.at == levels.upgraded_at(session, row.member):
                # L10N: 已升级为{level}
                raised = _("was raised to {level}").format(level=level_name(scheme, last[1]))
        tier = level_name(scheme, row.member.tier)
        return replace(found, balance=sums.balance if sums else 0, tier=tier, raised=raised)


def _kept(session: Session, customer_id: int) -> list[Spent]:
    """What somebody without a card bought and kept."""
    rows = session.execute(
        select(Purchase.id, Purchase.day, Purchase.paid - Purchase.refunded, Purchase.graded).where(
            Purchase.customer_id == customer_id, Purchase.member_id.is_(None), Purchase.void == "",
            Purchase.paid > Purchase.refunded,
        )
    )  # fmt: skip
    return [Spent(day, fen, min(fen, graded), key) for key, day, fen, graded in rows]


# ------------------------------------------------------------------------------------------------------ joining by hooks
def member_level(session: Session, desk: Desk, customer_id: int) -> str:
    """The level that somebody has earned without a card; "" for none (hook of cards)."""
    today = desk.today()
    level = joining_level(schemes.at(session, today), _kept(session, customer_id), today)
    return level.code if level else ""


def member_joined(act: Act, desk: Desk, member_id: int) -> None:
    """A membership began: the receipts that were kept of the person are the member's; they earn if the scheme says so (handbook V3).

    Weekday and birthday rules of their day apply, the first hundred does not; older ones than the scheme's days earn nothing.
    """
    session = act.session
    member = cards.get(session, member_id)
    today = desk.local(act.at).date()
    line = schemes.timeline(session)
    now = schemes.dated(line, today).scheme
    core.see_birthday(act, desk, member)
    rows = session.scalars(
        select(Purchase)
        .where(Purchase.customer_id == member.customer_id, Purchase.member_id.is_(None), Purchase.void == "")
        .order_by(Purchase.day, Purchase.id)
    )
    for row in rows.all():
        row.member_id, row.joining = member.id, True
        scheme = schemes.dated(line, row.day).scheme
        if now.join_earns and (today - row.day).days <= now.join_days:
            _reckon(act, desk, member, row, scheme, first=False)
            _post(act, desk, member, row, scheme)
        cards.note_use(act, member, row.day)
    session.flush()


def member_ended(act: Act, _desk: Desk, member_id: int) -> None:
    """A membership ended: its open proposals lapse, its vouchers and points stay in the history (hook of cards)."""
    levels.lapse_all(act, member_id)
