"""How papers name things, in the language in force: codes in words, moments of the site, who issued them."""

from __future__ import annotations

from datetime import datetime

from desk.catalog import label
from desk.i18n import _
from desk.rules.kit import wording
from desk.services.kit.desk import Desk


def word(name: str, code: str) -> str:
    """The words of a code; nothing for none."""
    return label(name, code) if code else ""


def moment_of(desk: Desk, moment: datetime | None) -> str:
    """A moment as papers say it, in the site's zone; nothing for none."""
    return wording.moment(desk.local(moment)) if moment else ""


def issued_line(desk: Desk, at: datetime | None = None, staff: str | None = None) -> str:
    """The line at the foot: when (now) and by whom (who is at the counter) the paper was issued."""
    name = (desk.actor.name if desk.actor else "") if staff is None else staff
    # L10N: {moment} {staff} 开具
    text = _("Issued {moment} by {staff}")
    return text.format(moment=moment_of(desk, at or desk.clock()), staff=name).strip()


__all__ = ["issued_line", "moment_of", "word"]
