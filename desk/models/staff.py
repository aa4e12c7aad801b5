"""Who is at the counter."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from desk.models.kit.base import Base, Numbered


class Staff(Numbered, Base):
    """A member of the staff.

    Attributes:
        login: short name typed or chosen at sign-in, unique.
        role: receptionist, supervisor or manager.
        pin: argon2 hash; "" when no PIN was set (demo).
        active: False when the person has left; the row stays, history points at it.
        failed: wrong PINs in a row; locked_until: no attempts before.
    """

    __tablename__ = "staff"

    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str] = mapped_column(default="receptionist")
    pin: Mapped[str] = mapped_column(default="")
    department: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    failed: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
