"""The acts that show or hand out data of people: what the access log lists, counts and says they were for (handbook S27)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from desk.i18n import N_


class Look(NamedTuple):
    """An act that shows or hands out data of people: it stands in the access log (handbook S27).

    Attributes:
        act: its event. words: msgid. column: under which it is counted on the month's sheet.
        role: the least role of one that hands out a list; "". purpose: the fixed purpose of such a list.
    """

    act: str
    words: str
    column: str
    role: str = ""
    purpose: str = ""


COLUMNS = ("pages", "numbers", "papers", "lists", "many")
"""What the month's sheet counts: pages of homes, whole numbers, papers with whole numbers, lists that left, look-ups in a row."""
# L10N: 查看完整号码
_NUMBERS = N_("Whole numbers shown")
# L10N: 打印含完整证件号码的单据
_PRINTED = N_("Paper with whole identity numbers printed")
# L10N: 整套档案存为 PDF
_FILE = N_("Whole file kept as PDF")
LOOKS: tuple[Look, ...] = (
    # L10N: 打开住户页
    Look("household.open", N_("Page of a home opened"), "pages"),
    Look("household.reveal", _NUMBERS, "numbers"),
    # L10N: 核对证件号码
    Look("household.check-identity", N_("Document number compared"), "numbers"),
    Look("callback.reveal", _NUMBERS, "numbers"),
    Look("call.number", _NUMBERS, "numbers"),
    Look("renovation.reveal", _NUMBERS, "numbers"),
    Look("release.reveal", _NUMBERS, "numbers"),
    # L10N: 查看或保存完整单据
    Look("slip.look", N_("Whole paper shown or saved"), "papers"),
    Look("slip.print-whole", _PRINTED, "papers"),
    Look("slip.print-whole-many", _PRINTED, "papers"),
    Look("renovation.archive", _FILE, "papers"),
    Look("move.archive", _FILE, "papers"),
    # L10N: 打开扫描件或照片
    Look("file.look", N_("Scan or photo opened"), "papers"),
    # L10N: 出具个人信息查询单
    Look("access.person-sheet", N_("Sheet of what is known issued"), "papers"),
    # L10N: 导出群发手机号
    Look("incident.phones", N_("List of mobiles saved"), "lists", "supervisor", "urgent"),
    # L10N: 导出信函联系方式
    Look("letter-run.export", N_("Contacts of a run of letters saved"), "lists", "manager", "letters"),
    # L10N: 导出问候联系方式
    Look("greeting-run.export", N_("Contacts of greetings saved"), "lists", "manager", "letters"),
    # L10N: 导出会员名单
    Look("points.export", N_("List of members saved"), "lists", "manager", "members"),
    Look("member.list-export", N_("List of members saved"), "lists", "manager", "members"),
    Look("points.top-export", N_("List of members saved"), "lists", "manager", "members"),
    Look("tier.proposals-export", N_("List of members saved"), "lists", "manager", "members"),
    # L10N: 导出发卡登记簿
    Look("card.book-export", N_("Issue book of cards saved"), "lists", "manager", "members"),
    # L10N: 导出收款日报
    Look("money.day-book-export", N_("Day book saved"), "lists", "manager", "office"),
    # L10N: 导出未完成事项
    Look("report.export", N_("Unfinished requests saved"), "lists", "manager", "office"),
    # L10N: 保存导入名单的问题
    Look("import.problems-export", N_("Problems of a list saved"), "lists", "receptionist", "list"),
    # L10N: 连续查号
    Look("finder.many", N_("Many look-ups in a row"), "many"),
)
PURPOSES: Mapping[str, str] = {
    # L10N: 修改资料
    "edit": N_("Changing the data"),
    # L10N: 查看
    "look": N_("Looking at it"),
    # L10N: 另存
    "save": N_("Keeping a copy"),
    # L10N: 命令行打印
    "command": N_("By command"),
    # L10N: 紧急通知
    "urgent": N_("Urgent message"),
    # L10N: 寄信与问候
    "letters": N_("Letters and greetings"),
    # L10N: 会员工作
    "members": N_("Work with members"),
    # L10N: 内部台账
    "office": N_("Books of the office"),
    # L10N: 本人查询
    "own": N_("Asked for by the person"),
    # L10N: 整理名单
    "list": N_("Putting a list right"),
}
"""Purposes that follow from the act itself; those asked for are the site's list `view_purposes`."""


def exported(act: str) -> Look:
    """The rule of an act that hands out a list of people.

    Raises:
        KeyError: it is none.
    """
    return {each.act: each for each in LOOKS if each.column == "lists"}[act]


def acts_of(column: str = "") -> tuple[str, ...]:
    """The events of the access log, all or those of a column of its sheet."""
    return tuple(each.act for each in LOOKS if column in ("", each.column))


__all__ = ["COLUMNS", "LOOKS", "PURPOSES", "Look", "acts_of", "exported"]
