"""How the papers of a request name things, in the language in force."""

from __future__ import annotations

from desk.i18n import _
from desk.models import Request
from desk.services.kit.desk import Desk
from desk.services.kit.words import moment_of, word
from desk.services.requests.views import EventView


def caller_of(row: Request) -> str:
    """The caller's name, or that there is none."""
    return _("Anonymous") if row.anonymous else row.caller_name


def category_of(row: Request) -> str:
    """Category, place and problem in words."""
    words = (word("categories", row.category), word("places", row.place), word("problems", row.problem))
    return " / ".join(part for part in words if part)


def who(row: Request) -> str:
    """Department and person responsible."""
    return " ".join(part for part in (word("departments", row.department), row.responsible) if part)


def said(desk: Desk, event: EventView | None) -> str:
    """When and by whom something was done, and what was said of it."""
    return f"{moment_of(desk, event.at)} {event.staff}\n{event.note}".strip() if event else ""


__all__ = ["caller_of", "category_of", "said", "who"]
