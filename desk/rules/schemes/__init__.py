"""What a VIP scheme is: levels, prices, points, ladders, campaigns, all of it data (handbook A9, C-1, C-2, C-31).

Three schemes come with the program (`standard`): `points` (two levels and a ladder), `tiers` (five levels earned by spending),
`approval` (on request). A site uses one, with its own numbers; every change is dated (services.schemes). Amounts are whole fen,
rates are thousandths (8.8折 is 880), windows are months counted forward from the purchase (handbook C-24).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from desk.errors import Problem
from desk.i18n import N_, _

CODES = ("points", "tiers", "approval")
"""The kinds of schemes."""
FULL = 1000
"""The rate of no discount, in thousandths."""

CONDITIONS = {
    # L10N: 当日累计消费
    "day": N_("Same-day total"),
    # L10N: 单笔消费
    "first": N_("One purchase"),
    # L10N: 期间累计消费
    "total": N_("Total of the window"),
    # L10N: 累计积分
    "lifetime": N_("Lifetime points"),
    # L10N: 中高档商品单笔消费
    "graded": N_("One purchase of medium or high-grade goods"),
    # L10N: 当月累计消费
    "month": N_("Total of a calendar month"),
}
"""The kinds of conditions of a level."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What earns a level.

    Attributes:
        kind: of `CONDITIONS`. least: fen, for `lifetime` points; the amount itself is enough.
        months: the window, counted forward from each purchase; 0 where the kind needs none.
    """

    kind: str
    least: int
    months: int = 0


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a scheme.

    Attributes:
        code: kept with members. name: the site's own name of it; "" takes the program's (`level_name`).
        rate: what its card pays of the slip price, in thousandths. partner_rate: at partner merchants.
        parking_hours: of a parking voucher; 0 gives none. letters: its card may bear the letters VIP.
        quarter_gift, party: a gift each quarter; invited to the yearly party.
        join, upgrade: what earns it without a card, and with a lower one. judgement: supervisor and manager record a
            judgement first (handbook C-28). benefits: further lines in words, as printed.
    """

    code: str
    name: str = ""
    rate: int = FULL
    partner_rate: int = FULL
    parking_hours: int = 0
    letters: bool = False
    quarter_gift: bool = False
    party: bool = False
    join: tuple[Condition, ...] = ()
    upgrade: tuple[Condition, ...] = ()
    judgement: bool = False
    benefits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Double:
    """A rule that doubles the points of a purchase; several at once still double once (handbook C-6).

    Attributes:
        kind: `weekday` (on `weekdays`, Monday 0, in `months`), `birthday`, `first` (the first `count` members of a day), `days`.
        on: whether it is in force. since, until: only then; None for always.
    """

    kind: str
    on: bool = True
    weekdays: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    count: int = 0
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Ladder:
    """What points are worth: `points` up to `fen`, each further `step_points` another `step_fen`; most: steps beyond, 0 no end."""

    points: int
    fen: int
    step_points: int
    step_fen: int


@dataclass(frozen=True, slots=True)
class Campaign:
    """A time with rules or gifts of its own.

    Attributes:
        name: as printed. since, until: first and last day.
        free_level: whoever applies gets this level without a purchase (launch, handbook V10); "" keeps the joining rule.
        gift: what is given with the card; "" nothing.
    """

    name: str
    since: date
    until: date
    free_level: str = ""
    gift: str = ""


@dataclass(frozen=True, slots=True)
class Scheme:
    """One scheme with all its numbers.

    Attributes:
        code: of `CODES`. name: the site's own; "" takes the program's.
        levels: the lowest first.
        every: all conditions of a level must hold, not one of them (handbook C-1).
        automatic: an upgrade happens with the purchase that earns it; else it is proposed.
        by_request: cards are asked for and approved by a leader who is not the applicant (handbook V7).
        form: what the application must hold: name, age, document, address, phone, goods.
        join_days: a joining receipt is at most so old. join_earns: joining receipts earn points.
        earn_fen, earn_points: points for each whole amount of the receipt's sum. bonus_from, bonus: extra for one purchase.
        doubles: rules that double. ladder: gifts for points; coupons: cash coupons for points, None gives none.
        coupon_months, parking_days: how long a coupon and a parking voucher last.
        draw_digit: balances that end so may join a draw; -1 none. birthday_gift: spending on the birthday brings a gift.
        card_gift: given with every card; "" none. campaigns: see there.
        expiry_months: points end so long after the purchase; 0 never. lifetime_adjusted: adjustments count for upgrades.
        dormant_months: without a purchase so long a card is dormant. take_back_days: a refund so soon after an upgrade proposes
            taking it back. birthday_days: a birth date changed so recently needs a supervisor for a birthday's rules.
        own_alone: staff may book to a card of their own alone.
        centre_kinds: kinds of fees whose receipts of the centre count as purchases (handbook C-26).
    """

    code: str
    levels: tuple[Level, ...]
    name: str = ""
    every: bool = False
    automatic: bool = False
    by_request: bool = False
    form: tuple[str, ...] = ("name", "age", "document", "address", "phone", "goods")
    join_days: int = 30
    join_earns: bool = True
    earn_fen: int = 1000
    earn_points: int = 1
    bonus_from: int = 200
    bonus: int = 10
    doubles: tuple[Double, ...] = ()
    ladder: Ladder | None = None
    coupons: Ladder | None = None
    coupon_months: int = 6
    parking_days: int = 1
    draw_digit: int = -1
    birthday_gift: bool = False
    card_gift: str = ""
    campaigns: tuple[Campaign, ...] = ()
    expiry_months: int = 0
    lifetime_adjusted: bool = False
    dormant_months: int = 12
    take_back_days: int = 30
    birthday_days: int = 30
    own_alone: bool = False
    centre_kinds: tuple[str, ...] = field(default=())

    @property
    def codes(self) -> tuple[str, ...]:
        """Its levels' codes, the lowest first."""
        return tuple(level.code for level in self.levels)

    def level(self, code: str) -> Level:
        """A level by its code.

        Raises:
            KeyError: the scheme has none of this code.
        """
        for level in self.levels:
            if level.code == code:
                return level
        raise KeyError(code)

    def has(self, code: str) -> bool:
        """Whether it has a level of this code."""
        return code in self.codes

    def rank(self, code: str) -> int:
        """How high a level stands, from 0; -1 for a code that the scheme does not have."""
        return self.codes.index(code) if code in self.codes else -1

    def above(self, code: str) -> tuple[Level, ...]:
        """The levels above one, the next first."""
        return self.levels[self.rank(code) + 1 :]

    def campaigns_on(self, day: date) -> Iterator[Campaign]:
        """The campaigns that run on a day."""
        return (each for each in self.campaigns if each.since <= day <= each.until)


_SCHEMES = {
    # L10N: 积分制
    "points": N_("Points scheme"),
    # L10N: 等级制
    "tiers": N_("Tier scheme"),
    # L10N: 审批制
    "approval": N_("Approval scheme"),
}
_LEVELS = {
    # L10N: 尊贵VIP黄金卡
    ("points", "gold"): N_("VIP gold card"),
    # L10N: VIP钻石卡
    ("points", "diamond"): N_("VIP diamond card"),
    # L10N: 普卡
    ("tiers", "ordinary"): N_("Ordinary card"),
    # L10N: 银卡
    ("tiers", "silver"): N_("Silver card"),
    # L10N: 金卡
    ("tiers", "gold"): N_("Gold card"),
    # L10N: 钻石卡
    ("tiers", "diamond"): N_("Diamond card"),
    # L10N: 紫金钻石卡
    ("tiers", "purple"): N_("Purple diamond card"),
    # L10N: VIP卡
    ("approval", "vip"): N_("VIP card"),
}


def scheme_name(scheme: Scheme) -> str:
    """How a scheme is called."""
    return scheme.name or _(_SCHEMES[scheme.code])


def level_name(scheme: Scheme, code: str) -> str:
    """How a level is called; the code itself where the scheme has no such level and no words for it."""
    if scheme.has(code) and scheme.level(code).name:
        return scheme.level(code).name
    word = _LEVELS.get((scheme.code, code))
    return _(word) if word else code


def problems(scheme: Scheme) -> list[Problem]:
    """What is wrong with a scheme's numbers, by field (`levels.1.rate`), all at once; codes `range`, `taken`, `required`, `order`."""
    found: list[Problem] = []

    def wrong(where: str, code: str, message: str) -> None:
        found.append(Problem(code, message, where))

    if scheme.code not in CODES:
        # L10N: 请选择会员制度
        wrong("code", "choice", _("Choose the scheme."))
    if not scheme.levels:
        # L10N: 请至少设置一个等级
        wrong("levels", "required", _("A scheme has at least one level."))
    seen: set[str] = set()
    for place, level in enumerate(scheme.levels):
        at = f"levels.{place}."
        if not level.code.strip() or level.code in seen:
            # L10N: 等级代码重复或未填
            wrong(at + "code", "taken", _("Each level has a code of its own."))
        seen.add(level.code)
        for name, rate in (("rate", level.rate), ("partner_rate", level.partner_rate)):
            if not 1 <= rate <= FULL:
                # L10N: 折扣应大于 0、不超过 10 折
                wrong(at + name, "range", _("A rate is more than 0 and at most 10 tenths."))
        if not 0 <= level.parking_hours <= 24:
            # L10N: 停车时数为 0 至 24
            wrong(at + "parking_hours", "range", _("Hours of parking lie between 0 and 24."))
        for each in (*level.join, *level.upgrade):
            if each.kind not in CONDITIONS or each.least <= 0 or not 0 <= each.months <= 60:
                # L10N: 升级条件有误
                wrong(
                    at + "conditions", "range", _("A condition needs an amount of more than 0 and at most 60 months.")
                )
    found += _number_problems(scheme)
    for place, double in enumerate(scheme.doubles):
        bad = (
            double.kind not in ("weekday", "birthday", "first", "days")
            or (double.kind == "weekday" and not double.weekdays)
            or any(not 0 <= each <= 6 for each in double.weekdays)
            or any(not 1 <= each <= 12 for each in double.months)
            or (double.kind == "first" and double.count <= 0)
        )
        if bad:
            # L10N: 双倍积分规则有误
            wrong(f"doubles.{place}", "range", _("A rule for double points needs its weekdays, months or number."))
        _period(found, f"doubles.{place}", double.since, double.until)
    for place, campaign in enumerate(scheme.campaigns):
        if not campaign.name.strip():
            # L10N: 请填写活动名称
            wrong(f"campaigns.{place}.name", "required", _("Give the campaign a name."))
        if campaign.free_level and not scheme.has(campaign.free_level):
            # L10N: 请选择等级
            wrong(f"campaigns.{place}.free_level", "choice", _("Choose one of the levels."))
        _period(found, f"campaigns.{place}.until", campaign.since, campaign.until)
    return found


def _period(found: list[Problem], where: str, since: date | None, until: date | None) -> None:
    if since is not None and until is not None and until < since:
        found.append(Problem("order", _("The end lies before the start."), where))


_BOUNDS = {
    "join_days": (0, 3660), "earn_fen": (1, 10**9), "earn_points": (0, 10**6), "bonus_from": (0, 10**9), "bonus": (0, 10**6),
    "coupon_months": (1, 120), "parking_days": (1, 366), "draw_digit": (-1, 9), "expiry_months": (0, 240),
    "dormant_months": (1, 240), "take_back_days": (0, 3660), "birthday_days": (0, 3660),
}  # fmt: skip
"""Between which bounds the numbers of a scheme lie."""


def _number_problems(scheme: Scheme) -> Iterator[Problem]:
    for name, (least, most) in _BOUNDS.items():
        if not least <= getattr(scheme, name) <= most:
            # L10N: 应在 {least} 至 {most} 之间
            yield Problem("range", _("This lies between {least} and {most}.").format(least=least, most=most), name)
    for name in ("ladder", "coupons"):
        ladder: Ladder | None = getattr(scheme, name)
        if ladder is not None and min(ladder.points, ladder.fen, ladder.step_points, ladder.step_fen) <= 0:
            # L10N: 积分和金额须大于 0
            yield Problem("range", _("Points and amounts of a ladder are more than 0."), name)


__all__ = [
    "CODES", "CONDITIONS", "FULL", "Campaign", "Condition", "Double", "Ladder", "Level", "Scheme", "level_name", "problems",
    "scheme_name",
]  # fmt: skip
