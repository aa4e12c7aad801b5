"""What the lines of a site's own roster say: who is in which room, with which numbers; and what is wrong with each cell.

Knows neither workbooks nor the database. What the words mean is in `rules/roster.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from desk.errors import Problem
from desk.i18n import _
from desk.rules import roster, roster_places
from desk.rules.kit import dates, rooms
from desk.rules.kit.rooms import RoomKey
from desk.rules.roster_headings import heading_columns, heading_field
from desk.rules.roster_places import Title
from desk.services.roster.beside import Beside
from desk.services.roster.data import Line, LinePerson, RosterContent, RosterProblem, SheetPlan
from desk.services.roster.doubts import Doubts
from desk.services.roster.people import PeopleReader


@lru_cache(maxsize=1024)
def _may_be_heading(text: str) -> bool:
    return len(text) <= 12 and heading_field(text) is not None


def _told(row: Sequence[object]) -> tuple[str, ...]:
    """The texts of a row, without its empty cells."""
    return tuple(text for value in row if value is not None and (text := roster.plain_text(value)))


class SheetReader(PeopleReader):
    """Reads the lines of a sheet one after the other; remembers what the cells above said.

    Args:
        plan: how the sheet is read.
        content: gets the lines and problems.
        today: for dates and birthdays.
        skip_bad: leave out lines with a problem.
        estate: the estate's name, which may stand in front of a room.
        from_1904: whether the workbook counts its days from 1904.
        title: what the sheet's name and the lines above the headings say of all rows; None asks the name.
        above: the rows down to the headings, which may stand again on each page.
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
        title: Title | None = None,
        above: Sequence[Sequence[object]] = (),
    ) -> None:
        super().__init__(plan, today, from_1904=from_1904)
        self.content = content
        self.beside = Beside(plan)
        self.doubts = Doubts(plan)
        self.skip_bad = skip_bad
        self.estate = estate
        # A sheet called 3栋 needs no column for it.
        self.title = title if title is not None else roster_places.read_title(plan.sheet)
        self.title_building, self.title_entrance = self.title.building, self.title.entrance
        self.default_role = self.title.role or "owner"
        self.above = {texts for row in above if (texts := _told(row))}
        self.building: object = None
        self.entrance: object = None
        self.storey: tuple[str, str] | None = None
        self.part = self.title.part
        self.room: RoomKey | None = None
        self.others: tuple[RoomKey, ...] = ()
        self.building_name = ""
        self.parsed_in: tuple[object, object] | None = None

    def read(self, number: int, values: Sequence[object]) -> None:
        """Reads one row into the content."""
        filled = [value for value in values if value is not None and value != ""]
        if not filled or not any(not isinstance(value, str) or value.strip() for value in filled):
            return
        self.row, self.values, self.texts, self.problems, self.fields = number, values, {}, [], []
        first = roster.plain_text(next(value for value in filled if not isinstance(value, str) or value.strip()))
        if self._is_no_line(first) or (len(filled) == 1 and self._is_title(first)):
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
        total = roster.is_total(first) or roster.is_footer(first)
        total = total or any(isinstance(v := self._get(name), str) and roster.is_total(v) for name in ("room", "name"))
        if total:
            # A room and a name make a line, whatever they begin with: 统计局宿舍, Total Comfort Ltd.
            room, name = roster.plain_text(self._get("room")), roster.plain_text(self._get("name"))
            named = bool(room) and any(c.isalpha() for c in name) and any(c.isdigit() for c in room)
            return not named or any(roster.is_only_total(text) for text in (first, room, name))
        return not first[:1].isdigit() and (self._is_heading_again() or self._is_another_list(first))

    def _is_title(self, text: str) -> bool:
        """Whether a row with one text only names the place of the rows below."""
        title = roster_places.building_title(text)
        storey = roster_places.storey_title(text)
        if storey is not None:  # 3楼 is a floor of the building above, or a building: the first room below says it
            self.storey = (storey[0], title[0]) if title and storey[1] else None
            return True
        if title and (roster.plain_text(self._get("room")) != text or not text.endswith("#")):
            self._move_to(title[0], title[1] or None)
            return True
        if part := roster_places.part_title(text):  # 二期: of all buildings below
            self.part, self.title_building = part, ""
            self.building = self.entrance = self.room = None
            return True
        entrance = roster_places.entrance_title(text)
        if entrance and (self.building or self.title_building):
            self._move_to(self.building, entrance)
            return True
        return self._is_strange_place(text)

    def _settle_storey(self, room: object) -> None:
        """A row 3楼 above room 301 names the floor when a building is known, else the building (3楼)."""
        if self.storey is None:
            return
        floor, building = self.storey
        self.storey = None
        known = roster.plain_text(self.building or self.title_building)
        digits = rooms.building_code(floor)
        if known and not known.endswith(("楼", "樓")) and roster.plain_text(room).startswith(digits):
            return
        self._move_to(building, None)

    def _is_strange_place(self, text: str) -> bool:
        """Tells a row that seems to name a building in words not understood; the rooms below are not of the one above."""
        place = roster_places.may_be_place(text)
        alone = self._get("room") not in (None, "")
        known = self.building or self.title_building
        if alone and (not rooms.may_be_room(text) or (known and roster_places.may_be_both(text))):
            if not place:
                self.building = self.entrance = self.room = None
                return False
        elif not place or any(self._get(name) for name in ("room", "name", "phone", "note")):
            return False
        message = _("“{value}” seems to name a building, but is not understood. Write it like 1栋 or 2栋1单元.")
        self._problem("", Problem("room", message.format(value=text)))
        self.content.problems += self.problems
        self.building = self.entrance = self.room = None
        self.title_building = self.title_entrance = ""
        return True

    def _is_another_list(self, first: str) -> bool:
        """Whether a row begins another list below, with its columns elsewhere, or repeats the lines above the headings."""
        if (told := _told(self.values)) in self.above:
            return True
        if len(told) < 2 or not _may_be_heading(first):
            return False
        headings = tuple(roster.plain_text(value).replace("\n", " ") for value in self.values)
        columns = heading_columns(headings)
        if "room" not in columns or not ("name" in columns or "tenant" in columns):
            return False
        if headings != self.plan.headings[: len(headings)]:
            self.content.problems += self.beside.told()
            self.plan = replace(self.plan, columns=columns, headings=headings, header_row=self.row)
            self.columns, self.beside = dict(columns), Beside(self.plan)
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

    def _place_is_broken(self) -> bool:
        """Whether the formula of a cell that names the place has an error: which room it is, nobody knows."""
        broken = any(
            problem.code == "cell-error" and name in ("part", "building", "entrance")
            for problem, name in zip(self.problems, self.fields, strict=True)
        )
        if broken:
            self._problem("room", Problem("room", _("Where this room is cannot be read. It was left out.")))
            self.building = self.entrance = self.room = None
        return broken

    def _room(self, *, needed: bool) -> RoomKey | None:
        if self._place_turned_to_date():
            return None
        part, building, entrance = self._text("part"), self._text("building"), self._text("entrance")
        if self.problems and self._place_is_broken():
            return None
        if part and part != self.part:
            self.part = part
            self.building = self.entrance = self.room = None
        if building and building != self.building:
            self._move_to(building, None)
        if entrance and entrance != self.entrance:
            self._move_to(self.building, entrance)
        value = self._get("room")
        if self.storey is not None:
            self._settle_storey(value)
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
        if isinstance(written, str) and "-" in written:
            key = found if isinstance(found, RoomKey) else None
            self.doubts.saw(written, key, beside_building=bool(building) and not entrance)
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
        self._numbers_of_nobody(people)
        if not people:
            line.note = note
        line.people = tuple(people)
        self.seen.update(person.name for person in people)
        return line
