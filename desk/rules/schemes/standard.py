"""The three schemes as they come with the program: every number of handbook A9, C-1, C-31."""

from __future__ import annotations

from desk.i18n import N_
from desk.rules.schemes import Condition, Double, Ladder, Level, Scheme

LADDER = Ladder(points=1000, fen=200_00, step_points=500, step_fen=200_00)
"""1,000 points: one item with a label price up to 200; 1,500: up to 400; each further 500: 200 more."""
DOUBLES = (
    Double("weekday", weekdays=(2,), months=(2, 3, 4)),
    Double("birthday"),
    Double("first", on=False, count=100),
)
"""The examples of the papers: Wednesdays in February to April, one's birthday, the first hundred members of a day."""

POINTS = Scheme(
    code="points",
    levels=(
        Level("gold", rate=880, letters=True, join=(Condition("day", 300_00),)),
        Level(
            "diamond",
            rate=800,
            letters=True,
            quarter_gift=True,
            party=True,
            join=(Condition("day", 3000_00),),
            upgrade=(Condition("lifetime", 8000),),
        ),
    ),
    doubles=DOUBLES,
    ladder=LADDER,
    draw_digit=8,
    birthday_gift=True,
)

TIERS = Scheme(
    code="tiers",
    automatic=True,
    levels=(
        Level(
            "ordinary", rate=950, partner_rate=950, parking_hours=1,
            join=(Condition("first", 500_00, 3), Condition("total", 1500_00, 3)),
        ),
        Level(
            "silver", rate=900, partner_rate=900, parking_hours=2,
            upgrade=(Condition("total", 3000_00, 6), Condition("total", 5000_00, 12)),
            # L10N: 专享活动折扣
            benefits=(N_("discounts at events for this card"),),
        ),
        Level(
            "gold", rate=880, partner_rate=880, parking_hours=4,
            upgrade=(Condition("total", 5000_00, 6), Condition("total", 8000_00, 12)),
            benefits=(N_("discounts at events for this card"),),
        ),
        Level(
            "diamond", rate=850, partner_rate=850, parking_hours=4, letters=True,
            upgrade=(Condition("total", 20000_00, 12),),
            # L10N: VIP贵宾室
            benefits=(N_("discounts at events for this card"), N_("VIP lounge")),
        ),
        Level(
            "purple", rate=800, partner_rate=800, parking_hours=6, letters=True, party=True, judgement=True,
            upgrade=(Condition("total", 40000_00, 12),),
            # L10N: 专属导购; 免费饮品; 送货上门; 每年专属活动
            benefits=(N_("private shopper"), N_("free drinks"), N_("delivery"), N_("an event of one's own each year")),
        ),
    ),
    coupons=LADDER,
    ladder=LADDER,
    doubles=(Double("birthday", on=False),),
)  # fmt: skip

APPROVAL = Scheme(
    code="approval",
    by_request=True,
    levels=(
        Level(
            "vip", rate=880, letters=True, join=(Condition("graded", 10000_00, 12), Condition("month", 20000_00, 12))
        ),
    ),
    bonus_from=0,
    bonus=0,
)

STANDARD = {each.code: each for each in (POINTS, TIERS, APPROVAL)}
"""By code."""

__all__ = ["APPROVAL", "DOUBLES", "LADDER", "POINTS", "STANDARD", "TIERS"]
