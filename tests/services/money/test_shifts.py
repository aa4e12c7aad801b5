"""Shifts: opened, kept in a book, handed over, taken over, refused (handbook R2, S15)."""

from __future__ import annotations

import pytest

from desk.errors import DeskError, InvalidInput, NotAllowed
from desk.services import money, slips
from desk.services.money import HandOverEntry
from desk.services.site import check
from desk.services.staff import Approval, approving
from tests.kit.site import PIN
from tests.services.money.cashier import ROOM, balance, charge, codes, deposit, hand_over, in_drawer, pay, pieces


def sheet_of(desk, shift):
    """The newest 交接班记录 of a shift."""
    return slips.slip_content(desk, slips.slips_of(desk, f"shift:{shift.id}")[-1].number)


def test_a_difference_is_written_down_with_its_reason(desk, clock, staff_of_site):
    money.open_shift(desk, opening=50000)
    charge(desk, 73950)
    pay(desk, ("cash", 73950))
    assert in_drawer(desk) == 123950
    clock.forward(hours=4)
    with pytest.raises(InvalidInput) as refused:
        hand_over(desk, 124000)
    assert codes(refused) == {"reason": "required"}
    ended = hand_over(desk, 124000, "多收 0.50，未找零")
    assert (ended.state, ended.expected, ended.counted, ended.difference) == ("handed-over", 123950, 124000, 50)
    assert balance(desk, "over-short") == -50
    assert money.day_book(desk, desk.today()).over_short == 50
    assert money.waiting(desk) == (ended,)
    with pytest.raises(DeskError) as closed:
        deposit(desk)
    assert closed.value.code == "no-shift"
    texts = sheet_of(desk, ended).texts()
    for text in ("¥1,239.50", "¥1,240.00", "+¥0.50", "多收 0.50，未找零", "SK-20261121-0001"):
        assert any(text in each for each in texts), text
    assert not any("最近备份" in each for each in texts), "how old the backup is is no number of things that are due"
    clock.forward(minutes=10)
    taken = money.take_over(desk, ended.id, login="chen", pin=PIN)
    assert (taken.opening, taken.cash, taken.staff) == (124000, 124000, "陈刚")
    assert desk.actor == staff_of_site.supervisor
    assert money.shift(desk, ended.id).state == "taken-over"
    assert money.shift(desk, ended.id).cash == 0
    assert taken.gap == (ended.handed_at, taken.opened_at), "ten minutes nobody was on duty: shown"
    assert check.check(desk) == []


def test_nobody_takes_over_from_oneself_with_a_difference(till, staff_of_site):
    ended = hand_over(till, 50010, "多一角")
    with pytest.raises(NotAllowed) as refused:
        money.take_over(till, ended.id, login="lin", pin=PIN)
    assert refused.value.role == "supervisor"
    till.actor = staff_of_site.supervisor
    money.take_over(till, ended.id, login="chen", pin=PIN)
    theirs = hand_over(till, 50000, "少一角")
    with pytest.raises(InvalidInput) as own:
        money.take_over(till, theirs.id, login="chen", pin=PIN)
    assert codes(own) == {"login": "oneself"}, "nobody approves an own difference"


def test_a_supervisor_may_look_at_the_difference_of_who_goes_on(till, events):
    ended = hand_over(till, 50010, "多一角")
    with approving(till, Approval("chen", PIN)):
        assert money.take_over(till, ended.id, login="lin", pin=PIN).gap is None
    assert events("shift.take-over")[-1].data["approved_by"] == "陈刚"


def test_one_may_take_over_from_oneself_when_the_cash_agrees(till):
    ended = hand_over(till, 50000)
    assert money.take_over(till, ended.id, login="lin", pin=PIN).cash == 50000


def test_a_refused_hand_over_is_counted_anew(till):
    ended = hand_over(till, 49000, "少 10 元，原因不明")
    with pytest.raises(InvalidInput) as refused:
        money.refuse(till, ended.id, login="chen", pin=PIN, reason="")
    assert codes(refused) == {"reason": "required"}
    back = money.refuse(till, ended.id, login="chen", pin=PIN, reason="要求重新清点")
    assert (back.state, back.cash, back.refused_reason) == ("refused", 50000, "要求重新清点")
    assert balance(till, "over-short") == 0
    charge(till, 100)
    pay(till, ("cash", 100))
    again = hand_over(till, 50100)
    assert (again.state, again.difference) == ("handed-over", 0)
    assert money.take_over(till, again.id, login="chen", pin=PIN).cash == 50100
    assert check.check(till) == []


def test_a_counter_has_one_shift_and_a_person_one_counter(till, staff_of_site):
    with pytest.raises(DeskError) as refused:
        money.open_shift(till, counter="2")
    assert refused.value.code == "own-shift"
    till.actor = staff_of_site.supervisor
    with pytest.raises(DeskError) as refused:
        money.open_shift(till)
    assert refused.value.code == "counter"
    assert money.open_shift(till, counter="2").counter == "2"


def test_both_pins_are_needed(till):
    with pytest.raises(DeskError) as refused:
        money.hand_over(till, HandOverEntry(pieces(50000), "0000"))
    assert refused.value.code == "wrong-pin"
    ended = hand_over(till, 50000)
    with pytest.raises(DeskError) as refused:
        money.take_over(till, ended.id, login="chen", pin="0000")
    assert refused.value.code == "wrong-pin"
    assert till.actor.login == "lin"
    with pytest.raises(DeskError) as refused:
        money.refuse(till, money.take_over(till, ended.id, login="chen", pin=PIN).id, login="lin", pin=PIN, reason="x")
    assert refused.value.code == "illegal-move"


def test_cash_is_counted_by_denomination(till):
    with pytest.raises(InvalidInput) as refused:
        money.hand_over(till, HandOverEntry({33: 1}, PIN))
    assert codes(refused) == {"pieces": "pieces"}
    with pytest.raises(InvalidInput):
        money.hand_over(till, HandOverEntry({100: -1}, PIN))


def test_the_book_tells_what_happened_and_who_stood_in(till, staff_of_site, clock):
    money.log_line(till, "3 号电梯困人，10:20 放出", told="工程部 李强", follow_up="维保单位下午到")
    with pytest.raises(InvalidInput) as refused:
        money.stand_in(till, login="lin", pin=PIN, leader_id=staff_of_site.receptionist.id, reason="")
    assert codes(refused) == {"reason": "required"}
    with pytest.raises(InvalidInput) as refused:
        money.stand_in(till, login="lin", pin=PIN, leader_id=staff_of_site.receptionist.id, reason="送文件")
    assert codes(refused) == {"login": "oneself", "leader_id": "oneself"}
    away = money.stand_in(till, login="chen", pin=PIN, leader_id=staff_of_site.supervisor.id, reason="送文件")
    assert (away.log[-1].stand_in, away.log[-1].leader, away.log[-1].until) == ("陈刚", "陈刚", None)
    with pytest.raises(DeskError) as refused:
        hand_over(till, 50000)
    assert refused.value.code == "stand-in"
    # Who stands in works with the drawer of the one who is away.
    till.actor = staff_of_site.supervisor
    charge(till, 100)
    pay(till, ("cash", 100))
    assert in_drawer(till) == 50100
    till.actor = staff_of_site.receptionist
    clock.forward(minutes=15)
    back = money.come_back(till)
    assert back.log[-1].until == clock()
    with pytest.raises(DeskError):
        money.come_back(till)
    till.actor = staff_of_site.supervisor
    assert money.my_shift(till) is None
    till.actor = staff_of_site.receptionist
    ended = hand_over(till, 50100)
    texts = "".join(sheet_of(till, ended).texts())
    assert "陈刚 代班（陈刚 同意）：送文件" in texts
    assert "3 号电梯困人" in texts


def test_cash_goes_to_the_bank_and_comes_as_change(till):
    money.move_cash(till, 30000, note="解款")
    assert in_drawer(till) == 20000
    money.move_cash(till, -10000, note="换零")
    assert in_drawer(till) == 30000
    with pytest.raises(DeskError) as refused:
        money.move_cash(till, 30001, note="解款")
    assert refused.value.code == "drawer"
    with pytest.raises(InvalidInput) as nothing:
        money.move_cash(till, 0, note="")
    assert codes(nothing) == {"amount": "positive", "note": "required"}


def test_the_sheet_counts_what_the_shift_did(till, as_supervisor):
    charge(till, 30000)
    pay(till, ("cash", 10000))
    wrong = pay(till, ("wechat", 20000))
    deposit(till, 100000)
    with as_supervisor():
        money.void(till, wrong.id, reason="支付失败")
    ended = hand_over(till, 160000)
    slip = sheet_of(till, ended)
    money_table, papers = slip.tables[0], slip.tables[1]
    assert money_table.rows == (("现金", "¥1,100.00"), ("微信", "¥0.00"))
    assert [(row[0], row[1]) for row in papers.rows] == [("收款收据", "2"), ("押金收据", "1")]
    assert any("支付失败" in cell for row in slip.tables[2].rows for cell in row)
    assert ROOM
