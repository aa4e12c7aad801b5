"""What is given back of a purchase: a part, the rest, or the whole entry (handbook A9, V5, V15)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import Checker, DeskError, NotFound
from desk.i18n import _
from desk.models.cards import Member
from desk.models.money import Receipt
from desk.models.points import Purchase, PurchaseRefund, Voucher
from desk.rules import points as rules
from desk.rules.kit import texts
from desk.rules.kit.money import figures
from desk.rules.points import Terms
from desk.rules.schemes.earned import Spent, joining_level
from desk.services import cards, schemes
from desk.services.kit.desk import Act, Desk
from desk.services.points import core, levels


# --------------------------------------------------------------------------------------------------------------- refunds
def purchase_row(session: Session, purchase_id: int) -> Purchase:
    """A purchase, locked.

    Raises:
        NotFound. DeskError: `void`: it was taken back.
    """
    row = session.get(Purchase, purchase_id, with_for_update={"of": Purchase})
    if row is None:
        # L10N: 没有这笔消费
        raise NotFound(_("This purchase is not there."))
    if row.void:
        # L10N: 该笔消费的小票已作废
        raise DeskError("void", _("The receipt of this purchase is void."))
    return row


def refund(desk: Desk, purchase_id: int, fen: int, *, reason: str = "", day: date | None = None) -> int:
    """Notes what a counter gave back of a purchase: points are those of what remains, by the purchase's day's rules (handbook V5).

    Args:
        desk: the desk.
        purchase_id: which.
        fen: given back now.
        reason: in words.
        day: when; today when None.

    Returns:
        What the points changed by, 0 or less.

    Raises:
        InvalidInput: `fen` (`positive`, `over`), `day` (`future`, `early`). DeskError: `void`. NotFound.
        NotAllowed: a card of one's own needs somebody else's word.
    """
    with desk.act("purchase.refund") as act:
        desk.require("receptionist")
        row = purchase_row(act.session, purchase_id)
        today = desk.local(act.at).date()
        check = Checker()
        check.note("reason", texts.length_problem(reason, texts.LONG, "reason"))
        left = row.paid - row.refunded
        if fen <= 0:
            check.add("fen", "positive", _("An amount is more than 0."))
        elif fen > left:
            # L10N: 最多可退 {amount}
            check.add("fen", "over", _("At most {amount} can go back.").format(amount=figures(left)))
        if (day or today) > today:
            check.add("day", "future", _("This day has not come yet. Choose today or an earlier one."))
        elif (day or today) < row.day:
            # L10N: 早于消费日期
            check.add("day", "early", _("That is before the purchase."))
        check.done()
        delta = give_back(act, desk, row, fen, reason=reason, day=day or today)
        act.about("purchase", row.id, receipt=row.receipt, refunded=fen, points=delta)
        act.touch("member", row.member_id)
        return delta


def give_back(act: Act, desk: Desk, row: Purchase, fen: int, *, reason: str, day: date, whole: bool = False) -> int:
    """The refund inside an act; gives what the points changed by."""
    session = act.session
    scheme = schemes.at(session, row.day)
    core.guard_own(act, desk, row.customer, scheme)
    row.refunded += fen
    after = (
        0
        if whole
        else rules.points_of(scheme, row.paid - row.coupon - row.refunded, Terms(row.day, row.doubled, row.earns))
    )
    delta = after - row.points
    row.points = after
    session.add(
        PurchaseRefund(
            purchase_id=row.id, fen=fen, day=day, points=delta, reason=reason.strip(), whole=whole, at=act.at,
            staff_id=act.staff_id,
        )
    )  # fmt: skip
    session.flush()
    if row.member_id is not None:
        own = core.entry_of(session, f"purchase:{row.id}")
        core.post(
            act,
            desk,
            row.member_id,
            core.Booking(
                "refund",
                delta,
                subject=f"purchase:{row.id}",
                lifetime=delta,
                note=reason,
                first=own.id if own else None,
            ),
        )
        member = cards.get(session, row.member_id)
        if member.state == "active":
            now = core.align(act, desk, member)
            levels.after_refund(act, desk, member, now, row)
            if row.joining and joining_level(scheme, _joined_with(session, member), row.day) is None:
                levels.tell_joining(act, member, row)
    return delta


def _joined_with(session: Session, member: Member) -> list[Spent]:
    rows = session.execute(
        select(Purchase.day, Purchase.paid - Purchase.refunded, Purchase.graded).where(
            Purchase.member_id == member.id, Purchase.joining, Purchase.void == "", Purchase.paid > Purchase.refunded
        )
    )
    return [Spent(day, fen, min(fen, graded)) for day, fen, graded in rows]


def void_purchase(desk: Desk, purchase_id: int, *, reason: str) -> int:
    """Takes a purchase back whole: its receipt is void or was entered for the wrong member; gives what the points changed by.

    Its receipt number is not entered again (handbook C-19); a coupon that paid part of it is open again.

    Raises:
        InvalidInput: field `reason`. DeskError: `void`. NotFound. NotAllowed: not a supervisor.
    """
    with desk.act("purchase.void") as act:
        desk.require("supervisor")
        check = Checker()
        check.require("reason", reason, _("Say why."))
        check.note("reason", texts.length_problem(reason, texts.LONG, "reason"))
        check.done()
        row = purchase_row(act.session, purchase_id)
        return void_within(act, desk, row, reason)


def void_within(act: Act, desk: Desk, row: Purchase, reason: str) -> int:
    """The same inside another act."""
    row.void = reason.strip()
    delta = give_back(act, desk, row, row.paid - row.refunded, reason=reason, day=desk.local(act.at).date(), whole=True)
    coupon = act.session.scalars(select(Voucher).where(Voucher.purchase_id == row.id)).first() if row.coupon else None
    if coupon is not None:
        coupon.state, coupon.used_on, coupon.used_at, coupon.purchase_id = "open", None, "", None
    act.about("purchase", row.id, receipt=row.receipt, void=True, points=delta)
    act.touch("member", row.member_id)
    return delta


def receipt_voided(act: Act, desk: Desk, _kind: str, _subject: str) -> None:
    """A receipt of the centre was taken back: its points go with it (handbook V15; hook of the cashier)."""
    today = desk.local(act.at).date()
    rows = act.session.scalars(
        select(Purchase)
        .join(Receipt, Receipt.number == Purchase.receipt)
        .where(Receipt.void_day == today, Receipt.state == "void", Purchase.centre, Purchase.void == "")
    )
    for row in rows.all():
        subject, data = act.subject, dict(act.data)
        # L10N: 收据已作废
        void_within(act, desk, row, _("The receipt is void."))
        act.subject, act.data = subject, data
