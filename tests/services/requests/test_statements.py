"""What lists and sheets ask of the database does not grow with the number of lines they show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from desk.services import callbacks, incidents, requests
from desk.services.callbacks import CallbackEntry
from desk.services.incidents import IncidentEntry
from desk.services.kit.desk import Desk
from desk.services.requests import RequestEntry, day_sheets
from desk.services.requests import moves as request_moves


@contextmanager
def asked(desk: Desk) -> Iterator[list[str]]:
    """The statements run inside."""
    found: list[str] = []

    def ran(*args: object) -> None:
        found.append(str(args[2]))

    event.listen(desk.database.engine, "before_cursor_execute", ran)
    try:
        yield found
    finally:
        event.remove(desk.database.engine, "before_cursor_execute", ran)


def complaint(desk: Desk, unit_id: int) -> int:
    entry = RequestEntry(
        kind="complaint", channel="phone", unit_id=unit_id, caller_name="单雄风", category="noise", content="楼上敲打。",
        repeated_back=True, promised_at=desk.clock() + timedelta(hours=2),
    )  # fmt: skip
    found = requests.log_request(desk, entry).id
    requests.assign(desk, found, department="security", responsible="陈刚")
    requests.resolve(desk, found, result="已劝阻。", cause="装修")
    callbacks.record_callback(desk, found, CallbackEntry("no-answer", again_at=desk.clock() + timedelta(hours=2)))
    return found


def day_sheet(desk: Desk) -> object:
    return day_sheets.day_sheet_preview(desk, desk.today())


def incident_list(desk: Desk) -> object:
    return incidents.incident_page(desk)


@pytest.mark.parametrize("ask", [day_sheet, incident_list], ids=lambda ask: ask.__name__)
def test_more_lines_ask_no_more(desk: Desk, clock, ask: Callable[[Desk], object]) -> None:
    def more(count: int) -> None:
        for at in range(count):
            found = incidents.start_incident(desk, IncidentEntry(f"{at + 1}栋停水"))
            request_moves.attach(desk, complaint(desk, 1 + at % 3), found.id)
            clock.forward(minutes=1)

    more(2)
    with asked(desk) as few:
        ask(desk)
    more(5)
    with asked(desk) as many:
        ask(desk)
    assert len(many) == len(few)


def test_links_are_read_by_one_question(desk: Desk, clock) -> None:
    ids = []
    for _each in range(6):
        ids.append(complaint(desk, 1))
        clock.forward(minutes=1)
    request_moves.link(desk, ids[0], ids[1])
    with asked(desk) as few:
        requests.request(desk, ids[0])
    for other in ids[2:]:
        request_moves.link(desk, ids[0], other)
    with asked(desk) as many:
        assert len(requests.request(desk, ids[0]).links) == 5
    assert len(many) == len(few)
