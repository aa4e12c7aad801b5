"""Random acts on parcels, left and found things, legal and illegal, against a model; after each the laws hold.

The laws: a thing leaves the shelf once; it goes to somebody of its home or its recipient, whose phone or signature was compared, or to
somebody whom one of the home allowed, a found thing to who described and signed for it; what the desk does not keep is never taken;
two of the staff dispose, after its day; what is counted agrees with what the record of acts says; a refused act leaves all as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from desk.errors import DeskError
from desk.models import AuditEvent
from desk.models.parcels import Parcel
from desk.models.slips import SlipRecord
from desk.services import households, parcels
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit import sealed
from desk.services.kit.desk import Actor, Desk
from desk.services.parcels.due import check
from tests.soak._machine import Dice, Machine

UNITS = (1, 2, 3)
NAMES = ("王芳", "李伟", "张敏", "赵六", "孙丽")
TAILS = ("0001", "0002", "9999", "")
ENDS = {"hand-out": "handed-out", "return": "returned", "police": "police", "dispose": "disposed", "void": "void"}
"""By act, the state a thing has after it."""
NEWEST = 12
"""So many things are looked at after each act."""


@dataclass
class Model:
    """What a thing must be."""

    kind: str
    unit: int | None
    recipient: str
    tail: str
    due: date
    state: str = "kept"


@dataclass
class Stay:
    """Somebody of a home, until when."""

    unit: int
    name: str
    tail: str
    until: date | None = None


class Shelf(Machine):
    """The shelf of things that are kept, who lives where, and the model of both."""

    def __init__(self, desk: Desk, clock: Any, people: Sequence[Actor]) -> None:
        self.desk, self.clock, self.people = desk, clock, people
        self.things: dict[int, Model] = {}
        self.stays: dict[int, Stay] = {}
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    @property
    def acts(self) -> tuple[Callable[[Dice], None], ...]:
        """Every act, the common ones more often."""
        return (
            self.take, self.take, self.take, self.take_found, self.hand, self.hand, self.hand, self.hand, self.tell, self.back,
            self.police, self.dispose, self.void, self.come, self.come, self.leave, self.papers, self.sleep, self.sleep,
        )  # fmt: skip

    def print(self) -> tuple[object, ...]:
        """What a refused act must leave as it was."""
        with self.desk.look() as session:
            return (
                session.scalar(select(func.count()).select_from(AuditEvent)),
                session.scalar(select(func.count()).select_from(SlipRecord)),
                tuple(
                    session.execute(
                        select(Parcel.id, Parcel.state, Parcel.told_at).where(Parcel.id > self.edge())
                    ).all()
                ),
            )

    def edge(self) -> int:
        return max(self.things, default=0) - NEWEST

    def laws(self, edge: int | None = None) -> None:
        """Each thing stands where the model says, and what is counted is what is there."""
        edge = self.edge() if edge is None else edge
        with self.desk.look() as session:
            rows = list(session.scalars(select(Parcel).where(Parcel.id > edge)))
            assert {row.id: row.state for row in rows} == {
                each: model.state for each, model in self.things.items() if each > edge
            }
        for row in rows:
            assert (row.state == "kept") == (row.ended_at is None)
            assert row.state != "kept" or sealed.GONE not in (row.recipient, row.receiver), "erased before its time"
            assert row.state == "handed-out" or not row.receiver, "a receiver of what nobody received"
        kept = [model for model in self.things.values() if model.state == "kept"]
        counted = parcels.counts(self.desk)
        assert (counted["all"], counted["kept"]) == (len(self.things), len(kept))
        assert counted["found"] == sum(model.kind == "found" for model in kept)
        assert counted["left"] == sum(model.kind == "left" for model in kept)

    def whole(self) -> None:
        """All things; what the record of acts says of each; what `desk check` finds."""
        self.laws(0)
        with self.desk.look() as session:
            assert check(session, self.desk) == []
            told = session.execute(
                select(AuditEvent.subject, AuditEvent.act).where(AuditEvent.subject.startswith("parcel:"))
            ).all()
        acts: dict[int, list[str]] = {}
        for subject, act in told:
            acts.setdefault(int(subject.partition(":")[2]), []).append(act.removeprefix("parcel."))
        assert set(acts) == set(self.things), "the record knows the things, and no others"
        for each, model in self.things.items():
            ends = [act for act in acts[each] if act in ENDS]
            assert acts[each].count("take") == 1
            assert [ENDS[end] for end in ends] == ([] if model.state == "kept" else [model.state])

    # ---------------------------------------------------------------------------------------------------------- helpers
    def one(self, dice: Dice) -> tuple[int, Model]:
        if not self.things:
            raise DeskError("nothing", "")
        newest = list(self.things)[-8:]
        kept = [each for each in newest if self.things[each].state == "kept"]
        chosen = dice.of(kept if kept and dice.number(0, 4) else newest)
        return chosen, self.things[chosen]

    def of_home(self, model: Model) -> tuple[set[str], set[str]]:
        """Who may take a thing without asking, and the phones known of them; the last day counts."""
        today = self.desk.today()
        home = [
            stay
            for stay in self.stays.values()
            if model.unit is not None and stay.unit == model.unit and (stay.until is None or stay.until >= today)
        ]
        names = {stay.name for stay in home} | ({model.recipient} if model.recipient else set())
        return names, {stay.tail for stay in home if stay.tail} | ({model.tail} if model.tail else set())

    # -------------------------------------------------------------------------------------------------------------- acts
    def come(self, dice: Dice) -> None:
        unit, name, tail = dice.of(UNITS), dice.of(NAMES), dice.of(TAILS)
        phones = (f"1380001{tail}",) if tail else ()
        role = dice.of(("owner", "tenant", "member"))
        made = households.register_person(self.desk, PersonEntry(name, phones=phones), StayEntry(unit, role))
        if role == "owner":  # owners stay of the home until they sell; here nobody sells
            self.stays[-made.occupancy_id] = Stay(unit, name, tail)
        else:
            self.stays[made.occupancy_id] = Stay(unit, name, tail)

    def leave(self, dice: Dice) -> None:
        chosen = dice.of([each for each in self.stays if each > 0] or [0])
        households.end_stay(self.desk, chosen, on=self.desk.today())
        self.stays[chosen].until = self.desk.today()

    def take(self, dice: Dice) -> None:
        entry = parcels.ParcelEntry(
            dice.of((*("parcel", "left") * 3, "gift")), "纸箱", dice.of((*("A1",) * 5, "")),
            dice.of((*("general",) * 9, "cash", "cash", "perishable", "dangerous", "identity")),
            dice.of((*UNITS, None)), dice.of(("", "", *NAMES)), dice.of(("", "13800010002")),
            dice.of((*("顺丰",) * 5, "")), pieces=dice.of((*(1,) * 6, 2, 0, -1)), sealed=dice.of((True, False)), seal="F-1",
        )  # fmt: skip
        made = parcels.take(self.desk, entry)
        assert entry.contents not in ("perishable", "dangerous", "identity")
        assert entry.contents != "cash" or entry.sealed
        assert entry.pieces > 0
        assert entry.place
        assert entry.unit_id or entry.recipient
        assert entry.kind != "left" or entry.brought_by
        self.things[made.id] = Model(entry.kind, entry.unit_id, entry.recipient, entry.phone[-4:], made.due_on)

    def take_found(self, dice: Dice) -> None:
        actor = self.desk.actor
        assert actor is not None
        second = dice.of((None, *self.people))
        entry = parcels.ParcelEntry(
            "found", "雨伞", "B1", dice.of(("general", "papers", "valuables", "cash", "identity")), None, "", "",
            dice.of(("保洁", "保洁", "")), sealed=dice.of((True, False)), seal=dice.of(("F-2", "F-2", "")),
            where_found="大堂", witness_id=second.id if second else None,
        )  # fmt: skip
        made = parcels.take(self.desk, entry)
        if entry.contents != "general":
            assert entry.sealed
            assert entry.seal
            assert second is not None
            assert second.id != actor.id, "two of the staff"
        if entry.contents in ("valuables", "cash", "identity"):
            assert made.due_on == self.desk.today(), "passed on at once"
        self.things[made.id] = Model("found", None, "", "", made.due_on)

    def hand(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        entry = parcels.HandingEntry(
            dice.of((*NAMES, "")), dice.of(("0001", "0001", "0002", "9999", "", "12")), dice.of((True, False)),
            dice.of(("", "", *NAMES)), dice.of(("", "phone", "phone", "written")), dice.of(("", "黑色长柄")),
            dice.of((True, False)),
        )  # fmt: skip
        names, tails = self.of_home(model)
        parcels.hand_out(self.desk, chosen, entry)
        assert model.state == "kept", "nothing is handed out twice"
        assert entry.receiver
        if model.kind == "found":
            assert entry.claim
            assert entry.document_seen
            assert entry.signed
        else:
            assert entry.signed or entry.tail
            if entry.receiver in names:
                assert not entry.tail or not tails or entry.tail in tails
            else:
                assert not names or (entry.authorised_by in names and entry.authorised_how), "given to the wrong person"
            assert entry.signed or tails, "digits that nobody could compare"
        model.state = "handed-out"

    def tell(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        parcels.tell(self.desk, chosen, how=dice.of(("电话", "电话", "")))
        assert (model.state, model.kind == "found") == ("kept", False)

    def _end(self, model: Model, state: str) -> None:
        assert model.state == "kept"
        model.state = state

    def back(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        parcels.give_back(self.desk, chosen, note=dice.of(("顺丰", "")))
        self._end(model, "returned")

    def police(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        parcels.to_police(self.desk, chosen, note=dice.of(("派出所", "派出所", "")))
        assert model.kind == "found"
        self._end(model, "police")

    def dispose(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        actor, second = self.desk.actor, dice.of((None, *self.people))
        assert actor is not None
        parcels.dispose(self.desk, chosen, note=dice.of(("捐赠", "")), witness_id=second.id if second else None)
        assert second is not None
        assert second.id != actor.id
        assert actor.role != "receptionist"
        assert model.due < self.desk.today(), "before its day it is not disposed of"
        self._end(model, "disposed")

    def void(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        if dice.number(0, 3):
            raise DeskError("seldom", "")
        parcels.void(self.desk, chosen, note=dice.of(("录错", "")))
        self._end(model, "void")

    def papers(self, dice: Dice) -> None:
        if dice.number(0, 4):
            raise DeskError("seldom", "")
        dice.of((parcels.issue_count_sheet, parcels.issue_notice))(self.desk)

    def sleep(self, dice: Dice) -> None:
        self.clock.forward(hours=dice.of((1, 8, 24, 24 * 8, 24 * 8, 24 * 200)))
        parcels.sweep(self.desk)


def begin(desk: Desk, clock: Any, people: Any) -> Shelf:
    """The run of `python -m tests.soak parcels`."""
    return Shelf(desk, clock, (people.receptionist, people.supervisor, people.supervisor, people.manager))
