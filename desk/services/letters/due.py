"""What the rest of the program asks about letters: due items, a home's history, checks."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.i18n import _
from desk.models import Customer, Staff, Unit
from desk.models.letters import Greeting, GreetingRun, Letter, LetterRun, LetterTemplate
from desk.rules.kit import wording
from desk.services.households.views import HouseholdView
from desk.services.kit import reasons
from desk.services.kit.desk import Desk
from desk.services.kit.due import DueItems, DueRow, counted_by
from desk.services.kit.lines import MOST, TimelineView
from desk.services.site.check import Finding


def _waiting(desk: Desk, now: datetime) -> list[ColumnElement[bool]]:
    edge = desk.local(now).date() - timedelta(days=int(desk.policy["letters.delivery_days"]))
    return [Letter.state == "issued", Letter.day <= edge]


@counted_by(lambda desk, now: select(func.count(Letter.id)).where(*_waiting(desk, now)))
def undelivered(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Letters of which nobody has said how they reached their homes."""
    conditions = _waiting(desk, now)
    total = session.scalar(select(func.count(Letter.id)).where(*conditions)) or 0
    rows = session.execute(
        select(Letter, Customer.name, Unit.name.label("room"))
        .join(Customer, Customer.id == Letter.customer_id)
        .outerjoin(Unit, Unit.id == Letter.unit_id)
        .where(*conditions)
        .order_by(Letter.day, Letter.id)
        .limit(limit)
    )
    return DueItems(
        total,
        tuple(
            DueRow(wording.dotted(room or "", name), wording.dotted(row.number, wording.day(row.day)), f"letter:{row.id}")
            for row, name, room in rows
        ),
        "letter-list:issued",
    )  # fmt: skip


@counted_by(lambda _desk, _now: select(func.count(LetterTemplate.id)).where(LetterTemplate.state == "draft"))
def drafts(session: Session, _desk: Desk, _now: datetime, limit: int) -> DueItems:
    """Templates that wait for a supervisor."""
    rows = session.scalars(
        select(LetterTemplate).where(LetterTemplate.state == "draft").order_by(LetterTemplate.id)
    ).all()
    return DueItems(
        len(rows),
        tuple(
            DueRow(row.name, label("letter_kinds", row.kind), f"letter-template:{row.id}") for row in rows[:limit]
        ),
        "letter-templates:draft",
    )  # fmt: skip


def _to_greet(desk: Desk, now: datetime) -> list[ColumnElement[bool]]:
    return [Greeting.state == "due", Greeting.on <= desk.local(now).date()]


@counted_by(lambda desk, now: select(func.count(Greeting.id)).where(*_to_greet(desk, now)))
def to_greet(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Listed people whose day has come and who were not greeted yet."""
    conditions = _to_greet(desk, now)
    total = session.scalar(select(func.count(Greeting.id)).where(*conditions)) or 0
    rows = session.execute(
        select(Greeting, Customer.name, Unit.name.label("room"))
        .join(Customer, Customer.id == Greeting.customer_id)
        .outerjoin(Unit, Unit.id == Greeting.unit_id)
        .where(*conditions)
        .order_by(Greeting.on, Greeting.id)
        .limit(limit)
    )
    return DueItems(
        total,
        tuple(
            DueRow(wording.dotted(room or "", name), wording.day(row.on), f"greeting:{row.id}") for row, name, room in rows
        ),
        "greetings:today",
    )  # fmt: skip


def lines(session: Session, _desk: Desk, home: HouseholdView) -> list[TimelineView]:
    """The letters to a home."""
    rows = session.execute(
        select(Letter, LetterTemplate.name, Customer.name, Staff.name)
        .join(LetterTemplate, LetterTemplate.id == Letter.template_id)
        .join(Customer, Customer.id == Letter.customer_id)
        .join(Staff, Staff.id == Letter.staff_id)
        .where(Letter.unit_id == home.unit.id)
        .order_by(Letter.id.desc())
        .limit(MOST)
    )
    return [
        # L10N: 函件 {number}
        TimelineView(
            row.at, _("Letter {number}").format(number=row.number),
            wording.dotted(
                template, name, label("letter_delivery_states", row.state), row.signer or row.delivered_by, reasons.said(row.note)
            ), "", staff, f"letter:{row.id}",
        )
        for row, template, name, staff in rows
    ]  # fmt: skip


def check(session: Session, _desk: Desk) -> list[Finding]:
    """What `desk check` finds: two versions of a template in use, runs whose letters are not all there."""
    twice = session.scalars(
        select(LetterTemplate.number)
        .where(LetterTemplate.state == "in-use")
        .group_by(LetterTemplate.number)
        .having(func.count() > 1)
    )
    # L10N: 模板 {number} 有两个版本同时启用
    words = _("Two versions of the template {number} are in use.")
    found = [Finding("letter-template", words.format(number=number)) for number in twice]
    counted = (
        select(Letter.run_id, func.count().label("there")).where(Letter.run_id.is_not(None)).group_by(Letter.run_id)
    ).subquery()
    runs = session.scalars(
        select(LetterRun.number)
        .outerjoin(counted, counted.c.run_id == LetterRun.id)
        .where(func.coalesce(counted.c.there, 0) != LetterRun.letters)
    )
    # L10N: 批次 {number} 的函件数不符
    words = _("The letters of the run {number} are not all there.")
    found += [Finding("letter-run", words.format(number=number)) for number in runs]
    listed = (select(Greeting.run_id, func.count().label("there")).group_by(Greeting.run_id)).subquery()
    lists = session.scalars(
        select(GreetingRun.number)
        .outerjoin(listed, listed.c.run_id == GreetingRun.id)
        .where(func.coalesce(listed.c.there, 0) != GreetingRun.people)
    )
    # L10N: 问候名单 {number} 的人数不符
    words = _("The people of the list {number} are not all there.")
    return found + [Finding("greeting-run", words.format(number=number)) for number in lists]


__all__ = ["check", "drafts", "lines", "to_greet", "undelivered"]
