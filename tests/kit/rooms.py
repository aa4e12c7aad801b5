"""Every way in which a room is written at a counter: what the finder has to understand."""

from __future__ import annotations

from desk.rules.kit.names import fold
from desk.rules.kit.rooms import RoomKey


def room_terms(key: RoomKey) -> set[str]:
    """The writings of a room; a query finds it when one of them begins with it.

    For 1栋1单元101: 1-1-101, 1栋1单元101, 1号楼1单元101, 11101, 1栋101, 1号楼101, 1-101, 1单元101, 101.
    """
    building, unit, room = fold(key.building), fold(key.unit), fold(key.room)
    terms = {f"{building}-{room}", f"{building}{room}", room}
    units = [f"{unit}单元", ""] if unit else [""]
    labels = ("栋", "号楼", "座") if building.isalpha() else ("栋", "号楼")
    terms |= {f"{building}{label}{between}{room}" for label in labels for between in units}
    if unit:
        terms |= {f"{building}-{unit}-{room}", f"{building}{unit}{room}", f"{unit}-{room}", f"{unit}单元{room}"}
    return terms
