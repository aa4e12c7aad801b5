"""A fictional community of any size, the same for the same seed, written straight into the tables."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.models.kit.database import Database

# About as frequent as they are; the rarer ones have several readings or ü.
SURNAMES = (
    "王李张刘陈" * 7
    + "杨黄赵吴周徐孙马朱胡" * 3
    + "郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜"
    "崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤单仇解查翟朴区盖"
)
COMPOUND = ("欧阳", "上官", "司马", "诸葛", "尉迟", "长孙")
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰文红建国志春梅辉玲波鹏飞宇浩然子轩雨涵欣怡梓晨佳琪思源俊凯婷"
    "雪莹晓东海燕永生家乐天宝少云一鸣立新德福长青素珍淑贞翠莲凤仪锦绣山河林森泽润清溪若曦诗瑶嘉豪博文景行乐重行曾朝阳"
)
ROOMS_PER_FLOOR = 4
FLOORS = 25
ENTRANCES = 2
MOMENT = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


def name(rng: random.Random) -> str:
    """A fictional full name."""
    surname = rng.choice(COMPOUND) if rng.random() < 0.01 else rng.choice(SURNAMES)
    given = "".join(rng.choice(GIVEN) for _ in range(1 if rng.random() < 0.15 else 2))
    return surname + given


def phone(rng: random.Random) -> str:
    """A fictional mobile number."""
    return f"1{rng.choice('3578')}{rng.randrange(10):d}{rng.randrange(10**8):08d}"


def fill(database: Database, customers: int, *, seed: int = 1) -> dict[str, int]:
    """Buildings, units and `customers` people (two to a unit; some have moved out), with the finder's index.

    Returns:
        How many of each there are.
    """
    from sqlalchemy import insert

    from desk.models import Building, Customer, Occupancy, Phone, Unit
    from desk.rules.kit.rooms import RoomKey, room_sort_text
    from desk.services.households.index import index_customers, index_units

    rng = random.Random(seed)
    units = (customers + 1) // 2
    per_building = ENTRANCES * FLOORS * ROOMS_PER_FLOOR
    buildings = -(-units // per_building)
    with database.write() as session:
        session.execute(
            insert(Building),
            [{"id": n, "code": str(n), "name": f"{n}栋", "sort": f"{n:08d}"} for n in range(1, buildings + 1)],
        )
        rows = []
        for index in range(units):
            building, place = index // per_building + 1, index % per_building
            entrance, place = place // (FLOORS * ROOMS_PER_FLOOR) + 1, place % (FLOORS * ROOMS_PER_FLOOR)
            floor, door = place // ROOMS_PER_FLOOR + 1, place % ROOMS_PER_FLOOR + 1
            key = RoomKey(str(building), str(entrance), f"{floor}{door:02d}")
            rows.append(
                {
                    "id": index + 1, "building_id": building, "entrance": key.unit, "room": key.room, "code": key.code,
                    "name": f"{building}栋{entrance}单元{key.room}", "sort": room_sort_text(key), "floor": floor,
                    "state": "occupied",
                }
            )  # fmt: skip
        session.execute(insert(Unit), rows)
        people, numbers, stays = [], [], []
        for number in range(1, customers + 1):
            people.append({"id": number, "name": name(rng), "created_at": MOMENT, "changed_at": MOMENT})
            numbers.append({"customer_id": number, "number": phone(rng)})
            past = rng.random() < 0.05
            stays.append(
                {
                    "customer_id": number, "unit_id": (number - 1) // 2 + 1, "role": "owner" if number % 2 else "member",
                    "since": date(2020, 1, 1), "until": date(2024, 6, 30) if past else None,
                    "lives_until": date(2024, 6, 30) if past else None,
                }
            )  # fmt: skip
        session.execute(insert(Customer), people)
        session.execute(insert(Phone), numbers)
        session.execute(insert(Occupancy), stays)
    for start in range(1, customers + 1, 5000):
        with database.write() as session:
            index_customers(session, range(start, min(start + 5000, customers + 1)))
    for start in range(1, units + 1, 5000):
        with database.write() as session:
            index_units(session, range(start, min(start + 5000, units + 1)))
    return {"buildings": buildings, "units": units, "customers": customers}
