"""Where a row of an office's own list is about: phase, building, entrance, floor and room, as the cells, the rows above and the sheet's name say.

Every list of rooms is read by it (the roster, arrears, readings of meters), so that a room is understood alike in all of them. Knows
neither workbooks nor the database. What the words mean is in `rules/roster.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from functools import lru_cache

from desk.errors import Problem
from desk.i18n import _
from desk.rules import roster, roster_places
from desk.rules.kit import dates, rooms
from desk.rules.kit.rooms import RoomKey
from desk.rules.roster_headings import FIELDS
from desk.rules.roster_places import Title
from desk.services.kit.workbooks.plans import ListProblem, SheetPlan

_FREE = frozenset(("note", "address", "workplace"))
_NAMES = frozenset(("name", "tenant", "family"))
FROM_1904 = 1462
"""How many days later a workbook begins to count that counts from 1904."""


@lru_cache(maxsize=4096)
def _date(text: str, today: date) -> date | Problem | None:
    return dates.parse_date(text, today=today)


class PlaceReader:
    """Reads the rows of a sheet one after the other; remembers what the cells above said.

    Args:
        plan: how the sheet is read.
        today: for dates.
        estate: the estate's name, which may stand in front of a room.
        from_1904: whether the workbook counts its days from 1904.
        title: what the sheet's name and the lines above the headings say of all rows; None asks the name.
    """

    def __init__(
        self, plan: SheetPlan, today: date, *, estate: str = "", from_1904: bool = False, title: Title | None = None
    ) -> None:
        self.plan = plan
        self.use(plan.columns)
        self.today = today
        self.from_1904 = from_1904
        self.seen: set[str] = set()
        self.values: Sequence[object] = ()
        self.default_role = "owner"
        self.texts: dict[str, str] = {}
        """The texts of the row's cells that were asked for; what has no column is known before."""
        self.row = 0
        self.problems: list[ListProblem] = []
        self.fields: list[str] = []
        """The fields of `problems`, one for each."""
        self.estate = estate
        # A sheet called 3栋 needs no column for it.
        self.title = title if title is not None else roster_places.read_title(plan.sheet)
        self.title_building, self.title_entrance = self.title.building, self.title.entrance
        self.building: object = None
        self.entrance: object = None
        self.storey: tuple[str, str] | None = None
        self.part = self.title.part
        self.room: RoomKey | None = None
        self.others: tuple[RoomKey, ...] = ()
        """The further rooms that the row's cell names."""
        self.building_name = ""
        self.parsed_in: tuple[object, object] | None = None

    def use(self, columns: Mapping[str, int]) -> None:
        """Reads the rows that follow by these columns."""
        self.columns = dict(columns)
        self.absent = dict.fromkeys((name for name in FIELDS if name not in self.columns), "")

    def begin(self, number: int, values: Sequence[object]) -> None:
        """Begins the next row."""
        self.row, self.values, self.texts, self.problems, self.fields = number, values, self.absent.copy(), [], []

    def is_divider(self, filled: Sequence[object], first: str) -> bool:
        """Whether a row is nothing but the name of the building that the rows below it are in; one that is not understood is told.

        Args:
            filled: the cells that hold anything.
            first: the text of the first of them.
        """
        return len(filled) == 1 and self._is_title(first)

    def pass_by(self) -> None:
        """Remembers the place of a row that says nothing else, for the rows below; what is wrong with it is nobody's."""
        before = len(self.problems)
        self._room(needed=False)
        del self.problems[before:], self.fields[before:]

    def whose(self, place: str = "", person: str = "") -> list[ListProblem]:
        """The row's problems with the room and the person they are about, as the row writes them where nothing else is known."""
        if not place:
            cells = self._get("building") or self._building(), self._get("entrance") or self.entrance, self._get("room")
            place = " ".join(text for text in map(roster.plain_text, cells) if text)
        found = []
        for problem, name in zip(self.problems, self.fields, strict=True):
            who = next((group for group in ("tenant", "family") if name.startswith(group)), "name")
            named = person or roster.plain_text(self._get(who)).replace("\n", " ")
            found.append(replace(problem, room=place, person=named))
        return found

    def _get(self, name: str) -> object:
        index = self.columns.get(name)
        return None if index is None or index >= len(self.values) else self.values[index]

    def _text(self, name: str) -> str:
        """The text of a field's cell; "" for nothing and for the error of a formula, which is reported."""
        known = self.texts.get(name)
        if known is not None:
            return known
        value = self._get(name)
        if value is None:
            self.texts[name] = ""
            return ""
        text = roster.free_text(value) if name in _FREE else roster.plain_text(value)
        if text and (roster.is_nobody(text) if name in _NAMES else roster.is_nothing(text)):
            text = ""
        elif text and roster.is_error(text):
            message = _("The formula in this cell has an error: {value}.").format(value=text)
            self._problem(name, Problem("cell-error", message))
            text = ""
        self.texts[name] = text
        return text

    def _problem(self, name: str, problem: Problem) -> None:
        index = self.columns.get(name)
        letter = "" if index is None else roster.column_letter(index)
        heading = "" if index is None or index >= len(self.plan.headings) else self.plan.headings[index]
        self.problems.append(ListProblem(self.plan.sheet, self.row, letter, problem.code, problem.message, heading))
        self.fields.append(name)

    def _date(self, name: str) -> date | None:
        value = self._get(name)
        if value is None:
            return None
        if isinstance(value, str):
            text = self._text(name)
            found = _date(text, self.today) if text else None
        else:
            if self.from_1904 and isinstance(value, (int, float)) and not isinstance(value, bool):
                value += FROM_1904
            found = dates.parse_date(value, today=self.today)
        if isinstance(found, Problem):
            self._problem(name, found)
            return None
        return found

    # ------------------------------------------------------------------------------------------------------------ the row
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
            self._saw(written, key, beside_building=bool(building) and not entrance)
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

    def _saw(self, written: str, key: RoomKey | None, *, beside_building: bool) -> None:
        """A room whose cell has dashes, and how it was understood; for readers that compare a whole sheet."""
