"""The holiday table and the service hours of a site: edited by the manager, each state kept (handbook B5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import config
from desk.errors import InvalidInput, NotFound, Problem
from desk.i18n import _
from desk.models import HolidayEdition, Setting, Staff
from desk.rules.kit import calendar, clocks
from desk.rules.kit.calendar import HolidayTable
from desk.services.kit.desk import Desk
from desk.services.site import policy

_HOURS = "requests.service_hours"


@dataclass(frozen=True, slots=True)
class EditionView:
    """One state of the holiday table.

    Attributes:
        id: 0 for the one that came with the program.
        version: printed beside what was counted with it.
        updated: the day of that state.
        at, staff: when it was saved and by whom; None and "" for the program's.
        years: the years whose days are published.
    """

    id: int
    version: str
    updated: date
    source: str
    at: datetime | None
    staff: str
    note: str
    years: tuple[int, ...]


def table(desk: Desk) -> HolidayTable:
    """The table in force."""
    return desk.holidays


def editions(desk: Desk) -> tuple[EditionView, ...]:
    """Every state of the table, the newest first, the program's own last."""
    with desk.look() as session:
        rows = session.execute(
            select(HolidayEdition, Staff.name)
            .join(Staff, Staff.id == HolidayEdition.staff_id)
            .order_by(HolidayEdition.id.desc())
        ).all()
    return (*(_view(row, staff) for row, staff in rows), _original())


def edition(desk: Desk, edition_id: int) -> dict[str, Any]:
    """The whole table of an edition, in the form of holidays.toml; 0 for the program's own.

    Raises:
        NotFound: there is no such edition.
    """
    if edition_id == 0:
        return calendar.as_mapping(_program())
    with desk.look() as session:
        row = session.get(HolidayEdition, edition_id)
        if row is None:
            raise NotFound(_("This holiday table is not there."))
        return dict(row.data)


def warnings(data: Mapping[str, Any]) -> list[Problem]:
    """Everything wrong or odd in an edited table, as it is typed."""
    return calendar.table_problems(data)


def change_table(desk: Desk, data: Mapping[str, Any], *, note: str = "") -> EditionView:
    """Puts a new state of the table in force; the old ones are kept, open requests are reckoned anew.

    Args:
        desk: the desk.
        data: the whole table in the form of holidays.toml; its `version` was not used before.
        note: why it was changed.

    Raises:
        InvalidInput: fields `version`, `updated`, `years.2027.off` …
        NotAllowed: not the manager.
    """
    with desk.act("holidays.change") as act:
        desk.require("manager")
        new = calendar.parse_table(data)
        used = {*act.session.scalars(select(HolidayEdition.version)), _program().version}
        if new.version in used:
            # L10N: 版本号已用过
            raise InvalidInput([Problem("taken", _("This version was used before. Count it up."), "version")])
        row = HolidayEdition(
            version=new.version,
            updated=new.updated,
            source=new.source,
            data=calendar.as_mapping(new),
            at=act.at,
            staff_id=act.staff_id,
            note=note.strip(),
        )
        before = desk.holidays
        act.session.add(row)
        act.session.flush()
        act.about("holidays", row.id, version=new.version, note=row.note)
        act.data["years"] = sorted(year for year in new.years if before.years.get(year) != new.years[year])
        act.data["removed"] = sorted(set(before.years) - set(new.years))
        _reckon(desk, act.session, new)
        view = _view(row, act.actor.name if act.actor else "")
    desk.forget()
    return view


def change_year(
    desk: Desk, year: int, *, off: list[str], makeup: list[str], source: str = "", note: str = ""
) -> EditionView:
    """Sets the days of one year, such as next year's after the notice in November; the version is counted up.

    Args:
        desk: the desk.
        year: the year.
        off: days off, `MM-DD` or `MM-DD..MM-DD`; makeup: weekend days that are worked.
        makeup: as above.
        source: where the days come from; "" keeps what the table says.
        note: why it was changed.

    Raises:
        InvalidInput: fields `years.2027.off`, `years.2027.makeup`; NotAllowed: not the manager.
    """
    data = calendar.as_mapping(desk.holidays)
    data["years"] = {**data["years"], str(year): {"off": off, "makeup": makeup}}
    data["updated"] = desk.today().isoformat()
    data["source"] = source or data["source"]
    used = {view.version for view in editions(desk)}
    count = 1
    while (version := f"{desk.today().year}.{count}") in used:
        count += 1
    data["version"] = version
    return change_table(desk, data, note=note)


def hours(desk: Desk) -> dict[str, Any]:
    """The service hours as they are written: `mon` … `sun`, `holiday`, `makeup`."""
    return dict(desk.policy[_HOURS])


def change_hours(desk: Desk, data: Mapping[str, Any]) -> None:
    """Changes when the clocks of response and resolution run; open requests are reckoned anew.

    Raises:
        InvalidInput: fields `mon` … `sun`, `holiday`, `makeup`; NotAllowed: not the manager.
    """
    with desk.act("holidays.hours") as act:
        desk.require("manager")
        clocks.parse_hours(data, desk.zone)
        row = act.session.get(Setting, policy.PREFIX + _HOURS)
        before = hours(desk) if row is None else row.value
        act.session.merge(Setting(key=policy.PREFIX + _HOURS, value=dict(data)))
        act.data.update(before=before, after=dict(data))
        policy.put_in_force(act, desk, {_HOURS: dict(data)})
    desk.forget()


def _reckon(desk: Desk, session: Session, new: HolidayTable) -> None:
    """Reckons with the table that comes into force with this act; a rolled back one leaves nothing behind."""
    old = desk.holidays
    desk.use_holidays(new)
    try:
        policy.tell(session, desk, ("holidays",))
    finally:
        desk.use_holidays(old)


def _program() -> HolidayTable:
    return calendar.parse_table(config.holidays())


def _original() -> EditionView:
    own = _program()
    return EditionView(0, own.version, own.updated, own.source, None, "", "", tuple(sorted(own.years)))


def _view(row: HolidayEdition, staff: str) -> EditionView:
    years = tuple(sorted(int(year) for year in row.data["years"]))
    return EditionView(row.id, row.version, row.updated, row.source, row.at, staff, row.note, years)


__all__ = [
    "EditionView",
    "change_hours",
    "change_table",
    "change_year",
    "edition",
    "editions",
    "hours",
    "table",
    "warnings",
]
