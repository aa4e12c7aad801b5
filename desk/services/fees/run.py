"""The month's run: each item of each room once, what is missing only; a preview that says what it will make and what it cannot.

One transaction, so that nothing of a cancelled run stays; some hundred rooms at a time, so that memory stays flat (handbook S1).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from desk.errors import Checker, DeskError, Problem
from desk.i18n import _, speaking
from desk.models import Staff, Unit
from desk.models.fees import Bill, BillLine, BillRun, FeeAssignment
from desk.models.kit.functions import new_ids
from desk.rules import fees as rules
from desk.rules.fees.billing import Draft, Gap, bill_month
from desk.rules.kit import wording
from desk.services.fees import facts
from desk.services.fees.core import refuse, rooms, today
from desk.services.fees.entries import RunEntry
from desk.services.fees.views import GapRow, ItemSum, RunRow, RunView
from desk.services.finder import index
from desk.services.kit.desk import Act, Desk
from desk.services.kit.paging import Page
from desk.services.kit.sequences import next_numbers
from desk.services.kit.workbooks import Cancelled, Progress
from desk.services.money import ChargeEntry
from desk.services.money.within import raise_many, use_prepaid

UNITS = 400
"""So many rooms are reckoned and written at a time."""
SHOWN_GAPS = 500


def check_run(desk: Desk, entry: RunEntry) -> list[Problem]:
    """What is wrong with a run as it is typed: a month that has not come, a due day before the issue."""
    check = Checker()
    # L10N: 请选择账期月份
    check.require("month", entry.month, _("Which month is billed?"))
    now = rules.month_of(desk.today())
    if entry.month is not None and rules.month_of(entry.month) > rules.months_from(now, 2)[1]:
        # L10N: 最多可出下月的账
        check.add("month", "future", _("At most the next month can be billed."))
    if entry.due is not None and entry.due < desk.today():
        # L10N: 应缴日不能早于出账日
        check.add("due", "order", _("Bills cannot be due before they are issued."))
    return check.problems


def due_day(desk: Desk, entry: RunEntry) -> date:
    """Until when the bills are paid: as typed, else by policy."""
    return entry.due or desk.today() + timedelta(days=int(desk.policy["fees.due_days"]))


@dataclass
class _Sum:
    """What a run has made so far."""

    bills: Counter[int] = field(default_factory=Counter)
    fen: Counter[int] = field(default_factory=Counter)
    made: int = 0
    prepaid: int = 0
    units: set[int] = field(default_factory=set)
    gaps: list[Gap] = field(default_factory=list)
    gap_counts: Counter[str] = field(default_factory=Counter)

    def count(self, drafts: Sequence[Draft], gaps: Sequence[Gap], made: int) -> None:
        self.made += made
        for draft in drafts:
            self.bills[draft.assigned.item_id] += 1
            self.fen[draft.assigned.item_id] += draft.fen
            self.units.add(draft.assigned.unit_id)
        for gap in gaps:
            self.gap_counts[gap.code] += 1
            if len(self.gaps) < SHOWN_GAPS:
                self.gaps.append(gap)


def preview_run(
    desk: Desk, entry: RunEntry, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> RunView:
    """What a run would make, and what it cannot: rooms without payer, area, rate or reading. Nothing is saved.

    Raises:
        InvalidInput: fields of `RunEntry`. DeskError: `cancelled`.
    """
    refuse(check_run(desk, entry))
    assert entry.month is not None
    month, found = rules.month_of(entry.month), _Sum()
    with desk.look() as session:
        items = facts.items_of(session, entry.items)
        for drafts, gaps, made in _reckoned(session, items, month, progress, cancelled):
            found.count(drafts, gaps, made)
        return _view(session, 0, month, due_day(desk, entry), items, found)


def run(
    desk: Desk, entry: RunEntry, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> RunView:
    """Bills a month: what is missing of it. A second run makes nothing twice; a cancelled one leaves nothing.

    Raises:
        InvalidInput: fields of `RunEntry`; `month`: `nothing`, all is billed. DeskError: `cancelled`. NotAllowed: nobody signed in.
    """
    refuse(check_run(desk, entry))
    assert entry.month is not None
    month, due, found = rules.month_of(entry.month), due_day(desk, entry), _Sum()
    with desk.act("fees.run") as act:
        desk.require("receptionist")
        session = act.session
        items = facts.items_of(session, entry.items)
        row = BillRun(month=month, at=act.at, staff_id=act.staff_id, due=due)
        session.add(row)
        session.flush()
        run_id = row.id
        for drafts, gaps, made in _reckoned(session, items, month, progress, cancelled):
            found.count(drafts, gaps, made)
            if drafts:
                found.prepaid += _write(act, desk, run_id, month, due, items, drafts)
            session.expunge_all()
        total = sum(found.bills.values())
        if not total:
            # L10N: 该月没有待出的账单
            refuse([Problem("nothing", _("Nothing of this month is left to bill."), "month")])
        kept = session.get(BillRun, run_id)
        assert kept is not None
        kept.bills, kept.fen = total, sum(found.fen.values())
        act.about("bill-run", run_id, month=month.isoformat(), bills=total, fen=kept.fen, due=due.isoformat())
        act.touch("bill", 0)
        act.touch("unit", 0)
        act.touch("charge", 0)
        return _view(session, run_id, month, due, items, found)


def _reckoned(
    session: Session,
    items: Mapping[int, facts.ItemFacts],
    month: date,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Iterator[tuple[list[Draft], list[Gap], int]]:
    """The bills that are missing, what cannot be billed, and how many are there: some rooms at a time, in building order."""
    last = rules.month_end(month)
    having = select(FeeAssignment.unit_id).where(FeeAssignment.since <= last)
    ids = list(session.scalars(select(Unit.id).where(Unit.id.in_(having)).order_by(Unit.sort, Unit.id)))
    for start in range(0, len(ids), UNITS):
        stop_if(cancelled)
        some = ids[start : start + UNITS]
        drafts, gaps, made = [], [], 0
        there = _there(session, some, month)
        for one in facts.assigned(session, items, some, month, last):
            billed = there.get((one.unit_id, one.item_id), [])
            new, open_ones = bill_month(one, month)
            missing = [draft for draft in new if not rules.overlaps(draft.first, draft.last, billed)]
            made += len(new) - len(missing)
            drafts += missing
            gaps += [] if billed else open_ones
        yield drafts, gaps, made
        if progress is not None:
            progress(min(start + UNITS, len(ids)), len(ids))
    stop_if(cancelled)


def _there(
    session: Session, units: Sequence[int], month: date
) -> dict[tuple[int, int], list[tuple[date, date | None]]]:
    found: dict[tuple[int, int], list[tuple[date, date | None]]] = {}
    for unit_id, item_id, first, last in session.execute(
        select(Bill.unit_id, Bill.item_id, Bill.first, Bill.last).where(
            Bill.unit_id.in_(units), Bill.month == month, Bill.state != "void"
        )
    ):
        found.setdefault((unit_id, item_id), []).append((first, last))
    return found


def stop_if(cancelled: Cancelled | None) -> None:
    """Stops the reckoning when the clerk said so; the transaction is rolled back.

    Raises:
        DeskError: code `cancelled`.
    """
    if cancelled is not None and cancelled():
        # L10N: 已取消出账，未生成任何账单
        raise DeskError("cancelled", _("The run was stopped. No bill was made."))


def _write(
    act: Act,
    desk: Desk,
    run_id: int,
    month: date,
    due: date,
    items: Mapping[int, facts.ItemFacts],
    drafts: Sequence[Draft],
) -> int:
    """Writes some bills with their charges and lines, pays what was paid ahead; gives how much of that was used."""
    session, day = act.session, today(act, desk)
    ids = new_ids(session, Bill, len(drafts))
    numbers = next_numbers(session, "ZD", day, len(drafts))
    with speaking(desk.site.slip_language):
        period = wording.month(month)
    charges = raise_many(
        act,
        desk,
        [
            ChargeEntry(
                items[draft.assigned.item_id].charge_kind, draft.fen, draft.assigned.unit_id,
                items[draft.assigned.item_id].name, period, due, number, f"bill:{bill_id}",
            )
            for bill_id, number, draft in zip(ids, numbers, drafts, strict=True)
        ],
    )  # fmt: skip
    paid = use_prepaid(act, desk, charges) if desk.policy["fees.use_prepaid"] else {}
    session.execute(
        insert(Bill.__table__),  # type: ignore[arg-type]  # SQLAlchemy's stubs: __table__ is a Table
        [
            {
                "id": bill_id, "number": number, "run_id": run_id, "unit_id": draft.assigned.unit_id,
                "item_id": draft.assigned.item_id, "assignment_id": draft.assigned.id, "payer_id": draft.payer.id,
                "payer": draft.payer.name, "month": month, "first": draft.first, "last": draft.last,
                "quantity": round(draft.quantity, rules.PLACES), "fen": draft.fen, "off": sum(line.off for line in draft.lines),
                "prepaid_fen": paid.get(charge_id, 0), "issued": day, "due": due, "charge_id": charge_id,
                "state": "open", "reason": "", "paper": "",
            }
            for bill_id, number, draft, charge_id in zip(ids, numbers, drafts, charges, strict=True)
        ],
    )  # fmt: skip
    lines = [
        {
            "bill_id": bill_id, "position": place, "first": line.first, "last": line.last, "quantity": line.quantity,
            "rate": line.rate, "days": line.days, "of_days": line.of_days, "fen": line.fen, "off": line.off,
            "discount": line.discount, "meter_id": line.used.meter_id if line.used else None,
            "from_id": line.used.from_id if line.used else None, "to_id": line.used.to_id if line.used else None,
        }
        for bill_id, draft in zip(ids, drafts, strict=True)
        for place, line in enumerate(draft.lines)
    ]  # fmt: skip
    session.execute(
        insert(BillLine.__table__),  # type: ignore[arg-type]  # SQLAlchemy's stubs: __table__ is a Table
        [{"id": one, **line} for one, line in zip(new_ids(session, BillLine, len(lines)), lines, strict=True)],
    )
    index.write(session, "bill", ids)
    return sum(paid.values())


def _view(
    session: Session, run_id: int, month: date, due: date, items: Mapping[int, facts.ItemFacts], found: _Sum
) -> RunView:
    names = rooms(session, [gap.assigned.unit_id for gap in found.gaps])
    return RunView(
        run_id, month, due, sum(found.bills.values()), sum(found.fen.values()), found.made,
        tuple(
            ItemSum(item.id, item.name, found.bills[item.id], found.fen[item.id])
            for item in items.values()
            if found.bills[item.id]
        ),
        tuple(
            GapRow(
                gap.assigned.unit_id, names[gap.assigned.unit_id], gap.assigned.item_id, items[gap.assigned.item_id].name,
                gap.code,
            )
            for gap in found.gaps
        ),
        dict(found.gap_counts), found.prepaid, len(found.units),
    )  # fmt: skip


def runs(desk: Desk, *, offset: int = 0, limit: int = 200) -> Page[RunRow]:
    """The runs, the newest first."""
    with desk.look() as session:
        total = session.scalar(select(func.count()).select_from(BillRun)) or 0
        rows = session.execute(
            select(BillRun, Staff.name)
            .join(Staff, Staff.id == BillRun.staff_id)
            .order_by(BillRun.id.desc())
            .offset(offset)
            .limit(limit)
        )
        return Page(
            tuple(RunRow(row.id, row.month, row.at, name, row.due, row.bills, row.fen) for row, name in rows), total
        )


def quantity_words(quantity: Decimal) -> str:
    """A quantity without noughts at its end."""
    text = f"{quantity:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


__all__ = ["check_run", "preview_run", "quantity_words", "run", "runs", "stop_if"]
