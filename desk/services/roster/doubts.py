"""Rooms that only the whole list explains: 3-101 beside building 3 repeats the building or names an entrance, 2-3-1-101 has a floor or a phase."""

from __future__ import annotations

import re

from desk.i18n import _
from desk.rules.kit.rooms import RoomKey, format_room
from desk.services.kit.workbooks.plans import ListProblem, SheetPlan
from desk.services.roster.data import RosterContent

_FOUR = re.compile(r"\d{1,3}-\d{1,2}-\d-\d{3}")
_FOUR_PARTS = re.compile(r"\d{1,3}-\d{1,2}-\d{1,2}-\d{3,4}")
_TWO = re.compile(r"(\d{1,3})-\d{3,4}")


class Doubts:
    """The rooms of a sheet that could be read in two ways."""

    def __init__(self, plan: SheetPlan) -> None:
        self.plan = plan
        self._twice: set[str] = set()
        self._floors: dict[str, str] = {}
        self._not_floors = False

    def saw(self, written: str, key: RoomKey | None, *, beside_building: bool) -> None:
        """A cell with dashes and what it was read as, None when it was not understood."""
        written = written.replace(" ", "")
        two = _TWO.fullmatch(written)
        if two and beside_building and key is not None and key.unit == key.building:
            self._twice.add(key.code)
        elif not beside_building and _FOUR_PARTS.fullmatch(written):
            if key is None:
                self._not_floors = True
            elif _FOUR.fullmatch(written):
                self._floors[key.code] = written

    def settle(self, content: RosterContent) -> list[ListProblem]:
        """Corrects or takes out of the content what the other rows speak against, and says what is to be told."""
        if self._twice:
            self._building_or_entrance(content)
        return self._floor_or_part(content) if self._floors and self._not_floors else []

    def _building_or_entrance(self, content: RosterContent) -> None:
        """3-101 beside building 3 is no entrance 3 where the building has no other one."""
        lines = [line for line in content.lines if line.sheet == self.plan.sheet]
        entrances: dict[str, set[str]] = {}
        for line in lines:
            entrances.setdefault(line.room.building, set()).add(line.room.unit)
        for line in lines:
            key = line.room
            if key.code in self._twice and entrances[key.building] == {key.building}:
                line.room = RoomKey(key.building, "", key.room, key.shown)

    def _floor_or_part(self, content: RosterContent) -> list[ListProblem]:
        """Where one 2-3-1-203 has no floor in it, 2-3-1-101 has none either: the first figure may be the phase."""
        # L10N: “{room}”可能是“期-栋-单元-房号”，也可能是“栋-单元-楼层-房号”，请分列写明。
        message = _(
            "“{room}” may begin with the phase or have the floor in it. Write its parts in columns of their own."
        )
        found = []
        kept = []
        for line in content.lines:
            written = self._floors.get(line.room.code) if line.sheet == self.plan.sheet else None
            if written is None:
                kept.append(line)
                continue
            name = line.people[0].name if line.people else ""
            room = format_room(line.room, building_name=line.building_name)
            words = message.format(room=written)
            found.append(ListProblem(self.plan.sheet, line.row, "", "room", words, room=room, person=name))
        content.lines[:] = kept
        return found
