"""Schemes by their editions: dated, mapped at a switch, never in the past; counters and partners (handbook C-2, V8, V12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk.errors import InvalidInput, NotAllowed
from desk.rules.schemes.standard import POINTS, TIERS
from desk.services import schemes
from desk.services.kit.desk import Desk
from desk.services.schemes import CounterEntry, PartnerEntry, SchemeEntry
from tests.kit.site import Clock, People

TODAY = date(2026, 11, 21)


def test_the_points_scheme_is_in_force_until_the_site_says_otherwise(desk: Desk) -> None:
    assert schemes.current(desk) == POINTS
    assert schemes.editions(desk) == ()


def test_an_edition_counts_from_its_day_and_comes_back_as_it_was_saved(desk: Desk, staff_of_site: People) -> None:
    desk.actor = staff_of_site.manager
    changed = replace(POINTS, bonus=20, name="我的会员制")
    schemes.save(desk, SchemeEntry(changed, TODAY + timedelta(days=10), "多送"))
    assert schemes.current(desk) == POINTS
    assert schemes.current(desk, TODAY + timedelta(days=9)) == POINTS
    assert schemes.current(desk, TODAY + timedelta(days=10)) == changed
    assert [(each.code, each.in_force) for each in schemes.editions(desk)] == [("points", False)]


def test_a_switch_maps_every_level(desk: Desk, staff_of_site: People, clock: Clock) -> None:
    desk.actor = staff_of_site.manager
    with pytest.raises(InvalidInput) as refused:
        schemes.save(desk, SchemeEntry(TIERS, TODAY + timedelta(days=1), mapping={"gold": "gold"}))
    assert list(refused.value.by_field()) == ["mapping.diamond"]
    schemes.save(desk, SchemeEntry(TIERS, TODAY + timedelta(days=1), mapping={"gold": "gold", "diamond": "diamond"}))
    clock.forward(days=1)
    assert schemes.current(desk) == TIERS
    with desk.look() as session:
        assert schemes.timeline(session)[-1].mapping == {"gold": "gold", "diamond": "diamond"}


def test_an_edition_is_not_dated_back_nor_before_the_last_one(desk: Desk, staff_of_site: People) -> None:
    desk.actor = staff_of_site.manager
    with pytest.raises(InvalidInput) as refused:
        schemes.save(desk, SchemeEntry(POINTS, TODAY - timedelta(days=1)))
    assert refused.value.problems[0].code == "past"
    schemes.save(desk, SchemeEntry(POINTS, TODAY + timedelta(days=9)))
    with pytest.raises(InvalidInput) as refused:
        schemes.save(desk, SchemeEntry(POINTS, TODAY + timedelta(days=8)))
    assert refused.value.problems[0].code == "order"


def test_only_a_manager_changes_the_scheme(desk: Desk, staff_of_site: People) -> None:
    desk.actor = staff_of_site.supervisor
    with pytest.raises(NotAllowed):
        schemes.save(desk, SchemeEntry(POINTS, TODAY + timedelta(days=1)))


def test_counters_and_partners(desk: Desk, staff_of_site: People) -> None:
    desk.actor = staff_of_site.supervisor
    made = schemes.save_counter(desk, CounterEntry("a12", "云裳女装", "clothing"))
    schemes.save_counter(desk, CounterEntry("B01", "特价鞋", "clothing", takes_part=False))
    with pytest.raises(InvalidInput) as refused:
        schemes.save_counter(desk, CounterEntry("A12", ""))
    assert sorted(refused.value.by_field()) == ["code", "name"]
    schemes.save_counter(desk, CounterEntry("A12", "云裳女装", "clothing", until=TODAY - timedelta(days=1)), made.id)
    assert [each.code for each in schemes.counters(desk)] == ["B01"]
    assert [each.code for each in schemes.counters(desk, closed=True, participating=True)] == ["A12"]
    schemes.save_partner(desk, PartnerEntry("青禾书店", TODAY, rates={"gold": 900}))
    assert schemes.partners(desk)[0].rates == {"gold": 900, "diamond": 1000}
    with pytest.raises(InvalidInput):
        schemes.save_partner(desk, PartnerEntry("青禾书店", TODAY, TODAY - timedelta(days=1)))
