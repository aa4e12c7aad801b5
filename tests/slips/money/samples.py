"""The cashier's papers as the counter makes them, by kind."""

from __future__ import annotations

from desk.features import slip_kinds
from desk.slips.engine.slip import Slip
from desk.slips.money.day_book import BookLine, DayBookFacts, day_book_slip
from desk.slips.money.notice import NoticeFacts, payment_notice
from desk.slips.money.receipt import SLIPS, LineFacts, ReceiptFacts, receipt_slip
from desk.slips.money.shift import ShiftFacts, shift_sheet

LINES = (LineFacts("物业服务费", 140950, "2026-10 至 2026-12"), LineFacts("公共能耗费", 3700, "2026-10 至 2026-12"))


def receipt(kind: str, language: str, **more):
    facts = {
        "number": "SK-20261121-0001", "day": "2026-11-21", "payer": "王芳", "room": "1栋1单元101", "lines": LINES, "fen": 144650,
        "method": "现金", "cashier": "林晓", "site": "阳光花园物业服务中心", "hotline": "0755-26001234",
        "issued": "2026-11-21 10:00 林晓 开具", "copies": ("存根联", "客户联", "记账联"), "language": language,
    }  # fmt: skip
    return receipt_slip(ReceiptFacts(kind, **{**facts, **more}))


def notice(language: str = "zh_CN") -> Slip:
    return payment_notice(
        NoticeFacts(
            "JF-20261121-0001", True, "1栋1单元101", "王芳", LINES, (LineFacts("装修保证金", 200000),), "2026-11-28",
            language=language,
        )
    )  # fmt: skip


def sheet(language: str = "zh_CN") -> Slip:
    facts = ShiftFacts(
        "JJ-20261121-0001", "JB-20261121-0001", "1", "林晓", "2026-11-21 08:30", "2026-11-21 16:30", "11-21 08:20 – 11-21 08:30",
        50000, 123950, 124000, "多收 0.50，未找零", (("现金", 73950), ("微信", 20000)),
        (("收款收据", 3, "SK-20261121-0001 – SK-20261121-0003", 93950),), (("SK-20261121-0002", 20000, "支付失败"),),
        (("派工单", 4, "PG-20261121-0001 – PG-20261121-0004"),), (("承诺已超时", 2),), {10000: 12, 50: 1},
        (("10:20", "3 号电梯困人", "李强", "维保下午到"),), "门禁备件到货", language=language,
    )  # fmt: skip
    return shift_sheet(facts)


def book(count: int, language: str = "zh_CN") -> Slip:
    line = BookLine("SK-20261121-0001", "09:10", "1栋1单元101", "王芳", "物业服务费", "现金", 144650, "林晓")
    facts = DayBookFacts(
        "RB-20261121-0001",
        "2026-11-21",
        (line,) * count,
        (("现金", 100),),
        (("物业费", 100),),
        60,
        2,
        language=language,
    )
    return day_book_slip(facts)


def papers() -> dict[str, Slip]:
    """One of each kind, numbered as its kind is."""
    kinds = slip_kinds()
    receipts = {
        code: receipt(kind, "zh_CN", number=f"{kinds[code].prefix}-20261121-0001") for kind, code in SLIPS.items()
    }
    return {**receipts, **{slip.kind: slip for slip in (notice(), sheet(), book(3))}}
