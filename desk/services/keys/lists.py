"""Lists of keys: on the hook, out, late, equipment; of a home; by the number that was typed or scanned."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desk.errors import InvalidInput, NotFound, Problem
from desk.i18n import _
from desk.models import Unit
from desk.models.keys import KeyLoan, KeySet
from desk.models.kit.functions import holds
from desk.rules.keys import HELD, OUT, outstanding
from desk.services.finder.reading import met
from desk.services.keys.core import SETS, view
from desk.services.keys.views import KeyRow, KeySetView
from desk.services.kit.desk import Desk
from desk.services.kit.paging import Page

LISTS = ("held", "out", "late", "household", "equipment", "lost", "all")
"""held: what the desk answers for; late: past the time; household: of homes; equipment: the centre's own keys and devices."""


@dataclass(frozen=True, slots=True)
class KeyFilter:
    """Which sets a list shows; `unit_id`: of one home; `text`: in number, tag, hook, name, borrower, room."""

    name: str = "held"
    text: str = ""
    unit_id: int | None = None


def where(desk: Desk, name: str) -> list[ColumnElement[bool]]:
    """The conditions of a list.

    Raises:
        InvalidInput: field `name`, there is no such list.
    """
    lists: dict[str, list[ColumnElement[bool]]] = {
        "held": [KeySet.state.in_(HELD)],
        "out": [KeySet.state.in_(OUT)],
        "late": [KeySet.state.in_(OUT), KeyLoan.due_at < desk.clock()],
        "household": [KeySet.state.in_(HELD), KeySet.kind == "household"],
        "equipment": [KeySet.state.in_(HELD), KeySet.kind != "household"],
        "lost": [KeySet.state == "lost"],
        "all": [],
    }
    if name not in lists:
        raise InvalidInput([Problem("unknown", _("There is no such list."), "name")])
    return lists[name]


def key_sets(desk: Desk, which: KeyFilter | None = None, *, offset: int = 0, limit: int = 200) -> Page[KeyRow]:
    """Sets in the order of their hooks; those that are out by when they are due.

    Raises:
        InvalidInput: field `name`, there is no such list.
    """
    wanted = which or KeyFilter()
    conditions = where(desk, wanted.name)
    if wanted.unit_id is not None:
        conditions.append(KeySet.unit_id == wanted.unit_id)
    if text := wanted.text.strip():
        conditions.append(
            holds(KeySet.number, text) | holds(KeySet.tag, text) | holds(KeySet.hook, text) | holds(KeySet.name, text)
            | holds(func.coalesce(KeyLoan.borrower, ""), text) | holds(func.coalesce(Unit.name, ""), text)
            | met(desk, text, unit=KeySet.unit_id, key_set=KeySet.id)
        )  # fmt: skip
    by_due = wanted.name in ("out", "late")
    with desk.look() as session:
        base = (
            select(KeySet.id)
            .outerjoin(Unit, Unit.id == KeySet.unit_id)
            .outerjoin(KeyLoan, KeyLoan.out_of == KeySet.id)
            .where(*conditions)
        )
        total = session.scalar(select(func.count()).select_from(base.subquery())) or 0
        order = (KeyLoan.due_at, KeySet.id) if by_due else (KeySet.hook, KeySet.id)
        ids = list(session.scalars(base.order_by(*order).offset(offset).limit(limit)))
        return Page(rows_of(session, desk, ids), total)


def rows_of(session: Session, desk: Desk, ids: Collection[int]) -> tuple[KeyRow, ...]:
    """The rows of sets, in the order given."""
    now = desk.clock()
    found = {}
    for row, room, loan in session.execute(
        select(KeySet, Unit.name, KeyLoan)
        .outerjoin(Unit, Unit.id == KeySet.unit_id)
        .outerjoin(KeyLoan, KeyLoan.out_of == KeySet.id)
        .where(KeySet.id.in_(ids))
    ):
        found[row.id] = KeyRow(
            row.id, row.number, row.kind, row.state, row.unit_id, room or "", row.name, row.tag, row.hook, row.pieces,
            *_of_loan(loan, now),
        )  # fmt: skip
    return tuple(found[each] for each in ids)


def _of_loan(loan: KeyLoan | None, now: datetime) -> tuple[int, str, datetime | None, bool]:
    """Pieces out, borrower, when due, whether late."""
    return (0, "", None, False) if loan is None else (outstanding(loan), loan.borrower, loan.due_at, loan.due_at < now)


def key_counts_by_list(desk: Desk) -> dict[str, int]:
    """How many sets each list holds."""
    with desk.look() as session:
        return {
            name: session.scalar(
                select(func.count(KeySet.id))
                .outerjoin(KeyLoan, KeyLoan.out_of == KeySet.id)
                .where(*where(desk, name))
            ) or 0
            for name in LISTS
        }  # fmt: skip


def by_number(desk: Desk, number: str) -> KeySetView:
    """A set by its number, by its tag while it is in use, or by the number of a loan: what a scanner reads.

    Raises:
        NotFound: there is none.
    """
    wanted = number.strip()
    with desk.look() as session:
        row = session.scalars(
            select(KeySet).where((KeySet.number == wanted.upper()) | (KeySet.tag_held == wanted))
        ).first() or session.scalars(
            select(KeySet).join(KeyLoan, KeyLoan.key_set_id == KeySet.id).where(KeyLoan.number == wanted.upper())
        ).first()  # fmt: skip
        if row is None:
            raise NotFound(SETS.absent())
        return view(session, desk, row)


def tagged(session: Session, _desk: Desk, tag: str) -> list[tuple[str, dict[str, Any]]]:
    """Where the set that has a tag now is opened (what a scanner read)."""
    found = session.scalar(select(KeySet.id).where(KeySet.tag_held == tag))
    return [] if found is None else [(f"key-set:{found}", {})]


__all__ = ["LISTS", "KeyFilter", "by_number", "key_counts_by_list", "key_sets", "rows_of", "tagged", "where"]
