"""The papers of keys: all their text is on the page, on each of their papers, in three languages."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from desk import i18n
from desk.features import slip_kinds
from desk.slips.engine import raster
from desk.slips.engine.renderer import render
from tests.kit.pdf import page_text
from tests.slips.keys import samples


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_each_paper_says_all_its_text_on_one_page(language: str) -> None:
    for kind, slip in samples.papers(language).items():
        for paper in slip_kinds()[kind].papers:
            pdf = render(replace(slip, copies=slip.copies[:1]), paper)
            pages = [page_text(pdf, place) for place in range(len(raster.pages(pdf)))]
            if language != "en":
                assert len(pages) == 1, (kind, paper)
            printed = flat("".join(pages))
            for text in slip.texts():
                if text not in slip.copies[1:]:
                    assert all(flat(word) in printed for word in text.split()), (kind, paper, text)


def test_what_is_lent_or_given_says_that_no_identity_card_is_kept() -> None:
    for language in i18n.LANGUAGES:
        for kind in ("key-loan", "visit", "visitor-card"):
            said = "".join(samples.papers(language)[kind].clauses)
            assert ("不扣押身分證" if language == "zh_TW" else "不扣押身份证") in said, (language, kind)
