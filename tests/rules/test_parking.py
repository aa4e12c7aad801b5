"""Parking cards: one active card for a plate, valid within what is paid (handbook S19)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desk.rules import parking as rules

TODAY = date(2026, 11, 21)
CARD = rules.Parking(
    "month", "粤B12345", "王芳", True, True, TODAY, date(2026, 12, 31), date(2026, 12, 31), people=("王芳", "李强"), spaces=1,
    extra=1,
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({}, []),
        ({"kind": "year"}, ["kind:choice"]),
        ({"plate": ""}, ["plate:required"]),
        ({"plate_card": "CK-1"}, ["plate:plate-taken"]),
        ({"space_card": "CK-1"}, ["space_id:space-taken"]),
        ({"holder": " "}, ["holder:required"]),
        ({"holder": "赵六"}, ["holder:not-of-home"]),  # somebody who left, or never lived there
        ({"people": ()}, ["holder:not-of-home"]),  # nobody is left
        ({"space_of": "1栋101"}, ["space_id:space-of-other"]),
        ({"room": False}, ["unit_id:required"]),
        ({"kind": "staff", "room": False, "holder": "陈刚"}, []),
        ({"cards": 1}, []),
        ({"cards": 2}, ["unit_id:too-many"]),  # spaces + policy
        ({"cards": 1, "extra": 0}, ["unit_id:too-many"]),
        ({"papers_seen": False}, ["papers_seen:required"]),
        ({"until": None}, ["until:required"]),
        ({"until": date(2026, 11, 20), "first": date(2026, 11, 1)}, ["until:past"]),
        ({"until": date(2026, 11, 30), "first": date(2026, 12, 1)}, ["until:before"]),
        ({"until": TODAY}, []),
        ({"paid_until": date(2026, 12, 30)}, ["until:unpaid"]),
        ({"paid_until": None}, ["until:unpaid"]),
        ({"paid_until": None, "unpaid_because": "本月托收中"}, []),
    ],
)
def test_what_a_card_needs(change, refused):
    found = rules.card_problems(replace(CARD, **change), today=TODAY)
    assert [f"{problem.field}:{problem.code}" for problem in found] == refused


def test_a_card_is_never_valid_beyond_what_is_paid():
    assert not rules.beyond(date(2026, 12, 31), date(2026, 12, 31))
    assert rules.beyond(date(2027, 1, 1), date(2026, 12, 31))
    assert rules.beyond(date(2027, 1, 1), None)
