"""What the lines of a site's own roster say: who is in which room, with which numbers; and what is wrong with each cell.

Knows neither workbooks nor the database. What the words mean is in `rules/roster.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from desk.errors import Problem
from desk.i18n import _
from desk.rules import households as household
from desk.rules import roster
from desk.rules.kit import dates, identity, phones, rooms
from desk.rules.kit.rooms import RoomKey
from desk.services.roster.data import Line, LinePerson, RosterContent, RosterProblem, SheetPlan


# ------------------------------------------------------------------------------------------------------------ one sheet
@lru_cache(maxsize=4096)
def _role(text: str) -> tuple[str, str] | None:
    return roster.read_role(text)


@lru_cache(maxsize=4096)
def _date(text: str, today: date) -> date | Problem | None:
    return dates.parse_date(text, today=today)


class SheetReader:
    """Reads the lines of a sheet one after the other; remembers what the cells above said."""

    def __init__(self, plan: SheetPlan, content: RosterContent, today: date, *, skip_bad: bool) -> None:
        self.plan = plan
        self.columns = dict(plan.columns)
        self.content = content
        self.today = today
        self.skip_bad = skip_bad
        # A sheet called 3栋 needs no column for it.
        title = roster.building_title(plan.sheet)
        self.title_building, self.title_entrance = title or ("", "")
        self.building: object = None
        self.entrance: object = None
        self.room: RoomKey | None = None
        self.building_name = ""
        self.parsed_in: tuple[object, object] | None = None
        self.seen: set[str] = set()
        self.values: Sequence[object] = ()
        self.texts: dict[str, str] = {}
        self.row = 0
        self.problems: list[RosterProblem] = []

    def _get(self, name: str) -> object:
        index = self.columns.get(name)
        return None if index is None or index >= len(self.values) else self.values[index]

    def _text(self, name: str) -> str:
        """The text of a field's cell; "" for nothing and for the error of a formula, which is reported."""
        known = self.texts.get(name)
        if known is not None:
            return known
        text = roster.plain_text(self._get(name)) if name in self.columns else ""
        if text and roster.is_nothing(text):
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
        self.problems.append(RosterProblem(self.plan.sheet, self.row, letter, problem.code, problem.message, heading))

    def read(self, number: int, values: Sequence[object]) -> None:
        """Reads one row into the content."""
        filled = [value for value in values if value is not None and value != ""]
        if not filled or not any(not isinstance(value, str) or value.strip() for value in filled):
            return
        self.row, self.values, self.texts, self.problems = number, values, {}, []
        first = roster.plain_text(next(value for value in filled if not isinstance(value, str) or value.strip()))
        if roster.is_total(first) or roster.is_footer(first) or (not first[:1].isdigit() and self._is_heading_again()):
            return
        if any(isinstance(value := self._get(name), str) and roster.is_total(value) for name in ("room", "name")):
            return
        if (
            len(filled) == 1
            and (title := roster.building_title(first))
            and roster.plain_text(self._get("room")) != first
        ):
            self._move_to(title[0], title[1] or None)
            return
        line = self._line()
        self.content.problems += self.problems
        if line is not None and not (self.skip_bad and self.problems):
            self.content.lines.append(line)

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

    def _room(self, *, needed: bool) -> RoomKey | None:
        building, entrance = self._text("building"), self._text("entrance")
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
        found = self._parsed(written)
        if isinstance(found, Problem):
            self._problem("room", found)
            self.room = None
            return None
        if found != self.room:
            self.room, self.seen = found, set()
            self.building_name = self._building_name(roster.plain_text(written))
        return found

    def _parsed(self, written: object) -> RoomKey | Problem:
        building = self.building or self.title_building
        entrance = self.entrance or self.title_entrance
        if isinstance(written, str) and self.room is not None and (building, entrance) == self.parsed_in:
            # The usual line: another plain number in the same entrance.
            plain = written.removesuffix("室")
            if plain.isascii() and plain.isdigit() and 3 <= len(plain) <= 5:
                return RoomKey(self.room.building, self.room.unit, plain)
        found = rooms.parse_parts(building, entrance, written)
        if isinstance(found, Problem) and not self.building and self.title_building:
            found = rooms.parse_parts(None, self.entrance, written)
        # Only where the cells beside the room say it all is the next line's building known without its cell.
        plain_cell = (
            rooms.parse_room(roster.plain_text(written)) is None
            and "-" not in str(written)
            and "单元" not in str(written)
        )
        self.parsed_in = (building, entrance) if plain_cell and building else None
        return found

    def _building_name(self, written: str) -> str:
        if self.building:
            return roster.building_name(roster.plain_text(self.building))
        if (
            self.title_building
            and self.room is not None
            and rooms.building_code(self.title_building) == self.room.building
        ):
            return self.title_building
        return roster.building_name(written)

    def _line(self) -> Line | None:
        names = self._text("name")
        tenants = self._text("tenant")
        vacant = roster.is_vacant(names)
        who = "" if vacant else names
        rest = not names and bool(self._text("document") or self._text("phone"))
        room = self._room(needed=bool(who or tenants or rest))
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
        if who:
            people = self._people(who, note)
        elif rest:
            self._problem("name", Problem("name", _("There is a number but no name.")))
        if tenants:
            people += self._tenants(tenants)
        if not people:
            line.note = note
        line.people = tuple(people)
        self.seen.update(person.name for person in people)
        return line

    # ------------------------------------------------------------------------------------------------------ its people
    def _people(self, text: str, note: str) -> list[LinePerson]:
        named = roster.split_names(text)
        count = len(named)
        roles = self._roles(count)
        since = self._date("since")
        if since is not None and since > self.today:
            ahead = household.stay_problems(role="owner", kind="person", since=since, today=self.today)
            for problem in ahead:
                self._problem("since", problem)
            since = None if ahead else since
        workplace, address, emergency = self._text("workplace"), self._text("address"), self._text("emergency_name")
        found = []
        for index, (name, remark) in enumerate(named):
            if not any(character.isalpha() for character in name):
                self._problem("name", Problem("name", _("“{value}” is no name.").format(value=name)))
                continue
            role, relation = roles[index]
            told = _role(remark) if remark else None
            own_note = note if index == 0 else ""
            if told is not None and told[0] != "owner":
                role, relation = told[0], told[1] or relation
            elif remark and told is None:
                own_note = "\n".join(part for part in (remark, own_note) if part)
            kind = "company" if roster.is_company(name) else "person"
            if kind == "company" and role not in household.COMPANY_ROLES:
                role, relation = "owner", ""
            person = LinePerson(name, role, kind, relation, since=since, note=own_note)
            if index == 0:
                person.workplace, person.address, person.emergency_name = workplace, address, emergency
            found.append(person)
        if len(found) == count:
            self._add_numbers(found, "document", "phone")
            if count == 1:
                self._add_details(found[0])
        for person in found:
            self._guard(person)
        return found

    def _guard(self, person: LinePerson) -> None:
        """Of a child only name and relation are kept; a list cannot show that the guardian agreed (DOMAIN B3)."""
        birthday = person.birthday or person.birthday_by_document
        if birthday is None or not household.is_child(birthday, self.today):
            return
        given = [name for name, filled in (("document", person.document_number), ("phone", person.phones)) if filled]
        for problem in household.child_problems(birthday=birthday, consent=False, given=given, today=self.today):
            self._problem(problem.field, problem)
        person.document_kind = person.document_number = person.document_key = ""
        person.phones, person.birthday = (), birthday

    def _tenants(self, text: str) -> list[LinePerson]:
        named = [name for name, _remark in roster.split_names(text) if any(c.isalpha() for c in name)]
        found = [LinePerson(name, "tenant", "company" if roster.is_company(name) else "person") for name in named]
        self._add_numbers(found, "tenant_document", "tenant_phone")
        for person in found:
            self._guard(person)
        return found

    def _roles(self, count: int) -> list[tuple[str, str]]:
        text = self._text("role")
        # Who stands below the owner in a list of households, without a word of his own, is of the household.
        default = ("member", "") if "role" in self.columns and self.seen else ("owner", "")
        if not text:
            return [default] * count
        words = roster.split_list(text)
        if len(words) != count:
            words = [text] * count
        roles = []
        for word in words:
            role = _role(word) if word else default
            if role is None:
                self._problem(
                    "role",
                    Problem(
                        "role",
                        _("“{value}” is not known: owner, tenant, family member or relative?").format(value=word),
                    ),
                )
                role = default
            roles.append(role)
        return roles

    def _date(self, name: str) -> date | None:
        value = self._get(name)
        if isinstance(value, str):
            text = self._text(name)
            found = _date(text, self.today) if text else None
        else:
            found = dates.parse_date(value, today=self.today)
        if isinstance(found, Problem):
            self._problem(name, found)
            return None
        return found

    def _add_details(self, person: LinePerson) -> None:
        sex_text = self._text("sex")
        sex = roster.read_sex(sex_text) if sex_text else ""
        if sex is None:
            self._problem("sex", Problem("sex", _("“{value}” is neither male nor female.").format(value=sex_text)))
        birthday = self._date("birthday")
        impossible = household.birthday_problem(birthday, self.today)
        if impossible:
            self._problem("birthday", impossible)
            birthday = None
        emergency = self._text("emergency_phone")
        if emergency:
            check = phones.check_phone(emergency)
            if check.problem:
                self._problem("emergency_phone", check.problem)
            else:
                person.emergency_phone = check.number
        person.sex, person.birthday = sex or "", birthday

    def _add_numbers(self, people: list[LinePerson], document: str, phone: str) -> None:
        if not people:
            return
        documents = self._documents(document, len(people))
        numbers = self._phones(phone, len(people))
        stated = None
        if phone == "phone":
            if "phone2" in self.columns:
                numbers[0] += [number for number in self._phones("phone2", 1)[0] if number not in numbers[0]]
            stated = roster.read_document_kind(self._text("document_kind"))
        for person, text, own in zip(people, documents, numbers, strict=True):
            person.phones = tuple(own)
            if text:
                self._add_document(person, text, stated, document)

    def _documents(self, name: str, count: int) -> list[str]:
        value = self._get(name)
        if not isinstance(value, str):
            text, lost = identity.from_spreadsheet(value)
            if lost:
                self._problem(name, lost)
                text = ""
            pieces = [text]
        else:
            pieces = roster.split_documents(self._text(name))
            if len(pieces) > count or (0 < len(pieces) < count):
                self._problem(name, _miscount(count, len(pieces)))
                # Which of them is whose cannot be known.
                pieces = []
        return [*pieces, *[""] * (count - len(pieces))][:count]

    def _phones(self, name: str, count: int) -> list[list[str]]:
        found: list[list[str]] = [[] for _n in range(count)]
        text = self._text(name)
        if not text:
            return found
        if len(text) == 11 and text.isascii() and text.isdigit() and text[0] == "1" and text[1] >= "3":
            # The usual cell: one mobile number, written plainly.
            found[0].append(text)
            return found
        pieces = roster.split_list(text)
        if len(pieces) <= 1 or count == 1:
            pieces = phones.split_phones(text)
        if len(pieces) > count > 1:
            self._problem(name, _miscount(count, len(pieces)))
            return found
        for index, piece in enumerate(pieces):
            if roster.is_nothing(piece):
                continue
            check = phones.check_phone(piece)
            owner = found[index if count > 1 else 0]
            if check.problem:
                self._problem(name, check.problem)
            elif check.number not in owner:
                owner.append(check.number)
        return found

    def _add_document(self, person: LinePerson, text: str, stated: str | None, name: str) -> None:
        number, lost = identity.from_spreadsheet(text)
        if lost:
            self._problem(name, lost)
            return
        kind = stated or self._kind(person, number, name)
        check = identity.check_document(kind, number, today=self.today)
        if check.error:
            self._problem(name, check.error)
            return
        person.document_kind, person.document_number, person.document_key = str(kind), check.number, check.person_key
        person.document_field = name
        person.sex_by_document, person.birthday_by_document = check.sex or "", check.birthday

    def _kind(self, person: LinePerson, number: str, name: str) -> str:
        if person.kind == "company":
            return identity.DocumentKind.CREDIT_CODE
        guessed = identity.guess_kind(number)
        heading = self.plan.headings[self.columns[name]] if self.columns[name] < len(self.plan.headings) else ""
        if guessed is identity.DocumentKind.TRAVEL_PERMIT_TW and number.isdigit() and "身份证" in heading:
            # Eight digits below 身份证号码 are more likely a birthday or a piece of a number than a permit.
            guessed = None
        return guessed or identity.DocumentKind.RESIDENT_CARD


def _miscount(people: int, numbers: int) -> Problem:
    return Problem(
        "count",
        _("Here are {people} names and {numbers} numbers: it is not clear whose they are.").format(
            people=people, numbers=numbers
        ),
    )
