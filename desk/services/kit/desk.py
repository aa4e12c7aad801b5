# ruff: noqa: PLC0415 - SQLAlchemy comes after the finder has answered; the desk is there before
"""The desk: database, clock, who is at the counter, policy; and the transaction every act runs in."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from desk import config
from desk.config import Policy
from desk.errors import DeskError, NotAllowed
from desk.i18n import DEFAULT_LANGUAGE, LANGUAGES, _
from desk.rules.kit.lifecycle import at_least
from desk.services.kit.changes import ANYTHING, Changes, Collector, Step, Steps

if (
    TYPE_CHECKING
):  # the window has its desk before SQLAlchemy and the rulebook's tables are loaded (architecture "Speed")
    from sqlalchemy.orm import Session

    from desk.models.kit.database import Database
    from desk.models.kit.engines.images import Told
    from desk.rules.kit.calendar import HolidayTable
    from desk.rules.kit.clocks import ServiceHours

log = logging.getLogger("desk.acts")

DEMO_LOGIN = "lin"
"""The receptionist of the demo (services.demo)."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The member of staff who is at the counter."""

    id: int
    login: str
    name: str
    role: str


@dataclass
class Approved:
    """Somebody's word for what is done meanwhile, given by their PIN at the counter (services.staff.approving).

    Attributes:
        by: who approves. reason: why, "" when nothing was said. used: something needed it.
    """

    by: Actor
    reason: str = ""
    used: bool = False


@dataclass(frozen=True, slots=True)
class SiteView:
    """The site as the window and the slips name it."""

    name: str
    hotline: str
    language: str
    slip_language: str
    zone: str
    ready: bool
    demo: bool = False


class Rehearsed(Exception):
    """An act reached its end inside `rehearsal()`: it would have been done."""


_rehearsing: ContextVar[bool] = ContextVar("rehearsing", default=False)


def rehearsing() -> bool:
    """Whether an act is only tried, and will be taken back."""
    return _rehearsing.get()


@contextmanager
def rehearsal() -> Iterator[None]:
    """Inside the block an act checks and does everything, and is taken back instead of kept.

    What it would refuse is raised as usual; an act that would be done ends the block without a word.
    """
    token = _rehearsing.set(True)
    try:
        yield
    except Rehearsed:
        pass
    finally:
        _rehearsing.reset(token)


@dataclass
class Act:
    """One act under way: a session, the moment, what it changed, and the audit event that will be written at its end.

    Attributes:
        changed: kind and id of every record whose words somewhere may be others now; None: the act only looked.
        if_kept: called after the act is saved; if_lost: when it failed and nothing of it is there. For what no transaction
            holds: files. What they raise is swallowed into the log, the act is what it is.
    """

    session: Session
    at: datetime
    name: str
    actor: Actor | None
    subject: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    changed: set[tuple[str, int]] | None = field(default_factory=set)
    if_kept: list[Callable[[], object]] = field(default_factory=list)
    if_lost: list[Callable[[], object]] = field(default_factory=list)

    def about(self, kind: str, subject_id: int, **data: Any) -> None:
        """Says which record the act is about and what is worth keeping of it."""
        self.subject = f"{kind}:{subject_id}"
        self.data.update(data)
        self.touch(kind, subject_id)

    def touch(self, kind: str, record_id: int | None) -> None:
        """Says that a record is shown differently from now on; None is none."""
        if record_id is not None and self.changed is not None:
            self.changed.add((kind, record_id))

    def touch_subject(self, subject: str) -> None:
        """The same for a record by its name, `request:7`."""
        kind, _colon, number = subject.partition(":")
        if number.isdigit():
            self.touch(kind, int(number))

    def only_looked(self) -> None:
        """Says that nothing was changed: the act is noted because somebody looked at something."""
        self.changed = None

    def sealed(self, about: str, kind: str, value: Any) -> Any:
        """A value of a person for the event's data, kept so that it can be erased; what is empty needs no seal.

        Args:
            about: whom it concerns, `customer:12`.
            kind: name, phone, document, address, plate, other.
            value: plain JSON.
        """
        if value in ("", None, [], {}):
            return value
        from desk.services.kit import sealed

        return {"sealed": sealed.seal(self.session, about, kind, value)}

    @property
    def staff_id(self) -> int:
        """The one at the counter. An act that needs it cannot run unsigned."""
        if self.actor is None:
            raise NotAllowed(_("Please sign in first."))
        return self.actor.id


def _run(calls: list[Callable[[], object]]) -> None:
    for call in calls:
        try:
            call()
        except Exception:
            log.exception("after an act")


def _language(code: str) -> str:
    """A language the program speaks; a damaged row must not end the start."""
    return code if code in LANGUAGES else DEFAULT_LANGUAGE


def _zone(name: str) -> str:
    """A time zone that is there; else the one of the whole country."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError, TypeError):
        log.info("the site's time zone cannot be read")
        return "Asia/Shanghai"
    return name


def _json(text: str) -> Any:
    """A stored value; None for one that cannot be read: the program's own number stands then."""
    try:
        return json.loads(text)
    except (ValueError, TypeError):
        log.info("a setting cannot be read")
        return None


def utc_now() -> datetime:
    """The clock of the machine, in UTC."""
    return datetime.now(UTC)


class Desk:
    """What every service gets as its first argument.

    Attributes:
        data: the site's folder.
        clock: gives the present moment, aware, UTC.
        actor: who is signed in, or None.
        unlocked_on: the day on which the password of an encrypted site was typed last; None: never in this run.
        steps: what was done in the last minute and can be undone.
    """

    def __init__(
        self, database: Database, *, data: Path, clock: Callable[[], datetime] = utc_now, actor: Actor | None = None
    ) -> None:
        self.database = database
        self.data = data
        self.clock = clock
        self.actor = actor
        self.unlocked_on: date | None = None
        self.steps = Steps()
        self._changes = Collector()
        self._read_again = 0  # counts `forget`s: what was read before one is not kept after it
        self._site: SiteView | None = None
        self._policy: Policy | None = None
        self._holidays: HolidayTable | None = None
        self._hours: ServiceHours | None = None
        self._approval = threading.local()  # of one act, which runs on one thread
        self._turn = threading.local()  # the same

    @property
    def site(self) -> SiteView:
        """The site, read once and again after `forget()`."""
        found, began = self._site, self._read_again
        if found is None:
            with self.database.glance() as connection:
                row = connection.execute(
                    "SELECT name, hotline, language, slip_language, zone, ready, demo FROM site ORDER BY id LIMIT 1"
                ).fetchone()
            found = (
                SiteView(
                    row[0],
                    row[1],
                    _language(row[2]),
                    _language(row[3]),
                    _zone(row[4]),
                    ready=bool(row[5]),
                    demo=bool(row[6]),
                )
                if row
                else SiteView("", "", "zh_CN", "zh_CN", "Asia/Shanghai", ready=False)
            )
            if began == self._read_again:
                self._site = found
        return found

    @property
    def policy(self) -> Policy:
        """The rulebook's numbers with this site's changes."""
        found, began = self._policy, self._read_again
        if found is None:
            with self.database.glance() as connection:
                rows = connection.execute("SELECT key, value FROM setting WHERE key LIKE 'policy.%'").fetchall()
            read = ((key.removeprefix("policy."), _json(value)) for key, value in rows)
            found = Policy({key: value for key, value in read if value is not None})
            if began == self._read_again:
                self._policy = found
        return found

    @property
    def holidays(self) -> HolidayTable:
        """The holiday table in force: the newest edition of this site, else the program's."""
        found, began = self._holidays, self._read_again
        if found is None:
            from desk.rules.kit import calendar

            with self.database.glance() as connection:
                row = connection.execute("SELECT data FROM holiday_edition ORDER BY id DESC LIMIT 1").fetchone()
            found = calendar.parse_table((json.loads(row[0]) if row else None) or config.holidays())
            if began == self._read_again:
                self._holidays = found
        return found

    def use_holidays(self, table: HolidayTable) -> None:
        """Reckons with this table from here on, until `forget()`."""
        self._holidays = table

    @property
    def hours(self) -> ServiceHours:
        """When the clocks of response and resolution run (policy `requests.service_hours`)."""
        found, began = self._hours, self._read_again
        if found is None:
            from desk.rules.kit import clocks

            found = clocks.parse_hours(self.policy["requests.service_hours"], self.zone)
            if began == self._read_again:
                self._hours = found
        return found

    def use_policy(self, policy: Policy) -> None:
        """Reckons with these rules from here on, until `forget()`."""
        self._policy = policy
        self._hours = None

    @property
    def is_demo(self) -> bool:
        """Whether everybody in it is invented (services.demo)."""
        return self.site.demo

    def forget(self) -> None:
        """Drops what was read of site, policy and holidays; the next question reads them anew."""
        self._read_again += 1
        self._site = None
        self._policy = None
        self._holidays = None
        self._hours = None

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.site.zone)

    def now(self) -> datetime:
        """The present moment in the site's zone."""
        return self.clock().astimezone(self.zone)

    def today(self) -> date:
        """The site's local date."""
        return self.now().date()

    def midnight(self, day: date) -> datetime:
        """The moment at which a local day begins, in the site's zone."""
        return datetime.combine(day, time(), self.zone)

    def local(self, moment: datetime) -> datetime:
        """A stored moment in the site's zone."""
        return moment.astimezone(self.zone)

    def may(self, role: str) -> bool:
        """Whether the one at the counter has `role` or a higher one; an approval does not count."""
        return self.actor is not None and at_least(self.actor.role, role)

    def require(self, role: str) -> None:
        """Lets only `role` or a higher one go on, or somebody whose act one who has it approves on the spot.

        Raises:
            NotAllowed: with a sentence that names who may, and the role.
        """
        if self.actor is None:
            raise NotAllowed(_("Please sign in first."))
        if self.may(role):
            return
        approved = self._approved()
        if approved is not None and at_least(approved.by.role, role):
            approved.used = True
            return
        raise NotAllowed(
            # L10N: 须由主管授权，请主管输入密码
            _("This needs a supervisor's approval. Let one enter the PIN.")
            if role == "supervisor"
            else _("This needs the manager's approval. Let the manager enter the PIN."),
            role,
        )

    def authority(self, role: str) -> Actor:
        """Whose word stands behind an act that needs `role`: the one at the counter who has it, else who approves it on the spot.

        Raises:
            NotAllowed: as `require`.
        """
        self.require(role)
        approved = self._approved()
        assert self.actor is not None
        return self.actor if self.may(role) or approved is None else approved.by

    def second(self, role: str) -> Actor:
        """Needs somebody else's word, of `role` or higher, also from one who has it: what is done concerns the one at the counter.

        Raises:
            NotAllowed: nobody is signed in, or nobody else approved it.
        """
        if self.actor is None:
            raise NotAllowed(_("Please sign in first."))
        approved = self._approved()
        if approved is not None and approved.by.id != self.actor.id and at_least(approved.by.role, role):
            approved.used = True
            return approved.by
        # L10N: 此业务涉及您本人，须由他人授权，请主管输入密码
        raise NotAllowed(
            _("This concerns yourself, so somebody else approves it. Let a supervisor enter the PIN."), role
        )

    @contextmanager
    def approved(self, by: Actor, reason: str = "") -> Iterator[Approved]:
        """What is done in the block, on this thread, has the approval of somebody whose PIN was checked."""
        before, given = self._approved(), Approved(by, reason)
        self._approval.given = given
        try:
            yield given
        finally:
            self._approval.given = before

    def _approved(self) -> Approved | None:
        found: Approved | None = getattr(self._approval, "given", None)
        return found

    @contextmanager
    def undoing(self, step: Step) -> Iterator[None]:
        """The act done in the block, on this thread, takes back an earlier one: its event says so, and is no step itself."""
        self._approval.undoing = step
        try:
            yield
        finally:
            self._approval.undoing = None

    def _noted(self, act: Act, told: Told) -> Step:
        """What the way back has to know of an act that reached its end."""
        return Step(
            0, act.name, act.subject, act.actor.id if act.actor else None, act.at,
            images=told.images(),
            changed=frozenset(act.changed or ()),
            indexed=frozenset(act.session.info.get("desk_indexed", ())),
            data=act.data,
        )  # fmt: skip

    @contextmanager
    def act(self, name: str) -> Iterator[Act]:
        """One act at the counter: one transaction, one audit event; rolled back unless the block reaches its end.

        Args:
            name: dotted name of the act, `request.log`.
        """
        from desk.services.kit import audit

        act: Act | None = None
        began = perf_counter()
        try:
            with self.turn(events=1) as session:
                told = self.database.backend.told(session)
                act = Act(session, self.clock(), name, self.actor)
                yield act
                session.flush()
                if _rehearsing.get():
                    raise Rehearsed
                approved = self._approved()
                if approved is not None and approved.used:
                    # The event names both: who did it, and whose word made it possible.
                    act.data["approved_by"] = approved.by.name
                    act.data["approver"] = approved.by.id
                    if approved.reason:
                        act.data["approved_because"] = approved.reason
                taken_back: Step | None = getattr(self._approval, "undoing", None)
                if taken_back is not None:
                    act.name = f"{taken_back.act}.undone"
                    act.data["undoes"] = taken_back.event
                step = self._noted(act, told)
                event = audit.write(
                    session,
                    at=act.at,
                    staff_id=act.actor.id if act.actor else None,
                    act=act.name,
                    subject=act.subject,
                    data=act.data,
                    state=self._close_ledger(),
                )
        except BaseException:
            if act is not None:
                _run(act.if_lost)
            raise
        log.info("act %s %.0f ms", act.name, (perf_counter() - began) * 1000)
        if self.database.file is not None:
            audit.tell(self.data, event)
        if act.changed is not None and taken_back is None:
            step.event = event.id
            self.steps.note(step)
        _run(act.if_kept)
        if act.changed is not None:
            self._changes.add(act.changed or {(ANYTHING, 0)})

    def take_changes(self) -> Changes:
        """What the acts since the last call changed; an act that did not say so changed anything."""
        return self._changes.take()

    @contextmanager
    def turn(self, *, events: int = 0) -> Iterator[Session]:
        """A transaction whose turn has come: acts, and what the program reckons anew, follow one after another on either engine.

        The lock is the first thing taken, so what is read after it is what the one before left, and no two wait for each
        other. Waiting too long is a StorageError `locked`.
        """
        from desk.services.kit import audit

        with self.database.write() as session:
            # Before anything is written: what is written is told to it, whoever writes it.
            ledger = self._turn.ledger = self.database.backend.ledger(session)
            audit.take_turn(session, events=events)
            yield session
            if not events:
                session.flush()
                if ledger is not None and ledger.touched():
                    audit.take_turn(session, events=1)
                    audit.write(
                        session, at=self.clock(), staff_id=None, act="desk.reckon", subject="", data={},
                        state=ledger.close(),
                    )  # fmt: skip

    def _close_ledger(self) -> str | None:
        ledger = self._turn.ledger
        return None if ledger is None else ledger.close()

    @contextmanager
    def look(self) -> Iterator[Session]:
        """A session for questions."""
        with self.database.read() as session:
            yield session


def not_demo() -> DeskError:
    """The refusal to open a real site as a demo."""
    return DeskError(
        "not-demo",
        # L10N: 此文件夹中是真实的中心数据，不能当作演示打开。…
        _("The data in this folder is a real site, not a demo. Open it without “demo”; nothing was changed."),
    )


def sit_down(desk: Desk) -> None:
    """Puts the demo's receptionist at the counter without asking for the PIN.

    Raises:
        DeskError: `not-demo`: the site is a real one, where everybody signs in.
    """
    if not desk.site.demo:
        raise not_demo()
    with desk.database.glance() as connection:
        row = connection.execute(
            "SELECT id, login, name, role FROM staff WHERE login = :login", {"login": DEMO_LOGIN}
        ).fetchone()
    desk.actor = Actor(*row)
