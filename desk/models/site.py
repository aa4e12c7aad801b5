"""The site, its settings, and what it changes of the lists and tables that come with the program."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

import desk.models.staff  # noqa: F401 - its foreign keys lead there
from desk.models.kit.base import Base, Numbered
from desk.models.kit.types import Json


class Site(Numbered, Base):
    """The one property-service centre of this database.

    Attributes:
        language: the language of the counter's screens.
        slip_language: the language printed on slips.
        zone: IANA name of the local time zone.
        ready: whether the first set-up was finished.
        demo: its people are invented: `desk demo` opens it without a PIN, and only such a one.
    """

    __tablename__ = "site"

    name: Mapped[str]
    hotline: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="zh_CN")
    slip_language: Mapped[str] = mapped_column(default="zh_CN")
    zone: Mapped[str] = mapped_column(default="Asia/Shanghai")
    ready: Mapped[bool] = mapped_column(default=False)
    demo: Mapped[bool] = mapped_column(default=False)


class Setting(Base):
    """One changed setting: policy overrides, printers and offsets per slip kind, saved filters."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(Json)


class CatalogChange(Base):
    """An entry that the site added to a list of catalog.toml, or changed in it; codes are never taken away.

    Attributes:
        name: the list, `categories`.
        labels: words by language; extra: other keys (kinds, group); None keeps what catalog.toml says.
        retired: not offered any more; old records still show its words.
        position: order of the added ones.
    """

    __tablename__ = "catalog_change"

    name: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    labels: Mapped[dict[str, Any] | None]
    extra: Mapped[dict[str, Any] | None]
    retired: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)


class HolidayEdition(Numbered, Base):
    """The holiday table as it was from one edit to the next; only ever added, so that old dates can be reckoned again.

    Attributes:
        data: the whole table in the form of holidays.toml.
        note: why it was changed.
    """

    __tablename__ = "holiday_edition"

    version: Mapped[str] = mapped_column(unique=True)
    updated: Mapped[date]
    source: Mapped[str] = mapped_column(default="")
    data: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    note: Mapped[str] = mapped_column(default="")
