"""The desk: database, clock, who is at the counter, policy; and the transaction every act runs in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.config import Policy
from desk.errors import NotAllowed
from desk.i18n import _
from desk.models import AuditEvent, Sequence, Setting, Site
from desk.models.database import Database
from desk.models.types import canonical

ROLES = ("receptionist", "supervisor", "manager")
"""From least to most."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The member of staff who is at the counter."""

    id: int
    login: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class SiteView:
    """The site as the window and the slips name it."""

    name: str
    hotline: str
    language: str
    slip_language: str
    zone: str
    ready: bool


@dataclass
class Act:
    """One act under way: a session, the moment, and the audit event that will be written at its end."""

    session: Session
    at: datetime
    name: str
    actor: Actor | None
    subject: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    def about(self, kind: str, subject_id: int, **data: Any) -> None:
        """Says which record the act is about and what is worth keeping of it."""
        self.subject = f"{kind}:{subject_id}"
        self.data.update(data)

    @property
    def staff_id(self) -> int:
        """The one at the counter. An act that needs it cannot run unsigned."""
        if self.actor is None:
            raise NotAllowed(_("Please sign in first."))
        return self.actor.id


def utc_now() -> datetime:
    """The clock of the machine, in UTC."""
    return datetime.now(UTC)


class Desk:
    """What every service gets as its first argument.

    Attributes:
        data: the site's folder.
        clock: gives the present moment, aware, UTC.
        actor: who is signed in, or None.
    """

    def __init__(
        self, database: Database, *, data: Path, clock: Callable[[], datetime] = utc_now, actor: Actor | None = None
    ) -> None:
        self.database = database
        self.data = data
        self.clock = clock
        self.actor = actor
        self._site: SiteView | None = None
        self._policy: Policy | None = None

    @property
    def site(self) -> SiteView:
        """The site, read once and again after `forget()`."""
        if self._site is None:
            with self.database.read() as session:
                row = session.scalars(select(Site)).first()
                self._site = (
                    SiteView(row.name, row.hotline, row.language, row.slip_language, row.zone, row.ready)
                    if row
                    else SiteView("", "", "zh_CN", "zh_CN", "Asia/Shanghai", ready=False)
                )
        return self._site

    @property
    def policy(self) -> Policy:
        """The rulebook's numbers with this site's changes."""
        if self._policy is None:
            with self.database.read() as session:
                rows = session.scalars(select(Setting).where(Setting.key.startswith("policy.")))
                self._policy = Policy({row.key.removeprefix("policy."): row.value for row in rows})
        return self._policy

    def forget(self) -> None:
        """Drops what was read of site and policy; the next question reads them anew."""
        self._site = None
        self._policy = None

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

    def local(self, moment: datetime) -> datetime:
        """A stored moment in the site's zone."""
        return moment.astimezone(self.zone)

    def require(self, role: str) -> None:
        """Lets only `role` or a higher one go on.

        Raises:
            NotAllowed: with a sentence that names who may.
        """
        if self.actor is None:
            raise NotAllowed(_("Please sign in first."))
        if ROLES.index(self.actor.role) < ROLES.index(role):
            raise NotAllowed(
                _("This needs a supervisor. Please let one sign in.")
                if role == "supervisor"
                else _("This needs the manager. Please let the manager sign in.")
            )

    @contextmanager
    def act(self, name: str) -> Iterator[Act]:
        """One act at the counter: one transaction, one audit event; rolled back unless the block reaches its end.

        Args:
            name: dotted name of the act, `request.log`.
        """
        with self.database.write() as session:
            act = Act(session, self.clock(), name, self.actor)
            yield act
            session.flush()
            write_audit(act)

    @contextmanager
    def look(self) -> Iterator[Session]:
        """A session for questions."""
        with self.database.read() as session:
            yield session


def audit_hash(
    *, previous: str, at: datetime, staff_id: int | None, act: str, subject: str, data: Mapping[str, Any]
) -> str:
    """The hash of an audit event: over the one before it and all its own columns."""
    content = canonical([previous, at.astimezone(UTC).isoformat(), staff_id, act, subject, data])
    return hashlib.sha256(content.encode()).hexdigest()


def write_audit(act: Act) -> None:
    """Adds the act's event to the chain; the writer's lock is held, so there is one last event."""
    last = act.session.scalars(select(AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1)).first() or ""
    staff_id = act.actor.id if act.actor else None
    act.session.add(
        AuditEvent(
            at=act.at,
            staff_id=staff_id,
            act=act.name,
            subject=act.subject,
            data=act.data,
            previous=last,
            hash=audit_hash(
                previous=last, at=act.at, staff_id=staff_id, act=act.name, subject=act.subject, data=act.data
            ),
        )
    )


def next_number(session: Session, prefix: str, day: date) -> str:
    """The next number of a kind on a day, `TS-20261121-0031`, inside the transaction that uses it (no gaps)."""
    name = f"{prefix}-{day:%Y%m%d}"
    row = session.get(Sequence, name)
    if row is None:
        row = Sequence(name=name, last=0)
        session.add(row)
    row.last += 1
    session.flush()
    return f"{name}-{row.last:04d}"
