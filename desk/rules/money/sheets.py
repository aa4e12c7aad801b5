"""What the words in an office's own list of arrears mean: headings, kinds of fees, amounts (handbook R1).

One row a room with a column for each fee (物业费, 水费 …), or one row a fee with a column that names it: both are common.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from desk.errors import Problem
from desk.i18n import N_, _
from desk.rules import roster, roster_headings
from desk.rules.kit.money import LARGEST, parse_fen

FIELDS: dict[str, str] = {
    "part": N_("Phase or part"),
    "building": N_("Building"),
    "entrance": N_("Entrance"),
    "floor": N_("Floor"),
    "room": N_("Room"),
    "name": N_("Name"),
    # L10N: 收费项目
    "kind": N_("Charge item"),
    # L10N: 期间
    "period": N_("Period"),
    # L10N: 欠费金额
    "amount": N_("Amount owed"),
    # L10N: 截止日期
    "since": N_("As of"),
    # L10N: 原单号
    "source": N_("Number of the paper"),
    # L10N: 物业费
    "management": N_("Management fee"),
    # L10N: 水费
    "water": N_("Water"),
    # L10N: 电费
    "electricity": N_("Electricity"),
    # L10N: 停车费
    "parking": N_("Parking"),
    # L10N: 其他
    "other": N_("Other"),
    # L10N: 预缴款
    "prepaid": N_("Prepayment"),
    # L10N: 合计
    "total": N_("Total"),
}
"""The fields that a column can be, with their labels."""
OF_FEES = ("management", "water", "electricity", "parking", "other")
"""Fields that are a kind of fee each: their cells hold what is owed of it."""

_KINDS: tuple[tuple[str, str], ...] = (
    (r"预缴|预存|预付|預繳|預存|余额抵扣|prepa", "prepaid"),
    (r"停车|车位|停車|車位|parking", "parking"),
    (r"水费|水費|^水$|^水电?表?用水|water", "water"),
    (r"电费|電費|^电$|^電$|electric|power", "electricity"),
    (r"物业|物業|管理费|管理費|management|service", "management"),
    (r"其他|其它|杂费|雜費|other|misc", "other"),
)
_KIND_PATTERNS = tuple((re.compile(pattern), kind) for pattern, kind in _KINDS)
_FIELDS: tuple[tuple[str, str], ...] = (
    (r"合计|总计|小计|总额|合計|總計|總額|^total", "total"),
    (
        r"收费项目|费用项目|费用类型|费用名称|收费类型|款项|科目|^项目$|收費項目|費用項目|^項目$|feetype|chargeitem|^item$|^kind$",
        "kind",
    ),
    (r"截止|截至|基准日|asof|^日期$|^date$", "since"),
    (r"期间|月份|账期|所属期|期間|帳期|period|month", "period"),
    (r"单号|票号|编号|凭证|单据|單號|編號|憑證|number|^no$|receiptno", "source"),
)
_FIELD_PATTERNS = tuple((re.compile(pattern), field) for pattern, field in _FIELDS)
_AMOUNT = re.compile(
    r"金额|欠费|欠款|欠缴|未缴|应收|余额|金額|欠費|欠繳|未繳|應收|餘額|amount|owed|balance|arrears|due"
)
_UNWANTED = re.compile(r"面积|面積|单价|單價|姓名|电话|電話|序号|序號|备注|備註|业主|業主|客户|客戶|滞纳|滯納")


def heading_field(text: str) -> str | None:
    """The field that a column's heading means; None when it means none we take."""
    bare = re.sub(r"[(（\[【].*?[)）\]】]|[\s*:：_.#]", "", unicodedata.normalize("NFKC", text).casefold())
    if not bare or len(bare) > 20:
        return None
    of_room = roster_headings.heading_field(text)
    if of_room in roster_headings.PLACE:
        return of_room
    if _UNWANTED.search(bare):
        return None
    for pattern, field in _FIELD_PATTERNS:
        if pattern.search(bare):
            return field
    return read_kind(bare) or ("amount" if _AMOUNT.search(bare) else None)


def heading_columns(headings: Sequence[str]) -> dict[str, int]:
    """The columns (0 = the first heading) of the fields in a row of headings; the first column of a field wins."""
    found = roster_headings.place_columns(headings)
    taken = set(found.values())
    for index, heading in enumerate(headings):
        field = heading_field(heading) if index not in taken else None
        if field is not None:
            found.setdefault(field, index)
    return found


def is_list(columns: dict[str, int] | Sequence[str]) -> bool:
    """Whether headings are those of a list of arrears: a room, and a fee or an amount."""
    return "room" in columns and any(field in columns for field in (*OF_FEES, "prepaid", "amount"))


def read_kind(text: str) -> str | None:
    """The kind of fee that a cell or a heading names; None when it names none."""
    bare = unicodedata.normalize("NFKC", text).casefold().replace(" ", "")
    return next((kind for pattern, kind in _KIND_PATTERNS if pattern.search(bare)), None)


def read_amount(value: object) -> int | Problem | None:
    """The fen of a cell; None for an empty one or one that says there is nothing.

    Excel's own noise (239.94000000000003) is rounded away; a third place that was typed is a problem.
    """
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, str):
        text = roster.plain_text(value)
        return None if not text or roster.is_nothing(text) else parse_fen(text)
    try:
        amount = round(Decimal(repr(value)), 6) * 100
    except (InvalidOperation, ValueError):
        return parse_fen(str(value))
    if not amount.is_finite():
        return parse_fen(str(value))
    if amount != amount.to_integral_value():
        return Problem("fen", _("An amount has at most two places after the point."), "amount")
    if abs(amount) >= LARGEST:
        return Problem("large", _("This amount is too large. Please check it."), "amount")
    return int(amount)


__all__ = ["FIELDS", "OF_FEES", "heading_columns", "heading_field", "is_list", "read_amount", "read_kind"]
