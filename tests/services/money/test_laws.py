"""The laws of money under random acts, and two clerks at once; the long run: `python -m tests.soak money`."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from desk.errors import DeskError
from desk.services import money
from desk.services.kit.desk import Desk
from desk.services.site import check
from tests.kit.laws import no_law_breaks
from tests.services.money.cashier import ROOM, charge, deposit, give_back, pay
from tests.soak.money import Cashiers


def begin(desk, clock, people):
    cashiers = Cashiers(desk, clock, (people.supervisor, people.supervisor, people.receptionist))
    money.open_shift(desk, opening=50000)
    (mine,) = money.shifts(desk, since=clock(), until=clock.now.replace(year=2027))
    cashiers.cash[mine.id] = 50000
    return cashiers


@pytest.mark.one_engine
def test_no_law_breaks_under_random_acts(master):
    no_law_breaks(master, begin, examples=6, steps=30)


def test_two_clerks_at_once_share_no_number_and_skip_none(desk, staff_of_site, clock):
    """Each has a counter of her own; the numbers of both together follow each other without a gap."""
    many = 8
    desks = [
        Desk(desk.database, data=desk.data, clock=clock, actor=actor)
        for actor in (staff_of_site.receptionist, staff_of_site.supervisor)
    ]
    for place, each in enumerate(desks, 1):
        money.open_shift(each, counter=str(place))
        for _ in range(many):
            charge(each, 1000, unit_id=place)
    together = Barrier(2)

    def work(place: int) -> list[str]:
        together.wait()
        return [pay(desks[place - 1], ("cash", 1000), unit_id=place).number for _ in range(many)]

    with ThreadPoolExecutor(2) as pool:
        numbers = [number for found in pool.map(work, (1, 2)) for number in found]
    assert sorted(numbers) == [f"SK-20261121-{n:04d}" for n in range(1, 2 * many + 1)]
    assert check.check(desk) == []


def test_two_clerks_refund_one_deposit_at_once_and_one_succeeds(desk, staff_of_site, clock):
    desks = [
        Desk(desk.database, data=desk.data, clock=clock, actor=actor)
        for actor in (staff_of_site.manager, staff_of_site.supervisor)
    ]
    for place, each in enumerate(desks, 1):
        money.open_shift(each, counter=str(place), opening=500000)
    deposit(desks[0])
    (one,) = money.deposits(desk, unit_id=ROOM).rows
    together = Barrier(2)

    def work(each: Desk) -> str:
        together.wait()
        try:
            return give_back(each, one.id).receipt.kind
        except DeskError as error:
            return error.code

    with ThreadPoolExecutor(2) as pool:
        came = Counter(pool.map(work, desks))
    assert came == {"deposit-refund": 1, "deposit": 1}
    assert money.held_by_age(desk).fen == 0
    assert check.check(desk) == []


def test_two_clerks_take_one_charge_at_once_and_one_succeeds(desk, staff_of_site, clock):
    desks = [
        Desk(desk.database, data=desk.data, clock=clock, actor=actor)
        for actor in (staff_of_site.receptionist, staff_of_site.supervisor)
    ]
    for place, each in enumerate(desks, 1):
        money.open_shift(each, counter=str(place))
    owed = charge(desk, 5000)
    together = Barrier(2)

    def work(each: Desk) -> str:
        together.wait()
        try:
            return pay(each, ("cash", 5000), named={owed: 5000}).kind
        except DeskError as error:
            return error.code

    with ThreadPoolExecutor(2) as pool:
        came = Counter(pool.map(work, desks))
    assert came == {"income": 1, "named": 1}
    assert check.check(desk) == []


def test_the_check_finds_what_was_changed_behind_the_programs_back(till):
    from sqlalchemy import text

    charge(till, 5000)
    pay(till, ("cash", 2000))
    deposit(till)
    assert check.check(till) == []
    for change, codes in (
        ("UPDATE posting SET fen = fen + 1 WHERE id = 1", {"journal-sum", "account"}),
        ("UPDATE account SET balance = balance - 1 WHERE kind = 'deposit'", {"account", "deposit"}),
        ("UPDATE charge SET open_fen = 4000", {"charge", "receivable"}),
        ("UPDATE receipt SET fen = fen + 1 WHERE kind = 'income'", {"receipt", "receipt-lines"}),
        ("UPDATE receipt_tender SET fen = fen - 1 WHERE receipt_id = 1", {"receipt"}),
        ("UPDATE receipt SET state = 'void' WHERE kind = 'deposit'", {"receipt-void"}),
        ("UPDATE receipt_line SET kind = 'deposit' WHERE kind = 'management'", {"receipt-mixed"}),
    ):
        with till.database.engine.connect() as connection, connection.begin() as under_way:
            connection.execute(text(change))
            from sqlalchemy.orm import Session

            from desk.services.money.check import check as of_money

            found = {each.code for each in of_money(Session(connection), till)}
            under_way.rollback()
        assert codes <= found, change
