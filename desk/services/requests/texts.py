"""Texts to copy for SMS and chats (handbook S30): by template, with the matter, the number and the time, and nothing of a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desk import i18n
from desk.catalog import catalog, label
from desk.errors import InvalidInput, Problem
from desk.i18n import _
from desk.models import Request
from desk.rules.kit import wording
from desk.services.kit.desk import Desk
from desk.services.kit.lifecycle import moving
from desk.services.requests.core import REQUESTS, finish, record
from desk.services.requests.read import get
from desk.services.requests.views import RequestView

PLACES = ("site", "number", "matter", "time", "hotline")
"""What a template may name, in braces; anything else stays as it is written."""


@dataclass(frozen=True, slots=True)
class TextView:
    """A text ready to be sent: the code of its template, the words, and whether it fits the state of the request."""

    code: str
    words: str
    fits: bool


def texts(desk: Desk, request_id: int) -> tuple[TextView, ...]:
    """The texts for a request in the language of the slips, those that fit its state first.

    Raises:
        NotFound: there is no such request.
    """
    with desk.look() as session:
        row = get(session, request_id)
        with i18n.speaking(desk.site.slip_language):
            values = _values(desk, row)
            found = [
                TextView(one.code, filled(one.label, values), fits=row.state in one.extra.get("states", (row.state,)))
                for one in catalog("texts")
            ]
    return tuple(sorted(found, key=lambda one: not one.fits))


def filled(template: str, values: Mapping[str, str]) -> str:
    """A template with its places filled in."""
    for name in PLACES:
        template = template.replace(f"{{{name}}}", values.get(name, ""))
    return template


def note_sent(desk: Desk, request_id: int, code: str) -> RequestView:
    """Notes in the history that a text was sent: the contact leaves its line (handbook S10, S30).

    Raises:
        InvalidInput: field `code`, there is no such text.
        NotFound: there is no such request; NotAllowed.
    """
    words = next((one.words for one in texts(desk, request_id) if one.code == code), "")
    if not words:
        raise InvalidInput([Problem("unknown", _("There is no such text."), "code")])
    # L10N: 已发送：{words}
    note = _("Sent: {words}").format(words=words)
    with moving(desk, REQUESTS, request_id, "note", {"note": note}, name="request.text-sent") as step:
        record(step.act, step.row, step.move.happened, note=note, text=code)
        return finish(step.act, desk, step.row)


def _values(desk: Desk, row: Request) -> dict[str, str]:
    at = row.promised_at if row.state != "on-hold" else row.hold_until
    if at is None or at < desk.clock():
        # L10N: 尽快
        when = _("as soon as possible")
    else:
        when = wording.short_moment(desk.local(at), desk.today())  # it is read on another day, too
    return {
        "site": desk.site.name,
        "number": row.number,
        "matter": label("categories", row.category) if row.category else label("kinds", row.kind),
        "time": when,
        # L10N: 服务前台
        "hotline": desk.site.hotline or _("the front desk"),
    }


__all__ = ["TextView", "filled", "note_sent", "texts"]
