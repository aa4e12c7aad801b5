"""The cashier's papers on every paper and in every language: what stands on them, and that they fit."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest

from desk.features import slip_kinds
from desk.slips.engine.renderer import render
from desk.slips.money.day_book import BookLine, DayBookFacts, day_book_slip
from desk.slips.money.notice import NoticeFacts, payment_notice
from desk.slips.money.receipt import LineFacts, ReceiptFacts, receipt_slip
from desk.slips.money.shift import ShiftFacts, shift_sheet

LANGUAGES = ("zh_CN", "zh_TW", "en")
LINES = (LineFacts("物业服务费", 140950, "2026-10 至 2026-12"), LineFacts("公共能耗费", 3700, "2026-10 至 2026-12"))


def receipt(kind: str, language: str, **more):
    facts = {
        "number": "SK-20261121-0001", "day": "2026-11-21", "payer": "王芳", "room": "1栋1单元101", "lines": LINES, "fen": 144650,
        "method": "现金", "cashier": "林晓", "site": "阳光花园物业服务中心", "hotline": "0755-26001234",
        "issued": "2026-11-21 10:00 林晓 开具", "copies": ("存根联", "客户联", "记账联"), "language": language,
    }  # fmt: skip
    return receipt_slip(ReceiptFacts(kind, **{**facts, **more}))


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
    assert slip.clauses[1] == "退押金须凭《装修备案登记证》原件和保证金收据。"
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
    slip = payment_notice(
        NoticeFacts(
            "JF-20261121-0001",
            True,
            "1栋1单元101",
            "王芳",
            LINES,
            (LineFacts("装修保证金", 200000),),
            "2026-11-28",
            language=language,
        )
    )
    assert len(slip.tables) == 2
    amounts = [field.value for field in slip.after]
    assert "¥1,446.50" in amounts
    assert "¥2,000.00" in amounts
    assert "¥3,446.50" not in amounts
    assert pages(slip, "a5") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hand_over_sheet_is_one_page(language):
    facts = ShiftFacts(
        "JJ-20261121-0001", "JB-20261121-0001", "1", "林晓", "2026-11-21 08:30", "2026-11-21 16:30", "11-21 08:20 – 11-21 08:30",
        50000, 123950, 124000, "多收 0.50，未找零", (("现金", 73950), ("微信", 20000)),
        (("收款收据", 3, "SK-20261121-0001 – SK-20261121-0003", 93950),), (("SK-20261121-0002", 20000, "支付失败"),),
        (("派工单", 4, "PG-20261121-0001 – PG-20261121-0004"),), (("承诺已超时", 2),), {10000: 12, 50: 1},
        (("10:20", "3 号电梯困人", "李强", "维保下午到"),), "门禁备件到货", language=language,
    )  # fmt: skip
    slip = shift_sheet(facts)
    assert "+¥0.50" in slip.texts()
    assert pages(slip, "a4") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_day_book_runs_on(language):
    line = BookLine("SK-20261121-0001", "09:10", "1栋1单元101", "王芳", "物业服务费", "现金", 144650, "林晓")
    facts = DayBookFacts(
        "RB-20261121-0001", "2026-11-21", (line,) * 60, (("现金", 100),), (("物业费", 100),), 60, 2, language=language
    )
    assert pages(day_book_slip(facts), "a4-wide") > 1
