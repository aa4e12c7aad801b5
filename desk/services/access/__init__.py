"""The access log (handbook S27): every look at a person's data that left an event, listed, counted, and printed for the review.

It is read from the record of acts; nothing is kept besides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desk.errors import InvalidInput, Problem
from desk.i18n import _, ngettext
from desk.models import AuditEvent, Customer, Staff, Unit
from desk.models.kit.functions import holds
from desk.rules.kit import wording
from desk.rules.kit.dates import add_months
from desk.rules.kit.personal import COLUMNS, LOOKS, acts_of
from desk.services.access.known import purpose_words
from desk.services.kit.desk import Desk
from desk.services.kit.paging import Page
from desk.services.kit.papers import writing
from desk.services.slips import SlipView, issue
from desk.slips import access as forms
from desk.slips.engine.head import PaperHead

WORDS: Mapping[str, str] = {each.act: each.words for each in LOOKS}
"""The words of the acts that look at a person's data."""
LISTS = ("month", "last-month", "numbers", "papers", "lists", "many", "all")
"""month, last-month: all looks of a month; numbers, papers: whole ones; lists: that left the desk; many: look-ups in a row; all: ever."""
PRINTED = 400
"""So many lines are printed; the sheet says how many more there are."""


@dataclass(frozen=True, slots=True)
class LookRow:
    """A look: when, by whom, at what (in words), whose (room or person), what for; `target` opens it."""

    id: int
    at: datetime
    staff: str
    what: str
    whose: str
    purpose: str
    target: str


def looks(desk: Desk, name: str = "month", *, text: str = "", offset: int = 0, limit: int = 200) -> Page[LookRow]:
    """Looks at people's data, the newest first.

    Args:
        desk: the desk.
        name: one of `LISTS`.
        text: in the name of who looked.
        offset: how many to leave out.
        limit: how many at most.

    Raises:
        InvalidInput: field `name`, there is no such list. NotAllowed: not the manager.
    """
    desk.require("manager")
    where = _where(desk, name)
    if text.strip():
        where.append(holds(Staff.name, text.strip()))
    with desk.look() as session:
        return Page(_rows(session, where, offset, limit), _count(session, where))


def counts(desk: Desk) -> dict[str, int]:
    """How many looks each list has. NotAllowed: not the manager."""
    desk.require("manager")
    with desk.look() as session:
        return {name: _count(session, _where(desk, name)) for name in LISTS}


def review(desk: Desk, month: date) -> SlipView:
    """Issues the sheet of a month for the manager's signature.

    Args:
        desk: the desk.
        month: any day of it; not one that has not come.

    Raises:
        InvalidInput: field `month`. NotAllowed: not the manager.
    """
    with desk.act("access.review") as act:
        desk.require("manager")
        first = month.replace(day=1)
        if first > desk.local(act.at).date():
            # L10N: 该月尚未开始
            raise InvalidInput([Problem("future", _("This month has not begun."), "month")])
        where = _of_month(desk, first)
        total = _count(act.session, where)
        with writing(desk) as head:
            lines = [
                (wording.short_moment(desk.local(row.at), first), row.staff, row.what, row.whose, row.purpose)
                for row in _rows(act.session, where, 0, PRINTED)
            ]
            sheet = forms.access_log(
                wording.month(first), _totals(act.session, where), lines, max(0, total - PRINTED), PaperHead(**head)
            )
        act.about("site", 1, month=first.isoformat(), looks=total)
        return issue(act, desk, sheet, subject="site:1")


def _where(desk: Desk, name: str) -> list[ColumnElement[bool]]:
    first = desk.today().replace(day=1)
    if name == "month":
        return _of_month(desk, first)
    if name == "last-month":
        return _of_month(desk, add_months(first, -1))
    if name not in LISTS:
        raise InvalidInput([Problem("unknown", _("There is no such list."), "name")])
    return [AuditEvent.act.in_(acts_of("" if name == "all" else name))]


def _of_month(desk: Desk, first: date) -> list[ColumnElement[bool]]:
    return [
        AuditEvent.act.in_(acts_of()),
        AuditEvent.at >= desk.midnight(first),
        AuditEvent.at < desk.midnight(add_months(first, 1)),
    ]


def _count(session: Session, where: list[ColumnElement[bool]]) -> int:
    return (
        session.scalar(
            select(func.count(AuditEvent.id)).outerjoin(Staff, Staff.id == AuditEvent.staff_id).where(*where)
        )
        or 0
    )


def _rows(session: Session, where: list[ColumnElement[bool]], offset: int, limit: int) -> tuple[LookRow, ...]:
    found = session.execute(
        select(AuditEvent.id, AuditEvent.at, AuditEvent.act, AuditEvent.subject, AuditEvent.data, Staff.name)
        .outerjoin(Staff, Staff.id == AuditEvent.staff_id)
        .where(*where)
        .order_by(AuditEvent.id.desc())
        .offset(offset)
        .limit(limit)
    ).all()
    names = _names(session, {row.subject for row in found})
    return tuple(
        LookRow(
            row.id, row.at, row.name or "", _(WORDS[row.act]), _whose(row.subject, row.data or {}, names),
            purpose_words(str((row.data or {}).get("purpose", "") or "")),
            row.subject if row.subject.startswith("unit:") else "",
        )
        for row in found
    )  # fmt: skip


def _names(session: Session, subjects: set[str]) -> dict[str, str]:
    found = {}
    for kind, model in (("unit", Unit), ("customer", Customer)):
        ids = [int(one.partition(":")[2]) for one in subjects if one.startswith(f"{kind}:")]
        for start in range(0, len(ids), 500):
            rows = session.execute(select(model.id, model.name).where(model.id.in_(ids[start : start + 500])))
            found.update({f"{kind}:{key}": name for key, name in rows})
    return found


def _whose(subject: str, data: Mapping[str, object], names: Mapping[str, str]) -> str:
    if subject in names:
        return names[subject]
    if "people" in data:
        # L10N: {n} 人
        people = ngettext("{n} person", "{n} people", int(str(data["people"]))).format(n=data["people"])
        return wording.dotted(*(part for part in (str(data.get("number", "")), people) if part))
    if "count" in data and "number" not in data:
        # L10N: {n} 次
        return ngettext("{count} time", "{count} times", int(str(data["count"]))).format(count=data["count"])
    return str(data.get("number", ""))


def _totals(session: Session, where: list[ColumnElement[bool]]) -> list[tuple[str, ...]]:
    rows = session.execute(
        select(Staff.name, AuditEvent.act, func.count(AuditEvent.id))
        .select_from(AuditEvent)
        .outerjoin(Staff, Staff.id == AuditEvent.staff_id)
        .where(*where)
        .group_by(Staff.id, Staff.name, AuditEvent.act)
        .order_by(Staff.name, Staff.id)
    )
    found: dict[str, Counter[str]] = {}
    for name, act, count in rows:
        found.setdefault(name or "", Counter())[act] += count
    return [
        (name, *(str(sum(of[act] for act in acts_of(column)) or "") for column in COLUMNS))
        for name, of in sorted(found.items())
    ]


__all__ = ["LISTS", "PRINTED", "WORDS", "LookRow", "counts", "looks", "review"]
