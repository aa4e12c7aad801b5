"""What requests put into the finder's index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from desk.models import Request, Unit
from desk.rules.kit.names import fold
from desk.services.finder.index import Page, name_terms, newest, number_terms, phone_terms

_CLOSED = frozenset({"closed", "cancelled"})


def pages(connection: Connection, ids: Sequence[int]) -> Iterator[Page]:
    """What requests put into the index: the number, the caller, the room."""
    for row in connection.execute(
        select(
            Request.id, Request.number, Request.kind, Request.state, Request.category, Request.caller_name, Request.caller_phone,
            Unit.name, Unit.code, Request.anonymous,
        ).outerjoin(Unit, Unit.id == Request.unit_id).where(Request.id.in_(ids))
    ):  # fmt: skip
        request_id, number, kind, state, category, caller, phone, room, code, anonymous = row
        shown = "" if anonymous else caller
        page = Page(
            "request", request_id, state in _CLOSED, number,
            {"kind": kind, "state": state, "category": category, "room": room or "", "caller": shown},
            f"request:{request_id}", newest(request_id),
        )  # fmt: skip
        page.add(number_terms(number))
        if code:
            page.add([fold(code)], minor=True)
        if shown:
            for terms in name_terms(shown):
                page.add(terms, minor=True)
        if phone and not anonymous:
            page.add(phone_terms(phone), minor=True)
        yield page
