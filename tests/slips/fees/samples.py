"""The papers of fees as the counter makes them, by kind."""

from __future__ import annotations

from desk.slips.engine.slip import Slip
from desk.slips.fees import (
    BillFacts,
    BillLine,
    DunningFacts,
    DunningLine,
    ForecastFacts,
    ForecastRow,
    MeterRow,
    MeterSheetFacts,
    StatementFacts,
    StatementLine,
    bill_slip,
    dunning_slip,
    forecast_slip,
    meter_sheet,
    statement_slip,
)

HEAD = {"site": "阳光花园物业服务中心", "hotline": "0755-26001234", "issued": "2026-11-21 10:00 林晓 开具"}


def bill(language: str = "zh_CN", **more: object) -> Slip:
    lines = (
        BillLine("ZD-20261121-0001", "物业服务费", "2026-11-01 至 2026-11-30", "89.53 平方米 × 2.68", 23994),
        BillLine("ZD-20261121-0002", "水费", "2026-10-31 至 2026-11-30", "12.5 立方米 × 3.45", 4313),
    )
    facts = {
        "number": "ZD-20261121-0001", "room": "1栋1单元101", "payer": "王芳", "month": "2026年11月", "due": "2026-12-06",
        "lines": lines, "paid": 5000, "earlier": 23994, "methods": "现金、微信", "language": language, **HEAD, **more,
    }  # fmt: skip
    return bill_slip(BillFacts(**facts))


def dunning(language: str = "zh_CN", step: str = "notice") -> Slip:
    return dunning_slip(
        DunningFacts(
            "CJ-20261121-0001", step, "1栋1单元101", "王芳",
            "王芳 您好：1栋1单元101 截至 2026-11-21 尚欠费用 ¥283.07。请于 2026-11-30 前缴清。",
            (DunningLine("物业服务费", "2026年10月", "2026-10-16", 23994), DunningLine("水费", "2026年10月", "2026-10-16", 4313)),
            (("物业费", 23994), ("水费", 4313)), "2026-11-30", "2026-11-21", "现金、微信", language=language, **HEAD,
        )
    )  # fmt: skip


def statement(language: str = "zh_CN") -> Slip:
    return statement_slip(
        StatementFacts(
            "YJ-20261009-0001", "1栋1单元101", "王芳", "2026-07-01 至 2026-09-30", 0, 47988, 23994, 23994,
            (
                StatementLine("2026-08-01", "物业服务费 · 2026年8月", "ZD-20260801-0001", 23994, 0),
                StatementLine("2026-09-01", "物业服务费 · 2026年8月", "ZD-20260801-0001", 0, 23994),
            ),
            "2026-10-27", language=language, **HEAD,
        )
    )  # fmt: skip


def forecast(language: str = "zh_CN") -> Slip:
    return forecast_slip(
        ForecastFacts(
            "YE-20261130-0001", "1栋1单元101", "王芳", "2026-11-30", ("2026年12月", "2027年1月", "2027年2月"),
            (ForecastRow("公共能耗费", (0, 24000, 25200)), ForecastRow("水费", (None, None, None))), (15000, 39000, 25200), 79200,
            5000, language=language, **HEAD,
        )
    )  # fmt: skip


def sheet(language: str = "zh_CN") -> Slip:
    rows = tuple(MeterRow(f"1栋1单元{n}01", "水表", f"S000{n}", "110.5", "2026-10-31") for n in range(1, 4))
    return meter_sheet(MeterSheetFacts("CS-20261121-0001", "1栋 · 水表", "2026年11月", rows, language=language, **HEAD))


def papers(language: str = "zh_CN") -> dict[str, Slip]:
    """Each kind once."""
    made = (bill(language), dunning(language), statement(language), forecast(language), sheet(language))
    return {slip.kind: slip for slip in made}
