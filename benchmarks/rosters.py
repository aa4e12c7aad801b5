"""Rosters as an office keeps them, of any size, for the benches and tests: the same for the same seed."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks import data
from desk.rules.kit.identity import resident_check_digit

HEADINGS = (
    "楼栋",
    "单元",
    "房号",
    "建筑面积(㎡)",
    "业主姓名\n(产权人)",
    "身份证号码",
    "联系电话",
    "身份",
    "入住日期",
    "车牌号",
    "备注",
)
FLOORS = 25
ENTRANCES = 2
ROOMS_PER_FLOOR = 4


def document(number: int) -> str:
    """A fictional resident card's number with its check digit; another one for each `number` below 10 million."""
    born = date(1950, 1, 1) + timedelta(days=number % 18_000)
    first = f"110000{born:%Y%m%d}{number // 18_000:03d}"
    return first + resident_check_digit(first)


def rows(rooms: int, *, seed: int = 1, tenants: float = 0.15) -> list[list[Any]]:
    """The lines below the headings: one for each room, and one for each tenant."""
    rng = random.Random(seed)
    found: list[list[Any]] = []
    people = 0
    per_entrance = FLOORS * ROOMS_PER_FLOOR
    for index in range(rooms):
        building, rest = divmod(index, ENTRANCES * per_entrance)
        entrance, place = divmod(rest, per_entrance)
        room = f"{place // ROOMS_PER_FLOOR + 1}{place % ROOMS_PER_FLOOR + 1:02d}"
        since = date(2016, 1, 1) + timedelta(days=rng.randrange(3_600))
        written = rng.choice(
            (f"{since:%Y-%m-%d}", f"{since.year}年{since.month}月{since.day}日", f"{since:%Y/%m/%d}", since)
        )
        first = f"{building + 1}栋" if rest == 0 else None
        plate = f"京A{rng.randrange(100_000):05d}" if rng.random() < 0.3 else None
        area = round(rng.uniform(50, 170), 2)
        found.append(
            [
                first,
                f"{entrance + 1}单元",
                room,
                area,
                data.name(rng),
                document(people),
                data.phone(rng),
                "业主",
                written,
                plate,
                None,
            ]
        )
        people += 1
        if rng.random() < tenants:
            found.append(
                [None, None, None, None, data.name(rng), document(people), data.phone(rng), "租户", written, None, None]
            )
            people += 1
    return found


def make_roster(path: Path, rooms: int, *, seed: int = 1) -> int:
    """Writes a workbook with so many rooms: a title, headings, the lines, and totals at the end.

    Returns:
        How many lines it has, for rows per second.
    """
    import openpyxl

    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("业主信息")
    sheet.append(["业主信息登记表"])
    sheet.append(list(HEADINGS))
    lines = rows(rooms, seed=seed)
    for line in lines:
        sheet.append(line)
    sheet.append(["合计", None, None, None, f"{rooms}户"])
    workbook.save(path)
    return len(lines)
