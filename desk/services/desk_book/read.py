"""Looking things up in the book, its lists, and what the rest of the program asks about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from desk.errors import InvalidInput, Problem
from desk.i18n import _
from desk.models.desk_book import BookChange, BookEntry
from desk.models.kit.functions import holds
from desk.rules import desk_book as rules
from desk.rules.kit.dates import add_months
from desk.services import finder
from desk.services.desk_book.core import change_views, charge_items, get, views
from desk.services.desk_book.views import BookView, ChangeView, ChargeItem
from desk.services.finder import index
from desk.services.kit.desk import Desk
from desk.services.kit.due import DueItems, DueRow, counted_by
from desk.services.kit.paging import Page

LISTS = ("all", *rules.KINDS, "review", "missing", "ended")


def _valid(today: date) -> ColumnElement[bool]:
    return and_(
        or_(BookEntry.valid_from.is_(None), BookEntry.valid_from <= today),
        or_(BookEntry.valid_until.is_(None), BookEntry.valid_until >= today),
    )


def _old(desk: Desk, today: date) -> ColumnElement[bool]:
    """Entries that were looked through longer ago than the rule allows; nearly the day before, the exact one says the view."""
    edge = add_months(today, -int(desk.policy["desk_book.review_months"]))
    return and_(BookEntry.reviewed_on <= edge, _valid(today))


def _missing(today: date) -> ColumnElement[bool]:
    return and_(BookEntry.kind == "telephone", BookEntry.phone == "", _valid(today))


def _where(desk: Desk, name: str) -> ColumnElement[bool]:
    today = desk.today()
    if name in rules.KINDS:
        return and_(BookEntry.kind == name, _valid(today))
    lists = {
        "all": _valid(today),
        "review": _old(desk, today),
        "missing": _missing(today),
        "ended": BookEntry.valid_until < today,
    }
    if name not in lists:
        raise InvalidInput([Problem("unknown", _("There is no such list."), "name")])
    return lists[name]


def _order() -> tuple[ColumnElement[int], ColumnElement[int]]:
    places = {kind: place for place, kind in enumerate(rules.KINDS)}
    return case(places, value=BookEntry.kind, else_=len(places)), BookEntry.id.expression


def entries(desk: Desk, name: str = "all", *, text: str = "", offset: int = 0, limit: int = 200) -> Page[BookView]:
    """The entries of a list in the order of the book.

    Raises:
        InvalidInput: field `name`, there is no such list.
    """
    where = [_where(desk, name), *([_holding(text.strip())] if text.strip() else [])]
    with desk.look() as session:
        total = session.scalar(select(func.count(BookEntry.id)).where(*where)) or 0
        rows = session.scalars(
            select(BookEntry).where(*where).order_by(*_order()).offset(offset).limit(limit)
        ).all()  # fmt: skip
        return Page(views(session, desk, rows), total)


def _holding(text: str) -> ColumnElement[bool]:
    columns = (BookEntry.title, BookEntry.text, BookEntry.keywords, BookEntry.phone)
    return or_(*(holds(column, text) for column in columns))


def counts(desk: Desk) -> dict[str, int]:
    """How many entries each list holds."""
    with desk.look() as session:
        return {name: session.scalar(select(func.count(BookEntry.id)).where(_where(desk, name))) or 0 for name in LISTS}


def entry(desk: Desk, entry_id: int) -> BookView:
    """An entry.

    Raises:
        NotFound: there is none.
    """
    with desk.look() as session:
        return views(session, desk, [get(session, entry_id)])[0]


def search(desk: Desk, text: str = "", *, page: str = "", limit: int = 40) -> tuple[BookView, ...]:
    """What the book says now: found by pinyin, initials, words; without any, what belongs beside a page, then all in order.

    Args:
        desk: the desk.
        text: what is looked for.
        page: code of the page that is shown.
        limit: at most so many.
    """
    found: list[int] = []
    words = text.strip()
    if words:
        found = [hit.id for hit in finder.find(desk, words, limit=limit, kinds=("book-entry",))]
    with desk.look() as session:
        valid = _valid(desk.today())
        if words:
            found += [
                each for each in session.scalars(select(BookEntry.id).where(valid, _holding(words)).order_by(*_order()).limit(limit))
                if each not in found
            ]  # fmt: skip
            rows = {row.id: row for row in session.scalars(select(BookEntry).where(valid, BookEntry.id.in_(found)))}
            return views(session, desk, [rows[each] for each in found if each in rows][:limit])
        every = session.scalars(select(BookEntry).where(valid).order_by(*_order())).all()
        beside = [row for row in every if page and page in row.pages.split(",")]
        rest = [row for row in every if row not in beside]
        return views(session, desk, [*beside, *rest][: max(limit, len(beside))])


def items(desk: Desk) -> tuple[ChargeItem, ...]:
    """The charge items that a charge entry may be about, with their rates."""
    with desk.look() as session:
        return tuple(charge_items(session, desk).values())


def changes(desk: Desk, *, entry_id: int | None = None, open_only: bool = False) -> tuple[ChangeView, ...]:
    """Proposals and changes, the newest first.

    Args:
        desk: the desk.
        entry_id: of one entry.
        open_only: only those that nobody has decided.
    """
    with desk.look() as session:
        question = select(BookChange).order_by(BookChange.id.desc()).limit(200)
        if entry_id is not None:
            question = question.where(BookChange.entry_id == entry_id)
        if open_only:
            question = question.where(BookChange.state == "proposed")
        return change_views(session, session.scalars(question).all())


# --------------------------------------------------------------------------------------------------- what others ask
def _count(condition: ColumnElement[bool]) -> Select[int]:
    return select(func.count(BookEntry.id)).where(condition)


def _items(session: Session, condition: ColumnElement[bool], limit: int, target: str) -> DueItems:
    rows = session.scalars(
        select(BookEntry).where(condition).order_by(BookEntry.reviewed_on, BookEntry.id).limit(limit)
    )
    found = tuple(DueRow(row.title, "", f"book-entry:{row.id}") for row in rows)
    return DueItems(session.scalar(_count(condition)) or 0, found, target)


@counted_by(lambda desk, now: _count(_old(desk, desk.local(now).date())))
def to_review(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Entries that nobody has looked through for the months of the policy."""
    return _items(session, _old(desk, desk.local(now).date()), limit, "book:review")


@counted_by(lambda desk, now: _count(_missing(desk.local(now).date())))
def missing_numbers(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Telephones of the book without a number."""
    return _items(session, _missing(desk.local(now).date()), limit, "book:missing")


@counted_by(lambda _desk, _now: select(func.count(BookChange.id)).where(BookChange.state == "proposed"))
def proposals(session: Session, _desk: Desk, _now: datetime, limit: int) -> DueItems:
    """Proposals that wait for a supervisor."""
    total = session.scalar(select(func.count(BookChange.id)).where(BookChange.state == "proposed")) or 0
    rows = session.execute(
        select(BookChange.title, BookChange.entry_id)
        .where(BookChange.state == "proposed")
        .order_by(BookChange.id)
        .limit(limit)
    )
    return DueItems(total, tuple(DueRow(title, "", "book-proposals") for title, _entry in rows), "book-proposals")


def pages(connection: Connection, ids: Sequence[int]) -> Iterator[index.Page]:
    """What the finder knows of entries: title and keywords, in characters and pinyin, and the telephone."""
    for row in connection.execute(
        select(
            BookEntry.id, BookEntry.kind, BookEntry.title, BookEntry.keywords, BookEntry.phone, BookEntry.valid_until
        ).where(BookEntry.id.in_(ids))
    ):
        detail = {"kind": row.kind, "phone": row.phone}
        ends = row.valid_until is not None  # it is over once that day is, whenever the index was written
        if ends:
            detail["until"] = f"{row.valid_until}"
        page = index.Page("book-entry", row.id, ends, row.title, detail, f"book-entry:{row.id}", f"{row.id:010d}")
        for place, words in enumerate((row.title, *row.keywords.split())):
            whole, parts = index.name_terms(words[:20])
            page.add(whole, minor=place > 0)
            page.add(parts, minor=True)
        if row.phone:
            page.add(index.phone_terms(row.phone))
        yield page


__all__ = [
    "LISTS", "changes", "counts", "entries", "entry", "items", "missing_numbers", "pages", "proposals", "search", "to_review",
]  # fmt: skip
