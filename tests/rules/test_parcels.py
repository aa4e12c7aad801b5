"""Parcels, left and found things: what is kept, until when, to whom it goes (handbook S20)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desk.rules import parcels as rules

PARCEL = rules.Keeping("parcel", "纸箱", "general", "A3", room=True)
FOUND = rules.Keeping("found", "雨伞", "general", "B1", brought_by="保洁 张姐", where="大堂")


def told(problems):
    return [f"{problem.field}:{problem.code}" for problem in problems]


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        (PARCEL, []),
        (replace(PARCEL, kind="box"), ["kind:choice"]),
        (replace(PARCEL, what=" "), ["what:required"]),
        (replace(PARCEL, place=""), ["place:required"]),
        (replace(PARCEL, pieces=0), ["pieces:number"]),
        (replace(PARCEL, room=False), ["unit_id:required"]),
        (replace(PARCEL, room=False, recipient="王芳"), []),
        (replace(PARCEL, contents="dangerous"), ["contents:dangerous"]),
        (replace(PARCEL, contents="perishable"), ["contents:perishable"]),
        (replace(PARCEL, contents="cash"), ["sealed:cash"]),
        (replace(PARCEL, contents="cash", sealed=True), ["seal:required"]),
        (replace(PARCEL, contents="cash", sealed=True, seal="F-1"), []),
        (replace(PARCEL, contents="identity"), ["contents:identity"]),  # never kept for somebody
        (replace(PARCEL, kind="left"), ["brought_by:required"]),
        (replace(PARCEL, kind="left", brought_by="王芳"), []),
        (FOUND, []),
        (replace(FOUND, where=""), ["where:required"]),
        (replace(FOUND, brought_by=""), ["brought_by:required"]),
        (replace(FOUND, contents="valuables"), ["sealed:required", "witness_id:required"]),
        (replace(FOUND, contents="identity", sealed=True, seal="F-1"), ["witness_id:required"]),
        (replace(FOUND, contents="papers", sealed=True, seal="F-1", witness=True), []),
        (replace(FOUND, contents="dangerous"), ["contents:dangerous"]),
    ],
)
def test_what_is_kept_and_what_is_refused(typed, refused):
    assert told(rules.keeping_problems(typed)) == refused


@pytest.mark.parametrize(
    ("kind", "contents", "last"),
    [
        ("parcel", "general", date(2026, 11, 28)),
        ("left", "cash", date(2026, 11, 28)),
        ("found", "general", date(2026, 11, 28)),
        ("found", "papers", date(2026, 11, 28)),
        ("found", "valuables", date(2026, 11, 21)),
        ("found", "cash", date(2026, 11, 21)),
        ("found", "identity", date(2026, 11, 21)),
    ],
)
def test_things_go_back_after_a_week_and_valuables_on_the_same_day(kind, contents, last):
    assert rules.due_on(kind, contents, date(2026, 11, 21), return_days=7, found_days=7) == last


HOME = {"people": ("王芳", "李强"), "tails": ("0001", "0002"), "known": True}


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        (rules.Handing("王芳", "0001"), []),
        (rules.Handing("王芳", "0002"), []),  # anybody's of the home
        (rules.Handing("王芳", signed=True), []),
        (rules.Handing("", "0001"), ["receiver:required"]),
        (rules.Handing("王芳"), ["tail:required"]),
        (rules.Handing("王芳", "1"), ["tail:digits", "tail:mismatch"]),
        (rules.Handing("王芳", "9999"), ["tail:mismatch"]),
        (rules.Handing("赵六", "9999"), ["authorised_by:required", "authorised_how:choice"]),
        (rules.Handing("赵六", "9999", authorised_by="钱七", authorised_how="phone"), ["authorised_by:not-of-home"]),
        (rules.Handing("赵六", "9999", authorised_by="王芳"), ["authorised_how:choice"]),
        (rules.Handing("赵六", "9999", authorised_by="王芳", authorised_how="phone"), []),
    ],
)
def test_a_parcel_goes_to_somebody_of_the_home_or_with_their_word(typed, refused):
    assert told(rules.handing_problems(typed, "parcel", **HOME)) == refused


def test_digits_that_nobody_can_compare_need_a_signature():
    for home in ({"people": ("王芳",), "known": True}, {}):
        assert told(rules.handing_problems(rules.Handing("王芳", "0001"), "parcel", **home)) == ["signed:required"]
        assert told(rules.handing_problems(rules.Handing("王芳", "0001", signed=True), "parcel", **home)) == []


def test_a_found_thing_goes_to_who_can_describe_it():
    assert told(rules.handing_problems(rules.Handing("赵六"), "found")) == [
        "claim:required", "document_seen:required", "signed:required",
    ]  # fmt: skip
    assert (
        rules.handing_problems(rules.Handing("赵六", claim="黑色长柄", document_seen=True, signed=True), "found") == []
    )
