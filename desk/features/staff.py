"""Staff: who may sit at the counter, roles and PINs."""

from __future__ import annotations

from desk.features import Act, Feature

ACTS = (
    Act("staff.list", "desk.services.staff:staff_list", changes=False),
    Act("staff.add", "desk.services.staff:add_staff", role="manager"),
    Act("staff.change", "desk.services.staff:change_staff", role="manager"),
    Act("staff.retire", "desk.services.staff:retire", role="manager"),
    Act("staff.set-pin", "desk.services.staff:set_pin"),
    Act("staff.sign-in", "desk.services.staff:sign_in", role=""),
    Act("staff.sign-out", "desk.services.staff:sign_out"),
)

FEATURE = Feature(code="staff", acts=ACTS)
