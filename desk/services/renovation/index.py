"""What renovation files put into the finder's index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from desk.models import Unit
from desk.models.renovation import Contractor, Renovation
from desk.rules.kit.names import fold
from desk.rules.renovation.cycle import OVER
from desk.services.finder.index import Page, name_terms, newest, number_terms, phone_terms


def pages(connection: Connection, ids: Sequence[int]) -> Iterator[Page]:
    """What files put into the index: their numbers, the room, who applies, who works there."""
    for row in connection.execute(
        select(
            Renovation.id, Renovation.number, Renovation.certificate, Renovation.state, Renovation.applicant,
            Renovation.applicant_phone, Renovation.leader, Renovation.leader_phone, Contractor.name.label("firm"),
            Unit.name.label("room"), Unit.code,
        )
        .join(Unit, Unit.id == Renovation.unit_id)
        .outerjoin(Contractor, Contractor.id == Renovation.contractor_id)
        .where(Renovation.id.in_(ids))
    ):  # fmt: skip
        detail = {"state": row.state, "room": row.room, "applicant": row.applicant, "firm": row.firm or ""}
        page = Page("renovation", row.id, row.state in OVER, row.number, detail, f"renovation:{row.id}", newest(row.id))
        page.add(number_terms(row.number))
        if row.certificate:
            page.add(number_terms(row.certificate))
        page.add([fold(row.code)], minor=True)
        for name in (row.applicant, row.leader, row.firm):
            for terms in name_terms(name) if name else ():
                page.add(terms, minor=True)
        for phone in (row.applicant_phone, row.leader_phone):
            if phone:
                page.add(phone_terms(phone), minor=True)
        yield page


__all__ = ["pages"]
