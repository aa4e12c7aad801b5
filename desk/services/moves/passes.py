"""Residence passes (handbook A2, C-30, M7): issued to who lives there, one a person and home; lost, replaced, returned, cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import Checker, DeskError, InvalidInput, NotFound, Problem
from desk.i18n import _
from desk.models import Building, Occupancy, Unit
from desk.models.moves import Move, ResidentPass
from desk.models.slips import SlipRecord
from desk.rules.households import is_child, lives_there
from desk.rules.kit.dates import add_months
from desk.rules.moves.cycle import PASS_CYCLE
from desk.services.households.within import in_force, residents_of
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import advance, moving
from desk.services.kit.sequences import next_number
from desk.services.moves import papers
from desk.services.moves.core import MOVES, PASS_PREFIX, PASSES, record
from desk.services.moves.entries import PassesEntry
from desk.services.moves.read import pass_view
from desk.services.moves.views import BulkView, ResidentPassView
from desk.services.slips import Batch, print_many


def of_people(session: Session, row: Move) -> list[ResidentPass]:
    """The passes of who moves, for this home."""
    people = [each.customer_id for each in row.people]
    return list(
        session.scalars(
            select(ResidentPass)
            .where(ResidentPass.unit_id == row.unit_id, ResidentPass.customer_id.in_(people))
            .order_by(ResidentPass.number)
        )
    )


def issue_passes(desk: Desk, move_id: int, entry: PassesEntry | None = None) -> tuple[ResidentPassView, ...]:
    """Issues passes to the people of a move-in (handbook M7); a tenant's end with the lease.

    Raises:
        InvalidInput: `people.0`: `bearer`, `gone`, `guardian`; `until`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    wanted = entry or PassesEntry()

    def chosen(session: Session, row: Move) -> list[Occupancy]:
        movers = {each.customer_id for each in row.people}
        living = residents_of(session, row.unit_id, desk.today())
        return _chosen(session, living, wanted, movers)

    def checks(act: Act, row: Move, check: Checker) -> None:
        stays = chosen(act.session, row)
        check.problems += _problems(act.session, desk, stays, wanted, until=_until(desk, wanted, row))

    with moving(desk, MOVES, move_id, "passes", checks=checks) as step:
        act, row = step.act, step.row
        made = [
            _issue(act, desk, stay, first=wanted.first or row.day, until=_until(desk, wanted, row), move=row)
            for stay in chosen(act.session, row)
        ]
        record(act, row, step.move.happened, passes=[each.number for each in made])
        return tuple(pass_view(act.session, desk, each) for each in made)


def issue_for_unit(desk: Desk, unit_id: int, entry: PassesEntry | None = None) -> tuple[ResidentPassView, ...]:
    """Issues passes to people living in a home, without a move: for households that were there before Desk (handbook M7).

    Raises:
        InvalidInput: `people.0`, `until`. NotFound: no such unit. NotAllowed.
    """
    wanted = entry or PassesEntry()
    with desk.act("resident-pass.issue") as act:
        desk.require("receptionist")
        unit = act.session.get(Unit, unit_id)
        if unit is None:
            raise NotFound(_("This room is not registered."))
        stays = _chosen(act.session, residents_of(act.session, unit_id, desk.today()), wanted, None)
        until = _until(desk, wanted, None)
        problems = _problems(act.session, desk, stays, wanted, until=until)
        if problems:
            raise InvalidInput(problems)
        first = wanted.first or desk.local(act.at).date()
        made = [_issue(act, desk, stay, first=first, until=until, move=None) for stay in stays]
        act.about("unit", unit_id, passes=[each.number for each in made])
        return tuple(pass_view(act.session, desk, each) for each in made)


def issue_for_building(desk: Desk, building_id: int, *, until: date | None = None) -> BulkView:
    """Issues passes to everybody living in a building who has none (handbook M7: a site that starts with Desk).

    Returns:
        The numbers, in the order of the rooms, and who got none: children whose guardian has not agreed, companies.

    Raises:
        NotFound: no such building. InvalidInput: field `until`. NotAllowed: not a supervisor.
    """
    with desk.act("resident-pass.issue-building") as act:
        desk.require("supervisor")
        session, today = act.session, desk.local(act.at).date()
        building = session.get(Building, building_id)
        if building is None:
            # L10N: 没有该楼栋
            raise NotFound(_("This building is not there."))
        if until is not None and until < today:
            raise InvalidInput([Problem("past", _("This day is over."), "until")])
        made: list[str] = []
        left: list[str] = []
        rooms = session.execute(
            select(Unit.id, Unit.name).where(Unit.building_id == building_id).order_by(Unit.sort, Unit.id)
        ).all()
        for unit_id, room in rooms:
            for stay in _chosen(session, residents_of(session, unit_id, today), PassesEntry(), None):
                if _problems(session, desk, [stay], PassesEntry(), until=until):
                    left.append(f"{room} {stay.customer.name}")
                    continue
                last = until or _until(desk, PassesEntry(), None)
                made.append(_issue(act, desk, stay, first=today, until=last, move=None).number)
        act.about("building", building_id, passes=made)
        return BulkView(tuple(made), tuple(left))


def _chosen(
    session: Session, living: Sequence[Occupancy], wanted: PassesEntry, movers: set[int] | None
) -> list[Occupancy]:
    """Whose passes are asked for: those named, else everybody (of the move) who has none; companies and children left out."""
    found: dict[int, Occupancy] = {}
    for stay in living:
        if movers is None or stay.customer_id in movers:
            found.setdefault(stay.customer_id, stay)
    if wanted.people:
        rest = [stay for stay in found.values() if stay.customer_id in wanted.people]
        gone = set(wanted.people) - {stay.customer_id for stay in rest}
        if gone:
            # L10N: 所选的人不在此居住
            raise InvalidInput([Problem("gone", _("Somebody who is named does not live here."), "people")])
        return rest
    return [stay for stay in found.values() if stay.customer.kind == "person" and _active(session, stay) is None]


def _active(session: Session, stay: Occupancy) -> str | None:
    return session.scalars(
        select(ResidentPass.number).where(ResidentPass.bearer == f"{stay.unit_id}:{stay.customer_id}")
    ).first()


def _problems(
    session: Session, desk: Desk, stays: Sequence[Occupancy], wanted: PassesEntry, *, until: date | None
) -> list[Problem]:
    found = []
    today = desk.today()
    if not stays:
        # L10N: 在住人员都已有居住证
        found.append(Problem("required", _("Everybody who lives here has a pass."), "people"))
    first = wanted.first or today
    if until is not None and (until < first or until < today):
        found.append(Problem("order", _("The last day lies before the first day."), "until"))
    for place, stay in enumerate(stays):
        name = stay.customer.name
        if not lives_there(lives=stay.lives, until=stay.lives_until, today=today) or stay.lives_until is not None:
            # L10N: {name} 已搬出
            found.append(Problem("gone", _("{name} has moved out.").format(name=name), f"people.{place}"))
        if (number := _active(session, stay)) is not None:
            # L10N: {name} 已有居住证 {number}
            words = _("{name} has the pass {number} already.").format(name=name, number=number)
            found.append(Problem("bearer", words, f"people.{place}"))
        if stay.customer.kind == "company":
            # L10N: 居住证发给个人
            found.append(Problem("company", _("A pass is for a person."), f"people.{place}"))
        if is_child(stay.customer.birthday, today) and not in_force(session, stay.customer_id, ("guardian",)):
            # L10N: {name} 未满 14 周岁，须监护人同意
            words = _("{name} is under 14: the guardian's consent is needed.").format(name=name)
            found.append(Problem("guardian", words, f"people.{place}"))
    return found


def _until(desk: Desk, wanted: PassesEntry, row: Move | None) -> date | None:
    """The last day: what is typed, the lease's end, else by the policy; None for no end."""
    if wanted.until is not None:
        return wanted.until
    if row is not None and row.lease_until is not None:
        return row.lease_until
    months = int(desk.policy["moves.pass_months"])
    return add_months(wanted.first or desk.today(), months) if months else None


def _issue(
    act: Act, desk: Desk, stay: Occupancy, *, first: date, until: date | None, move: Move | None, replaces: str = ""
) -> ResidentPass:
    made = ResidentPass(
        number=next_number(act.session, PASS_PREFIX, desk.local(act.at).date()), unit_id=stay.unit_id,
        customer_id=stay.customer_id, occupancy_id=stay.id, move_id=move.id if move else None, state="active",
        bearer=f"{stay.unit_id}:{stay.customer_id}", first_day=first, until=until, issued_at=act.at, replaces=replaces,
        note="", staff_id=act.staff_id,
    )  # fmt: skip
    act.session.add(made)
    act.session.flush()
    papers.issue_pass_within(act, desk, made)
    act.touch("unit", stay.unit_id)
    act.touch("resident-pass", made.id)
    return made


def take_back(desk: Desk, pass_id: int) -> ResidentPassView:
    """Takes a pass back, also one that was cancelled or recorded as lost.

    Raises:
        DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, PASSES, pass_id, "return") as step:
        return _ended(step.act, desk, step.row)


def lose(desk: Desk, pass_id: int, *, note: str) -> ResidentPassView:
    """Records that a pass is lost: it is dead, its number is never used again.

    Raises:
        InvalidInput: field `note`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, PASSES, pass_id, "lose", {"note": note}) as step:
        return _ended(step.act, desk, step.row, note)


def replace_pass(desk: Desk, pass_id: int) -> ResidentPassView:
    """Issues another pass in the place of one that is lost or worn: the old number is dead (handbook M7).

    Raises:
        DeskError: `illegal-move`; `gone`, the person has moved out. InvalidInput: `people.0`: `bearer`. NotFound; NotAllowed.
    """
    with moving(desk, PASSES, pass_id, "replace") as step:
        act, row = step.act, step.row
        stay = act.session.get_one(Occupancy, row.occupancy_id)
        if not stay.lives or stay.lives_until is not None:
            raise DeskError("gone", _("{name} has moved out.").format(name=stay.customer.name))
        _ended(act, desk, row)
        if problems := _problems(act.session, desk, [stay], PassesEntry(), until=row.until):
            raise InvalidInput(problems)
        made = _issue(act, desk, stay, first=desk.local(act.at).date(), until=row.until, move=None, replaces=row.number)
        act.about("resident-pass", made.id, number=made.number, replaces=row.number)
        return pass_view(act.session, desk, made)


def void_pass(desk: Desk, pass_id: int, *, reason: str) -> ResidentPassView:
    """Voids a pass that was issued by mistake, with its card (handbook C-19).

    Raises:
        InvalidInput: field `reason`. DeskError: `illegal-move`. NotFound. NotAllowed: not a supervisor.
    """
    with moving(desk, PASSES, pass_id, "void", {"reason": reason}) as step:
        papers.void_pass_within(step.act, step.row, reason.strip())
        return _ended(step.act, desk, step.row, reason)


def _ended(act: Act, desk: Desk, row: ResidentPass, note: str = "") -> ResidentPassView:
    row.bearer, row.ended_on = None, desk.local(act.at).date()
    row.note = note.strip() or row.note
    act.session.flush()
    act.about("resident-pass", row.id, number=row.number, state=row.state)
    act.touch("unit", row.unit_id)
    return pass_view(act.session, desk, row)


def end_within(act: Act, desk: Desk, row: ResidentPass, code: str, note: str = "") -> None:
    """The same inside the act of a move-out."""
    advance(PASS_CYCLE, row, code)
    row.bearer, row.ended_on = None, desk.local(act.at).date()
    row.note = note.strip() or row.note
    act.touch("resident-pass", row.id)


def stay_ended(act: Act, desk: Desk, unit_id: int, customer_id: int) -> None:
    """Somebody does not live there any more: the pass is cancelled and to come back (handbook A3)."""
    act.session.flush()
    left = act.session.scalars(
        select(Occupancy.id).where(
            Occupancy.unit_id == unit_id, Occupancy.customer_id == customer_id, Occupancy.lives,
            Occupancy.lives_until.is_(None),
        )
    ).first()  # fmt: skip
    if left is not None:
        return
    for row in act.session.scalars(select(ResidentPass).where(ResidentPass.bearer == f"{unit_id}:{customer_id}")).all():
        end_within(act, desk, row, "cancel")
        act.data.setdefault("passes_cancelled", []).append(row.number)
    act.session.flush()


def stay_again(act: Act, _desk: Desk, unit_id: int, customer_id: int, numbers: Sequence[str]) -> None:
    """A moving-out was entered wrongly: the passes that it cancelled and that did not come back hold again."""
    active = select(ResidentPass.id).where(ResidentPass.bearer == f"{unit_id}:{customer_id}")
    if not numbers or act.session.scalars(active).first() is not None:
        return
    for row in act.session.scalars(select(ResidentPass).where(ResidentPass.number.in_(list(numbers)))).all():
        if row.state == "cancelled":
            advance(PASS_CYCLE, row, "revive")
            row.bearer, row.ended_on = f"{unit_id}:{customer_id}", None
            act.touch("resident-pass", row.id)
            act.data.setdefault("passes_again", []).append(row.number)
    act.session.flush()


def pass_voided(act: Act, desk: Desk, slip_id: int, reason: str) -> None:
    """A pass's card was voided among the slips: the pass is void with it."""
    slip = act.session.get(SlipRecord, slip_id)
    if slip is None:
        return
    row = act.session.scalars(select(ResidentPass).where(ResidentPass.number == slip.number)).first()
    if row is not None and row.state in ("active", "cancelled"):
        end_within(act, desk, row, "void", reason)


def print_passes(
    desk: Desk, numbers: Sequence[str], *, paper: str = "a4", printer: str = "", waits: bool = False
) -> Batch:
    """Prints cards: eight to an A4 sheet, or one by one on CR80; each printing is logged.

    Raises:
        InvalidInput: field `numbers`. NotFound. DeskError: the paper does not suit.
    """
    return print_many(desk, numbers, printer=printer, paper=paper, waits=waits)


__all__ = [
    "end_within", "issue_for_building", "issue_for_unit", "issue_passes", "lose", "of_people", "pass_voided",
    "print_passes", "replace_pass", "stay_ended", "take_back", "void_pass",
]  # fmt: skip
