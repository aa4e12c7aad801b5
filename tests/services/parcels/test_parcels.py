"""Parcels, left and found things: taken, told, handed out once, given back, passed on (handbook S20)."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import select, update

from desk.errors import DeskError, InvalidInput, NotAllowed, NotFound
from desk.models import SealedValue
from desk.models.money import Shift
from desk.models.parcels import Parcel
from desk.services import households, money, slips
from desk.services import parcels as service
from desk.services.finder import find
from desk.services.households import register_person
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit import due, sealed
from desk.services.kit.desk import Desk
from desk.services.kit.gate import obstacles
from desk.services.money.sheet import sheet
from desk.services.site.check import check
from tests.kit.site import Clock, People

OWN = "parcels-"
"""How this feature's obstacles begin; a move-out has others too."""


@pytest.fixture(autouse=True)
def home(desk: Desk) -> None:
    register_person(desk, PersonEntry("王芳", phones=("13800010001",)), StayEntry(1, "owner"))


def taken(desk: Desk, **other: Any) -> service.ParcelView:
    values = {"kind": "parcel", "what": "纸箱", "place": "A3", "unit_id": 1, "tracking": "SF1234567890"}
    return service.take(desk, service.ParcelEntry(**{**values, **other}))


def found(desk: Desk, **other: Any) -> service.ParcelView:
    values = {"kind": "found", "what": "黑色雨伞", "place": "B1", "where_found": "大堂", "brought_by": "保洁 张姐"}
    return service.take(desk, service.ParcelEntry(**{**values, **other}))


def refused(call: Any, *given: Any, **named: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as told:
        call(*given, **named)
    return {problem.field: problem.code for problem in told.value.problems}


def test_each_kind_has_its_number_and_tag(desk: Desk) -> None:
    views = [taken(desk), taken(desk, kind="left", brought_by="李强", recipient="赵六", unit_id=None), found(desk)]
    assert [view.number[:2] for view in views] == ["BG", "JC", "SW"]
    assert [view.slips[0].kind for view in views] == ["parcel", "left-thing", "found-thing"]
    for view in views:
        assert slips.pdf(desk, view.number).startswith(b"%PDF")
    assert refused(taken, desk, contents="dangerous") == {"contents": "dangerous"}
    assert refused(found, desk, contents="valuables") == {"sealed": "required", "witness_id": "required"}
    with pytest.raises(NotFound):
        taken(desk, unit_id=999)


def test_valuables_that_were_found_are_taken_by_two_and_go_on_at_once(desk: Desk, staff_of_site: People) -> None:
    me, other = desk.actor, staff_of_site.supervisor
    assert me is not None
    assert refused(found, desk, contents="identity", sealed=True, seal="F-1", witness_id=me.id) == {
        "witness_id": "required"
    }
    view = found(desk, what="身份证", contents="identity", sealed=True, seal="F-1", witness_id=other.id)
    assert (view.witness, view.due_on) == (other.name, desk.today())
    assert [item.count for item in due.items(desk) if item.code == "parcels-late"] == [1]
    assert refused(service.to_police, desk, view.id, note="") == {"note": "required"}
    assert service.to_police(desk, view.id, note="光明派出所 王警官").state == "police"
    assert [item.count for item in due.items(desk) if item.code == "parcels-late"] == [0]


def test_a_parcel_is_handed_out_once_against_name_and_tail(desk: Desk) -> None:
    view = taken(desk)
    assert refused(service.hand_out, desk, view.id, service.HandingEntry("王芳", "9999")) == {"tail": "mismatch"}
    assert refused(service.hand_out, desk, view.id, service.HandingEntry("赵六", "9999")) == {
        "authorised_by": "required", "authorised_how": "choice",
    }  # fmt: skip
    gone = service.hand_out(desk, view.id, service.HandingEntry("王芳", "0001"))
    assert (gone.state, gone.receiver) == ("handed-out", "王芳")
    with pytest.raises(DeskError) as again:
        service.hand_out(desk, view.id, service.HandingEntry("王芳", "0001"))
    assert again.value.code == "illegal-move"
    other = taken(desk)
    allowed = service.HandingEntry("赵六", "9999", authorised_by="王芳", authorised_how="phone")
    assert service.hand_out(desk, other.id, allowed).authorised_by == "王芳"
    assert check(desk) == []


def test_two_windows_at_once_hand_a_parcel_to_one(desk: Desk) -> None:
    view, start, told = taken(desk), Barrier(2), []

    def hand() -> None:
        start.wait()
        try:
            told.append(service.hand_out(desk, view.id, service.HandingEntry("王芳", "0001")).state)
        except DeskError as error:
            told.append(error.code)

    both = [Thread(target=hand) for _each in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(told) == ["handed-out", "illegal-move"]


def test_recipients_are_told_again_and_things_go_back(desk: Desk, clock: Clock) -> None:
    view = taken(desk)

    def count(code: str) -> int:
        return next(item.count for item in due.items(desk) if item.code == code)

    assert count("parcels-tell") == 0
    clock.forward(days=1)
    assert count("parcels-tell") == 1
    service.tell(desk, view.id, how="电话")
    assert count("parcels-tell") == 0
    clock.forward(days=6)
    assert (count("parcels-late"), view.due_on) == (0, desk.today())  # the last day is a day
    clock.forward(days=1)
    assert count("parcels-late") == 1
    assert {lamp.code: lamp.state for lamp in households.household(desk, 1).lights}["parcels"] == "red"
    assert service.give_back(desk, view.id, note="顺丰 张师傅").state == "returned"
    assert (count("parcels-late"), count("parcels-tell")) == (0, 0)


def test_a_found_thing_is_claimed_by_description_or_disposed_of_by_two(
    desk: Desk, clock: Clock, staff_of_site: People
) -> None:
    claimed, left = found(desk), found(desk)
    assert "大堂" in "".join(slips.slip_content(desk, service.issue_notice(desk).number).texts())
    notice = "".join(slips.slip_content(desk, service.issue_notice(desk).number).texts())
    assert "黑色" not in notice  # how it looks is for the claimant to say
    assert refused(service.hand_out, desk, claimed.id, service.HandingEntry("赵六")) == {
        "claim": "required", "document_seen": "required", "signed": "required",
    }  # fmt: skip
    entry = service.HandingEntry("赵六", claim="黑色长柄，伞面有字", document_seen=True, signed=True)
    assert service.hand_out(desk, claimed.id, entry).claim.startswith("黑色长柄")
    desk.actor = staff_of_site.supervisor
    with pytest.raises(InvalidInput):
        service.dispose(desk, left.id, note="捐赠", witness_id=staff_of_site.receptionist.id)  # its day has not come
    clock.forward(days=8)
    assert refused(service.dispose, desk, left.id, note="捐赠", witness_id=desk.actor.id) == {"witness_id": "required"}
    desk.actor = staff_of_site.receptionist
    with pytest.raises(NotAllowed):
        service.dispose(desk, left.id, note="捐赠", witness_id=staff_of_site.manager.id)
    desk.actor = staff_of_site.supervisor
    assert service.dispose(desk, left.id, note="捐赠", witness_id=staff_of_site.receptionist.id).state == "disposed"
    with pytest.raises(NotFound):
        service.issue_notice(desk)


def test_the_home_the_finder_the_shift_and_the_gate_know_of_them(desk: Desk) -> None:
    money.open_shift(desk, opening=0)
    view = taken(desk, pieces=2)
    assert f"parcel:{view.id}" in [hit.target for hit in find(desk, view.number)]
    assert f"parcel:{view.id}" in [hit.target for hit in find(desk, "SF1234567890")]
    assert service.by_number(desk, "SF1234567890").id == service.by_number(desk, view.number.lower()).id == view.id
    assert service.parcels(desk, service.ParcelFilter(text="纸箱")).total == service.counts(desk)["kept"] == 1
    assert f"parcel:{view.id}" in [line.target for line in households.household(desk, 1).timeline]
    slip = service.issue_count_sheet(desk)
    assert view.number in "".join(slips.slip_content(desk, slip.number).texts())
    with desk.look() as session:
        lines = sheet(session, desk, session.scalars(select(Shift)).one(), desk.clock()).custody
        assert [(line.detail, line.count) for line in lines] == [("包裹", 2)]
        assert [each.code for each in obstacles(session, desk, "move.out", "unit:1") if each.code.startswith(OWN)] == [
            "parcels-kept"
        ]


def test_a_mistake_is_voided_and_people_are_erased_in_time(desk: Desk, clock: Clock, staff_of_site: People) -> None:
    wrong, gone = taken(desk), taken(desk, recipient="王芳", phone="13800010001")
    with pytest.raises(NotAllowed):
        service.void(desk, wrong.id, note="录错")
    service.hand_out(desk, gone.id, service.HandingEntry("王芳", "0001"))
    desk.actor = staff_of_site.supervisor
    assert service.void(desk, wrong.id, note="录错").slips[0].state == "void"
    assert service.sweep(desk) == 0
    clock.forward(days=181)
    assert service.sweep(desk) == 2
    with desk.look() as session:
        values = set(session.scalars(select(SealedValue.value).where(SealedValue.about == f"parcel:{gone.id}")))
        assert values == {None}
    view = service.parcel(desk, gone.id)
    assert (view.recipient, view.receiver, view.phone) == (sealed.GONE, sealed.GONE, "")
    assert service.sweep(desk) == 0
    assert check(desk) == []


def test_desk_check_finds_what_does_not_agree(desk: Desk, clock: Clock) -> None:
    taken(desk, due_on=desk.today() + timedelta(days=1))
    with desk.database.write() as session:
        session.execute(update(Parcel).values(state="returned"))
    assert {finding.code for finding in check(desk)} - {"rows"} == {"parcel-end"}
