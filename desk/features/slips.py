"""Slips: what was issued, printed and voided, and on which printer."""

from __future__ import annotations

from desk.features import Act, Feature

# What stands on a slip may be whole phones and numbers: it comes out by printing, which is an act.
ACTS = (
    Act("slip.show", "desk.services.slips:slip_view", changes=False),
    Act("slip.of", "desk.services.slips:slips_of", changes=False),
    Act("slip.list", "desk.services.slips.lists:slip_list", changes=False),
    Act("slip.printings", "desk.services.slips.lists:printings", changes=False),
    Act("slip.printer", "desk.services.slips:printer_choice", changes=False),
    Act("slip.print", "desk.services.slips:print_copy"),
    Act("slip.print-many", "desk.services.slips:print_many"),
    Act("slip.void", "desk.services.slips:void"),
    Act("settings.printer", "desk.services.slips:save_printer_choice"),
)

FEATURE = Feature(code="slips", acts=ACTS)
