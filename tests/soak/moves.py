"""Random acts on homes, legal and illegal: people come and go, keys, passes, cards, fees, requests; after each the laws hold.

The laws: a clearance is never green while a balance, a deposit, a key, a pass, a card, a parcel or a request is open, and always when
none is; a
household moved out only with its fees paid and its keys settled, unless somebody who may waived it; whoever has a valid pass lives
there, and has one; an ownership ended only by a transfer or as a mistake; the room's state follows from who lives there; the
history of a move leads to its state; a refused act leaves all as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import func, literal, select

from desk.errors import DeskError
from desk.models import AuditEvent, Customer, Occupancy, Request, Unit
from desk.models.keys import KeySet
from desk.models.money import Account, JournalEntry
from desk.models.moves import Move, MoveEvent, MoveKey, ResidentPass
from desk.models.parcels import Parcel
from desk.models.parking import ParkingCard
from desk.models.visitors import Visit, VisitorCard
from desk.rules.households import state_after
from desk.rules.kit.money import Tender
from desk.rules.money import SETTLED_KINDS
from desk.rules.moves.cycle import CYCLE
from desk.rules.requests import UNFINISHED
from desk.services import households, keys, money, moves, parcels, parking, requests, visitors
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit.desk import Actor, Desk
from desk.services.money import ChargeEntry, DepositEntry, PayEntry, TakeEntry
from desk.services.moves import (
    BeginEntry,
    DefectEntry,
    DoneEntry,
    InspectEntry,
    KeyBackEntry,
    KeyEntry,
    KeysEntry,
    LeaveEntry,
    MoverEntry,
    PassBackEntry,
    PassesEntry,
    SignEntry,
)
from desk.services.moves.due import check as check_moves
from tests.soak._machine import Dice, Machine

UNITS = (1, 2, 3)
NAMES = ("王芳", "李伟", "周新", "赵六", "孙丽", "钱多")
SEEN = (
    "title-deed",
    "kinship",
    "consent",
    "identity-copy",
    "covenant",
    "service-agreement",
    "licence",
    "letter",
    "authorised-id",
)


class Homes(Machine):
    """The counter at which people move, and the laws."""

    several = frozenset({"ready", "settle", "deposit"})

    def __init__(self, desk: Desk, clock: Any, people: Sequence[Actor]) -> None:
        self.desk, self.clock, self.people = desk, clock, people
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.turn = 0

    @property
    def acts(self) -> tuple[Callable[[Dice], None], ...]:
        return (
            self.own, self.begin, self.begin, self.ready, self.ready, self.move_in, self.move_in, self.keys, self.passes,
            self.passes, self.leave, self.leave, self.settle, self.settle, self.move_out, self.move_out, self.waive,
            self.reverse, self.transfer, self.end, self.back, self.lose, self.replace, self.give_back, self.charge, self.pay, self.pay,
            self.deposit, self.complain, self.cancel_request, self.cancel, self.strike, self.sleep, *[self.custody] * 5,
        )  # fmt: skip

    # ------------------------------------------------------------------------------------------------------- the laws
    def print(self) -> tuple[object, ...]:
        """What a refused act must leave as it was."""
        with self.desk.look() as session:
            return (
                session.scalar(select(func.count()).select_from(JournalEntry)),
                session.scalar(select(func.count()).select_from(MoveEvent)),
                session.scalar(select(func.count()).select_from(Customer)),
                tuple(session.execute(select(Move.id, Move.state)).all()),
                tuple(
                    session.execute(select(Occupancy.id, Occupancy.until, Occupancy.lives, Occupancy.lives_until)).all()
                ),
                tuple(session.execute(select(ResidentPass.id, ResidentPass.state)).all()),
                tuple(session.execute(select(MoveKey.id, MoveKey.state, MoveKey.back)).all()),
            )

    def laws(self) -> None:
        """What holds after every act."""
        self.turn = self.turn % len(UNITS) + 1  # one home after the other
        self.clear(self.turn)
        with self.desk.look() as session:
            for unit_id in UNITS:
                living = set(
                    session.scalars(
                        select(Occupancy.role).where(
                            Occupancy.unit_id == unit_id, Occupancy.lives, Occupancy.lives_until.is_(None)
                        )
                    )
                )
                assert session.get_one(Unit, unit_id).state == state_after("vacant", living)
            self._passes(session)
            self._history(session)
            for stay in session.scalars(select(Occupancy).where(Occupancy.until.is_not(None))):
                assert not stay.lives or stay.lives_until is not None
                assert stay.role != "owner" or stay.end_paper

    def clear(self, unit_id: int) -> None:
        """The clearance says what is open, no more and no less."""
        lamps = {line.code: line.state != "green" for line in moves.clearance(self.desk, unit_id).lines}
        with self.desk.look() as session:
            assert lamps == {**lamps, **self._open(session, unit_id)}, (unit_id, lamps)

    @staticmethod
    def _open(session: Any, unit_id: int) -> dict[str, bool]:
        """What is open, reckoned without the services."""
        accounts = session.execute(
            select(Account.kind, Account.balance).where(Account.unit_id == unit_id, Account.balance != 0)
        ).all()
        return {
            "fees": any(kind == "receivable" for kind, _balance in accounts),
            "deposits": any(kind in ("deposit", "pass-deposit") for kind, _balance in accounts),
            "move-keys": bool(
                session.scalar(
                    select(func.count(MoveKey.id)).where(
                        MoveKey.unit_id == unit_id, MoveKey.back < MoveKey.pieces, MoveKey.state.in_(("out", "part"))
                    )
                )
            ),
            "resident-passes": bool(
                session.scalar(
                    select(func.count(ResidentPass.id)).where(
                        ResidentPass.unit_id == unit_id, ResidentPass.state.in_(("active", "cancelled"))
                    )
                )
            ),
            "requests": bool(
                session.scalar(
                    select(func.count(Request.id)).where(Request.unit_id == unit_id, Request.state.in_(UNFINISHED))
                )
            ),
            "keys": Homes._any(session, KeySet.unit_id == unit_id, KeySet.state.in_(("kept", "out", "partly", "lost"))),
            "parcels": Homes._any(session, Parcel.unit_id == unit_id, Parcel.state == "kept"),
            "parking": Homes._any(
                session, ParkingCard.unit_id == unit_id, ParkingCard.state.in_(("active", "suspended"))
            ),
            "visitors": Homes._any(
                session, Visit.id == VisitorCard.visit_id, Visit.unit_id == unit_id, VisitorCard.state == "out"
            ),
        }

    @staticmethod
    def _any(session: Any, *conditions: Any) -> bool:
        return bool(session.scalar(select(select(literal(1)).where(*conditions).exists())))

    @staticmethod
    def _passes(session: Any) -> None:
        active = session.execute(
            select(ResidentPass.unit_id, ResidentPass.customer_id).where(ResidentPass.state == "active")
        ).all()
        assert len(active) == len(set(active))
        living = set(
            session.execute(
                select(Occupancy.unit_id, Occupancy.customer_id).where(Occupancy.lives, Occupancy.lives_until.is_(None))
            ).all()
        )
        assert set(active) <= living

    @staticmethod
    def _history(session: Any) -> None:
        told: dict[int, str] = {}
        for move_id, kind in session.execute(select(MoveEvent.move_id, MoveEvent.kind).order_by(MoveEvent.id)):
            told[move_id] = CYCLE.targets.get(kind, "") or told.get(move_id, "")
        assert told == dict(session.execute(select(Move.id, Move.state)).all())
        open_units = [row for row in session.scalars(select(Move.open_unit)) if row is not None]
        assert len(open_units) == sum(state in ("open", "leaving") for state in told.values())

    def whole(self) -> None:
        """What `desk check` says of it all, and every clearance."""
        for unit_id in UNITS:
            self.clear(unit_id)
        with self.desk.look() as session:
            assert check_moves(session, self.desk) == []
            transfers = session.scalar(
                select(func.count(AuditEvent.id)).where(AuditEvent.act.in_(("household.transfer", "household.strike")))
            )
            ended = session.scalar(
                select(func.count(Occupancy.id)).where(Occupancy.role == "owner", Occupancy.until.is_not(None))
            )
            assert not ended or transfers

    # ------------------------------------------------------------------------------------------------------- the acts
    def _move(self, dice: Dice, *states: str) -> Any:
        with self.desk.look() as session:
            found = list(
                session.scalars(select(Move.id).where(Move.state.in_(states)).order_by(Move.id.desc()).limit(4))
            )
        if not found:
            raise DeskError("nothing", "")
        return moves.move(self.desk, dice.of(found))

    def _stay(self, dice: Dice) -> int:
        with self.desk.look() as session:
            found = list(session.scalars(select(Occupancy.id).order_by(Occupancy.id.desc()).limit(8)))
        if not found:
            raise DeskError("nothing", "")
        return dice.of(found)

    def own(self, dice: Dice) -> None:
        stay = StayEntry(dice.of(UNITS), "owner", lives=dice.of((True, False)))
        households.register_person(self.desk, PersonEntry(dice.of(NAMES)), stay)

    def begin(self, dice: Dice) -> None:
        people = tuple(
            MoverEntry(name, photos=dice.of((2, 2, 1)), identity=dice.of((True, True, False)))
            for name in dict.fromkeys([dice.of(NAMES), dice.of(NAMES)])
        )
        today = self.desk.today()
        entry = BeginEntry(
            dice.of(UNITS), dice.of(("owner", "tenant", "tenant", "relative", "borrower")), today, people,
            owner_word=dice.of((*NAMES, "")), owner_signed=dice.of((True, False)), owner_phone="13800000001",
        )  # fmt: skip
        moves.begin(self.desk, entry)

    def ready(self, dice: Dice) -> None:
        row = self._move(dice, "open")
        people = tuple(MoverEntry(customer_id=one.customer_id, photos=2, identity=True) for one in row.people)
        moves.name_people(self.desk, row.id, people)
        moves.see_papers(self.desk, row.id, SEEN)
        defects = (DefectEntry("kitchen", "pipes", "漏水"),) if dice.number(0, 3) == 0 else ()
        moves.inspect(self.desk, row.id, InspectEntry(("kitchen",), defects))
        for station in ("money", "treaty", "property", "inspection"):
            if not any(each.code == station and each.signer for each in row.stations):
                moves.sign(self.desk, row.id, SignEntry(station, "张工"))

    def move_in(self, dice: Dice) -> None:
        moves.move_in(self.desk, self._move(dice, "open").id)

    def keys(self, dice: Dice) -> None:
        row = self._move(dice, "open", "moved-in", "leaving")
        moves.hand_keys(
            self.desk, row.id, KeysEntry((KeyEntry("home", dice.number(0, 3), dice.of(("", "A-1", "A-2"))),), "甲")
        )

    def passes(self, dice: Dice) -> None:
        moves.issue_for_unit(self.desk, dice.of(UNITS), PassesEntry())

    def leave(self, dice: Dice) -> None:
        today = self.desk.today()
        moves.leave(self.desk, LeaveEntry(dice.of(UNITS), dice.of(("whole", "end-of-lease", "some")), today))

    def settle(self, dice: Dice) -> None:
        row = self._move(dice, "leaving")
        answer = {"how": "not-ours", "reason": "供应商直收"}
        moves.note_utilities(self.desk, row.id, {"water": answer, "electricity": answer})
        out = [key for key in row.keys if key.missing]
        if out:
            key = dice.of(out)
            result = dice.of(("back", "back", "lost", "kept"))
            moves.take_keys(self.desk, row.id, [KeyBackEntry(key.id, result, dice.number(0, key.missing), "说明")])

    def move_out(self, dice: Dice) -> None:
        self._out(self._move(dice, "leaving"), {})

    def waive(self, dice: Dice) -> None:
        self._out(self._move(dice, "leaving"), {"fees": "书面承诺", "keys": "已换锁"})

    def _out(self, row: Any, waived: dict[str, str]) -> None:
        owed = money.balances(self.desk, row.unit_id).owed
        done = moves.move_out(self.desk, row.id, DoneEntry(waived=waived))
        if row.who != "some" and "fees" not in done.waived:
            assert not any(owed.get(kind) for kind in SETTLED_KINDS)
        if "keys" not in done.waived:
            assert not any(key.missing for key in done.keys)

    def reverse(self, dice: Dice) -> None:
        moves.reverse(self.desk, self._move(dice, "moved-out").id, reason=dice.of(("填错", "填错", "")))

    def transfer(self, dice: Dice) -> None:
        entry = households.TransferEntry("title-deed", "7", self.desk.today(), people=(PersonEntry(dice.of(NAMES)),))
        households.transfer(self.desk, dice.of(UNITS), entry)

    def end(self, dice: Dice) -> None:
        households.end_stay(self.desk, self._stay(dice), on=self.desk.today())

    def back(self, dice: Dice) -> None:
        households.move_in(self.desk, self._stay(dice), on=self.desk.today())

    def strike(self, dice: Dice) -> None:
        households.strike(self.desk, self._stay(dice), reason="登记有误")

    def _pass(self, dice: Dice) -> int:
        with self.desk.look() as session:
            found = list(session.scalars(select(ResidentPass.id).order_by(ResidentPass.id.desc()).limit(6)))
        if not found:
            raise DeskError("nothing", "")
        return dice.of(found)

    def lose(self, dice: Dice) -> None:
        moves.lose(self.desk, self._pass(dice), note="丢失")

    def replace(self, dice: Dice) -> None:
        moves.replace_pass(self.desk, self._pass(dice))

    def give_back(self, dice: Dice) -> None:
        gone = [each for row in (self._move(dice, "leaving", "moved-out"),) for each in row.passes]
        if gone and dice.of((True, False)):
            row = self._move(dice, "leaving", "moved-out")
            moves.take_passes(self.desk, row.id, [PassBackEntry(dice.of(gone).number)])
        else:
            moves.take_back(self.desk, self._pass(dice))

    def charge(self, dice: Dice) -> None:
        kind = dice.of(("management", "water", "electricity", "parking"))
        money.charge(self.desk, ChargeEntry(kind, dice.number(0, 2) * 100, dice.of(UNITS)))

    def pay(self, dice: Dice) -> None:
        unit = dice.of(UNITS)
        owed = sum(money.balances(self.desk, unit).owed.values())
        money.pay(self.desk, PayEntry("甲", (Tender("cash", owed),), unit_id=unit))

    def deposit(self, dice: Dice) -> None:
        entry = TakeEntry("甲", (Tender("cash", 5000),), (DepositEntry("pass", 5000),), dice.of(UNITS))
        taken = money.take_deposit(self.desk, entry)
        if dice.number(0, 3):
            money.settle_deposit(self.desk, money.SettleEntry((taken.lines[0].deposit_id or 0,), "甲"))

    def complain(self, dice: Dice) -> None:
        entry = requests.RequestEntry(
            "enquiry", "counter", unit_id=dice.of(UNITS), caller_name="甲", category="charges", content="问费用",
            repeated_back=True,
        )  # fmt: skip
        requests.log_request(self.desk, entry)

    def cancel_request(self, dice: Dice) -> None:
        with self.desk.look() as session:
            found = list(session.scalars(select(Request.id).where(Request.state.in_(UNFINISHED)).limit(5)))
        if not found:
            raise DeskError("nothing", "")
        requests.cancel(self.desk, dice.of(found), reason="撤回")

    def custody(self, dice: Dice) -> None:
        """What the desk keeps for a home, or the home has of the desk: comes, goes, comes back."""
        unit, number, later = dice.of(UNITS), dice.number(1, 4), self.desk.clock() + timedelta(hours=5)
        with self.desk.look() as session:
            held = list(
                session.scalars(select(KeySet.id).where(KeySet.unit_id == unit).order_by(KeySet.id.desc()).limit(3))
            )
            kept = list(
                session.scalars(select(Parcel.id).where(Parcel.unit_id == unit).order_by(Parcel.id.desc()).limit(2))
            )
            cars = session.scalars(
                select(ParkingCard.id).where(ParkingCard.unit_id == unit).order_by(ParkingCard.id.desc())
            )
            out = list(session.scalars(select(VisitorCard.id).order_by(VisitorCard.id.desc()).limit(3)))
            cards = list(cars)[:2]
        who = dice.of(NAMES)
        desk, day = self.desk, self.desk.today() + timedelta(days=30)
        acts: tuple[Callable[[], object], ...] = (
            lambda: keys.take(desk, keys.KeySetEntry("household", "钥匙", f"K-{number}", f"A-{number}", 1, unit, who, "", who, consented=True)),
            lambda: keys.lend(desk, dice.of(held or [0]), keys.LoanEntry("staff", "甲", "开门", later, permission="phone", permitted_by=who)),
            lambda: keys.take_back(desk, dice.of(held or [0]), keys.ReturnEntry(1)),
            lambda: keys.lose(desk, dice.of(held or [0]), note="丢失"),
            lambda: keys.hand_back(desk, dice.of(held or [0]), keys.HandBackEntry("甲", signed=True)),
            lambda: parcels.take(desk, parcels.ParcelEntry("parcel", "纸箱", "A1", unit_id=unit, recipient=who)),
            lambda: parcels.hand_out(desk, dice.of(kept or [0]), parcels.HandingEntry(who, signed=True)),
            lambda: parking.issue_card(
                desk, parking.ParkingCardEntry(f"粤B0000{number}", "访客", day, "visitor", unit, paid_until=day, papers_seen=True)
            ),
            lambda: parking.lose(desk, dice.of(cards or [0]), note="丢失"),
            lambda: parking.take_back(desk, dice.of(cards or [0])),
            lambda: visitors.register(
                desk,
                visitors.VisitEntry("赵来访", "访友", "yes", unit_id=unit, seen=True, card="plastic", labels=(f"V-{number}",), until=later),
            ),
            lambda: visitors.return_card(desk, dice.of(out or [0])),
        )  # fmt: skip
        dice.of(acts)()

    def cancel(self, dice: Dice) -> None:
        moves.cancel(self.desk, self._move(dice, "open", "leaving").id, reason="改期")

    def sleep(self, dice: Dice) -> None:
        self.clock.now += timedelta(days=dice.number(1, 20))


def begin(desk: Desk, clock: Any, people: Any) -> Homes:
    """The machine, with an open shift of each."""
    crew = (people.receptionist, people.supervisor, people.manager)
    for place, desk.actor in enumerate(crew, 1):
        money.open_shift(desk, counter=str(place), opening=1_000_000)
    return Homes(desk, clock, crew)


__all__ = ["Homes", "begin"]
