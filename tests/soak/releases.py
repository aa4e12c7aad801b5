"""Random acts on release slips, legal and illegal, by a clock that goes on, against a model that reckons by itself.

The laws: a slip passes the gate at most once, only while it is neither void nor replaced, and only from its first day to the end of
its last one; everything leaves or the lease ends only when nothing was owed at that moment by the model's own reckoning, or the
manager gave a reason; numbers go up without a gap; a refused act leaves all as it was.
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
from desk.models.releases import Release, ReleaseEvent
from desk.rules.kit.money import Tender
from desk.services import households, money
from desk.services import releases as service
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit.desk import Actor, Desk
from desk.services.releases import GateEntry, Item, ReleaseEntry
from desk.services.releases.due import check as check_releases
from tests.soak._machine import Dice

UNITS = (1, 2)
KINDS = ("management", "water", "electricity", "parking")
BLOCKING = KINDS[:3]
PHONE = "13800000001"
PAPERS = {
    "owner": ("own-id",),
    "agent": ("own-id", "attorney", "attorney-id-copy"),
    "tenant": ("own-id", "owner-id-copy", "consent-signed"),
}


@dataclass
class Model:
    """A slip as it must be: until when it is good, whether it was used, taken back, replaced."""

    number: str
    unit: int
    first: date
    last: date
    quantities: tuple[int, ...]
    used: bool = False
    gone: bool = False
    back: bool = False

    def good(self, today: date) -> bool:
        return not self.used and not self.gone and self.first <= today <= self.last


class Gatekeepers:
    """The counter and the gate, and their model."""

    def __init__(self, desk: Desk, clock: Any, people: Sequence[Actor]) -> None:
        self.desk, self.clock, self.people = desk, clock, people
        self.slips: dict[int, Model] = {}
        self.owed: dict[tuple[int, str], int] = {}
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.passed: Counter[int] = Counter()
        desk.actor = people[0]
        for unit in UNITS:
            households.register_person(desk, PersonEntry(f"业主{unit}", phones=(PHONE,)), StayEntry(unit, "owner"))
            households.register_person(desk, PersonEntry(f"租户{unit}"), StayEntry(unit, "tenant"))

    @property
    def acts(self) -> tuple[Callable[[Dice], None], ...]:
        """Every act, those that lead on more often."""
        return (
            *[self.issue] * 5, *[self.let_pass] * 4, *[self.part] * 2, self.refuse, self.void, self.drop, self.copy, self.show,
            self.show, self.replace, self.charge, self.pay, self.pay, self.sleep, self.sleep, self.sweep,
        )  # fmt: skip

    def step(self, dice: Dice) -> None:
        """One act, and the laws after it."""
        self.desk.actor = dice.of(self.people)
        act = dice.of(self.acts)
        before = self._events()
        refused = ""
        try:
            act(dice)
        except DeskError as error:
            refused = error.code
        if not refused:
            self.done[act.__name__] += 1
            return
        self.refused[f"{act.__name__} {refused}"] += 1
        at_the_gate = act in (self.let_pass, self.part, self.refuse)  # which notes what it refuses
        assert at_the_gate or self._events() == before, (act.__name__, refused)

    def _events(self) -> int:
        with self.desk.look() as session:
            return session.scalar(select(func.count()).select_from(AuditEvent)) or 0

    def one(self, dice: Dice) -> tuple[int, Model]:
        """One of the slips, a new one as a rule."""
        if not self.slips:
            raise DeskError("nothing", "")
        ids = sorted(self.slips)
        chosen = dice.of(ids[-4:]) if dice.number(0, 3) else dice.of(ids)
        return chosen, self.slips[chosen]

    # -------------------------------------------------------------------------------------------------------- acts
    def _entry(self, dice: Dice, **more: Any) -> tuple[ReleaseEntry, bool]:
        unit, applicant = dice.of(UNITS), dice.of(list(PAPERS))
        scope, lease_end = dice.of(("part", "part", "whole")), applicant == "tenant" and bool(dice.number(0, 1))
        today = self.desk.today()
        first = today + timedelta(days=dice.of((-1, 0, 0, 0, 1, 2)))
        last = first + timedelta(days=dice.of((0, 0, 1, 6, 7)))
        papers = PAPERS[applicant] if dice.number(0, 5) else PAPERS[applicant][1:]
        move = self.desk.local(self.desk.midnight(first)) + timedelta(hours=9)
        waived = {"fees": "约定"} if not dice.number(0, 4) else {}
        items = tuple(
            Item("沙发", dice.number(0 if not dice.number(0, 6) else 1, 3)) for _each in range(dice.number(1, 3))
        )
        known: dict[str, Any] = {
            "unit_id": unit, "items": items, "applicant": applicant, "name": "" if applicant != "agent" else "周师傅",
            "owner_phone": PHONE if applicant == "tenant" else "", "papers": papers, "scope": scope, "lease_end": lease_end,
            "move_at": move, "valid_to": last, "nobody_leaves": True, "waived": waived,
        }  # fmt: skip
        entry = ReleaseEntry(**{**known, **more})
        fine = (
            len(papers) == len(PAPERS[applicant]) and first >= today and (last - first).days < 7
            and all(item.quantity > 0 for item in items)
        )  # fmt: skip
        asks = scope == "whole" or lease_end
        owes = any(self.owed.get((entry.unit_id, kind), 0) for kind in BLOCKING)
        manager = self.desk.actor is not None and self.desk.actor.role == "manager"
        return entry, fine and (not asks or not owes or (bool(waived) and manager))

    def issue(self, dice: Dice) -> None:
        entry, may = self._entry(dice)
        self._issued(service.issue(self.desk, entry), may)

    def _issued(self, made: Any, may: bool) -> None:
        assert may, made
        self.slips[made.id] = Model(
            made.number, made.unit_id, made.valid_from, made.valid_to, tuple(item.quantity for item in made.items)
        )

    def replace(self, dice: Dice) -> None:
        _id, old = self.one(dice)
        entry, may = self._entry(dice, replaces=old.number, unit_id=old.unit)
        made = service.issue(self.desk, entry)
        assert not old.used, old
        assert not old.gone, old
        old.gone = True
        self._issued(made, may)

    def _through(self, dice: Dice, run: Callable[[int, GateEntry], Any], entry: Callable[[Model], GateEntry]) -> None:
        chosen, model = self.one(dice)
        good = model.good(self.desk.today())
        run(chosen, entry(model))
        assert good, model
        self.passed[chosen] += 1
        assert self.passed[chosen] == 1, model
        model.used = True

    def let_pass(self, dice: Dice) -> None:
        guard = dice.of(("老吴", "老吴", "老吴", ""))
        self._through(dice, lambda one, entry: service.let_pass(self.desk, one, entry), lambda _model: GateEntry(guard))

    def part(self, dice: Dice) -> None:
        def entry(model: Model) -> GateEntry:
            return GateEntry("老吴", left=tuple(dice.number(0, most) for most in model.quantities))

        self._through(dice, lambda one, given: service.let_part_pass(self.desk, one, given), entry)

    def refuse(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        good = model.good(self.desk.today())
        service.refuse(self.desk, chosen, GateEntry("老吴", note=dice.of(("电视", "电视", ""))))
        assert good, model

    def show(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        shown = service.show(self.desk, model.number)
        assert (shown.id, shown.verdict == "good") == (chosen, model.good(self.desk.today())), (model, shown.verdict)
        assert shown.verdict == "good" or shown.events[0].kind == f"gate-{shown.verdict}"

    def void(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        service.void(self.desk, chosen, reason=dice.of(("写错", "")))
        assert not model.used, model
        assert not model.gone, model
        model.gone = True

    def drop(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        service.drop(self.desk, chosen)
        assert not model.used, model
        assert self.desk.today() > model.last, model
        model.gone = True

    def copy(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        service.copy_back(self.desk, chosen, difference=dice.of(("", "", "少一件")))
        assert model.used, model
        assert not model.back, model
        model.back = True

    def charge(self, dice: Dice) -> None:
        unit, kind, fen = dice.of(UNITS), dice.of(KINDS), dice.number(1, 30000)
        money.charge(self.desk, money.ChargeEntry(kind, fen, unit))
        self.owed[unit, kind] = self.owed.get((unit, kind), 0) + fen

    def pay(self, dice: Dice) -> None:
        unit = dice.of(UNITS)
        owed = sum(fen for (one, _kind), fen in self.owed.items() if one == unit)
        money.pay(self.desk, money.PayEntry("业主", (Tender("wechat", owed),), unit))
        self.owed = {key: fen for key, fen in self.owed.items() if key[0] != unit}

    def sleep(self, dice: Dice) -> None:
        self.clock.forward(hours=dice.of((1, 5, 9, 24)))

    def sweep(self, _dice: Dice) -> None:
        service.sweep(self.desk)

    # -------------------------------------------------------------------------------------------------------- laws
    def whole(self) -> None:
        """What holds of all together."""
        with self.desk.look() as session:
            assert check_releases(session, self.desk) == []
            rows = session.execute(select(Release.id, Release.number, Release.state)).all()
            through = session.execute(
                select(ReleaseEvent.release_id, func.count())
                .where(ReleaseEvent.kind.in_(("passed", "partly")))
                .group_by(ReleaseEvent.release_id)
            ).all()
        assert {row.id for row in rows} == set(self.slips)
        assert all(count == 1 for _id, count in through)
        for row in rows:
            model = self.slips[row.id]
            assert (row.state in ("passed", "partly")) == model.used, (row, model)
        days: dict[str, list[int]] = {}
        for row in rows:
            day, place = row.number.rsplit("-", 1)
            days.setdefault(day, []).append(int(place))
        for places in days.values():
            assert sorted(places) == list(range(1, len(places) + 1))


def begin(desk: Desk, clock: Any, people: Any) -> Gatekeepers:
    """The run of `python -m tests.soak releases`: each has a till, for what is owed."""
    crew = (people.receptionist, people.supervisor, people.manager)
    for place, desk.actor in enumerate(crew, 1):
        money.open_shift(desk, counter=str(place), opening=1_000_000)
    return Gatekeepers(desk, clock, crew)
