"""What a household's page and Today show of money."""

from __future__ import annotations

from desk.services import households, money
from desk.services.kit import due
from tests.services.money.cashier import ROOM, charge, hand_over, pay


def lamp(desk):
    return next(light for light in households.household(desk, ROOM).lights if light.code == "fees")


def test_the_lamp_of_the_fees(till):
    assert (lamp(till).state, lamp(till).text) == ("green", "费用已结清")
    charge(till, 15000, "parking")
    assert lamp(till).state == "amber", "parking warns, it does not block (C-22)"
    charge(till, 3550, "water")
    assert lamp(till).state == "red"
    assert "水费 ¥35.50" in lamp(till).text
    pay(till, ("cash", 18550))
    assert lamp(till).state == "green"


def test_receipts_stand_in_the_history(till):
    charge(till, 15000)
    paid = pay(till, ("cash", 15000))
    titles = [line.title for line in households.household(till, ROOM).timeline]
    assert f"收款收据 {paid.number}" in titles


def test_a_shift_that_nobody_took_over_is_due(till):
    ended = hand_over(till, 50000)
    (found,) = [item for item in due.items(till) if item.code == "shift-waiting"]
    assert (found.count, found.rows[0].target, found.urgent) == (1, f"shift:{ended.id}", True)
    money.take_over(till, ended.id, login="chen", pin="246810")
    assert [item.count for item in due.items(till) if item.code == "shift-waiting"] == [0]
