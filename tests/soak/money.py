"""Random acts at the cashier's, legal and illegal, against a model that reckons by itself; after each the laws of money hold.

The laws: all balances add up to zero; no deposit, prepayment, receivable or drawer is on the wrong side; a drawer holds what was
counted in and out; receipts of a kind and day are numbered without a gap; a refused act leaves everything as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from desk.errors import DeskError
from desk.models.money import Account
from desk.rules.kit.money import DENOMINATIONS
from desk.services import money
from desk.services.kit.desk import Actor, Desk
from desk.services.money import (
    ChargeEntry,
    Deduction,
    DepositEntry,
    HandOverEntry,
    PayEntry,
    ReceiptView,
    RefundEntry,
    SettleEntry,
    TakeEntry,
    Tender,
)
from desk.services.money.check import check
from tests.kit.site import PIN
from tests.services.money.cashier import in_drawer
from tests.soak._machine import Dice

UNITS = (1, 2, 3, 4)
KINDS = ("management", "water", "parking", "other")
METHODS = ("cash", "cash", "wechat", "transfer", "prepaid")
IN = ("income", "deposit")


@dataclass
class Effect:
    """What a paper has done to the model, so that voiding it can be reckoned."""

    cash: int = 0
    owed: Counter[int] = field(default_factory=Counter)
    held: Counter[int] = field(default_factory=Counter)
    prepaid: Counter[int] = field(default_factory=Counter)
    raised: list[int] = field(default_factory=list)


class Cashiers:
    """The counter, its people, and the model of what it must hold."""

    def __init__(self, desk: Desk, clock: Any, people: Sequence[Actor]) -> None:
        self.desk, self.clock, self.people = desk, clock, people
        self.cash: dict[int, int] = {}
        self.owed: dict[int, int] = {}
        self.of_charge: dict[int, int] = {}
        self.held: dict[int, int] = {}
        self.of_deposit: dict[int, tuple[int | None, str]] = {}
        self.prepaid: Counter[int] = Counter()
        self.papers: dict[int, ReceiptView] = {}
        self.effects: dict[int, Effect] = {}
        self.numbers: Counter[str] = Counter()
        self.void: set[int] = set()
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.difference = 0

    @property
    def acts(self) -> tuple[Callable[[Dice], None], ...]:
        """Every act, the common ones more often."""
        return (
            self.charge, self.charge, self.pay, self.pay, self.pay, self.sell, self.take, self.take, self.settle,
            self.settle, self.refund, self.void_one, self.void_one, self.void_charge, self.refund_ahead, self.open, self.hand,
            self.follow, self.refuse, self.move, self.sit, self.sleep,
        )  # fmt: skip

    def step(self, dice: Dice) -> None:
        """One act, and the laws after it."""
        act = dice.of(self.acts)
        self.last = act.__name__
        try:
            act(dice)
            self.done[act.__name__] += 1
        except DeskError as error:
            self.refused[f"{act.__name__}: {error.code}"] += 1
        self.laws()

    # -------------------------------------------------------------------------------------------------------------- laws
    def laws(self) -> None:
        """What holds after every act."""
        with self.desk.look() as session:
            rows = session.execute(select(Account.kind, func.sum(Account.balance)).group_by(Account.kind)).all()
            mine = [f"cash:{shift}" for shift in self.cash if self.cash[shift]][-3:]
            drawers = session.execute(select(Account.code, Account.balance).where(Account.code.in_(mine))).all()
        sums = {kind: int(fen) for kind, fen in rows}
        assert sum(sums.values()) == 0, sums
        assert sums.get("drawer", 0) == sum(self.cash.values()), "the drawers hold what was counted in and out"
        for code, balance in drawers:
            assert balance == self.cash[int(code.partition(":")[2])], code
        assert -sums.get("deposit", 0) - sums.get("pass-deposit", 0) == sum(self.held.values())
        assert sums.get("receivable", 0) == sum(self.owed.values())
        assert -sums.get("prepaid", 0) == sum(self.prepaid.values())
        assert -sums.get("over-short", 0) == self.difference

    def whole(self) -> None:
        """Everything that `desk check` proves, and the model in each part."""
        with self.desk.look() as session:
            assert check(session, self.desk) == []
            accounts = dict(session.execute(select(Account.code, Account.balance)).all())
        for shift, fen in self.cash.items():
            assert accounts[f"cash:{shift}"] == fen
        for deposit, fen in self.held.items():
            assert fen >= 0
            assert accounts[f"deposit:{deposit}"] == -fen
        for unit, fen in self.prepaid.items():
            assert fen >= 0
            assert accounts.get(f"prepaid:{unit}", 0) == -fen
        assert all(fen >= 0 for fen in (*self.owed.values(), *self.cash.values()))

    # ---------------------------------------------------------------------------------------------------------- helpers
    def fen(self, dice: Dice) -> int:
        """An amount; now and then none that can be."""
        return int(dice.of((0, -1, 1, 50, 10000, 10000, 35050, 200000, dice.number(1, 300000))))

    def tenders(self, dice: Dice) -> tuple[Tender, ...]:
        """One to three means of payment."""
        return tuple(Tender(dice.of(METHODS), self.fen(dice)) for _ in range(dice.number(1, 3)))

    def shift(self) -> int:
        """The shift of the one at the counter."""
        found = money.my_shift(self.desk)
        assert found is not None
        return found.id

    def keep(self, view: ReceiptView, effect: Effect) -> None:
        """Notes a new paper: its number follows the last one of its kind and day."""
        prefix, _dash, number = view.number.rpartition("-")
        self.numbers[prefix] += 1
        assert int(number) == self.numbers[prefix], f"{view.number} does not follow"
        self.papers[view.id], self.effects[view.id] = view, effect
        self.apply(effect, 1)
        if len(self.papers) > 400:  # what is long past is left in peace
            old = next(iter(self.papers))
            del self.papers[old], self.effects[old]

    def apply(self, effect: Effect, sign: int) -> None:
        """Lets an effect happen, or takes it back; cash moves in the drawer of now."""
        if effect.cash:
            shift = self.shift()
            self.cash[shift] += sign * effect.cash
        for charge, fen in effect.owed.items():
            self.owed[charge] = self.owed.get(charge, 0) + sign * fen
        for deposit, fen in effect.held.items():
            self.held[deposit] = self.held.get(deposit, 0) + sign * fen
        for unit, fen in effect.prepaid.items():
            self.prepaid[unit] += sign * fen

    def paid(self, view: ReceiptView) -> Effect:
        """What a payment does by the model."""
        effect = Effect(cash=sum(one.fen for one in view.tenders if one.method == "cash"))
        for line in view.lines:
            if line.kind == "prepaid" and view.unit_id:
                effect.prepaid[view.unit_id] += line.fen
            elif line.charge_id:
                effect.owed[line.charge_id] -= line.fen
        if view.unit_id:
            effect.prepaid[view.unit_id] -= sum(one.fen for one in view.tenders if one.method == "prepaid")
        return effect

    # -------------------------------------------------------------------------------------------------------------- acts
    def charge(self, dice: Dice) -> None:
        unit = dice.of(UNITS)
        made = money.charge(self.desk, ChargeEntry(dice.of(KINDS), self.fen(dice), unit))
        self.owed[made.id], self.of_charge[made.id] = made.fen, unit

    def pay(self, dice: Dice) -> None:
        unit = dice.of(UNITS)
        named = None
        if dice.number(0, 3) == 0 and self.of_charge:
            one = dice.of(list(self.of_charge)[-20:])
            named = {one: dice.of((self.owed.get(one, 1), 1, 0, self.fen(dice)))}
        entry = PayEntry("王芳", self.tenders(dice), unit, named, keep=dice.number(0, 3) == 0)
        view = money.pay(self.desk, entry)
        self.keep(view, self.paid(view))

    def sell(self, dice: Dice) -> None:
        line = ChargeEntry("other", self.fen(dice), dice.of((*UNITS, None)), "钥匙")
        view = money.pay(self.desk, PayEntry("李伟", self.tenders(dice), line.unit_id, lines=(line,)))
        effect = self.paid(view)
        for one in view.lines:
            if one.charge_id:
                self.owed[one.charge_id] = one.fen  # raised and paid at once
                effect.raised.append(one.charge_id)
        self.keep(view, effect)

    def take(self, dice: Dice) -> None:
        many = dice.number(1, 3)
        kind, fen, unit = dice.of(("renovation", "pass", "key")), self.fen(dice), dice.of((*UNITS, None))
        tenders = dice.of(((Tender("cash", fen * many),), (Tender("cash", 300000),), self.tenders(dice)))
        view = money.take_deposit(self.desk, TakeEntry("王芳", tenders, (DepositEntry(kind, fen),) * many, unit))
        effect = Effect(cash=sum(one.fen for one in view.tenders if one.method == "cash"))
        for line in view.lines:
            assert line.deposit_id
            effect.held[line.deposit_id] += line.fen
            self.of_deposit[line.deposit_id] = (unit, kind)
        self.keep(view, effect)

    def settle(self, dice: Dice) -> None:
        if not self.of_deposit:
            return
        ids = tuple({dice.of(list(self.of_deposit)[-30:]) for _ in range(dice.number(1, 2))})
        lines = tuple(
            Deduction("墙面", dice.of(("碰损", "碰损", "")), self.fen(dice)) for _ in range(dice.number(0, 2))
        )
        entry = SettleEntry(ids, "王芳", dice.of(("cash", "transfer", "prepaid")), deductions=lines)
        got = money.settle_deposit(self.desk, entry)
        held = sum(self.held[one] for one in ids)
        damages = sum(line.fen for line in lines)
        assert (got.refund, got.claim) == (max(held - damages, 0), max(damages - held, 0))
        effect = Effect(cash=-got.refund if entry.method == "cash" else 0)
        for one in ids:
            effect.held[one] -= self.held[one]
        for line in got.receipt.lines:
            if line.charge_id:
                effect.owed[line.charge_id] += line.fen
                self.of_charge[line.charge_id] = self.of_deposit[ids[0]][0] or 0
        self.keep(got.receipt, effect)

    def refund(self, dice: Dice) -> None:
        if not self.papers:
            return
        paper = self.papers[dice.of(list(self.papers)[-30:])]
        line = dice.of(paper.lines)
        fen = dice.of((line.fen, 1, self.fen(dice)))
        entry = RefundEntry(paper.id, {line.id: fen}, "王芳", "多收", dice.of(("cash", "transfer")))
        view = money.refund(self.desk, entry)
        effect = Effect(cash=-fen if entry.method == "cash" else 0)
        if line.kind == "prepaid" and paper.unit_id:
            effect.prepaid[paper.unit_id] -= fen
        self.keep(view, effect)

    def refund_ahead(self, dice: Dice) -> None:
        unit = dice.of(UNITS)
        fen = dice.of((self.prepaid[unit], self.fen(dice)))
        method = dice.of(("cash", "transfer"))
        view = money.refund_prepayment(self.desk, unit, fen, payee="王芳", reason="退租", method=method)
        self.keep(view, Effect(cash=-fen if method == "cash" else 0, prepaid=Counter({unit: -fen})))

    def void_one(self, dice: Dice) -> None:
        if not self.papers:
            return
        one = dice.of(list(self.papers)[-30:])
        money.void(self.desk, one, reason=dice.of(("开错", "开错", " ")))
        assert one not in self.void, "a void paper cannot be voided"
        self.void.add(one)
        effect = self.effects[one]
        self.apply(effect, -1)
        for charge in effect.raised:
            self.owed[charge] = 0

    def void_charge(self, dice: Dice) -> None:
        if not self.of_charge:
            return
        one = dice.of(list(self.of_charge)[-30:])
        money.void_charge(self.desk, one, reason="多记")
        self.owed[one] = 0

    def open(self, dice: Dice) -> None:
        fen = dice.of((0, 50000, -1))
        made = money.open_shift(self.desk, counter=dice.of(("1", "2")), opening=fen)
        self.cash[made.id] = fen

    def hand(self, dice: Dice) -> None:
        held = in_drawer(self.desk)
        counted = max(0, held // 10 * 10 + dice.of((0, 0, 0, 10, -100)))
        pieces, left = {}, counted
        for coin in DENOMINATIONS:
            pieces[coin], left = divmod(left, coin)
        entry = HandOverEntry(pieces, dice.of((PIN, PIN, PIN, "0000")), dice.of(("零钱误差", "零钱误差", "")))
        ended = money.hand_over(self.desk, entry)
        assert ended.difference == counted - held
        self.difference += counted - held
        self.cash[ended.id] = counted

    def follow(self, dice: Dice) -> None:
        for waiting in money.waiting(self.desk)[:1]:
            taker = dice.of(self.people)
            new = money.take_over(self.desk, waiting.id, login=taker.login, pin=PIN)
            self.cash[new.id], self.cash[waiting.id] = self.cash[waiting.id], 0

    def refuse(self, dice: Dice) -> None:
        for waiting in money.waiting(self.desk)[:1]:
            money.refuse(self.desk, waiting.id, login=dice.of(self.people).login, pin=PIN, reason="重新清点")
            assert waiting.difference is not None
            self.difference -= waiting.difference
            self.cash[waiting.id] -= waiting.difference

    def move(self, dice: Dice) -> None:
        fen = dice.of((1, 50000, -50000, 0, -1))
        shift = self.shift() if money.my_shift(self.desk) else 0
        money.move_cash(self.desk, fen, note="解款")
        self.cash[shift] -= fen

    def sit(self, dice: Dice) -> None:
        self.desk.actor = dice.of(self.people)

    def sleep(self, dice: Dice) -> None:
        self.clock.forward(minutes=dice.number(1, 600))


__all__ = ["Cashiers", "Dice"]


def begin(desk: Desk, clock: Any, people: Any) -> Cashiers:
    """The run of `python -m tests.soak money`."""
    return Cashiers(desk, clock, (people.receptionist, people.supervisor, people.supervisor, people.manager))
