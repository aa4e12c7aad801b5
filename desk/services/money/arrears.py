"""Reads an office's own list of arrears from a workbook: which sheets, which columns, what each line says (handbook R1).

Knows no database; what the words mean is in `rules/money/sheets`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from desk.errors import DeskError, Problem
from desk.i18n import _
from desk.rules import roster
from desk.rules.kit.money import figures
from desk.rules.money import PREPAID, sheets
from desk.services.kit.workbooks import Cancelled, Progress, lists, opened
from desk.services.kit.workbooks.places import PlaceReader
from desk.services.kit.workbooks.plans import ListProblem, SheetPlan


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is no room's: a line of totals, a heading again, a note below the list."""

    sheet: str
    row: int
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One balance: room, kind (or `prepaid`), amount, period, as-of day, paper; the cell it stands in, and whose it is by the list."""

    row: int
    column: str
    room: str
    kind: str
    fen: int
    period: str
    since: date
    source: str
    unit_id: int = 0
    person: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """By what it is known again."""
        return (self.unit_id, self.kind, self.period, self.since, self.source)


@dataclass
class Content:
    """All that a file says; rows with a problem are `bad_rows`."""

    items: list[tuple[str, Item]] = field(default_factory=list)
    problems: list[ListProblem] = field(default_factory=list)
    bad_rows: set[tuple[str, int]] = field(default_factory=set)
    left_out: list[LeftOut] = field(default_factory=list)
    plans: list[SheetPlan] = field(default_factory=list)
    rows: int = 0


def _columns(headings: Sequence[str]) -> dict[str, int] | None:
    columns = sheets.heading_columns(headings)
    return columns if sheets.is_list(columns) else None


def read_plans(file: Path) -> list[SheetPlan]:
    """How each visible sheet that holds a list of arrears would be read.

    Raises:
        DeskError: `workbook-password`, `workbook-broken`, `file-missing`, `file-unreadable`.
    """
    with opened(file) as workbook:
        return lists.plans_in(workbook, _columns)


def read(
    file: Path,
    as_of: date,
    today: date,
    plans: Sequence[SheetPlan] | None,
    progress: Progress | None,
    cancelled: Cancelled | None,
    *,
    estate: str = "",
) -> Content:
    """Reads all lines; `estate`: the name of the estate, which may stand in front of a room.

    Raises:
        DeskError: `arrears-none` when no sheet holds such a list; `cancelled`; and as `read_plans`.
    """
    content = Content()
    with opened(file) as workbook:
        content.plans = lists.plans_in(workbook, _columns) if plans is None else list(plans)
        if plans is None:
            content.problems += lists.not_read(workbook, content.plans, _columns)
        readers: dict[str, _Reader] = {}
        for plan, number, row in lists.lines_of(workbook, content.plans, progress, cancelled, share=2):
            reader = readers.get(plan.sheet)
            if reader is None:
                reader = readers[plan.sheet] = _Reader(
                    plan, content, as_of, today, estate=estate, from_1904=workbook.from_1904
                )
            reader.read(number, row)
            content.rows += 1
    if not content.plans:
        # L10N: 没有找到含房号和费用金额的工作表
        words = _(
            "No sheet of this file has a row of headings with a room and fees. Name the columns, for example {names}."
        )
        raise DeskError("arrears-none", words.format(names="房号, 物业费, 水费, 电费, 停车费"))
    return content


class _Reader(PlaceReader):
    """Reads the lines of a sheet; an empty cell of the room takes the one above."""

    def __init__(
        self, plan: SheetPlan, content: Content, as_of: date, today: date, *, estate: str, from_1904: bool
    ) -> None:
        super().__init__(plan, today, estate=estate, from_1904=from_1904)
        self.content, self.as_of = content, as_of

    def _letter(self, name: str) -> str:
        index = self.plan.columns.get(name)
        return "" if index is None else roster.column_letter(index)

    def _wrong(self, name: str, code: str, message: str) -> None:
        self._problem(name, Problem(code, message))

    def read(self, number: int, values: Sequence[object]) -> None:
        """Reads one row into the content."""
        self.begin(number, values)
        filled = [text for text in (roster.plain_text(value) for value in values) if text]
        if not filled:
            return
        if self._is_no_room(filled):
            self.content.left_out.append(LeftOut(self.plan.sheet, number, " ".join(filled)[:60]))
            return
        if not self.is_divider(filled, filled[0]):
            self._read_line(number)
        if self.problems:
            place = "" if self._text("room") or self.room is None else self.room.code  # joined to the one above
            self.content.problems += self.whose(place)
            self.content.bad_rows.add((self.plan.sheet, number))

    def _read_line(self, number: int) -> None:
        amounts = list(self._amounts())
        if not amounts:
            self.pass_by()
            return
        room = self._room(needed=True)
        if room is not None and self.others:
            # L10N: 一格内有几个房号，无法分摊金额，请每套房一行。
            self._wrong("room", "room", _("This cell names several rooms. Give each of them a row with what it owes."))
            return
        since = self._since()
        if room is None or since is None:
            return
        period, source = self._text("period"), self._text("source")
        for kind, column, fen in amounts:
            item = Item(
                number, self._letter(column), room.code, kind, fen, period, since, source, person=self._text("name")
            )
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
                self._wrong(name, "cell-error", words)
                continue
            fen = sheets.read_amount(self._get(name))
            if isinstance(fen, Problem):
                self._wrong(name, fen.code, fen.message)
                continue
            if not fen:
                continue
            if fen < 0:
                # L10N: 余额为负，请另设“预缴款”列
                words = _("{amount} is less than nothing. What was paid ahead stands in a column of its own, 预缴款.")
                self._wrong(name, "negative", words.format(amount=figures(fen)))
                continue
            kind = name
            if name == "amount":
                named = self._text("kind")
                known = sheets.read_kind(named) if named else None
                if known is None and named == "" and "kind" in self.plan.columns:
                    # L10N: 缺收费项目
                    self._wrong("kind", "kind", _("What this amount is for is missing."))
                    continue
                kind = known or "other"
            yield kind, name, fen

    def _since(self) -> date | None:
        found = self._date("since")
        if "since" in self.fields:
            return None
        if found is not None and found > self.today:
            self._wrong("since", "future", _("This day has not come yet. Choose today or an earlier one."))
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
            self._wrong("total", "total", words.format(written=figures(written), sum=figures(owed)))


__all__ = ["Content", "Item", "LeftOut", "read", "read_plans"]
