"""What bills and dunning ask of the database, on both engines."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from desk.errors import InvalidInput
from desk.models.fees import Bill
from desk.services import fees, money, slips
from desk.services.fees import RunEntry
from desk.services.kit import due
from desk.services.site import check
from tests.services.fees.office import NOVEMBER, OCTOBER, OTHER, ROOM, THIRD, Office
from tests.services.money.cashier import codes


def test_a_month_is_billed_once_for_each_room_and_item(office: Office):
    fee, parking = office.item(), office.parking(rooms=(ROOM,))
    preview = fees.preview_run(office.desk, RunEntry(NOVEMBER))
    assert (preview.bills, preview.fen, preview.units) == (3, 2 * 23994 + 15000, 2)
    assert fees.bills(office.desk).total == 0, "a preview makes nothing"
    made = office.run()
    assert (made.bills, made.fen, [(one.item_id, one.bills, one.fen) for one in made.items]) == (
        3, 62988, [(parking, 1, 15000), (fee, 2, 47988)],
    )  # fmt: skip
    bill = office.bill(item_id=fee)
    assert (bill.fen, bill.payer, bill.first, bill.last, bill.due) == (
        23994, "王芳", NOVEMBER, date(2026, 11, 30), office.desk.today() + timedelta(days=15),
    )  # fmt: skip
    assert money.balances(office.desk, ROOM).owed == {"management": 23994, "parking": 15000}
    assert check.check(office.desk) == []


def test_running_again_makes_only_what_is_missing(office: Office):
    office.item()
    office.run()
    with pytest.raises(InvalidInput) as refused:
        office.run()
    assert codes(refused) == {"month": "nothing"}
    office.parking()
    again = office.run()
    assert (again.bills, again.made) == (2, 2)
    assert fees.bills(office.desk).total == 4
    assert check.check(office.desk) == []


def test_papers_of_a_month_come_in_building_order_one_for_each_payer(office: Office):
    office.item(rooms=(THIRD, OTHER, ROOM))
    office.parking(rooms=(ROOM,))
    office.run()
    numbers = fees.issue_papers(office.desk, NOVEMBER)
    assert len(numbers) == 3
    texts = ["\n".join(slips.slip_content(office.desk, number).texts()) for number in numbers]
    assert [name in text for name, text in zip(("王芳", "李伟", "赵敏"), texts, strict=True)] == [True] * 3
    assert "¥389.94" in texts[0]
    assert "李伟" not in texts[0], "nobody sees a neighbour's debt"
    assert "89.53" in texts[0]
    assert fees.issue_papers(office.desk, NOVEMBER) == numbers, "again: the same papers"
    batch = slips.print_many(office.desk, numbers)
    assert batch.pdf.startswith(b"%PDF")
    assert check.check(office.desk) == []


def test_the_laws_hold_in_the_database_too(office: Office):
    """No item of a room is billed twice for the same days, whatever a program does."""
    from sqlalchemy.exc import IntegrityError

    office.item()
    office.run()
    with pytest.raises(IntegrityError), office.desk.database.write() as session:
        row = session.scalars(select(Bill)).first()
        assert row is not None
        session.add(
            Bill(
                number="ZD-20261121-9999", run_id=row.run_id, unit_id=row.unit_id, item_id=row.item_id,
                assignment_id=row.assignment_id, payer_id=row.payer_id, payer="", month=row.month, first=row.first,
                last=row.last, quantity=row.quantity, fen=1, issued=row.issued, due=row.due, charge_id=row.charge_id,
            )
        )  # fmt: skip
        session.flush()


def test_the_months_dunning_statements_and_lists(office: Office):
    office.item()
    office.on(date(2026, 8, 1))
    office.run(date(2026, 8, 1))
    office.on(date(2026, 11, 25))
    letters = fees.dun_many(office.desk)
    assert [letter.payer for letter in letters] == ["王芳", "李伟"]
    assert [row.next_step for row in fees.debts(office.desk).rows] == ["notice", "notice"]
    fees.note_contact(office.desk, fees.ContactEntry(OTHER, "promised", None, date(2026, 11, 30)))
    assert fees.debt_counts(office.desk) == {"due": 1, "promises": 1, "older": 0, "law": 0, "all": 2}
    assert fees.ages(office.desk).total == 47988
    assert len(fees.issue_statements(office.desk, date(2026, 7, 1))) == 2
    assert fees.quarters(office.desk, date(2026, 7, 1)).payers == 2
    assert fees.issue_forecast(office.desk, fees.ForecastEntry(2)).total == 2 * 47988
    assert fees.debt(office.desk, ROOM).due == 1
    assert due.waiting(office.desk) >= 1
    office.run(OCTOBER)
    for sort in ("number", "room", "due", "fen", "open", "month"):
        assert fees.bills(office.desk, fees.BillFilter(text="王芳"), sort=sort).total == 2
    assert fees.bill_counts(office.desk)["owing"] == 4
    assert check.check(office.desk) == []
