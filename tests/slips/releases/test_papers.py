"""物品放行通知单 and the week's sheet: three parts under one number, what only the stub says, a third of a sheet (handbook B1, B4)."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from desk import i18n
from desk.features import slip_kinds
from desk.i18n import speaking
from desk.slips import releases as forms
from desk.slips.engine import raster
from desk.slips.engine.renderer import render
from desk.slips.engine.slip import Slip
from tests.kit.pdf import page_text
from tests.slips.releases import samples


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


def pages(slip: Slip, paper: str) -> list[str]:
    pdf = render(slip, paper)
    return [flat(page_text(pdf, place)) for place in range(len(raster.pages(pdf)))]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_each_paper_says_all_its_text_in_every_copy(language: str) -> None:
    for kind, slip in samples.papers(language).items():
        for paper in slip_kinds()[kind].papers:
            printed = "".join(pages(replace(slip, copies=slip.copies[:1]), paper))
            for text in slip.texts():
                if text not in slip.copies[1:]:
                    assert all(flat(word) in printed for word in text.split()), (kind, paper, text)


@pytest.mark.parametrize(
    ("language", "words"), [("zh_CN", "全部 部分 退租"), ("zh_TW", "全部 部分 退租"), ("en", "Everything")]
)
def test_what_leaves_is_said_in_the_words_of_the_trade(language: str, words: str) -> None:
    slip = samples.papers(language)["release"]
    (scope,) = (field for field in slip.fields if field.ticks)
    said = [tick.label for tick in scope.ticks]
    assert said[0] == words if language == "en" else said == words.split()


def test_three_parts_are_three_thirds() -> None:
    slip = samples.papers()["release"]
    printed = pages(slip, "241-third")
    assert len(printed) == 3
    for copy, page in zip(slip.copies, printed, strict=True):
        assert flat(copy) in page
        assert samples.NUMBER in page
        assert "沙发" in page


@pytest.mark.parametrize("paper", ["241-third", "241-half", "a5", "a4"])
def test_what_only_the_office_needs_stands_on_the_stub_alone(paper: str) -> None:
    facts = samples.facts(3, owner=False, waived="已约定月底转账 周敏")
    with speaking("zh_CN"):
        slip = forms.release_slip(facts, samples.head("release", samples.NUMBER))
    assert Slip.from_json(slip.to_json()) == slip
    printed = pages(slip, paper)
    for text in ("已约定月底转账周敏", "欧阳明月", "13900000001", "书面同意"):
        found = [page for page in printed if text in page]
        assert found, text
        assert all(flat("存根联") in page for page in found), text
    assert [sum(flat(copy) in page for page in printed) for copy in slip.copies[1:]] == [1, 1]


def test_a_rest_of_a_row_is_struck_out() -> None:
    with speaking("zh_CN"):
        slip = forms.release_slip(samples.facts(4), samples.head("release", samples.NUMBER))
    assert slip.tables[0].rows[1][2:] == (forms.STRUCK,) * 4
    assert [len(row) for row in slip.tables[0].rows] == [6, 6]


def test_printing_one_copy_alone_gives_it_as_it_was() -> None:
    with speaking("zh_CN"):
        slip = forms.release_slip(samples.facts(3, waived="月底转账"), samples.head("release", samples.NUMBER))
    customer = pages(replace(slip, copies=slip.copies[1:2]), "a5")
    assert len(customer) == 1
    assert "月底转账" not in customer[0]
