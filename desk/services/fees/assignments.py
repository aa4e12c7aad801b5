"""Which room has which charge item, from when to when, and exemptions from it (handbook S1, C-20)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from desk.errors import Checker, DeskError, NotFound, Problem
from desk.i18n import _
from desk.models import Unit
from desk.models.fees import Bill, FeeAssignment, FeeExemption, FeeItem
from desk.models.kit.functions import holds, words_in
from desk.rules import fees as rules
from desk.services.fees.core import chunks, get, refuse, rooms, today
from desk.services.fees.entries import AssignEntry, ExemptEntry
from desk.services.fees.views import AssignmentView, ExemptionView
from desk.services.finder.reading import met
from desk.services.kit.desk import Act, Desk
from desk.services.kit.paging import Page


# --------------------------------------------------------------------------------------------------------- assignments
def check_assignment(desk: Desk, entry: AssignEntry) -> list[Problem]:  # noqa: ARG001 - as every check is called
    """What is wrong with an assignment as it is typed; overlaps are found when it is saved."""
    check = Checker()
    if not entry.unit_ids:
        check.add("unit_ids", "required", _("Choose a room."))
    check.require("since", entry.since, _("From which day on?"))
    check.note("until", rules.period_problem(entry.since, entry.until))
    if entry.own_rate is not None:
        check.note("own_rate", rules.rate_problem(entry.own_rate, "own_rate"))
    if entry.quantity <= 0 or entry.quantity != round(entry.quantity, 2):
        # L10N: 数量须大于 0，最多两位小数
        check.add("quantity", "positive", _("A quantity is more than 0, with at most two places."))
    if entry.payer and entry.payer not in rules.PAYERS:
        check.add("payer", "required", _("Choose who pays."))
    return check.problems


def assign(desk: Desk, entry: AssignEntry) -> int:
    """Gives rooms an item from a day on; gives how many.

    Raises:
        InvalidInput: fields of `AssignEntry`; `since`: `overlap`, a room has the item then already; `unit_ids`: `kind`, the item
            is not for such rooms. DeskError: `retired`. NotFound; NotAllowed: not a supervisor.
    """
    refuse(check_assignment(desk, entry))
    with desk.act("fees.assign") as act:
        desk.require("supervisor")
        session = act.session
        item_row = get(session, FeeItem, entry.item_id, lock=True)
        if item_row.retired:
            # L10N: 该收费项目已停用
            raise DeskError("retired", _("This charge item is not used any more."))
        assert entry.since is not None
        units = _units(session, entry.unit_ids)
        _refuse_kinds(item_row, units)
        _refuse_overlap(session, entry, {unit.id: unit.name for unit in units})
        session.add_all(
            FeeAssignment(
                unit_id=unit.id, item_id=item_row.id, since=entry.since, until=entry.until, own_rate=entry.own_rate,
                quantity=entry.quantity, payer=entry.payer or item_row.payer, label=entry.label.strip(), end_reason="",
            )
            for unit in units
        )  # fmt: skip
        session.flush()
        act.about("fee-item", item_row.id, rooms=len(units), since=entry.since.isoformat())
        for unit in units:
            act.touch("unit", unit.id)
        return len(units)


def assign_kind(desk: Desk, item_id: int, since: date | None, *, building_id: int | None = None) -> int:
    """Gives an item to every room that it is for and that does not have it yet, of a building or of the site; gives how many.

    Raises:
        InvalidInput: field `since`; `unit_ids`: `nothing`, no room is left. As `assign`.
    """
    check = Checker()
    check.require("since", since, _("From which day on?"))
    check.done()
    with desk.look() as session:
        row = get(session, FeeItem, item_id)
        kinds = [kind for kind in row.unit_kinds.split(",") if kind]
        having = select(FeeAssignment.unit_id).where(
            FeeAssignment.item_id == item_id, or_(FeeAssignment.until.is_(None), FeeAssignment.until >= since)
        )
        question = select(Unit.id).where(Unit.id.not_in(having)).order_by(Unit.sort)
        if kinds:
            question = question.where(Unit.kind.in_(kinds))
        if building_id:
            question = question.where(Unit.building_id == building_id)
        ids = tuple(session.scalars(question))
    if not ids:
        # L10N: 没有需要设定的房屋
        refuse([Problem("nothing", _("Every room that it is for has it already."), "unit_ids")])
    return assign(desk, AssignEntry(item_id, ids, since))


def _units(session: Session, ids: Sequence[int]) -> list[Unit]:
    found: list[Unit] = []
    for some in chunks(sorted(set(ids))):
        found += session.scalars(select(Unit).where(Unit.id.in_(some)).order_by(Unit.sort))
    if len(found) != len(set(ids)):
        raise NotFound(_("This room is not there."))
    return found


def _refuse_kinds(item_row: FeeItem, units: Sequence[Unit]) -> None:
    kinds = [kind for kind in item_row.unit_kinds.split(",") if kind]
    wrong = [unit.name for unit in units if kinds and unit.kind not in kinds]
    if wrong:
        # L10N: 该项目不适用于 {room}
        words = _("This item is not for rooms like {room}.")
        refuse([Problem("kind", words.format(room=wrong[0]), "unit_ids")])


def _refuse_overlap(session: Session, entry: AssignEntry, names: dict[int, str]) -> None:
    assert entry.since is not None
    for some in chunks(sorted(names)):
        rows = session.execute(
            select(FeeAssignment.unit_id, FeeAssignment.since, FeeAssignment.until).where(
                FeeAssignment.item_id == entry.item_id, FeeAssignment.unit_id.in_(some)
            )
        )
        for unit_id, since, until in rows:
            if rules.overlaps(entry.since, entry.until, [(since, until)]):
                # L10N: {room} 在此期间已有该项目
                words = _("{room} has this item already in these days.").format(room=names[unit_id])
                refuse([Problem("overlap", words, "since")])


def change_assignment(
    desk: Desk,
    assignment_id: int,
    *,
    own_rate: Decimal | None = None,
    quantity: Decimal = Decimal(1),
    payer: str,
    label: str = "",
) -> AssignmentView:
    """Changes own rate, quantity, payer or label of an assignment of which nothing was billed; else it is ended and begun anew.

    Raises:
        InvalidInput: fields `own_rate`, `quantity`, `payer`. DeskError: `billed`. NotFound; NotAllowed: not a supervisor.
    """
    with desk.act("fees.change-assignment") as act:
        desk.require("supervisor")
        row = get(act.session, FeeAssignment, assignment_id, lock=True)
        refuse(
            check_assignment(
                desk, AssignEntry(row.item_id, (row.unit_id,), row.since, row.until, own_rate, quantity, payer)
            )
        )
        if _assignment_billed(act.session, row) is not None:
            # L10N: 已出账，请结束后另设
            raise DeskError("billed", _("Bills were made of it. End it, and begin a new one from the day after."))
        row.own_rate, row.quantity, row.payer, row.label = own_rate, quantity, payer or row.payer, label.strip()
        _about(act, row)
        return _assignment_views(act.session, [row], today(act, desk))[0]


def end_assignment(desk: Desk, assignment_id: int, until: date | None, *, reason: str = "") -> AssignmentView:
    """Ends an assignment on a day; what was billed after it has to be void first.

    Raises:
        InvalidInput: field `until`. NotFound; NotAllowed: not a supervisor.
    """
    with desk.act("fees.end-assignment") as act:
        desk.require("supervisor")
        row = get(act.session, FeeAssignment, assignment_id, lock=True)
        check = Checker()
        # L10N: 请填写结束日期
        check.require("until", until, _("On which day does it end?"))
        check.note("until", rules.period_problem(row.since, until))
        billed = _assignment_billed(act.session, row)
        if until is not None and billed is not None and billed > until and row.item.basis != "meter":
            # L10N: 已出账至 {day}，请先作废其后的账单
            words = _("Bills were made up to {day}. Void those after the end first.")
            check.add("until", "billed", words.format(day=billed.isoformat()))
        others = act.session.execute(
            select(FeeAssignment.since, FeeAssignment.until).where(
                FeeAssignment.unit_id == row.unit_id, FeeAssignment.item_id == row.item_id, FeeAssignment.id != row.id
            )
        ).all()
        if until is not None and rules.overlaps(row.since, until, [(first, last) for first, last in others]):
            # L10N: 与其后的计费设定重叠
            check.add("until", "overlap", _("The room has this item anew before that day."))
        check.done()
        row.until, row.end_reason = until, reason.strip()
        _about(act, row)
        return _assignment_views(act.session, [row], today(act, desk))[0]


def exempt(desk: Desk, entry: ExemptEntry) -> AssignmentView:
    """Days of an assignment that cost nothing, with the reason.

    Raises:
        InvalidInput: fields of `ExemptEntry`; `first`: `billed`, `overlap`. NotFound; NotAllowed: not a supervisor.
    """
    check = Checker()
    check.require("first", entry.first, _("From which day on?"))
    check.require("last", entry.last, _("Until which day?"))
    check.note("last", rules.period_problem(entry.first, entry.last, "last"))
    # L10N: 请填写免收原因
    check.require("reason", entry.reason, _("Say why nothing is charged."))
    check.done()
    with desk.act("fees.exempt") as act:
        desk.require("supervisor")
        session = act.session
        row = get(session, FeeAssignment, entry.assignment_id, lock=True)
        assert entry.first is not None
        assert entry.last is not None
        others = session.execute(
            select(FeeExemption.first, FeeExemption.last).where(FeeExemption.assignment_id == row.id)
        ).all()
        if rules.overlaps(entry.first, entry.last, [(first, last) for first, last in others]):
            # L10N: 与已有免收期重叠
            refuse([Problem("overlap", _("These days cost nothing already."), "first")])
        billed = session.scalar(
            select(Bill.number)
            .where(
                Bill.assignment_id == row.id, Bill.state != "void", Bill.first <= entry.last, Bill.last >= entry.first
            )
            .limit(1)
        )
        if billed is not None:
            # L10N: 该期间已出账 {number}，请先作废
            words = _("{number} covers these days. Void it first.").format(number=billed)
            refuse([Problem("billed", words, "first")])
        session.add(FeeExemption(assignment_id=row.id, first=entry.first, last=entry.last, reason=entry.reason.strip()))
        session.flush()
        _about(act, row)
        act.data.update(first=entry.first.isoformat(), last=entry.last.isoformat(), reason=entry.reason.strip())
        return _assignment_views(session, [row], today(act, desk))[0]


def drop_exemption(desk: Desk, exemption_id: int) -> AssignmentView:
    """Takes an exemption back that no month was billed with.

    Raises:
        DeskError: `billed`. NotFound; NotAllowed: not a supervisor.
    """
    with desk.act("fees.drop-exemption") as act:
        desk.require("supervisor")
        session = act.session
        found = session.get(FeeExemption, exemption_id)
        if found is None:
            # L10N: 没有该免收期
            raise NotFound(_("This exemption is not there."))
        row = get(session, FeeAssignment, found.assignment_id, lock=True)
        month = rules.month_of(found.first)
        if session.scalar(
            select(Bill.id).where(Bill.assignment_id == row.id, Bill.state != "void", Bill.month >= month).limit(1)
        ):
            raise DeskError("billed", _("Bills were made since then. Void them first."))
        session.delete(found)
        session.flush()
        _about(act, row)
        return _assignment_views(session, [row], today(act, desk))[0]


def _assignment_billed(session: Session, row: FeeAssignment) -> date | None:
    return session.scalar(select(func.max(Bill.last)).where(Bill.assignment_id == row.id, Bill.state != "void"))


def _about(act: Act, row: FeeAssignment) -> None:
    act.session.flush()
    act.about("fee-item", row.item_id, assignment=row.id, unit=row.unit_id)
    act.touch("unit", row.unit_id)


def assignments(
    desk: Desk, *, item_id: int | None = None, unit_id: int | None = None, running: bool = False, text: str = "", offset: int = 0,
    limit: int = 200,
) -> Page[AssignmentView]:  # fmt: skip
    """Which room has which item, in building order; of one item or one room."""
    conditions: list[ColumnElement[bool]] = []
    if item_id is not None:
        conditions.append(FeeAssignment.item_id == item_id)
    if unit_id is not None:
        conditions.append(FeeAssignment.unit_id == unit_id)
    if running:
        conditions.append(or_(FeeAssignment.until.is_(None), FeeAssignment.until >= desk.today()))
    for word in words_in(text):
        known = met(desk, word, unit=FeeAssignment.unit_id)
        conditions.append(or_(holds(Unit.name, word), holds(Unit.code, word), known))
    base = select(FeeAssignment).join(Unit, Unit.id == FeeAssignment.unit_id).where(*conditions)
    with desk.look() as session:
        total = session.scalar(select(func.count()).select_from(base.subquery())) or 0
        rows = session.scalars(
            base.order_by(Unit.sort, FeeAssignment.item_id, FeeAssignment.since).offset(offset).limit(limit)
        ).all()
        return Page(_assignment_views(session, rows, desk.today()), total)


def _assignment_views(session: Session, rows: Sequence[FeeAssignment], day: date) -> tuple[AssignmentView, ...]:
    names = rooms(session, [row.unit_id for row in rows])
    item_words = dict(session.execute(select(FeeItem.id, FeeItem.name)).all())
    exempted: dict[int, list[ExemptionView]] = {}
    for some in chunks([row.id for row in rows]):
        for one in session.scalars(
            select(FeeExemption).where(FeeExemption.assignment_id.in_(some)).order_by(FeeExemption.first)
        ):
            exempted.setdefault(one.assignment_id, []).append(ExemptionView(one.id, one.first, one.last, one.reason))
    found = []
    for row in rows:
        state = "coming" if row.since > day else "ended" if row.until is not None and row.until < day else "running"
        found.append(
            AssignmentView(
                row.id, row.unit_id, names[row.unit_id], row.item_id, item_words[row.item_id], row.since, row.until,
                row.own_rate, row.quantity, row.payer, row.label, state, tuple(exempted.get(row.id, ())),
            )
        )  # fmt: skip
    return tuple(found)
