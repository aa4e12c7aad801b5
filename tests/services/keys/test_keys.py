"""Keys in custody: taken, lent once, accepted back, lost, counted, handed back; what the rest of the program is told (handbook M8)."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select, update

from desk.errors import DeskError, InvalidInput, NotAllowed, NotFound
from desk.models import SealedValue
from desk.models.keys import KeyLoan, KeySet
from desk.services import households, money, slips
from desk.services import keys as service
from desk.services.finder import find
from desk.services.kit import due, sealed
from desk.services.kit.desk import Desk
from desk.services.kit.gate import obstacles
from desk.services.money.sheet import sheet
from desk.services.site.check import check
from tests.kit.site import Clock, People
from tests.services.keys.keeper import OWNER, Keeper

OWN = "keys-"
"""How this feature's obstacles begin; a move-out has others too."""


def refused(call, *given) -> dict[str, str]:
    with pytest.raises(InvalidInput) as told:
        call(*given)
    return {problem.field: problem.code for problem in told.value.problems}


def test_keys_are_taken_with_consent_and_have_a_slip(keeper: Keeper, desk: Desk) -> None:
    view = keeper.take(sealed=True, seal="F-001", standing=True)
    assert (view.number, view.state, view.room, view.pieces, view.seal) == (
        "KT-20261121-0001",
        "kept",
        "1栋1单元101",
        3,
        "F-001",
    )
    assert [(slip.number, slip.kind) for slip in view.slips] == [(view.number, "key-custody")]
    said = "\n".join(slips.slip_content(desk, view.number).texts())
    assert "K-1" in said
    assert "F-001" in said
    assert slips.pdf(desk, view.number).startswith(b"%PDF")
    assert refused(service.take, desk, keeper.entry(consented=False, consent_by="赵六", pieces=0)) == {
        "pieces": "number", "consented": "required", "consent_by": "not-owner",
    }  # fmt: skip
    assert refused(service.take, desk, keeper.entry(tag="K-1", hook="A-01")) == {"tag": "taken", "hook": "taken"}
    with pytest.raises(NotFound):
        service.take(desk, keeper.entry(unit_id=999))


def test_keys_are_lent_once_and_accepted_back(keeper: Keeper, desk: Desk, clock: Clock) -> None:
    view = keeper.lent(phone="13912345678")
    assert (view.state, view.loan.number, view.loan.phone) == ("out", "KJ-20261121-0001", "139****5678")
    assert [slip.kind for slip in view.slips] == ["key-custody", "key-loan"]
    assert "不扣押身份证" in "\n".join(slips.slip_content(desk, view.loan.number).texts())
    with pytest.raises(DeskError) as again:
        service.lend(desk, view.id, keeper.loan())
    assert again.value.code == "illegal-move"
    assert refused(service.take_back, desk, view.id, service.ReturnEntry(4)) == {"pieces": "too-many"}
    assert refused(service.take_back, desk, view.id, service.ReturnEntry(0)) == {"pieces": "number"}
    part = service.take_back(desk, view.id, service.ReturnEntry(2))
    assert (part.state, part.loan.pieces_back) == ("partly", 2)
    with pytest.raises(DeskError):  # partly returned is still out
        service.lend(desk, view.id, keeper.loan())
    whole = service.take_back(desk, view.id, service.ReturnEntry(1, "damaged", "齿磨损"))
    assert (whole.state, whole.loan, whole.loans[0].condition) == ("kept", None, "damaged")
    assert service.lend(desk, view.id, keeper.loan()).loan.number == "KJ-20261121-0002"
    assert check(desk) == []


def test_a_loan_of_a_homes_keys_needs_the_owners_word(keeper: Keeper, desk: Desk) -> None:
    view = keeper.take()
    staff = keeper.loan(borrower_kind="staff", borrower="陈刚", permission="standing")
    assert refused(service.lend, desk, view.id, staff) == {"permission": "no-standing"}
    agreed = keeper.take(standing=True)
    assert service.lend(desk, agreed.id, staff).loan.permission == "standing"
    tool = keeper.take(kind="equipment", unit_id=None, name="对讲机", pieces=1)
    assert tool.room == ""
    assert service.lend(desk, tool.id, keeper.loan(borrower_kind="staff", borrower="陈刚")).loan.permission == ""


def test_sealed_keys_are_sealed_again(keeper: Keeper, desk: Desk) -> None:
    view = keeper.take(sealed=True, seal="F-001")
    service.lend(desk, view.id, keeper.loan())
    assert refused(service.take_back, desk, view.id, service.ReturnEntry(3)) == {"seal": "required"}
    assert service.take_back(desk, view.id, service.ReturnEntry(3, seal="F-002")).seal == "F-002"


def test_two_windows_at_once_lend_a_set_to_one(keeper: Keeper, desk: Desk) -> None:
    view, start, told = keeper.take(), Barrier(2), []

    def lend() -> None:
        start.wait()
        try:
            told.append(service.lend(desk, view.id, keeper.loan()).state)
        except DeskError as error:
            told.append(error.code)

    both = [Thread(target=lend) for _each in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(told) == ["illegal-move", "out"]
    assert len(keeper.now(view.id).loans) == 1
    assert check(desk) == []


def test_what_is_late_is_due_today_until_it_is_back_or_prolonged(keeper: Keeper, desk: Desk, clock: Clock) -> None:
    view = keeper.lent()

    def late() -> int:
        return next(item.count for item in due.items(desk) if item.code == "keys-late")

    assert late() == 0
    clock.forward(hours=5)
    assert late() == 1
    assert next(item.rows[0].target for item in due.items(desk) if item.code == "keys-late") == f"key-set:{view.id}"
    assert {lamp.code: lamp.state for lamp in households.household(desk, 1).lights}["keys"] == "red"
    assert service.key_sets(desk, service.KeyFilter("late")).total == 1
    later = desk.clock() + timedelta(hours=2)
    with pytest.raises(InvalidInput):
        service.prolong(desk, view.id, due_at=later, note="")
    assert service.prolong(desk, view.id, due_at=later, note="师傅在路上").loan.due_at == later
    assert late() == 0
    clock.forward(hours=3)
    service.take_back(desk, view.id, service.ReturnEntry(3))
    assert late() == 0


def test_a_loss_ends_the_loan_and_what_came_back_stays(keeper: Keeper, desk: Desk) -> None:
    whole, part = keeper.lent(), keeper.lent()
    with pytest.raises(InvalidInput):
        service.lose(desk, whole.id, note=" ")
    assert service.lose(desk, whole.id, note="掉进电梯井").state == "lost"
    assert keeper.now(whole.id).loans[0].pieces_lost == 3
    assert service.find(desk, whole.id, note="维保捞回").state == "kept"
    service.take_back(desk, part.id, service.ReturnEntry(1))
    rest = service.lose(desk, part.id, note="两把找不到")
    assert (rest.state, rest.pieces, rest.loan) == ("kept", 1, None)
    assert check(desk) == []


def test_keys_are_handed_back_one_by_one_or_all_of_a_home_in_one_act(keeper: Keeper, desk: Desk) -> None:
    one, two, out = keeper.take(), keeper.take(), keeper.lent()
    assert refused(service.hand_back, desk, one.id, service.HandBackEntry("")) == {
        "receiver": "required",
        "signed": "required",
    }
    with pytest.raises(DeskError) as lent:
        service.hand_over_all(desk, 1, service.HandBackEntry("新业主", signed=True))
    assert lent.value.code == "keys-out"
    assert keeper.now(two.id).state == "kept"  # all of them, or none
    service.take_back(desk, out.id, service.ReturnEntry(3))
    gone = service.hand_over_all(desk, 1, service.HandBackEntry("新业主", signed=True))
    assert [(view.state, view.ended_to) for view in gone] == [("handed-back", "新业主")] * 3
    assert keeper.take(tag=one.tag, hook=one.hook).number == "KT-20261121-0004"  # tag and hook are free again
    with pytest.raises(DeskError):
        service.hand_over_all(desk, 2, service.HandBackEntry("新业主", signed=True))


def test_the_weekly_count_writes_differences_down(keeper: Keeper, desk: Desk, clock: Clock) -> None:
    kept, out = keeper.take(), keeper.lent()
    service.take_back(desk, out.id, service.ReturnEntry(1))

    def asked() -> bool:
        return any(item.code == "keys-count" and item.count for item in due.items(desk))

    assert not asked()
    clock.forward(days=7)
    assert asked()
    assert [(row.id, row.pieces - row.out) for row in service.to_count(desk)] == [(kept.id, 3), (out.id, 1)]
    assert refused(service.count, desk, service.CountEntry({kept.id: 3})) == {"lines": "missing"}
    assert refused(service.count, desk, service.CountEntry({kept.id: 2, out.id: 1})) == {"note": "required"}
    made = service.count(desk, service.CountEntry({kept.id: 2, out.id: 1}, "一把暂放抽屉"))
    assert (made.number, made.differences, made.slip.kind) == ("KD-20261128-0001", 1, "key-count")
    assert keeper.now(kept.id).pieces == 3  # written down, not corrected
    assert not asked()
    assert service.key_counts(desk).rows[0].number == made.number


def test_only_a_supervisor_corrects_pieces_or_voids(keeper: Keeper, desk: Desk, staff_of_site: People) -> None:
    view = keeper.take()
    with pytest.raises(NotAllowed):
        service.recount(desk, view.id, pieces=2, note="数错")
    desk.actor = staff_of_site.supervisor
    assert service.recount(desk, view.id, pieces=2, note="数错").pieces == 2
    changed = service.change(desk, view.id, service.ChangeEntry("B-07", note="换到 B 柜"))
    assert (changed.hook, changed.note) == ("B-07", "换到 B 柜")
    assert service.void(desk, view.id, note="录错房号").state == "void"
    assert [slip.state for slip in keeper.now(view.id).slips] == ["void"]
    assert check(desk) == []


def test_the_home_the_finder_the_shift_and_the_gate_know_of_them(keeper: Keeper, desk: Desk) -> None:
    money.open_shift(desk, opening=0)
    kept, out = keeper.take(), keeper.lent()
    home = households.household(desk, 1)
    lamp = next(lamp for lamp in home.lights if lamp.code == "keys")
    assert (lamp.state, lamp.act) == ("amber", f"key-set:{out.id}")
    assert next(line.target for line in home.timeline if line.target.startswith("key-set")) == f"key-set:{out.id}"
    assert find(desk, kept.number)[0].target == f"key-set:{kept.id}"
    assert find(desk, "K-1")[0].target == f"key-set:{kept.id}"
    assert service.by_number(desk, out.loan.number).id == service.by_number(desk, out.tag).id == out.id
    with desk.look() as session:
        from desk.models.money import Shift

        found = sheet(session, desk, session.scalars(select(Shift)).one(), desk.clock()).custody
        assert [(line.number, line.count) for line in found] == [(out.loan.number, 3), ("", 3)]
        assert [each.code for each in obstacles(session, desk, "move.out", "unit:1") if each.code.startswith(OWN)] == [
            "keys-out",
            "keys-kept",
        ]
        assert not [each for each in obstacles(session, desk, "move.out", "unit:2") if each.code.startswith(OWN)]
    assert [lamp.state for lamp in households.household(desk, 2).lights if lamp.code == "keys"] == ["green"]


def test_who_borrowed_is_erased_in_time(keeper: Keeper, desk: Desk, clock: Clock) -> None:
    view = keeper.lent(phone="13912345678")
    service.take_back(desk, view.id, service.ReturnEntry(3))
    service.hand_back(desk, view.id, service.HandBackEntry(OWNER, signed=True))
    clock.forward(days=365)
    assert service.sweep(desk) == 0
    clock.forward(hours=1)
    assert service.sweep(desk) == 2
    gone = keeper.now(view.id)
    assert (gone.loans[0].borrower, gone.loans[0].phone, gone.given_by) == (sealed.GONE, "", sealed.GONE)
    with desk.look() as session:
        values = select(SealedValue.value).where(
            SealedValue.about.in_((f"key-loan:{gone.loans[0].id}", f"key-set:{gone.id}"))
        )
        assert set(session.scalars(values)) == {None}
    assert check(desk) == []


def test_desk_check_finds_what_does_not_agree(keeper: Keeper, desk: Desk) -> None:
    view = keeper.lent()
    with desk.database.write() as session:
        session.execute(update(KeySet).values(state="kept", tag_held=None))
        session.execute(update(KeyLoan).values(note="x"))
    assert {finding.code for finding in check(desk)} - {"rows"} == {"keys-loan", "keys-place"}
    assert view.state == "out"
