"""Phone numbers in the writings that rosters and callers use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.rules.kit.phones import check_phone, digits, format_phone, mask_phone, split_phones

RIGHT = {
    "13812340001": "13812340001",
    "138 1234 0001": "13812340001",
    "138-1234-0001": "13812340001",
    "１３８１２３４０００１": "13812340001",
    "+86 138 1234 0001": "13812340001",
    "0086-13812340001": "13812340001",
    "8613812340001": "13812340001",
    "013812340001": "13812340001",
    "13812340001.0": "13812340001",
    "手机：13812340001": "13812340001",
    "13812340001(妈妈)": "13812340001",
    "13812340001（妈妈）": "13812340001",
    "19912340001": "19912340001",
    "010-61521911": "010-61521911",
    "01061521911": "010-61521911",
    "(010)61521911": "010-61521911",
    "（010）6152 1911": "010-61521911",
    "0755 26001234": "0755-26001234",
    "0312-2001234": "0312-2001234",
    "+86 10 6152 1911": "010-61521911",
    "+86-755-26001234": "0755-26001234",
    "010-61521911转801": "010-61521911-801",
    "010-61521911-801": "010-61521911-801",
    "01061521911 ext. 801": "010-61521911-801",
    "13812340001转1234": "13812340001-1234",
    "400-820-8820转1": "4008208820-1",
    "400-820-8820": "4008208820",
    "8008108888": "8008108888",
    "95588": "95588",
    "12345": "12345",
    "+852 2345 6789": "+85223456789",
    "00852 2345 6789": "+85223456789",
    "+1 (555) 123-4567": "+15551234567",
    "+44 (0) 20 7031 3000": "+442070313000",
    "+49 (0)30 901820": "+4930901820",
    "+886 (0)912 345678": "+886912345678",
    "0044 (0)20 7031 3000": "+442070313000",
    "852-61234567": "+85261234567",
    "853-66123456": "+85366123456",
    "886-2-21234567": "+886221234567",
    "86-755-26581234": "0755-26581234",
    "86 10 6152 1911": "010-61521911",
    "8675526581234": "0755-26581234",
    "85261234567": "+85261234567",
}


@pytest.mark.parametrize(("typed", "number"), RIGHT.items())
def test_usual_writings(typed: str, number: str) -> None:
    check = check_phone(typed)
    assert check.problem is None
    assert check.number == number
    assert check_phone(number).number == number, "a kept number reads as itself"


@pytest.mark.parametrize(
    "typed",
    [
        "1380013",
        "61521911",
        "12812340001",
        "138123400011",
        "1381234000",
        "",
        "  ",
        "无",
        "+86",
        "0101",
        "+0123",
        "95588转1",
        "1e11",
    ],
)
def test_incomplete_numbers_are_told_in_words(typed: str) -> None:
    problem = check_phone(typed).problem
    assert problem is not None
    assert problem.code == "phone"
    assert not problem.warning
    assert len(problem.message) > 5


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("15659351559、13911539081", ["15659351559", "13911539081"]),
        ("15659351559，13911539081；010-61521911", ["15659351559", "13911539081", "010-61521911"]),
        ("15659351559/13911539081", ["15659351559", "13911539081"]),
        ("15659351559\n13911539081", ["15659351559", "13911539081"]),
        ("138 1404 9802", ["138 1404 9802"]),
        ("138 1404 9802、139 1153 9081", ["138 1404 9802", "139 1153 9081"]),
        ("15659351559 13911539081", ["15659351559", "13911539081"]),
        ("010 61521911", ["010 61521911"]),
        ("1380013", ["1380013"]),
        ("", []),
        (" 、 ", []),
    ],
)
def test_several_numbers_in_one_cell(text: str, numbers: list[str]) -> None:
    assert split_phones(text) == numbers


@given(
    st.from_regex(r"\A1[3-9][0-9]{9}\Z"),
    st.lists(st.sampled_from(["", " ", "-", "\u200b", "\u00a0"]), min_size=11, max_size=11),
)
def test_spaces_and_dashes_never_matter_in_a_mobile(number: str, between: list[str]) -> None:
    typed = "".join(digit + gap for digit, gap in zip(number, between, strict=True))
    assert check_phone(typed).number == number
    assert check_phone(typed).problem is None
    assert digits(format_phone(number)) == number


@given(st.text(max_size=30))
def test_no_text_is_too_strange(text: str) -> None:
    check = check_phone(text)
    if check.problem is None:
        assert check_phone(check.number).number == check.number
        assert check_phone(format_phone(check.number)).number == check.number
    split_phones(text)
    mask_phone(text)


@pytest.mark.parametrize(
    ("number", "shown", "masked"),
    [
        ("13812340001", "138 1234 0001", "138****0001"),
        ("010-61521911", "010-6152 1911", "010-****1911"),
        ("010-61521911-801", "010-6152 1911-801", "010-****1911"),
        ("0312-2001234", "0312-200 1234", "0312-****1234"),
        ("4008208820", "400-820-8820", "****8820"),
        ("+85223456789", "+85223456789", "****6789"),
        ("95588", "95588", "****"),
        ("", "", ""),
    ],
)
def test_showing_and_masking(number: str, shown: str, masked: str) -> None:
    assert format_phone(number) == shown
    assert mask_phone(number) == masked


def test_digits_for_searching_by_the_last_ones() -> None:
    assert digits("010-61521911-801") == "01061521911801"
    assert digits("０１") == "01"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("021-5123456", "021-5123456"),
        ("010-6152191", "010-6152191"),
        ("02 2123 4567", "022-1234567"),
        ("0223-1234567", "022-31234567"),
        ("(0223) 1234567", "022-31234567"),
    ],
)
def test_a_number_that_looks_wrong_is_kept_and_doubted(typed: str, number: str) -> None:
    check = check_phone(typed)
    assert check.number == number
    assert check.fits
    assert check.problem is not None
    assert check.problem.warning
