"""What the rest of the program asks about things that are kept: due items, lamp, history, shift sheet, checks, finder, retention."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.i18n import _
from desk.models import Staff, Unit
from desk.models.parcels import Parcel
from desk.rules import parcels as rules
from desk.rules.kit import wording
from desk.rules.kit.gate import Obstacle
from desk.services.finder import index
from desk.services.households.views import HouseholdView
from desk.services.kit import sealed
from desk.services.kit.desk import Desk
from desk.services.kit.due import DueItems, DueRow, counted_by
from desk.services.kit.lines import MOST, LightView, ShiftLine, TimelineView
from desk.services.parcels.lists import late, to_tell
from desk.services.site.check import Finding


def _items(session: Session, conditions: list[ColumnElement[bool]], limit: int, target: str) -> DueItems:
    total = session.scalar(select(func.count(Parcel.id)).where(*conditions)) or 0
    rows = session.execute(
        select(Parcel, Unit.name)
        .outerjoin(Unit, Unit.id == Parcel.unit_id)
        .where(*conditions)
        .order_by(Parcel.due_on, Parcel.id)
        .limit(limit)
    )
    return DueItems(
        total,
        tuple(
            DueRow(
                wording.dotted(room or row.where_found, row.recipient, row.what),
                wording.dotted(row.place, wording.day(row.due_on)), f"parcel:{row.id}",
            )
            for row, room in rows
        ),
        target,
    )  # fmt: skip


@counted_by(lambda desk, now: select(func.count(Parcel.id)).where(*late(desk, now)))
def overdue(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """What should have gone back, or on to the police."""
    return _items(session, late(desk, now), limit, "parcels:late")


@counted_by(lambda desk, now: select(func.count(Parcel.id)).where(*to_tell(desk, now)))
def reminders(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Recipients to be told, or told again."""
    return _items(session, to_tell(desk, now), limit, "parcels:to-tell")


def light(session: Session, desk: Desk, home: HouseholdView) -> LightView:
    """Amber while something is kept for the home, red when its day is over, else green."""
    # L10N: 包裹
    name = _("Parcels")
    rows = session.execute(
        select(Parcel.id, Parcel.due_on)
        .where(Parcel.unit_id == home.unit.id, Parcel.state == "kept")
        .order_by(Parcel.due_on, Parcel.id)
    ).all()
    if not rows:
        # L10N: 无待领物品
        return LightView("parcels", name, _("Nothing to hand out"), "green", "")
    # L10N: {n} 件待领
    words = _("{n} to hand out").format(n=len(rows))
    return LightView(
        "parcels", name, words, "red" if rows[0].due_on < desk.today() else "amber", f"parcel:{rows[0].id}"
    )


def lines(session: Session, _desk: Desk, home: HouseholdView) -> list[TimelineView]:
    """What came for a home, and who took it."""
    rows = session.execute(
        select(Parcel, Staff.name)
        .join(Staff, Staff.id == Parcel.staff_id)
        .where(Parcel.unit_id == home.unit.id)
        .order_by(Parcel.id.desc())
        .limit(MOST)
    )
    return [
        TimelineView(
            row.ended_at or row.taken_at, wording.dotted(row.number, label("parcel_states", row.state)),
            wording.dotted(row.what, row.receiver), "", staff, f"parcel:{row.id}",
        )
        for row, staff in rows
    ]  # fmt: skip


def shift_lines(session: Session, _desk: Desk) -> list[ShiftLine]:
    """How many things are kept, by kind, when a shift is handed over (handbook S15)."""
    counted = {
        kind: (int(things), int(pieces))
        for kind, things, pieces in session.execute(
            select(Parcel.kind, func.count(Parcel.id), func.sum(Parcel.pieces))
            .where(Parcel.state == "kept")
            .group_by(Parcel.kind)
        )
    }
    # L10N: 保管物品
    title = _("Things kept")
    return [
        ShiftLine(title, "", label("parcel_kinds", kind), counted[kind][1])
        for kind in rules.PREFIXES
        if kind in counted
    ]


def moving_out(session: Session, _desk: Desk, subject: str) -> list[Obstacle]:
    """What is kept for a home is handed out before it moves (`unit:12`); a supervisor may leave it."""
    kind, _colon, number = subject.partition(":")
    if kind != "unit" or not number.isdigit():
        return []
    rows = session.execute(
        select(Parcel.id, Parcel.number)
        .where(Parcel.unit_id == int(number), Parcel.state == "kept")
        .order_by(Parcel.id)
    ).all()
    if not rows:
        return []
    # L10N: 包裹 {numbers} 未领取
    words = _("The parcels {numbers} are not handed out.").format(numbers=wording.listed(row.number for row in rows))
    return [
        Obstacle(
            "parcels-kept", words, settle=f"parcel:{rows[0].id}", settle_words=_("Hand out"), waivable_by="supervisor",
            # L10N: 暂不领取的原因
            waive_words=_("Why they stay here"),
        )
    ]  # fmt: skip


def check(session: Session, _desk: Desk) -> list[Finding]:
    """What `desk check` finds: things that ended at no time, or nobody took."""
    numbers = session.scalars(
        select(Parcel.number).where(
            ((Parcel.state == "kept") != Parcel.ended_at.is_(None))
            | ((Parcel.state == "handed-out") & (Parcel.receiver == ""))
        )
    )
    # L10N: 物品 {number} 的状态与领取记录不符
    words = _("{number}: its state and its end do not agree.")
    return [Finding("parcel-end", words.format(number=number)) for number in numbers]


def pages(connection: Connection, ids: Sequence[int]) -> Iterator[index.Page]:
    """What the finder knows of things: number, waybill, recipient."""
    for row in connection.execute(
        select(
            Parcel.id,
            Parcel.number,
            Parcel.state,
            Parcel.tracking,
            Parcel.recipient,
            Parcel.what,
            Parcel.kind,
            Unit.name,
        )
        .outerjoin(Unit, Unit.id == Parcel.unit_id)
        .where(Parcel.id.in_(ids))
    ):
        detail = {"room": row[7] or "", "recipient": row.recipient, "what": row.what, "state": row.state}
        page = index.Page(
            "parcel", row.id, row.state != "kept", row.number, detail, f"parcel:{row.id}", index.newest(row.id)
        )
        page.add(index.number_terms(row.number))
        if row.tracking:
            page.add(index.number_terms(row.tracking) | {f"#{row.tracking[::-1].lower()}"})
        if row.recipient and row.recipient != sealed.GONE and row.state == "kept":
            page.add(index.name_terms(row.recipient)[0], minor=True)
        yield page


def sweep(desk: Desk) -> int:
    """Erases who sent and took things once the days of the policy are over (PIPL 19, 47).

    Returns:
        How many things were emptied.

    Raises:
        NotAllowed: nobody is signed in.
    """
    edge = desk.clock() - timedelta(days=int(desk.policy["parcels.keep_days"]))
    named = (Parcel.recipient != sealed.GONE) | (Parcel.receiver.not_in(("", sealed.GONE)))
    wanted = select(Parcel).where(Parcel.ended_at < edge, named).order_by(Parcel.id)
    with desk.look() as session:
        if session.scalars(wanted.limit(1)).first() is None:
            return 0
    with desk.act("parcel.sweep") as act:
        desk.require("receptionist")
        rows = list(act.session.scalars(wanted.limit(500)))
        for row in rows:
            row.recipient = sealed.GONE
            row.receiver = sealed.GONE if row.receiver else ""
            row.phone = row.tail = row.authorised_by = row.brought_by = row.claim = ""
            sealed.shred(act.session, f"parcel:{row.id}")
        act.session.flush()
        index.write(act.session, "parcel", [row.id for row in rows])
        act.data["things"] = len(rows)
        return len(rows)


__all__ = ["check", "light", "lines", "moving_out", "overdue", "pages", "reminders", "shift_lines", "sweep"]
