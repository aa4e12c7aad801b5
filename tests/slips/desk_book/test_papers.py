"""The papers of the desk's own book on their pages (handbook S14)."""

from __future__ import annotations

import re

import pytest

from desk import i18n
from desk.slips.desk_book import WallNumber, wall_sheet
from desk.slips.engine import raster
from desk.slips.engine.head import PaperHead
from desk.slips.engine.renderer import render
from tests.kit.pdf import page_text
from tests.slips.desk_book.samples import NUMBERS, papers


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_each_paper_says_all_its_words_on_one_sheet(language: str) -> None:
    for kind, slip in papers(language).items():
        pdf = render(slip, "a4" if kind == "book-wall" else "a5")
        assert len(raster.pages(pdf)) == 1
        printed = re.sub(r"\s", "", page_text(pdf, 0))
        for text in slip.texts():
            assert all(word in printed for word in text.split()), (kind, text)


def test_a_telephone_without_a_number_is_shown_as_missing() -> None:
    (card,) = papers()["book-wall"].cards
    said = [piece.text for piece in card.pieces if piece.kind == "text"]
    assert said.count("（未填写）") == 4
    assert all(each.name in said for each in NUMBERS)


def test_many_telephones_take_a_second_sheet() -> None:
    slip = wall_sheet(tuple(WallNumber(f"电话 {n}", "110") for n in range(15)), "2026年11月21日", PaperHead())
    assert len(raster.pages(render(slip, "a4"))) == 2


def test_no_clerk_is_named_on_what_hangs() -> None:
    assert "林晓" not in "".join(text for slip in papers().values() for text in slip.texts())
