"""Moving out (handbook A3, C-13, C-21, C-22, M1, M2, M5, M10): the clearance, what is settled, what ends and what stays."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update

from desk.errors import DeskError, InvalidInput, NotAllowed
from desk.models.money import Charge
from desk.services import households as h
from desk.services import money, slips
from desk.services import moves as service
from desk.services.finder import find
from desk.services.households import callers
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.money import ChargeEntry, DepositEntry, PayEntry, TakeEntry, Tender
from desk.services.moves import DoneEntry, KeyBackEntry, LeaveEntry, MoveView, PassBackEntry, PassesEntry
from tests.services.moves.counter import OWNER, ROOM, TENANT, Counter, fields, words


def charge(counter: Counter, fen: int, kind: str = "management") -> None:
    money.charge(counter.desk, ChargeEntry(kind, fen, ROOM))


def pay(counter: Counter, fen: int) -> None:
    money.pay(counter.desk, PayEntry(TENANT, (Tender("cash", fen),), unit_id=ROOM))


def leaving(counter: Counter, why: str = "end-of-lease", **more: object) -> MoveView:
    """A tenant's move-out with the utilities noted."""
    counter.owner(lives=False)
    counter.moved_in()
    return counter.utilities(counter.leave(why, **more))


def test_a_tenant_leaves_and_nothing_is_left_behind(counter: Counter) -> None:
    row = leaving(counter)
    done = service.move_out(counter.desk, row.id)
    assert done.state == "moved-out"
    people = {person.name: (person.here, person.lives, person.until) for person in counter.home().people}
    today = date(2026, 11, 23)
    assert people == {OWNER: (True, False, None), TENANT: (True, True, today)}  # the last day counts
    counter.on("2026-11-24")
    assert counter.home().unit.state == "vacant"
    assert [person.name for person in callers.residents(counter.desk, ROOM)] == [OWNER]
    assert all(hit.past for hit in find(counter.desk, TENANT) if hit.kind == "customer")
    (slip,) = done.slips
    assert slip.number.startswith("QH-20261123-")


def test_an_owner_couple_moves_out_and_lets_and_both_stay_owners(counter: Counter) -> None:
    counter.owner(lives=True)
    counter.owner("王强", lives=True, phones=("13800000002",))
    service.issue_for_unit(counter.desk, ROOM)
    row = counter.utilities(counter.leave("whole"))
    assert len(row.people) == 2
    done = service.move_out(counter.desk, row.id)
    counter.on("2026-11-24")
    people = counter.home().people
    assert [(person.role, person.here, person.lives, person.until) for person in people] == [
        ("owner", True, False, None)
    ] * 2
    assert {each.state for each in done.passes} == {"cancelled"}
    counter.moved_in()
    assert counter.home().unit.state == "let"


def test_the_tenant_leaves_and_the_owner_moves_back(counter: Counter) -> None:
    owner = counter.owner(lives=True)
    row = counter.utilities(counter.leave("whole"))
    service.move_out(counter.desk, row.id)
    counter.on("2026-11-24")
    counter.moved_in()
    counter.on("2026-12-24")
    row = counter.utilities(counter.leave())
    assert [person.name for person in row.people] == [TENANT]
    service.move_out(counter.desk, row.id)
    counter.on("2026-12-25")
    with pytest.raises(InvalidInput) as refused:
        h.move_in(counter.desk, owner.occupancy_id, on=date(2026, 11, 23))
    assert fields(refused) == {"on": "order"}
    back = h.move_in(counter.desk, owner.occupancy_id, on=date(2026, 12, 25))
    assert (back.role, back.lives, back.lives_since) == ("owner", True, date(2026, 12, 25))
    assert counter.home().unit.state == "occupied"
    with pytest.raises(DeskError) as twice:
        h.move_in(counter.desk, owner.occupancy_id, on=date(2026, 12, 25))
    assert twice.value.code == "lives-here"


def test_a_sold_home_has_new_owners_and_the_old_ones_fees_and_deposits_stay(counter: Counter) -> None:
    owner = counter.owner(lives=True)
    service.issue_for_unit(counter.desk, ROOM)
    charge(counter, 30000)
    money.take_deposit(counter.desk, TakeEntry(OWNER, (Tender("cash", 5000),), (DepositEntry("pass", 5000),), ROOM))
    entry = h.TransferEntry("title-deed", "粤(2026)0009", date(2026, 11, 23), people=(PersonEntry("周新"),))
    (new,) = h.transfer(counter.desk, ROOM, entry)
    assert (new.role, new.lives) == ("owner", False)
    counter.on("2026-11-24")
    people = {person.name: (person.here, person.lives) for person in counter.home().people}
    assert people == {"周新": (True, False), OWNER: (False, False)}
    assert counter.home().unit.state == "vacant"
    balances = money.balances(counter.desk, ROOM)
    assert (balances.owed, balances.deposits) == ({"management": 30000}, 5000)
    assert {each.state for each in service.passes_of(counter.desk, ROOM)} == {"cancelled"}
    assert owner.customer_id != new.customer_id
    assert any("过户" in line.title or "Transfer" in line.title for line in counter.home().timeline)


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"paper": "letter"}, {"paper": "choice"}),
        ({"number": " "}, {"number": "required"}),
        ({"on": None}, {"on": "required"}),
        ({"on": date(2026, 11, 24)}, {"on": "future"}),
        ({"on": date(2019, 12, 31)}, {"on": "order"}),
        ({"people": ()}, {"owners": "required"}),
        ({"leaving": (99,)}, {"leaving": "owner"}),
    ],
)
def test_a_transfer_needs_its_paper_its_day_and_a_new_owner(counter: Counter, more: dict, expected: dict) -> None:
    counter.owner(lives=False)
    known = {"paper": "title-deed", "number": "7", "on": date(2026, 11, 23), "people": (PersonEntry("周新"),)}
    with pytest.raises(InvalidInput) as refused:
        h.transfer(counter.desk, ROOM, h.TransferEntry(**{**known, **more}))
    assert fields(refused) == expected


def test_only_a_transfer_ends_an_ownership_and_a_mistake_needs_a_supervisor(counter: Counter) -> None:
    owner = counter.owner(lives=True)
    h.end_stay(counter.desk, owner.occupancy_id, on=date(2026, 11, 23))
    assert counter.home().people[0].until is None
    lives_elsewhere = counter.owner("王强", lives=False)
    with pytest.raises(DeskError) as refused:
        h.end_stay(counter.desk, lives_elsewhere.occupancy_id, on=date(2026, 11, 23))
    assert refused.value.code == "lives-elsewhere"
    with pytest.raises(NotAllowed):
        h.strike(counter.desk, lives_elsewhere.occupancy_id, reason="登记有误")
    with counter.role():
        h.strike(counter.desk, lives_elsewhere.occupancy_id, reason="登记有误")
    assert {person.name: person.until for person in counter.home().people}["王强"] == date(2026, 11, 23)


# ------------------------------------------------------------------------------------------------------------ the fees
def test_one_fen_of_the_management_fee_blocks_a_whole_move_and_the_manager_may_waive(counter: Counter) -> None:
    row = leaving(counter)
    charge(counter, 1)
    with pytest.raises(InvalidInput) as refused:
        service.move_out(counter.desk, row.id)
    assert fields(refused) == {"fees": "fees"}
    assert "0.01" in words(refused)
    assert "异议" not in words(refused)
    with counter.desk.act("test.dispute") as act:
        act.session.execute(update(Charge).values(disputed=True))
    with pytest.raises(InvalidInput) as refused:
        service.move_out(counter.desk, row.id)
    assert "异议" in words(refused)  # it blocks all the same until the manager decides
    with counter.role("supervisor"), pytest.raises(NotAllowed):
        service.move_out(counter.desk, row.id, DoneEntry(waived={"fees": "已书面承诺付款"}))
    with counter.role("manager"):
        done = service.move_out(counter.desk, row.id, DoneEntry(waived={"fees": "已书面承诺付款"}))
    assert done.waived == {"fees": "已书面承诺付款"}
    assert "已书面承诺付款" in "\n".join(slips.slip_content(counter.desk, done.slips[-1].number).texts())


@pytest.mark.one_engine
@pytest.mark.parametrize("kind", ["water", "electricity"])
def test_utilities_block_and_once_paid_do_not(counter: Counter, kind: str) -> None:
    row = leaving(counter)
    charge(counter, 8050, kind)
    with pytest.raises(InvalidInput) as refused:
        service.move_out(counter.desk, row.id)
    assert fields(refused) == {"fees": "fees"}
    pay(counter, 8050)
    assert service.move_out(counter.desk, row.id).state == "moved-out"


@pytest.mark.one_engine
@pytest.mark.parametrize("kind", ["parking", "other"])
def test_parking_and_the_rest_warn_and_do_not_block(counter: Counter, kind: str) -> None:
    row = leaving(counter)
    charge(counter, 20000, kind)
    line = next(each for each in service.clearance(counter.desk, ROOM).lines if each.code == "fees")
    assert line.state == "amber"
    assert service.move_out(counter.desk, row.id).state == "moved-out"


def test_a_credit_of_one_kind_does_not_count_against_another(counter: Counter) -> None:
    row = leaving(counter)
    charge(counter, 10000)
    money.pay(counter.desk, PayEntry(TENANT, (Tender("cash", 30000),), unit_id=ROOM, keep=True))
    charge(counter, 100, "water")
    with pytest.raises(InvalidInput) as refused:
        service.move_out(counter.desk, row.id)
    assert fields(refused) == {"fees": "fees"}


def test_some_people_of_an_owners_household_leave_and_nobody_asks_for_fees(counter: Counter) -> None:
    counter.owner(lives=True)
    son = h.register_person(counter.desk, PersonEntry("王小明"), StayEntry(ROOM, "member", "儿子"))
    charge(counter, 30000)
    row = counter.leave("some", people=(son.occupancy_id,))
    done = service.move_out(counter.desk, row.id)
    assert [person.name for person in done.people] == ["王小明"]
    counter.on("2026-11-24")
    assert counter.home().unit.state == "occupied"


def test_what_the_supplier_bills_is_ticked_with_a_reason(counter: Counter) -> None:
    counter.owner(lives=False)
    counter.moved_in()
    row = counter.leave()
    with pytest.raises(InvalidInput) as refused:
        service.move_out(counter.desk, row.id)
    assert fields(refused) == {"utilities": "utilities"}
    with pytest.raises(InvalidInput) as refused:
        service.note_utilities(counter.desk, row.id, {"water": {"how": "paid", "reason": " "}})
    assert fields(refused) == {"water_how": "choice", "water_reason": "required"}
    service.note_utilities(counter.desk, row.id, {"water": {"how": "not-ours", "reason": "自来水公司直接收费"}})
    with pytest.raises(InvalidInput) as refused:
        service.move_out(counter.desk, row.id)
    assert "电费" in words(refused) or "lectricity" in words(refused)
    charge(counter, 100, "electricity")  # from now on the balance speaks for it
    pay(counter, 100)
    assert service.move_out(counter.desk, row.id).state == "moved-out"


# ------------------------------------------------------------------------------------------------------ keys and passes
def test_keys_must_be_back_and_fewer_pieces_are_still_out(counter: Counter) -> None:
    counter.owner(lives=False)
    counter.keys(service.begin(counter.desk, counter.entry()))
    row = service.move(counter.desk, 1)
    counter.inspected(row)
    counter.sign(row, "property")
    counter.sign(row, "inspection")
    service.move_in(counter.desk, row.id)
    out = counter.utilities(counter.leave())
    with pytest.raises(InvalidInput) as refused:
        service.move_out(counter.desk, out.id)
    assert fields(refused) == {"keys": "keys"}
    (key,) = out.keys
    for entry, field in (
        (KeyBackEntry(key.id, "back", 4), "keys.0.pieces"),
        (KeyBackEntry(key.id, "lost"), "keys.0.note"),
        (KeyBackEntry(key.id, "kept"), "keys.0.result"),
        (KeyBackEntry(key.id, "sold"), "keys.0.result"),
        (KeyBackEntry(99, "back", 1), "keys.0.result"),
    ):
        with pytest.raises(InvalidInput) as refused:
            service.take_keys(counter.desk, out.id, [entry])
        assert set(fields(refused)) == {field}
    after = service.take_keys(counter.desk, out.id, [KeyBackEntry(key.id, "back", 2)])
    assert [(each.state, each.missing) for each in after.keys] == [("part", 1)]
    with pytest.raises(InvalidInput) as refused:
        service.move_out(counter.desk, out.id)
    assert "1" in words(refused)
    service.take_keys(counter.desk, out.id, [KeyBackEntry(key.id, "lost", note="搬家时遗失")])
    assert service.move_out(counter.desk, out.id).state == "moved-out"


def test_an_owner_who_leaves_keeps_the_keys(counter: Counter) -> None:
    counter.owner(lives=False)
    row = counter.ready("owner")
    counter.keys(row)
    service.move_in(counter.desk, row.id)
    out = counter.utilities(counter.leave("whole"))
    service.take_keys(counter.desk, out.id, [KeyBackEntry(out.keys[0].id, "kept")])
    assert service.move_out(counter.desk, out.id).state == "moved-out"


def test_a_supervisor_may_do_without_keys_with_a_reason(counter: Counter) -> None:
    counter.owner(lives=False)
    row = counter.ready()
    counter.keys(row)
    service.move_in(counter.desk, row.id)
    out = counter.utilities(counter.leave())
    with pytest.raises(NotAllowed):
        service.move_out(counter.desk, out.id, DoneEntry(waived={"keys": "已换锁"}))
    with counter.role():
        assert service.move_out(counter.desk, out.id, DoneEntry(waived={"keys": "已换锁"})).state == "moved-out"
    light = next(each for each in service.clearance(counter.desk, ROOM).lines if each.code == "move-keys")
    assert light.state != "green"


def test_passes_are_cancelled_listed_and_come_back(counter: Counter) -> None:
    counter.owner(lives=False)
    row = counter.moved_in(people=(counter.mover(TENANT, 1), counter.mover("李小红", 2)))
    made = service.issue_passes(counter.desk, row.id)
    out = counter.utilities(counter.leave())
    service.take_passes(counter.desk, out.id, [PassBackEntry(made[0].number)])
    done = service.move_out(counter.desk, out.id)
    assert {each.number: each.state for each in done.passes} == {
        made[0].number: "returned",
        made[1].number: "cancelled",
    }
    assert made[1].number in "\n".join(slips.slip_content(counter.desk, done.slips[-1].number).texts())
    light = next(each for each in service.clearance(counter.desk, ROOM).lines if each.code == "resident-passes")
    assert (light.state, made[1].number in light.text) == ("red", True)
    after = service.take_passes(counter.desk, out.id, [PassBackEntry(made[1].number, lost=True, note="找不到")])
    assert {each.state for each in after.passes} == {"returned", "lost"}
    assert service.clearance(counter.desk, ROOM).green


def test_green_then_a_key_is_lent_and_it_is_red_before_signing(counter: Counter) -> None:
    row = leaving(counter)
    assert service.clearance(counter.desk, ROOM).green
    assert service.in_the_way(counter.desk, row.id) == ()
    counter.keys(service.move(counter.desk, 1), number="B-2")  # another window, meanwhile
    light = next(each for each in service.clearance(counter.desk, ROOM).lines if each.code == "move-keys")
    assert (light.state, "B-2" in light.text) == ("amber", True)
    with pytest.raises(InvalidInput) as refused:
        service.move_out(counter.desk, row.id)
    assert fields(refused) == {"keys": "keys"}


def test_keys_of_another_feature_stand_in_the_way_too(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    from desk.rules.kit.gate import Obstacle
    from desk.services.moves import gates

    row = leaving(counter)
    asked: list[str] = []

    def lent(_session: object, _desk: object, about: str) -> list[Obstacle]:
        asked.append(about)
        return [Obstacle("lent", "钥匙借出未还")]

    monkeypatch.setattr(gates, "moving_out", lent)
    with pytest.raises(InvalidInput) as refused:
        service.move_out(counter.desk, row.id)
    assert fields(refused) == {"lent": "lent"}
    assert asked == [f"unit:{ROOM}"]


# ------------------------------------------------------------------------------------------------------- beginning, end
@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (LeaveEntry(ROOM, "sold", date(2026, 11, 23), ()), {"why": "choice", "people": "required"}),
        (LeaveEntry(ROOM, "end-of-lease", None), {"day": "required"}),
        (LeaveEntry(ROOM, "some", date(2026, 11, 23), (99,)), {"people": "gone"}),
        (LeaveEntry(4, "whole", date(2026, 11, 23)), {"people": "required"}),
    ],
)
def test_a_move_out_that_cannot_begin(counter: Counter, entry: LeaveEntry, expected: dict) -> None:
    counter.owner(lives=False)
    counter.moved_in()
    with pytest.raises(InvalidInput) as refused:
        service.leave(counter.desk, entry)
    assert fields(refused) == expected


def test_two_move_outs_of_a_home_at_once_are_refused(counter: Counter) -> None:
    leaving(counter)
    with pytest.raises(InvalidInput) as refused:
        counter.leave()
    assert fields(refused) == {"unit_id": "under-way"}


@pytest.mark.one_engine
@pytest.mark.parametrize(("day", "code"), [(date(2026, 11, 24), "future"), (date(2026, 11, 22), "order")])
def test_the_last_day_is_neither_ahead_nor_before_they_came(counter: Counter, day: date, code: str) -> None:
    row = leaving(counter)
    with pytest.raises(InvalidInput) as refused:
        service.move_out(counter.desk, row.id, DoneEntry(day))
    assert fields(refused) == {"day": code}


def test_a_supervisor_takes_a_move_out_back_with_a_reason(counter: Counter) -> None:
    counter.owner(lives=False)
    made = service.issue_passes(counter.desk, counter.moved_in().id)
    row = counter.utilities(counter.leave())
    service.move_out(counter.desk, row.id)
    with pytest.raises(NotAllowed):
        service.reverse(counter.desk, row.id, reason="房号填错")
    with counter.role():
        with pytest.raises(InvalidInput):
            service.reverse(counter.desk, row.id, reason="")
        back = service.reverse(counter.desk, row.id, reason="房号填错")
    assert back.state == "reversed"
    people = {person.name: (person.here, person.lives, person.until) for person in counter.home().people}
    assert people[TENANT] == (True, True, None)
    assert counter.home().unit.state == "let"
    assert service.resident_pass(counter.desk, made[0].number).state == "active"


def test_a_move_out_is_not_taken_back_over_a_new_registration(counter: Counter) -> None:
    row = leaving(counter)
    service.move_out(counter.desk, row.id)
    tenant = row.people[0].customer_id
    h.register_person(counter.desk, PersonEntry(""), StayEntry(ROOM, "tenant"), customer_id=tenant)
    with counter.role(), pytest.raises(DeskError) as refused:
        service.reverse(counter.desk, row.id, reason="房号填错")
    assert refused.value.code == "registered-anew"


def test_nobody_who_left_gets_a_pass(counter: Counter) -> None:
    row = leaving(counter)
    service.move_out(counter.desk, row.id)
    with pytest.raises(InvalidInput) as refused:
        service.issue_for_unit(counter.desk, ROOM, PassesEntry((row.people[0].customer_id,)))
    assert fields(refused) == {"people.0": "gone"}
    counter.on("2026-11-24")
    with pytest.raises(InvalidInput) as refused:
        service.issue_for_unit(counter.desk, ROOM, PassesEntry((row.people[0].customer_id,)))
    assert fields(refused) == {"people": "gone"}
