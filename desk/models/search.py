"""What the finder looks through: entries to show, and the terms that lead to them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, Numbered


class SearchEntry(Numbered, Base):
    """One line of the finder's list, ready to show.

    Attributes:
        kind: unit, customer, request, slip.
        subject_id: the id of that record.
        past: 1 for people who moved out, closed or void records.
        title, subtitle: what is shown (no personal numbers unmasked).
        target: where Enter goes, `unit:12`.
        sort: order among equals.
    """

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("kind", "subject_id"),)

    kind: Mapped[str]
    subject_id: Mapped[int]
    past: Mapped[int] = mapped_column(default=0)
    title: Mapped[str]
    subtitle: Mapped[str] = mapped_column(default="")
    target: Mapped[str] = mapped_column(default="")
    sort: Mapped[str] = mapped_column(default="")


class SearchTerm(Base):
    """A folded word whose prefix finds an entry (names, pinyin in every reading, rooms, reversed digits, numbers)."""

    __tablename__ = "search_term"
    __table_args__ = (Index("ix_search_term_past_term", "past", "term", "entry_id"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("search_entry.id"), primary_key=True)
    term: Mapped[str] = mapped_column(primary_key=True)
    past: Mapped[int] = mapped_column(default=0)
