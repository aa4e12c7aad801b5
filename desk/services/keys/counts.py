"""The weekly count of keys and equipment (handbook M8, S15): every set is named; a difference is written down, not corrected."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.errors import Checker
from desk.models.keys import KeyCount, KeyLoan, KeySet
from desk.rules import keys as rules
from desk.rules.kit.texts import entry_problems
from desk.services.keys import papers
from desk.services.keys.core import held
from desk.services.keys.entries import CountEntry
from desk.services.keys.lists import rows_of
from desk.services.keys.views import CountView, KeyRow
from desk.services.kit.desk import Desk
from desk.services.kit.paging import Page
from desk.services.kit.sequences import next_number
from desk.services.slips import SlipView, views

PREFIX = "KD"


def to_count(desk: Desk) -> tuple[KeyRow, ...]:
    """What has to be counted now, in the order of the hooks, each with what is out of it; lost sets are not on a hook."""
    with desk.look() as session:
        wanted = [row.id for row in held(session) if row.state != "lost"]
        return rows_of(session, desk, wanted)


def _expected(session: Session) -> dict[int, tuple[KeySet, int]]:
    out = {
        loan.out_of: rules.outstanding(loan)
        for loan in session.scalars(select(KeyLoan).where(KeyLoan.out_of.is_not(None)))
    }
    return {row.id: (row, row.pieces - out.get(row.id, 0)) for row in held(session) if row.state != "lost"}


def count(desk: Desk, entry: CountEntry) -> CountView:
    """Keeps a count and issues its 钥匙盘点表.

    Raises:
        InvalidInput: `lines`: a set is not counted; `note`: a difference is not explained. NotAllowed.
    """
    with desk.act("key-count.count") as act:
        desk.require("receptionist")
        known = _expected(act.session)
        expected = {key: pieces for key, (_row, pieces) in known.items()}
        check = Checker(entry_problems(entry, long=("note",)))
        check.problems += rules.count_problems(entry.pieces, expected, entry.note)
        check.done()
        lines = [rules.Counted(row.number, pieces, entry.pieces[key]) for key, (row, pieces) in known.items()]
        made = KeyCount(
            number=next_number(act.session, PREFIX, desk.local(act.at).date()), at=act.at,
            lines=[[key, line.number, line.expected, line.counted] for key, line in zip(known, lines, strict=True)],
            differences=sum(bool(line.difference) for line in lines), note=entry.note.strip(), staff_id=act.staff_id,
        )  # fmt: skip
        act.session.add(made)
        act.session.flush()
        slip = papers.issue_count(act, desk, made, [row for row, _pieces in known.values()])
        act.about("key-count", made.id, number=made.number, sets=len(lines), differences=made.differences)
        return _view(made, slip)


def _view(row: KeyCount, slip: SlipView) -> CountView:
    return CountView(row.id, row.number, row.at, len(row.lines), row.differences, row.note, slip)


def key_counts(desk: Desk, *, offset: int = 0, limit: int = 200) -> Page[CountView]:
    """The counts that were made, the newest first."""
    with desk.look() as session:
        rows = session.scalars(select(KeyCount).order_by(KeyCount.id.desc()).offset(offset).limit(limit)).all()
        slips = {slip.subject: slip for slip in views(session, [f"key-count:{row.id}" for row in rows])}
        total = session.scalar(select(func.count(KeyCount.id))) or 0
        return Page(tuple(_view(row, slips[f"key-count:{row.id}"]) for row in rows), total)


def last_count(session: Session, desk: Desk) -> date | None:
    """The day of the last count; None before the first."""
    at = session.scalar(select(func.max(KeyCount.at)))
    return desk.local(at).date() if at is not None else None


__all__ = ["PREFIX", "count", "key_counts", "last_count", "to_count"]
