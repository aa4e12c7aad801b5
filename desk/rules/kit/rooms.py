"""Rooms in any writing: 1栋1单元101, 1-1-101, 1号楼1单元101室, A座12层1203, 一期1号楼-1单元-309 (architecture "What is stored", "The window").

A room's key has the short codes of building, unit and room ("1", "1", "101"). How a site writes its buildings (栋, 座,
号楼) is the building's name and belongs to display; so does a zero in front of the room (0101 is shown, 101 is the room).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import lru_cache

from desk.errors import Problem
from desk.i18n import _
from desk.rules.kit.names import fold
from desk.rules.kit.numerals import roman, to_digits, without_formal, without_roman
from desk.rules.kit.texts import visible

MOST_OF = {"entrances": 20, "floors": 120, "rooms_per_floor": 99}
"""The most of each figure that a building is filled by."""


@dataclass(frozen=True, slots=True)
class RoomKey:
    """The short codes of a room.

    Attributes:
        building: "1", "A", "2期3"; never empty.
        unit: "1"; "" where a building has no units.
        room: "101", "B101", "商铺3"; never empty.
        shown: how the room is written where that is not `room`: 0101; it does not make another room.
    """

    building: str
    unit: str
    room: str
    shown: str = field(default="", compare=False)

    @property
    def code(self) -> str:
        """The one writing that identifies the room: 1-1-101, or 3-502 in a building without units."""
        if self.building and self.unit and self.room:
            return f"{self.building}-{self.unit}-{self.room}"
        return "-".join(part for part in (self.building, self.unit, self.room) if part)


_DASHES = re.compile(r"[\u2010-\u2015\u2212\u30fc\uff70\u00b7\u2022\u30fb_~/\\.]")
_SPACES = re.compile(r"\s")
_BUILDING_LABEL = r"(?:[号號][楼樓]|栋|棟|幢|座|(?<=[0-9A-Z])塔楼?|#?楼|#?樓|#|号院|号|號)"
_UNIT_LABEL = r"(?:单元|單元|门洞|門洞|门|門|梯)"
_ROOM_LABEL = r"(?:室|号房|號房|房|号|號|户|戶)"
_FLOOR_LABEL = r"(?:层|層|楼|樓|F)"
_PART_LABEL = r"(?:期|区|區|号院|弄|苑|组团|組團)"
_LABELS = rf"(?:{_PART_LABEL}|{_BUILDING_LABEL}|{_UNIT_LABEL}|层|層|室)"
# What may stand before the building's own number: an estate's name, phase, part, yard, lane.
_PART = rf"(?:第?[0-9A-Z东南西北東中]{{1,4}}{_PART_LABEL}-?)"
_TOKEN = r"(?:[A-Z]?\d{1,4}[A-Z]?|[A-Z])"
_SIDE = "[甲乙丙丁东西南北中東]"
_ENTRANCE = rf"(?:[A-Z]?\d{{1,2}}[A-Z]?|[A-Z]|{_SIDE})"
_DASHED_ENTRANCE = rf"(?:\d{{1,2}}[A-EG-Z]?|[A-Z](?=-\d{{3}})|{_SIDE})"
_KIND = r"(?:负|負|底商|商铺|商鋪|门面|门市|复式|復式|跃层|铺位|车库|地下|阁楼|商业|公寓|商|铺)"
_ROOM = rf"(?:(?:{_KIND}-?)?(?:[A-Z]{{1,2}}\d{{0,2}}-\d{{1,4}}|[A-Z]{{0,2}}\d{{1,5}}[A-Z]?(?:-\d{{1,2}})?))"
_LABELLED = re.compile(
    rf"(?P<building>[\u3400-\u9fff]{{0,8}}?{_PART}*(?:{_TOKEN}|{_SIDE})){_BUILDING_LABEL}(?P<dash>-?)"
    rf"(?:(?P<unit>{_ENTRANCE}){_UNIT_LABEL}(?P<below>-?)|(?P<entrance>{_DASHED_ENTRANCE})-)?"
    rf"(?:(?P<floor>\d{{1,2}})(?P<storey>{_FLOOR_LABEL}-?))?(?P<room>{_ROOM}){_ROOM_LABEL}?"
)
_DASHED = re.compile(
    rf"(?P<building>[\u3400-\u9fff]{{0,8}}?{_PART}*(?:{_TOKEN}|{_SIDE}))-(?:(?P<entrance>{_DASHED_ENTRANCE})-|(?P<unit>{_ENTRANCE}){_UNIT_LABEL}-?)?"
    rf"(?:(?P<floor>\d{{1,2}})(?:(?P<storey>{_FLOOR_LABEL}-?)|-))?(?P<room>{_ROOM}){_ROOM_LABEL}?"
)
_BUILDING_AND_UNIT = re.compile(rf"(.*?{_BUILDING_LABEL})-?({_ENTRANCE}){_UNIT_LABEL}")
_DATE_LIKE = re.compile(r"(?:19|20)\d\d-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])")
_NO_UNIT = frozenset({"", "-", "--", "无", "無", "没有", "0", "00"})
_SPELLED = re.compile(
    rf"(?:(?<=^)|(?<=[-栋棟幢座楼樓元元门梯层層]))[〇零○一二三四五六七八九]{{3,5}}(?={_ROOM_LABEL}?$)"
)
_WORD_ROOM = re.compile(
    rf"(?=.*\d)(?!\d+{_FLOOR_LABEL})(?:[0-9A-Z\u3400-\u9fff]{{1,12}}|[\u3400-\u9fff]{{1,4}}[A-Z]{{0,2}}-?\d{{1,5}}[A-Z]?)"
)
_OVER_F = re.compile(r"(?<=\d)/F(?=[-\d])")
_ORDINAL = re.compile(rf"第(?=\d{{1,5}}(?:{_PART_LABEL}|{_BUILDING_LABEL}|{_UNIT_LABEL}|{_FLOOR_LABEL}|{_ROOM_LABEL}))")
_ROMAN_LETTERS = re.compile(rf"(?<![A-Z])[IVX]{{2,4}}(?={_LABELS})")
_IN_BRACKETS = re.compile(rf"[(\[]([^()\[\]]*(?:{_BUILDING_LABEL}|{_UNIT_LABEL}))[)\]]")
_BEHIND_LABEL = re.compile(r"(?<=[栋棟幢座楼樓元元门門])[,、;]")
_MINUS = re.compile(rf"{_UNIT_LABEL}[-\u2212]\d")


def _tidy(text: str) -> str:
    text = _SPACES.sub("", unicodedata.normalize("NFKC", visible(without_roman(text)))).upper()
    text = _OVER_F.sub("F", without_formal(text, before=_LABELS))
    if "I" in text:
        text = _ROMAN_LETTERS.sub(lambda found: roman(found[0]), text)
    text = _SPELLED.sub(lambda found: to_digits(found[0]), text)
    text = re.sub("-+", "-", _DASHES.sub("-", to_digits(text, before=_LABELS)))
    return _ORDINAL.sub("", text) if "第" in text else text


def _code(token: str) -> str:
    """A code without leading zeros: 01 → 1."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", token)


def canonical_code(code: str) -> str:
    """A room's code as it is made today: without zeros in front of its parts."""
    return _code(code) if "0" in code else code


def _building(token: str) -> str:
    return _code(token.replace("-", "").removeprefix("第")).replace("區", "区")


def _key(building: str, unit: str | None, room: str) -> RoomKey:
    unit = "" if unit in (None, *_NO_UNIT) else _code(unit or "")
    code = re.sub(r"(?<!\d)0+(?=\d)", "", room.replace("負", "负"))
    code = f"负{code[1:]}" if code.startswith("-") else code
    return RoomKey(building, unit, code, room if room != code else "")


def estate_name(site: str) -> str:
    """The estate in the name of its service centre: 阳光花园物业服务中心 → 阳光花园; "" when nothing is left."""
    return re.sub(r"(?:小区)?(?:物业|物業|客户服务|客服|服务中心|管理处|管理處|管理中心).*$", "", site.strip())


_PLAIN = re.compile(r"([1-9][0-9]{0,2})-(?:([1-9][0-9]?)-)?([1-9][0-9]{2,4})")
_SPACED = re.compile(r"[\uff0d\ufe63]")
_BASEMENTS = 6
"""Floors below the ground are fewer."""


def parse_room(text: str, *, estate: str = "") -> RoomKey | None:
    """Reads a complete room: building and room, with or without unit.

    A floor between them is compared with the room and left out (1栋1单元8楼801).

    Args:
        text: the room in any writing.
        estate: the site's name, which may stand in front and is left out.

    Returns:
        The key; None when the text is no complete room (101 and 11101 may be several rooms: search for them instead).
    """
    if plain := _PLAIN.fullmatch(text):  # the usual writing, in a list of thousands
        return RoomKey(plain[1], plain[2] or "", plain[3])
    # 1 1 101 has its parts; so have (1栋)101 and 1栋,1单元,101.
    tidy = _tidy(re.sub(r"(?<=[0-9A-Za-z])\s+(?=[0-9])", "-", text) if " " in text else text)
    if estate:
        tidy = tidy.removeprefix(_tidy(estate))
    if not tidy.isalnum():
        tidy = _BEHIND_LABEL.sub("", _IN_BRACKETS.sub(r"\1", tidy))
    if _DATE_LIKE.fullmatch(tidy):
        return None
    found = _LABELLED.fullmatch(tidy) or _DASHED.fullmatch(tidy)
    if found is None:
        return None
    parts = found.groupdict()
    room = found["room"]
    # 1栋1单元-101 has no dash elsewhere: this one is the basement's, if it is a minus (1栋1单元 — 101 is parted by it).
    below = bool(parts.get("below")) and not parts["dash"] and _MINUS.search(_SPACED.sub("-", text)) is not None
    if parts["floor"] is not None:
        storey, floor = parts["storey"], int(parts["floor"])
        if below and floor < _BASEMENTS and storey and not storey.endswith("-"):
            return None  # 1栋1单元-1层101: the floor below the ground, or a dash?
        if storey and room.isdecimal() and len(room) <= 2 and int(room):
            room = f"{floor}{int(room):02d}"  # 10层02室
        elif floor_of(_code(room)) != floor:
            return None
    elif below:
        room = f"-{room}"
    return _key(_building(found["building"]), parts["unit"] or parts["entrance"], room)


_FIGURE = re.compile(r"\d+\.0")
_FRACTION = re.compile(r"\d+\.\d*[1-9]\d*")
_A_DAY = re.compile(r"(?:\d{2,4}年)?\d{1,2}月(?:\d{1,2}[日号]?)?")
_HALF_A_LIST = re.compile(r"\d{3,}\s*/\s*\d(?!\d)|\d\s*[至到和及与]\s*\d")


def _cell_text(value: object) -> str:
    """The text of a spreadsheet's cell: 101.0 → 101."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    # Other programs write their figures as text: 101.0.
    return _tidy(str(value).removesuffix(".0") if isinstance(value, str) and _FIGURE.fullmatch(value) else str(value))


def building_code(text: object) -> str:
    """The short code of a building's name or cell: 1栋, 1号楼, 01#, #1, No.1, Building 1 → 1; A座 → A; 1.0, 三 → 1, 3; 二期3栋 → 2期3."""
    return _code_of_building(_cell_text(text))


@lru_cache(maxsize=4096)
def _code_of_building(cell: str) -> str:
    code = _BEFORE_NUMBER.sub("", re.sub(rf"{_BUILDING_LABEL}$", "", _KIND_OF_BUILDING.sub("", cell)))
    return _building(_numeral(code))


_BEFORE_NUMBER = re.compile(r"^(?:NO-?|#|第|BUILDING-?|BLDG-?|BLOCK-?|BLK-?|TOWER-?)(?=[0-9]{1,4}[A-Z]?$|[A-Z]$)")
_KIND_OF_BUILDING = re.compile(
    r"\((?:高层|小高层|多层|洋房|别墅|住宅|商住|商业|公寓|共[^()]*|\d+[户层]|共?\d+户[^()]*)\)$"
)
_NUMERAL = re.compile("[一二两三四五六七八九十廿百]+|[壹贰貳叁參肆伍陆陸柒捌玖拾佰]+|\\([一二三四五六七八九十]+\\)")


def _numeral(code: str) -> str:
    """A code that is nothing but a Chinese numeral, in digits: 三, 叁, (三) → 3."""
    if code[:1].isascii() and not code.startswith("("):
        return roman(code) if code.isalpha() else code
    return to_digits(without_formal(code, before="").strip("()")) if _NUMERAL.fullmatch(code) else code


def unit_code(text: object) -> str:
    """The short code of a unit's name or cell: 1单元, 一单元, 第1单元, 单元1, 一, Ⅰ, 1.0 → 1; nothing, 无, 0单元 and - → no unit."""
    return _code_of_unit(_cell_text(text))


@lru_cache(maxsize=4096)
def _code_of_unit(cell: str) -> str:
    code = re.sub(rf"(?<=.)(?:{_UNIT_LABEL}|座|单)$", "", cell).removeprefix("第")
    code = _numeral(re.sub(r"^(?:单元|單元|UNIT)-?(?=[0-9A-Z一二三四五六七八九十甲乙丙丁]+$)", "", code))
    return "" if code in _NO_UNIT else _code(code)


_TWO_PARTS = re.compile(
    rf"(\d{{1,3}})-({_ENTRANCE})|(.*?\d(?:栋|棟|幢|座|[号號][楼樓]|#[楼樓]?))-?(\d{{1,2}}|[一二三四五六七八九十])单?"
)


def split_building(text: object) -> tuple[str, str] | None:
    """Building and entrance of a cell that says both (1栋2单元, 1-2, 1#-2 → 1栋, 2); None for any other cell."""
    return _both(_cell_text(text)) if isinstance(text, str) and len(text) > 2 else None


@lru_cache(maxsize=4096)
def _both(cell: str) -> tuple[str, str] | None:
    if found := _BUILDING_AND_UNIT.fullmatch(cell):
        return found[1], unit_code(found[2])
    found = _TWO_PARTS.fullmatch(cell)
    return (found[1] or found[3], unit_code(found[2] or found[4])) if found else None


_SEVERAL = re.compile(
    r"(?:[栋棟幢座]|[号號][楼樓]).*\d(?:[栋棟幢座]|[号號][楼樓])|\d\D{0,2}[、，,;；&+和及与至到~～]\s*\d"
)
_NO_ENTRANCE = re.compile(r"\d\W+\d|[栋棟幢]")
"""1-2; 2栋1单元 beside another building."""
_TOO_LONG = re.compile(r"\d{5,}")


def _cells_problem(building: object, unit: object, room: object) -> Problem | None:
    """What speaks against the cells as they are: dates, fractions, several rooms or buildings in one, a number of something else."""
    if any(isinstance(value, (date, time, timedelta)) for value in (building, unit, room)) or any(
        isinstance(value, str) and _A_DAY.fullmatch("".join(value.split())) for value in (building, unit, room)
    ):
        return _problem(_("The spreadsheet turned this room into a date. Type it as text, for example 1-1-101."))
    for value in (room, building, unit):
        if _FRACTION.fullmatch(str(value)) if isinstance(value, str) else isinstance(value, float) and value % 1:
            return _no_room(str(value))
    if isinstance(room, str) and _HALF_A_LIST.search(room):
        return _no_room(room)  # 801/2, 301至305: two rooms, more, or one of this name?
    if isinstance(building, str) and _SEVERAL.search(building):
        # L10N: “{value}”写了不止一栋楼，是哪一栋？
        message = _("“{value}” names more than one building. Which one is it?")
        return _problem(message.format(value=" ".join(building.split())))
    if any(_TOO_LONG.search(_cell_text(value)) for value in (building, unit)):
        return _no_room(_cell_text(building if _TOO_LONG.search(_cell_text(building)) else unit))
    return None


_JOINED = re.compile(r"(\d{3,5})([A-Z]?)((?:[/、,;&+和及与-]\d{2,5}[A-Z]?)+)((?:室|房|号)?)$")


def split_rooms(text: str) -> list[str]:
    """The rooms in a cell that names several (3栋1401/1402 → 3栋1401, 3栋1402; 1301-1302); else the text alone.

    A dash joins neighbours only (101-102, 101-103): a longer stretch is no list, 101-1 is a room of its own.
    """
    tidy = unicodedata.normalize("NFKC", visible(text)).upper().strip()
    tidy = (
        re.sub(r"(?<=\d)\s+(?=\d{3,5}(?:\s|$))", "/", tidy)
        if re.search(r"(?:^|\D)\d{3,5}(?:\s+\d{3,5})+$", tidy)
        else tidy
    )
    stretch = re.search(r"[~\u301c至到]", tidy) is not None
    tidy = re.sub(r"[~\u2010-\u2015\u2212\u301c至到]", "-", tidy)
    tidy = _SPACES.sub("", tidy)
    tidy = re.sub(r"(?<=\d)(?:室|房)[/、,;&+和及与]?(?=\d{3,5}(?:室|房|$))", "、", tidy)
    found = _JOINED.search(tidy)
    whole = re.split(r"[/、,;&+和及与]", tidy)
    if len(whole) > 1 and all(parse_room(piece) for piece in whole):
        return whole
    if found is None or (found.start() and tidy[found.start() - 1].isdigit()):
        return [text]
    first, head = found[1], tidy[: found.start()]
    rooms = [first + found[2]]
    for sign, number, letter in re.findall(r"([/、,;&+和及与-])(\d{2,5})([A-Z]?)", found[3]):
        if len(number) == 2 and sign != "-":
            number = first[:-2] + number  # noqa: PLW2901 - what is left of it
        # 101-103 are neighbours, odd numbers on one side of the corridor; 101至103 may be three.
        if len(number) < 3 or (sign == "-" and not 0 < int(number) - int(first) <= (1 if stretch else 2)):
            return [text]
        rooms.append(number + letter)
    return [head + room + found[4] for room in rooms]


def _problem(message: str) -> Problem:
    return Problem("room", message)


def parse_parts(building: object, unit: object, room: object, *, estate: str = "") -> RoomKey | Problem:
    """Reads a room from the columns of a roster.

    The room's cell may repeat unit or building (1-1-101, 1栋101); what it says must then agree with the other cells.
    In a row that has a building but no unit, 2-301 is read as unit 2, room 301.

    Args:
        building: text, figure or None, as the spreadsheet has it; it may name the unit too (1栋2单元).
        unit: the same.
        room: the same.
        estate: the site's name, which may stand in front of a whole room.

    Returns:
        The key, or a problem with the code `room`.
    """
    if problem := _cells_problem(building, unit, room):
        return problem
    text = _cell_text(room)
    both = split_building(building)
    in_building, in_unit = building_code(both[0] if both else building), unit_code(unit).rstrip(",;:")
    if (inside := split_building(unit)) and (not in_building or building_code(inside[0]) == in_building):
        in_building, in_unit = in_building or building_code(inside[0]), inside[1]
    if _NO_ENTRANCE.search(in_unit):
        return _contradiction(_cell_text(unit), _cell_text(building))
    if both and both[1]:
        if in_unit not in ("", both[1]):
            return _contradiction(_cell_text(building), in_unit)
        in_unit = both[1]
    if not text:
        return _problem(_("The room is missing."))
    whole = parse_room(text, estate=estate)
    if not in_building:
        if whole is not None and in_unit not in ("", whole.unit or in_unit):
            return _contradiction(text, in_unit)
        if whole is None:
            return _problem(_("It is not clear in which building room {room} is. Name the building.").format(room=text))
        return RoomKey(whole.building, whole.unit or in_unit, whole.room, whole.shown)
    return _beside(text, whole, in_building, in_unit)


_NO_NUMBER_OF_A_ROOM = re.compile(r"\d{8,}")
_FLOOR_AND_NUMBER = re.compile(rf"\d{{1,2}}{_FLOOR_LABEL}-?\d{{1,2}}\D*")


def _two_rooms(text: str) -> bool:
    """Whether figures are two neighbours without anything between them: 201202."""
    half = len(text) // 2
    return text.isdecimal() and len(text) in (6, 8) and 0 < int(text[half:]) - int(text[:half]) <= 2


def _beside(text: str, whole: RoomKey | None, building: str, unit: str) -> RoomKey | Problem:
    """The room of a cell beside others that name the building, perhaps the unit."""
    # With a building in front of it the cell is a whole room: 2-301, 1单元2层201, B1-102, 101-1.
    inner = None if text.startswith("-") else parse_room(f"1-{text}")
    two_parts = inner is not None and bool(re.fullmatch(rf"{_DASHED_ENTRANCE}-{_ROOM}", text)) and text[0].isdigit()
    if (
        whole is not None
        and whole.building == building
        and not (inner is not None and _FLOOR_AND_NUMBER.fullmatch(text))
        and not (two_parts and unit in ("", inner.unit if inner else ""))
    ):
        if whole.unit and unit not in ("", whole.unit):
            return _contradiction(text, unit)
        return RoomKey(building, whole.unit or unit, whole.room, whole.shown)
    if inner is not None and not (whole is not None and whole.unit and unit not in (inner.unit,)):
        if inner.unit and text[0].isalpha() and text[0].isascii() and unit != inner.unit and "-" in text:
            inner = _key("1", unit, text)  # B-101 is a shop's name, not entrance B
        if inner.unit and unit not in ("", inner.unit):
            return _contradiction(text, unit)
        return RoomKey(building, inner.unit or unit, inner.room, inner.shown)
    if whole is not None:
        return _contradiction(text, building)
    bare = re.sub(rf"{_ROOM_LABEL}$", "", text)
    if not _WORD_ROOM.fullmatch(bare.removeprefix("-")) or _NO_NUMBER_OF_A_ROOM.fullmatch(bare) or _two_rooms(bare):
        return _no_room(text)
    return _key(building, unit, bare)


_LIKE_A_ROOM = re.compile(rf"(?:{_KIND}-?)?-?[A-Z]{{0,2}}\d{{1,5}}[A-Z]?(?:-[0-9A-Z]{{1,5}})?{_ROOM_LABEL}?")


def may_be_room(text: str) -> bool:
    """Whether a text that stands alone looks like a room, whole (1-1-101) or not (101室, 商铺3)."""
    tidy = _tidy(text)
    return bool(_LIKE_A_ROOM.fullmatch(tidy) or (len(tidy) > 2 and parse_room(text)))


def _no_room(text: str) -> Problem:
    return _problem(_("“{room}” is not a room number. Write it like 101 or 1-1-101.").format(room=text))


def _contradiction(room: str, other: str) -> Problem:
    return _problem(
        _("The room “{room}” and “{other}” beside it contradict each other.").format(room=room, other=other)
    )


@lru_cache(maxsize=4096)
def floor_of(room: str) -> int | None:
    """The floor that a room's number tells: 101 → 1, 1203 → 12, B101 → -1; None when it tells none (商铺3)."""
    found = re.fullmatch(r"(B|-|负|[A-Z]{0,2})(\d{1,3})(\d{2})[A-Z]?(?:-\d{1,2})?", room)
    if not found:
        return None
    return -int(found[2]) if found[1] in ("B", "-", "负") else int(found[2])


_Chunk = tuple[int, int, str]
SortKey = tuple[tuple[_Chunk, ...], tuple[_Chunk, ...], int, tuple[_Chunk, ...]]


@lru_cache(maxsize=4096)
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


_PART_QUERY = re.compile(rf"({_PART}+(?:{_TOKEN}(?={_BUILDING_LABEL}|$))?){_BUILDING_LABEL}?")

_SHOP_QUERY = re.compile(rf"({_TOKEN}){_BUILDING_LABEL}({_KIND})")


def room_query(text: str, *, estate: str = "") -> str:
    """A typed word in the writing that rooms are found by: 1幢1单元101室 → 1-1-101, 1幢1单元 → 1栋1单元, １－１ → 1-1, 0301 → 301.

    Other words are only folded.

    Args:
        text: the word.
        estate: the site's name, which may stand in front of a room.
    """
    whole = parse_room(text, estate=estate)
    if whole is not None:
        return fold(whole.code)
    tidy = _tidy(text)
    if re.fullmatch(r"0+[1-9]\d{2,3}", tidy):
        return _code(tidy)
    if not re.search(r"\d", tidy) and not re.fullmatch(rf"[A-Z]{_BUILDING_LABEL}", tidy):
        return fold(text)
    if part := _PART_QUERY.fullmatch(tidy):
        return fold(part[1])  # 二期, 二期5栋
    if shop := _SHOP_QUERY.fullmatch(tidy):
        return fold(f"{shop[1]}-{shop[2]}")  # 3号楼商铺
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
    return f"{building}{unit}{key.shown or key.room}"
