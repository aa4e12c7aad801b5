"""The guide of a new site's first week (handbook S30): steps that tick themselves, until they are done or it is dismissed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from desk import features
from desk.i18n import _
from desk.models import AuditEvent, Customer, PrintLog, Setting, Site, Staff
from desk.services.kit.desk import Desk
from desk.services.site.places import COPIED
from desk.services.staff import RECOVERY

DISMISSED = "guide.dismissed"
"""The setting that says that nobody wants it any more."""
DAYS = 30
"""So many days after its first act a site is new."""


@dataclass(frozen=True, slots=True)
class StepView:
    """A step: its words, what opens it (a target), and whether it is done."""

    code: str
    label: str
    target: str
    done: bool


def guide(desk: Desk) -> tuple[StepView, ...]:
    """The steps of the first week; nothing once all are done, it was dismissed, or the site is not new (or a demo)."""
    if desk.is_demo:
        return ()
    with desk.look() as session:
        if session.get(Setting, DISMISSED) is not None or not _is_new(session, desk):
            return ()
        steps = tuple(
            StepView(step.code, _(step.label), step.target, done=bool(features.load(step.done)(session, desk)))
            for step in sorted(features.each("guide"), key=lambda step: step.order)
        )
    return () if all(step.done for step in steps) else steps


def dismiss(desk: Desk) -> None:
    """Takes the guide away for good.

    Raises:
        NotAllowed: nobody of the supervisors is at the counter.
    """
    with desk.act("guide.dismiss") as act:
        desk.require("supervisor")
        act.session.merge(Setting(key=DISMISSED, value=True))
        act.subject = "site:1"
        act.touch("site", 1)


def _is_new(session: Session, desk: Desk) -> bool:
    began = session.scalar(select(AuditEvent.at).order_by(AuditEvent.id).limit(1))
    return began is not None and desk.clock() - began < timedelta(days=DAYS)


def roster(session: Session, _desk: Desk) -> bool:
    """Somebody is registered."""
    return bool(session.scalar(select(exists(select(Customer.id)))))


def staff(session: Session, _desk: Desk) -> bool:
    """Somebody besides the first manager may sign in."""
    return (session.scalar(select(func.count()).where(Staff.active)) or 0) > 1


def printers(session: Session, _desk: Desk) -> bool:
    """A printer was chosen for some slip, with what the test grid told of its offset."""
    return bool(session.scalar(select(exists(select(Setting.key).where(Setting.key.startswith("print."))))))


def printed(session: Session, _desk: Desk) -> bool:
    """A printer took a slip."""
    return bool(session.scalar(select(exists(select(PrintLog.id).where(PrintLog.taken)))))


def copied(session: Session, _desk: Desk) -> bool:
    """A backup lies in a second place."""
    return session.get(Setting, COPIED) is not None


def recovery(session: Session, _desk: Desk) -> bool:
    """A recovery code was made for the safe."""
    return session.get(Setting, RECOVERY) is not None


def telephones(session: Session, _desk: Desk) -> bool:
    """The number that slips name is known."""
    return bool(session.scalar(select(Site.hotline)))


__all__ = [
    "DISMISSED", "StepView", "copied", "dismiss", "guide", "printed", "printers", "recovery", "roster", "staff", "telephones",
]  # fmt: skip
