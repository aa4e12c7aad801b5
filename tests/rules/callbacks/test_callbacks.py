"""The rules of calling back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.rules import callbacks as rules
from desk.rules.callbacks import Attempt, CallbackEntry

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
GOOD = CallbackEntry("reached", score=4)


def fields(entry: CallbackEntry, *, recorder: str = "林晓") -> dict[str, str]:
    found = rules.problems(entry, now=NOW, recorder=recorder, doers={"陈刚", ""}, known_reasons={"slow", "price"})
    return {problem.field: problem.code for problem in found}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {}),
        ({"score": None}, {"score": "required"}),
        ({"score": 6}, {"score": "unknown"}),
        ({"score": 2}, {"reasons": "required"}),
        ({"score": 2, "reasons": ("slow",)}, {}),
        ({"score": 3, "reasons": ("tea",)}, {"reasons": "unknown"}),
        ({"outcome": "tea", "score": None}, {"outcome": "unknown"}),
        ({"method": "tea"}, {"method": "unknown"}),
        ({"outcome": "no-answer", "score": None}, {}),
        ({"outcome": "no-answer"}, {"score": "not-reached"}),
        ({"outcome": "later", "score": None}, {"again_at": "required"}),
        ({"outcome": "later", "score": None, "again_at": NOW}, {"again_at": "past"}),
        ({"outcome": "later", "score": None, "again_at": NOW + timedelta(minutes=1)}, {}),
        ({"outcome": "later", "score": None, "again_at": NOW + timedelta(days=400)}, {"again_at": "far"}),
        ({"again_at": NOW + timedelta(hours=1)}, {"again_at": "not-needed"}),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(changes, expected):
    assert fields(replace(GOOD, **changes)) == expected


def test_who_did_the_job_does_not_record_its_grade():
    assert fields(GOOD, recorder=" 陈刚 ") == {"score": "own-job"}
    assert fields(CallbackEntry("no-answer"), recorder="陈刚") == {}
    assert not rules.own_job("", {"", " "})


@pytest.mark.parametrize(
    ("attempts", "expected"),
    [
        ([], False),
        ([Attempt(1, "reached", 3)], True),
        ([Attempt(1, "reached", 2)], False),
        ([Attempt(0, "reached", 5)], False),
        ([Attempt(1, "refused", None), Attempt(1, "no-answer", None)], False),
        ([Attempt(1, "no-answer", None), Attempt(1, "reached", 5)], True),
    ],
)
def test_only_a_grade_of_this_round_closes(attempts, expected):
    assert rules.done(attempts, 1) is expected


def test_every_complaint_is_called_back_and_repairs_by_sample():
    numbers = [f"BX-20261121-{n:04d}" for n in range(1, 2001)]
    share = Fraction(20, 100)
    assert all(rules.wanted("complaint", number, Fraction(0)) for number in numbers[:5])
    assert not any(rules.wanted("enquiry", number, Fraction(1)) for number in numbers[:5])
    drawn = [number for number in numbers if rules.wanted("repair", number, share)]
    assert 340 <= len(drawn) <= 460
    assert drawn == [number for number in numbers if rules.wanted("repair", number, share)]
    assert not any(rules.wanted("repair", number, Fraction(0)) for number in numbers)
    assert all(rules.wanted("repair", number, Fraction(1)) for number in numbers)


@given(st.sampled_from(rules.OUTCOMES), st.booleans(), st.booleans())
def test_only_a_grade_takes_a_complaint_off_the_list(outcome, complaint, again):
    entry = CallbackEntry(outcome, again_at=NOW + timedelta(hours=9) if again else None)
    following = rules.next_call(entry, NOW, now=NOW, retry_at=NOW + timedelta(hours=4), complaint=complaint)
    if outcome == "reached":
        assert following is None
    elif outcome == "refused":
        assert following == (NOW if complaint else None)
    else:
        assert following == NOW + timedelta(hours=9 if again else 4)
