"""Letters: templates with their versions, runs, and each letter with its delivery."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desk.models.households import Customer, Unit
from desk.models.kit.base import Base, Numbered
from desk.models.staff import Staff as _Staff  # noqa: F401 - its table has to be there


class LetterTemplate(Numbered, Base):
    """One version of a template (函件模板). A version is never rewritten once it was approved: a change is the next one.

    Attributes:
        number: `XB-20261121-0001`, the same for all versions. version: 1, 2 …
        kind: service, dunning, notice, greeting, news.
        customers: for whom: any, owner, tenant, company, class, tier; of: the class or the level.
        language, style: of the text and its salutation (gong: 李公; sir-madam: 李先生).
        state: draft, approved, in-use, withdrawn. chance: why a word that reads like a threat is none.
        approved_by_id, approved_at: the supervisor's word. reason: why it was withdrawn.
    """

    __tablename__ = "letter_template"
    __table_args__ = (UniqueConstraint("number", "version"), Index("ix_letter_template_state", "state"))

    number: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str]
    kind: Mapped[str]
    customers: Mapped[str] = mapped_column(default="any")
    of: Mapped[str] = mapped_column("of_code", default="")
    language: Mapped[str] = mapped_column(default="zh_CN")
    style: Mapped[str] = mapped_column(default="sir-madam")
    text: Mapped[str]
    chance: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="draft")
    at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    reason: Mapped[str] = mapped_column(default="")


class LetterRun(Numbered, Base):
    """Letters written in one go (函件批次).

    Attributes:
        number: `XP-20261121-0001`; the delivery list carries it. subject: what it is about, in the clerk's words.
        audience: the filter as it was, JSON. letters: how many were written.
        left_out: ids and reasons, `[{"unit": 1, "customer": 2, "why": "no-consent"}]`.
    """

    __tablename__ = "letter_run"

    number: Mapped[str] = mapped_column(unique=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("letter_template.id"), index=True)
    subject: Mapped[str]
    audience: Mapped[dict[str, Any]]
    letters: Mapped[int] = mapped_column(default=0)
    left_out: Mapped[list[Any]]
    at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    template: Mapped[LetterTemplate] = relationship()


class Letter(Numbered, Base):
    """One letter to one household or person (函件).

    Attributes:
        number: `XH-20261121-0001`. template: number of its template, of whatever version. run_id: None for a single letter.
        unit_id: where it goes; None for a member without a room here. day: the date it bears.
        household: it is for the household, addressed to the customer.
        state: issued, delivered, returned, void. delivered_by, delivered_on, signer: how it reached them; note: why it came back.
    """

    __tablename__ = "letter"
    __table_args__ = (
        Index("ix_letter_template_unit_id", "template", "unit_id"),
        Index("ix_letter_template_customer_id", "template", "customer_id"),
        Index("ix_letter_state", "state"),
    )

    number: Mapped[str] = mapped_column(unique=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("letter_template.id"), index=True)
    template: Mapped[str]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("letter_run.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    household: Mapped[bool] = mapped_column(default=True)
    day: Mapped[date]
    fen: Mapped[int | None] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(default="issued")
    delivered_by: Mapped[str] = mapped_column(default="")
    delivered_on: Mapped[date | None]
    signer: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    unit: Mapped[Unit | None] = relationship()
    customer: Mapped[Customer] = relationship()


class GreetingOccasion(Numbered, Base):
    """An occasion of the site's own (问候的节日); see `rules.letters.occasions`. retired: offered no more."""

    __tablename__ = "greeting_occasion"

    name: Mapped[str] = mapped_column(unique=True)
    rule: Mapped[str]
    month: Mapped[int] = mapped_column(default=0)
    day: Mapped[int] = mapped_column(default=0)
    nth: Mapped[int] = mapped_column(default=0)
    weekday: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)


class GreetingRun(Numbered, Base):
    """Whom to greet on an occasion (问候名单).

    Attributes:
        number: `WH-20261121-0001`. occasion: a code of the rules, or `own:3`. day: of the occasion; for birthdays the first day, until: the last.
        means: card, call, sms, gift. letter_run_id: of the printed cards. left_out: as of a run of letters.
    """

    __tablename__ = "greeting_run"

    number: Mapped[str] = mapped_column(unique=True)
    occasion: Mapped[str]
    day: Mapped[date]
    until: Mapped[date]
    means: Mapped[str]
    letter_run_id: Mapped[int | None] = mapped_column(ForeignKey("letter_run.id"))
    people: Mapped[int] = mapped_column(default=0)
    left_out: Mapped[list[Any]]
    at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))


class Greeting(Numbered, Base):
    """One person to be greeted on an occasion of a year.

    Attributes:
        holder: the customer's id while it counts, None once it was dropped: one occasion and year greets nobody twice.
        on: the day. state: due, done, missed (not reached), dropped. done_by_id, done_at: who greeted, when.
    """

    __tablename__ = "greeting"
    __table_args__ = (
        UniqueConstraint("occasion", "year", "holder"),
        Index("ix_greeting_state_on_day", "state", "on_day"),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("greeting_run.id"), index=True)
    occasion: Mapped[str]
    year: Mapped[int]
    holder: Mapped[int | None]
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    on: Mapped[date] = mapped_column("on_day")
    state: Mapped[str] = mapped_column(default="due")
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    note: Mapped[str] = mapped_column(default="")

    run: Mapped[GreetingRun] = relationship()
    customer: Mapped[Customer] = relationship()
    unit: Mapped[Unit | None] = relationship()


__all__ = ["Greeting", "GreetingOccasion", "GreetingRun", "Letter", "LetterRun", "LetterTemplate"]
