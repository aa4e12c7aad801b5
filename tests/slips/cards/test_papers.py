"""The papers of members and cards: all their text, the back of the form, codes that say the number only, the letters VIP."""

from __future__ import annotations

import re

import pytest

from desk import i18n
from desk.features import slip_kinds
from desk.i18n import speaking
from desk.rules.schemes.standard import STANDARD
from desk.slips import cards as forms
from desk.slips.engine import raster
from desk.slips.engine.paper import MM
from desk.slips.engine.renderer import render, render_many
from desk.slips.engine.slip import Marks, Slip
from tests.kit.pdf import page_text
from tests.slips.cards import samples

PAGES = {"member-application": 2, "card-receipt": 1, "card-replacement": 1, "card-book": 1}
"""How many pages each takes on its own paper; the back of the application is its second."""


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_each_paper_says_all_its_text(language: str) -> None:
    for kind, slip in samples.papers(language).items():
        for paper in slip_kinds()[kind].papers:
            pdf = render(slip, paper)
            pages = [page_text(pdf, place) for place in range(len(raster.pages(pdf)))]
            if language != "en" and kind in PAGES and paper == slip_kinds()[kind].paper:
                assert len(pages) == PAGES[kind], (kind, paper)
            printed = flat("".join(pages))
            for text in slip.texts():
                assert all(flat(word) in printed for word in text.split()), (kind, paper, text)


def test_they_come_back_as_they_were_and_render_to_the_same_bytes() -> None:
    for slip in samples.papers().values():
        assert Slip.from_json(slip.to_json()) == slip
        assert render(slip, slip_kinds()[slip.kind].paper) == render(slip, slip_kinds()[slip.kind].paper)


def test_the_rules_begin_the_back_of_the_sheet() -> None:
    slip = samples.papers()["member-application"]
    pdf = render(slip, "a4")
    front, back = (flat(page_text(pdf, place)) for place in range(2))
    assert flat(slip.back[0].text) in back
    assert flat(slip.back[0].text) not in front
    for words in ("11000019850314003X", "niannan.ouyang@example.com", "OuyangNiannan", "880026112100"):
        assert words in front
    for clause in slip.clauses:
        assert flat(clause) in front


def test_a_card_is_two_sides_of_plastic_and_says_its_number_only() -> None:
    slip = samples.papers()["member-card"]
    pdf = render(slip, "cr80")
    pages = raster.pages(pdf)
    assert len(pages) == 2
    assert [(round(page.width / MM, 1), round(page.height / MM, 1)) for page in pages] == [(85.6, 54.0)] * 2
    codes = [piece.text for card in slip.cards for piece in card.pieces if piece.kind in ("qr", "bars")]
    assert codes == [samples.CARD, samples.CARD]
    said = "".join(slip.texts())
    assert "欧阳念南" not in said
    assert "8800 2611 2100 0016" in said


def test_four_cards_with_their_backs_fill_a_sheet() -> None:
    slip = samples.papers()["member-card"]
    jobs = [(slip, Marks())] * 5
    assert len(raster.pages(render_many(jobs[:4], "a4"))) == 1
    assert len(raster.pages(render_many(jobs, "a4"))) == 2


@pytest.mark.parametrize(
    ("scheme", "level", "letters"),
    [
        ("points", "gold", True), ("points", "diamond", True), ("tiers", "ordinary", False), ("tiers", "silver", False),
        ("tiers", "gold", False), ("tiers", "diamond", True), ("tiers", "purple", True), ("approval", "vip", True),
    ],
)  # fmt: skip
def test_only_the_levels_of_the_scheme_bear_the_letters(scheme: str, level: str, letters: bool) -> None:
    for language in i18n.LANGUAGES:
        with speaking(language):
            slip = forms.card(samples.card(scheme, level), samples.head(language))
        front = [piece.text for piece in slip.cards[0].pieces if piece.kind == "text"]
        assert any("VIP" in text for text in front) is letters, language


def test_the_handbook_tells_every_number_of_the_scheme() -> None:
    text = flat("".join(samples.papers()["member-handbook"].texts()))
    for words in ("9.5", "8.8", "8.5", "¥500.00", "¥1,500.00", "¥3,000.00", "¥20,000.00", "¥40,000.00"):
        assert words in text
    assert len(STANDARD["tiers"].levels) == 5
