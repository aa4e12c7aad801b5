"""The papers of the desk's own book as the counter makes them, by kind."""

from __future__ import annotations

from desk.slips.desk_book import Part, WallNumber, leaflet, wall_sheet
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Slip

NUMBERS = tuple(
    WallNumber(name, number, remark)
    for name, number, remark in (
        ("派出所", "110", "报警"), ("消防", "119", "火警"), ("街道办", "0755-26001234", ""), ("社区", "", ""), ("租赁办", "", ""),
        ("三防办", "0755-26005678", "防汛、防台风"), ("供水", "0755-82137777", "24 小时"), ("供电", "95598", ""), ("供气", "", ""),
        ("视讯", "", ""), ("服务中心", "0755-26009999", ""), ("中控室", "0755-26008888", "昼夜值班"),
    )
)  # fmt: skip
PARTS = (
    Part(
        "收费",
        (
            ("物业服务费", "2026-01-01 起 2.68 · 按面积（元/平方米·月）"),
            ("车位费", "2026-01-01 起 150.00 · 按车位（元/个·月）"),
        ),
    ),
    Part("电话", (("服务中心", "0755-26009999"), ("供电", "95598"))),
    Part("设施", (("停车场", "地下两层，入口在北门，全天开放。"), ("安防", "各单元可视对讲，中控室昼夜值班。"))),
    Part(
        "所需资料",
        (
            (
                "入住所需资料",
                "业主：产权证、身份证，本人和同住人一寸照片各 2 张。\n承租人：身份证、照片 2 张。\n证件核对后当场交还，不扣押。",
            ),
        ),
    ),
)


def papers(language: str = "zh_CN") -> dict[str, Slip]:
    head = PaperHead("阳光花园物业服务中心", "0755-26009999", "开单 2026-11-21 10:00　经办 林晓", language)
    made = (
        wall_sheet(NUMBERS, "2026年11月21日", head).numbered("TH-20261121-0001"),
        leaflet(PARTS, "2026年11月21日", head).numbered("FY-20261121-0001"),
    )
    return {slip.kind: slip for slip in made}
