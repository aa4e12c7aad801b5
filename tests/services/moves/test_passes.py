"""Residence passes, lists, the finder, what is due, the household's page, checks (handbook C-30, M7, S11)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, update

from desk.errors import DeskError, InvalidInput, NotAllowed
from desk.models import Occupancy, Request, Unit
from desk.models.moves import Move
from desk.services import households as h
from desk.services import moves as service
from desk.services import requests, slips
from desk.services.finder import find
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit import due
from desk.services.moves import DefectEntry, MoveFilter, PassesEntry, PassFilter
from desk.services.site.check import check
from tests.services.moves.counter import OWNER, ROOM, TENANT, Counter, fields


def pass_of(counter: Counter) -> service.ResidentPassView:
    counter.owner(lives=True)
    (made,) = service.issue_for_unit(counter.desk, ROOM)
    return made


def test_a_pass_carries_its_number_and_nothing_personal_in_its_code(counter: Counter) -> None:
    made = pass_of(counter)
    assert made.number.startswith("JZ-20261123-")
    content = slips.slip_content(counter.desk, made.number)
    codes = [piece.text for card in content.cards for piece in card.pieces if piece.kind in ("qr", "bars")]
    assert codes == [made.number, made.number]
    assert any(OWNER in piece.text for card in content.cards for piece in card.pieces)


def test_one_active_pass_for_a_person_and_home(counter: Counter) -> None:
    made = pass_of(counter)
    with pytest.raises(InvalidInput) as refused:
        service.issue_for_unit(counter.desk, ROOM)
    assert fields(refused) == {"people": "required"}
    with pytest.raises(InvalidInput) as refused:
        service.issue_for_unit(counter.desk, ROOM, PassesEntry((made.customer_id,)))
    assert fields(refused) == {"people.0": "bearer"}
    other = h.register_person(counter.desk, PersonEntry(""), StayEntry(4, "owner"), customer_id=made.customer_id)
    assert other.customer_id == service.issue_for_unit(counter.desk, 4)[0].customer_id


def test_a_tenants_pass_ends_with_the_lease(counter: Counter) -> None:
    row = counter.moved_in(lease_until=date(2027, 11, 22))
    (made,) = service.issue_passes(counter.desk, row.id)
    assert (made.first, made.until) == (date(2026, 11, 23), date(2027, 11, 22))
    counter.on("2027-11-23")
    assert service.resident_pass(counter.desk, made.number).shown == "expired"
    with pytest.raises(InvalidInput) as refused:
        service.issue_for_unit(counter.desk, ROOM, PassesEntry((made.customer_id,), None, date(2027, 11, 22)))
    assert fields(refused) == {"until": "order", "people.0": "bearer"}


def test_a_pass_holds_again_when_the_moving_out_was_entered_wrongly(counter: Counter) -> None:
    made = pass_of(counter)
    stay = next(person for person in counter.home().people if person.customer_id == made.customer_id)
    h.end_stay(counter.desk, stay.occupancy_id, on=counter.desk.today())
    assert service.resident_pass(counter.desk, made.number).state == "cancelled"
    h.correct_leaving(counter.desk, stay.occupancy_id, reason="选错了人")
    assert service.resident_pass(counter.desk, made.number).state == "active"


def test_a_lost_pass_is_dead_and_replaced_by_another_number(counter: Counter) -> None:
    made = pass_of(counter)
    with pytest.raises(InvalidInput):
        service.lose(counter.desk, made.id, note=" ")
    service.lose(counter.desk, made.id, note="丢失")
    other = service.replace_pass(counter.desk, made.id)
    assert other.number != made.number
    states = {each.number: each.state for each in service.passes_of(counter.desk, ROOM)}
    assert states == {made.number: "replaced", other.number: "active"}
    with pytest.raises(DeskError) as refused:
        service.take_back(counter.desk, made.id)
    assert refused.value.code == "illegal-move"


def test_a_pass_is_voided_by_a_supervisor_with_its_card_and_a_void_card_voids_it(counter: Counter) -> None:
    made = pass_of(counter)
    with pytest.raises(NotAllowed):
        service.void_pass(counter.desk, made.id, reason="信息有误")
    with counter.role():
        service.void_pass(counter.desk, made.id, reason="信息有误")
        assert slips.slip_view(counter.desk, made.number).state == "void"
        (again,) = service.issue_for_unit(counter.desk, ROOM)
        slips.void(counter.desk, again.number, reason="打印错误")
    assert service.resident_pass(counter.desk, again.number).state == "void"


def test_a_child_has_a_pass_by_the_guardians_consent(counter: Counter) -> None:
    counter.owner(lives=True)
    child = h.register_person(counter.desk, PersonEntry("王小明", birthday=None), StayEntry(ROOM, "member", "儿子"))
    agreed = PersonEntry("王小明", birthday=date(2018, 6, 1), consent=True, guardian_name="王芳", guardian_as="mother")
    h.change_person(counter.desk, child.customer_id, agreed)
    service.issue_for_unit(counter.desk, ROOM, PassesEntry((child.customer_id,)))
    h.withdraw_consent(counter.desk, child.customer_id, "guardian")
    service.take_back(counter.desk, service.passes_of(counter.desk, ROOM)[0].id)
    h.change_person(counter.desk, child.customer_id, agreed)
    (made,) = [each for each in service.issue_for_unit(counter.desk, ROOM) if each.name == "王小明"]
    assert made.state == "active"


def test_a_building_is_served_at_once_and_who_got_none_is_told(counter: Counter) -> None:
    counter.owner(lives=True)
    counter.owner("王强", room=4, lives=True)
    h.register_person(counter.desk, PersonEntry("某公司", kind="company"), StayEntry(5, "tenant"))
    with pytest.raises(NotAllowed):
        service.issue_for_building(counter.desk, 1)
    with counter.role():
        made = service.issue_for_building(counter.desk, 1)
        assert len(made.issued) == 2
        assert service.issue_for_building(counter.desk, 1).issued == ()
        with pytest.raises(InvalidInput):
            service.issue_for_building(counter.desk, 1, until=date(2026, 11, 22))
    printed = service.print_passes(counter.desk, made.issued, paper="a4")
    assert printed.pdf.startswith(b"%PDF")
    assert service.passes(counter.desk, PassFilter("held")).total == 2


# ----------------------------------------------------------------------------------------- lists, finder, due, checks
def test_moves_stand_in_the_list_of_what_is_to_be_done(counter: Counter) -> None:
    counter.owner(lives=False)
    row = counter.ready()
    counter.inspected(row, DefectEntry("kitchen", "pipes", "漏水"))
    assert [
        (each.number, each.names, each.open_defects) for each in service.moves(counter.desk, MoveFilter("open")).rows
    ] == [(row.number, TENANT, 1)]
    service.move_in(counter.desk, row.id)
    assert service.counts(counter.desk) == {"open": 0, "in": 1, "out": 0, "defects": 1, "done": 1, "all": 1}
    for text in (row.number[:6].lower(), TENANT[:1], "201"):
        assert service.moves(counter.desk, MoveFilter(text=text)).total == 1
    with pytest.raises(InvalidInput):
        service.moves(counter.desk, MoveFilter("lost"))


def test_the_finder_finds_a_move_by_its_number(counter: Counter) -> None:
    row = counter.begin()
    (hit,) = [hit for hit in find(counter.desk, row.number) if hit.kind == "move"]
    assert (hit.target, hit.past) == (f"move:{row.id}", False)
    service.cancel(counter.desk, row.id, reason="不租了")
    (hit,) = [hit for hit in find(counter.desk, row.number) if hit.kind == "move"]
    assert hit.past


def test_an_owner_who_lives_elsewhere_is_told_apart_by_the_finder(counter: Counter) -> None:
    counter.owner(lives=False)
    (hit,) = [hit for hit in find(counter.desk, OWNER) if hit.kind == "customer"]
    assert not hit.past
    assert "不在住" in hit.subtitle


def due_now(counter: Counter) -> dict[str, int]:
    return {each.code: each.count for each in due.items(counter.desk) if each.code.startswith("moves-") and each.count}


def test_what_is_late_falls_due(counter: Counter) -> None:
    counter.owner(lives=True)
    service.issue_for_unit(counter.desk, ROOM, PassesEntry(until=date(2026, 12, 31)))
    row = counter.begin(people=(counter.mover("新租户", 9),))
    counter.inspected(row, DefectEntry("kitchen", "pipes", "漏水"))
    assert due_now(counter) == {}
    counter.on("2026-12-01")
    assert due_now(counter) == {"moves-unfinished": 1, "moves-passes-ending": 1}
    counter.on("2026-12-24")
    number = service.move(counter.desk, row.id).defects[0].request_id
    assert number is not None
    said = [item.code for item in due.items(counter.desk) if f"request:{number}" in {each.target for each in item.rows}]
    assert len(said) == 1  # as a request it is late already: that is said once
    assert "moves-defects" not in due_now(counter)
    with counter.desk.database.write() as session:  # the job has time as a job, the defect's deadline has passed
        calm = update(Request).where(Request.id == number)
        session.execute(calm.values(state="accepted", promised_at=None, due_at=None, warns_at=None))
    assert due_now(counter)["moves-defects"] == 1
    requests.cancel(counter.desk, number, reason="已自行处理")
    assert "moves-defects" not in due_now(counter)
    owner = next(person for person in counter.home().people if person.role == "owner")
    h.end_stay(counter.desk, owner.occupancy_id, on=date(2026, 12, 24))
    counter.on("2027-01-01")
    assert due_now(counter)["moves-passes"] == 1
    assert due.waiting(counter.desk) >= 2


def test_the_household_tells_its_moves_and_lights_its_lamps(counter: Counter) -> None:
    counter.owner(lives=False)
    row = counter.ready()
    counter.keys(row)
    lamp = {each.code: each for each in counter.home().lights}
    assert (lamp["moves"].state, lamp["moves"].act) == ("amber", f"move:{row.id}")
    assert lamp["move-keys"].state == "red"  # nobody lives there yet, and keys are out
    service.move_in(counter.desk, row.id)
    lamp = {each.code: each for each in counter.home().lights}
    assert (lamp["moves"].state, lamp["move-keys"].state) == ("green", "amber")
    assert lamp["move-keys"].act == f"leave:{ROOM}"
    assert [line.target for line in counter.home().timeline if line.target == f"move:{row.id}"]


def test_the_check_finds_a_pass_of_somebody_gone(counter: Counter) -> None:
    made = pass_of(counter)
    row = counter.begin(people=(counter.mover("新租户", 9),))
    assert check(counter.desk) == []
    with counter.desk.database.write() as session:
        session.execute(update(Occupancy).where(Occupancy.unit_id == ROOM).values(lives_until=date(2026, 11, 1)))
        session.execute(update(Move).where(Move.id == row.id).values(state="moved-in", open_unit=None))
    found = {finding.code: finding.message for finding in check(counter.desk)}
    assert made.number in found["resident-pass"]
    assert row.number in found["move-people"]


def test_a_room_is_occupied_where_somebody_lives(counter: Counter) -> None:
    from desk.services import site

    counter.owner(lives=False)
    counter.owner("王强", room=4, lives=True)
    assert site.counts(counter.desk).occupied == 1
    with counter.desk.look() as session:
        states = dict(session.execute(select(Unit.id, Unit.state).where(Unit.id.in_((ROOM, 4)))).all())
    assert states == {ROOM: "vacant", 4: "occupied"}
