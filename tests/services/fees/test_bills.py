"""Items, the month's run, bills and their payment: every number and refusal of handbook S1."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desk.errors import DeskError, InvalidInput, NotAllowed
from desk.services import fees, households, money, moves, slips
from desk.services.fees import AssignEntry, DiscountEntry, ExemptEntry, ItemEntry, RunEntry
from desk.services.money.household import caller_lines
from desk.services.site import check
from tests.services.fees.office import DECEMBER, NOVEMBER, OCTOBER, OTHER, ROOM, START, Office
from tests.services.money.cashier import codes

pytestmark = pytest.mark.one_engine


def test_a_cancelled_run_leaves_nothing(office: Office):
    office.item()
    asked = []

    def cancel() -> bool:
        asked.append(1)
        return len(asked) > 1

    with pytest.raises(DeskError) as stopped:
        fees.run(office.desk, RunEntry(NOVEMBER), cancelled=cancel)
    assert stopped.value.code == "cancelled"
    assert (fees.bills(office.desk).total, fees.runs(office.desk).total) == (0, 0)
    assert money.balances(office.desk, ROOM).total == 0
    assert office.run().bills == 2
    assert office.bill(OTHER).number == "ZD-20261121-0002", "no number was lost"
    assert check.check(office.desk) == []


def test_what_cannot_be_billed_is_listed(office: Office):
    office.item(rooms=(ROOM, 5))
    office.water(rooms=(ROOM,))
    preview = fees.preview_run(office.desk, RunEntry(NOVEMBER))
    assert sorted((gap.unit_id, gap.code) for gap in preview.gaps) == [(ROOM, "reading"), (5, "payer")]
    assert preview.gap_counts == {"payer": 1, "reading": 1}
    assert preview.bills == 1


@pytest.mark.parametrize(
    ("entry", "wrong"),
    [
        (RunEntry(None), {"month": "required"}),
        (RunEntry(date(2027, 1, 1)), {"month": "future"}),
        (RunEntry(NOVEMBER, date(2026, 11, 20)), {"due": "order"}),
    ],
)
def test_a_run_that_cannot_be_is_refused_beside_its_field(office: Office, entry, wrong):
    office.item()
    with pytest.raises(InvalidInput) as refused:
        fees.run(office.desk, entry)
    assert codes(refused) == wrong


def test_part_months_and_a_sale_inside_a_month(office: Office):
    office.item(rooms=(), since=START)
    (item,) = fees.items(office.desk)
    office.person("旧主", 4, until=date(2026, 11, 10))
    office.person("新主", 4, since=date(2026, 11, 11))
    with office.supervisor():
        fees.assign(office.desk, AssignEntry(item.id, (ROOM,), date(2026, 11, 16)))
        fees.assign(office.desk, AssignEntry(item.id, (4,), START))
    office.run()
    assert office.bill().fen == 11997
    rows = fees.bills(office.desk, fees.BillFilter(unit_id=4)).rows
    assert sorted((row.payer, row.fen) for row in rows) == [("新主", 15996), ("旧主", 7998)]


def test_a_tenant_pays_and_the_owner_follows(office: Office):
    item = office.parking(rooms=())
    office.person("租客", ROOM, "tenant", since=date(2026, 11, 11))
    with office.supervisor():
        fees.assign(office.desk, AssignEntry(item, (ROOM,), START, payer="tenant"))
    office.run()
    rows = fees.bills(office.desk, fees.BillFilter(unit_id=ROOM)).rows
    assert sorted((row.payer, row.fen) for row in rows) == [("王芳", 5000), ("租客", 10000)]


def test_own_rate_exempt_days_and_a_new_rate(office: Office):
    item = office.item("GG", "240", basis="fixed", charge_kind="other", rooms=())
    with office.supervisor():
        fees.assign(office.desk, AssignEntry(item, (ROOM,), START))
        fees.assign(office.desk, AssignEntry(item, (OTHER,), START, own_rate=Decimal(100)))
        (mine,) = fees.assignments(office.desk, unit_id=ROOM).rows
        view = fees.exempt(office.desk, ExemptEntry(mine.id, DECEMBER, date(2026, 12, 31), "空置"))
        assert [each.reason for each in view.exemptions] == ["空置"]
        fees.add_rate(office.desk, item, DECEMBER, Decimal(252))
    office.run()
    assert [office.bill(unit).fen for unit in (ROOM, OTHER)] == [24000, 10000]
    office.on(DECEMBER)
    assert office.run(DECEMBER).bills == 1, "the exempt room has no bill"


def test_a_discount_goes_by_rule_and_nobody_gives_one_by_hand(office: Office):
    item = office.item()
    with pytest.raises(NotAllowed):
        fees.add_discount(office.desk, DiscountEntry(item, "空置减半", Decimal(50), START, applies="vacant"))
    with office.as_(office.people.manager):
        view = fees.add_discount(office.desk, DiscountEntry(item, "空置减半", Decimal(50), START, applies="vacant"))
        assert [each.name for each in view.discounts] == ["空置减半"]
        with pytest.raises(InvalidInput) as refused:
            fees.add_discount(office.desk, DiscountEntry(item, "", Decimal(101), None))
        assert codes(refused) == {"name": "required", "percent": "range", "since": "required"}
    office.run()
    bill = office.bill()
    assert (bill.fen, bill.off, bill.lines[0].discount) == (11997, 11997, "空置减半")
    assert check.check(office.desk) == []


# ------------------------------------------------------------------------------------------------------- paying a bill
def test_a_scanned_bill_is_paid_with_what_stands_on_its_paper(office: Office):
    office.item()
    office.parking(rooms=(ROOM,))
    office.run()
    paper = fees.bill_paper(office.desk, office.bill().id)
    found = fees.to_pay(office.desk, f" {paper.number.lower()} ")
    assert (found.unit_id, len(found.others)) == (ROOM, 2)
    named = {
        charge.id: charge.open_fen for charge in money.open_charges(office.desk, ROOM) if charge.id in found.others
    }
    office.pay(sum(named.values()), named=named)
    assert office.bill().shown == "settled"
    with pytest.raises(DeskError) as settled:
        fees.to_pay(office.desk, paper.number)
    assert settled.value.code == "settled"
    assert check.check(office.desk) == []


def test_the_oldest_due_bill_is_paid_first_and_a_void_receipt_opens_it_again(office: Office):
    office.item(rooms=(ROOM,))
    office.on(date(2026, 10, 5))
    october = office.run(OCTOBER)
    office.on(date(2026, 11, 21))
    office.run()
    assert october.bills == 1
    receipt = office.pay(30000)
    first, second = office.bill(month=OCTOBER), office.bill(month=NOVEMBER)
    assert (first.shown, second.shown, second.open_fen) == ("settled", "part-paid", 17988)
    with office.supervisor():
        money.void(office.desk, receipt.id, reason="转账退回")
    assert [office.bill(month=month).shown for month in (OCTOBER, NOVEMBER)] == ["open", "open"]
    assert office.bill(month=OCTOBER).due == first.due, "with its old due day"


def test_a_prepayment_pays_the_next_bill_of_its_kind(office: Office):
    office.item()
    office.parking(rooms=(ROOM,))
    money.charge(office.desk, money.ChargeEntry("other", 100, ROOM))
    office.pay(10100, keep=True, keep_kind="parking")
    money.charge(office.desk, money.ChargeEntry("other", 100, ROOM))
    office.pay(5100, keep=True)
    assert money.balances(office.desk, ROOM).prepaid == 15000
    made = office.run()
    assert made.prepaid == 15000
    parking = next(row for row in fees.bills(office.desk, fees.BillFilter(unit_id=ROOM)).rows if row.item == "车位费")
    fee = next(row for row in fees.bills(office.desk, fees.BillFilter(unit_id=ROOM)).rows if row.item == "物业服务费")
    assert (parking.open_fen, fee.open_fen) == (0, 23994), (
        "what was for parking and for any went on parking, made first"
    )
    assert money.balances(office.desk, ROOM).prepaid == 0
    with office.supervisor():
        fees.void_bill(office.desk, parking.id, reason="车位已退")
    assert money.balances(office.desk, ROOM).prepaid == 15000, "and goes back where it came from"
    assert check.check(office.desk) == []


# --------------------------------------------------------------------------------------------- disputes, court, voids
def test_a_disputed_bill_is_owed_but_passed_over_until_named(office: Office):
    office.item()
    office.run()
    bill = office.bill()
    with pytest.raises(InvalidInput) as refused:
        fees.dispute(office.desk, bill.id, reason=" ")
    assert codes(refused) == {"reason": "required"}
    view = fees.dispute(office.desk, bill.id, reason="面积不符")
    assert (view.shown, view.reason, [event.kind for event in view.events]) == ("disputed", "面积不符", ["disputed"])
    with pytest.raises(InvalidInput):
        office.pay(23994)
    assert money.balances(office.desk, ROOM).total == 23994
    office.pay(100, named={bill.charge_id: 100})
    assert fees.resolve(office.desk, bill.id, reason="已重新测量").shown == "part-paid"
    office.pay(23894)
    assert office.bill().shown == "settled"
    with pytest.raises(DeskError):
        fees.dispute(office.desk, bill.id, reason="再议")
    assert check.check(office.desk) == []


def test_the_household_its_clearance_and_the_caller_card_say_what_is_disputed(office: Office):
    office.item()
    office.run()
    fees.dispute(office.desk, office.bill().id, reason="面积不符")

    def told(code: str) -> str:
        lines = {line.code: line for line in moves.clearance(office.desk, ROOM).lines}
        page = {lamp.code: lamp for lamp in households.household(office.desk, ROOM).lights}
        assert (page[code].text, page[code].state) == (lines[code].text, lines[code].state)
        return page[code].text

    assert told("fees") == "物业费 ¥239.94（其中有异议 ¥239.94）"
    office.on(date(2026, 12, 2))
    office.run(DECEMBER)
    office.on(date(2027, 1, 20))
    assert told("fees") == "物业费 ¥479.88（其中有异议 ¥239.94）"
    assert told("dunning") == "逾期 ¥239.94 · 有异议：¥239.94", (
        "the one that is dunned does not hide the one that is not"
    )
    with office.desk.look() as session:
        (line,) = caller_lines(session, office.desk, ROOM, None)
    assert "有异议" in line.text


def test_a_bill_goes_to_court_and_back(office: Office):
    office.item()
    office.run()
    bill = office.bill()
    with pytest.raises(NotAllowed):
        fees.sue(office.desk, bill.id, reason="案号 1")
    with office.supervisor():
        assert fees.sue(office.desk, bill.id, reason="案号 1").shown == "at-law"
        assert fees.withdraw(office.desk, bill.id, reason="和解").shown == "open"


def test_a_void_bill_is_reversed_and_made_anew_under_a_new_number(office: Office):
    office.item()
    office.run()
    bill = office.bill()
    paper = fees.bill_paper(office.desk, bill.id)
    assert paper.number == bill.number
    with pytest.raises(NotAllowed):
        fees.void_bill(office.desk, bill.id, reason="面积有误")
    with office.supervisor():
        void = fees.void_bill(office.desk, bill.id, reason="面积有误")
    assert (void.shown, money.balances(office.desk, ROOM).total) == ("void", 0)
    assert slips.slip_view(office.desk, bill.number).state == "void"
    assert office.run().bills == 1
    assert office.bill().number not in (bill.number, "")
    assert check.check(office.desk) == []


def test_a_paid_bill_is_not_voided_before_its_receipt(office: Office):
    office.item()
    office.run()
    office.pay(100)
    with office.supervisor(), pytest.raises(DeskError) as refused:
        fees.void_bill(office.desk, office.bill().id, reason="错")
    assert refused.value.code == "illegal-move"


def test_a_charge_that_is_taken_back_at_the_cashiers_voids_its_bill(office: Office):
    office.item()
    office.run()
    bill = office.bill()
    with office.supervisor():
        money.void_charge(office.desk, bill.charge_id, reason="重复")
    assert fees.bill(office.desk, bill.id).shown == "void"
    assert check.check(office.desk) == []


# --------------------------------------------------------------------------------------------------------------- papers
def test_when_a_bill_on_a_paper_is_void_the_others_get_a_new_one(office: Office):
    office.item(rooms=(ROOM,))
    office.parking(rooms=(ROOM,))
    office.run()
    (first, second) = (fees.bill(office.desk, row.id) for row in reversed(fees.bills(office.desk).rows))
    assert fees.bill_paper(office.desk, second.id).number == first.number
    with office.supervisor():
        fees.void_bill(office.desk, second.id, reason="错")
    again = fees.bill_paper(office.desk, first.id)
    assert again.number not in (first.number, second.number) or again.number == second.number
    assert fees.bill_by_number(office.desk, again.number).id in (first.id, second.id)
    assert fees.bill(office.desk, first.id).paper == again.number
    assert check.check(office.desk) == []


# ----------------------------------------------------------------------------------------------------- items, refusals
def test_items_are_checked_beside_their_fields(office: Office):
    with office.supervisor():
        with pytest.raises(InvalidInput) as refused:
            fees.save_item(office.desk, ItemEntry("", "", rate=Decimal(0)))
        assert codes(refused) == {"code": "required", "name": "required", "rate": "positive", "since": "required"}
        with pytest.raises(InvalidInput) as refused:
            fees.save_item(
                office.desk,
                ItemEntry(
                    "SF",
                    "水费手续费",
                    "energy",
                    "meter",
                    "water",
                    "市自来水公司",
                    "water",
                    rate=Decimal(1),
                    since=START,
                ),
            )
        assert codes(refused) == {"name": "handling"}
    with pytest.raises(NotAllowed):
        fees.save_item(office.desk, ItemEntry("WY", "物业服务费", rate=Decimal(1), since=START))


def test_overlapping_periods_of_one_item_are_refused(office: Office):
    item = office.item()
    with office.supervisor():
        for since in (START, date(2027, 1, 1)):
            with pytest.raises(InvalidInput) as refused:
                fees.assign(office.desk, AssignEntry(item, (ROOM,), since))
            assert codes(refused) == {"since": "overlap"}
        (mine,) = fees.assignments(office.desk, unit_id=ROOM).rows
        assert fees.end_assignment(office.desk, mine.id, date(2026, 11, 30)).until == date(2026, 11, 30)
        assert fees.assign(office.desk, AssignEntry(item, (ROOM,), DECEMBER)) == 1
        with pytest.raises(InvalidInput) as refused:
            fees.end_assignment(office.desk, mine.id, DECEMBER)
        assert codes(refused) == {"until": "overlap"}
        with pytest.raises(InvalidInput) as refused:
            fees.assign(office.desk, AssignEntry(item, (), None, date(2026, 1, 1), Decimal(0), Decimal(0), "x"))
        assert codes(refused) == {
            "unit_ids": "required", "since": "required", "own_rate": "positive", "quantity": "positive", "payer": "required",
        }  # fmt: skip


def test_a_rate_that_was_billed_stays_and_a_new_one_begins_after_it(office: Office):
    item = office.item()
    office.run()
    with office.supervisor():
        (rate,) = fees.item(office.desk, item).rates
        assert rate.billed
        with pytest.raises(DeskError) as refused:
            fees.drop_rate(office.desk, rate.id)
        assert refused.value.code == "billed"
        with pytest.raises(InvalidInput) as inside:
            fees.add_rate(office.desk, item, date(2026, 11, 16), Decimal(3))
        assert codes(inside) == {"since": "billed"}
        view = fees.add_rate(office.desk, item, DECEMBER, Decimal(3))
        assert [each.billed for each in view.rates] == [True, False]
        assert len(fees.drop_rate(office.desk, view.rates[1].id).rates) == 1
        with pytest.raises(InvalidInput) as basis:
            fees.save_item(office.desk, ItemEntry("WY", "物业服务费", basis="fixed"), item)
        assert codes(basis) == {"basis": "billed"}


def test_what_was_billed_is_not_exempted_or_ended_before(office: Office):
    office.item()
    office.run()
    with office.supervisor():
        (mine,) = fees.assignments(office.desk, unit_id=ROOM).rows
        with pytest.raises(InvalidInput) as refused:
            fees.exempt(office.desk, ExemptEntry(mine.id, date(2026, 11, 15), date(2026, 12, 15), "空置"))
        assert codes(refused) == {"first": "billed"}
        with pytest.raises(InvalidInput) as refused:
            fees.exempt(office.desk, ExemptEntry(mine.id, None, None, ""))
        assert codes(refused) == {"first": "required", "last": "required", "reason": "required"}
        with pytest.raises(InvalidInput) as refused:
            fees.end_assignment(office.desk, mine.id, date(2026, 11, 15))
        assert codes(refused) == {"until": "billed"}


def test_an_item_is_given_to_every_room_that_it_is_for(office: Office):
    item = office.item(rooms=(ROOM,), unit_kinds=("residence",))
    with office.supervisor():
        assert fees.assign_kind(office.desk, item, START) == 15
        with pytest.raises(InvalidInput) as refused:
            fees.assign_kind(office.desk, item, START)
        assert codes(refused) == {"unit_ids": "nothing"}


def test_lists_and_the_finder_find_a_bill(office: Office):
    from desk.services.finder import find

    office.item()
    office.run()
    number = office.bill().number
    assert [hit.target for hit in find(office.desk, number) if hit.kind == "bill"] == [f"bill:{office.bill().id}"]
    assert fees.bill_counts(office.desk) == {"owing": 2, "overdue": 0, "disputed": 0, "soon": 2, "ever": 1}
    assert fees.due_soon(office.desk).total == 2
    assert fees.bills(office.desk, fees.BillFilter("soon")).total == 2
    office.on(date(2026, 12, 20))
    assert fees.bill_counts(office.desk)["overdue"] == 2
    for state, count in (
        ("soon", 0),
        ("owing", 2),
        ("overdue", 2),
        ("settled", 0),
        ("disputed", 0),
        ("void", 0),
        ("open", 2),
        ("part-paid", 0),
    ):
        assert fees.bills(office.desk, fees.BillFilter(state=state)).total == count, state
    assert fees.bills(office.desk, fees.BillFilter(text="王芳")).total == 1
    for sort in ("number", "room", "due", "fen", "open", "month"):
        assert fees.bills(office.desk, sort=sort, descending=False).total == 2


def test_the_check_finds_what_was_changed_behind_the_programs_back(office: Office):
    from sqlalchemy import text
    from sqlalchemy.orm import Session

    from desk.services.fees.check import check as of_fees

    office.item()
    office.run()
    office.pay(100)
    for change, found in (
        ("UPDATE bill SET fen = fen + 1 WHERE unit_id = 1", {"bill", "bill-lines", "billed"}),
        ("UPDATE bill_line SET fen = fen - 1", {"bill-lines"}),
        ("UPDATE bill SET state = 'disputed' WHERE unit_id = 1", {"bill"}),
        ("UPDATE charge SET open_fen = open_fen - 1 WHERE unit_id = 1", {"billed"}),
        ("UPDATE bill SET unit_id = 2, first = '2026-11-02' WHERE unit_id = 1", {"bill", "billed-twice"}),
    ):
        with office.desk.database.engine.connect() as connection, connection.begin() as under_way:
            connection.execute(text("UPDATE bill SET first = '2026-11-03' WHERE unit_id = 2"))
            connection.execute(text(change))
            came = {each.code for each in of_fees(Session(connection), office.desk)}
            under_way.rollback()
        assert found <= came, change
