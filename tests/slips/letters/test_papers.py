"""Letters and delivery lists: all their text is on the page, in three languages; a long letter goes on over the page."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from desk import i18n
from desk.features import slip_kinds
from desk.rules.letters import Part
from desk.slips import letters
from desk.slips.engine import raster
from desk.slips.engine.head import PaperHead
from desk.slips.engine.renderer import render
from tests.kit.pdf import page_text
from tests.slips.letters import samples


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_each_paper_says_all_its_text_on_one_page(language: str) -> None:
    for kind, slip in samples.papers(language).items():
        for paper in slip_kinds()[kind].papers:
            pdf = render(replace(slip, copies=()), paper)
            pages = [page_text(pdf, place) for place in range(len(raster.pages(pdf)))]
            assert len(pages) == 1, (kind, paper)
            printed = flat("".join(pages))
            for text in slip.texts():
                assert all(flat(word) in printed for word in text.split()), (kind, paper, text)


def test_a_greeting_asks_for_no_signature() -> None:
    facts = letters.LetterFacts("贺卡", "1栋1单元101", "李明", (Part("opening", "李公："),), service=False)
    slip = letters.letter(facts, PaperHead(site="阳光花园"))
    assert (slip.fields, slip.signatures) == ((), ())


def test_a_list_of_three_hundred_letters_is_whole() -> None:
    lines = [letters.DeliveryLine(f"1栋1单元{n}01", "李明", f"XH-20261121-{n:04d}") for n in range(1, 301)]
    pdf = render(letters.delivery_list("XP-20261121-0001", "核对", "核对函", "2026-11-21", lines, PaperHead()), "a4")
    printed = flat("".join(page_text(pdf, place) for place in range(len(raster.pages(pdf)))))
    assert all(line.number in printed for line in lines)
