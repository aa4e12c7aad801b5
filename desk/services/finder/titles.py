"""The name of a record by its kind and number, for a field that was filled by the program."""

from __future__ import annotations

from desk import features
from desk.services.kit.desk import Desk


def title_of(desk: Desk, kind: str, record_id: int) -> str:
    """The room's, the person's or the request's name as the finder shows it; "" when there is no such record.

    Args:
        desk: the desk.
        kind: of the record; "" is also said of kinds that no feature has.
        record_id: its id.
    """
    record = features.records().get(kind)
    if record is None:
        return ""
    with desk.look() as session:
        row = session.get(features.load(record.model), record_id)
        return str(getattr(row, record.title)) if row is not None else ""
