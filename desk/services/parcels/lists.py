"""Lists of things that are kept: to hand out, to tell of, to give back, found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from desk import i18n
from desk.catalog import label
from desk.errors import InvalidInput, NotFound, Problem
from desk.i18n import _
from desk.models import Unit
from desk.models.kit.functions import holds
from desk.models.parcels import Parcel
from desk.services.finder.reading import met
from desk.services.kit.desk import Desk
from desk.services.kit.paging import Page
from desk.services.kit.words import TextView, texts_of
from desk.services.parcels.acts import THINGS, get, tell, view
from desk.services.parcels.views import ParcelView

LISTS = ("kept", "to-tell", "late", "left", "found", "all")


@dataclass(frozen=True, slots=True)
class ParcelFilter:
    """Which things a list shows; `text`: in number, waybill, thing, recipient, receiver, room."""

    name: str = "kept"
    text: str = ""


def told_edge(desk: Desk, now: datetime) -> datetime:
    """Who was last told, or whose thing came, before this moment is reminded (policy)."""
    return now - timedelta(days=int(desk.policy["parcels.remind_days"]))


def to_tell(desk: Desk, now: datetime) -> list[ColumnElement[bool]]:
    """Parcels and left things whose recipient has to be told, or told again (handbook S20: reminder after a day)."""
    since = func.coalesce(Parcel.told_at, Parcel.taken_at)
    return [Parcel.state == "kept", Parcel.kind != "found", since <= told_edge(desk, now)]


def late(desk: Desk, now: datetime) -> list[ColumnElement[bool]]:
    """What should have gone back or on; a found identity card or valuables are due the same day."""
    today = desk.local(now).date()
    return [
        Parcel.state == "kept",
        or_(Parcel.due_on < today, (Parcel.kind == "found") & (Parcel.due_on <= today)),
    ]  # fmt: skip


def where(desk: Desk, name: str) -> list[ColumnElement[bool]]:
    """The conditions of a list.

    Raises:
        InvalidInput: field `name`, there is no such list.
    """
    lists: dict[str, list[ColumnElement[bool]]] = {
        "kept": [Parcel.state == "kept"],
        "to-tell": to_tell(desk, desk.clock()),
        "late": late(desk, desk.clock()),
        "left": [Parcel.state == "kept", Parcel.kind == "left"],
        "found": [Parcel.state == "kept", Parcel.kind == "found"],
        "all": [],
    }
    if name not in lists:
        raise InvalidInput([Problem("unknown", _("There is no such list."), "name")])
    return lists[name]


def parcels(desk: Desk, which: ParcelFilter | None = None, *, offset: int = 0, limit: int = 200) -> Page[ParcelView]:
    """Things, those that are due first.

    Raises:
        InvalidInput: field `name`, there is no such list.
    """
    wanted = which or ParcelFilter()
    conditions = where(desk, wanted.name)
    if text := wanted.text.strip():
        conditions.append(
            or_(
                *(
                    holds(column, text)
                    for column in (Parcel.number, Parcel.tracking, Parcel.what, Parcel.recipient, Parcel.receiver)
                ),
                holds(func.coalesce(Unit.name, ""), text),
                met(desk, text, unit=Parcel.unit_id, parcel=Parcel.id),
            )
        )
    with desk.look() as session:
        base = select(Parcel).outerjoin(Unit, Unit.id == Parcel.unit_id).where(*conditions)
        total = session.scalar(select(func.count()).select_from(base.subquery())) or 0
        order = (Parcel.id.desc(),) if wanted.name == "all" else (Parcel.due_on, Parcel.id)
        rows = session.scalars(base.order_by(*order).offset(offset).limit(limit)).all()
        return Page(tuple(view(session, desk, row, whole=False) for row in rows), total)


def counts(desk: Desk) -> dict[str, int]:
    """How many things each list holds."""
    with desk.look() as session:
        return {
            name: session.scalar(select(func.count(Parcel.id)).where(*where(desk, name))) or 0 for name in LISTS
        }  # fmt: skip


def parcel(desk: Desk, parcel_id: int) -> ParcelView:
    """A thing with its papers.

    Raises:
        NotFound: there is no such thing.
    """
    with desk.look() as session:
        return view(session, desk, get(session, parcel_id))


def by_number(desk: Desk, number: str) -> ParcelView:
    """A thing by its number or the number of its waybill, the newest one: what a scanner reads.

    Raises:
        NotFound: there is none.
    """
    wanted = number.strip()
    with desk.look() as session:
        row = session.scalars(
            select(Parcel)
            .where((Parcel.number == wanted.upper()) | (Parcel.tracking == wanted))
            .order_by(Parcel.id.desc())
        ).first()
        if row is None or not wanted:
            raise NotFound(THINGS.absent())
        return view(session, desk, row)


def of_waybill(session: Session, _desk: Desk, waybill: str) -> list[tuple[str, dict[str, Any]]]:
    """The parcels of a waybill that are still here (what a scanner read)."""
    found = session.scalars(select(Parcel.id).where(Parcel.tracking == waybill, Parcel.state == "kept"))
    return [(f"parcel:{parcel}", {}) for parcel in found]


def texts_for(desk: Desk, parcel_id: int) -> tuple[TextView, ...]:
    """The texts to send about a thing that is kept, those that fit its state first (handbook S30); nobody is told of what was found.

    Raises:
        NotFound: there is no such thing.
    """
    shown = parcel(desk, parcel_id)
    state = shown.state if shown.kind != "found" else "found"
    with i18n.speaking(desk.site.slip_language):
        matter = label("parcel_kinds", shown.kind)
        return texts_of(desk, "parcel", state, number=shown.number, matter=matter, until=shown.due_on)


def text_sent(desk: Desk, parcel_id: int, code: str) -> ParcelView:
    """Notes that the recipient was told by a text (handbook S20, S30).

    Raises:
        InvalidInput: field `code`, there is no such text. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    if code not in {one.code for one in texts_for(desk, parcel_id)}:
        raise InvalidInput([Problem("unknown", _("There is no such text."), "code")])
    # L10N: 短信
    return tell(desk, parcel_id, how=_("by text message"))


__all__ = [
    "LISTS",
    "ParcelFilter",
    "by_number",
    "counts",
    "late",
    "of_waybill",
    "parcel",
    "parcels",
    "text_sent", "texts_for",
    "to_tell",
    "told_edge",
    "where",
]  # fmt: skip
