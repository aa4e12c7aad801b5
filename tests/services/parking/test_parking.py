"""Parking cards: issued, renewed, replaced, lost, taken back; one for a plate and a space (handbook S19)."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import update

from desk.errors import DeskError, InvalidInput, NotAllowed, NotFound
from desk.models.parking import ParkingCard
from desk.services import households, slips
from desk.services import parking as service
from desk.services.finder import find
from desk.services.households import register_person
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit import due, sealed
from desk.services.kit.desk import Desk
from desk.services.kit.gate import obstacles
from desk.services.site.check import check
from tests.kit.site import Clock, People

PAID = date(2026, 12, 31)

OWN = "parking-"
"""How this feature's obstacles begin; a move-out has others too."""


@pytest.fixture(autouse=True)
def home(desk: Desk) -> None:
    register_person(desk, PersonEntry("王芳", phones=("13800010001",)), StayEntry(1, "owner"))


def entry(**other: Any) -> service.ParkingCardEntry:
    values = {
        "plate": "粤b·12345",
        "holder": "王芳",
        "unit_id": 1,
        "until": PAID,
        "paid_until": PAID,
        "papers_seen": True,
    }
    return service.ParkingCardEntry(**{**values, **other})


def issued(desk: Desk, **other: Any) -> service.ParkingCardView:
    return service.issue_card(desk, entry(**other))


def refused(call: Any, *given: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as told:
        call(*given)
    return {problem.field: problem.code for problem in told.value.problems}


def space(desk: Desk, people: People, **other: Any) -> service.SpaceView:
    with desk.approved(people.supervisor):
        return service.save_space(
            desk, service.SpaceEntry(**{"number": "b1-001", "kind": "own", "unit_id": 1, **other})
        )


def test_one_plate_and_one_space_have_one_card(desk: Desk, staff_of_site: People) -> None:
    with pytest.raises(NotAllowed):
        service.save_space(desk, service.SpaceEntry("B1-001"))
    place = space(desk, staff_of_site)
    view = issued(desk, space_id=place.id)
    assert (view.number, view.plate, view.space, view.left) == ("CK-20261121-0001", "粤B12345", "B1-001", 40)
    assert [slip.kind for slip in view.slips] == ["parking-card"]
    assert slips.pdf(desk, view.number).startswith(b"%PDF")
    assert slips.pdf(desk, service.issue_plastic(desk, view.id).number).startswith(b"%PDF")
    assert refused(service.issue_card, desk, entry()) == {"plate": "plate-taken"}
    assert refused(service.issue_card, desk, entry(plate="粤B99999", space_id=place.id)) == {"space_id": "space-taken"}
    issued(desk, plate="粤B99999")
    assert refused(service.issue_card, desk, entry(plate="粤B88888")) == {"unit_id": "too-many"}
    with desk.approved(staff_of_site.supervisor):
        assert refused(service.save_space, desk, service.SpaceEntry("B1-001")) == {"number": "taken"}
        retired = service.SpaceEntry("B1-001", "own", 1, retired=True)
        assert refused(service.save_space, desk, retired, place.id) == {"retired": "in-use"}
    assert service.spaces(desk).rows[0].card == view.number
    with pytest.raises(NotFound):
        issued(desk, plate="粤B77777", space_id=99)
    assert check(desk) == []


def test_two_windows_at_once_give_a_plate_one_card(desk: Desk) -> None:
    start, told = Barrier(2), []

    def issue() -> None:
        start.wait()
        try:
            told.append(issued(desk).number)
        except DeskError as error:
            told.append(error.code)

    both = [Thread(target=issue) for _each in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(told) == ["CK-20261121-0001", "plate-taken"]


def test_beyond_what_is_paid_only_with_a_supervisors_word(desk: Desk, staff_of_site: People) -> None:
    view = issued(desk)
    later = PAID + timedelta(days=31)
    assert refused(service.renew, desk, view.id, service.RenewEntry(later, PAID)) == {"until": "unpaid"}
    assert refused(service.renew, desk, view.id, service.RenewEntry(PAID, PAID)) == {"until": "not-later"}
    why = service.RenewEntry(later, PAID, unpaid_because="银行托收在途")
    with pytest.raises(NotAllowed):
        service.renew(desk, view.id, why)
    with desk.approved(staff_of_site.supervisor):
        assert service.renew(desk, view.id, why).unpaid_because == "银行托收在途"
    paid = service.renew(
        desk, view.id, service.RenewEntry(later + timedelta(days=28), later + timedelta(days=28), "SK-1")
    )
    assert (paid.unpaid_because, len(paid.slips)) == ("", 3)
    with pytest.raises(NotAllowed):
        issued(desk, plate="粤B99999", kind="staff", unit_id=None, paid_until=None, unpaid_because="先用后缴")


def test_a_lost_number_stays_dead_and_a_new_plate_is_a_new_edition(desk: Desk, staff_of_site: People) -> None:
    place = space(desk, staff_of_site)
    old = issued(desk, space_id=place.id)
    assert service.lose(desk, old.id, note="车内丢失").state == "lost"
    assert refused(service.replace, desk, old.id, service.ReplaceEntry(" ")) == {"note": "required"}
    new = service.replace(desk, old.id, service.ReplaceEntry("遗失补发"))
    assert (new.number, new.replaces, new.plate, new.space) == ("CK-20261121-0002", old.number, old.plate, "B1-001")
    assert service.card(desk, old.id).state == "replaced"
    with pytest.raises(DeskError):
        service.renew(desk, old.id, service.RenewEntry(PAID + timedelta(days=1), PAID + timedelta(days=1)))
    other = service.ReplaceEntry("换新车", "粤AD12345")
    assert refused(service.replace, desk, new.id, other) == {"papers_seen": "required"}
    changed = service.replace(desk, new.id, service.ReplaceEntry("换新车", "粤AD12345", papers_seen=True))
    assert (changed.number, changed.plate) == ("CK-20261121-0003", "粤AD12345")
    assert service.suspend(desk, changed.id, note="出租期间").state == "suspended"
    assert refused(service.issue_card, desk, entry(plate="粤AD12345")) == {
        "plate": "plate-taken"
    }  # it is still its own
    assert service.resume(desk, changed.id).state == "active"
    assert service.take_back(desk, changed.id).state == "returned"
    assert issued(desk, plate="粤AD12345").number == "CK-20261121-0004"
    assert check(desk) == []


def test_who_left_gets_no_card_no_longer_one_and_no_new_one(desk: Desk) -> None:
    stay = register_person(desk, PersonEntry("李强"), StayEntry(2, "tenant"))
    held = issued(desk, unit_id=2, holder="李强")
    households.end_stay(desk, stay.occupancy_id, on=desk.today() - timedelta(days=1))
    longer = service.RenewEntry(PAID + timedelta(days=1), PAID + timedelta(days=1))
    assert refused(service.renew, desk, held.id, longer) == {"until": "not-of-home"}
    assert refused(service.replace, desk, held.id, service.ReplaceEntry("损坏")) == {"note": "not-of-home"}
    service.suspend(desk, held.id, note="已搬走")
    with pytest.raises(DeskError) as told:
        service.resume(desk, held.id)
    assert told.value.code == "not-of-home"
    assert service.take_back(desk, held.id).state == "returned"
    other = entry(plate="粤B99999", unit_id=2, holder="李强")
    assert refused(service.issue_card, desk, other) == {"holder": "not-of-home"}, "also where nobody is left"


def test_a_lost_card_comes_again_only_where_there_is_still_a_place(desk: Desk, staff_of_site: People) -> None:
    place = space(desk, staff_of_site)
    lost = issued(desk, space_id=place.id)
    service.lose(desk, lost.id, note="车内丢失")
    for plate in ("粤B99999", "粤B88888"):
        issued(desk, plate=plate)
    assert refused(service.replace, desk, lost.id, service.ReplaceEntry("补发")) == {"note": "too-many"}
    with desk.approved(staff_of_site.supervisor):
        service.save_space(desk, service.SpaceEntry("B1-001", "own", 1, retired=True), place.id)
    assert refused(service.replace, desk, lost.id, service.ReplaceEntry("补发")) == {"note": "too-many"}
    service.take_back(desk, service.cards(desk).rows[0].id)
    service.take_back(desk, service.cards(desk).rows[0].id)
    assert refused(service.replace, desk, lost.id, service.ReplaceEntry("补发")) == {"note": "space-gone"}


def test_a_space_of_one_home_is_not_given_to_another(desk: Desk, staff_of_site: People) -> None:
    register_person(desk, PersonEntry("李强"), StayEntry(2, "owner"))
    place = space(desk, staff_of_site)
    other = entry(unit_id=2, holder="李强", space_id=place.id)
    assert refused(service.issue_card, desk, other) == {"space_id": "space-of-other"}
    issued(desk, space_id=place.id)
    with desk.approved(staff_of_site.supervisor):
        assert refused(service.save_space, desk, service.SpaceEntry("B1-001", "let", 2), place.id) == {
            "unit_id": "in-use"
        }
        assert service.save_space(desk, service.SpaceEntry("B1-001", "public"), place.id).card


def test_a_card_whose_holder_was_erased_does_not_come_again(desk: Desk, clock: Clock) -> None:
    lost = issued(desk, kind="visitor", unit_id=None, holder="访客")
    service.lose(desk, lost.id, note="未还")
    clock.forward(days=366)
    assert service.sweep(desk) == 1
    assert refused(service.replace, desk, lost.id, service.ReplaceEntry("补发", "粤B77777", papers_seen=True)) == {
        "note": "erased"
    }


def test_cards_that_run_out_are_due_and_the_home_knows(desk: Desk, clock: Clock) -> None:
    view = issued(desk)

    def item() -> Any:
        return next(each for each in due.items(desk) if each.code == "parking-running-out")

    def lamp() -> str:
        return {lamp.code: lamp.state for lamp in households.household(desk, 1).lights}["parking"]

    assert (item().count, lamp()) == (0, "amber"), "a card in use comes back when the household leaves"
    clock.forward(days=33)  # seven days before the last one
    assert (item().count, item().urgent, lamp()) == (1, False, "amber")
    assert service.counts(desk)["running-out"] == 1
    clock.forward(days=8)
    assert (item().count, item().urgent, lamp()) == (1, True, "red")
    assert f"parking-card:{view.id}" in [line.target for line in households.household(desk, 1).timeline]
    assert f"parking-card:{view.id}" in [hit.target for hit in find(desk, "12345")]
    assert service.by_number(desk, view.number).id == view.id
    with desk.look() as session:
        assert [each.code for each in obstacles(session, desk, "move.out", "unit:1") if each.code.startswith(OWN)] == [
            "parking-card-out"
        ]
    assert service.take_back(desk, view.id, note="搬出").state == "returned"
    assert (item().count, lamp()) == (0, "green")


def test_only_a_supervisor_cancels_and_holders_are_erased_in_time(
    desk: Desk, clock: Clock, staff_of_site: People
) -> None:
    view = issued(desk)
    with pytest.raises(NotAllowed):
        service.cancel(desk, view.id, note="已搬走")
    with desk.approved(staff_of_site.supervisor):
        assert service.cancel(desk, view.id, note="已搬走").state == "cancelled"
    assert service.sweep(desk) == 0
    clock.forward(days=366)
    assert service.sweep(desk) == 1
    gone = service.card(desk, view.id)
    assert (gone.holder, gone.plate) == (sealed.GONE, sealed.GONE)
    assert find(desk, "12345") == []
    assert check(desk) == []


def test_desk_check_finds_what_does_not_agree(desk: Desk) -> None:
    issued(desk)
    with desk.database.write() as session:
        session.execute(update(ParkingCard).values(state="returned"))
    assert {finding.code for finding in check(desk)} - {"rows"} == {"parking-card"}
