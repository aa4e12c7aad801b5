"""Who lives there now: the last day counts, in every place (今日搬出)."""

from __future__ import annotations

import pytest

from desk.rules.households import belongs_there, lives_there
from desk.services import households, site
from desk.services.finder import find
from desk.services.households import callers
from desk.services.households.views import PersonEntry, StayEntry
from tests.services.request_site import log


@pytest.fixture
def tenant(desk):
    return households.register_person(desk, PersonEntry("单雄风", phones=("13812340001",)), StayEntry(1, "tenant"))


def everywhere(desk, tenant) -> dict[str, bool]:
    """Whether the person belongs to the room now, as each place says."""
    view = households.household(desk, 1)
    (unit,) = [row for row in households.units(desk).rows if row.id == 1]
    (hit,) = [hit for hit in find(desk, "单雄风") if hit.kind == "customer"]
    job = log(desk, kind="enquiry", customer_id=tenant.customer_id, caller_name="单雄风", promised_at=None)
    from desk.services import slips

    printed = "".join(slips.slip_content(desk, job.number).texts())
    return {
        "household": any(person.here for person in view.people),
        "lives": any(person.lives for person in view.people),
        "list": bool(unit.tenants),
        "search": households.units(desk, text="单雄风").total == 1,
        "finder": not hit.past,
        "callers": bool(callers.residents(desk, 1)),
        "caller": callers.caller(desk, tenant.customer_id, unit_id=1).unit_id == 1,
        "slip": "租户" in printed,
        "counts": site.counts(desk).occupied == 1,
    }


@pytest.mark.parametrize(("days", "here"), [(0, True), (1, False)])
def test_the_last_day_counts_everywhere(desk, clock, tenant, days, here):
    households.end_stay(desk, tenant.occupancy_id, on=desk.today(), reason="搬家")
    clock.forward(days=days)
    found = everywhere(desk, tenant)
    assert found == dict.fromkeys(found, here)
    (person,) = households.household(desk, 1).people
    assert person.leaving is here


def test_the_rule(desk):
    today = desk.today()
    yesterday = today.replace(day=today.day - 1)
    for day, there in ((None, True), (today, True), (yesterday, False)):
        assert lives_there(lives=True, until=day, today=today) is there
        assert not lives_there(lives=False, until=day, today=today)
        assert belongs_there(day, today) is there
