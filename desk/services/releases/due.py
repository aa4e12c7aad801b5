"""What falls due of releases; what a household's page, the finder and the check show of them (handbook M4, S11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Select, func, select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.i18n import _
from desk.models import Staff, Unit
from desk.models.releases import Release, ReleaseEvent
from desk.models.slips import SlipRecord
from desk.rules.kit import wording
from desk.rules.kit.names import fold
from desk.rules.releases.cycle import OPEN, REPLACED, USED
from desk.services.finder import index
from desk.services.households.views import HouseholdView
from desk.services.kit import reasons
from desk.services.kit.desk import Desk
from desk.services.kit.due import DueItems, DueRow, counted_by
from desk.services.kit.lines import MOST, LightView, TimelineView
from desk.services.releases.lists import late_copies, where
from desk.services.site.check import Finding

OF_HOME = 20
"""So many of a household's slips stand on its page."""


@dataclass(frozen=True, slots=True)
class HomeRelease:
    """A slip on the page of its household: what names it, its state's code, part or whole, the day it is valid from."""

    id: int
    number: str
    state: str
    scope: str
    valid_from: date


Conditions = Callable[[Desk], Sequence[ColumnElement[bool]]]


def _counted(conditions: Conditions) -> Callable[[Desk, datetime], Select[int]]:
    return lambda desk, _now: select(func.count()).select_from(Release).where(*conditions(desk))


def _rows(session: Session, desk: Desk, conditions: Sequence[ColumnElement[bool]], limit: int, name: str) -> DueItems:
    """Releases of a list as due items, the oldest move first."""
    count = session.scalar(select(func.count()).select_from(Release).where(*conditions)) or 0
    rows = session.execute(
        select(Release, Unit.name)
        .join(Unit, Unit.id == Release.unit_id)
        .where(*conditions)
        .order_by(Release.move_at, Release.id)
        .limit(limit)
    )
    today = desk.today()
    return DueItems(
        count,
        tuple(
            DueRow(
                f"{room} {row.number}",
                f"{wording.short_moment(desk.local(row.gate_at or row.move_at), today)} {row.name}",
                f"release:{row.id}",
            )
            for row, room in rows
        ),
        f"releases:{name}",
    )


@counted_by(_counted(lambda desk: where(desk, "today")))
def leaving_today(session: Session, desk: Desk, _now: datetime, limit: int) -> DueItems:
    """Slips that are valid today and not used yet."""
    return _rows(session, desk, where(desk, "today"), limit, "today")


@counted_by(_counted(lambda desk: where(desk, "expired")))
def unused(session: Session, desk: Desk, _now: datetime, limit: int) -> DueItems:
    """Slips that expired without being used: their copies are about."""
    return _rows(session, desk, where(desk, "expired"), limit, "expired")


@counted_by(_counted(late_copies))
def copies(session: Session, desk: Desk, _now: datetime, limit: int) -> DueItems:
    """Gate copies that did not come back within the days of the policy."""
    return _rows(session, desk, late_copies(desk), limit, "copies")


@counted_by(_counted(lambda desk: where(desk, "refused")))
def refused(session: Session, desk: Desk, _now: datetime, limit: int) -> DueItems:
    """Slips that did not pass: their goods need a new one."""
    return _rows(session, desk, where(desk, "refused"), limit, "refused")


# ----------------------------------------------------------------------------------------------- household and check
def light(session: Session, desk: Desk, home: HouseholdView) -> LightView:
    """Red when a slip was refused at the gate, amber while one is open, else green."""
    # L10N: 物品放行
    name = _("Goods release")
    rows = session.scalars(
        select(Release)
        .where(Release.unit_id == home.unit.id, Release.state.in_(OPEN), Release.valid_to >= desk.today())
        .order_by(Release.id.desc())
        .limit(2)
    ).all()
    if not rows:
        # L10N: 无待放行
        return LightView("releases", name, _("No slip open"), "green", "")
    row = next((each for each in rows if each.state == "refused"), rows[0])
    text = f"{row.number} {label('release_states', row.state)}"
    return LightView("releases", name, text, "red" if row.state == "refused" else "amber", f"release:{row.id}")


def of_home(session: Session, _desk: Desk, home: HouseholdView) -> tuple[HomeRelease, ...]:
    """The slips of a room, the newest first."""
    rows = session.execute(
        select(Release.id, Release.number, Release.state, Release.scope, Release.valid_from)
        .where(Release.unit_id == home.unit.id)
        .order_by(Release.id.desc())
        .limit(OF_HOME)
    )
    return tuple(HomeRelease(*row) for row in rows)


def lines(session: Session, _desk: Desk, home: HouseholdView) -> list[TimelineView]:
    """What happened to the releases of a room."""
    rows = session.execute(
        select(ReleaseEvent, Release.number, Staff.name)
        .join(Release, Release.id == ReleaseEvent.release_id)
        .outerjoin(Staff, Staff.id == ReleaseEvent.staff_id)
        .where(Release.unit_id == home.unit.id)
        .order_by(ReleaseEvent.id.desc())
        .limit(MOST)
    )
    return [
        TimelineView(
            at=event.at,
            title=f"{_('Goods release')} {number} {label('release_events', event.kind)}",
            detail=reasons.said(event.note),
            state="",
            staff=name or "",
            target=f"release:{event.release_id}",
        )
        for event, number, name in rows
    ]


def check(session: Session, _desk: Desk) -> list[Finding]:
    """What `desk check` finds: used slips without their moment at the gate, void ones whose paper is not, and the other way round."""
    found = []
    for number in session.scalars(
        select(Release.number).where(Release.state.in_(USED), Release.gate_at.is_(None)).order_by(Release.number)
    ):
        # L10N: 放行单 {number} 已放行，但没有门岗记录
        found.append(
            Finding("release-gate", _("{number} was used, and nothing is noted at the gate.").format(number=number))
        )
    papers = select(Release.number, Release.state, SlipRecord.state).join(
        SlipRecord, SlipRecord.number == Release.number
    )
    for number, state, paper in session.execute(papers):
        if (state == "void") != (paper == "void"):
            # L10N: 放行单 {number} 与其单据的作废状态不一致
            found.append(
                Finding(
                    "release-void", _("{number}: release and slip do not agree on being void.").format(number=number)
                )
            )
    replaced = session.execute(
        select(Release.number, Release.state)
        .join(ReleaseEvent, ReleaseEvent.release_id == Release.id)
        .where(ReleaseEvent.kind == REPLACED, Release.state != "void")
    )
    for number, _state in replaced:
        found.append(Finding("release-replaced", _("{number} was replaced, and is not void.").format(number=number)))
    return found


# -------------------------------------------------------------------------------------------------------- the finder
def pages(connection: Connection, ids: Sequence[int]) -> Iterator[index.Page]:
    """What releases put into the finder's index: number, room, applicant, plate."""
    for row in connection.execute(
        select(
            Release.id,
            Release.number,
            Release.state,
            Release.name,
            Release.company,
            Release.plate,
            Unit.name,
            Unit.code,
        )
        .join(Unit, Unit.id == Release.unit_id)
        .where(Release.id.in_(ids))
    ):
        release_id, number, state, name, company, plate, room, code = row
        page = index.Page(
            "release", release_id, state not in OPEN, number,
            {"state": state, "room": room, "name": f"{company} {name}".strip(), "plate": plate},
            f"release:{release_id}", index.newest(release_id),
        )  # fmt: skip
        page.add(index.number_terms(number))
        page.add([fold(code)], minor=True)
        for text in (name, company):
            for terms in index.name_terms(text) if text else ():
                page.add(terms, minor=True)
        if plate:
            page.add(index.plate_terms(plate), minor=True)
        yield page


__all__ = ["check", "copies", "leaving_today", "light", "lines", "of_home", "pages", "refused", "unused"]
