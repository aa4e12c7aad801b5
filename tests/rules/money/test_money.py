"""How a payment is split, what is deducted, how old a deposit is (handbook R2, R9, B3, C-20)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.errors import Problem
from desk.rules.kit.money import Settled, Tender
from desk.rules.money import (
    Deduction,
    Payment,
    Refund,
    age,
    charge_problems,
    deduction_problems,
    deposit_problem,
    divide,
    payment,
    take_over_problem,
)

OWED = ((1, 10000), (2, 5000))


def cash(fen: int) -> Tender:
    return Tender("cash", fen)


@pytest.mark.parametrize(
    ("tenders", "more", "expected"),
    [
        ((cash(10000),), {}, Payment({1: 10000}, Settled((cash(10000),), 0))),
        ((cash(12000),), {}, Payment({1: 10000, 2: 2000}, Settled((cash(12000),), 0))),
        ((cash(20000),), {}, Payment({1: 10000, 2: 5000}, Settled((cash(15000),), 5000))),
        ((cash(5000),), {"named": {2: 5000}}, Payment({2: 5000}, Settled((cash(5000),), 0))),
        ((cash(20000),), {"keep": True}, Payment({1: 10000, 2: 5000}, Settled((cash(20000),), 0), 5000)),
        ((Tender("transfer", 20000),), {}, "change"),
        ((cash(4000),), {"named": {2: 5000}}, "short"),
        ((cash(6000),), {"named": {2: 6000}}, "named"),
        ((cash(6000),), {"named": {3: 6000}}, "named"),
        ((cash(0),), {}, "positive"),
        ((cash(-1),), {}, "positive"),
        ((), {}, "positive"),
        ((Tender("prepaid", 20000),), {"keep": True}, "credit"),
        ((Tender("prepaid", 20000),), {}, "change"),
    ],
)
def test_a_payment_is_split(tenders, more, expected):
    got = payment(OWED, tenders, **more)
    assert (got.code if isinstance(got, Problem) else got) == expected


def test_nothing_is_owed():
    refused = payment((), (cash(100),))
    assert isinstance(refused, Problem)
    assert refused.code == "positive"
    assert payment((), (cash(100),), keep=True) == Payment({}, Settled((cash(100),), 0), 100)


@given(
    st.lists(st.integers(1, 50000), max_size=5),
    st.lists(st.tuples(st.sampled_from(("cash", "wechat", "card")), st.integers(1, 60000)), min_size=1, max_size=3),
    st.booleans(),
)
def test_a_payment_adds_up(owed, tenders, keep):
    items = tuple(enumerate(owed))
    got = payment(items, [Tender(*one) for one in tenders], keep=keep)
    if isinstance(got, Problem):
        return
    given_in = sum(fen for _method, fen in tenders)
    assert given_in == got.total + got.settled.change
    assert got.total == sum(got.shares.values()) + got.prepaid
    assert all(0 < fen <= owed[item] for item, fen in got.shares.items())
    assert got.settled.change <= sum(fen for method, fen in tenders if method == "cash")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-11-21", "quarter"), ("2026-08-21", "quarter"), ("2026-08-20", "half"), ("2026-05-21", "half"),
        ("2026-05-20", "year"), ("2025-11-21", "year"), ("2025-11-20", "three-years"), ("2023-11-21", "three-years"),
        ("2023-11-20", "older"),
    ],
)  # fmt: skip
def test_how_old_a_deposit_is(day, expected):
    assert age(date.fromisoformat(day), date(2026, 11, 21)) == expected


def test_what_a_charge_may_be():
    kinds = ("management", "water")
    assert charge_problems("management", "物业服务费", 1, kinds) == []
    assert [each.code for each in charge_problems("gold", "", 0, kinds)] == ["positive", "required"]
    assert [each.code for each in charge_problems("water", "代收水费手续费", 1, kinds)] == ["handling"]
    assert charge_problems("management", "物业服务费", 1, kinds) == [], "a service fee is no fee for collecting"


def test_a_deposit_has_bounds():
    assert deposit_problem(200000, 200000) is None
    assert deposit_problem(200001, 0) is None
    for fen, most, code in ((0, 0, "positive"), (-1, 0, "positive"), (200001, 200000, "most")):
        found = deposit_problem(fen, most)
        assert found is not None
        assert found.code == code


def test_nobody_takes_a_difference_over_from_oneself():
    assert take_over_problem(same_person=True, difference=50, approved=False) is not None
    assert take_over_problem(same_person=True, difference=0, approved=False) is None
    assert take_over_problem(same_person=True, difference=50, approved=True) is None
    assert take_over_problem(same_person=False, difference=50, approved=False) is None


@pytest.mark.parametrize(
    ("deposit", "damages", "result"),
    [
        (200000, (230000,), Refund(0, 200000, 30000)),
        (200000, (35050,), Refund(164950, 35050, 0)),
        (200000, (), Refund(200000, 0, 0)),
        (200000, (100000, 100000), Refund(0, 200000, 0)),
    ],
)
def test_deductions(deposit: int, damages: tuple[int, ...], result: Refund) -> None:
    assert divide(deposit, [Deduction("墙面", "划伤", fen) for fen in damages]) == result


def test_refused_deductions() -> None:
    lines = [Deduction("墙面", "划伤", 0), Deduction("", "", 100), Deduction("违规", "罚款", 100, fine=True)]
    found = [(problem.field, problem.code) for problem in deduction_problems(lines)]
    assert found == [
        ("deductions.0.amount", "positive"),
        ("deductions.1.item", "required"),
        ("deductions.1.reason", "required"),
        ("deductions.2.reason", "fine"),
    ]
