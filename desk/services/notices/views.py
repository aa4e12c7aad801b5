"""What is typed about notices, and what the window shows of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from desk.services.slips import SlipView


@dataclass(frozen=True, slots=True)
class NoticeEntry:
    """A notice.

    Attributes:
        kind: of `rules.notices.KINDS`. text, english: what is told; english for foreign tenants.
        scope: site, buildings, entrances or units; places: which, as it is typed: `1栋、3栋`, `1栋2单元`, `1-1-101`.
        since, until: aware; until None where it stays so.
        emergency: it has happened already. category: of the requests that an outage brings, or "".
    """

    kind: str
    title: str
    text: str
    since: datetime | None
    until: datetime | None = None
    scope: str = "site"
    places: str = ""
    english: str = ""
    emergency: bool = False
    category: str = ""


@dataclass(frozen=True, slots=True)
class PostingEntry:
    """Where it was put up, by whom, when (now when None; aware); a picture of it."""

    place: str
    by: str
    at: datetime | None = None
    photo: Path | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryEntry:
    """What came of delivering it to homes: one outcome for all that are named.

    Attributes:
        units: ids of the homes. outcome: signed, left, refused or absent. signer: who signed, for one home.
        on: the day; today when None. by: who delivered.
    """

    units: tuple[int, ...]
    outcome: str
    signer: str = ""
    by: str = ""
    on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PostingView:
    """Where it hangs or hung; `photo`: whether there is a picture of it, `sha256` its hash."""

    id: int
    place: str
    posted_at: datetime
    posted_by: str
    down_at: datetime | None
    down_by: str
    photo: bool
    note: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A home of a notice's area (`id`), in the order of the houses; `lived_in`: somebody lives there; outcome "" before any try."""

    id: int
    room: str
    lived_in: bool
    outcome: str
    signer: str
    on: date | None
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class AreaView:
    """An area as it was understood: its words, how many homes it has, in how many somebody lives."""

    words: str
    homes: int
    lived_in: int


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice.

    Attributes:
        area: its area in words. homes: with somebody in them, lived in: what a delivery is measured by.
        lead: how long ahead its kind is told, in words; short: less is left, or was when it was issued.
        up: posters that hang now. told: put up, or delivered to somebody. reached: homes that a delivery reached.
        percent: reached of the homes in words, "" while none was tried.
        running: numbers of the mass incidents that run because of it; is_back: its time is over and they still run.
        withdraws, withdrawn_by: numbers of notices.
    """

    id: int
    number: str
    kind: str
    state: str
    title: str
    text: str
    english: str
    scope: str
    places: str
    area: str
    homes: int
    since: datetime
    until: datetime | None
    emergency: bool
    category: str
    lead: str
    short: bool
    late_reason: str
    begun_at: datetime | None
    issued_at: datetime | None
    ended_at: datetime | None
    approved_by: str
    staff: str
    result: str
    note: str
    up: int
    told: bool
    reached: int = 0
    percent: str = ""
    running: tuple[str, ...] = ()
    incidents: tuple[int, ...] = ()
    is_back: bool = False
    withdraws: str = ""
    withdraws_id: int | None = None
    withdrawn_by: str = ""
    withdrawn_by_id: int | None = None
    postings: tuple[PostingView, ...] = ()
    slips: tuple[SlipView, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A line of the list."""

    id: int
    number: str
    kind: str
    state: str
    title: str
    area: str
    since: datetime
    until: datetime | None
    up: int
    told: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """The texts that are proposed for a kind: the site's language and English."""

    title: str
    text: str
    english: str


__all__ = [
    "AreaView", "DeliveryEntry", "DeliveryRow", "NoticeEntry", "NoticeRow", "NoticeView", "PostingEntry", "PostingView", "Proposal",
]  # fmt: skip
