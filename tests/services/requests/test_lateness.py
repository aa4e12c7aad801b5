"""Late and at risk: one answer everywhere, in every state (used up exactly is in time, handbook C-16)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desk.errors import DeskError
from desk.services import households, incidents, requests
from desk.services.incidents import IncidentEntry
from desk.services.kit import due
from desk.services.kit.desk import Desk
from desk.services.requests import RequestFilter, RequestView
from desk.services.requests import moves as request_moves
from tests.services.request_site import log

FRIDAY = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
"""10:00 in Shanghai on a workday."""


def bring(desk: Desk, state: str) -> RequestView:
    """A repair of room 1 in a state, promised in an hour."""
    job = log(desk, kind="repair", category="leak", promised_at=desk.clock() + timedelta(hours=1))
    if state != "received":
        job = requests.assign(desk, job.id, department="engineering", responsible="孙师傅")
    if state in ("accepted", "in-progress", "on-hold"):
        job = request_moves.accept(desk, job.id)
    if state == "in-progress":
        job = request_moves.start(desk, job.id)
    if state == "on-hold":
        job = request_moves.hold(desk, job.id, reason="parts", until=desk.clock() + timedelta(days=3))
    if state in ("resolved", "replied", "closed"):
        job = requests.resolve(desk, job.id, result="好")
    if state == "replied":
        job = request_moves.reply(desk, job.id, note="已告知")
    if state == "closed":
        job = requests.close(desk, job.id)
    if state == "cancelled":
        job = requests.cancel(desk, job.id, reason="撤回")
    assert job.state == state
    return job


def everywhere(desk: Desk, job: RequestView) -> dict[str, bool]:
    """Whether it is past its promise, as each place says."""
    light = next(lamp for lamp in households.household(desk, 1).lights if lamp.code == "requests")
    listed = [row for row in requests.requests(desk, RequestFilter(state="all")).rows if row.id == job.id]
    return {
        "page": requests.request(desk, job.id).overdue,
        "list": listed[0].overdue,
        "filter": any(row.id == job.id for row in requests.requests(desk, RequestFilter(state="overdue")).rows),
        "today": next(item for item in due.items(desk) if item.code == "overdue").count > 0,
        "household": light.state == "red",
    }


@pytest.mark.parametrize(
    "state",
    ["received", "assigned", "accepted", "in-progress", "on-hold", "resolved", "replied", "closed", "cancelled"],
)
def test_past_the_promise_is_one_answer_in_every_place(desk, clock, state):
    """A second before the promise, at it, and a second after; nothing is done between."""
    job = bring(desk, state)
    for seconds, passed in ((-1, False), (0, False), (1, True)):
        clock.now = job.promised_at + timedelta(seconds=seconds)
        expected = passed and state not in ("resolved", "replied", "closed", "cancelled")
        told = dict.fromkeys(("page", "list", "filter", "today", "household"), expected)
        assert everywhere(desk, job) == told, f"{seconds} seconds after the promise"


def lights(desk: Desk, job: RequestView) -> tuple[str, str, bool, bool]:
    """The worst lamp that still runs on the page, the list's, and whether the two filters show it."""
    running = {clock.light for clock in requests.request(desk, job.id).clocks if not clock.done}
    worst = next((light for light in ("red", "amber") if light in running), "green")
    (row,) = [row for row in requests.requests(desk, RequestFilter(state="all")).rows if row.id == job.id]
    shown = [
        any(found.id == job.id for found in requests.requests(desk, RequestFilter(state=name)).rows)
        for name in ("at-risk", "late")
    ]
    return worst, row.light, shown[0], shown[1]


@pytest.mark.parametrize("state", ["received", "assigned", "accepted", "in-progress", "on-hold", "resolved", "closed"])
def test_page_list_and_filters_show_the_same_lamp_at_every_hour(desk, clock, state):
    clock.now = FRIDAY
    job = bring(desk, state)
    for _step in range(60):
        clock.forward(minutes=47)
        worst, listed, at_risk, late = lights(desk, job)
        assert listed == worst
        assert (at_risk, late) == (worst == "amber", worst == "red")


def hand_on(desk: Desk, job: RequestView) -> None:
    """Hands the job on, so that only the resolution runs."""
    requests.assign(desk, job.id, department="engineering", responsible="孙师傅")
    request_moves.accept(desk, job.id)


def test_a_limit_used_up_exactly_when_it_was_put_on_hold_is_not_late(desk, clock):
    clock.now = FRIDAY
    job = log(desk, kind="repair", category="leak", promised_at=desk.clock() + timedelta(days=300))
    hand_on(desk, job)
    resolution = next(each for each in requests.request(desk, job.id).clocks if each.code == "resolution")
    clock.now = resolution.due
    request_moves.hold(desk, job.id, reason="parts", until=clock() + timedelta(days=30))
    clock.forward(days=4)
    assert lights(desk, job) == ("amber", "amber", True, False)
    request_moves.resume(desk, job.id)
    clock.forward(days=4)
    assert lights(desk, job) == ("red", "red", False, True)


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_what_is_over_joins_no_incident(desk, state):
    running = incidents.start_incident(desk, IncidentEntry("3栋停水"))
    job = bring(desk, state)
    with pytest.raises(DeskError) as refused:
        request_moves.attach(desk, job.id, running.id)
    assert refused.value.code == "illegal-move"
    assert requests.request(desk, job.id).incident_id is None
