"""1,000 receipts as one PDF, against 1,000 raw ReportLab canvas pages with the same text."""

from __future__ import annotations

import random
from pathlib import Path

from benchmarks import data
from benchmarks.paper import raw_pages
from benchmarks.table import Row, say, seconds

GOAL_RATIO = 1.2


def rows(_folder: Path, *, quick: bool = False) -> list[Row]:
    from desk.slips.engine.renderer import render_many
    from desk.slips.engine.slip import Column, Field, Signature, Slip, Table, plain

    rng = random.Random(5)
    count = 100 if quick else 1000

    def receipt(number: int) -> Slip:
        yuan = rng.randrange(100, 3000)
        room = f"{rng.randrange(1, 20)}栋{rng.randrange(1, 3)}单元{rng.randrange(1, 26)}0{rng.randrange(1, 5)}"
        return Slip(
            kind="receipt", title="收款收据", number=f"SJ-20261121-{number:04d}", site="阳光花园物业服务中心", hotline="010-60000000",
            fields=(
                Field("房号", room, bold=True), Field("日期", "2026年11月21日"), Field("交款人", data.name(rng)), Field("收款方式", "微信"),
            ),
            tables=(
                Table(
                    (Column("项目", 3), Column("期间", 3), Column("金额", 2, right=True)),
                    (("物业服务费", "2026-10 至 2026-12", f"{yuan}.00"), ("公共能耗费", "2026-10 至 2026-12", "36.50")),
                ),
            ),
            after=(Field("合计", f"¥{yuan + 36}.50", span=12, bold=True),),
            clauses=("本收据不是税务发票。",),
            signatures=(Signature("收款人", "林晓"), Signature("交款人")),
            footer="2026-11-21 09:00 林晓",
        )  # fmt: skip

    slips = [receipt(number) for number in range(1, count + 1)]
    render_many([(slips[0], plain())], "a5")
    raw_pages([slips[0].texts()])
    ours = min(seconds(lambda: render_many([(slip, plain()) for slip in slips], "a5")) for _ in range(2))
    floor = min(seconds(lambda: raw_pages(slip.texts() for slip in slips)) for _ in range(2))
    say(f"  {count:,} receipts {ours:.2f} s, raw {floor:.2f} s")
    what = f"{count:,} receipts as one PDF"
    return [
        Row(
            what, ours, "s", floor, f"{count:,} raw canvas pages, same text", ours / floor, f"≤ {GOAL_RATIO:g}×",
            ours / floor <= GOAL_RATIO,
        )
    ]  # fmt: skip
