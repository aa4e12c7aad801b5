"""What the lists and pages of letters show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from desk.services.slips import SlipView


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A version of a template. `newest`: no later version is there."""

    id: int
    number: str
    version: int
    name: str
    kind: str
    customers: str
    of: str
    language: str
    style: str
    text: str
    chance: str
    state: str
    at: datetime
    staff: str
    approved_at: datetime | None
    approved_by: str
    reason: str
    newest: bool
    of_words: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets a letter, or does not.

    Attributes:
        unit_id, room: where it goes; None and "" for a member without a room. fen: past due, where the text names it.
        why: why not, of the list `letter_gaps`; "" when they get one.
        on: the day of a greeting.
    """

    customer_id: int
    name: str
    salutation: str
    role: str
    unit_id: int | None
    room: str
    fen: int | None = None
    why: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class RunPreview:
    """What a run will write, in building order, and whom it leaves out, each with the reason."""

    template: TemplateView
    letters: tuple[Recipient, ...]
    left_out: tuple[Recipient, ...]


@dataclass(frozen=True, slots=True)
class RunView:
    """A run that was made. delivered, returned: how many of its letters; numbers: of the letters, in building order."""

    id: int
    number: str
    template: str
    kind: str
    subject: str
    at: datetime
    staff: str
    letters: int
    left_out: int
    delivered: int
    returned: int
    void: int
    slip: SlipView | None
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOutView:
    """Somebody whom a run left out."""

    customer_id: int
    name: str
    unit_id: int | None
    room: str
    why: str


@dataclass(frozen=True, slots=True)
class LetterView:
    """One letter with its delivery."""

    id: int
    number: str
    run_id: int | None
    run: str
    template: str
    kind: str
    unit_id: int | None
    room: str
    customer_id: int
    name: str
    household: bool
    day: date
    fen: int | None
    state: str
    delivered_by: str
    delivered_on: date | None
    signer: str
    note: str
    staff: str
    slip: SlipView | None


@dataclass(frozen=True, slots=True)
class OccasionView:
    """An occasion with its next day; own: of the site's own."""

    code: str
    name: str
    rule: str
    day: date | None
    own: bool


@dataclass(frozen=True, slots=True)
class GreetingPreview:
    """Whom a list of greetings has, and whom it leaves out, each with the reason. template_id: of its cards, 0 without."""

    occasion: str
    day: date
    until: date
    template_id: int
    letters: tuple[Recipient, ...]
    left_out: tuple[Recipient, ...]


@dataclass(frozen=True, slots=True)
class GreetingRunView:
    """A list of greetings. numbers: of its printed cards."""

    id: int
    number: str
    occasion: str
    name: str
    day: date
    until: date
    means: str
    at: datetime
    staff: str
    people: int
    left_out: int
    done: int
    missed: int
    due: int
    slip: SlipView | None
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GreetingView:
    """Somebody to be greeted. id 0: a birthday that stands on no list yet. key: a key customer. done_by: who greeted."""

    id: int
    run_id: int | None
    number: str
    occasion: str
    occasion_name: str
    year: int
    customer_id: int
    name: str
    salutation: str
    unit_id: int | None
    room: str
    on: date
    means: str
    key: bool
    state: str
    done_at: datetime | None
    done_by: str
    note: str


__all__ = [
    "GreetingPreview",
    "GreetingRunView",
    "GreetingView",
    "LeftOutView",
    "LetterView",
    "OccasionView",
    "Recipient",
    "RunPreview",
    "RunView",
    "TemplateView",
]
