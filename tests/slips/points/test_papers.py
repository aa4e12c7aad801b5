"""The papers of points: all their text is printed, on every paper; a long statement runs on; the codes hold a number only."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from desk import i18n
from desk.features import slip_kinds
from desk.slips.engine import raster
from desk.slips.engine.renderer import render
from desk.slips.engine.slip import Slip
from tests.kit.pdf import page_text
from tests.slips.points import samples


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_each_paper_says_all_its_text(language: str) -> None:
    for kind, slip in samples.papers(language).items():
        for paper in slip_kinds()[kind].papers:
            pdf = render(replace(slip, copies=slip.copies[:1]), paper)
            printed = flat("".join(page_text(pdf, place) for place in range(len(raster.pages(pdf)))))
            for text in slip.texts():
                if text not in slip.copies[1:]:
                    assert all(flat(word) in printed for word in text.split()), (kind, paper, text)


def test_they_come_back_as_they_were_and_print_the_same_bytes() -> None:
    for kind, slip in samples.papers().items():
        assert Slip.from_json(slip.to_json()) == slip
        assert render(slip, slip_kinds()[kind].paper) == render(slip, slip_kinds()[kind].paper)


def test_a_long_statement_runs_on_with_its_headings() -> None:
    pdf = render(samples.papers(lines=120)["points-statement"], "a4")
    pages = [flat(page_text(pdf, place)) for place in range(len(raster.pages(pdf)))]
    assert len(pages) > 2
    assert all("余额" in page for page in pages[:-1])


def test_the_code_of_a_voucher_is_its_number_alone() -> None:
    for kind, number in (("points-coupon", "QG-20261121-0001"), ("parking-voucher", "TC-20261121-0001")):
        (card,) = samples.papers()[kind].cards
        assert [piece.text for piece in card.pieces if piece.kind == "qr"] == [number]
        assert not any("欧阳" in piece.text for piece in card.pieces)
