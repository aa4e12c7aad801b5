"""Questions about points: what a member has and why, the ledger, lists of purchases, vouchers, gifts, proposals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from desk.errors import NotFound
from desk.i18n import _
from desk.models import Customer, Staff
from desk.models.cards import Member
from desk.models.kit.functions import begins_with, holds
from desk.models.points import Gift, PointAccount, PointEntry, PointLot, Purchase, Redemption, TierProposal, Voucher
from desk.models.schemes import ShopCounter
from desk.rules import points as rules
from desk.rules.kit.dates import add_months
from desk.rules.kit.money import figures
from desk.rules.points import tiers
from desk.rules.schemes import Scheme, level_name, scheme_name
from desk.rules.schemes import words as scheme_words
from desk.services import cards, schemes
from desk.services.finder.reading import met
from desk.services.kit.desk import Desk
from desk.services.kit.paging import Page
from desk.services.points import core, levels
from desk.services.points.views import (
    EntryView,
    GiftView,
    PointsView,
    ProposalView,
    PurchaseView,
    RedemptionView,
    StepView,
    VoucherView,
)
from desk.services.points.within import (
    entry_views,
    gift_view,
    member_words,
    purchase_view,
    redemption_view,
    voucher_view,
)

SHOWN = 30
"""Entries that a member's page shows at once."""
SOON = 30
"""Days ahead that points are said to run out."""


@dataclass(frozen=True, slots=True)
class PurchaseFilter:
    """Which purchases a list shows; `text`: of the receipt, the counter, the member's number or name."""

    since: date | None = None
    until: date | None = None
    text: str = ""
    member_id: int | None = None
    kept: bool = False


ALL = PurchaseFilter()
"""Every purchase."""


def member_points(desk: Desk, member_id: int) -> PointsView:
    """What a member has, what the level gives, what the next one takes, what is due, and the newest entries.

    Raises:
        NotFound: no such member.
    """
    with desk.look() as session:
        member = cards.get(session, member_id)
        today = desk.today()
        scheme = schemes.at(session, today)
        sums = session.get(PointAccount, member_id)
        balance, lifetime = (sums.balance, sums.lifetime) if sums else (0, 0)
        spent = levels.history(session, scheme, member_id, today)
        way = tiers.next_level(scheme, member.tier, spent, lifetime, today) if scheme.has(member.tier) else None
        level = scheme.level(member.tier) if scheme.has(member.tier) else None
        rows = session.scalars(
            select(PointEntry).where(PointEntry.member_id == member_id).order_by(PointEntry.id.desc()).limit(SHOWN)
        ).all()
        year, last = _year(session, member_id, today)
        return PointsView(
            member_id, member.number, member.customer.name, balance, lifetime, max(0, -balance), scheme_name(scheme),
            level_name(scheme, member.tier), scheme_words.rate_words(level.rate) if level else "",
            scheme_words.level_lines(scheme, level) if level else (), level_name(scheme, way.level.code) if way else "",
            _steps(way), rules.covered(scheme.ladder, balance) if scheme.ladder else 0, year, last,
            _expiring(session, member_id, today), gifts_due(session, member, scheme, today),
            _proposals(session, scheme, TierProposal.pending == member_id), _warnings(scheme, sums, today),
            entry_views(session, list(rows)),
        )  # fmt: skip


def _steps(way: tiers.Way | None) -> tuple[StepView, ...]:
    if way is None:
        return ()
    found = []
    for condition, done in way.steps:
        left = max(0, condition.least - done)
        missing = (f"{left:,}" if condition.kind == "lifetime" else figures(left)) if left else ""
        found.append(StepView(scheme_words.condition_words(condition), done, condition.least, missing))
    return tuple(found)


def _year(session: Session, member_id: int, today: date) -> tuple[int, date | None]:
    spent, last = session.execute(
        select(func.sum(Purchase.paid - Purchase.refunded), func.max(Purchase.day)).where(
            Purchase.member_id == member_id, Purchase.void == "", Purchase.day >= add_months(today, -12)
        )
    ).one()
    return int(spent or 0), last


def _expiring(session: Session, member_id: int, today: date) -> int:
    return int(
        session.scalar(
            select(func.sum(PointLot.left)).where(
                PointLot.member_id == member_id, PointLot.left > 0, PointLot.until <= today + timedelta(days=SOON)
            )
        )
        or 0
    )


def gifts_due(session: Session, member: Member, scheme: Scheme, today: date) -> tuple[str, ...]:
    """Which gifts a member may take today."""
    wanted = []
    if scheme.has(member.tier) and scheme.level(member.tier).quarter_gift:
        wanted.append(("quarter", rules.quarter(today)))
    if scheme.birthday_gift and core.has_birthday(member.customer, today):
        wanted.append(("birthday", f"{today.year}"))
    if scheme.card_gift or any(each.gift for each in scheme.campaigns_on(member.joined_on)):
        wanted.append(("card", ""))
    keys = {f"{kind}:{period}:{member.id}": kind for kind, period in wanted}
    if not keys:
        return ()
    given = set(session.scalars(select(Gift.once).where(Gift.once.in_(keys))))
    return tuple(kind for key, kind in keys.items() if key not in given)


def _warnings(scheme: Scheme, sums: PointAccount | None, today: date) -> tuple[str, ...]:
    found = []
    if sums is not None and sums.balance < 0:
        # L10N: 积分欠 {points} 分：兑换后退货所致，后续积分先抵扣
        words = _(
            "{points} points are owed: goods were returned after the points were spent. New points pay them first."
        )
        found.append(words.format(points=f"{-sums.balance:,}"))
    if sums is not None and core.lately_changed(sums, scheme, today):
        # L10N: 生日近期有变更，生日礼遇须主管授权
        found.append(_("The birth date was changed lately: birthday rules need a supervisor."))
    return tuple(found)


def entries(desk: Desk, member_id: int, *, limit: int = 100, offset: int = 0) -> Page[EntryView]:
    """The ledger of a member, the newest first."""
    with desk.look() as session:
        total = session.scalar(select(func.count(PointEntry.id)).where(PointEntry.member_id == member_id)) or 0
        rows = session.scalars(
            select(PointEntry)
            .where(PointEntry.member_id == member_id)
            .order_by(PointEntry.id.desc())
            .limit(limit)
            .offset(offset)
        ).all()
        return Page(entry_views(session, list(rows)), total)


def purchases(desk: Desk, which: PurchaseFilter = ALL, *, limit: int = 100, offset: int = 0) -> Page[PurchaseView]:
    """Purchases, the newest first."""
    with desk.look() as session:
        question = _purchases(desk, which)
        total = session.scalar(select(func.count()).select_from(question.subquery())) or 0
        rows = session.scalars(
            question.order_by(Purchase.day.desc(), Purchase.id.desc()).limit(limit).offset(offset)
        ).all()
        names = dict(
            session.execute(select(Staff.id, Staff.name).where(Staff.id.in_({row.staff_id for row in rows}))).all()
        )
        return Page(tuple(purchase_view(row, names.get(row.staff_id, "")) for row in rows), total)


def _purchases(desk: Desk, which: PurchaseFilter) -> Select[Purchase]:
    question = select(Purchase)
    if which.since is not None:
        question = question.where(Purchase.day >= which.since)
    if which.until is not None:
        question = question.where(Purchase.day <= which.until)
    if which.member_id is not None:
        question = question.where(Purchase.member_id == which.member_id)
    if which.kept:
        question = question.where(Purchase.member_id.is_(None))
    if which.text.strip():
        word = which.text.strip()
        people = select(Customer.id).where(holds(Customer.name, word))
        numbers = select(Member.id).where(begins_with(Member.number, word.upper()))
        shops = select(ShopCounter.id).where(or_(ShopCounter.code == word.upper(), holds(ShopCounter.name, word)))
        question = question.where(
            or_(
                begins_with(Purchase.receipt, word), Purchase.customer_id.in_(people), Purchase.member_id.in_(numbers),
                Purchase.counter_id.in_(shops), met(desk, word, customer=Purchase.customer_id),
            )
        )  # fmt: skip
    return question


def purchase(desk: Desk, purchase_id: int) -> PurchaseView:
    """One purchase.

    Raises:
        NotFound.
    """
    with desk.look() as session:
        row = session.get(Purchase, purchase_id)
        if row is None:
            raise NotFound(_("This purchase is not there."))
        staff = session.get(Staff, row.staff_id)
        return purchase_view(row, staff.name if staff else "")


def _proposals(session: Session, scheme: Scheme, *where: ColumnElement[bool]) -> tuple[ProposalView, ...]:
    rows = session.scalars(
        select(TierProposal).where(TierProposal.state == "open", *where).order_by(TierProposal.day, TierProposal.id)
    ).all()
    staff = dict(session.execute(select(Staff.id, Staff.name)).all()) if any(row.first_id for row in rows) else {}
    return tuple(
        ProposalView(
            row.id, row.kind, proposal_words(row.kind), row.member_id, member_words(row.member),
            level_name(scheme, row.before), level_name(scheme, row.after), row.day, staff.get(row.first_id or 0, ""),
        )
        for row in rows
    )  # fmt: skip


def proposal_words(kind: str) -> str:
    """What a proposal is about."""
    return {
        # L10N: 升级待确认
        "upgrade": _("Upgrade to confirm"),
        # L10N: 待评定
        "judge": _("Judgement to record"),
        # L10N: 建议撤回升级
        "take-back": _("Upgrade to take back"),
        # L10N: 办卡小票已退货
        "joining": _("Joining receipt refunded"),
    }[kind]


def proposals(desk: Desk, kind: str = "", *, limit: int = 200) -> tuple[ProposalView, ...]:
    """Open proposals, the oldest first; all kinds when ""."""
    with desk.look() as session:
        scheme = schemes.at(session, desk.today())
        where = [TierProposal.kind == kind] if kind else []
        return _proposals(session, scheme, *where)[:limit]


def vouchers(
    desk: Desk, *, state: str = "", member_id: int | None = None, limit: int = 100, offset: int = 0
) -> Page[VoucherView]:
    """Coupons and parking vouchers, the newest first."""
    with desk.look() as session:
        question = select(Voucher)
        if state:
            question = question.where(Voucher.state == state)
        if member_id is not None:
            question = question.where(Voucher.member_id == member_id)
        total = session.scalar(select(func.count()).select_from(question.subquery())) or 0
        rows = session.scalars(question.order_by(Voucher.id.desc()).limit(limit).offset(offset)).all()
        return Page(tuple(voucher_view(session, row) for row in rows), total)


def redemptions(desk: Desk, *, member_id: int | None = None, limit: int = 100, offset: int = 0) -> Page[RedemptionView]:
    """Redemptions, the newest first."""
    with desk.look() as session:
        question = select(Redemption)
        if member_id is not None:
            question = question.where(Redemption.member_id == member_id)
        total = session.scalar(select(func.count()).select_from(question.subquery())) or 0
        rows = session.scalars(question.order_by(Redemption.id.desc()).limit(limit).offset(offset)).all()
        return Page(tuple(redemption_view(session, row) for row in rows), total)


def gifts(
    desk: Desk, *, member_id: int | None = None, kind: str = "", limit: int = 100, offset: int = 0
) -> Page[GiftView]:
    """Gifts that were handed out, the newest first."""
    with desk.look() as session:
        question = select(Gift)
        if member_id is not None:
            question = question.where(Gift.member_id == member_id)
        if kind:
            question = question.where(Gift.kind == kind)
        total = session.scalar(select(func.count()).select_from(question.subquery())) or 0
        rows = session.scalars(question.order_by(Gift.id.desc()).limit(limit).offset(offset)).all()
        return Page(tuple(gift_view(session, row) for row in rows), total)


__all__ = [
    "PurchaseFilter", "entries", "gifts", "gifts_due", "member_points", "proposal_words", "proposals", "purchase", "purchases",
    "redemptions", "vouchers",
]  # fmt: skip
