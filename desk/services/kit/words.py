"""How the papers of a request name things, in the language in force: codes in words, moments of the site."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from desk.catalog import label
from desk.i18n import _
from desk.rules.kit import wording
from desk.services.kit.desk import Desk

if TYPE_CHECKING:  # the kit asks no feature while it is loaded
    from desk.models import Request
    from desk.services.requests.views import EventView


def word(name: str, code: str) -> str:
    """The words of a code; nothing for none."""
    return label(name, code) if code else ""


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


def moment_of(desk: Desk, moment: datetime | None) -> str:
    """A moment as papers say it, in the site's zone; nothing for none."""
    return wording.moment(desk.local(moment)) if moment else ""


def said(desk: Desk, event: EventView | None) -> str:
    """When and by whom something was done, and what was said of it."""
    return f"{moment_of(desk, event.at)} {event.staff}\n{event.note}".strip() if event else ""


def issued_line(desk: Desk, at: datetime | None = None, staff: str | None = None) -> str:
    """The line at the foot: when (now) and by whom (who is at the counter) the paper was issued."""
    name = (desk.actor.name if desk.actor else "") if staff is None else staff
    # L10N: {moment} {staff} 开具
    text = _("Issued {moment} by {staff}")
    return text.format(moment=moment_of(desk, at or desk.clock()), staff=name).strip()


__all__ = ["caller_of", "category_of", "issued_line", "moment_of", "said", "who", "word"]
