"""What the finder looks through: entries to show, and the terms that lead to them (architecture "Finder", "Speed")."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.kit.base import Base


class SearchEntry(Base):
    """One line of the finder's list.

    Attributes:
        id: `entry_key` of the record.
        past: 1 for people who moved out, closed requests and void slips.
        title: what is shown first (a name, a room, a number).
        detail: the rest, as JSON of codes and masked numbers; put into words when shown, in the language of that moment.
        target: where Enter goes, `unit:12`.
        sort: order among equals.
    """

    __tablename__ = "search_entry"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    past: Mapped[int] = mapped_column(default=0)
    title: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    target: Mapped[str] = mapped_column(default="")
    sort: Mapped[str] = mapped_column(default="")


class SearchTerm(Base):
    """A folded word whose beginning finds an entry (names, pinyin in every reading, rooms, reversed digits, numbers).

    Two trees and no third: the table itself is ordered by entry and term (does this entry match the second word too?), the
    index by shelf and term (which entries begin with this?). No foreign key: terms are written with their entry in one place, a
    hundred thousand at a time when a roster is imported, and checking each against its entry took 40 % of that. A prefix is
    looked up as `term >= q AND term < q + U+10FFFF`, which needs terms ordered by code point (`types.CODE_POINTS`).
    """

    __tablename__ = "search_term"
    __table_args__ = (
        Index("ix_search_term_shelf_term", "shelf", "term", "entry_id"),
        {"sqlite_with_rowid": False},
    )

    entry_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    term: Mapped[str] = mapped_column(primary_key=True)
    shelf: Mapped[int] = mapped_column(default=0)
