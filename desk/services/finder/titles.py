"""The name of a record by its kind and number, for a field that was filled by the program."""

from __future__ import annotations

from desk.models import Customer, Request, Unit
from desk.services.kit.desk import Desk


def title_of(desk: Desk, kind: str, record_id: int) -> str:
    """The room's, the person's or the request's name as the finder shows it; "" when there is no such record.

    Args:
        desk: the desk.
        kind: unit, customer or request.
        record_id: its id.
    """
    with desk.look() as session:
        if kind == "unit":
            unit = session.get(Unit, record_id)
            return unit.name if unit is not None else ""
        if kind == "customer":
            customer = session.get(Customer, record_id)
            return customer.name if customer is not None else ""
        request = session.get(Request, record_id) if kind == "request" else None
        return request.number if request is not None else ""
