"""Amounts in words: the official examples, the pitfalls, and a reader that gets the amount back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desk.rules.kit.amounts import in_figures, in_words

CASES = {
    # The official examples (handbook B2.1), 整 after 角 as receipts want it.
    "1409.50": "壹仟肆佰零玖元伍角整",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "325.04": "叁佰贰拾伍元零肆分",
    "107000.53": "壹拾万柒仟元零伍角叁分",
    "1680.32": "壹仟陆佰捌拾元零叁角贰分",
    "20.20": "贰拾元零贰角整",
    "2000": "贰仟元整",
    "0": "零元整",
    "10": "壹拾元整",
    "100000001": "壹亿零壹元整",
    "100010000": "壹亿零壹万元整",
    "1001000": "壹佰万壹仟元整",
    # Below a yuan there is no 零元.
    "0.50": "伍角整",
    "0.05": "伍分",
    "0.55": "伍角伍分",
    "10.05": "壹拾元零伍分",
    "1.10": "壹元壹角整",
    # Zeros inside and between the groups of four.
    "10001": "壹万零壹元整",
    "10010": "壹万零壹拾元整",
    "1010": "壹仟零壹拾元整",
    "1000000": "壹佰万元整",
    "100100.00": "壹拾万零壹佰元整",
    "1000007000": "壹拾亿零柒仟元整",
    "110000000": "壹亿壹仟万元整",
    "1000010000000": "壹万亿零壹仟万元整",
    "1000100000000": "壹万零壹亿元整",
    "1000000000000": "壹万亿元整",
    "999999999999.99": "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
    "9999999999999999.99": ("玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    # Rounded half up to fen before a word is written.
    "0.005": "壹分",
    "0.0049": "零元整",
    "9.995": "壹拾元整",
    "2.675": "贰元陆角捌分",
    "99999.999": "壹拾万元整",
}


@pytest.mark.parametrize(("amount", "words"), CASES.items())
def test_the_words_of_known_amounts(amount: str, words: str) -> None:
    assert in_words(Decimal(amount), prefix=False) == words
    assert in_words(Decimal(amount)) == "人民币" + words


@pytest.mark.parametrize("amount", ["-0.01", "-5", "1e16", "9999999999999999.995", "1e40", "NaN", "Infinity"])
def test_what_no_slip_may_show_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match=r"amount|words"):
        in_words(Decimal(amount))


def test_an_amount_that_rounds_to_nothing_is_zero_even_from_below() -> None:
    assert in_words(Decimal("-0.001"), prefix=False) == "零元整"


def read(words: str) -> Decimal:
    """Reads words by place values alone: knows nothing of how they are written."""
    digits = {character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")}
    places = {"拾": 10, "佰": 100, "仟": 1000}
    total = group = digit = 0
    fen = Decimal(0)
    for character in words:
        if character in digits:
            digit = digits[character]
        elif character in places:
            group += digit * places[character]
            digit = 0
        elif character == "万":
            total += (group + digit) * 10**4
            group = digit = 0
        elif character == "亿":
            total = (total + group + digit) * 10**8
            group = digit = 0
        elif character == "元":
            total += group + digit
            group = digit = 0
        elif character == "角":
            fen += digit * 10
            digit = 0
        elif character == "分":
            fen += digit
            digit = 0
        else:
            assert character == "整"
    return total + fen / 100


@given(st.decimals(min_value=0, max_value=Decimal("9999999999999999.99"), places=2))
@example(Decimal("1000000000000.01"))
@example(Decimal("10000000000001000.00") / 10)
def test_reading_the_words_gives_the_amount_back(amount: Decimal) -> None:
    words = in_words(amount, prefix=False)
    assert read(words) == amount
    assert "零零" not in words
    assert "零万" not in words
    assert "零亿" not in words
    assert words.endswith("分") or words.endswith(("元整", "角整"))


@given(st.integers(0, 10**18 - 1), st.integers(0, 10**18 - 1))
def test_two_amounts_never_share_their_words(one: int, other: int) -> None:
    same = in_words(Decimal(one) / 100) == in_words(Decimal(other) / 100)
    assert same == (one == other)


@pytest.mark.parametrize(
    ("amount", "figures"),
    [
        ("2000", "¥2,000.00"),
        ("0", "¥0.00"),
        ("1234567.895", "¥1,234,567.90"),
        ("-12.5", "-¥12.50"),
        ("0.005", "¥0.01"),
        ("-0.001", "¥0.00"),
    ],
)
def test_figures(amount: str, figures: str) -> None:
    assert in_figures(Decimal(amount)) == figures
