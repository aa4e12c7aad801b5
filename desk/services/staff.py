"""Who works here, and who is at the counter: staff, PINs, signing in and out.

A PIN guards against the colleague's curiosity, not against someone with the disk: it is kept as an Argon2 hash, and a
few wrong ones lock the login for some minutes (policy `staff.*`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.errors import Checker, DeskError, InvalidInput, NotFound, Problem
from desk.i18n import _, ngettext
from desk.models import Staff
from desk.rules.kit import phones
from desk.rules.kit.lifecycle import ROLES, at_least
from desk.services.kit.desk import Act, Actor, Desk, rehearsing

if TYPE_CHECKING:
    from argon2 import PasswordHasher

PIN_MOST = 12
"""More digits nobody types at a counter."""

# About 50 ms on a counter PC: nobody notices it once, and trying all PINs of a stolen file is dear.
_ROUNDS = 2
_MEMORY = 19 * 1024


@dataclass(frozen=True, slots=True)
class StaffEntry:
    """What is typed about a member of the staff.

    Attributes:
        login: short name typed or chosen at sign-in.
        role: receptionist, supervisor or manager.
        pin: digits; "" in `change_staff` leaves it as it is.
        department: code in catalog.toml.
    """

    login: str
    name: str
    role: str
    pin: str
    department: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """What somebody enters who approves an act on the spot.

    Attributes:
        login: short name. pin: digits. reason: why, where it is to be kept.
    """

    login: str
    pin: str = field(repr=False)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StaffView:
    """A member of the staff, as lists show them; a colleague's number at work is not masked."""

    id: int
    login: str
    name: str
    role: str
    department: str
    phone: str
    active: bool
    has_pin: bool


def staff_list(desk: Desk, *, active_only: bool = True) -> list[StaffView]:
    """The staff by name; for the sign-in screen, hence without signing in."""
    query = select(Staff).order_by(Staff.name, Staff.id)
    if active_only:
        query = query.where(Staff.active)
    with desk.look() as session:
        return [_view(row) for row in session.scalars(query)]


def add_staff(desk: Desk, entry: StaffEntry) -> StaffView:
    """Adds a member of the staff. Needs the manager, unless nobody is registered yet.

    Raises:
        InvalidInput: fields `login`, `name`, `role`, `pin`, `phone`.
        NotAllowed: a lesser role.
    """
    with desk.act("staff.add") as act:
        if has_staff(act.session):
            desk.require("manager")
        return _view(new_staff(act, desk, entry))


def new_staff(act: Act, desk: Desk, entry: StaffEntry) -> Staff:
    """Adds a member of the staff inside an act (first set-up, demo).

    Raises:
        InvalidInput: as `add_staff`.
    """
    entry = _tidied(entry)
    _check(act.session, desk, entry, staff_id=None).done()
    row = Staff(
        login=entry.login,
        name=entry.name,
        role=entry.role,
        pin=_hasher().hash(entry.pin),
        department=entry.department,
        phone=entry.phone,
    )
    act.session.add(row)
    act.session.flush()
    act.about("staff", row.id, login=row.login, name=row.name, role=row.role)
    return row


def change_staff(desk: Desk, staff_id: int, entry: StaffEntry) -> StaffView:
    """Changes a member of the staff; an empty PIN leaves the old one. Needs the manager.

    Raises:
        InvalidInput: as `add_staff`; field `role` when the last manager would lose the role.
        NotFound: no such member of the staff.
    """
    entry = _tidied(entry)
    with desk.act("staff.change") as act:
        desk.require("manager")
        row = _get(act.session, staff_id)
        check = _check(act.session, desk, entry, staff_id=staff_id)
        if row.role == "manager" and entry.role != "manager" and row.active and _managers(act.session) == 1:
            check.add("role", "last-manager", _("This is the only manager. Give somebody else the role first."))
        check.done()
        changed = {}
        for name in ("login", "name", "role", "department", "phone"):
            before, after = getattr(row, name), getattr(entry, name)
            if before != after:
                changed[name] = [before, after]
                setattr(row, name, after)
        if entry.pin:
            row.pin, row.failed, row.locked_until = _hasher().hash(entry.pin), 0, None
            changed["pin"] = ["", ""]
        act.about("staff", row.id, changed=changed)
        view = _view(row)
    if desk.actor is not None and desk.actor.id == staff_id:
        desk.actor = Actor(view.id, view.login, view.name, view.role)
    return view


def set_pin(desk: Desk, staff_id: int, pin: str) -> None:
    """Sets a PIN: one's own, or as the manager anybody's. It also unlocks the login.

    Raises:
        InvalidInput: field `pin`.
        NotAllowed: somebody else's PIN, without being the manager.
    """
    pin = _digits(pin)
    with desk.act("staff.set-pin") as act:
        if desk.actor is None or desk.actor.id != staff_id:
            desk.require("manager")
        row = _get(act.session, staff_id)
        check = Checker()
        _check_pin(check, desk, pin)
        check.done()
        row.pin, row.failed, row.locked_until = _hasher().hash(pin), 0, None
        act.about("staff", row.id, login=row.login)


def retire(desk: Desk, staff_id: int) -> None:
    """Notes that somebody has left; the row stays, history points at it. Needs the manager.

    Raises:
        DeskError: `last-manager`, `self` for oneself.
    """
    with desk.act("staff.retire") as act:
        desk.require("manager")
        row = _get(act.session, staff_id)
        if row.id == act.staff_id:
            raise DeskError("self", _("You cannot retire yourself. Let another manager do it."))
        if row.role == "manager" and row.active and _managers(act.session) == 1:
            raise DeskError("last-manager", _("This is the only manager. Give somebody else the role first."))
        row.active = False
        act.about("staff", row.id, login=row.login, name=row.name)


def sign_in(desk: Desk, login: str, pin: str) -> Actor:
    """Signs somebody in at the counter and sets `desk.actor`. A login without a PIN (demo) is let in.

    Wrong PINs are counted in the database, so that restarting the program gives no new attempts.

    Raises:
        DeskError: `unknown-login`, `wrong-pin` (with the attempts left), `locked-out` (with the minutes left).
    """
    actor = _identified(desk, login, pin, "staff.sign-in")
    desk.actor = actor
    return actor


@contextmanager
def approving(desk: Desk, approval: Approval) -> Iterator[None]:
    """What is done in the block has the approval of somebody who stands beside the counter and has entered the PIN.

    The one at the counter stays signed in; the audit event of the act names both. Wrong PINs count as at signing in.

    Raises:
        DeskError: as `sign_in`.
        NotAllowed: nobody is signed in; or, in the block, the role is not high enough either.
    """
    if rehearsing():  # what is wrong with the act is told before anybody's word is asked for; no PIN is tried for it
        yield
        return
    by = approve(desk, approval)
    with desk.approved(by, approval.reason.strip()):
        yield


def approve(desk: Desk, approval: Approval) -> Actor:
    """Who approves, by the PIN; for what is done afterwards under `Desk.approved`.

    Raises:
        DeskError: as `sign_in`; NotAllowed: nobody is signed in.
    """
    desk.require("receptionist")
    return _identified(desk, approval.login, approval.pin, "staff.approve")


def approvers(desk: Desk, role: str) -> tuple[StaffView, ...]:
    """Who may approve what needs a role, besides the one at the counter; supervisors before managers, then by name.

    Raises:
        InvalidInput: field `role`, there is no such role.
    """
    if role not in ROLES:
        raise InvalidInput([Problem("unknown", _("Choose a role."), "role")])
    me = desk.actor.id if desk.actor else 0
    found = [member for member in staff_list(desk) if member.id != me and at_least(member.role, role)]
    return tuple(sorted(found, key=lambda member: ROLES.index(member.role)))


def _identified(desk: Desk, login: str, pin: str, name: str) -> Actor:
    """Who it is, by the PIN; a wrong one is counted and kept whatever becomes of the act it was entered for.

    Raises:
        DeskError: as `sign_in`.
    """
    refusal: DeskError | None = None
    actor: Actor | None = None
    with desk.act(name) as act:
        row = act.session.scalars(select(Staff).where(Staff.login == _login(login), Staff.active)).first()
        if row is None:
            raise DeskError("unknown-login", _("Nobody signs in by the name {login}.").format(login=login.strip()))
        left = row.locked_until - act.at if row.locked_until is not None else timedelta()
        # A lock further ahead than one can be was set by a clock that was wrong: it would lock the manager out for years.
        if timedelta() < left <= _pause(desk):
            raise _locked(left)
        if row.pin and not _matches(row, _digits(pin)):
            act.name = "staff.wrong-pin"
            act.actor = None
            refusal = _count_failure(act, desk, row)
        else:
            row.failed, row.locked_until = 0, None
            actor = Actor(row.id, row.login, row.name, row.role)
            if name == "staff.sign-in":
                act.actor = actor
        act.about("staff", row.id, login=row.login)
    if refusal is not None:
        raise refusal
    assert actor is not None
    return actor


def sign_out(desk: Desk) -> None:
    """Leaves the counter; without anybody signed in nothing happens."""
    if desk.actor is None:
        return
    with desk.act("staff.sign-out") as act:
        act.about("staff", desk.actor.id)
    desk.actor = None


def has_staff(session: Session) -> bool:
    """Whether anybody at all is registered."""
    return session.scalars(select(Staff.id).limit(1)).first() is not None


def _count_failure(act: Act, desk: Desk, row: Staff) -> DeskError:
    row.failed += 1
    left = int(desk.policy["staff.pin_attempts"]) - row.failed
    if left <= 0:
        pause = _pause(desk)
        row.failed, row.locked_until = 0, act.at + pause
        return _locked(pause)
    return DeskError(
        "wrong-pin",
        ngettext("The PIN is wrong. {n} attempt is left.", "The PIN is wrong. {n} attempts are left.", left).format(
            n=left
        ),
    )


def _pause(desk: Desk) -> timedelta:
    return timedelta(minutes=float(desk.policy["staff.lock_minutes"]))


def _locked(pause: timedelta) -> DeskError:
    minutes = max(1, -int(-pause.total_seconds() // 60))
    return DeskError(
        "locked-out",
        ngettext(
            "Too many wrong PINs. Please try again in {n} minute, or ask the manager to set a new one.",
            "Too many wrong PINs. Please try again in {n} minutes, or ask the manager to set a new one.",
            minutes,
        ).format(n=minutes),
    )


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=_ROUNDS, memory_cost=_MEMORY, parallelism=1)


def _matches(row: Staff, pin: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return bool(_hasher().verify(row.pin, pin))
    except (VerificationError, InvalidHashError):
        return False


def _login(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()


def _digits(pin: str) -> str:
    # An input method in full-width mode types ０–９; the PIN is the same.
    return unicodedata.normalize("NFKC", pin).strip()


def _tidied(entry: StaffEntry) -> StaffEntry:
    phone = entry.phone.strip()
    return StaffEntry(
        login=_login(entry.login),
        name=entry.name.strip(),
        role=entry.role,
        pin=_digits(entry.pin),
        department=entry.department.strip(),
        phone=phones.check_phone(phone).number if phone else "",
    )


def _check(session: Session, desk: Desk, entry: StaffEntry, *, staff_id: int | None) -> Checker:
    check = Checker()
    check.require("name", entry.name, _("Type the name."))
    check.require("login", entry.login, _("Type a short name to sign in with."))
    if entry.login and any(character.isspace() for character in entry.login):
        check.add("login", "login", _("The sign-in name has no spaces."))
    taken = session.scalars(select(Staff.id).where(Staff.login == entry.login)).first()
    if taken is not None and taken != staff_id:
        check.add("login", "taken", _("Somebody already signs in by the name {login}.").format(login=entry.login))
    if entry.role not in ROLES:
        check.add("role", "role", _("Choose a role."))
    if entry.pin or staff_id is None:
        _check_pin(check, desk, entry.pin)
    if entry.phone:
        check.note("phone", phones.check_phone(entry.phone).problem)
    return check


def _check_pin(check: Checker, desk: Desk, pin: str) -> None:
    least = int(desk.policy["staff.pin_length"])
    if not (pin.isascii() and pin.isdigit() and least <= len(pin) <= PIN_MOST):
        check.add("pin", "pin", _("A PIN has {least} to {most} digits.").format(least=least, most=PIN_MOST))


def _managers(session: Session) -> int:
    return session.scalar(select(func.count()).where(Staff.role == "manager", Staff.active)) or 0


def _get(session: Session, staff_id: int) -> Staff:
    row = session.get(Staff, staff_id)
    if row is None:
        raise NotFound(_("This member of the staff is not registered."))
    return row


def _view(row: Staff) -> StaffView:
    return StaffView(
        row.id, row.login, row.name, row.role, row.department, row.phone, active=row.active, has_pin=bool(row.pin)
    )
