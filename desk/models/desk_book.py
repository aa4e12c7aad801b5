"""The desk's own book: its entries, and every change of them as it was proposed or made."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.kit.base import Base, Numbered
from desk.models.staff import Staff as _Staff  # noqa: F401 - its table has to be there


class BookEntry(Numbered, Base):
    """An entry as it is valid now.

    Attributes:
        code: of what the program began the book with; None for a site's own.
        kind: of `rules.desk_book`. phone: of a telephone, "" while it is missing. item: key of a charge item (`fee-item:3`).
        public: it stands on the leaflet. pages: codes of the pages it belongs beside, with commas.
        version: counts changes. updated_by: None for what the program began with. reviewed_on: last looked through.
    """

    __tablename__ = "book_entry"

    code: Mapped[str | None] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    keywords: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    item: Mapped[str] = mapped_column(default="", index=True)
    public: Mapped[bool] = mapped_column(default=False)
    pages: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    source: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
    updated_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    reviewed_on: Mapped[date]


class BookChange(Numbered, Base):
    """A change of an entry, or a new one: proposed, or made at once by a supervisor (then it is accepted).

    Attributes:
        entry_id: None while it is proposed as a new entry. title: of the entry. data: what it says; beside it, under `base`, the version that
            it was written against. version: the one it made.
    """

    __tablename__ = "book_change"

    entry_id: Mapped[int | None] = mapped_column(ForeignKey("book_entry.id"), index=True)
    state: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    data: Mapped[dict[str, Any]]
    version: Mapped[int | None]
    made_at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    note: Mapped[str] = mapped_column(default="")
