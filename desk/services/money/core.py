"""What several acts of the cashier need: whose shift it is, who answers for an act, where money of a method lies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.catalog import catalog, label
from desk.errors import Checker, DeskError, InvalidInput, NotFound, Problem
from desk.i18n import _
from desk.models import Unit
from desk.models.money import Account, Shift, ShiftLog
from desk.rules.kit.amounts import to_fen
from desk.rules.kit.money import CASH, Tender
from desk.rules.money import AT_WORK, PREPAID
from desk.services.kit.desk import Act, Desk
from desk.services.money import journal


def current_shift(session: Session, staff_id: int) -> Shift | None:
    """The shift at work of a member of staff: the own one, or the one stood in for."""
    own = session.scalars(
        select(Shift).where(Shift.staff_id == staff_id, Shift.seat.is_not(None), Shift.state.in_(AT_WORK))
    ).first()
    if own is not None:
        return own
    return session.scalars(
        select(Shift)
        .join(ShiftLog, ShiftLog.shift_id == Shift.id)
        .where(
            ShiftLog.kind == "stand-in",
            ShiftLog.until.is_(None),
            ShiftLog.stand_in_id == staff_id,
            Shift.seat.is_not(None),
            Shift.state.in_(AT_WORK),
        )
    ).first()


def shift_at_work(act: Act) -> Shift:
    """The shift that takes and pays out money now.

    Raises:
        DeskError: `no-shift`. NotAllowed: nobody is signed in.
    """
    found = current_shift(act.session, act.staff_id)
    if found is None:
        # L10N: 请先开班（清点备用金）
        raise DeskError("no-shift", _("Open a shift first: count the float of the drawer."))
    return found


def drawer(session: Session, shift: Shift) -> Account:
    """The drawer of a shift."""
    found = session.get(Account, shift.account_id)
    assert found is not None
    return found


def place_of(session: Session, method: str, shift: Shift, unit_id: int | None) -> Account:
    """The account that money of a method lies in."""
    if method == CASH:
        return drawer(session, shift)
    if method == PREPAID:
        assert unit_id is not None
        return journal.prepaid(session, unit_id)
    return journal.plain(session, method)


def check_tenders(check: Checker, tenders: Sequence[Tender], unit_id: int | None) -> None:
    """Notes what is wrong with the means of payment."""
    known = {choice.code for choice in catalog("tenders")}
    for place, tender in enumerate(tenders):
        if tender.method not in known or (tender.method == PREPAID and unit_id is None):
            check.add(f"tenders.{place}.method", "required", _("Choose how it is paid."))
        if tender.fen <= 0:
            check.add(f"tenders.{place}.fen", "positive", _("Each amount that is handed over is more than 0."))


def check_payout(check: Checker, method: str) -> None:
    """Notes a method that nothing can be paid out by."""
    if method == PREPAID or method not in {choice.code for choice in catalog("tenders")}:
        check.add("method", "required", _("Choose how it is paid."))


def the_unit(session: Session, unit_id: int | None) -> Unit | None:
    """The room; None for none.

    Raises:
        NotFound: there is no such room.
    """
    if unit_id is None:
        return None
    found = session.get(Unit, unit_id)
    if found is None:
        raise NotFound(_("This room is not there."))
    return found


def words_of_kind(kind: str) -> str:
    """A kind of fee in words, on papers in their language."""
    if kind == PREPAID:
        # L10N: 预缴款
        return _("Prepayment")
    return label("charge_kinds", kind)


def today(act: Act, desk: Desk) -> date:
    """The site's date of the act."""
    return desk.local(act.at).date()


def refuse(problem: Problem) -> None:
    """Raises one problem as InvalidInput."""
    raise InvalidInput([problem])


def answers_for(desk: Desk, role: str) -> int:
    """Who stands behind an act that needs a role: the one at the counter, or who approves it on the spot.

    Raises:
        NotAllowed: neither has it.
    """
    return desk.authority(role).id


def refund_role(desk: Desk, fen: int) -> str:
    """The least role that may pay out so much alone (policy `money.refund_alone`, in yuan)."""
    return "receptionist" if fen <= to_fen(Decimal(str(desk.policy["money.refund_alone"]))) else "supervisor"


__all__ = [
    "answers_for",
    "check_payout",
    "check_tenders",
    "current_shift",
    "drawer",
    "place_of",
    "refund_role",
    "refuse",
    "shift_at_work",
    "the_unit",
    "today",
    "words_of_kind",
]
