"""An entry of the book as its services read it, and the charge items that the fees tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import NotFound
from desk.features import hooks
from desk.i18n import _
from desk.models import Staff
from desk.models.desk_book import BookChange, BookEntry
from desk.rules import desk_book as rules
from desk.services.desk_book.views import BookText, BookView, ChangeView, ChargeItem
from desk.services.finder import index
from desk.services.kit import reasons
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import Kept

CHANGES = Kept(rules.CHANGES, BookChange, lambda: _("This proposal for the handbook is not there."))
"""Proposals and their life cycle."""
BASE = "base"
"""In what a proposal keeps: the version of the entry that it was written against."""


def charge_items(session: Session, desk: Desk) -> dict[str, ChargeItem]:
    """The charge items by key, with today's rate; told by whoever has charges (hook `book_charges`), never typed here."""
    return {
        key: ChargeItem(key, name, words)
        for told in hooks("book_charges")
        for key, name, words in told(session, desk)
    }  # fmt: skip


def get(session: Session, entry_id: int) -> BookEntry:
    """An entry.

    Raises:
        NotFound: there is none with this id.
    """
    row = session.get(BookEntry, entry_id)
    if row is None:
        # L10N: 没有这个条目
        raise NotFound(_("This entry is not in the book."))
    return row


def view(
    desk: Desk, row: BookEntry, items: Mapping[str, ChargeItem], names: Mapping[int, str], today: date
) -> BookView:
    """An entry as plain data."""
    due = rules.review_on(row.reviewed_on, int(desk.policy["desk_book.review_months"]))
    item = items.get(row.item)
    return BookView(
        row.id, row.kind, row.title, row.text,
        row.keywords, row.phone, row.item, item.words if item is not None else "", row.public, row.valid_from, row.valid_until,
        rules.valid_on(row.valid_from, row.valid_until, today), row.source, row.version, row.updated_at,
        names.get(row.updated_by or 0, ""), row.reviewed_on, due, due <= today,
    )  # fmt: skip


def views(session: Session, desk: Desk, rows: Sequence[BookEntry]) -> tuple[BookView, ...]:
    """Entries as plain data."""
    items = charge_items(session, desk) if any(row.item for row in rows) else {}
    names = names_of(session, (row.updated_by for row in rows))
    return tuple(view(desk, row, items, names, desk.today()) for row in rows)


def names_of(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    """Names of staff by id."""
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return {}
    return {row.id: row.name for row in session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(wanted)))}


def as_text(row: BookEntry) -> BookText:
    """An entry as it was typed."""
    return BookText(
        row.kind, row.title, row.text, row.keywords, row.phone, row.item, row.public, row.valid_from, row.valid_until, row.source
    )  # fmt: skip


def to_data(text: BookText) -> dict[str, Any]:
    """What was typed, as JSON."""
    return {name: f"{value}" if isinstance(value, date) else value for name, value in asdict(text).items()}


def from_data(data: Mapping[str, Any]) -> BookText:
    """What `to_data` kept; what else stands beside it is left out."""
    days = {name: date.fromisoformat(data[name]) if data.get(name) else None for name in ("valid_from", "valid_until")}
    return BookText(**{name: value for name, value in {**data, **days}.items() if name != BASE})


def outdated(entry: BookEntry | None, row: BookChange) -> bool:
    """Whether a proposal was written before the text that stands in the book now, which it would write over."""
    if entry is None or row.state != "proposed":
        return False
    base = row.data.get(BASE)
    return entry.updated_at > row.made_at if base is None else entry.version > int(base)


def change_views(session: Session, rows: Sequence[BookChange]) -> tuple[ChangeView, ...]:
    """Changes as plain data."""
    about = {row.entry_id for row in rows if row.state == "proposed" and row.entry_id is not None}
    stand = (
        {each.id: each for each in session.scalars(select(BookEntry).where(BookEntry.id.in_(about)))} if about else {}
    )
    names = names_of(session, (each for row in rows for each in (row.staff_id, row.decided_by)))
    return tuple(
        ChangeView(
            row.id, row.entry_id, row.state, row.title, from_data(row.data), row.version, row.made_at, names.get(row.staff_id, ""),
            row.decided_at, names.get(row.decided_by or 0, ""), reasons.said(row.note), outdated(stand.get(row.entry_id or 0), row),
        )
        for row in rows
    )  # fmt: skip


def written(act: Act, rows: Sequence[BookEntry]) -> None:
    """What every change of entries does at its end: the finder, the pages that show them."""
    act.session.flush()
    index.write(act.session, "book-entry", [row.id for row in rows])
    for row in rows:
        act.touch("book-entry", row.id)


__all__ = [
    "BASE", "CHANGES", "as_text", "change_views", "charge_items", "from_data", "get", "names_of", "outdated", "to_data", "view",
    "views", "written",
]  # fmt: skip
