"""The access log of a month, as the manager signs it."""

from __future__ import annotations

from dataclasses import replace

from desk.slips.access import access_log
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Slip


def papers() -> dict[str, Slip]:
    """The sheet, by a name of its own."""
    totals = [("林晓", "42", "7", "3", "1", ""), ("陈刚", "5", "", "1", "", "1")]
    lines = [
        ("11月21日 10:05", "林晓", "打开住户页", "2栋1单元1203", "收费催缴"),
        ("11月21日 10:02", "林晓", "查看完整号码", "欧阳明月", ""),
        ("11月20日 17:40", "陈刚", "连续查号", "30 次", ""),
    ]
    head = PaperHead("阳光花园物业服务中心", "010-6000 0000", "开单 2026-12-01 09:00　经办 周敏")
    return {"access-log": replace(access_log("2026年11月", totals, lines, 12, head), number="CR-20261201-0001")}
