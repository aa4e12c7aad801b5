"""The access log of a month, as the manager signs it; what is known of a person, as the person gets it."""

from __future__ import annotations

from dataclasses import replace

from desk.slips.access import access_log
from desk.slips.access.known import KnownFacts, person_sheet
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Slip


def papers() -> dict[str, Slip]:
    """The sheets, by names of their own."""
    totals = [("林晓", "42", "7", "3", "1", ""), ("陈刚", "5", "", "1", "", "1")]
    lines = [
        ("11月21日 10:05", "林晓", "打开住户页", "2栋1单元1203", "收费催缴"),
        ("11月21日 10:02", "林晓", "查看完整号码", "欧阳明月", ""),
        ("11月20日 17:40", "陈刚", "连续查号", "30 次", ""),
    ]
    head = PaperHead("阳光花园物业服务中心", "010-6000 0000", "开单 2026-12-01 09:00　经办 周敏")
    facts = KnownFacts(
        "欧阳明月",
        (
            ("姓名或单位名称", "欧阳明月"), ("称呼", "欧阳女士"), ("性别", "女"), ("生日", "1985-03-14"),
            ("证件", "居民身份证 110000198503140040"), ("电话", "138 0000 0177、0755-26001234"),
            ("地址", "深圳市福田区景田北路香蜜湖花园北区十二栋二单元一千二百零三房（寄信时请注明楼层和门牌号）"),
        ),
        consents=(("个人信息告知", "2026年1月5日", ""), ("生日与节日问候", "2026年1月5日", "2026年6月1日")),
        homes=(("2栋1单元1203", "业主", "2020年6月12日", ""),),
        notes=(("2栋1单元1203", "家中有老人，请勿在午间打电话", "2027年12月31日"),),
        records=(("报修投诉", "BX-20261121-0001", "2026年11月21日"), ("包裹", "BG-20261120-0002", "2026年11月20日")),
        looks=(("2026年11月21日 10:02", "林晓", "查看完整号码", "回访联系"),),
        left_out=12,
    )  # fmt: skip
    known = replace(person_sheet(facts, head), number="GX-20261201-0001")
    return {
        "person-sheet": known,
        "access-log": replace(access_log("2026年11月", totals, lines, 12, head), number="CR-20261201-0001"),
    }
