"""Columns of a list that nobody reads, and what may be lost with them: a part of the room's address, or a person.

Two homes that differ only in such a column (栋口, 项目) would become one home with two owners. It cannot be known what the column
means, but it can be seen that it tells homes apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from desk.i18n import _
from desk.rules import roster
from desk.rules.kit.rooms import format_room
from desk.services.kit.workbooks.plans import ListProblem, SheetPlan
from desk.services.roster.data import Line

_OF_PEOPLE = re.compile(
    "序号|编号|日期|时间|备注|说明|面积|金额|电话|手机|证|签|职业|工作|单位|学历|民族|籍贯|国籍|政治|微信|邮箱|人口|人数|户型|年龄|份额|比例|费|车"
    "|身高|婚|宗教|户籍|联系|地址|姓名|关系|性别|生日|出生|密码|照片|no$|date|age|email"
)
"""Headings of what differs between two owners of one home."""
_LONGEST = 12
_NUMBER = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")


class Beside:
    """The columns of a sheet that are not read, and the homes that they tell apart."""

    def __init__(self, plan: SheetPlan) -> None:
        read = set(plan.columns.values())
        self.plan = plan
        self.columns = [
            index
            for index, heading in enumerate(plan.headings)
            if heading and index not in read and not _OF_PEOPLE.search(heading.casefold())
        ]
        self.unnamed = {index for index, heading in enumerate(plan.headings) if not heading and index not in read}
        self.wide = len(plan.headings)
        self._rows = 0
        self._first: dict[str, tuple[int, str, tuple[str, ...]]] = {}
        self._values: dict[int, set[str]] = {index: set() for index in self.columns}
        self._apart: dict[int, list[tuple[int, int, Line]]] = {index: [] for index in self.columns}
        self._numbers: dict[int, int] = {}

    def saw(self, number: int, values: Sequence[object], lines: Sequence[Line]) -> None:
        """A row that was read, and what it says."""
        if len(values) > self.wide or self.unnamed:
            self._look_for_numbers(number, values)
        if not self.columns or not lines:
            return
        line = lines[0]
        owner = next((person.name for person in line.people if person.role == "owner"), "")
        if not owner:
            return
        self._rows += 1
        told = tuple(roster.plain_text(values[index]) if index < len(values) else "" for index in self.columns)
        for index, text in zip(self.columns, told, strict=True):
            self._values[index].add(text)
        before = self._first.setdefault(line.room.code, (number, owner, told))
        if before[1] != owner and before[2] != told:
            for place, index in enumerate(self.columns):
                one, other = before[2][place], told[place]
                if one and other and one != other and max(len(one), len(other)) <= _LONGEST:
                    self._apart[index].append((before[0], number, line))

    def _look_for_numbers(self, number: int, values: Sequence[object]) -> None:
        for index, value in enumerate(values):
            unread = index >= self.wide or index in self.unnamed
            if unread and value and index not in self._numbers and _NUMBER.search(roster.plain_text(value)):
                self._numbers[index] = number

    def told(self) -> list[ListProblem]:
        """What is to be told of them."""
        found = []
        for index, rows in self._apart.items():
            # A column with another value in each row counts the rows; it names no place.
            if not rows or len(self._values[index]) > max(2, self._rows // 2):
                continue
            first, second, line = rows[0]
            heading = self.plan.headings[index]
            # L10N: 第 {first} 行和第 {second} 行是同一房号，但“{heading}”一列不同，而此列没有读取。如属房号的一部分，请把该列指定为单元或分期。
            message = _(
                "Rows {first} and {second} name the same room with other owners, but differ in the column “{heading}”, which is not "
                "read. If it belongs to the room, say that it is the entrance or the phase."
            )
            words = message.format(first=first, second=second, heading=heading)
            owner = next(person.name for person in line.people if person.role == "owner")
            room = format_room(line.room, building_name=line.building_name)
            letter = roster.column_letter(index)
            found.append(
                ListProblem(self.plan.sheet, second, letter, "column", words, heading, room=room, person=owner)
            )
        for index, number in self._numbers.items():
            # L10N: {column} 列没有标题，其中的号码没有读取。
            message = _("Column {column} has no heading; the numbers in it were not read.")
            letter = roster.column_letter(index)
            found.append(ListProblem(self.plan.sheet, number, letter, "column", message.format(column=letter)))
        return found
