"""The sheet of a record's photos; their files are not here, so each leaves its frame."""

from __future__ import annotations

from dataclasses import replace

from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Slip
from desk.slips.photos import photo_sheet


def papers() -> dict[str, Slip]:
    """The sheet, by a name of its own."""
    head = PaperHead("阳光花园物业服务中心", "010-6000 0000", "开单 2026-11-26 09:00　经办 林晓")
    photos = [(f"{at:064x}", f"2026-11-26 08:{at:02}") for at in range(1, 6)]
    sheet = photo_sheet("物品放行单", "FX-20261126-0003", photos, head)
    return {"photo-sheet": replace(sheet, number="ZP-20261126-0001")}
