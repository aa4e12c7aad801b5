"""What time does to points and levels: points and vouchers run out, a switched scheme takes its members along, upgrades come due.

It runs at each sign-in and each hour (`day_begins`), once a day in whole; members are read in blocks, so that memory stays flat
however many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from desk.models import Setting
from desk.models.cards import Member
from desk.models.points import PointAccount, PointLot, Purchase, TierProposal, Voucher
from desk.rules.kit.dates import add_months
from desk.rules.points import tiers
from desk.rules.schemes import Scheme
from desk.rules.schemes.earned import Spent
from desk.services import cards, schemes
from desk.services.kit.desk import Act, Desk
from desk.services.points import core, levels

BLOCK = 500
"""Members of one transaction: the counter is never kept waiting for long."""
KEY = "points.ran_on"


@dataclass(frozen=True, slots=True)
class RunView:
    """What a run did: members looked at, points that ran out, vouchers that ran out, members taken along, upgrades, proposals.

    `cancelled`: it was stopped before all members were looked at; what was done stays, the next run does the rest.
    """

    members: int = 0
    expired: int = 0
    vouchers: int = 0
    moved: int = 0
    upgraded: int = 0
    proposed: int = 0
    cancelled: bool = False


def day_begins(desk: Desk) -> None:
    """Once a day what time does; nothing to do costs one glance (hook)."""
    today = desk.today().isoformat()
    with desk.database.glance() as connection:
        row = connection.execute("SELECT value FROM setting WHERE key = :key", {"key": KEY}).fetchone()
        some = connection.execute("SELECT 1 FROM member LIMIT 1").fetchone()
    if some and (row is None or row[0] != f'"{today}"'):
        run(desk)


def run(
    desk: Desk, *, progress: Callable[[int, int], None] | None = None, cancelled: Callable[[], bool] | None = None
) -> RunView:
    """The whole nightly run: expiry, switched schemes, upgrades; members block by block.

    Args:
        desk: the desk.
        progress: called with members done and in all.
        cancelled: asked between blocks; what is done stays.
    """
    with desk.look() as session:
        total = session.scalar(select(func.count(Member.id)).where(Member.state == "active")) or 0
        last = session.scalar(select(func.max(Member.id))) or 0
        today = desk.today()
        line = schemes.timeline(session)
    sums = RunView(vouchers=_vouchers(desk, today))
    done = start = 0
    while start < last:
        if cancelled is not None and cancelled():
            return replace(sums, members=done, cancelled=True)
        with desk.look() as session:
            ids = list(
                session.scalars(
                    select(Member.id)
                    .where(Member.id > start, Member.state == "active")
                    .order_by(Member.id)
                    .limit(BLOCK)
                )
            )
            if not ids:
                break
            wanted = _wanted(session, line, today, ids)
        if wanted:
            sums = _block(desk, line, wanted, sums)
        start, done = ids[-1], done + len(ids)
        if progress is not None:
            progress(done, total)
    with desk.turn() as session:
        session.merge(Setting(key=KEY, value=today.isoformat()))
    return replace(sums, members=done)


def _wanted(session: Session, line: tuple[schemes.Dated, ...], today: date, ids: list[int]) -> list[int]:
    """Of a block, whose points run out, whose scheme is another one, or who may have earned more: read without touching the rows."""
    dated = schemes.dated(line, today)
    scheme = dated.scheme
    first, last = ids[0], ids[-1]
    found = set(
        session.scalars(
            select(PointLot.member_id).where(
                PointLot.until < today, PointLot.left > 0, PointLot.member_id >= first, PointLot.member_id <= last
            )
        )
    )
    members = {
        key: (tier, code, since)
        for key, tier, code, since in session.execute(
            select(Member.id, Member.tier, Member.scheme, Member.tier_since).where(Member.id.in_(ids))
        )
    }
    for key, (tier, code, since) in members.items():
        if (
            code != scheme.code
            or not scheme.has(tier)
            or (dated.mapping and since is not None and since < dated.since and dated.mapping.get(tier, tier) != tier)
        ):
            found.add(key)
    lifetimes = dict(
        session.execute(
            select(PointAccount.member_id, PointAccount.lifetime).where(
                PointAccount.member_id >= first, PointAccount.member_id <= last
            )
        ).all()
    )
    spent = dict(_spent(session, scheme, today, first, last))
    open_ones = set(
        session.scalars(select(TierProposal.pending).where(TierProposal.pending >= first, TierProposal.pending <= last))
    )
    for key, (tier, _code, _since) in members.items():
        if key in found or not scheme.has(tier):
            continue
        history, lifetime = spent.get(key, []), lifetimes.get(key, 0)
        due = tiers.earned(scheme, tier, history, lifetime, today) or tiers.to_judge(
            scheme, tier, history, lifetime, today, frozenset()
        )
        if due is not None and key not in open_ones:
            found.add(key)
    return sorted(found)


def _spent(session: Session, scheme: Scheme, today: date, first: int, last: int) -> Iterator[tuple[int, list[Spent]]]:
    """What the members of a block bought in the windows of the scheme; nothing where it looks at none."""
    months = max((each.months for level in scheme.levels for each in level.upgrade), default=0)
    if not months:
        return
    rows = session.execute(
        select(Purchase.member_id, Purchase.day, Purchase.paid - Purchase.refunded, Purchase.graded)
        .where(
            Purchase.member_id.is_not(None), Purchase.member_id >= first, Purchase.member_id <= last, Purchase.void == "",
            Purchase.day >= add_months(today, -months) - timedelta(days=4), Purchase.paid > Purchase.refunded,
        )
        .order_by(Purchase.member_id)
    )  # fmt: skip
    own: list[Spent] = []
    owner = 0
    for member, day, fen, graded in rows:
        assert member is not None
        if member != owner:
            if own:
                yield owner, own
            owner, own = member, []
        own.append(Spent(day, fen, min(fen, graded)))
    if own:
        yield owner, own


def _block(desk: Desk, line: tuple[schemes.Dated, ...], ids: list[int], sums: RunView) -> RunView:
    expired, moved, upgraded, proposed = sums.expired, sums.moved, sums.upgraded, sums.proposed
    with desk.act("points.night") as act:
        today = desk.local(act.at).date()
        for key in ids:
            member = cards.get(act.session, key)
            if member.state != "active":
                continue
            before = (member.scheme, member.tier)
            scheme = core.align(act, desk, member, line)
            moved += (member.scheme, member.tier) != before
            expired += _expire(act, desk, key, today)
            tier = member.tier
            waiting = _pending(act.session, key)
            if not _declined_since(act.session, key):
                levels.consider_now(act, desk, member, scheme)
            upgraded += member.tier != tier
            proposed += _pending(act.session, key) > waiting
        act.data.update(members=len(ids))
        act.subject = "site:1"
    return RunView(sums.members, expired, sums.vouchers, moved, upgraded, proposed)


def _pending(session: Session, member_id: int) -> int:
    return session.scalar(select(func.count(TierProposal.id)).where(TierProposal.pending == member_id)) or 0


def _declined_since(session: Session, member_id: int) -> bool:
    """Whether a proposal was declined and nothing was bought since: it is not asked again each night."""
    at = session.scalar(
        select(func.max(TierProposal.decided_at)).where(
            TierProposal.member_id == member_id,
            TierProposal.state == "declined",
            TierProposal.kind.in_(("upgrade", "judge")),
        )
    )
    if at is None:
        return False
    return session.scalar(select(Purchase.id).where(Purchase.member_id == member_id, Purchase.at > at).limit(1)) is None


def _expire(act: Act, desk: Desk, member_id: int, today: date) -> int:
    """Books the points of a member whose last day is past, lot by lot; gives how many."""
    lots = act.session.scalars(
        select(PointLot)
        .where(PointLot.member_id == member_id, PointLot.until.is_not(None), PointLot.until < today, PointLot.left > 0)
        .order_by(PointLot.until, PointLot.entry_id)
    ).all()
    count = 0
    for lot in lots:
        count += lot.left
        core.post(
            act, desk, member_id, core.Booking("expire", -lot.left, subject=f"entry:{lot.entry_id}", first=lot.entry_id)
        )
    return count


def _vouchers(desk: Desk, today: date) -> int:
    with desk.look() as session:
        some = session.scalar(select(Voucher.id).where(Voucher.state == "open", Voucher.until < today).limit(1))
    if some is None:
        return 0
    with desk.act("voucher.expire") as act:
        done = act.session.execute(
            update(Voucher).where(Voucher.state == "open", Voucher.until < today).values(state="expired")
        )
        count = int(getattr(done, "rowcount", 0))
        act.data["vouchers"] = count
        act.subject = "site:1"
        return count


__all__ = ["RunView", "day_begins", "run"]
