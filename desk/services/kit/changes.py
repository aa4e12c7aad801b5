"""What acts did, collected by the desk: what they changed, and the way back.

Changes are kinds and ids of records, so that a page reads again only what it shows of them. The way back is what was done at this
counter in the last minute, kept in memory only (handbook S34): the desk notes each act that was saved, with the rows it wrote as
they were before. What only looked, or prints what an act before issued, is no step of its own. `desk.services.undo` takes steps back.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from time import monotonic
from typing import TYPE_CHECKING, Any

from desk import features

if TYPE_CHECKING:
    from desk.features.kit import Act
    from desk.models.kit.engines.images import Image

ANYTHING = "*"
"""The kind of an act that did not say what it changed: everything is read again."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Records that were changed.

    Attributes:
        records: kind and id of each; `("*", 0)` stands for anything.
    """

    records: frozenset[tuple[str, int]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.records)

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return iter(self.records)

    def __or__(self, other: Changes) -> Changes:
        return Changes(self.records | other.records)

    def concern(self, kinds: Iterable[str]) -> bool:
        """Whether a record of one of these kinds may have been changed."""
        wanted = {*kinds, ANYTHING}
        return any(kind in wanted for kind, _id in self.records)

    def touch(self, kind: str, record_id: int) -> bool:
        """Whether this very record may have been changed."""
        return not self.records.isdisjoint({(kind, record_id), (ANYTHING, 0)})


class Collector:
    """Keeps what was committed until somebody takes it; acts run on a worker, the window takes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._records: set[tuple[str, int]] = set()

    def add(self, records: Iterable[tuple[str, int]]) -> None:
        """Notes the records of an act that was committed."""
        with self._lock:
            self._records.update(records)

    def take(self) -> Changes:
        """What was changed since it was asked last."""
        with self._lock:
            taken = Changes(frozenset(self._records))
            self._records.clear()
        return taken


LASTS = timedelta(minutes=1)
"""So long an act can be undone, by the desk's clock (handbook S34)."""
SAID_WITHIN = 3.0
"""Seconds on the machine's clock: what is said so soon after an act tells of it."""
MOST = 20
"""Acts that are kept (many that are one to the clerk count as one); a minute has room for no more."""

_numbers = count(1)
_group: ContextVar[int] = ContextVar("group", default=0)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed in a form, as a draft.

    Attributes:
        key: of the draft. state: of the form. page, args: what opens the form.
    """

    key: str
    state: Any
    page: str = ""
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Step:
    """An act that was saved.

    Attributes:
        event: id of its audit event. act: the event's name. subject: what it was about.
        staff_id: who did it. at: when.
        images: the rows it wrote, in order; None: too many to remember.
        changed: the records that were shown differently. indexed: those whose entry of the finder was written.
        data: what the event keeps.
        group: steps with one number were one act to the clerk, and are undone together.
        words: what was said when it was done. typed: what was typed in the form, which comes back.
        noted: on the machine's clock, for the words that follow.
    """

    event: int
    act: str
    subject: str
    staff_id: int | None
    at: datetime
    images: Sequence[Image] | None = ()
    changed: frozenset[tuple[str, int]] = frozenset()
    indexed: frozenset[tuple[str, int]] = frozenset()
    data: dict[str, Any] = field(default_factory=dict)
    group: int = 0
    words: str = ""
    typed: Typed | None = None
    noted: float = field(default_factory=monotonic)

    @property
    def declared(self) -> Act:
        """What the manifest says of it."""
        found = features.act_of(self.act)
        assert found is not None, self.act
        return found

    @property
    def issued(self) -> frozenset[int]:
        """The ids of the slips it issued."""
        return frozenset(
            image.new["id"]
            for image in self.images or ()
            if image.table == "slip" and image.old is None and image.new is not None
        )

    def lives(self, now: datetime) -> bool:
        """Whether its minute is not over."""
        return self.at <= now < self.at + LASTS


class Steps:
    """A short stack; acts run on workers, the window looks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._steps: list[Step] = []
        self._last = 0
        self._aside = 0.0
        """When something was done that is no step of its own."""

    def __bool__(self) -> bool:
        return bool(self._steps)

    def last_event(self) -> int:
        """Id of the audit event of the latest act noted, 0 before the first."""
        return self._last

    def named(self, words: str) -> int:
        """The latest act is called by what was said right after it; gives its event, 0 when nothing was just done.

        What time itself did since then, or somebody looked at, is told of by what is said next: that carries no way back.
        """
        with self._lock:
            last = self._steps[-1] if self._steps else None
            if last is None or last.noted < self._aside or monotonic() - last.noted > SAID_WITHIN:
                return 0
            last.words = last.words or words
            return last.event

    def typed(self, since: int, typed: Typed) -> None:
        """The latest act was typed in a form; `since`: what `last_event` was before it was done."""
        with self._lock:
            if self._steps and self._steps[-1].event > since:
                self._steps[-1].typed = typed

    def note(self, step: Step) -> None:
        """An act was saved."""
        declared = features.act_of(step.act)
        if declared is None or declared.undo.aside:
            self._aside = monotonic()
            return
        step.group = _group.get() or next(_numbers)
        slips = {record_id for kind, record_id in step.changed if kind == "slip"}
        with self._lock:
            self._forget_old(step.at)
            if declared.undo is features.kit.PRINTED and any(slips & other.issued for other in self._steps):
                return  # the paper of an act that can be undone; undoing says to take it back
        self.keep(step)

    def keep(self, step: Step) -> None:
        """Puts a step on top, whatever it is."""
        with self._lock:
            self._steps.append(step)
            self._last = step.event
            kept = list(dict.fromkeys(each.group for each in self._steps))[-MOST:]
            self._steps = [each for each in self._steps if each.group in kept]

    def all(self, now: datetime) -> tuple[Step, ...]:
        """Every step whose minute is not over, oldest first."""
        with self._lock:
            self._forget_old(now)
            return tuple(self._steps)

    def top(self, now: datetime) -> tuple[Step, ...]:
        """What would be undone now, the latest first: one act, or all that were one to the clerk; nothing: ()."""
        with self._lock:
            self._forget_old(now)
            if not self._steps:
                return ()
            group = self._steps[-1].group
            return tuple(step for step in reversed(self._steps) if step.group == group)

    def of_event(self, event: int, now: datetime) -> tuple[Step, ...]:
        """The same for the act with this audit event."""
        with self._lock:
            self._forget_old(now)
            group = next((step.group for step in self._steps if step.event == event), 0)
            return tuple(step for step in reversed(self._steps) if step.group == group)

    def drop(self, steps: Sequence[Step]) -> None:
        """Takes steps off the way back: they were undone, or cannot be."""
        with self._lock:
            self._steps = [step for step in self._steps if not any(step is other for other in steps)]

    def clear(self) -> None:
        """Forgets all of them: the site was restored or closed."""
        with self._lock:
            self._steps.clear()

    def _forget_old(self, now: datetime) -> None:
        self._steps = [step for step in self._steps if step.lives(now)]


@contextmanager
def together() -> Iterator[None]:
    """What is done in the block is one act to the clerk: it is undone as one."""
    token = _group.set(_group.get() or next(_numbers))
    try:
        yield
    finally:
        _group.reset(token)


__all__ = ["ANYTHING", "LASTS", "Changes", "Collector", "Step", "Steps", "Typed", "together"]
