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
    ],
)
def test_a_plate_is_read_from_its_cell(cell, plates, wrong):
    found, problem = roster.read_plates(cell)
    assert (found, problem is not None) == (plates, wrong)
