"""What stands in the way of a household moving in and out (handbook A2, A3, C-13, C-22, M2, M3, M10): asked with the room."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desk.catalog import label
from desk.i18n import _
from desk.models.moves import Move
from desk.rules import moves as rules
from desk.rules.kit.gate import Obstacle
from desk.rules.money import UTILITIES
from desk.services.kit.desk import Desk
from desk.services.kit.gate import obstacles
from desk.services.money.within import disputed_of, receivables
from desk.services.moves.core import get, key_words, keys_of, needed_papers, open_move, owners_of, persons, seen


def moving_in(session: Session, desk: Desk, about: str) -> list[Obstacle]:
    """What the move-in under way for a room still needs; nothing when none is under way."""
    row = open_move(session, _unit(about), "in")
    return [] if row is None else needs(session, desk, row)


def needs(session: Session, desk: Desk, row: Move) -> list[Obstacle]:
    """What a move-in still needs: people with photos and identity, papers, the owner's word, the stations."""
    found = rules.people_obstacles(persons(row, desk.today()))
    found += rules.paper_obstacles(needed_papers(row), row.who, seen(session, row), agent=bool(row.agent))
    now, former = owners_of(session, row.unit_id)
    word = rules.OwnerWord(row.owner_word, row.owner_signed, row.owner_phone)
    # L10N: 修改
    found += [
        Obstacle(f"owner-{problem.field}", problem.message, "edit", _("Change"))
        for problem in rules.owner_problems(row.who, word, owners=set(now.values()), former=former)
    ]
    names = {code: label("move_stations", code) for code in rules.STATIONS}
    return found + rules.station_obstacles(row.who, {each.code: each.signer for each in row.stations}, names)


def moving_out(session: Session, _desk: Desk, about: str) -> list[Obstacle]:
    """What stands in the way of the move-out under way for a room; without one, the fees that a whole household's would ask for."""
    unit_id = _unit(about)
    row = open_move(session, unit_id, "out")
    words = {kind: label("charge_kinds", kind) for kind in ("management", *UTILITIES)}
    owed = receivables(session, unit_id)
    disputed = set(disputed_of(session, unit_id))
    if row is None:
        return rules.fees_obstacles("whole", owed, disputed, words)
    out = [(key_words(key), key.pieces - key.back) for key in keys_of(session, row) if key.state in ("out", "part")]
    return [
        *rules.fees_obstacles(row.who, owed, disputed, words),
        *rules.utility_obstacles(row.who, owed, row.utilities, words),
        *rules.key_obstacles(out),
    ]


def in_the_way(desk: Desk, move_id: int) -> tuple[Obstacle, ...]:
    """Everything that stands in the way of the end of a move, of all features, before it is tried.

    Raises:
        NotFound: there is none with this id.
    """
    with desk.look() as session:
        row = get(session, move_id)
        return obstacles(session, desk, f"move.{row.kind}", f"unit:{row.unit_id}")


def _unit(about: str) -> int:
    return int(about.partition(":")[2])


__all__ = ["in_the_way", "moving_in", "moving_out", "needs"]
