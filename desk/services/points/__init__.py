"""Points, purchases, levels, gifts (handbook A9, C-4, C-5, C-6, V1 to V15): the door of the feature."""

from desk.services.points.adjusting import adjust, reverse
from desk.services.points.entries import AdjustEntry, GiftEntry, JudgeEntry, LineEntry, PurchaseEntry, RedeemEntry
from desk.services.points.gifts import draw, draw_again, draw_of, draws, give, void_gift
from desk.services.points.imports import ImportReport, import_purchases
from desk.services.points.levels import confirm, decline, judge
from desk.services.points.nightly import RunView, day_begins, run
from desk.services.points.purchases import Booked, Quote, booked, log_purchase, quote, refund, void_purchase
from desk.services.points.read import (
    PurchaseFilter,
    entries,
    gifts,
    member_points,
    proposals,
    purchase,
    purchases,
    redemptions,
    vouchers,
)
from desk.services.points.redeeming import coupon, parking, redeem, use_voucher, void_redemption, void_voucher
from desk.services.points.reports import (
    Reaction,
    ReportView,
    report,
    report_charts,
    report_pdf,
    report_xlsx,
    sums,
)
from desk.services.points.reports.lists import TOP, TargetList, TopView, target_list, target_xlsx, top_file, top_members
from desk.services.points.statement import issue_statement, statement_preview
from desk.services.points.views import (
    DrawView,
    EntryView,
    GiftView,
    PointsView,
    ProposalView,
    PurchaseView,
    RedemptionView,
    StepView,
    VoucherView,
)
from desk.services.points.within import GIFT_WORDS as GIFTS
from desk.slips.engine.charts import Chart

__all__ = [
    "GIFTS",
    "TOP",
    "AdjustEntry",
    "Booked",
    "Chart",
    "DrawView",
    "EntryView",
    "GiftEntry",
    "GiftView",
    "ImportReport",
    "JudgeEntry",
    "LineEntry",
    "PointsView",
    "ProposalView",
    "PurchaseEntry",
    "PurchaseFilter",
    "PurchaseView",
    "Quote",
    "Reaction",
    "RedeemEntry",
    "RedemptionView",
    "ReportView",
    "RunView",
    "StepView",
    "TargetList",
    "TopView",
    "VoucherView",
    "adjust",
    "booked",
    "confirm",
    "coupon",
    "day_begins",
    "decline",
    "draw",
    "draw_again",
    "draw_of",
    "draws",
    "entries",
    "gifts",
    "give",
    "import_purchases",
    "issue_statement",
    "judge",
    "log_purchase",
    "member_points",
    "parking",
    "proposals",
    "purchase",
    "purchases",
    "quote",
    "redeem",
    "redemptions",
    "refund",
    "report",
    "report_charts",
    "report_pdf",
    "report_xlsx",
    "reverse",
    "run",
    "statement_preview",
    "sums",
    "target_list",
    "target_xlsx",
    "top_file",
    "top_members",
    "use_voucher",
    "void_gift",
    "void_purchase",
    "void_redemption",
    "void_voucher",
    "vouchers",
]  # fmt: skip
