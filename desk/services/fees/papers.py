"""The papers of bills: one 缴费通知单 for what a payer of a room was billed for a month, one or all of them; meter sheets.

A paper carries the number of the first bill on it. When one of its bills is void, so is the paper, and the others get a new one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from desk.catalog import catalog, label
from desk.errors import DeskError, Problem
from desk.i18n import _
from desk.models import Building, SlipRecord, Unit
from desk.models.fees import Bill, BillLine, FeeItem
from desk.models.money import Charge
from desk.rules import fees as rules
from desk.rules.kit import wording
from desk.rules.kit.money import figures
from desk.rules.money import PREPAID
from desk.services.fees.bills import lines_of
from desk.services.fees.core import chunks, get, refuse, rooms
from desk.services.fees.readings import MeterFilter, meters
from desk.services.fees.run import quantity_words
from desk.services.kit.desk import Desk
from desk.services.kit.papers import writing_copies
from desk.services.kit.workbooks import Cancelled, Progress
from desk.services.slips import SlipView, issue, issue_many, slip_view
from desk.slips.engine.slip import Slip
from desk.slips.fees import BillFacts, MeterRow, MeterSheetFacts, bill_slip, meter_sheet
from desk.slips.fees import BillLine as PaperLine

AT_ONCE = 400
"""So many papers are written at a time."""
MOST_METERS = 5000


def bill_paper(desk: Desk, bill_id: int) -> SlipView:
    """The paper that a bill stands on, issued when there is none yet: all that its payer was billed for this room and month.

    Raises:
        DeskError: `void`. NotFound; NotAllowed: nobody is signed in.
    """
    with desk.look() as session:
        row = get(session, Bill, bill_id)
        if row.state == "void":
            raise DeskError("void", _("{number} is void already.").format(number=row.number))
        paper = row.paper
    if paper:
        return slip_view(desk, paper)
    with desk.act("fees.bill-paper") as act:
        desk.require("receptionist")
        row = get(act.session, Bill, bill_id, lock=True)
        group = act.session.scalars(
            select(Bill)
            .where(
                Bill.unit_id == row.unit_id, Bill.payer_id == row.payer_id, Bill.month == row.month, Bill.state != "void",
                Bill.paper == "",
            )
            .order_by(Bill.id)
        ).all()  # fmt: skip
        slip = _slips(act.session, desk, [group])[0]
        carried = _free(act.session, group)
        view = issue(act, desk, slip, subject=f"bill:{group[0].id}", number=carried or None)
        for each in group:
            each.paper = view.number
            act.touch("bill", each.id)
        act.about("bill", row.id, number=view.number)
        return view


def bill_preview(desk: Desk, bill_id: int) -> Slip:
    """The paper of a bill as it would be issued.

    Raises:
        NotFound: there is no such bill.
    """
    with desk.look() as session:
        return _slips(session, desk, [[get(session, Bill, bill_id)]])[0]


def _free(session: Session, group: Sequence[Bill]) -> str:
    """The number of the first bill whose number no slip carries yet; "" when each was used by a void one."""
    numbers = [bill.number for bill in group]
    used = set(session.scalars(select(SlipRecord.number).where(SlipRecord.number.in_(numbers))))
    return next((number for number in numbers if number not in used), "")


def issue_papers(
    desk: Desk, month: date, *, building_id: int | None = None, progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[str, ...]:  # fmt: skip
    """Issues the papers of a month that are missing, and gives the numbers of all of them in building order, to be printed as one.

    Args:
        desk: the desk.
        month: any day of it.
        building_id: of one building only.
        progress: called with done and total now and then.
        cancelled: asked now and then; a cancelled one leaves nothing.

    Raises:
        InvalidInput: field `month`: `nothing`, no bill was made. DeskError: `cancelled`. NotAllowed: nobody is signed in.
    """
    first = rules.month_of(month)
    with desk.act("fees.bill-papers") as act:
        desk.require("receptionist")
        session = act.session
        chosen = [Bill.month == first, Bill.state != "void"]
        question = select(Bill.id).join(Unit, Unit.id == Bill.unit_id).where(*chosen)
        if building_id:
            question = question.where(Unit.building_id == building_id)
        ids = list(session.scalars(question.where(Bill.paper == "").order_by(Unit.sort, Bill.payer_id, Bill.id)))
        done = 0
        for some in _groups(session, ids):
            if cancelled is not None and cancelled():
                # L10N: 已取消，未开具任何账单
                raise DeskError("cancelled", _("It was stopped. No paper was issued."))
            jobs = [
                (slip, f"bill:{group[0].id}", _free(session, group) if group[0].number else "")
                for slip, group in zip(_slips(session, desk, some), some, strict=True)
            ]
            numbers = issue_many(act, desk, jobs)
            changes = [
                {"id": each.id, "paper": number} for number, group in zip(numbers, some, strict=True) for each in group
            ]
            done += len(changes)
            session.execute(update(Bill), changes)
            session.expunge_all()
            if progress is not None:
                progress(done, len(ids))
        every = (
            select(Bill.paper, func.min(Unit.sort), func.min(Bill.id))
            .join(Unit, Unit.id == Bill.unit_id)
            .where(*chosen)
        )
        if building_id:
            every = every.where(Unit.building_id == building_id)
        rows = session.execute(every.group_by(Bill.paper).order_by(func.min(Unit.sort), func.min(Bill.id))).all()
        if not rows:
            # L10N: 该月没有账单
            refuse([Problem("nothing", _("No bill of this month was made."), "month")])
        act.about("site", 1, month=first.isoformat(), papers=len(rows), bills=done)
        act.touch("bill", 0)
        return tuple(row[0] for row in rows)


def _groups(session: Session, ids: Sequence[int]) -> Iterator[list[list[Bill]]]:
    """Bills that stand on one paper, some papers at a time, in the order of the ids."""
    waiting: list[list[Bill]] = []
    for some in chunks(ids):
        found = {row.id: row for row in session.scalars(select(Bill).where(Bill.id.in_(some)))}
        for one in some:
            row = found[one]
            if waiting and (waiting[-1][0].unit_id, waiting[-1][0].payer_id) == (row.unit_id, row.payer_id):
                waiting[-1].append(row)
            else:
                if len(waiting) >= AT_ONCE:
                    yield waiting
                    waiting = []
                waiting.append([row])
    if waiting:
        yield waiting


def _slips(session: Session, desk: Desk, groups: Sequence[Sequence[Bill]]) -> list[Slip]:
    """The papers of some groups of bills, read together."""
    every = [bill for group in groups for bill in group]
    lines = lines_of(session, [bill.id for bill in every])
    names = rooms(session, [bill.unit_id for bill in every])
    items = {row.id: row for row in session.scalars(select(FeeItem))}
    earlier = _earlier(session, {bill.unit_id for bill in every}, min(bill.issued for bill in every))
    with writing_copies(desk, "bill") as head:
        methods = wording.listed(choice.label for choice in catalog("tenders") if choice.code != PREPAID)
        found = []
        for group in groups:
            first = group[0]
            found.append(
                bill_slip(
                    BillFacts(
                        room=names[first.unit_id],
                        payer=first.payer,
                        month=wording.month(first.month),
                        due=wording.day(max(bill.due for bill in group)),
                        lines=tuple(
                            PaperLine(
                                bill.number, items[bill.item_id].name, _period(bill),
                                how(items[bill.item_id].basis, items[bill.item_id].meter_kind, lines.get(bill.id, ())), bill.fen,
                            )
                            for bill in group
                        ),
                        paid=sum(bill.prepaid_fen for bill in group),
                        earlier=earlier.get((first.unit_id, first.payer_id), 0),
                        methods=methods,
                        **head,
                    )
                )
            )  # fmt: skip
        return found


def _period(bill: Bill) -> str:
    if bill.first == bill.last:
        return wording.day(bill.first)
    # L10N: {first} 至 {last}
    return _("{first} to {last}").format(first=wording.day(bill.first), last=wording.day(bill.last))


def _earlier(session: Session, units: set[int], day: date) -> Mapping[tuple[int, int], int]:
    """What the payers of some rooms owe of bills that are past due already, by room and payer."""
    found: dict[tuple[int, int], int] = {}
    for some in chunks(sorted(units)):
        for unit_id, payer_id, fen in session.execute(
            select(Bill.unit_id, Bill.payer_id, func.sum(Charge.open_fen))
            .join(Charge, Charge.id == Bill.charge_id)
            .where(Bill.unit_id.in_(some), Charge.open_fen > 0, Bill.due < day, Bill.state.in_(("open", "at-law")))
            .group_by(Bill.unit_id, Bill.payer_id)
        ):
            found[unit_id, payer_id] = int(fen)
    return found


def unit_of(basis: str, meter_kind: str) -> str:
    """The unit of a quantity, in the language in force."""
    if basis == "area":
        # L10N: 平方米
        return _("m²")
    if basis == "meter":
        # L10N: 千瓦时
        return _("kWh") if meter_kind == "electricity" else _("m³")
    # L10N: 个（车位）
    return _("spaces") if basis == "space" else ""


def how(basis: str, meter_kind: str, lines: Sequence[BillLine]) -> str:
    """How a bill was reckoned, in the language in force: 89.53 m² × 2.68 × 15/30."""
    parts = []
    for line in lines:
        quantity = f"{quantity_words(line.quantity)} {unit_of(basis, meter_kind)}".strip()
        words = f"{quantity} × {quantity_words(line.rate)}"
        if line.days != line.of_days:
            words += f" × {line.days}/{line.of_days}"
        if line.off:
            # L10N: 减 {amount}（{name}）
            words += " " + _("less {amount} ({name})").format(amount=figures(line.off), name=line.discount)
        parts.append(words)
    return "\n".join(parts)


# --------------------------------------------------------------------------------------------------------- meter sheet
def meter_paper(desk: Desk, *, kind: str = "", building_id: int | None = None, month: date | None = None) -> SlipView:
    """Issues the sheet of the meters of a building (or the site), in the order of the round.

    Raises:
        InvalidInput: field `kind`: `nothing`, there is no such meter. NotAllowed: nobody is signed in.
    """
    rows = meters(desk, MeterFilter(kind=kind, building_id=building_id), limit=MOST_METERS).rows
    if not rows:
        # L10N: 没有这类表
        refuse([Problem("nothing", _("There is no such meter."), "kind")])
    with desk.act("fees.meter-sheet") as act:
        desk.require("receptionist")
        building = act.session.get(Building, building_id) if building_id else None
        with writing_copies(desk, "meter-sheet") as head:
            # L10N: 全部楼栋
            where = building.name if building is not None else _("Every building")
            slip = meter_sheet(
                MeterSheetFacts(
                    which=wording.dotted(where, label("meter_kinds", kind) if kind else ""),
                    month=wording.month(rules.month_of(month or desk.today())),
                    rows=tuple(
                        MeterRow(
                            row.room, label("meter_kinds", row.kind), row.number,
                            quantity_words(row.last) if row.last is not None else "", wording.day(row.last_on),
                        )
                        for row in rows
                    ),
                    **head,
                )
            )  # fmt: skip
        view = issue(act, desk, slip, subject=f"building:{building_id}" if building_id else "site:1")
        act.about("site", 1, number=view.number, meters=len(rows))
        return view


__all__ = ["bill_paper", "bill_preview", "how", "issue_papers", "meter_paper", "unit_of"]
