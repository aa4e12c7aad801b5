"""Undo within a minute (handbook S34): everything is as it was, numbers stay given, papers become void."""

from __future__ import annotations

from sqlalchemy import text

from desk.models import Base
from desk.services import orders, requests, slips, undo
from desk.services.kit.desk import Desk
from desk.services.site.check import check
from tests.services.request_site import log

APART = ("audit_event", "draft", "row_sum", "sequence", "sealed_value")


def rows(desk: Desk, *without: str) -> dict[str, list[tuple[object, ...]]]:
    """Everything that is kept, by table."""
    with desk.look() as session:
        return {
            table.name: sorted(map(tuple, session.execute(text(f'SELECT * FROM "{table.name}"'))), key=repr)
            for table in Base.metadata.sorted_tables
            if table.name not in (*APART, *without)
        }


def healthy(desk: Desk) -> bool:
    return not list(check(desk))


def test_an_assigned_request_is_as_before(desk, clock, events):
    job = log(desk)
    before = rows(desk, "slip", "work_order", "search_entry", "search_term")
    requests.assign(desk, job.id, department="security", responsible="陈刚")
    offer = undo.offered(desk)
    assert offer is not None
    assert (offer.act, offer.seconds, offer.instead) == ("request.assign", 60, "")
    done = undo.undo(desk)
    assert (done.act, done.subject, done.papers) == ("request.assign", f"request:{job.id}", ())
    assert rows(desk, "slip", "work_order", "search_entry", "search_term") == before
    assert requests.request(desk, job.id).state == "received"
    assert slips.slip_view(desk, "PG-20261121-0001").state == "void"
    assert orders.by_code(desk, "PG-20261121-0001").row.state == "void"
    first, second = events("request.assign")[0], events("request.assign.undone")[0]
    assert second.data["undoes"] == first.id
    assert second.subject == first.subject
    assert healthy(desk)
