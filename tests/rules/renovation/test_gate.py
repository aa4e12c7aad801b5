"""The refund gate, each row of the handbook (handbook R8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk.rules.renovation.gate import (
    OBSTACLES,
    Inspection,
    RefundFacts,
    next_refund_day,
    obstacles,
    opens_on,
)

D = date.fromisoformat
MONDAY_TO_FRIDAY = frozenset(range(5))


def facts(moved_in: str, *inspections: tuple[str, bool], nobody: bool = False) -> RefundFacts:
    seen = tuple(Inspection(D(day), passed) for day, passed in inspections)
    return RefundFacts(
        inspections=seen,
        moved_in=D(moved_in) if moved_in else None,
        nobody_moved_in=nobody,
        downstairs_signed=max(inspection.on for inspection in seen),
        certificate="original",
        receipt="original",
        payer="self",
    )


ROWS = [
    (facts("2026-03-20", ("2026-03-10", True)), "2026-06-20", "2026-06-20"),
    (facts("2020-05-01", ("2026-03-20", True)), "2026-06-20", "2026-03-20"),
    (facts("2026-04-10", ("2026-03-20", True)), "2026-07-10", "2026-07-10"),
    (facts("", ("2025-11-30", True), nobody=True), "2026-02-28", "2026-02-28"),
    (facts("2020-05-01", ("2026-03-01", False), ("2026-03-20", True)), "2026-06-20", "2026-03-20"),
]


@pytest.mark.parametrize(("file", "first", "literal"), ROWS)
def test_the_first_day(file: RefundFacts, first: str, literal: str) -> None:
    assert opens_on(file) == D(first)
    assert obstacles(file, D(first)) == ()
    before = obstacles(file, D(first) - timedelta(days=1))
    assert [obstacle.code for obstacle in before] == ["months"]
    assert first in before[0].words
    assert opens_on(file, from_moving_in_alone=True) == D(literal)


def test_a_saturday_is_refused_by_the_refund_day_alone_and_names_monday() -> None:
    found = obstacles(ROWS[0][0], D("2026-06-20"), weekdays=MONDAY_TO_FRIDAY)
    assert [obstacle.code for obstacle in found] == ["refund-day"]
    assert "2026-06-22" in found[0].words
    assert obstacles(ROWS[0][0], D("2026-06-22"), weekdays=MONDAY_TO_FRIDAY) == ()
    assert next_refund_day(D("2026-06-20"), MONDAY_TO_FRIDAY) == D("2026-06-22")


def test_a_failed_inspection_after_a_passed_one_takes_it_back() -> None:
    file = facts("2020-05-01", ("2026-03-20", True), ("2026-04-01", False))
    assert opens_on(file) is None
    assert "inspection" in {obstacle.code for obstacle in obstacles(file, D("2026-12-01"))}


def test_everything_is_told_at_once() -> None:
    empty = RefundFacts(passes_out=("CR-7",), missing_papers=("合同",), violations=("ZG-1",))
    codes = [obstacle.code for obstacle in obstacles(empty, D("2026-06-20"), weekdays=MONDAY_TO_FRIDAY)]
    assert codes == [code for code in OBSTACLES if code != "months"]
    passes = next(o for o in obstacles(empty, D("2026-06-22")) if o.code == "passes")
    assert passes.words == "尚有1张临时出入卡未退：CR-7"


def test_the_signature_downstairs_is_not_older_than_the_inspection() -> None:
    file = ROWS[0][0]
    early = replace(file, downstairs_signed=D("2026-03-09"))
    assert [o.code for o in obstacles(early, D("2026-06-20"))] == ["downstairs"]
    assert obstacles(replace(early, downstairs_waived=True), D("2026-06-20")) == ()
    assert obstacles(replace(file, downstairs_signed=D("2026-03-10")), D("2026-06-20")) == ()


def test_a_lost_paper_that_was_declared_is_as_good() -> None:
    file = replace(ROWS[0][0], certificate="declared", receipt="declared")
    assert obstacles(file, D("2026-06-20")) == ()
