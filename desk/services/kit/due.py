"""What is due (handbook S11): one engine reads what the features declare; Today, its counts and the sidebar show it.

A feature that a site may not use names its tables (`Feature.used`): while they are empty nobody asks it what is due, nor what time
does to its records, and its modules are not loaded. Asked all, an open window of a new site held 34 MB more, for 0.7 s of work that
found nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sqlalchemy import exists, literal_column, select, table

from desk import features
from desk.features.kit import Due
from desk.i18n import _
from desk.rules.kit.lifecycle import ROLES
from desk.services.kit.desk import Desk

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from desk.models.kit.database import Database

FIRST = 5
"""How many things a count shows."""


@dataclass(frozen=True, slots=True)
class DueRow:
    """One of the first few things behind a count: words, and where Enter goes (`request:7`, `unit:3`).

    Attributes:
        thing: what is due, where the target is only the page it is on; "" is the target. Each is shown once.
        act, act_words: the one act that comes next, for the morning walk; "" opens the target.
    """

    title: str
    detail: str
    target: str
    thing: str = ""
    act: str = ""
    act_words: str = ""

    @property
    def about(self) -> str:
        """What is due."""
        return self.thing or self.target


@dataclass(frozen=True, slots=True)
class DueItems:
    """What a feature says of one thing that is due.

    Attributes:
        count: how many.
        rows: the first few, the most pressing first.
        target: where all of them are: a list (`requests:late`, `callbacks`), a page, or "".
        label: the words where the declared ones are not enough; "" keeps those.
        text: the count in words, where a bare figure would not say it (how old the backup is).
        button: words of the button to the target; "" says how many there are.
        urgent: whether it wants doing now, where that is not a matter of there being any; None: as declared.
    """

    count: int
    rows: tuple[DueRow, ...] = ()
    target: str = ""
    label: str = ""
    text: str = ""
    button: str = ""
    urgent: bool | None = None


@dataclass(frozen=True, slots=True)
class DueView:
    """One thing that is due, as it is shown.

    Attributes:
        code, label: of the declaration. count, rows, target, text, button: see `DueItems`.
        urgent: wants doing now, and is red.
        waits: somebody has to do it today; risks and what only wants watching are not counted.
        standing: shown even when all is well.
    """

    code: str
    label: str
    count: int
    urgent: bool
    target: str
    rows: tuple[DueRow, ...] = ()
    text: str = ""
    button: str = ""
    waits: bool = False
    standing: bool = False


def items(desk: Desk, *, limit: int = FIRST) -> tuple[DueView, ...]:
    """What is due now for the one at the counter, the most pressing first; of each thing only the first few are read."""
    now = desk.clock()
    said: set[str] = set()
    with desk.look() as session:
        return tuple(
            _view(due, _once(features.load(due.items)(session, desk, now, limit), said))
            for due in sorted(_declared(session, desk), key=lambda due: due.order)
        )


def _once(found: DueItems, said: set[str]) -> DueItems:
    """Without what was said under a more pressing reason already; features leave it out themselves, so that counts agree."""
    rows = tuple(row for row in found.rows if row.about not in said)
    said.update(row.about for row in rows if ":" in row.about)
    return replace(found, rows=rows, count=found.count - (len(found.rows) - len(rows)))


@dataclass(frozen=True, slots=True)
class Counted:
    """What is due, with the question of how many there are, so that `waiting` asks it together with all others.

    Attributes:
        question: `(desk, now) → Select` of one number. items: as declared, `(session, desk, now, limit)`.
    """

    question: Callable[[Desk, datetime], Select[int]]
    items: Callable[[Session, Desk, datetime, int], DueItems]

    def __call__(self, session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
        """Their count, and the first ones."""
        return self.items(session, desk, now, limit)


def counted_by(
    question: Callable[[Desk, datetime], Select[int]],
) -> Callable[[Callable[[Session, Desk, datetime, int], DueItems]], Counted]:
    """Says by which question the items are counted; a decorator of what is declared."""
    return lambda items: Counted(question, items)


def waiting(desk: Desk) -> int:
    """How many things wait to be done today by the one at the counter: counted only, nothing is read of them.

    Items that have a `question(desk, now)` are asked all together, in one statement.
    """
    now = desk.clock()
    with desk.look() as session:
        wanted = [features.load(due.items) for due in _declared(session, desk) if due.waits]
        questions = [each.question(desk, now).scalar_subquery() for each in wanted if hasattr(each, "question")]
        others = [each for each in wanted if not hasattr(each, "question")]
        counted: int = sum(session.execute(select(*questions)).one()) if questions else 0
        rest: int = sum(each(session, desk, now, 0).count for each in others)
        return counted + rest


_met: WeakKeyDictionary[Database, set[str]] = WeakKeyDictionary()
"""The features that were found to be in use, by the database: they stay so."""


def features_in_use(session: Session, desk: Desk) -> list[features.kit.Feature]:
    """The features that say no table, or have a row in one of theirs: one question for those not met before."""
    met = _met.setdefault(desk.database, set())
    unmet = [feature for feature in features.features() if feature.used and feature.code not in met]
    names = list(dict.fromkeys(name for feature in unmet for name in feature.used))
    if names:
        found = session.execute(
            select(*(exists(select(literal_column("1")).select_from(table(name))).label(name) for name in names))
        ).one()
        there = dict(zip(names, found, strict=True))
        met.update(feature.code for feature in unmet if any(there[name] for name in feature.used))
    return [feature for feature in features.features() if not feature.used or feature.code in met]


def time_passes(desk: Desk, moment: str) -> None:
    """What time itself does to the records of the features in use.

    Args:
        desk: the desk.
        moment: `day_begins` or `minute_passes`, a hook `(desk)`.
    """
    if not any(moment in feature.hooks for feature in features.features()):
        return
    with desk.look() as session:
        found = [feature for feature in features_in_use(session, desk) if moment in feature.hooks]
    for feature in found:
        features.load(feature.hooks[moment])(desk)


def _declared(session: Session, desk: Desk) -> list[Due]:
    """What may be shown to the one at the counter, of the features that are in use on this site."""
    role = desk.actor.role if desk.actor is not None else ROLES[0]
    return [
        due
        for feature in features_in_use(session, desk)
        for due in feature.due
        if ROLES.index(due.role) <= ROLES.index(role)
    ]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing of the morning walk: why it is due, the row, and whether it wants doing now."""

    code: str
    label: str
    urgent: bool
    row: DueRow


@dataclass(frozen=True, slots=True)
class WalkView:
    """Where the morning walk stands.

    Attributes:
        step: what comes next; None when all is done.
        left: how many things are left. put_off: how many were put off in this walk and wait again at its end.
        groups: what is left by reason, `(label, count)`, in the order of the walk.
    """

    step: Step | None
    left: int
    put_off: int
    groups: tuple[tuple[str, int], ...]


def walk(desk: Desk, *, put_off: tuple[str, ...] = ()) -> WalkView:
    """The morning walk (handbook S30): what waits to be done today by the one at the counter, one thing after the other.

    Args:
        desk: the desk.
        put_off: what was put off in this walk (`DueRow.about`); it comes again when all else is done.
    """
    now = desk.clock()
    later = set(put_off)
    said: set[str] = set()
    found: list[tuple[Due, DueItems]] = []
    with desk.look() as session:
        for due in sorted(_declared(session, desk), key=lambda due: (due.walk, due.order)):
            if due.waits:
                read = _once(features.load(due.items)(session, desk, now, len(later) + FIRST), said)
                if read.count > 0:
                    found.append((due, read if read.rows else replace(read, rows=(_all_of(due, read),))))
    steps = [Step(due.code, _label(due, read), _is_urgent(due, read), row) for due, read in found for row in read.rows]
    wanted = [step for step in steps if step.row.about not in later]
    waiting_again = [step for step in steps if step.row.about in later]
    return WalkView(
        step=next(iter(wanted or waiting_again), None),
        left=sum(read.count for _due, read in found),
        put_off=len(waiting_again),
        groups=tuple((_label(due, read), read.count) for due, read in found),
    )


def _all_of(due: Due, found: DueItems) -> DueRow:
    """A row for items that are only counted: their list."""
    return DueRow(_label(due, found), found.text, found.target, thing=f"list:{due.code}")


def _label(due: Due, found: DueItems) -> str:
    return found.label or _(due.label)


def _is_urgent(due: Due, found: DueItems) -> bool:
    return due.urgent and found.count > 0 if found.urgent is None else found.urgent


def _view(due: Due, found: DueItems) -> DueView:
    return DueView(
        code=due.code,
        label=_label(due, found),
        count=found.count,
        urgent=_is_urgent(due, found),
        target=found.target,
        rows=found.rows,
        text=found.text,
        button=found.button,
        waits=due.waits,
        standing=due.standing,
    )
