"""What the lines of a site's own roster say: who is in which room, with which numbers; and what is wrong with each cell.

Knows neither workbooks nor the database. What the words mean is in `rules/roster.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from desk.errors import Problem
from desk.i18n import _
from desk.rules import roster
from desk.rules.kit import dates, rooms
from desk.rules.kit.rooms import RoomKey
from desk.services.roster.beside import Beside
from desk.services.roster.data import Line, LinePerson, RosterContent, RosterProblem, SheetPlan
from desk.services.roster.people import PeopleReader


class SheetReader(PeopleReader):
    """Reads the lines of a sheet one after the other; remembers what the cells above said.

    Args:
        plan: how the sheet is read.
        content: gets the lines and problems.
        today: for dates and birthdays.
        skip_bad: leave out lines with a problem.
        estate: the estate's name, which may stand in front of a room.
        from_1904: whether the workbook counts its days from 1904.
    """

    def __init__(
        self,
        plan: SheetPlan,
        content: RosterContent,
        today: date,
        *,
        skip_bad: bool,
        estate: str = "",
        from_1904: bool = False,
    ) -> None:
        super().__init__(plan, today, from_1904=from_1904)
        self.content = content
        self.beside = Beside(plan)
        self.skip_bad = skip_bad
        self.estate = estate
        # A sheet called 3栋 needs no column for it.
        title = roster.building_title(plan.sheet)
        self.title_building, self.title_entrance = title or ("", "")
        self.building: object = None
        self.entrance: object = None
        self.part = ""
        self.room: RoomKey | None = None
        self.others: tuple[RoomKey, ...] = ()
        self.building_name = ""
        self.parsed_in: tuple[object, object] | None = None

    def read(self, number: int, values: Sequence[object]) -> None:
        """Reads one row into the content."""
        filled = [value for value in values if value is not None and value != ""]
        if not filled or not any(not isinstance(value, str) or value.strip() for value in filled):
            return
        self.row, self.values, self.texts, self.problems, self.fields = number, values, self.absent.copy(), [], []
        first = roster.plain_text(next(value for value in filled if not isinstance(value, str) or value.strip()))
        if self._is_no_line(first):
            return
        title = roster.building_title(first) if len(filled) == 1 else None
        if title and (roster.plain_text(self._get("room")) != first or not first.endswith("#")):
            self._move_to(title[0], title[1] or None)
            return
        if len(filled) == 1 and self._is_strange_place(first):
            return
        lines = self._lines()
        self.beside.saw(number, values, lines)
        if self.problems:
            self.content.problems += self._with_whose(lines)
        if not (self.skip_bad and self.problems):
            self.content.lines += lines

    def _with_whose(self, lines: Sequence[Line]) -> list[RosterProblem]:
        """The row's problems with the room and the person they are about."""
        if lines:
            room = rooms.format_room(lines[0].room, building_name=lines[0].building_name)
        else:
            place = self._get("building") or self._building(), self._get("entrance") or self.entrance, self._get("room")
            room = " ".join(text for text in map(roster.plain_text, place) if text)
        found = []
        for problem, name in zip(self.problems, self.fields, strict=True):
            who = next((group for group in ("tenant", "family") if name.startswith(group)), "name")
            person = roster.plain_text(self._get(who)).replace("\n", " ")
            found.append(replace(problem, room=room, person=person))
        return found

    def _is_no_line(self, first: str) -> bool:
        """Whether the row is one of totals, stands below the list or repeats the headings."""
        total = roster.is_total(first) or (not first[:1].isdigit() and roster.is_footer(first))
        total = total or any(isinstance(v := self._get(name), str) and roster.is_total(v) for name in ("room", "name"))
        if total:
            # A room and a name make a line, whatever they begin with: 统计局宿舍, Total Comfort Ltd.
            room, name = roster.plain_text(self._get("room")), roster.plain_text(self._get("name"))
            named = bool(room) and any(c.isalpha() for c in name) and any(c.isdigit() for c in room)
            return not named or any(roster.is_only_total(text) for text in (first, room, name))
        return not first[:1].isdigit() and self._is_heading_again()

    def _is_strange_place(self, text: str) -> bool:
        """Tells a row that seems to name a building in words not understood; the rooms below are not of the one above."""
        if not roster.may_be_place(text) or any(self._get(name) for name in ("room", "name", "phone", "note")):
            return False
        message = _("“{value}” seems to name a building, but is not understood. Write it like 1栋 or 2栋1单元.")
        self._problem("", Problem("room", message.format(value=text)))
        self.content.problems += self.problems
        self.building = self.entrance = self.room = None
        self.title_building = self.title_entrance = ""
        return True

    def _is_heading_again(self) -> bool:
        same = 0
        for index in self.columns.values():
            value = self.values[index] if index < len(self.values) else None
            if (
                isinstance(value, str)
                and value
                and roster.plain_text(value).replace("\n", " ") == self.plan.headings[index]
            ):
                same += 1
                if same == 3:
                    return True
        return False

    # ------------------------------------------------------------------------------------------------------- the room
    def _move_to(self, building: object, entrance: object) -> None:
        if rooms.building_code(building) != rooms.building_code(self.building):
            self.entrance, self.room = None, None
        self.building = building
        if entrance is not None:
            if rooms.unit_code(entrance) != rooms.unit_code(self.entrance):
                self.room = None
            self.entrance = entrance

    def _place_turned_to_date(self) -> bool:
        """Tells a building or entrance of which Excel made a date (1-2)."""
        for name in ("building", "entrance"):
            if name in self.columns and isinstance(value := self._get(name), (date, time, timedelta)):
                found = rooms.parse_parts(value, None, "101")
                if isinstance(found, Problem):
                    self._problem(name, found)
                self.building = self.entrance = self.room = None
                return True
        return False

    def _room(self, *, needed: bool) -> RoomKey | None:
        if self._place_turned_to_date():
            return None
        part, building, entrance = self._text("part"), self._text("building"), self._text("entrance")
        if part and part != self.part:
            self.part = part
            self.building = self.entrance = self.room = None
        if building and building != self.building:
            self._move_to(building, None)
        if entrance and entrance != self.entrance:
            self._move_to(self.building, entrance)
        value = self._get("room")
        # What Excel made a date or a float of is for the rule to judge; everything else is text.
        written: object = self._text("room") if isinstance(value, str) else value
        if written is None or written == "":
            if self.room is None and needed:
                self._problem("room", Problem("room", _("The room is missing, and there is none in the rows above.")))
            return self.room
        if "floor" in self.columns and (floor := self._text("floor")):
            of_floor = roster.room_of_floor(floor, roster.plain_text(written))
            if of_floor is None:
                # L10N: 看不懂楼层“{value}”，房号只有 {room}，请写全房号，例如 201。
                message = _(
                    "The floor “{value}” is not understood, and the room is only “{room}”. Write it whole, like 201."
                )
                self._problem("floor", Problem("room", message.format(value=floor, room=roster.plain_text(written))))
                self.room = None
                return None
            if of_floor != roster.plain_text(written):
                written = of_floor
        pieces = rooms.split_rooms(written) if isinstance(written, str) and not written.isdecimal() else [written]
        found = [self._parsed(piece) for piece in pieces]
        keys = [key for key in found if isinstance(key, RoomKey)]
        wrong = next((problem for problem in found if isinstance(problem, Problem)), None)
        if wrong is not None:
            self._problem("room", wrong)
            self.room = None
            return None
        if keys[0] != self.room:
            self.room, self.seen = keys[0], set()
            self.building_name = self._building_name(roster.plain_text(written))
        self.others = tuple(keys[1:])
        return keys[0]

    def _building(self) -> object:
        """The building as the cells name it, with its part of the estate in front."""
        building = self.building or self.title_building
        if not self.part or not building:
            return building
        part = f"{self.part}期" if self.part.isdecimal() else self.part
        text = roster.plain_text(building)
        return text if text.startswith(part) else f"{part}{text}"

    def _parsed(self, written: object) -> RoomKey | Problem:
        building = self._building()
        entrance = self.entrance or self.title_entrance
        if isinstance(written, str) and self.room is not None and (building, entrance) == self.parsed_in:
            # The usual line: another plain number in the same entrance.
            plain = written.removesuffix("室")
            if plain.isascii() and plain.isdigit() and 3 <= len(plain) <= 5 and plain[0] != "0":
                return RoomKey(self.room.building, self.room.unit, plain)
        found = rooms.parse_parts(building, entrance, written, estate=self.estate)
        if isinstance(found, Problem) and not self.building and self.title_building:
            found = rooms.parse_parts(None, self.entrance, written, estate=self.estate)
        if isinstance(found, RoomKey) and self.part and not building:
            part = rooms.building_code(f"{self.part}期" if self.part.isdecimal() else self.part)
            if not found.building.startswith(part):
                found = RoomKey(f"{part}{found.building}", found.unit, found.room, found.shown)
        # Only where the cells beside the room say it all is the next line's building known without its cell.
        plain_cell = isinstance(written, (int, float)) or str(written).removesuffix("室").isalnum()
        plain_cell = plain_cell and rooms.parse_room(roster.plain_text(written)) is None and "单元" not in str(written)
        self.parsed_in = (building, entrance) if plain_cell and building else None
        return found

    def _building_name(self, written: str) -> str:
        if self.building:
            return roster.building_name(roster.plain_text(self._building()))
        if (
            self.title_building
            and self.room is not None
            and rooms.building_code(self.title_building) == self.room.building
        ):
            return self.title_building
        return roster.building_name(written)

    def _has_left(self, who: str) -> bool:
        """Whether the row's column for it says that the person moved out, which is told: only who is there is imported."""
        value = self._get("left")
        text = self._text("left") if isinstance(value, str) else ""
        day = value
        if text:
            read = dates.parse_date(text, today=self.today)
            day = read if isinstance(read, date) else None
        elif isinstance(value, (int, float)) and not isinstance(value, bool) and value > 1:
            day = self._date("left")
        day = day.date() if isinstance(day, datetime) else day
        if not (roster.says_left(text) or value is True or (isinstance(day, date) and day <= self.today)):
            return False
        # L10N: {name}：此行写明已搬离（{value}），没有导入。
        message = _("{name} has left by this row ({value}) and was not imported.")
        shown = text or (day.isoformat() if isinstance(day, date) else _("yes"))
        self._problem("left", Problem("left", message.format(name=who.replace("\n", " "), value=shown)))
        return True

    def _lines(self) -> list[Line]:
        """The row's line; one for each room where the cell names several."""
        line = self._line()
        if line is None:
            return []
        return [line, *(replace(line, room=other) for other in self.others)]

    def _line(self) -> Line | None:
        names = self._text("name")
        tenants = self._text("tenant")
        family = self._text("family")
        vacant = roster.is_vacant(names)
        who = "" if vacant else names
        rest = not names and bool(self._text("document") or self._text("phone"))
        room = self._room(needed=bool(who or tenants or family or rest))
        if room is None:
            return None
        line = Line(self.plan.sheet, self.row, room, self.building_name)
        measured = self._get("area")
        area = roster.read_area(self._text("area") if isinstance(measured, str) else measured)
        if isinstance(area, Problem):
            self._problem("area", area)
        else:
            line.area = area
        plates, problem = roster.read_plates(self._text("vehicle"))
        line.plates = tuple(plates)
        if problem:
            self._problem("vehicle", problem)
        note = self._text("note")
        people: list[LinePerson] = []
        if "left" in self.columns and (who or tenants) and self._has_left(who or tenants):
            return line
        if who:
            people = self._people(who, note)
        elif rest:
            self._problem("name", Problem("name", _("There is a number but no name.")))
        if tenants:
            people += self._tenants(tenants)
        if family:
            people += self._family(family)
        if not people:
            line.note = note
        line.people = tuple(people)
        self.seen.update(person.name for person in people)
        return line
