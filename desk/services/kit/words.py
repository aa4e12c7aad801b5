"""How papers name things, in the language in force: codes in words, moments of the site, who issued them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from desk import i18n
from desk.catalog import catalog, label
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


# ------------------------------------------------------------------------------- texts to send by hand (handbook S30)
PLACES = ("site", "number", "matter", "time", "hotline")
"""What a template may name, in braces; anything else stays as it is written."""
REQUESTS = "request"
"""The kind of record that a template without a group is for."""


@dataclass(frozen=True, slots=True)
class TextView:
    """A text ready to be sent: the code of its template, the words, and whether it fits the state of the record."""

    code: str
    words: str
    fits: bool


def texts_of(
    desk: Desk,
    kind: str,
    state: str,
    *,
    number: str,
    matter: str,
    until: date | datetime | None = None,
    ahead: bool = True,
) -> tuple[TextView, ...]:
    """The texts for a record in the language of the slips, those that fit its state first. Nothing of a person, no room, no amount.

    Args:
        desk: the desk.
        kind: of the record, as the templates name it.
        state: of the record, as the templates name it.
        number: of the record.
        matter: what it is about, in the language of the slips.
        until: the day or moment that a text may name.
        ahead: it is a promise: one that has passed is not promised again.
    """
    with i18n.speaking(desk.site.slip_language):
        values = {
            "site": desk.site.name,
            "number": number,
            "matter": matter,
            "time": _until(desk, until, ahead=ahead),
            # L10N: 服务前台
            "hotline": desk.site.hotline or _("the front desk"),
        }
        found = [
            TextView(one.code, filled(one.label, values), fits=state in one.extra.get("states", (state,)))
            for one in catalog("texts")
            if (one.extra.get("group") or REQUESTS) == kind
        ]
    return tuple(sorted(found, key=lambda one: not one.fits))


def _until(desk: Desk, until: date | datetime | None, *, ahead: bool) -> str:
    over = until is None or (until < desk.clock() if isinstance(until, datetime) else until < desk.today())
    if until is None or (over and ahead):
        # L10N: 尽快
        return _("as soon as possible")
    if isinstance(until, datetime):
        return wording.short_moment(desk.local(until), desk.today())  # it is read on another day, too
    return wording.day(until)


def filled(template: str, values: Mapping[str, str]) -> str:
    """A template with its places filled in."""
    for name in PLACES:
        template = template.replace(f"{{{name}}}", values.get(name, ""))
    return template


__all__ = ["PLACES", "TextView", "filled", "issued_line", "moment_of", "texts_of", "word"]
