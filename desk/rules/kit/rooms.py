"""Rooms in any writing: 1栋1单元101, 1-1-101, 1号楼1单元101室, A座1203 (DESIGN §3, §5).

A room's key has the short codes of building, unit and room ("1", "1", "101"). How a site writes its buildings (栋, 座,
号楼) is the building's name and belongs to display.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from desk.errors import Problem
from desk.i18n import _
from desk.rules.kit.names import fold
from desk.rules.kit.numerals import to_digits


@dataclass(frozen=True, slots=True)
class RoomKey:
    """The short codes of a room.

    Attributes:
        building: "1", "A", "2期3"; never empty.
        unit: "1"; "" where a building has no units.
        room: "101", "B101", "商铺3"; never empty.
    """

    building: str
    unit: str
    room: str

    @property
    def code(self) -> str:
        """The one writing that identifies the room: 1-1-101, or 3-502 in a building without units."""
        return "-".join(part for part in (self.building, self.unit, self.room) if part)


_DASHES = re.compile(r"[\u2010-\u2015\u2212\u30fc\uff70_~/\\.]")
_INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]")
_BUILDING_LABEL = r"(?:号楼|号院|栋|棟|幢|座|楼|樓|#楼?|号|號)"
_UNIT_LABEL = r"(?:单元|單元|门|門|梯)"
_ROOM_LABEL = r"(?:室|号房|號房|房|号|號|户|戶)"
_LABELS = rf"(?:期|{_BUILDING_LABEL}|{_UNIT_LABEL}|室)"
_PHASE = r"(?:第?\d+期)?"
_TOKEN = r"(?:[A-Z]?\d{1,4}[A-Z]?|[A-Z])"
_ROOM = r"(?:[A-Z]{0,2}\d{1,5}[A-Z]?)"
_LABELLED = re.compile(
    rf"(?P<building>{_PHASE}{_TOKEN}){_BUILDING_LABEL}-?(?:(?P<unit>{_TOKEN})(?:{_UNIT_LABEL}-?|-))?"
    rf"(?P<room>{_ROOM}){_ROOM_LABEL}?"
)
_DASHED = re.compile(
    rf"(?P<building>{_PHASE}{_TOKEN})-(?:(?P<unit>{_TOKEN})(?:-|{_UNIT_LABEL}-?))?(?P<room>{_ROOM}){_ROOM_LABEL}?"
)
_UNIT_AND_ROOM = re.compile(rf"(?P<unit>{_TOKEN})(?P<label>{_UNIT_LABEL}-?|-)(?P<room>{_ROOM}){_ROOM_LABEL}?")
_NO_UNIT = frozenset({"", "-", "--", "无", "無", "没有", "0"})


def _tidy(text: str) -> str:
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).upper()
    return re.sub("-+", "-", _DASHES.sub("-", to_digits(text, before=_LABELS)))


def _code(token: str) -> str:
    """A building's or unit's code without leading zeros: 01 → 1."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", token)


def _key(building: str, unit: str | None, room: str) -> RoomKey:
    return RoomKey(_code(building), _code(unit or ""), room)


def parse_room(text: str) -> RoomKey | None:
    """Reads a complete room: building and room, with or without unit.

    Returns:
        The key; None when the text is no complete room (101 and 11101 may be several rooms: search for them instead).
    """
    tidy = _tidy(text)
    found = _LABELLED.fullmatch(tidy) or _DASHED.fullmatch(tidy)
    return _key(found["building"], found["unit"], found["room"]) if found else None


def _cell_text(value: object) -> str:
    """The text of a spreadsheet's cell: 101.0 → 101."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _tidy(str(value))


def building_code(text: object) -> str:
    """The short code of a building's name or cell: 1栋, 1号楼, 01# → 1; A座 → A; 1.0 → 1; 二期3栋 → 2期3."""
    return _code(re.sub(rf"{_BUILDING_LABEL}$", "", _cell_text(text)))


def unit_code(text: object) -> str:
    """The short code of a unit's name or cell: 1单元, 一单元, 1.0 → 1; nothing, 无 and - → no unit."""
    code = _cell_text(text)
    return "" if code in _NO_UNIT else _code(re.sub(rf"(?:{_UNIT_LABEL}|座)$", "", code))


def _problem(message: str) -> Problem:
    return Problem("room", message)


def parse_parts(building: object, unit: object, room: object) -> RoomKey | Problem:
    """Reads a room from the columns of a roster.

    The room's cell may repeat unit or building (1-1-101, 1栋101); what it says must then agree with the other cells.
    In a row that has a building but no unit, 2-301 is read as unit 2, room 301.

    Args:
        building: text, figure or None, as the spreadsheet has it.
        unit: the same.
        room: the same.

    Returns:
        The key, or a problem with the code `room`.
    """
    if isinstance(room, date):
        return _problem(_("The spreadsheet turned this room into a date. Type it as text, for example 1-1-101."))
    text = _cell_text(room)
    in_building, in_unit = building_code(building), unit_code(unit)
    if not text:
        return _problem(_("The room is missing."))
    pair = _UNIT_AND_ROOM.fullmatch(text)
    if pair and in_building and (pair["label"] != "-" or in_unit in ("", _code(pair["unit"]))):
        if in_unit not in ("", _code(pair["unit"])):
            return _contradiction(text, in_unit)
        return _key(in_building, pair["unit"], pair["room"])
    whole = parse_room(text)
    if whole is None and not in_building:
        return _problem(_("It is not clear in which building room {room} is. Name the building.").format(room=text))
    if whole is not None:
        if in_building not in ("", whole.building):
            return _contradiction(text, in_building)
        if whole.unit and in_unit not in ("", whole.unit):
            return _contradiction(text, in_unit)
        return RoomKey(whole.building, whole.unit or in_unit, whole.room)
    bare = re.sub(rf"{_ROOM_LABEL}$", "", text)
    if not re.fullmatch(r"(?=.*\d)[0-9A-Z\u3400-\u9fff]{1,12}", bare):
        return _problem(_("“{room}” is not a room number. Write it like 101 or 1-1-101.").format(room=text))
    return RoomKey(in_building, in_unit, bare)


def _contradiction(room: str, other: str) -> Problem:
    return _problem(
        _("The room “{room}” and “{other}” beside it contradict each other.").format(room=room, other=other)
    )


def floor_of(room: str) -> int | None:
    """The floor that a room's number tells: 101 → 1, 1203 → 12, B101 → -1; None when it tells none (商铺3)."""
    found = re.fullmatch(r"(B|-|[A-Z]{0,2})(\d{1,3})(\d{2})[A-Z]?", room)
    if not found:
        return None
    return -int(found[2]) if found[1] in ("B", "-") else int(found[2])


_Chunk = tuple[int, int, str]
SortKey = tuple[tuple[_Chunk, ...], tuple[_Chunk, ...], int, tuple[_Chunk, ...]]


def _natural(text: str) -> tuple[_Chunk, ...]:
    pieces = re.findall(r"\d+|\D+", text)
    return tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces)


def room_sort_key(key: RoomKey) -> SortKey:
    """The order of rooms: building, unit, floor, number, with numbers as numbers (2栋 < 10栋, 105 < 201 < 1001)."""
    floor = floor_of(key.room)
    return _natural(key.building), _natural(key.unit), 0 if floor is None else floor, _natural(key.room)


def room_sort_text(key: RoomKey) -> str:
    """A text that sorts as `room_sort_key` does (numbers to 8 digits), for ordering in the database."""

    def padded(chunks: tuple[_Chunk, ...]) -> str:
        return "".join(f"0{number:08d}" if kind == 0 else f"1{text}" for kind, number, text in chunks)

    building, unit, floor, room = room_sort_key(key)
    return f"{padded(building)} {padded(unit)} {floor + 1000:04d} {padded(room)}"


def room_query(text: str) -> str:
    """A typed word in the writing that rooms are found by: 1幢1单元101室 → 1栋1单元101, １－１ → 1-1; other words are only folded."""
    tidy = _tidy(text)
    if not re.search(r"\d", tidy) and not re.fullmatch(rf"[A-Z]{_BUILDING_LABEL}", tidy):
        return fold(text)
    if not re.fullmatch(rf"[0-9A-Z-]*{_BUILDING_LABEL}?-?[0-9A-Z-]*{_UNIT_LABEL}?-?[0-9A-Z]*{_ROOM_LABEL}?", tidy):
        return fold(text)
    tidy = re.sub(rf"(?<=\d){_ROOM_LABEL}$", "", tidy) if re.search(r"\d{3}", tidy) or "室" in tidy else tidy
    tidy = re.sub(rf"{_UNIT_LABEL}-?", "单元", tidy)
    return fold(re.sub(rf"(?<=[0-9A-Z]){_BUILDING_LABEL}-?", "栋", tidy, count=1))


def format_room(key: RoomKey, *, building_name: str = "", unit_name: str = "") -> str:
    """The room as it is read out and printed: 1栋1单元101, A座1203.

    Args:
        key: the room.
        building_name: the building's own name (1号楼); without it 栋 for numbers and 座 for letters.
        unit_name: the unit's own name (东单元).
    """
    building = building_name or key.building + ("座" if key.building.isalpha() and key.building.isascii() else "栋")
    unit = (unit_name or f"{key.unit}单元") if key.unit else ""
    return f"{building}{unit}{key.room}"
