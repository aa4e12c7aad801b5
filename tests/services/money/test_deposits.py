"""Deposits: taken, held, given back with deductions (handbook R9), opened from paper (handbook R1), refunded once."""

from __future__ import annotations

from datetime import date

import pytest

from desk.errors import DeskError, InvalidInput, NotAllowed
from desk.models import Setting
from desk.services import money, slips
from desk.services.money import Deduction, DepositEntry, OldDepositEntry, RefundEntry, TakeEntry, Tender
from desk.services.site import check
from tests.services.money.cashier import ROOM, balance, charge, codes, deposit, give_back, in_drawer, pay


def held(desk, **more):
    return money.deposits(desk, unit_id=ROOM, **more).rows


@pytest.fixture
def chief(desk, staff_of_site):
    """The supervisor at a counter with 5,000.00 in the drawer, and a renovation deposit of 2,000.00 held."""
    desk.actor = staff_of_site.supervisor
    money.open_shift(desk, opening=500000)
    deposit(desk)
    return desk


def test_a_deposit_is_held_for_its_payer(till):
    got = deposit(till, subject="renovation:3")
    (one,) = held(till)
    assert (one.held, one.fen, one.payer, one.number, one.subject) == (
        200000,
        200000,
        "王芳",
        got.number,
        "renovation:3",
    )
    assert money.balances(till, ROOM).deposits == 200000
    assert money.balances(till, ROOM).total == 0
    assert balance(till, "income:renovation") == 0, "a deposit is no income"


def test_350_50_of_2000_is_deducted_and_the_rest_goes_out(chief):
    (one,) = held(chief)
    got = give_back(chief, one.id, deductions=(Deduction("走廊墙面", "搬料碰损", 35050, "照片 3 张"),))
    assert (got.refund, got.deducted, got.claim) == (164950, 35050, 0)
    assert (got.receipt.kind, got.receipt.number, got.receipt.fen) == ("deposit-refund", "TB-20261121-0001", 164950)
    assert held(chief) == ()
    assert held(chief, held_only=False)[0].held == 0
    assert balance(chief, "income:damages") == -35050
    assert in_drawer(chief) == 500000 + 200000 - 164950
    texts = slips.slip_content(chief, got.receipt.number).texts()
    for text in (
        "¥1,649.50",
        "人民币壹仟陆佰肆拾玖元伍角整",
        "扣除 ¥350.50",
        "BZ-20261121-0001",
        "搬料碰损；照片 3 张",
    ):
        assert any(text in each for each in texts), text
    assert check.check(chief) == []


def test_what_exceeds_the_deposit_is_claimed_and_no_refund_slip_is_given(chief):
    (one,) = held(chief)
    got = give_back(chief, one.id, deductions=(Deduction("楼下天花", "漏水", 230000),))
    assert (got.refund, got.deducted, got.claim) == (0, 200000, 30000)
    assert (got.receipt.kind, got.receipt.number, got.receipt.fen, got.receipt.tenders) == (
        "settlement", "BJ-20261121-0001", 30000, (),
    )  # fmt: skip
    assert money.receipts(chief, money.ReceiptFilter(kind="deposit-refund")).total == 0
    assert held(chief) == ()
    assert money.balances(chief, ROOM).owed == {"damages": 30000}
    assert slips.slip_content(chief, got.receipt.number).title == "应补缴通知单"
    paid = pay(chief, ("cash", 30000))
    assert [line.kind for line in paid.lines] == ["damages"]
    assert check.check(chief) == []


def test_a_deposit_that_is_used_up_exactly_goes_nowhere(chief):
    (one,) = held(chief)
    got = give_back(chief, one.id, deductions=(Deduction("地面", "划伤", 200000),))
    assert (got.refund, got.claim, got.receipt.kind) == (0, 0, "settlement")
    assert slips.slip_content(chief, got.receipt.number).title == "押金扣除单"
    assert check.check(chief) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (Deduction("地面", "划伤", 0), {"deductions.0.amount": "positive"}),
        (Deduction("地面", " ", 100), {"deductions.0.reason": "required"}),
        (Deduction("地面", "违规罚款", 100, fine=True), {"deductions.0.reason": "fine"}),
    ],
)
def test_a_deduction_without_amount_or_reason_or_for_a_fine_is_refused(chief, line, expected):
    (one,) = held(chief)
    with pytest.raises(InvalidInput) as refused:
        give_back(chief, one.id, deductions=(line,))
    assert codes(refused) == expected
    assert held(chief) == (one,)


def test_a_refund_happens_once(chief):
    (one,) = held(chief)
    give_back(chief, one.id)
    with pytest.raises(DeskError) as twice:
        give_back(chief, one.id)
    assert twice.value.code == "deposit"
    assert money.receipts(chief, money.ReceiptFilter(kind="deposit-refund")).total == 1


def test_the_drawer_must_hold_the_cash_else_it_is_a_transfer(chief):
    (one,) = held(chief)
    money.move_cash(chief, 600000, note="解款")
    with pytest.raises(DeskError) as refused:
        give_back(chief, one.id)
    assert refused.value.code == "drawer"
    assert "¥1,000.00" in refused.value.message
    assert held(chief) == (one,)
    got = give_back(chief, one.id, method="transfer", reference="20261121001")
    assert got.receipt.tenders == (Tender("transfer", 200000, "20261121001"),)
    assert (in_drawer(chief), balance(chief, "transfer")) == (100000, -200000)


def test_a_receptionist_refunds_alone_only_up_to_the_limit(till):
    deposit(till, 5000, kind="pass")
    (one,) = held(till)
    with pytest.raises(NotAllowed):
        give_back(till, one.id)
    with till.database.write() as session:
        session.add(Setting(key="policy.money.refund_alone", value=50))
    till.forget()
    assert give_back(till, one.id).refund == 5000


def test_several_passes_are_taken_on_one_receipt_and_go_back_together(chief):
    entry = TakeEntry("李工", (Tender("cash", 20000),), (DepositEntry("pass", 5000),) * 3, ROOM, "renovation:3")
    got = money.take_deposit(chief, entry)
    assert (got.fen, got.change, len(got.lines)) == (15000, 5000, 3)
    ids = [one.id for one in held(chief) if one.payer == "李工"]
    with pytest.raises(DeskError) as mixed:
        give_back(chief, *[one.id for one in held(chief)])
    assert mixed.value.code == "mixed"
    lost = Deduction("出入证", "遗失一张，协议约定不退", 5000)
    assert give_back(chief, *ids, deductions=(lost,)).refund == 10000
    assert check.check(chief) == []


def test_a_void_refund_brings_the_deposit_back_and_a_void_claim_its_charge(chief):
    (one,) = held(chief)
    got = give_back(chief, one.id, deductions=(Deduction("墙面", "碰损", 35050),))
    money.void(chief, got.receipt.id, reason="金额有误")
    assert held(chief) == (one,)
    assert balance(chief, "income:damages") == 0
    claimed = give_back(chief, one.id, deductions=(Deduction("天花", "漏水", 230000),))
    money.void(chief, claimed.receipt.id, reason="责任不在装修户")
    assert held(chief) == (one,)
    assert money.balances(chief, ROOM).total == 0
    assert check.check(chief) == []


def test_a_claim_that_is_paid_is_not_taken_back_under_its_payer(chief):
    (one,) = held(chief)
    got = give_back(chief, one.id, deductions=(Deduction("天花", "漏水", 230000),))
    pay(chief, ("cash", 10000))
    with pytest.raises(DeskError) as refused:
        money.void(chief, got.receipt.id, reason="责任不在装修户")
    assert refused.value.code in ("paid", "receivable")
    assert check.check(chief) == []


def test_a_claim_is_taken_back_only_with_its_settlement(chief):
    (one,) = held(chief)
    got = give_back(chief, one.id, deductions=(Deduction("天花", "漏水", 230000),))
    (claim,) = money.open_charges(chief, ROOM)
    with pytest.raises(DeskError) as refused:
        money.void_charge(chief, claim.id, reason="多记")
    assert refused.value.code == "claim"
    assert got.receipt.number in refused.value.message
    assert held(chief) == (), "the deposit stays where it went"


def test_a_deposit_receipt_whose_deposit_went_back_is_not_void(chief):
    (one,) = held(chief)
    got = money.receipt_by_number(chief, one.number)
    give_back(chief, one.id)
    with pytest.raises(DeskError) as refused:
        money.void(chief, got.id, reason="错")
    assert refused.value.code == "deposit"


def test_a_deposit_of_the_paper_days_is_opened_against_opening(chief):
    entry = OldDepositEntry("renovation", 200000, "李伟", "0004711", date(2026, 3, 2), 2)
    opened = money.open_deposit(chief, entry)
    assert (opened.number, opened.from_paper, opened.taken_on, opened.age) == (
        "0004711",
        True,
        date(2026, 3, 2),
        "year",
    )
    assert balance(chief, "opening") == 200000
    with pytest.raises(InvalidInput) as twice:
        money.open_deposit(chief, entry)
    assert codes(twice) == {"paper_number": "taken"}
    got = give_back(chief, opened.id)
    assert "0004711" in "".join(slips.slip_content(chief, got.receipt.number).texts())
    assert check.check(chief) == []


def test_what_is_wrong_with_an_old_deposit(chief):
    with pytest.raises(InvalidInput) as refused:
        money.open_deposit(chief, OldDepositEntry("renovation", 0, "", "", None))
    assert codes(refused) == {
        "amount": "positive", "payer": "required", "paper_number": "required", "taken_on": "required",
    }  # fmt: skip
    with pytest.raises(InvalidInput) as refused:
        money.open_deposit(chief, OldDepositEntry("renovation", 1, "甲", "1", date(2026, 11, 22)))
    assert codes(refused) == {"taken_on": "future"}


def test_a_city_may_bound_the_deposit(till):
    with till.database.write() as session:
        session.add(Setting(key="policy.money.deposit_most", value=2000))
    till.forget()
    deposit(till, 200000)
    with pytest.raises(InvalidInput) as refused:
        deposit(till, 200001)
    assert codes(refused) == {"deposits.0.amount": "most"}


def test_deposits_held_by_age_add_up_to_the_journal(chief, clock):
    for day, fen in (
        (date(2026, 8, 21), 100),
        (date(2026, 8, 20), 200),
        (date(2025, 11, 21), 400),
        (date(2020, 1, 1), 800),
    ):
        money.open_deposit(chief, OldDepositEntry("other", fen, "甲", f"N{fen}", day))
    found = money.held_by_age(chief)
    assert {each.age: each.fen for each in found.ages} == {
        "quarter": 200100, "half": 200, "year": 400, "three-years": 0, "older": 800,
    }  # fmt: skip
    assert found.fen == sum(one.held for one in money.deposits(chief).rows)


def test_fees_go_back_line_by_line_and_not_twice(chief):
    charge(chief, 15000)
    charge(chief, 4000, "water")
    paid = pay(chief, ("cash", 19000))
    water = next(line for line in paid.lines if line.kind == "water")
    entry = RefundEntry(paid.id, {water.id: 1500}, "王芳", "多抄 3 吨")
    back = money.refund(chief, entry)
    assert (back.kind, back.number, back.fen) == ("refund", "TK-20261121-0001", 1500)
    assert balance(chief, "income:water") == -2500
    with pytest.raises(InvalidInput) as refused:
        money.refund(chief, RefundEntry(paid.id, {water.id: 2501}, "王芳", "再退"))
    assert codes(refused) == {f"lines.{water.id}": "most"}
    with pytest.raises(DeskError) as first:
        money.void(chief, paid.id, reason="错")
    assert first.value.code == "refunded"
    money.void(chief, back.id, reason="没有多抄")
    assert balance(chief, "income:water") == -4000
    money.void(chief, paid.id, reason="错")
    assert check.check(chief) == []


def test_a_prepayment_goes_back(chief):
    pay(chief, ("transfer", 5000), keep=True)
    with pytest.raises(DeskError) as refused:
        money.refund_prepayment(chief, ROOM, 5001, payee="王芳", reason="退租")
    assert refused.value.code == "prepaid"
    assert money.refund_prepayment(chief, ROOM, 5000, payee="王芳", reason="退租").number == "TK-20261121-0001"
    assert money.balances(chief, ROOM).prepaid == 0
    assert check.check(chief) == []


def test_a_deposit_is_not_refunded_as_income(chief):
    got = money.receipt_by_number(chief, held(chief)[0].number)
    with pytest.raises(DeskError) as refused:
        money.refund(chief, RefundEntry(got.id, {got.lines[0].id: 1}, "王芳", "退"))
    assert refused.value.code == "refund-kind"
