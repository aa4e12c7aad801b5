"""Random acts on parking cards and spaces, legal and illegal, against a model; after each the laws hold.

The laws: a plate and a space have one card in use; a number that was given is never given again and a dead card never works; who has
left gets none; a home has no more cards than its spaces and the policy's; nothing is valid beyond what is paid without a
supervisor's reason; what is counted agrees with what the record of acts says; a refused act leaves all as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from desk.errors import DeskError
from desk.models import AuditEvent
from desk.models.parking import ParkingCard, ParkingSpace
from desk.models.slips import SlipRecord
from desk.services import households, parking
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit import sealed
from desk.services.kit.desk import Actor, Desk
from desk.services.parking.read import check
from tests.soak._machine import Dice, Machine

UNITS = (1, 2, 3)
NAMES = ("王芳", "李伟", "张敏", "赵六")
PLATES = ("粤B00001", "粤B00002", "粤B00003", "粤B00004", "粤B00005", "粤AD12345")
LIVE = ("active", "suspended")
EXTRA = 1
NEWEST = 12
"""So many cards are looked at after each act."""
TELLS = {
    "issue": "active", "lose": "lost", "suspend": "suspended", "resume": "active", "return": "returned", "cancel": "cancelled",
}  # fmt: skip
"""By act, the state a card has after it."""


@dataclass
class Model:
    """What a card must be."""

    number: str
    kind: str
    plate: str
    unit: int | None
    holder: str
    space: int | None
    until: date
    state: str = "active"


@dataclass
class Stay:
    """Somebody of a home, until when."""

    unit: int
    name: str
    until: date | None = None


class Wardens(Machine):
    """The cards, the spaces, who lives where, and the model of all."""

    def __init__(self, desk: Desk, clock: Any, people: Sequence[Actor]) -> None:
        self.desk, self.clock, self.people = desk, clock, people
        self.cards: dict[int, Model] = {}
        self.spaces: dict[int, int | None] = {}
        self.retired: set[int] = set()
        self.stays: dict[int, Stay] = {}
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    @property
    def acts(self) -> tuple[Callable[[Dice], None], ...]:
        """Every act, the common ones more often."""
        return (
            *[self.issue] * 7, self.renew, self.renew, self.replace, self.replace, self.lose, self.suspend,
            self.resume, self.back, self.back, self.cancel, self.space, self.come, self.leave, self.plastic, self.sleep,
        )  # fmt: skip

    def print(self) -> tuple[object, ...]:
        """What a refused act must leave as it was."""
        with self.desk.look() as session:
            return (
                session.scalar(select(func.count()).select_from(AuditEvent)),
                session.scalar(select(func.count()).select_from(SlipRecord)),
                tuple(
                    session.execute(
                        select(ParkingCard.id, ParkingCard.state, ParkingCard.until, ParkingCard.plate).where(
                            ParkingCard.id > self.edge()
                        )
                    ).all()
                ),
                tuple(session.execute(select(ParkingSpace.id, ParkingSpace.unit_id, ParkingSpace.retired)).all()),
            )

    def edge(self) -> int:
        return max(self.cards, default=0) - NEWEST

    def laws(self, edge: int | None = None) -> None:
        """Each card stands where the model says; plates and spaces have one card in use; what is counted is what is there."""
        edge, today = self.edge() if edge is None else edge, self.desk.today()
        with self.desk.look() as session:
            rows = list(
                session.scalars(select(ParkingCard).where((ParkingCard.id > edge) | ParkingCard.state.in_(LIVE)))
            )
            retired = set(session.scalars(select(ParkingSpace.id).where(ParkingSpace.retired)))
        assert {row.id: (row.number, row.state) for row in rows} == {
            each: (model.number, model.state)
            for each, model in self.cards.items()
            if each > edge or model.state in LIVE
        }
        live = [row for row in rows if row.state in LIVE]
        assert len({row.plate for row in live}) == len(live), "a plate has two cards"
        stand = [row.space_id for row in live if row.space_id]
        assert len(set(stand)) == len(stand), "a space has two cards"
        assert not retired & set(stand), "a card stands where none is given"
        for row in live:
            model = self.cards[row.id]
            assert (row.plate, row.holder, row.unit_id, row.space_id, row.until) == (
                model.plate, model.holder, model.unit, model.space, model.until
            )  # fmt: skip
            assert sealed.GONE not in (row.plate, row.holder), "erased while it works"
            assert row.paid_until is not None or row.unpaid_because
            assert row.paid_until is None or row.until <= row.paid_until or row.unpaid_because
        counted, mine = parking.counts(self.desk), list(self.cards.values())
        assert counted == {
            "live": len(live),
            "running-out": sum(m.state in LIVE and today <= m.until <= today + timedelta(days=7) for m in mine),
            "over": sum(m.state in LIVE and m.until < today for m in mine),
            "lost": sum(m.state == "lost" for m in mine),
            "all": len(mine),
        }

    def whole(self) -> None:
        """All cards; what the record of acts says of each; what `desk check` finds."""
        self.laws(0)
        assert len({model.number for model in self.cards.values()}) == len(self.cards), "a number was given twice"
        with self.desk.look() as session:
            assert check(session, self.desk) == []
            told = session.execute(
                select(AuditEvent.subject, AuditEvent.act, AuditEvent.data)
                .where(AuditEvent.subject.startswith("parking-card:"))
                .order_by(AuditEvent.id)
            ).all()
        states: dict[str, str] = {}
        for _subject, act, data in told:
            code = act.removeprefix("parking-card.")
            if code in TELLS:
                states[data["number"]] = TELLS[code]
            elif code == "replace":
                states[data["replaces"]], states[data["number"]] = "replaced", "active"
        assert states == {model.number: model.state for model in self.cards.values()}

    # ---------------------------------------------------------------------------------------------------------- helpers
    def one(self, dice: Dice) -> tuple[int, Model]:
        if not self.cards:
            raise DeskError("nothing", "")
        newest = list(self.cards)[-8:]
        known = [each for each in newest if self.cards[each].state in (*LIVE, "lost")]
        chosen = dice.of(known if known and dice.number(0, 4) else newest)
        return chosen, self.cards[chosen]

    def of_home(self, unit: int | None) -> set[str]:
        """Who belongs to a home; the last day counts."""
        today = self.desk.today()
        return {
            stay.name
            for stay in self.stays.values()
            if stay.unit == unit and (stay.until is None or stay.until >= today)
        }

    def in_use(self, unit: int | None) -> int:
        return sum(model.unit == unit and model.state in LIVE for model in self.cards.values())

    def room_for(self, unit: int | None) -> int:
        return EXTRA + sum(home == unit and each not in self.retired for each, home in self.spaces.items())

    def paid(self, until: date, dice: Dice) -> tuple[date | None, str]:
        return dice.of((*(until,) * 6, until - timedelta(days=1), None)), dice.of(("", "", "托收在途"))

    def judge(self, until: date, paid_until: date | None, why: str) -> None:
        """Beyond what is paid only with a supervisor's reason."""
        if paid_until is None or until > paid_until:
            assert why
            assert self.desk.actor is not None
            assert self.desk.actor.role != "receptionist"

    # -------------------------------------------------------------------------------------------------------------- acts
    def come(self, dice: Dice) -> None:
        unit, name = dice.of(UNITS), dice.of(NAMES)
        made = households.register_person(self.desk, PersonEntry(name), StayEntry(unit, dice.of(("tenant", "member"))))
        self.stays[made.occupancy_id] = Stay(unit, name)

    def leave(self, dice: Dice) -> None:
        chosen = dice.of(list(self.stays) or [0])
        households.end_stay(self.desk, chosen, on=self.desk.today())
        self.stays[chosen].until = self.desk.today()

    def space(self, dice: Dice) -> None:
        number, kind, unit = f"B1-{dice.number(1, 4)}", dice.of(("own", "let", "public")), dice.of((*UNITS, None))
        known = dice.of((None, *self.spaces))
        retired = dice.of((False, False, True))
        made = parking.save_space(self.desk, parking.SpaceEntry(number, kind, unit, retired=retired), known)
        assert self.desk.actor is not None
        assert self.desk.actor.role != "receptionist"
        self.spaces[made.id] = unit if kind != "public" else None
        self.retired = (self.retired - {made.id}) | ({made.id} if retired else set())
        for model in self.cards.values():
            if model.state in LIVE and model.space == made.id:
                assert self.spaces[made.id] in (None, model.unit), "a space went to another home under its card"

    def issue(self, dice: Dice) -> None:
        today = self.desk.today()
        unit = dice.of((*UNITS, *UNITS, None))
        first = today + timedelta(days=dice.of((0, 0, -3, 5)))
        until = today + timedelta(days=dice.of((30, 30, 31, 6, 0, -1)))
        paid_until, why = self.paid(until, dice)
        home = sorted(self.of_home(unit))
        holder = dice.of(home) if home and dice.number(0, 4) else dice.of((*NAMES, ""))
        entry = parking.ParkingCardEntry(
            dice.of(PLATES), holder, until, dice.of(("month", "month", "month", "visitor", "staff")), unit,
            space_id=dice.of((None, None, None, *self.spaces)), first=first, paid_until=paid_until, unpaid_because=why,
            papers_seen=dice.of((*(True,) * 7, False)),
        )  # fmt: skip
        room, used = self.room_for(unit), self.in_use(unit)
        made = parking.issue_card(self.desk, entry)
        assert entry.papers_seen
        assert until >= max(today, first)
        self.judge(until, paid_until, why)
        if entry.kind == "month":
            assert holder in home, "a card for somebody who left"
            assert used < room, "more cards than places"
        assert entry.space_id is None or self.spaces[entry.space_id] in (None, unit)
        self.cards[made.id] = Model(made.number, entry.kind, entry.plate, unit, holder, entry.space_id, until)

    def renew(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        until = model.until + timedelta(days=dice.of((30, 30, 7, 0, -5)))
        paid_until, why = self.paid(until, dice)
        parking.renew(self.desk, chosen, parking.RenewEntry(until, paid_until, unpaid_because=why))
        assert model.state in LIVE
        assert until > model.until
        assert until >= self.desk.today()
        self.judge(until, paid_until, why)
        assert model.kind != "month" or model.holder in self.of_home(model.unit)
        model.until = until

    def replace(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        plate, seen = dice.of(("", "", *PLATES)), dice.of((True, False))
        room, used = self.room_for(model.unit), self.in_use(model.unit)
        made = parking.replace(self.desk, chosen, parking.ReplaceEntry(dice.of(("损坏", "损坏", "")), plate, seen))
        assert model.state in (*LIVE, "lost"), "a dead card came to life"
        assert plate in ("", model.plate) or seen
        if model.kind == "month":
            assert model.holder in self.of_home(model.unit), "a card for somebody who left"
            assert model.state != "lost" or used < room
        model.state = "replaced"
        self.cards[made.id] = Model(
            made.number, model.kind, plate or model.plate, model.unit, model.holder, model.space, model.until
        )

    def _to(self, model: Model, state: str, *sources: str) -> None:
        assert model.state in sources
        model.state = state

    def lose(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        parking.lose(self.desk, chosen, note=dice.of(("丢失", "丢失", "")))
        self._to(model, "lost", *LIVE)

    def suspend(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        parking.suspend(self.desk, chosen, note=dice.of(("出租", "出租", "")))
        self._to(model, "suspended", "active")

    def resume(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        parking.resume(self.desk, chosen)
        assert model.kind != "month" or model.holder in self.of_home(model.unit)
        self._to(model, "active", "suspended")

    def back(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        parking.take_back(self.desk, chosen)
        self._to(model, "returned", *LIVE, "lost")

    def cancel(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        parking.cancel(self.desk, chosen, note=dice.of(("已搬走", "")))
        assert self.desk.actor is not None
        assert self.desk.actor.role != "receptionist"
        self._to(model, "cancelled", *LIVE, "lost")

    def plastic(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        parking.issue_plastic(self.desk, chosen)
        assert model.state == "active"

    def sleep(self, dice: Dice) -> None:
        self.clock.forward(days=dice.of((1, 1, 5, 25, 25, 400)))
        parking.sweep(self.desk)


def begin(desk: Desk, clock: Any, people: Any) -> Wardens:
    """The run of `python -m tests.soak parking`: each home has somebody."""
    machine = Wardens(desk, clock, (people.receptionist, people.supervisor, people.supervisor, people.manager))
    desk.actor = people.supervisor
    for unit, name in zip(UNITS, NAMES, strict=False):
        made = households.register_person(desk, PersonEntry(name), StayEntry(unit, "member"))
        machine.stays[made.occupancy_id] = Stay(unit, name)
    return machine
