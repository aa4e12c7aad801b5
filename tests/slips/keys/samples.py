"""Papers of what is kept, lent and given out at the desk, as the counter makes them."""

from __future__ import annotations

from desk.features import slip_kinds
from desk.i18n import _, speaking
from desk.slips import certificates, keys, parcels, parking, visitors
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Slip

SET = keys.SetFacts("KT-20261121-0001", "住户钥匙", "2栋1单元1203", "入户门、信箱", "K-1203", "A-12", 3, "F-00871")
TOOL = keys.SetFacts("KT-20261121-0002", "前台器材", "", "对讲机", "D-03", "B-03", 1)
CONSENT = keys.ConsentFacts("欧阳明月", "138 0000 0001", "欧阳明月", True, "2027-02-21", "长期在外地，委托检修时开门。")
LOAN = keys.LoanFacts(
    "KJ-20261121-0001", "工作人员", "赵铁柱", "工程部", "139 0000 0002", "检修卫生间渗水", "业主电话同意", "欧阳明月", 3,
    "2026-11-21 10:00", "2026-11-21 18:00", "带对讲机一台",
)  # fmt: skip

VISIT = visitors.VisitFacts(
    "FK-20261121-0001", "2栋1单元1203", "欧阳明月", "同意", True,
    (
        visitors.PersonFacts("赵来访", "居民身份证：11000019850314003X", "139 1234 5678"),
        *(visitors.PersonFacts(f"同行人{number}") for number in range(1, 4)),
    ),
    "走亲访友", "2026-11-21 10:00", "2026-11-22 09:00", "水果两箱", "粤B12345", "LS-20261121-0001 V-01、LS-20261121-0002 V-02",
    "BZ-20261121-0001 40.00", "电梯运行有异响", "工程部 李强", "", "林晓",
)  # fmt: skip
CARD = visitors.CardFacts("LS-20261121-0003", "赵来访", "2栋1单元1203", "欧阳明月", "2026-11-21 14:00")

PARCEL = parcels.ThingFacts(
    "BG-20261121-0001", "parcel", "2栋1单元1203", "欧阳明月", "纸箱", "一般物品", 2, "A3 货架", "2026-11-21 10:00", "2026-11-28",
    "顺丰速运", "SF1234567890123", staff="林晓",
)  # fmt: skip
LEFT = parcels.ThingFacts(
    "JC-20261121-0001", "left", "", "单雄风", "文件袋", "证件文件", 1, "B2", "2026-11-21 11:00", "2026-11-28", "欧阳明月",
    seal="F-0012", staff="林晓",
)  # fmt: skip
FOUND = parcels.ThingFacts(
    "SW-20261121-0001", "found", "", "", "钱包", "贵重物品", 1, "保险柜", "2026-11-21 12:00", "2026-11-21", "保洁 张姐",
    where="3栋大堂", seal="F-0013", staff="林晓", witness="陈刚",
)  # fmt: skip

PARKING = parking.CardFacts(
    "CK-20261121-0001", "月租卡", "粤B12345", "欧阳明月", "2栋1单元1203", "B1-001", "2026-11-21", "2026-12-31", "138 0000 0001",
    "2026-12-31 · SK-20261121-0003", "CK-20260101-0007 · 换新车", "电动车", "林晓",
)  # fmt: skip
CERTIFICATE = certificates.CertificateFacts(
    "RM-20261121-0001", "欧阳明月", "居民身份证：11000019850314003X", "2栋1单元1203", "业主", "2024年5月1日", "子女入学", "阳光小学",
    "2026年11月21日", "林晓",
)  # fmt: skip


def head(kind: str, language: str) -> PaperHead:
    """The head of a kind's paper."""
    copies = tuple(_(copy) for copy in slip_kinds()[kind].copies)
    return PaperHead("阳光花园物业服务中心", "010-6000 0000", "2026-11-21 10:00 林晓 开具", language, copies)


def papers(language: str = "zh_CN") -> dict[str, Slip]:
    """Every paper, by kind, numbered."""
    with speaking(language):
        lines = [keys.CountLine(SET, 3, 2), *[keys.CountLine(TOOL, 1, 1)] * 20]
        found = (
            keys.custody_slip(SET, CONSENT, "2026-11-21 10:00", "林晓", head("key-custody", language)),
            keys.loan_slip(SET, LOAN, "林晓", head("key-loan", language)),
            keys.hand_back_slip([SET, TOOL], "单雄风", "新业主领取", "2026-11-21 15:00", "林晓", head("key-hand-back", language)),
            visitors.visit_sheet(VISIT, head("visit", language)),
            visitors.paper_card(CARD, head("visitor-card", language)),
            parcels.tag(PARCEL, "parcel", head("parcel", language)),
            parcels.tag(LEFT, "left-thing", head("left-thing", language)),
            parcels.tag(FOUND, "found-thing", head("found-thing", language)),
            parcels.count_sheet([PARCEL, LEFT] * 8, "2026-11-21 17:00", "林晓", head("parcel-count", language)),
            parcels.found_notice([FOUND] * 4, "2026-11-21", head("found-notice", language)),
            parking.card_slip(PARKING, head("parking-card", language)),
            parking.plastic_card(PARKING, head("parking-plastic", language)),
            certificates.certificate(CERTIFICATE, head("certificate", language)),
            keys.count_sheet(lines, "2026-11-21 17:00", "林晓", "1203 缺信箱钥匙一把，已告知业主。", head("key-count", language)),
        )  # fmt: skip
        return {slip.kind: slip.numbered(f"{slip_kinds()[slip.kind].prefix}-20261121-0001") for slip in found}
