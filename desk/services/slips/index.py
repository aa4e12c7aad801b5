"""What slips put into the finder's index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from desk.models import SlipRecord
from desk.services.finder.index import Page, newest, number_terms


def pages(connection: Connection, ids: Sequence[int]) -> Iterator[Page]:
    """What slips put into the index: their numbers."""
    for slip_id, number, kind, title, state in connection.execute(
        select(SlipRecord.id, SlipRecord.number, SlipRecord.kind, SlipRecord.title, SlipRecord.state).where(
            SlipRecord.id.in_(ids)
        )
    ):
        page = Page(
            "slip", slip_id, state == "void", number, {"kind": kind, "title": title, "state": state},
            f"slip:{number}", newest(slip_id),
        )  # fmt: skip
        page.add(number_terms(number))
        yield page
