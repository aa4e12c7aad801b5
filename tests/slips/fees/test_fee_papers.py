"""What stands on a bill, a dunning letter, a statement, a forecast, a meter sheet; read back from the PDF."""

from __future__ import annotations

import pytest

from desk.features import slip_kinds
from desk.slips.engine.raster import pages
from desk.slips.engine.renderer import render
from desk.slips.fees import step_title
from tests.kit.pdf import page_text
from tests.slips.fees import samples


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "en"])
def test_every_paper_fits_each_of_its_papers_in_each_language(language):
    for kind, slip in samples.papers(language).items():
        for paper in slip_kinds()[kind].papers:
            pdf = render(slip, paper)
            assert len(list(pages(pdf))) == max(1, len(slip.copies)), (kind, paper)
            assert slip.number in page_text(pdf, 0)


def test_a_bill_says_how_it_was_reckoned_and_what_is_left():
    text = page_text(render(samples.bill(), "a5"), 0)
    for words in (
        "缴费通知单",
        "1栋1单元101",
        "王芳",
        "89.53",
        "¥239.94",
        "¥43.13",
        "¥283.07",
        "¥50.00",
        "¥233.07",
        "2026-12-06",
    ):
        assert words in text, words
    assert "人民币贰佰叁拾叁元零柒分" in text
    assert "预缴款" not in page_text(render(samples.bill(paid=0), "a5"), 0)


def test_a_letter_has_sums_by_kind_in_words_and_a_place_to_sign():
    text = page_text(render(samples.dunning(), "a5"), 0)
    for words in ("催缴通知单", "¥283.07", "人民币贰佰捌拾叁元零柒分", "2026-11-30", "签收人", "物业费", "水费"):
        assert words in text, words
    assert len({step_title(step) for step in ("reminder", "notice", "last", "at-law")}) == 4


def test_a_statement_can_be_signed_or_disputed():
    text = page_text(render(samples.statement(), "a5"), 0)
    for words in ("对账单", "¥479.88", "¥239.94", "核对无误", "有异议", "付款方签字"):
        assert words in text, words


def test_a_forecast_says_what_goes_by_reading_and_adds_up_the_rest():
    text = page_text(render(samples.forecast(), "a4"), 0)
    for words in ("预计应收款明细", "按抄表", "¥150.00", "¥390.00", "¥252.00", "¥792.00"):
        assert words in text, words
