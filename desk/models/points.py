"""The ledger of points: purchases and their refunds, entries, lots, redemptions, vouchers, gifts, draws (handbook A9, V1 to V14).

Entries are never changed, only reversed; what a member has is the sum of them. `PointAccount`, `PointLot.left` and
`Purchase.refunded` are sums kept beside them, which `desk check` proves.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from desk.models.cards import Member
from desk.models.households import Customer
from desk.models.kit.base import Base, Numbered
from desk.models.schemes import ShopCounter
from desk.models.staff import Staff


class Purchase(Numbered, Base):
    """A shop's receipt that was brought to the desk (handbook V2, V3, C-26).

    Attributes:
        customer_id: who bought. member_id: whose points they are; None while the person has no card.
        counter_id, receipt, day: name the receipt: it is entered once.
        label, slip, paid: in fen, as reckoned from the lines or as typed. coupon: of paid, what a coupon paid: it earns nothing.
        graded: of paid, medium or high-grade goods. lines: as typed. card: the number that was shown; "" before there was one.
        refunded: what went back, in fen. void: why it does not count at all; "" when it does.
        doubled: why its base counts twice. earns: it earns points. joining: it was a receipt of joining.
        points: its own now, after refunds. centre: it is a receipt of the centre itself.
    """

    __tablename__ = "purchase"
    __table_args__ = (
        UniqueConstraint("counter_id", "day", "receipt"),
        CheckConstraint(
            "paid > 0 AND refunded >= 0 AND refunded <= paid AND coupon >= 0 AND coupon <= paid", name="sums"
        ),
        Index("ix_purchase_member_id_day", "member_id", "day"),
        Index("ix_purchase_customer_id_day", "customer_id", "day"),
        Index("ix_purchase_day", "day", "counter_id"),
    )

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    counter_id: Mapped[int | None] = mapped_column(ForeignKey("shop_counter.id"))
    receipt: Mapped[str] = mapped_column(index=True)
    day: Mapped[date]
    label: Mapped[int] = mapped_column(BigInteger)
    slip: Mapped[int] = mapped_column(BigInteger)
    paid: Mapped[int] = mapped_column(BigInteger)
    coupon: Mapped[int] = mapped_column(BigInteger, default=0)
    graded: Mapped[int] = mapped_column(BigInteger, default=0)
    lines: Mapped[list[Any]]
    card: Mapped[str] = mapped_column(default="")
    refunded: Mapped[int] = mapped_column(BigInteger, default=0)
    void: Mapped[str] = mapped_column(default="")
    doubled: Mapped[str] = mapped_column(default="")
    earns: Mapped[bool] = mapped_column(default=True)
    joining: Mapped[bool] = mapped_column(default=False)
    points: Mapped[int] = mapped_column(default=0)
    centre: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    customer: Mapped[Customer] = relationship()
    member: Mapped[Member | None] = relationship()
    counter: Mapped[ShopCounter | None] = relationship()


class PurchaseRefund(Numbered, Base):
    """What of a purchase was given back by the counter; `whole`: the purchase was taken back because its receipt is void."""

    __tablename__ = "purchase_refund"

    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchase.id"), index=True)
    fen: Mapped[int] = mapped_column(BigInteger)
    day: Mapped[date]
    points: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(default="")
    whole: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    purchase: Mapped[Purchase] = relationship()


class PointEntry(Numbered, Base):
    """One entry of a member's ledger; never changed.

    Attributes:
        kind: earn, refund, redeem, coupon, expire, adjust, reverse.
        points: what it adds to the balance. lifetime: what it adds to the lifetime points (handbook C-4).
        subject: what it is about (`purchase:12`, `redemption:3`). uses: lot by lot, [[lot, points] …]; lot 0 is its own.
        balance: after it. reverses_id: the entry that it takes back; an entry is taken back once.
    """

    __tablename__ = "point_entry"
    __table_args__ = (Index("ix_point_entry_member_id", "member_id", "id"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    day: Mapped[date]
    kind: Mapped[str]
    points: Mapped[int]
    lifetime: Mapped[int] = mapped_column(default=0)
    balance: Mapped[int]
    subject: Mapped[str] = mapped_column(default="", index=True)
    uses: Mapped[list[Any]]
    note: Mapped[str] = mapped_column(default="")
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("point_entry.id"), unique=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    staff: Mapped[Staff | None] = relationship()


@event.listens_for(PointEntry, "before_update")
@event.listens_for(PointEntry, "before_delete")
def _refuse(_mapper: Mapper[Any], _connection: object, target: PointEntry) -> None:
    raise TypeError(f"PointEntry {target.id} cannot be changed; reverse it")


class PointLot(Base):
    """What is left of the points that an entry brought; below zero: a debt. `entry_id` is the entry that opened it."""

    __tablename__ = "point_lot"
    __table_args__ = (
        Index("ix_point_lot_member_id_left", "member_id", "left"),
        Index("ix_point_lot_until", "until", "member_id"),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("point_entry.id"), primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    left: Mapped[int]
    until: Mapped[date | None]


class PointAccount(Base):
    """A member's sums: balance and lifetime points; which birthday was seen when, since a changed one is asked about (handbook V10).

    Attributes:
        birthday: as last seen, `solar:3-14`. birthday_since: the day it was seen to be another one; None as from the start.
    """

    __tablename__ = "point_account"
    __table_args__ = (
        Index("ix_point_account_lifetime", "lifetime", "member_id"),
        Index("ix_point_account_balance", "balance", "member_id"),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True, autoincrement=False)
    balance: Mapped[int] = mapped_column(default=0)
    lifetime: Mapped[int] = mapped_column(default=0)
    birthday: Mapped[str] = mapped_column(default="")
    birthday_since: Mapped[date | None]


class DayPlace(Base):
    """The place of a member among those who bought on a day, by the order of entry (handbook V10, first hundred)."""

    __tablename__ = "day_place"
    __table_args__ = (UniqueConstraint("day", "place"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    place: Mapped[int]


class TierProposal(Numbered, Base):
    """An upgrade to confirm, a judgement to record, an upgrade to take back (handbook C-25, C-28, V1).

    Attributes:
        kind: upgrade, judge, take-back. before, after: levels. state: open, confirmed, declined, lapsed.
        pending: the member's id while it is open, so that there is one of a kind. day: when it was earned or asked.
        purchase_id: whose entry or refund led to it. first_id, second_id: supervisor and manager of a judgement, first the supervisor.
    """

    __tablename__ = "tier_proposal"
    __table_args__ = (
        UniqueConstraint("pending", "kind"),
        Index("ix_tier_proposal_state_kind", "state", "kind"),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    kind: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    state: Mapped[str] = mapped_column(default="open")
    pending: Mapped[int | None]
    day: Mapped[date]
    purchase_id: Mapped[int | None] = mapped_column(ForeignKey("purchase.id"))
    note: Mapped[str] = mapped_column(default="")
    first_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    first_note: Mapped[str] = mapped_column(default="")
    second_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None]
    at: Mapped[datetime]

    member: Mapped[Member] = relationship()


class Redemption(Numbered, Base):
    """An item had for points (兑换单), or a coupon (handbook A9, V8). state: done, void."""

    __tablename__ = "redemption"

    number: Mapped[str] = mapped_column(unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    kind: Mapped[str] = mapped_column(default="item")
    counter_id: Mapped[int | None] = mapped_column(ForeignKey("shop_counter.id"))
    item: Mapped[str]
    label: Mapped[int] = mapped_column(BigInteger)
    points: Mapped[int]
    state: Mapped[str] = mapped_column(default="done")
    note: Mapped[str] = mapped_column(default="")
    day: Mapped[date]
    at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    member: Mapped[Member] = relationship()
    counter: Mapped[ShopCounter | None] = relationship()


class Voucher(Numbered, Base):
    """A cash coupon or a parking voucher with its number (handbook V8).

    Attributes:
        kind: coupon, parking. value: fen of a coupon, hours of parking. state: open, used, void, expired.
        redemption_id: of a coupon, what paid it. used_on, used_at: when and where it was taken; purchase_id: what it paid.
        day_key: of a parking voucher `member:day`: as many a day as the scheme gives.
    """

    __tablename__ = "voucher"
    __table_args__ = (Index("ix_voucher_state_until", "state", "until"),)

    number: Mapped[str] = mapped_column(unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    kind: Mapped[str]
    value: Mapped[int] = mapped_column(BigInteger)
    since: Mapped[date]
    until: Mapped[date]
    state: Mapped[str] = mapped_column(default="open")
    redemption_id: Mapped[int | None] = mapped_column(ForeignKey("redemption.id"))
    used_on: Mapped[date | None]
    used_at: Mapped[str] = mapped_column(default="")
    purchase_id: Mapped[int | None] = mapped_column(ForeignKey("purchase.id"), index=True)
    note: Mapped[str] = mapped_column(default="")
    day_key: Mapped[str | None] = mapped_column(unique=True)
    at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    member: Mapped[Member] = relationship()


class Gift(Numbered, Base):
    """A gift that was handed out (handbook A9, V10): by quarter, on the birthday, with the card, as a prize.

    Attributes:
        number: of its slip. kind: quarter, birthday, card, prize. period: 2026Q4, 2026, the draw's number.
        once: `kind:period:member` while it stands; None when it is void, so that it can be given again.
        purchase_id: of a birthday gift, the receipt. state: given, void.
    """

    __tablename__ = "gift"

    number: Mapped[str] = mapped_column(unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    kind: Mapped[str]
    period: Mapped[str]
    once: Mapped[str | None] = mapped_column(unique=True)
    item: Mapped[str]
    day: Mapped[date]
    state: Mapped[str] = mapped_column(default="given")
    purchase_id: Mapped[int | None] = mapped_column(ForeignKey("purchase.id"))
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    member: Mapped[Member] = relationship()


class Draw(Numbered, Base):
    """A lucky draw (handbook V10): the list with its moment, the start value, who won; anyone can draw it again.

    Attributes:
        people: ids of the members in it, in order. digit: of their balances. seed: the start value. winners: ids, first prize first.
    """

    __tablename__ = "draw"

    number: Mapped[str] = mapped_column(unique=True)
    at: Mapped[datetime]
    day: Mapped[date]
    digit: Mapped[int]
    seed: Mapped[str]
    prize: Mapped[str]
    people: Mapped[list[Any]]
    winners: Mapped[list[Any]]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))


__all__ = [
    "DayPlace", "Draw", "Gift", "PointAccount", "PointEntry", "PointLot", "Purchase", "PurchaseRefund", "Redemption",
    "TierProposal", "Voucher",
]  # fmt: skip
