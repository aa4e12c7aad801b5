"""Random acts on members and their cards, legal and illegal, against a model that reckons by itself; after each the laws hold.

The laws: a person has one living membership and a member one living card; a dead card stays dead and its number is never given
again; level, totals and identity stay what they were through every replacement; a card may be used only when the model says so;
`desk check` finds nothing; a refused act leaves all as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from desk.errors import DeskError
from desk.models.cards import Card, Member, MemberEvent
from desk.rules.cards import is_card_number
from desk.services import cards
from desk.services.cards import EditEntry, JoinEntry, ReplaceEntry
from desk.services.cards.due import check
from desk.services.households.views import PersonEntry
from desk.services.kit.desk import Actor, Desk
from tests.soak._machine import Dice, Machine
from tests.soak.renovation import resident

BORN = date(1985, 3, 14)
PEOPLE = 12
"""So many people join, end and join anew."""


@dataclass
class Model:
    """What a membership must be."""

    person: int
    state: str = "active"
    tier: str = "gold"
    card: str = ""
    number: str = ""
    dead: list[str] = field(default_factory=list)


class Hosts(Machine):
    """The VIP desk and its model."""

    def __init__(self, desk: Desk, clock: Any, people: Sequence[Actor]) -> None:
        self.desk, self.clock, self.people = desk, clock, people
        self.members: dict[int, Model] = {}
        self.living: dict[int, int] = {}
        self.customers: dict[int, int] = {}
        self.numbers: set[str] = set()
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    @property
    def acts(self) -> tuple[Callable[[Dice], None], ...]:
        """Every act, those that lead on more often."""
        return (
            self.join, self.join, self.join, self.hand_over, self.hand_over, self.lose, self.lose, self.find, self.replace,
            self.replace, self.replace, self.freeze, self.unfreeze, self.cancel, self.issue, self.issue, self.raise_level, self.edit,
            self.end, self.withdraw, self.many, self.sleep,
        )  # fmt: skip

    def print(self) -> tuple[object, ...]:
        """What a refused act must leave as it was."""
        with self.desk.look() as session:
            return (
                session.scalar(select(func.count(MemberEvent.id))),
                tuple(session.execute(select(Member.id, Member.state, Member.tier)).all()),
                tuple(session.execute(select(Card.id, Card.state, Card.living)).all()),
            )

    def laws(self) -> None:
        """What holds after every act."""
        with self.desk.look() as session:
            rows = session.execute(select(Member.id, Member.state, Member.tier, Member.customer_id)).all()
            held = {row.living: row.number for row in session.execute(select(Card.living, Card.number)) if row.living}
            states = {row.number: row.state for row in session.execute(select(Card.number, Card.state))}
        assert {row.id for row in rows} == set(self.members)
        for row in rows:
            model = self.members[row.id]
            assert (row.state, row.tier) == (model.state, model.tier)
            assert held.get(row.id, "") == model.number
            assert all(states[number] in ("replaced", "cancelled") for number in model.dead)
            if model.number:
                assert states[model.number] == model.card
        assert set(states) == self.numbers

    def whole(self) -> None:
        """What `desk check` looks for."""
        with self.desk.look() as session:
            assert check(session, self.desk) == []
        for member_id, model in self.members.items():
            view = cards.member(self.desk, member_id)
            assert [card.number for card in view.old_cards] == list(reversed(model.dead))
            for number in (*model.dead, *([model.number] if model.number else [])):
                usable = number == model.number and model.card == "active" and model.state == "active"
                assert (cards.scan(self.desk, number).refusal == "") is usable

    # -------------------------------------------------------------------------------------------------------- acts
    def one(self, dice: Dice) -> tuple[int, Model]:
        if not self.members:
            raise DeskError("none", "nobody has joined")
        alive = sorted(self.living.values()) if dice.number(0, 6) else []
        chosen = dice.of(alive or sorted(self.members))
        return chosen, self.members[chosen]

    def join(self, dice: Dice) -> None:
        who, with_card = dice.number(1, PEOPLE), dice.number(0, 3) > 0
        known = self.customers.get(who)
        person = PersonEntry(
            f"会员{who}", document_kind="resident-card", document_number=resident(who), phones=(f"1390000{who:04d}",),
            address="1栋", birthday=None if known else BORN,
        )  # fmt: skip
        entry = JoinEntry(
            person if known is None else PersonEntry(""), known, receipts_seen=True, identity_seen=True, consent=True,
            goods=("food",), card=with_card, tier=dice.of(("gold", "diamond")),
        )  # fmt: skip
        view = cards.join(self.desk, entry)
        assert who not in self.living
        self.customers[who] = view.customer_id
        self.living[who] = view.id
        self.members[view.id] = Model(who, tier=view.tier)
        self._new(view)

    def _new(self, view: Any) -> None:
        model = self.members[view.id]
        if view.card is None:
            model.card, model.number = "", ""
            return
        assert is_card_number(view.card.number)
        assert view.card.number not in self.numbers
        assert view.card.tier == model.tier
        self.numbers.add(view.card.number)
        model.card, model.number = "active", view.card.number

    def _kill(self, model: Model) -> None:
        if model.number:
            model.dead.append(model.number)
        model.card, model.number = "", ""

    def hand_over(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        cards.hand_over(self.desk, chosen, signer=dice.of(("本人", "")))
        assert (model.state, model.card) == ("active", "active")

    def lose(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        cards.lose(self.desk, chosen, note=dice.of(("来电", "")))
        assert model.state == "active"
        assert model.card in ("active", "frozen")
        model.card = "lost"

    def find(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        cards.find(self.desk, chosen, identity_seen=dice.number(0, 2) > 0)
        assert model.card == "lost"
        model.card = "active"

    def replace(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        before = cards.member(self.desk, chosen)
        entry = ReplaceEntry(
            dice.of(("lost", "damaged", "tier", "")),
            identity_seen=dice.number(0, 4) > 0,
            old_returned=dice.number(0, 4) > 0,
        )
        after = cards.replace(self.desk, chosen, entry)
        assert model.state == "active"
        assert model.card in ("active", "lost", "expired")
        assert (after.tier, after.joined_on, after.customer_id, after.document) == (
            before.tier, before.joined_on, before.customer_id, before.document,
        )  # fmt: skip
        self._kill(model)
        self._new(after)

    def freeze(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        cards.freeze(self.desk, chosen, reason="疑似转借")
        assert model.card == "active"
        model.card = "frozen"

    def unfreeze(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        cards.unfreeze(self.desk, chosen, reason="已核实")
        assert model.card == "frozen"
        model.card = "active"

    def cancel(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        cards.cancel_card(self.desk, chosen, reason="印刷错误")
        assert model.number
        self._kill(model)

    def issue(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        view = cards.issue_card(self.desk, chosen)
        assert (model.state, model.number) == ("active", "")
        self._new(view)

    def many(self, dice: Dice) -> None:
        wanted = [dice.of(sorted(self.members)) for _each in range(3)] if self.members else []
        batch = cards.issue_cards(self.desk, wanted)
        without = {each for each in wanted if not self.members[each].number and self.members[each].state == "active"}
        assert len(batch.numbers) == len(without)
        assert {each.member_id for each in batch.refused} == set(wanted) - without
        for each in without:
            self._new(cards.member(self.desk, each))

    def raise_level(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        with self.desk.act("soak.level") as act:
            row = cards.get(act.session, chosen)
            if row.state != "active":
                raise DeskError("ended", "no level")
            tier = dice.of(("gold", "diamond"))
            cards.set_tier(act, row, tier, since=self.desk.today(), why="upgrade")
            cards.note_use(act, row, self.desk.today())
        model.tier = tier

    def edit(self, dice: Dice) -> None:
        chosen, _model = self.one(dice)
        cards.edit(
            self.desk,
            chosen,
            EditEntry(goods=("food",), greetings=dice.number(0, 1) > 0, opted_out=dice.number(0, 1) > 0),
        )

    def end(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        cards.end(self.desk, chosen, reason="搬走", points=dice.of(("作废", "", "已兑换")))
        self._ended(model)

    def withdraw(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        was = model.state
        view = cards.withdraw(self.desk, chosen)
        assert (view.email, view.goods) == ("", ())
        living = self.living.get(model.person)
        if living is not None:  # the agreement is the person's: what lives of it ends
            self._ended(self.members[living])
        assert was == "ended" or model.state == "ended"

    def _ended(self, model: Model) -> None:
        model.state = "ended"
        self.living.pop(model.person, None)
        self._kill(model)

    def sleep(self, dice: Dice) -> None:
        self.clock.now += timedelta(hours=dice.number(1, 30))
        cards.sweep(self.desk)


def begin(desk: Desk, clock: Any, people: Any) -> Hosts:
    """The run of `python -m tests.soak cards`."""
    return Hosts(desk, clock, (people.receptionist, people.supervisor, people.manager))


__all__ = ["Hosts", "begin"]
