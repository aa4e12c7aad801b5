"""The way back of what was booked in points (services.undo): they are only added to, so it is a reversal, with the roles that one needs."""

from __future__ import annotations

from desk.models.points import Gift, Voucher
from desk.services.kit.desk import Act, Desk
from desk.services.kit.steps import Step
from desk.services.points.adjusting import reverse
from desk.services.points.purchases import void_purchase
from desk.services.points.redeeming import void_redemption
from desk.services.undo import added, reason


def purchase(desk: Desk, step: Step) -> None:
    """Takes the purchase back whole, as `void_purchase`.

    Raises:
        NotAllowed: not a supervisor. DeskError: as `void_purchase`.
    """
    for purchase_id in added(step, "purchase"):
        void_purchase(desk, purchase_id, reason=reason(desk))


def redemption(desk: Desk, step: Step) -> None:
    """Takes the redemption back, as `void_redemption`.

    Raises:
        NotAllowed: not a supervisor. DeskError: as `void_redemption`.
    """
    for redemption_id in added(step, "redemption"):
        void_redemption(desk, redemption_id, reason=reason(desk))


def adjustment(desk: Desk, step: Step) -> None:
    """Reverses the entry of an adjustment, as `reverse`.

    Raises:
        NotAllowed: not a supervisor. DeskError: as `reverse`.
    """
    reverse(desk, added(step, "point_entry")[0], reason=reason(desk))


def voucher(act: Act, desk: Desk, row: Voucher) -> None:
    """Void: nobody parks by it; another one may be given today."""
    row.state, row.note, row.day_key = "void", reason(desk), None
    act.touch("member", row.member_id)


def gift(act: Act, desk: Desk, row: Gift) -> None:
    """Void: it can be given again."""
    row.state, row.once, row.note = "void", None, reason(desk)
    act.touch("member", row.member_id)


__all__ = ["adjustment", "gift", "purchase", "redemption", "voucher"]
