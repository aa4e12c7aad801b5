"""The rules of goods release, row by row (handbook A3, C-13, C-15, C-22, M2–M5, M10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desk import i18n
from desk.rules.releases import APPLICANTS, Facts, asks_for_fees, blocking, obstacles, papers_needed, warnings
from desk.rules.releases.cycle import CYCLE, Item, day_problems, item_problems, left_problems, verdict

TODAY = date(2026, 11, 23)
GOOD = {
    "owner": Facts("owner", papers=("own-id",)),
    "agent": Facts("agent", papers=("own-id", "attorney", "attorney-id-copy")),
    "tenant": Facts("tenant", papers=("own-id", "owner-id-copy", "consent-signed"), owner_phone="13800000001"),
    "tenant with owner": Facts("tenant", papers=("own-id", "owner-id"), owner_here=True),
    "borrower": Facts("borrower", papers=("own-id", "owner-id-copy", "consent-signed"), owner_phone="13800000001"),
    "borrower with owner": Facts("borrower", papers=("own-id", "owner-id"), owner_here=True),
    "merchant": Facts("merchant", papers=("own-id", "letter")),
    "contractor": Facts("contractor", papers=("own-id",), on_site="owner", file="running"),
}


def codes(facts: Facts) -> list[str]:
    return [each.code for each in obstacles(facts)]


@pytest.mark.parametrize("name", GOOD)
def test_with_all_papers_a_part_release_has_nothing_in_the_way(name: str) -> None:
    assert codes(GOOD[name]) == []


@pytest.mark.parametrize(("name", "paper"), [(name, paper) for name, facts in GOOD.items() for paper in facts.papers])
def test_each_paper_missing_in_turn(name: str, paper: str) -> None:
    facts = GOOD[name]
    assert codes(replace(facts, papers=tuple(code for code in facts.papers if code != paper))) == [paper]


def test_the_papers_asked_for_are_those_of_the_table() -> None:
    for facts in GOOD.values():
        assert papers_needed(facts.applicant, owner_here=facts.owner_here) == facts.papers
    assert {facts.applicant for facts in GOOD.values()} == set(APPLICANTS)


@pytest.mark.parametrize(
    ("name", "changed", "code"),
    [
        # a tenant with the owner present whose name is not on the register
        ("tenant with owner", {"registered": False}, "registered"),
        ("tenant", {"registered": False}, "registered"),
        ("borrower", {"registered": False}, "registered"),
        ("owner", {"registered": False}, "registered"),
        ("merchant", {"registered": False}, "registered"),
        # an owner who sold does not agree any more
        ("tenant", {"owner": "ended"}, "owner-ended"),
        ("agent", {"owner": "ended"}, "owner-ended"),
        ("tenant", {"owner": ""}, "owner"),
        # signed by the owner and with the owner's phone are two fields
        ("tenant", {"owner_phone": ""}, "owner-phone"),
        ("tenant", {"owner_phone": "12"}, "owner-phone"),
        ("contractor", {"file": ""}, "file"),
        ("contractor", {"file": "filed"}, "file"),
        ("contractor", {"file": "cancelled"}, "file"),
        ("contractor", {"on_site": ""}, "on-site"),
        ("contractor", {"scope": "whole"}, "contractor-part"),
        ("owner", {"scope": "whole", "owed": {"management": 1}}, "fees"),
        ("owner", {"scope": "whole", "owed": {"water": 1}}, "fees"),
        ("owner", {"scope": "whole", "owed": {"electricity": 1}}, "fees"),
        ("agent", {"scope": "whole", "owed": {"management": 1}}, "fees"),
        # a tenant who ends the lease and takes only a part; a borrower who leaves ends the lease
        ("tenant", {"lease_end": True, "owed": {"management": 1}}, "fees"),
        ("borrower", {"lease_end": True, "owed": {"management": 1}}, "fees"),
        # a credit nets its own kind only
        ("owner", {"scope": "whole", "owed": {"management": 100}, "credit": {"water": 100}}, "fees"),
        ("owner", {"scope": "whole", "billed_here": ("electricity",)}, "utilities"),
        ("owner", {"scope": "whole", "billed_here": (), "ticks": {"water": "bill-seen"}}, "utilities"),
        (
            "owner", {"scope": "whole", "billed_here": ("electricity",), "ticks": {"water": "not-ours"}},
            "utilities-note",
        ),
        ("owner", {"scope": "whole", "residents": ("王芳",)}, "leaving"),
    ],
)  # fmt: skip
def test_one_thing_in_the_way(name: str, changed: dict[str, object], code: str) -> None:
    assert codes(replace(GOOD[name], **changed)) == [code]


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        # an owner's part release never asks for fees
        ("owner", {"owed": {"management": 999_900}}),
        ("tenant", {"owed": {"management": 999_900}}),
        # parking, deposits and services warn, they do not block
        ("owner", {"scope": "whole", "owed": {"parking": 50_000, "service": 100, "other": 5}}),
        ("owner", {"scope": "whole", "owed": {"management": 100}, "credit": {"management": 100}}),
        (
            "owner",
            {"scope": "whole", "billed_here": ("electricity",), "ticks": {"water": "bill-seen"}, "note": "10 月账单"},
        ),
        ("owner", {"scope": "whole", "residents": ("王芳",), "leaving": 1}),
        ("owner", {"scope": "whole", "residents": ("王芳",), "nobody_leaves": True}),
        ("contractor", {"file": "refunded", "on_site": "desk"}),
    ],
)
def test_nothing_in_the_way(name: str, changed: dict[str, object]) -> None:
    assert codes(replace(GOOD[name], **changed)) == []


def test_everything_is_told_at_once_and_fees_are_the_managers_to_waive() -> None:
    facts = Facts("tenant", "whole", True, registered=False, owner="", owed={"management": 23_400, "water": 1})
    facts = replace(facts, residents=("王芳", "李强"))
    assert codes(facts) == [
        "registered", "owner", "own-id", "owner-id-copy", "consent-signed", "owner-phone", "fees", "leaving",
    ]  # fmt: skip
    waivable = {each.code: each.waivable_by for each in obstacles(facts) if each.waivable_by}
    assert waivable == {"fees": "manager"}
    assert all(each.words for each in obstacles(facts))


def test_a_cent_blocks() -> None:
    assert blocking({"management": 1, "parking": 5}, {}) == {"management": 1}
    assert asks_for_fees("part", lease_end=False) is False


WORDS = {
    "zh_CN": ("全部搬出或退租须先结清：物业费 ¥234.00、水费 ¥0.01。", "未见：业主签名的书面同意。"),
    "zh_TW": ("全部搬出或退租須先結清：管理費 ¥234.00、水費 ¥0.01。", "未見：屋主簽名的書面同意。"),
    "en": (
        "To be settled before everything leaves or the lease ends: Management fee ¥234.00, Water ¥0.01.",
        "Not seen yet: written consent signed by the owner.",
    ),
}


@pytest.mark.parametrize("language", WORDS)
def test_obstacles_in_three_languages(language: str) -> None:
    facts = Facts("tenant", lease_end=True, owed={"management": 23_400, "water": 1}, registered=False, owner="")
    facts = replace(facts, scope="whole", residents=("王芳",), billed_here=())
    i18n.set_language(language)
    told = [each.words for each in obstacles(facts)]
    if language != "en":
        assert not any(word.isalpha() and word.isascii() for text in told for word in text.split())
    assert [text for text in told if text in WORDS[language]] == [WORDS[language][1], WORDS[language][0]]


# ------------------------------------------------------------------------------------------------------------- warnings
def test_what_only_warns() -> None:
    i18n.set_language("en")
    whole = replace(GOOD["owner"], scope="whole", owed={"parking": 30_000})
    assert warnings(GOOD["owner"], ["沙发", "全部家具"]) == [
        "The goods say “全部家具”. Please compare: is it a whole move?"
    ]
    assert "Parking" in warnings(whole, ["全部家具"])[0]
    assert len(warnings(GOOD["tenant"], on_file={"13900000009"})) == 1
    assert warnings(GOOD["tenant"], on_file={"13800000001"}) == []
    assert warnings(GOOD["owner"], plate="odd") == ["odd"]


# ----------------------------------------------------------------------------------------------------------- the gate
@pytest.mark.parametrize(
    ("state", "first", "last", "verdict_code"),
    [
        ("issued", 23, 23, "good"),
        ("issued", 23, 25, "good"),
        ("issued", 20, 23, "good"),  # the last day till midnight
        ("issued", 20, 22, "expired"),  # 00:00 after the last day
        ("issued", 24, 24, "early"),  # tomorrow's slip
        ("refused", 23, 23, "good"),
        ("passed", 23, 23, "used"),
        ("partly", 23, 23, "used"),
        ("void", 23, 23, "void"),
        ("void", 24, 24, "void"),
        ("expired", 22, 22, "expired"),
        ("unused", 22, 22, "expired"),
    ],
)
def test_the_verdict_at_the_gate(state: str, first: int, last: int, verdict_code: str) -> None:
    assert verdict(state, TODAY.replace(day=first), TODAY.replace(day=last), TODAY) == verdict_code


def test_only_open_slips_pass() -> None:
    for state in CYCLE.states:
        for code in ("pass", "part", "refuse"):
            assert (state in CYCLE.by_code[code].sources) == (state in ("issued", "refused"))


@pytest.mark.parametrize(
    ("left", "code"),
    [((1, 0), ""), ((2, 0), ""), ((2, 1), "all"), ((0, 0), "none"), ((3, 0), "more"), ((1,), "required")],
)
def test_partly_is_fewer_than_listed_and_more_than_nothing(left: tuple[int, ...], code: str) -> None:
    assert [each.code for each in left_problems([2, 1], left)] == ([code] if code else [])


def test_items_and_days() -> None:
    assert [each.code for each in item_problems([])] == ["required"]
    assert [each.field for each in item_problems([Item("沙发"), Item("", 0)])] == ["items.1.name", "items.1.quantity"]
    rows = [
        (TODAY, None, []),
        (TODAY, TODAY.replace(day=29), []),
        (TODAY, TODAY.replace(day=30), ["valid_to"]),
        (TODAY, TODAY.replace(day=22), ["valid_to"]),
        (TODAY.replace(day=22), None, ["move_at"]),
        (None, None, ["move_at"]),
    ]
    for first, last, fields in rows:
        assert [each.field for each in day_problems(first, last, TODAY, most_days=7)] == fields
