"""What the words in an office's own list of readings mean: headings, kinds of meters, what a cell shows (handbook S1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from desk.errors import Problem
from desk.i18n import _
from desk.rules import roster, roster_headings
from desk.rules.fees import PLACES
from desk.rules.kit.money import parse_number

_FIELDS = (
    (r"上次|上期|上月|起码|前次|起度|previous|lastread", ""),
    (r"用量|用水量|用电量|实用|usage|used", ""),
    (r"日期|抄表日|时间|時間|date|readon", "on"),
    (r"表号|表號|表编号|表編號|表码号|meterno|meternumber|^number$|^no$", "number"),
    (r"表种|表種|表类|表類|类型|種類|种类|kind|type", "kind"),
    (r"读数|讀數|本次|本期|本月|抄见|止码|度数|度數|表底|reading|value", "value"),
)
_PATTERNS = tuple((re.compile(pattern), field) for pattern, field in _FIELDS)
_KINDS = (
    (r"水|water", "water"),
    (r"电|電|electric|power", "electricity"),
    (r"气|氣|gas", "gas"),
    (r"暖|热|熱|heat", "heat"),
)


def heading_field(text: str) -> str:
    """The field that a column's heading means: one of a place, number, kind, value, on; "" for none."""
    bare = re.sub(r"[(（\[【].*?[)）\]】]|[\s*:：_.#]", "", unicodedata.normalize("NFKC", text).casefold())
    if not bare or len(bare) > 20:
        return ""
    of_room = roster_headings.heading_field(text)
    if of_room in roster_headings.PLACE:
        return of_room
    return next((field for pattern, field in _PATTERNS if pattern.search(bare)), "")


def heading_columns(headings: Sequence[str]) -> dict[str, int]:
    """The columns (0 = the first heading) of the fields in a row of headings; the first column of a field wins."""
    found = roster_headings.place_columns(headings)
    taken = set(found.values())
    for index, heading in enumerate(headings):
        field = heading_field(heading) if index not in taken else ""
        if field:
            found.setdefault(field, index)
    return found


def is_list(columns: dict[str, int]) -> bool:
    """Whether headings are those of a list of readings: a reading, and a room or the number of a meter."""
    return "value" in columns and ("room" in columns or "number" in columns)


def read_kind(text: str) -> str:
    """The kind of meter that a cell names; "" when it names none."""
    bare = unicodedata.normalize("NFKC", text).casefold()
    return next((kind for pattern, kind in _KINDS if re.search(pattern, bare)), "")


_NO_METER = Decimal(10**15)
"""What no dial shows; `rules.fees.meters` says how much a meter of ours may."""


def read_value(value: object) -> Decimal | Problem:
    """What a cell shows; Excel's own noise is rounded away."""
    text = re.sub(r"(?:度|吨|噸|m3|m³|kwh|立方米?)$", "", roster.plain_text(value).casefold()).strip()
    try:
        number = parse_number(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= _NO_METER:
        # L10N: “{value}”不是读数
        words = _("“{value}” is not a reading. Write it like 1234.5.")
        return Problem("value", words.format(value=roster.plain_text(value)), "value")
    return round(number, PLACES + 2 if isinstance(value, str) else PLACES)


__all__ = ["heading_columns", "heading_field", "is_list", "read_kind", "read_value"]
