"""Lists of releases: valid today, planned, refused at the gate, expired unused, gate copies not back, goods that did not agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from desk.errors import InvalidInput, Problem
from desk.i18n import _
from desk.models import Unit
from desk.models.kit.functions import holds
from desk.models.releases import Release, ReleaseItem
from desk.rules.kit.wording import listed
from desk.rules.releases.cycle import OPEN, USED
from desk.services.finder.reading import met
from desk.services.kit.desk import Desk
from desk.services.kit.paging import Page
from desk.services.releases.views import ReleaseRow

LISTS = ("today", "planned", "refused", "expired", "copies", "mismatched", "all")
"""today: valid today and not used; copies: the gate copy is not back; mismatched: refused at the gate, or the copy differs."""
SHOWN_GOODS = 3


def where(desk: Desk, name: str) -> list[ColumnElement[bool]]:
    """The conditions of a list.

    Raises:
        InvalidInput: field `name`, there is no such list.
    """
    today = desk.today()
    unused = Release.state.in_(OPEN)
    lists: dict[str, list[ColumnElement[bool]]] = {
        "today": [unused, Release.valid_from <= today, Release.valid_to >= today],
        "planned": [unused, Release.valid_from > today],
        "refused": [Release.state == "refused"],
        "expired": [or_(Release.state == "expired", unused & (Release.valid_to < today))],
        "copies": [Release.state.in_(USED), Release.copy_back_on.is_(None)],
        "mismatched": [or_(Release.state == "refused", Release.difference != "")],
        "all": [],
    }
    if name not in lists:
        raise InvalidInput([Problem("unknown", _("There is no such list."), "name")])
    return lists[name]


def late_copies(desk: Desk) -> list[ColumnElement[bool]]:
    """Gate copies that should have come back: used more than the policy's days ago (handbook B1)."""
    edge = desk.midnight(desk.today() - timedelta(days=int(desk.policy["releases.copy_days"])))
    return [*where(desk, "copies"), Release.gate_at < edge]


@dataclass(frozen=True, slots=True)
class ReleaseFilter:
    """Which releases a list shows; `text`: in number, name, carrier, plate, or the room."""

    name: str = "all"
    text: str = ""
    unit_id: int | None = None


def releases(desk: Desk, which: ReleaseFilter | None = None, *, offset: int = 0, limit: int = 200) -> Page[ReleaseRow]:
    """Releases; those to come by their hour, the others newest first.

    Raises:
        InvalidInput: field `name`, there is no such list.
    """
    wanted = which or ReleaseFilter()
    conditions = where(desk, wanted.name)
    if wanted.unit_id is not None:
        conditions.append(Release.unit_id == wanted.unit_id)
    if wanted.text.strip():
        text = wanted.text.strip()
        conditions.append(
            Release.number.startswith(text.upper())
            | holds(Release.name, text)
            | holds(Release.carrier, text)
            | holds(Release.plate, text.upper())
            | holds(Unit.name, text)
            | met(desk, text, unit=Release.unit_id, release=Release.id)
        )
    ahead = wanted.name in ("today", "planned")
    order = (Release.move_at, Release.id) if ahead else (Release.id.desc(),)
    base = select(Release, Unit.name).join(Unit, Unit.id == Release.unit_id).where(*conditions)
    with desk.look() as session:
        total = session.scalar(
            select(func.count()).select_from(Release).join(Unit, Unit.id == Release.unit_id).where(*conditions)
        )
        rows = session.execute(base.order_by(*order).offset(offset).limit(limit)).all()
        goods = _goods(session, [row.id for row, _room in rows])
        return Page(
            tuple(
                ReleaseRow(
                    row.id, row.number, row.unit_id, room, row.state, f"{row.company} {row.name}".strip(), row.scope,
                    goods.get(row.id, ""), desk.local(row.move_at), row.valid_to,
                    desk.local(row.gate_at) if row.gate_at else None, row.guard, row.copy_back_on, row.difference,
                )
                for row, room in rows
            ),
            total or 0,
        )  # fmt: skip


def _goods(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """The first goods of each list, in words."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for start in range(0, len(ids), 500):
        for release_id, name, quantity in session.execute(
            select(ReleaseItem.release_id, ReleaseItem.name, ReleaseItem.quantity)
            .where(ReleaseItem.release_id.in_(ids[start : start + 500]))
            .order_by(ReleaseItem.release_id, ReleaseItem.position)
        ):
            found[release_id].append(f"{name} {quantity}")
    return {
        release_id: listed(names[:SHOWN_GOODS]) + ("…" if len(names) > SHOWN_GOODS else "")
        for release_id, names in found.items()
    }


def counts(desk: Desk) -> dict[str, int]:
    """How many releases each list holds."""
    with desk.look() as session:
        return {
            name: session.scalar(select(func.count()).select_from(Release).where(*where(desk, name))) or 0
            for name in LISTS
        }


__all__ = ["LISTS", "ReleaseFilter", "counts", "late_copies", "releases", "where"]
