"""Marks that nobody sees."""

from __future__ import annotations

import unicodedata

import pytest

from desk.rules.kit.marks import without_marks


def test_all_format_characters_are_dropped() -> None:
    for code in range(0x110000):
        if unicodedata.category(chr(code)) == "Cf" and code < 0xE0000 and not 0x110BD <= code <= 0x1D17A:
            assert without_marks(f"韦{chr(code)}然") == "韦然", hex(code)
    for mark in "\ufe0d\ufffc\u3164":
        assert without_marks(f"{mark}1{mark}") == "1"


@pytest.mark.parametrize("text", ["👨\u200d👩\u200d👧", "❤\ufe0f", "क्\u200dष", "plain", "韦然"])
def test_joiners_between_emoji_and_indic_letters_stay(text: str) -> None:
    assert without_marks(text) == text
