"""Work orders on paper: given to a crew, and recorded when they come back."""

from __future__ import annotations

from desk.features.kit import PRINTED, Act, Due, Feature, Key, PageSpec, Record, SlipKind
from desk.i18n import N_

ACTS = (
    Act("order.show", "desk.services.orders:order", changes=False),
    Act("order.by-code", "desk.services.orders:by_code", changes=False),
    Act("order.check-return", "desk.services.orders:check_return", changes=False),
    Act("order.unreturned", "desk.services.orders:unreturned", changes=False),
    Act("order.morning", "desk.services.orders:morning", changes=False),
    Act("order.return", "desk.services.orders:record_return", events=("work-order.return",)),
    Act("order.check-correction", "desk.services.orders:check_correction", changes=False),
    Act("order.correct", "desk.services.orders:correct_return", events=("work-order.correct",)),
    Act("order.print", "desk.services.orders:print_orders", undo=PRINTED, events=("slip.print-many",)),
)

KEYS = (
    Key("Enter", ("Record its return",)), Key("Shift+Del", ("Correct the return",)), Key("Ctrl+O", ("Open the request",)),
    Key("Ctrl+P", ("Print the work order", "Print what is marked, or the whole morning")),
    Key("Ctrl+R", ("Work order returned",)),
)  # fmt: skip


FEATURE = Feature(
    code="orders",
    keys=KEYS,
    acts=ACTS,
    tables=("desk.models.orders",),
    # L10N: 派工单
    records=(
        Record(
            "work-order",
            N_("Work order"),
            "desk.models.orders:WorkOrder",
            files=True,
            lifecycle="desk.rules.orders:CYCLE",
            withdraw="desk.services.orders:withdraw",
        ),
    ),
    slips=(
        SlipKind(
            "dispatch",
            "PG",
            # L10N: 派工单
            N_("Work order"),
            "a5",
            ("a5", "roll-80"),
            # L10N: 施工联, 存根联
            (N_("Crew copy"), N_("Office copy")),
            on_void="desk.services.orders:slip_voided",
            subject=("request",),
        ),
    ),
    pages=(
        PageSpec(
            "work-orders",
            # L10N: 派工单
            N_("Work orders"),
            "desk.ui.orders.list:WorkOrdersPage",
            parent="requests",
            targets=("work-orders",),
        ),
        PageSpec(
            "work-order",
            N_("Work order"),
            "desk.ui.orders.page:WorkOrderPage",
            parent="requests",
            targets=("work-order",),
        ),
        PageSpec(
            "order-return",
            # L10N: 派工单回单
            N_("Work order returned"),
            "desk.ui.orders.returning:OrderReturnPage",
            parent="requests",
            scans=("PG-",),
        ),
        PageSpec(
            "order-correction",
            # L10N: 更正回单
            N_("Correct the return"),
            "desk.ui.orders.returning:OrderCorrectionPage",
            parent="requests",
        ),
    ),
    # L10N: 派工单未收回
    due=(Due("unreturned", N_("Work orders not back"), "desk.services.orders:due", order=30),),
)
