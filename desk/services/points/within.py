"""Views of purchases, gifts and vouchers, and the words of the ledger, for the other modules of the feature."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.i18n import N_, _, ngettext
from desk.models import Customer
from desk.models.cards import Member
from desk.models.points import Gift, PointEntry, Purchase, Redemption, Voucher
from desk.rules.kit.money import figures
from desk.services.kit import reasons
from desk.services.points.views import EntryView, GiftView, PurchaseView, RedemptionView, VoucherView

ENTRY_WORDS = {
    # L10N: 消费积分
    "earn": N_("Purchase"),
    # L10N: 退货扣回
    "refund": N_("Refund of a purchase"),
    # L10N: 积分兑换
    "redeem": N_("Redemption"),
    # L10N: 兑换现金券
    "coupon": N_("Cash coupon"),
    # L10N: 积分到期
    "expire": N_("Points ran out"),
    # L10N: 人工调整
    "adjust": N_("Adjustment"),
    # L10N: 冲销
    "reverse": N_("Reversal"),
}
"""The kinds of entries."""
GIFT_WORDS = {
    # L10N: 季度礼品
    "quarter": N_("Gift of the quarter"),
    # L10N: 生日礼品
    "birthday": N_("Birthday gift"),
    # L10N: 办卡礼品
    "card": N_("Gift with the card"),
    # L10N: 抽奖奖品
    "prize": N_("Prize of a draw"),
}
"""The kinds of gifts."""
DOUBLE_WORDS = {
    # L10N: 双倍积分日
    "weekday": N_("double-points day"),
    # L10N: 生日双倍
    "birthday": N_("birthday"),
    # L10N: 当日前列会员双倍
    "first": N_("among the first of the day"),
    # L10N: 活动双倍
    "days": N_("campaign"),
}
"""Why a purchase counts twice."""


def member_names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Number and name of members by id."""
    rows = session.execute(
        select(Member.id, Member.number, Customer.name)
        .join(Customer, Customer.id == Member.customer_id)
        .where(Member.id.in_(list(ids)))
    )
    return {key: f"{number} {name}" for key, number, name in rows}


def member_words(member: Member) -> str:
    """Number and name."""
    return f"{member.number} {member.customer.name}"


def purchase_view(row: Purchase, staff: str = "") -> PurchaseView:
    """A purchase."""
    counter = row.counter.name if row.counter else _("Centre")
    who = member_words(row.member) if row.member else row.customer.name
    return PurchaseView(
        row.id, row.day, counter, row.receipt, row.label, row.paid, row.refunded, row.coupon, row.points, row.doubled,
        row.joining, row.void, row.member_id, who, staff, row.at,
    )  # fmt: skip


def redemption_view(session: Session, row: Redemption) -> RedemptionView:
    """A redemption."""
    paid = session.scalar(select(Voucher.number).where(Voucher.redemption_id == row.id)) if row.kind == "coupon" else ""
    return RedemptionView(
        row.id, row.number, row.kind, row.item, row.counter.name if row.counter else "", row.label, row.points, row.state,
        row.day, row.member_id, member_words(row.member), paid or "",
    )  # fmt: skip


def value_words(kind: str, value: int) -> str:
    """What a voucher is worth: an amount, or hours of parking."""
    if kind == "coupon":
        return figures(value)
    # L10N: 停车 {n} 小时
    return ngettext("{n} hour of parking", "{n} hours of parking", value).format(n=value)


def voucher_view(_session: Session, row: Voucher) -> VoucherView:
    """A voucher."""
    return VoucherView(
        row.id, row.number, row.kind, row.value, value_words(row.kind, row.value), row.since, row.until, row.state,
        row.used_on, row.used_at, row.member_id, member_words(row.member),
    )  # fmt: skip


def gift_view(_session: Session, row: Gift) -> GiftView:
    """A gift."""
    return GiftView(
        row.id, row.number, row.kind, _(GIFT_WORDS[row.kind]), row.period, row.item, row.day, row.state, row.member_id,
        member_words(row.member),
    )  # fmt: skip


def entry_views(session: Session, rows: list[PointEntry]) -> tuple[EntryView, ...]:
    """Entries with what they are about in words; a few statements for all of them."""
    wanted: dict[str, set[int]] = {}
    for row in rows:
        kind, _colon, number = row.subject.partition(":")
        if number.isdigit():
            wanted.setdefault(kind, set()).add(int(number))
    about: dict[str, str] = {}
    for each in session.scalars(select(Purchase).where(Purchase.id.in_(wanted.get("purchase", set())))):
        counter = each.counter.name if each.counter else _("Centre")
        # L10N: {counter} 小票 {receipt}，实付 {paid}
        words = _("{counter}, receipt {receipt}, paid {paid}")
        about[f"purchase:{each.id}"] = words.format(counter=counter, receipt=each.receipt, paid=figures(each.paid))
        if each.doubled:
            # L10N: {what}（双倍：{why}）
            why = _("{what} (double: {why})")
            about[f"purchase:{each.id}"] = why.format(
                what=about[f"purchase:{each.id}"], why=_(DOUBLE_WORDS[each.doubled])
            )
    for redeemed in session.scalars(select(Redemption).where(Redemption.id.in_(wanted.get("redemption", set())))):
        about[f"redemption:{redeemed.id}"] = f"{redeemed.number} {redeemed.item}"
    return tuple(
        EntryView(
            row.id, row.at, row.day, row.kind, _(ENTRY_WORDS[row.kind]), about.get(row.subject, ""), row.points,
            row.lifetime, row.balance, reasons.said(row.note), row.staff.name if row.staff else "", row.subject,
        )
        for row in rows
    )  # fmt: skip


__all__ = [
    "DOUBLE_WORDS", "ENTRY_WORDS", "GIFT_WORDS", "entry_views", "gift_view", "member_names", "member_words", "purchase_view",
    "redemption_view", "value_words", "voucher_view",
]  # fmt: skip
