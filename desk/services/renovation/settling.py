"""What settles an obstacle of the refund: moving in, the owner downstairs, a declared loss (handbook C-8, R8)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.errors import Checker
from desk.i18n import _
from desk.models import Unit
from desk.models.renovation import DownstairsAttempt, Renovation
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import moving
from desk.services.renovation.core import (
    FILES,
    record,
)
from desk.services.renovation.entries import DownstairsEntry, LostEntry
from desk.services.renovation.read import view
from desk.services.renovation.views import RenovationView


def note_moving_in(desk: Desk, renovation_id: int, *, on: date | None = None, nobody: bool = False) -> RenovationView:
    """Notes when somebody moved in after the works, or that nobody did.

    Raises:
        InvalidInput: field `on`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(act: Act, _row: Renovation, check: Checker) -> None:
        if not nobody:
            # L10N: 请填写入住日期
            check.require("on", on, _("On which day did somebody move in?"))
        if on is not None and (nobody or on > desk.local(act.at).date()):
            check.add("on", "future", _("This day has not come yet. Choose today or an earlier one."))

    with moving(desk, FILES, renovation_id, "moved-in", checks=checks) as step:
        step.row.moved_in, step.row.nobody_moved_in = on, nobody
        record(step.act, step.row, step.move.happened, on=on.isoformat() if on else "", nobody=nobody)
        return view(step.act.session, desk, step.row)


def unit_below(session: Session, unit: Unit) -> Unit | None:
    """The room below by building, entrance and number: 1203 → 1103, 203 → 103; None for a ground floor."""
    room = unit.room
    if not room.isdigit() or len(room) < 3:
        return None
    below = int(room[:-2]) - 1
    if below < 1:
        return None
    return session.scalars(
        select(Unit).where(
            Unit.building_id == unit.building_id, Unit.entrance == unit.entrance, Unit.room == f"{below}{room[-2:]}"
        )
    ).first()


def note_attempt(desk: Desk, renovation_id: int, *, how: str, note: str = "") -> RenovationView:
    """Logs a try to reach the owner downstairs (handbook R8).

    Raises:
        InvalidInput: field `how`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(_act: Act, _row: Renovation, check: Checker) -> None:
        # L10N: 请填写联系方式
        check.require("how", how, _("How was it tried?"))

    with moving(desk, FILES, renovation_id, "downstairs", checks=checks, name="renovation.attempt") as step:
        act, row = step.act, step.row
        act.session.add(
            DownstairsAttempt(
                renovation_id=row.id, at=act.at, how=how.strip(), note=note.strip(), staff_id=act.staff_id
            )
        )
        record(act, row, "attempt", note, how=how)
        return view(act.session, desk, row)


def note_downstairs(desk: Desk, renovation_id: int, entry: DownstairsEntry) -> RenovationView:
    """Notes the downstairs owner's signature, or why it is not applicable: ground floor, vacant, unreachable (handbook R8).

    Raises:
        InvalidInput: fields of `DownstairsEntry`: `owner`, a tenant signed; `early`, before the passed inspection;
            `attempts`, too few are logged; `ground`, there is a room below. DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(act: Act, row: Renovation, check: Checker) -> None:
        below = act.session.get(Unit, entry.unit_id) if entry.unit_id else unit_below(act.session, row.unit)
        if entry.waiver:
            _check_waiver(act, desk, row, entry, below, check)
            return
        # L10N: 请填写签字人
        check.require("signer", entry.signer, _("Who signed?"))
        # L10N: 请填写签字日期
        check.require("signed_on", entry.signed_on, _("On which day was it signed?"))
        if not entry.by_owner:
            # L10N: 须由楼下业主签字，租户签字无效
            check.add("by_owner", "owner", _("The owner downstairs signs, not the tenant."))
        if below is None:
            # L10N: 找不到楼下房号，请选择
            check.add("unit_id", "required", _("Choose the room downstairs."))
        if entry.signed_on is not None and entry.signed_on > desk.local(act.at).date():
            check.add("signed_on", "future", _("This day has not come yet. Choose today or an earlier one."))
        elif entry.signed_on is not None and (row.passed_on is None or entry.signed_on < row.passed_on):
            # L10N: 签字日期不得早于验收合格日期
            check.add("signed_on", "early", _("It is signed on or after the day of the passed inspection."))

    with moving(desk, FILES, renovation_id, "downstairs", checks=checks) as step:
        act, row = step.act, step.row
        below = act.session.get(Unit, entry.unit_id) if entry.unit_id else unit_below(act.session, row.unit)
        row.downstairs_unit_id = below.id if below else None
        row.downstairs_signer = "" if entry.waiver else entry.signer.strip()
        row.downstairs_signed_on = None if entry.waiver else entry.signed_on
        row.downstairs_waiver, row.downstairs_reason = entry.waiver, entry.reason.strip()
        record(act, row, step.move.happened, entry.reason or entry.signer, waiver=entry.waiver)
        return view(act.session, desk, row)


def _check_waiver(
    act: Act, desk: Desk, row: Renovation, entry: DownstairsEntry, below: Unit | None, check: Checker
) -> None:
    check.require("reason", entry.reason, _("Say why."))
    if entry.waiver not in ("ground", "vacant", "unreachable"):
        # L10N: 请选择原因
        check.add("waiver", "choice", _("Choose why it is not applicable."))
    if entry.waiver == "ground" and below is not None:
        # L10N: 楼下有 {room}
        check.add("waiver", "ground", _("There is {room} downstairs.").format(room=below.name))
    if entry.waiver == "vacant" and below is not None and below.state not in ("vacant", "renovating"):
        # L10N: {room} 有人居住
        check.add("waiver", "lived-in", _("Somebody lives in {room}.").format(room=below.name))
    if entry.waiver == "unreachable":
        wanted = int(desk.policy["renovation.attempts"])
        tried = act.session.scalar(
            select(func.count()).select_from(DownstairsAttempt).where(DownstairsAttempt.renovation_id == row.id)
        )
        if (tried or 0) < wanted:
            # L10N: 至少登记 {n} 次联系记录
            check.add("waiver", "attempts", _("At least {n} attempts must be logged.").format(n=wanted))


def declare_lost(desk: Desk, renovation_id: int, entry: LostEntry) -> RenovationView:
    """Records the declaration that certificate or receipt is lost; a supervisor approves it, the refund slip prints it (handbook C-8).

    Raises:
        InvalidInput: fields `what`, `note`. DeskError: `illegal-move`. NotFound; NotAllowed: not a supervisor.
    """

    def checks(_act: Act, _row: Renovation, check: Checker) -> None:
        if entry.what not in ("certificate", "receipt"):
            # L10N: 请选择遗失的是登记证还是收据
            check.add("what", "choice", _("Which of them is lost: the certificate or the receipt?"))

    with moving(desk, FILES, renovation_id, "declare-lost", {"note": entry.note}, checks=checks) as step:
        act, row = step.act, step.row
        if entry.what == "certificate":
            row.certificate_back = "declared"
            # L10N: 登记证遗失声明：{note}
            line = _("Certificate lost: {note}")
        else:
            row.receipt_back = "declared"
            # L10N: 收据遗失声明：{note}
            line = _("Receipt lost: {note}")
        row.lost_note = "\n".join(part for part in (row.lost_note, line.format(note=entry.note.strip())) if part)
        record(act, row, step.move.happened, entry.note, what=entry.what)
        return view(act.session, desk, row)


__all__ = ["declare_lost", "note_attempt", "note_downstairs", "note_moving_in", "unit_below"]
