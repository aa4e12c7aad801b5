"""What the titles in a site's own roster name: sheets, lines above the headings, rows that divide the list (handbook A1).

1栋, 2号楼1单元, 一期, 2单元, 租户名单, 已搬走. What the cells of a row mean is in `rules/roster.py`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from desk.rules.kit.numerals import without_roman
from desk.rules.kit.texts import visible

_START = re.compile(
    r"(?:以下(?:为|是)?|(?:业主|住户|房屋|楼栋)?(?:信息|登记|资料)?表|名单|楼栋|楼号|栋号|幢号|[★☆●○■□◆◇▲△※►]|[(（][一二三四五六七八九十\d]{1,2}[)）](?!栋|幢)"
    r"|(?:[一二三四五六七八九十]{1,2}|\d{1,2})[、.](?=\D*\d|[一二三四五六七八九十])|[:：])+"
)
_END = re.compile(
    r"(?:[(（\[【](?![东西南北中甲乙丙丁A-Z0-9一二三]{1,2}(?:区|座|栋|楼|单元)?[)）\]】])[^)）\]】]*[)）\]】]"
    r"|共?\d+(?:户|套|间|人|层)|业主|住户|租户|租客|承租人?|租赁|出租|家属|家庭成员|客户|人员|房屋|房产|住宅|小高层|高层|多层|洋房"
    r"|名单|名册|花名册|清册|汇总|统计|基本|信息|登记|清单|明细|台账|资料|档案|数据|情况|表|(?:19|20)\d\d年(?:\d{1,2}月)?|[:：、,，\-—])+$"
)
_NUMBER = "[0-9A-Z一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]"
_PART_WORDS = "期|区|區|[号號]院|弄|苑|组团|組團"
_TITLE = re.compile(
    rf"(第?[\u3400-\u9fff]{{0,8}}?(?:{_NUMBER}{{1,4}}(?:{_PART_WORDS}))*(?:{_NUMBER}{{1,4}}|[甲乙丙丁东西南北東])(?:[号號][楼樓]|栋|幢|座|#?楼|#|棟|樓|(?<=[0-9A-Z])塔楼?))"
    rf"(?:-?({_NUMBER}{{1,3}}|[甲乙丙丁东西南北東])(?:单元|單元|门洞?|門|梯))?",
    re.IGNORECASE,
)
_ENTRANCE = re.compile(rf"第?({_NUMBER}{{1,3}}|[甲乙丙丁东西南北東])(?:单元|單元|门洞?|門|梯)", re.IGNORECASE)
_PART = re.compile(
    rf"第?(?:{_NUMBER}{{1,3}}|[东西南北中東]{{1,2}})(?:{_PART_WORDS}|园|園|里|坊|村|地块|标段|街区|片区)", re.IGNORECASE
)


def _tidy(text: str) -> str:
    text = unicodedata.normalize("NFKC", visible(without_roman(text))).replace(" ", "")
    text = text.strip("【】[]《》<>=*-—·")
    return _END.sub("", _START.sub("", text, count=1) if _START.match(text) else text)


def building_title(text: str) -> tuple[str, str] | None:
    """Building and entrance when a text is nothing but their names, as in a sheet's name or a row that divides the list.

    1栋, 2#楼, 3号楼（共1户）, 二期4栋, 翠园5栋, 7#, 2栋1单元, 【1栋】, 1栋业主名单, ★2栋, 二、3号楼, 以下为2栋.
    """
    found = _TITLE.fullmatch(_tidy(text))
    return (found[1], found[2] or "") if found else None


def entrance_title(text: str) -> str:
    """The entrance when a text is nothing but its name (2单元, 第二单元：, 东单元); "" for any other text."""
    found = _ENTRANCE.fullmatch(_tidy(text))
    return found[1] if found else ""


def part_title(text: str) -> str:
    """The part of the estate when a text is nothing but its name (一期, A区, 东苑); "" for any other text."""
    bare = _tidy(text)
    return bare if _PART.fullmatch(bare) else ""


@dataclass(frozen=True, slots=True)
class Title:
    """What the name of a sheet and the lines above its headings say of all its rows.

    Attributes:
        part: of the estate: 一期, A区, 东苑. building, entrance: 3栋, 2. "" where nothing is said.
        role: of the people, "" where nothing is said.
        left: whether the people have left.
    """

    part: str = ""
    building: str = ""
    entrance: str = ""
    role: Literal["", "tenant", "member"] = ""
    left: bool = False


_LEFT = re.compile(
    "搬走|搬离|搬出|迁出|退租|退房|历史|前业主|原业主|已过户|注销|作废|旧名单|former|moved ?out", re.IGNORECASE
)
_TENANTS = re.compile("租户|租客|承租|租赁户|租戶|tenant", re.IGNORECASE)
_OWNERS = re.compile("业主|產權|产权|业戶|owner", re.IGNORECASE)
_FAMILIES = re.compile("家属|家庭成员|同住人|家屬")


def read_title(text: str) -> Title:
    """What a sheet's name or a line above the headings says: 一期, 3栋2单元业主信息表, 租户名单, 已搬走."""
    role: Literal["", "tenant", "member"] = ""
    if not _OWNERS.search(text):
        role = "tenant" if _TENANTS.search(text) else "member" if _FAMILIES.search(text) else ""
    building, entrance = building_title(text) or ("", entrance_title(text))
    return Title(part_title(text), building, entrance, role, bool(_LEFT.search(text)))


def together(first: Title, second: Title) -> Title:
    """Two titles of one sheet: the first says what it says, the second the rest."""
    place = first if first.building else second
    return Title(
        first.part or second.part,
        place.building,
        first.entrance or second.entrance,
        first.role or second.role,
        first.left or second.left,
    )


_PLACE_WORDS = re.compile(
    r"[栋棟幢座楼樓苑期区區弄院塔#]|单元|單元|組團|组团|商铺|商業|商业|门面|底商|车库|車庫|别墅|公寓|洋房|联排|叠拼|排屋|\b(?:block|building|tower|unit|phase)\b",
    re.IGNORECASE,
)
_SHORT_PLACE = re.compile(r"[A-Z]{1,2}\d{0,2}|\d{1,3}-\d{1,2}", re.IGNORECASE)


def may_be_place(text: str) -> bool:
    """Whether a text that stands alone in a row seems to name a building or a part of the estate."""
    return len(text) <= 24 and bool(_PLACE_WORDS.search(text) or _SHORT_PLACE.fullmatch(text))


def may_be_both(text: str) -> bool:
    """Whether a text (2-1) may name building and entrance as well as a room."""
    return bool(re.fullmatch(r"\d{1,3}-\d{1,2}", text))


_STOREY = re.compile(r"第?([一二三四五六七八九十]{1,3}|\d{1,2})([层層楼樓F])", re.IGNORECASE)


def storey_title(text: str) -> tuple[str, bool] | None:
    """The floor when a text is nothing but its name (3层, 三楼), and whether it may as well be a building (3楼)."""
    found = _STOREY.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    return (found[1], found[2] in "楼樓") if found else None


__all__ = [
    "Title",
    "building_title",
    "entrance_title",
    "may_be_both",
    "may_be_place",
    "part_title",
    "read_title",
    "storey_title",
    "together",
]
