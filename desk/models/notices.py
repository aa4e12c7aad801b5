"""Notices to residents: what was told, where, when; where it hung, and who received it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.households import Unit as _Unit  # noqa: F401 - its table has to be there
from desk.models.incidents import Incident as _Incident  # noqa: F401 - the same
from desk.models.kit.base import Base, Numbered


class Notice(Numbered, Base):
    """A notice (通知).

    Attributes:
        number: `TZ-20261121-0001`. kind, scope: of `rules.notices`. places: the area as it was understood, 1栋、2栋.
        since, until: when what it tells of begins and ends; until None: it stays so.
        emergency: it had happened when it was told. category: of the requests that an outage brings.
        late_reason: why it was told later than its kind is; printed. allowed: names that a supervisor let stand, one a line.
        begun_at: when its mass incident was opened. result: how it ended. note: why it was cancelled or withdrawn.
        withdraws_id: the notice that this one takes back.
    """

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_state_until", "state", "until"),)

    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="draft")
    title: Mapped[str]
    text: Mapped[str]
    english: Mapped[str] = mapped_column(default="")
    scope: Mapped[str]
    places: Mapped[str] = mapped_column(default="")
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    emergency: Mapped[bool] = mapped_column(default=False)
    category: Mapped[str] = mapped_column(default="")
    late_reason: Mapped[str] = mapped_column(default="")
    allowed: Mapped[str] = mapped_column(default="")
    begun_at: Mapped[datetime | None]
    result: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    withdraws_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id"))
    made_at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    issued_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    up: Mapped[int] = mapped_column(default=0)
    """Posters that hang now."""
    told: Mapped[bool] = mapped_column(default=False)
    """It was put up, or its delivery began."""


class NoticePlace(Numbered, Base):
    """A part of a notice's area: a building, an entrance of it, or one room; a notice to the whole site has none."""

    __tablename__ = "notice_place"

    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), index=True)
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"))
    entrance: Mapped[str] = mapped_column(default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))


class NoticePosting(Numbered, Base):
    """Where a notice hangs or hung: put up by whom and when, taken down by whom and when; photo: hash of the picture of it."""

    __tablename__ = "notice_posting"

    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), index=True)
    place: Mapped[str]
    posted_at: Mapped[datetime]
    posted_by: Mapped[str]
    photo: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    down_at: Mapped[datetime | None]
    down_by: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))


class NoticeDelivery(Numbered, Base):
    """What came of delivering a notice to a home; outcome: of `rules.notices.OUTCOMES`; the last try counts."""

    __tablename__ = "notice_delivery"
    __table_args__ = (UniqueConstraint("notice_id", "unit_id"),)

    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    outcome: Mapped[str]
    signer: Mapped[str] = mapped_column(default="")
    on: Mapped[date] = mapped_column("delivered_on")
    by: Mapped[str] = mapped_column("delivered_by", default="")
    note: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))


class NoticeIncident(Numbered, Base):
    """A mass incident that a notice of an outage opened."""

    __tablename__ = "notice_incident"

    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), index=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), unique=True)
