from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.rules import households as rules

TODAY = date(2026, 11, 21)
KEYS = st.sampled_from(["", "11010519491231002X", "440524188001010014"])
PHONES = st.frozensets(st.sampled_from(["13800000001", "13900000002"]))
NAMES = st.sampled_from(["李四", "李 四", "欧阳念南"])


@given(st.sets(st.sampled_from(rules.ROLES)))
def test_who_is_registered_makes_the_state(roles):
    state = rules.state_after("vacant", roles)
    assert state == ("let" if "tenant" in roles else "occupied" if roles else "vacant")
    assert rules.state_after("let", roles) == state
    assert rules.state_after("renovating", roles) == "renovating"


@given(NAMES, KEYS, PHONES, NAMES, KEYS, PHONES)
def test_being_one_person_works_both_ways(name, key, phones, other_name, other_key, other_phones):
    one = rules.same_person(
        name=name,
        document_key=key,
        phones=phones,
        other_name=other_name,
        other_key=other_key,
        other_phones=other_phones,
    )
    other = rules.same_person(
        name=other_name,
        document_key=other_key,
        phones=other_phones,
        other_name=name,
        other_key=key,
        other_phones=phones,
    )
    assert one == other
    if key and other_key:
        assert bool(one) == (key == other_key)
    elif name.replace(" ", "") != other_name.replace(" ", ""):
        assert not one


def test_equal_names_with_different_phones_are_two_people():
    assert not rules.same_person(
        name="李四", document_key="", phones=["1"], other_name="李四", other_key="", other_phones=["2"]
    )


@pytest.mark.parametrize(
    ("birthday", "child"),
    [(date(2012, 11, 22), True), (date(2012, 11, 21), False), (date(2012, 11, 20), False), (None, False)],
)
def test_childhood_ends_on_the_14th_birthday(birthday, child):
    assert rules.is_child(birthday, TODAY) is child
    found = rules.child_problems(birthday=birthday, consent=False, given=["phones", "photo"], today=TODAY)
    assert [problem.field for problem in found] == (["phones", "photo"] if child else [])
    assert rules.child_problems(birthday=birthday, consent=True, given=["phones"], today=TODAY) == []


@pytest.mark.parametrize(
    ("birthday", "wrong"),
    [
        (None, False),
        (TODAY, False),
        (TODAY + timedelta(days=1), True),
        (date(1896, 11, 21), False),
        (date(1890, 1, 1), True),
    ],
)
def test_birthdays_lie_in_a_life(birthday, wrong):
    assert bool(rules.birthday_problem(birthday, TODAY)) is wrong


@pytest.mark.parametrize(
    ("since", "on", "wrong"),
    [
        (None, TODAY, False),
        (TODAY, TODAY, False),
        (TODAY, TODAY - timedelta(days=1), True),
        (None, TODAY + timedelta(days=1), True),
    ],
)
def test_a_stay_ends_after_it_began_and_not_tomorrow(since, on, wrong):
    assert bool(rules.end_problem(since=since, on=on, today=TODAY)) is wrong


@pytest.mark.parametrize(
    ("plate", "usual"),
    [
        ("粤B12345", True),
        ("粤BD12345", True),
        ("粤B12345D", True),
        ("粤B1234学", True),
        *(
            (plate, True)
            for plate in ("闽20401领", "224578使", "民航B1234", "京X1234应急", "WJ京1234X", "京O12345", "VA12345")
        ),
        ("京A8888", False),
        ("粤B1234O", False),
        ("粤I12345", False),
        ("B12345", False),
    ],
)
def test_unusual_plates_only_warn(plate, usual):
    problem = rules.plate_problem(plate)
    assert (problem is None) is usual
    assert problem is None or problem.warning


def test_plates_are_tidied():
    assert rules.tidy_plate(" 粤ｂ·12-345 ") == "粤B12345"


@pytest.mark.parametrize(("unfinished", "overdue", "state"), [(0, 0, "green"), (2, 0, "amber"), (2, 1, "red")])
def test_the_light_of_requests(unfinished, overdue, state):
    lamp = rules.request_light(unfinished=unfinished, overdue=overdue)
    assert lamp.state == state
    assert (str(unfinished) in lamp.text) is (state != "green")


def test_the_light_of_papers_names_the_first_two():
    lamp = rules.dossier_light({"a": "甲", "b": "乙", "c": "丙"}, 14)
    assert lamp.state == "amber"
    assert "甲" in lamp.text
    assert "乙" in lamp.text
    assert "丙" not in lamp.text
    assert "3" in lamp.text
    assert rules.dossier_light({}, 14).state == "green"


def test_a_stay_of_the_year_one_is_a_slip_of_the_finger():
    problems = rules.stay_problems(role="owner", kind="person", since=date(1, 1, 1), today=TODAY)
    assert [problem.field for problem in problems] == ["since"]


def test_a_long_text_is_no_plate():
    problem = rules.plate_problem(rules.tidy_plate("粤B12345" * 1000))
    assert problem is not None
    assert not problem.warning
