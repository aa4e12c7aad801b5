"""The site: first set-up, buildings and their rooms, settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import distinct, func, insert, select
from sqlalchemy.orm import Session

from desk import features
from desk.errors import Checker, DeskError, InvalidInput, NotFound, Problem
from desk.i18n import LANGUAGES, _
from desk.models import Building, Customer, Occupancy, Setting, Site, Unit
from desk.models.households import lives_now
from desk.rules.kit import rooms
from desk.services.kit.desk import Act, Actor, Desk, SiteView
from desk.services.site import policy
from desk.services.staff import StaffEntry, has_staff, new_staff

MOST_UNITS = 5000
"""More rooms in one building are a typing error."""


@dataclass(frozen=True, slots=True)
class BuildingPlan:
    """A building and the rooms it is filled with: 1栋, 2 entrances, 18 floors, 4 rooms → 1栋1单元101 … 1栋2单元1804.

    Attributes:
        name: as the site writes it, 1栋 or A座.
        entrances: how many entrances (单元); 0 where the building has none.
        floors: how many floors, from the first.
        rooms_per_floor: how many rooms on each floor of each entrance; 0 floors or rooms make a building without rooms.
    """

    name: str
    entrances: int
    floors: int
    rooms_per_floor: int


@dataclass(frozen=True, slots=True)
class SetUp:
    """What the first set-up asks for.

    Attributes:
        slip_language: the language of slips; the screen's when "".
    """

    site_name: str
    hotline: str
    language: str
    buildings: tuple[BuildingPlan, ...]
    manager_name: str
    manager_login: str
    manager_pin: str
    slip_language: str = ""


@dataclass(frozen=True, slots=True)
class BuildingView:
    """A building and how many units it has."""

    id: int
    code: str
    name: str
    units: int


@dataclass(frozen=True, slots=True)
class SiteCounts:
    """How big the site is: units, units with somebody registered, customers."""

    units: int
    occupied: int
    customers: int


_STAFF_FIELDS = {"name": "manager_name", "login": "manager_login", "pin": "manager_pin"}


def set_up(desk: Desk, entry: SetUp, *, demo: bool = False) -> SiteView:
    """The first set-up: site, buildings with their rooms, and the manager, who is signed in by it.

    Args:
        desk: the desk.
        entry: what was typed.
        demo: everybody in it is invented; such a site is opened without a PIN.

    Raises:
        InvalidInput: fields `site_name`, `language`, `slip_language`, `buildings`, `manager_name`, `manager_login`,
            `manager_pin`.
        DeskError: `set-up-already`.
        NotAllowed: there is staff already, and no manager is signed in.
    """
    with desk.act("site.set-up") as act:
        row = act.session.scalars(select(Site)).first()
        if row is not None and row.ready:
            raise DeskError("set-up-already", _("This site has been set up already."))
        if has_staff(act.session):
            desk.require("manager")
        check = Checker()
        check.require("site_name", entry.site_name, _("Type the name of the service centre."))
        _check_language(check, "language", entry.language)
        if entry.slip_language:
            _check_language(check, "slip_language", entry.slip_language)
        _check_plans(check, act.session, entry.buildings)
        manager = None
        try:
            staff = StaffEntry(entry.manager_login, entry.manager_name, "manager", entry.manager_pin)
            manager = new_staff(act, desk, staff, demo=demo)
        except InvalidInput as error:
            check.problems += [
                Problem(p.code, p.message, _STAFF_FIELDS.get(p.field, "manager_name")) for p in error.problems
            ]
        check.done()
        assert manager is not None
        if row is None:
            row = Site(name="")
            act.session.add(row)
        row.name, row.hotline, row.ready = entry.site_name.strip(), entry.hotline.strip(), True
        row.demo = demo
        row.language, row.slip_language = entry.language, entry.slip_language or entry.language
        for plan in entry.buildings:
            _build(act, plan)
        act.session.flush()
        act.actor = Actor(manager.id, manager.login, manager.name, manager.role)
        act.data = {
            "name": row.name,
            "buildings": [plan.name.strip() for plan in entry.buildings],
            "manager": manager.login,
        }
        act.subject = f"site:{row.id}"
        actor = act.actor
    desk.actor = actor
    desk.forget()
    return desk.site


def ensure_site(desk: Desk, *, name: str = "") -> SiteView:
    """Makes an empty site with default settings where there is none (a command on a new folder); set-up can still follow."""
    with desk.look() as session:
        there = session.scalars(select(Site.id)).first() is not None
    if not there:
        with desk.act("site.make") as act:
            row = Site(name=name.strip())
            act.session.add(row)
            act.session.flush()
            act.about("site", row.id, name=row.name)
        desk.forget()
    return desk.site


def add_building(desk: Desk, plan: BuildingPlan) -> int:
    """Adds a building with its rooms; gives its id. Needs the manager.

    Raises:
        InvalidInput: fields `name`, `entrances`, `floors`, `rooms_per_floor`.
    """
    with desk.act("site.add-building") as act:
        desk.require("manager")
        if problems := _plan_problems(act.session, plan):
            raise InvalidInput(problems)
        building_id = _build(act, plan)
        act.about("building", building_id, name=plan.name.strip(), entrances=plan.entrances, floors=plan.floors)
        act.data["rooms_per_floor"] = plan.rooms_per_floor
        return building_id


def rename_building(desk: Desk, building_id: int, name: str) -> BuildingView:
    """Writes a building another way (1栋 → 1号楼), and with it the names of its rooms. Needs the manager.

    Its number stays: rooms are known by it, on slips and keys.

    Raises:
        InvalidInput: field `name`; NotFound: there is no such building.
    """
    name = name.strip()
    with desk.act("site.rename-building") as act:
        desk.require("manager")
        row = act.session.get(Building, building_id)
        if row is None:
            # L10N: 没有这栋楼
            raise NotFound(_("There is no such building."))
        check = Checker()
        check.require("name", name, _("Type the name of the building, such as 1栋."))
        if name and rooms.building_code(name) != row.code:
            # L10N: 楼号 {code} 不能更改
            check.add(
                "name",
                "code",
                _("The building's number {code} stays: its rooms are known by it.").format(code=row.code),
            )
        check.done()
        before, row.name = row.name, name
        units = act.session.scalars(select(Unit).where(Unit.building_id == row.id)).all()
        for unit in units:
            if unit.name.startswith(before):
                unit.name = name + unit.name.removeprefix(before)
        act.session.flush()
        for hook in features.hooks("rooms_renamed"):
            hook(act.session, [unit.id for unit in units], before, name)
        act.about("building", row.id, changed={"name": [before, name]})
        return BuildingView(row.id, row.code, row.name, len(units))


def buildings(desk: Desk) -> list[BuildingView]:
    """The buildings in natural order."""
    query = (
        select(Building.id, Building.code, Building.name, func.count(Unit.id))
        .outerjoin(Unit, Unit.building_id == Building.id)
        .group_by(Building.id, Building.code, Building.name, Building.sort)
        .order_by(Building.sort)
    )
    with desk.look() as session:
        return [BuildingView(*row) for row in session.execute(query)]


def change_site(
    desk: Desk,
    *,
    name: str | None = None,
    hotline: str | None = None,
    language: str | None = None,
    slip_language: str | None = None,
) -> SiteView:
    """Changes what is not None. Needs the manager, but for the screen's language, which anybody may switch.

    Raises:
        InvalidInput: fields `name`, `language`, `slip_language`.
    """
    wanted = {"name": name, "hotline": hotline, "language": language, "slip_language": slip_language}
    given = {key: value.strip() for key, value in wanted.items() if value is not None}
    with desk.act("site.change") as act:
        if set(given) - {"language"}:
            desk.require("manager")
        check = Checker()
        if "name" in given:
            check.require("name", given["name"], _("Type the name of the service centre."))
        for key in ("language", "slip_language"):
            if key in given:
                _check_language(check, key, given[key])
        check.done()
        row = act.session.scalars(select(Site)).first()
        if row is None:
            raise DeskError("no-site", _("This site has not been set up yet."))
        changed = {key: [getattr(row, key), value] for key, value in given.items() if getattr(row, key) != value}
        for key, (_before, after) in changed.items():
            setattr(row, key, after)
        act.about("site", row.id, changed=changed)
    desk.forget()
    return desk.site


def change_setting(desk: Desk, key: str, value: Any) -> None:
    """Changes a number of the rulebook (`policy.*`), audited with before and after; others are changed through their features.

    Raises:
        InvalidInput: field `key` or `value`.
        NotAllowed: not the manager.
    """
    with desk.act("site.setting") as act:
        desk.require("manager")
        rule = key.removeprefix("policy.")
        if rule == key:
            raise InvalidInput([Problem("setting", _("There is no rule named {name}.").format(name=key), "key")])
        check = Checker()
        policy.check_value(check, "value", rule, value)
        check.done()
        row = act.session.get(Setting, key)
        before = None if row is None else row.value
        act.session.merge(Setting(key=key, value=value))
        act.data.update(key=key, before=before, after=value)
        policy.put_in_force(act, desk, {rule: value})
    desk.forget()


def counts(desk: Desk) -> SiteCounts:
    """How many units, units with somebody registered, and customers the site has."""
    with desk.look() as session:
        return SiteCounts(
            units=session.scalar(select(func.count(Unit.id))) or 0,
            occupied=session.scalar(select(func.count(distinct(Occupancy.unit_id))).where(lives_now(desk.today())))
            or 0,
            customers=session.scalar(select(func.count(Customer.id))) or 0,
        )


def new_building(session: Session, name: str) -> Building:
    """Adds a building to a session, without rooms (also for the roster)."""
    code = rooms.building_code(name)
    building = Building(code=code, name=name.strip(), sort=rooms.room_sort_text(rooms.RoomKey(code, "", "")))
    session.add(building)
    session.flush()
    return building


def unit_values(building_id: int, building_name: str, key: rooms.RoomKey) -> dict[str, Any]:
    """The columns of a new unit by its key, for one insert of many."""
    return {
        "building_id": building_id,
        "entrance": key.unit,
        "room": key.room,
        "code": key.code,
        "name": rooms.format_room(key, building_name=building_name),
        "sort": rooms.room_sort_text(key),
        "floor": rooms.floor_of(key.room),
        "kind": "residence",
        "state": "vacant",
        "note": "",
    }


def _build(act: Act, plan: BuildingPlan) -> int:
    building = new_building(act.session, plan.name)
    entrances = [str(number) for number in range(1, plan.entrances + 1)] or [""]
    rows = [
        unit_values(building.id, building.name, rooms.RoomKey(building.code, entrance, f"{floor}{number:02d}"))
        for entrance in entrances
        for floor in range(1, plan.floors + 1)
        for number in range(1, plan.rooms_per_floor + 1)
    ]
    if rows:
        act.session.execute(insert(Unit), rows)
        ids = act.session.scalars(select(Unit.id).where(Unit.building_id == building.id)).all()
        for hook in features.hooks("units_changed"):
            hook(act.session, list(ids))
    return building.id


def _check_plans(check: Checker, session: Session, plans: tuple[BuildingPlan, ...]) -> None:
    """What is wrong with the buildings stands beside `buildings`, what is wrong with a figure beside that figure, once."""
    seen: set[str] = set()
    said: set[tuple[str, str]] = set()
    for plan in plans:
        problems = _plan_problems(session, plan)
        code = rooms.building_code(plan.name)
        if not problems and code in seen:
            problems = [Problem("taken", _("There is a building {name} already.").format(name=plan.name.strip()))]
        seen.add(code)
        for problem in problems:
            field = problem.field if problem.field in rooms.MOST_OF else "buildings"
            if (field, problem.message) not in said:
                said.add((field, problem.message))
                check.add(field, problem.code, problem.message)


def _plan_problems(session: Session, plan: BuildingPlan) -> list[Problem]:
    check = Checker()
    check.require("name", plan.name, _("Type the name of the building, such as 1栋."))
    code = rooms.building_code(plan.name)
    if plan.name.strip() and not code:
        check.add("name", "building", _("The name of a building has a number or a letter, such as 1栋 or A座."))
    if code and session.scalars(select(Building.id).where(Building.code == code)).first() is not None:
        check.add("name", "taken", _("There is a building {name} already.").format(name=plan.name.strip()))
    for field, most in rooms.MOST_OF.items():
        if not 0 <= getattr(plan, field) <= most:
            check.add(field, "range", _("Between 0 and {most}, please.").format(most=most))
    total = max(plan.entrances, 1) * plan.floors * plan.rooms_per_floor
    if not check.problems and total > MOST_UNITS:
        check.add(
            "floors", "range", _("That makes {n} rooms in one building. Please check the figures.").format(n=total)
        )
    return check.problems


def _check_language(check: Checker, field: str, language: str) -> None:
    if language not in LANGUAGES:
        check.add(field, "language", _("Choose a language."))
