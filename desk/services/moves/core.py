"""What several acts of a move need: the record, its history, its checklist, who moves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.catalog import label, whole_catalog
from desk.errors import Checker, NotFound
from desk.i18n import _
from desk.models import Customer, Occupancy, Phone
from desk.models.moves import Move, MoveEvent, MoveKey, MovePaper, ResidentPass
from desk.rules import moves as rules
from desk.rules.households import is_child
from desk.rules.moves.cycle import CYCLE, PASS_CYCLE
from desk.services.finder import index
from desk.services.kit.desk import Act
from desk.services.kit.lifecycle import Kept

PREFIX = "RZ"
PASS_PREFIX = "JZ"
MOVES = Kept(CYCLE, Move, lambda: _("This move is not there."), gate=lambda row: f"unit:{row.unit_id}")
"""Moves and their life cycle."""
PASSES = Kept(PASS_CYCLE, ResidentPass, lambda: _("This pass is not there."))
"""Residence passes and theirs."""
OUT = ("out", "part")
"""Keys that are not back."""
HELD_PASSES = ("active", "cancelled")
"""Passes that are with somebody."""


def get(session: Session, move_id: int) -> Move:
    """A move.

    Raises:
        NotFound: there is none with this id.
    """
    row = session.get(Move, move_id)
    if row is None:
        raise NotFound(MOVES.absent())
    return row


def record(act: Act, row: Move, kind: str, note: str = "", **data: Any) -> None:
    """Writes a line of the move's history, tells the finder, and says what the act is about."""
    act.session.add(
        MoveEvent(
            move_id=row.id, at=act.at, staff_id=act.actor.id if act.actor else None, kind=kind, note=note.strip(),
            data=data or None,
        )
    )  # fmt: skip
    act.session.flush()
    index.write(act.session, "move", [row.id])
    act.about("move", row.id, number=row.number, **data)
    act.touch("unit", row.unit_id)


def subject(row: Move) -> str:
    """How money and slips name the move."""
    return f"move:{row.id}"


def open_move(session: Session, unit_id: int, kind: str) -> Move | None:
    """The move of a kind that is under way for a room."""
    return session.scalars(select(Move).where(Move.open_unit == f"{kind}:{unit_id}")).first()


def checklist() -> tuple[rules.Paper, ...]:
    """The papers of catalog.toml."""
    return tuple(
        rules.Paper(
            choice.code,
            choice.label,
            tuple(choice.extra.get("who", ())),
            str(choice.extra.get("when", "")),
            bool(choice.extra.get("optional")),
            str(choice.extra.get("dossier", "")),
            str(choice.extra.get("station", "")),
        )
        for choice in whole_catalog("move_papers")
    )


def needed_papers(row: Move) -> tuple[rules.Paper, ...]:
    """The papers that this move asks for."""
    return rules.needed(checklist(), row.who, agent=bool(row.agent))


def seen(session: Session, row: Move) -> dict[str, MovePaper]:
    """The papers that are here."""
    return {each.code: each for each in session.scalars(select(MovePaper).where(MovePaper.move_id == row.id))}


def persons(row: Move, today: date) -> list[rules.Person]:
    """Who moves in, as the rules see them."""
    return [
        rules.Person(
            each.customer.name, each.photos, each.identity, each.main, each.customer.kind == "company",
            is_child(each.customer.birthday, today),
        )
        for each in row.people
    ]  # fmt: skip


def owners_of(session: Session, unit_id: int) -> tuple[dict[int, str], set[str]]:
    """The current owners by customer, and the names of those who were."""
    now: dict[int, str] = {}
    former: set[str] = set()
    for customer_id, name, until in session.execute(
        select(Customer.id, Customer.name, Occupancy.until)
        .join(Occupancy, Occupancy.customer_id == Customer.id)
        .where(Occupancy.unit_id == unit_id, Occupancy.role == "owner")
        .order_by(Occupancy.id)
    ):
        if until is None:
            now[customer_id] = name
        else:
            former.add(name)
    return now, former - set(now.values())


def owner_phones(session: Session, owners: Iterable[int]) -> list[str]:
    """The phones on file of the owners."""
    return list(session.scalars(select(Phone.number).where(Phone.customer_id.in_(list(owners)))))


def keys_out(session: Session, unit_id: int) -> list[MoveKey]:
    """Keys handed out for a room that are not back."""
    return list(
        session.scalars(select(MoveKey).where(MoveKey.unit_id == unit_id, MoveKey.state.in_(OUT)).order_by(MoveKey.id))
    )


def keys_of(session: Session, row: Move) -> list[MoveKey]:
    """The keys a move is about: those it handed out; of a move-out those of who leaves, of a whole household all of the home."""
    question = select(MoveKey).order_by(MoveKey.id)
    if row.kind == "in":
        return list(session.scalars(question.where(MoveKey.move_id == row.id)))
    question = question.where(MoveKey.unit_id == row.unit_id)
    keys = [
        key for key in session.scalars(question) if key.state in OUT or key.ended_on is None or key.ended_on >= row.day
    ]
    if row.why_all:
        return keys
    leaving = {each.customer_id for each in row.people}
    return [key for key in keys if key.customer_id in leaving]


def key_words(key: MoveKey) -> str:
    """How a paper and a light name keys."""
    return " ".join(part for part in (label("move_key_kinds", key.kind), key.number) if part)


def check_code(check: Checker, field: str, name: str, code: str) -> None:
    """Notes a code that a list does not have."""
    if code not in {choice.code for choice in whole_catalog(name)}:
        check.add(field, "choice", _("Choose one of the list."))


__all__ = [
    "HELD_PASSES", "MOVES", "OUT", "PASSES", "PASS_PREFIX", "PREFIX", "check_code", "checklist", "get",
    "key_words", "keys_of", "keys_out", "needed_papers", "open_move", "owner_phones", "owners_of", "persons", "record",
    "seen", "subject",
]  # fmt: skip
