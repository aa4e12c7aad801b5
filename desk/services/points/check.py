"""What `desk check` proves of the ledger: sums, lots, points by the rules of their day, levels computed afresh (handbook V1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.i18n import _
from desk.models.cards import Member, MemberEvent
from desk.models.points import PointAccount, PointEntry, PointLot, Purchase, PurchaseRefund
from desk.rules.points import Terms, points_of
from desk.rules.points.lots import left_of
from desk.rules.points.tiers import Happened, replay
from desk.services import schemes
from desk.services.kit.desk import Desk
from desk.services.site.check import Finding


def check(session: Session, desk: Desk) -> list[Finding]:
    """What does not agree: account, lots and entries; a purchase's points; a level with what happened."""
    return [*_sums(session), *_lots(session), *_purchases(session), *_levels(session, desk)]


def _sums(session: Session) -> Iterator[Finding]:
    sums = (
        select(
            PointEntry.member_id,
            func.sum(PointEntry.points).label("points"),
            func.sum(PointEntry.lifetime).label("lifetime"),
        )
        .group_by(PointEntry.member_id)
        .subquery()
    )
    lots = select(PointLot.member_id, func.sum(PointLot.left).label("left")).group_by(PointLot.member_id).subquery()
    rows = session.execute(
        select(Member.number)
        .outerjoin(PointAccount, PointAccount.member_id == Member.id)
        .outerjoin(sums, sums.c.member_id == Member.id)
        .outerjoin(lots, lots.c.member_id == Member.id)
        .where(
            (func.coalesce(PointAccount.balance, 0) != func.coalesce(sums.c.points, 0))
            | (func.coalesce(PointAccount.lifetime, 0) != func.coalesce(sums.c.lifetime, 0))
            | (func.coalesce(PointAccount.balance, 0) != func.coalesce(lots.c.left, 0))
        )
        .order_by(Member.number)
    )
    for (number,) in rows:
        # L10N: 会员 {number} 的积分余额与明细不符
        yield Finding(
            "points-sum", _("The points of {number} are not the sum of their entries and lots.").format(number=number)
        )


def _lots(session: Session) -> Iterator[Finding]:
    """Lot by lot in the order of members: nothing but one member's entries is held at a time."""
    entries = session.execute(
        select(PointEntry.member_id, PointEntry.id, PointEntry.points, PointEntry.balance, PointEntry.uses).order_by(
            PointEntry.member_id, PointEntry.id
        )
    )
    owner, own = 0, list[tuple[int, int, int, list[list[int]]]]()
    for member, key, points, balance, uses in entries:
        if member != owner:
            yield from _lots_of(session, owner, own)
            owner, own = member, []
        own.append((key, points, balance, uses))
    yield from _lots_of(session, owner, own)


def _lots_of(session: Session, member_id: int, rows: list[tuple[int, int, int, list[list[int]]]]) -> Iterator[Finding]:
    if not rows:
        return
    balance, wrong = 0, False
    for _key, points, after, uses in rows:
        balance += points
        wrong |= balance != after or sum(each[1] for each in uses) != points
    kept = dict(session.execute(select(PointLot.entry_id, PointLot.left).where(PointLot.member_id == member_id)).all())
    fresh = left_of((key, uses) for key, _points, _after, uses in rows)
    if wrong or {key: left for key, left in fresh.items() if left} != {key: left for key, left in kept.items() if left}:
        number = session.scalar(select(Member.number).where(Member.id == member_id))
        # L10N: 会员 {number} 的积分批次与明细不符
        yield Finding("points-lots", _("The lots of {number} do not follow from the entries.").format(number=number))


def _purchases(session: Session) -> Iterator[Finding]:
    line = schemes.timeline(session)
    given = (
        select(PurchaseRefund.purchase_id, func.sum(PurchaseRefund.fen).label("fen"))
        .group_by(PurchaseRefund.purchase_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Purchase.id, Purchase.receipt, Purchase.day, Purchase.paid, Purchase.coupon, Purchase.refunded, Purchase.void,
            Purchase.doubled, Purchase.earns, Purchase.points, Purchase.member_id, func.coalesce(given.c.fen, 0),
        )
        .outerjoin(given, given.c.purchase_id == Purchase.id)
        .order_by(Purchase.id)
    )  # fmt: skip
    booked = dict(
        session.execute(
            select(PointEntry.subject, func.sum(PointEntry.points))
            .where(PointEntry.kind.in_(("earn", "refund")))
            .group_by(PointEntry.subject)
        ).all()
    )
    for key, receipt, day, paid, coupon, refunded, void, doubled, earns, points, member, back in rows:
        scheme = schemes.dated(line, day).scheme
        earned = earns and member is not None and not void
        due = points_of(scheme, paid - coupon - refunded, Terms(day, doubled)) if earned else 0
        if points != due or booked.get(f"purchase:{key}", 0) != points or back != refunded:
            # L10N: 小票 {receipt} 的积分与规则不符
            yield Finding(
                "purchase-points",
                _("The points of receipt {receipt} do not follow from its day's rules.").format(receipt=receipt),
            )


def _levels(session: Session, desk: Desk) -> Iterator[Finding]:
    line = schemes.timeline(session)
    members = session.execute(
        select(Member.id, Member.number, Member.tier).where(Member.state == "active").order_by(Member.id)
    )
    for key, number, tier in members.all():
        if fresh_tier(session, desk, line, key) != tier:
            # L10N: 会员 {number} 的等级与历史不符
            yield Finding("tier", _("The level of {number} does not follow from what happened.").format(number=number))


def fresh_tier(session: Session, desk: Desk, line: tuple[schemes.Dated, ...], member_id: int) -> str:
    """The level of a member computed afresh from everything that happened."""
    happened: list[tuple[datetime, int, int, Happened]] = []
    for row in session.execute(
        select(MemberEvent.id, MemberEvent.at, MemberEvent.data).where(
            MemberEvent.member_id == member_id, MemberEvent.kind == "tier"
        )
    ):
        if not row.data.get("computed"):
            day = desk.local(row.at).date()
            rank = 0 if row.data.get("why") in ("joined", "switch") else 3
            happened.append((row.at, rank, row.id, Happened("set", day, tier=str(row.data["after"]))))
    for row in session.execute(
        select(Purchase.id, Purchase.at, Purchase.day, Purchase.paid, Purchase.joining).where(
            Purchase.member_id == member_id
        )
    ):
        day = desk.local(row.at).date()
        what = Happened("bought", day, row.day, row.id, row.paid, own=not row.joining)
        happened.append((row.at, 1, row.id, what))
    for row in session.execute(
        select(
            PurchaseRefund.id, PurchaseRefund.at, PurchaseRefund.purchase_id, PurchaseRefund.fen, PurchaseRefund.points
        )
        .join(Purchase, Purchase.id == PurchaseRefund.purchase_id)
        .where(Purchase.member_id == member_id)
    ):
        happened.append(
            (
                row.at,
                2,
                row.id,
                Happened("refunded", desk.local(row.at).date(), key=row.purchase_id, fen=row.fen, lifetime=row.points),
            )
        )
    lifetime = dict(
        session.execute(
            select(PointEntry.subject, PointEntry.lifetime).where(
                PointEntry.member_id == member_id, PointEntry.kind == "earn"
            )
        ).all()
    )
    ordered = [each for _at, _rank, _key, each in sorted(happened, key=lambda found: found[:3])]
    ordered = [
        Happened(
            each.kind,
            each.day,
            each.bought,
            each.key,
            each.fen,
            lifetime.get(f"purchase:{each.key}", 0),
            each.tier,
            each.own,
        )
        if each.kind == "bought"
        else each
        for each in ordered
    ]
    return replay(lambda day: schemes.dated(line, day).scheme, ordered)


__all__ = ["check", "fresh_tier"]
