"""Chinese line breaking: what no line starts or ends with, what stays whole, and that nothing is lost."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.slips.engine.linebreak import NO_END, NO_START, break_lines, clusters


def measure(text: str) -> int:
    return sum(2 if ord(char) > 0x2000 else 1 for char in text)


HAN = st.text(
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多",
    min_size=1,
    max_size=6,
)
AMOUNT = st.integers(0, 9_999_999).map(lambda n: f"¥{n / 100:,.2f}")
PLAIN_AMOUNT = st.integers(0, 99_999).map(lambda n: f"{n:,}元")
WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9)
NUMBER = st.integers(0, 99_999_999).map(str)
CLOSING = st.sampled_from("，。：；！？、）》”’】")
OPENING = st.sampled_from("（《“【")
SPACE = st.just(" ")
PIECE = st.one_of(HAN, AMOUNT, PLAIN_AMOUNT, WORD, NUMBER, CLOSING, SPACE)


@st.composite
def ordinary(draw: st.DrawFn) -> str:
    """Text as people write it: marks follow words, brackets open before words."""
    out = []
    for _place in range(draw(st.integers(1, 25))):
        if draw(st.booleans()):
            out.append(draw(st.one_of(st.just(""), OPENING)))
        out.append(draw(st.one_of(HAN, AMOUNT, PLAIN_AMOUNT, WORD, NUMBER)))
        out.append(draw(st.one_of(st.just("的"), CLOSING, SPACE)))
    return "".join(out)


@given(st.text(max_size=80), st.integers(1, 40))
def test_nothing_is_lost_whatever_the_text(text: str, width: int) -> None:
    lines = break_lines(text, width, measure)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)


@given(st.lists(PIECE, max_size=30).map("".join), st.integers(2, 40))
def test_no_line_is_too_wide(text: str, width: int) -> None:
    assert all(measure(line) <= width for line in break_lines(text, width, measure))


@given(ordinary(), st.integers(26, 60))
def test_no_line_starts_or_ends_with_what_it_must_not(text: str, width: int) -> None:
    lines = break_lines(text, width, measure)
    for before, after in pairwise(lines):
        assert after[0] not in NO_START, (before, after)
        assert before[-1] not in NO_END, (before, after)


@given(ordinary(), st.integers(18, 60))
def test_amounts_numbers_and_words_stay_whole(text: str, width: int) -> None:
    joined = "\n".join(break_lines(text, width, measure))
    for piece in re.findall(r"¥[0-9,]+\.[0-9]{2}|(?<![0-9,.])[0-9,]+元|[a-z]+|[0-9]+", text):
        assert piece in joined, (piece, joined)


@given(st.lists(PIECE, max_size=30).map("".join))
def test_clusters_are_the_text_again(text: str) -> None:
    assert "".join(clusters(text)) == text


@given(ordinary())
def test_a_wide_line_is_not_broken(text: str) -> None:
    assert break_lines(text, 10_000, measure) == [text.rstrip()]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("一二三四五，六七八九十。", 10, ["一二三四", "五，六七八", "九十。"]),
        ("押金12,000.00元整", 12, ["押金", "12,000.00元", "整"]),
        ("应收 ¥ 2,000.00 元", 13, ["应收", "¥ 2,000.00 元"]),
        ("Wang Xiaoming你好", 8, ["Wang", "Xiaoming", "你好"]),
        ("见《物业管理条例》第四十条", 12, ["见《物业管理", "条例》第四十", "条"]),
        ("好……好——好", 6, ["好……", "好——", "好"]),
        ("单号TS-20261121-0031已结", 16, ["单号", "TS-20261121-0031", "已结"]),
        ("Anna Wang-Featherstone", 14, ["Anna Wang-", "Featherstone"]),
        ("第一行\n\n第三行", 20, ["第一行", "", "第三行"]),
        ("", 20, [""]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("3栋1单元502,503室", 12, ["3栋1单元", "502,503室"]),
        ("　　首行缩进不丢", 12, ["　　首行缩进", "不丢"]),
    ],
)
def test_examples(text: str, width: int, lines: list[str]) -> None:
    assert break_lines(text, width, measure) == lines
