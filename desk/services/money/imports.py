"""Balances brought forward from an office's own workbook (R1): all of it or nothing, every problem by sheet, row and column.

A row with a problem stops the import, or with `skip_bad` is left out and told. What is not taken (lines of totals) is told too. The
same file imported again changes nothing; a different amount for the same room, fee, period, day and paper is a problem, not a
correction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from desk.errors import DeskError, Problem
from desk.i18n import _
from desk.models import Unit
from desk.models.kit.functions import new_ids
from desk.models.money import Account, Charge, JournalEntry, Posting
from desk.rules import roster
from desk.rules.kit import dates, rooms
from desk.rules.kit.money import figures
from desk.rules.kit.rooms import RoomKey
from desk.rules.money import PREPAID, sheets
from desk.services.kit.desk import Act, Desk
from desk.services.kit.workbooks import Cancelled, Progress, opened, rows, stop_if, visible
from desk.services.money import journal
from desk.services.money.core import words_of_kind
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
        message: the sentence.
    """

    sheet: str
    row: int
    column: str
    code: str
    message: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is no room's: a line of totals, a heading again, a note below the list."""

    sheet: str
    row: int
    text: str


@dataclass(frozen=True, slots=True)
class ArrearsReport:
    """What an import did, or would do.

    Attributes:
        rooms: how many owe or have paid ahead. created, unchanged: balances. fen: what the created ones owe, by kind.
        prepaid: what was paid ahead, of the created ones. problems, left_out: in the order of the file.
        plans: how the sheets were read. written: whether anything was saved.
    """

    rooms: int
    created: int
    unchanged: int
    fen: Mapping[str, int]
    prepaid: int
    problems: tuple[ArrearsProblem, ...]
    left_out: tuple[LeftOut, ...]
    plans: tuple[SheetPlan, ...]
    written: bool = False

    def to_json_dict(self) -> dict[str, Any]:
        """The report for `--json`; amounts in fen."""
        return {
            "rooms": self.rooms,
            "created": self.created,
            "unchanged": self.unchanged,
            "fen": dict(self.fen),
            "prepaid": self.prepaid,
            "problems": [
                {
                    "sheet": each.sheet, "row": each.row, "column": f"{each.column} {each.heading}".strip(),
                    "code": each.code, "message": each.message,
                }
                for each in self.problems
            ],
            "left_out": [{"sheet": each.sheet, "row": each.row, "text": each.text} for each in self.left_out],
            "written": self.written,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Item:
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
        return (self.unit_id, self.kind, self.period, self.since, self.source)


@dataclass
class _Content:
    items: list[tuple[str, _Item]] = field(default_factory=list)
    problems: list[ArrearsProblem] = field(default_factory=list)
    bad_rows: set[tuple[str, int]] = field(default_factory=set)
    left_out: list[LeftOut] = field(default_factory=list)
    plans: list[SheetPlan] = field(default_factory=list)
    rows: int = 0


def read_arrears_headings(file: Path) -> list[SheetPlan]:
    """How each visible sheet that holds a list of arrears would be read.

    Raises:
        DeskError: `workbook-xls`, `workbook-password`, `workbook-broken`, `file-missing`, `file-unreadable`.
    """
    with opened(Path(file)) as workbook:
        plans = (_plan(sheet.title, list(islice(rows(workbook, sheet), _LOOKED_AT))) for sheet in visible(workbook))
        return [plan for plan in plans if plan is not None]


def import_arrears(
    desk: Desk,
    file: Path,
    *,
    as_of: date,
    plans: Sequence[SheetPlan] | None = None,
    dry_run: bool = False,
    skip_bad: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ArrearsReport:
    """Brings the balances of a workbook forward in one transaction, each as an entry against "opening".

    Args:
        desk: the desk.
        file: an .xlsx workbook.
        as_of: the day of the balances, where the sheet has no column for it.
        plans: how to read which sheets; None guesses from the headings.
        dry_run: only report.
        skip_bad: leave rows with a problem out instead of importing nothing.
        progress: called with done and total now and then.
        cancelled: asked now and then; True stops, nothing is changed.

    Raises:
        DeskError: `arrears-none` when no sheet holds such a list; `future`, the day lies ahead; `cancelled`; and as
            `read_arrears_headings`.
        NotAllowed: a receptionist is signed in.
    """
    if as_of > desk.today():
        raise DeskError("future", _("This day has not come yet. Choose today or an earlier one."))
    content = _read(Path(file), as_of, desk.today(), plans, progress, cancelled)
    if dry_run:
        with desk.look() as session:
            return _report(content, *_compared(session, content, skip_bad=skip_bad))
    if desk.actor is not None:
        desk.require("supervisor")
    with desk.act("money.import-arrears") as act:
        new, same = _compared(act.session, content, skip_bad=skip_bad)
        report = _report(content, new, same)
        if report.problems and not skip_bad:
            new = []
        stop_if(cancelled)
        _write(act, desk, new, cancelled)
        report = replace(report, written=bool(new))
        act.data.update(file=Path(file).name, created=len(new), problems=len(report.problems), fen=dict(report.fen))
    if progress is not None:
        progress(content.rows * 2, content.rows * 2)
    return report


# ------------------------------------------------------------------------------------------------------------- reading
def _plan(title: str, top: Sequence[Sequence[object]]) -> SheetPlan | None:
    best: SheetPlan | None = None
    for number, row in enumerate(top, start=1):
        texts = tuple(roster.plain_text(value).replace("\n", " ") for value in row)
        columns = sheets.heading_columns(texts)
        if sheets.is_list(columns) and (best is None or len(columns) > len(best.columns)):
            best = SheetPlan(title, number, columns, texts)
    return best


def _read(
    file: Path,
    as_of: date,
    today: date,
    plans: Sequence[SheetPlan] | None,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> _Content:
    content = _Content()
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

    def __init__(self, plan: SheetPlan, content: _Content, as_of: date, today: date) -> None:
        self.plan, self.content, self.as_of, self.today = plan, content, as_of, today
        title = roster.building_title(plan.sheet)
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
            ArrearsProblem(self.plan.sheet, self.row, self._letter(name), code, message, heading)
        )
        self.content.bad_rows.add((self.plan.sheet, self.row))

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
            item = _Item(number, self._letter(column), room.code, kind, fen, period, since, source)
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


# ----------------------------------------------------------------------------------------------------------- comparing
def _compared(session: Session, content: _Content, *, skip_bad: bool) -> tuple[list[_Item], int]:
    """The balances that are new, and how many are there already; what does not fit is added to the problems."""
    units = dict(session.execute(select(Unit.code, Unit.id)).all())
    stored: dict[tuple[object, ...], int] = {
        (unit_id, kind, period, since, source): fen
        for unit_id, kind, period, since, source, fen in session.execute(
            select(Charge.unit_id, Charge.kind, Charge.period, Charge.since, Charge.source, Charge.fen).where(
                Charge.brought_forward, Charge.void_entry_id.is_(None)
            )
        )
    }
    stored |= _stored_credits(session)
    seen: dict[tuple[object, ...], int] = {}
    new: list[tuple[str, _Item]] = []
    same = 0
    plans = {plan.sheet: plan for plan in content.plans}
    for sheet, item in content.items:
        unit_id = units.get(item.room)
        if unit_id is None:
            # L10N: 系统中没有房号 {room}
            words = _("There is no room {room} here. Import the roster first, or correct it.").format(room=item.room)
            _add(content, plans[sheet], item, "room-unknown", words)
            continue
        known = replace(item, unit_id=unit_id)
        if known.key in seen:
            # L10N: 与第 {row} 行重复
            words = _("The same room and fee stands in row {row} already.").format(row=seen[known.key])
            _add(content, plans[sheet], item, "duplicate", words)
            continue
        seen[known.key] = item.row
        before = stored.get(known.key)
        if before is None:
            new.append((sheet, known))
        elif before == item.fen:
            same += 1
        else:
            # L10N: 已导入过 {before}，与本次 {now} 不同
            words = _("{before} was brought forward before, not {now}. Reverse that charge first if it was wrong.")
            _add(content, plans[sheet], item, "differs", words.format(before=figures(before), now=figures(item.fen)))
    if skip_bad:
        new = [(sheet, item) for sheet, item in new if (sheet, item.row) not in content.bad_rows]
    return [item for _sheet, item in new], same


def _add(content: _Content, plan: SheetPlan, item: _Item, code: str, message: str) -> None:
    column = plan.columns["room"] if code == "room-unknown" else None
    letter = item.column if column is None else roster.column_letter(column)
    index = next((at for at in plan.columns.values() if roster.column_letter(at) == letter), None)
    heading = "" if index is None or index >= len(plan.headings) else plan.headings[index]
    content.problems.append(ArrearsProblem(plan.sheet, item.row, letter, code, message, heading))
    content.bad_rows.add((plan.sheet, item.row))


def _note(item: _Item) -> str:
    """What the entry of a prepayment says, by which the same file is known again."""
    return " ".join(part for part in (item.since.isoformat(), item.period, item.source) if part)


def _stored_credits(session: Session) -> dict[tuple[object, ...], int]:
    found: dict[tuple[object, ...], int] = {}
    for unit_id, note, fen in session.execute(
        select(Account.unit_id, JournalEntry.note, Posting.fen)
        .join(Posting, Posting.account_id == Account.id)
        .join(JournalEntry, JournalEntry.id == Posting.entry_id)
        .where(Account.kind == "prepaid", JournalEntry.act == "opening")
    ):
        day, _blank, rest = note.partition(" ")
        period, _blank, source = rest.partition(" ")
        try:
            since = date.fromisoformat(day)
        except ValueError:
            continue
        for key in ((period, source), (rest, ""), ("", rest)):
            found[unit_id, PREPAID, key[0], since, key[1]] = -fen
    return found


def _report(content: _Content, new: Sequence[_Item], same: int) -> ArrearsReport:
    sums: Counter[str] = Counter()
    for item in new:
        sums[item.kind] += item.fen
    order = {plan.sheet: place for place, plan in enumerate(content.plans)}
    problems = sorted(content.problems, key=lambda each: (order[each.sheet], each.row, len(each.column), each.column))
    return ArrearsReport(
        rooms=len({item.unit_id for item in new}),
        created=len(new),
        unchanged=same,
        fen={kind: fen for kind, fen in sums.items() if kind != PREPAID},
        prepaid=sums[PREPAID],
        problems=tuple(problems),
        left_out=tuple(content.left_out),
        plans=tuple(content.plans),
    )


# ------------------------------------------------------------------------------------------------------------- writing
def _write(act: Act, desk: Desk, items: Sequence[_Item], cancelled: Cancelled | None) -> None:
    """An entry for each balance, and its charge; in bulk, since a site has tens of thousands of them."""
    if not items:
        return
    session = act.session
    opening = journal.plain(session, "opening")
    accounts = {
        (item.unit_id, item.kind): (
            journal.prepaid(session, item.unit_id)
            if item.kind == PREPAID
            else journal.receivable(session, item.unit_id, item.kind)
        )
        for item in items
    }
    stop_if(cancelled)
    pairs = [
        (
            [(accounts[item.unit_id, item.kind], -item.fen), (opening, item.fen)]
            if item.kind == PREPAID
            else [(accounts[item.unit_id, item.kind], item.fen), (opening, -item.fen)],
            journal.About(f"unit:{item.unit_id}", note=_note(item)),
        )
        for item in items
    ]
    entries = journal.post_many(act, desk, "opening", pairs)
    owed = [(item, entry) for item, entry in zip(items, entries, strict=True) if item.kind != PREPAID]
    if owed:
        ids = new_ids(session, Charge, len(owed))
        words = {item.kind: words_of_kind(item.kind) for item, _entry in owed}
        session.execute(
            insert(Charge),
            [
                {
                    "id": charge_id, "unit_id": item.unit_id, "kind": item.kind, "item": words[item.kind],
                    "period": item.period, "fen": item.fen, "open_fen": item.fen, "since": item.since,
                    "source": item.source, "brought_forward": True, "subject": "", "note": "", "entry_id": entry,
                    "void_entry_id": None,
                }
                for charge_id, (item, entry) in zip(ids, owed, strict=True)
            ],
        )  # fmt: skip
    act.about("site", 1)


__all__ = ["ArrearsProblem", "ArrearsReport", "LeftOut", "import_arrears", "read_arrears_headings"]
