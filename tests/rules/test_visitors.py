"""Visitors: who is let in, on what card, until when (handbook M9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desk.rules import visitors as rules

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
VISIT = rules.Visiting(("赵来访",), True, "王芳", "走亲访友", True, "yes", until=NOW + timedelta(hours=4))


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({}, []),
        ({"names": (" ",)}, ["name:required"]),
        ({"names": ("人",) * 20}, []),
        ({"names": ("人",) * 21}, ["companions:too-many"]),
        ({"room": False, "host": ""}, ["unit_id:required"]),
        ({"room": False}, []),  # the centre itself is visited
        ({"purpose": ""}, ["purpose:required"]),
        ({"answer": ""}, ["answer:choice"]),
        ({"seen": False}, ["seen:required"]),
        ({"matter": "投诉噪声"}, ["passed_to:required"]),
        ({"matter": "投诉噪声", "passed_to": "陈刚"}, []),
        ({"answer": "no"}, []),  # kept as not let in
        ({"answer": "no", "card": "paper"}, ["card:host"]),
        ({"answer": "not-reached", "card": "paper"}, ["card:host"]),
        ({"answer": "not-reached", "card": "paper", "agreed": "业主母亲，领班认识"}, []),
        ({"answer": "no", "card": "paper", "agreed": "领班同意"}, ["card:host"]),  # a "no" is a no
        ({"card": "paper"}, []),  # exactly four hours
        ({"card": "paper", "until": NOW + timedelta(hours=4, seconds=1)}, ["until:paper"]),
        ({"card": "paper", "until": None}, ["until:required"]),
        ({"card": "paper", "until": NOW}, ["until:past"]),
        ({"card": "plastic", "labels": ("V-01",), "until": NOW + timedelta(days=2)}, []),
        ({"card": "plastic"}, ["labels:required"]),
        ({"card": "plastic", "labels": ("V-01", "V-02")}, ["labels:too-many"]),
        ({"card": "plastic", "labels": ("V-01", "V-01"), "names": ("甲", "乙")}, ["labels:twice"]),
        ({"card": "gold"}, ["card:choice"]),
    ],
)
def test_a_visit_says_who_whom_why_and_the_host_is_asked(change, refused):
    found = rules.visit_problems(replace(VISIT, **change), now=NOW, paper_hours=4)
    assert [f"{problem.field}:{problem.code}" for problem in found] == refused


@pytest.mark.parametrize(
    ("answer", "agreed", "inside"),
    [
        ("yes", "", True),
        ("no", "", False),
        ("no", "领班同意", False),
        ("not-reached", "", False),
        ("not-reached", "领班同意", True),
    ],
)
def test_only_a_yes_or_the_shift_leader_lets_in(answer, agreed, inside):
    assert rules.let_in(answer, agreed) is inside
