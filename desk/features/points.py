"""Points: receipts of the shops, the ledger, levels, redemption, coupons and parking vouchers, gifts, draws, reports."""

from __future__ import annotations

from desk.features.kit import EXPORTED, TIME, Act, Due, Feature, Key, Numbers, PageSpec, Record, SlipKind, Undo
from desk.i18n import N_

# L10N: 积分
_POINTS = N_("Points")
# L10N: 会员联, 存根联
_MEMBER_AND_OFFICE = (N_("Member's copy"), N_("Office copy"))
# L10N: 兑换单请在兑换记录中作废，积分随之退回
_BY_REDEMPTION = N_("A redemption is taken back from its list, so that the points come back.")
# L10N: 礼品单请在礼品记录中作废
_BY_GIFT = N_("A gift is taken back from the list of gifts.")

_PURCHASE = Undo(run="desk.services.points.adjusting:undo_purchase")
_REDEEMED = Undo(run="desk.services.points.adjusting:undo_redemption")
_ADJUSTED = Undo(run="desk.services.points.adjusting:undo_adjustment")
# L10N: 退货不能撤销：积分只增不改。如有误，请作废该笔消费并重新录入。
_REFUNDED = Undo(instead=N_("A refund is not undone, points are only added to: void the purchase and enter it again."))
# L10N: 作废不能恢复：请重新录入。
_VOIDED = Undo(instead=N_("What is void stays void: enter it again."))
# L10N: 冲回不能撤销：请重新调整。
_REVERSED = Undo(instead=N_("A reversal is not undone: adjust the points again."))
# L10N: 导入的消费不能整体撤销：请逐笔作废有误的消费。
_IMPORTED = Undo(instead=N_("Imported purchases are not undone as a whole: void those that are wrong."))
# L10N: 抽奖结果不能撤销，也不重抽：如有异议，请登记并由主管处理。
_DRAWN = Undo(instead=N_("A draw stands and is not repeated: note an objection, a supervisor settles it."))

SLIPS = (
    SlipKind(
        "points-redemption", "DX",
        # L10N: 积分兑换单
        N_("Redemption slip"), "a5", ("a5", "a4", "241-half", "241-third", "roll-80"),
        # L10N: 会员联, 存根联, 专柜联
        (N_("Member's copy"), N_("Office copy"), N_("Counter's copy")),
        carries="redemption", own_void=_BY_REDEMPTION, subject=("redemption",),
    ),
    SlipKind(
        "points-coupon", "QG",
        # L10N: 现金券
        N_("Cash coupon"), "cr80", ("cr80", "a4"), carries="voucher", own_void=_BY_REDEMPTION, subject=("voucher",),
    ),
    SlipKind(
        "parking-voucher", "TC",
        # L10N: 停车券
        N_("Parking voucher"), "cr80", ("cr80", "a4"), carries="voucher",
        on_void="desk.services.points.redeeming:paper_voided", subject=("voucher",),
    ),
    SlipKind(
        "points-gift", "ST",
        # L10N: 礼品领取单
        N_("Gift slip"), "a5", ("a5", "a4", "241-half", "241-third", "roll-80"), _MEMBER_AND_OFFICE,
        carries="gift", own_void=_BY_GIFT, subject=("gift",),
    ),
    # L10N: 抽奖记录
    SlipKind("points-draw", "CQ", N_("Record of a draw"), "a4", ("a4",), carries="draw", own_void=_BY_GIFT, subject=("draw",)),
    # L10N: 积分明细（我的积分从何而来）
    SlipKind("points-statement", "LJ", N_("Points statement"), "a4", ("a4", "a5"), subject=("member",)),
)  # fmt: skip

_S = "desk.services.points:"
ACTS = (
    Act("purchase.show", _S + "purchase", changes=False),
    Act("purchase.booked", _S + "booked", changes=False),
    Act("purchase.list", _S + "purchases", changes=False),
    Act("purchase.quote", _S + "quote", changes=False),
    Act("purchase.log", _S + "log_purchase", undo=_PURCHASE),
    Act("purchase.refund", _S + "refund", undo=_REFUNDED),
    Act("purchase.void", _S + "void_purchase", role="supervisor", undo=_VOIDED),
    Act("purchase.import", _S + "import_purchases", role="supervisor", undo=_IMPORTED),
    Act("points.show", _S + "member_points", changes=False),
    Act("points.entries", _S + "entries", changes=False),
    Act("points.statement", _S + "issue_statement"),
    Act("points.statement-preview", _S + "statement_preview", changes=False),
    Act("points.redeem", _S + "redeem", undo=_REDEEMED),
    Act("points.coupon", _S + "coupon", undo=_REDEEMED),
    Act("points.redemptions", _S + "redemptions", changes=False),
    Act("redemption.void", _S + "void_redemption", role="supervisor", undo=_VOIDED),
    Act("points.adjust", _S + "adjust", role="supervisor", undo=_ADJUSTED),
    Act("points.reverse", _S + "reverse", role="supervisor", undo=_REVERSED),
    Act("points.night", _S + "run", undo=TIME),
    Act("points.report", _S + "report", changes=False),
    Act("points.top", _S + "top_members", changes=False),
    Act("points.targets", _S + "target_list", changes=False),
    Act("points.top-export", _S + "top_file", role="manager", undo=EXPORTED),
    Act("points.export", _S + "target_xlsx", role="manager", undo=EXPORTED),
    Act("tier.proposals", _S + "proposals", changes=False),
    Act("tier.proposals-export", _S + "proposals_file", role="manager", undo=EXPORTED),
    Act("tier.confirm", _S + "confirm"),
    Act("tier.decline", _S + "decline", role="supervisor"),
    Act("tier.judge", _S + "judge", role="supervisor"),
    Act("voucher.list", _S + "vouchers", changes=False),
    Act("voucher.parking", _S + "parking"),
    Act("voucher.use", _S + "use_voucher"),
    Act("voucher.void", _S + "void_voucher", role="supervisor"),
    Act("gift.list", _S + "gifts", changes=False),
    Act("gift.give", _S + "give"),
    Act("gift.void", _S + "void_gift", role="supervisor"),
    Act("draw.show", _S + "draw_of", changes=False),
    Act("draw.list", _S + "draws", changes=False),
    Act("draw.again", _S + "draw_again", changes=False),
    Act("draw.make", _S + "draw", role="supervisor", undo=_DRAWN),
)

_DUE = "desk.services.points.due:"
DUE = (
    # L10N: 会员升级待确认
    Due("points-upgrades", N_("Members to be raised"), _DUE + "upgrades", waits=True, order=32),
    # L10N: 会员等级待主管决定
    Due(
        "points-decisions",
        N_("Levels that a supervisor decides"),
        _DUE + "decisions",
        waits=True,
        order=31,
        role="supervisor",
    ),
    # L10N: 季度礼品待领
    Due("points-gifts", N_("Gifts of the quarter not taken"), _DUE + "quarter_gifts", order=60),
)

_UI = "desk.ui.points."
PAGES = (
    # L10N: 消费积分
    PageSpec("purchases", _POINTS, _UI + "lists:PurchasesPage", icon="points", targets=("purchases",)),
    # L10N: 导入小票
    PageSpec("receipts-import", N_("Import receipts"), _UI + "imports:ReceiptsImportPage", parent="purchases"),
    # L10N: 等级提议
    PageSpec(
        "upgrades", N_("Levels to decide"), _UI + "upgrades:UpgradesPage", parent="purchases", targets=("upgrades",)
    ),
    # L10N: 兑换记录
    PageSpec(
        "redemptions", N_("Redemptions"), _UI + "lists:RedemptionsPage", parent="purchases", targets=("redemptions",)
    ),
    # L10N: 现金券和停车券
    PageSpec("vouchers", N_("Vouchers"), _UI + "lists:VouchersPage", parent="purchases", targets=("vouchers",)),
    # L10N: 礼品和抽奖
    PageSpec(
        "points-gifts", N_("Gifts and draws"), _UI + "lists:GiftsPage", parent="purchases", targets=("points-gifts",)
    ),
    # L10N: 会员报表
    PageSpec("points-report", N_("Member reports"), _UI + "report:MemberReportPage", parent="purchases"),
    # L10N: 前 500 名会员
    PageSpec("top-members", N_("TOP 500"), _UI + "top:TopPage", parent="purchases"),
)

KEYS = (
    Key("Enter", ("Open the member",)), Key("F6", ("The other report",)),
    Key("Ins", ("Draw", "Log a purchase", "Take in a voucher")), Key("Alt+E", ("Redeem points",), "redeems points"),
    Key("Alt+G", ("Hand out a gift",), "hands out a gift"), Key("Alt+P", ("Parking voucher",), "parking voucher"),
    Key("Alt+U", ("Coupon for points",), "coupon for points"),
    Key("Ctrl+B", ("Take the gift back", "Take the redemption back")), Key("Ctrl+Del", ("The receipt is void",)),
    Key("Ctrl+F5", ("Reckon all levels now",)), Key("Ctrl+I", ("Import receipts",)), Key("Ctrl+O", ("Target list",)),
    Key("Ctrl+P", ("Print again",)), Key("Ctrl+U", ("Log a refund",)), Key("Ctrl+Y", ("Confirm",)),
    Key("Ctrl+Shift+Y", ("Decline",)),
)  # fmt: skip


FEATURE = Feature(
    code="points",
    keys=KEYS,
    ledgers=("point_entry",),
    tables=("desk.models.points",),
    records=(
        # L10N: 消费
        Record("purchase", N_("Purchase"), "desk.models.points:Purchase", title="receipt"),
        # L10N: 积分兑换
        Record("redemption", N_("Redemption"), "desk.models.points:Redemption"),
        # L10N: 券
        Record(
            "voucher",
            N_("Voucher"),
            "desk.models.points:Voucher",
            withdraw="desk.services.points.redeeming:withdraw_voucher",
        ),
        # L10N: 礼品
        Record("gift", N_("Gift"), "desk.models.points:Gift", withdraw="desk.services.points.gifts:withdraw_gift"),
        # L10N: 抽奖
        Record("draw", N_("Draw"), "desk.models.points:Draw"),
    ),
    numbers=(
        Numbers("desk.models.points:Redemption.number", ("DX",)),
        Numbers("desk.models.points:Voucher.number", ("QG", "TC")),
        Numbers("desk.models.points:Gift.number", ("ST",)),
        Numbers("desk.models.points:Draw.number", ("CQ",)),
    ),
    slips=SLIPS,
    pages=PAGES,
    due=DUE,
    used=("member", "purchase"),
    acts=ACTS,
    people=("purchase.customer_id",),
    timeline=("desk.services.points.due:lines",),
    checks=("desk.services.points.check:check",),
    hooks={
        "day_begins": "desk.services.points:day_begins",
        "member_level": "desk.services.points.purchases:member_level",
        "member_joined": "desk.services.points.purchases:member_joined",
        "member_ended": "desk.services.points.purchases:member_ended",
        "member_facts": "desk.services.points.due:member_facts",
        "member_cards": "desk.ui.points.member:member_cards",
        "scheme_in_use": "desk.services.points.due:scheme_in_use",
        "receipt_voided": "desk.services.points.refunds:receipt_voided",
    },
    tour="desk.tour.points:tell",
)
