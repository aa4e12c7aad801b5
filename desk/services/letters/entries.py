"""What is typed for templates, runs and single letters."""

from __future__ import annotations

from dataclasses import dataclass


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


__all__ = ["LetterEntry", "RunEntry", "TemplateEntry"]
