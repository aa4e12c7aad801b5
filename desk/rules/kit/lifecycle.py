"""The life cycle of a kind of record: one table says what may happen when, by whom, and what it needs (architecture "Life cycle").

The same table drives the service (state, role, needs and gate are checked in one place, `services.kit.lifecycle`), the
buttons and the next act of the window, the words said afterwards, and a test that walks every move.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from desk.catalog import label
from desk.errors import DeskError, Problem
from desk.i18n import _

ROLES = ("receptionist", "supervisor", "manager")
"""From least to most."""


def at_least(role: str, least: str) -> bool:
    """Whether a role is `least` or a higher one; an unknown one is none, and nobody has it."""
    return role in ROLES and least in ROLES and ROLES.index(role) >= ROLES.index(least)


@dataclass(frozen=True, slots=True)
class Need:
    """A field that a move asks for.

    Attributes:
        field: its name in the form and the entry. words: msgid of the sentence when it is empty.
        when: `(record) → bool`, where not every record needs it; None: every one does.
    """

    field: str
    words: str
    when: Callable[[Any], bool] | None = None

    def of(self, record: Any) -> bool:
        """Whether this record needs it."""
        return self.when is None or self.when(record)


@dataclass(frozen=True, slots=True)
class Move:
    """A row of the life cycle.

    Attributes:
        code: the act (`assign`). event: what the history says happened (`assigned`); the code when "".
        sources: the states it may happen in, "" before there is a record. target: the state it leads to; "" leaves the
            state as it is.
        role: the least role that may do it; the window then asks for the PIN of one who may. needs: what must be filled in.
        label: msgid of the button. title: msgid of the form's heading, the label when "".
        done: msgid of the sentence after it was done, with {number}; "" when the form says its own.
        danger: it throws something away. quiet: no step of the way, offered smaller.
        gate: the gate that is asked before it; "" for none. hidden: not offered as an act of its own (other acts lead to it).
        fits: `(record) → bool`, where not every record of a state may do it; None: every one may.
    """

    code: str
    sources: tuple[str, ...]
    target: str = ""
    event: str = ""
    role: str = "receptionist"
    needs: tuple[Need, ...] = ()
    label: str = ""
    title: str = ""
    done: str = ""
    danger: bool = False
    quiet: bool = False
    gate: str = ""
    hidden: bool = False
    fits: Callable[[Any], bool] | None = None

    @property
    def happened(self) -> str:
        """The code of the event."""
        return self.event or self.code

    @property
    def heading(self) -> str:
        """The msgid over its form."""
        return self.title or self.label


@dataclass(frozen=True)
class LifeCycle:
    """All moves of a kind of record.

    A *record* is anything that has its `state` and what `stricter`, `fits`, `when` and `likelier` look at: a row, a view.

    Attributes:
        kind: of the record. moves: in the order they are offered.
        states: every state, in the order of the way. names: the list of catalog.toml that names them, or msgids by state.
        ended: states after which nothing has to be done.
        likely: the act that most likely comes next, by state.
        likelier: `(record) → act` where it depends on more than the state; "" leaves it to `likely`.
        refusals: `(state, act) → sentence` when a move does not fit the state; "" says a general one.
        stricter: `(record, act) → role` where the least role depends on the record; "" keeps the move's.
    """

    kind: str
    moves: tuple[Move, ...]
    states: tuple[str, ...]
    names: str | Mapping[str, str]
    ended: tuple[str, ...] = ()
    likely: Mapping[str, str] = field(default_factory=dict)
    likelier: Callable[[Any], str] | None = None
    refusals: Callable[[str, str], str] | None = None
    stricter: Callable[[Any, str], str] | None = None

    @cached_property
    def by_code(self) -> Mapping[str, Move]:
        """The moves by their codes."""
        return {move.code: move for move in self.moves}

    @cached_property
    def targets(self) -> Mapping[str, str]:
        """The state that an event of the history led to, "" when it changed none: by the code of the event."""
        found: dict[str, str] = {}
        for move in self.moves:
            if found.setdefault(move.happened, move.target) != move.target:
                raise ValueError(f"{self.kind}: the event {move.happened} leads to two states")
        return found

    def state_words(self, state: str) -> str:
        """The name of a state."""
        return label(self.names, state) if isinstance(self.names, str) else _(self.names[state])

    def role_for(self, record: Any, code: str) -> str:
        """The least role that may do it with this record."""
        return (self.stricter(record, code) if self.stricter else "") or self.by_code[code].role

    def possible(self, record: Any, code: str) -> bool:
        """Whether a move fits the record now; who may do it and what it needs are other questions."""
        move = self.by_code[code]
        return record.state in move.sources and (move.fits is None or move.fits(record))

    def fitting(self, record: Any) -> tuple[Move, ...]:
        """The moves to offer for a record, in the order they are offered.

        Those that need a higher role are among them: somebody who has it approves them on the spot.
        """
        return tuple(move for move in self.moves if not move.hidden and self.possible(record, move.code))

    def next_move(self, record: Any) -> str:
        """The act that most likely comes next; "" when nothing has to be done."""
        code = (self.likelier(record) if self.likelier else "") or self.likely.get(record.state, "")
        return code if code and self.possible(record, code) else ""

    def choose(self, record: Any, codes: tuple[str, ...]) -> str:
        """Of acts that share a key or a name, the one that fits the record; the first when none does."""
        return next((code for code in codes if self.possible(record, code)), codes[0])

    def after(self, record: Any, code: str) -> str:
        """The state after a move.

        Raises:
            DeskError: `illegal-move`, the record is not in a state where this may happen.
            KeyError: no such move (a mistake of the program).
        """
        if not self.possible(record, code):
            words = self.refusals(record.state, code) if self.refusals else ""
            raise DeskError("illegal-move", words or _("This cannot be done in its present state."))
        return self.by_code[code].target or record.state

    def required(self, record: Any, code: str) -> tuple[str, ...]:
        """The fields that a move needs of this record."""
        return tuple(need.field for need in self.by_code[code].needs if need.of(record))

    def missing(self, record: Any, code: str, values: Mapping[str, Any]) -> list[Problem]:
        """What a move needs and was not filled in, one problem a field."""
        return [
            Problem("required", _(need.words), need.field)
            for need in self.by_code[code].needs
            if need.of(record) and empty(values.get(need.field))
        ]


def empty(value: Any) -> bool:
    """Whether a value of a form says nothing: None, no tick, blank text, nothing chosen."""
    return value is None or value is False or (isinstance(value, str) and not value.strip()) or value in ((), [])


__all__ = ["ROLES", "LifeCycle", "Move", "Need", "at_least", "empty"]
