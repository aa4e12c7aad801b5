"""Readings from the office's own workbook: all of it or nothing, every problem by sheet, row and column (handbook S1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import DeskError, InvalidInput, Problem
from desk.i18n import _
from desk.models import Unit
from desk.models.fees import Meter
from desk.rules import roster, roster_places
from desk.rules.fees import sheets
from desk.rules.kit import dates, rooms
from desk.services.fees.entries import ReadingEntry
from desk.services.fees.readings import history, keep_many, reading_problems
from desk.services.kit.desk import Desk
from desk.services.kit.workbooks import Cancelled, Progress, opened, rows, stop_if, visible

_LOOKED_AT = 30
_STEP = 200


@dataclass(frozen=True, slots=True)
class ReadingProblem:
    """What is wrong with one cell.

    Attributes:
        sheet, row, column, heading: where; rows from 1, the column's letter, "" for the row.
        code, message: a machine word, and the sentence.
        room: whose it is: the room as it is written there, or the number of the meter.
    """

    sheet: str
    row: int
    column: str
    heading: str
    code: str
    message: str
    room: str = ""


@dataclass(frozen=True, slots=True)
class ReadingsReport:
    """What an import did, or would do.

    Attributes:
        read: meters that get a reading. unchanged: readings that are there already. asked: readings that jump.
        left_out: rows that hold no reading. written: whether anything was saved.
    """

    read: int
    unchanged: int
    asked: int
    problems: tuple[ReadingProblem, ...]
    left_out: int
    written: bool = False

    def to_json_dict(self) -> dict[str, Any]:
        """The report for `--json`."""
        return {
            "read": self.read,
            "unchanged": self.unchanged,
            "asked": self.asked,
            "problems": [
                {
                    "sheet": each.sheet,
                    "row": each.row,
                    "column": each.column,
                    "room": each.room,
                    "code": each.code,
                    "message": each.message,
                }
                for each in self.problems
            ],
            "left_out": self.left_out,
            "written": self.written,
        }


@dataclass(frozen=True, slots=True)
class _Line:
    """A reading as the sheet says it."""

    sheet: str
    row: int
    room: str
    number: str
    kind: str
    value: Decimal
    on: date
    letters: Mapping[str, tuple[str, str]]


@dataclass
class _Content:
    lines: list[_Line] = field(default_factory=list)
    problems: list[ReadingProblem] = field(default_factory=list)
    left_out: int = 0
    sheets: int = 0


def import_readings(
    desk: Desk, file: Path, *, on: date, sure: bool = False, dry_run: bool = False, skip_bad: bool = False,
    progress: Progress | None = None, cancelled: Cancelled | None = None,
) -> ReadingsReport:  # fmt: skip
    """Takes readings over from a workbook in one transaction.

    Args:
        desk: the desk.
        file: an .xlsx workbook.
        on: the day of the readings, where the sheet has no column for it.
        sure: readings that jump were looked at again.
        dry_run: only report.
        skip_bad: leave rows with a problem out instead of taking nothing.
        progress: called with done and total now and then.
        cancelled: asked now and then; True stops, nothing is changed.

    Raises:
        DeskError: `readings-none` when no sheet holds such a list; `future`; `cancelled`; and as `services.kit.workbooks`.
        NotAllowed: nobody is signed in.
    """
    if on > desk.today():
        raise DeskError("future", _("This day has not come yet. Choose today or an earlier one."))
    content = _read(Path(file), on, desk.today(), progress, cancelled)
    if dry_run:
        with desk.look() as session:
            return _matched(session, desk, content, sure=sure)[1]
    with desk.act("fees.import-readings") as act:
        desk.require("receptionist")
        entries, report = _matched(act.session, desk, content, sure=sure)
        stop_if(cancelled)
        if entries and (skip_bad or not report.problems):
            try:
                keep_many(act, desk, entries, "imported")
            except InvalidInput as error:
                raise DeskError("readings", error.message) from error
            report = replace(report, written=True)
        act.about(
            "site", 1, file=Path(file).name, read=report.read if report.written else 0, problems=len(report.problems)
        )
        return report


def _read(file: Path, on: date, today: date, progress: Progress | None, cancelled: Cancelled | None) -> _Content:
    content, count = _Content(), 0
    with opened(file) as workbook:
        found = visible(workbook)
        total = sum(sheet.max_row or 0 for sheet in found)
        for sheet in found:
            lines = rows(workbook, sheet, merged=True)
            top = list(islice(lines, _LOOKED_AT))
            place = _headings(top)
            if place is None:
                continue
            content.sheets += 1
            header, columns, headings = place
            reader = _Reader(sheet.title, columns, headings, content, on, today)
            for number, row in enumerate(chain(top, lines), start=1):
                if number > header:
                    reader.read(number, row)
                count += 1
                if count % _STEP == 0:
                    stop_if(cancelled)
                    if progress is not None:
                        progress(count, max(total, count))
    if not content.sheets:
        # L10N: 没有找到含房号（或表号）和读数的工作表
        words = _(
            "No sheet of this file has headings with a room or meter number and a reading. Name them, for example {names}."
        )
        raise DeskError("readings-none", words.format(names="房号, 表号, 本次读数, 抄表日期"))
    return content


def _headings(top: Sequence[Sequence[object]]) -> tuple[int, dict[str, int], tuple[str, ...]] | None:
    best: tuple[int, dict[str, int], tuple[str, ...]] | None = None
    for number, row in enumerate(top, start=1):
        texts = tuple(roster.plain_text(value).replace("\n", " ") for value in row)
        columns = sheets.heading_columns(texts)
        if sheets.is_list(columns) and (best is None or len(columns) > len(best[1])):
            best = (number, columns, texts)
    return best


class _Reader:
    """Reads the lines of a sheet."""

    def __init__(
        self, sheet: str, columns: dict[str, int], headings: tuple[str, ...], content: _Content, on: date, today: date
    ) -> None:
        self.sheet, self.columns, self.headings, self.content = sheet, columns, headings, content
        self.on, self.today = on, today
        title = roster_places.building_title(sheet)
        self.building: object = title[0] if title else None
        self.entrance: object = title[1] or None if title else None
        self.row = 0
        self.values: Sequence[object] = ()

    def _get(self, name: str) -> object:
        index = self.columns.get(name)
        return None if index is None or index >= len(self.values) else self.values[index]

    def _text(self, name: str) -> str:
        text = roster.plain_text(self._get(name))
        return "" if roster.is_nothing(text) else text

    def _letter(self, name: str) -> tuple[str, str]:
        index = self.columns.get(name)
        if index is None:
            return "", ""
        return roster.column_letter(index), self.headings[index] if index < len(self.headings) else ""

    def _problem(self, name: str, problem: Problem) -> None:
        self.content.problems.append(
            ReadingProblem(self.sheet, self.row, *self._letter(name), problem.code, problem.message, self._whose())
        )

    def _whose(self) -> str:
        place = (roster.plain_text(each) for each in (self.building, self.entrance, self._get("room")))
        return " ".join(text for text in place if text) if self._text("room") else self._text("number")

    def read(self, number: int, values: Sequence[object]) -> None:
        """Reads one row into the content."""
        self.row, self.values = number, values
        filled = [text for text in (roster.plain_text(value) for value in values) if text]
        if not filled:
            return
        if self._text("building"):
            self.building, self.entrance = self._text("building"), None
        if self._text("entrance"):
            self.entrance = self._text("entrance")
        written = roster.plain_text(self._get("value"))
        if not written or roster.is_total(filled[0]) or filled == [text for text in self.headings if text]:
            self.content.left_out += 1
            return
        value = sheets.read_value(self._get("value"))
        if isinstance(value, Problem):
            self._problem("value", value)
            return
        room = self._room()
        on = dates.parse_date(self._get("on"), today=self.today) if "on" in self.columns else None
        if isinstance(on, Problem):
            self._problem("on", on)
            return
        if room is None:
            return
        letters = {name: self._letter(name) for name in ("room", "number", "value", "on")}
        self.content.lines.append(
            _Line(
                self.sheet,
                number,
                room,
                self._text("number"),
                sheets.read_kind(self._text("kind")),
                value,
                on or self.on,
                letters,
            )
        )

    def _room(self) -> str | None:
        """The room's code, "" when the row has only the number of a meter; None after a problem."""
        written = self._get("room")
        if roster.plain_text(written) == "":
            if self._text("number"):
                return ""
            self._problem("room", Problem("room", _("The room is missing, and there is none in the rows above.")))
            return None
        found = rooms.parse_parts(self.building, self.entrance, written)
        if isinstance(found, Problem):
            self._problem("room", found)
            return None
        return found.code


def _matched(
    session: Session, desk: Desk, content: _Content, *, sure: bool
) -> tuple[list[ReadingEntry], ReadingsReport]:
    """The readings of the meters that are meant, and the report; what does not fit is a problem."""
    units = dict(session.execute(select(Unit.code, Unit.id)).all())
    meters = session.scalars(select(Meter).where(Meter.until.is_(None))).all()
    by_number: dict[str, list[Meter]] = {}
    by_unit: dict[int, list[Meter]] = {}
    for meter in meters:
        by_number.setdefault(meter.number, []).append(meter)
        by_unit.setdefault(meter.unit_id, []).append(meter)
    entries: list[ReadingEntry] = []
    problems = list(content.problems)
    unchanged = asked = 0
    seen: dict[int, int] = {}
    for line in content.lines:
        one = _meter_of(line, units, by_number, by_unit, problems)
        if one is None:
            continue
        if one.id in seen:
            # L10N: 与第 {row} 行重复
            words = _("The same meter stands in row {row} already.").format(row=seen[one.id])
            problems.append(_of(line, "number", "duplicate", words))
            continue
        seen[one.id] = line.row
        found = history(session, one.id)
        if any(each.on == line.on and each.value == line.value for each in found):
            unchanged += 1
            continue
        entry = ReadingEntry(one.id, line.on, line.value, sure)
        wrong = reading_problems(desk, one, found, entry)
        asked += any(each.code == "jump" for each in wrong)
        hard = [each for each in wrong if not each.warning]
        if hard:
            problems += [_of(line, "on" if each.field == "on" else "value", each.code, each.message) for each in hard]
        else:
            entries.append(entry)
    problems.sort(key=lambda each: (each.sheet, each.row, each.column))
    return entries, ReadingsReport(len(entries), unchanged, asked, tuple(problems), content.left_out)


def _of(line: _Line, name: str, code: str, words: str) -> ReadingProblem:
    return ReadingProblem(line.sheet, line.row, *line.letters[name], code, words, line.room or line.number)


def _meter_of(
    line: _Line, units: Mapping[str, int], by_number: Mapping[str, list[Meter]], by_unit: Mapping[int, list[Meter]],
    problems: list[ReadingProblem],
) -> Meter | None:  # fmt: skip
    wanted = line.kind
    unit_id = units.get(line.room) if line.room else None
    if line.room and unit_id is None:
        words = _("There is no room {room} here. Import the roster first, or correct it.").format(room=line.room)
        problems.append(_of(line, "room", "room-unknown", words))
        return None
    chosen = list(_candidates(line, unit_id, by_number, by_unit))
    if wanted:
        chosen = [meter for meter in chosen if meter.kind == wanted]
    if len(chosen) == 1:
        return chosen[0]
    if not chosen:
        # L10N: 没有登记该表
        problems.append(
            _of(line, "number" if line.number else "room", "meter-unknown", _("No such meter is registered here."))
        )
    else:
        # L10N: 该户有多块表，请注明表号或表种
        words = _("This room has several meters. Add a column with their numbers or kinds.")
        problems.append(_of(line, "room", "meter-several", words))
    return None


def _candidates(
    line: _Line, unit_id: int | None, by_number: Mapping[str, list[Meter]], by_unit: Mapping[int, list[Meter]]
) -> Iterator[Meter]:
    if line.number:
        yield from (meter for meter in by_number.get(line.number, ()) if unit_id is None or meter.unit_id == unit_id)
    elif unit_id is not None:
        yield from by_unit.get(unit_id, ())


__all__ = ["ReadingProblem", "ReadingsReport", "import_readings"]
