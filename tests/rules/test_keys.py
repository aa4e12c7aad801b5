"""Keys: what a custody, a loan, a return and a count must say (handbook M8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from desk.rules import keys as rules

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
CUSTODY = rules.Custody(
    "household", "入户门钥匙", "K-1", "A-1", 2, True, "王芳", "王芳", True, False, "", owners=("王芳", "李强"),
    tags={"K-9"}, hooks={"A-9"},
)  # fmt: skip
LOAN = rules.Loan("household", "owner", "王芳", "开门", NOW + timedelta(hours=4))


def fields(problems: list) -> list[str]:
    return [f"{problem.field}:{problem.code}" for problem in problems]


def test_a_custody_that_says_everything_is_taken():
    assert rules.custody_problems(CUSTODY) == []
    # Either owner may agree, and the centre's own things need nobody's consent.
    assert rules.custody_problems(replace(CUSTODY, consent_by="李强")) == []
    own = replace(CUSTODY, kind="equipment", room=False, given_by="", consent_by="", consented=False)
    assert rules.custody_problems(own) == []


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"kind": "box"}, "kind:choice"),
        ({"name": " "}, "name:required"),
        ({"tag": ""}, "tag:required"),
        ({"tag": " K-9 "}, "tag:taken"),
        ({"hook": ""}, "hook:required"),
        ({"hook": "A-9"}, "hook:taken"),
        ({"pieces": 0}, "pieces:number"),
        ({"pieces": 100}, "pieces:number"),
        ({"sealed": True}, "seal:required"),
        ({"room": False}, "unit_id:required"),
        ({"given_by": ""}, "given_by:required"),
        ({"consented": False}, "consented:required"),
        ({"consent_by": ""}, "consent_by:required"),
        ({"consent_by": "赵六"}, "consent_by:not-owner"),
    ],
)
def test_what_a_custody_lacks_is_told_beside_its_field(change, refused):
    assert fields(rules.custody_problems(replace(CUSTODY, **change))) == [refused]


def test_everything_that_is_missing_is_told_at_once():
    empty = rules.Custody("household", "", "", "", 0, False, "", "", False, True, "")
    assert [each.partition(":")[0] for each in fields(rules.custody_problems(empty))] == [
        "name", "tag", "hook", "pieces", "seal", "unit_id", "given_by", "consented", "consent_by",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"borrower_kind": "nobody"}, ["borrower_kind:choice", "permission:required"]),
        ({"borrower": ""}, ["borrower:required"]),
        ({"borrower": "赵六"}, ["borrower:not-owner"]),
        ({"purpose": " "}, ["purpose:required"]),
        ({"due_at": None}, ["due_at:required"]),
        ({"due_at": NOW}, ["due_at:past"]),
        ({"due_at": NOW + timedelta(days=30)}, []),
        ({"due_at": NOW + timedelta(days=30, seconds=1)}, ["due_at:too-long"]),
        ({"borrower_kind": "family", "borrower": "王小明"}, ["permission:required"]),
        ({"borrower_kind": "staff", "permission": "phone"}, ["permitted_by:required"]),
        ({"borrower_kind": "staff", "permission": "phone", "permitted_by": "王芳"}, []),
        ({"borrower_kind": "staff", "permission": "standing"}, ["permission:no-standing"]),
        ({"borrower_kind": "staff", "permission": "standing", "standing": True}, []),
        ({"borrower_kind": "contractor", "permission": "standing", "standing": True}, ["permission:staff-only"]),
        ({"borrower_kind": "staff", "permission": "standing", "standing": True, "sealed": True}, ["permission:sealed"]),
        ({"kind": "equipment", "borrower_kind": "staff", "borrower": "陈刚"}, []),
        ({"kind": "common", "borrower_kind": "contractor", "borrower": "张工"}, []),
    ],
)
def test_a_loan_names_borrower_purpose_time_and_the_owners_word(change, refused):
    problems = rules.loan_problems(replace(LOAN, **change), now=NOW, most_days=30, owners=("王芳",))
    assert fields(problems) == refused


@pytest.mark.parametrize(
    ("pieces", "condition", "note", "refused"),
    [
        (3, "good", "", []),
        (1, "good", "", []),  # fewer than lent: partly returned, still out
        (0, "good", "", ["pieces:number"]),
        (-1, "good", "", ["pieces:number"]),
        (4, "good", "", ["pieces:too-many"]),
        (3, "", "", ["condition:choice"]),
        (3, "damaged", "", ["note:required"]),
        (3, "damaged", "齿磨损", []),
    ],
)
def test_a_return_is_counted_and_looked_at(pieces, condition, note, refused):
    assert fields(rules.return_problems(pieces, outstanding=3, condition=condition, note=note)) == refused


@pytest.mark.parametrize(
    ("counted", "note", "refused"),
    [
        ({1: 2, 2: 1}, "", []),
        ({1: 2}, "", ["lines:missing"]),
        ({1: 1, 2: 1}, "", ["note:required"]),
        ({1: 1, 2: 1}, "一把在前台", []),
        ({1: -1, 2: 1}, "差一把", ["lines:number"]),
    ],
)
def test_a_count_names_every_set_and_explains_a_difference(counted, note, refused):
    assert fields(rules.count_problems(counted, {1: 2, 2: 1}, note)) == refused


def test_a_count_is_due_a_week_after_the_last_one():
    today = date(2026, 11, 21)
    assert rules.count_is_due(None, today, 7)
    assert rules.count_is_due(date(2026, 11, 14), today, 7)
    assert not rules.count_is_due(date(2026, 11, 15), today, 7)
    assert rules.Counted("KT-1", 2, 1).difference == -1
