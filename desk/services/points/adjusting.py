"""Corrections by hand, and reversals: with a reason, by a supervisor, never on one's own card alone (handbook V13, V15)."""

from __future__ import annotations

from sqlalchemy import select

from desk.errors import Checker, DeskError, NotFound
from desk.i18n import _
from desk.models.points import PointEntry
from desk.rules.kit import texts
from desk.services import cards, schemes
from desk.services.kit.changes import Step
from desk.services.kit.desk import Desk
from desk.services.points import core, levels
from desk.services.points.entries import AdjustEntry
from desk.services.points.redeeming import void_redemption
from desk.services.points.refunds import void_purchase
from desk.services.points.views import EntryView
from desk.services.points.within import entry_views
from desk.services.undo import added
from desk.services.undo import reason as why_undone

MOST = 1_000_000
"""Points of one correction: more is a slip of the finger."""
REVERSIBLE = ("adjust", "expire")
"""What is reversed entry by entry; a purchase and a redemption are taken back whole."""


def adjust(desk: Desk, entry: AdjustEntry) -> EntryView:
    """Adds or takes points by hand. They count for upgrades only where the scheme says so (handbook V6).

    Raises:
        InvalidInput: `points` (`range`, 0 or too many), `reason`. NotFound. DeskError: `member-ended`.
        NotAllowed: not a supervisor; one's own card needs somebody else's word.
    """
    with desk.act("points.adjust") as act:
        check = Checker(texts.entry_problems(entry, long=("reason",)))
        # L10N: 请填写调整原因
        check.require("reason", entry.reason, _("Say why the points are corrected."))
        if not entry.points or abs(entry.points) > MOST:
            # L10N: 请填写要增加或扣减的积分
            check.add("points", "range", _("Type how many points to add, or with a minus to take."))
        check.done()
        desk.require("supervisor")
        member = core.active(act.session, entry.member_id)
        scheme = core.align(act, desk, member)
        core.guard_own(act, desk, member.customer, scheme)
        row = core.post(
            act,
            desk,
            member.id,
            core.Booking(
                "adjust",
                entry.points,
                subject=f"member:{member.id}",
                note=entry.reason,
                lifetime=entry.points if scheme.lifetime_adjusted else 0,
                until=core.last_day(scheme, desk.local(act.at).date()),
            ),
        )
        assert row is not None
        if scheme.lifetime_adjusted:
            levels.consider_now(act, desk, member, scheme)
        act.about("member", member.id, number=member.number, points=entry.points, reason=entry.reason.strip())
        return entry_views(act.session, [row])[0]


def reverse(desk: Desk, entry_id: int, *, reason: str) -> EntryView:
    """Takes an adjustment or an expiry back; an entry is taken back once.

    Raises:
        InvalidInput: field `reason`. DeskError: `illegal-move`. NotFound.
        NotAllowed: not a supervisor; one's own card needs somebody else's word.
    """
    with desk.act("points.reverse") as act:
        desk.require("supervisor")
        check = Checker()
        check.require("reason", reason, _("Say why."))
        check.note("reason", texts.length_problem(reason, texts.LONG, "reason"))
        check.done()
        row = act.session.get(PointEntry, entry_id)
        if row is None:
            # L10N: 没有这条积分记录
            raise NotFound(_("This entry is not there."))
        taken = act.session.scalars(select(PointEntry.id).where(PointEntry.reverses_id == row.id)).first()
        if row.kind not in REVERSIBLE or taken is not None:
            # L10N: 该记录不能单独冲销：消费请退货，兑换请作废兑换单
            words = _("This entry is not reversed by itself: refund the purchase, or void the redemption.")
            raise DeskError("illegal-move", words)
        member = cards.get(act.session, row.member_id)
        core.guard_own(act, desk, member.customer, schemes.at(act.session, desk.local(act.at).date()))
        made = core.post(
            act,
            desk,
            row.member_id,
            core.Booking(
                "reverse",
                -row.points,
                subject=row.subject,
                note=reason,
                lifetime=-row.lifetime,
                first=row.id,
                reverses=row,
            ),
        )
        assert made is not None
        act.about("member", row.member_id, number=member.number, reversed=row.id, points=-row.points)
        return entry_views(act.session, [made])[0]


def undo_purchase(desk: Desk, step: Step) -> None:
    """Takes the purchase back whole, as `void_purchase`.

    Raises:
        NotAllowed: not a supervisor. DeskError: as `void_purchase`.
    """
    for purchase_id in added(step, "purchase"):
        void_purchase(desk, purchase_id, reason=why_undone(desk))


def undo_redemption(desk: Desk, step: Step) -> None:
    """Takes the redemption back, as `void_redemption`.

    Raises:
        NotAllowed: not a supervisor. DeskError: as `void_redemption`.
    """
    for redemption_id in added(step, "redemption"):
        void_redemption(desk, redemption_id, reason=why_undone(desk))


def undo_adjustment(desk: Desk, step: Step) -> None:
    """Reverses the entry of an adjustment, as `reverse`.

    Raises:
        NotAllowed: not a supervisor. DeskError: as `reverse`.
    """
    reverse(desk, added(step, "point_entry")[0], reason=why_undone(desk))


__all__ = ["adjust", "reverse"]
