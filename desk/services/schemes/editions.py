"""Which scheme is in force on a day, and how a manager changes its numbers or switches to another one (handbook C-2, V12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import features
from desk.errors import Checker, InvalidInput
from desk.i18n import _
from desk.models.schemes import SchemeEdition
from desk.rules import schemes as rules
from desk.rules.kit import texts
from desk.rules.schemes import Scheme
from desk.rules.schemes.standard import POINTS
from desk.services.kit.desk import Desk

BEGINNING = date(1900, 1, 1)
"""Since when the program's own scheme counts, before the first edition of a site."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A scheme with the day from which it counts; edition 0 is the program's own.

    Attributes:
        mapping: level by level of the scheme before it, when this one is another.
    """

    since: date
    scheme: Scheme
    edition: int = 0
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SchemeEntry:
    """An edition to put in force.

    Attributes:
        scheme: all its numbers. since: the first day. note: why.
        mapping: for a switch, the new level of each level of the scheme in force (`gold` → `gold`).
    """

    scheme: Scheme
    since: date | None
    note: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EditionView:
    """An edition as the settings list it."""

    id: int
    code: str
    name: str
    since: date
    note: str
    at: datetime
    staff: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class SchemeView:
    """A scheme as it is asked for by name: the day since when it counts, all its numbers, its levels' names."""

    since: date
    scheme: Scheme
    name: str
    level_names: Mapping[str, str]


def timeline(session: Session) -> tuple[Dated, ...]:
    """Every scheme with the day from which it counts, the oldest first; the first is the program's own."""
    rows = session.execute(
        select(SchemeEdition.id, SchemeEdition.since, SchemeEdition.data, SchemeEdition.mapping).order_by(
            SchemeEdition.since, SchemeEdition.id
        )
    )
    found = [Dated(BEGINNING, POINTS)]
    for edition, since, data, moved in rows:
        before = found.pop() if found[-1].since == since else None  # a later edition for the same day takes its place
        mapping = moved or (before.mapping if before else {})
        found.append(Dated(since, msgspec.convert(data, Scheme), edition, mapping))
    return tuple(found)


def dated(line: Sequence[Dated], day: date) -> Dated:
    """Which of a timeline is in force on a day; before all of them, the first."""
    return next((each for each in reversed(line) if each.since <= day), line[0])


def at(session: Session, day: date) -> Scheme:
    """The scheme in force on a day."""
    row = session.execute(
        select(SchemeEdition.data)
        .where(SchemeEdition.since <= day)
        .order_by(SchemeEdition.since.desc(), SchemeEdition.id.desc())
        .limit(1)
    ).scalar()
    return POINTS if row is None else msgspec.convert(row, Scheme)


def current(desk: Desk, day: date | None = None) -> Scheme:
    """The scheme in force today, or on another day."""
    with desk.look() as session:
        return at(session, day or desk.today())


def scheme(desk: Desk, day: date | None = None) -> SchemeView:
    """The scheme in force today or on another day, with its names in words."""
    with desk.look() as session:
        found = dated(timeline(session), day or desk.today())
    names = {level.code: rules.level_name(found.scheme, level.code) for level in found.scheme.levels}
    return SchemeView(found.since, found.scheme, rules.scheme_name(found.scheme), names)


def editions(desk: Desk) -> tuple[EditionView, ...]:
    """The editions of this site, the newest first."""
    today = desk.today()
    with desk.look() as session:
        rows = session.scalars(
            select(SchemeEdition).order_by(SchemeEdition.since.desc(), SchemeEdition.id.desc())
        ).all()
        force = next((row.id for row in rows if row.since <= today), 0)
        return tuple(
            EditionView(
                row.id, row.code, rules.scheme_name(msgspec.convert(row.data, Scheme)), row.since, row.note, row.at,
                row.staff.name if row.staff else "", row.id == force,
            )
            for row in rows
        )  # fmt: skip


def save(desk: Desk, entry: SchemeEntry) -> SchemeView:
    """Puts an edition in force from a day on: other numbers, or another scheme with its levels mapped (handbook V12).

    Raises:
        InvalidInput: `since` (`past`, `in-use`: something was reckoned today already, `order`), `mapping.gold`, `note`, fields of
            the scheme (`levels.0.rate`). NotAllowed: not a manager.
    """
    with desk.act("scheme.save") as act:
        desk.require("manager")
        today = desk.local(act.at).date()
        line = timeline(act.session)
        check = Checker([*rules.problems(entry.scheme), *texts.entry_problems(entry, names=(), long=("note",))])
        _check_day(check, act.session, entry, today, line)
        before = dated(line, max(today, entry.since or today))
        mapping = _check_mapping(check, entry, before.scheme)
        if check.problems:
            raise InvalidInput(check.problems)
        assert entry.since is not None
        row = SchemeEdition(
            code=entry.scheme.code, since=entry.since, data=msgspec.to_builtins(entry.scheme), mapping=mapping,
            note=entry.note.strip(), at=act.at, staff_id=act.staff_id,
        )  # fmt: skip
        act.session.add(row)
        act.session.flush()
        act.about(
            "scheme", row.id, code=row.code, since=row.since.isoformat(), changed=_changed(before.scheme, entry.scheme)
        )
        names = {level.code: rules.level_name(entry.scheme, level.code) for level in entry.scheme.levels}
        return SchemeView(row.since, entry.scheme, rules.scheme_name(entry.scheme), names)


def _check_day(check: Checker, session: Session, entry: SchemeEntry, today: date, line: Sequence[Dated]) -> None:
    # L10N: 请填写生效日期
    check.require("since", entry.since, _("From which day does it count?"))
    if entry.since is None:
        return
    if entry.since < today:
        # L10N: 生效日期不能早于今天
        check.add("since", "past", _("It can count from today on at the earliest."))
    elif entry.since == today and any(hook(session, today) for hook in features.hooks("scheme_in_use")):
        # L10N: 今天已有按现行制度登记的业务，新规则请自明天起生效
        check.add(
            "since", "in-use", _("Members and purchases were reckoned today already: choose tomorrow or a later day.")
        )
    if line[-1].since > max(entry.since, today):
        # L10N: 已有自 {day} 起生效的版本，请选择当天或以后
        words = _("There is an edition from {day} on: choose that day or a later one.")
        check.add("since", "order", words.format(day=line[-1].since.isoformat()))


def _check_mapping(check: Checker, entry: SchemeEntry, before: Scheme) -> dict[str, str]:
    """The levels of those who are members, old to new; a level that is kept maps to itself."""
    mapping = {code: entry.mapping.get(code, "") for code in before.codes}
    if before.code == entry.scheme.code:
        mapping = {code: entry.mapping.get(code) or code for code in before.codes}
    for code, target in mapping.items():
        if not entry.scheme.has(target):
            # L10N: 请选择“{level}”对应的新等级
            words = _("Choose the new level for “{level}”.").format(level=rules.level_name(before, code))
            check.add(f"mapping.{code}", "required", words)
    return {code: target for code, target in mapping.items() if before.code != entry.scheme.code or code != target}


def _changed(before: Scheme, after: Scheme) -> dict[str, list[Any]]:
    """What of the numbers is different, for the audit event."""
    old, new = msgspec.to_builtins(before), msgspec.to_builtins(after)
    return {key: [old[key], new[key]] for key in new if old.get(key) != new[key]}


__all__ = [
    "BEGINNING", "Dated", "EditionView", "SchemeEntry", "SchemeView", "at", "current", "dated", "editions", "save", "scheme", "timeline",
]  # fmt: skip
