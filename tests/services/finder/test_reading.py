"""A list's box reads rooms and names as the finder does: 12501, wxf."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.services.households import read
from desk.services.households.people import register_person
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.requests import RequestFilter, filters

SERVICES = Path(__file__).parents[3] / "desk" / "services"


def test_every_list_that_finds_by_room_reads_it_as_the_finder_does():
    lists = [file for file in SERVICES.rglob("*.py") if "holds(Unit.name" in file.read_text(encoding="utf-8")]
    assert len(lists) > 8
    assert [file.name for file in lists if "met(" not in file.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("11101", 1),
        ("1-1-101", 1),
        ("jy", 1),
        ("江一 11101", 1),
        ("jiangy", 1),
        ("江一 11102", 0),
        ("zz", 0),
        ("8000", 0),
    ],
)
def test_the_list_of_households(desk, text, found):
    register_person(desk, PersonEntry("江一", phones=("13912348000",)), StayEntry(1, "owner"))
    assert read.units(desk, text=text).total == found  # ends of phones are the finder's, which counts such look-ups


def test_a_saved_filter_keeps_its_days(desk):
    today = desk.today()
    wanted = RequestFilter(state="all", since=today, until=today, channel="visit", only="closed")
    kept = filters.save_filter(desk, "今天", wanted)
    assert next(one for one in filters.saved_filters(desk) if one.code == kept.code).filter == wanted
