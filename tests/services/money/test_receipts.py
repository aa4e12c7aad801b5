"""Payments and receipts: every case of R2, and what a void one leaves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desk.errors import DeskError, InvalidInput, NotAllowed, NotFound
from desk.models.money import JournalEntry, Posting, Receipt
from desk.services import money, slips
from desk.services.money import ChargeEntry, PayEntry, Tender
from desk.services.site import check
from desk.services.staff import Approval, approving
from tests.kit.site import PIN
from tests.services.money.cashier import ROOM, balance, charge, codes, deposit, in_drawer, pay


def test_a_charge_is_paid_in_two_parts(till):
    owed = charge(till, 15000, item="物业服务费", period="2026-10 至 2026-12")
    first = pay(till, ("cash", 10000))
    assert (first.number, first.fen, first.kind) == ("SK-20261121-0001", 10000, "income")
    (open_one,) = money.open_charges(till, ROOM)
    assert (open_one.id, open_one.open_fen, open_one.state) == (owed, 5000, "part-paid")
    second = pay(till, ("wechat", 5000))
    assert second.number == "SK-20261121-0002"
    assert money.open_charges(till, ROOM) == ()
    assert money.balances(till, ROOM).total == 0
    assert (in_drawer(till), balance(till, "wechat")) == (60000, 5000)
    assert check.check(till) == []


def test_three_tenders_make_one_receipt_and_change_comes_from_cash(till):
    charge(till, 15000)
    paid = pay(till, ("cash", 5000), ("wechat", 6000), ("card", 4000))
    assert [(tender.method, tender.fen) for tender in paid.tenders] == [
        ("cash", 5000),
        ("wechat", 6000),
        ("card", 4000),
    ]
    charge(till, 15000)
    more = pay(till, ("wechat", 6000), ("card", 4000), ("cash", 10000))
    assert (more.change, more.fen) == (5000, 15000)
    assert [(tender.method, tender.fen) for tender in more.tenders] == [
        ("wechat", 6000),
        ("card", 4000),
        ("cash", 5000),
    ]
    assert in_drawer(till) == 50000 + 5000 + 5000


def test_change_larger_than_the_cash_part_is_refused(till):
    charge(till, 15000)
    with pytest.raises(InvalidInput) as refused:
        pay(till, ("cash", 1000), ("wechat", 20000))
    assert codes(refused) == {"tenders": "change"}
    assert money.receipts(till).total == 0


@pytest.mark.parametrize("fen", [0, -1])
def test_nothing_and_less_is_refused(till, fen):
    charge(till, 15000)
    with pytest.raises(InvalidInput) as refused:
        pay(till, ("cash", fen))
    assert codes(refused) == {"tenders.0.fen": "positive"}
    with pytest.raises(InvalidInput) as refused:
        charge(till, fen)
    assert codes(refused) == {"amount": "positive"}
    with pytest.raises(InvalidInput):
        deposit(till, fen)
    assert money.receipts(till).total == 0


def test_nothing_owed_is_nothing_to_pay(till):
    with pytest.raises(InvalidInput) as refused:
        pay(till, ("cash", 100))
    assert codes(refused) == {"amount": "positive"}


def test_the_oldest_is_paid_first_unless_one_is_named(till, clock):
    young = charge(till, 3000, "water", since=date(2026, 11, 1))
    old = charge(till, 5000, "management", since=date(2026, 5, 1))
    pay(till, ("cash", 6000))
    assert {each.id: each.open_fen for each in money.open_charges(till, ROOM)} == {young: 2000}
    other = charge(till, 7000, "parking")
    named = pay(till, ("cash", 7000), named={other: 7000})
    assert [line.charge_id for line in named.lines] == [other]
    assert [each.id for each in money.open_charges(till, ROOM)] == [young]
    assert old not in [each.id for each in money.open_charges(till, ROOM)]


def test_what_is_named_has_to_be_there(till):
    one = charge(till, 5000)
    with pytest.raises(InvalidInput) as refused:
        pay(till, ("cash", 4000), named={one: 5000})
    assert codes(refused) == {"tenders": "short"}
    with pytest.raises(InvalidInput) as refused:
        pay(till, ("cash", 6000), named={one: 6000})
    assert codes(refused) == {"named": "named"}
    theirs = charge(till, 5000, unit_id=2)
    with pytest.raises(InvalidInput) as refused:
        pay(till, ("cash", 5000), named={theirs: 5000})
    assert codes(refused) == {"named": "named"}


def test_a_transfer_of_too_much_is_kept_as_a_prepayment_that_pays_the_next_charge(till, as_supervisor):
    charge(till, 15000)
    with pytest.raises(InvalidInput):
        pay(till, ("transfer", 20000))
    kept = pay(till, ("transfer", 20000), keep=True)
    assert [(line.kind, line.fen) for line in kept.lines] == [("management", 15000), ("prepaid", 5000)]
    assert money.balances(till, ROOM).prepaid == 5000
    charge(till, 8000, "water")
    with pytest.raises(DeskError) as too_much:
        pay(till, ("prepaid", 8000))
    assert too_much.value.code == "prepaid"
    used = pay(till, ("prepaid", 5000), ("cash", 3000))
    assert used.fen == 8000
    assert money.balances(till, ROOM).prepaid == 0
    assert money.balances(till, ROOM).total == 0
    with pytest.raises(DeskError) as spent, as_supervisor():
        money.open_shift(till, counter="2")
        money.void(till, kept.id, reason="退汇")
    assert spent.value.code == "prepaid", "what it paid ahead was used by another receipt"
    assert check.check(till) == []


def test_a_prepayment_cannot_pay_a_prepayment(till):
    pay(till, ("transfer", 5000), keep=True)
    charge(till, 1000)
    with pytest.raises(InvalidInput) as refused:
        pay(till, ("prepaid", 2000), keep=True)
    assert codes(refused) == {"tenders": "credit"}


def test_what_is_charged_at_the_counter_is_paid_at_once(till):
    older = charge(till, 9900)
    line = ChargeEntry("other", 1500, ROOM, "钥匙工本费")
    paid = pay(till, ("cash", 2000), lines=(line,))
    assert (paid.fen, paid.change) == (1500, 500)
    assert [each.id for each in money.open_charges(till, ROOM)] == [older]
    stranger = pay(till, ("cash", 200), unit_id=None, lines=(ChargeEntry("other", 200, item="复印费"),))
    assert (stranger.room, stranger.fen) == ("", 200)
    assert check.check(till) == []


def test_the_change_is_told_before_it_is_saved(till):
    charge(till, 15000)
    entry = PayEntry("王芳", (Tender("cash", 20000),), ROOM)
    assert money.quote(till, entry).settled.change == 5000
    assert money.receipts(till).total == 0


def test_yesterdays_receipt_is_voided_by_a_reversal_of_today(till, clock, as_supervisor, staff_of_site):
    charge(till, 15000)
    paid = pay(till, ("cash", 15000))
    yesterday = till.today()
    before = money.day_book(till, yesterday)
    entries = _entries(till)
    clock.forward(days=1)
    with pytest.raises(NotAllowed):
        money.void(till, paid.id, reason="开错房号")
    with as_supervisor():
        money.open_shift(till, counter="2", opening=20000)
        voided = money.void(till, paid.id, reason="开错房号")
    assert (voided.state, voided.void_day) == ("void", yesterday + timedelta(days=1))
    assert money.day_book(till, yesterday) == before, "the book of yesterday is what it was"
    assert _entries(till)[: len(entries)] == entries, "nothing was changed, only added"
    (back,) = money.day_book(till, till.today()).rows
    assert (back.number, back.void, back.fen) == (paid.number, "later", -15000)
    assert money.balances(till, ROOM).owed == {"management": 15000}
    # It came out of the drawer of who voided it; the receptionist's is as she left it.
    assert in_drawer(till) == 65000
    with as_supervisor():
        assert in_drawer(till) == 5000
    assert slips.slip_view(till, paid.number).state == "void"
    with pytest.raises(DeskError) as twice, as_supervisor():
        money.void(till, paid.id, reason="再来")
    assert twice.value.code == "void-already"
    assert check.check(till) == []


def test_a_void_of_today_needs_the_cash_and_stays_in_the_book(till, as_supervisor):
    charge(till, 15000)
    paid = pay(till, ("cash", 15000))
    with as_supervisor():
        with pytest.raises(DeskError) as refused:
            money.void(till, paid.id, reason="开错")
        assert refused.value.code == "no-shift"
        money.open_shift(till, counter="2", opening=100)
        with pytest.raises(DeskError) as refused:
            money.void(till, paid.id, reason="开错")
        assert refused.value.code == "drawer"
        money.move_cash(till, -20000, note="备用金")
        money.void(till, paid.id, reason="开错")
    book = money.day_book(till, till.today())
    assert [(row.number, row.void, row.fen) for row in book.rows] == [(paid.number, "day", 15000)]
    assert (book.count, book.voids, book.total) == (1, 1, 0)
    again = pay(till, ("cash", 15000))
    assert again.number == "SK-20261121-0002", "a void number is never used again"


def test_a_void_receipt_takes_back_what_it_charged_itself(till, as_supervisor):
    paid = pay(till, ("wechat", 1500), lines=(ChargeEntry("other", 1500, ROOM, "钥匙工本费"),))
    with as_supervisor():
        money.void(till, paid.id, reason="没有钥匙了")
    assert money.balances(till, ROOM).total == 0
    assert [each.state for each in money.charges_of(till, ROOM)] == ["void"]
    assert check.check(till) == []


def test_a_bounced_transfer_is_a_void_receipt(till, as_supervisor):
    charge(till, 15000)
    paid = pay(till, ("transfer", 15000))
    with as_supervisor():
        money.void(till, paid.id, reason="退汇")
    assert balance(till, "transfer") == 0
    assert money.balances(till, ROOM).owed == {"management": 15000}


def test_a_supervisor_approves_a_void_on_the_spot(till, staff_of_site, events):
    charge(till, 15000)
    paid = pay(till, ("cash", 15000))
    with pytest.raises(NotAllowed) as refused:
        money.void(till, paid.id, reason="开错房号")
    assert refused.value.role == "supervisor"
    with approving(till, Approval("chen", PIN)):
        money.void(till, paid.id, reason="开错房号")
    assert in_drawer(till) == 50000, "the cash comes out of the drawer of who is at the counter"
    with till.look() as session:
        row = session.get(Receipt, paid.id)
        assert (row.void_by_id, row.void_approver_id) == (staff_of_site.receptionist.id, staff_of_site.supervisor.id)
    assert events("money.void")[-1].data["approved_by"] == "陈刚"


def test_a_reason_is_needed(till, as_supervisor):
    charge(till, 15000)
    paid = pay(till, ("wechat", 15000))
    with pytest.raises(InvalidInput) as refused, as_supervisor():
        money.void(till, paid.id, reason=" ")
    assert codes(refused) == {"reason": "required"}


def test_money_papers_are_voided_only_here(till):
    charge(till, 100)
    paid = pay(till, ("cash", 100))
    with pytest.raises(DeskError) as refused:
        slips.void(till, paid.number, reason="错")
    assert refused.value.code == "own-void"


def test_nothing_is_taken_without_a_shift(desk):
    charge(desk, 100)
    with pytest.raises(DeskError) as refused:
        pay(desk, ("cash", 100))
    assert refused.value.code == "no-shift"
    assert money.receipts(desk).total == 0


def test_income_and_deposit_have_numbers_of_their_own(till):
    charge(till, 100)
    assert pay(till, ("cash", 100)).number == "SK-20261121-0001"
    assert deposit(till).number == "BZ-20261121-0001"
    assert {row.kind for row in money.receipts(till).rows} == {"income", "deposit"}


def test_no_handling_fee_stands_on_collected_utilities(desk):
    with pytest.raises(InvalidInput) as refused:
        charge(desk, 100, "water", item="代收水费手续费")
    assert codes(refused) == {"item": "handling"}


def test_a_tax_invoice_is_noted_on_income_only(till):
    charge(till, 100)
    paid = money.note_invoice(till, pay(till, ("cash", 100)).id, "25442000000012345678")
    assert paid.invoice_number == "25442000000012345678"
    with pytest.raises(DeskError) as refused:
        money.note_invoice(till, deposit(till).id, "1")
    assert refused.value.code == "invoice"


def test_the_paper_says_it_all(till):
    charge(till, 140950, item="物业服务费", period="2026-10 至 2026-12")
    paid = pay(till, ("cash", 150000), invoice_number="25442000000012345678")
    content = slips.slip_content(till, paid.number)
    texts = content.texts()
    for text in (
        "1栋1单元101", "王芳", "物业服务费", "2026-10 至 2026-12", "¥1,409.50", "人民币壹仟肆佰零玖元伍角整",
        "25442000000012345678", "本收据不作为发票/报销凭证，请索取发票。", "林晓",
    ):  # fmt: skip
        assert any(text in each for each in texts), text
    assert content.copies == ("存根联", "客户联", "记账联")
    for paper in ("a5", "241-half", "241-third", "roll-80"):
        assert slips.pdf(till, paid.number, paper=paper).startswith(b"%PDF")


def test_a_charge_is_taken_back_while_nothing_is_paid_on_it(till, as_supervisor):
    one = charge(till, 5000)
    with as_supervisor():
        assert money.void_charge(till, one, reason="多记了").state == "void"
        with pytest.raises(DeskError) as twice:
            money.void_charge(till, one, reason="再来")
    assert twice.value.code == "void-already"
    two = charge(till, 5000)
    pay(till, ("cash", 1000))
    with pytest.raises(DeskError) as refused, as_supervisor():
        money.void_charge(till, two, reason="多记了")
    assert refused.value.code == "paid"
    assert check.check(till) == []


def test_lists_find_receipts(till):
    charge(till, 300)
    pay(till, ("cash", 100))
    deposit(till)
    assert money.receipts(till, money.ReceiptFilter(kind="deposit")).total == 1
    assert money.receipts(till, money.ReceiptFilter(text="王")).total == 2
    assert money.receipts(till, money.ReceiptFilter(text="sk-2026")).total == 1
    assert money.receipt_by_number(till, "sk-20261121-0001").fen == 100
    with pytest.raises(NotFound):
        money.receipt_by_number(till, "SK-1")
    (owing,) = money.arrears(till).rows
    assert (owing.room, owing.fen) == ("1栋1单元101", 200)


def test_the_journal_cannot_be_changed(till):
    charge(till, 300)
    for model, field in ((JournalEntry, "note"), (Posting, "fen")):
        with pytest.raises(TypeError), till.database.write() as session:
            setattr(session.query(model).first(), field, 1)
        with pytest.raises(TypeError), till.database.write() as session:
            session.delete(session.query(model).first())


def _entries(desk):
    with desk.look() as session:
        return [
            (
                row.id,
                row.day,
                row.act,
                [
                    (line.account_id, line.fen)
                    for line in session.query(Posting).filter_by(entry_id=row.id).order_by(Posting.id)
                ],
            )
            for row in session.query(JournalEntry).order_by(JournalEntry.id)
        ]
