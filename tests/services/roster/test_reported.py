"""Rosters that went wrong for people who do this job (`reported/expect.json`): understood, or reported with sheet and row."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desk.models import Customer, Occupancy, Unit, Vehicle
from desk.models.kit.database import open_database
from desk.services.finder import find
from desk.services.kit.desk import Desk
from desk.services.roster import RosterReport, import_roster
from tests.kit.site import hurried

REPORTED = Path(__file__).parent / "reported"
CASES = json.loads((REPORTED / "expect.json").read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


@pytest.fixture
def desk(place: Path | str, tmp_path: Path) -> Iterator[Desk]:
    database = hurried(open_database(place))
    yield Desk(database, data=tmp_path / "site", clock=lambda: NOW)
    database.close()


def stays(desk: Desk) -> list[tuple[Unit, Occupancy, Customer]]:
    with desk.look() as session:
        found = session.execute(
            select(Unit, Occupancy, Customer)
            .join(Occupancy, Occupancy.unit_id == Unit.id)
            .join(Customer, Customer.id == Occupancy.customer_id)
            .order_by(Unit.id, Occupancy.id)
        ).all()
        for _unit, _stay, customer in found:
            list(customer.phones)
        return [tuple(row) for row in found]


def is_reported(report: RosterReport, sheet: str, row: int | None) -> bool:
    return any(
        p.sheet == sheet and p.row == row if row is not None else sheet in (p.sheet, p.message) or sheet in p.message
        for p in report.problems
    )


def check_rooms(case: dict[str, Any], found: list[Any], report: RosterReport) -> None:
    also = case.get("extra", {}).get("also_ok", {})
    by_room: dict[str, list[str]] = {}
    for unit, _stay, customer in found:
        numbers = [phone.number for phone in customer.phones]
        by_room.setdefault(unit.code, []).append(f"{customer.name}|{'、'.join(numbers)}")
    wrong = {
        room: (by_room.get(room), wanted)
        for room, wanted in case.get("rooms", {}).items()
        if by_room.get(room) not in (wanted, also.get(room))
    }
    alternatives = case.get("or_reported", [])
    assert not wrong or (alternatives and all(is_reported(report, *place) for place in alternatives)), wrong
    names = {customer.name for _unit, _stay, customer in found}
    people = case.get("people", [])
    assert set(people) <= names or (alternatives and all(is_reported(report, *place) for place in alternatives))


def check_reported(case: dict[str, Any], found: list[Any], report: RosterReport) -> None:
    extra = case.get("extra", {})
    codes = {unit.code for unit, _stay, _customer in found}
    names = {customer.name for _unit, _stay, customer in found}
    other_way = (rooms := extra.get("or_rooms")) and set(rooms) == codes
    other_way = other_way or ((people := extra.get("or_people")) and set(people) <= names)
    for place in case.get("must_report", []):
        assert other_way or is_reported(report, *place), (place, codes, report.problems)


def check_extra(case: dict[str, Any], found: list[Any], report: RosterReport, vehicles: list[Any]) -> None:
    extra = case.get("extra", {})
    owners = Counter(unit.code for unit, stay, _customer in found if stay.role == "owner")
    if "no_room_with_more_owners_than" in extra:
        rows = extra["unless_reported_rows"]
        crowded = max(owners.values()) > extra["no_room_with_more_owners_than"]
        assert not crowded or all(is_reported(report, extra["sheet"], row) for row in rows), owners
    for room, role in extra.get("role", {}).items():
        assert next(stay.role for unit, stay, _c in found if unit.code == room) == role
    texts = "\n".join(f"{c.name}\n{c.note}\n{c.address}\n{c.workplace}\n{u.note}" for u, _stay, c in found)
    assert extra.get("no_text", "\0") not in texts
    assert extra.get("text", "") in texts
    reported = all(is_reported(report, *place) for place in case.get("or_reported", [["", 0]]))
    first = {unit.code: (unit, stay, customer) for unit, stay, customer in reversed(found)}
    for room, since in extra.get("since", {}).items():
        assert reported or str(first[room][1].since) == since
    for room, kind in extra.get("document_kind_not", {}).items():
        assert first[room][2].document_kind != kind
    for room, number in extra.get("document_kept", {}).items():
        assert first[room][2].document_number == number.replace("(", "(")
    for room, area in extra.get("area", {}).items():
        assert reported or float(first[room][0].area) == float(area)
    for room, plates in extra.get("plates", {}).items():
        assert [v.plate for v in vehicles if v.unit_id == first[room][0].id] == plates


@pytest.mark.parametrize("case", CASES, ids=[case["file"][:-5] for case in CASES])
def test_reported_roster(desk: Desk, case: dict[str, Any]) -> None:
    if "before" in case:
        import_roster(desk, REPORTED / case["before"])
    report = import_roster(desk, REPORTED / case["file"])
    found = stays(desk)
    with desk.look() as session:
        vehicles = list(session.scalars(select(Vehicle)))
        codes = list(session.scalars(select(Unit.code)))
    assert not any("2026" in code for code in codes)
    check_rooms(case, found, report)
    check_reported(case, found, report)
    check_extra(case, found, report, vehicles)
    if "rooms_in_all" in case.get("extra", {}):
        assert len(codes) == len(found) == case["extra"]["rooms_in_all"]
    for typed, name in case.get("finds", []):
        assert any(name in hit.title for hit in find(desk, typed)), typed
