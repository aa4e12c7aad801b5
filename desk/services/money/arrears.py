"""Reads an office's own list of arrears from a workbook: which sheets, which columns, what each line says (handbook R1).

Knows no database; what the words mean is in `rules/money/sheets`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from pathlib import Path

from desk.errors import DeskError, Problem
from desk.i18n import _
from desk.rules import roster, roster_places
from desk.rules.kit import dates, rooms
from desk.rules.kit.money import figures
from desk.rules.kit.rooms import RoomKey
from desk.rules.money import PREPAID, sheets
from desk.services.kit.workbooks import Cancelled, Progress, opened, rows, stop_if, visible
from desk.services.roster import SheetPlan

_LOOKED_AT = 30
_STEP = 200


@dataclass(frozen=True, slots=True)
class ArrearsProblem:
    """What is wrong with one cell.

    Attributes:
        sheet, row: where, rows counted from 1. column: the letter, "" for the row. heading: of the column.
        code: `amount`, `fen`, `large`, `negative`, `room`, `room-unknown`, `kind`, `date`, `future`, `cell-error`, `duplicate`,
            `differs`, `total`.
        message: the sentence. room: whose it is, as the row writes it.
    """

    sheet: str
    row: int
    column: str
    code: str
    message: str
    heading: str = ""
    room: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is no room's: a line of totals, a heading again, a note below the list."""

    sheet: str
    row: int
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One balance: room, kind (or `prepaid`), amount, period, as-of day, paper; and the cell it stands in."""

    row: int
    column: str
    room: str
    kind: str
    fen: int
    period: str
    since: date
    source: str
    unit_id: int = 0

    @property
    def key(self) -> tuple[object, ...]:
        """By what it is known again."""
        return (self.unit_id, self.kind, self.period, self.since, self.source)


@dataclass
class Content:
    """All that a file says; rows with a problem are `bad_rows`."""

    items: list[tuple[str, Item]] = field(default_factory=list)
    problems: list[ArrearsProblem] = field(default_factory=list)
    bad_rows: set[tuple[str, int]] = field(default_factory=set)
    left_out: list[LeftOut] = field(default_factory=list)
    plans: list[SheetPlan] = field(default_factory=list)
    rows: int = 0


def read_plans(file: Path) -> list[SheetPlan]:
    """How each visible sheet that holds a list of arrears would be read.

    Raises:
        DeskError: `workbook-password`, `workbook-broken`, `file-missing`, `file-unreadable`.
    """
    with opened(file) as workbook:
        plans = (_plan(sheet.title, list(islice(rows(workbook, sheet), _LOOKED_AT))) for sheet in visible(workbook))
        return [plan for plan in plans if plan is not None]


def _plan(title: str, top: Sequence[Sequence[object]]) -> SheetPlan | None:
    best: SheetPlan | None = None
    for number, row in enumerate(top, start=1):
        texts = tuple(roster.plain_text(value).replace("\n", " ") for value in row)
        columns = sheets.heading_columns(texts)
        if sheets.is_list(columns) and (best is None or len(columns) > len(best.columns)):
            best = SheetPlan(title, number, columns, texts)
    return best


def read(
    file: Path,
    as_of: date,
    today: date,
    plans: Sequence[SheetPlan] | None,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Content:
    """Reads all lines.

    Raises:
        DeskError: `arrears-none` when no sheet holds such a list; `cancelled`; and as `read_plans`.
    """
    content = Content()
    given = None if plans is None else {plan.sheet: plan for plan in plans}
    with opened(file) as workbook:
        found = visible(workbook) if given is None else [one for one in workbook.worksheets if one.title in given]
        total = sum(sheet.max_row or 0 for sheet in found)
        for sheet in found:
            lines = rows(workbook, sheet)
            top = list(islice(lines, _LOOKED_AT)) if given is None else []
            plan = _plan(sheet.title, top) if given is None else given[sheet.title]
            if plan is None:
                continue
            content.plans.append(plan)
            reader = _Reader(plan, content, as_of, today)
            for number, row in enumerate(chain(top, lines), start=1):
                if number > plan.header_row:
                    reader.read(number, row)
                content.rows += 1
                if content.rows % _STEP == 0:
                    stop_if(cancelled)
                    if progress is not None:
                        progress(content.rows, max(total, content.rows) * 2)
    if not content.plans:
        # L10N: 没有找到含房号和费用金额的工作表
        words = _(
            "No sheet of this file has a row of headings with a room and fees. Name the columns, for example {names}."
        )
        raise DeskError("arrears-none", words.format(names="房号, 物业费, 水费, 电费, 停车费"))
    return content


class _Reader:
    """Reads the lines of a sheet; an empty cell of the room takes the one above, as merged cells do."""

    def __init__(self, plan: SheetPlan, content: Content, as_of: date, today: date) -> None:
        self.plan, self.content, self.as_of, self.today = plan, content, as_of, today
        title = roster_places.building_title(plan.sheet)
        self.building: object = title[0] if title else None
        self.entrance: object = title[1] or None if title else None
        self.room: RoomKey | None = None
        self.row = 0
        self.values: Sequence[object] = ()

    def _get(self, name: str) -> object:
        index = self.plan.columns.get(name)
        return None if index is None or index >= len(self.values) else self.values[index]

    def _text(self, name: str) -> str:
        text = roster.plain_text(self._get(name))
        return "" if roster.is_nothing(text) else text

    def _letter(self, name: str) -> str:
        index = self.plan.columns.get(name)
        return "" if index is None else roster.column_letter(index)

    def _problem(self, name: str, code: str, message: str) -> None:
        index = self.plan.columns.get(name)
        heading = "" if index is None or index >= len(self.plan.headings) else self.plan.headings[index]
        self.content.problems.append(
            ArrearsProblem(self.plan.sheet, self.row, self._letter(name), code, message, heading, self._whose())
        )
        self.content.bad_rows.add((self.plan.sheet, self.row))

    def _whose(self) -> str:
        if not self._text("room"):  # joined to the one above
            return self.room.code if self.room is not None else ""
        own = self._text("building")
        place = (own or self.building, self._text("entrance") or (None if own else self.entrance), self._get("room"))
        return " ".join(text for text in map(roster.plain_text, place) if text)

    def read(self, number: int, values: Sequence[object]) -> None:
        """Reads one row into the content."""
        self.row, self.values = number, values
        filled = [text for text in (roster.plain_text(value) for value in values) if text]
        if not filled:
            return
        if self._is_no_room(filled):
            self.content.left_out.append(LeftOut(self.plan.sheet, number, " ".join(filled)[:60]))
            return
        amounts = list(self._amounts())
        if not amounts:
            self._read_room(needed=False)
            return
        room = self._read_room(needed=True)
        since = self._since()
        if room is None or since is None:
            return
        period, source = self._text("period"), self._text("source")
        for kind, column, fen in amounts:
            item = Item(number, self._letter(column), room.code, kind, fen, period, since, source)
            self.content.items.append((self.plan.sheet, item))
        self._check_total(amounts)

    def _is_no_room(self, filled: Sequence[str]) -> bool:
        room = roster.plain_text(self._get("room"))
        if (
            roster.is_total(filled[0])
            or roster.is_total(room)
            or (roster.is_footer(filled[0]) and not self._amount_cells())
        ):
            return True
        headings = [heading for heading in self.plan.headings if heading]
        return len(filled) > 1 and filled == headings

    def _amount_cells(self) -> list[str]:
        names = [name for name in (*sheets.OF_FEES, PREPAID, "amount") if name in self.plan.columns]
        return [name for name in names if roster.plain_text(self._get(name))]

    def _amounts(self) -> Iterator[tuple[str, str, int]]:
        """(kind, field of the column, fen) of each amount of the row; zero is nothing owed."""
        for name in self._amount_cells():
            text = roster.plain_text(self._get(name))
            if roster.is_error(text):
                words = _("The formula in this cell has an error: {value}.").format(value=text)
                self._problem(name, "cell-error", words)
                continue
            fen = sheets.read_amount(self._get(name))
            if isinstance(fen, Problem):
                self._problem(name, fen.code, fen.message)
                continue
            if not fen:
                continue
            if fen < 0:
                # L10N: 余额为负，请另设“预缴款”列
                words = _("{amount} is less than nothing. What was paid ahead stands in a column of its own, 预缴款.")
                self._problem(name, "negative", words.format(amount=figures(fen)))
                continue
            kind = name
            if name == "amount":
                named = self._text("kind")
                known = sheets.read_kind(named) if named else None
                if known is None and named == "" and "kind" in self.plan.columns:
                    # L10N: 缺收费项目
                    self._problem("kind", "kind", _("What this amount is for is missing."))
                    continue
                kind = known or "other"
            yield kind, name, fen

    def _read_room(self, *, needed: bool) -> RoomKey | None:
        building, entrance = self._text("building"), self._text("entrance")
        if building:
            self.building, self.entrance, self.room = building, None, None
        if entrance:
            self.entrance, self.room = entrance, None
        written = self._get("room")
        if written is None or roster.plain_text(written) == "":
            if self.room is None and needed:
                self._problem("room", "room", _("The room is missing, and there is none in the rows above."))
            return self.room
        found = rooms.parse_parts(self.building, self.entrance, written)
        if isinstance(found, Problem):
            self.room = None
            if needed:
                self._problem("room", "room", found.message)
            return None
        self.room = found
        return found

    def _since(self) -> date | None:
        found = dates.parse_date(self._get("since"), today=self.today) if "since" in self.plan.columns else None
        if isinstance(found, Problem):
            self._problem("since", "date", found.message)
            return None
        if found is not None and found > self.today:
            self._problem("since", "future", _("This day has not come yet. Choose today or an earlier one."))
            return None
        return found or self.as_of

    def _check_total(self, amounts: Sequence[tuple[str, str, int]]) -> None:
        """Where the sheet has a total of the row, it is what its fees add up to."""
        if "total" not in self.plan.columns or not any(name in self.plan.columns for name in sheets.OF_FEES):
            return
        written = sheets.read_amount(self._get("total"))
        owed = sum(fen for kind, _name, fen in amounts if kind != PREPAID)
        ahead = sum(fen for kind, _name, fen in amounts if kind == PREPAID)
        if isinstance(written, int) and written not in (owed, owed - ahead):
            # L10N: 合计 {written} 与各项之和 {sum} 不符
            words = _("The total {written} is not what the fees add up to, {sum}.")
            self._problem("total", "total", words.format(written=figures(written), sum=figures(owed)))


__all__ = ["ArrearsProblem", "Content", "Item", "LeftOut", "read", "read_plans"]
