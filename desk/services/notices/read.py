"""Lists of notices, and what the rest of the program asks about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.errors import InvalidInput, NotFound, Problem
from desk.i18n import _
from desk.models import Staff
from desk.models.kit.functions import holds
from desk.models.notices import Notice, NoticeDelivery, NoticePosting
from desk.rules.kit import wording
from desk.services.finder import index
from desk.services.households.views import HouseholdView
from desk.services.kit.desk import Desk
from desk.services.kit.due import DueItems, DueRow, counted_by
from desk.services.kit.lines import MOST, TimelineView
from desk.services.kit.paging import Page
from desk.services.kit.words import TextView
from desk.services.notices import area as areas
from desk.services.notices.clock import running
from desk.services.notices.core import NOTICES, get, view
from desk.services.notices.views import NoticeRow, NoticeView
from desk.services.site.check import Finding

LISTS = ("open", "drafts", "issued", "down", "over", "all")


@dataclass(frozen=True, slots=True)
class NoticeFilter:
    """Which notices a list shows; `text`: in number, title, text, area."""

    name: str = "open"
    text: str = ""


def where(name: str) -> list[ColumnElement[bool]]:
    """The conditions of a list.

    Raises:
        InvalidInput: field `name`, there is no such list.
    """
    lists: dict[str, list[ColumnElement[bool]]] = {
        "open": [Notice.state.in_(("draft", "approved", "issued"))],
        "drafts": [Notice.state.in_(("draft", "approved"))],
        "issued": [Notice.state == "issued"],
        "down": [_to_take_down()],
        "over": [Notice.state.in_(("ended", "withdrawn", "cancelled"))],
        "all": [],
    }
    if name not in lists:
        raise InvalidInput([Problem("unknown", _("There is no such list."), "name")])
    return lists[name]


def notices(desk: Desk, which: NoticeFilter | None = None, *, offset: int = 0, limit: int = 200) -> Page[NoticeRow]:
    """Notices, the newest first.

    Raises:
        InvalidInput: field `name`, there is no such list.
    """
    wanted = which or NoticeFilter()
    conditions = where(wanted.name)
    if text := wanted.text.strip():
        conditions.append(
            or_(*(holds(each, text) for each in (Notice.number, Notice.title, Notice.text, Notice.places)))
        )
    with desk.look() as session:
        total = session.scalar(select(func.count(Notice.id)).where(*conditions)) or 0
        rows = session.scalars(
            select(Notice).where(*conditions).order_by(Notice.id.desc()).offset(offset).limit(limit)
        ).all()
        return Page(tuple(_row(session, row) for row in rows), total)


def _row(session: Session, row: Notice) -> NoticeRow:
    area = row.places or areas.of_notice(session, row).words()
    return NoticeRow(
        row.id, row.number, row.kind, row.state, row.title, area, row.since, row.until, row.up, row.told
    )  # fmt: skip


def counts(desk: Desk) -> dict[str, int]:
    """How many notices each list holds."""
    with desk.look() as session:
        return {name: session.scalar(select(func.count(Notice.id)).where(*where(name))) or 0 for name in LISTS}


def notice(desk: Desk, notice_id: int) -> NoticeView:
    """A notice with its postings and papers.

    Raises:
        NotFound: there is no such notice.
    """
    with desk.look() as session:
        return view(session, desk, get(session, notice_id))


def by_number(desk: Desk, number: str) -> NoticeView:
    """A notice by its number.

    Raises:
        NotFound: there is none.
    """
    with desk.look() as session:
        row = session.scalars(select(Notice).where(Notice.number == number.strip().upper())).first()
        if row is None:
            raise NotFound(NOTICES.absent())
        return view(session, desk, row)


# --------------------------------------------------------------------------------------------------- what falls due
def _count(*conditions: ColumnElement[bool]) -> Select[int]:
    return select(func.count(Notice.id)).where(*conditions)


def _items(
    session: Session, desk: Desk, condition: ColumnElement[bool], limit: int, target: str, *, end: bool = False
) -> DueItems:
    total = session.scalar(select(func.count(Notice.id)).where(condition)) or 0
    rows = session.scalars(select(Notice).where(condition).order_by(Notice.since, Notice.id).limit(limit))
    found = tuple(
        DueRow(
            row.title,
            wording.moment(desk.local((row.until or row.since) if end else row.since)),
            f"public-notice:{row.id}",
        )
        for row in rows
    )
    return DueItems(total, found, target)


def _drafts() -> ColumnElement[bool]:
    return Notice.state == "draft"


def _approved() -> ColumnElement[bool]:
    return Notice.state == "approved"


def _untold() -> ColumnElement[bool]:
    return and_(Notice.state == "issued", Notice.told.is_(False))


def _back(now: datetime) -> ColumnElement[bool]:
    return and_(Notice.state == "issued", Notice.kind == "outage", Notice.until <= now, running())


def _to_take_down() -> ColumnElement[bool]:
    return and_(Notice.state.in_(("ended", "withdrawn")), Notice.up > 0)


@counted_by(lambda _desk, _now: _count(_drafts()))
def to_approve(session: Session, desk: Desk, _now: datetime, limit: int) -> DueItems:
    """Drafts that wait for a supervisor."""
    return _items(session, desk, _drafts(), limit, "notices:drafts")


@counted_by(lambda _desk, _now: _count(_approved()))
def to_issue(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Approved notices that were not issued; red from the day before they begin."""
    items = _items(session, desk, _approved(), limit, "notices:drafts")
    soon = session.scalar(_count(_approved(), Notice.since <= now + timedelta(days=1))) or 0
    return DueItems(items.count, items.rows, items.target, urgent=bool(soon))


@counted_by(lambda _desk, _now: _count(_untold()))
def to_post(session: Session, desk: Desk, _now: datetime, limit: int) -> DueItems:
    """Notices that were issued and hang nowhere, and were delivered to nobody."""
    return _items(session, desk, _untold(), limit, "notices:issued")


@counted_by(lambda _desk, now: _count(_back(now)))
def is_it_back(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Outages whose time is over and that nobody has ended: is it back?"""
    return _items(session, desk, _back(now), limit, "notices:issued", end=True)


@counted_by(lambda _desk, _now: _count(_to_take_down()))
def to_take_down(session: Session, desk: Desk, _now: datetime, limit: int) -> DueItems:
    """Posters of notices that are over and still hang."""
    return _items(session, desk, _to_take_down(), limit, "notices:down", end=True)


# ----------------------------------------------------------------------------------------------- what others ask
def lines(session: Session, _desk: Desk, home: HouseholdView) -> list[TimelineView]:
    """The notices that were delivered to a home."""
    rows = session.execute(
        select(NoticeDelivery, Notice, Staff.name)
        .join(Notice, Notice.id == NoticeDelivery.notice_id)
        .join(Staff, Staff.id == NoticeDelivery.staff_id)
        .where(NoticeDelivery.unit_id == home.unit.id)
        .order_by(NoticeDelivery.id.desc())
        .limit(MOST)
    )
    return [
        TimelineView(
            _desk.midnight(done.on), wording.dotted(row.number, label("notice_outcomes", done.outcome)),
            wording.dotted(row.title, done.signer), "", staff, f"public-notice:{row.id}",
        )
        for done, row, staff in rows
    ]  # fmt: skip


def check_notices(session: Session, _desk: Desk) -> list[Finding]:
    """What `desk check` finds: issued notices without a day, and posters counted otherwise than they hang."""
    hanging = (
        select(func.count(NoticePosting.id))
        .where(NoticePosting.notice_id == Notice.id, NoticePosting.down_at.is_(None))
        .scalar_subquery()
    )
    numbers = session.scalars(
        select(Notice.number).where(
            or_(
                Notice.up != hanging,
                and_(Notice.state.in_(("issued", "ended", "withdrawn")), Notice.issued_at.is_(None)),
                and_(Notice.state == "draft", Notice.issued_at.is_not(None)),
            )
        )
    )
    # L10N: 公告 {number} 的状态与记录不符
    words = _("{number}: its state and what was recorded of it do not agree.")
    return [Finding("notice", words.format(number=number)) for number in numbers]


def pages(connection: Connection, ids: Sequence[int]) -> Iterator[index.Page]:
    """What the finder knows of notices: number, title."""
    for row in connection.execute(
        select(Notice.id, Notice.number, Notice.state, Notice.kind, Notice.title).where(Notice.id.in_(ids))
    ):
        detail = {"title": row.title, "kind": row.kind, "state": row.state}
        past = row.state in ("ended", "withdrawn", "cancelled")
        page = index.Page(
            "public-notice", row.id, past, row.number, detail, f"public-notice:{row.id}", index.newest(row.id)
        )
        page.add(index.number_terms(row.number))
        whole, parts = index.name_terms(row.title[:20])
        page.add(whole)
        page.add(parts, minor=True)
        yield page


def texts_for(desk: Desk, notice_id: int) -> tuple[TextView, ...]:
    """The notice itself as a text for the residents' chat groups (handbook S22, S30); only one that is approved or issued fits.

    Raises:
        NotFound: there is no such notice.
    """
    shown = notice(desk, notice_id)
    words = "\n".join(part for part in (f"【{desk.site.name}】{shown.title}", shown.text, shown.english) if part)
    return (TextView("notice", words, fits=shown.state in ("approved", "issued")),)


__all__ = [
    "LISTS",
    "NoticeFilter",
    "by_number",
    "check_notices",
    "counts",
    "is_it_back",
    "lines",
    "notice",
    "notices",
    "pages",
    "texts_for",
    "to_approve",
    "to_issue",
    "to_post",
    "to_take_down",
    "where",
]  # fmt: skip
