"""Balances brought forward from an office's own workbook (handbook R1): all of it or nothing, every problem by sheet, row and column.

A row with a problem stops the import, or with `skip_bad` is left out and told. What is not taken (lines of totals) is told too. The
same file imported again changes nothing; a different amount for the same room, fee, period, day and paper is a problem, not a
correction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from desk.errors import DeskError
from desk.i18n import _
from desk.models import Unit
from desk.models.kit.functions import new_ids
from desk.models.money import Account, Charge, JournalEntry, Posting
from desk.rules import roster
from desk.rules.kit.money import figures
from desk.rules.kit.rooms import estate_name
from desk.rules.money import PREPAID
from desk.services.kit.desk import Act, Desk
from desk.services.kit.workbooks import Cancelled, Progress, stop_if
from desk.services.kit.workbooks.plans import ListProblem, SheetPlan
from desk.services.money import journal
from desk.services.money.arrears import Content, Item, LeftOut, read
from desk.services.money.core import words_of_kind


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
    problems: tuple[ListProblem, ...]
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
            "problems": [each.to_json_dict() for each in self.problems],
            "left_out": [{"sheet": each.sheet, "row": each.row, "text": each.text} for each in self.left_out],
            "written": self.written,
        }  # fmt: skip


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
            `read_plans`.
        NotAllowed: a receptionist is signed in.
    """
    if as_of > desk.today():
        raise DeskError("future", _("This day has not come yet. Choose today or an earlier one."))
    content = read(Path(file), as_of, desk.today(), plans, progress, cancelled, estate=estate_name(desk.site.name))
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


# ----------------------------------------------------------------------------------------------------------- comparing
def _compared(session: Session, content: Content, *, skip_bad: bool) -> tuple[list[Item], int]:
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
    new: list[tuple[str, Item]] = []
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
            _add(content, plans[sheet], known, "duplicate", words)
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
            _add(content, plans[sheet], known, "differs", words.format(before=figures(before), now=figures(item.fen)))
    content.problems = [
        each if each.target or each.room not in units else replace(each, target=f"unit:{units[each.room]}")
        for each in content.problems
    ]
    if skip_bad:
        new = [(sheet, item) for sheet, item in new if (sheet, item.row) not in content.bad_rows]
    return [item for _sheet, item in new], same


def _add(content: Content, plan: SheetPlan, item: Item, code: str, message: str) -> None:
    column = plan.columns["room"] if code == "room-unknown" else None
    letter = item.column if column is None else roster.column_letter(column)
    index = next((at for at in plan.columns.values() if roster.column_letter(at) == letter), None)
    heading = "" if index is None or index >= len(plan.headings) else plan.headings[index]
    target = f"unit:{item.unit_id}" if item.unit_id else ""
    content.problems.append(
        ListProblem(plan.sheet, item.row, letter, code, message, heading, item.room, item.person, target)
    )
    content.bad_rows.add((plan.sheet, item.row))


def _note(item: Item) -> str:
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


def _report(content: Content, new: Sequence[Item], same: int) -> ArrearsReport:
    sums: Counter[str] = Counter()
    for item in new:
        sums[item.kind] += item.fen
    order = {plan.sheet: place for place, plan in enumerate(content.plans)}
    problems = sorted(
        content.problems, key=lambda each: (order.get(each.sheet, len(order)), each.row, len(each.column), each.column)
    )
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
def _write(act: Act, desk: Desk, items: Sequence[Item], cancelled: Cancelled | None) -> None:
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
                    "source": item.source, "brought_forward": True, "disputed": False, "subject": "", "note": "", "entry_id": entry,
                    "void_entry_id": None,
                }
                for charge_id, (item, entry) in zip(ids, owed, strict=True)
            ],
        )  # fmt: skip
    act.about("site", 1)


__all__ = ["ArrearsReport", "LeftOut", "import_arrears"]
