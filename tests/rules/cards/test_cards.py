"""Numbers of cards, what an application must hold, which card may be used, when one sleeps (handbook A9, B1, V11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.rules import cards
from desk.rules.cards import Applicant, numbers
from desk.rules.cards.cycle import CARD_CYCLE, CYCLE, HELD, LIVING
from desk.rules.schemes.standard import STANDARD

D = date.fromisoformat
TODAY = D("2026-11-21")
WHOLE = Applicant("欧阳念南", "person", D("1985-03-14"), "110000198503140024", "1栋1单元101", "13800000001", ("food",))


# ----------------------------------------------------------------------------------------------------------- numbers
def test_a_number_says_its_day_and_place_and_checks_itself() -> None:
    number = cards.card_number("KP-20261121-0001")
    assert number == "8800261121000016"
    assert cards.grouped(number) == "8800 2611 2100 0016"
    assert cards.is_card_number(number)
    assert cards.card_number("KP-20261121-10000") == "8800261121100008"
    assert cards.is_card_number(cards.card_number("KP-20261121-99999"))


@pytest.mark.parametrize("serial", ["KP-20261121-123", "KP-20261121-100000", "KP-19991121-0001", "20261121-0001", ""])
def test_what_numbers_no_card_is_refused(serial: str) -> None:
    with pytest.raises(ValueError, match="does not number a card"):
        cards.card_number(serial)


def test_the_check_digit_is_that_of_its_inventors_table() -> None:
    assert numbers.check_digit("572") == "4"  # the example that goes with the table
    assert numbers.check_digit("5724") == "0"


@given(day=st.dates(D("2020-01-01"), D("2099-12-31")), count=st.integers(1, 99_999), data=st.data())
def test_one_wrong_digit_or_two_exchanged_are_noticed(day: date, count: int, data: st.DataObject) -> None:
    number = cards.card_number(f"KP-{day:%Y%m%d}-{count:04d}")
    assert cards.is_card_number(number)
    place = data.draw(st.integers(0, 15))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != number[place]]))
    assert not cards.is_card_number(number[:place] + other + number[place + 1 :])
    place = data.draw(st.integers(0, 14))
    turned = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert turned == number or not cards.is_card_number(turned)


@pytest.mark.parametrize(
    "typed", ["8800 2611 2100 0016", "８８００２６１１２１００００１６", "8800-2611-2100-0016", " 8800261121000016 "]
)
def test_it_is_read_as_it_is_typed_or_scanned(typed: str) -> None:
    assert cards.plain(typed) == "8800261121000016"
    assert cards.is_card_number(typed)


@pytest.mark.parametrize(
    "typed", ["", "880026112100001", "88002611210000160", "9900261121000016", "8800261121000017", "88002611210000l6"]
)
def test_a_slip_of_the_finger_is_none(typed: str) -> None:
    assert not cards.is_card_number(typed)


# ---------------------------------------------------------------------------------------------------- made elsewhere
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0012345678", "0012345678"), ("0012 3456-78", "0012345678"), ("a0b1c2d3", "A0B1C2D3"), ("Ａ０Ｂ１", "A0B1"),
        (";6012345678901234?", "6012345678901234"), ("9" * 32, "9" * 32), ("8801261121000016", "8801261121000016"),
    ],
)  # fmt: skip
def test_a_number_of_another_maker_is_kept_as_it_stands(typed: str, kept: str) -> None:
    assert cards.foreign(typed) == kept
    assert cards.grouped(kept) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "form"), ("123", "form"), ("9" * 33, "form"), ("ABCD", "form"), ("金卡0001", "form"), ("1234!", "form"),
        ("8800261121000016", "own"), ("8800261121000017", "own"), ("13800000001", "personal"), ("110000198503140024", "personal"),
    ],
)  # fmt: skip
def test_a_number_that_no_card_may_bear(typed: str, code: str) -> None:
    problem = cards.number_problem(typed)
    assert problem is not None
    assert (problem.code, problem.field) == (code, "number")
    assert cards.foreign(typed) == ""


@pytest.mark.parametrize("typed", ["12800000001", "110000198503140025", "1234", "880026112100001"])
def test_a_number_that_only_looks_like_it(typed: str) -> None:
    assert cards.number_problem(typed) is None


# ------------------------------------------------------------------------------------------------------- application
def fields(applicant: Applicant, demanded: tuple[str, ...] = STANDARD["points"].form) -> dict[str, str]:
    return {each.field: each.code for each in cards.application_problems(applicant, demanded, today=TODAY)}


def test_the_points_scheme_asks_for_name_age_document_address_phone_goods() -> None:
    assert STANDARD["points"].form == ("name", "age", "document", "address", "phone", "goods")
    assert fields(WHOLE) == {}


@pytest.mark.parametrize(
    ("empty", "field"),
    [
        ({"name": " "}, "name"), ({"birthday": None}, "birthday"), ({"document": ""}, "document_number"),
        ({"address": " "}, "address"), ({"mobile": ""}, "phones"), ({"goods": ()}, "goods"),
    ],
)  # fmt: skip
def test_each_missing_item_is_told_beside_its_field_and_only_where_it_is_demanded(
    empty: dict[str, object], field: str
) -> None:
    lacking = replace(WHOLE, **empty)
    assert fields(lacking) == {field: "required"}
    assert fields(lacking, ()) == {}


def test_all_are_told_at_once() -> None:
    assert set(fields(Applicant())) == {"name", "birthday", "document_number", "address", "phones", "goods"}


@pytest.mark.parametrize(("born", "code"), [("2012-11-21", ""), ("2012-11-22", "child")])
def test_children_under_14_have_no_membership(born: str, code: str) -> None:
    assert fields(replace(WHOLE, birthday=D(born))).get("birthday", "") == code


def test_a_company_has_none() -> None:
    assert fields(replace(WHOLE, kind="company"))["customer_id"] == "company"


@pytest.mark.parametrize(
    ("numbers_of", "mobile"),
    [(("01060000000", "13800000001"), "13800000001"), (("01060000000",), ""), ((), ""), (("+8613800000001",), "+8613800000001")],
)  # fmt: skip
def test_a_mobile_takes_messages(numbers_of: tuple[str, ...], mobile: str) -> None:
    assert cards.mobile_of(numbers_of) == mobile


@pytest.mark.parametrize(
    ("text", "good"), [("", True), ("a@b.cn", True), ("a@b", False), ("a b@c.cn", False), ("a.b.cn", False)]
)
def test_a_mail_address_looks_like_one(text: str, good: bool) -> None:
    assert (cards.mail_problem(text) is None) is good


# ------------------------------------------------------------------------------------------------------------- cards
@pytest.mark.parametrize(
    ("state", "until", "code"),
    [
        ("active", None, ""), ("active", "2026-11-21", ""), ("active", "2026-11-20", "card-expired"), ("expired", None, "card-expired"),
        ("lost", None, "card-lost"), ("frozen", None, "card-frozen"), ("replaced", None, "card-dead"), ("cancelled", None, "card-dead"),
    ],
)  # fmt: skip
def test_only_a_card_in_use_may_be_used_its_last_day_included(state: str, until: str | None, code: str) -> None:
    found = cards.use_problem(state, D(until) if until else None, TODAY, lost_on=D("2026-11-20"))
    assert (found.code if found else "") == code
    if state == "lost":
        assert found is not None
        assert "2026-11-20" in found.message


@pytest.mark.parametrize(
    ("name", "letters", "printed"),
    [
        ("尊贵VIP黄金卡", True, "尊贵VIP黄金卡"), ("银卡", False, "银卡"), ("VIP银卡", False, "银卡"), ("V.I.P. silver", False, "silver"),
        ("vip 金卡", False, "金卡"),
    ],
)  # fmt: skip
def test_only_levels_that_may_bear_the_letters(name: str, letters: bool, printed: str) -> None:
    assert cards.printed_level(name, letters=letters) == printed


def test_which_levels_of_the_schemes_bear_them() -> None:
    bearing = {code: [level.code for level in scheme.levels if level.letters] for code, scheme in STANDARD.items()}
    assert bearing["points"] == ["gold", "diamond"]
    assert bearing["tiers"] == ["diamond", "purple"]


@pytest.mark.parametrize(
    ("last", "months", "first"),
    [("2026-01-15", 12, "2027-01-16"), ("2024-02-29", 12, "2025-03-01"), ("2026-02-28", 6, "2026-08-29"), ("2026-08-31", 6, "2027-03-01")],
)  # fmt: skip
def test_a_card_sleeps_from_the_day_after(last: str, months: int, first: str) -> None:
    assert cards.dormant_from(D(last), months) == D(first)


@given(today=st.dates(D("2000-01-01"), D("2099-12-31")), months=st.integers(1, 36), days=st.integers(-800, 5))
def test_the_edge_of_the_list_is_the_rule_of_each_row(today: date, months: int, days: int) -> None:
    last = date.fromordinal(today.toordinal() + days)
    assert (last <= cards.dormant_edge(today, months)) is (cards.dormant_from(last, months) <= today)


def test_a_card_ends_after_its_first_day() -> None:
    assert cards.period_problem(None, TODAY) is None
    assert cards.period_problem(D("2026-11-22"), TODAY) is None
    assert cards.period_problem(TODAY, TODAY) is not None


# ---------------------------------------------------------------------------------------------------------- life cycle
class Row:
    def __init__(self, state: str, card_state: str, handed_over: bool = True) -> None:
        self.state, self.card_state, self.handed_over = state, card_state, handed_over


@pytest.mark.parametrize(
    ("state", "card", "handed", "possible", "likely"),
    [
        ("active", "", False, {"issue-card"}, "issue-card"),
        ("active", "active", False, {"hand-over", "lose", "replace", "freeze", "cancel-card"}, "hand-over"),
        ("active", "active", True, {"lose", "replace", "freeze", "cancel-card"}, ""),
        ("active", "lost", True, {"find", "replace", "cancel-card"}, "replace"),
        ("active", "frozen", True, {"lose", "unfreeze", "cancel-card"}, "unfreeze"),
        ("active", "expired", True, {"replace", "cancel-card"}, "replace"),
        ("applied", "", False, set(), "approve"),
        ("ended", "", False, set(), ""),
    ],
)  # fmt: skip
def test_what_can_be_done_with_a_card_in_each_state(
    state: str, card: str, handed: bool, possible: set[str], likely: str
) -> None:
    row = Row(state, card, handed)
    of_cards = {"issue-card", "hand-over", "lose", "find", "replace", "freeze", "unfreeze", "cancel-card"}
    assert {move.code for move in CYCLE.fitting(row)} & of_cards == possible
    assert CYCLE.next_move(row) == likely


def test_a_dead_card_stays_dead() -> None:
    dead = set(CARD_CYCLE.states) - set(HELD)
    assert dead == {"replaced", "cancelled"}
    assert not [move.code for move in CARD_CYCLE.moves if set(move.sources) & dead]
    assert not [
        move.code for move in CYCLE.moves if move.target in LIVING and set(move.sources) & {"ended", "rejected"}
    ]
