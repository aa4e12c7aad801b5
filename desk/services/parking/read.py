"""Lists of parking cards and spaces, and what the rest of the program asks about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select
from sqlalchemy.orm import Session

from desk import i18n
from desk.catalog import label
from desk.errors import InvalidInput, NotFound, Problem
from desk.i18n import _
from desk.models import Staff, Unit
from desk.models.kit.functions import holds
from desk.models.parking import ParkingCard, ParkingSpace
from desk.rules import parking as rules
from desk.rules.kit import wording
from desk.rules.kit.gate import Obstacle
from desk.services.finder import index
from desk.services.finder.reading import met
from desk.services.households.views import HouseholdView
from desk.services.kit import sealed
from desk.services.kit.desk import Desk
from desk.services.kit.due import DueItems, DueRow, counted_by
from desk.services.kit.lines import MOST, LightView, TimelineView
from desk.services.kit.paging import Page
from desk.services.kit.words import TextView, texts_of
from desk.services.parking.acts import CARDS, get, space_view, view
from desk.services.parking.views import ParkingCardView, SpaceView
from desk.services.site.check import Finding

LISTS = ("live", "running-out", "over", "lost", "all")


@dataclass(frozen=True, slots=True)
class CardFilter:
    """Which cards a list shows; `text`: in number, plate, holder, space, room."""

    name: str = "live"
    text: str = ""


def _edge(desk: Desk, today: date) -> date:
    return today + timedelta(days=int(desk.policy["parking.remind_days"]))


def where(desk: Desk, name: str) -> list[ColumnElement[bool]]:
    """The conditions of a list.

    Raises:
        InvalidInput: field `name`, there is no such list.
    """
    today, live = desk.today(), ParkingCard.state.in_(rules.LIVE)
    lists: dict[str, list[ColumnElement[bool]]] = {
        "live": [live],
        "running-out": [live, ParkingCard.until >= today, ParkingCard.until <= _edge(desk, today)],
        "over": [live, ParkingCard.until < today],
        "lost": [ParkingCard.state == "lost"],
        "all": [],
    }
    if name not in lists:
        raise InvalidInput([Problem("unknown", _("There is no such list."), "name")])
    return lists[name]


def cards(desk: Desk, which: CardFilter | None = None, *, offset: int = 0, limit: int = 200) -> Page[ParkingCardView]:
    """Cards, those that end first.

    Raises:
        InvalidInput: field `name`, there is no such list.
    """
    wanted = which or CardFilter()
    conditions = where(desk, wanted.name)
    if text := wanted.text.strip():
        columns = (ParkingCard.number, ParkingCard.plate, ParkingCard.holder)
        optional = (func.coalesce(Unit.name, ""), func.coalesce(ParkingSpace.number, ""))
        known = met(desk, text, unit=ParkingCard.unit_id, parking_card=ParkingCard.id)
        conditions.append(or_(known, *(holds(each, text) for each in (*columns, *optional))))
    with desk.look() as session:
        base = (
            select(ParkingCard)
            .outerjoin(Unit, Unit.id == ParkingCard.unit_id)
            .outerjoin(ParkingSpace, ParkingSpace.id == ParkingCard.space_id)
            .where(*conditions)
        )
        total = session.scalar(select(func.count()).select_from(base.subquery())) or 0
        rows = session.scalars(base.order_by(ParkingCard.until, ParkingCard.id).offset(offset).limit(limit)).all()
        return Page(tuple(view(session, desk, row, whole=False) for row in rows), total)


def counts(desk: Desk) -> dict[str, int]:
    """How many cards each list holds."""
    with desk.look() as session:
        return {
            name: session.scalar(select(func.count(ParkingCard.id)).where(*where(desk, name))) or 0 for name in LISTS
        }  # fmt: skip


def spaces(desk: Desk, *, text: str = "", offset: int = 0, limit: int = 200) -> Page[SpaceView]:
    """Spaces in the order of their numbers."""
    with desk.look() as session:
        base = select(ParkingSpace).outerjoin(Unit, Unit.id == ParkingSpace.unit_id)
        if text.strip():
            base = base.where(
                holds(ParkingSpace.number, text.strip())
                | holds(func.coalesce(Unit.name, ""), text.strip())
                | met(desk, text, unit=ParkingSpace.unit_id)
            )
        total = session.scalar(select(func.count()).select_from(base.subquery())) or 0
        rows = session.scalars(base.order_by(ParkingSpace.number).offset(offset).limit(limit)).all()
        return Page(tuple(space_view(session, row) for row in rows), total)


def card(desk: Desk, card_id: int) -> ParkingCardView:
    """A card with its papers.

    Raises:
        NotFound: there is no such card.
    """
    with desk.look() as session:
        return view(session, desk, get(session, card_id))


def by_number(desk: Desk, number: str) -> ParkingCardView:
    """A card by its number.

    Raises:
        NotFound: there is none.
    """
    with desk.look() as session:
        row = session.scalars(select(ParkingCard).where(ParkingCard.number == number.strip().upper())).first()
        if row is None:
            raise NotFound(CARDS.absent())
        return view(session, desk, row)


# --------------------------------------------------------------------------------------------------- what others ask
def _soon(desk: Desk, now: datetime) -> list[ColumnElement[bool]]:
    return [ParkingCard.state == "active", ParkingCard.until <= _edge(desk, desk.local(now).date())]


@counted_by(lambda desk, now: select(func.count(ParkingCard.id)).where(*_soon(desk, now)))
def running_out(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Cards that run out within the days of the policy, or did (handbook S19: seven days)."""
    total = session.scalar(select(func.count(ParkingCard.id)).where(*_soon(desk, now))) or 0
    rows = session.execute(
        select(ParkingCard, Unit.name)
        .outerjoin(Unit, Unit.id == ParkingCard.unit_id)
        .where(*_soon(desk, now))
        .order_by(ParkingCard.until, ParkingCard.id)
        .limit(limit)
    ).all()
    found = tuple(
        DueRow(wording.dotted(row.plate, room or ""), wording.day(row.until), f"parking-card:{row.id}")
        for row, room in rows
    )
    over = bool(rows) and rows[0][0].until < desk.local(now).date()
    return DueItems(total, found, "parking:running-out", urgent=over)


def light(session: Session, desk: Desk, home: HouseholdView) -> LightView:
    """Red when a card of the home ran out, amber while one is in use: it comes back when the household leaves; else green."""
    # L10N: 停车卡
    name = _("Parking cards")
    rows = session.execute(
        select(ParkingCard.id, ParkingCard.plate, ParkingCard.until)
        .where(ParkingCard.unit_id == home.unit.id, ParkingCard.state.in_(rules.LIVE))
        .order_by(ParkingCard.until, ParkingCard.id)
    ).all()
    if not rows:
        # L10N: 无停车卡
        return LightView("parking", name, _("No parking card"), "green", "")
    # L10N: {n} 张，{day} 到期
    words = _("{n} cards, the first until {day}").format(n=len(rows), day=wording.day(rows[0].until))
    state = "red" if rows[0].until < desk.today() else "amber"
    return LightView("parking", name, words, state, f"parking-card:{rows[0].id}")  # type: ignore[arg-type]  # a lamp's


def lines(session: Session, _desk: Desk, home: HouseholdView) -> list[TimelineView]:
    """The cards of a home."""
    rows = session.execute(
        select(ParkingCard, Staff.name)
        .join(Staff, Staff.id == ParkingCard.staff_id)
        .where(ParkingCard.unit_id == home.unit.id)
        .order_by(ParkingCard.id.desc())
        .limit(MOST)
    )
    return [
        TimelineView(
            row.ended_at or row.issued_at, wording.dotted(row.number, label("parking_card_states", row.state)),
            wording.dotted(row.plate, row.holder, wording.day(row.until)), "", staff, f"parking-card:{row.id}",
        )
        for row, staff in rows
    ]  # fmt: skip


def moving_out(session: Session, _desk: Desk, subject: str) -> list[Obstacle]:
    """The cards of a home that are not back (`unit:12`)."""
    kind, _colon, number = subject.partition(":")
    if kind != "unit" or not number.isdigit():
        return []
    return [
        rules.card_out(card_number, plate, f"parking-card:{card_id}")
        for card_id, card_number, plate in session.execute(
            select(ParkingCard.id, ParkingCard.number, ParkingCard.plate)
            .where(ParkingCard.unit_id == int(number), ParkingCard.state.in_(rules.LIVE))
            .order_by(ParkingCard.id)
        )
    ]


def check(session: Session, _desk: Desk) -> list[Finding]:
    """What `desk check` finds: cards whose state does not agree with the plate they hold."""
    live = ParkingCard.state.in_(rules.LIVE)
    numbers = session.scalars(
        select(ParkingCard.number).where(
            (live & ((ParkingCard.plate_live != ParkingCard.plate) | ParkingCard.plate_live.is_(None)))
            | (~live & (ParkingCard.plate_live.is_not(None) | ParkingCard.space_live.is_not(None)))
        )
    )
    # L10N: 停车卡 {number} 的状态与车牌不符
    words = _("{number}: its state and its plate do not agree.")
    return [Finding("parking-card", words.format(number=number)) for number in numbers]


def pages(connection: Connection, ids: Sequence[int]) -> Iterator[index.Page]:
    """What the finder knows of cards: number, plate."""
    for row in connection.execute(
        select(ParkingCard.id, ParkingCard.number, ParkingCard.state, ParkingCard.plate, ParkingCard.holder, Unit.name)
        .outerjoin(Unit, Unit.id == ParkingCard.unit_id)
        .where(ParkingCard.id.in_(ids))
    ):
        detail = {"plate": row.plate, "room": row[5] or "", "holder": row.holder, "state": row.state}
        page = index.Page(
            "parking-card", row.id, row.state not in rules.LIVE, row.number, detail, f"parking-card:{row.id}",
            index.newest(row.id),
        )  # fmt: skip
        page.add(index.number_terms(row.number))
        if row.plate != sealed.GONE:
            page.add(index.plate_terms(row.plate))
        yield page


def sweep(desk: Desk) -> int:
    """Erases whose card it was once the days of the policy are over since it ended (PIPL 19, 47).

    Returns:
        How many cards were emptied.

    Raises:
        NotAllowed: nobody is signed in.
    """
    edge = desk.clock() - timedelta(days=int(desk.policy["parking.keep_days"]))
    wanted = (
        select(ParkingCard)
        .where(ParkingCard.ended_at < edge, ParkingCard.holder != sealed.GONE)
        .order_by(ParkingCard.id)
    )
    with desk.look() as session:
        if session.scalars(wanted.limit(1)).first() is None:
            return 0
    with desk.act("parking-card.sweep") as act:
        desk.require("receptionist")
        rows = list(act.session.scalars(wanted.limit(500)))
        for row in rows:
            row.holder = row.plate = sealed.GONE
            row.phone = ""
            sealed.shred(act.session, f"parking-card:{row.id}")
        act.session.flush()
        index.write(act.session, "parking-card", [row.id for row in rows])
        act.data["cards"] = len(rows)
        return len(rows)


def of_plate(session: Session, _desk: Desk, plate: str) -> list[tuple[str, dict[str, Any]]]:
    """Where the card in use for a plate is opened (what a scanner read)."""
    found = session.scalar(select(ParkingCard.id).where(ParkingCard.plate_live == plate))
    return [] if found is None else [(f"parking-card:{found}", {})]


def texts_for(desk: Desk, card_id: int) -> tuple[TextView, ...]:
    """The texts to send about a parking card, in the language of the slips, those that fit its state first (handbook S30).

    Raises:
        NotFound: there is no such card.
    """
    shown = card(desk, card_id)
    with i18n.speaking(desk.site.slip_language):
        matter = label("parking_card_kinds", shown.kind)
        return texts_of(
            desk, "parking-card", shown.state, number=shown.number, matter=matter, until=shown.until, ahead=False
        )


__all__ = [
    "LISTS",
    "CardFilter",
    "by_number",
    "card",
    "cards",
    "check",
    "counts",
    "light",
    "lines",
    "moving_out",
    "of_plate",
    "pages",
    "running_out",
    "spaces",
    "sweep",
    "texts_for",
    "where",
]  # fmt: skip
