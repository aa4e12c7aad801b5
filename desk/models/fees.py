"""Fees: charge items with their rates, who pays what from when to when, meters, the month's bills, dunning, statements, forecasts.

Amounts are whole fen. What a bill owes is its charge in the journal's books (`models.money.Charge`); the bill says how it came about.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desk.models.households import Unit
from desk.models.kit.base import Base, Numbered
from desk.models.kit.types import Hundredths, TenThousandths
from desk.models.money import Charge


class FeeItem(Numbered, Base):
    """A charge item (收费项目).

    Attributes:
        family, basis: codes of `rules.fees`. charge_kind: which receivable its bills stand on.
        unit_kinds: codes of the kinds of rooms it is for, with commas; "" for every kind.
        supplier: for whom it is collected; then no handling fee can stand on it (handbook C-20).
        meter_kind: what its meter counts. payer: owner or tenant, for new assignments.
        retired: not assigned any more.
    """

    __tablename__ = "fee_item"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    family: Mapped[str]
    basis: Mapped[str]
    charge_kind: Mapped[str]
    unit_kinds: Mapped[str] = mapped_column(default="")
    supplier: Mapped[str] = mapped_column(default="")
    meter_kind: Mapped[str] = mapped_column(default="")
    payer: Mapped[str] = mapped_column(default="owner")
    retired: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")


class FeeRate(Numbered, Base):
    """A version of an item's rate: it counts from its day on, in yuan."""

    __tablename__ = "fee_rate"
    __table_args__ = (UniqueConstraint("item_id", "since"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("fee_item.id"))
    since: Mapped[date]
    rate: Mapped[Decimal] = mapped_column(TenThousandths)


class FeeDiscount(Numbered, Base):
    """A rule that takes a share off an item (handbook S1: discounts only by rule).

    Attributes:
        percent: taken off. applies: `all`, or `vacant` for rooms where nobody lives.
    """

    __tablename__ = "fee_discount"

    item_id: Mapped[int] = mapped_column(ForeignKey("fee_item.id"), index=True)
    name: Mapped[str]
    percent: Mapped[Decimal] = mapped_column(Hundredths)
    applies: Mapped[str] = mapped_column(default="all")
    since: Mapped[date]
    until: Mapped[date | None]


class FeeAssignment(Numbered, Base):
    """An item at a room, from–to; it is ended, never deleted.

    Attributes:
        quantity: spaces, or how many times a fixed rate. own_rate: counts instead of the item's.
        payer: owner or tenant. label: which space, which contract.
    """

    __tablename__ = "fee_assignment"
    __table_args__ = (Index("ix_fee_assignment_unit_id", "unit_id", "item_id"),)

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("fee_item.id"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]
    own_rate: Mapped[Decimal | None] = mapped_column(TenThousandths)
    quantity: Mapped[Decimal] = mapped_column(Hundredths, default=Decimal(1))
    payer: Mapped[str] = mapped_column(default="owner")
    label: Mapped[str] = mapped_column(default="")
    end_reason: Mapped[str] = mapped_column(default="")

    unit: Mapped[Unit] = relationship()
    item: Mapped[FeeItem] = relationship()


class FeeExemption(Numbered, Base):
    """A stretch of days of an assignment that costs nothing, with the reason."""

    __tablename__ = "fee_exemption"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("fee_assignment.id"), index=True)
    first: Mapped[date]
    last: Mapped[date]
    reason: Mapped[str]


class Meter(Numbered, Base):
    """A meter of a room, until it is taken out.

    Attributes:
        kind: water, electricity, gas, heat. replaces_id: the one that it was exchanged for.
    """

    __tablename__ = "meter"
    __table_args__ = (UniqueConstraint("kind", "number"), Index("ix_meter_unit_id", "unit_id", "kind"))

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str]
    number: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("meter.id"))
    note: Mapped[str] = mapped_column(default="")

    unit: Mapped[Unit] = relationship()


class MeterReading(Numbered, Base):
    """What a meter showed on a day; the first one is that of its installation.

    Attributes:
        source: installed, typed, imported, exchange. asked: it jumped, and was confirmed.
    """

    __tablename__ = "meter_reading"
    __table_args__ = (UniqueConstraint("meter_id", "on"),)

    meter_id: Mapped[int] = mapped_column(ForeignKey("meter.id"))
    on: Mapped[date]
    value: Mapped[Decimal] = mapped_column(TenThousandths)
    source: Mapped[str] = mapped_column(default="typed")
    asked: Mapped[bool] = mapped_column(default=False)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]


class BillRun(Numbered, Base):
    """One run of a month.

    Attributes:
        month: its first day. bills, fen: what it made. due: of its bills.
    """

    __tablename__ = "bill_run"

    month: Mapped[date] = mapped_column(index=True)
    at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    due: Mapped[date]
    bills: Mapped[int] = mapped_column(default=0)
    fen: Mapped[int] = mapped_column(BigInteger, default=0)


class Bill(Numbered, Base):
    """A bill: one item of one room for one month and one payer.

    Attributes:
        month: first day. first, last: what it covers. quantity: of a whole month. fen: after discounts; off: what these took.
        state: open, disputed, at-law, void; what was paid of it its charge says.
        prepaid_fen: what the run paid of it from a prepayment. paper: number of the slip that shows it; "" for none yet.
    """

    __tablename__ = "bill"
    __table_args__ = (
        CheckConstraint("fen > 0 AND off >= 0", name="fen"),
        Index(
            "uq_bill_once", "unit_id", "item_id", "first", unique=True, sqlite_where=text("state <> 'void'"),
            postgresql_where=text("state <> 'void'"),
        ),
        Index("ix_bill_month", "month", "unit_id"),
        Index("ix_bill_payer_id", "payer_id", "due"),
        Index("ix_bill_paper", "paper"),
        Index("ix_bill_item_id", "item_id", "last"),
    )  # fmt: skip

    number: Mapped[str] = mapped_column(unique=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("bill_run.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("fee_item.id"))
    assignment_id: Mapped[int] = mapped_column(ForeignKey("fee_assignment.id"), index=True)
    payer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    payer: Mapped[str]
    month: Mapped[date]
    first: Mapped[date]
    last: Mapped[date]
    quantity: Mapped[Decimal] = mapped_column(TenThousandths)
    fen: Mapped[int] = mapped_column(BigInteger)
    off: Mapped[int] = mapped_column(BigInteger, default=0)
    prepaid_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    issued: Mapped[date]
    due: Mapped[date]
    charge_id: Mapped[int] = mapped_column(ForeignKey("charge.id"), unique=True)
    state: Mapped[str] = mapped_column(default="open")
    reason: Mapped[str] = mapped_column(default="")
    paper: Mapped[str] = mapped_column(default="")

    unit: Mapped[Unit] = relationship()
    item: Mapped[FeeItem] = relationship()
    charge: Mapped[Charge] = relationship()
    lines: Mapped[list[BillLine]] = relationship(order_by="BillLine.position")

    @property
    def open_fen(self) -> int:
        """What is still to be paid of it."""
        return self.charge.open_fen


class BillLine(Numbered, Base):
    """A line of a bill: a rate for so many days, or what a meter counted between two readings."""

    __tablename__ = "bill_line"
    __table_args__ = (Index("ix_bill_line_meter_id", "meter_id", "bill_id"),)

    bill_id: Mapped[int] = mapped_column(ForeignKey("bill.id"), index=True)
    position: Mapped[int]
    first: Mapped[date]
    last: Mapped[date]
    quantity: Mapped[Decimal] = mapped_column(TenThousandths)
    rate: Mapped[Decimal] = mapped_column(TenThousandths)
    days: Mapped[int]
    of_days: Mapped[int]
    fen: Mapped[int] = mapped_column(BigInteger)
    off: Mapped[int] = mapped_column(BigInteger, default=0)
    discount: Mapped[str] = mapped_column(default="")
    meter_id: Mapped[int | None] = mapped_column(ForeignKey("meter.id"))
    from_id: Mapped[int | None] = mapped_column(ForeignKey("meter_reading.id"))
    to_id: Mapped[int | None] = mapped_column(ForeignKey("meter_reading.id"))


class BillEvent(Numbered, Base):
    """What happened to a bill after it was made."""

    __tablename__ = "bill_event"

    bill_id: Mapped[int] = mapped_column(ForeignKey("bill.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))


class DunningText(Numbered, Base):
    """A version of the text of a dunning letter.

    Attributes:
        step: of `rules.fees.dunning.STEPS`. reason: why a word that reads like a threat is none.
    """

    __tablename__ = "dunning_text"
    __table_args__ = (UniqueConstraint("step", "version"),)

    step: Mapped[str]
    version: Mapped[int]
    text: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))


class DunningLetter(Numbered, Base):
    """A dunning letter to one household (催缴).

    Attributes:
        payer_id: None where what is owed has no bill and nobody is registered. amounts: fen by charge, as JSON.
        signer, on: who signed for it, or how it was delivered, and when.
    """

    __tablename__ = "dunning_letter"
    __table_args__ = (
        Index("ix_dunning_letter_unit_id", "unit_id", "payer_id"),
        Index("ix_dunning_letter_state", "state"),
    )

    number: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    payer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    payer: Mapped[str]
    step: Mapped[str]
    issued: Mapped[date]
    pay_by: Mapped[date]
    fen: Mapped[int] = mapped_column(BigInteger)
    amounts: Mapped[dict[str, Any]]
    text_id: Mapped[int | None] = mapped_column(ForeignKey("dunning_text.id"))
    state: Mapped[str] = mapped_column(default="issued")
    signer: Mapped[str] = mapped_column(default="")
    on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    unit: Mapped[Unit] = relationship()


class DunningContact(Numbered, Base):
    """An attempt to reach who owes, and what came of it.

    Attributes:
        outcome: of `rules.fees.dunning.OUTCOMES`. promised: the day until which it will be paid.
        fen: what was owed at that time.
    """

    __tablename__ = "dunning_contact"
    __table_args__ = (
        Index("ix_dunning_contact_unit_id", "unit_id", "payer_id"),
        Index("ix_dunning_contact_promised", "promised"),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    payer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    at: Mapped[datetime]
    outcome: Mapped[str]
    promised: Mapped[date | None]
    fen: Mapped[int] = mapped_column(BigInteger, default=0)
    note: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))


class Statement(Numbered, Base):
    """A statement of a quarter to one payer of one room (对账单).

    Attributes:
        quarter: its first day. opening, billed, paid, closing: fen. on: when it was signed or disputed.
    """

    __tablename__ = "statement"
    __table_args__ = (UniqueConstraint("quarter", "unit_id", "payer_id"),)

    number: Mapped[str] = mapped_column(unique=True)
    quarter: Mapped[date]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    payer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    payer: Mapped[str]
    issued: Mapped[date]
    opening: Mapped[int] = mapped_column(BigInteger)
    billed: Mapped[int] = mapped_column(BigInteger)
    paid: Mapped[int] = mapped_column(BigInteger)
    closing: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(default="issued")
    signer: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    on: Mapped[date | None]

    unit: Mapped[Unit] = relationship()


class Forecast(Numbered, Base):
    """A forecast that was given out; its lines are compared with the bills later.

    Attributes:
        first: first month. months: how many. unit_id: None for the whole site.
    """

    __tablename__ = "forecast"

    number: Mapped[str] = mapped_column(unique=True)
    at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    first: Mapped[date]
    months: Mapped[int]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    payer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    fen: Mapped[int] = mapped_column(BigInteger)


class ForecastLine(Numbered, Base):
    """What an item of a room was expected to cost in a month, with the rates (as a text) and days it was reckoned with."""

    __tablename__ = "forecast_line"
    __table_args__ = (Index("ix_forecast_line_forecast_id", "forecast_id", "month"),)

    forecast_id: Mapped[int] = mapped_column(ForeignKey("forecast.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("fee_item.id"))
    month: Mapped[date]
    fen: Mapped[int] = mapped_column(BigInteger)
    rates: Mapped[str] = mapped_column(default="")
    days: Mapped[int]


__all__ = [
    "Bill",
    "BillEvent",
    "BillLine",
    "BillRun",
    "DunningContact",
    "DunningLetter",
    "DunningText",
    "FeeAssignment",
    "FeeDiscount",
    "FeeExemption",
    "FeeItem",
    "FeeRate",
    "Forecast",
    "ForecastLine",
    "Meter",
    "MeterReading",
    "Statement",
]
