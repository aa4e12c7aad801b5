"""What the cells of a list of homes are read as."""

from __future__ import annotations

import pytest

from desk.rules import roster


@pytest.mark.parametrize(
    ("cell", "plates", "wrong"),
    [
        ("粤B12345", ["粤B12345"], False),
        ("粤B12345宝马", ["粤B12345"], True),
        ("一二三四五", [], True),  # the signs of a plate, and no digit
        ("丰田", [], True),
        ("-", [], False),
        ("粤B12345 粤B54321", ["粤B12345", "粤B54321"], False),
        ("粤B12345粤BD54321", ["粤B12345", "粤BD54321"], False),
        ("车牌：粤B12345", ["粤B12345"], False),
        ("粤B12345(宝马)", ["粤B12345"], True),
        ("宝马粤B12345", ["粤B12345"], True),
        ("粤B12345 宝马X5", ["粤B12345"], True),
        ("临牌粤B12345", ["粤B12345"], True),
        ("粤B1234警、粤Z1234港", ["粤B1234警", "粤Z1234港"], False),
        ("京X1234应急", ["京X1234应急"], False),
        ("民航B1234;使014578;闽20401领", ["民航B1234", "使014578", "闽20401领"], False),
        ("WJ京12345", ["WJ京12345"], False),
        ("港牌AB1234", ["AB1234"], False),
        ("AAA-1234", ["AAA1234"], False),
        ("电动车3号", [], True),
        ("2辆", [], True),
        ("粤B12345。", ["粤B12345"], False),
        ("粤BABCDE", [], True),
    ],
)
def test_a_plate_is_read_from_its_cell(cell, plates, wrong):
    found, problem = roster.read_plates(cell)
    assert (found, problem is not None) == (plates, wrong)
