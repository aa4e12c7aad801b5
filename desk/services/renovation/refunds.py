"""The refund of a file's deposits: what stands in the way, what settles it, and the money (handbook C-8, C-9, R8, R9)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import Checker
from desk.i18n import _, speaking
from desk.models.money import Deposit
from desk.models.renovation import Renovation, RenovationInspection, WorkerPass
from desk.rules.kit.gate import Obstacle
from desk.rules.money import Deduction, deduction_problems
from desk.rules.renovation import gate
from desk.rules.renovation.cycle import OVER
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import advance, moving
from desk.services.money import SettleEntry, check_settle
from desk.services.money.within import settle_within
from desk.services.renovation import papers
from desk.services.renovation.core import (
    FILES,
    get,
    held,
    held_fen,
    record,
    refund_weekdays,
)
from desk.services.renovation.entries import RefundEntry
from desk.services.renovation.facts import active_passes, facts, in_the_way
from desk.services.renovation.read import view
from desk.services.renovation.views import RefundView, RenovationView
from desk.services.undo import reason as why_undone


def deposit_refund(session: Session, desk: Desk, about: str) -> tuple[Obstacle, ...]:
    """What the cashier is told who would give a file's deposit back past its gate: it goes back by the file."""
    name, _colon, number = about.partition(":")
    if name != "renovation":
        return ()
    row = session.get(Renovation, int(number))
    if row is None:
        return ()
    # L10N: 装修保证金请在装修档案 {number} 中办理退款
    words = _("The deposit of a renovation goes back by its file {number}.").format(number=row.number)
    found = () if row.state in OVER else in_the_way(session, desk, row)
    return (*found, Obstacle("file-first", words, about))


def filing_away(session: Session, _desk: Desk, about: str) -> tuple[Obstacle, ...]:
    """What keeps a file from the archive: passes out, papers missing, violations, money held."""
    row = get(session, int(about.partition(":")[2]))
    found = [
        each
        for each in gate.obstacles(facts(session, row), date.max)
        if each.code in ("passes", "file", "violation", "inspection")
    ]
    if held(session, row):
        # L10N: 仍有押金未退
        found.append(Obstacle("deposit", _("A deposit is still held."), "refund"))
    return tuple(found)


def cancelling(session: Session, _desk: Desk, about: str) -> tuple[Obstacle, ...]:
    """Cancelling with a certificate: nothing begun, confirmed by an inspection; no pass out, certificate back (handbook R6)."""
    row = get(session, int(about.partition(":")[2]))
    if not row.certificate:
        return ()
    return (*_not_begun(session, row), *_passes_out(session, row))


def cancelled(session: Session, desk: Desk, about: str) -> tuple[Obstacle, ...]:
    """What stands in the way of a cancelled file's deposit: receipt and payer, and with a certificate that nothing was begun."""
    row = get(session, int(about.partition(":")[2]))
    wanted = {"receipt", "payer", "refund-day", "passes", *(["certificate"] if row.certificate else [])}
    counter = gate.obstacles(facts(session, row), desk.today(), weekdays=refund_weekdays(desk))
    begun = _not_begun(session, row) if row.certificate else ()
    return (*begun, *(each for each in counter if each.code in wanted))


def _not_begun(session: Session, row: Renovation) -> tuple[Obstacle, ...]:
    last = session.scalars(
        select(RenovationInspection)
        .where(RenovationInspection.renovation_id == row.id, RenovationInspection.kind == "not-begun")
        .order_by(RenovationInspection.id.desc())
    ).first()
    if last is not None and last.passed:
        return ()
    # L10N: 须经现场核查确认未动工
    words = _("An inspection has to confirm that nothing has begun.")
    return (Obstacle("not-begun", words, "inspect", _("Inspect")),)


def _passes_out(session: Session, row: Renovation) -> tuple[Obstacle, ...]:
    out = gate.RefundFacts(passes_out=tuple(each.number for each in active_passes(session, row)))
    return tuple(each for each in gate.obstacles(out, date.max) if each.code == "passes")


def cancel(desk: Desk, renovation_id: int, *, reason: str) -> RenovationView:
    """Cancels a filing before its start.

    Raises:
        InvalidInput: field `reason`; `not-begun`, `passes` when there is a certificate. DeskError: `illegal-move`.
        NotFound; NotAllowed.
    """
    with moving(desk, FILES, renovation_id, "cancel", {"reason": reason}) as step:
        row = step.row
        if row.unit.state == "renovating":
            row.unit.state = "vacant"
        record(step.act, row, step.move.happened, reason)
        return view(step.act.session, desk, row)


# ------------------------------------------------------------------------------------------------------- the refund
def refund_gate(session: Session, desk: Desk, about: str) -> tuple[Obstacle, ...]:
    """The gate of the refund: everything at once; what is shown at the counter is filled in with the act."""
    return in_the_way(session, desk, get(session, int(about.partition(":")[2])))


def refund(desk: Desk, renovation_id: int, entry: RefundEntry) -> RefundView:
    """Gives a file's deposits back, less what is deducted; the surrendered original takes the file copy's place (handbook C-8, R8, R9).

    The renovation deposit and deposits of passes still held stand on lines of their own; deposits of another payer on a slip of
    their own. A lost pass keeps its deposit when the agreement says so.

    Raises:
        InvalidInput: every obstacle at once by its code, fields of `RefundEntry`.
        DeskError: `illegal-move`: it was refunded already, by somebody else perhaps; `drawer`, `no-shift`.
        NotFound; NotAllowed: more than a receptionist refunds alone, or a waiver, needs a supervisor.
    """
    return _refund(desk, renovation_id, entry, "refund")


def refund_cancelled(desk: Desk, renovation_id: int, entry: RefundEntry) -> RefundView:
    """Gives the deposits of a cancelled file back: nothing was begun.

    Raises:
        As `refund`; DeskError: `deposit`, nothing is held any more.
    """
    return _refund(desk, renovation_id, entry, "refund-cancelled")


def _refund(desk: Desk, renovation_id: int, entry: RefundEntry, code: str) -> RefundView:
    def checks(act: Act, row: Renovation, check: Checker) -> None:
        check.problems += deduction_problems(entry.deductions)
        main = held(act.session, row)
        if not main:
            # L10N: 没有可退的押金
            check.add("deposits", "nothing", _("No deposit is held for this file."))
        else:
            settling = SettleEntry((main[0].id,), entry.payee, entry.method, entry.reference)
            check.problems += [each for each in check_settle(desk, settling) if each.field != "payee"]

    typed = {
        "payee": entry.payee, "payer": entry.payer in ("self", "letter"), "certificate": entry.certificate,
        "receipt": entry.receipt,
    }  # fmt: skip
    with moving(
        desk, FILES, renovation_id, code, typed, checks=checks, waived=entry.waived, name=f"renovation.{code}"
    ) as step:
        act, row = step.act, step.row
        _note_papers(row, entry)
        numbers, sums = _settle(act, desk, row, entry, step.waived)
        act.session.flush()
        record(
            act, row, step.move.happened, entry.payee, refund=sums[0], deducted=sums[1], claim=sums[2], slips=numbers,
            waived=dict(step.waived),
        )  # fmt: skip
        return RefundView(view(act.session, desk, row), tuple(numbers), *sums)


def _note_papers(row: Renovation, entry: RefundEntry) -> None:
    if entry.certificate:
        row.certificate_back = "original"
    if entry.receipt:
        row.receipt_back = "original"


def _settle(
    act: Act, desk: Desk, row: Renovation, entry: RefundEntry, without: Mapping[str, str]
) -> tuple[list[str], tuple[int, int, int]]:
    numbers: list[str] = []
    refunded = deducted = claim = 0
    with speaking(desk.site.slip_language):
        lost = _lost_passes(act.session, desk, row)
        remark = "\n".join(part for part in (row.lost_note, *without.values()) if part)
    left = list(entry.deductions)
    for group in _by_payer(held(act.session, row)):
        deductions = tuple(left) + tuple(lost[each.id] for each in group if each.id in lost)
        left = []
        settled = settle_within(
            act, desk,
            SettleEntry(
                tuple(each.id for each in group), entry.payee, entry.method, entry.reference, deductions, remark
            ),
        )  # fmt: skip
        numbers.append(settled.receipt.number)
        refunded, deducted, claim = refunded + settled.refund, deducted + settled.deducted, claim + settled.claim
    return numbers, (refunded, deducted, claim)


def _by_payer(deposits: list[Deposit]) -> list[list[Deposit]]:
    """Deposits by payer, the one with the renovation deposit first: the damages come off it."""
    found: dict[str, list[Deposit]] = {}
    for each in sorted(deposits, key=lambda each: (each.kind != "renovation", each.id)):
        found.setdefault(each.payer, []).append(each)
    return list(found.values())


def _lost_passes(session: Session, desk: Desk, row: Renovation) -> dict[int, Deduction]:
    """What lost passes keep of their deposits, by deposit."""
    if not desk.policy["renovation.keep_lost_pass"]:
        return {}
    found = {}
    for each in held(session, row, "pass"):
        lost = session.scalars(
            select(WorkerPass).where(WorkerPass.deposit_id == each.id, WorkerPass.state == "lost")
        ).first()
        if lost is not None:
            # L10N: 出入卡 {number}; 遗失，按协议押金不退
            item, reason = (
                _("Pass {number}").format(number=lost.number),
                _("lost; by the agreement its deposit is kept"),
            )
            found[each.id] = Deduction(item, reason, -each.account.balance, lost.note)
    return found


def apply_refund(desk: Desk, renovation_id: int, entry: RefundEntry) -> RenovationView:
    """Issues the 退押金申请单 with what is known; it changes nothing else.

    Raises:
        InvalidInput: field `payee`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(_act: Act, _row: Renovation, check: Checker) -> None:
        check.require("payee", entry.payee, _("Who receives the money?"))

    with moving(desk, FILES, renovation_id, "document", checks=checks, name="renovation.apply-refund") as step:
        act, row = step.act, step.row
        known = facts(act.session, row)
        opens = gate.opens_on(
            known,
            from_moving_in_alone=bool(desk.policy["renovation.from_moving_in"]),
            months=int(desk.policy["renovation.wait_months"]),
        )
        slip = papers.issue_refund_application_within(act, desk, row, entry, known, opens, held_fen(act.session, row))
        record(act, row, "refund-applied", entry.payee, slip=slip.number)
        return view(act.session, desk, row)


def file_away(desk: Desk, renovation_id: int) -> RenovationView:
    """Closes a file for the archive: after the refund, or when no deposit was agreed.

    Raises:
        InvalidInput: `passes`, `file`, `violation`, `deposit`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, FILES, renovation_id, "file-away") as step:
        record(step.act, step.row, step.move.happened)
        return view(step.act.session, desk, step.row)


def sweep(desk: Desk, *, now: datetime | None = None) -> int:
    """What time itself does: periods that ended without extension expire, passed files whose months are over become refundable.

    Run when the day begins and before lists are read; it finds nothing when it ran already.

    Returns:
        How many files changed; 0 while nobody is signed in.

    Raises:
        DeskError: `illegal-move`, a file was moved on by somebody else meanwhile; the next run looks again.
    """
    if desk.actor is None:
        return 0
    today = desk.local(now or desk.clock()).date()
    changed = 0
    with desk.look() as session:
        late = session.scalars(
            select(Renovation.id).where(Renovation.state.in_(("running", "extended")), Renovation.last_day < today)
        ).all()
        waiting = [
            row.id
            for row in session.scalars(select(Renovation).where(Renovation.state == "passed"))
            if _ripe(session, desk, row, today)
        ]
    for code, ids in (("expire", late), ("ripen", waiting)):
        for renovation_id in ids:
            with moving(desk, FILES, renovation_id, code) as step:
                record(step.act, step.row, step.move.happened)
                changed += 1
    return changed


def _ripe(session: Session, desk: Desk, row: Renovation, today: date) -> bool:
    opens = gate.opens_on(
        facts(session, row),
        from_moving_in_alone=bool(desk.policy["renovation.from_moving_in"]),
        months=int(desk.policy["renovation.wait_months"]),
    )
    return opens is not None and opens <= today and bool(held(session, row))


def withdraw(act: Act, desk: Desk, row: Renovation) -> None:
    """Cancelled: the home may file another one."""
    moved = advance(FILES.cycle, row, "cancel")
    record(act, row, moved.happened, why_undone(desk))


__all__ = [
    "apply_refund", "cancel", "cancelled", "cancelling", "deposit_refund", "facts", "file_away",
    "filing_away", "in_the_way", "refund", "refund_cancelled",
    "refund_gate", "sweep",
]  # fmt: skip
