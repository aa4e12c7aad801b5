"""What is due of the requests: promises, hand-overs, limits, holds, what is escalated or wants closing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.i18n import _
from desk.models import Request
from desk.rules.kit import wording
from desk.rules.requests import UNFINISHED
from desk.services.kit.desk import Desk
from desk.services.kit.due import DueItems, DueRow
from desk.services.requests.lists import first_rows, where
from desk.services.requests.views import RequestFilter, RequestRow


@dataclass(frozen=True, slots=True)
class OfState:
    """The requests of a list (`RequestFilter.state`), as what is due: `items(session, desk, now, limit)`.

    Attributes:
        state: which. sort: the first ones in this order. target: what is opened; "" is the list itself.
        words: gives the label where the declared one is not enough.
    """

    state: str
    sort: str
    target: str = ""
    words: Callable[[Desk], str] | None = None

    def question(self, desk: Desk, now: datetime) -> Select[int]:
        """How many there are, to be asked together with others."""
        conditions = where(desk, RequestFilter(state=self.state), now=now)
        return select(func.count()).select_from(Request).where(*conditions)

    def __call__(self, session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
        """Their count, and the first ones."""
        conditions = where(desk, RequestFilter(state=self.state), now=now)
        total, rows = first_rows(session, conditions, now, sort=self.sort, limit=limit)
        label = self.words(desk) if self.words is not None else ""
        return DueItems(
            total, tuple(_row(desk, row) for row in rows), self.target or f"requests:{self.state}", label=label
        )


def _handover_words(desk: Desk) -> str:
    # L10N: 超过{minutes}分钟未派工
    return _("Not handed over within {minutes} minutes").format(minutes=desk.policy["requests.handover_minutes"])


def _row(desk: Desk, row: RequestRow) -> DueRow:
    where_and_what = [row.room, label("categories", row.category) if row.category else "", row.responsible]
    if row.promised_at is not None and row.state in UNFINISHED:
        promised_at = desk.local(row.promised_at)
        today = desk.today()
        moment = wording.hour(promised_at) if promised_at.date() == today else wording.short_moment(promised_at, today)
        # L10N: {moment} 前
        where_and_what.append(_("by {moment}").format(moment=moment))
    return DueRow(
        title=f"{row.number} {row.content}".strip(),
        detail=" · ".join(part for part in where_and_what if part),
        target=f"request:{row.id}",
    )


overdue = OfState("overdue", "promised")
late = OfState("late", "due")
at_risk = OfState("at-risk", "due")
promised = OfState("due", "promised")
hold_over = OfState("hold-over", "hold")
escalated = OfState("escalated", "received")
resolved = OfState("resolved", "received")
handover = OfState("unassigned", "received", words=_handover_words)
"""Work that was not handed over within the minutes of the policy."""
