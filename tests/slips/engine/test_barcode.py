from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.slips.engine.barcode import code128


def decode(widths: tuple[int, ...]) -> str:
    """An independent reader: what a scanner makes of the widths."""
    from reportlab.graphics.barcode.code128 import _patterns

    by_pattern = {}
    for code, pattern in _patterns.items():
        plain = "".join(str("abcd".index(char.lower()) + 1) for char in pattern)
        if isinstance(code, int):
            by_pattern[plain] = code
    codes = []
    digits = "".join(map(str, widths))
    assert digits.endswith("2331112")
    for place in range(0, len(digits) - 7, 6):
        codes.append(by_pattern[digits[place : place + 6]])
    *codes, check = codes
    assert check == (codes[0] + sum(i * c for i, c in enumerate(codes[1:], 1))) % 103
    out, table = "", {104: "B", 105: "C"}[codes[0]]
    for code in codes[1:]:
        if code == 99 and table == "B":
            table = "C"
        elif code == 100 and table == "C":
            table = "B"
        else:
            out += f"{code:02d}" if table == "C" else chr(code + 32)
    return out


@given(
    st.one_of(
        st.text("ABCX-0123456789", min_size=1, max_size=24),
        st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1),
    )
)
def test_reads_back(text: str) -> None:
    assert decode(code128(text)) == text


def test_is_no_longer_than_reportlabs() -> None:
    from reportlab.graphics.barcode.code128 import Code128

    for text in ("TS-20261121-0031", "FX20261121-0007-C3", "PG-20261121-0012", "12345", "A1B2"):
        other = Code128(text)
        other.validate()
        other.encode()
        other.decompose()
        assert sum(code128(text)) <= sum("abcd".index(letter) + 1 for letter in other.decomposed.lower()), text


@pytest.mark.parametrize("text", ["", "单号", "A\n"])
def test_refuses_what_scanners_cannot_type(text: str) -> None:
    with pytest.raises(ValueError, match="ASCII"):
        code128(text)
