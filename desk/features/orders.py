"""Work orders on paper: given to a crew, and recorded when they come back."""

from __future__ import annotations

from desk.features import Act, Feature

ACTS = (
    Act("order.show", "desk.services.orders:order", changes=False),
    Act("order.by-code", "desk.services.orders:by_code", changes=False),
    Act("order.check-return", "desk.services.orders:check_return", changes=False),
    Act("order.unreturned", "desk.services.orders:unreturned", changes=False),
    Act("order.morning", "desk.services.orders:morning", changes=False),
    Act("order.return", "desk.services.orders:record_return"),
    Act("order.print", "desk.services.orders:print_orders"),
)

FEATURE = Feature(code="orders", acts=ACTS)
