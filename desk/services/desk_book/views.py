"""What is typed about the desk's book, and what the window shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class BookText:
    """An entry as it is typed.

    Attributes:
        kind: of `rules.desk_book.KINDS`. phone: of a telephone. item: key of a charge item (`fee-item:3`): its rate is read there.
        public: it stands on the leaflet. valid_from, valid_until: None is open.
    """

    kind: str
    title: str
    text: str = ""
    keywords: str = ""
    phone: str = ""
    item: str = ""
    public: bool = False
    valid_from: date | None = None
    valid_until: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class ChargeItem:
    """A charge item as the fees tell it: key, name, its rate of today in words."""

    key: str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class BookView:
    """An entry. `charge`: the rate of its charge item in words. `due`: the day on which it is looked through again.

    `valid`: today. `updated_by`: "" for what the program began with.
    """

    id: int
    kind: str
    title: str
    text: str
    keywords: str
    phone: str
    item: str
    charge: str
    public: bool
    valid_from: date | None
    valid_until: date | None
    valid: bool
    source: str
    version: int
    updated_at: datetime
    updated_by: str
    reviewed_on: date
    due: date
    overdue: bool


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A proposal or a change that was made. `entry_id`: None for a new entry that is proposed. `number`: its title in sentences.

    `outdated`: the book's text is newer than this proposal.
    """

    id: int
    entry_id: int | None
    state: str
    number: str
    text: BookText
    version: int | None
    made_at: datetime
    staff: str
    decided_at: datetime | None
    decided_by: str
    note: str
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone of the book: the entry, and its number, "" while it is missing."""

    id: int
    phone: str


__all__ = ["BookText", "BookView", "ChangeView", "ChargeItem", "Number"]
