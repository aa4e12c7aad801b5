"""Random acts on points, legal and illegal, against a model that reckons by itself; after each the laws of the ledger hold.

The laws: a balance is the sum of its entries and of its open lots, and the model's; an entry is never changed; a level is what a
fresh computation from the whole history says; taking everything back leaves nothing; a replay of what was entered gives the same state.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from desk.errors import DeskError
from desk.models.cards import Member
from desk.models.points import Gift, PointAccount, PointEntry, PointLot, Purchase, Redemption
from desk.rules.points import Terms, points_needed, points_of
from desk.rules.schemes import Scheme
from desk.rules.schemes.standard import POINTS, TIERS
from desk.services import cards, points, schemes
from desk.services.kit.desk import Actor, Desk
from desk.services.points import AdjustEntry, GiftEntry, JudgeEntry, PurchaseEntry, RedeemEntry
from desk.services.points.check import check, fresh_tier
from desk.services.schemes import CounterEntry, SchemeEntry
from tests.services.points.works import join
from tests.soak._machine import Dice

MEMBERS = 8
SCHEMES: tuple[Scheme, ...] = (
    POINTS, replace(POINTS, automatic=True, expiry_months=2), replace(POINTS, bonus=20, earn_fen=500),
    TIERS, replace(TIERS, expiry_months=1), replace(TIERS, every=True),
)  # fmt: skip


class Sellers:
    """The desk, its people, and the model of what each member must have."""

    def __init__(self, desk: Desk, clock: Any, people: Sequence[Actor]) -> None:
        self.desk, self.clock, self.people = desk, clock, people
        desk.actor = people[-1]
        schemes.save_counter(desk, CounterEntry("A01", "女装"))
        schemes.save_counter(desk, CounterEntry("B09", "特价", takes_part=False))
        self.members: list[int] = []
        self.balance: Counter[int] = Counter()
        self.lifetime: Counter[int] = Counter()
        self.bought: dict[int, tuple[int, int]] = {}
        self.redeemed: dict[int, tuple[int, int]] = {}
        self.adjusted: dict[int, tuple[int, int]] = {}
        self.gifts: list[int] = []
        self.seen: dict[int, str] = {}
        self.receipts = 0
        self.serial = 0
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        for _each in range(3):
            self.newcomer()

    @property
    def acts(self) -> tuple[Callable[[Dice], None], ...]:
        """Every act, the common ones more often."""
        return (
            self.buy, self.buy, self.buy, self.buy, self.refund, self.refund, self.redeem, self.redeem, self.coupon,
            self.void_redemption, self.adjust, self.reverse, self.void, self.gift, self.replace, self.decide, self.judge,
            self.join, self.parking, self.sleep, self.sit, self.night, self.change,
        )  # fmt: skip

    def step(self, dice: Dice) -> None:
        """One act, and the laws after it."""
        act = dice.of(self.acts)
        self.touched: int | None = None
        self.clock.forward(seconds=1)  # no two acts have one moment
        try:
            act(dice)
            self.done[act.__name__] += 1
        except DeskError as error:
            self.refused[f"{act.__name__}: {error.code}"] += 1
        self.laws()

    # -------------------------------------------------------------------------------------------------------------- laws
    def laws(self) -> None:
        """What holds after every act, for the member it was about."""
        if self.touched is None or self.touched not in self.members:
            return
        member = self.touched
        with self.desk.look() as session:
            sums = session.get(PointAccount, member)
            balance = sums.balance if sums else 0
            entries = session.execute(
                select(func.sum(PointEntry.points), func.sum(PointEntry.lifetime)).where(PointEntry.member_id == member)
            ).one()
            lots = session.scalar(select(func.sum(PointLot.left)).where(PointLot.member_id == member)) or 0
            tier = session.scalar(select(Member.tier).where(Member.id == member))
            fresh = fresh_tier(session, self.desk, schemes.timeline(session), member)
        assert balance == int(entries[0] or 0) == lots == self.balance[member], (
            balance,
            entries,
            lots,
            self.balance[member],
        )
        assert (sums.lifetime if sums else 0) == int(entries[1] or 0) == self.lifetime[member]
        assert tier == fresh, (tier, fresh, member)

    def whole(self) -> None:
        """Everything that `desk check` proves of the ledger, and that no entry was changed since it was first seen."""
        with self.desk.look() as session:
            assert check(session, self.desk) == []
            rows = session.execute(
                select(
                    PointEntry.id, PointEntry.member_id, PointEntry.kind, PointEntry.points, PointEntry.lifetime,
                    PointEntry.balance, PointEntry.subject, PointEntry.uses, PointEntry.reverses_id,
                ).order_by(PointEntry.id)
            )  # fmt: skip
            now = {row.id: hashlib.sha256(repr(tuple(row)).encode()).hexdigest() for row in rows}
        for key, digest in self.seen.items():
            assert now[key] == digest, f"entry {key} was changed"
        self.seen = now

    def empty(self) -> None:
        """Takes everything back: redemptions, purchases, adjustments, expiries; then nothing is left anywhere."""
        self.desk.actor = self.people[-1]
        with self.desk.look() as session:
            redeemed = session.execute(select(Redemption.id).where(Redemption.state == "done")).scalars().all()
            used = session.execute(select(Purchase.id).where(Purchase.void == "")).scalars().all()
            single = (
                session.execute(
                    select(PointEntry.id).where(
                        PointEntry.kind.in_(("adjust", "expire")),
                        PointEntry.id.not_in(select(PointEntry.reverses_id).where(PointEntry.reverses_id.is_not(None))),
                    )
                )
                .scalars()
                .all()
            )
        for key in used:
            points.void_purchase(self.desk, key, reason="全部退回")
        for key in redeemed:
            points.void_redemption(self.desk, key, reason="全部退回")
        for key in single:
            points.reverse(self.desk, key, reason="全部退回")
        with self.desk.look() as session:
            left = session.execute(
                select(PointAccount.member_id, PointAccount.balance, PointAccount.lifetime).where(
                    (PointAccount.balance != 0) | (PointAccount.lifetime != 0)
                )
            ).all()
            lots = session.execute(
                select(PointLot.member_id, func.sum(PointLot.left)).group_by(PointLot.member_id)
            ).all()
            assert left == []
            assert [each for each in lots if each[1]] == []
            assert check(session, self.desk) == []

    def state(self) -> str:
        """What a replay in another process must give too."""
        with self.desk.look() as session:
            parts = [
                session.execute(select(Member.number, Member.tier, Member.scheme).order_by(Member.id)).all(),
                session.execute(
                    select(
                        PointEntry.id, PointEntry.member_id, PointEntry.points, PointEntry.balance, PointEntry.uses
                    ).order_by(PointEntry.id)
                ).all(),
                session.execute(
                    select(PointLot.entry_id, PointLot.left, PointLot.until).order_by(PointLot.entry_id)
                ).all(),
            ]
        return hashlib.sha256(repr([[tuple(row) for row in part] for part in parts]).encode()).hexdigest()

    # ---------------------------------------------------------------------------------------------------------- helpers
    def newcomer(self) -> None:
        scheme = schemes.current(self.desk)
        actor, self.desk.actor = self.desk.actor, self.people[-1]
        if len(self.members) >= MEMBERS:
            old = self.members.pop(0)  # a history that grows for ever would make each step slower
            cards.end(self.desk, old, reason="退会", points="放弃", waived={"card-out": "已剪卡"})
        self.serial += 1
        tier = next(level.code for level in scheme.levels if level.join)
        self.members.append(join(self.desk, self.serial, tier).id)
        self.desk.actor = actor

    def member(self, dice: Dice) -> int:
        self.touched = dice.of(self.members)
        return self.touched

    def synced(self, member: int) -> None:
        """The model takes over what a night or another rule did: expired points, told by the entries themselves."""
        with self.desk.look() as session:
            expired = session.scalar(
                select(func.sum(PointEntry.points)).where(PointEntry.member_id == member, PointEntry.kind == "expire")
            )
        self.expired = getattr(self, "expired", Counter())
        self.balance[member] += int(expired or 0) - self.expired[member]
        self.expired[member] = int(expired or 0)

    # -------------------------------------------------------------------------------------------------------------- acts
    def buy(self, dice: Dice) -> None:
        member = self.member(dice)
        paid = dice.of((1, 1000, 10000, 55900, 200000, 500000, 1500000, dice.number(1, 2000000), 0))
        day = self.desk.today() - timedelta(days=dice.of((0, 0, 0, 1, 5, -1)))
        self.receipts += 1
        number = f"R{self.receipts - dice.of((0, 0, 0, 0, 1))}"
        key = points.log_purchase(
            self.desk, PurchaseEntry(number, dice.of(("A01", "A01", "B09", "X")), day, paid=paid, member_id=member)
        )
        row = points.purchase(self.desk, key)
        with self.desk.look() as session:
            scheme = schemes.at(session, day)
        assert row.points == points_of(scheme, paid, Terms(day, row.doubled))
        self.balance[member] += row.points
        self.lifetime[member] += row.points
        self.bought[key] = (member, row.points)

    def refund(self, dice: Dice) -> None:
        if not self.bought:
            return
        key = dice.of(list(self.bought)[-40:])
        member, had = self.bought[key]
        self.touched = member
        row = points.purchase(self.desk, key)
        fen = dice.of((1, 901, row.paid - row.refunded, row.paid - row.refunded + 1, 0, (row.paid - row.refunded) // 2))
        delta = points.refund(self.desk, key, fen)
        self.balance[member] += delta
        self.lifetime[member] += delta
        self.bought[key] = (member, had + delta)
        assert had + delta == points.purchase(self.desk, key).points

    def void(self, dice: Dice) -> None:
        if not self.bought:
            return
        key = dice.of(list(self.bought)[-40:])
        member, had = self.bought[key]
        self.touched = member
        delta = points.void_purchase(self.desk, key, reason=dice.of(("作废", "作废", " ")))
        assert delta == -had
        self.balance[member] -= had
        self.lifetime[member] -= had
        del self.bought[key]

    def redeem(self, dice: Dice) -> None:
        member = self.member(dice)
        label = dice.of((20000, 20001, 40000, 1, 0, dice.number(1, 200000)))
        made = points.redeem(self.desk, RedeemEntry(member, label, "锅", dice.of(("A01", "A01", "B09"))))
        ladder = schemes.current(self.desk).ladder
        assert ladder is not None
        assert made.points == points_needed(ladder, label) <= self.balance[member]
        self.balance[member] -= made.points
        self.redeemed[made.id] = (member, made.points)

    def coupon(self, dice: Dice) -> None:
        member = self.member(dice)
        made = points.coupon(self.desk, RedeemEntry(member, dice.of((20000, 40000, 0))))
        self.balance[member] -= made.points
        self.redeemed[made.id] = (member, made.points)

    def void_redemption(self, dice: Dice) -> None:
        if not self.redeemed:
            return
        key = dice.of(list(self.redeemed)[-40:])
        self.touched, cost = self.redeemed[key]
        points.void_redemption(self.desk, key, reason=dice.of(("缺货", "缺货", " ")))
        self.balance[self.touched] += cost
        del self.redeemed[key]

    def adjust(self, dice: Dice) -> None:
        member = self.member(dice)
        many = dice.of((1, -1, 50, -50, 0, 2_000_000))
        entry = points.adjust(self.desk, AdjustEntry(member, many, dice.of(("补登", "补登", " "))))
        self.balance[member] += many
        self.adjusted[entry.id] = (member, many)

    def reverse(self, dice: Dice) -> None:
        if not self.adjusted:
            return
        key = dice.of(list(self.adjusted)[-30:])
        self.touched, many = self.adjusted[key]
        points.reverse(self.desk, key, reason="更正")
        self.balance[self.touched] -= many
        del self.adjusted[key]

    def gift(self, dice: Dice) -> None:
        member = self.member(dice)
        if self.gifts and dice.number(0, 3) == 0:
            points.void_gift(self.desk, dice.of(self.gifts), reason="拿错")
            return
        self.gifts.append(
            points.give(self.desk, GiftEntry(member, dice.of(("quarter", "birthday", "card", "x")), "雨伞")).id
        )
        with self.desk.look() as session:
            twice = session.execute(
                select(Gift.once).where(Gift.once.is_not(None)).group_by(Gift.once).having(func.count() > 1)
            ).all()
        assert twice == []

    def replace(self, dice: Dice) -> None:
        if dice.number(0, 5):
            return
        member = self.member(dice)
        before = points.member_points(self.desk, member)
        entry = cards.ReplaceEntry(
            cause="damaged", identity_seen=True, old_returned=True, waived={"card-replaced": "磨损"}
        )
        cards.replace(self.desk, member, entry)
        after = points.member_points(self.desk, member)
        assert (after.balance, after.lifetime, after.tier) == (before.balance, before.lifetime, before.tier)

    def decide(self, dice: Dice) -> None:
        open_ones = points.proposals(self.desk)
        if not open_ones:
            return
        row = dice.of(open_ones)
        self.touched = row.member_id
        if dice.number(0, 3) == 0:
            points.decline(self.desk, row.id, reason=dice.of(("暂缓", " ")))
        else:
            points.confirm(self.desk, row.id)

    def judge(self, dice: Dice) -> None:
        wanted = points.proposals(self.desk, "judge")
        if not wanted:
            return
        row = dice.of(wanted)
        self.touched = row.member_id
        points.judge(self.desk, JudgeEntry(row.id, "缴费准时"))

    def join(self, dice: Dice) -> None:
        if len(self.members) < MEMBERS or dice.number(0, 4) == 0:
            self.newcomer()

    def parking(self, dice: Dice) -> None:
        points.parking(self.desk, self.member(dice))

    def sleep(self, dice: Dice) -> None:
        self.clock.forward(hours=dice.number(1, 60))

    def sit(self, dice: Dice) -> None:
        self.desk.actor = dice.of(self.people)

    def night(self, dice: Dice) -> None:
        if dice.number(0, 2):
            return
        points.run(self.desk)
        for member in self.members:
            self.synced(member)
        self.touched = dice.of(self.members)

    def change(self, dice: Dice) -> None:
        if dice.number(0, 9):
            return
        actor, self.desk.actor = self.desk.actor, self.people[-1]
        try:
            now, new = schemes.current(self.desk), dice.of(SCHEMES)
            mapping = {code: dice.of(new.codes[:2]) for code in now.codes} if now.code != new.code else {}
            schemes.save(self.desk, SchemeEntry(new, self.desk.today() + timedelta(days=1), mapping=mapping))
            self.clock.forward(days=1)
            points.run(self.desk)
            for member in self.members:
                self.synced(member)
        finally:
            self.desk.actor = actor


__all__ = ["Sellers"]


def begin(desk: Desk, clock: Any, people: Any) -> Sellers:
    """The run of `python -m tests.soak points`: nobody books to a card of their own alone, so two managers take turns."""
    return Sellers(desk, clock, (people.supervisor, people.manager, people.manager))
