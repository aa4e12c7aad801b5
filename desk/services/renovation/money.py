"""The money of a renovation file: proposed deposit, fees, the payment notice, the deposit that is taken (handbook A5, R2, B3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import Checker, InvalidInput, Problem
from desk.i18n import _
from desk.models.money import Charge, Deposit
from desk.models.renovation import Renovation, RenovationDocument
from desk.rules.kit.amounts import to_fen
from desk.rules.kit.gate import Obstacle
from desk.rules.kit.money import Tender, figures
from desk.rules.kit.wording import listed
from desk.rules.renovation.cycle import CYCLE
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import advance, moving
from desk.services.money import (
    ChargeEntry,
    ChargeView,
    DepositEntry,
    NoticeEntry,
    OldDepositEntry,
    PayEntry,
    ReceiptView,
    TakeEntry,
    check_charge,
    check_take,
    issue_notice,
    open_charges,
    open_deposit,
    pay,
)
from desk.services.money.within import issue_receipt, raise_charge, take
from desk.services.renovation.core import FILES, get, held_fen, record, subject, tick_dossier
from desk.services.renovation.read import view
from desk.services.renovation.views import RenovationView
from desk.services.slips import SlipView


def proposed_deposit(desk: Desk) -> int:
    """The deposit of the policy, in fen."""
    return to_fen(Decimal(str(desk.policy["renovation.deposit"])))


def pass_deposit(desk: Desk) -> int:
    """The deposit of a worker's pass, in fen."""
    return to_fen(Decimal(str(desk.policy["renovation.pass_deposit"])))


def unpaid(session: Session, _desk: Desk, row: Renovation) -> list[Obstacle]:
    """What is not paid yet: the deposit, fees of the file."""
    found = []
    lacking = row.deposit_due - held_fen(session, row, "renovation")
    if lacking > 0:
        # L10N: 装修保证金还差 {amount}
        words = _("Of the deposit {amount} is missing.").format(amount=figures(lacking))
        found.append(Obstacle("deposit", words, "deposit", _("Take the deposit")))
    owed = open_fees(session, row)
    if owed:
        # L10N: 装修费用未交清：{items}
        words = _("Not paid yet: {items}").format(
            items=listed(f"{charge.item} {figures(charge.open_fen)}" for charge in owed)
        )
        found.append(Obstacle("fees", words, "pay"))
    return found


def open_fees(session: Session, row: Renovation) -> list[Charge]:
    """The fees of the file that are still open."""
    return list(
        session.scalars(select(Charge).where(Charge.subject == subject(row), Charge.open_fen > 0).order_by(Charge.id))
    )


def charge_fee(desk: Desk, renovation_id: int, fen: int, item: str, *, kind: str = "renovation") -> RenovationView:
    """Charges a fee of the file (垃圾清运费): income, never on the deposit's receipt; it is paid at the cashier's.

    Raises:
        InvalidInput: fields `amount`, `kind`, `item`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(_act: Act, row: Renovation, check: Checker) -> None:
        check.require("item", item, _("What is it for?"))
        check.problems += check_charge(desk, ChargeEntry(kind, fen, row.unit_id, item))

    with moving(desk, FILES, renovation_id, "deposit", checks=checks, name="renovation.fee") as step:
        row = step.row
        raise_charge(step.act, desk, ChargeEntry(kind, fen, row.unit_id, item, subject=subject(row)))
        record(step.act, row, "fee", item, fen=fen)
        return view(step.act.session, desk, row)


def notify(desk: Desk, renovation_id: int, *, pay_by: date | None = None, payer: str = "") -> SlipView:
    """Issues the 装修缴费通知单, which comes before the receipt (handbook R2).

    Raises:
        InvalidInput: fields of the cashier's notice; nothing is to be paid. NotFound; NotAllowed.
    """
    with desk.look() as session:
        row = get(session, renovation_id)
        lacking = row.deposit_due - held_fen(session, row, "renovation")
        deposits = (DepositEntry("renovation", lacking),) if lacking > 0 else ()
        entry = NoticeEntry(
            row.unit_id, payer or row.owner or row.applicant, tuple(each.id for each in open_fees(session, row)),
            deposits, pay_by, subject(row),
        )  # fmt: skip
    issued = issue_notice(desk, entry)
    with desk.act("renovation.notice") as act:
        found = get(act.session, renovation_id)
        if all(each.code != "payment-notice" for each in found.documents):
            found.documents.append(
                RenovationDocument(code="payment-notice", received_on=desk.local(act.at).date(), stamped=False, scan="")
            )
        record(act, found, "payment-notice", slip=issued.number)
        tick_dossier(act, desk, found, ["payment-notice"])
    return issued


def take_deposit(
    desk: Desk, renovation_id: int, *, payer: str, tenders: Sequence[Tender], fen: int | None = None
) -> RenovationView:
    """Takes the deposit from owner or contractor; its receipt holds nothing else, and the money stays the payer's.

    Args:
        desk: the desk.
        renovation_id: the file.
        payer: who pays.
        tenders: how, before change.
        fen: the sum; what is missing when None.

    Raises:
        InvalidInput: fields of the cashier's deposit; `amount`: `full`, nothing is missing.
        DeskError: `illegal-move`, `no-shift`. NotFound; NotAllowed.
    """
    with desk.look() as session:
        row = get(session, renovation_id)
        wanted = row.deposit_due - held_fen(session, row, "renovation") if fen is None else fen

    def entry_for(row: Renovation) -> TakeEntry:
        return TakeEntry(payer, tuple(tenders), (DepositEntry("renovation", wanted),), row.unit_id, subject(row))

    def checks(act: Act, row: Renovation, check: Checker) -> None:
        lacking = row.deposit_due - held_fen(act.session, row, "renovation")
        if lacking <= 0 or wanted > lacking:
            # L10N: 保证金已收足
            check.add("amount", "full", _("The deposit is held in full already."))
        else:
            check.problems += check_take(desk, entry_for(row))

    with moving(desk, FILES, renovation_id, "deposit", checks=checks, name="renovation.take-deposit") as step:
        act, row = step.act, step.row
        receipt = take(act, desk, entry_for(row))
        issue_receipt(act, desk, receipt)
        record(act, row, step.move.happened, payer, fen=wanted, receipt=receipt.number)
        return view(act.session, desk, row)


def take_over_deposit(
    desk: Desk, renovation_id: int, *, fen: int, payer: str, paper_number: str, taken_on: date
) -> RenovationView:
    """Takes over a deposit that was taken on paper before Desk; its refund passes the same gate (handbook R1).

    Raises:
        InvalidInput: fields of the cashier's old deposit. NotFound; NotAllowed: not a supervisor.
    """
    with desk.look() as session:
        row = get(session, renovation_id)
        entry = OldDepositEntry("renovation", fen, payer, paper_number, taken_on, row.unit_id, subject=subject(row))
    open_deposit(desk, entry)
    with desk.act("renovation.deposit-taken-over") as act:
        row = get(act.session, renovation_id)
        row.deposit_due = max(row.deposit_due, held_fen(act.session, row, "renovation"))
        record(act, row, "deposit", payer, fen=fen, receipt=paper_number)
        return view(act.session, desk, row)


def receipt_voided(act: Act, _desk: Desk, kind: str, about: str) -> None:
    """The cashier took a money paper of a file back: a refund that was voided opens the file again."""
    name, _colon, number = about.partition(":")
    if name != "renovation":
        return
    row = act.session.get(Renovation, int(number))
    if row is None:
        return
    act_subject, act_data = act.subject, dict(act.data)
    if kind in ("deposit-refund", "settlement") and row.state in ("refunded", "filed"):
        renovation = act.session.scalars(
            select(Deposit.id).where(Deposit.subject == about, Deposit.kind == "renovation")
        ).first()
        if renovation is not None and held_fen(act.session, row, "renovation"):
            move = advance(CYCLE, row, "refund-voided")
            record(act, row, move.happened)
    else:
        record(act, row, "receipt-voided", kind)
    act.subject, act.data = act_subject, act_data


@dataclass(frozen=True, slots=True)
class Proposals:
    """What a filing starts with: deposits in fen, the longest period in months."""

    deposit: int
    pass_deposit: int
    months: int


def proposals(desk: Desk) -> Proposals:
    """What the policy proposes."""
    return Proposals(proposed_deposit(desk), pass_deposit(desk), int(desk.policy["renovation.months"]))


def fees(desk: Desk, renovation_id: int) -> tuple[ChargeView, ...]:
    """The fees of a file that are not paid yet."""
    with desk.look() as session:
        row = get(session, renovation_id)
        unit_id, about = row.unit_id, subject(row)
    return tuple(each for each in open_charges(desk, unit_id) if each.subject == about)


def pay_fees(desk: Desk, renovation_id: int, *, payer: str, tenders: Sequence[Tender]) -> ReceiptView:
    """Takes all open fees of a file on one receipt, apart from any deposit.

    Raises:
        InvalidInput: fields of the cashier's payment; nothing is open. DeskError: `no-shift`. NotFound; NotAllowed.
    """
    with desk.look() as session:
        row = get(session, renovation_id)
        named = {each.id: each.open_fen for each in open_fees(session, row)}
        unit_id, about = row.unit_id, subject(row)
    if not named:
        # L10N: 没有未交的费用
        raise InvalidInput([Problem("nothing", _("No fee is open."), "amount")])
    return pay(desk, PayEntry(payer, tuple(tenders), unit_id, named, subject=about))


__all__ = [
    "Proposals",
    "charge_fee",
    "fees",
    "notify",
    "open_fees",
    "pass_deposit",
    "pay_fees",
    "proposals",
    "proposed_deposit",
    "receipt_voided",
    "take_deposit",
    "take_over_deposit",
    "unpaid",
]  # fmt: skip
