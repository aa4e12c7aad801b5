"""Random acts on keys, legal and illegal, against a model that counts pieces by itself; after each the laws hold.

The laws: pieces on the hooks plus pieces out plus pieces lost are what was taken; a set is lent to one at a time; tags and hooks are
held once; a refused act leaves everything as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from desk.errors import DeskError
from desk.models.keys import KeyEvent, KeyLoan, KeySet
from desk.rules.keys import CYCLE, HELD, OUT
from desk.services import keys
from desk.services.keys.due import check
from desk.services.kit.desk import Actor, Desk
from tests.soak._machine import Dice, Machine


@dataclass
class Model:
    """What a set must be: where its pieces are."""

    state: str
    hook: int
    out: int = 0
    lost: int = 0


class Keepers(Machine):
    """The board of keys and its model."""

    def __init__(self, desk: Desk, clock: Any, people: Sequence[Actor]) -> None:
        self.desk, self.clock, self.people = desk, clock, people
        self.sets: dict[int, Model] = {}
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    @property
    def acts(self) -> tuple[Callable[[Dice], None], ...]:
        return (
            self.take, self.lend, self.lend, self.lend, self.back, self.back, self.back, self.lose, self.find, self.hand_back,
            self.hand_over, self.recount, self.void, self.count, self.prolong, self.sleep,
        )  # fmt: skip

    def print(self) -> tuple[object, ...]:
        """What a refused act must leave as it was."""
        with self.desk.look() as session:
            return (
                session.scalar(select(func.count()).select_from(KeyEvent)),
                tuple(session.execute(select(KeySet.id, KeySet.state, KeySet.pieces)).all()),
                tuple(session.execute(select(KeyLoan.id, KeyLoan.out_of, KeyLoan.pieces_back, KeyLoan.due_at)).all()),
            )

    def laws(self) -> None:
        """Every set is what the model says; nothing is lent twice; no tag or hook is held twice."""
        with self.desk.look() as session:
            rows = {row.id: row for row in session.scalars(select(KeySet))}
            loans = list(session.scalars(select(KeyLoan).where(KeyLoan.ended_at.is_(None))))
            assert Counter(loan.key_set_id for loan in loans) == Counter(
                each for each, model in self.sets.items() if model.state in OUT
            )
            out = {loan.key_set_id: loan.pieces - loan.pieces_back for loan in loans}
            for key, model in self.sets.items():
                assert rows[key].state == model.state
                assert out.get(key, 0) == model.out
                assert rows[key].pieces == model.hook + model.out + (model.lost if model.state == "lost" else 0)
            places = [row.tag_held for row in rows.values() if row.tag_held]
            assert len(set(places)) == len(places) == sum(model.state in HELD for model in self.sets.values())

    def whole(self) -> None:
        """What `desk check` says of it all, and that each history leads to its state."""
        with self.desk.look() as session:
            assert check(session, self.desk) == []
            for row in session.scalars(select(KeySet)):
                state = ""
                for kind in session.scalars(
                    select(KeyEvent.kind).where(KeyEvent.key_set_id == row.id).order_by(KeyEvent.id)
                ):
                    state = CYCLE.targets[kind] or state
                assert state == row.state

    # ------------------------------------------------------------------------------------------------------- the acts
    def one(self, dice: Dice) -> tuple[int, Model]:
        if not self.sets:
            raise DeskError("nothing", "")
        chosen = dice.of(list(self.sets)[-6:])
        return chosen, self.sets[chosen]

    def take(self, dice: Dice) -> None:
        place, pieces = dice.number(1, 8), dice.number(0, 3)
        entry = keys.KeySetEntry(
            dice.of(("household", "equipment")), "钥匙", f"K-{place}", f"A-{place}", pieces, 1, "王芳", "", "王芳",
            consented=dice.of((True, True, False)),
        )  # fmt: skip
        made = keys.take(self.desk, entry)
        assert pieces > 0
        self.sets[made.id] = Model("kept", pieces)

    def lend(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        kind = dice.of(("owner", "staff", "other"))
        due = self.desk.clock() + timedelta(hours=dice.number(-1, 30))
        word = dice.of(("phone", "phone", "", "standing"))
        keys.lend(self.desk, chosen, keys.LoanEntry(kind, "王芳", "开门", due, permission=word, permitted_by="王芳"))
        assert model.state == "kept"
        model.state, model.out, model.hook = "out", model.hook, 0

    def back(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        pieces = dice.number(0, 3)
        keys.take_back(self.desk, chosen, keys.ReturnEntry(pieces))
        assert 0 < pieces <= model.out
        model.out, model.hook = model.out - pieces, model.hook + pieces
        model.state = "partly" if model.out else "kept"

    def lose(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        keys.lose(self.desk, chosen, note=dice.of(("丢了", "")))
        if model.state == "partly":
            model.state, model.out = "kept", 0
        else:
            model.state, model.lost, model.hook, model.out = "lost", model.hook + model.out, 0, 0

    def find(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        keys.find(self.desk, chosen, note="找到")
        model.state, model.hook, model.lost = "kept", model.lost, 0

    def hand_back(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        keys.hand_back(self.desk, chosen, keys.HandBackEntry("王芳", signed=dice.of((True, False))))
        assert model.state == "kept"
        model.state = "handed-back"

    def hand_over(self, dice: Dice) -> None:
        if dice.number(0, 3):
            raise DeskError("seldom", "")
        for view in keys.hand_over_all(self.desk, 1, keys.HandBackEntry("新业主", signed=True)):
            assert self.sets[view.id].state == "kept"
            self.sets[view.id].state = "handed-back"
        assert not any(model.state in OUT for each, model in self.sets.items() if self.home(each))

    def home(self, key_set_id: int) -> bool:
        with self.desk.look() as session:
            return session.get_one(KeySet, key_set_id).kind == "household"

    def recount(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        pieces = dice.number(0, 3)
        keys.recount(self.desk, chosen, pieces=pieces, note="数错")
        assert model.state == "kept"
        model.hook = pieces

    def void(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        if dice.number(0, 3):
            raise DeskError("seldom", "")
        keys.void(self.desk, chosen, note="录错")
        assert model.state == "kept"
        model.state = "void"

    def count(self, dice: Dice) -> None:
        wrong = dice.of((0, 0, 1))
        found = {row.id: row.pieces - row.out + wrong for row in keys.to_count(self.desk)}
        made = keys.count(self.desk, keys.CountEntry(found, dice.of(("有差异", ""))))
        assert made.differences == (len(found) if wrong else 0)

    def prolong(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        due = self.desk.clock() + timedelta(hours=dice.number(-1, 30))
        keys.prolong(self.desk, chosen, due_at=due, note="未完工")
        assert model.state in OUT

    def sleep(self, dice: Dice) -> None:
        self.clock.forward(hours=dice.of((1, 8, 24)))


def begin(desk: Desk, clock: Any, people: Any) -> Keepers:
    """The run of `python -m tests.soak keys`."""
    return Keepers(desk, clock, (people.receptionist, people.supervisor, people.supervisor, people.manager))
