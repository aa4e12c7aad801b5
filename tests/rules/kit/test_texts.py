"""What nobody sees is no part of a value, and every text has a limit."""

from __future__ import annotations

from datetime import date

import pytest

from desk.rules.households import tidy_plate
from desk.rules.kit import texts
from desk.rules.kit.dates import parse_date
from desk.rules.kit.identity import check_document
from desk.rules.kit.names import fold, pinyin_terms
from desk.rules.kit.phones import check_phone, split_phones
from desk.rules.requests import RequestEntry
from desk.services.finder.query import words

UNSEEN = [
    "\u00ad", "\u034f", "\u061c", "\u115f", "\u180e", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a", "\u202b",
    "\u202c", "\u202d", "\u202e", "\u2060", "\u2061", "\u2066", "\u2068", "\u2069", "\u3164", "\ufe0d", "\ufeff", "\uffa0",
    "\ufffc", "\ufffe", "\uffff", "\ud800", "\x00", "\x7f",
]  # fmt: skip


@pytest.mark.parametrize("mark", UNSEEN, ids=ascii)
def test_an_unseen_mark_changes_no_value(mark: str) -> None:
    def around(text: str) -> str:
        return mark + text[:2] + mark + text[2:] + mark

    today = date(2026, 11, 25)
    assert texts.visible(around("董敏诗")) == "董敏诗"
    assert check_phone(around("13812340001")).number == "13812340001"
    assert check_phone(around("13812340001")).problem is None
    assert split_phones(around("13812340001")) == ["13812340001"]
    number = check_document("resident-card", around("11010519491231002X"), today=today)
    assert (number.number, number.problems) == ("11010519491231002X", ())
    assert parse_date(around("2026-11-25"), today=today) == today
    assert tidy_plate(around("粤B12345")) == "粤B12345"
    assert fold(around("董敏诗")) == "董敏诗"
    assert pinyin_terms(around("董敏诗")) == pinyin_terms("董敏诗")
    assert words(around("董敏诗")) == words("董敏诗")
    assert words(around("13812340001")) == words("13812340001")


@pytest.mark.parametrize(
    "text", ["👨\u200d👩\u200d👧", "❤️\u200d🔥", "क्\u200dष", "می\u200cخواهم", "🏴\U000e0067\U000e007f", "葛\U000e0100"]
)
def test_a_joiner_that_makes_the_sign_stays(text: str) -> None:
    assert texts.visible(text) == text


def test_lines_and_tabs_stay_where_several_lines_are_written() -> None:
    assert texts.visible("电梯停了\n\t请来看") == "电梯停了\n\t请来看"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028", "\x0b", "\x85"])
def test_several_lines_do_not_become_one(end: str) -> None:
    problem = texts.line_problem(f"褚燕{end}13800000102", "name")
    assert problem is not None
    assert (problem.code, problem.field) == ("lines", "name")
    assert texts.line_problem(f"褚燕{end}") is None, "a line break at the end comes with every copied cell"


def test_a_text_too_long_says_by_how_much() -> None:
    assert texts.length_problem("字" * 100, texts.LINE) is None
    problem = texts.length_problem("字" * 103, texts.LINE, "place")
    assert problem is not None
    assert problem.field == "place"
    assert "100" in problem.message
    assert "3" in problem.message


def test_every_text_of_an_entry_has_its_limit() -> None:
    entry = RequestEntry(
        "repair", "phone", caller_name="董" * 61, caller_phone="138\n139", place="地" * 101, content="水" * 2001
    )
    assert [problem.field for problem in texts.entry_problems(entry, names=("caller_name",), long=("content",))] == [
        "caller_name", "caller_phone", "place", "content",
    ]  # fmt: skip
    broken = texts.entry_problems(RequestEntry("repair", "phone", content="水\ud83d"), long=("content",))
    assert [problem.code for problem in broken] == ["sign"]
