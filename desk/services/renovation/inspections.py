"""Inspections with photos, violations with their notice, deadline, second look and report (handbook C-9, R6)."""

from __future__ import annotations

from datetime import date, timedelta

from desk.catalog import whole_catalog
from desk.errors import Checker
from desk.features import slip_kinds
from desk.i18n import _
from desk.models.renovation import Renovation, RenovationInspection, Violation
from desk.rules.renovation.cycle import VIOLATION_CYCLE
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import moving
from desk.services.kit.sequences import next_number
from desk.services.renovation import papers
from desk.services.renovation.core import FILES, VIOLATIONS, check_photos, get, keep_photos, record
from desk.services.renovation.entries import InspectionEntry, ViolationEntry
from desk.services.renovation.read import view
from desk.services.renovation.views import RenovationView


def ask_inspection(desk: Desk, renovation_id: int) -> RenovationView:
    """Notes that the owner asks for the completion inspection.

    Raises:
        DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, FILES, renovation_id, "ask-inspection") as step:
        step.row.inspection_asked_on = desk.local(step.act.at).date()
        record(step.act, step.row, step.move.happened)
        return view(step.act.session, desk, step.row)


def inspect(desk: Desk, renovation_id: int, entry: InspectionEntry) -> RenovationView:
    """Records an inspection with its photos and gives its sheet; a completion inspection moves the file on.

    Raises:
        InvalidInput: fields of `InspectionEntry`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    code = "inspect"
    if entry.kind == "completion":
        code = "pass-completion" if entry.passed else "fail-completion"

    def checks(act: Act, row: Renovation, check: Checker) -> None:
        if entry.kind not in {choice.code for choice in whole_catalog("inspection_kinds")}:
            # L10N: 请选择检查种类
            check.add("kind", "choice", _("Choose the kind of inspection."))
        if entry.on is not None and entry.on > desk.local(act.at).date():
            check.add("on", "future", _("This day has not come yet. Choose today or an earlier one."))
        if (
            entry.on is not None
            and row.started_on is not None
            and entry.kind == "completion"
            and entry.on < row.started_on
        ):
            # L10N: 早于开工日期
            check.add("on", "early", _("That is before the works began."))
        if not entry.passed and not entry.note.strip() and entry.kind != "completion":
            # L10N: 请写明不合格之处
            check.add("note", "required", _("Say what is not in order."))
        check_photos(check, "photos", entry.photos)

    with moving(
        desk, FILES, renovation_id, code, {"note": entry.note}, checks=checks, name=f"renovation.{code}"
    ) as step:
        act, row = step.act, step.row
        done = RenovationInspection(
            renovation_id=row.id, kind=entry.kind, on=entry.on or desk.local(act.at).date(),
            inspector=entry.inspector.strip() or (act.actor.name if act.actor else ""), passed=entry.passed,
            note=entry.note.strip(), photos=[], staff_id=act.staff_id,
        )  # fmt: skip
        act.session.add(done)
        act.session.flush()
        done.photos = keep_photos(act, desk, f"renovation-inspection:{done.id}", entry.photos)
        if entry.kind == "completion":
            row.passed_on = done.on if entry.passed else None
            slip = papers.issue_acceptance_within(act, desk, row, done)
            record(
                act, row, step.move.happened, done.note, inspection=entry.kind, passed=entry.passed, slip=slip.number
            )
            if entry.passed:
                row.unit.state = "occupied" if row.moved_in is not None else "vacant"
        else:
            record(act, row, step.move.happened, done.note, inspection=entry.kind, passed=entry.passed)
        return view(act.session, desk, row)


def find_violation(desk: Desk, renovation_id: int, entry: ViolationEntry) -> RenovationView:
    """Records a violation and issues the 整改通知单 with its deadline; nothing is ever charged by it (handbook C-9).

    Raises:
        InvalidInput: fields of `ViolationEntry`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(act: Act, _row: Renovation, check: Checker) -> None:
        # L10N: 请写明违规情况
        check.require("finding", entry.finding, _("Say what was found."))
        if entry.deadline is not None and entry.deadline < desk.local(act.at).date():
            check.add("deadline", "past", _("This day is over."))
        check_photos(check, "photos", entry.photos)

    with moving(desk, FILES, renovation_id, "violation", checks=checks) as step:
        act, row = step.act, step.row
        today = desk.local(act.at).date()
        deadline = entry.deadline or today + timedelta(days=int(desk.policy["renovation.rectify_days"]))
        number = next_number(act.session, slip_kinds()["rectification"].prefix, today)
        found = Violation(
            number=number, renovation_id=row.id, state=VIOLATION_CYCLE.by_code["find"].target,
            found_on=today, finding=entry.finding.strip(), demand=entry.demand.strip(), deadline=deadline,
            photos=[], checked_note="", authority="", staff_id=act.staff_id,
        )  # fmt: skip
        act.session.add(found)
        act.session.flush()
        found.photos = keep_photos(act, desk, f"violation:{found.id}", entry.photos)
        papers.issue_rectification_within(act, desk, row, found, entry)
        record(act, row, step.move.happened, entry.finding, slip=number, deadline=deadline.isoformat())
        return view(act.session, desk, row)


def reinspect(
    desk: Desk, violation_id: int, *, put_right: bool, note: str = "", on: date | None = None
) -> RenovationView:
    """The second look at a violation.

    Raises:
        InvalidInput: fields `note` (when it is not put right), `on`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(act: Act, row: Violation, check: Checker) -> None:
        if on is not None and not row.found_on <= on <= desk.local(act.at).date():
            # L10N: 复查日期应在发现之后、今天之前
            check.add("on", "date", _("The second look is after the finding, and not later than today."))

    code = "reinspect" if put_right else "still"
    with moving(desk, VIOLATIONS, violation_id, code, {"note": note}, checks=checks) as step:
        act, row = step.act, step.row
        row.checked_on, row.checked_note = on or desk.local(act.at).date(), note.strip()
        file = get(act.session, row.renovation_id)
        record(act, file, f"violation-{step.move.happened}", note, violation=row.number)
        return view(act.session, desk, file)


def report_violation(desk: Desk, violation_id: int, *, authority: str, on: date | None = None) -> RenovationView:
    """Notes the report to the authority of what is not put right; it stays an obstacle (handbook C-9, R6).

    Raises:
        InvalidInput: fields `authority`, `on`. DeskError: `illegal-move`. NotFound; NotAllowed: not a supervisor.
    """

    def checks(act: Act, _row: Violation, check: Checker) -> None:
        if on is not None and on > desk.local(act.at).date():
            check.add("on", "future", _("This day has not come yet. Choose today or an earlier one."))

    with moving(desk, VIOLATIONS, violation_id, "report", {"authority": authority}, checks=checks) as step:
        act, row = step.act, step.row
        row.authority, row.reported_on = authority.strip(), on or desk.local(act.at).date()
        file = get(act.session, row.renovation_id)
        record(act, file, "violation-reported", authority, violation=row.number)
        return view(act.session, desk, file)


__all__ = ["ask_inspection", "find_violation", "inspect", "reinspect", "report_violation"]
