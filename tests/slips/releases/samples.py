"""A release slip and a week's sheet with long names and many goods: what has to fit."""

from __future__ import annotations

from desk.catalog import catalog, label
from desk.features import slip_kinds
from desk.i18n import _, current_language, speaking
from desk.slips import releases as forms
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Slip

NUMBER = "FX-20261121-0003"


def head(kind: str, number: str) -> PaperHead:
    copies = tuple(_(copy) for copy in slip_kinds()[kind].copies)
    return PaperHead(
        "阳光花园物业服务中心", "010-6000 0000", "2026-11-21 16:20　经办 林晓", current_language(), copies, number
    )


def facts(goods: int = 6, *, owner: bool = True, waived: str = "") -> forms.ReleaseFacts:
    lines = tuple((choice.label, "1", "") for choice in catalog("release_goods")[:goods])
    shared = {
        "room": "1栋2单元1203", "goods": lines, "total": "共 6 种 6 件", "carrier": "顺风搬家", "plate": "粤B12345",
        "move": "2026-11-21 14:00", "valid": "2026-11-21 — 2026-11-22", "waived": waived, "clerk": "林晓",
        "phone": "13800000001", "document": "4403**********1234",
    }  # fmt: skip
    if owner:
        return forms.ReleaseFacts(applicant="欧阳明月", role=label("release_applicants", "owner"), **shared)
    return forms.ReleaseFacts(
        applicant="司马长风", role=label("release_applicants", "tenant"), owner="欧阳明月 13900000001", whole=True,
        lease_end=True, lessee=True,
        papers="、".join(label("release_papers", code) for code in ("own-id", "owner-id-copy", "consent-signed")),
        **shared,
    )  # fmt: skip


def week() -> forms.WeekFacts:
    line = forms.WeekLine(
        NUMBER, "1栋2单元1203", "部分", "部分放行", "2026-11-21 16:20", "老吴", "2026-11-25", "门岗联写沙发 1 件"
    )
    return forms.WeekFacts(
        "2026-11-16 — 2026-11-22", (line,) * 12, (("已放行", "12"),), (("2026-11-21 16:20", NUMBER, "已过期"),)
    )


def papers(language: str = "zh_CN") -> dict[str, Slip]:
    """Both papers, by kind."""
    with speaking(language):
        slips = (
            forms.release_slip(facts(), head("release", NUMBER)),
            forms.week_sheet(week(), head("release-week", "FD-20261122-0001")),
        )
    return {slip.kind: slip for slip in slips}
