"""What is due of the requests: promises, hand-overs, limits, holds, what is escalated or wants closing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from desk.catalog import label
from desk.i18n import _
from desk.rules.requests import UNFINISHED
from desk.services.kit.desk import Desk
from desk.services.kit.due import DueItems, DueRow
from desk.services.requests.lists import first_rows, where
from desk.services.requests.views import RequestFilter, RequestRow

Items = Callable[[Session, Desk, datetime, int], DueItems]


def of_state(state: str, *, sort: str, target: str = "") -> Items:
    """The requests of a list (`RequestFilter.state`), the first in the order of `sort` shown; opens that list or `target`."""

    def items(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
        conditions = where(desk, RequestFilter(state=state), now=now)
        total, rows = first_rows(session, conditions, now, sort=sort, limit=limit)
        return DueItems(total, tuple(_row(desk, row) for row in rows), target or f"requests:{state}")

    return items


overdue = of_state("overdue", sort="promised")
late = of_state("late", sort="due")
at_risk = of_state("at-risk", sort="due")
promised = of_state("due", sort="promised")
hold_over = of_state("hold-over", sort="hold")
escalated = of_state("escalated", sort="received")
resolved = of_state("resolved", sort="received")
_unassigned = of_state("unassigned", sort="received")


def handover(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Work that was not handed over within the minutes of the policy."""
    # L10N: 超过{minutes}分钟未派工
    words = _("Not handed over within {minutes} minutes").format(minutes=desk.policy["requests.handover_minutes"])
    return replace(_unassigned(session, desk, now, limit), label=words)


def _row(desk: Desk, row: RequestRow) -> DueRow:
    where_and_what = [row.room, label("categories", row.category) if row.category else "", row.responsible]
    if row.promised_at is not None and row.state in UNFINISHED:
        promised_at = desk.local(row.promised_at)
        same_day = promised_at.date() == desk.today()
        moment = f"{promised_at:%H:%M}" if same_day else f"{promised_at:%m-%d %H:%M}"
        # L10N: {moment} 前
        where_and_what.append(_("by {moment}").format(moment=moment))
    return DueRow(
        title=f"{row.number} {row.content}".strip(),
        detail=" · ".join(part for part in where_and_what if part),
        target=f"request:{row.id}",
    )
