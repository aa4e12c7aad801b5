"""A move of a life cycle as one act: state, role, needs and gate are checked here and nowhere else (architecture "Life cycle").

A service adds only what is special: the formats that its table does not know, and what else the act changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from desk.errors import Checker, NotFound, Problem
from desk.rules.kit import gate, texts
from desk.rules.kit.lifecycle import LifeCycle, Move
from desk.services.kit.desk import Act, Desk
from desk.services.kit.gate import obstacles

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Kept(Generic[Row]):
    """A kind of record with a life cycle, and where it is kept.

    Attributes:
        cycle: its table. model: its rows, with a column `state`. absent: says in words that there is no such record.
        gate: `(row) → subject` that its gates are asked about, where that is another record (`unit:12`).
    """

    cycle: LifeCycle
    model: type[Row]
    absent: Callable[[], str]
    gate: Callable[[Row], str] | None = None


@dataclass(frozen=True, slots=True)
class Step(Generic[Row]):
    """A move under way: everything was checked, the state is the new one.

    Attributes:
        act: the transaction. row: the record, locked. move: the row of the table. came: the state it came from.
        waived: the obstacles done without, `{code: reason}`.
    """

    act: Act
    row: Row
    move: Move
    came: str
    waived: Mapping[str, str]


@contextmanager
def moving(
    desk: Desk,
    kept: Kept[Row],
    record_id: int,
    code: str | tuple[str, ...],
    values: Mapping[str, Any] | None = None,
    *,
    checks: Callable[[Act, Row, Checker], object] | None = None,
    waived: Mapping[str, str] | None = None,
    name: str = "",
) -> Iterator[Step[Row]]:
    """One move of one record, in one transaction; the block does what the act does besides, and writes the history.

    Everything that is missing, badly written or in the way comes back together (one InvalidInput), so that it is told at once.

    Args:
        desk: the desk.
        kept: the kind of record.
        record_id: which one.
        code: the move; of several that share a name (assign, reassign) the one that fits the record.
        values: what the act's form says, for needs and gate.
        checks: `(act, row, check)` notes what the table does not know.
        waived: obstacles of the gate to do without, `{code: reason}`.
        name: of the audit event; `kind.code` when "".

    Raises:
        NotFound: there is no such record.
        DeskError: `illegal-move`.
        NotAllowed: nobody is signed in; it, or a waiver, needs a higher role (`NotAllowed.role`) or its approval.
        InvalidInput: with every problem.
    """
    codes = (code,) if isinstance(code, str) else code
    typed = values or {}
    with desk.act(name) as act:
        desk.require("receptionist")
        row = act.session.get(kept.model, record_id, with_for_update={"of": kept.model})
        if row is None:
            raise NotFound(kept.absent())
        record: Any = row
        chosen = kept.cycle.choose(record, codes)
        move = kept.cycle.by_code[chosen]
        act.name = name or f"{kept.cycle.kind}.{chosen}"
        came = record.state
        target = kept.cycle.after(record, chosen)
        check = Checker([*kept.cycle.missing(record, chosen, typed), *_too_long(typed)])
        if checks is not None:
            checks(act, row, check)
        asked = (move.gate, f"{kept.cycle.kind}:{record_id}" if kept.gate is None else kept.gate(row))
        left, done_without, waiver = _through(desk, act.session, asked, typed, waived or {})
        check.problems += left
        check.done()
        for role in (kept.cycle.role_for(record, chosen), waiver):
            if role:
                desk.require(role)
        record.state = target
        yield Step(act, row, move, came, done_without)


def advance(cycle: LifeCycle, row: Any, code: str) -> Move:
    """A move that follows from another act inside its transaction (a returned paper resolves the request).

    Raises:
        DeskError: `illegal-move`.
    """
    row.state = cycle.after(row, code)
    return cycle.by_code[code]


def _too_long(values: Mapping[str, Any]) -> list[Problem]:
    """What of the act's words does not fit on a paper."""
    told = [texts.length_problem(value, texts.LONG, field) for field, value in values.items() if isinstance(value, str)]
    return [problem for problem in told if problem is not None]


def _through(
    desk: Desk,
    session: Session,
    subject: tuple[str, str],
    values: Mapping[str, Any],
    waived: Mapping[str, str],
) -> tuple[list[Problem], Mapping[str, str], str]:
    """Asks the gate of a move: what is left in the way as problems, what was waived with the reasons, and who must say so.

    Args:
        desk: the desk.
        session: of the act.
        subject: the gate, "" for none, and the record.
        values: of the form.
        waived: as in `moving`.
    """
    name, record = subject
    if not name:
        return [], {}, ""
    waivable = gate.standing(obstacles(session, desk, name, record), values)
    left = gate.standing(waivable, values, waived)
    used = {each.code: waived[each.code].strip() for each in waivable if each not in left}
    return [obstacle.problem() for obstacle in left], used, gate.waiver_role(waivable, used)


__all__ = ["Kept", "Step", "advance", "moving"]
