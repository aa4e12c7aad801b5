"""Purchases, refunds, redemption, adjustments: every worked example and every refusal, on both engines (handbook A9, V)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from desk.errors import DeskError, InvalidInput, NotAllowed
from desk.models.points import PointEntry
from desk.rules.schemes import Campaign
from desk.rules.schemes.standard import POINTS, TIERS
from desk.services import cards, households, points, schemes, slips
from desk.services.kit.desk import Desk
from desk.services.points import AdjustEntry, GiftEntry, JudgeEntry, LineEntry, PurchaseEntry, RedeemEntry, nightly
from desk.services.points.purchases import member_level
from desk.services.schemes import SchemeEntry
from desk.services.site.check import check
from tests.kit.site import Clock, People
from tests.services.points.works import TODAY, buy, join, lines


def balance(desk: Desk, member_id: int) -> tuple[int, int]:
    view = points.member_points(desk, member_id)
    return view.balance, view.lifetime


def refused(call: Any, *args: Any, **more: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as found:
        call(*args, **more)
    return {each.field: each.code for each in found.value.problems}


def switch(desk: Desk, clock: Clock, people: People, scheme: Any, mapping: dict[str, str] | None = None) -> None:
    actor, desk.actor = desk.actor, people.manager
    schemes.save(desk, SchemeEntry(scheme, desk.today() + timedelta(days=1), mapping=mapping or {}))
    clock.forward(days=1)
    desk.actor = actor


def sound(desk: Desk) -> None:
    assert [each for each in check(desk) if each.code.startswith(("point", "purchase", "tier"))] == []


def test_a_purchase_is_priced_and_booked(shop: Desk, gold: Any) -> None:
    entry = PurchaseEntry("0001", "A01", lines=lines(56_81, promotion=800), card=gold.card.number)
    quote = points.quote(shop, entry)
    assert (quote.slip, quote.paid, quote.points, quote.member) == (45_45, 40_00, 4, gold.name)
    row = points.purchase(shop, points.log_purchase(shop, entry))
    assert (row.label, row.paid, row.points) == (56_81, 40_00, 4)
    assert balance(shop, gold.id) == (4, 4)
    sound(shop)


@pytest.mark.one_engine
def test_a_counter_at_special_prices_gives_no_discount_but_points(shop: Desk, gold: Any) -> None:
    key = points.log_purchase(shop, PurchaseEntry("1", "B09", lines=lines(100_00), member_id=gold.id))
    assert (points.purchase(shop, key).paid, points.purchase(shop, key).points) == (100_00, 10)


@pytest.mark.one_engine
def test_what_is_printed_counts_when_the_clerk_says_so(shop: Desk, gold: Any) -> None:
    entry = PurchaseEntry("1", "A01", lines=lines(100_00), paid=90_00, member_id=gold.id)
    assert refused(points.log_purchase, shop, entry) == {"paid": "differs"}
    assert points.purchase(shop, points.log_purchase(shop, replace(entry, as_printed=True))).paid == 90_00


@pytest.mark.one_engine
def test_what_is_refused_of_a_purchase(shop: Desk, gold: Any) -> None:
    buy(shop, gold.id, 100, receipt="7")
    assert refused(buy, shop, gold.id, 100, receipt="7") == {"receipt": "taken"}
    buy(shop, gold.id, 100, receipt="7", counter="B09")  # another counter's receipt
    assert refused(buy, shop, gold.id, 100, day=TODAY + timedelta(days=1)) == {"day": "future"}
    assert refused(buy, shop, gold.id, 100, day=TODAY - timedelta(days=1)) == {"day": "before-card"}
    assert refused(buy, shop, gold.id, 0) == {"paid": "positive"}
    assert refused(buy, shop, gold.id, 100, counter="Z") == {"counter": "not-found"}
    assert refused(points.log_purchase, shop, PurchaseEntry("")) == {
        "receipt": "required", "counter": "required", "paid": "required", "card": "required",
    }  # fmt: skip
    assert refused(points.log_purchase, shop, PurchaseEntry("1", "A01", paid=1, card="8800")) == {"card": "not-found"}


@pytest.mark.one_engine
def test_a_lost_card_sells_nothing(shop: Desk, gold: Any) -> None:
    cards.lose(shop, gold.id, note="丢了")
    assert refused(buy, shop, gold.id, 100) == {"card": "card-lost"}
    assert refused(points.redeem, shop, RedeemEntry(gold.id, 100, "杯子", "A01"))["card"] == "card-lost"


@pytest.mark.one_engine
def test_refunds_leave_the_points_of_what_remains(shop: Desk, gold: Any) -> None:
    key = buy(shop, gold.id, 2000_00)
    assert balance(shop, gold.id) == (210, 210)
    assert points.refund(shop, key, 1) == -11
    assert refused(points.refund, shop, key, 2000_00) == {"fen": "over"}
    assert refused(points.refund, shop, key, 0) == {"fen": "positive"}
    assert points.refund(shop, key, 1999_99) == -199
    assert balance(shop, gold.id) == (0, 0)
    sound(shop)


@pytest.mark.one_engine
def test_a_purchase_keeps_its_days_rules(shop: Desk, clock: Clock, staff_of_site: People) -> None:
    member = join(shop, joined_on=date(2026, 3, 1))
    key = buy(shop, member.id, 559_00, day=date(2026, 3, 4))  # a Wednesday in March
    assert balance(shop, member.id)[0] == 110
    assert points.refund(shop, key, 9_00) == 0
    assert points.refund(shop, key, 1) == -2
    switch(shop, clock, staff_of_site, replace(POINTS, doubles=(), earn_fen=2000))
    assert points.refund(shop, key, 549_99) == -108
    sound(shop)


@pytest.mark.one_engine
def test_points_that_were_spent_and_taken_back_are_a_debt(shop: Desk, gold: Any) -> None:
    key = buy(shop, gold.id, 10000_00)
    points.redeem(shop, RedeemEntry(gold.id, 200_00, "电饭煲", "A01"))
    assert balance(shop, gold.id) == (10, 1010)
    points.refund(shop, key, 10000_00)
    view = points.member_points(shop, gold.id)
    assert (view.balance, view.lifetime, view.debt) == (-1000, 0, 1000)
    assert view.warnings
    buy(shop, gold.id, 100_00)
    assert balance(shop, gold.id) == (-990, 10)
    sound(shop)


def test_redemption_takes_the_step_that_covers_and_comes_back_whole(shop: Desk, gold: Any) -> None:
    buy(shop, gold.id, 14990_00)  # 1499 + 10 bonus
    made = points.redeem(shop, RedeemEntry(gold.id, 200_01, "电饭煲", "A01"))
    assert (made.number, made.points) == ("DX-20261121-0001", 1500)
    said = next(text for text in slips.slip_content(shop, made.number).texts() if text.startswith("积分制"))
    assert "商品一件" in said  # the slip says by which ladder (handbook V8)
    assert balance(shop, gold.id) == (9, 1509)
    back = points.void_redemption(shop, made.id, reason="缺货")
    assert (back.state, balance(shop, gold.id)) == ("void", (1509, 1509))
    with pytest.raises(DeskError):
        points.void_redemption(shop, made.id, reason="再来")
    sound(shop)


@pytest.mark.one_engine
def test_what_cannot_be_redeemed(shop: Desk, gold: Any) -> None:
    buy(shop, gold.id, 14890_00)  # 1489 + 10 = 1499
    assert refused(points.redeem, shop, RedeemEntry(gold.id, 200_01, "锅", "A01")) == {"label": "points"}
    assert refused(points.redeem, shop, RedeemEntry(gold.id, 100_00, "鞋", "B09")) == {"counter": "special"}
    assert refused(points.redeem, shop, RedeemEntry(gold.id, 100_00, "鞋", "A01", special=True)) == {
        "counter": "special"
    }
    assert refused(points.redeem, shop, RedeemEntry(gold.id, 100_00, "鞋", "A01", reduced=True)) == {"label": "reduced"}
    assert refused(points.redeem, shop, RedeemEntry(gold.id, 0)) == {
        "label": "positive",
        "item": "required",
        "counter": "required",
    }


@pytest.mark.one_engine
def test_lifetime_points_at_the_threshold(shop: Desk, gold: Any) -> None:
    points.adjust(shop, AdjustEntry(gold.id, 100, "旧系统转入"))
    for _each in range(9):
        buy(shop, gold.id, 8000_00)  # 810 each
    buy(shop, gold.id, 4990_00)  # 499 + 10: 7,799
    assert balance(shop, gold.id) == (7899, 7799)
    assert points.proposals(shop) == ()
    key = buy(shop, gold.id, 1910_00)  # 191: 7,990
    points.refund(shop, key, 10_00)
    buy(shop, gold.id, 100_00)  # 7,999
    assert points.proposals(shop) == ()
    buy(shop, gold.id, 10_00)  # 8,000
    (proposal,) = points.proposals(shop)
    assert (proposal.kind, proposal.member_id) == ("upgrade", gold.id)
    points.confirm(shop, proposal.id)
    assert cards.member(shop, gold.id).tier == "diamond"
    sound(shop)


@pytest.mark.one_engine
@pytest.mark.parametrize(("before", "after", "raised"), [(7789, 7999, False), (7790, 8000, True), (7791, 8001, True)])
def test_a_purchase_of_two_thousand_at_the_edge_of_the_diamond(
    shop: Desk, gold: Any, before: int, after: int, raised: bool
) -> None:
    for paid in (*[8000_00] * 9, 4890_00):  # 9 × 810 + 499
        buy(shop, gold.id, paid)
    if before > 7789:
        buy(shop, gold.id, (before - 7789) * 10_00)
    assert balance(shop, gold.id)[1] == before
    buy(shop, gold.id, 2000_00)  # 200 + 10
    assert balance(shop, gold.id)[1] == after
    assert bool(points.proposals(shop, "upgrade")) is raised


def _diamond(desk: Desk, member_id: int) -> int:
    points_before = balance(desk, member_id)[1]
    key = buy(desk, member_id, (7990 - points_before) * 10_00 - 100_00)
    last = buy(desk, member_id, 1000_00)
    del key
    points.confirm(desk, points.proposals(desk, "upgrade")[0].id)
    return last


@pytest.mark.parametrize(("days", "proposed"), [(0, True), (30, True), (31, False)])
@pytest.mark.one_engine
def test_an_upgrade_is_proposed_to_be_taken_back_within_thirty_days(
    shop: Desk, gold: Any, clock: Clock, days: int, proposed: bool
) -> None:
    last = _diamond(shop, gold.id)
    clock.forward(days=days)
    points.refund(shop, last, 1000_00)
    assert balance(shop, gold.id)[1] < 8000
    found = points.proposals(shop, "take-back")
    assert bool(found) is proposed
    assert cards.member(shop, gold.id).tier == "diamond"
    if proposed:
        points.confirm(shop, found[0].id, note="退货")
        assert cards.member(shop, gold.id).tier == "gold"
    sound(shop)


@pytest.mark.one_engine
def test_a_purchase_after_the_upgrade_takes_nothing_back(shop: Desk, gold: Any, clock: Clock) -> None:
    _diamond(shop, gold.id)
    clock.forward(days=1)
    key = buy(shop, gold.id, 500_00)
    points.refund(shop, key, 500_00)
    assert points.proposals(shop, "take-back") == ()


@pytest.mark.one_engine
def test_a_supervisor_takes_back_and_declines_with_a_reason(shop: Desk, gold: Any, staff_of_site: People) -> None:
    points.refund(shop, _diamond(shop, gold.id), 1000_00)
    (found,) = points.proposals(shop, "take-back")
    shop.actor = staff_of_site.receptionist
    with pytest.raises(NotAllowed):
        points.confirm(shop, found.id)
    with pytest.raises(NotAllowed):
        points.decline(shop, found.id, reason="留着")
    shop.actor = staff_of_site.supervisor
    assert refused(points.decline, shop, found.id, reason=" ") == {"reason": "required"}
    points.decline(shop, found.id, reason="老客户")
    assert points.proposals(shop) == ()
    with pytest.raises(DeskError):
        points.confirm(shop, found.id)


@pytest.mark.one_engine
def test_adjustments_need_a_reason_and_a_supervisor(shop: Desk, gold: Any, staff_of_site: People) -> None:
    assert refused(points.adjust, shop, AdjustEntry(gold.id, 0, " ")) == {"points": "range", "reason": "required"}
    shop.actor = staff_of_site.receptionist
    with pytest.raises(NotAllowed):
        points.adjust(shop, AdjustEntry(gold.id, 5, "补"))
    shop.actor = staff_of_site.supervisor
    entry = points.adjust(shop, AdjustEntry(gold.id, 5, "补"))
    points.reverse(shop, entry.id, reason="错了")
    assert balance(shop, gold.id) == (0, 0)
    with pytest.raises(DeskError):
        points.reverse(shop, entry.id, reason="再来")
    sound(shop)


@pytest.mark.one_engine
def test_nobody_books_to_a_card_of_their_own_alone(shop: Desk, staff_of_site: People) -> None:
    own = join(shop, 3, name=staff_of_site.supervisor.name)
    shop.actor = staff_of_site.supervisor
    with pytest.raises(NotAllowed) as refusal:
        buy(shop, own.id, 100_00)
    assert refusal.value.role == "supervisor"
    with shop.approved(staff_of_site.supervisor), pytest.raises(NotAllowed):  # her own word is no second one
        buy(shop, own.id, 100_00)
    with shop.approved(staff_of_site.manager):
        buy(shop, own.id, 100_00)
        points.adjust(shop, AdjustEntry(own.id, 5, "补"))
    assert balance(shop, own.id) == (15, 10)


@pytest.mark.one_engine
def test_an_entry_is_never_changed(shop: Desk, gold: Any) -> None:
    buy(shop, gold.id, 100_00)
    with pytest.raises(TypeError), shop.act("test.act") as act:
        row = act.session.scalars(select(PointEntry)).first()
        assert row is not None
        row.points = 99
        act.session.flush()


# ------------------------------------------------------------------------------------------------------------- joining
def test_receipts_without_a_card_are_kept_and_join(shop: Desk, clock: Clock) -> None:
    person = join(shop, 2, how="moved")  # somebody on file
    cards.end(shop, person.id, reason="试", points="无")
    with shop.look() as session:
        customer = cards.get(session, person.id).customer_id
        assert member_level(session, shop, customer) == ""
    for _each in range(2):
        points.log_purchase(shop, PurchaseEntry(f"K{_each}", "A01", paid=150_00, customer_id=customer))
    with shop.look() as session:
        assert member_level(session, shop, customer) == "gold"
    entry = cards.JoinEntry(customer_id=customer, receipts_seen=True, identity_seen=True, goods=("food",), consent=True)
    member = cards.join(shop, entry)
    assert (member.tier, balance(shop, member.id)) == ("gold", (30, 30))
    with shop.look() as session:  # receipts are used once
        assert member_level(session, shop, customer) == ""
    (first, _second) = points.purchases(shop, points.PurchaseFilter(member_id=member.id)).rows
    points.refund(shop, first.id, 1)
    assert [each.kind for each in points.proposals(shop)] == ["joining"]
    assert cards.member(shop, member.id).tier == "gold"
    sound(shop)


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("paid", "joins"), [(299_99, ""), (300_00, "尊贵VIP黄金卡"), (2999_99, "尊贵VIP黄金卡"), (3000_00, "VIP钻石卡")]
)
def test_who_reaches_the_joining_level_is_offered_the_card(shop: Desk, paid: int, joins: str) -> None:
    person = join(shop, 2)
    cards.end(shop, person.id, reason="试", points="无")
    entry = PurchaseEntry("K1", "A01", paid=paid, customer_id=person.customer_id)
    assert points.quote(shop, entry).joins == joins
    assert points.booked(shop, points.log_purchase(shop, entry)).joins == joins


@pytest.mark.one_engine
def test_old_joining_receipts_earn_nothing(shop: Desk) -> None:
    person = join(shop, 2)
    cards.end(shop, person.id, reason="试", points="无")
    with shop.look() as session:
        customer = cards.get(session, person.id).customer_id
    for days in (30, 31):
        points.log_purchase(
            shop, PurchaseEntry(f"K{days}", "A01", TODAY - timedelta(days=days), paid=300_00, customer_id=customer)
        )
    entry = cards.JoinEntry(customer_id=customer, receipts_seen=True, identity_seen=True, goods=("food",), consent=True)
    assert balance(shop, cards.join(shop, entry).id) == (30, 30)


# --------------------------------------------------------------------------------------------------------------- levels
@pytest.mark.one_engine
def test_tiers_upgrade_by_themselves_and_the_top_waits_for_two_judgements(
    shop: Desk, gold: Any, clock: Clock, staff_of_site: People
) -> None:
    switch(shop, clock, staff_of_site, TIERS, {"gold": "ordinary", "diamond": "gold"})
    buy(shop, gold.id, 2999_99)
    assert cards.member(shop, gold.id).tier == "ordinary"
    buy(shop, gold.id, 1)
    assert cards.member(shop, gold.id).tier == "silver"
    buy(shop, gold.id, 37000_00)
    assert (cards.member(shop, gold.id).tier, points.proposals(shop)[0].kind) == ("diamond", "judge")
    (wanted,) = points.proposals(shop)
    shop.actor = staff_of_site.supervisor
    assert refused(points.judge, shop, JudgeEntry(wanted.id, "")) == {"words": "required"}
    points.judge(shop, JudgeEntry(wanted.id, "三年缴费准时"))
    with pytest.raises(DeskError):
        points.judge(shop, JudgeEntry(wanted.id, "自己再评"))
    assert cards.member(shop, gold.id).tier == "diamond"
    shop.actor = staff_of_site.manager
    points.judge(shop, JudgeEntry(wanted.id, "同意"))
    assert cards.member(shop, gold.id).tier == "purple"
    sound(shop)


def test_a_switch_takes_the_members_along_and_brings_nothing_back(
    shop: Desk, gold: Any, clock: Clock, staff_of_site: People
) -> None:
    buy(shop, gold.id, 300_00)
    switch(shop, clock, staff_of_site, TIERS, {"gold": "gold", "diamond": "diamond"})
    assert points.run(shop).moved == 1
    member = cards.member(shop, gold.id)
    assert (member.scheme, member.tier, member.tier_since) == ("tiers", "gold", TODAY + timedelta(days=1))
    assert points.run(shop).moved == 0
    switch(shop, clock, staff_of_site, POINTS, dict.fromkeys(TIERS.codes, "gold"))
    points.run(shop)
    assert (cards.member(shop, gold.id).scheme, balance(shop, gold.id)) == ("points", (30, 30))
    sound(shop)


@pytest.mark.one_engine
def test_a_run_that_is_stopped_keeps_what_is_done_and_is_gone_on_with(
    shop: Desk, clock: Clock, staff_of_site: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nightly, "BLOCK", 2)
    people = [join(shop, serial) for serial in range(5)]
    switch(shop, clock, staff_of_site, TIERS, {"gold": "gold", "diamond": "diamond"})
    told: list[tuple[int, int]] = []
    stopped = points.run(shop, progress=lambda done, total: told.append((done, total)), cancelled=lambda: bool(told))
    assert (stopped.members, stopped.moved, stopped.cancelled, told) == (2, 2, True, [(2, 5)])
    assert [cards.member(shop, each.id).scheme for each in people] == ["tiers", "tiers", "points", "points", "points"]
    nightly.day_begins(shop)  # a run that was stopped is no run of the day
    assert {cards.member(shop, each.id).scheme for each in people} == {"tiers"}
    again = points.run(shop)
    assert (again.members, again.moved, again.cancelled) == (5, 0, False)
    sound(shop)


# --------------------------------------------------------------------------------------------------- expiry and vouchers
def test_points_run_out_lot_by_lot_when_the_scheme_says_so(
    shop: Desk, gold: Any, clock: Clock, staff_of_site: People
) -> None:
    buy(shop, gold.id, 100_00)  # without an end: the scheme had none
    switch(shop, clock, staff_of_site, replace(POINTS, expiry_months=12))
    buy(shop, gold.id, 200_00)
    clock.forward(days=100)
    buy(shop, gold.id, 300_00)
    clock.forward(days=265)  # the corresponding day: the last one
    assert points.run(shop).expired == 0
    clock.forward(days=1)
    assert points.run(shop).expired == 20
    assert balance(shop, gold.id) == (40, 60)
    assert points.run(shop).expired == 0
    sound(shop)


def test_coupons_and_parking_vouchers(shop: Desk, gold: Any, clock: Clock, staff_of_site: People) -> None:
    switch(shop, clock, staff_of_site, TIERS, {"gold": "gold", "diamond": "diamond"})
    buy(shop, gold.id, 20000_00)
    made = points.coupon(shop, RedeemEntry(gold.id, 200_00))
    assert "现金券" in next(text for text in slips.slip_content(shop, made.number).texts() if text.startswith("等级制"))
    assert (made.points, made.coupon) == (1000, "QG-20261122-0001")
    key = buy(shop, gold.id, 300_00, coupon=made.coupon)
    row = points.purchase(shop, key)
    assert (row.coupon, row.points) == (200_00, 10)  # no points on the part paid by coupon
    assert refused(buy, shop, gold.id, 300_00, coupon=made.coupon) == {"coupon": "used"}
    with pytest.raises(DeskError):
        points.void_redemption(shop, made.id, reason="用过了")
    points.void_purchase(shop, key, reason="小票作废")
    points.void_redemption(shop, made.id, reason="不要了")
    voucher = points.parking(shop, gold.id)
    assert (voucher.number, voucher.value) == ("TC-20261122-0001", 4)
    with pytest.raises(DeskError):
        points.parking(shop, gold.id)
    assert points.use_voucher(shop, voucher.number, where="地库").state == "used"
    with pytest.raises(DeskError):
        points.use_voucher(shop, voucher.number)
    sound(shop)


@pytest.mark.one_engine
def test_a_voucher_ends_with_its_last_day(shop: Desk, gold: Any, clock: Clock, staff_of_site: People) -> None:
    switch(shop, clock, staff_of_site, TIERS, {"gold": "silver", "diamond": "diamond"})
    voucher = points.parking(shop, gold.id)
    assert voucher.value == 2
    clock.forward(days=1)
    with pytest.raises(DeskError):
        points.use_voucher(shop, voucher.number)
    assert points.run(shop).vouchers == 1
    assert points.vouchers(shop, state="expired").total == 1


# ------------------------------------------------------------------------------------------------------- gifts and draws
@pytest.mark.one_engine
def test_gifts_of_the_quarter_are_the_diamonds(shop: Desk, clock: Clock) -> None:
    gold, diamond = join(shop, 1), join(shop, 2, "diamond")
    assert refused(points.give, shop, GiftEntry(gold.id, "quarter", "雨伞")) == {"kind": "level"}
    gift = points.give(shop, GiftEntry(diamond.id, "quarter", "雨伞"))
    assert (gift.number, gift.period) == ("ST-20261121-0001", "2026Q4")
    assert refused(points.give, shop, GiftEntry(diamond.id, "quarter", "雨伞")) == {"kind": "taken"}
    points.void_gift(shop, gift.id, reason="拿错")
    points.give(shop, GiftEntry(diamond.id, "quarter", "毛巾"))
    clock.forward(days=45)  # the next quarter
    points.give(shop, GiftEntry(diamond.id, "quarter", "雨伞"))


@pytest.mark.one_engine
def test_who_is_a_diamond_on_the_quarters_last_day_has_its_gift(shop: Desk, gold: Any, clock: Clock) -> None:
    clock.forward(days=(date(2026, 12, 31) - TODAY).days)
    assert refused(points.give, shop, GiftEntry(gold.id, "quarter", "雨伞")) == {"kind": "level"}
    _diamond(shop, gold.id)
    assert points.give(shop, GiftEntry(gold.id, "quarter", "雨伞")).period == "2026Q4"
    clock.forward(days=1)
    assert points.give(shop, GiftEntry(gold.id, "quarter", "毛巾")).period == "2027Q1"


@pytest.mark.one_engine
@pytest.mark.parametrize(("days", "asked"), [(0, True), (29, True), (30, True), (31, False)])
def test_a_birth_date_that_was_changed_lately_asks_a_supervisor(
    shop: Desk, clock: Clock, staff_of_site: People, days: int, asked: bool
) -> None:
    member = join(shop, 1, born=date(1985, 1, 1))
    day = TODAY + timedelta(days=days)
    person = households.person_for_edit(shop, member.customer_id)
    changed = replace(person, birthday=date(1985, day.month, day.day), document_number="", document_kind="")
    households.change_person(shop, member.customer_id, changed)
    buy(shop, member.id, 1_00) if days else None  # it is seen to be another one
    clock.forward(days=days)
    shop.actor = staff_of_site.receptionist
    if asked:
        with pytest.raises(NotAllowed) as refusal:
            buy(shop, member.id, 100_00)
        assert refusal.value.role == "supervisor"
        shop.actor = staff_of_site.supervisor
    key = buy(shop, member.id, 100_00)
    assert points.purchase(shop, key).doubled == "birthday"


@pytest.mark.one_engine
def test_a_birthday_gift_wants_a_receipt_of_the_day(shop: Desk) -> None:
    member = join(shop, 1, born=date(1985, 11, 21))
    other = join(shop, 2)
    assert refused(points.give, shop, GiftEntry(other.id, "birthday", "蛋糕")) == {"kind": "day"}
    assert refused(points.give, shop, GiftEntry(member.id, "birthday", "蛋糕")) == {"kind": "purchase"}
    key = buy(shop, member.id, 1_00)
    assert points.purchase(shop, key).doubled == "birthday"
    assert points.give(shop, GiftEntry(member.id, "birthday", "蛋糕")).period == "2026"
    assert refused(points.give, shop, GiftEntry(member.id, "birthday", "蛋糕")) == {"kind": "taken"}


@pytest.mark.one_engine
def test_a_gift_goes_with_the_card_in_the_launch(shop: Desk, clock: Clock, staff_of_site: People) -> None:
    member = join(shop, 1)
    assert refused(points.give, shop, GiftEntry(member.id, "card", "雨伞")) == {"kind": "level"}
    start = TODAY + timedelta(days=1)
    switch(
        shop,
        clock,
        staff_of_site,
        replace(POINTS, campaigns=(Campaign("开业", start, start + timedelta(days=2), "gold", "雨伞"),)),
    )
    member = join(shop, 2, how="campaign")
    assert "card" in points.member_points(shop, member.id).gifts
    points.give(shop, GiftEntry(member.id, "card", "雨伞"))
    assert points.member_points(shop, member.id).gifts == ()


def test_a_draw_can_be_drawn_again(shop: Desk) -> None:
    assert refused(points.draw, shop, prizes=1, prize="电视") == {"prizes": "nobody"}
    people = [join(shop, serial) for serial in range(4)]
    for member, paid in zip(people, (80_00, 180_00, 100_00, 10080_00), strict=True):
        buy(shop, member.id, paid)  # 8, 18, 10, 1,018
    made = points.draw(shop, prizes=2, prize="电视", seed="start")
    assert (made.number, made.people, len(made.winners), made.seed) == ("CQ-20261121-0001", 3, 2, "start")
    buy(shop, people[0].id, 10_00)  # the list is kept with its moment
    assert points.draw_again(shop, made.number)
    assert points.gifts(shop, kind="prize").total == 2


def test_the_first_hundred_members_of_a_day(shop: Desk, clock: Clock, staff_of_site: People) -> None:
    switch(shop, clock, staff_of_site, replace(POINTS, doubles=(replace(POINTS.doubles[2], on=True, count=2),)))
    people = [join(shop, serial) for serial in range(3)]
    keys = [buy(shop, member.id, 100_00) for member in people]
    assert [points.purchase(shop, key).points for key in keys] == [20, 20, 10]
    points.refund(shop, keys[0], 100_00)  # moves nobody up
    assert points.purchase(shop, buy(shop, people[2].id, 100_00)).points == 10
    assert points.purchase(shop, buy(shop, people[1].id, 100_00)).points == 20  # members, not purchases
    sound(shop)


@pytest.mark.one_engine
def test_lines_of_medium_grade_goods_are_kept_apart(shop: Desk, gold: Any) -> None:
    key = points.log_purchase(
        shop, PurchaseEntry("G", "A01", lines=(LineEntry(10_00), LineEntry(20_00, graded=True)), member_id=gold.id)
    )
    with shop.look() as session:
        from desk.models.points import Purchase

        row = session.get(Purchase, key)
        assert row is not None
        assert (row.paid, row.graded) == (26_40, 17_60)


@pytest.mark.one_engine
def test_the_statement_says_why_the_level_is_what_it_is(shop: Desk, gold: Any) -> None:
    buy(shop, gold.id, 500_00, receipt="0042")
    slip = points.issue_statement(shop, gold.id)
    texts = " ".join(points.statement_preview(shop, gold.id).texts())
    assert slip.number.startswith("LJ-")
    assert "0042" in texts
    assert "7,950" in texts
