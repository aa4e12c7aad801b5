"""The papers of a notice as the counter makes them, by kind."""

from __future__ import annotations

from dataclasses import replace

from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Slip
from desk.slips.notices import ListLine, NoticeFacts, PostedLine, delivery_list, household_copy, poster, proof

FACTS = NoticeFacts(
    "TZ-20261121-0001",
    "计划停水停电等",
    "停水通知",
    "因更换 1栋 生活水泵，下列范围暂停供水。请提前储水，并关好水龙头；恢复时间如有变化另行通知。不便之处，敬请谅解。",
    "The water will be off while a pump is replaced. Please store some water and close your taps.",
    "1栋、3栋、5栋",
    "2026年11月24日 09:00 至 17:00",
    "2026年11月21日",
    late="供水公司当天通知",
)
LINES = tuple(
    ListLine(f"1栋{entrance}单元{floor}0{room}", *(("已投递", "2026-11-22") if room == 1 and floor < 3 else ()))
    for entrance in (1, 2)
    for floor in range(1, 12)
    for room in (1, 2)
)

POSTED = (
    PostedLine("小区大门公告栏", "2026-11-21 10:20 李强", "2026-11-25 09:00 李强", "a" * 64),
    PostedLine("1栋1单元大堂", "2026-11-21 10:35 李强", "2026-11-25 09:05 李强", "b" * 64, "电梯旁"),
    PostedLine("3栋大堂", "2026-11-21 10:50 王姐"),
)


def head(language: str = "zh_CN") -> PaperHead:
    return PaperHead("阳光花园物业服务中心", "010-6000 0000", "开单 2026-11-21 10:00　经办 林晓", language)


def facts(**other: object) -> NoticeFacts:
    return replace(FACTS, **other)


def papers(language: str = "zh_CN") -> dict[str, Slip]:
    made = (
        poster(FACTS, head(language)),
        household_copy(FACTS, head(language)).numbered("TF-20261121-0001"),
        delivery_list(FACTS, LINES, "4/44 · 9%", head(language)).numbered("TD-20261121-0001"),
        proof(FACTS, POSTED, ("c" * 64,), "4/44 · 9%", head(language)).numbered("TJ-20261121-0001"),
    )
    return {slip.kind: slip for slip in made}
