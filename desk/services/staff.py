# ruff: noqa: PLC0415 - Argon2 is loaded with the first PIN
"""Who works here, and who is at the counter: staff, PINs, signing in and out.

A PIN guards against the colleague's curiosity, not against someone with the disk: it is kept as an Argon2 hash, and a
few wrong ones lock the login for some minutes (policy `staff.*`).
"""

from __future__ import annotations

import secrets
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
from desk.models import Setting, Staff
from desk.rules.kit import passwords, phones
from desk.rules.kit.lifecycle import ROLES, at_least
from desk.services.kit.desk import Act, Actor, Desk, rehearsing

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LOCK_MOST = 1440.0
"""Minutes that wrong PINs lock at most."""
PIN_OF_SUPERVISORS = 6
"""Digits of a PIN from the supervisor up, at least."""
RECOVERY = "staff.recovery"
"""The setting that holds the hash of the recovery code."""
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
        return _view(new_staff(act, desk, entry, demo=desk.is_demo))


def new_staff(act: Act, desk: Desk, entry: StaffEntry, *, demo: bool = False) -> Staff:
    """Adds a member of the staff inside an act (first set-up, demo).

    Args:
        act: the act under way.
        desk: the desk.
        entry: what was typed.
        demo: of an invented site, whose PINs everybody knows: any will do.

    Raises:
        InvalidInput: as `add_staff`.
    """
    entry = _tidied(entry)
    check = _check(act.session, desk, entry, staff_id=None)
    if demo:
        check.problems = [problem for problem in check.problems if problem.field != "pin"]
    check.done()
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


def set_pin(desk: Desk, staff_id: int, pin: str, *, old: str = "") -> None:
    """Sets a PIN: one's own, or as the manager anybody's. It also unlocks the login.

    Args:
        desk: the desk.
        staff_id: whose.
        pin: the new one.
        old: the one so far, where it is one's own: a counter left for a moment must not lose it to a passer-by.

    Raises:
        InvalidInput: fields `pin`, `old`.
        NotAllowed: somebody else's PIN, without being the manager.
    """
    pin = _digits(pin)
    with desk.act("staff.set-pin") as act:
        own = desk.actor is not None and desk.actor.id == staff_id
        if not own:
            desk.require("manager")
        row = _get(act.session, staff_id)
        check = Checker()
        if own and row.pin and not _matches(row, _digits(old)):
            # L10N: 现在的 PIN 码不对
            check.add("old", "wrong-pin", _("This is not the PIN so far."))
        _check_pin(check, desk, pin, row.role)
        check.done()
        row.pin, row.failed, row.locked_until = _hasher().hash(pin), 0, None
        act.about("staff", row.id, login=row.login)


def new_recovery_code(desk: Desk) -> str:
    """Makes the code for the safe with which a manager who forgot the PIN sets a new one; the one before is out of force.

    Returns:
        The code; only its hash is kept: print it.

    Raises:
        NotAllowed: not the manager.
    """
    code = passwords.code_of(secrets.token_bytes(16))
    with desk.act("staff.recovery-code") as act:
        desk.require("manager")
        act.session.merge(Setting(key=RECOVERY, value=_hasher().hash(code)))
        act.subject = "site:1"
    return code


def recover(desk: Desk, login: str, code: str, pin: str) -> None:
    """Sets a manager's new PIN by the recovery code, which is used up by it; nobody needs to be signed in.

    Raises:
        InvalidInput: field `pin`. DeskError: `unknown-login`, `wrong-code`, `locked-out` after wrong ones.
    """
    pin, read = _digits(pin), passwords.read_code(code)
    refusal: DeskError | None = None
    with desk.act("staff.recover") as act:
        row = act.session.scalars(
            select(Staff).where(Staff.login == _login(login), Staff.active, Staff.role == "manager")
        ).first()
        if row is None:
            raise DeskError("unknown-login", _("Nobody signs in by the name {login}.").format(login=login.strip()))
        check = Checker()
        _check_pin(check, desk, pin, row.role)
        check.done()
        kept = act.session.get(Setting, RECOVERY)
        act.about("staff", row.id, login=row.login)
        if kept is None or read is None or not _fits(str(kept.value), passwords.code_of(read)):
            act.name = "staff.wrong-code"
            # L10N: 恢复码不对，或已经用过。
            refusal = DeskError("wrong-code", _("This is not the recovery code, or it was used already."))
        else:
            act.session.delete(kept)
            row.pin, row.failed, row.locked_until = _hasher().hash(pin), 0, None
    if refusal is not None:
        raise refusal


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
            # It is recorded, but not what was typed: it may be a PIN in the wrong line.
            act.name, act.actor = "staff.unknown-login", None
            act.only_looked()
            refusal = DeskError("unknown-login", _("Nobody signs in by the name {login}.").format(login=login.strip()))
        else:
            left = row.locked_until - act.at if row.locked_until is not None else timedelta()
            # A lock further ahead than one can be was set by a clock that was wrong: it would lock the manager out for years.
            if timedelta() < left <= _pause(desk, row.failed):
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
    row.failed += 1  # until the right one comes: each round of wrong ones waits twice as long as the one before
    attempts = int(desk.policy["staff.pin_attempts"])
    left = -row.failed % attempts
    if not left:
        pause = _pause(desk, row.failed)
        row.locked_until = act.at + pause
        return _locked(pause)
    return DeskError(
        "wrong-pin",
        ngettext("The PIN is wrong. {n} attempt is left.", "The PIN is wrong. {n} attempts are left.", left).format(
            n=left
        ),
    )


def _pause(desk: Desk, failed: int) -> timedelta:
    """How long the last round of wrong PINs locks: twice as long for each round, at most a day (handbook S28)."""
    rounds = max(failed // int(desk.policy["staff.pin_attempts"]) - 1, 0)
    minutes = float(desk.policy["staff.lock_minutes"]) * 2 ** min(rounds, 20)
    return timedelta(minutes=min(minutes, LOCK_MOST))


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
    return _fits(row.pin, pin)


def _fits(hashed: str, secret: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return bool(_hasher().verify(hashed, secret))
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
        _check_pin(check, desk, entry.pin, entry.role)
    if entry.phone:
        check.note("phone", phones.check_phone(entry.phone).problem)
    return check


def _check_pin(check: Checker, desk: Desk, pin: str, role: str) -> None:
    """A PIN's length by the policy, from the supervisor up six at least, and none that is guessed first (handbook S28)."""
    least = int(desk.policy["staff.pin_length"])
    if role in ROLES and at_least(role, "supervisor"):
        least = max(least, PIN_OF_SUPERVISORS)
    if pin.isdigit() and passwords.simple(pin):
        # L10N: 这个 PIN 码太容易猜到（重复或连续的数字）
        check.add("pin", "simple", _("This PIN is guessed at once: it repeats itself or counts on."))
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
