"""The papers of points: 兑换单, coupons and parking vouchers, gift slips, the record of a draw, 我的积分从何而来 (handbook A9, V8, V10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desk.i18n import _, pgettext
from desk.slips.engine.head import Head
from desk.slips.engine.slip import Card, Column, Field, Piece, Signature, Slip, Table


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of the statement, in words; points with their sign."""

    day: str
    what: str
    about: str
    points: str
    lifetime: str
    balance: str


def _slip(kind: str, title: str, head: Head, **parts: Any) -> Slip:
    return Slip(
        kind=kind, title=title, site=head["site"], footer=head["issued"], hotline=head["hotline"], language=head["language"],
        **parts,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class RedemptionFacts:
    """What stands on a 兑换单, in words: item, label price, points taken and left; `coupon`: its number; `ladder`: by which one."""

    member: str
    tier: str
    item: str
    counter: str
    label: str
    points: str
    balance: str
    coupon: str = ""
    ladder: str = ""


def redemption(head: Head, copies: tuple[str, ...], facts: RedemptionFacts) -> Slip:
    """The 兑换单: item, label price, points taken and what is left; a coupon by its number."""
    fields = [
        # L10N: 会员
        Field(_("Member"), facts.member, span=7),
        # L10N: 会员等级
        Field(_("Level"), facts.tier, span=5),
        # L10N: 兑换商品
        Field(_("Item for points"), facts.item, span=12, bold=True),
        Field(_("Counter (shop)"), facts.counter),
        # L10N: 标价
        Field(_("Label price"), facts.label),
        # L10N: 扣减积分
        Field(_("Points taken"), facts.points, bold=True),
        # L10N: 剩余积分
        Field(_("Points left"), facts.balance),
    ]
    if facts.coupon:
        # L10N: 现金券编号
        fields.append(Field(_("Number of the coupon"), facts.coupon, span=12))
    if facts.ladder:
        # L10N: 兑换标准
        fields.append(Field(_("By the ladder"), facts.ladder, span=12))
    return _slip(
        # L10N: 积分兑换单
        "points-redemption", _("Redemption slip"), head, fields=tuple(fields), copies=copies,
        clauses=(
            # L10N: 兑换按商品标价计，一次兑换一件；特公价商品不参加。费用由商场承担。
            _("Points are taken by the label price, one item at a time; goods at special prices take no part."),
        ),
        # L10N: 会员签字; 经办人; 专柜签收
        signatures=(Signature(_("Member's signature"), dated=True), Signature(_("Clerk at the desk")), Signature(_("Counter (shop)"))),
    )  # fmt: skip


def voucher(head: Head, *, coupon: bool, number: str, value: str, days: str, tier: str) -> Slip:
    """A cash coupon or a parking voucher as a card: its number in words and as a code, nothing personal in the code."""
    # L10N: 现金券 / 停车券
    title = _("Cash coupon") if coupon else _("Parking voucher")
    kind = "points-coupon" if coupon else "parking-voucher"
    pieces = (
        Piece("frame", 0.5, 0.5, 84.6, 52.9),
        Piece("text", 4, 4, 50, 5, head["site"], size=8),
        Piece("text", 4, 10, 77, 8, title, size=14, bold=True),
        Piece("text", 4, 20, 50, 11, value, size=20, bold=True),
        # L10N: 有效期：{days}
        Piece("text", 4, 33, 56, 4.5, _("Valid: {days}").format(days=days), size=8),
        Piece("text", 4, 38, 56, 4.5, tier, size=8),
        Piece("qr", 63, 20, 18, 18, number),
        Piece("text", 4, 43.5, 77, 4, number, size=8),
        # L10N: 限本人使用，不兑现、不找零，过期作废。
        Piece("text", 4, 48, 77, 4, _("For the member only. No cash, no change; void after its last day.")
              if coupon else _("For the member only; void after its last day."), size=6, tone="grey"),
    )  # fmt: skip
    return _slip(kind, title, head, cards=(Card(85.6, 53.98, pieces),))


def gift(head: Head, copies: tuple[str, ...], *, what: str, period: str, member: str, tier: str, item: str) -> Slip:
    """The slip of a gift, signed by who takes it."""
    # L10N: 礼品领取单
    return _slip(
        "points-gift", _("Gift slip"), head, copies=copies,
        fields=(
            Field(_("Member"), member, span=7),
            Field(_("Level"), tier, span=5),
            # L10N: 礼品类别
            Field(_("Kind of gift"), what),
            # L10N: 期间
            Field(_("Period"), period),
            # L10N: 礼品
            Field(_("Gift"), item, span=12, bold=True),
        ),
        # L10N: 领取人; 发放人
        signatures=(Signature(_("Gift received by"), dated=True), Signature(_("Handed out by"))),
    )  # fmt: skip


def draw(
    head: Head, *, day: str, digit: str, people: str, seed: str, prize: str, winners: tuple[str, ...], digest: str
) -> Slip:
    """The record of a draw: who was in it, the start value, who won."""
    # L10N: 抽奖记录
    return _slip(
        "points-draw", _("Record of a draw"), head,
        fields=(
            # L10N: 名单时间
            Field(_("List as of"), day),
            # L10N: 积分尾数
            Field(_("Last digit"), digit),
            # L10N: 参加人数
            Field(_("In the draw"), people),
            # L10N: 奖品
            Field(_("Prize"), prize),
            # L10N: 随机起始值
            Field(_("Start value"), seed, span=12),
            # L10N: 名单校验值
            Field(_("Check value of the list"), digest, span=12),
        ),
        tables=(
            # L10N: 名次; 中奖会员
            Table((Column(_("Rank"), 1.0), Column(_("Winner"), 5.0)), tuple((f"{n}", who) for n, who in enumerate(winners, 1))),
        ),
        # L10N: 抽奖人; 监督人
        signatures=(Signature(_("Drawn by"), dated=True), Signature(_("Witness"))),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """What stands on a statement, in words.

    Attributes:
        sums: label and figure. steps: of the next level: condition, reached, missing. lines: the entries. rules: sentences.
    """

    member: str
    tier: str
    sums: tuple[tuple[str, str], ...]
    steps: tuple[tuple[str, str, str], ...]
    next_level: str
    lines: tuple[Line, ...]
    rules: tuple[str, ...]


def statement(head: Head, facts: StatementFacts) -> Slip:
    """我的积分从何而来: where the points come from, entry by entry, and why the level is what it is."""
    # L10N: 积分明细（我的积分从何而来）
    title = _("Points statement: where my points come from")
    fields = [Field(_("Member"), facts.member), Field(_("Level"), facts.tier)] + [
        Field(label, value, span=4) for label, value in facts.sums
    ]
    tables = []
    if facts.steps:
        # L10N: 升至{level}的条件; 条件; 已达到; 还差
        heading = _("What it takes for {level} (either is enough unless it says all)").format(level=facts.next_level)
        columns = (
            Column(pgettext("level", "Condition"), 4.0),
            Column(_("Reached"), 2.0, right=True),
            Column(_("Missing"), 2.0, right=True),
        )
        tables.append(Table(columns, facts.steps, heading=heading))
    entries = (
        # L10N: 日期; 类别; 说明; 积分; 累计; 余额
        Column(_("Date"), 1.6), Column(_("Kind"), 1.8), Column(_("About"), 5.0), Column(_("Points"), 1.2, right=True),
        Column(_("Lifetime"), 1.2, right=True), Column(_("Balance"), 1.3, right=True),
    )  # fmt: skip
    # L10N: 积分记录
    rows = tuple((each.day, each.what, each.about, each.points, each.lifetime, each.balance) for each in facts.lines)
    tables.append(Table(entries, rows, heading=_("Entries of the ledger")))
    return _slip("points-statement", title, head, fields=tuple(fields), tables=tuple(tables), clauses=facts.rules)


__all__ = ["Head", "Line", "RedemptionFacts", "StatementFacts", "draw", "gift", "redemption", "statement", "voucher"]
