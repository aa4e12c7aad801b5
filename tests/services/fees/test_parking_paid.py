"""A parking card goes as far as the month's bills are paid; nobody types it where the home's parking is billed (handbook S19)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from desk.errors import InvalidInput, NotAllowed
from desk.services import fees, money, parking
from desk.services.fees import AssignEntry, ExemptEntry
from desk.services.money import Tender
from tests.services.fees.office import NOVEMBER, ROOM, Office
from tests.services.money.cashier import codes

pytestmark = pytest.mark.one_engine
END = date(2026, 11, 30)


def paid(office: Office, space_id: int | None = None) -> tuple[date, bool] | None:
    found = parking.paid_until(office.desk, ROOM, space_id=space_id)
    return (found.until, found.paper.startswith("ZD-")) if found is not None else None


def card(office: Office, until: date, **other: Any) -> parking.ParkingCardView:
    entry = parking.ParkingCardEntry("粤B12345", "王芳", until, unit_id=ROOM, papers_seen=True, **other)
    return parking.issue_card(office.desk, entry)


def settle(office: Office, number: int = 0) -> None:
    one = money.open_charges(office.desk, ROOM)[number]
    office.pay(one.open_fen, named={one.id: one.open_fen})


def test_a_card_goes_as_far_as_the_bills_are_paid(office: Office):
    assert paid(office) is None, "nothing is billed: it is typed"
    office.parking(rooms=(ROOM,))
    assert paid(office) is None, "not before the first bill"
    office.run()
    assert paid(office) == (date(2026, 10, 31), False)
    with pytest.raises(InvalidInput) as owing:
        card(office, END)
    assert codes(owing) == {"until": "unpaid"}
    assert "2026-10-31" in owing.value.problems[0].message
    with pytest.raises(InvalidInput) as typed:
        card(office, END, paid_until=END, receipt="SK-1")
    assert codes(typed) == {"paid_until": "books"}
    settle(office)
    assert paid(office) == (END, True)
    view = card(office, END)
    assert (view.paid_until, view.receipt[:3], view.unpaid_because) == (END, "ZD-", "")
    later = parking.RenewEntry(date(2026, 12, 31))
    with pytest.raises(InvalidInput) as renewed:
        parking.renew(office.desk, view.id, later)
    assert codes(renewed) == {"until": "unpaid"}
    beyond = parking.RenewEntry(date(2026, 12, 31), unpaid_because="银行托收在途")
    with pytest.raises(NotAllowed):
        parking.renew(office.desk, view.id, beyond)
    with office.supervisor():
        assert parking.renew(office.desk, view.id, beyond).unpaid_because == "银行托收在途"


def test_months_paid_ahead_and_months_that_cost_nothing_count_as_paid(office: Office):
    office.parking(rooms=(ROOM,))
    row = fees.assignments(office.desk, unit_id=ROOM).rows[0]
    office.run()
    settle(office)
    line = money.ChargeEntry("other", 100, ROOM, "复印")
    for more, until in ((30000, date(2027, 1, 31)), (14999, date(2027, 1, 31)), (1, date(2027, 2, 28))):
        money.pay(
            office.desk,
            money.PayEntry("王芳", (Tender("wechat", 100 + more),), ROOM, lines=(line,), keep=True, keep_kind="parking"),
        )  # fmt: skip
        assert paid(office) == (until, True), more
    with office.supervisor():
        fees.exempt(office.desk, ExemptEntry(row.id, date(2026, 12, 1), date(2026, 12, 31), "车位维修"))
    assert paid(office) == (date(2027, 3, 31), True), "December costs nothing: the money goes a month further"
    with office.supervisor():
        fees.end_assignment(office.desk, row.id, date(2027, 1, 15))
    assert paid(office) == (date(2027, 1, 15), True)
    office.on(date(2027, 1, 16))
    assert paid(office) is None, "it is not charged any more"


def test_of_several_charges_the_one_that_names_the_space_counts_else_the_earliest(office: Office):
    let = office.parking(rooms=(ROOM,))
    own = office.item("TG", "60", rooms=(), family="parking", basis="space", charge_kind="parking")
    with office.supervisor():
        fees.assign(office.desk, AssignEntry(own, (ROOM,), NOVEMBER, label="B1-001", quantity=Decimal(1)))
        place = parking.save_space(office.desk, parking.SpaceEntry("B1-001", "own", ROOM))
        other = parking.save_space(office.desk, parking.SpaceEntry("B1-002", "let", ROOM))
    office.run()
    rows = money.open_charges(office.desk, ROOM)
    settle(office, next(place for place, one in enumerate(rows) if one.open_fen == 6000))
    assert office.bill(item_id=let).state == "open"
    before = NOVEMBER - timedelta(days=1)
    assert paid(office, place.id) == (END, True)
    assert paid(office, other.id) == paid(office) == (before, False)
    assert card(office, END, space_id=place.id).paid_until == END


def test_a_disputed_bill_is_not_paid_and_a_void_one_is_none(office: Office):
    office.parking(rooms=(ROOM,))
    office.run()
    bill = office.bill()
    with office.supervisor():
        fees.dispute(office.desk, bill.id, reason="车位被占")
        assert paid(office) == (date(2026, 10, 31), False)
        fees.resolve(office.desk, bill.id, reason="已说明")
        fees.void_bill(office.desk, bill.id, reason="作废")
    assert paid(office) is None
    visitor = parking.ParkingCardEntry(
        "粤B55555", "访客", END, kind="visitor", unit_id=ROOM, paid_until=END, receipt="SK-2", papers_seen=True
    )
    assert parking.issue_card(office.desk, visitor).receipt == "SK-2", "only the month's card goes by the month's bills"
