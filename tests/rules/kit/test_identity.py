"""Identity numbers and credit codes. All numbers are the standards' own examples or made up."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desk.rules.kit.identity import (
    DocumentKind,
    check_document,
    credit_check_character,
    from_spreadsheet,
    guess_kind,
    kind_name,
    mask_number,
    normalise,
    resident_check_digit,
)

TODAY = date(2026, 11, 21)
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def codes(kind: str, number: str) -> list[str]:
    return [problem.code for problem in check_document(kind, number, today=TODAY).problems]


def with_check(first17: str) -> str:
    return first17 + resident_check_digit(first17)


@pytest.mark.parametrize(
    ("number", "birthday", "sex"),
    [
        ("11010519491231002X", date(1949, 12, 31), "female"),
        ("440524188001010014", date(1880, 1, 1), "male"),
        ("34052419800101001X", date(1980, 1, 1), "male"),
    ],
)
def test_the_standards_own_numbers_are_right(number: str, birthday: date, sex: str) -> None:
    check = check_document("resident-card", number, today=TODAY)
    assert check.problems == ()
    assert (check.number, check.birthday, check.sex, check.area) == (number, birthday, sex, number[:6])
    assert check.person_key == number
    assert not check.converted


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "110105-19491231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "'11010519491231002X",
    ],
)
def test_any_writing_of_a_number_is_the_same_number(typed: str) -> None:
    check = check_document("resident-card", typed, today=TODAY)
    assert check.number == "11010519491231002X"
    assert check.error is None


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("110105194912310021", ["id-check-digit"]),
        ("11010519491231003X", ["id-check-digit"]),
        ("1101051949123100", ["id-format"]),
        ("1101051949123100222", ["id-format"]),
        ("11010519491231X02X", ["id-format"]),
        ("", ["id-format"]),
        ("   ", ["id-format"]),
        ("张三", ["id-format"]),
        (with_check("11010519491331002"), ["id-birthday"]),
        (with_check("11010520270101002"), ["id-birthday"]),
        (with_check("11010519000229002"), ["id-birthday"]),
        (with_check("11010500000101002"), ["id-birthday"]),
        (with_check("99010519491231002"), ["id-kind"]),
        (with_check("00010519491231002"), ["id-area"]),
        (with_check("81000019491231002"), ["id-kind"]),
        ("1.100001954050292e+17", ["id-lost-digits"]),
        ("1.10000E+17", ["id-lost-digits"]),
        ("1.1 E+17", ["id-lost-digits"]),
        ("110000195405029000", ["id-lost-digits"]),
    ],
)
def test_a_wrong_resident_number_is_told_by_its_code(number: str, found: list[str]) -> None:
    assert codes("resident-card", number) == found


def test_unknown_areas_and_kinds_only_warn() -> None:
    for first17 in ("00010519491231002", "81000019491231002", "99010519491231002"):
        check = check_document("resident-card", with_check(first17), today=TODAY)
        assert check.error is None
        assert len(check.warnings) == 1


def test_a_born_today_child_is_right_and_born_tomorrow_is_not() -> None:
    assert codes("resident-card", with_check("11010520261121002")) == []
    assert codes("resident-card", with_check("11010520261122002")) == ["id-birthday"]


def test_a_true_number_that_ends_in_three_zeros_is_kept() -> None:
    first17 = next(
        first for serial in range(10) if with_check(first := f"1101051990010{serial}100")[-1] == "0" and serial
    )
    assert codes("resident-card", with_check(first17)) == []


def test_an_old_number_becomes_eighteen_digits_and_says_so() -> None:
    check = check_document("resident-card", "110105491231002", today=TODAY)
    assert check.number == "11010519491231002X"
    assert check.converted
    assert check.error is None
    assert [problem.code for problem in check.warnings] == ["id-old"]
    assert check.person_key == "11010519491231002X"
    assert codes("resident-card", "110105491331002") == ["id-old", "id-birthday"]


def test_permits_of_hong_kong_macao_and_taiwan_have_the_same_structure() -> None:
    for area in ("810000", "820000", "830000"):
        number = with_check(area + "19900101001")
        assert codes("residence-permit", number) == []
        assert guess_kind(number) is DocumentKind.RESIDENCE_PERMIT
    assert codes("residence-permit", "11010519491231002X") == ["id-kind"]
    assert codes("residence-permit", "110105491231002") == ["id-format"]


def test_foreign_permanent_residents_have_two_cards_side_by_side() -> None:
    new = with_check("91110019900101001")
    check = check_document("foreign-permanent-resident", new, today=TODAY)
    assert check.problems == ()
    assert check.birthday == date(1990, 1, 1)
    assert codes("foreign-permanent-resident", "usa110190010101") == []
    assert codes("foreign-permanent-resident", with_check("91110099999999001")) == [], "no birthday is demanded"
    wrong = new[:-1] + ("1" if new[-1] != "1" else "2")
    assert codes("foreign-permanent-resident", wrong) == ["id-check-digit"]
    assert codes("foreign-permanent-resident", "11010519491231002X") == ["id-format"]


def test_travel_permits() -> None:
    first = check_document("mainland-travel-permit-hkmo", "h0123456700", today=TODAY)
    renewed = check_document("mainland-travel-permit-hkmo", "H0123456701", today=TODAY)
    assert first.number == "H0123456700"
    assert first.person_key == renewed.person_key == "H01234567"
    assert check_document("mainland-travel-permit-hkmo", "H01234567", today=TODAY).person_key == "H01234567"
    assert codes("mainland-travel-permit-hkmo", "H012345678") == ["id-format"]
    assert codes("mainland-travel-permit-hkmo", "K01234567") == ["id-format"]
    assert codes("mainland-travel-permit-tw", "12345678") == []
    old = check_document("mainland-travel-permit-tw", "1234567890（b）", today=TODAY)
    assert (old.number, old.problems) == ("1234567890(B)", ())
    assert codes("mainland-travel-permit-tw", "1234567") == ["id-format"]


def test_passports_and_other_papers() -> None:
    assert check_document("passport", "e 1234-5678", today=TODAY).number == "E12345678"
    assert codes("passport", "E12345678") == []
    assert codes("passport", "1E234567") == []
    assert codes("passport", "AB?") == ["id-format"]
    assert codes("other", "军字第1234567号") == []
    assert codes("other", "") == ["id-format"]
    assert codes("other", "1" * 41) == ["id-format"]


def test_credit_codes_by_the_standards_arithmetic() -> None:
    assert codes("credit-code", "91350100M000100Y43") == []
    assert codes("credit-code", "91350100m000100y43") == []
    # The example that several pages give: its last letter is none of the alphabet.
    assert codes("credit-code", "91350100M000100Y4Z") == ["id-format"]
    assert codes("credit-code", "91350100M000100Y44") == ["id-check-digit"]
    assert codes("credit-code", "91350100M000100Y4") == ["id-format"]
    old = check_document("credit-code", "350100100000123", today=TODAY)
    assert old.error is None
    assert [problem.code for problem in old.warnings] == ["id-old"]


@given(
    st.text(CREDIT_ALPHABET, min_size=2, max_size=2),
    st.from_regex(r"\A[0-9]{6}\Z"),
    st.text(CREDIT_ALPHABET, min_size=9, max_size=9),
)
def test_one_wrong_character_of_a_credit_code_is_always_found(head: str, area: str, body: str) -> None:
    first17 = head + area + body
    good = first17 + credit_check_character(first17)
    total = sum(CREDIT_ALPHABET.index(c) * 3**i for i, c in enumerate(first17)) + CREDIT_ALPHABET.index(good[-1])
    assert total % 31 == 0
    for place in (0, 1, 8, 16):
        other = CREDIT_ALPHABET[(CREDIT_ALPHABET.index(good[place]) + 1) % 31]
        assert codes("credit-code", good[:place] + other + good[place + 1 :]) in (
            ["id-check-digit"],
            ["id-lost-digits"],
        )


births = st.dates(date(1900, 1, 1), TODAY)


@given(births, st.integers(110000, 659999), st.integers(0, 999))
def test_every_built_number_is_right_and_every_wrong_digit_is_found(birth: date, area: int, serial: int) -> None:
    number = with_check(f"{area}{birth:%Y%m%d}{serial:03d}")
    check = check_document("resident-card", number, today=TODAY)
    assert check.error is None
    assert check.birthday == birth
    assert check.sex == ("male" if serial % 2 else "female")
    for place in range(17):
        other = str((int(number[place]) + 1) % 10)
        wrong = check_document("resident-card", number[:place] + other + number[place + 1 :], today=TODAY)
        assert wrong.error is not None
        assert wrong.error.code in ("id-check-digit", "id-lost-digits")


@given(births, st.integers(110000, 659999), st.integers(0, 995))
def test_old_and_new_writing_are_one_person(birth: date, area: int, serial: int) -> None:
    if birth.year >= 2000:
        birth = birth.replace(year=1990, day=min(birth.day, 28))
    old = check_document("resident-card", f"{area}{birth:%y%m%d}{serial:03d}", today=TODAY)
    new = check_document("resident-card", with_check(f"{area}{birth:%Y%m%d}{serial:03d}"), today=TODAY)
    assert old.number == new.number
    assert old.person_key == new.person_key


@given(st.sampled_from(list(DocumentKind)), st.text(max_size=25))
@example(DocumentKind.OTHER, "A¯")  # the accent joins the letter once the space between them is dropped
def test_no_text_is_too_strange(kind: DocumentKind, text: str) -> None:
    check = check_document(kind, text, today=TODAY)
    again = check_document(kind, check.number, today=TODAY)
    assert all(problem.message and problem.code.startswith("id-") for problem in check.problems)
    if check.error is None:
        assert again.number == check.number, "normalising twice changes nothing"
    guess_kind(text)
    mask_number(text)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("11010519491231002X", "resident-card"),
        ("110105194912310021", "resident-card"),
        ("110105491231002", "resident-card"),
        ("350100100000123", None),
        (with_check("91110019900101001"), "foreign-permanent-resident"),
        ("USA110190010101", "foreign-permanent-resident"),
        ("91350100M000100Y43", "credit-code"),
        ("H0123456700", "mainland-travel-permit-hkmo"),
        ("12345678", "mainland-travel-permit-tw"),
        ("1234567890(B)", "mainland-travel-permit-tw"),
        ("E12345678", "passport"),
        ("EA1234567", "passport"),
        ("", None),
        ("张三", None),
    ],
)
def test_guessing_the_kind(number: str, kind: str | None) -> None:
    assert guess_kind(number) == kind


def test_a_company_whose_code_is_all_digits_is_told_from_a_foreign_resident() -> None:
    first17 = next(
        first
        for serial in range(1000)
        if credit_check_character(first := f"91110105{serial:09d}").isdigit()
        and credit_check_character(first) != resident_check_digit(first)
    )
    assert guess_kind(first17 + credit_check_character(first17)) is DocumentKind.CREDIT_CODE


@pytest.mark.parametrize(
    ("value", "text", "code"),
    [
        (None, "", None),
        ("", "", None),
        (" 110105 ", "110105", None),
        (1.100001954050292e17, "1.100001954050292e+17", "id-lost-digits"),
        ("1.10000E+17", "1.10000E+17", "id-lost-digits"),
        ("1.1E17", "1.1E17", "id-lost-digits"),
        ("110000195405029000", "110000195405029000", "id-lost-digits"),
        (110000195405029000, "110000195405029000", "id-lost-digits"),
        (110000195405022194, "110000195405022194", None),
        (110105491231002, "110105491231002", None),
        (110105491231002.0, "110105491231002", None),
        (13490317463, "13490317463", None),
        (12.5, "12.5", None),
        ("E12345678", "E12345678", None),
        ("1E234567", "1E234567", None),
        (float("nan"), "nan", None),
    ],
)
def test_cells_of_a_spreadsheet(value: object, text: str, code: str | None) -> None:
    found, problem = from_spreadsheet(value)
    assert found == text
    assert (problem.code if problem else None) == code


def test_an_unknown_kind_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="library-card"):
        check_document("library-card", "1", today=TODAY)


def test_every_kind_has_a_name() -> None:
    assert all(kind_name(kind) and kind_name(kind) != kind.value for kind in DocumentKind)
    assert kind_name("library-card") == "library-card"


@pytest.mark.parametrize(
    ("number", "masked"),
    [("110101199001010044", "****0044"), ("E12345678", "****5678"), ("ABC1234", "****34"), ("123", "****"), ("", "")],
)
def test_masking_shows_four_characters_at_most(number: str, masked: str) -> None:
    assert mask_number(number) == masked


def test_normalise_drops_what_cannot_be_seen() -> None:
    assert normalise("\ufeff\u200b１1－0 x\u00a0") == "110X"


def _codes_of_digits(start: str) -> list[str]:
    firsts = (f"{start}{serial:03d}" for serial in range(1000))
    return [code for first in firsts if (code := first + credit_check_character(first)).isdecimal()]


def test_a_credit_code_of_digits_only_is_no_identity_card() -> None:
    assert guess_kind("121100004000000001") == "credit-code"
    for start in ("12110000400000", "51440300123456", "13310100999999"):
        for code in _codes_of_digits(start):
            assert guess_kind(code) == "credit-code", code
            assert check_document("credit-code", code, today=TODAY).problems == ()


def test_where_card_and_credit_code_both_fit_the_kind_is_asked() -> None:
    # Area 440105 of a card, area 010519… never of a code: both fit only where the code's area is one too.
    both = [code for code in _codes_of_digits("13310119900101") if resident_check_digit(code[:17]) == code[17]]
    assert both
    assert {guess_kind(code) for code in both} == {None}


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("A123456(3)", "other"), ("AB987654(2)", "other"), ("1234567(8)", "other"), ("A123456789", "other"), ("567890123", "passport"),
        ("M123A4567", "passport"), ("E12345678", "passport"), ("H12345678", "mainland-travel-permit-hkmo"), ("C01X00T47", "passport"),
        ("\u202d110000199003070036\u202c", "resident-card"),
    ],
)  # fmt: skip
def test_papers_from_elsewhere(number: str, kind: str) -> None:
    assert guess_kind(number) == kind
    assert check_document(kind, number, today=TODAY).error is None


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("91440300MA5EX0TK1Y", ["id-check-digit", "id-kind"]),  # a credit code with a slip of the finger
        ("110000198503140033", ["id-check-digit", "id-kind"]),
        ("军字第1234567号", []),
        ("000000000000000001", []),  # eighteen digits that are neither
    ],
)
def test_a_number_is_checked_as_what_it_is_whatever_it_is_called(number, expected):
    assert codes("other", number) == expected
