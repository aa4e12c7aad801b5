"""What a month costs: every worked example of handbook S1 and S2, part months, changes inside a month, meters."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.rules.fees import billing
from desk.rules.fees.billing import Assigned, Discount, Payer, Span, Used, bill_month, compare, forecast
from desk.rules.fees.meters import Reading, count, jump, reading_problem

ALWAYS = (date(2026, 1, 1), Decimal("2.68"))
WANG = Payer(1, "王芳")
LI = Payer(2, "李伟")


def assigned(**more: Any) -> Assigned:
    known: dict[str, Any] = {
        "id": 1, "unit_id": 1, "item_id": 1, "basis": "area", "rates": (ALWAYS,), "span": Span(date(2026, 1, 1)),
        "payers": (WANG,), "area": Decimal("89.53"),
    }  # fmt: skip
    return Assigned(**{**known, **more})


def fixed(amount: str, **more: Any) -> Assigned:
    return assigned(**{"basis": "fixed", "area": None, "rates": ((date(2026, 1, 1), Decimal(amount)),), **more})


def test_a_whole_month_by_area():
    ((draft,), gaps) = bill_month(assigned(), date(2026, 11, 9))
    assert (draft.fen, draft.first, draft.last, gaps) == (23994, date(2026, 11, 1), date(2026, 11, 30), [])
    assert [(line.days, line.of_days) for line in draft.lines] == [(30, 30)]


def test_from_the_sixteenth_half_of_november():
    ((draft,), _gaps) = bill_month(assigned(span=Span(date(2026, 11, 16))), date(2026, 11, 1))
    assert (draft.fen, draft.first, draft.lines[0].days) == (11997, date(2026, 11, 16), 15)


@pytest.mark.parametrize(
    ("amount", "first", "days", "fen"),
    [("100", date(2026, 2, 15), 14, 5000), ("100", date(2024, 2, 1), 29, 10000), ("100", date(2026, 12, 31), 1, 323)],
)
def test_part_months_go_by_the_days_of_that_month(amount, first, days, fen):
    one = fixed(amount, span=Span(first), rates=((date(2020, 1, 1), Decimal(amount)),))
    ((draft,), _gaps) = bill_month(one, first)
    assert (draft.lines[0].days, draft.fen) == (days, fen)


def test_half_a_fen_is_rounded_up_once():
    ((draft,), _gaps) = bill_month(
        assigned(area=Decimal("0.50"), rates=((date(2026, 1, 1), Decimal("0.0100")),)), date(2026, 5, 1)
    )
    assert draft.fen == 1  # 0.005


def test_a_rate_that_changes_inside_a_month_makes_a_line_for_each_rounded_each():
    one = assigned(rates=(ALWAYS, (date(2026, 11, 16), Decimal("3.00"))))
    ((draft,), _gaps) = bill_month(one, date(2026, 11, 1))
    assert [(line.rate, line.days, line.fen) for line in draft.lines] == [
        (Decimal("2.68"), 15, 11997), (Decimal("3.00"), 15, 13430),  # 134.295 half up
    ]  # fmt: skip
    assert draft.fen == 25427


def test_a_payer_who_changes_inside_a_month_gives_two_bills_by_days():
    sold = (Payer(1, "王芳", Span(None, date(2026, 11, 10))), Payer(2, "李伟", Span(date(2026, 11, 11))))
    (drafts, gaps) = bill_month(assigned(payers=sold), date(2026, 11, 1))
    assert [(draft.payer.name, draft.lines[0].days, draft.fen) for draft in drafts] == [
        ("王芳", 10, 7998),
        ("李伟", 20, 15996),
    ]
    assert gaps == []


def test_what_cannot_be_billed_is_said():
    assert [gap.code for gap in bill_month(assigned(payers=()), date(2026, 11, 1))[1]] == ["payer"]
    assert [gap.code for gap in bill_month(assigned(area=None), date(2026, 11, 1))[1]] == ["area"]
    assert [gap.code for gap in bill_month(assigned(rates=()), date(2026, 11, 1))[1]] == ["rate"]
    assert [gap.code for gap in bill_month(assigned(basis="meter", used=None), date(2026, 11, 1))[1]] == ["reading"]


def test_exempt_days_cost_nothing_and_a_month_of_them_no_bill():
    part = assigned(exempt=(Span(date(2026, 11, 1), date(2026, 11, 15)),))
    assert bill_month(part, date(2026, 11, 1))[0][0].fen == 11997
    assert bill_month(assigned(exempt=(Span(date(2026, 11, 1), date(2026, 11, 30)),)), date(2026, 11, 1)) == ([], [])


def test_a_discount_goes_by_its_rule_and_days():
    half = Discount("空置减半", Decimal(50), Span(date(2026, 11, 16)))
    ((draft,), _gaps) = bill_month(assigned(discounts=(half,)), date(2026, 11, 1))
    assert [(line.fen, line.off) for line in draft.lines] == [(11997, 0), (11997, 5999)]
    both = Discount("优惠", Decimal(10))
    ((draft,), _gaps) = bill_month(assigned(discounts=(both, half)), date(2026, 12, 1))
    assert draft.lines[0].discount == "空置减半", "the one that takes most off, not both"


def test_once_is_billed_in_its_month_alone():
    once = fixed("300", basis="once", span=Span(date(2026, 11, 20)))
    assert bill_month(once, date(2026, 11, 1))[0][0].fen == 30000
    assert bill_month(once, date(2026, 12, 1)) == ([], [])


# -------------------------------------------------------------------------------------------------------------- meters
OCTOBER, NOVEMBER = Reading(1, date(2026, 10, 31), Decimal(100)), Reading(2, date(2026, 11, 28), Decimal("112.5"))
IN_NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


def test_a_meter_counts_from_what_was_billed_last():
    used = count(7, (OCTOBER, NOVEMBER), (), *IN_NOVEMBER).used
    assert used == Used(7, Decimal("12.5"), 1, 2, date(2026, 10, 31), date(2026, 11, 28))
    metered = assigned(basis="meter", rates=((date(2026, 1, 1), Decimal("3.4500")),), used=(used,), area=None)
    ((draft,), _gaps) = bill_month(metered, date(2026, 11, 1))
    assert (draft.fen, draft.quantity) == (4313, Decimal("12.5"))  # 43.125


def test_units_across_an_exchange_add_up():
    old, new = (
        Used(1, Decimal(5), 1, 2, date(2026, 10, 31), date(2026, 11, 10)),
        Used(2, Decimal(3), 3, 4, date(2026, 11, 10), date(2026, 11, 30)),
    )
    metered = assigned(basis="meter", rates=((date(2026, 1, 1), Decimal(2)),), used=(old, new), area=None)
    ((draft,), _gaps) = bill_month(metered, date(2026, 11, 1))
    assert (draft.fen, draft.quantity, len(draft.lines)) == (1600, Decimal(8), 2)


def test_a_month_without_a_reading_is_caught_up_and_never_billed_twice():
    later = Reading(3, date(2026, 12, 30), Decimal(130))
    assert count(1, (OCTOBER, later), (), *IN_NOVEMBER).used is None
    caught = count(1, (OCTOBER, later), (), date(2026, 12, 1), date(2026, 12, 31)).used
    assert caught is not None
    assert caught.quantity == 30
    billed = [(OCTOBER.on, later.on)]
    found = count(1, (OCTOBER, NOVEMBER, later), billed, *IN_NOVEMBER)
    assert (found.used, found.covered) == (None, True)


@pytest.mark.parametrize(
    ("on", "value", "code"),
    [
        (date(2026, 11, 29), "111", "below"),
        (date(2026, 12, 25), "120", "future"),
        (date(2026, 11, 28), "120", "taken"),
        (date(2026, 11, 10), "113", "above"),
        (date(2026, 10, 1), "90", "order"),
        (date(2026, 11, 29), "-1", "value"),
        (date(2026, 11, 29), "112.50001", "value"),
        (None, "120", "required"),
    ],
)
def test_a_reading_that_cannot_be_is_refused(on, value, code):
    problem = reading_problem(on, Decimal(value), (OCTOBER, NOVEMBER), date(2026, 12, 1))
    assert problem is not None
    assert problem.code == code
    assert reading_problem(date(2026, 11, 29), Decimal("112.5"), (OCTOBER, NOVEMBER), date(2026, 12, 1)) is None


def test_a_reading_that_jumps_asks():
    usual = {"times": Decimal(3), "least": Decimal(20)}
    assert jump(date(2026, 12, 28), Decimal(300), (OCTOBER, NOVEMBER), **usual)
    assert not jump(date(2026, 12, 28), Decimal(130), (OCTOBER, NOVEMBER), **usual), "below the units that never ask"
    assert not jump(date(2026, 11, 28), Decimal(900), (OCTOBER,), **usual), "nothing to compare with"


# ------------------------------------------------------------------------------------------------------------ forecast
FEE = fixed(
    "240", item_id=1, rates=((date(2026, 1, 1), Decimal(240)), (date(2027, 2, 1), Decimal(252))),
    exempt=(Span(date(2026, 12, 1), date(2026, 12, 31)),),
)  # fmt: skip
PARKING = fixed("150", id=2, item_id=2, basis="space", span=Span(date(2026, 1, 1), date(2027, 1, 31)))
MONTHS = (date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1))


def test_the_example_of_the_forecast():
    found = forecast([FEE, PARKING], MONTHS)
    by_month = {month: sum(each.fen or 0 for each in found if each.month == month) for month in MONTHS}
    assert by_month == dict(zip(MONTHS, (15000, 39000, 25200), strict=True))
    assert sum(by_month.values()) == 79200


def test_what_goes_by_reading_is_said_and_not_added_up():
    (each,) = forecast([assigned(basis="meter", span=Span(date(2026, 12, 5)), area=None)], MONTHS[:1])
    assert each.fen is None


def test_a_forecast_of_what_is_billed_then_has_no_difference():
    expected = forecast([FEE, PARKING], MONTHS)
    billed = []
    for one in (FEE, PARKING):
        for month in MONTHS:
            billed += forecast([one], [month])
    assert compare(expected, billed) == []


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (fixed("240", item_id=1, rates=((date(2026, 1, 1), Decimal(250)),)), "rate"),
        (fixed("240", item_id=1, span=Span(date(2027, 1, 10))), "days"),
        (fixed("240", item_id=1, quantity=Decimal(2)), "quantity"),
        (fixed("240", item_id=1, span=Span(date(2028, 1, 10))), "missing"),
    ],
)
def test_a_difference_names_its_reason(changed, reason):
    month = [date(2027, 1, 1)]
    before = forecast([fixed("240", item_id=1)], month)
    (found,) = compare(before, forecast([changed], month))
    assert found.reason == reason
    (other,) = compare(forecast([changed], month), before) if reason == "missing" else compare([], before)
    assert other.reason == "unexpected"


@given(
    area=st.decimals("0.01", "5000", places=2), rate=st.decimals("0.0001", "100", places=4), cut=st.integers(1, 29),
    month=st.integers(1, 12),
)  # fmt: skip
def test_days_that_are_billed_apart_cost_what_they_cost_together(area, rate, cut, month):
    """Two payers of one month pay together what one would, but for the rounding of each bill."""
    first = date(2026, month, 1)
    whole = assigned(area=area, rates=((date(2020, 1, 1), rate),))
    parted = assigned(
        area=area, rates=((date(2020, 1, 1), rate),),
        payers=(Payer(1, "甲", Span(None, first.replace(day=min(cut, 27)))), Payer(2, "乙")),
    )  # fmt: skip
    one = sum(draft.fen for draft in bill_month(whole, first)[0])
    two = sum(draft.fen for draft in bill_month(parted, first)[0])
    assert abs(one - two) <= 1
    assert billing.rate_on(whole, first) == rate
