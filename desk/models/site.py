"""The site and its settings."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from desk.models.kit.base import Base, Numbered
from desk.models.kit.types import Json


class Site(Numbered, Base):
    """The one property-service centre of this database.

    Attributes:
        language: the language of the counter's screens.
        slip_language: the language printed on slips.
        zone: IANA name of the local time zone.
        ready: whether the first set-up was finished.
    """

    __tablename__ = "site"

    name: Mapped[str]
    hotline: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="zh_CN")
    slip_language: Mapped[str] = mapped_column(default="zh_CN")
    zone: Mapped[str] = mapped_column(default="Asia/Shanghai")
    ready: Mapped[bool] = mapped_column(default=False)


class Setting(Base):
    """One changed setting: policy overrides, printers and offsets per slip kind, saved filters."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(Json)
