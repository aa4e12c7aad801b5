"""What the rest of the program asks about visitors: what is due, lamp, history, shift sheet, obstacles, checks, finder, retention."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from desk.i18n import _
from desk.models import Staff, Unit
from desk.models.visitors import Visit, VisitorCard, VisitPerson
from desk.rules import visitors as rules
from desk.rules.kit import wording
from desk.rules.kit.gate import Obstacle
from desk.services.finder import index
from desk.services.households.views import HouseholdView
from desk.services.kit import sealed
from desk.services.kit.desk import Desk
from desk.services.kit.due import DueItems, DueRow, counted_by
from desk.services.kit.lines import MOST, LightView, ShiftLine, TimelineView
from desk.services.site.check import Finding
from desk.services.visitors.core import card_views


@counted_by(
    lambda _desk, now: select(func.count(VisitorCard.id)).where(VisitorCard.state == "out", VisitorCard.until < now)
)
def cards_late(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Cards past their time that are not back."""
    late = (VisitorCard.state == "out", VisitorCard.until < now)
    total = session.scalar(select(func.count(VisitorCard.id)).where(*late)) or 0
    query = select(VisitorCard.id).where(*late).order_by(VisitorCard.until, VisitorCard.id).limit(limit)
    rows = card_views(session, desk, session.scalars(query))
    return DueItems(
        total,
        tuple(
            DueRow(
                wording.dotted(card.label or card.number, card.name),
                wording.dotted(card.room, wording.short_moment(desk.local(card.until), desk.today())), f"visit:{card.visit_id}",
            )
            for card in rows
        ),
        "visitor-cards:late",
    )  # fmt: skip


@counted_by(lambda _desk, _now: select(func.count(Visit.id)).where(Visit.matter != "", Visit.answered_at.is_(None)))
def matters(session: Session, _desk: Desk, _now: datetime, limit: int) -> DueItems:
    """What visitors brought forward and nobody has fed back (handbook A8)."""
    wanted = (Visit.matter != "", Visit.answered_at.is_(None))
    total = session.scalar(select(func.count(Visit.id)).where(*wanted)) or 0
    rows = session.scalars(select(Visit).where(*wanted).order_by(Visit.id).limit(limit))
    return DueItems(
        total, tuple(DueRow(row.matter, row.passed_to, f"visit:{row.id}") for row in rows), "visitors:matters"
    )  # fmt: skip


def light(session: Session, desk: Desk, home: HouseholdView) -> LightView:
    """Red when a visitor's card of the home is late, amber while one is out, else green."""
    # L10N: 访客
    name = _("Visitors")
    rows = session.execute(
        select(VisitorCard.visit_id, VisitorCard.number, VisitorCard.label, VisitorCard.until)
        .join(Visit, Visit.id == VisitorCard.visit_id)
        .where(Visit.unit_id == home.unit.id, VisitorCard.state == "out")
        .order_by(VisitorCard.until, VisitorCard.id)
    ).all()
    if not rows:
        # L10N: 无未收回的临时卡
        return LightView("visitors", name, _("No card out"), "green", "")
    # L10N: {n} 张临时卡未收回
    words = _("{n} cards out").format(n=len(rows))
    return LightView(
        "visitors", name, words, "red" if rows[0].until < desk.clock() else "amber", f"visit:{rows[0].visit_id}"
    )  # fmt: skip


def lines(session: Session, _desk: Desk, home: HouseholdView) -> list[TimelineView]:
    """The visits to a home."""
    rows = session.execute(
        select(Visit, VisitPerson.name, Staff.name)
        .join(VisitPerson, (VisitPerson.visit_id == Visit.id) & (VisitPerson.position == 0))
        .join(Staff, Staff.id == Visit.staff_id)
        .where(Visit.unit_id == home.unit.id)
        .order_by(Visit.id.desc())
        .limit(MOST)
    )
    return [
        # L10N: 访客登记 {number}
        TimelineView(
            row.came_at, _("Visit {number}").format(number=row.number), wording.dotted(name, row.purpose), "", staff,
            f"visit:{row.id}",
        )
        for row, name, staff in rows
    ]  # fmt: skip


def shift_lines(session: Session, desk: Desk) -> list[ShiftLine]:
    """The cards that are out when a shift is handed over, the overnight ones named (handbook M9, S15)."""
    query = select(VisitorCard.id).where(VisitorCard.state == "out").order_by(VisitorCard.until, VisitorCard.id)
    # L10N: 未收回的临时卡 / 过夜
    title, night = _("Visitors' cards out"), _("overnight")
    return [
        ShiftLine(
            title, card.number,
            wording.dotted(
                card.label, card.name, card.room, wording.short_moment(desk.local(card.until), desk.today()),
                night if card.overnight else "",
            ),
        )
        for card in card_views(session, desk, session.scalars(query))
    ]  # fmt: skip


def moving_out(session: Session, _desk: Desk, subject: str) -> list[Obstacle]:
    """The visitors' cards of a home that are out (`unit:12`)."""
    kind, _colon, number = subject.partition(":")
    if kind != "unit" or not number.isdigit():
        return []
    return [rules.card_out(*one) for one in _out(session, Visit.unit_id == int(number))]


def deposit_refund(session: Session, _desk: Desk, subject: str) -> list[Obstacle]:
    """A card's deposit goes back when the card does (`visit:3`), not before."""
    kind, _colon, number = subject.partition(":")
    if kind != "visit" or not number.isdigit():
        return []
    return [rules.card_out(*one) for one in _out(session, Visit.id == int(number))]


def _out(session: Session, condition: object) -> list[tuple[str, str, str]]:
    return [
        (number, name, f"visit:{visit_id}")
        for number, name, visit_id in session.execute(
            select(VisitorCard.number, VisitPerson.name, Visit.id)
            .join(Visit, Visit.id == VisitorCard.visit_id)
            .join(VisitPerson, (VisitPerson.visit_id == Visit.id) & (VisitPerson.position == 0))
            .where(condition, VisitorCard.state == "out")  # type: ignore[arg-type]  # conditions and plain truths alike
            .order_by(VisitorCard.id)
        )
    ]


def check(session: Session, _desk: Desk) -> list[Finding]:
    """What `desk check` finds: a label that is held by a card which is not out, and the other way round; visits that never ended."""
    cards = session.execute(
        select(VisitorCard.number, VisitorCard.state, VisitorCard.label, VisitorCard.label_out)
        .where(VisitorCard.kind == "plastic")
    )  # fmt: skip
    found = [
        # L10N: 临时卡 {number} 的状态与卡面编号不符
        Finding("visitor-card", _("{number}: its state and its label do not agree.").format(number=number))
        for number, state, label, out in cards
        if (out == label) != (state in ("out", "lost"))
    ]
    left = session.scalars(select(Visit.number).where(Visit.state != "here", Visit.left_at.is_(None)))
    # L10N: 访客登记 {number} 没有离开时间
    found += [Finding("visit-end", _("{number} ended at no time.").format(number=number)) for number in left]
    return found


def pages(connection: Connection, ids: Sequence[int]) -> Iterator[index.Page]:
    """What the finder knows of visits: number, visitors, plate, the labels of cards that are out."""
    people: dict[int, list[str]] = {}
    for visit_id, name in connection.execute(
        select(VisitPerson.visit_id, VisitPerson.name)
        .where(VisitPerson.visit_id.in_(ids))
        .order_by(VisitPerson.position)
    ):
        people.setdefault(visit_id, []).append(name)
    labels: dict[int, list[str]] = {}
    for visit_id, number, label in connection.execute(
        select(VisitorCard.visit_id, VisitorCard.number, VisitorCard.label_out).where(VisitorCard.visit_id.in_(ids))
    ):
        labels.setdefault(visit_id, []).extend(part for part in (number, label) if part)
    for row in connection.execute(
        select(Visit.id, Visit.number, Visit.state, Visit.host, Visit.plate, Unit.name)
        .outerjoin(Unit, Unit.id == Visit.unit_id)
        .where(Visit.id.in_(ids))
    ):
        names = [name for name in people.get(row.id, ()) if name != sealed.GONE]
        detail = {"name": names[0] if names else "", "room": row[5] or row.host, "state": row.state}
        page = index.Page(
            "visit", row.id, row.state != "here", row.number, detail, f"visit:{row.id}", index.newest(row.id)
        )
        page.add(index.number_terms(row.number))
        for label in labels.get(row.id, ()):
            page.add(index.number_terms(label))
        if row.plate:
            page.add(index.plate_terms(row.plate))
        for name in names:
            whole, parts = index.name_terms(name)
            page.add(whole)
            page.add(parts, minor=True)
        yield page


def sweep(desk: Desk) -> int:
    """Erases who visited once the days of the policy are over: names, documents, phones, plates (PIPL 19, 47).

    Returns:
        How many visits were emptied.

    Raises:
        NotAllowed: nobody is signed in.
    """
    edge = desk.clock() - timedelta(days=int(desk.policy["visitors.keep_days"]))
    out = select(VisitorCard.id).where(VisitorCard.visit_id == Visit.id, VisitorCard.state == "out").exists()
    named = select(VisitPerson.id).where(VisitPerson.visit_id == Visit.id, VisitPerson.name != sealed.GONE).exists()
    wanted = select(Visit).where(Visit.left_at < edge, named, ~out).order_by(Visit.id)
    with desk.look() as session:
        if session.scalars(wanted.limit(1)).first() is None:
            return 0
    with desk.act("visit.sweep") as act:
        desk.require("receptionist")
        rows = list(act.session.scalars(wanted.limit(500)))
        for row in rows:
            for person in row.people:
                person.name = sealed.GONE
                person.document_kind = person.document_number = person.phone = ""
            row.host = row.plate = ""
            sealed.shred(act.session, f"visit:{row.id}")
        act.session.flush()
        index.write(act.session, "visit", [row.id for row in rows])
        act.data["visits"] = len(rows)
        return len(rows)


__all__ = [
    "cards_late", "check", "deposit_refund", "light", "lines", "matters", "moving_out", "pages", "shift_lines", "sweep",
]  # fmt: skip
