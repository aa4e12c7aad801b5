"""Rules of notices: lead times, refusals, what may not stand on a poster (handbook S22)."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desk.config import Policy
from desk.i18n import speaking
from desk.rules import notices as rules
from desk.rules.kit import wording

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
OUTAGE, PRICES, OTHER = rules.Lead("hours", 24), rules.Lead("days", 15), rules.Lead("days", 3)


def typed(**other: Any) -> rules.Typed:
    values = {
        "kind": "outage", "title": "停水通知", "text": "暂停供水。", "english": "", "since": NOW + timedelta(days=3),
        "until": NOW + timedelta(days=3, hours=8), "homes": 12,
    }  # fmt: skip
    return rules.Typed(**{**values, **other})


@pytest.mark.parametrize(
    ("kind", "lead"), [("outage", OUTAGE), ("prices", PRICES), ("fire-drill", OTHER), ("law", OTHER), ("staff-change", OTHER)]
)  # fmt: skip
def test_each_kind_is_told_so_long_ahead(kind: str, lead: rules.Lead) -> None:
    assert rules.lead_of(kind, Policy()) == lead


@pytest.mark.parametrize(
    ("lead", "ahead", "short"),
    [
        (OUTAGE, timedelta(hours=24), False),  # exactly a day is enough
        (OUTAGE, timedelta(hours=24) - timedelta(seconds=1), True),
        (PRICES, timedelta(days=15), False),
        (PRICES, timedelta(days=14, hours=13, minutes=59), True),  # still the fourteenth day after
        (PRICES, timedelta(days=14, hours=14), False),  # the fifteenth day has begun: days count, not hours
        (OTHER, timedelta(days=3), False),
        (OTHER, timedelta(days=2, hours=13), True),
    ],
)
def test_what_is_told_later_than_its_kind(lead: rules.Lead, ahead: timedelta, *, short: bool) -> None:
    assert rules.is_short(lead, NOW + ahead, NOW) is short


@pytest.mark.parametrize(
    ("other", "field", "code"),
    [
        ({"since": NOW - timedelta(minutes=1)}, "since", "past"),
        ({"until": NOW + timedelta(days=2)}, "until", "before"),
        ({"homes": 0}, "places", "empty"),
        ({"title": " "}, "title", "required"),
        ({"text": ""}, "text", "required"),
        ({"kind": "party"}, "kind", "choice"),
        ({"since": None}, "since", "required"),
        ({"until": None}, "until", "required"),
        ({"english_asked": True}, "english", "required"),
        ({"text": "字" * 601}, "text", "poster"),
        ({"emergency": True, "since": NOW - timedelta(hours=3), "until": NOW - timedelta(hours=1)}, "until", "past"),
    ],
)
def test_what_is_refused(other: dict[str, Any], field: str, code: str) -> None:
    assert [(each.field, each.code) for each in rules.problems(typed(**other), NOW)] == [(field, code)]


def test_an_emergency_has_begun_before_it_is_told() -> None:
    burst = typed(emergency=True, since=NOW - timedelta(hours=1), until=NOW + timedelta(hours=2), english_asked=True)
    assert rules.problems(burst, NOW) == []


def test_all_is_told_at_once() -> None:
    found = rules.problems(typed(title="", text="", homes=0, since=NOW - timedelta(days=1)), NOW)
    assert {each.field for each in found} == {"title", "text", "places", "since"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("请联系王芳。", ["王芳"]),
        ("请联系 王 芳 。", ["王芳"]),
        ("请联系王方。", []),
        ("Ask John Smith.", ["John Smith"]),
        ("李在家。", []),  # one character is a syllable of any sentence
    ],
)
def test_names_of_the_register(text: str, found: list[str]) -> None:
    assert rules.names_in(text, ("王芳", "John Smith", "李", "")) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("电话 138 0001 0001", ["13800010001"]),
        ("电话１３８０００１０００１", ["13800010001"]),
        ("+86 138-0001-0001", ["8613800010001"]),
        ("010-60000001", ["01060000001"]),
        ("供电热线 95598", []),
        ("2026-11-24 09:00", []),
        ("138000100012", []),
    ],
)
def test_telephones_of_the_register(text: str, found: list[str]) -> None:
    known = rules.writings("13800010001") | rules.writings("010-60000001-8")
    assert rules.phones_in(text, known) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1栋1单元101、102", ["1栋1单元101"]),
        ("1-1-101 漏水", ["1栋1单元101"]),
        ("1栋1单元1011", []),
        ("11-1-101", []),
        ("1栋1单元", []),
    ],
)
def test_rooms_in_arrears(text: str, found: list[str]) -> None:
    assert rules.rooms_in(text, {"1栋1单元101": "1栋1单元101", "1-1-101": "1栋1单元101"}) == found


@pytest.mark.parametrize(
    ("reached", "homes", "words"), [(0, 3, "0%"), (1, 3, "33%"), (2, 3, "66%"), (199, 200, "99%"), (3, 3, "100%")]
)  # fmt: skip
def test_the_share_a_delivery_reached(reached: int, homes: int, words: str) -> None:
    assert rules.percent(reached, homes) == Fraction(reached, homes)
    assert wording.percent(rules.percent(reached, homes), places=0) == words


def test_without_homes_there_is_no_share() -> None:
    assert rules.percent(0, 0) is None


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "en"])
def test_a_proposed_text_is_filled_in_before_it_is_printed(language: str) -> None:
    with speaking(language):
        for kind in rules.KINDS:
            title, text = rules.own_texts(kind)
            assert kind == "other" or (title and len(text) <= rules.TEXT)
            assert not rules.unfilled(title)
        assert rules.unfilled(rules.own_texts("outage")[1])
