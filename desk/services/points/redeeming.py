"""Points for items and coupons, parking vouchers, their use (handbook A9, V8, V15)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import Checker, DeskError, NotFound
from desk.i18n import _
from desk.models.points import Redemption, Voucher
from desk.models.slips import SlipRecord
from desk.rules import points as rules
from desk.rules.kit import texts
from desk.rules.kit.dates import add_months
from desk.rules.schemes import level_name
from desk.services import schemes
from desk.services.kit.desk import Act, Desk
from desk.services.kit.sequences import next_number
from desk.services.points import core, papers
from desk.services.points.entries import RedeemEntry
from desk.services.points.views import RedemptionView, VoucherView
from desk.services.points.within import redemption_view, voucher_view
from desk.services.undo import reason as why_undone

ITEM, COUPON, PARKING = "DX", "QG", "TC"


def redeem(desk: Desk, entry: RedeemEntry) -> RedemptionView:
    """An item for points, the smallest step of the ladder that covers its label price, with its 兑换单 (handbook A9).

    Raises:
        InvalidInput: `label` (`points`, `positive`, `none`, `reduced`: a price after discount), `item`, `counter`
            (`special`: 特公价 counters take no part), `member_id` (a card that may not be used). NotFound.
        NotAllowed: a card of one's own needs somebody else's word.
    """
    with desk.act("points.redeem") as act:
        desk.require("receptionist")
        session, today = act.session, desk.local(act.at).date()
        member = core.active(session, entry.member_id)
        scheme = core.align(act, desk, member)
        check = Checker(texts.entry_problems(entry, names=("item", "counter"), long=("note",)))
        core.shown(session, check, card="", member_id=member.id, customer_id=None, day=today)
        # L10N: 请填写兑换商品
        check.require("item", entry.item, _("Which item is it?"))
        counter = schemes.counter(session, entry.counter) if entry.counter.strip() else None
        # L10N: 请填写专柜
        check.require("counter", entry.counter, _("Which counter is it from?"))
        if entry.counter.strip() and counter is None:
            check.add("counter", "not-found", _("There is no counter “{name}”.").format(name=entry.counter.strip()))
        if entry.special or (counter is not None and not counter.takes_part):
            # L10N: 特公价专柜和商品不参加积分兑换
            check.add("counter", "special", _("Counters and goods at special prices take no part in redemption."))
        if entry.reduced:
            # L10N: 兑换按标价，不按折后价
            check.add("label", "reduced", _("Points are taken by the label price, not by a price after discount."))
        check.note(
            "label", rules.redemption_problem(scheme.ladder, entry.label, core.account(session, member.id).balance)
        )
        check.done()
        core.guard_own(act, desk, member.customer, scheme)
        assert scheme.ladder is not None
        row = Redemption(
            number=next_number(session, ITEM, today), member_id=member.id, kind="item",
            counter_id=counter.id if counter else None, item=entry.item.strip(), label=entry.label,
            points=rules.points_needed(scheme.ladder, entry.label), state="done", note=entry.note.strip(), day=today,
            at=act.at, staff_id=act.staff_id,
        )  # fmt: skip
        session.add(row)
        session.flush()
        core.post(act, desk, member.id, core.Booking("redeem", -row.points, subject=f"redemption:{row.id}"))
        papers.issue_redemption(act, desk, row)
        act.about("redemption", row.id, number=row.number, points=row.points, label=row.label)
        act.touch("member", member.id)
        return redemption_view(session, row)


def coupon(desk: Desk, entry: RedeemEntry) -> RedemptionView:
    """A cash coupon (现金券) for points: `label` is its value (handbook V8); its slips say both numbers.

    Raises:
        InvalidInput: `label` (`points`, `positive`, `none`). NotFound. NotAllowed.
    """
    with desk.act("points.coupon") as act:
        desk.require("receptionist")
        session, today = act.session, desk.local(act.at).date()
        member = core.active(session, entry.member_id)
        scheme = core.align(act, desk, member)
        check = Checker(texts.entry_problems(entry, names=("item", "counter"), long=("note",)))
        core.shown(session, check, card="", member_id=member.id, customer_id=None, day=today)
        check.note(
            "label", rules.redemption_problem(scheme.coupons, entry.label, core.account(session, member.id).balance)
        )
        check.done()
        core.guard_own(act, desk, member.customer, scheme)
        assert scheme.coupons is not None
        row = Redemption(
            number=next_number(session, ITEM, today), member_id=member.id, kind="coupon", counter_id=None,
            # L10N: 现金券
            item=_("Cash coupon"), label=entry.label, points=rules.points_needed(scheme.coupons, entry.label),
            state="done", note=entry.note.strip(), day=today, at=act.at, staff_id=act.staff_id,
        )  # fmt: skip
        session.add(row)
        session.flush()
        voucher = Voucher(
            number=next_number(session, COUPON, today), member_id=member.id, kind="coupon", value=entry.label, since=today,
            until=add_months(today, scheme.coupon_months), state="open", redemption_id=row.id, used_at="", note="",
            at=act.at, staff_id=act.staff_id,
        )  # fmt: skip
        session.add(voucher)
        session.flush()
        core.post(
            act,
            desk,
            member.id,
            core.Booking("coupon", -row.points, subject=f"redemption:{row.id}", note=voucher.number),
        )
        papers.issue_redemption(act, desk, row)
        papers.issue_voucher(act, desk, voucher)
        act.about("redemption", row.id, number=row.number, points=row.points, coupon=voucher.number)
        act.touch("member", member.id)
        return redemption_view(session, row)


def void_redemption(desk: Desk, redemption_id: int, *, reason: str) -> RedemptionView:
    """Takes a redemption back: the points go to the lots they came from, an unused coupon is void.

    Raises:
        InvalidInput: field `reason`. DeskError: `illegal-move`, `used`: its coupon was used. NotFound.
        NotAllowed: not a supervisor, or it is one's own card.
    """
    with desk.act("redemption.void") as act:
        desk.require("supervisor")
        check = Checker()
        check.require("reason", reason, _("Say why."))
        check.note("reason", texts.length_problem(reason, texts.LONG, "reason"))
        check.done()
        row = act.session.get(Redemption, redemption_id, with_for_update={"of": Redemption})
        if row is None:
            # L10N: 没有这张兑换单
            raise NotFound(_("This redemption is not there."))
        if row.state != "done":
            raise DeskError("illegal-move", _("{number} is void already.").format(number=row.number))
        core.guard_own(act, desk, row.member.customer, schemes.at(act.session, desk.local(act.at).date()))
        for voucher in act.session.scalars(select(Voucher).where(Voucher.redemption_id == row.id)).all():
            if voucher.state == "used":
                # L10N: 现金券 {number} 已使用
                raise DeskError("used", _("The coupon {number} was used already.").format(number=voucher.number))
            voucher.state, voucher.note = "void", reason.strip()
            papers.void_paper(act, voucher.number, reason)
        entry = core.entry_of(act.session, f"redemption:{row.id}")
        assert entry is not None
        core.post(
            act,
            desk,
            row.member_id,
            core.Booking("reverse", -entry.points, subject=entry.subject, note=reason, reverses=entry),
        )
        row.state, row.note = "void", reason.strip()
        papers.void_paper(act, row.number, reason)
        act.about("redemption", row.id, number=row.number, points=-row.points)
        act.touch("member", row.member_id)
        return redemption_view(act.session, row)


def paper_voided(act: Act, _desk: Desk, slip_id: int, reason: str) -> None:
    """A voucher's paper was voided among the slips: the voucher is void with it, unless it was used."""
    slip = act.session.get(SlipRecord, slip_id)
    row = None if slip is None else act.session.scalars(select(Voucher).where(Voucher.number == slip.number)).first()
    if row is None:
        return
    if row.state == "used":
        raise DeskError("used", _("The coupon {number} was used already.").format(number=row.number))
    row.state, row.note, row.day_key = "void", reason, None


def parking(desk: Desk, member_id: int) -> VoucherView:
    """A parking voucher of as many hours as the level gives, one a day (handbook A9, V8).

    Raises:
        DeskError: `none`: the level gives none; `taken`: today's was given. NotFound. NotAllowed.
        InvalidInput: the card may not be used.
    """
    with desk.act("voucher.parking") as act:
        desk.require("receptionist")
        session, today = act.session, desk.local(act.at).date()
        member = core.active(session, member_id)
        scheme = core.align(act, desk, member)
        check = Checker()
        core.shown(session, check, card="", member_id=member.id, customer_id=None, day=today)
        check.done()
        hours = scheme.level(member.tier).parking_hours if scheme.has(member.tier) else 0
        if not hours:
            # L10N: {level}不含停车券
            words = _("{level} has no parking vouchers.").format(level=level_name(scheme, member.tier))
            raise DeskError("none", words)
        key = f"{member.id}:{today}"
        if session.scalars(select(Voucher.id).where(Voucher.day_key == key)).first() is not None:
            # L10N: 今天已领取停车券
            raise DeskError("taken", _("Today's parking voucher was given already."))
        core.guard_own(act, desk, member.customer, scheme)
        row = Voucher(
            number=next_number(session, PARKING, today), member_id=member.id, kind="parking", value=hours, since=today,
            until=today + timedelta(days=scheme.parking_days - 1), state="open", used_at="", note="", day_key=key, at=act.at,
            staff_id=act.staff_id,
        )  # fmt: skip
        session.add(row)
        session.flush()
        papers.issue_voucher(act, desk, row)
        act.about("voucher", row.id, number=row.number, hours=hours)
        act.touch("member", member.id)
        return voucher_view(session, row)


def _voucher(session: Session, number: str) -> Voucher:
    row = session.scalars(select(Voucher).where(Voucher.number == number.strip().upper())).first()
    if row is None:
        # L10N: 没有这张券
        raise NotFound(_("No voucher has this number."))
    return row


def use_voucher(desk: Desk, number: str, *, where: str = "") -> VoucherView:
    """Takes a parking voucher (or a coupon at the desk) in; once, and within its days.

    Raises:
        DeskError: `used`, `void`, `expired`, `early`. NotFound. InvalidInput: `where`.
    """
    with desk.act("voucher.use") as act:
        desk.require("receptionist")
        check = Checker()
        check.note("where", texts.line_problem(where, "where") or texts.length_problem(where, texts.NAME, "where"))
        check.done()
        row, today = _voucher(act.session, number), desk.local(act.at).date()
        if row.state == "used":
            words = _("{number} was used on {day}.").format(number=row.number, day=f"{row.used_on}")
            raise DeskError("used", words)
        if row.state == "void":
            raise DeskError("void", _("{number} is void already.").format(number=row.number))
        if row.state == "expired" or row.until < today:
            # L10N: {number} 已于 {day} 过期
            raise DeskError("expired", _("{number} ran out on {day}.").format(number=row.number, day=f"{row.until}"))
        row.state, row.used_on, row.used_at = "used", today, where.strip()
        act.about("voucher", row.id, number=row.number, state="used")
        act.touch("member", row.member_id)
        return voucher_view(act.session, row)


def void_voucher(desk: Desk, number: str, *, reason: str) -> VoucherView:
    """Voids a voucher that was not used; a coupon's points come back by voiding its redemption.

    Raises:
        InvalidInput: field `reason`. DeskError: `used`, `void`. NotFound. NotAllowed: not a supervisor.
    """
    with desk.act("voucher.void") as act:
        desk.require("supervisor")
        check = Checker()
        check.require("reason", reason, _("Say why."))
        check.done()
        row = _voucher(act.session, number)
        if row.state != "open":
            raise DeskError("used" if row.state == "used" else "void", _("Only an open voucher can be voided."))
        row.state, row.note, row.day_key = "void", reason.strip(), None
        papers.void_paper(act, row.number, reason)
        act.about("voucher", row.id, number=row.number, state="void")
        act.touch("member", row.member_id)
        return voucher_view(act.session, row)


def withdraw_voucher(act: Act, desk: Desk, row: Voucher) -> None:
    """Void: nobody parks by it; another one may be given today."""
    row.state, row.note, row.day_key = "void", why_undone(desk), None
    act.touch("member", row.member_id)


__all__ = ["coupon", "paper_voided", "parking", "redeem", "use_voucher", "void_redemption", "void_voucher"]
