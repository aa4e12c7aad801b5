"""Random acts on renovation files, legal and illegal, against a model that reckons by itself; after each the laws hold.

The laws: what is held for a file is what was taken less what went back; its history leads to its state; a refund went out only when
its gate was open by the model's own reckoning; a closed file holds no money and has no pass out; a refused act leaves all as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select, true

from desk.errors import DeskError
from desk.models.money import Account, Deposit, JournalEntry
from desk.models.renovation import Renovation, RenovationEvent, WorkerPass
from desk.rules.kit.dates import add_months
from desk.rules.kit.money import Tender
from desk.rules.renovation.cycle import CYCLE
from desk.services import money, renovation
from desk.services.kit.desk import Actor, Desk
from desk.services.money.check import check as check_money
from desk.services.renovation import (
    Deduction,
    DocumentEntry,
    DownstairsEntry,
    ExtendEntry,
    FileEntry,
    InspectionEntry,
    LostEntry,
    PassEntry,
    PassesEntry,
    RefundEntry,
    ViolationEntry,
    WorkEntry,
)
from desk.services.renovation.due import check as check_files
from tests.soak._machine import Dice

UNITS = (1, 2, 3)
PAPERS = ("application", "pledge", "owner-pledge", "fire", "agreement", "payment-notice")
NAMES = ("甲", "乙", "丙", "丁")
PASS = 2000
NEWEST = 12
"""So many files are looked at after each act."""


def resident(sequence: int) -> str:
    """A resident card's number by the standard's arithmetic."""
    first = f"11000019850314{sequence:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(int(d) * w for d, w in zip(first, weights, strict=True)) % 11]


@dataclass
class Model:
    """What a file must hold and be."""

    held: int = 0
    passes: dict[int, int] = field(default_factory=dict)
    out: set[int] = field(default_factory=set)
    passed: date | None = None
    signed: date | None = None
    moved: date | None = None
    nobody: bool = False
    violations: set[int] = field(default_factory=set)

    def opens(self) -> date | None:
        """From which day the deposit may go back, by handbook C-8."""
        if self.passed is None or self.signed is None or self.signed < self.passed or not (self.moved or self.nobody):
            return None
        return add_months(max(self.passed, self.moved or self.passed), 3)


class Officers:
    """The counter of renovations and its model."""

    def __init__(self, desk: Desk, clock: Any, people: Sequence[Actor]) -> None:
        self.desk, self.clock, self.people = desk, clock, people
        self.files: dict[int, Model] = {}
        self.told: dict[int, str] = {}
        self.seen = 0
        self.stood: tuple[object, ...] = ()
        self.chosen = 0
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    @property
    def acts(self) -> tuple[Callable[[Dice], None], ...]:
        """Every act, those that lead on more often."""
        return (
            self.file, self.submit, self.papers, self.papers, self.approve, self.approve, self.answer, self.tell, self.tell,
            self.sign, self.sign, self.pay, self.pay, self.start, self.start, self.start, self.issue, self.issue, self.back,
            self.back, self.lose, self.extend, self.pause, self.finish, self.finish, self.finish, self.finish,
            self.violate, self.reinspect, self.settle, self.settle, self.settle, self.lost, self.refund, self.refund, self.refund,
            self.cancel, self.round_the_gate, self.void, self.close, self.sleep, *[self.forward] * 30,
        )  # fmt: skip

    def forward(self, dice: Dice) -> None:
        """What leads a file on from where it stands, so that random acts meet files in every state."""
        chosen, _model = self.one(dice)
        way = {
            "draft": (self.submit,), "returned": (self.submit,), "submitted": (self.papers, self.approve, self.approve),
            "approved": (self.tell,), "told": (self.sign, self.pay, self.papers, self.start, self.start),
            "running": (self.issue, self.issue, self.back, self.lose, self.extend, self.finish), "suspended": (self.pause,),
            "extended": (self.issue, self.back, self.extend, self.finish), "expired": (self.extend, self.finish),
            "inspection-asked": (self.finish,), "rectify": (self.finish, self.reinspect),
            "passed": (self.settle, self.settle, self.back, self.reinspect, self.sleep, self.refund),
            "refundable": (self.settle, self.back, self.reinspect, self.refund, self.refund),
        }  # fmt: skip
        state = self.state(chosen)
        act = dice.of(way.get(state, (self.file, self.void)))
        self.chosen = chosen
        try:
            act(dice)
        finally:
            self.chosen = 0

    def state(self, renovation_id: int) -> str:
        """Where a file stands; the whole view would cost more than the act."""
        with self.desk.look() as session:
            return session.scalar(select(Renovation.state).where(Renovation.id == renovation_id)) or ""

    def step(self, dice: Dice) -> None:
        """One act, and the laws after it."""
        act = dice.of(self.acts)
        self.desk.actor = dice.of(self.people)
        before = self.stood or self.print()
        refused = ""
        try:
            act(dice)
            self.done[act.__name__] += 1
        except DeskError as error:
            refused = f"{act.__name__}: {error.code}"
            self.refused[refused] += 1
        self.stood = self.print()
        assert not refused or self.stood == before, f"{refused} changed something"
        self.laws()

    def print(self) -> tuple[object, ...]:
        """What a refused act must leave as it was."""
        newest = max(self.files, default=0) - NEWEST
        with self.desk.look() as session:
            return (
                session.scalar(select(func.count()).select_from(JournalEntry)),
                session.scalar(select(func.count()).select_from(RenovationEvent)),
                tuple(
                    session.execute(
                        select(Renovation.id, Renovation.state, Renovation.last_day).where(Renovation.id > newest)
                    ).all()
                ),
                tuple(
                    session.execute(
                        select(WorkerPass.id, WorkerPass.state).where(WorkerPass.renovation_id > newest)
                    ).all()
                ),
                session.scalar(select(func.sum(Account.balance * Account.balance))),
            )

    def laws(self, newest: int = NEWEST) -> None:
        """What holds after every act for the newest files (the acts are on the last four); at times for all (`whole`)."""
        files = list(self.files)[-newest:]
        with self.desk.look() as session:
            rows = session.execute(
                select(Deposit.subject, Account.balance)
                .join(Account, Account.id == Deposit.account_id)
                .where(Deposit.subject.in_([f"renovation:{each}" for each in files]) if newest == NEWEST else true())
            ).all()
            states = dict(
                session.execute(
                    select(Renovation.id, Renovation.state).where(Renovation.id >= min(files, default=0))
                ).all()
            )
            out = session.execute(
                select(WorkerPass.renovation_id, WorkerPass.id).where(
                    WorkerPass.state == "active", WorkerPass.renovation_id >= min(files, default=0)
                )
            ).all()
            events = session.execute(
                select(RenovationEvent.id, RenovationEvent.renovation_id, RenovationEvent.kind)
                .where(RenovationEvent.id > self.seen)
                .order_by(RenovationEvent.id)
            ).all()
        held = Counter[int]()
        for about, balance in rows:
            assert balance <= 0
            held[int(about.partition(":")[2])] -= balance
        for event_id, renovation_id, kind in events:
            self.told[renovation_id] = CYCLE.targets.get(kind, "") or self.told.get(renovation_id, "")
            self.seen = event_id
        assert {each: self.told[each] for each in files} == states
        for renovation_id in files:
            model = self.files[renovation_id]
            assert held[renovation_id] == model.held + sum(model.passes.values()), renovation_id
            if states[renovation_id] in ("refunded", "filed"):
                assert held[renovation_id] == 0
        assert Counter(each for each, _pass in out) == Counter(
            {each: len(self.files[each].out) for each in files if self.files[each].out}
        )
        for renovation_id, _pass in out:
            assert states[renovation_id] not in ("refunded", "filed", "cancelled", "draft", "told")

    def whole(self) -> None:
        """The laws for every file, and what `desk check` says of it all."""
        self.laws(len(self.files) + NEWEST + 1)
        with self.desk.look() as session:
            assert check_money(session, self.desk) == []
            assert check_files(session, self.desk) == []

    # ------------------------------------------------------------------------------------------------------- the acts
    def one(self, dice: Dice) -> tuple[int, Model]:
        if not self.files:
            raise DeskError("nothing", "")
        if self.chosen:
            return self.chosen, self.files[self.chosen]
        newest = list(self.files)[-4:]
        chosen = dice.of(newest)
        return chosen, self.files[chosen]

    def file(self, dice: Dice) -> None:
        today = self.desk.today()
        codes = dice.of((("floor",), ("bathroom", "wall"), ("structure",), ()))
        entry = FileEntry(
            dice.of(UNITS), "王芳", today, today + timedelta(days=dice.number(-1, 95)),
            works=tuple(WorkEntry(code, plan=True) for code in codes), officer_id=self.people[0].id,
            applicant_role=dice.of(("owner", "owner", "tenant")), owner_consents=True, owner_told=dice.of((True, False)),
        )  # fmt: skip
        made = renovation.file(self.desk, entry)
        assert "structure" not in codes
        self.files[made.id] = Model()

    def submit(self, dice: Dice) -> None:
        renovation.submit(self.desk, self.one(dice)[0])

    def papers(self, dice: Dice) -> None:
        codes = dice.of((PAPERS, PAPERS, PAPERS[:2]))
        chosen = self.one(dice)[0]
        renovation.receive(self.desk, chosen, [DocumentEntry(code) for code in (*codes, "owner-consent")])

    def approve(self, dice: Dice) -> None:
        renovation.approve(self.desk, self.one(dice)[0])

    def answer(self, dice: Dice) -> None:
        renovation.return_(self.desk, self.one(dice)[0], missing=dice.of(("", "图纸")))

    def tell(self, dice: Dice) -> None:
        renovation.tell(self.desk, self.one(dice)[0], how=dice.of(("phone", "phone", "")))

    def sign(self, dice: Dice) -> None:
        renovation.sign(self.desk, self.one(dice)[0], signed=dice.of((("owner", "centre"), ("owner",))))

    def pay(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        fen = dice.of((200000, 200000, 100000, 0, -1))
        method = dice.of(("cash", "wechat"))
        renovation.take_deposit(self.desk, chosen, payer="王芳", tenders=[Tender(method, fen)], fen=fen)
        model.held += fen

    def start(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        renovation.start(self.desk, chosen)
        assert model.held == 200000

    def issue(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        places = sorted({dice.number(0, 3) for _each in range(2)})
        workers = tuple(PassEntry(NAMES[n], resident(n), papers_seen=True) for n in places)
        tenders = (Tender("cash", PASS * len(workers)),)
        entry = PassesEntry(workers, copy_shown=dice.of((True, True, False)), payer="王芳", tenders=tenders)
        for made in renovation.issue_passes(self.desk, chosen, entry):
            model.out.add(made.id)
            model.passes[made.id] = PASS

    def back(self, dice: Dice) -> None:
        _chosen, model = self.one(dice)
        wanted = dice.of(sorted(model.passes) or [0])
        refund = dice.of((True, False))
        renovation.take_back(self.desk, wanted, refund=refund, payee="王芳", method=dice.of(("cash", "transfer")))
        model.out.discard(wanted)
        if refund:
            model.passes[wanted] = 0

    def lose(self, dice: Dice) -> None:
        _chosen, model = self.one(dice)
        wanted = dice.of(sorted(model.passes) or [0])
        renovation.lose(self.desk, wanted, note=dice.of(("丢了", "")))
        model.out.discard(wanted)

    def extend(self, dice: Dice) -> None:
        chosen, _model = self.one(dice)
        file = renovation.renovation(self.desk, chosen)
        active = [each.number for each in file.passes if each.state == "active"]
        shown = tuple(active if dice.of((True, True, False)) else active[1:])
        until = file.last + timedelta(days=dice.number(-5, 100))
        old = file.last
        renovation.extend(self.desk, chosen, ExtendEntry(until, shown, dice.of((2, 2, 1))))
        assert old < until <= add_months(old, 3)
        assert set(shown) == set(active)

    def pause(self, dice: Dice) -> None:
        chosen, _model = self.one(dice)
        if dice.of((True, False)):
            renovation.suspend(self.desk, chosen, reason="停水")
        else:
            renovation.resume(self.desk, chosen)

    def finish(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        if self.state(chosen) in ("running", "extended", "expired"):
            renovation.ask_inspection(self.desk, chosen)
            return
        kind = dice.of(("completion", "completion", "interim", "not-begun"))
        passed = dice.of((True, True, False))
        renovation.inspect(self.desk, chosen, InspectionEntry(kind, passed, note="" if passed else "渗漏"))
        if kind == "completion":
            model.passed = self.desk.today() if passed else None

    def violate(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        found = renovation.find_violation(self.desk, chosen, ViolationEntry("占用通道"))
        model.violations.add(found.violations[-1].id)

    def reinspect(self, dice: Dice) -> None:
        _chosen, model = self.one(dice)
        wanted = dice.of(sorted(model.violations) or [0])
        right = dice.of((True, True, False))
        renovation.reinspect(self.desk, wanted, put_right=right, note="仍未清理")
        if right:
            model.violations.discard(wanted)

    def settle(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        today = self.desk.today()
        if dice.of((True, False)):
            moved = dice.of((today, None, today - timedelta(days=40)))
            renovation.note_moving_in(self.desk, chosen, on=moved, nobody=moved is None)
            model.moved, model.nobody = moved, moved is None
            return
        day = today - timedelta(days=dice.number(0, 2))
        entry = DownstairsEntry("张先生", day, by_owner=dice.of((True, True, False)), unit_id=dice.of(UNITS))
        renovation.note_downstairs(self.desk, chosen, entry)
        model.signed = day

    def lost(self, dice: Dice) -> None:
        what = dice.of(("certificate", "receipt", "other"))
        renovation.declare_lost(self.desk, self.one(dice)[0], LostEntry(what, "搬家遗失"))

    def refund(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        taken = dice.of((0, 0, 35050, 230000))
        entry = RefundEntry(
            "王芳", dice.of(("transfer", "cash")), payer=dice.of(("self", "self", "")), certificate=dice.of((True, True, False)),
            receipt=True, deductions=(Deduction("墙面", "划伤", taken),) if taken else (),
        )  # fmt: skip
        state = self.state(chosen)
        act = renovation.refund_cancelled if state == "cancelled" else renovation.refund
        went = act(self.desk, chosen, entry)
        lost = sum(fen for each, fen in model.passes.items() if fen and self.state_of(each) == "lost")
        whole = model.held + sum(model.passes.values())
        assert went.refund + went.deducted == whole
        assert went.deducted + went.claim == taken + lost
        if state != "cancelled":
            opens = model.opens()
            assert opens is not None
            assert opens <= self.desk.today()
        assert not model.out
        assert state == "cancelled" or not model.violations
        model.held = 0
        model.passes = dict.fromkeys(model.passes, 0)

    def state_of(self, pass_id: int) -> str:
        with self.desk.look() as session:
            return session.get_one(WorkerPass, pass_id).state

    def cancel(self, dice: Dice) -> None:
        if dice.number(0, 3):
            raise DeskError("seldom", "")
        chosen, model = self.one(dice)
        renovation.cancel(self.desk, chosen, reason="不装了")
        assert not model.out

    def round_the_gate(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        held = money.deposits(self.desk, subject=f"renovation:{chosen}").rows
        if not held:
            raise DeskError("nothing", "")
        money.settle_deposit(self.desk, money.SettleEntry((held[0].id,), "王芳", "transfer"))
        raise AssertionError(f"{model} was paid out past its gate")

    def void(self, dice: Dice) -> None:
        chosen, model = self.one(dice)
        found = renovation.renovation(self.desk, chosen)
        refunds = [
            each for each in found.receipts if each.kind in ("deposit-refund", "settlement") and each.state == "issued"
        ]
        if not refunds or found.state not in ("refunded", "filed"):
            raise DeskError("nothing", "")
        last = money.receipt(self.desk, refunds[-1].id)
        money.void(self.desk, last.id, reason="领款人有误")
        for deposit in renovation.renovation(self.desk, chosen).deposits:
            if deposit.id in {line.deposit_id for line in last.lines}:
                if deposit.kind == "renovation":
                    model.held += deposit.held
                else:
                    with self.desk.look() as session:
                        own = session.scalars(select(WorkerPass.id).where(WorkerPass.deposit_id == deposit.id)).one()
                    model.passes[own] = deposit.held

    def close(self, dice: Dice) -> None:
        renovation.file_away(self.desk, self.one(dice)[0])

    def sleep(self, dice: Dice) -> None:
        self.clock.forward(days=dice.of((1, 7, 30, 95)))
        renovation.sweep(self.desk)


def begin(desk: Desk, clock: Any, people: Any) -> Officers:
    """The run of `python -m tests.soak renovation`: two tills with money enough for the refunds."""
    for place, desk.actor in enumerate((people.supervisor, people.manager), 1):
        money.open_shift(desk, counter=str(place), opening=10_000_000)
    return Officers(desk, clock, (people.supervisor, people.supervisor, people.manager))
