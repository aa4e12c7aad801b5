"""A move's papers with long names and many lines: what has to fit."""

from __future__ import annotations

from desk.catalog import catalog, label
from desk.features import slip_kinds
from desk.i18n import _, speaking
from desk.slips import moves as forms
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Slip, Tick

PHOTO = "a" * 64


def head(kind: str, number: str, language: str) -> PaperHead:
    copies = tuple(_(copy) for copy in slip_kinds()[kind].copies)
    return PaperHead("阳光花园物业服务中心", "010-6000 0000", "2026-11-21 16:20　经办 林晓", language, copies, number)


def facts(kind: str = "in") -> forms.MoveFacts:
    items = tuple(choice.label for choice in catalog("handover_items"))
    rooms = tuple(choice.label for choice in catalog("handover_rooms"))
    grid = tuple(
        tuple("ok" if (row + column) % 5 else "见 1" for column in range(len(items))) for row in range(len(rooms))
    )
    people = tuple(
        forms.MoverFacts(name, relation, "女", "1986-03-14", "居民身份证 110000198603140072", "139 0000 0001", "2")
        for name, relation in (("欧阳明月", "业主"), ("单雄风", "配偶"), ("单䶮", "女儿"))
    )
    return forms.MoveFacts(
        reference="RZ-20261121-0003", room="1栋2单元1203", area="128.40 ㎡",
        who=label("move_who", "owner") if kind == "in" else label("move_why", "whole"), day="2026-11-21",
        fees_from="2026-12-01", lease_until="2027-11-20", agent="陈代理", owner="欧阳明月", owner_phone="139 0000 0001",
        deed="粤(2026)深圳市不动产权第0001234号 欧阳明月", people=people,
        papers=tuple(Tick(choice.label, place % 2 == 0) for place, choice in enumerate(catalog("move_papers"))),
        stations=tuple(
            forms.StationFacts(choice.label, "入住费用收讫", "张工", "2026-11-21 10:00", "收据 SK-20261121-0001")
            for choice in catalog("move_stations")
        ),
        rooms=rooms, items=items, grid=grid,
        defects=tuple(
            forms.DefectFacts("厨房", "管道", "物业说明", "水槽下水管接口渗水，须更换密封圈", "2026-12-21", "BX-20261121-0001")
            for _place in range(4)
        ),
        readings=(("水表", "W-00123", "12.50", "2026-11-21"), ("电表", "E-778", "3071", "2026-11-21")),
        keys=(
            forms.KeyFacts("入户门钥匙", "A-1203", "3", "欧阳明月", "2026-11-21"),
            forms.KeyFacts("信报箱钥匙", "", "2", "欧阳明月", "2026-11-21"),
        ),
        handouts=tuple(forms.HandoutFacts(choice.label, "1", "欧阳明月", "2026-11-21") for choice in catalog("handouts")),
        lines=(
            forms.LineFacts("费用", "物业费 ¥300.00", True), forms.LineFacts("领用钥匙", "入户门钥匙 A-1203 1 把", True),
            forms.LineFacts("装修", "无装修", False), forms.LineFacts("水费", "已见最近一期缴费凭证 10月账单已付", False),
        ),
        forwarding="深圳市福田区某某路 8 号", waived=("已书面承诺于月底前付款",), passes="JZ-20261121-0001、JZ-20261121-0002",
    )  # fmt: skip


def papers(language: str = "zh_CN") -> dict[str, Slip]:
    """One of each kind."""
    with speaking(language):
        coming, going = facts(), facts("out")
        card = forms.ResidentPassFacts(
            "JZ-20261121-0001", "欧阳明月", "1栋2单元1203", "业主", "2026-11-21", "2027-11-20", PHOTO
        )

        def at(kind: str) -> PaperHead:
            return head(kind, f"{slip_kinds()[kind].prefix}-20261121-0001", language)

        return {
            "move-sign-off": forms.sign_off(coming, at("move-sign-off")),
            "move-handover": forms.handover(coming, at("move-handover")),
            "move-keys": forms.key_receipt(coming, at("move-keys")),
            "move-members": forms.members(coming, at("move-members")),
            "move-handouts": forms.handouts(coming, at("move-handouts")),
            "resident-pass": forms.resident_pass(card, at("resident-pass")),
            "move-clearance": forms.clearance(going, at("move-clearance")),
        }


__all__ = ["facts", "papers"]
