"""What is typed for templates, runs and single letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TemplateEntry:
    """A text of letters; `customers` and `of`: see the table; `chance`: why a word that reads like a threat is none."""

    name: str
    kind: str
    text: str
    customers: str = "any"
    of: str = ""
    language: str = "zh_CN"
    style: str = "sir-madam"
    chance: str = ""


@dataclass(frozen=True, slots=True)
class RunEntry:
    """Letters in one go: the template in use, what about, and to whom.

    Attributes:
        subject: in the clerk's words, for the lists.
        building_id, unit_kind, role, klass, tier: narrow the audience; None and "" do not. role also: "living", whoever lives here.
        persons: one letter for each person instead of one for each household.
        again: who had this letter lately gets it once more.
        without: ids of customers who were taken out by hand.
    """

    template_id: int
    subject: str
    building_id: int | None = None
    unit_kind: str = ""
    role: str = ""
    klass: str = ""
    tier: str = ""
    persons: bool = False
    again: bool = False
    without: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterEntry:
    """One letter to one person of a home; `again`: although it was sent lately."""

    template_id: int
    unit_id: int
    customer_id: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class GreetingEntry:
    """Whom to greet.

    Attributes:
        occasion: code of an occasion. means: card, call, sms, gift. template_id: of the printed cards.
        days: birthdays from today on within so many days: 0, 7, 30. day: of what has none of its own, or another one than the next.
        building_id, klass, tier, without: as in a run of letters.
    """

    occasion: str
    means: str
    template_id: int = 0
    days: int = 0
    day: date | None = None
    building_id: int | None = None
    klass: str = ""
    tier: str = ""
    without: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OccasionEntry:
    """An occasion of the site's own: fixed or lunar month and day, or the nth weekday (0 Monday) of a month."""

    name: str
    rule: str
    month: int
    day: int = 0
    nth: int = 0
    weekday: int = 0


__all__ = ["GreetingEntry", "LetterEntry", "OccasionEntry", "RunEntry", "TemplateEntry"]
