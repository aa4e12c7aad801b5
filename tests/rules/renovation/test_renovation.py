"""The period, its extension, applicants and works (handbook R6, R7)."""

from __future__ import annotations

from datetime import date

import pytest

from desk.rules.renovation import (
    Applicant,
    Work,
    applicant_problems,
    extension,
    last_day_at_most,
    period_problem,
    work_problems,
)
from desk.rules.renovation.passes import pass_state

D = date.fromisoformat


@pytest.mark.parametrize(
    ("first", "last"), [("2026-03-01", "2026-06-01"), ("2026-03-14", "2026-06-14"), ("2025-11-30", "2026-02-28")]
)
def test_three_months_by_the_corresponding_day(first: str, last: str) -> None:
    assert last_day_at_most(D(first)) == D(last)
    assert period_problem(D(first), D(last)) is None
    over = period_problem(D(first), D(last).fromordinal(D(last).toordinal() + 1))
    assert over is not None
    assert over.code == "long"
    assert last in over.message


def asked(
    old: str, new: str, *, on: str = "2026-05-01", in_total: bool = False, shown: int = 4, copies: int = 2
) -> list[str]:
    active = ("P2", "P3", "P4", "P5")
    result = extension(
        first=D("2026-03-01"), old_last=D(old), new_last=D(new), asked_on=D(on), active_passes=active,
        shown_passes=active[:shown], certificate_copies=copies, in_total=in_total,
    )  # fmt: skip
    return [problem.code for problem in result.problems]


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("2026-05-15", "2026-08-15", []),
        ("2026-05-15", "2026-08-16", ["long"]),
        ("2026-11-30", "2027-02-28", []),
        ("2026-11-30", "2027-03-01", ["long"]),
        ("2026-05-15", "2026-05-15", ["shorter"]),
        ("2026-05-15", "2026-05-01", ["shorter"]),
    ],
)
def test_an_extension_counts_from_the_old_last_day(old: str, new: str, codes: list[str]) -> None:
    assert asked(old, new) == codes


def test_asked_late_it_still_counts_from_the_old_last_day_and_shows_the_days_without_a_permit() -> None:
    assert asked("2026-05-15", "2026-08-16", on="2026-05-20") == ["long"]
    result = extension(
        first=D("2026-03-01"), old_last=D("2026-05-15"), new_last=D("2026-08-15"), asked_on=D("2026-05-20"),
        active_passes=(), shown_passes=(), certificate_copies=2,
    )  # fmt: skip
    assert result.problems == ()
    assert [day.day for day in result.without_permit] == [16, 17, 18, 19, 20]


def test_three_months_in_total() -> None:
    assert asked("2026-05-15", "2026-06-01", in_total=True) == []
    assert asked("2026-05-15", "2026-06-02", in_total=True) == ["long"]


def test_every_active_pass_and_both_copies_are_shown() -> None:
    assert asked("2026-05-15", "2026-08-15", shown=3, copies=1) == ["certificate", "passes"]
    result = extension(
        first=D("2026-03-01"), old_last=D("2026-05-15"), new_last=D("2026-08-15"), asked_on=D("2026-05-01"),
        active_passes=("P2", "P3", "P4", "P5"), shown_passes=("P2", "P3", "P4"), certificate_copies=2,
    )  # fmt: skip
    assert "P5" in result.problems[0].message


@pytest.mark.parametrize(
    ("applicant", "codes"),
    [
        (Applicant("owner"), []),
        (Applicant("owner", handed_over=False), ["not-handed-over"]),
        (Applicant("tenant"), ["consent", "told"]),
        (Applicant("tenant", owner_consents=True, owner_told=True), []),
        (Applicant("company"), ["letter"]),
        (Applicant("company", letter=True), []),
    ],
)
def test_who_may_apply(applicant: Applicant, codes: list[str]) -> None:
    assert [problem.code for problem in applicant_problems(applicant)] == codes


def test_works() -> None:
    assert [p.code for p in work_problems([], owner_pledge=False)] == ["required"]
    wall = Work("bearing-wall", "拆改承重墙", forbidden=True)
    bath = Work("bath", "卫生间改造", waterproofing=True, plan=True)
    paint = Work("paint", "墙面粉刷")
    assert [p.code for p in work_problems([wall, bath, paint], owner_pledge=False)] == ["forbidden", "plan", "pledge"]
    assert work_problems([bath], owner_pledge=True) == []


@pytest.mark.parametrize(
    ("state", "until", "file_state", "shown"),
    [
        ("active", date(2026, 5, 15), "running", "active"),
        ("active", date(2026, 5, 15), "extended", "active"),
        ("active", date(2026, 5, 14), "running", "expired"),
        ("active", date(2026, 5, 14), "passed", "expired"),
        ("active", date(2026, 5, 15), "passed", "over"),  # its date is still to come: it has not run out
        ("active", date(2026, 5, 15), "inspection-asked", "over"),
        ("active", date(2026, 5, 15), "suspended", "suspended"),
        ("returned", date(2026, 5, 15), "running", "returned"),
        ("lost", date(2026, 5, 14), "passed", "lost"),
    ],
)
def test_what_a_guard_is_told_of_a_pass(state, until, file_state, shown):
    assert pass_state(state, until, date(2026, 5, 15), file_state=file_state) == shown
