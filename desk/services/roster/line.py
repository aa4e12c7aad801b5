"""What the lines of a site's own roster say: who is in which room, with which numbers; and what is wrong with each cell.

Knows neither workbooks nor the database. What the words mean is in `rules/roster.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from desk.errors import Problem
from desk.i18n import _
from desk.rules import roster
from desk.rules.households import plate_problem
from desk.rules.kit import dates, rooms
from desk.rules.kit.rooms import RoomKey
from desk.rules.roster_headings import heading_columns, heading_field
from desk.rules.roster_places import Title
from desk.services.kit.workbooks.plans import SheetPlan
from desk.services.roster.beside import Beside
from desk.services.roster.data import Line, LinePerson, RosterContent
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
        super().__init__(plan, today, estate=estate, from_1904=from_1904, title=title)
        self.content = content
        self.beside = Beside(plan)
        self.doubts = Doubts(plan)
        self.skip_bad = skip_bad
        self.default_role = self.title.role or "owner"
        self.above = {texts for row in above if (texts := _told(row))}

    def read(self, number: int, values: Sequence[object]) -> None:
        """Reads one row into the content."""
        filled = [value for value in values if value is not None and value != ""]
        if not filled or not any(not isinstance(value, str) or value.strip() for value in filled):
            return
        self.begin(number, values)
        first = roster.plain_text(next(value for value in filled if not isinstance(value, str) or value.strip()))
        if self._is_no_line(first):
            return
        if self.is_divider(filled, first):
            self.content.problems += self.problems
            return
        lines = self._lines()
        self.beside.saw(number, values, lines)
        if self.problems:
            place = rooms.format_room(lines[0].room, building_name=lines[0].building_name) if lines else ""
            self.content.problems += self.whose(place)
        if not (self.skip_bad and self.problems):
            self.content.lines += lines

    def _is_no_line(self, first: str) -> bool:
        """Whether the row is one of totals, stands below the list or repeats the headings."""
        total = roster.is_total(first) or (not first[:1].isdigit() and roster.is_footer(first))
        total = total or any(isinstance(v := self._get(name), str) and roster.is_total(v) for name in ("room", "name"))
        if total:
            # A room and a name make a line, whatever they begin with: 统计局宿舍, Total Comfort Ltd.
            room, name = roster.plain_text(self._get("room")), roster.plain_text(self._get("name"))
            named = bool(room) and any(c.isalpha() for c in name) and any(c.isdigit() for c in room)
            return not named or any(roster.is_only_total(text) for text in (first, room, name))
        return not first[:1].isdigit() and (self._is_heading_again() or self._is_another_list(first))

    def _saw(self, written: str, key: RoomKey | None, *, beside_building: bool) -> None:
        self.doubts.saw(written, key, beside_building=beside_building)

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
            self.use(columns)
            self.beside = Beside(self.plan)
        return True

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
        for odd in filter(None, map(plate_problem, plates)):
            self._problem("vehicle", odd)
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
