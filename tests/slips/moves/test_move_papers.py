"""The papers of a move: all their text on one page a copy, cards eight to a sheet, no fine and no identity card kept."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from desk import i18n
from desk.features import slip_kinds
from desk.slips.engine import raster
from desk.slips.engine.cards import places
from desk.slips.engine.paper import PAPERS
from desk.slips.engine.renderer import render, render_many
from desk.slips.engine.slip import Marks, Slip
from tests.kit.pdf import page_text
from tests.slips.moves import samples


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


def photo(_sha: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (30, 40), (200, 30, 30)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_each_paper_says_all_its_text(language: str) -> None:
    for kind, slip in samples.papers(language).items():
        for paper in slip_kinds()[kind].papers:
            pdf = render(replace(slip, copies=slip.copies[:1]), paper, pictures=photo)
            pages = [page_text(pdf, place) for place in range(len(raster.pages(pdf)))]
            if language != "en":
                assert len(pages) == 1, (kind, paper)
            printed = flat("".join(pages))
            for text in slip.texts():
                if text not in slip.copies[1:]:
                    assert all(flat(word) in printed for word in text.split()), (kind, paper, text)


def test_a_paper_comes_back_as_it_was() -> None:
    for slip in samples.papers().values():
        assert Slip.from_json(slip.to_json()) == slip


def test_cards_stand_eight_to_a_sheet() -> None:
    slip = samples.papers()["resident-pass"]
    assert len(places(slip.cards[0], PAPERS["a4"])) == 8
    pdf = render_many([(slip, Marks())] * 9, "a4", pictures=photo)
    assert len(raster.pages(pdf)) == 2


def test_no_paper_keeps_an_identity_card_or_fines() -> None:
    said = "\n".join(text for slip in samples.papers().values() for text in slip.texts())
    assert "不扣押身份证" in said
    assert "罚款" not in said
