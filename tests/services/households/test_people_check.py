"""What is typed of a person: checked without the database."""

from __future__ import annotations

from datetime import date

import pytest

from desk.rules.kit.identity import resident_check_digit
from desk.services.households.people_check import inspect
from desk.services.households.views import PersonEntry

TODAY = date(2026, 11, 25)


def card(born: str) -> str:
    first = f"110000{born}001"
    return first + resident_check_digit(first)


@pytest.mark.parametrize(
    ("number", "warning"),
    [(card("18800101"), True), ("", False), (card("19900101"), False)],
    ids=["says so", "none", "other"],
)
def test_an_age_beyond_all_is_told_where_the_document_says_so_and_refused_else(number, warning):
    entry = PersonEntry("王秀英", document_kind="resident-card", document_number=number, birthday=date(1880, 1, 1))
    found = [
        problem for problem in inspect(entry, TODAY).problems if problem.field == "birthday" and problem.code == "date"
    ]
    assert [problem.warning for problem in found] == [warning]
    assert "146" in found[0].message


def test_a_company_cannot_hide_a_wrong_credit_code_as_another_document():
    entry = PersonEntry("晨光贸易有限公司", kind="company", document_kind="other", document_number="91440300MA5EX0TK1Y")
    found = [(problem.field, problem.code, problem.warning) for problem in inspect(entry, TODAY).problems]
    assert found == [("document_number", "id-check-digit", False), ("document_number", "id-kind", True)]
