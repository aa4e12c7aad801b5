"""Random acts on visitors' cards, legal and illegal, against a model; after each the laws hold.

The laws: a plastic card is out with one visit at a time, a lost one is dead, nobody whose host did not agree has a card, and a
refused act leaves everything as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from desk.models import AuditEvent
from desk.models.visitors import Visit, VisitorCard
from desk.services import visitors
from desk.services.kit.desk import Actor, Desk
from desk.services.visitors.due import check
from tests.soak._machine import Dice, Machine


class Porters(Machine):
    """The desk's cards and its model: which visit has which label, which labels are lost."""

    def __init__(self, desk: Desk, clock: Any, people: Sequence[Actor]) -> None:
        self.desk, self.clock, self.people = desk, clock, people
        self.out: dict[str, int] = {}
        self.lost: dict[str, int] = {}
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    @property
    def acts(self) -> tuple[Callable[[Dice], None], ...]:
        return (self.register, self.register, self.add, self.leave, self.back, self.back, self.lose, self.sleep)

    def print(self) -> tuple[object, ...]:
        """What a refused act must leave as it was."""
        with self.desk.look() as session:
            return (
                session.scalar(select(func.count()).select_from(AuditEvent)),
                tuple(session.execute(select(VisitorCard.id, VisitorCard.state, VisitorCard.label_out)).all()),
                tuple(session.execute(select(Visit.id, Visit.state)).all()),
            )

    def laws(self) -> None:
        """Each label is where the model says, once."""
        with self.desk.look() as session:
            cards = list(session.scalars(select(VisitorCard)))
            assert Counter(card.label for card in cards if card.state == "out") == Counter(self.out.keys())
            assert Counter(card.label for card in cards if card.state == "lost") == Counter(self.lost.keys())
            assert {card.label: card.id for card in cards if card.state == "out"} == self.out
            bare = select(VisitorCard.id).join(Visit, Visit.id == VisitorCard.visit_id).where(Visit.state == "refused")
            assert session.scalars(bare).first() is None

    def whole(self) -> None:
        """What `desk check` says of visits and cards."""
        with self.desk.look() as session:
            assert check(session, self.desk) == []

    # ------------------------------------------------------------------------------------------------------- the acts
    def _label(self, dice: Dice) -> str:
        return f"V-{dice.number(1, 5)}"

    def _free(self, label: str) -> None:
        assert label not in self.out, "a card was given out twice"
        assert label not in self.lost, "a lost card was given out"

    def register(self, dice: Dice) -> None:
        label = self._label(dice)
        answer = dice.of(("yes", "yes", "no", "not-reached"))
        entry = visitors.VisitEntry(
            "赵来访", "走亲访友", answer, unit_id=1, seen=True, card=dice.of(("plastic", "plastic", "none")), labels=(label,),
            until=self.desk.clock() + timedelta(hours=dice.number(-1, 30)), agreed=dice.of(("", "领班认识")),
        )  # fmt: skip
        made = visitors.register(self.desk, entry)
        assert not made.cards or answer == "yes" or made.agreed_by
        for card in made.cards:
            self._free(card.label)
            self.out[card.label] = card.id

    def _visit(self, dice: Dice) -> int:
        return dice.number(1, 12)

    def add(self, dice: Dice) -> None:
        label = self._label(dice)
        later = self.desk.clock() + timedelta(hours=5)
        made = visitors.add_card(self.desk, self._visit(dice), visitors.CardEntry("plastic", later, label))
        self._free(label)
        self.out[label] = made.cards[-1].id

    def leave(self, dice: Dice) -> None:
        back = tuple(sorted(self.out.values()))[: dice.number(0, 1)]
        visitors.leave(self.desk, self._visit(dice), cards_back=back)
        self.out = {label: card for label, card in self.out.items() if card not in back}

    def back(self, dice: Dice) -> None:
        card = dice.of(sorted((*self.out.values(), *self.lost.values())) or [0])
        visitors.return_card(self.desk, card)
        for place in (self.out, self.lost):
            for label in [label for label, each in place.items() if each == card]:
                del place[label]

    def lose(self, dice: Dice) -> None:
        card = dice.of(sorted((*self.out.values(), *self.lost.values())) or [0])
        visitors.lose_card(self.desk, card, note=dice.of(("丢了", "")))
        label = next(label for label, each in self.out.items() if each == card)
        self.lost[label] = self.out.pop(label)

    def sleep(self, dice: Dice) -> None:
        self.clock.forward(hours=dice.of((1, 8, 24)))


def begin(desk: Desk, clock: Any, people: Any) -> Porters:
    """The run of `python -m tests.soak visitors`."""
    return Porters(desk, clock, (people.receptionist, people.supervisor, people.supervisor, people.manager))
