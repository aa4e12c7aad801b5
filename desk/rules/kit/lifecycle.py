"""The life cycle of a kind of record: one table says what may happen when, by whom, and what it needs (HOUSE §4.2).

The same table drives the service (state, role and needs are checked in one place), the buttons and the next act of the
window, the words said afterwards, and a test that walks every move.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from desk.errors import DeskError, NotAllowed, Problem
from desk.i18n import _

ROLES = ("receptionist", "supervisor", "manager")
"""From least to most."""


@dataclass(frozen=True, slots=True)
class Need:
    """A field that a move asks for.

    Attributes:
        field: its name in the form and the entry. words: msgid of the sentence when it is empty.
    """

    field: str
    words: str


@dataclass(frozen=True, slots=True)
class Move:
    """A row of the life cycle.

    Attributes:
        code: the act (`assign`). event: what the history says happened (`assigned`); the code when "".
        sources: the states it may happen in. target: the state it leads to; "" leaves the state as it is.
        role: the least role that may do it. needs: what must be filled in.
        label: msgid of the button. title: msgid of the form's heading, the label when "".
        done: msgid of the sentence after it was done, with {number}; "" when the act says its own.
        danger: it throws something away. quiet: offered under "more", not as a button of its own.
        gate: the gate that is asked before it; "" for none. hidden: not offered as an act of its own (other acts lead to it).
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

    @property
    def happened(self) -> str:
        """The code of the event."""
        return self.event or self.code


@dataclass(frozen=True)
class LifeCycle:
    """All moves of a kind of record.

    Attributes:
        kind: of the record. moves: in the order they are offered.
        states: every state with the msgid of its name, in the order of the way.
        ended: states after which nothing has to be done.
        likely: the act that most likely comes next, by state.
        refusals: `(state, move code) → sentence` when a move does not fit the state; None says a general one.
        stricter: `(record, move code) → role` where the least role depends on the record; "" keeps the move's.
    """

    kind: str
    moves: tuple[Move, ...]
    states: Mapping[str, str]
    ended: tuple[str, ...] = ()
    likely: Mapping[str, str] = field(default_factory=dict)
    refusals: Callable[[str, str], str] | None = None
    stricter: Callable[[Any, str], str] | None = None

    @cached_property
    def by_code(self) -> Mapping[str, Move]:
        """The moves by their codes."""
        return {move.code: move for move in self.moves}

    def role_for(self, record: Any, code: str) -> str:
        """The least role that may do it with this record."""
        return (self.stricter(record, code) if self.stricter else "") or self.by_code[code].role

    def fitting(self, record: Any, role: str) -> tuple[Move, ...]:
        """The moves that fit the record's `state` and the role of the one at the counter, in the order they are offered."""
        return tuple(
            move
            for move in self.moves
            if not move.hidden and record.state in move.sources and _at_least(role, self.role_for(record, move.code))
        )

    def next_move(self, record: Any, role: str) -> Move | None:
        """The move that most likely comes next; None when nothing has to be done, or not by this role."""
        code = self.likely.get(record.state, "")
        return next((move for move in self.fitting(record, role) if move.code == code), None)

    def after(self, state: str, code: str) -> str:
        """The state after a move.

        Raises:
            DeskError: `illegal-move`, the record is not in a state where this may happen.
            KeyError: no such move (a mistake of the program).
        """
        move = self.by_code[code]
        if state not in move.sources:
            words = self.refusals(state, code) if self.refusals else ""
            raise DeskError("illegal-move", words or _("This cannot be done in its present state."))
        return move.target or state

    def missing(self, code: str, values: Mapping[str, Any], offered: Collection[str] | None = None) -> list[Problem]:
        """What a move needs and was not filled in, one problem a field."""
        return [
            Problem("required", _(need.words), need.field)
            for need in self.by_code[code].needs
            if (offered is None or need.field in offered) and _empty(values.get(need.field))
        ]

    def require_role(self, record: Any, code: str, role: str) -> None:
        """Refuses what the one at the counter may not do.

        Raises:
            NotAllowed: with the sentence that says who may; the window then asks for that person's PIN.
        """
        least = self.role_for(record, code)
        if not _at_least(role, least):
            raise NotAllowed(
                _("This needs a supervisor. Please let one sign in.")
                if least == "supervisor"
                else _("This needs the manager. Please let the manager sign in.")
            )


def _empty(value: Any) -> bool:
    return value is None or value is False or (isinstance(value, str) and not value.strip()) or value in ((), [])


def _at_least(role: str, least: str) -> bool:
    return role in ROLES and ROLES.index(role) >= ROLES.index(least)
