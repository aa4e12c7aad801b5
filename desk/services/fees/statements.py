"""Statements of a quarter (对账单): to every payer with a balance or turnover; signed or disputed in time (handbook S1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.errors import Checker, DeskError, Problem
from desk.i18n import _
from desk.models import Unit
from desk.models.fees import Bill, FeeItem, Statement
from desk.models.kit.functions import holds, words_in
from desk.models.money import Allocation, Charge, JournalEntry
from desk.rules import fees as rules
from desk.rules.fees import dunning as rule
from desk.rules.kit import wording
from desk.services.fees.core import absent, get, refuse, rooms
from desk.services.fees.debts import owners_of
from desk.services.fees.views import QuarterView, StatementRow
from desk.services.finder.reading import met
from desk.services.kit import reasons
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import Kept, Step, moving
from desk.services.kit.paging import Page
from desk.services.kit.papers import writing_copies
from desk.services.kit.sequences import next_numbers
from desk.services.kit.workbooks import Cancelled, Progress
from desk.services.slips import issue_many
from desk.slips.engine.slip import Slip
from desk.slips.fees import StatementFacts, StatementLine, statement_slip

STATEMENTS = Kept(rules.STATEMENT, Statement, lambda: absent(Statement))
"""Statements and their life cycle."""
AT_ONCE = 300


@dataclass
class _Account:
    """What happened on one payer's account in a quarter."""

    payer: str
    opening: int = 0
    billed: int = 0
    paid: int = 0
    lines: list[StatementLine] = field(default_factory=list)

    @property
    def closing(self) -> int:
        return self.opening + self.billed - self.paid


Key = tuple[int, int]


Happened = tuple[Key, str, date, int, str, str]
"""Whose account, the payer's name, the day, the amount in fen, what for, the number of the paper."""


def _happened(session: Session, last: date, units: Sequence[int] | None) -> Iterator[tuple[Happened, int, bool]]:
    """What happened on the accounts up to a day: each with its sign and whether it is a payment."""
    for question, sign, is_payment in _questions():
        asked = question.where(JournalEntry.day <= last)
        if units is not None:
            asked = asked.where(Bill.unit_id.in_(units))
        for unit_id, payer_id, payer, day, fen, item, number, month in session.execute(asked):
            yield (
                ((unit_id, payer_id), payer, day, fen, wording.dotted(item, wording.month(month)), number),
                sign,
                is_payment,
            )
    owners: Mapping[int, tuple[int, str]] | None = None
    for question, sign, is_payment in _unbilled():
        asked = question if units is None else question.where(Charge.unit_id.in_(units))
        rows = session.execute(asked).all()
        if owners is None:
            owners = owners_of(session, {row[0] for row in rows}, last)
        for unit_id, booked, fen, kind, item, period, source, since, brought in rows:
            day = since if brought and not is_payment and sign > 0 else booked
            owner = owners.get(unit_id)
            if owner is not None and day <= last:
                words = wording.dotted(item or label("charge_kinds", kind), period)
                yield ((unit_id, owner[0]), owner[1], day, fen, words, source), sign, is_payment


def _unbilled() -> tuple[tuple[Any, int, bool], ...]:
    """The same of what no bill was made for: brought forward from paper, which counts from its as-of date, or charged once."""
    columns = (
        Charge.unit_id, JournalEntry.day, Charge.fen, Charge.kind, Charge.item, Charge.period, Charge.source, Charge.since,
        Charge.brought_forward,
    )  # fmt: skip
    no_bill = Charge.unit_id.is_not(None) & ~exists().where(Bill.charge_id == Charge.id)
    charged = select(*columns).where(no_bill)
    paid = (
        select(*(Allocation.fen if column is Charge.fen else column for column in columns))
        .join(Allocation, Allocation.charge_id == Charge.id)
        .join(JournalEntry, JournalEntry.id == Allocation.entry_id)
        .where(no_bill)
    )
    issued = charged.join(JournalEntry, JournalEntry.id == Charge.entry_id)
    voided = charged.join(JournalEntry, JournalEntry.id == Charge.void_entry_id)
    return (issued, 1, False), (voided, -1, False), (paid, 1, True)


def _questions() -> tuple[tuple[Any, int, bool], ...]:
    """Of bills: bills made, bills taken back, payments; each with its sign and whether it is a payment."""
    bills = (
        select(
            Bill.unit_id, Bill.payer_id, Bill.payer, JournalEntry.day, Bill.fen, FeeItem.name, Bill.number, Bill.month
        )
        .join(Charge, Charge.id == Bill.charge_id)
        .join(FeeItem, FeeItem.id == Bill.item_id)
    )
    paid = (
        select(
            Bill.unit_id,
            Bill.payer_id,
            Bill.payer,
            JournalEntry.day,
            Allocation.fen,
            FeeItem.name,
            Bill.number,
            Bill.month,
        )
        .join(Charge, Charge.id == Bill.charge_id)
        .join(FeeItem, FeeItem.id == Bill.item_id)
        .join(Allocation, Allocation.charge_id == Charge.id)
        .join(JournalEntry, JournalEntry.id == Allocation.entry_id)
    )
    issued = bills.join(JournalEntry, JournalEntry.id == Charge.entry_id)
    voided = bills.join(JournalEntry, JournalEntry.id == Charge.void_entry_id)
    return (issued, 1, False), (voided, -1, False), (paid, 1, True)


def _accounts(
    session: Session, quarter: date, *, lines: bool, keys: Sequence[Key] | None = None
) -> dict[Key, _Account]:
    """The accounts of a quarter by room and payer: bills by the day they were issued, payments by their day.

    What no bill was made for is the owner's; what was brought forward counts from its as-of date.

    A void bill and a payment that was taken back cancel out where they happened in the same quarter, else they count on the
    day of their reversal.
    """
    first, last = rule.quarter_of(quarter), rule.quarter_end(quarter)
    found: dict[Key, _Account] = {}
    units = None if keys is None else sorted({unit_id for unit_id, _payer in keys})
    wanted = None if keys is None else set(keys)
    for (key, payer, day, fen, words, number), sign, is_payment in _happened(session, last, units):
        if wanted is not None and key not in wanted:
            continue
        one = found.setdefault(key, _Account(payer))
        amount = sign * fen
        if day < first:
            one.opening += -amount if is_payment else amount
            continue
        if is_payment:
            one.paid += amount
        else:
            one.billed += amount
        if lines:
            billed, paid = (0, amount) if is_payment else (amount, 0)
            one.lines.append(StatementLine(wording.day(day), words, number, billed, paid))
    for one in found.values():
        one.lines.sort(key=lambda line: (line.day, line.number))
    return {key: one for key, one in found.items() if one.opening or one.billed or one.paid}


def check_quarter(desk: Desk, quarter: date | None) -> list[Problem]:
    """A quarter is settled after its end."""
    check = Checker()
    # L10N: 请选择季度
    check.require("quarter", quarter, _("Which quarter?"))
    if quarter is not None and rule.quarter_end(quarter) >= desk.today():
        # L10N: 该季度尚未结束
        check.add("quarter", "future", _("This quarter is not over yet."))
    return check.problems


def issue_statements(
    desk: Desk, quarter: date, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> tuple[str, ...]:
    """Issues the statements of a quarter that are missing; gives the numbers of all of them in building order.

    Raises:
        InvalidInput: field `quarter`: `future`; `nothing`, nobody has a balance or turnover. DeskError: `cancelled`. NotAllowed.
    """
    refuse(check_quarter(desk, quarter))
    first = rule.quarter_of(quarter)
    with desk.act("fees.statements") as act:
        desk.require("receptionist")
        session = act.session
        every = _accounts(session, first, lines=False)
        if not every:
            # L10N: 该季度没有往来
            refuse([Problem("nothing", _("Nobody has a balance or turnover in this quarter."), "quarter")])
        there = {
            (unit_id, payer_id)
            for unit_id, payer_id in session.execute(
                select(Statement.unit_id, Statement.payer_id).where(Statement.quarter == first)
            )
        }
        order = {one: place for place, one in enumerate(session.scalars(select(Unit.id).order_by(Unit.sort)))}
        missing = sorted((key for key in every if key not in there), key=lambda key: (order[key[0]], key[1]))
        for start in range(0, len(missing), AT_ONCE):
            if cancelled is not None and cancelled():
                # L10N: 已取消，未开具任何对账单
                raise DeskError("cancelled", _("It was stopped. No statement was issued."))
            _write(act, desk, first, missing[start : start + AT_ONCE])
            if progress is not None:
                progress(min(start + AT_ONCE, len(missing)), len(missing))
        rows = session.execute(
            select(Statement.number)
            .join(Unit, Unit.id == Statement.unit_id)
            .where(Statement.quarter == first)
            .order_by(Unit.sort, Statement.payer_id)
        )
        act.about("site", 1, quarter=first.isoformat(), statements=len(missing))
        act.touch("statement", 0)
        return tuple(number for (number,) in rows)


def _write(act: Act, desk: Desk, quarter: date, keys: Sequence[Key]) -> None:
    session, day = act.session, desk.local(act.at).date()
    numbers = next_numbers(session, "YJ", day, len(keys))
    limit = rule.statement_limit(quarter, int(desk.policy["fees.statement_days"]), desk.holidays)
    names = rooms(session, [unit_id for unit_id, _payer in keys])
    jobs: list[tuple[Slip, str, str]] = []
    with writing_copies(desk, "statement") as head:
        accounts = _accounts(session, quarter, lines=True, keys=keys)
        for (unit_id, payer_id), number in zip(keys, numbers, strict=True):
            one = accounts[unit_id, payer_id]
            row = Statement(
                number=number, quarter=quarter, unit_id=unit_id, payer_id=payer_id, payer=one.payer, issued=day,
                opening=one.opening, billed=one.billed, paid=one.paid, closing=one.closing, state="issued", signer="", note="",
            )  # fmt: skip
            session.add(row)
            session.flush()
            slip = statement_slip(
                StatementFacts(
                    room=names[unit_id], payer=one.payer, quarter=quarter_words(quarter), opening=one.opening, billed=one.billed,
                    paid=one.paid, closing=one.closing, lines=tuple(one.lines), limit=wording.day(limit), **head,
                )
            )  # fmt: skip
            jobs.append((slip, f"statement:{row.id}", number))
    issue_many(act, desk, jobs)


def quarter_words(quarter: date) -> str:
    """A quarter in words, in the language in force."""
    # L10N: {first} 至 {last}
    words = _("{first} to {last}")
    return words.format(first=wording.day(rule.quarter_of(quarter)), last=wording.day(rule.quarter_end(quarter)))


# ---------------------------------------------------------------------------------------------------------------- acts
def sign_statement(desk: Desk, statement_id: int, *, signer: str, on: date | None, note: str = "") -> StatementRow:
    """Notes that a statement was signed as right.

    Raises:
        InvalidInput: fields `signer`, `on`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    values = {"signer": signer, "on": on, "note": note}
    with moving(desk, STATEMENTS, statement_id, "sign", values, checks=_of_day(desk, on)) as step:
        step.row.signer = signer.strip()
        return _told(desk, step, on, note)


def dispute_statement(desk: Desk, statement_id: int, *, note: str, on: date | None) -> StatementRow:
    """Notes that a payer disagrees, and with what.

    Raises:
        InvalidInput: fields `note`, `on`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    values = {"note": note, "on": on}
    with moving(desk, STATEMENTS, statement_id, "dispute", values, checks=_of_day(desk, on)) as step:
        return _told(desk, step, on, note)


def _of_day(desk: Desk, on: date | None) -> Callable[[Act, Statement, Checker], None]:
    def checks(_act: Act, row: Statement, check: Checker) -> None:
        check.note("on", rules.signing_problem(on, row.issued, desk.today()))

    return checks


def _told(desk: Desk, step: Step[Statement], on: date | None, note: str) -> StatementRow:
    act, row = step.act, step.row
    row.on = on if row.on is None or row.state == "disputed" else row.on
    row.note = note.strip() or row.note
    act.session.flush()
    act.about("statement", row.id, number=row.number, state=row.state, on=on.isoformat() if on else "", note=row.note)
    act.touch("unit", row.unit_id)
    return _rows(act.session, desk, [row])[0]


# ----------------------------------------------------------------------------------------------------------- questions
def quarters(desk: Desk, quarter: date) -> QuarterView:
    """How the statements of a quarter stand: both rates."""
    first = rule.quarter_of(quarter)
    limit = rule.statement_limit(first, int(desk.policy["fees.statement_days"]), desk.holidays)
    with desk.look() as session:
        due = len(_accounts(session, first, lines=False))
        rows = session.scalars(select(Statement).where(Statement.quarter == first)).all()
        done = [row.on for row in rows if row.on is not None]
        rates = rule.statement_rates(max(due, len(rows)), done, limit)
    return QuarterView(
        first, limit, rates.payers, len(rows), rates.done, rates.in_time, rates.done_share, rates.in_time_share
    )


def statements(
    desk: Desk, quarter: date, *, state: str = "", text: str = "", offset: int = 0, limit: int = 200
) -> Page[StatementRow]:
    """The statements of a quarter in building order."""
    conditions = [Statement.quarter == rule.quarter_of(quarter)]
    if state:
        conditions.append(Statement.state == state)
    for word in words_in(text):
        known = met(desk, word, unit=Statement.unit_id, customer=Statement.payer_id)
        said = holds(Unit.name, word) | holds(Statement.payer, word) | holds(Statement.number, word.upper())
        conditions.append(said | known)
    base = select(Statement).join(Unit, Unit.id == Statement.unit_id).where(*conditions)
    with desk.look() as session:
        total = session.scalar(select(func.count()).select_from(base.subquery())) or 0
        rows = session.scalars(base.order_by(Unit.sort, Statement.payer_id).offset(offset).limit(limit)).all()
        return Page(_rows(session, desk, rows), total)


def statement(desk: Desk, statement_id: int) -> StatementRow:
    """One statement.

    Raises:
        NotFound: there is none.
    """
    with desk.look() as session:
        return _rows(session, desk, [get(session, Statement, statement_id)])[0]


def _rows(session: Session, desk: Desk, rows: Sequence[Statement]) -> tuple[StatementRow, ...]:
    names: Mapping[int, str] = rooms(session, [row.unit_id for row in rows])
    limits = {
        quarter: rule.statement_limit(quarter, int(desk.policy["fees.statement_days"]), desk.holidays)
        for quarter in {row.quarter for row in rows}
    }
    return tuple(
        StatementRow(
            row.id, row.number, row.quarter, row.unit_id, names[row.unit_id], row.payer_id, row.payer, row.opening, row.billed,
            row.paid, row.closing, row.state, row.signer, row.on, limits[row.quarter], reasons.said(row.note),
        )
        for row in rows
    )  # fmt: skip


__all__ = [
    "check_quarter",
    "dispute_statement",
    "issue_statements",
    "quarter_words",
    "quarters",
    "sign_statement",
    "statement",
    "statements",
]
