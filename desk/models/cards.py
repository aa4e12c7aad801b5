"""Members and their cards: who has joined the site's scheme, with which plastic; purchases and points stand on the member.

What a member has earned belongs to the member, never to the plastic (handbook A9, V11): a replaced card takes nothing along.
The events are the history; `Member.tier` is written by `services.cards.set_tier` alone, so that a tier has always its event.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desk.models.households import Customer
from desk.models.kit.base import Base, Numbered
from desk.models.staff import Staff


class Member(Numbered, Base):
    """One membership of one person (会员).

    Attributes:
        number: `HY-20261121-0001`; the application form carries it.
        holder: the customer's id while the membership lives, None once it ended or was rejected: one living membership a person.
        scheme, tier: codes of the scheme and of the level in force; tier_since: the first day of its benefits.
        state: applied, active, rejected, ended; see `rules.cards.cycle`.
        joined_on: the day it began; the day of the application until it is approved.
        how: what it was granted for: receipts, campaign, request, proposal, moved (see `rules.cards.HOWS`).
        proposed_by: the company or colleague who proposes it, of a proposal.
        latin_name, email, work_address, goods: what a scheme's application form may ask for; goods: codes of `goods_types`.
        identity: the document's key as it was when joining: name and identity of a membership never change (handbook B1).
        consent_version, consented_at: the notice that was agreed to (PIPL 14, 17).
        opted_out: no greetings and no notices of events (PIPL 24, handbook C-36).
        last_use_on: the day of the last purchase, of joining before the first one: what dormant is counted from.
        ended_on, end_reason: of an ended or rejected one. points_said: what was said of the points at the end.
    """

    __tablename__ = "member"
    __table_args__ = (
        Index("ix_member_state_last_use_on", "state", "last_use_on"),
        Index("ix_member_state", "state"),  # in the order of the ids: the lists are read from their end
    )

    number: Mapped[str] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    holder: Mapped[int | None] = mapped_column(unique=True)
    scheme: Mapped[str]
    tier: Mapped[str] = mapped_column(default="")
    tier_since: Mapped[date | None]
    state: Mapped[str] = mapped_column(default="active")
    joined_on: Mapped[date]
    how: Mapped[str] = mapped_column(default="receipts")
    proposed_by: Mapped[str] = mapped_column(default="")
    latin_name: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    work_address: Mapped[str] = mapped_column(default="")
    goods: Mapped[list[Any]]
    identity: Mapped[str] = mapped_column(default="")
    consent_version: Mapped[str] = mapped_column(default="")
    consented_at: Mapped[datetime | None]
    opted_out: Mapped[bool] = mapped_column(default=False)
    last_use_on: Mapped[date]
    ended_on: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(default="")
    points_said: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    customer: Mapped[Customer] = relationship()
    cards: Mapped[list[Card]] = relationship(back_populates="member", order_by="Card.id")

    @property
    def card(self) -> Card | None:
        """The member's card; None while there is none."""
        return next((card for card in reversed(self.cards) if card.living is not None), None)

    @property
    def card_state(self) -> str:
        """The state of the member's card; "" while there is none."""
        return self.card.state if self.card is not None else ""

    @property
    def handed_over(self) -> bool:
        """Whether the holder has the card."""
        return self.card is not None and self.card.collected_on is not None


class Card(Numbered, Base):
    """One piece of plastic of a member (会员卡).

    Attributes:
        number: what stands on it and in its codes: digits with a check digit, nothing personal (handbook C-30).
        own: the number was given here. A card made elsewhere has the number that stands on it, and no paper of ours (handbook V11).
        serial: `KP-20261121-0001`, the number of its paper: given without a gap, also to one that was made elsewhere.
        living: the member's id while this is the member's card (`rules.cards.cycle.HELD`), None once it is dead: one card a member.
        state: active, lost, frozen, replaced, expired, cancelled; see `rules.cards.cycle`.
        tier: the level it was printed for; vip: whether it bears the letters.
        expires_on: its last day; None for no end.
        replaces_id: the card it came in place of; cause: why (lost, damaged, demagnetised, expired, tier).
        collected_on, collected_by: when it was handed over and who signed (领卡签收); None while it waits at the desk.
        lost_on: since when it is reported lost, or was when it was replaced. ended_on: the day it died. note: the last reason given.
    """

    __tablename__ = "card"
    __table_args__ = (
        CheckConstraint("expires_on >= issued_on", name="period"),
        Index("ix_card_state_expires_on", "state", "expires_on"),
        Index("ix_card_state_collected_on", "state", "collected_on"),
    )

    number: Mapped[str] = mapped_column(unique=True)
    own: Mapped[bool] = mapped_column(default=True)
    serial: Mapped[str] = mapped_column(unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    living: Mapped[int | None] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="active")
    tier: Mapped[str] = mapped_column(default="")
    vip: Mapped[bool] = mapped_column(default=False)
    issued_on: Mapped[date]
    issued_at: Mapped[datetime]
    expires_on: Mapped[date | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("card.id"))
    cause: Mapped[str] = mapped_column(default="")
    collected_on: Mapped[date | None]
    collected_by: Mapped[str] = mapped_column(default="")
    lost_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    member: Mapped[Member] = relationship(back_populates="cards")
    replaces: Mapped[Card | None] = relationship(remote_side="Card.id")


class MemberEvent(Numbered, Base):
    """Something that happened to a membership or its cards; never changed.

    Attributes:
        kind: code of the event: the moves of the life cycles, `tier`, `scheme`, `edit`, `paper`.
        card_id: the card it was about. data: plain facts (from and to of a tier, numbers), nothing personal.
    """

    __tablename__ = "member_event"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    card_id: Mapped[int | None] = mapped_column(ForeignKey("card.id"))
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    data: Mapped[dict[str, Any] | None]

    staff: Mapped[Staff | None] = relationship()


__all__ = ["Card", "Member", "MemberEvent"]
