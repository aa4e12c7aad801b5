from __future__ import annotations

import pytest
from sqlalchemy import select

from desk.errors import DeskError, InvalidInput, NotAllowed
from desk.models import Unit
from desk.services import site
from desk.services.finder import find
from desk.services.households.people import register_person
from desk.services.households.read import units
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.site import BuildingPlan, SetUp
from desk.services.site.check import check

GOOD = SetUp("阳光花园", "0755-26001234", "zh_CN", (BuildingPlan("1栋", 2, 2, 2),), "周敏", "Zhou", "246810")


def test_set_up_makes_site_rooms_and_a_signed_in_manager(empty_desk):
    view = site.set_up(empty_desk, GOOD)
    assert view.ready
    assert (view.name, view.slip_language) == ("阳光花园", "zh_CN")
    assert empty_desk.actor is not None
    assert (empty_desk.actor.login, empty_desk.actor.role) == ("zhou", "manager")
    with empty_desk.look() as session:
        names = session.scalars(select(Unit.name).order_by(Unit.sort)).all()
    assert names == [f"1栋{e}单元{f}0{n}" for e in (1, 2) for f in (1, 2) for n in (1, 2)]
    assert site.counts(empty_desk) == site.SiteCounts(8, 0, 0)
    assert [found.title for found in find(empty_desk, "1-2-201")][:1] == ["1栋2单元201"]
    assert check(empty_desk) == []


def test_set_up_tells_all_that_is_wrong_and_keeps_nothing(empty_desk):
    bad = SetUp(" ", "", "xx", (BuildingPlan("1栋", 1, 1, 1), BuildingPlan("1号楼", 1, 1, 1)), "", "zhou", "12")
    with pytest.raises(InvalidInput) as caught:
        site.set_up(empty_desk, bad)
    assert set(caught.value.by_field()) == {"site_name", "language", "buildings", "manager_name", "manager_pin"}
    assert not empty_desk.site.ready
    assert site.counts(empty_desk).units == 0
    assert empty_desk.actor is None
    site.set_up(empty_desk, GOOD)


@pytest.mark.parametrize(
    ("figures", "field"), [((-2, 4, 4), "entrances"), ((1, 999, 4), "floors"), ((1, 4, 100), "rooms_per_floor")]
)
def test_a_wrong_figure_is_said_once_and_beside_itself(empty_desk, figures, field):
    plans = tuple(BuildingPlan(f"{n}栋", *figures) for n in range(1, 14))
    bad = SetUp("阳光花园", "", "zh_CN", plans, "周敏", "zhou", "246810")
    with pytest.raises(InvalidInput) as caught:
        site.set_up(empty_desk, bad)
    assert [(p.field, p.code) for p in caught.value.problems] == [(field, "range")]


def test_set_up_happens_once(desk):
    with pytest.raises(DeskError) as caught:
        site.set_up(desk, GOOD)
    assert caught.value.code == "set-up-already"


def test_an_ensured_site_can_still_be_set_up(empty_desk):
    assert not site.ensure_site(empty_desk, name="新小区").ready
    assert site.ensure_site(empty_desk, name="另一个").name == "新小区"
    assert site.set_up(empty_desk, GOOD).name == "阳光花园"


def test_buildings_stand_in_natural_order(desk, staff_of_site):
    desk.actor = staff_of_site.manager
    for name in ("10栋", "2栋"):
        site.add_building(desk, BuildingPlan(name, 0, 1, 1))
    assert [(b.name, b.code, b.units) for b in site.buildings(desk)] == [
        ("1栋", "1", 12),
        ("2栋", "2", 1),
        ("10栋", "10", 1),
        ("A座", "A", 4),
    ]


def test_rooms_of_a_floor_stand_in_order_of_their_numbers(desk, staff_of_site):
    desk.actor = staff_of_site.manager
    building = site.add_building(desk, BuildingPlan("5栋", 0, 11, 11))
    with desk.look() as session:
        rooms = session.scalars(select(Unit.room).where(Unit.building_id == building).order_by(Unit.sort)).all()
    assert rooms == sorted(rooms, key=int)
    assert rooms[0] == "101"
    assert rooms[-1] == "1111"


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        (BuildingPlan("", 1, 1, 1), "name"),
        (BuildingPlan("栋", 1, 1, 1), "name"),
        (BuildingPlan("1号楼", 1, 1, 1), "name"),
        (BuildingPlan("7栋", -1, 1, 1), "entrances"),
        (BuildingPlan("7栋", 1, 500, 1), "floors"),
        (BuildingPlan("7栋", 1, 1, 100), "rooms_per_floor"),
        (BuildingPlan("7栋", 20, 100, 50), "floors"),
    ],
)
def test_a_wrong_building_is_refused_beside_its_field(desk, staff_of_site, plan, field):
    desk.actor = staff_of_site.manager
    with pytest.raises(InvalidInput) as caught:
        site.add_building(desk, plan)
    assert list(caught.value.by_field()) == [field]
    assert len(site.buildings(desk)) == 2


def test_a_building_is_written_another_way_and_its_rooms_with_it(desk, staff_of_site):
    desk.actor = staff_of_site.manager
    for name in ("11栋", "10栋"):
        site.add_building(desk, BuildingPlan(name, 0, 1, 1))
    register_person(desk, PersonEntry("江一"), StayEntry(1, "owner"))
    first = site.buildings(desk)[0]
    assert site.rename_building(desk, first.id, " 1号楼 ").name == "1号楼"
    with desk.look() as session:
        assert session.get(Unit, 1).name == "1号楼1单元101"
        assert session.scalars(select(Unit.name).where(Unit.code.startswith("11-"))).all() == ["11栋101"]
    assert [hit.title for hit in find(desk, "1号楼1单元101", kinds=("unit",))] == ["1号楼1单元101"]
    assert "1号楼1单元101" in find(desk, "江一", kinds=("customer",))[0].subtitle
    assert [row.name for row in units(desk, text="11栋").rows] == ["11栋101"]
    for wrong in ("", "2栋", "楼"):
        with pytest.raises(InvalidInput) as caught:
            site.rename_building(desk, first.id, wrong)
        assert "name" in caught.value.by_field()


def test_buildings_and_the_name_are_the_managers(desk):
    with pytest.raises(NotAllowed):
        site.rename_building(desk, 1, "1号楼")
    with pytest.raises(NotAllowed):
        site.add_building(desk, BuildingPlan("7栋", 1, 1, 1))
    with pytest.raises(NotAllowed):
        site.change_site(desk, name="我的花园")
    assert desk.site.name == "阳光花园物业服务中心"
    assert len(site.buildings(desk)) == 2


def test_anybody_switches_the_screens_language_but_not_that_of_slips(desk):
    assert site.change_site(desk, language="en").language == "en"
    with pytest.raises(NotAllowed):
        site.change_site(desk, slip_language="en")
    assert desk.site.slip_language == "zh_CN"


def test_a_changed_site_is_seen_at_once_and_audited(desk, staff_of_site, events):
    desk.actor = staff_of_site.manager
    site.change_site(desk, hotline="400-123-4567")
    assert desk.site.hotline == "400-123-4567"
    assert events("site.change")[-1].data == {"changed": {"hotline": ["0755-26001234", "400-123-4567"]}}


def test_a_rule_is_changed_by_the_manager_only(desk, staff_of_site, events):
    with pytest.raises(NotAllowed):
        site.change_setting(desk, "policy.staff.pin_length", 6)
    assert desk.policy["staff.pin_length"] == 4
    desk.actor = staff_of_site.manager
    site.change_setting(desk, "policy.staff.pin_length", 6)
    assert desk.policy["staff.pin_length"] == 6
    site.change_setting(desk, "policy.staff.pin_length", 5)
    assert events("site.setting")[-1].data == {"key": "policy.staff.pin_length", "before": 6, "after": 5}


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("policy.staff.nothing", 1, "key"),
        ("policy.staff", 1, "key"),
        ("policy.staff.pin_length", "6", "value"),
        ("policy.staff.pin_length", True, "value"),
        ("policy.staff.pin_length", -1, "value"),
        ("policy.requests.service_hours", 1, "key"),
        ("policy.requests.reply_days", 0, "value"),
        ("policy.requests.at_risk_percent", 101, "value"),
        ("policy.backup.days", 1.5, "value"),
    ],
)
def test_a_rule_keeps_its_kind_of_value(desk, staff_of_site, name, value, field):
    desk.actor = staff_of_site.manager
    with pytest.raises(InvalidInput) as caught:
        site.change_setting(desk, name, value)
    assert list(caught.value.by_field()) == [field]


def test_what_is_no_rule_is_changed_through_its_feature(desk, staff_of_site):
    desk.actor = staff_of_site.manager
    for key in ("filters.requests.1", "demo"):
        with pytest.raises(InvalidInput):
            site.change_setting(desk, key, True)
