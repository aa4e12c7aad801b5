"""What every act leaves beside its record: the audit event, the numbers given, what was typed and not yet saved."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

import desk.models.staff  # noqa: F401 - its foreign keys lead there
from desk.models.kit.base import Base, Numbered
from desk.models.kit.types import Json


class AuditEvent(Numbered, Base):
    """One act.

    Attributes:
        act: dotted name, `household.register`; the words are made from it and `data` when shown.
        subject: kind and id of the record, `unit:12`.
        data: what was done, before/after. What it says of a person is a sealed value (`SealedValue`): `{"sealed": digest}`.
        previous: hash of the event before; hash: of this one, over all the other columns.
        state: hash over the sums of all tables after the act (`RowSum`); None where an engine keeps none, and before there were any.
    """

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_subject", "subject"), Index("ix_audit_event_act_at", "act", "at"))

    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    act: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")
    data: Mapped[dict[str, Any] | None]
    previous: Mapped[str]
    hash: Mapped[str]
    state: Mapped[str | None]


@event.listens_for(AuditEvent, "before_update")
@event.listens_for(AuditEvent, "before_delete")
def _refuse(_mapper: Mapper[Any], _connection: object, target: AuditEvent) -> None:
    raise TypeError(f"audit event {target.id} cannot be changed")


class Sequence(Base):
    """The last number given for `name` (prefix and day, `TS-20261121`)."""

    __tablename__ = "sequence"

    name: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class RowSum(Base):
    """What the rows of a table add up to (`models.kit.engines.ledger`)."""

    __tablename__ = "row_sum"

    name: Mapped[str] = mapped_column(primary_key=True)
    total: Mapped[str]


class Draft(Base):
    """The unsaved contents of a form, by form and clerk; survives a crash."""

    __tablename__ = "draft"

    key: Mapped[str] = mapped_column(primary_key=True)
    data: Mapped[Any] = mapped_column(Json)
    saved_at: Mapped[datetime]


class SealedValue(Base):
    """What an event or a slip says of a person, kept beside it so that it can be erased.

    The chain of events and the hash of a slip cover the digest only. Erasing takes away value and salt: the digest stays,
    the chain holds, and without its salt nobody finds the value by trying.

    Attributes:
        digest: SHA-256 over salt and canonical value (services.kit.sealed).
        about: whom it concerns, `customer:12`; a caller who is not on file is known by the record, `request:7`.
        kind: name, phone, document, address, other: what may be erased on its own, and how it is masked.
        salt, value: None once it is erased.
    """

    __tablename__ = "sealed_value"
    __table_args__ = (Index("ix_sealed_value_about", "about"),)

    digest: Mapped[str] = mapped_column(primary_key=True)
    about: Mapped[str]
    kind: Mapped[str]
    salt: Mapped[str | None]
    value: Mapped[Any | None] = mapped_column(Json)


class Erasure(Numbered, Base):
    """That something about a person was erased; after a restore of an older copy it is done again.

    Attributes:
        subject: `customer:12`; since: when that record was made, so that no other record of this number is hit.
        purpose: the consent that was withdrawn.
    """

    __tablename__ = "erasure"

    at: Mapped[datetime]
    subject: Mapped[str]
    since: Mapped[datetime]
    purpose: Mapped[str]
