"""The period in force: extended from its old last day, suspended, resumed (handbook C-7, R6, R7)."""

from __future__ import annotations

from desk.errors import Checker
from desk.models.renovation import (
    Renovation,
    RenovationPeriod,
)
from desk.rules import renovation as rules
from desk.rules.renovation.papers import days_without_permit
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import moving
from desk.services.renovation import papers
from desk.services.renovation.core import (
    FILES,
    record,
)
from desk.services.renovation.entries import ExtendEntry
from desk.services.renovation.facts import active_passes
from desk.services.renovation.passes import extend_passes
from desk.services.renovation.read import view
from desk.services.renovation.views import RenovationView


def extend(desk: Desk, renovation_id: int, entry: ExtendEntry) -> RenovationView:
    """Grants more time, from the old last day: a new 备案表 with 同意延期, all active passes are extended (handbook C-7, R7).

    Raises:
        InvalidInput: fields `until`, `copies`, `passes`, each with its sentence. DeskError: `illegal-move`.
        NotFound; NotAllowed: not the officer, the deputy or a supervisor.
    """

    def checks(act: Act, row: Renovation, check: Checker) -> None:
        if entry.until is None:
            return
        asked = rules.extension(
            first=row.periods[0].first_day if row.periods else row.first_day,
            old_last=row.last_day,
            new_last=entry.until,
            asked_on=desk.local(act.at).date(),
            active_passes=[each.number for each in active_passes(act.session, row)],
            shown_passes=entry.shown,
            certificate_copies=entry.copies,
            in_total=bool(desk.policy["renovation.in_total"]),
            months=int(desk.policy["renovation.months"]),
        )
        check.problems += asked.problems

    with moving(desk, FILES, renovation_id, "extend", {"until": entry.until}, checks=checks) as step:
        act, row = step.act, step.row
        if act.staff_id not in (row.officer_id, row.deputy_id):
            desk.require("supervisor")
        assert entry.until is not None
        today = desk.local(act.at).date()
        old, row.last_day, row.extended = row.last_day, entry.until, True
        period = RenovationPeriod(
            first_day=row.first_day, last_day=entry.until, old_last=old,
            days_without=days_without_permit(old, today), granted_on=today, staff_id=act.staff_id, slip="",
        )  # fmt: skip
        row.periods.append(period)
        act.session.flush()
        period.slip = papers.issue_within(act, desk, row, "filing-form").number
        extend_passes(act, desk, row, entry.until)
        record(
            act, row, step.move.happened, until=entry.until.isoformat(), old=old.isoformat(),
            without=period.days_without, slip=period.slip,
        )  # fmt: skip
        return view(act.session, desk, row)


def suspend(desk: Desk, renovation_id: int, *, reason: str) -> RenovationView:
    """Stops the works for a while; the days are not added to the period (handbook R6).

    Raises:
        InvalidInput: field `reason`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, FILES, renovation_id, "suspend", {"reason": reason}) as step:
        record(step.act, step.row, step.move.happened, reason)
        return view(step.act.session, desk, step.row)


def resume(desk: Desk, renovation_id: int) -> RenovationView:
    """Lets suspended works go on.

    Raises:
        DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, FILES, renovation_id, ("resume", "resume-extended"), name="renovation.resume") as step:
        record(step.act, step.row, step.move.happened)
        return view(step.act.session, desk, step.row)


__all__ = ["extend", "resume", "suspend"]
