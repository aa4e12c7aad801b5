"""What falls due of points (handbook S11): upgrades, judgements, gifts; what a member's page and a household's history tell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from desk.i18n import _
from desk.models import Customer, Occupancy, Staff
from desk.models.cards import Member
from desk.models.households import lives_now
from desk.models.points import Gift, PointAccount, Purchase, TierProposal
from desk.rules import points as rules
from desk.rules.kit import wording
from desk.rules.kit.money import figures
from desk.rules.points import tiers
from desk.rules.schemes import level_name
from desk.services import schemes
from desk.services.cards import MemberFact
from desk.services.households.views import HouseholdView
from desk.services.kit.desk import Desk
from desk.services.kit.due import DueItems, DueRow, counted_by
from desk.services.kit.lines import MOST, TimelineView
from desk.services.points import levels
from desk.services.points.read import gifts_due, proposal_words
from desk.services.points.within import GIFT_WORDS, member_words


def _proposed(kinds: Sequence[str]) -> Select[int]:
    return select(func.count(TierProposal.id)).where(TierProposal.state == "open", TierProposal.kind.in_(kinds))


def _proposals(session: Session, desk: Desk, kinds: Sequence[str], limit: int) -> DueItems:
    scheme = schemes.at(session, desk.today())
    rows = session.scalars(
        select(TierProposal)
        .where(TierProposal.state == "open", TierProposal.kind.in_(kinds))
        .order_by(TierProposal.day, TierProposal.id)
        .limit(limit)
    )
    return DueItems(
        session.scalar(_proposed(kinds)) or 0,
        tuple(
            DueRow(
                member_words(row.member),
                wording.dotted(
                    proposal_words(row.kind), f"{level_name(scheme, row.before)} → {level_name(scheme, row.after)}"
                ),
                f"member:{row.member_id}",
            )
            for row in rows
        ),
        "upgrades",
    )


@counted_by(lambda _desk, _now: _proposed(("upgrade",)))
def upgrades(session: Session, desk: Desk, _now: datetime, limit: int) -> DueItems:
    """Upgrades that wait to be confirmed."""
    return _proposals(session, desk, ("upgrade",), limit)


@counted_by(lambda _desk, _now: _proposed(("judge", "take-back", "joining")))
def decisions(session: Session, desk: Desk, _now: datetime, limit: int) -> DueItems:
    """What a supervisor decides: judgements, upgrades to take back, joining receipts that were refunded."""
    return _proposals(session, desk, ("judge", "take-back", "joining"), limit)


def quarter_gifts(session: Session, desk: Desk, _now: datetime, limit: int) -> DueItems:
    """Members whose gift of the quarter was not taken yet."""
    today = desk.today()
    scheme = schemes.at(session, today)
    codes = [level.code for level in scheme.levels if level.quarter_gift]
    if not codes:
        return DueItems(0, (), "points-gifts")
    given = select(Gift.member_id).where(
        Gift.kind == "quarter", Gift.period == rules.quarter(today), Gift.state == "given"
    )
    where = (Member.state == "active", Member.tier.in_(codes), Member.id.not_in(given))
    count = session.scalar(select(func.count(Member.id)).where(*where)) or 0
    rows = session.scalars(select(Member).where(*where).order_by(Member.id).limit(limit))
    quarter = _quarter_words(today)
    return DueItems(
        count, tuple(DueRow(member_words(row), quarter, f"member:{row.id}") for row in rows), "points-gifts"
    )


def _quarter_words(today: date) -> str:
    # L10N: {year} 年第 {quarter} 季度礼品
    return _("gift of quarter {quarter} of {year}").format(year=today.year, quarter=(today.month + 2) // 3)


def member_facts(session: Session, desk: Desk, member: Member) -> list[MemberFact]:
    """What the ledger tells on a member's page: balance, the way to the next level, gifts due, debts (hook of cards)."""
    today = desk.today()
    scheme = schemes.at(session, today)
    sums = session.get(PointAccount, member.id)
    balance, lifetime = (sums.balance, sums.lifetime) if sums else (0, 0)
    # L10N: 可用积分 {balance}，累计 {lifetime}
    found = [
        MemberFact(
            "balance", _("Points"),
            # L10N: {balance}（累计 {lifetime}）
            _("{balance} (lifetime {lifetime})").format(balance=f"{balance:,}", lifetime=f"{lifetime:,}"),
            "bad" if balance < 0 else "strong", order=10,
        )
    ]  # fmt: skip
    if balance < 0:
        # L10N: 积分欠 {points} 分
        words = _("{points} points are owed after a refund.").format(points=f"{-balance:,}")
        found.append(MemberFact("debt", _("Debt"), words, "bad", order=11, warns=True))
    if scheme.ladder is not None and rules.covered(scheme.ladder, balance):
        # L10N: 可兑换标价 {price} 以内商品
        words = _("an item with a label price up to {price}").format(
            price=figures(rules.covered(scheme.ladder, balance))
        )
        found.append(MemberFact("redeem", _("Can be redeemed"), words, order=12))
    spent = levels.history(session, scheme, member.id, today)
    way = tiers.next_level(scheme, member.tier, spent, lifetime, today) if scheme.has(member.tier) else None
    if way is not None and way.steps:
        found.append(
            MemberFact(
                "next", _("To the next level"), _missing(way, level_name(scheme, way.level.code)), order=13, wide=True
            )
        )
    gifts = gifts_due(session, member, scheme, today)
    if gifts and member.state == "active":
        words = wording.listed(_(GIFT_WORDS[kind]) for kind in gifts)
        # L10N: 待领礼品
        found.append(MemberFact("gifts", _("Gifts due"), words, "good", order=14, warns=True))
    rows = session.scalars(select(TierProposal.kind).where(TierProposal.pending == member.id)).all()
    for kind in rows:
        found.append(
            MemberFact(
                f"proposal-{kind}", _("Level"), proposal_words(kind), "warning", target="upgrades", order=15, warns=True
            )
        )
    return found


def _missing(way: tiers.Way, level: str) -> str:
    parts = []
    for condition, left in way.missing:
        amount = f"{left:,}" if condition.kind == "lifetime" else figures(left)
        if condition.kind == "lifetime":
            # L10N: 还差 {points} 分
            parts.append(_("{points} points missing").format(points=amount))
        else:
            # L10N: {months} 个月内还差 {amount}
            parts.append(_("{amount} missing within {months} months").format(amount=amount, months=condition.months))
    # L10N: {level}：{words}
    return wording.labelled(level, wording.either(parts) or _("reached"))


def lines(session: Session, _desk: Desk, home: HouseholdView) -> list[TimelineView]:
    """The purchases of those who live or own here, in the household's history."""
    today = _desk.today()
    people = select(Occupancy.customer_id).where(Occupancy.unit_id == home.unit.id, lives_now(today))
    rows = session.execute(
        select(Purchase, Customer.name, Staff.name)
        .join(Customer, Customer.id == Purchase.customer_id)
        .join(Staff, Staff.id == Purchase.staff_id)
        .where(Purchase.customer_id.in_(people))
        .order_by(Purchase.id.desc())
        .limit(MOST)
    )
    return [
        TimelineView(
            row.at,
            # L10N: 消费 {amount}
            _("Purchase {amount}").format(amount=figures(row.paid - row.refunded)),
            # L10N: {name}，{points} 分
            _("{name}, {points} points").format(name=name, points=row.points),
            "", staff, f"member:{row.member_id}" if row.member_id else "",
        )
        for row, name, staff in rows
    ]  # fmt: skip


def scheme_in_use(session: Session, day: date) -> bool:
    """Whether a purchase or a membership was reckoned by the scheme of a day (hook of schemes)."""
    bought = session.scalar(select(Purchase.id).where(Purchase.day >= day).limit(1))
    joined = session.scalar(select(Member.id).where(Member.joined_on >= day).limit(1))
    return bought is not None or joined is not None


__all__ = ["decisions", "lines", "member_facts", "quarter_gifts", "scheme_in_use", "upgrades"]
