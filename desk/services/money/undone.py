"""The way back of what was booked (services.undo): the books are only added to, so it is a reversal, with the roles that one needs."""

from __future__ import annotations

from sqlalchemy import select

from desk import features
from desk.errors import DeskError
from desk.i18n import _
from desk.models import PrintLog, SlipRecord
from desk.services.kit.desk import Desk
from desk.services.kit.steps import Step
from desk.services.money.charges import void_charge
from desk.services.money.receipts import void
from desk.services.undo import added, reason


def receipts(desk: Desk, step: Step) -> None:
    """Voids the receipts, refunds or settlements that an act gave, as `void` does; a supervisor approves it.

    Raises:
        DeskError: `not-undoable`: one was printed and may have been handed out. As `void`.
        NotAllowed: not a supervisor.
    """
    _not_handed_out(desk, step)
    for receipt_id in reversed(added(step, "receipt")):
        void(desk, receipt_id, reason=reason(desk))


def charges(desk: Desk, step: Step) -> None:
    """Takes back the charges that an act raised, as `void_charge` does.

    Raises:
        DeskError: `not-undoable`: it raised none, a credit was brought forward. As `void_charge`.
        NotAllowed: not a supervisor.
    """
    raised = added(step, "charge")
    if not raised:
        # L10N: 期初预存款不能撤销：请办理预存款退款。
        raise DeskError("not-undoable", _("A credit brought forward is not undone: refund the prepayment instead."))
    for charge_id in reversed(raised):
        void_charge(desk, charge_id, reason=reason(desk))


def _not_handed_out(desk: Desk, step: Step) -> None:
    with desk.look() as session:
        kinds = session.scalars(
            select(SlipRecord.kind).where(
                SlipRecord.id.in_(step.issued), SlipRecord.id.in_(select(PrintLog.slip_id).where(PrintLog.taken))
            )
        ).all()
    for kind in kinds:
        # L10N: 已打印，可能已交给客户。
        words = _("It was printed and may have been handed out.")
        raise DeskError("not-undoable", f"{words} {_(features.slip_kinds()[kind].own_void)}")


__all__ = ["charges", "receipts"]
