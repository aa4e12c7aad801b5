"""The papers of points with long names and many entries: what has to fit."""

from __future__ import annotations

from desk.features import slip_kinds
from desk.i18n import _, speaking
from desk.rules.schemes.standard import LADDER, POINTS
from desk.rules.schemes.words import ladder_words, rules_lines
from desk.slips import points
from desk.slips.engine.slip import Slip

MEMBER = "HY-20261121-0001 欧阳明月"


def papers(language: str = "zh_CN", lines: int = 12) -> dict[str, Slip]:
    """One of each kind, with its number."""
    head = points.Head(
        site="阳光花园物业服务中心", hotline="010-6000 0000", issued="2026-11-21 16:20　经办 林晓", language=language
    )
    with speaking(language):

        def copies(kind: str) -> tuple[str, ...]:
            return tuple(_(copy) for copy in slip_kinds()[kind].copies)

        entries = tuple(
            points.Line(
                "2026-11-21",
                "消费",
                f"云裳女装 小票 {place:06}，实付 ¥12,345.67",
                "+1,244",
                "+1,244",
                f"{1244 * place:,}",
            )
            for place in range(1, lines + 1)
        )
        facts = points.RedemptionFacts(
            MEMBER,
            "尊贵VIP黄金卡",
            "多功能电饭煲（5 升，珍珠白）",
            "美家生活电器专柜",
            "¥1,280.00",
            "4,000",
            "12,607",
            "QG-20261121-0001",
            f"等级制 · {ladder_words(LADDER, coupon=True)}",
        )
        statement = points.StatementFacts(
            MEMBER, "尊贵VIP黄金卡", (("可用积分", "12,607"), ("累计积分", "14,928"), ("近十二个月消费", "¥148,148.04")),
            (("累计积分满 8,000", "14,928", "已满足"),), "VIP钻石卡", entries, rules_lines(POINTS),
        )  # fmt: skip
        found = (
            points.redemption(head, copies("points-redemption"), facts).numbered("DX-20261121-0001"),
            points.voucher(
                head, coupon=True, number="QG-20261121-0001", value="¥200.00", days="2026-11-21 – 2027-05-21", tier="HY-20261121-0001 · 金卡"
            ).numbered("QG-20261121-0001"),
            points.voucher(
                head, coupon=False, number="TC-20261121-0001", value="停车 6 小时", days="2026-11-21", tier="HY-20261121-0001 · 紫金钻石卡"
            ).numbered("TC-20261121-0001"),
            points.gift(
                head, copies("points-gift"), what="季度礼品", period="2026Q4", member=MEMBER, tier="VIP钻石卡", item="保温杯一只"
            ).numbered("ST-20261121-0001"),
            points.draw(
                head, day="2026-11-21 16:20", digit="8", people="1,024", seed="0123456789abcdef", prize="55 吋电视",
                winners=tuple(f"HY-20261121-{place:04} 欧阳明月" for place in range(1, 11)), digest="0123456789abcdef",
            ).numbered("CQ-20261121-0001"),
            points.statement(head, statement).numbered("LJ-20261121-0001"),
        )  # fmt: skip
    return {slip.kind: slip for slip in found}
