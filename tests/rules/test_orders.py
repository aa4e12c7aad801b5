"""What comes back on a work order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.rules import orders as rules
from desk.rules.orders import LineEntry, ReturnEntry

SENT = datetime(2026, 11, 21, 1, 0, 30, tzinfo=UTC)
NOW = SENT + timedelta(hours=4)
LINE = LineEntry("material", "水管接头", Decimal(2), "个", Decimal("12.50"))
GOOD = ReturnEntry(SENT + timedelta(hours=1), SENT + timedelta(hours=2), "已更换。", lines=(LINE,))


def fields(entry: ReturnEntry) -> dict[str, str]:
    missing = rules.CYCLE.missing(None, "return", {"arrived_at": entry.arrived_at})
    found = [*missing, *rules.return_problems(entry, issued_at=SENT, now=NOW)]
    return {problem.field: problem.code for problem in found}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {}),
        ({"result": " "}, {"result": "required"}),
        ({"finished_at": None}, {"finished_at": "required"}),
        ({"finished_at": None, "result": "", "resolve": False}, {}),
        ({"arrived_at": None}, {"arrived_at": "required"}),
        ({"arrived_at": NOW + timedelta(seconds=1), "finished_at": None, "resolve": False}, {"arrived_at": "future"}),
        ({"arrived_at": SENT.replace(second=0)}, {}),
        ({"arrived_at": SENT.replace(second=0) - timedelta(minutes=1)}, {"arrived_at": "early"}),
        ({"finished_at": SENT + timedelta(minutes=59)}, {"finished_at": "order"}),
        ({"lines": (LINE, replace(LINE, quantity=Decimal(-1)))}, {"lines.1.quantity": "positive"}),
        ({"lines": (replace(LINE, quantity=Decimal(0)),)}, {"lines.0.quantity": "positive"}),
        ({"lines": (replace(LINE, quantity=Decimal("NaN")),)}, {"lines.0.quantity": "positive"}),
        ({"lines": (replace(LINE, quantity=Decimal("0.005")),)}, {"lines.0.quantity": "places"}),
        ({"lines": (replace(LINE, quantity=Decimal(1_000_000)),)}, {"lines.0.quantity": "many"}),
        ({"lines": (replace(LINE, price=Decimal("-0.01")),)}, {"lines.0.price": "negative"}),
        ({"lines": (replace(LINE, price=Decimal("0.001")),)}, {"lines.0.price": "places"}),
        ({"lines": (replace(LINE, price=Decimal(0)),)}, {}),
        ({"lines": (replace(LINE, name=" ", kind="tea"),)}, {"lines.0.name": "required", "lines.0.kind": "unknown"}),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(changes, expected):
    assert fields(replace(GOOD, **changes)) == expected


def test_amounts_are_rounded_half_up():
    line = LineEntry("labour", "工时", Decimal("0.5"), "小时", Decimal("0.01"))
    assert rules.amount(line) == Decimal("0.01")
    sums = rules.totals((LINE, line, replace(line, price=Decimal("60.00"))))
    assert sums == (
        Decimal("25.00"),
        Decimal("30.01"),
        Decimal("55.01"),
        (Decimal("25.00"), Decimal("0.01"), Decimal("30.00")),
    )


@given(
    st.lists(
        st.builds(
            LineEntry,
            st.sampled_from(rules.LINE_KINDS),
            st.just("件"),
            st.decimals("0.01", "1000", places=2),
            st.just("个"),
            st.decimals("0", "10000", places=2),
        ),
        max_size=8,
    )
)
def test_the_total_is_the_sum_of_what_is_printed(lines):
    sums = rules.totals(lines)
    assert sums.total == sum(sums.amounts, Decimal(0)) == sums.materials + sums.labour
    for line, amount in zip(lines, sums.amounts, strict=True):
        assert rules.line_problems(line) == []
        assert abs(amount - line.quantity * line.price) <= Decimal("0.005")
