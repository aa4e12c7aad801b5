"""Amounts, tenders, change, shares (handbook R2)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.errors import Problem
from desk.rules.kit.money import Settled, Tender, allocate, count_cash, figures, parse_fen, settle, yuan


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("2000", 200000),
        ("2,000.00", 200000),
        ("¥350.5", 35050),
        ("０．０１", 1),
        (" 12元 ", 1200),
        ("-0.01", -1),
        ("0", 0),
        ("1,200.50", 120050),
        ("１，２００．５０", 120050),
        ("￥５００", 50000),
        ("RMB 500", 50000),
        ("500.00 CNY", 50000),
        ("500元整", 50000),
        ("35块", 3500),
        ("1.5万", 1500000),
        ("1.5万元", 1500000),
        ("1 200.50", 120050),
        ("\u202d500\u202c", 50000),
        (".5", 50),
    ],
)
def test_an_amount_is_read_as_typed(text: str, fen: int) -> None:
    assert parse_fen(text) == fen


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "amount"),
        ("abc", "amount"),
        ("1.005", "fen"),
        ("NaN", "amount"),
        ("1e12", "large"),
        ("1.2.3", "amount"),
        ("1200,50", "amount"),
        ("1,20", "amount"),
        ("12,00", "amount"),
        ("1,2000", "amount"),
        ("1.200,50", "amount"),
        (",500", "amount"),
        ("1,2oo", "amount"),
        ("l00", "amount"),
        ("五百元", "amount"),
        ("$500", "amount"),
        ("500×12", "amount"),
        ("500/月", "amount"),
        ("1e99999", "amount"),
        ("0x10", "amount"),
        ("1_000", "amount"),
        ("Infinity", "amount"),
        ("元", "amount"),
        ("万", "amount"),
        ("--5", "amount"),
    ],
)
def test_what_is_no_amount_is_told(text: str, code: str) -> None:
    problem = parse_fen(text)
    assert isinstance(problem, Problem)
    assert problem.code == code


def test_three_tenders_with_change_only_from_cash() -> None:
    assert settle(15000, [Tender("wechat", 5000), Tender("card", 6000), Tender("cash", 4000)]) == Settled(
        (Tender("wechat", 5000), Tender("card", 6000), Tender("cash", 4000)), 0
    )
    assert settle(15000, [Tender("wechat", 5000), Tender("cash", 11000)]) == Settled(
        (Tender("wechat", 5000), Tender("cash", 10000)), 1000
    )


@pytest.mark.parametrize(
    ("due", "tenders", "code"),
    [
        (0, [Tender("cash", 100)], "positive"),
        (-1, [Tender("cash", 100)], "positive"),
        (100, [Tender("cash", 0)], "positive"),
        (100, [Tender("cash", 99)], "short"),
        (10000, [Tender("wechat", 10500)], "change"),
        (10000, [Tender("wechat", 10500), Tender("cash", 400)], "change"),
    ],
)
def test_refused_payments(due: int, tenders: list[Tender], code: str) -> None:
    problem = settle(due, tenders)
    assert isinstance(problem, Problem)
    assert problem.code == code


@given(
    st.integers(1, 10**7), st.lists(st.tuples(st.sampled_from(["cash", "wechat"]), st.integers(1, 10**7)), max_size=4)
)
def test_what_is_kept_is_what_was_due(due: int, given_: list[tuple[str, int]]) -> None:
    done = settle(due, [Tender(method, fen) for method, fen in given_])
    if isinstance(done, Settled):
        assert sum(tender.fen for tender in done.kept) == due
        assert done.change == sum(fen for _method, fen in given_) - due
        assert all(tender.fen > 0 for tender in done.kept)


def test_the_oldest_first_unless_named() -> None:
    items = [(1, 10000), (2, 5000), (3, 7000)]
    assert allocate(12000, items) == {1: 10000, 2: 2000}
    assert allocate(12000, items, {3: 7000}) == {3: 7000, 1: 5000}
    with pytest.raises(ValueError, match="item 2"):
        allocate(12000, items, {2: 5001})


def test_a_drawer_is_counted_by_pieces() -> None:
    assert count_cash({10000: 12, 1000: 4, 0 + 50: 0}) == 124000
    assert yuan(124000) == Decimal("1240")
    assert figures(123950) == "¥1,239.50"
    with pytest.raises(ValueError, match="count"):
        count_cash({300: 1})
