"""The cashier's papers on every paper and in every language: what stands on them, and that they fit."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest

from desk.features import slip_kinds
from desk.slips.engine import raster
from desk.slips.engine.renderer import render, render_many
from desk.slips.engine.slip import plain
from desk.slips.money.receipt import LineFacts
from tests.kit.pdf import page_text
from tests.slips.money.samples import book, notice, receipt, sheet

LANGUAGES = ("zh_CN", "zh_TW", "en")


def pages(slip, paper) -> int:
    document = pypdfium2.PdfDocument(BytesIO(render(slip, paper)))
    try:
        return len(document)
    finally:
        document.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["income", "deposit", "refund", "deposit-refund", "settlement"])
def test_each_copy_is_one_page_on_every_paper(kind, language):
    slip = receipt(kind, language)
    for paper in slip_kinds()[slip.kind].papers:
        assert pages(slip, paper) == 3, paper


def test_figures_and_words_and_the_line_about_tax_invoices():
    texts = receipt("income", "zh_CN").texts()
    assert "¥1,446.50" in texts
    assert "人民币壹仟肆佰肆拾陆元伍角整" in texts
    assert "本收据不作为发票/报销凭证，请索取发票。" in texts


def test_a_deposit_is_called_a_deposit_and_says_what_its_refund_needs():
    slip = receipt("deposit", "zh_CN", renovation=True, lines=(LineFacts("装修保证金", 200000),), fen=200000)
    assert slip.title == "押金收据"
    assert slip.clauses[1] == "退还保证金须凭《装修备案登记证》原件和保证金收据。"
    assert receipt("deposit", "zh_CN").clauses[1] == "退押金须凭本收据。"
    assert "不是收费" in slip.clauses[0]


def test_a_deduction_stands_as_such_and_no_amount_is_negative():
    slip = receipt(
        "deposit-refund",
        "zh_CN",
        lines=(LineFacts("装修保证金", 200000), LineFacts("墙面", -35050, reason="碰损")),
        fen=164950,
    )
    texts = slip.texts()
    assert "扣除 ¥350.50" in texts
    assert not any("-¥" in text for text in texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notice_keeps_fees_and_deposits_apart(language):
    slip = notice(language)
    assert len(slip.tables) == 2
    amounts = [field.value for field in slip.after]
    assert "¥1,446.50" in amounts
    assert "¥2,000.00" in amounts
    assert "¥3,446.50" not in amounts
    assert pages(slip, "a5") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hand_over_sheet_is_one_page(language):
    slip = sheet(language)
    assert "+¥0.50" in slip.texts()
    assert pages(slip, "a4") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_day_book_runs_on(language):
    assert pages(book(60, language), "a4-wide") > 1


def test_a_thousand_receipts_are_one_job_that_does_not_drift() -> None:
    """Each on its own third of a sheet, in their order; the last one ends within a millimetre of where paper and holes are."""
    count = 1000
    receipts = [receipt("income", "zh_CN", number=f"SK-20261121-{n:04d}", copies=("客户联",)) for n in range(count)]
    pdf = render_many([(one, plain()) for one in receipts], "241-third")
    sizes = raster.pages(pdf)
    assert len(sizes) == count
    assert abs(sum(size.height for size in sizes) / 72 * 25.4 - count * 25.4 * 11 / 3) <= 1  # mm
    for place in (0, 1, 499, count - 1):
        assert f"SK-20261121-{place:04d}" in page_text(pdf, place)
